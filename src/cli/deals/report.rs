//! Which calls belong to which deals, and which of either are left over, and why?
//!
//! Companies are named here because whoever asks has to know which ones; they never stand in errors or notes.

pub(super) mod json;

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use crate::call::crm::{By, CrmDeal};
use crate::cli::look::{FAINT, STRONG, count, grouped, printable, styled, wrapped};
use crate::ingest::crm::Why;
use crate::ingest::read::Failure;
use crate::pipeline::deals::Joinery;
use crate::pipeline::deals::merge::Merged;

/// What came of an import, or would come of it.
pub(super) struct Report {
    pub(super) merged: Merged,
    /// Deals and calls; its deals are those of `merged`, in the same order.
    pub(super) joinery: Joinery,
    pub(super) failed: Vec<Failure>,
    /// Calls of which something else is said now; none where nothing was kept.
    pub(super) n_changed: Option<u64>,
    /// Headings of the files that mean nothing to us.
    pub(super) unread: BTreeSet<String>,
}

/// So many left over are shown of each kind.
const SHOWN: usize = 20;
/// So many deals are named in a reason.
const NAMED: usize = 5;

/// A deal of the import that has no call.
struct Idle<'r> {
    deal: &'r CrmDeal,
    code: &'static str,
    reason: &'static str,
}

impl Report {
    /// The imported deals without a call.
    fn idle(&self) -> Vec<Idle<'_>> {
        let busy = self.joinery.plan.calls_by_deal();
        let missed = self.missed();
        let deals = self.joinery.deals.iter().enumerate();
        deals
            .filter(|(place, deal)| {
                !busy.contains_key(place) && self.merged.imported.contains(&deal.key)
            })
            .map(|(place, deal)| {
                let (code, reason) = match missed.get(&place) {
                    Some(found) => *found,
                    None if ties(deal) == 0 => (
                        "nothing-to-match",
                        "the table tells neither account nor domain nor contact, and no call names its id",
                    ),
                    None => ("no-call", "no call has its id, its domain or its account"),
                };
                Idle { deal, code, reason }
            })
            .collect()
    }

    /// Why deals were passed over that calls might have had, by their places.
    fn missed(&self) -> HashMap<usize, (&'static str, &'static str)> {
        let mut missed = HashMap::new();
        for (_, why) in &self.joinery.plan.loose {
            let (deals, told) = match why {
                Why::Several(deals) => (
                    deals,
                    ("ambiguous", "calls of its account fit other deals as well"),
                ),
                Why::NotOpen(deals) => (
                    deals,
                    (
                        "not-open",
                        "calls of its account took place when it was not open",
                    ),
                ),
                Why::OtherDeal(deals) => (
                    deals,
                    ("other-deal", "calls of its account name other deals"),
                ),
                Why::NoClue | Why::NoDeal => continue,
            };
            for deal in deals {
                missed.entry(*deal).or_insert(told);
            }
        }
        missed
    }

    fn names(&self, places: &[usize]) -> Vec<&str> {
        let deals = places
            .iter()
            .filter_map(|place| self.joinery.deals.get(*place));
        deals.map(CrmDeal::shown).collect()
    }
}

/// How many things besides its id can tie calls to a deal.
fn ties(deal: &CrmDeal) -> usize {
    deal.accounts.len() + deal.domains.len() + deal.emails.len() + deal.calls.len()
}

fn code(why: &Why) -> &'static str {
    match why {
        Why::NoClue => "no-clue",
        Why::NoDeal => "no-deal",
        Why::NotOpen(_) => "not-open",
        Why::Several(_) => "ambiguous",
        Why::OtherDeal(_) => "other-deal",
    }
}

/// Why a call has no deal, in words.
fn reason(report: &Report, why: &Why) -> String {
    let listed = |places: &[usize]| {
        let names = report.names(places);
        let more = names.len().saturating_sub(NAMED);
        let shown: Vec<&str> = names.into_iter().take(NAMED).collect();
        match more {
            0 => shown.join(", "),
            n => format!("{} and {n} more", shown.join(", ")),
        }
    };
    match why {
        Why::NoClue => {
            "it names neither deal nor account, and no prospect has a company's e-mail".to_owned()
        }
        Why::NoDeal => "no deal has its id, its prospects' domains or its account".to_owned(),
        Why::NotOpen(deals) => {
            format!("no deal of its account was open then ({})", listed(deals))
        }
        Why::Several(deals) => format!(
            "{} deals of its account were open then: {}",
            deals.len(),
            listed(deals)
        ),
        Why::OtherDeal(deals) => format!(
            "it names a deal that was not imported, and its account has others ({})",
            listed(deals)
        ),
    }
}

