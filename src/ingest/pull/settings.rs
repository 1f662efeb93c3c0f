//! What does a source need, and what does it get where the config is silent?

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::config::pull::{JsonApi, PullConfig, PullKind};
use crate::config::secret::{Hidden, Secret};
use crate::ingest::format::Format;
use crate::net::{Client, Reach, Request};

use super::api::{Api, encoded};
use super::courier::Courier;
use super::error::PullError;
use super::login::{Login, Renewed};

/// Larger answers are no page of a list and no transcript.
const MOST_BYTES: u64 = 64 << 20;
/// What is fetched the first time.
const USUAL_DAYS: i64 = 30;

/// What a kind is known to do.
struct Habits {
    base: Option<&'static str>,
    login: Option<&'static str>,
    /// Requests a second.
    rate: f64,
    per_day: Option<u32>,
    redirects_to: &'static [&'static str],
    headers: &'static [(&'static str, &'static str)],
}

const QUIET: Habits = Habits {
    base: None,
    login: None,
    rate: 2.0,
    per_day: None,
    redirects_to: &[],
    headers: &[],
};

fn habits(kind: PullKind) -> Habits {
    match kind {
        PullKind::Gong => Habits {
            base: Some("https://api.gong.io"),
            // Three are allowed.
            rate: 2.5,
            per_day: Some(9_500),
            ..QUIET
        },
        PullKind::Fireflies => Habits {
            base: Some("https://api.fireflies.ai"),
            rate: 0.9,
            // The smallest plan's; larger ones say so in the config.
            per_day: Some(50),
            ..QUIET
        },
        PullKind::Zoom => Habits {
            base: Some("https://api.zoom.us"),
            login: Some("https://zoom.us"),
            rate: 8.0,
            redirects_to: &["zoom.us", "*.zoom.us"],
            ..QUIET
        },
        PullKind::Fathom => Habits {
            base: Some("https://api.fathom.ai/external/v1"),
            rate: 0.9,
            ..QUIET
        },
        PullKind::Grain => Habits {
            base: Some("https://api.grain.com/_/public-api/v2"),
            headers: &[("public-api-version", "2025-10-31")],
            ..QUIET
        },
        PullKind::Granola => Habits {
            base: Some("https://public-api.granola.ai"),
            // Five are allowed.
            rate: 4.0,
            ..QUIET
        },
        PullKind::Hubspot => Habits {
            base: Some("https://api.hubapi.com"),
            rate: 4.0,
            ..QUIET
        },
        PullKind::Salesforce => Habits { rate: 5.0, ..QUIET },
        PullKind::Salesloft => Habits {
            base: Some("https://api.salesloft.com"),
            ..QUIET
        },
        PullKind::Json => QUIET,
    }
}

/// The API of a source.
pub(super) fn api(name: &str, config: &PullConfig) -> Result<Api, PullError> {
    let wrong = |what: String| PullError::Config {
        source_name: name.to_owned(),
        what,
    };
    if !is_name(name) {
        let what = "a name has up to 64 of the characters a to z, 0 to 9 and `-`";
        return Err(wrong(what.to_owned()));
    }
    check(config).map_err(wrong)?;
    let habits = habits(config.kind);
    let base = config.base_url.as_deref().or(habits.base);
    let base = base.ok_or_else(|| {
        wrong("`base_url` is missing: write where its API answers, such as \"https://mycompany.my.salesforce.com\"".to_owned())
    })?;
    let base = base.trim_end_matches('/').to_owned();
    let login = login(config, &habits, &base).map_err(wrong)?;
    let redirects = habits.redirects_to.iter().map(|host| (*host).to_owned());
    let reach = Reach {
        allow_private: config.allow_private,
        redirects_to: redirects
            .chain(config.redirects_to.iter().cloned())
            .collect(),
        most_bytes: MOST_BYTES,
        timeout: std::time::Duration::from_secs(60),
    };
    let client = Client::new(reach).map_err(|cause| PullError::Net {
        source_name: name.to_owned(),
        cause,
    })?;
    let rate = config.rate.unwrap_or(habits.rate);
    let per_day = config.per_day.or(habits.per_day);
    Ok(Api {
        base,
        login,
        courier: Courier::new(name, client, rate, per_day),
        headers: habits.headers,
    })
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(fits)
}

