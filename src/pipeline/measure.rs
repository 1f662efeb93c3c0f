//! How well is heard what people have labelled?

use crate::learn::label::Labelled;
use crate::learn::report::{Report, report};
use crate::learn::score::{FoundMention, Gold};
use crate::mention::Mention;
use crate::pipeline::Workshop;

/// What is heard in labelled calls, held against their labels.
pub fn measure(workshop: &Workshop<'_>, calls: &[Labelled]) -> Report {
    let mut found = Vec::new();
    for (at, labelled) in (0..).zip(calls) {
        // Where nobody has looked, nothing that is heard is right or wrong.
        let is_judged = |mention: &Mention| {
            let kinds = labelled.judged.kinds_in(mention.turn, mention.span);
            kinds.is_some_and(|kinds| kinds.has(mention.tag.kind()))
        };
        found.extend(
            workshop
                .tag(&labelled.call)
                .into_iter()
                .filter(is_judged)
                .map(|mention| FoundMention {
                    call: at,
                    turn: mention.turn,
                    span: mention.span,
                    tag: mention.tag,
                    polarity: mention.polarity,
                    target: mention.target,
                    origin: mention.origin,
                    confidence: mention.confidence,
                }),
        );
    }
    report(&gold(calls, &|_| true), &found)
}

/// The labels of the calls that count.
pub fn gold<'c>(calls: &'c [Labelled], counts: &dyn Fn(u32) -> bool) -> Vec<Gold<'c>> {
    let counted = (0..).zip(calls).filter(|(at, _)| counts(*at));
    counted
        .flat_map(|(at, call)| call.labels.iter().map(move |label| (at, label)))
        .collect()
}