fn found_by(by: By) -> &'static str {
    match by {
        By::Call => "named in the table",
        By::Id => "by the deal's id",
        By::Email => "by a contact's e-mail",
        By::Domain => "by e-mail domain",
        By::Account => "by account name",
    }
}

/// Shows the report in a terminal.
pub(super) fn as_text(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    let merged = &report.merged;
    let is_kept = report.n_changed.is_some();
    let n_deals = count(merged.imported.len() as u64, "deal");
    writeln!(
        out,
        "{} read: {} new, {} updated, {} unchanged",
        styled(STRONG, &n_deals),
        grouped(merged.n_new),
        grouped(merged.n_updated),
        grouped(merged.n_unchanged()),
    )?;
    let plan = &report.joinery.plan;
    let n_calls = report.joinery.calls.len() as u64;
    let belong = if is_kept { "belong" } else { "would belong" };
    let ways: Vec<String> = plan
        .by()
        .into_iter()
        .map(|(by, n)| format!("{} {}", grouped(n), found_by(by)))
        .collect();
    let ways = if ways.is_empty() {
        String::new()
    } else {
        format!(": {}", ways.join(", "))
    };
    let n_matched = grouped(plan.matches.len() as u64);
    let told = format!(
        "{n_matched} of {} {belong} to a deal{ways}",
        count(n_calls, "call")
    );
    writeln!(out, "{}", wrapped(&told, ""))?;
    if let Some(n_changed) = report.n_changed {
        let calls = count(n_changed, "call");
        writeln!(out, "something new is known of {calls}")?;
    }
    tell_columns(out, report)?;
    tell_calls(out, report)?;
    tell_deals(out, report)?;
    if !is_kept {
        writeln!(out, "{}", styled(FAINT, "a dry run: nothing was kept"))?;
    }
    Ok(())
}

/// Which columns say nothing to us: among many that nobody needs, one that somebody missed can be seen here.
fn tell_columns(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    if report.unread.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = report
        .unread
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect();
    let more = match report.unread.len().saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let n_columns = count(report.unread.len() as u64, "column");
    let told = format!("{n_columns} not understood: {}{more}", shown.join(", "));
    writeln!(out, "{}", wrapped(&printable(&told), ""))
}

fn tell_calls(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    let loose = &report.joinery.plan.loose;
    if loose.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{} without a deal:",
        count(loose.len() as u64, "call")
    )?;
    for (place, why) in loose.iter().take(SHOWN) {
        let Some(call) = report.joinery.calls.get(*place) else {
            continue;
        };
        let day = call.started_at.as_deref().and_then(|at| at.get(..10));
        let facts: Vec<&str> = [call.account.name.as_deref(), day]
            .into_iter()
            .flatten()
            .collect();
        let facts = bracketed(&facts.join(", "));
        let line = format!("{}{facts}: {}", call.id, reason(report, why));
        writeln!(out, "{}", wrapped(&printable(&line), "  "))?;
    }
    tell_rest(out, loose.len())
}

fn tell_deals(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    let idle = report.idle();
    if idle.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{} without a call:",
        count(idle.len() as u64, "deal")
    )?;
    for Idle { deal, reason, .. } in idle.iter().take(SHOWN) {
        let facts: Vec<&str> = [
            deal.name.as_deref(),
            deal.accounts.first().map(String::as_str),
        ]
        .into_iter()
        .flatten()
        .filter(|fact| *fact != deal.shown())
        .collect();
        let facts = bracketed(&facts.join(", "));
        let line = format!("{}{facts}: {reason}", deal.shown());
        writeln!(out, "{}", wrapped(&printable(&line), "  "))?;
    }
    tell_rest(out, idle.len())
}

fn bracketed(facts: &str) -> String {
    if facts.is_empty() {
        String::new()
    } else {
        format!(" ({facts})")
    }
}

fn tell_rest(out: &mut impl Write, n: usize) -> std::io::Result<()> {
    match n.saturating_sub(SHOWN) {
        0 => Ok(()),
        rest => writeln!(
            out,
            "  … and {} more; --json shows all",
            grouped(rest as u64)
        ),
    }
}
