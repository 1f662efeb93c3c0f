//! Whose words does a cue hold where names are written into its text?
//!
//! Zoom labels every cue. SubRip files label every cue, or only the one where the speaker changes, or none: so
//! there a colon makes a speaker only in a file that as a whole looks labeled. A cue without a label is spoken by
//! the one before, and only where there was one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::parse::label_words::SENTENCE;
use crate::ingest::parse::speaker_label;
use crate::ingest::transcript::Utterance;

use super::markup::{self, Spoken};

/// Longer words before a colon are no display name; vendors stop far earlier.
const LONGEST_NAME: usize = 120;

/// A file in which the speaker changes less often than every fiftieth cue is taken for unlabeled: films hold a
/// few sentences with a colon as well.
const CUES_PER_LABEL: usize = 50;

/// How a vendor labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    /// The words before the first `: ` of a cue are the speaker's display name, whatever they look like.
    EveryCue,
    /// In every cue, at the change of speaker, or never.
    PerhapsAtChange,
}

/// The utterances of a file without voice tags, each with the name that its cue or a cue before bears.
pub(crate) fn attributed(spoken: &[Spoken], habit: Habit) -> Vec<Utterance> {
    let names = names(spoken, habit);
    let mut utterances = Vec::with_capacity(spoken.len());
    let mut speaker: Option<&str> = None;
    for cue in spoken {
        let mut lines: Vec<&str> = Vec::new();
        for line in &cue.lines {
            match label(line, habit).filter(|(name, _)| names.contains(name)) {
                Some((name, words)) => {
                    // Two people in one cue: what was read so far is the first one's.
                    utterances.extend(utterance(cue, speaker, &lines));
                    speaker = Some(name);
                    lines = vec![words];
                }
                None => lines.push(line),
            }
        }
        utterances.extend(utterance(cue, speaker, &lines));
    }
    utterances
}

fn utterance(cue: &Spoken, speaker: Option<&str>, lines: &[&str]) -> Option<Utterance> {
    let lines: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return None;
    }
    Some(Utterance {
        speaker: speaker.map(str::to_owned),
        start: Some(cue.start),
        end: Some(cue.end),
        text: markup::joined(&lines),
    })
}

/// The names that are believed; none in a file that is not labeled.
fn names(spoken: &[Spoken], habit: Habit) -> FxHashSet<&str> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for (name, _) in spoken.iter().filter_map(|cue| first_label(cue, habit)) {
        *counts.entry(name).or_default() += 1;
    }
    if habit == Habit::EveryCue {
        return in_every_cue(&counts, spoken.len());
    }
    counts.retain(|name, count| {
        if speaker_label::is_perhaps_a_name(name) {
            *count > 1 && !speaker_label::ends_like_a_heading(name)
        } else {
            *count > 1 || speaker_label::is_strong(name)
        }
    });
    if !is_labeled(spoken, &counts) {
        return FxHashSet::default();
    }
    counts.into_keys().collect()
}

/// The display names of a file whose vendor labels each cue.
///
/// Where all cues bear labels, whatever stands before a colon is one; where nearly all do, what may be a name is. In
/// other files a sentence with a colon may stand in a cue without a label.
fn in_every_cue<'s>(counts: &FxHashMap<&'s str, usize>, n_cues: usize) -> FxHashSet<&'s str> {
    let is_sure =
        |name: &str, count: usize| count > 1 || is_phone_number(name) || is_plausible(name);
    let n_labels: usize = counts.values().sum();
    let sure = counts.iter().filter(|(name, count)| is_sure(name, **count));
    let n_sure: usize = sure.map(|(_, count)| *count).sum();
    let is_whole = n_labels == n_cues && n_sure.saturating_mul(2) >= n_cues;
    let is_nearly_whole = n_sure.saturating_mul(10) >= n_cues.saturating_mul(9);
    let is_one = |name: &str, count: usize| {
        is_sure(name, count)
            || (is_whole && !is_said(name))
            || (is_nearly_whole && speaker_label::may_be_name(name))
    };
    let ones = counts.iter().filter(|(name, count)| is_one(name, **count));
    ones.map(|(name, _)| *name).collect()
}

/// `Now here's the thing`: words that only sentences have. People are `VP at Acme` and `from Acme`.
fn is_said(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        let is_small = word.starts_with(char::is_lowercase) && !matches!(word, "at" | "from");
        is_small && SENTENCE.contains(&word.replace('’', "'").as_str())
    })
}

/// Whether a file bears labels at all: the first words do, or a name comes again, and there are enough of them.
fn is_labeled(spoken: &[Spoken], counts: &FxHashMap<&str, usize>) -> bool {
    let n_labels: usize = counts.values().sum();
    let n_cues = spoken.iter().filter(|cue| !is_sound(cue)).count();
    if n_labels > 0 && n_labels >= n_cues {
        return true;
    }
    let starts_with_label = spoken
        .iter()
        .find(|cue| !is_sound(cue))
        .and_then(|cue| first_label(cue, Habit::PerhapsAtChange))
        .is_some_and(|(name, _)| counts.contains_key(name));
    let comes_again = counts.values().any(|count| *count > 1);
    let is_frequent = n_labels >= 2 && n_labels.saturating_mul(CUES_PER_LABEL) >= n_cues;
    is_frequent && (starts_with_label || comes_again)
}

/// `[Music]`, `(laughter)`: nobody's words.
fn is_sound(cue: &Spoken) -> bool {
    let first = cue.lines.first().and_then(|line| line.chars().next());
    let last = cue.lines.last().and_then(|line| line.chars().next_back());
    matches!(
        (first, last),
        (Some('['), Some(']')) | (Some('('), Some(')')) | (Some('♪'), _)
    )
}

fn first_label(cue: &Spoken, habit: Habit) -> Option<(&str, &str)> {
    label(cue.lines.first()?, habit)
}

/// The name and the words of a line that may start with a label.
fn label(line: &str, habit: Habit) -> Option<(&str, &str)> {
    let (name, words) = match habit {
        Habit::EveryCue => at_first_colon(line).or_else(|| speaker_label::split_label(line))?,
        Habit::PerhapsAtChange => speaker_label::split_perhaps(without_change_marks(line))?,
    };
    let name = name.trim();
    (!name.is_empty()).then_some((name, words.trim()))
}

fn at_first_colon(line: &str) -> Option<(&str, &str)> {
    let (name, words) = match line.split_once(": ") {
        Some(halves) => halves,
        None => (line.strip_suffix(':')?, ""),
    };
    (name.len() <= LONGEST_NAME).then_some((name, words))
}

/// Takes away the `>>` and the dash that mark a change of speaker in captions.
fn without_change_marks(line: &str) -> &str {
    let is_marked = line.starts_with(">>") || line.starts_with("- ") || line.starts_with("– ");
    if is_marked {
        line.trim_start_matches(['>', '-', '–', ' '])
    } else {
        line
    }
}

/// Whether a display name that comes once is one by the rules for labels in loose text. What people add to
/// their names behind a border, pronouns and companies, follows no rule.
fn is_plausible(name: &str) -> bool {
    let person = name
        .split(['|', '(', '[', '/', '@'])
        .next()
        .unwrap_or(name)
        .trim();
    is_name_in_text(name) || is_name_in_text(person)
}

fn is_name_in_text(name: &str) -> bool {
    let line = format!("{name}: yes");
    speaker_label::split_label(&line).is_some_and(|(found, _)| found == name)
}

/// Somebody who dialed in is shown by number.
fn is_phone_number(name: &str) -> bool {
    let n_digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_number =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.' | '*');
    n_digits >= 4 && name.chars().all(is_number)
}
