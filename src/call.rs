//! What is a call, who was on it, and what did each of them say?
//!
//! The nouns that every step shares. Nothing here reads a file, a clock or the network, and nothing here
//! knows how a call was read or what becomes of it.

use serde::{Deserialize, Serialize};

pub mod crm;

/// A call's identity: the provider's own id where there is one, else a hash of its words and start.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub String);

impl std::fmt::Display for CallId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which side of the table a person sits on. `Unknown` is a value, never a guess presented as fact.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Prospect,
    Rep,
    #[default]
    Unknown,
}

impl Side {
    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Side::Prospect => "prospect",
            Side::Rep => "rep",
            Side::Unknown => "unknown",
        }
    }

    /// Reads the words that files use for a side (`prospect`, `customer`, `external`, `rep`, `agent`, …).
    pub fn from_word(word: &str) -> Option<Side> {
        match word.trim().to_ascii_lowercase().as_str() {
            "prospect" | "customer" | "client" | "buyer" | "external" => Some(Side::Prospect),
            "rep" | "seller" | "agent" | "internal" | "sales" => Some(Side::Rep),
            "unknown" => Some(Side::Unknown),
            _ => None,
        }
    }
}

/// How a side is known, strongest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SideReason {
    /// A person says so: in the project's own format, or with `verbatim sides`.
    Given,
    /// The vendor's own field (Gong's `affiliation`).
    Vendor,
    /// The e-mail domain is one of the config's `internal_domains`, or another one.
    Domain,
    /// A `participants.csv` beside the call.
    ParticipantsFile,
    /// One of the config's `internal_names`.
    Config,
    /// Nobody told us; what is said in the call speaks for it ([`Participant::side_evidence`]).
    Inferred,
    /// A recorder, a room or a shared screen: no person, so on no side.
    Bot,
    #[default]
    Unknown,
}

impl SideReason {
    /// The word shown in `parse --json`.
    pub fn name(self) -> &'static str {
        match self {
            SideReason::Given => "given",
            SideReason::Vendor => "vendor",
            SideReason::Domain => "domain",
            SideReason::ParticipantsFile => "participants-file",
            SideReason::Config => "config",
            SideReason::Inferred => "inferred",
            SideReason::Bot => "bot",
            SideReason::Unknown => "unknown",
        }
    }
}

/// What speaks for a side: a rule, and the first turn in which it held. Never the words themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The rule's slug (`runs-the-demo`, …).
    pub rule: String,
    /// Index of the turn; `None` where the whole call or its papers speak.
    #[serde(default)]
    pub turn: Option<u32>,
}

/// How a buying role is known, strongest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonaReason {
    /// The transcript itself says so.
    Given,
    /// A `participants.csv` beside the call.
    ParticipantsFile,
    /// The job title holds this pattern of a lexicon.
    Title(String),
    #[default]
    Unknown,
}

impl PersonaReason {
    /// Whether nothing tells.
    pub fn is_unknown(&self) -> bool {
        *self == PersonaReason::Unknown
    }
}

impl std::fmt::Display for PersonaReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PersonaReason::Given => f.write_str("given"),
            PersonaReason::ParticipantsFile => f.write_str("participants-file"),
            PersonaReason::Title(pattern) => write!(f, "title: \"{pattern}\""),
            PersonaReason::Unknown => f.write_str("unknown"),
        }
    }
}

/// A stretch of a turn's text: byte offsets, half open, always on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The words under the span; empty when the span does not fit the text.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    /// Whether two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// One person on the call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Participant {
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    /// Other display names under which the same person spoke.
    pub aliases: Vec<String>,
    pub side: Side,
    pub side_reason: SideReason,
    /// What an inferred side rests on, the strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub side_evidence: Vec<Evidence>,
    pub title: Option<String>,
    /// The buying role's slug (`economic-buyer`, …) or `unknown`.
    pub persona: String,
    #[serde(default, skip_serializing_if = "PersonaReason::is_unknown")]
    pub persona_reason: PersonaReason,
    pub email: Option<String>,
    /// The same for one person on every call; `None` where nobody can tell who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// The company on the other side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    pub name: Option<String>,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
}

/// The opportunity the call belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Deal {
    pub id: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    pub relationship: Option<String>,
    pub amount: Option<String>,
}

/// Where one delivered utterance begins inside its turn, so that a link opens the recording at the words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Byte offset into the turn's text.
    pub at: u32,
    /// Seconds from the start of the recording.
    pub start: f64,
}

/// One speaker's uninterrupted stretch. Its text is never changed after this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Index into [`Call::participants`].
    pub speaker: u32,
    /// Seconds from the start of the recording; `None` where the file has no times.
    pub start: Option<f64>,
    pub end: Option<f64>,
    pub text: String,
    pub cues: Vec<Cue>,
}

impl Turn {
    /// Seconds at which the words at byte `at` were spoken, as exactly as the cues tell.
    pub fn time_at(&self, at: u32) -> Option<f64> {
        self.cues
            .iter()
            .take_while(|cue| cue.at <= at)
            .last()
            .map(|cue| cue.start)
            .or(self.start)
    }
}

/// One recorded conversation, ready to be mined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    pub title: Option<String>,
    /// The slug of the format it was read from.
    pub format: String,
    /// RFC 3339 date or date-time.
    pub started_at: Option<String>,
    /// Seconds.
    pub duration: Option<f64>,
    /// BCP 47, where the file says so.
    pub language: Option<String>,
    pub recording_url: Option<String>,
    pub account: Option<Account>,
    pub deal: Option<Deal>,
    pub participants: Vec<Participant>,
    pub turns: Vec<Turn>,
}

impl Call {
    /// The person who speaks a turn.
    pub fn speaker(&self, turn: &Turn) -> &Participant {
        &self.participants[turn.speaker as usize]
    }

    /// A link that opens the recording at a second, where the call has a recording.
    ///
    /// An existing query or fragment in the recording's address is kept; the second goes into `t`.
    pub fn link_at(&self, seconds: Option<f64>) -> Option<String> {
        let url = self.recording_url.as_deref()?;
        let Some(seconds) = seconds else {
            return Some(url.to_owned());
        };
        let (address, fragment) = url
            .split_once('#')
            .map_or((url, None), |(a, f)| (a, Some(f)));
        let joiner = if address.contains('?') { '&' } else { '?' };
        let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
        Some(format!(
            "{address}{joiner}t={}{fragment}",
            seconds.max(0.0) as u64
        ))
    }
}

/// Whether an address leads to the web: files may hold any text in place of a recording's.
pub fn is_web(address: &str) -> bool {
    ["https://", "http://"].into_iter().any(|scheme| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}
