//! Which vendors may deliver calls here, and how are their deliveries known to be theirs?
//!
//! One table `[hooks.NAME]` for each address `/hooks/NAME`. What a vendor always does the same way is no setting; the
//! kinds `hmac`, `token` and `standard` are for everybody else.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::secret::Secret;

/// Whose deliveries come to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Zoom,
    Gong,
    Fireflies,
    Fathom,
    Hubspot,
    ReadAi,
    Grain,
    Avoma,
    Aircall,
    Dialpad,
    Assemblyai,
    Deepgram,
    Recall,
    Granola,
    Tldv,
    Github,
    Twilio,
    Salesloft,
    Elevenlabs,
    Retell,
    Circleback,
    Azure,
    Graph,
    /// Anybody who follows Standard Webhooks, or sends through Svix.
    Standard,
    /// Anybody who signs the body with a shared secret.
    Hmac,
    /// Anybody who sends a shared secret along.
    Token,
}

impl Kind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Kind; 26] = [
        Kind::Zoom,
        Kind::Gong,
        Kind::Fireflies,
        Kind::Fathom,
        Kind::Hubspot,
        Kind::ReadAi,
        Kind::Grain,
        Kind::Avoma,
        Kind::Aircall,
        Kind::Dialpad,
        Kind::Assemblyai,
        Kind::Deepgram,
        Kind::Recall,
        Kind::Granola,
        Kind::Tldv,
        Kind::Github,
        Kind::Twilio,
        Kind::Salesloft,
        Kind::Elevenlabs,
        Kind::Retell,
        Kind::Circleback,
        Kind::Azure,
        Kind::Graph,
        Kind::Standard,
        Kind::Hmac,
        Kind::Token,
    ];

    /// As the config says it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Zoom => "zoom",
            Kind::Gong => "gong",
            Kind::Fireflies => "fireflies",
            Kind::Fathom => "fathom",
            Kind::Hubspot => "hubspot",
            Kind::ReadAi => "read-ai",
            Kind::Grain => "grain",
            Kind::Avoma => "avoma",
            Kind::Aircall => "aircall",
            Kind::Dialpad => "dialpad",
            Kind::Assemblyai => "assemblyai",
            Kind::Deepgram => "deepgram",
            Kind::Recall => "recall",
            Kind::Granola => "granola",
            Kind::Tldv => "tldv",
            Kind::Github => "github",
            Kind::Twilio => "twilio",
            Kind::Salesloft => "salesloft",
            Kind::Elevenlabs => "elevenlabs",
            Kind::Retell => "retell",
            Kind::Circleback => "circleback",
            Kind::Azure => "azure",
            Kind::Graph => "graph",
            Kind::Standard => "standard",
            Kind::Hmac => "hmac",
            Kind::Token => "token",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// With which hash a body is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    Sha256,
    Sha1,
    Sha512,
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    Hex,
    Base64,
}

/// What a timestamp counts, from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Unit {
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "ms")]
    Milliseconds,
}

/// What the config says about one address. Which settings a kind takes is asked when the hook is made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HookConfig {
    pub kind: Kind,
    /// What the vendor signs with, or sends along.
    pub secret: Option<Secret>,
    /// The secret after a rotation: both are good as long as both stand here.
    pub next_secret: Option<Secret>,
    /// The `[pull.NAME]` that fetches what arrives as an id [default: the hook's own name].
    pub pull: Option<String>,
    /// The address as the vendor calls it, where a signature covers it and a proxy changes it.
    pub url: Option<String>,
    /// The header that holds the signature or the token.
    pub header: Option<String>,
    /// What stands in the header before the signature or token, such as `sha256=`.
    pub prefix: Option<String>,
    pub algorithm: Option<Algorithm>,
    pub encoding: Option<Encoding>,
    /// What is signed, such as `{timestamp}.{body}` [default: `{body}`].
    pub signed: Option<String>,
    pub timestamp_header: Option<String>,
    pub timestamp_unit: Option<Unit>,
    /// So many seconds a signed timestamp may lie in the past or future.
    pub window_seconds: Option<u64>,
    /// The header with the delivery's own id.
    pub id_header: Option<String>,
    /// Where in the JSON body the token stands, such as `auth.token`.
    pub field: Option<String>,
    /// The parameter of the address that holds the token.
    pub query: Option<String>,
    /// The user of basic authentication; the secret is the password.
    pub user: Option<String>,
    /// A file with the public key that Gong shows.
    pub public_key: Option<PathBuf>,
    pub next_public_key: Option<PathBuf>,
    /// Whether HubSpot's signatures of versions 1 and 2 are good as well; they have no timestamp.
    #[serde(default)]
    pub older_signatures: bool,
    /// The format of the bodies, where their content does not tell.
    pub format: Option<String>,
    /// Where in the JSON body the id of a call to fetch stands, such as `data.meetingId`.
    pub id_field: Option<String>,
    /// Where in the JSON body the event's name stands, and which events bring a call.
    pub event_field: Option<String>,
    #[serde(default)]
    pub events: Vec<String>,
    /// Larger deliveries are refused [default: 16].
    pub max_mb: Option<u64>,
}

impl HookConfig {
    /// An address of this kind with nothing else said.
    pub fn of(kind: Kind) -> HookConfig {
        HookConfig {
            kind,
            secret: None,
            next_secret: None,
            pull: None,
            url: None,
            header: None,
            prefix: None,
            algorithm: None,
            encoding: None,
            signed: None,
            timestamp_header: None,
            timestamp_unit: None,
            window_seconds: None,
            id_header: None,
            field: None,
            query: None,
            user: None,
            public_key: None,
            next_public_key: None,
            older_signatures: false,
            format: None,
            id_field: None,
            event_field: None,
            events: Vec::new(),
            max_mb: None,
        }
    }

    /// Relative paths are meant from this folder.
    pub fn place_from(&mut self, folder: &Path) {
        for secret in [&mut self.secret, &mut self.next_secret]
            .into_iter()
            .flatten()
        {
            secret.place_from(folder);
        }
        for path in [&mut self.public_key, &mut self.next_public_key]
            .into_iter()
            .flatten()
        {
            *path = folder.join(&*path);
        }
    }
}
