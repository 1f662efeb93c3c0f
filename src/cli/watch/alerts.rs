//! Where were saved searches answered?

use std::io::Write;

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{self, FAINT, STRONG, clock, printable, styled, styled_lines};
use crate::cli::settings::Settings;
use crate::pipeline::watches::letters::{Said, said};
use crate::store::catalogue::Catalogue;
use crate::store::watches::alerts::AlertRow;

/// Show what answered, the newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim watch alerts --json")]
pub struct Alerts {
    /// Only of this saved search
    pub name: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub limit: u32,
    /// One alert a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Shows them.
pub(super) fn run(settings: &Settings, command: &Alerts) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let alerts = catalogue.newest_alerts(command.name.as_deref(), command.limit as usize)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for alert in &alerts {
        let said = said(&catalogue, alert)?;
        if command.json {
            writeln!(out, "{}", line(alert, said.as_ref()))?;
        } else {
            show(&mut out, alert, said.as_ref())?;
        }
    }
    if alerts.is_empty() && !command.json {
        writeln!(out, "No call that came in has answered a saved search yet.")?;
    }
    out.flush()?;
    // Having nothing to tell is how it should be.
    Ok(Outcome::Done)
}

fn line(alert: &AlertRow, said: Option<&Said>) -> serde_json::Value {
    json!({
        "watch": alert.watch,
        "call": alert.call,
        "turn": alert.turn,
        "start": alert.from,
        "end": alert.to,
        "quote": said.map(|said| said.quote.as_str()),
        "role": said.map(|said| said.role.as_str()),
        "account": said.and_then(|said| said.account.as_deref()),
        "date": said.and_then(|said| said.date.as_deref()),
        "link": said.and_then(|said| said.link.as_deref()),
        "found_at": alert.found_at,
        "state": alert.state.name(),
        "attempts": alert.attempts,
        "reason": alert.reason,
    })
}

fn show(out: &mut impl Write, alert: &AlertRow, said: Option<&Said>) -> std::io::Result<()> {
    let state = format!("{} · {}", alert.found_at, alert.state.name());
    let name = styled(STRONG, &printable(&alert.watch));
    writeln!(out, "{name}  {}", styled(FAINT, &state))?;
    let Some(said) = said else {
        return writeln!(out, "    its call says something else there now");
    };
    let quote = printable(&format!("“{}”", said.quote));
    writeln!(out, "{}", look::wrapped(&quote, "    "))?;
    let mut parts = vec![said.role.clone()];
    parts.extend(said.account.clone());
    parts.extend(said.date.clone());
    parts.extend(said.seconds.map(clock));
    parts.push(format!("{}:{}", said.call, said.turn));
    let who = look::wrapped(&printable(&parts.join(" · ")), "      ");
    writeln!(out, "{}", styled_lines(FAINT, &who))
}
