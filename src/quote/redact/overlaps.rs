//! What stays of findings that overlap?
//!
//! One finding over all of their bytes, with the class that says most: hiding a word too many is better than showing one.
//! A name beside a name of the same person is one name.

use super::Hit;
use crate::call::Span;

/// Findings in order, none of which overlaps another.
pub(super) fn resolve(text: &str, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    let mut resolved: Vec<Hit> = Vec::new();
    for hit in hits {
        let Some(last) = resolved.last_mut() else {
            resolved.push(hit);
            continue;
        };
        let between = text.get(last.span.end as usize..hit.span.start as usize);
        let are_names = last.is_person() && hit.is_person();
        let is_one_name = are_names && matches!(between, Some(" " | "-"));
        if hit.span.start >= last.span.end && !is_one_name {
            resolved.push(hit);
            continue;
        }
        let whole = Span {
            start: last.span.start,
            end: last.span.end.max(hit.span.end),
        };
        if weight(&hit) > weight(last) {
            *last = hit;
        }
        last.span = whole;
    }
    resolved
}

/// How much a finding says: its class, then its length.
fn weight(hit: &Hit) -> (u8, u32) {
    (hit.rank(), hit.span.end - hit.span.start)
}
