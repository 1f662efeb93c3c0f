//! Who opens an address, and what may this visitor do?

use crate::serve::auth::scope::Scope;
use crate::serve::auth::tokens::Token;

/// By what somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Nothing,
    /// Sits at this machine, where no token was ever made.
    Home,
    Bearer,
    Cookie,
}

/// Whoever opens an address. Handlers find it among the request's extensions.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub by: By,
    pub scopes: Vec<Scope>,
    /// What the token is called; its id where it has no name.
    pub token: Option<String>,
}

impl Visitor {
    /// Somebody without a token.
    pub(super) fn unknown(by: By) -> Visitor {
        Visitor {
            by,
            scopes: Vec::new(),
            token: None,
        }
    }

    /// Whoever showed a token.
    pub(super) fn with(token: &Token, by: By) -> Visitor {
        let name = token.name.clone();
        Visitor {
            by,
            scopes: token.scopes.clone(),
            token: Some(name.unwrap_or_else(|| token.id.clone())),
        }
    }

    /// Whether this visitor may do what needs a scope.
    pub fn may(&self, needed: Scope) -> bool {
        self.by == By::Home || self.scopes.iter().any(|scope| scope.allows(needed))
    }
}
