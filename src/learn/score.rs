//! How well do the mentions that were found hold against a person's labels?
//!
//! A found mention finds a labelled one when both lie in the same turn of the same call and their words overlap by at
//! least a third of the shorter one; strict also asks for the same tag. What a label calls optional neither helps nor
//! hurts.

use crate::call::Span;
use crate::learn::label::Label;
use crate::learn::rows::{overlap, shared};
use crate::mention::{Polarity, Tag};

/// A mention that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMention {
    pub call: u32,
    pub turn: u32,
    pub span: Span,
    pub tag: Tag,
    pub polarity: Polarity,
    pub target: crate::mention::Target,
    pub origin: crate::mention::Origin,
    pub confidence: f32,
}

/// A label of a call.
pub type Gold<'l> = (u32, &'l Label);

/// Whether a found mention is shown by default.
pub fn is_served(found: &FoundMention) -> bool {
    found.tag.is_core() && found.polarity == Polarity::Affirmed
}

/// Whether a tag is right for a label.
pub fn is_exact(label: &Label, tag: &Tag) -> bool {
    label.tag == *tag || label.also.as_ref() == Some(tag)
}

/// Whether a tag is of the label's kind.
pub fn is_same_kind(label: &Label, tag: &Tag) -> bool {
    label.tag.kind() == tag.kind()
}

/// Pairs each label with at most one found mention, same tag and widest overlap first: indexes of both.
pub fn pair(
    gold: &[Gold<'_>],
    found: &[&FoundMention],
    same: fn(&Label, &Tag) -> bool,
) -> Vec<(usize, usize)> {
    let mut by_turn: std::collections::HashMap<(u32, u32), Vec<usize>> =
        std::collections::HashMap::new();
    for (at, found) in found.iter().enumerate() {
        by_turn
            .entry((found.call, found.turn))
            .or_default()
            .push(at);
    }
    let mut candidates = Vec::new();
    for (i, (call, label)) in gold.iter().enumerate() {
        for &j in by_turn.get(&(*call, label.turn)).into_iter().flatten() {
            if overlap(label.span, found[j].span) && same(label, &found[j].tag) {
                let is_other_tag = label.tag != found[j].tag;
                let size = shared(label.span, found[j].span);
                candidates.push((is_other_tag, std::cmp::Reverse(size), i, j));
            }
        }
    }
    candidates.sort_unstable();
    let mut used = (
        std::collections::HashSet::new(),
        std::collections::HashSet::new(),
    );
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !used.0.contains(&i) && !used.1.contains(&j) {
            used.0.insert(i);
            used.1.insert(j);
            pairs.push((i, j));
        }
    }
    pairs
}

/// How many were right, labelled and found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    pub right: usize,
    pub labelled: usize,
    pub found: usize,
}

impl Tally {
    /// Of what was found, the share that is right.
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    /// Of what was labelled, the share that was found.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.labelled.max(1) as f64
    }

    /// Their harmonic mean.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Tally) -> Tally {
        Tally {
            right: self.right + other.right,
            labelled: self.labelled + other.labelled,
            found: self.found + other.found,
        }
    }
}

/// Counts one group of labels and found mentions.
pub fn tally(
    gold: &[Gold<'_>],
    found: &[FoundMention],
    labels: impl Fn(&Label) -> bool,
    mentions: impl Fn(&FoundMention) -> bool,
    same: fn(&Label, &Tag) -> bool,
) -> Tally {
    let (optional, sure): (Vec<Gold<'_>>, Vec<Gold<'_>>) =
        gold.iter().copied().partition(|(_, label)| label.optional);
    let wanted: Vec<Gold<'_>> = sure
        .into_iter()
        .filter(|(_, label)| labels(label))
        .collect();
    let found: Vec<&FoundMention> = found.iter().filter(|found| mentions(found)).collect();
    let pairs = pair(&wanted, &found, same);
    let hit: std::collections::HashSet<usize> = pairs.iter().map(|(_, at)| *at).collect();
    let rest: Vec<&FoundMention> = found
        .iter()
        .enumerate()
        .filter(|(at, _)| !hit.contains(at))
        .map(|(_, found)| *found)
        .collect();
    let excused = pair(&optional, &rest, is_same_kind).len();
    Tally {
        right: pairs.len(),
        labelled: wanted.len(),
        found: found.len() - excused,
    }
}

/// A point of the curve: how sure a mention must be, and what is left then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub confidence: f32,
    pub tally: Tally,
}

/// What is served at every confidence, the surest first; and the average precision.
pub fn curve(gold: &[Gold<'_>], found: &[FoundMention]) -> (Vec<Point>, f64) {
    let served: Vec<Gold<'_>> = gold
        .iter()
        .copied()
        .filter(|(_, l)| l.is_served() && !l.optional)
        .collect();
    let mut order: Vec<&FoundMention> = found.iter().filter(|found| is_served(found)).collect();
    order.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then((a.call, a.turn, a.span).cmp(&(b.call, b.turn, b.span)))
    });
    let mut used = vec![false; served.len()];
    let mut by_turn: std::collections::HashMap<(u32, u32), Vec<usize>> =
        std::collections::HashMap::new();
    for (at, (call, label)) in served.iter().enumerate() {
        by_turn.entry((*call, label.turn)).or_default().push(at);
    }
    let mut optional: Vec<Gold<'_>> = gold.iter().copied().filter(|(_, l)| l.optional).collect();
    let (mut points, mut right, mut counted, mut sum) = (Vec::new(), 0, 0, 0.0);
    for found in order {
        let here = by_turn.get(&(found.call, found.turn)).into_iter().flatten();
        let best = here
            .filter(|at| !used[**at] && is_same_kind(served[**at].1, &found.tag))
            .filter(|at| overlap(served[**at].1.span, found.span))
            .max_by_key(|at| shared(served[**at].1.span, found.span));
        // What finds nothing but an optional label neither helps nor hurts.
        let excuse = optional.iter().position(|(call, label)| {
            (*call, label.turn) == (found.call, found.turn)
                && is_same_kind(label, &found.tag)
                && overlap(label.span, found.span)
        });
        if let (None, Some(excuse)) = (best, excuse) {
            optional.swap_remove(excuse);
            continue;
        }
        counted += 1;
        if let Some(at) = best {
            used[*at] = true;
            right += 1;
            sum += right as f64 / counted as f64;
        }
        points.push(Point {
            confidence: found.confidence,
            tally: Tally {
                right,
                labelled: served.len(),
                found: counted,
            },
        });
    }
    (points, sum / served.len().max(1) as f64)
}

/// The most that is recalled while of at least ten found mentions this share is right.
pub fn recall_at(points: &[Point], precision: f64) -> f64 {
    let good = points
        .iter()
        .filter(|p| p.tally.found >= 10 && p.tally.precision() >= precision);
    good.map(|point| point.tally.recall()).fold(0.0, f64::max)
}
