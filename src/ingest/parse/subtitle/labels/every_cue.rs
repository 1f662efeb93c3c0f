//! Which display names does a file bear whose vendor labels each cue?

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::parse::label_words::SENTENCE;
use crate::ingest::parse::speaker_label;

/// The display names of a file whose vendor labels each cue.
///
/// Where all cues bear labels, whatever stands before a colon is one; where nearly all do, what may be a name is. In
/// other files a sentence with a colon may stand in a cue without a label.
pub(super) fn names<'s>(counts: &FxHashMap<&'s str, usize>, n_cues: usize) -> FxHashSet<&'s str> {
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
