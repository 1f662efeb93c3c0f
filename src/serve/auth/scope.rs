//! What may somebody do who shows a token?

use serde::{Deserialize, Serialize};

/// What a token is for. A token may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Search and read everything.
    Read,
    /// Read, and decide about mentions, labels and sides.
    Mark,
    /// Bring calls in, and nothing else: for the machine that delivers them.
    Ingest,
    /// Read, make packs of quotes, and take them out of the house.
    Export,
    /// Everything, lexicons and counters too.
    Admin,
}

impl Scope {
    /// Every scope, from least to most.
    pub const ALL: [Scope; 5] = [
        Scope::Read,
        Scope::Mark,
        Scope::Ingest,
        Scope::Export,
        Scope::Admin,
    ];

    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Mark => "mark",
            Scope::Ingest => "ingest",
            Scope::Export => "export",
            Scope::Admin => "admin",
        }
    }

    /// The scope of a word.
    pub fn from_name(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Whether it is enough for what needs another one.
    pub fn allows(self, needed: Scope) -> bool {
        match self {
            Scope::Admin => true,
            // Nobody can judge words without reading them.
            Scope::Mark | Scope::Export => needed == self || needed == Scope::Read,
            Scope::Read | Scope::Ingest => needed == self,
        }
    }
}

/// What an address asks of whoever opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Open to everybody who reaches the port.
    Nothing,
    Scope(Scope),
}
