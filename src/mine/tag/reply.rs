//! What did the rep put to them, and does a bare "yes" or "no" answer it?

use crate::call::Span;
use crate::mention::{Cue, Mention, Origin, Polarity, Target, Why};
use crate::mine::cues::Cues;
use crate::mine::origin::{self, Suggestion};

use super::Tagger;
use super::heard::Heard;

/// What a bare "yes" to a rep's suggestion is worth of the suggested pattern's confidence.
const BARE_REPLY_SHARE: f32 = 0.6;

impl Tagger<'_> {
    /// What a rep's turn puts to a prospect, for the answers to come.
    pub(super) fn remember_suggestions(&mut self, turn: u32, text: &str) {
        let n_sentences = self.words.sentences.len() as u32;
        for found in &self.found {
            let sentence = self.words.items[found.first as usize].sentence;
            let span = self
                .words
                .sentences
                .get(sentence as usize)
                .copied()
                .unwrap_or(Span { start: 0, end: 0 });
            let is_question = span.slice(text).trim_end().ends_with('?');
            let about_you = self.words.items[self.words.of_sentence(sentence)]
                .iter()
                .any(|word| word.cues.has(Cues::YOU));
            self.suggestions.add(Suggestion {
                turn,
                span,
                pattern: found.pattern,
                put_to_them: is_question || about_you,
                is_last_word: sentence + 2 >= n_sentences,
            });
        }
    }

    /// "Yeah, exactly" or "no, not really" to what the rep had just put to them is a led mention of it.
    pub(super) fn bare_reply(
        &self,
        heard: &Heard<'_>,
        first_of_turn: usize,
        mentions: &mut Vec<Mention>,
    ) {
        let Some(polarity) = origin::opening(&self.words) else {
            return;
        };
        if !origin::is_bare_reply(&self.words) {
            return;
        }
        let Some(span) = self.words.sentences.first().copied() else {
            return;
        };
        for suggestion in self.suggestions.put_right_before(heard.index) {
            let entry = self.lexicons.entry_of(suggestion.pattern);
            let said_already = mentions[first_of_turn..]
                .iter()
                .any(|mention| mention.tag == entry.tag);
            if said_already || !entry.listens_to(heard.who) || !entry.tag.is_core() {
                continue;
            }
            let reply = Cue {
                turn: heard.index,
                span,
                rule: "reply to the rep".to_owned(),
            };
            mentions.push(Mention {
                turn: heard.index,
                span,
                tag: entry.tag.clone(),
                polarity,
                target: if entry.target_is_other {
                    Target::Other
                } else {
                    Target::Own
                },
                origin: Origin::Led,
                confidence: entry.confidence * BARE_REPLY_SHARE,
                lexicon: entry.lexicon.clone(),
                pattern: self.lexicons.written(suggestion.pattern).to_owned(),
                why: Why {
                    polarity: (polarity != Polarity::Affirmed).then(|| reply.clone()),
                    target: entry.target_is_other.then_some(reply),
                    origin: Some(suggestion.cue()),
                    ..Why::default()
                },
            });
        }
    }
}
