//! What do the figures say, in one place?

use std::collections::BTreeMap;

use crate::learn::score::{
    FoundMention, Gold, Tally, curve, is_exact, is_same_kind, is_served, pair, recall_at, tally,
};
use crate::learn::solver::Chance;
use crate::mine::learned::model::{HEADS, kinds};

/// How often a field was right among the pains and objections that were found, in all and where it was not the
/// usual value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Field {
    pub right: usize,
    pub of: usize,
    pub odd_right: usize,
    pub odd_of: usize,
}

/// Everything that is measured.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What a marketer is shown by default; the same where the category must be right too; and any polarity.
    pub served: Tally,
    pub served_strict: Tally,
    pub any_polarity: Tally,
    pub by_kind: Vec<(&'static str, Tally)>,
    /// By tag, strictly.
    pub by_tag: BTreeMap<String, Tally>,
    pub polarity: Field,
    pub target: Field,
    pub origin: Field,
    /// What was found of what is served, if three or six of seven must be right.
    pub recall_at_70: f64,
    pub recall_at_85: f64,
    pub average_precision: f64,
    /// Within these bounds the served F1 lies in 95 of 100 drawings of as many calls.
    pub f1_bounds: (f64, f64),
    /// Labelled as the first, found as the second: how often.
    pub confusions: Vec<(String, String, usize)>,
}

/// Measures found mentions against labels.
pub fn report(gold: &[Gold<'_>], found: &[FoundMention]) -> Report {
    let served = |same| tally(gold, found, |label| label.is_served(), is_served, same);
    let core = |found: &FoundMention| found.tag.is_core();
    let by_kind = kinds().into_iter().map(|(kind, _)| {
        let kind = HEADS[kind];
        let tally = tally(
            gold,
            found,
            |label| label.tag.kind() == kind,
            |found| found.tag.kind() == kind,
            is_same_kind,
        );
        (kind, tally)
    });
    let tags: std::collections::BTreeSet<&str> = gold
        .iter()
        .map(|(_, label)| label.tag.0.as_str())
        .chain(found.iter().map(|found| found.tag.0.as_str()))
        .collect();
    let by_tag = tags.into_iter().map(|tag| {
        let tally = tally(
            gold,
            found,
            |label| label.tag.0 == tag,
            |found| found.tag.0 == tag,
            is_exact,
        );
        (tag.to_owned(), tally)
    });
    let (points, average_precision) = curve(gold, found);
    let mut report = Report {
        served: served(is_same_kind),
        served_strict: served(is_exact),
        any_polarity: tally(gold, found, |label| label.tag.is_core(), core, is_same_kind),
        by_kind: by_kind.collect(),
        by_tag: by_tag.collect(),
        recall_at_70: recall_at(&points, 0.7),
        recall_at_85: recall_at(&points, 0.85),
        average_precision,
        f1_bounds: f1_bounds(gold, found),
        ..Report::default()
    };
    fields(&mut report, gold, found);
    report
}

/// Polarity, target and origin of the pains and objections that were found, and the tags that were mixed up.
fn fields(report: &mut Report, gold: &[Gold<'_>], found: &[FoundMention]) {
    let gold: Vec<Gold<'_>> = gold
        .iter()
        .copied()
        .filter(|(_, l)| l.tag.is_core() && !l.optional)
        .collect();
    let found: Vec<&FoundMention> = found.iter().filter(|found| found.tag.is_core()).collect();
    let mut mixed: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (at, hit) in pair(&gold, &found, is_same_kind) {
        let (label, found) = (gold[at].1, found[hit]);
        if !is_exact(label, &found.tag) {
            *mixed
                .entry((label.tag.0.clone(), found.tag.0.clone()))
                .or_default() += 1;
        }
        let mut count = |field: &str, is_right: bool, is_odd: bool| {
            if !label.is_sure_of(field) {
                return;
            }
            let counted = match field {
                "polarity" => &mut report.polarity,
                "target" => &mut report.target,
                _ => &mut report.origin,
            };
            counted.of += 1;
            counted.right += usize::from(is_right);
            counted.odd_of += usize::from(is_odd);
            counted.odd_right += usize::from(is_odd && is_right);
        };
        count(
            "polarity",
            label.polarity == found.polarity,
            label.polarity != Default::default(),
        );
        count(
            "target",
            label.target == found.target,
            label.target != Default::default(),
        );
        count(
            "origin",
            label.origin == found.origin,
            label.origin != Default::default(),
        );
    }
    let mut mixed: Vec<_> = mixed.into_iter().map(|((a, b), n)| (a, b, n)).collect();
    mixed.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    report.confusions = mixed;
}

/// Drawings of calls for the bounds of F1.
const DRAWINGS: usize = 400;

/// Between which values the served F1 lies when other calls of the same kind are drawn.
fn f1_bounds(gold: &[Gold<'_>], found: &[FoundMention]) -> (f64, f64) {
    let calls: std::collections::BTreeSet<u32> = gold
        .iter()
        .map(|(call, _)| *call)
        .chain(found.iter().map(|found| found.call))
        .collect();
    let by_call: Vec<Tally> = calls
        .into_iter()
        .map(|call| {
            let gold: Vec<Gold<'_>> = gold.iter().copied().filter(|(of, _)| *of == call).collect();
            let found: Vec<FoundMention> = found
                .iter()
                .filter(|found| found.call == call)
                .cloned()
                .collect();
            tally(
                &gold,
                &found,
                |label| label.is_served(),
                is_served,
                is_same_kind,
            )
        })
        .collect();
    if by_call.is_empty() {
        return (0.0, 0.0);
    }
    let mut chance = Chance::default();
    let mut drawn: Vec<f64> = (0..DRAWINGS)
        .map(|_| {
            let some = (0..by_call.len()).map(|_| by_call[chance.below(by_call.len())]);
            some.fold(Tally::default(), |sum, tally| sum.plus(&tally))
                .f1()
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    (drawn[DRAWINGS / 40], drawn[DRAWINGS - 1 - DRAWINGS / 40])
}
