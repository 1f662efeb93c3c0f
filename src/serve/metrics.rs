//! How is the server doing, in numbers?
//!
//! `GET /metrics` in the text format of OpenMetrics 1.0: requests by route, what waits, how much is kept. Labels come
//! from the route table and from nowhere else, so their number is bounded and they hold nobody's words.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::serve::app::App;
use crate::serve::hooks::inbox_counts;
use crate::store::facts::Counts;
use crate::store::inbox;

/// The media type of the text.
const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper borders of the histogram in seconds, and as they are written.
const BORDERS: [(f64, &str); 10] = [
    (0.005, "0.005"),
    (0.01, "0.01"),
    (0.025, "0.025"),
    (0.05, "0.05"),
    (0.1, "0.1"),
    (0.25, "0.25"),
    (0.5, "0.5"),
    (1.0, "1.0"),
    (2.5, "2.5"),
    (10.0, "10.0"),
];

/// Route, method and status.
type Ended = (&'static str, &'static str, u16);

/// What is counted while the server runs.
pub struct Gauges {
    requests: Mutex<BTreeMap<Ended, u64>>,
    seconds: Mutex<BTreeMap<&'static str, Histogram>>,
    began: SystemTime,
}

#[derive(Debug, Clone, Default)]
struct Histogram {
    /// Requests up to each border; the rest is in `count` alone.
    up_to: [u64; BORDERS.len()],
    count: u64,
    sum: f64,
}

impl Default for Gauges {
    fn default() -> Gauges {
        Gauges {
            requests: Mutex::default(),
            seconds: Mutex::default(),
            began: SystemTime::now(),
        }
    }
}

impl Gauges {
    /// Counts a request that has ended.
    pub fn count(&self, route: &'static str, method: &'static str, status: u16, seconds: f64) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((route, method, status)).or_default() += 1;
        drop(requests);
        let mut all = self.seconds.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = all.entry(route).or_default();
        histogram.count += 1;
        histogram.sum += seconds;
        for (n, (border, _)) in histogram.up_to.iter_mut().zip(BORDERS) {
            *n += u64::from(seconds <= border);
        }
    }
}

/// `GET /metrics`
pub async fn get(State(app): State<App>) -> Response {
    let kept = app
        .readers
        .ask(|archive| Ok((archive.catalogue.counts()?, archive.catalogue.latest_seq()?)))
        .await
        .ok();
    let inbox = inbox_counts(&app).await;
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = requests(&mut text, &app.gauges);
    let _ = server(&mut text, &app);
    let _ = archive(&mut text, kept);
    let _ = deliveries(&mut text, &app, inbox);
    text.push_str("# EOF\n");
    ([(header::CONTENT_TYPE, KIND)], text).into_response()
}

fn requests(out: &mut String, gauges: &Gauges) -> std::fmt::Result {
    let counts = gauges
        .requests
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    family(
        out,
        "verbatim_http_requests",
        "counter",
        "Requests that ended.",
    )?;
    for ((route, method, status), n) in counts.iter() {
        writeln!(
            out,
            "verbatim_http_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {n}"
        )?;
    }
    drop(counts);
    let name = "verbatim_http_request_seconds";
    family(out, name, "histogram", "How long answers took.")?;
    let all = gauges
        .seconds
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (route, histogram) in all.iter() {
        for (n, (_, border)) in histogram.up_to.iter().zip(BORDERS) {
            writeln!(
                out,
                "{name}_bucket{{route=\"{route}\",le=\"{border}\"}} {n}"
            )?;
        }
        let (count, sum) = (histogram.count, histogram.sum);
        writeln!(
            out,
            "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"
        )?;
        writeln!(out, "{name}_count{{route=\"{route}\"}} {count}")?;
        writeln!(out, "{name}_sum{{route=\"{route}\"}} {sum}")?;
    }
    Ok(())
}

fn server(out: &mut String, app: &App) -> std::fmt::Result {
    let under_way = app.limits.under_way() as u64;
    gauge(
        out,
        "verbatim_http_requests_under_way",
        "Requests being answered.",
        under_way,
    )?;
    let waiting = app.readers.waiting() as u64;
    gauge(
        out,
        "verbatim_readers_waiting",
        "Questions waiting for a reader.",
        waiting,
    )?;
    let sessions = app.door.sessions.count() as u64;
    gauge(out, "verbatim_sessions", "Browsers logged in.", sessions)?;
    let began = app.gauges.began.duration_since(UNIX_EPOCH);
    let began = began.map_or(0, |since| since.as_secs());
    gauge(
        out,
        "process_start_time_seconds",
        "When the server began, since 1970.",
        began,
    )?;
    if let Some(bytes) = memory() {
        gauge(
            out,
            "process_resident_memory_bytes",
            "Memory in use.",
            bytes,
        )?;
    }
    Ok(())
}

/// What is kept; where the archive cannot be read, only that it cannot.
fn archive(out: &mut String, kept: Option<(Counts, u64)>) -> std::fmt::Result {
    let is_readable = u64::from(kept.is_some());
    gauge(
        out,
        "verbatim_archive_readable",
        "1 where the archive can be read.",
        is_readable,
    )?;
    let Some((counts, seq)) = kept else {
        return Ok(());
    };
    gauge(out, "verbatim_calls", "Calls kept.", counts.calls)?;
    gauge(out, "verbatim_turns", "Turns kept.", counts.turns)?;
    gauge(
        out,
        "verbatim_mentions",
        "Mentions heard in them.",
        counts.mentions,
    )?;
    gauge(
        out,
        "verbatim_accounts",
        "Accounts that have a name.",
        counts.accounts,
    )?;
    gauge(
        out,
        "verbatim_last_change",
        "The number of the archive's last change.",
        seq,
    )
}

/// What vendors delivered, and what of it lies in the inbox.
fn deliveries(out: &mut String, app: &App, inbox: Option<inbox::Counts>) -> std::fmt::Result {
    let name = "verbatim_hook_deliveries";
    family(out, name, "counter", "Deliveries that ended.")?;
    for (hook, outcome, n) in app.hooks.counted() {
        writeln!(
            out,
            "{name}_total{{hook=\"{hook}\",outcome=\"{outcome}\"}} {n}"
        )?;
    }
    let waiting = app.hooks.waiting() as u64;
    gauge(
        out,
        "verbatim_hook_waiting",
        "Deliveries waiting for the disk.",
        waiting,
    )?;
    let Some(inbox) = inbox else {
        return Ok(());
    };
    let name = "verbatim_inbox_jobs";
    family(out, name, "gauge", "Deliveries in the inbox.")?;
    for (state, n) in [
        ("waiting", inbox.waiting),
        ("working", inbox.working),
        ("later", inbox.later),
        ("dead", inbox.dead),
    ] {
        writeln!(out, "{name}{{state=\"{state}\"}} {n}")?;
    }
    Ok(())
}

fn gauge(out: &mut String, name: &str, help: &str, value: u64) -> std::fmt::Result {
    family(out, name, "gauge", help)?;
    writeln!(out, "{name} {value}")
}

fn family(out: &mut String, name: &str, kind: &str, help: &str) -> std::fmt::Result {
    writeln!(out, "# TYPE {name} {kind}")?;
    writeln!(out, "# HELP {name} {help}")
}

/// Bytes of memory in use, where the system tells (Linux).
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}
