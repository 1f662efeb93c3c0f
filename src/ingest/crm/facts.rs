//! What does the CRM say of a call that belongs to one of its deals?
//!
//! Only what takes the place of the file's own word; see [`crate::ingest::crm`] for whose word counts.

use super::dates::utc;
use crate::call::crm::{Clues, CrmDeal, StageChange};
use crate::call::{Account, Deal};

/// What the deal says of the account and of the call; `is_last` where no call of the deal came later.
pub(super) fn facts(deal: &CrmDeal, call: &Clues, is_last: bool) -> (Account, Deal) {
    let account = Account {
        name: if_none(&call.account.name, deal.accounts.first()),
        industry: if_none(&call.account.industry, deal.industry.as_ref()),
        size: if_none(&call.account.size, deal.size.as_ref()),
        region: if_none(&call.account.region, deal.region.as_ref()),
    };
    let told = Deal {
        id: if_none(&call.deal.id, deal.id.as_ref()),
        stage: stage_then(deal, call, is_last).map(str::to_owned),
        outcome: deal.outcome.clone(),
        reason: deal.reason.clone(),
        relationship: if_none(&call.deal.relationship, deal.relationship.as_ref()),
        amount: deal.amount.clone(),
    };
    (account, told)
}

fn if_none(of_file: &Option<String>, of_crm: Option<&String>) -> Option<String> {
    of_crm.filter(|_| of_file.is_none()).cloned()
}

/// The stage at the time of the call, as far as the CRM knows it.
fn stage_then<'d>(deal: &'d CrmDeal, call: &Clues, is_last: bool) -> Option<&'d str> {
    let then = moment(call)?;
    if let Some(stage) = past_stage(&deal.stages, &then) {
        return Some(stage);
    }
    // The stage of a deal that ended later is that end, and the call was before it.
    let ended_later = deal.is_closed()
        && deal
            .closed
            .as_deref()
            .is_none_or(|closed| closed >= day(&then));
    deal.stage.as_deref().filter(|_| is_last && !ended_later)
}

/// The moment of a call in UTC, or its day.
pub(super) fn moment(call: &Clues) -> Option<String> {
    let written = call.started_at.as_deref()?;
    utc(written).or_else(|| written.get(..10).map(str::to_owned))
}

/// The day of a moment.
pub(super) fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}

/// The last stage that a deal had come into. Where a day is all that is known, a change on the day of the call counts as
/// what came of the call, unless nothing came before it.
fn past_stage<'d>(stages: &'d [StageChange], then: &str) -> Option<&'d str> {
    let is_same_day = |change: &&StageChange| day(&change.at) == day(then);
    if let Some(stated) = stages
        .iter()
        .find(|change| change.is_stated && is_same_day(change))
    {
        return Some(&stated.stage);
    }
    let changes = || stages.iter().filter(|change| !change.is_stated);
    let has_clock = |at: &str| at.len() > day(at).len();
    let is_before = |change: &&StageChange| {
        if has_clock(&change.at) && has_clock(then) {
            change.at.as_str() <= then
        } else {
            day(&change.at) < day(then)
        }
    };
    let was_unclear =
        |change: &&StageChange| is_same_day(change) && !(has_clock(&change.at) && has_clock(then));
    changes()
        .rfind(is_before)
        .or_else(|| changes().find(was_unclear))
        .map(|change| change.stage.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: &str, stage: &str, is_stated: bool) -> StageChange {
        StageChange {
            at: at.to_owned(),
            stage: stage.to_owned(),
            is_stated,
        }
    }

    #[test]
    fn the_stage_is_that_of_the_time() {
        let stages = [
            change("2026-01-10", "first", false),
            change("2026-02-10T12:00:00Z", "second", false),
            change("2026-03-10", "told", true),
        ];
        for (then, expected) in [
            ("2026-01-09", None),
            ("2026-01-10", Some("first")),
            ("2026-01-11", Some("first")),
            ("2026-02-10", Some("first")),
            ("2026-02-10T11:59:59Z", Some("first")),
            ("2026-02-10T12:00:00Z", Some("second")),
            ("2026-02-11", Some("second")),
            ("2026-03-10", Some("told")),
            ("2026-03-11", Some("second")),
        ] {
            assert_eq!(past_stage(&stages, then), expected, "{then}");
        }
        assert_eq!(past_stage(&[], "2026-01-10"), None);
    }
}
