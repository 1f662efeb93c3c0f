//! Which cues are one sentence shown again and again, another of its words highlighted in each?
//!
//! Whisper and WhisperX do so with `--highlight_words`: the cue comes once for each word, which stands in `<u>`, and
//! plain where nobody speaks for a moment. Cues that touch and differ in nothing but such tags are one cue, in a file
//! where that goes on for three cues at least: two may be a word that two people say.

use std::borrow::Cow;

use super::Cue;

/// Cues of one sentence follow one another with no more than this between them, in seconds.
const GAP: f64 = 0.05;

/// So many cues in a row prove that words are highlighted.
const FEWEST: usize = 3;

/// The cues, each sentence once.
pub(super) fn once(cues: &[Cue]) -> Cow<'_, [Cue]> {
    let runs = || Runs { rest: cues };
    if !runs().any(|run| run.len() >= FEWEST) {
        return Cow::Borrowed(cues);
    }
    Cow::Owned(runs().filter_map(joined).collect())
}

/// One cue for the time of all.
fn joined(run: &[Cue]) -> Option<Cue> {
    let mut cue = run.first()?.clone();
    cue.end = run.iter().fold(cue.end, |end, cue| end.max(cue.end));
    Some(cue)
}

/// The cues in runs of one sentence each.
struct Runs<'c> {
    rest: &'c [Cue],
}

impl<'c> Iterator for Runs<'c> {
    type Item = &'c [Cue];

    fn next(&mut self) -> Option<&'c [Cue]> {
        let first = self.rest.first()?;
        // The first cue with a highlight: where it comes again the sentence was said again.
        let mut begins = first.text.contains('<').then_some(first);
        let mut n_cues = 1;
        for pair in self.rest.windows(2) {
            let [before, cue] = pair else { break };
            if !goes_on(before, cue) || begins.is_some_and(|begins| begins.text == cue.text) {
                break;
            }
            if begins.is_none() && cue.text.contains('<') {
                begins = Some(cue);
            }
            n_cues += 1;
        }
        let (run, rest) = self.rest.split_at_checked(n_cues)?;
        self.rest = rest;
        Some(run)
    }
}

fn goes_on(before: &Cue, cue: &Cue) -> bool {
    let touches = (cue.start - before.end).abs() <= GAP;
    touches && before.text != cue.text && untagged(&before.text).eq(untagged(&cue.text))
}

/// The characters of a payload without the tags that highlight, which italics never do. Lazily: two payloads mostly
/// differ soon.
fn untagged(text: &str) -> impl Iterator<Item = char> {
    let mut pieces = text.split('<');
    let before = pieces.next().unwrap_or_default();
    let behind = pieces.map(|piece| behind_tag(piece).unwrap_or(piece));
    before.chars().chain(behind.flat_map(str::chars))
}

/// What stands behind a tag whose `<` has just been passed.
fn behind_tag(piece: &str) -> Option<&str> {
    let (tag, behind) = piece.split_once('>')?;
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let name = name.split(['.', ' ']).next()?;
    matches!(name, "b" | "c" | "font" | "u").then_some(behind)
}
