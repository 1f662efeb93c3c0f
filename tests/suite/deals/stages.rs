//! In which stage was a deal at the time of a call?

use serde_json::json;

use crate::harness::{Desk, Talk};

use super::{catalogue, import, kept, talk, with_account};

/// The stage of a call's deal, as it is shown.
#[track_caller]
fn stage(desk: &Desk, id: &str) -> String {
    let deal = kept(desk, id).deal.unwrap_or_default();
    deal.stage.unwrap_or_else(|| "-".to_owned())
}

/// A desk that keeps calls and has imported tables.
fn desk_with(talks: &[Talk], tables: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    desk.keep(talks);
    for (name, table) in tables {
        desk.write(name, table);
    }
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    import(&desk, &names);
    desk
}

#[test]
fn before_the_first_change_of_a_history_the_deal_stood_in_what_that_change_left() {
    let of_deal = |id: &str, date: &str| talk(id, date).with("deal", json!({ "id": "D-1" }));
    let calls = [
        of_deal("none", "2026-01-01"),
        of_deal("first", "2026-02-10T10:00:00Z"),
        of_deal("second", "2026-02-20"),
    ];
    let deal = "Deal ID,Stage,Create Date\nD-1,Review,2026-02-01\n";
    for history in [
        "OpportunityId,CreatedDate,Field,OldValue,NewValue\n\
         D-1,2026-02-15T10:00:00.000Z,StageName,Prospecting,Analysis\n\
         D-1,2026-03-15T10:00:00.000Z,StageName,Analysis,Review\n",
        // Two changes of one day, newest first.
        "Opportunity ID,From Stage,To Stage,Last Modified\n\
         D-1,Analysis,Review,3/15/2026\n\
         D-1,Demo,Analysis,2/15/2026\n\
         D-1,Prospecting,Demo,2/15/2026\n",
    ] {
        let desk = desk_with(&calls, &[("deals-of-crm.csv", deal), ("past.csv", history)]);
        assert_eq!(stage(&desk, "none"), "-", "{history}");
        assert_eq!(stage(&desk, "first"), "Prospecting", "{history}");
        assert_eq!(stage(&desk, "second"), "Analysis", "{history}");
        // What was kept is what was read.
        let again = import(&desk, &["deals-of-crm.csv", "past.csv"]).last();
        assert_eq!(again["deals"]["unchanged"], 1, "{history}");
    }
}

#[test]
fn todays_stage_is_none_of_a_call_before_a_known_change() {
    let calls = [with_account(talk("c1", "2026-02-10"), "Acme")];
    let tables = [
        (
            "deals-of-crm.csv",
            "Deal ID,Company,Stage\nD-1,Acme,Review\n",
        ),
        (
            "past.csv",
            "deal_id,timestamp,name,value\nD-1,2026-03-05 09:00:00,dealstage,Review\n",
        ),
    ];
    assert_eq!(stage(&desk_with(&calls, &tables), "c1"), "-");
    assert_eq!(stage(&desk_with(&calls, &tables[..1]), "c1"), "Review");
}

/// Our own table tells the stage of each call that it names, with or without a day, though two were on one day.
#[test]
fn a_row_that_names_a_call_tells_the_stage_of_that_call() {
    let calls = [
        with_account(talk("c1", "2026-03-01"), "Acme"),
        with_account(talk("c2", "2026-03-08"), "Acme"),
        with_account(talk("c3", "2026-03-08"), "Acme"),
        with_account(Talk::new("c4").prospect("We do it by hand."), "Acme"),
        with_account(talk("c5", "2026-03-09"), "Acme"),
    ];
    for table in [
        "call,account,deal,stage\nc1,Acme,H1,discovery\nc2,Acme,H1,demo\nc3,Acme,H1,negotiation\nc4,Acme,H1,legal\n",
        "call,account,deal,stage,date\nc1,Acme,H1,discovery,2026-03-01\nc2,Acme,H1,demo,2026-03-08\n\
         c3,Acme,H1,negotiation,2026-03-08\nc4,Acme,H1,legal,\n",
    ] {
        let desk = desk_with(&calls, &[("own.csv", table)]);
        for (id, expected) in [
            ("c1", "discovery"),
            ("c2", "demo"),
            ("c3", "negotiation"),
            ("c4", "legal"),
            // On some day c4 was held; whether before this one nobody knows.
            ("c5", "-"),
        ] {
            assert_eq!(stage(&desk, id), expected, "{id}: {table}");
        }
        let again = import(&desk, &["own.csv"]).last();
        assert_eq!(again["deals"]["unchanged"], 1);
    }
}

#[test]
fn the_stage_told_of_a_call_goes_with_the_call() {
    let of_account = |id: &str| with_account(talk(id, "2026-03-01"), "Acme");
    let calls = [of_account("call-that-goes"), of_account("call-that-stays")];
    let table =
        "call,account,deal,stage\ncall-that-goes,Acme,H1,demo\ncall-that-stays,Acme,H1,legal\n";
    let desk = desk_with(&calls, &[("own.csv", table)]);
    desk.verbatim(&["forget", "--call", "call-that-goes", "--yes"])
        .done();
    let deals = catalogue(&desk).deals().unwrap();
    let changes = deals.iter().flat_map(|deal| &deal.stages);
    let named: Vec<&str> = changes
        .filter_map(|change| change.call.as_deref())
        .collect();
    assert_eq!(named, ["call-that-stays"]);
}

/// The day that a table writes is the day of those who were on the call.
#[test]
fn a_stated_day_is_the_calls_own_day() {
    let late = || with_account(talk("late", "2026-03-08T22:30:00-05:00"), "Acme");
    let table = "account,deal,stage,date\nAcme,H1,discovery,2026-03-08\nAcme,H1,demo,2026-03-09\n";
    assert_eq!(
        stage(&desk_with(&[late()], &[("own.csv", table)]), "late"),
        "discovery"
    );
}
