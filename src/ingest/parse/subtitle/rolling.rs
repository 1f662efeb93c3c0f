//! Which lines of rolling captions are only still on the screen, and which are new words?
//!
//! Automatic captions scroll: every cue shows the line before once more above the new one, and short cues in
//! between hold the picture. Only what the cue just before showed is taken away, and only in files that roll, so
//! that what somebody says twice stays said twice.

use super::markup::Spoken;

/// Cues up to this long only hold the picture (they take 10 ms).
const HOLD: f64 = 0.05;

/// The words of a file without the lines that rolling captions repeat.
pub(super) fn unrolled(spoken: Vec<Spoken>) -> Vec<Spoken> {
    if !is_rolling(&spoken) {
        return spoken;
    }
    let mut shown: Vec<String> = Vec::new();
    let mut kept = Vec::with_capacity(spoken.len());
    for mut cue in spoken {
        let n_repeated = n_repeated_lines(&shown, &cue);
        shown.clone_from(&cue.lines);
        cue.lines.drain(..n_repeated);
        if !cue.lines.is_empty() {
            kept.push(cue);
        }
    }
    kept
}

/// A file rolls when cues start with the line before and go on: with times of words one such cue is proof
/// enough, without them it takes a third of the cues.
fn is_rolling(spoken: &[Spoken]) -> bool {
    let n_rolls = spoken.windows(2).filter(|pair| rolls(pair)).count();
    if spoken.iter().any(|cue| cue.has_word_times) {
        return n_rolls >= 1;
    }
    n_rolls >= 2 && n_rolls * 3 >= spoken.len()
}

fn rolls(pair: &[Spoken]) -> bool {
    match pair {
        [before, cue] => cue.lines.len() >= 2 && before.lines.last() == cue.lines.first(),
        _ => false,
    }
}

/// How many of a cue's first lines are the last ones of what was shown before. Two equal lines may both be new
/// where the cue is not one that holds the picture: somebody repeats himself.
fn n_repeated_lines(shown: &[String], cue: &Spoken) -> usize {
    let lines = &cue.lines;
    let most = shown.len().min(lines.len());
    let is_hold = cue.end - cue.start <= HOLD;
    let is_echo = lines.len() > 1 && lines.iter().all(|line| Some(line) == lines.first());
    if is_echo && !is_hold {
        return usize::from(shown.last() == lines.first());
    }
    (1..=most)
        .rev()
        .find(|n| shown.ends_with(lines.get(..*n).unwrap_or_default()))
        .unwrap_or(0)
}
