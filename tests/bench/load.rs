//! How long does one wait for the page while others ask as well, and how much memory does the server hold then?
//!
//! The program itself serves the archive on this machine. Each client has a connection and asks the next question as
//! soon as the last one is answered, which is faster than anybody types. Clients and server share the cores, so each
//! makes the other slower.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail, ensure};
use form_urlencoded::{Serializer, byte_serialize};
use verbatim::archive::Archive;
use verbatim::store::DataDir;

use crate::chance::Chance;
use crate::http::Connection;
use crate::latency::Latency;
use crate::measure::{median, ratio, timed};
use crate::questions::{Drawn, draw};
use crate::raw::RawIndex;
use crate::served::Server;
use crate::table::{Row, Table, Unit};
use crate::workbench::Workbench;

/// Clients that ask at once, in turn.
const CLIENTS: [usize; 3] = [1, 8, 64];
/// Questions of each client in a round …
const EACH: usize = 200;
/// … unless the round has taken so long.
const ROUND: Duration = Duration::from_secs(5);
/// Letters from which on a word is searched while it is typed.
const FIRST_LETTERS: usize = 2;
/// What the page sends along while somebody types.
const TYPING: &str = "HX-Request: true\r\n";

/// What clients come for.
struct Errand {
    what: &'static str,
    /// Lines of headers.
    headers: &'static str,
    /// The addresses to ask for, one after the other.
    targets: Vec<String>,
}

/// Those who ask at once.
#[derive(Clone, Copy)]
struct Crowd {
    address: SocketAddr,
    n_clients: usize,
    n_each: usize,
}

/// What came of the questions.
#[derive(Default)]
struct Answers {
    /// Of each answer.
    seconds: Vec<f64>,
    /// Told that they ask too often (429).
    n_too_often: usize,
    /// Told that too many ask (503).
    n_busy: usize,
}

/// LOAD: typing, facets and calls with few and many clients, and memory afterwards.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("LOAD") {
        return Ok(());
    }
    let dir = &bench.archive()?.dir;
    let errands = errands(dir, bench.setup.n_questions)?;
    let server = Server::start(dir, &bench.folder("serve-stderr"))?;
    let at_start = server.memory("VmRSS");
    let is_tiny = bench.setup.is_tiny;
    let crowds: &[usize] = if is_tiny { &[2] } else { &CLIENTS };
    let n_each = if is_tiny { 5 } else { EACH };
    for errand in &errands {
        for n_clients in crowds.iter().copied() {
            eprintln!("LOAD: {}, clients: {n_clients} …", errand.what);
            let crowd = Crowd {
                address: server.address,
                n_clients,
                n_each,
            };
            table.add(row(errand, crowd, bench.setup.rounds)?);
        }
    }
    table.add(memory(&server, at_start));
    Ok(())
}

/// What there is to ask of this archive.
fn errands(dir: &DataDir, n_questions: usize) -> anyhow::Result<[Errand; 3]> {
    let drawn = draw(dir, &RawIndex::open(dir)?, n_questions)?;
    let typing = drawn.iter().flat_map(|drawn| typed(&drawn.word));
    let errands = [
        Errand {
            what: "a word typed letter by letter: p99",
            headers: TYPING,
            targets: typing.collect(),
        },
        Errand {
            what: "facets of a word at one stage: p99",
            headers: "",
            targets: drawn.iter().map(facets).collect(),
        },
        Errand {
            what: "a whole call opened: p99",
            headers: "",
            targets: calls(dir, n_questions)?,
        },
    ];
    let has_nothing = errands.iter().any(|errand| errand.targets.is_empty());
    ensure!(!has_nothing, "the archive holds nothing to ask for");
    Ok(errands)
}

/// The beginnings of a word, as the box sends them. Drawn words are plain letters.
fn typed(word: &str) -> impl Iterator<Item = String> {
    (FIRST_LETTERS..=word.len())
        .filter_map(move |n_letters| word.get(..n_letters))
        .map(|beginning| format!("/?q={beginning}"))
}

fn facets(drawn: &Drawn) -> String {
    let mut address = Serializer::new(String::new());
    address.append_pair("q", &drawn.word);
    address.append_pair("stage", &drawn.stage);
    format!("/api/v1/facets?{}", address.finish())
}

