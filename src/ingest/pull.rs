//! Which calls does a vendor have, and what was said in them?
//!
//! One file for each vendor, with where its API is documented and how sure we are of it. A [`Puller`] lists page by page
//! from a [`Cursor`] on and fetches single calls; it keeps nothing itself. Everything that it is told is treated as
//! hostile: answers are bounded, addresses in them are followed to the vendor's own hosts alone, and what is handed on
//! is what came.
//!
//! It waits for the network, so it is for plain threads (see [`crate::net`]).

mod api;
mod courier;
pub mod cursor;
mod error;
mod json;
mod login;
pub mod pace;
mod settings;
mod stages;
mod table;

mod fathom;
mod fireflies;
mod generic;
mod gong;
mod grain;
mod granola;
mod hubspot;
mod salesforce;
mod salesloft;
mod zoom;

use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::config::pull::{PullConfig, PullKind};
use crate::ingest::hooks::errand::{Errand, What};
use crate::text::hex::hex;

use self::api::Api;
use self::cursor::{Cursor, Next, Window};
use self::pace::Clock;

pub use self::error::PullError;
pub use self::settings::start;

/// What was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    pub bytes: Vec<u8>,
    /// The slug of its format; `deals` for a table of deals; nothing where its content tells.
    pub format: Option<&'static str>,
    /// `zoom:UUID`, perhaps with `/` and a file name that tells the start; never somebody's name.
    pub place: String,
}

/// The format of a table of deals, beside those of calls.
pub const DEALS: &str = "deals";

/// Why something was not fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfetched {
    /// The vendor is not done with it.
    NotReady { after: Duration },
    /// It did not work this time.
    Later { after: Duration, why: String },
    /// It will not work.
    Never { why: String },
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub calls: Vec<Listed>,
    /// A table that the import of deals reads.
    pub deals: Option<Fetched>,
    /// Entries that hold no words and never will, as far as anybody can tell.
    pub n_wordless: u64,
    /// How far the list is read once the page is safe.
    pub cursor: Cursor,
    /// Nothing more is to be listed now.
    pub is_last: bool,
}

/// A call in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    /// RFC 3339, as the vendor writes it.
    pub started_at: Option<String>,
    /// Another one where the vendor has something new to say.
    pub version: String,
    pub what: Found,
}

/// What a list has of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Whole(Fetched),
    ToFetch(Errand),
    NotReady { errand: Errand, after: Duration },
}

/// When a transcript that is not there is looked for again.
const NOT_READY: Duration = Duration::from_secs(30 * 60);

/// What a vendor's file gives for a page.
#[derive(Default)]
struct Batch {
    calls: Vec<Listed>,
    /// A CSV.
    deals: Option<Vec<u8>>,
    n_wordless: u64,
    /// Nothing where the stretch of time is listed to its end.
    next: Option<Next>,
}

/// One source of calls, ready to be asked.
pub struct Puller {
    kind: PullKind,
    config: PullConfig,
    api: Api,
}

impl Puller {
    /// Opens `[pull.NAME]`: reads its secrets, and refuses what is missing or makes no sense.
    pub fn of(name: &str, config: &PullConfig) -> Result<Puller, PullError> {
        Ok(Puller {
            kind: config.kind,
            api: settings::api(name, config)?,
            config: config.clone(),
        })
    }

