//! Do the settings of an address make sense for its kind?
//!
//! A setting that a kind does not look at is refused: whoever wrote it believes that it protects her.

use crate::config::hooks::{HookConfig, Kind};
use crate::ingest::format::Format;

/// Settings that decide what a delivery means, for kinds that are for anybody.
const MEANING: &[&str] = &["format", "id_field", "event_field", "events"];

/// Refuses settings that the kind does not look at, and values that cannot be meant.
pub(super) fn fitting(config: &HookConfig) -> Result<(), String> {
    let kind = config.kind.name();
    let allowed = allowed(config.kind);
    for setting in written(config) {
        let is_general =
            setting == "query" || (MEANING.contains(&setting) && is_for_anybody(config.kind));
        if !allowed.contains(&setting) && !is_general {
            return Err(format!(
                "`{setting}` means nothing for {kind}; take it out, or use kind = \"hmac\", \"token\" or \"standard\""
            ));
        }
    }
    if config.query.is_some() && !may_have_token_in_address(config.kind) {
        return Err(format!(
            "{kind} signs its deliveries, so `query` is not needed; take it out"
        ));
    }
    if let Some(format) = &config.format
        && Format::named(format).is_none()
    {
        return Err(format!(
            "there is no format {format:?}; `verbatim formats` shows those there are"
        ));
    }
    if config
        .window_seconds
        .is_some_and(|n| !(1..=86_400).contains(&n))
    {
        return Err("window_seconds lies between 1 and 86400; 300 is usual".to_owned());
    }
    if config.max_mb.is_some_and(|n| !(1..=256).contains(&n)) {
        return Err("max_mb lies between 1 and 256; 16 is usual".to_owned());
    }
    if config.event_field.is_some() == config.events.is_empty() {
        return Err(
            "`event_field` and `events` belong together: where the name stands, and which bring a call"
                .to_owned(),
        );
    }
    Ok(())
}

/// Kinds whose signature has to be switched on, or that have none: a token in the address serves instead.
fn may_have_token_in_address(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Token
            | Kind::Gong
            | Kind::Fireflies
            | Kind::ReadAi
            | Kind::Grain
            | Kind::Avoma
            | Kind::Assemblyai
            | Kind::Deepgram
            | Kind::Tldv
            | Kind::Circleback
            | Kind::Salesloft
    )
}

fn is_for_anybody(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Standard | Kind::Hmac | Kind::Token | Kind::Github
    )
}

fn allowed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Hmac => &[
            "header",
            "prefix",
            "algorithm",
            "encoding",
            "signed",
            "timestamp_header",
            "timestamp_unit",
            "window_seconds",
            "id_header",
            "url",
        ],
        Kind::Token => &["header", "prefix", "field", "query", "user", "id_header"],
        Kind::Assemblyai | Kind::Tldv => &["header", "prefix"],
        Kind::Deepgram => &["header", "user"],
        Kind::Gong => &["public_key", "next_public_key", "url"],
        Kind::Hubspot => &["url", "window_seconds", "older_signatures"],
        Kind::Twilio => &["url"],
        Kind::Azure => &["encoding"],
        Kind::Zoom
        | Kind::Standard
        | Kind::Fathom
        | Kind::Recall
        | Kind::Granola
        | Kind::Elevenlabs
        | Kind::Retell => &["window_seconds"],
        _ => &[],
    }
}

/// The names of the settings that are written, without those that every kind has.
fn written(config: &HookConfig) -> Vec<&'static str> {
    let all = [
        ("url", config.url.is_some()),
        ("header", config.header.is_some()),
        ("prefix", config.prefix.is_some()),
        ("algorithm", config.algorithm.is_some()),
        ("encoding", config.encoding.is_some()),
        ("signed", config.signed.is_some()),
        ("timestamp_header", config.timestamp_header.is_some()),
        ("timestamp_unit", config.timestamp_unit.is_some()),
        ("window_seconds", config.window_seconds.is_some()),
        ("id_header", config.id_header.is_some()),
        ("field", config.field.is_some()),
        ("query", config.query.is_some()),
        ("user", config.user.is_some()),
        ("public_key", config.public_key.is_some()),
        ("next_public_key", config.next_public_key.is_some()),
        ("older_signatures", config.older_signatures),
        ("format", config.format.is_some()),
        ("id_field", config.id_field.is_some()),
        ("event_field", config.event_field.is_some()),
        ("events", !config.events.is_empty()),
    ];
    let written = all.into_iter().filter(|(_, is_written)| *is_written);
    written.map(|(name, _)| name).collect()
}
