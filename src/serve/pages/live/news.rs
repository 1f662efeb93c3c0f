//! What is new since somebody last looked?

use jiff::Timestamp;
use serde::Serialize;

use crate::archive::Archive;
use crate::call::Call;
use crate::mention::Mention;
use crate::serve::pages::watches::shown;
use crate::serve::shown::{call_url, clock, day, many, spoken};
use crate::serve::trouble::Trouble;
use crate::store::watches::Arrival;
use crate::text::figures::rfc3339;

/// Calls and alerts on the page.
const ON_PAGE: usize = 30;
/// Calls told at once, and alerts.
const AT_ONCE: usize = 50;
/// Mentions told of one call.
const MENTIONS: usize = 8;
/// A call whose mentions alone changed came in earlier, and is not told; but clocks of machines differ a little, and
/// what was received may be kept a while later. In seconds.
const SLACK: i64 = 60 * 60;

/// How far somebody has followed: the catalogue's last change, the time of the newest call, and the last alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    seq: u64,
    /// Seconds since 1970.
    at: i64,
    alert: u64,
}

impl Cursor {
    /// The end of what there is.
    pub fn now(archive: &Archive) -> Result<Cursor, Trouble> {
        let catalogue = &archive.catalogue;
        let seq = catalogue.latest_seq()?;
        let newest = catalogue.newest_arrivals(1)?;
        Ok(Cursor {
            seq,
            at: newest.first().map_or(0, seconds),
            alert: catalogue.last_alert()?,
        })
    }

