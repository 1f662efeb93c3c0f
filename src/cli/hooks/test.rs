//! Would a vendor's delivery get through, and what would become of it?
//!
//! Step by step: the settings, the signature, the meaning, the server's answer. What is sent without `--body` is known to
//! the server as a test, and nothing of it is kept.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::Timestamp;

use crate::cli::Outcome;
use crate::cli::look::{STRONG, error_label, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::ingest::hooks::sample::{self, Sample};
use crate::ingest::hooks::sign::{Delivery, SignError, sign};
use crate::ingest::hooks::{Hook, Meaning, Which};
use crate::net::{Answer, Client, Reach, Request};

use super::example;

/// A delivery to try an address out.
#[derive(Debug, clap::Args)]
pub struct Test {
    /// The address, as in [hooks.NAME]
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Where `verbatim serve` runs
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8017")]
    pub url: String,
    /// Send this body instead of a sample; unlike the sample it is kept
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,
    /// Check and read it here, without a server
    #[arg(long)]
    pub offline: bool,
}

/// What was tried, line by line.
struct Steps {
    outcome: Outcome,
}

impl Steps {
    fn good(&self, step: &str, told: &str) -> std::io::Result<()> {
        writeln!(anstream::stdout(), "{}", line(step, told))
    }

    fn bad(&mut self, step: &str, told: &str) -> std::io::Result<()> {
        self.outcome = Outcome::Trouble;
        let told = format!("{} {told}", error_label());
        writeln!(anstream::stdout(), "{}", line(step, &told))
    }
}

/// A step's name, and behind it what is told, broken into lines.
fn line(step: &str, told: &str) -> String {
    let told = wrapped(told, "           ");
    format!("{step:11}{}", told.trim_start())
}

/// Tries an address out.
pub(super) fn run(settings: &Settings, test: &Test) -> anyhow::Result<Outcome> {
    let mut out = anstream::stdout();
    let Some(config) = settings.config.hooks.get(&test.name) else {
        anyhow::bail!(
            "the config has no [hooks.{}]; `verbatim hooks list` shows those that there are, `verbatim hooks example zoom` prints the lines of one",
            printable(&test.name)
        );
    };
    let mut steps = Steps {
        outcome: Outcome::Done,
    };
    let kind = config.kind;
    match Hook::of(&test.name, config) {
        Err(error) => steps.bad("settings", &printable(&error.why))?,
        Ok(hook) => {
            let told = format!("{}, {}, secrets read", kind.name(), hook.path());
            steps.good("settings", &told)?;
            let samples = match &test.body {
                Some(path) => vec![sample::with_body(config, body(path, hook.most_bytes())?)],
                None => sample::of(config),
            };
            for sample in &samples {
                one(&mut steps, test, &hook, sample)?;
            }
        }
    }
    if steps.outcome == Outcome::Trouble {
        writeln!(out, "\n{}", styled(STRONG, "At the vendor"))?;
        writeln!(out, "{}", example::clicks(kind))?;
    }
    Ok(steps.outcome)
}

fn body(path: &Path, most_bytes: usize) -> anyhow::Result<Vec<u8>> {
    let cannot = || {
        format!(
            "cannot read {}; name a file with a delivery's body",
            path.display()
        )
    };
    let size = std::fs::metadata(path).with_context(cannot)?.len();
    if size > most_bytes as u64 {
        anyhow::bail!(
            "{} is larger than max_mb allows; raise it in the config, or take a smaller body",
            path.display()
        );
    }
    std::fs::read(path).with_context(cannot)
}

/// Signs one sample, reads it here, and sends it.
fn one(steps: &mut Steps, test: &Test, hook: &Hook, sample: &Sample) -> anyhow::Result<()> {
    let now = Timestamp::now();
    let uri = format!("{}{}", test.url.trim_end_matches('/'), hook.path());
    let delivery = match sign(hook, sample, &uri, now, Which::Current) {
        Ok(delivery) => delivery,
        Err(SignError::OnlyGong) => return unsigned(steps, test, sample, &uri),
        Err(error) => {
            steps.bad("signature", &error.to_string())?;
            return Ok(());
        }
    };
    let arrived = delivery.arrived(now);
    if let Err(refused) = hook.check(&arrived) {
        steps.bad("signature", refused.reason)?;
        return Ok(());
    }
    steps.good("signature", &format!("right, of {}", sample.title))?;
    match hook.understood(&arrived) {
        Meaning::Unclear { code, hint, .. } => steps.bad("meaning", &format!("{hint} [{code}]"))?,
        meaning => steps.good("meaning", &meaning.words())?,
    }
    if test.offline {
        return Ok(());
    }
    let expected = hook.read(&arrived);
    let Some(answer) = sent(steps, &delivery)? else {
        return Ok(());
    };
    told(steps, hook, &expected, &answer)
}

/// What Gong alone can sign: the server must refuse it from us.
fn unsigned(steps: &mut Steps, test: &Test, sample: &Sample, uri: &str) -> anyhow::Result<()> {
    steps.good(
        "signature",
        "only Gong can sign; the public key is read. Gong's own \"Test now\" shows the rest",
    )?;
    if test.offline {
        return Ok(());
    }
    let delivery = Delivery {
        uri: uri.to_owned(),
        headers: Vec::new(),
        body: sample.body.clone(),
    };
    let Some(answer) = sent(steps, &delivery)? else {
        return Ok(());
    };
    match answer.status {
        400 | 401 => steps.good("server", "refuses what is not signed, as it should")?,
        status => steps.bad("server", &format!("answered {status}; {}", way_out(status)))?,
    }
    Ok(())
}

/// What the server answered, if it was reached.
fn sent(steps: &mut Steps, delivery: &Delivery) -> anyhow::Result<Option<Answer>> {
    let reach = Reach {
        allow_private: true,
        ..Reach::default()
    };
    let kind = delivery
        .headers
        .iter()
        .find(|(name, _)| name == "content-type")
        .map_or("application/json", |(_, value)| value.as_str());
    let mut request = Request::post(delivery.uri.as_str(), kind, delivery.body.clone());
    let others = delivery.headers.iter();
    for (name, value) in others.filter(|(name, _)| name != "content-type") {
        request = request.header(name, value.as_str());
    }
    let answered = Client::new(reach).and_then(|client| client.send(&request));
    match answered {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => {
            let told =
                format!("{error}. Is `verbatim serve` running there? Name its address with --url");
            steps.bad("server", &told)?;
            Ok(None)
        }
    }
}

fn told(steps: &mut Steps, hook: &Hook, expected: &Meaning, answer: &Answer) -> anyhow::Result<()> {
    let status = answer.status;
    if !answer.is_success() {
        let told = format!("answered {status}; {}", way_out(status));
        steps.bad("server", &told)?;
        return Ok(());
    }
    match expected {
        Meaning::Answer { body, .. } if answer.body != body.as_bytes() => {
            let told = format!(
                "answered {status}, but not what {} wants; start it again, for it reads its config at the start",
                hook.kind().name()
            );
            steps.bad("server", &told)?;
        }
        Meaning::Answer { .. } => {
            let told = format!("answered {status}, and as it should; nothing of the test is kept");
            steps.good("server", &told)?;
        }
        Meaning::Ignore { .. } => {
            steps.good(
                "server",
                &format!("answered {status}; there is nothing to keep"),
            )?;
        }
        _ => {
            let told = format!("answered {status}; it is in the inbox: verbatim inbox list");
            steps.good("server", &told)?;
        }
    }
    Ok(())
}

fn way_out(status: u16) -> &'static str {
    match status {
        400 | 401 => {
            "it reads secrets and `url` when it starts: start it again with this config, and compare the secret with the vendor's"
        }
        404 => "it does not know this address: start it again with this config",
        413 => "the body is larger than max_mb allows",
        429 | 503 => "it is busy or out of space; its own messages say why, and vendors try again",
        _ => "the answer comes from something between here and `verbatim serve`",
    }
}
