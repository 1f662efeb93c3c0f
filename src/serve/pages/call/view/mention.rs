//! How does a mention give its reasons on a page, and how is it put right?

use crate::call::Call;
use crate::mention::by_hand::{BY_HAND, Decision, Override};
use crate::mention::{Cue, Mention, Origin, Polarity, Target};

/// A mention with its reasons.
pub struct MentionView {
    /// By what it is found on the page.
    pub anchor: String,
    pub tag: String,
    pub kind: String,
    /// Where it is not simply meant: `negated`, `led by the rep`, …
    pub states: Vec<&'static str>,
    /// What heard it, and how sure that is.
    pub heard_by: String,
    /// The words that a pattern matched.
    pub matched: Option<String>,
    pub cues: Vec<CueView>,
    pub evidence: Vec<String>,
    /// `12-40`
    pub span: String,
    pub choices: Vec<Choice>,
}

/// The words that decided something.
pub struct CueView {
    /// What they decided, and by which rule.
    pub told: String,
    pub words: String,
    pub turn: u32,
}

/// A way of putting it right.
pub struct Choice {
    pub decision: String,
    pub label: &'static str,
}

/// What a person decided.
pub struct MarkView {
    pub tag: String,
    pub kind: String,
    pub told: &'static str,
    pub quote: String,
    pub note: Option<String>,
    /// What tells this decision from all others.
    pub turn: u32,
    pub span: String,
    pub field: &'static str,
    /// The turn in which it stands now.
    pub at: Option<u32>,
}

impl MentionView {
    /// Makes a mention of a call ready.
    pub fn of(call: &Call, mention: &Mention, anchor: &str) -> MentionView {
        let text = call
            .turns
            .get(mention.turn as usize)
            .map_or("", |turn| turn.text.as_str());
        let matched = mention.why.matched.map(|span| span.slice(text).to_owned());
        MentionView {
            anchor: anchor.to_owned(),
            tag: mention.tag.0.clone(),
            kind: mention.tag.kind().to_owned(),
            states: states(mention),
            heard_by: heard_by(mention),
            matched: matched.filter(|words| !words.is_empty()),
            cues: cues(call, mention),
            evidence: evidence(mention),
            span: format!("{}-{}", mention.span.start, mention.span.end),
            choices: choices(mention),
        }
    }
}

fn states(mention: &Mention) -> Vec<&'static str> {
    let polarity = match mention.polarity {
        Polarity::Affirmed => None,
        Polarity::Negated => Some("negated"),
        Polarity::Hypothetical => Some("hypothetical"),
    };
    let target = (mention.target == Target::Other).then_some("about somebody else’s");
    let origin = (mention.origin == Origin::Led).then_some("led by the rep");
    [polarity, target, origin].into_iter().flatten().collect()
}

fn heard_by(mention: &Mention) -> String {
    let Mention {
        pattern, lexicon, ..
    } = mention;
    if lexicon == BY_HAND {
        return if pattern.is_empty() {
            "Marked by hand.".to_owned()
        } else {
            format!("Marked by hand: {pattern}")
        };
    }
    let sure = (mention.confidence * 100.0).round();
    format!("Heard by “{pattern}” of {lexicon}; of 100 mentions like this about {sure} are right.")
}

fn cues(call: &Call, mention: &Mention) -> Vec<CueView> {
    let why = &mention.why;
    let decided = [
        (mention.polarity.name(), &why.polarity),
        (mention.target.name(), &why.target),
        (mention.origin.name(), &why.origin),
    ];
    let told = |(value, cue): (&str, &Option<Cue>)| {
        let cue = cue.as_ref()?;
        let turn = call.turns.get(cue.turn as usize)?;
        Some(CueView {
            told: format!("{value}, because of {}", cue.rule),
            words: cue.span.slice(&turn.text).to_owned(),
            turn: cue.turn,
        })
    };
    decided.into_iter().filter_map(told).collect()
}

fn evidence(mention: &Mention) -> Vec<String> {
    // Where no pattern matched, the features stand in the pattern's place already.
    let evidence = mention.why.evidence.iter();
    evidence
        .filter(|_| mention.why.matched.is_some())
        .map(|one| format!("{:+.2} {}", one.weight, one.feature))
        .collect()
}

/// Everything that it is not yet.
fn choices(mention: &Mention) -> Vec<Choice> {
    let all = [
        (Decision::No, "This is wrong"),
        (Decision::Polarity(Polarity::Affirmed), "It was meant"),
        (Decision::Polarity(Polarity::Negated), "It was negated"),
        (
            Decision::Polarity(Polarity::Hypothetical),
            "It was only hypothetical",
        ),
        (Decision::Target(Target::Own), "It is about their own"),
        (
            Decision::Target(Target::Other),
            "It is about somebody else’s",
        ),
        (Decision::Origin(Origin::Unprompted), "They brought it up"),
        (Decision::Origin(Origin::Led), "The rep led them to it"),
    ];
    let is_so = |decision: &Decision| match decision {
        Decision::Yes => true,
        Decision::No => false,
        Decision::Polarity(polarity) => *polarity == mention.polarity,
        Decision::Target(target) => *target == mention.target,
        Decision::Origin(origin) => *origin == mention.origin,
    };
    let other = all.into_iter().filter(|(decision, _)| !is_so(decision));
    other
        .map(|(decision, label)| Choice {
            decision: decision.to_string(),
            label,
        })
        .collect()
}

impl MarkView {
    /// Makes a decision ready that stands in a turn, or nowhere any more.
    pub fn of(decided: &Override, at: Option<u32>) -> MarkView {
        MarkView {
            tag: decided.tag.0.clone(),
            kind: decided.tag.kind().to_owned(),
            told: told(decided.decision),
            quote: decided.quote.clone(),
            note: decided.note.clone(),
            turn: decided.turn,
            span: format!("{}-{}", decided.span.start, decided.span.end),
            field: decided.decision.field(),
            at,
        }
    }
}

fn told(decision: Decision) -> &'static str {
    match decision {
        Decision::Yes => "is said here",
        Decision::No => "is not said here",
        Decision::Polarity(Polarity::Affirmed) => "was meant",
        Decision::Polarity(Polarity::Negated) => "was negated",
        Decision::Polarity(Polarity::Hypothetical) => "was only hypothetical",
        Decision::Target(Target::Own) => "is about their own",
        Decision::Target(Target::Other) => "is about somebody else’s",
        Decision::Origin(Origin::Unprompted) => "was brought up by the prospect",
        Decision::Origin(Origin::Led) => "was led by the rep",
    }
}
