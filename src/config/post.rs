//! Where may messages go, and how is each place reached?

use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::config::secret::Secret;

/// A place that messages may go to: `[post.NAME]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum PostConfig {
    Slack(SlackConfig),
    Webhook(WebhookConfig),
    Mail(MailConfig),
}

/// `kind = "slack"`: an incoming webhook of Slack, or of one who takes the same JSON (Mattermost, Rocket.Chat).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlackConfig {
    /// Whoever knows it may post: it is best written as `{ env = "NAME" }` or `{ file = "PATH" }`.
    pub url: Address,
    /// Whether the address may be one of this machine or this network, and then without TLS.
    #[serde(default)]
    pub allow_private: bool,
}

/// `kind = "webhook"`: JSON with the signature of Standard Webhooks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    pub url: Address,
    /// `whsec_` and base64, or any text; 24 bytes or more.
    pub secret: Secret,
    #[serde(default)]
    pub allow_private: bool,
}

/// `kind = "mail"`: e-mail through an SMTP server.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The server's name, without a port.
    pub server: String,
    /// 587 with `tls = "start"`, 465 with `"full"`, 25 with `"none"`, unless it says otherwise.
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: Tls,
    pub user: Option<String>,
    pub password: Option<Secret>,
    /// `someone@example.org` or `Name <someone@example.org>`.
    pub from: String,
    pub to: Vec<String>,
}

/// How a connection to an SMTP server is kept from others' eyes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// STARTTLS, or nothing is sent.
    #[default]
    Start,
    /// TLS from the first byte.
    Full,
    /// None: to this machine only.
    None,
}

/// A URL, which may be a secret by itself.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Address {
    Plain(String),
    Hidden(Secret),
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

impl fmt::Debug for MailConfig {
    /// Addresses are people's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailConfig")
            .field("server", &self.server)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("n_to", &self.to.len())
            .finish_non_exhaustive()
    }
}

impl PostConfig {
    /// Relative paths of secrets are meant from this folder.
    pub fn place_from(&mut self, folder: &Path) {
        let secrets = match self {
            PostConfig::Slack(slack) => [hidden(&mut slack.url), None],
            PostConfig::Webhook(webhook) => [hidden(&mut webhook.url), Some(&mut webhook.secret)],
            PostConfig::Mail(mail) => [mail.password.as_mut(), None],
        };
        for secret in secrets.into_iter().flatten() {
            secret.place_from(folder);
        }
    }
}

fn hidden(address: &mut Address) -> Option<&mut Secret> {
    match address {
        Address::Plain(_) => None,
        Address::Hidden(secret) => Some(secret),
    }
}
