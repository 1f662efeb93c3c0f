//! How is it told what is known about somebody, and why?

use crate::call::{Participant, PersonaReason};
use crate::cli::look::printable;

/// Name, job title, side, and how that is known.
pub fn told(who: &Participant) -> String {
    let title = who
        .title
        .as_deref()
        .map(|title| format!(", {}", printable(title)))
        .unwrap_or_default();
    format!(
        "{}{title}: {} ({})",
        printable(&who.name),
        who.side.name(),
        side_reason(who)
    )
}

/// How the side is known; of an inferred one also the rules, with the turns where they first held.
pub fn side_reason(who: &Participant) -> String {
    let reason = who.side_reason.name();
    if who.side_evidence.is_empty() {
        return reason.to_owned();
    }
    let evidence = who.side_evidence.iter().map(|evidence| {
        let turn = evidence.turn.map(|turn| format!(" in turn {turn}"));
        format!("{}{}", evidence.rule, turn.unwrap_or_default())
    });
    format!("{reason}: {}", evidence.collect::<Vec<_>>().join(", "))
}

/// The buying role; where the job title tells it, with the pattern.
pub fn persona(who: &Participant) -> String {
    match &who.persona_reason {
        reason @ PersonaReason::Title(_) => format!("{} ({reason})", who.persona),
        _ => who.persona.clone(),
    }
}
