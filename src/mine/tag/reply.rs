//! What did the rep put to them, and does a bare "yes" or "no" answer it?

use crate::call::Span;
use crate::mention::{Cue, Mention, Origin, Polarity, Target, Why};
use crate::mine::cues::Cues;
use crate::mine::matcher::Found;
use crate::mine::origin::answer::answer;
use crate::mine::origin::{Put, Suggestion, wording};
use crate::mine::scope;

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
        let sentence = self.words.items[found.first as usize].sentence;
        let span = self.words.sentences.get(sentence as usize).copied();
        Suggestion {
            turn,
            span: span.unwrap_or(Span { start: 0, end: 0 }),
            pattern: found.pattern,
            put: self.is_put(sentence, text).then(|| self.put(found)),
        }
    }

    /// Whether a sentence of a rep's turn is put to the prospect at its end.
    fn is_put(&self, sentence: u32, text: &str) -> bool {
        let sentences = &self.words.sentences;
        let at = sentence as usize;
        if at + 2 < sentences.len() {
            return false;
        }
        let behind = sentences.get(at + 1..).unwrap_or_default().iter();
        let mut asked = behind
            .map(|span| span.slice(text))
            .filter(|said| wording::asks(said))
            .peekable();
        let here = sentences.get(at).map_or("", |span| span.slice(text));
        let asks = wording::asks(here) || asked.peek().is_some();
        // Whoever asks two things is answered the last of them.
        let asks_else = asked.any(|asked| !wording::is_tag_question(asked));
        !asks_else && (asks || self.is_about_you(sentence))
    }

    fn is_about_you(&self, sentence: u32) -> bool {
        let mut words = self.words.items[self.words.of_sentence(sentence)].iter();
        words.any(|word| word.cues.has(Cues::YOU))
    }

    /// How the words of a pattern are put.
    fn put(&self, found: Found) -> Put {
        let entry = self.lexicons.entry_of(found.pattern);
        let pattern = self.lexicons.written(found.pattern);
        let place = self.place_of(found);
        let (polarity, _) = scope::polarity(place, entry, pattern);
        wording::put(place, polarity)
    }

    /// "Yeah, exactly" or "no, not really" to what the rep had just put to them is a led mention of it.
    pub(super) fn bare_reply(
        &self,
        heard: &Heard<'_>,
        first_of_turn: usize,
        mentions: &mut Vec<Mention>,
    ) {
        let mut put = self.suggestions.put_right_before(heard.index).peekable();
        if put.peek().is_none() {
            return;
        }
        let Some(answer) = answer(&self.words, heard.text) else {
            return;
        };
        let Some(span) = self.words.sentences.first().copied() else {
            return;
        };
        for (suggestion, put) in put {
            let entry = self.lexicons.entry_of(suggestion.pattern);
            let said_already = mentions[first_of_turn..]
                .iter()
                .any(|mention| mention.tag == entry.tag);
            if said_already || !entry.listens_to(heard.who) || !entry.tag.is_core() {
                continue;
            }
            let Some(polarity) = answer.about(put) else {
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
