//! Was it meant?
//!
//! Looks at the words around a match: a negation before it in the same clause, a condition with a `would` in the
//! sentence. Each answer that is not the usual one names its cue, and so does the one about whose thing it is.

mod denial;

mod supposed;

mod blame;

pub mod whose;

pub mod asked;

use crate::call::Span;
use crate::mention::{self, Mention, Origin, Polarity, Target};
use crate::mine::cues::Cues;
use crate::mine::lexicon::{Entry, NegationRule};
use crate::mine::words::{Word, Words};

/// How far before a match a negation reaches, in words.
const NEGATION_REACH: usize = 10;
/// How far behind a match `… is not an issue` is looked for.
const TAKEN_BACK_REACH: usize = 8;
/// How far a condition may stand from the match.
const CONDITION_REACH: usize = 15;

/// Whether the words around a match count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    #[default]
    Heeded,
    /// To see what they are worth.
    Ignored,
}

/// Takes mentions for meant, for one's own and for unprompted, whoever heard them.
pub fn ignore(mentions: &mut [Mention]) {
    for mention in mentions {
        (mention.polarity, mention.why.polarity) = (Polarity::default(), None);
        (mention.origin, mention.why.origin) = (Origin::default(), None);
        // What is said in favor of a competitor is somebody else's by its tag.
        if mention.tag.0 != "objection/competitor" {
            (mention.target, mention.why.target) = (Target::default(), None);
        }
    }
}

/// A match inside a turn's words.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub words: &'a Words,
    pub first: usize,
    pub last: usize,
}

impl<'a> Place<'a> {
    fn sentence(&self) -> std::ops::Range<usize> {
        self.words
            .of_sentence(self.words.items[self.first].sentence)
    }

    fn word(&self, at: usize) -> &'a Word {
        &self.words.items[at]
    }

    /// Whether a word of the sentence has a role; one outside of it has none.
    fn has(&self, at: usize, role: Cues) -> bool {
        let sentence = self.word(self.first).sentence;
        let word = self.words.items.get(at);
        word.is_some_and(|word| word.sentence == sentence && word.cues.has(role))
    }

    /// Whether the word that stands `n` words before has a role.
    fn has_before(&self, at: usize, n: usize, role: Cues) -> bool {
        at.checked_sub(n).is_some_and(|at| self.has(at, role))
    }

    /// Whether a clause begins with a word.
    fn begins(&self, at: usize) -> bool {
        at == self.sentence().start
            || self.has(at, Cues::AFTER_PAUSE)
            || self.has_before(at, 1, Cues::CLAUSE.with(Cues::AGREES))
    }

    /// The first word of the sentence that is at most so many words before the match.
    fn floor(&self, reach: usize) -> usize {
        self.sentence().start.max(self.first.saturating_sub(reach))
    }

    /// The word in front of a competitor's name, which may itself be of several words.
    fn before_name(&self, name: usize) -> Option<usize> {
        let mut before = (self.sentence().start..name).rev();
        before.find(|at| !self.word(*at).cues.has(Cues::RIVAL.with(Cues::THE)))
    }

    fn cue(&self, from: usize, to: usize, rule: &'static str) -> Cue {
        Cue {
            span: Span {
                start: self.word(from).start,
                end: self.word(to).end,
            },
            rule,
        }
    }
}

/// Words that decided something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    pub span: Span,
    pub rule: &'static str,
}

impl Cue {
    /// The same as mentions keep it.
    pub fn in_turn(self, turn: u32) -> mention::Cue {
        mention::Cue {
            turn,
            span: self.span,
            rule: self.rule.to_owned(),
        }
    }
}

/// Whether the match was affirmed, negated or only imagined.
pub fn polarity(place: Place<'_>, entry: &Entry, pattern: &str) -> (Polarity, Option<Cue>) {
    let has_own = entry.negation == NegationRule::Own || is_negative(pattern);
    if !has_own && supposed::is_wished_away(place) {
        return (Polarity::Affirmed, None);
    }
    let denied = if has_own {
        denial::outright(place).map(|at| place.cue(at, at, "negation"))
    } else {
        negation(place)
    };
    if let Some(cue) = denied {
        return (Polarity::Negated, Some(cue));
    }
    match condition(place) {
        Some(cue) => (Polarity::Hypothetical, Some(cue)),
        None => (Polarity::Affirmed, None),
    }
}

/// A pattern that holds a negation itself has said all about it, unless it is denied outright.
pub fn is_negative(pattern: &str) -> bool {
    pattern
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
        .any(|word| {
            matches!(
                word,
                "not" | "no" | "never" | "cannot" | "without" | "nobody" | "nothing" | "none"
            ) || word.ends_with("n't")
        })
}

fn negation(place: Place<'_>) -> Option<Cue> {
    let before = denial::before(place);
    let is_denial =
        |at: &usize| place.word(*at).cues.has(Cues::NEGATION) && !denial::is_softened(place, *at);
    if let Some(inside) = (place.first..=place.last).find(is_denial) {
        // "Not a day goes by that we don't": the two cancel each other.
        let is_alone = before.is_none();
        return is_alone.then(|| place.cue(inside, inside, "negation inside the phrase"));
    }
    before
        .map(|at| place.cue(at, at, "negation"))
        .or_else(|| taken_back(place))
        .or_else(|| denial::given_up(place).map(|(from, to)| place.cue(from, to, "given up")))
}

/// `price is not an issue`, `training was never a problem`: a negated trouble word behind the match.
fn taken_back(place: Place<'_>) -> Option<Cue> {
    let end = place.sentence().end.min(place.last + 1 + TAKEN_BACK_REACH);
    let trouble = (place.last + 1..end).find(|at| place.word(*at).cues.has(Cues::TROUBLE))?;
    let negated = (place.last + 1..trouble).find(|at| place.word(*at).cues.has(Cues::NEGATION))?;
    let clause_between = (place.last + 1..trouble).any(|at| place.word(at).cues.has(Cues::CLAUSE));
    (!clause_between).then(|| place.cue(negated, trouble, "taken back"))
}

/// A condition near the match together with a `would` or a worry: it has not happened.
///
/// `if` alone tells of what happens regularly ("if I mistype it, it comes back") and stays affirmed.
fn condition(place: Place<'_>) -> Option<Cue> {
    if let Some(at) = supposed::supposition(place) {
        return Some(place.cue(at, at, "condition"));
    }
    let range = place.sentence();
    let near = place.first.saturating_sub(CONDITION_REACH).max(range.start)
        ..range.end.min(place.last + CONDITION_REACH);
    let at = near
        .clone()
        .find(|at| place.word(*at).cues.has(Cues::CONDITION))?;
    let imagined = near
        .clone()
        .any(|at| place.word(at).cues.has(Cues::MODAL) || place.word(at).cues.has(Cues::WORRY));
    imagined.then(|| place.cue(at, at, "condition"))
}

/// The words that show why a whole unit is cancelled so.
pub fn cancels(unit: Place<'_>, polarity: Polarity) -> Option<Cue> {
    let has = |wanted: Cues| {
        let at = (unit.first..=unit.last).find(|at| unit.word(*at).cues.has(wanted))?;
        Some((at, at))
    };
    let (at, rule) = match polarity {
        Polarity::Affirmed => return None,
        Polarity::Negated => (
            has(Cues::NEGATION.with(Cues::DENIES).with(Cues::DOUBTS))?,
            "negation",
        ),
        Polarity::Hypothetical => (
            has(Cues::CONDITION).or_else(|| has(Cues::MODAL))?,
            "condition",
        ),
    };
    Some(unit.cue(at.0, at.1, rule))
}
