//! How does a message reach people and programs outside?
//!
//! A place is configured as `[post.NAME]`: an incoming webhook of Slack's kind, a signed JSON webhook, or e-mail. What is
//! sent again after trouble carries the same id, so that whoever got it twice can tell. No error names an address, a URL
//! or a word of the message.

mod escape;
mod mail;
mod retry;
mod slack;
pub mod webhook;

use jiff::Timestamp;
use serde_json::Value;

use crate::config::post::{Address, PostConfig, SlackConfig};
use crate::config::secret::{Hidden, SecretError};
use crate::net::{Client, NetError, Reach};

use self::mail::Mail;
use self::retry::patiently;
use self::slack::Slack;
use self::webhook::Webhook;

pub use self::retry::Patience;

/// What is to be told.
#[derive(Debug, Clone)]
pub struct Message {
    /// The same whenever the same message is sent: letters, digits, `-` and `_`.
    pub key: String,
    /// What it is, for programs: `nightly.report`, `watch.hit`, …
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// Plain text, or Markdown that reads well as plain text.
    pub text: String,
    /// The same for e-mail; without it the text is shown as it stands.
    pub html: Option<String>,
    /// The same for programs.
    pub data: Value,
}

/// Why a message did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    #[error("cannot use [post.{name}]: {why}; correct it in the config")]
    Config { name: String, why: String },
    #[error("cannot use [post.{name}]: {cause}")]
    Secret { name: String, cause: SecretError },
    #[error("cannot use [post.{name}]: {cause}")]
    Net { name: String, cause: NetError },
    #[error(
        "[post.{name}] refused the message: {why}; check its url or its server, secret and rights"
    )]
    Refused { name: String, why: String },
    #[error(
        "[post.{name}] could not be reached (tries: {n_tries}): {why}; the next run tries again"
    )]
    Unreached {
        name: String,
        n_tries: u32,
        why: String,
    },
}

/// A place that messages go to, its secrets read.
pub struct Post {
    name: String,
    way: Way,
    patience: Patience,
}

enum Way {
    Slack(Slack),
    Webhook(Webhook),
    Mail(Box<Mail>),
}

impl Post {
    /// Reads the secrets of a configured place; nothing is sent yet.
    pub fn of(name: &str, config: &PostConfig) -> Result<Post, PostError> {
        let way = match config {
            PostConfig::Slack(slack) => Way::Slack(Slack::of(name, slack)?),
            PostConfig::Webhook(webhook) => Way::Webhook(Webhook::of(name, webhook)?),
            PostConfig::Mail(mail) => Way::Mail(Box::new(Mail::of(name, mail)?)),
        };
        Ok(Post {
            name: name.to_owned(),
            way,
            patience: Patience::default(),
        })
    }

    /// A Slack-compatible webhook that nobody configured, by its URL.
    pub fn at_url(url: &str) -> Result<Post, PostError> {
        let config = PostConfig::Slack(SlackConfig {
            url: Address::Plain(url.to_owned()),
            allow_private: false,
        });
        Post::of("url", &config)
    }

    /// The same place, waited for otherwise.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Post {
        self.patience = patience;
        self
    }

    /// The name in the config.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sends a message, and again after passing trouble; waits between the tries.
    pub fn send(&self, message: &Message) -> Result<(), PostError> {
        patiently(&self.name, self.patience, || match &self.way {
            Way::Slack(slack) => slack.send(message),
            Way::Webhook(webhook) => webhook.send(message, Timestamp::now()),
            Way::Mail(mail) => mail.send(message),
        })
    }
}

/// A URL, wherever it is written down.
enum Url {
    Plain(String),
    Hidden(Hidden),
}

impl Url {
    fn of(name: &str, address: &Address) -> Result<Url, PostError> {
        match address {
            Address::Plain(url) => Ok(Url::Plain(url.clone())),
            Address::Hidden(secret) => {
                let read = secret.read().map_err(|cause| PostError::Secret {
                    name: name.to_owned(),
                    cause,
                })?;
                Ok(Url::Hidden(read))
            }
        }
    }

    fn text(&self) -> &str {
        match self {
            Url::Plain(url) => url.trim(),
            Url::Hidden(hidden) => hidden.text().trim(),
        }
    }
}

/// A client for small answers.
fn client(name: &str, allow_private: bool) -> Result<Client, PostError> {
    let reach = Reach {
        allow_private,
        timeout: std::time::Duration::from_secs(20),
        most_bytes: 64 << 10,
        ..Reach::default()
    };
    Client::new(reach).map_err(|cause| PostError::Net {
        name: name.to_owned(),
        cause,
    })
}

/// One line without control characters, of at most so many characters.
fn one_line(text: &str, most: usize) -> String {
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line: String = clean.clone().take(most).collect();
    if clean.count() > most {
        line.pop();
        line.push('…');
    }
    line
}