/// What makes no sense, whatever the credentials.
fn check(config: &PullConfig) -> Result<(), String> {
    if let Some(since) = &config.since
        && start(since, Timestamp::UNIX_EPOCH).is_none()
    {
        return Err("`since` is no day; write it like \"2026-01-31\" or \"90d\"".to_owned());
    }
    let is_field = |name: &String| {
        name.len() <= 80
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
    };
    if !config.fields.iter().all(is_field) {
        return Err(
            "`fields` holds something that is no API name of a field, such as Loss_Reason__c"
                .to_owned(),
        );
    }
    let is_part = |what: &String| matches!(what.as_str(), "calls" | "deals");
    if !config.what.iter().all(is_part) {
        return Err("`what` may hold \"calls\" and \"deals\"".to_owned());
    }
    match (config.kind, &config.api) {
        (PullKind::Json, Some(api)) => check_api(api),
        (PullKind::Json, None) => Err(
            "[pull.NAME.api] is missing: write `list = \"/calls?from={since}\"` there and where things stand".to_owned(),
        ),
        (_, Some(_)) => Err("`api` is for kind = \"json\" alone".to_owned()),
        (_, None) => Ok(()),
    }
}

fn check_api(api: &JsonApi) -> Result<(), String> {
    let format = api.format.as_deref();
    if format.is_some_and(|format| Format::named(format).is_none()) {
        return Err("`format` is none that `verbatim formats` lists".to_owned());
    }
    if !api.list.starts_with('/') && !api.list.starts_with('?') {
        return Err("`list` begins with a slash: it is meant below `base_url`".to_owned());
    }
    if api.transcript.is_some() && api.transcript_at.is_some() {
        return Err("`transcript` and `transcript_at` exclude each other".to_owned());
    }
    Ok(())
}

/// By what the source knows us.
fn login(config: &PullConfig, habits: &Habits, base: &str) -> Result<Login, String> {
    let token = || secret(config.token.as_ref(), "token");
    let pair = || -> Result<(String, Hidden), String> {
        let id = needed(config.client_id.as_deref(), "client_id")?;
        Ok((id, secret(config.client_secret.as_ref(), "client_secret")?))
    };
    let login_url = config.login_url.as_deref().or(habits.login);
    Ok(match config.kind {
        PullKind::Gong if config.token.is_none() => {
            let id = needed(config.client_id.as_deref(), "access_key")?;
            Login::Basic(
                id,
                secret(config.client_secret.as_ref(), "access_key_secret")?,
            )
        }
        PullKind::Zoom if config.token.is_none() => {
            let account = needed(config.account_id.as_deref(), "account_id")?;
            let (id, secret) = pair()?;
            let url = format!(
                "{}/oauth/token?grant_type=account_credentials&account_id={}",
                login_url.unwrap_or(base).trim_end_matches('/'),
                encoded(&account)
            );
            let question = Request::post(url, FORM, Vec::new());
            Login::Renewed(Renewed::by(question.basic(&id, &secret)))
        }
        PullKind::Salesforce if config.token.is_none() => {
            let (id, secret) = pair()?;
            let url = format!(
                "{}/services/oauth2/token",
                login_url.unwrap_or(base).trim_end_matches('/')
            );
            let form = format!(
                "grant_type=client_credentials&client_id={}&client_secret={}",
                encoded(&id),
                encoded(secret.text())
            );
            Login::Renewed(Renewed::by(Request::post(url, FORM, form.into_bytes())))
        }
        PullKind::Fathom => Login::Header("x-api-key".to_owned(), token()?),
        PullKind::Json => {
            let header = config.api.as_ref().and_then(|api| api.header.clone());
            match (header, &config.token, &config.client_id) {
                (Some(header), _, _) => Login::Header(header, token()?),
                (None, Some(_), _) => Login::Bearer(token()?),
                (None, None, Some(_)) => {
                    let (id, secret) = pair()?;
                    Login::Basic(id, secret)
                }
                (None, None, None) => Login::Nobody,
            }
        }
        _ => Login::Bearer(token()?),
    })
}

const FORM: &str = "application/x-www-form-urlencoded";

fn needed(value: Option<&str>, name: &str) -> Result<String, String> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let value = value.ok_or_else(|| {
        format!("`{name}` is missing; the vendor shows it where its API is set up")
    })?;
    Ok(value.to_owned())
}

fn secret(place: Option<&Secret>, name: &str) -> Result<Hidden, String> {
    let place = place.ok_or_else(|| {
        format!("`{name}` is missing: write {name} = {{ env = \"NAME\" }} or {{ file = \"PATH\" }}")
    })?;
    place.read().map_err(|error| format!("`{name}`: {error}"))
}

/// From when on calls are listed the first time.
pub(super) fn since(written: Option<&str>, now: Timestamp) -> Timestamp {
    let written = written.and_then(|since| start(since, now));
    written.unwrap_or_else(|| back(now, USUAL_DAYS))
}

/// `2026-01-31`, a moment in RFC 3339, or `90d`.
pub fn start(written: &str, now: Timestamp) -> Option<Timestamp> {
    let written = written.trim();
    if let Some(days) = written.strip_suffix('d') {
        let days = days.parse::<u16>().ok()?;
        return Some(back(now, i64::from(days)));
    }
    if let Ok(moment) = written.parse::<Timestamp>() {
        return Some(moment);
    }
    let day = written.parse::<Date>().ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn back(now: Timestamp, days: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(now)
}
