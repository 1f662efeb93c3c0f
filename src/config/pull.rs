//! From which vendors does the operator want calls fetched?
//!
//! ```toml
//! [pull.gong]
//! kind = "gong"
//! access_key = "GONGKEY"
//! access_key_secret = { env = "GONG_SECRET" }
//! since = "90d"
//! ```
//! Which settings a kind needs is said by whoever opens it, with the name of what is missing.

use std::path::Path;

use serde::Deserialize;

use crate::config::secret::Secret;

/// Whose API it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PullKind {
    Gong,
    Fireflies,
    Zoom,
    Fathom,
    Grain,
    Granola,
    Hubspot,
    Salesforce,
    Salesloft,
    /// Any API that lists calls as JSON, described in `[pull.NAME.api]`.
    Json,
}

impl PullKind {
    /// As it is written in the config and in keys.
    pub fn name(self) -> &'static str {
        match self {
            PullKind::Gong => "gong",
            PullKind::Fireflies => "fireflies",
            PullKind::Zoom => "zoom",
            PullKind::Fathom => "fathom",
            PullKind::Grain => "grain",
            PullKind::Granola => "granola",
            PullKind::Hubspot => "hubspot",
            PullKind::Salesforce => "salesforce",
            PullKind::Salesloft => "salesloft",
            PullKind::Json => "json",
        }
    }
}

/// One source of calls or deals.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PullConfig {
    pub kind: PullKind,
    /// Where its API answers; the vendor's own address where nothing is said.
    pub base_url: Option<String>,
    /// Where tokens are given out (Zoom, Salesforce).
    pub login_url: Option<String>,
    /// Zoom: the account.
    pub account_id: Option<String>,
    /// The public half of a pair of credentials.
    #[serde(alias = "access_key", alias = "user")]
    pub client_id: Option<String>,
    /// The secret half.
    #[serde(alias = "access_key_secret", alias = "password")]
    pub client_secret: Option<Secret>,
    /// A token or key that is all by itself.
    #[serde(alias = "api_key")]
    pub token: Option<Secret>,
    /// What is fetched the first time: a day (`2026-01-31`) or so many days back (`90d`).
    pub since: Option<String>,
    /// Addresses of private networks may be asked, and by `http://`.
    #[serde(default)]
    pub allow_private: bool,
    /// Hosts to which redirects may lead, besides those that the vendor is known to use.
    #[serde(default)]
    pub redirects_to: Vec<String>,
    /// Entries in a page of a list.
    pub page_size: Option<u32>,
    /// Requests a second.
    pub rate: Option<f64>,
    /// Requests a day.
    pub per_day: Option<u32>,
    /// Zoom: whose recordings, by id or e-mail address; everybody's where nothing is said.
    #[serde(default)]
    pub users: Vec<String>,
    /// HubSpot: `calls`, `deals`; both where nothing is said.
    #[serde(default)]
    pub what: Vec<String>,
    /// Salesforce: more fields of an opportunity, such as `Loss_Reason__c`.
    #[serde(default)]
    pub fields: Vec<String>,
    /// `json`: what the API looks like.
    pub api: Option<JsonApi>,
}

impl PullConfig {
    /// Relative paths of secrets are meant from this folder.
    pub fn place_from(&mut self, folder: &Path) {
        for secret in [&mut self.client_secret, &mut self.token]
            .into_iter()
            .flatten()
        {
            secret.place_from(folder);
        }
    }
}

/// How a list's next page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paging {
    /// The whole list comes at once.
    #[default]
    None,
    /// `{cursor}` is what stands at `next`.
    Cursor,
    /// `{page}` counts from `first_page` until a page is empty.
    Page,
    /// The next page's address stands at `next`.
    Link,
}

/// What an API that lists calls as JSON looks like. Paths are keys and numbers with dots between them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonApi {
    /// The address of the list, below `base_url`: `/calls?from={since}&to={until}&page={page}`. May hold `{since}` and
    /// `{until}` (moments), `{since_day}` and `{until_day}`, `{since_s}` and `{until_s}` (seconds since 1970),
    /// `{cursor}`, `{page}` and `{limit}`.
    pub list: String,
    /// Where the calls stand in a page; the page itself where nothing is said.
    #[serde(default)]
    pub items: String,
    /// Where a call's id stands in it.
    #[serde(default = "usual_id")]
    pub id: String,
    /// Where its start stands.
    pub started_at: Option<String>,
    /// Where something stands that changes with the call.
    pub version: Option<String>,
    /// Where a flag or a word stands that says whether the transcript is there, and …
    pub ready: Option<String>,
    /// … which words say yes; `true` where nothing is said.
    #[serde(default)]
    pub ready_words: Vec<String>,
    /// The address of a call's transcript, below `base_url`: `/calls/{id}/transcript`. The entry of the list itself is
    /// the transcript where nothing is said.
    pub transcript: Option<String>,
    /// Where the address of a call's transcript stands in it, at the same host.
    pub transcript_at: Option<String>,
    #[serde(default)]
    pub paging: Paging,
    /// Where the next cursor or address stands in a page.
    #[serde(default)]
    pub next: String,
    #[serde(default = "usual_first_page")]
    pub first_page: u32,
    /// As `verbatim formats` lists them; found out where nothing is said.
    pub format: Option<String>,
    /// The header that holds the token; `Authorization: Bearer …` where nothing is said.
    pub header: Option<String>,
    /// Days that are asked for at once.
    #[serde(default = "usual_days")]
    pub days: u32,
}

fn usual_id() -> String {
    "id".to_owned()
}

fn usual_first_page() -> u32 {
    1
}

fn usual_days() -> u32 {
    30
}