    /// Reads what [`Cursor::told`] wrote.
    pub fn read(written: &str) -> Option<Cursor> {
        let mut parts = written.split('.');
        let cursor = Cursor {
            seq: parts.next()?.parse().ok()?,
            at: parts.next()?.parse().ok()?,
            alert: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(cursor)
    }

    /// As events carry it.
    pub fn told(&self) -> String {
        format!("{}.{}.{}", self.seq, self.at, self.alert)
    }

    /// The earliest time of a call that is news.
    fn since(&self) -> String {
        let at = Timestamp::from_second(self.at.saturating_sub(SLACK)).unwrap_or(Timestamp::MIN);
        rfc3339(at)
    }
}

/// When a call came in; in 1970 where nobody can tell.
fn seconds(arrival: &Arrival) -> i64 {
    let at = arrival.received_at.parse::<Timestamp>();
    at.map_or(0, Timestamp::as_second)
}

/// Something that is told while it happens.
pub enum Event {
    Call(CallNews),
    Alert(AlertNews),
}

/// A call that came in.
#[derive(Debug, Serialize)]
pub struct CallNews {
    /// By which a page knows that it shows the call already.
    pub key: String,
    pub title: String,
    pub url: String,
    pub about: String,
    pub mentions: Vec<MentionNews>,
    /// What is heard beyond those.
    pub more: Option<String>,
}

/// Something that was heard, and meant.
#[derive(Debug, Serialize)]
pub struct MentionNews {
    pub kind: String,
    pub name: String,
    pub quote: String,
    pub credit: String,
    pub url: String,
}

/// A turn that answers a saved search.
#[derive(Debug, Serialize)]
pub struct AlertNews {
    pub key: String,
    pub watch: String,
    pub quote: String,
    pub credit: String,
    pub url: String,
}

/// What came in last: alerts and calls, the newest first.
pub fn newest(
    archive: &Archive,
    threshold: f32,
) -> Result<(Vec<AlertNews>, Vec<CallNews>), Trouble> {
    let catalogue = &archive.catalogue;
    let mut calls = Vec::new();
    for arrival in catalogue.newest_arrivals(ON_PAGE)? {
        calls.extend(call_news(archive, &arrival, threshold)?);
    }
    let mut alerts = Vec::new();
    for alert in catalogue.newest_alerts(None, ON_PAGE)? {
        let shown = shown(catalogue, &alert)?;
        alerts.extend(shown.quote.map(|quote| AlertNews {
            key: format!("alert-{}", alert.number),
            watch: alert.watch,
            quote,
            credit: shown.credit,
            url: shown.url,
        }));
    }
    Ok((alerts, calls))
}

/// What is new, in the order in which it happened, each with the place from which to go on; and how far that is.
pub fn news(
    archive: &Archive,
    from: Cursor,
    threshold: f32,
) -> Result<(Vec<(Cursor, Event)>, Cursor), Trouble> {
    let catalogue = &archive.catalogue;
    let (mut cursor, mut events) = (from, Vec::new());
    let latest = catalogue.latest_seq()?;
    let arrived = catalogue.arrived(from.seq, &from.since(), AT_ONCE)?;
    let is_all = arrived.len() < AT_ONCE;
    for arrival in &arrived {
        cursor.seq = arrival.seq;
        cursor.at = cursor.at.max(seconds(arrival));
        if let Some(news) = call_news(archive, arrival, threshold)? {
            events.push((cursor, Event::Call(news)));
        }
    }
    if is_all {
        // What only the lexicons changed lies behind; after a restore the numbers may begin anew.
        cursor.seq = arrived.last().map_or(latest, |last| last.seq.max(latest));
    }
    for alert in catalogue.alerts_after(from.alert, AT_ONCE)? {
        cursor.alert = alert.number;
        let shown = shown(catalogue, &alert)?;
        if let Some(quote) = shown.quote {
            let news = AlertNews {
                key: format!("alert-{}", alert.number),
                watch: alert.watch,
                quote,
                credit: shown.credit,
                url: shown.url,
            };
            events.push((cursor, Event::Alert(news)));
        }
    }
    Ok((events, cursor))
}

/// A call as it is told; `None` where it was deleted a moment ago.
fn call_news(
    archive: &Archive,
    arrival: &Arrival,
    threshold: f32,
) -> Result<Option<CallNews>, Trouble> {
    let Some(both) = archive.call(arrival.ord)? else {
        return Ok(None);
    };
    let (call, mentions) = (&both.0, &both.1);
    let meant: Vec<&Mention> = mentions
        .iter()
        .filter(|mention| mention.is_affirmed() && mention.confidence >= threshold)
        .collect();
    let account = call
        .account
        .as_ref()
        .and_then(|account| account.name.clone());
    let about = [
        account,
        call.started_at.as_deref().map(day),
        Some(many(meant.len() as u64, "mention")),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let n_more = meant.len().saturating_sub(MENTIONS) as u64;
    Ok(Some(CallNews {
        key: format!("call-{}", arrival.seq),
        title: title(call),
        url: call_url(&call.id.0, 0),
        about: about.join(" · "),
        mentions: meant
            .into_iter()
            .take(MENTIONS)
            .filter_map(|mention| mention_news(call, mention))
            .collect(),
        more: (n_more > 0).then(|| format!("and {} more", many(n_more, "mention"))),
    }))
}

/// What a call is called: by its own title, else by whom it was with; its id may be a row of digits.
fn title(call: &Call) -> String {
    let account = call.account.as_ref().and_then(|a| a.name.as_deref());
    let with = account.map(|name| format!("A call with {name}"));
    let title = call.title.clone().or(with);
    title.unwrap_or_else(|| call.id.0.clone())
}

fn mention_news(call: &Call, mention: &Mention) -> Option<MentionNews> {
    let turn = call.turns.get(mention.turn as usize)?;
    let speaker = call.speaker(turn);
    let role = speaker
        .title
        .clone()
        .unwrap_or_else(|| spoken(&speaker.persona));
    let tag = mention.tag.0.as_str();
    let (kind, name) = tag.split_once('/').unwrap_or((tag, tag));
    let at = turn.time_at(mention.span.start).map(clock);
    Some(MentionNews {
        kind: kind.to_owned(),
        name: spoken(name),
        quote: mention.span.slice(&turn.text).to_owned(),
        credit: match at {
            Some(at) => format!("{role} · at {at}"),
            None => role,
        },
        url: call_url(&call.id.0, mention.turn),
    })
}
