//! How does a message become an e-mail?
//!
//! Through an SMTP server, over TLS; without TLS only to this machine. Nothing of a message can become a header.

use std::net::IpAddr;
use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::Tls as Wire;
use lettre::{SmtpTransport, Transport};

use crate::config::post::{MailConfig, Tls};
use crate::post::escape::html;
use crate::post::retry::Unsent;
use crate::post::{Message, PostError, one_line};

/// How long the server may take for each step.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Characters of a subject.
const SUBJECT: usize = 180;
/// Recipients of one message.
const MOST_TO: usize = 50;
/// The port of SMTP without TLS.
const PLAIN_PORT: u16 = 25;

pub(super) struct Mail {
    transport: SmtpTransport,
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl Mail {
    pub(super) fn of(name: &str, config: &MailConfig) -> Result<Mail, PostError> {
        let wrong = |why: &str| PostError::Config {
            name: name.to_owned(),
            why: why.to_owned(),
        };
        if config.to.is_empty() || config.to.len() > MOST_TO {
            return Err(wrong("`to` must name 1 to 50 addresses"));
        }
        let from = mailbox(&config.from).ok_or_else(|| wrong("`from` is no e-mail address"))?;
        let to: Option<Vec<Mailbox>> = config.to.iter().map(|to| mailbox(to)).collect();
        let to = to.ok_or_else(|| wrong("one of `to` is no e-mail address"))?;
        let transport = transport(name, config)?;
        Ok(Mail {
            transport,
            from,
            to,
        })
    }

    pub(super) fn send(&self, message: &Message) -> Result<(), Unsent> {
        let mail = self.compose(message)?;
        match self.transport.send(&mail) {
            Ok(_) => Ok(()),
            Err(cause) => {
                let why = match cause.status() {
                    Some(code) => format!("the server answered with SMTP status {code}"),
                    None if cause.is_timeout() => "the server did not answer in time".to_owned(),
                    None if cause.is_tls() => "TLS with the server failed".to_owned(),
                    None => "the connection to the server failed".to_owned(),
                };
                if cause.is_permanent() || cause.is_client() || cause.is_tls() {
                    Err(Unsent::Never(why))
                } else {
                    Err(Unsent::Later { after: None, why })
                }
            }
        }
    }

    fn compose(&self, message: &Message) -> Result<lettre::Message, Unsent> {
        let key: String = message
            .key
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .take(100)
            .collect();
        let id = format!("<{key}@{}>", self.from.email.domain());
        let mut builder = lettre::Message::builder()
            .from(self.from.clone())
            .subject(one_line(&message.title, SUBJECT))
            .message_id(Some(id))
            // So that no holiday notice comes back.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        for to in &self.to {
            builder = builder.to(to.clone());
        }
        let page = message.html.clone().unwrap_or_else(|| {
            format!(
                "<pre style=\"white-space: pre-wrap\">{}</pre>",
                html(&message.text)
            )
        });
        builder
            .multipart(MultiPart::alternative_plain_html(
                message.text.clone(),
                page,
            ))
            .map_err(|_| Unsent::Never("the message could not be put together".to_owned()))
    }
}

/// An address; `None` where it is none, or where it hides a second line.
fn mailbox(written: &str) -> Option<Mailbox> {
    let is_safe = !written.chars().any(char::is_control);
    is_safe.then(|| written.parse().ok()).flatten()
}

fn transport(name: &str, config: &MailConfig) -> Result<SmtpTransport, PostError> {
    let wrong = |why: &str| PostError::Config {
        name: name.to_owned(),
        why: why.to_owned(),
    };
    let server = config.server.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if server.is_empty() || !server.chars().all(is_name) {
        return Err(wrong("`server` is no host name"));
    }
    let built = match config.tls {
        Tls::Start => SmtpTransport::starttls_relay(server),
        Tls::Full => SmtpTransport::relay(server),
        Tls::None if is_this_machine(server) => Ok(SmtpTransport::builder_dangerous(server)
            .port(PLAIN_PORT)
            .tls(Wire::None)),
        Tls::None => {
            return Err(wrong(
                "tls = \"none\" is for a server on this machine only; use \"start\" or \"full\"",
            ));
        }
    };
    let mut builder = built
        .map_err(|_| wrong("its server's name cannot stand in a certificate"))?
        .timeout(Some(TIMEOUT));
    if let Some(port) = config.port {
        builder = builder.port(port);
    }
    builder = match (&config.user, &config.password) {
        (Some(user), Some(password)) => {
            let password = password.read().map_err(|cause| PostError::Secret {
                name: name.to_owned(),
                cause,
            })?;
            let secret = password.text().to_owned();
            builder.credentials(Credentials::new(user.clone(), secret))
        }
        (None, None) => builder,
        _ => return Err(wrong("`user` and `password` belong together")),
    };
    Ok(builder.build())
}

fn is_this_machine(server: &str) -> bool {
    server == "localhost"
        || server
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
