//! Can weak cues ever come to anything?

use std::collections::BTreeSet;

use crate::mine::lexicon::{Balance, Milli};
use crate::tend::check::{Finding, Known};

/// Finds evidence that is never enough, cues that are there twice, and weights that nothing counts.
pub(super) fn find(known: &[Known], findings: &mut Vec<Finding>) {
    for one in known {
        if let Some(balance) = &one.entry.balance {
            findings.extend(repeated_cues(one));
            findings.extend(too_little(one, balance, known));
        }
        if one.entry.weight.is_some() && !has_evidence(one, known) {
            let message = format!(
                "{:?} has a weight, but no [[evidence]] of {} counts it, so it makes mentions as any entry does; write \
                 the evidence, or leave `weight` out",
                one.laid.name.text, one.entry.tag
            );
            let line = one.laid.name.line;
            findings.push(Finding::error("weight-uncounted", &one.file, line, message));
        }
    }
}

fn has_evidence(one: &Known, known: &[Known]) -> bool {
    let mut others = known.iter();
    others.any(|other| other.entry.balance.is_some() && other.entry.tag == one.entry.tag)
}

fn repeated_cues(evidence: &Known) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let cues = evidence.laid.patterns.iter();
    let repeated = cues.filter(|cue| !seen.insert(cue.text.trim()));
    let told = repeated.map(|cue| {
        let message =
            "this cue stands in the same evidence already; keep one, with the weight that is meant";
        let line = cue.line;
        Finding::error("cue-repeated", &evidence.file, line, message.to_owned())
    });
    told.collect()
}

/// What all cues that speak for it come to must be enough.
fn too_little(evidence: &Known, balance: &Balance, known: &[Known]) -> Option<Finding> {
    let lent = known
        .iter()
        .filter(|other| other.entry.tag == evidence.entry.tag)
        .filter_map(|other| other.entry.weight);
    let weights = balance.weights.iter().copied().chain(lent);
    let most: Milli = weights.filter(|weight| *weight > Milli::default()).sum();
    if most >= balance.threshold || balance.weights.is_empty() {
        return None;
    }
    let message = format!(
        "all cues of {:?} together come to {most}, and {} is needed, so it hears nothing; lower the threshold, or add \
         cues",
        evidence.laid.name.text, balance.threshold
    );
    let line = evidence.laid.name.line;
    let file = &evidence.file;
    Some(Finding::error("threshold-unreachable", file, line, message))
}
