//! How does each vendor prove that a delivery is its own?
//!
//! One file for each way of proving; vendors who sign alike differ in a few words only, which stand in `preset`.

pub(super) mod challenge;
pub(super) mod dialpad;
pub(super) mod gong;
pub(super) mod graph;
pub(super) mod hmac;
pub(super) mod hubspot;
pub(super) mod preset;
pub(super) mod standard;
pub(super) mod template;
pub(super) mod token;
pub(super) mod twilio;

use crate::config::hooks::{HookConfig, Kind};

use super::keys::{Keys, Secrets, Which};
use super::{Arrived, Refused};

/// The way of proving that an address asks for.
pub(super) enum Scheme {
    Hmac(hmac::Signed),
    Token(token::Token),
    Standard(standard::Standard),
    Hubspot(hubspot::Hubspot),
    Gong(gong::Gong),
    Dialpad(dialpad::Dialpad),
    Twilio(twilio::Twilio),
    Graph(graph::Graph),
}

impl Scheme {
    /// The kind's way, with its keys.
    pub(super) fn of(config: &HookConfig, secrets: Secrets) -> Result<Scheme, String> {
        if config.kind == Kind::Gong {
            return gong::Gong::of(config, &secrets).map(Scheme::Gong);
        }
        if let Some(name) = &config.query {
            return token::Token::in_address(config, name, &secrets).map(Scheme::Token);
        }
        Ok(match config.kind {
            Kind::Token
            | Kind::Grain
            | Kind::Aircall
            | Kind::Assemblyai
            | Kind::Deepgram
            | Kind::Tldv => Scheme::Token(token::Token::of(config, &secrets)?),
            Kind::Standard | Kind::Fathom | Kind::Recall | Kind::Granola => {
                Scheme::Standard(standard::Standard::of(config, &secrets)?)
            }
            Kind::Hubspot => Scheme::Hubspot(hubspot::Hubspot::of(config, &secrets)?),
            Kind::Dialpad => Scheme::Dialpad(dialpad::Dialpad::of(config, &secrets)?),
            Kind::Twilio => Scheme::Twilio(twilio::Twilio::of(config, &secrets)?),
            Kind::Graph => Scheme::Graph(graph::Graph::of(config, &secrets)?),
            _ => Scheme::Hmac(hmac::Signed::of(config, preset::of(config)?, &secrets)?),
        })
    }

    /// Which secret proves the delivery, or why none does.
    pub(super) fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        match self {
            Scheme::Hmac(scheme) => scheme.check(arrived),
            Scheme::Token(scheme) => scheme.check(arrived),
            Scheme::Standard(scheme) => scheme.check(arrived),
            Scheme::Hubspot(scheme) => scheme.check(arrived),
            Scheme::Gong(scheme) => scheme.check(arrived),
            Scheme::Dialpad(scheme) => scheme.check(arrived),
            Scheme::Twilio(scheme) => scheme.check(arrived),
            Scheme::Graph(scheme) => scheme.check(arrived),
        }
    }

    /// The keys of the way; Gong's public keys are none that could sign.
    pub(super) fn keys(&self) -> Option<&Keys> {
        match self {
            Scheme::Hmac(scheme) => Some(&scheme.keys),
            Scheme::Token(scheme) => Some(&scheme.keys),
            Scheme::Standard(scheme) => Some(&scheme.keys),
            Scheme::Hubspot(scheme) => Some(&scheme.keys),
            Scheme::Gong(scheme) => scheme.token.as_ref().map(|token| &token.keys),
            Scheme::Dialpad(scheme) => Some(&scheme.keys),
            Scheme::Twilio(scheme) => Some(&scheme.keys),
            Scheme::Graph(scheme) => Some(&scheme.keys),
        }
    }
}
