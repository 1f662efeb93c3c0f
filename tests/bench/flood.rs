//! How many deliveries a second does the server acknowledge, how long does a vendor wait, and is all of it there after
//! `kill -9`?
//!
//! The program itself takes signed deliveries on this machine, as fast as its clients send them, while its worker keeps
//! their calls. In the midst of it the server is killed: whatever it had acknowledged must be in the inbox, or in the
//! catalogue where the inbox says that it is done. `VERBATIM_BENCH_FLOOD_SECONDS=60` floods it for so long.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use serde_json::json;
use verbatim::config::hooks::Algorithm;
use verbatim::ingest::hooks::digest::{hex, hmac};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::inbox::{Filter, Inbox, State};

use crate::http::Connection;
use crate::measure::{percentile, ratio};
use crate::served::Server;
use crate::table::{Bound, Row, Table, Unit};
use crate::workbench::Workbench;

/// Vendors' connections at once.
const CLIENTS: usize = 64;
/// Turns of each call: some kilobytes.
const TURNS: usize = 40;
const SECRET: &str = "a-secret-of-the-bench-alone";

const CONFIG: &str = r#"
[hooks.flood]
kind = "hmac"
secret = { file = "secret" }
header = "X-Signature"
id_header = "X-Delivery"
"#;

/// What came of the deliveries.
#[derive(Default)]
struct Sent {
    /// Of each that was acknowledged.
    seconds: Vec<f64>,
    /// Those that were acknowledged.
    ids: Vec<String>,
    /// Told to come back.
    n_busy: usize,
}

/// FLOOD: signed deliveries, acknowledged and kept.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("FLOOD") {
        return Ok(());
    }
    let seconds = bench.setup.flood_seconds;
    let folder = bench.folder("flood");
    prepare(&folder)?;
    let dir = DataDir::new(&folder);
    let server = Server::start(&dir, &bench.folder("flood-stderr"))?;
    let n_clients = if bench.setup.is_tiny { 2 } else { CLIENTS };
    eprintln!("FLOOD: {n_clients} clients for {seconds} s …");
    let (sent, memory) = flood(server, n_clients, Duration::from_secs(seconds))?;
    ensure!(!sent.ids.is_empty(), "no delivery was acknowledged");
    let (n_kept, n_lost) = count(&dir, &sent.ids)?;
    for row in rows(&sent, seconds, n_clients, memory, (n_kept, n_lost)) {
        table.add(row);
    }
    Ok(())
}

fn prepare(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("verbatim.toml"), CONFIG)?;
    let secret = folder.join("secret");
    std::fs::write(&secret, SECRET)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// Floods a server and kills it while deliveries are under way.
fn flood(server: Server, n_clients: usize, time: Duration) -> anyhow::Result<(Sent, Option<u64>)> {
    let address = server.address;
    let words = words();
    std::thread::scope(|scope| {
        let words = &words;
        let clients: Vec<_> = (0..n_clients)
            .map(|client| scope.spawn(move || deliver(address, client, words)))
            .collect();
        std::thread::sleep(time);
        let memory = server.memory("VmHWM");
        drop(server);
        let mut all = Sent::default();
        for client in clients {
            let sent = client
                .join()
                .map_err(|_| anyhow!("a client's thread broke off"))?;
            all.seconds.extend(sent.seconds);
            all.ids.extend(sent.ids);
            all.n_busy += sent.n_busy;
        }
        Ok((all, memory))
    })
}

/// Delivers call after call, until nobody answers.
fn deliver(address: SocketAddr, client: usize, words: &str) -> Sent {
    let mut sent = Sent::default();
    let Ok(mut connection) = Connection::open(address) else {
        return sent;
    };
    for number in 0.. {
        let id = format!("flood-{client}-{number}");
        let body = format!("{{\"id\":\"{id}\",{words}}}");
        let mac = hmac(Algorithm::Sha256, SECRET.as_bytes(), &[body.as_bytes()]);
        let signature = hex(&mac);
        let headers = format!("X-Signature: {signature}\r\nX-Delivery: {id}\r\n");
        let begun = Instant::now();
        match connection.post("/hooks/flood", &headers, body.as_bytes()) {
            Ok(200) => {
                sent.seconds.push(begun.elapsed().as_secs_f64());
                sent.ids.push(id);
            }
            Ok(_) => sent.n_busy += 1,
            // The server was killed; what it had not answered may be there or not.
            Err(_) => break,
        }
    }
    sent
}

/// What is said in every call: the participants and turns of the project's own format.
fn words() -> String {
    let turn = |number: usize| {
        let speaker = if number.is_multiple_of(2) {
            "Rea"
        } else {
            "Pam"
        };
        let text = format!(
            "This is turn {number}: we type it all in by hand every night, and it takes hours."
        );
        json!({ "speaker": speaker, "start": number * 5, "end": number * 5 + 4, "text": text })
    };
    let turns: Vec<_> = (0..TURNS).map(turn).collect();
    let people = json!([
        { "name": "Rea", "side": "rep" },
        { "name": "Pam", "side": "prospect" },
    ]);
    format!("\"participants\":{people},\"turns\":{}", json!(turns))
}

/// How many of the acknowledged deliveries are kept already, and how many are nowhere.
fn count(dir: &DataDir, ids: &[String]) -> anyhow::Result<(usize, usize)> {
    let inbox = Inbox::open(dir)?;
    let catalogue = Catalogue::open_to_read(dir).context("the server made no catalogue")?;
    let there: HashMap<String, (i64, State)> = inbox
        .list(Filter::All)?
        .into_iter()
        .map(|line| (line.key, (line.number, line.state)))
        .collect();
    let (mut n_kept, mut n_lost) = (0, 0);
    for id in ids {
        let is_there = match there.get(&format!("id:{id}")) {
            Some((_, State::Done)) => {
                n_kept += 1;
                catalogue.call(id)?.is_some()
            }
            Some((number, _)) => {
                let shown = inbox.show(*number)?;
                shown.is_some_and(|shown| !shown.body.is_empty())
            }
            None => false,
        };
        n_lost += usize::from(!is_there);
    }
    Ok((n_kept, n_lost))
}

fn rows(
    sent: &Sent,
    seconds: u64,
    n_clients: usize,
    memory: Option<u64>,
    (n_kept, n_lost): (usize, usize),
) -> [Row; 3] {
    let milliseconds = |share: f64| percentile(&sent.seconds, share) * 1000.0;
    let n_sent = sent.ids.len();
    [
        Row {
            id: "FLOOD",
            what: "a signed delivery acknowledged: p99",
            measured: milliseconds(0.99),
            unit: Unit::Milliseconds,
            bounds: None,
            note: format!(
                "clients: {n_clients}; {:.0} deliveries/s for {seconds} s; p50 {:.2} ms, at most {:.2} ms; {} told to \
                 come back",
                ratio(n_sent as f64, seconds as f64),
                milliseconds(0.5),
                milliseconds(1.0),
                sent.n_busy,
            ),
        },
        Row {
            id: "FLOOD",
            what: "memory of the server, at most",
            measured: memory.map_or(f64::NAN, |bytes| bytes as f64 / 1e6),
            unit: Unit::Megabytes,
            bounds: None,
            note: String::new(),
        },
        Row {
            id: "FLOOD",
            what: "acknowledged, and nowhere after kill -9",
            measured: n_lost as f64,
            unit: Unit::Count,
            bounds: Some((Bound::AtMost(0.0), Bound::AtMost(0.0))),
            note: format!("of {n_sent} acknowledged, {n_kept} were calls already"),
        },
    ]
}
