//! Which deals are known, and how many calls has each?

use std::io::Write;

use serde_json::json;

use crate::call::crm::CrmDeal;
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{
    FAINT, GOOD, PAIN, STRONG, count, printable, styled, styled_lines, wrapped,
};
use crate::cli::settings::Settings;
use crate::store::catalogue::Catalogue;

/// List the deals that were imported
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim deals import corpus-samples/deals.csv && verbatim deals list\n  verbatim deals list --json | head -n 3"
)]
pub struct List {
    /// The list as JSON, one deal a line
    #[arg(long)]
    pub json: bool,
}

/// Shows every deal.
pub fn run(args: &Args, command: &List) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let deals = catalogue.deals()?;
    let calls = catalogue.calls_by_deal()?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for deal in &deals {
        let n_calls = calls.get(&deal.key).copied().unwrap_or(0);
        if command.json {
            writeln!(out, "{}", line(deal, n_calls))?;
        } else {
            show(&mut out, deal, n_calls)?;
        }
    }
    if deals.is_empty() && !command.json {
        writeln!(
            out,
            "No deals were imported yet. They come from a CRM's export:"
        )?;
        writeln!(out, "  verbatim deals import deals.csv")?;
    }
    out.flush()?;
    Ok(if deals.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

fn line(deal: &CrmDeal, n_calls: u64) -> serde_json::Value {
    json!({
        "deal": deal.shown(),
        "id": deal.id,
        "name": deal.name,
        "account": deal.accounts.first(),
        "stage": deal.stage,
        "outcome": deal.outcome,
        "reason": deal.reason,
        "amount": deal.amount,
        "relationship": deal.relationship,
        "source": deal.source,
        "industry": deal.industry,
        "size": deal.size,
        "region": deal.region,
        "owner": deal.owner,
        "created": deal.created,
        "closed": deal.closed,
        "contacts": deal.emails,
        "domains": deal.domains,
        "stages": deal.stages,
        "calls": n_calls,
    })
}

fn show(out: &mut impl Write, deal: &CrmDeal, n_calls: u64) -> std::io::Result<()> {
    let shown = printable(deal.shown());
    let outcome = match deal.outcome.as_deref() {
        Some("won") => styled(GOOD, "won"),
        Some("lost") => styled(PAIN, "lost"),
        Some(other) => printable(other),
        None => "outcome unknown".to_owned(),
    };
    let calls = count(n_calls, "call");
    writeln!(out, "{}  {outcome}, {calls}", styled(STRONG, &shown))?;
    let account = deal.accounts.first().map(String::as_str);
    let facts: Vec<&str> = [
        deal.name.as_deref(),
        account,
        deal.amount.as_deref(),
        deal.stage.as_deref(),
        deal.reason.as_deref(),
    ]
    .into_iter()
    .flatten()
    .filter(|fact| *fact != deal.shown())
    .collect();
    if facts.is_empty() {
        return Ok(());
    }
    let facts = wrapped(&printable(&facts.join(", ")), "    ");
    writeln!(out, "{}", styled_lines(FAINT, &facts))
}
