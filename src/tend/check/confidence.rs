//! Is an entry believed enough to be shown?

use crate::config::THRESHOLD;
use crate::tend::check::{Finding, Known};

/// Hints at what stays below the threshold, unless somebody lowers it. Cues make no mention by themselves, whatever
/// their confidence.
pub(super) fn find(known: &[Known], findings: &mut Vec<Finding>) {
    let makes_mentions = |one: &&Known| one.entry.weight.is_none();
    for one in known.iter().filter(makes_mentions) {
        let confidence = one.entry.confidence;
        if confidence < THRESHOLD {
            let message = format!(
                "{:?} has a confidence of {confidence}, and what lies below {THRESHOLD} is not shown unless `threshold` \
                 in verbatim.toml says so; write {THRESHOLD} or more",
                one.laid.name.text
            );
            let line = one.laid.name.line;
            findings.push(Finding::hint("not-shown", &one.file, line, message));
        }
    }
}
