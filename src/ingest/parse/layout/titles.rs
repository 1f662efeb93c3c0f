//! Which headings of a Markdown document name whoever speaks below them?
//!
//! `### Ana Ruiz (0:04)` is written like a chapter, `### Pricing (0:04)`. Chapters differ from one another and speakers
//! come again, so the whole file decides. Plans of several days have headings that come again too, but their times go
//! back; so a call whose times go back is not known by its headings.

use rustc_hash::FxHashMap;

use crate::ingest::parse::heads;
use crate::ingest::parse::speaker_label::{ends_like_a_heading, is_blank};
use crate::ingest::parse::stamp::Time;

use super::{Kind, Line, level_of, without_anchor};

/// Fewer make no transcript.
const FEWEST: usize = 3;
/// The times of so many are looked at, so that one wrong stamp late in a long file changes nothing. Arbitrary.
const TIMES_JUDGED: usize = 20;

/// A heading with a time beside what may be a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Title<'a> {
    /// The index of its line.
    at: usize,
    level: usize,
    name: &'a str,
    start: Time,
}

/// The title that a line is; `at` is the line's index.
pub(super) fn title(line: &str, at: usize) -> Option<Title<'_>> {
    let level = level_of(line);
    if level == 0 {
        return None;
    }
    let is_mark = |c: char| c == '#' || is_blank(c);
    let head = heads::read(without_anchor(line).trim_matches(is_mark))?;
    let is_whole = !head.name.is_empty() && head.text.is_empty();
    let start = head.start.filter(|_| is_whole)?;
    Some(Title {
        at,
        level,
        name: head.name,
        start,
    })
}

/// Makes speakers of the titles, if that is what they are in this file.
pub(super) fn name_speakers<'a>(lines: &mut [Line<'a>], titles: &[Title<'a>]) {
    let counts = counts(titles);
    let recurs = |name: &str| counts.get(name).is_some_and(|n| *n >= 2);
    let Some(first) = titles.iter().find(|title| recurs(title.name)) else {
        return;
    };
    // Chapters stand above those who speak in them.
    let same_level: Vec<Title<'_>> = titles
        .iter()
        .filter(|title| title.level == first.level)
        .copied()
        .collect();
    let n_again = same_level.iter().filter(|title| recurs(title.name)).count();
    let n_labels = lines
        .iter()
        .filter(|line| heads::of(line).is_some())
        .count();
    let is_mostly_again = n_again.saturating_mul(2) >= same_level.len();
    let is_way = same_level.len() >= FEWEST && is_mostly_again && n_again > n_labels;
    if !is_way || go_back(&same_level) {
        return;
    }
    for title in same_level {
        let comes_again = recurs(title.name) && !ends_like_a_heading(title.name);
        let is_somebody = comes_again || heads::lone_name(title.name).is_some();
        if let Some(line) = lines.get_mut(title.at).filter(|_| is_somebody) {
            line.kind = Kind::Named(title.name, Some(title.start));
            line.is_apart = true;
        }
    }
}

fn counts<'a>(titles: &[Title<'a>]) -> FxHashMap<&'a str, usize> {
    let mut counts: FxHashMap<&'a str, usize> = FxHashMap::default();
    for title in titles {
        *counts.entry(title.name).or_default() += 1;
    }
    counts
}

/// Whether a time comes before the one above it.
fn go_back(titles: &[Title<'_>]) -> bool {
    let times: Vec<f64> = titles
        .iter()
        .take(TIMES_JUDGED)
        .map(|title| match title.start {
            Time::Call(seconds) | Time::Day(seconds) => seconds,
        })
        .collect();
    !times.is_sorted()
}
