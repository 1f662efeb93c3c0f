//! What is known of somebody on a call that is delivered again?
//!
//! Sides and roles stay by the trust that their source deserves; everything else, where the delivery tells nothing.

use crate::call::{Participant, PersonaReason, SideReason};

use super::{fill, is_named};

/// Gives somebody what was known of the same person and the delivery does not tell.
pub(super) fn merge_person(who: &mut Participant, known: &Participant) {
    if is_named(&known.name) && !is_named(&who.name) {
        who.name.clone_from(&known.name);
    }
    if who.aliases.is_empty() {
        who.aliases.clone_from(&known.aliases);
    }
    if is_side_kept(known, who) {
        take_side(who, known);
    } else if is_persona_kept(known, who) {
        take_persona(who, known);
    }
    // Who somebody is on other calls was found by the address and the side.
    let is_known_by_address = who.email.is_none() && known.email.is_some();
    if is_known_by_address || who.person.is_none() && who.side == known.side {
        who.person.clone_from(&known.person);
    }
    fill(&mut who.title, &known.title);
    fill(&mut who.email, &known.email);
}

/// A side with what hangs on it.
pub(super) fn take_side(who: &mut Participant, known: &Participant) {
    who.side = known.side;
    who.side_reason = known.side_reason;
    who.side_evidence.clone_from(&known.side_evidence);
    who.person.clone_from(&known.person);
    if !is_persona_told(who) {
        take_persona(who, known);
    }
}

fn take_persona(who: &mut Participant, known: &Participant) {
    who.persona.clone_from(&known.persona);
    who.persona_reason.clone_from(&known.persona_reason);
}

/// What somebody told stays until something of the same trust tells otherwise. What the config tells of a name or an
/// address is told anew each time.
fn is_side_kept(known: &Participant, who: &Participant) -> bool {
    let is_weaker = who.side_reason > known.side_reason;
    match known.side_reason {
        SideReason::Given | SideReason::Vendor | SideReason::ParticipantsFile => is_weaker,
        SideReason::Domain => is_weaker && who.email.is_none(),
        SideReason::Config | SideReason::Inferred | SideReason::Bot | SideReason::Unknown => false,
    }
}

/// A role that somebody told stays until somebody tells another one; one that a job title tells, as long as there is no
/// title that tells another one.
fn is_persona_kept(known: &Participant, who: &Participant) -> bool {
    match known.persona_reason {
        PersonaReason::Title(_) => {
            who.persona_reason.is_unknown() && who.title.is_none() && who.side == known.side
        }
        _ => is_persona_told(known) && !is_persona_told(who),
    }
}

fn is_persona_told(who: &Participant) -> bool {
    matches!(
        who.persona_reason,
        PersonaReason::Given | PersonaReason::ParticipantsFile
    )
}
