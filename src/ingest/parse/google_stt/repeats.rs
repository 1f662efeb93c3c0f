//! Which of Google's results say something new?
//!
//! With diarization the last result repeats every word, now with a voice each; in a recorded stream every result
//! begins at the first word again. A repeat is known by its words: all that was said before stands at its beginning.
//! Times alone tell nothing, since they may be missing and differ by a little. But two people may begin alike ("Yes."
//! and "Yes, I think so."), so times may not speak against it, and where voices were told apart before they must be
//! there.

use super::shape::{ResultJson, WordJson};

/// Seconds by which a repeated word may begin later than it did at first.
const LARGEST_SHIFT: f64 = 0.5;

/// The results of a channel, without those that a later one repeats.
pub(super) fn without<'r>(results: &[&'r ResultJson]) -> Vec<&'r ResultJson> {
    let mut said = Said::default();
    let mut kept = Vec::new();
    for result in results {
        if said.is_repeated_by(result) {
            said = Said::default();
            kept.clear();
        }
        said.add(result);
        kept.push(*result);
    }
    kept
}

/// The last result, where it bears no channel and repeats what was said on all of them.
pub(super) fn of_all_channels(results: &[ResultJson]) -> Option<&ResultJson> {
    let has_words = |result: &ResultJson| !result.words().is_empty();
    let (before, rest) = results.split_at(results.iter().rposition(has_words)?);
    let (again, after) = rest.split_first()?;
    let is_apart = again.channel().is_empty() && before.iter().any(|it| !it.channel().is_empty());
    if !is_apart || after.iter().any(|result| !result.text().is_empty()) {
        return None;
    }
    Said::on_all_channels(before)
        .is_repeated_by(again)
        .then_some(again)
}

/// What was said so far.
#[derive(Default)]
struct Said {
    /// Letters and digits alone: a transcript is punctuated and spaced in other places than its words.
    letters: String,
    has_voices: bool,
    begin: Option<f64>,
    end: Option<f64>,
}

impl Said {
    fn add(&mut self, result: &ResultJson) {
        for (_, text) in pieces(result) {
            self.letters.extend(letters(text));
        }
        self.has_voices |= has_voices(result);
        self.begin = self.begin.or_else(|| begin(result));
        let end = result.words().last().and_then(WordJson::end);
        let end = end.or_else(|| result.end());
        self.end = [self.end, end].into_iter().flatten().reduce(f64::max);
    }

    /// The words of all channels in the order of their times.
    fn on_all_channels(results: &[ResultJson]) -> Said {
        let mut said = Said::default();
        let mut timed: Vec<(f64, &str)> = Vec::new();
        for result in results {
            let mut last = begin(result).or_else(|| result.end()).unwrap_or(0.0);
            for (start, text) in pieces(result) {
                last = start.unwrap_or(last);
                timed.push((last, text));
            }
            said.add(result);
        }
        timed.sort_by(|one, other| one.0.total_cmp(&other.0));
        said.letters.clear();
        for (_, text) in timed {
            said.letters.extend(letters(text));
        }
        said
    }

    fn is_repeated_by(&self, result: &ResultJson) -> bool {
        if self.letters.is_empty() || !has_voices(result) || !self.may_begin_again(result) {
            return false;
        }
        let mut again = pieces(result).flat_map(|(_, text)| letters(text));
        self.letters.chars().all(|c| again.next() == Some(c))
    }

    /// Whether the times allow that a result begins where everything began.
    fn may_begin_again(&self, result: &ResultJson) -> bool {
        match (begin(result), self.begin, self.end) {
            (Some(begin), Some(first), _) if self.has_voices => begin <= first + LARGEST_SHIFT,
            _ if self.has_voices => false,
            (Some(begin), _, Some(end)) => begin < end,
            _ => true,
        }
    }
}

/// The words of a result with their starts, or its transcript where it has no words.
fn pieces(result: &ResultJson) -> impl Iterator<Item = (Option<f64>, &str)> {
    let words = result.words().iter();
    let words = words.map(move |word| (word.start(), result.spelling(word)));
    let whole = result.words().is_empty().then(|| (None, result.text()));
    words.chain(whole)
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

fn has_voices(result: &ResultJson) -> bool {
    result.words().iter().any(|word| word.voice().is_some())
}

/// When the first word begins; a start that is zero is left out beside an end.
fn begin(result: &ResultJson) -> Option<f64> {
    let first = result.words().first()?;
    first.start().or_else(|| first.end().map(|_| 0.0))
}
