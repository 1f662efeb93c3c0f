//! What mention does a pattern make where it stands?

use crate::mention::{Cue, Mention, Origin, Polarity, Tag, Why};
use crate::mine::lexicon::Entry;
use crate::mine::matcher::Found;
use crate::mine::origin;
use crate::mine::quote_span::{phrase_span, span_of};
use crate::mine::scope::{self, Place, asked, whose};

use super::Tagger;
use super::heard::Heard;

impl Tagger<'_> {
    /// Where a pattern stands in the turn that was read.
    pub(super) fn place_of(&self, found: Found) -> Place<'_> {
        Place {
            words: &self.words,
            first: found.first as usize,
            last: found.last as usize,
        }
    }

    /// Makes a mention of a found pattern.
    pub(super) fn judge(&self, heard: &Heard<'_>, entry: &Entry, found: Found) -> Mention {
        let place = self.place_of(found);
        let Place { first, last, .. } = place;
        let pattern = self.lexicons.written(found.pattern);
        let (polarity, polarity_cue) = meant(heard, place, entry, pattern);
        let (target, target_cue) = whose::target(place, entry);
        let (origin, origin_cue) = self.origin(heard.index, first, &entry.tag);
        let here = |cue: scope::Cue| cue.in_turn(heard.index);
        Mention {
            turn: heard.index,
            span: span_of(entry.quoted, &self.words, first, last),
            tag: entry.tag.clone(),
            polarity,
            target,
            origin,
            confidence: entry.confidence,
            lexicon: entry.lexicon.clone(),
            pattern: pattern.to_owned(),
            why: Why {
                matched: Some(phrase_span(&self.words, first, last)),
                polarity: polarity_cue.map(here),
                target: target_cue.map(here),
                origin: origin_cue,
                evidence: Vec::new(),
            },
        }
    }

    /// Led, when the rep named the same tag before and this turn opens as an answer to it.
    pub(super) fn origin(&self, turn: u32, first: usize, tag: &Tag) -> (Origin, Option<Cue>) {
        let is_answer =
            origin::opening(&self.words).is_some() && self.words.items[first].sentence <= 1;
        let suggested = self
            .suggestions
            .nearest(turn, |pattern| self.lexicons.entry_of(pattern).tag == *tag);
        match suggested {
            Some(suggestion) if is_answer => (Origin::Led, Some(suggestion.cue())),
            _ => (Origin::Unprompted, None),
        }
    }
}

/// How the words of a pattern were meant, on a call or in loose text.
pub(super) fn meant(
    heard: &Heard<'_>,
    place: Place<'_>,
    entry: &Entry,
    pattern: &str,
) -> (Polarity, Option<scope::Cue>) {
    match heard.call {
        Some(_) => scope::polarity(place, entry, pattern),
        None => asked::polarity(place, entry, pattern, heard.text),
    }
}

/// Takes for asked what a whole unit of loose text only asks.
pub(super) fn leave_open(mention: &mut Mention, unit: Place<'_>, text: &str) {
    let is_meant = mention.polarity == Polarity::Affirmed;
    let asked = asked::of_unit(unit, &mention.tag, text).filter(|_| is_meant);
    if let Some(cue) = asked {
        mention.polarity = Polarity::Hypothetical;
        mention.why.polarity = Some(cue.in_turn(mention.turn));
    }
}

/// One mention for each tag and quote of a turn: the one whose pattern is surest.
pub(super) fn keep_best(mentions: &mut Vec<Mention>, first_of_turn: usize, mention: Mention) {
    let twin = mentions[first_of_turn..]
        .iter_mut()
        .find(|known| known.tag == mention.tag && known.span.overlaps(mention.span));
    match twin {
        Some(known) if known.confidence >= mention.confidence => {}
        Some(known) => *known = mention,
        None => mentions.push(mention),
    }
}
