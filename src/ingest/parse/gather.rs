//! How do single words become utterances?
//!
//! Recognisers deliver words with times and a voice each. A new utterance begins where another voice speaks, after
//! a sentence has ended, and after a silence; the words keep their spelling and their order.

use crate::ingest::transcript::Utterance;

/// Seconds of silence that part two utterances.
const SILENCE: f64 = 1.5;
/// An utterance without an end of a sentence is cut after so many words, so that its times stay useful.
const MOST_WORDS: usize = 60;

/// One word as a recogniser delivers it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    /// Seconds.
    pub(crate) start: Option<f64>,
    pub(crate) end: Option<f64>,
    /// The voice's label; see [`voice`].
    pub(crate) speaker: Option<&'t str>,
    /// It stands right behind the word before it: punctuation, a piece of a word, a script without spaces.
    pub(crate) is_joined: bool,
}

/// Gathers words, one by one.
#[derive(Debug, Default)]
pub(crate) struct Gather {
    done: Vec<Utterance>,
    current: Option<Utterance>,
    n_words: usize,
    has_no_spaces: bool,
}

impl Gather {
    /// Whether the file's language sets spaces between words, where the file tells that.
    pub(crate) fn set_spaces(&mut self, has_spaces: bool) {
        self.has_no_spaces = !has_spaces;
    }

    /// Adds a word. Punctuation without a time belongs to the word before it.
    pub(crate) fn add(&mut self, word: Word<'_>) {
        if word.text.trim().is_empty() {
            return;
        }
        if self.must_begin(&word) {
            self.finish_current();
            self.current = Some(Utterance {
                speaker: word.speaker.map(str::to_owned),
                start: word.start,
                end: word.end.or(word.start),
                text: word.text.trim().to_owned(),
            });
            self.n_words = 1;
            return;
        }
        let Some(current) = &mut self.current else {
            return;
        };
        let is_apart = if self.has_no_spaces {
            are_latin(&current.text, word.text)
        } else {
            !meets_without_space(&current.text, word.text)
        };
        if !word.is_joined && is_apart {
            current.text.push(' ');
        }
        current.text.push_str(word.text.trim());
        current.end = later(current.end, word.end.or(word.start));
        self.n_words += 1;
    }

    /// Ends the utterance, whatever comes next.
    pub(crate) fn cut(&mut self) {
        self.finish_current();
    }

    /// Everything that was said.
    pub(crate) fn finish(mut self) -> Vec<Utterance> {
        self.finish_current();
        self.done
    }

    fn finish_current(&mut self) {
        self.done.extend(self.current.take());
        self.n_words = 0;
    }

    fn must_begin(&self, word: &Word<'_>) -> bool {
        let Some(current) = &self.current else {
            return true;
        };
        if word.is_joined {
            return false;
        }
        let is_another = word.speaker.is_some() && word.speaker != current.speaker.as_deref();
        let silence = match (current.end, word.start) {
            (Some(end), Some(start)) => start - end,
            _ => 0.0,
        };
        is_another
            || silence >= SILENCE
            || self.n_words >= MOST_WORDS
            || ends_a_sentence(&current.text)
    }
}

/// A quotation mark or a bracket may close behind the mark that ends a sentence.
fn ends_a_sentence(text: &str) -> bool {
    let is_closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | '」' | '』');
    text.trim_end_matches(is_closing)
        .ends_with(['.', '?', '!', '…', '。', '？', '！', '؟', '।'])
}

/// Words of two recognisers may overlap: an utterance ends with whichever word ends last.
fn later(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

/// Chinese, Japanese and Thai are written without spaces.
fn meets_without_space(before: &str, after: &str) -> bool {
    let is_spaceless = |c: char| matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}');
    let last = before.chars().next_back();
    last.is_some_and(is_spaceless) && after.trim_start().chars().next().is_some_and(is_spaceless)
}

/// Two English words within Japanese stay two words.
fn are_latin(before: &str, after: &str) -> bool {
    let last = before.chars().next_back();
    let first = after.trim_start().chars().next();
    [last, first]
        .iter()
        .all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()))
}

/// The name under which a recogniser's voice stands: `Speaker 0`, `Speaker A`, or its own label where that says so
/// already (`SPEAKER_00`, `spk_1`). Never a person's name, and never the same person in another call.
pub(crate) fn voice(label: &str) -> String {
    let label = label.trim();
    if crate::ingest::parse::speaker_label::is_placeholder(label) && label.len() > 2 {
        return label.to_owned();
    }
    format!("Speaker {label}")
}

/// The name of a speaker where a recogniser may have been told names: `Dana Lee` and `Agent` stay as they are, and
/// `A`, `0`, `S1` are voices.
pub(crate) fn speaker(label: &str) -> String {
    let label = label.trim();
    let mut words = label.split(|c: char| !c.is_alphabetic());
    let is_a_name = words.any(|word| word.chars().nth(1).is_some());
    if is_a_name && !label.eq_ignore_ascii_case("uu") {
        return label.to_owned();
    }
    voice(label)
}

/// Names the speakers of utterances that still stand under a recogniser's labels.
pub(crate) fn named(mut utterances: Vec<Utterance>) -> Vec<Utterance> {
    for utterance in &mut utterances {
        utterance.speaker = utterance.speaker.take().map(|label| speaker(&label));
    }
    utterances
}

/// Puts what was said on several channels in the order of its times; what has none stays behind the one before it.
pub(crate) fn in_order(utterances: Vec<Utterance>) -> Vec<Utterance> {
    let mut last = 0.0_f64;
    let mut timed: Vec<(f64, Utterance)> = Vec::with_capacity(utterances.len());
    for utterance in utterances {
        last = utterance.start.unwrap_or(last);
        timed.push((last, utterance));
    }
    timed.sort_by(|a, b| a.0.total_cmp(&b.0));
    timed.into_iter().map(|(_, utterance)| utterance).collect()
}
