//! What mention does a pattern make where it stands?

use crate::mention::{Cue, Mention, Origin, Tag, Why};
use crate::mine::lexicon::{Entry, Quoted};
use crate::mine::matcher::Found;
use crate::mine::origin;
use crate::mine::quote_span::{phrase_span, quote_span};
use crate::mine::scope::{self, Place};

use super::Tagger;
use super::heard::Heard;

impl Tagger<'_> {
    /// Makes a mention of a found pattern.
    pub(super) fn judge(&self, heard: &Heard<'_>, entry: &Entry, found: Found) -> Mention {
        let (first, last) = (found.first as usize, found.last as usize);
        let place = Place {
            words: &self.words,
            first,
            last,
        };
        let pattern = self.lexicons.written(found.pattern);
        let (polarity, polarity_cue) = scope::polarity(place, entry, pattern);
        let (target, target_cue) = scope::target(place, entry);
        let (origin, origin_cue) = self.origin(heard.index, first, &entry.tag);
        let here = |cue: scope::Cue| Cue {
            turn: heard.index,
            span: cue.span,
            rule: cue.rule.to_owned(),
        };
        Mention {
            turn: heard.index,
            span: match entry.quoted {
                Quoted::Sentence => quote_span(&self.words, first, last),
                Quoted::Phrase => phrase_span(&self.words, first, last),
            },
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
