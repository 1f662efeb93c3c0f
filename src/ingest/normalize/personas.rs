//! Which buying role does a job title tell, if anybody says how to read titles?
//!
//! The patterns stand in the lexicons, of which nothing is known here; whoever reads them passes them in.

use std::sync::Arc;

use crate::call::{Participant, PersonaReason, Side, SideReason};

/// A buying role, and what in the title tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleRole {
    /// The role's slug.
    pub persona: String,
    /// The pattern as written.
    pub pattern: String,
}

type OfTitle = dyn Fn(&str) -> Option<TitleRole> + Send + Sync;

/// How titles are read; by default nobody can.
#[derive(Clone, Default)]
pub struct PersonaRules(Option<Arc<OfTitle>>);

impl PersonaRules {
    /// Reads titles in this way.
    pub fn new(
        of_title: impl Fn(&str) -> Option<TitleRole> + Send + Sync + 'static,
    ) -> PersonaRules {
        PersonaRules(Some(Arc::new(of_title)))
    }

    /// The role that a title tells.
    pub fn of_title(&self, title: &str) -> Option<TitleRole> {
        let of_title = self.0.as_ref()?;
        of_title(title)
    }

    /// Fills in the role of somebody who may buy, unless somebody said it.
    pub fn fill(&self, who: &mut Participant) {
        let may_buy = who.side != Side::Rep && who.side_reason != SideReason::Bot;
        if !may_buy || !who.persona_reason.is_unknown() {
            return;
        }
        let role = who.title.as_deref().and_then(|title| self.of_title(title));
        if let Some(role) = role {
            who.persona = role.persona;
            who.persona_reason = PersonaReason::Title(role.pattern);
        }
    }
}

impl std::fmt::Debug for PersonaRules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let can = if self.0.is_some() { "some" } else { "none" };
        write!(f, "PersonaRules({can})")
    }
}