/// The pages of so many calls; some may come twice.
fn calls(dir: &DataDir, n: usize) -> anyhow::Result<Vec<String>> {
    let archive = Archive::open(dir)?;
    let n_calls = usize::try_from(archive.catalogue.counts()?.calls).unwrap_or(usize::MAX);
    let mut chance = Chance::seeded(29);
    let mut targets = Vec::with_capacity(n);
    for _ in 0..n {
        if let Some(both) = archive.call(chance.below(n_calls) as u32)? {
            let id: String = byte_serialize(both.0.id.0.as_bytes()).collect();
            // In a path a plus is a plus.
            targets.push(format!("/calls/{}", id.replace('+', "%20")));
        }
    }
    Ok(targets)
}

/// Sends a crowd on an errand, round by round; one round beforehand warms up.
fn row(errand: &Errand, crowd: Crowd, rounds: usize) -> anyhow::Result<Row> {
    let mut latency = Latency::default();
    let mut speeds = Vec::with_capacity(rounds);
    let (mut n_answered, mut n_too_often, mut n_busy) = (0, 0, 0);
    crowd.ask(errand)?;
    for _ in 0..rounds {
        let (answers, round_seconds) = timed(|| crowd.ask(errand))?;
        ensure!(
            !answers.seconds.is_empty(),
            "the server turned every question away"
        );
        latency.begin_round();
        for seconds in &answers.seconds {
            latency.add(*seconds);
        }
        speeds.push(ratio(answers.seconds.len() as f64, round_seconds));
        n_answered += answers.seconds.len();
        n_too_often += answers.n_too_often;
        n_busy += answers.n_busy;
    }
    Ok(Row {
        id: "LOAD",
        what: errand.what,
        measured: latency.at(0.99),
        unit: Unit::Milliseconds,
        bounds: None,
        note: format!(
            "clients: {}; {}; {:.0} answers/s; {n_answered} answers in all, {n_too_often} told 429, \
             {n_busy} told 503",
            crowd.n_clients,
            latency.shown(),
            median(&speeds),
        ),
    })
}

impl Crowd {
    /// One round: every client on a thread of its own.
    fn ask(self, errand: &Errand) -> anyhow::Result<Answers> {
        let connections: Vec<Connection> = (0..self.n_clients)
            .map(|_| Connection::open(self.address))
            .collect::<anyhow::Result<_>>()?;
        let until = Instant::now() + ROUND;
        let mut all = Answers::default();
        std::thread::scope(|scope| {
            let clients: Vec<_> = connections
                .into_iter()
                .enumerate()
                .map(|(at, connection)| {
                    scope.spawn(move || self.ask_alone(at, connection, errand, until))
                })
                .collect();
            for client in clients {
                let answers = client
                    .join()
                    .map_err(|_| anyhow!("a client's thread broke off"))??;
                all.seconds.extend(answers.seconds);
                all.n_too_often += answers.n_too_often;
                all.n_busy += answers.n_busy;
            }
            Ok(all)
        })
    }

    /// What one client does. Each begins elsewhere, so that they do not all ask the same.
    fn ask_alone(
        self,
        at: usize,
        mut connection: Connection,
        errand: &Errand,
        until: Instant,
    ) -> anyhow::Result<Answers> {
        let from = at * errand.targets.len() / self.n_clients;
        let targets = errand.targets.iter().cycle().skip(from);
        let mut answers = Answers::default();
        for target in targets.take(self.n_each) {
            if Instant::now() >= until {
                break;
            }
            let (status, seconds) = timed(|| connection.get(target, errand.headers))?;
            match status {
                200 => answers.seconds.push(seconds),
                429 => answers.n_too_often += 1,
                503 => answers.n_busy += 1,
                _ => bail!("{}: the server answered {status}", errand.what),
            }
        }
        Ok(answers)
    }
}

/// What the server holds after all that.
fn memory(server: &Server, at_start: Option<u64>) -> Row {
    let megabytes = |bytes: Option<u64>| bytes.map_or(f64::NAN, |bytes| bytes as f64 / 1e6);
    let resident = server.memory("VmRSS");
    Row {
        id: "LOAD",
        what: "memory of the server afterwards",
        measured: megabytes(resident),
        unit: Unit::Megabytes,
        bounds: None,
        note: match resident {
            Some(_) => format!(
                "{:.0} MB before the first question, {:.0} MB at most; {:.0} MB now without what it \
                 has mapped of files",
                megabytes(at_start),
                megabytes(server.memory("VmHWM")),
                megabytes(server.memory("RssAnon")),
            ),
            None => "known on Linux only".to_owned(),
        },
    }
}
