//! What does the CRM say of a call that belongs to one of its deals?
//!
//! Only what takes the place of the file's own word; see [`crate::ingest::crm`] for whose word counts.

use super::dates::utc;
use crate::call::crm::{Clues, CrmDeal, StageChange};
use crate::call::{Account, Deal};
use crate::ingest::companions::CallKeys;

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
    if let Some(stage) = stage_of_call(&deal.stages, call) {
        return Some(stage);
    }
    let then = Then::of(call)?;
    // Whatever the first stage was, a deal that was not there yet stood in none.
    let had_begun = deal
        .created
        .as_deref()
        .is_none_or(|created| created <= then.day);
    past_stage(&deal.stages, &then, had_begun)
        .or_else(|| stage_of_today(deal, &then).filter(|_| is_last && had_begun))
}

/// The stage that the table tells of this very call.
fn stage_of_call<'d>(stages: &'d [StageChange], call: &Clues) -> Option<&'d str> {
    if stages.iter().all(|change| change.call.is_none()) {
        return None;
    }
    let keys = CallKeys::of(call.source.as_deref(), &[call.id.0.as_str()]);
    agreed(stages.iter().filter(|change| {
        let named = change.call.as_ref();
        named.is_some_and(|name| keys.names().contains(name))
    }))
}

/// The one stage of which all speak.
fn agreed<'d>(mut said: impl Iterator<Item = &'d StageChange>) -> Option<&'d str> {
    let first = said.next()?;
    said.all(|other| other.stage == first.stage)
        .then_some(first.stage.as_str())
}

/// The stage of today, unless the deal came into it after the call: a change after the call that the table knows says so,
/// and the stage of a deal that ended later is that end. A table that tells the stage of calls on unknown days leaves open
/// which of them is the latest.
fn stage_of_today<'d>(deal: &'d CrmDeal, then: &Then<'_>) -> Option<&'d str> {
    let came_later = |change: &StageChange| {
        !change.is_stated || change.at.is_empty() || day(&change.at) > then.day
    };
    let ended_later = deal.is_closed()
        && deal
            .closed
            .as_deref()
            .is_none_or(|closed| closed >= then.day);
    let stage = deal.stage.as_deref();
    stage.filter(|_| !ended_later && !deal.stages.iter().any(came_later))
}

/// When a call took place.
struct Then<'c> {
    /// In UTC, or the day where the call has no clock time.
    at: String,
    /// As the call's file writes it: the day on which it was for those who took part, as tables write days.
    day: &'c str,
}

impl<'c> Then<'c> {
    fn of(call: &'c Clues) -> Option<Then<'c>> {
        Some(Then {
            at: moment(call)?,
            day: day(call.started_at.as_deref()?),
        })
    }
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

/// The stage that is told of the day, else the last one that a deal had come into, else the one that it left first. Where
/// a day is all that is known, a change on the day of the call counts as what came of the call, unless nothing came before
/// it.
fn past_stage<'d>(stages: &'d [StageChange], then: &Then<'_>, had_begun: bool) -> Option<&'d str> {
    let is_same_day = |change: &&StageChange| day(&change.at) == then.day;
    let stated = || {
        stages
            .iter()
            .filter(|change| change.is_stated)
            .filter(is_same_day)
    };
    let of_day = stated().find(|change| change.call.is_none());
    // What is said of another call of that day says it of this one too, where all of them agree.
    if let Some(stage) = of_day
        .map(|change| change.stage.as_str())
        .or_else(|| agreed(stated()))
    {
        return Some(stage);
    }
    let changes = || stages.iter().filter(|change| !change.is_stated);
    let has_clock = |at: &str| at.len() > day(at).len();
    let has_clocks = |change: &StageChange| has_clock(&change.at) && has_clock(&then.at);
    let is_before = |change: &&StageChange| {
        if has_clocks(change) {
            change.at <= then.at
        } else {
            day(&change.at) < then.day
        }
    };
    if let Some(change) = changes().rfind(is_before) {
        return Some(&change.stage);
    }
    let first = changes().next()?;
    if let Some(left) = first.left.as_deref().filter(|_| had_begun) {
        return Some(left);
    }
    changes()
        .find(|change| is_same_day(change) && !has_clocks(change))
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
            left: None,
            call: None,
        }
    }

    fn at(moment: &str) -> Then<'_> {
        Then {
            at: moment.to_owned(),
            day: day(moment),
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
            assert_eq!(past_stage(&stages, &at(then), true), expected, "{then}");
        }
        assert_eq!(past_stage(&[], &at("2026-01-10"), true), None);
    }

    #[test]
    fn before_the_first_change_stands_what_it_left() {
        let mut stages = [
            change("2026-02-15", "second", false),
            change("2026-03-15", "third", false),
        ];
        stages[0].left = Some("first".to_owned());
        stages[1].left = Some("second".to_owned());
        for (then, had_begun, expected) in [
            ("2026-02-10", true, Some("first")),
            ("2026-02-10", false, None),
            // What came of the call.
            ("2026-02-15", true, Some("first")),
            ("2026-02-16", true, Some("second")),
            ("2026-03-16", true, Some("third")),
        ] {
            assert_eq!(
                past_stage(&stages, &at(then), had_begun),
                expected,
                "{then}"
            );
        }
    }
}
