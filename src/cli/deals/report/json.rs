//! What came of putting calls to deals, for programs?

use std::io::Write;

use serde_json::{Value, json};

use crate::call::crm::Clues;
use crate::ingest::crm::Why;
use crate::pipeline::deals::Joinery;

use super::{Idle, Report, code, reason};

/// Every match, everything left over, and the summary.
pub(in crate::cli::deals) fn as_json(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    let Joinery { deals, calls, plan } = &report.joinery;
    for (found, joined) in plan.matches.iter().zip(&plan.joined) {
        let (Some(call), Some(deal)) = (calls.get(found.call), deals.get(found.deal)) else {
            continue;
        };
        let line = json!({
            "call": call.id,
            "deal": deal.shown(),
            "by": found.by.name(),
            "stage": joined.facts.stage.as_ref().or(call.deal.stage.as_ref()),
            "outcome": joined.facts.outcome.as_ref().or(call.deal.outcome.as_ref()),
        });
        writeln!(out, "{line}")?;
    }
    for (place, why) in &plan.loose {
        if let Some(call) = calls.get(*place) {
            writeln!(out, "{}", loose_call(report, call, why))?;
        }
    }
    let idle = report.idle();
    for Idle { deal, code, reason } in &idle {
        let line = json!({
            "unmatched_deal": deal.shown(),
            "name": deal.name,
            "account": deal.accounts.first(),
            "code": code,
            "reason": reason,
        });
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", summary(report, idle.len()))
}

fn loose_call(report: &Report, call: &Clues, why: &Why) -> Value {
    let candidates = match why {
        Why::NoClue | Why::NoDeal => Vec::new(),
        Why::NotOpen(deals) | Why::Several(deals) | Why::OtherDeal(deals) => report.names(deals),
    };
    json!({
        "unmatched_call": call.id,
        "account": call.account.name,
        "date": call.started_at,
        "code": code(why),
        "reason": reason(report, why),
        "candidates": candidates,
    })
}

fn summary(report: &Report, n_idle: usize) -> Value {
    let merged = &report.merged;
    let plan = &report.joinery.plan;
    let mut matched_by = serde_json::Map::new();
    for (by, n) in plan.by() {
        matched_by.insert(by.name().to_owned(), json!(n));
    }
    json!({
        "deals": {
            "new": merged.n_new,
            "updated": merged.n_updated,
            "unchanged": merged.n_unchanged(),
            "unmatched": n_idle,
        },
        "calls": {
            "matched": plan.matches.len(),
            "unmatched": plan.loose.len(),
            "changed": report.n_changed,
        },
        "matched_by": matched_by,
        "columns_not_understood": report.unread,
        "dry_run": report.n_changed.is_none(),
        "failed": report.failed,
    })
}
