//! What is left of what the program heard, once a person has spoken?
//!
//! A call, what was heard in it and what people decided come in; what holds goes out. Decisions are obeyed in the order
//! in which they were made, so the last one has the word, and obeying them twice changes nothing. Only prospects' turns
//! are touched.

use sha2::{Digest, Sha256};

use crate::call::{Call, Side, Span};
use crate::mention::by_hand::{BY_HAND, Decision, Override};
use crate::mention::{Cue, Mention, Origin, Polarity, Target, Why};

/// Where a decision stands in a call as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub turn: u32,
    pub span: Span,
}

impl Spot {
    /// Whether a mention stands in these words.
    pub fn holds(self, mention: &Mention) -> bool {
        mention.turn == self.turn && mention.span.overlaps(self.span)
    }
}

/// The hash by which a turn's text is known again.
pub fn text_hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Finds the words of a decision: in the turn of the same text that is nearest to where it was, else in the nearest
/// turn that holds them word for word. `None`: it is orphaned, its words are no longer any prospect's.
pub fn spot(call: &Call, decided: &Override) -> Option<Spot> {
    let mut turns: Vec<(u32, &str)> = (0..)
        .zip(&call.turns)
        .filter(|(_, turn)| call.speaker(turn).side == Side::Prospect)
        .map(|(index, turn)| (index, turn.text.as_str()))
        .collect();
    turns.sort_by_key(|(index, _)| index.abs_diff(decided.turn));
    let unchanged = turns
        .iter()
        .find(|(_, text)| text_hash(text) == decided.text_sha256);
    if let Some((turn, _)) = unchanged {
        return Some(Spot {
            turn: *turn,
            span: decided.span,
        });
    }
    if decided.quote.is_empty() {
        return None;
    }
    turns.iter().find_map(|(turn, text)| {
        let start = text.find(&decided.quote)?;
        let span = Span {
            start: start as u32,
            end: (start + decided.quote.len()) as u32,
        };
        Some(Spot { turn: *turn, span })
    })
}

/// The mentions of a call after people's decisions about it.
pub fn apply(call: &Call, mut mentions: Vec<Mention>, overrides: &[Override]) -> Vec<Mention> {
    if overrides.is_empty() {
        return mentions;
    }
    for decided in overrides {
        if let Some(spot) = spot(call, decided) {
            obey(decided, spot, &mut mentions);
        }
    }
    mentions.sort_by(|a, b| (a.turn, a.span, &a.tag).cmp(&(b.turn, b.span, &b.tag)));
    mentions
}

/// The decisions behind a mention, in the order in which they were made; none where only the program hears it.
pub fn decisions_about<'d>(
    call: &Call,
    mention: &Mention,
    overrides: &'d [Override],
) -> Vec<&'d Override> {
    let is_about = |decided: &&Override| {
        decided.tag == mention.tag
            && decided.decision != Decision::No
            && spot(call, decided).is_some_and(|spot| spot.holds(mention))
    };
    overrides.iter().filter(is_about).collect()
}

/// The denials that stand, each with its place; `left` are the mentions that the decisions left.
pub fn denials<'d>(
    call: &Call,
    left: &[Mention],
    overrides: &'d [Override],
) -> Vec<(&'d Override, Spot)> {
    let denied = overrides
        .iter()
        .filter(|decided| decided.decision == Decision::No);
    let placed = denied.filter_map(|decided| Some((decided, spot(call, decided)?)));
    // A later decision may have taken it back.
    let stands = |(decided, spot): &(&Override, Spot)| {
        !left
            .iter()
            .any(|mention| mention.tag == decided.tag && spot.holds(mention))
    };
    placed.filter(stands).collect()
}

/// Obeys one decision.
fn obey(decided: &Override, spot: Spot, mentions: &mut Vec<Mention>) {
    let is_meant = |mention: &Mention| mention.tag == decided.tag && spot.holds(mention);
    let (mut meant, others): (Vec<Mention>, Vec<Mention>) =
        std::mem::take(mentions).into_iter().partition(is_meant);
    *mentions = others;
    match decided.decision {
        Decision::No => return,
        Decision::Yes => meant = vec![confirmed(meant, decided, spot)],
        // Whoever says how something was meant says that it was said, whatever is heard by now.
        _ if meant.is_empty() => meant.push(unheard(decided, spot)),
        _ => {}
    }
    for mention in &mut meant {
        mark(mention, decided, spot);
    }
    mentions.append(&mut meant);
}

/// The one mention that a person sees here: the surest that was heard, with the person's words as its quote.
fn confirmed(heard: Vec<Mention>, decided: &Override, spot: Spot) -> Mention {
    let surest = heard
        .into_iter()
        .max_by(|a, b| a.confidence.total_cmp(&b.confidence));
    let mut mention = surest.unwrap_or_else(|| unheard(decided, spot));
    mention.span = spot.span;
    mention
}

/// A mention that only a person hears.
fn unheard(decided: &Override, spot: Spot) -> Mention {
    // What is said in favor of a competitor is always about somebody else's thing.
    let is_other = decided.tag.0 == "objection/competitor";
    Mention {
        turn: spot.turn,
        span: spot.span,
        tag: decided.tag.clone(),
        polarity: Polarity::Affirmed,
        target: if is_other { Target::Other } else { Target::Own },
        origin: Origin::Unprompted,
        confidence: 1.0,
        lexicon: BY_HAND.to_owned(),
        pattern: String::new(),
        why: Why {
            target: is_other.then(|| cue(spot)),
            ..Why::default()
        },
    }
}

/// Makes a mention the person's own.
fn mark(mention: &mut Mention, decided: &Override, spot: Spot) {
    match decided.decision {
        Decision::Yes | Decision::No => {}
        Decision::Polarity(polarity) => {
            mention.polarity = polarity;
            mention.why.polarity = (polarity != Polarity::default()).then(|| cue(spot));
        }
        Decision::Target(target) => {
            mention.target = target;
            mention.why.target = (target != Target::default()).then(|| cue(spot));
        }
        Decision::Origin(origin) => {
            mention.origin = origin;
            mention.why.origin = (origin != Origin::default()).then(|| cue(spot));
        }
    }
    // A second decision without a note leaves the first one's.
    if mention.lexicon != BY_HAND || decided.note.is_some() {
        mention.pattern = decided.note.clone().unwrap_or_default();
    }
    mention.lexicon = BY_HAND.to_owned();
    mention.confidence = 1.0;
    mention.why.evidence.clear();
}

fn cue(spot: Spot) -> Cue {
    Cue {
        turn: spot.turn,
        span: spot.span,
        rule: BY_HAND.to_owned(),
    }
}
