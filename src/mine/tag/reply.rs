//! What did the rep put to them, and does a bare "yes" or "no" answer it?

use crate::call::Span;
use crate::mention::{Cue, Mention, Origin, Polarity, Target, Why};
use crate::mine::cues::Cues;
use crate::mine::matcher::Found;
use crate::mine::origin::answer::answer;
use crate::mine::origin::{Suggestion, wording};
use crate::mine::scope::{self, Place};

use super::Tagger;
use super::heard::Heard;

/// What a bare "yes" to a rep's suggestion is worth of the suggested pattern's confidence.
const BARE_REPLY_SHARE: f32 = 0.6;

impl Tagger<'_> {
    /// What a rep's turn puts to a prospect, for the answers to come.
    pub(super) fn remember_suggestions(&mut self, turn: u32, text: &str) {
        for found in &self.found {
            let suggestion = self.suggestion(turn, text, *found);
            self.suggestions.add(suggestion);
        }
    }

    /// What a pattern suggests where it stands in a rep's turn.
    fn suggestion(&self, turn: u32, text: &str, found: Found) -> Suggestion {
        let (first, last) = (found.first as usize, found.last as usize);
        let place = Place {
            words: &self.words,
            first,
            last,
        };
        let (entry, pattern) = (
            self.lexicons.entry_of(found.pattern),
            self.lexicons.written(found.pattern),
        );
        let (polarity, _) = scope::polarity(place, entry, pattern);
        let (polarity, is_negative) = wording::put(place, polarity);
        let sentence = self.words.items[first].sentence;
        let sentences = &self.words.sentences;
        let span = sentences.get(sentence as usize).copied();
        let span = span.unwrap_or(Span { start: 0, end: 0 });
        let about_you = self.words.items[self.words.of_sentence(sentence)]
            .iter()
            .any(|word| word.cues.has(Cues::YOU));
        let behind = sentences.get(sentence as usize + 1..).unwrap_or_default();
        let asked_behind = behind.iter().map(|span| span.slice(text));
        let asked_behind: Vec<&str> = asked_behind.filter(|said| wording::asks(said)).collect();
        // Whoever asks two things is answered the last of them.
        let asks_else = asked_behind
            .iter()
            .any(|asked| !wording::is_tag_question(asked));
        let asks = wording::asks(span.slice(text)) || !asked_behind.is_empty();
        Suggestion {
            turn,
            span,
            pattern: found.pattern,
            polarity,
            is_negative,
            put_to_them: !asks_else && (asks || about_you),
            is_last_word: sentence as usize + 2 >= sentences.len(),
        }
    }

    /// "Yeah, exactly" or "no, not really" to what the rep had just put to them is a led mention of it.
    pub(super) fn bare_reply(
        &self,
        heard: &Heard<'_>,
        first_of_turn: usize,
        mentions: &mut Vec<Mention>,
    ) {
        let Some(answer) = answer(&self.words, heard.text) else {
            return;
        };
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
            let Some(polarity) = answer.about(suggestion.polarity, suggestion.is_negative) else {
                continue;
            };
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