    /// The same with a clock of one's own.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Puller {
        let api = Api {
            courier: self.api.courier.with_clock(clock),
            ..self.api
        };
        Puller { api, ..self }
    }

    /// NAME of `[pull.NAME]`.
    pub fn name(&self) -> &str {
        &self.api.courier.name
    }

    /// Whose API it is.
    pub fn kind(&self) -> PullKind {
        self.kind
    }

    /// Lists the page at a cursor. An error leaves the cursor where it was.
    pub fn window(&self, cursor: &Cursor, now: Timestamp) -> Result<Page, PullError> {
        self.api.courier.remember(cursor.spent);
        let since = settings::since(self.config.since.as_deref(), now);
        let window = Window::of(cursor, since, now, self.days());
        let batch = match self.kind {
            PullKind::Gong => gong::page(self, &window),
            PullKind::Fireflies => fireflies::page(self, &window),
            PullKind::Zoom => zoom::page(self, &window, now),
            PullKind::Fathom => fathom::page(self, &window),
            PullKind::Grain => grain::page(self, &window),
            PullKind::Granola => granola::page(self, &window),
            PullKind::Hubspot => hubspot::page(self, &window),
            PullKind::Salesforce => salesforce::page(self, &window),
            PullKind::Salesloft => salesloft::page(self, &window),
            PullKind::Json => generic::page(self, &window),
        }?;
        let (mut cursor, is_last) = window.after(cursor, batch.next, now);
        cursor.spent = self.api.courier.spent();
        Ok(Page {
            calls: batch.calls,
            deals: batch.deals.map(|bytes| self.deals(bytes)),
            n_wordless: batch.n_wordless,
            cursor,
            is_last,
        })
    }

    /// A cursor with what was spent today, for a run that ends in an error.
    pub fn spent(&self, cursor: &Cursor) -> Cursor {
        Cursor {
            spent: self.api.courier.spent(),
            ..cursor.clone()
        }
    }

    /// Fetches one thing.
    pub fn fetch(&self, errand: &Errand) -> Result<Fetched, Unfetched> {
        if matches!(errand.id.as_str(), "" | "." | "..") {
            // In an address these lead elsewhere, however they are encoded.
            let why = "what it names as an id is none".to_owned();
            return Err(Unfetched::Never { why });
        }
        let fetched = match (self.kind, errand.what) {
            (PullKind::Hubspot, What::Deal) => hubspot::fetch_deal(self, errand),
            (PullKind::Salesforce, What::Deal) => salesforce::fetch_deal(self, errand),
            (PullKind::Gong, What::Transcript) => gong::fetch(self, errand),
            (PullKind::Fireflies, What::Transcript) => fireflies::fetch(self, errand),
            (PullKind::Zoom, What::Transcript) => zoom::fetch(self, errand),
            (PullKind::Fathom, What::Transcript) => fathom::fetch(self, errand),
            (PullKind::Grain, What::Transcript) => grain::fetch(self, errand),
            (PullKind::Granola, What::Transcript) => granola::fetch(self, errand),
            (PullKind::Hubspot, What::Transcript) => hubspot::fetch(self, errand),
            (PullKind::Salesloft, What::Transcript) => salesloft::fetch(self, errand),
            (PullKind::Json, What::Transcript) => generic::fetch(self, errand),
            (_, what) => {
                let why = format!(
                    "[pull.{}] is of a kind that has no {}",
                    self.name(),
                    what.name()
                );
                return Err(Unfetched::Never { why });
            }
        };
        match fetched {
            Ok(Some(fetched)) => Ok(fetched),
            Ok(None) => Err(Unfetched::NotReady { after: NOT_READY }),
            Err(error) => Err(error.into()),
        }
    }

    /// Days that are listed in one stretch.
    fn days(&self) -> u32 {
        match self.kind {
            PullKind::Gong
            | PullKind::Fathom
            | PullKind::Grain
            | PullKind::Granola
            | PullKind::Salesloft
            | PullKind::Fireflies => 30,
            // A month at most, both days counted.
            PullKind::Zoom => 27,
            PullKind::Hubspot | PullKind::Salesforce => 90,
            PullKind::Json => self.config.api.as_ref().map_or(30, |api| api.days),
        }
    }

    fn errand(&self, id: &str) -> Errand {
        Errand::transcript(self.kind.name(), self.name(), id.to_owned())
    }

    /// A call that is here already.
    fn whole(
        &self,
        id: String,
        started_at: Option<String>,
        bytes: Vec<u8>,
        place: String,
    ) -> Listed {
        let format = self.format();
        Listed {
            version: version(&bytes),
            id,
            started_at,
            what: Found::Whole(Fetched {
                bytes,
                format,
                place,
            }),
        }
    }

    /// A call whose transcript is to be fetched.
    fn to_fetch(&self, id: String, started_at: Option<String>, version: String) -> Listed {
        Listed {
            what: Found::ToFetch(self.errand(&id)),
            id,
            started_at,
            version,
        }
    }

    /// A call whose transcript is to be looked for again.
    fn not_ready(&self, id: String, started_at: Option<String>) -> Listed {
        Listed {
            what: Found::NotReady {
                errand: self.errand(&id),
                after: NOT_READY,
            },
            id,
            started_at,
            version: "waiting".to_owned(),
        }
    }

    /// The format in which this source gives calls.
    fn format(&self) -> Option<&'static str> {
        match self.kind {
            PullKind::Gong => Some("gong"),
            PullKind::Fireflies => Some("fireflies"),
            PullKind::Zoom => Some("zoom-vtt"),
            PullKind::Fathom => Some("fathom"),
            PullKind::Grain => Some("grain"),
            PullKind::Granola => Some("granola"),
            PullKind::Hubspot => Some("hubspot"),
            PullKind::Salesforce => None,
            PullKind::Salesloft => Some("salesloft"),
            PullKind::Json => {
                let format = self
                    .config
                    .api
                    .as_ref()
                    .and_then(|api| api.format.as_deref());
                let format = format.and_then(crate::ingest::format::Format::named);
                format.map(crate::ingest::format::Format::name)
            }
        }
    }

    fn deals(&self, bytes: Vec<u8>) -> Fetched {
        Fetched {
            bytes,
            format: Some(DEALS),
            place: format!("{}:deals", self.kind.name()),
        }
    }

    fn fetched(&self, bytes: Vec<u8>, place: String) -> Fetched {
        Fetched {
            bytes,
            format: self.format(),
            place,
        }
    }

    /// Where a call came from. With a start it ends in a file name that tells it, as Zoom would name the file: some
    /// formats know no dates.
    fn place(&self, id: &str, started_at: Option<&str>, ending: &str) -> String {
        let id: String = id
            .chars()
            .map(|c| if c.is_ascii_graphic() { c } else { '?' })
            .collect();
        let vendor = match self.kind {
            PullKind::Json => self.name(),
            kind => kind.name(),
        };
        let started_at = started_at.and_then(|moment| moment.parse::<Timestamp>().ok());
        match started_at {
            Some(moment) => {
                let stamp = moment.strftime("%Y%m%d-%H%M%S");
                format!("{vendor}:{id}/GMT{stamp}_Recording.{ending}")
            }
            None => format!("{vendor}:{id}"),
        }
    }
}

/// Tells one content from another.
fn version(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}
