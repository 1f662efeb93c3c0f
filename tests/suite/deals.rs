//! Does a CRM's export reach the calls that it speaks of, those alone, and for as long as it says so?

mod shown;
mod stages;
mod table;
mod trouble;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use verbatim::call::Call;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::facts::CallFacts;

use crate::harness::{Desk, Run, Talk};

// ---- to which deal a call belongs -------------------------------------------------------------------------------

const DEALS: &str = "Deal ID,Deal Name,Company,Company domain,Stage,Outcome,Reason,Amount,Create Date,Close Date,Industry,Lead Source
D-1,Pilot,\"Acme, Inc.\",acme.example,Proposal,lost,price,\"$125,000\",2026-01-01,2026-06-30,trade,Cold Call
D-2,Bold one,Bold GmbH,,Demo,open,,,2026-01-01,,,
D-3,Bold two,Bold GmbH,,Demo,open,,,2026-01-01,,,
D-4,Cove,Cove,,Demo,open,,,2026-01-01,,,
";

fn talk(id: &str, date: &str) -> Talk {
    Talk::new(id)
        .with("date", json!(date))
        .prospect("We do it by hand.")
}

fn with_email(talk: Talk, email: &str) -> Talk {
    talk.with(
        "participants",
        json!([{ "name": "Rea", "side": "rep" }, { "name": "Pam", "side": "prospect", "email": email }]),
    )
}

fn with_account(talk: Talk, name: &str) -> Talk {
    talk.with("account", json!({ "name": name }))
}

/// Calls for every way to a deal and every reason for none.
fn talks() -> Vec<Talk> {
    vec![
        talk("c1", "2026-02-01").with(
            "deal",
            json!({ "id": "d-1", "outcome": "open", "stage": "first", "relationship": "friend" }),
        ),
        with_email(talk("c2", "2026-03-01"), "Pam@eu.acme.example"),
        with_account(talk("c3", "2026-04-01"), "ACME Incorporated"),
        with_account(talk("c4", "2026-07-01"), "acme"),
        with_account(talk("c5", "2026-02-01"), "Bold"),
        with_email(talk("c6", "2026-02-01"), "pam@gmail.com"),
        with_account(talk("c7", "2026-02-01"), "Dune"),
        with_account(talk("c8", "2026-02-02"), "Bold").with("deal", json!({ "id": "D-3" })),
        with_account(talk("c9", "2026-02-02"), "Cove").with("deal", json!({ "id": "D-77" })),
    ]
}

/// A desk that keeps the talks and has `deals.csv` on it, not yet imported.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&talks());
    desk.write("deals-of-crm.csv", DEALS);
    desk
}

#[track_caller]
fn import(desk: &Desk, files: &[&str]) -> Run {
    desk.verbatim(&[&["deals", "import", "--json"][..], files].concat())
        .done()
}

fn catalogue(desk: &Desk) -> Catalogue {
    Catalogue::open_to_read(&DataDir::new(desk.path("data"))).unwrap()
}

#[track_caller]
fn kept(desk: &Desk, id: &str) -> Call {
    let (_, call) = catalogue(desk).call(id).unwrap().unwrap();
    call
}

/// The number of the catalogue's last change.
fn last_change(desk: &Desk) -> Value {
    desk.checked()["catalogue_seq"].clone()
}

/// stage|outcome|reason|amount|relationship of a call's deal.
#[track_caller]
fn deal_of(desk: &Desk, id: &str) -> String {
    let deal = kept(desk, id).deal.unwrap_or_default();
    [
        &deal.stage,
        &deal.outcome,
        &deal.reason,
        &deal.amount,
        &deal.relationship,
    ]
    .map(|fact| fact.as_deref().unwrap_or("-"))
    .join("|")
}

/// What an import tells, but for its summary: a call with its deal and by what, or what is left over and why.
fn told(run: &Run) -> BTreeSet<String> {
    let lines = run.lines();
    let (_, lines) = lines.split_last().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    lines
        .iter()
        .map(
            |line| match (line.get("unmatched_call"), line.get("unmatched_deal")) {
                (Some(call), _) => format!("{} none: {}", text(call), text(&line["code"])),
                (None, Some(deal)) => format!("{} idle: {}", text(deal), text(&line["code"])),
                (None, None) => format!(
                    "{} {} by {}",
                    text(&line["call"]),
                    text(&line["deal"]),
                    text(&line["by"])
                ),
            },
        )
        .collect()
}

#[test]
fn people_of_no_known_side_tell_the_deal_where_no_prospect_does() {
    let desk = Desk::new();
    let with = |id: &str, people: Value| talk(id, "2026-02-01").with("participants", people);
    let rea = json!({ "name": "Rea", "email": "rea@seller.example" });
    let pam = |side: &str| json!({ "name": "Pam", "email": "pam@acme.example", "side": side });
    desk.keep(&[
        with("u1", json!([rea, pam("unknown")])),
        with("u2", json!([rea, pam("rep")])),
        with(
            "u3",
            json!([{ "name": "Cy", "email": "cy@dune.example", "side": "prospect" }, pam("unknown")]),
        ),
    ]);
    desk.write("deals-of-crm.csv", DEALS);
    let told = told(&import(&desk, &["deals-of-crm.csv"]));
    for expected in ["u1 D-1 by domain", "u2 none: no-deal", "u3 none: no-deal"] {
        assert!(told.contains(expected), "{told:?}");
    }
}

#[test]
fn a_call_goes_to_its_deal_by_what_is_surest_and_never_to_one_of_two() {
    let desk = desk();
    let run = import(&desk, &["deals-of-crm.csv"]);
    let expected = [
        "c1 D-1 by id",
        "c2 D-1 by domain",
        "c3 D-1 by account",
        "c4 none: not-open",
        "c5 none: ambiguous",
        "c6 none: no-clue",
        "c7 none: no-deal",
        "c8 D-3 by id",
        "c9 none: other-deal",
        "D-2 idle: ambiguous",
        "D-4 idle: other-deal",
    ];
    assert_eq!(told(&run), BTreeSet::from(expected.map(str::to_owned)));
    let summary = run.last();
    assert_eq!(
        summary["deals"],
        json!({ "new": 4, "updated": 0, "unchanged": 0, "unmatched": 2 })
    );
    assert_eq!(
        summary["calls"],
        json!({ "matched": 4, "unmatched": 5, "changed": 4 })
    );
    assert_eq!(
        summary["matched_by"],
        json!({ "id": 2, "domain": 1, "account": 1 })
    );
}

#[test]
fn what_became_of_a_deal_is_the_crms_word_and_who_it_was_is_the_files() {
    let desk = desk();
    import(&desk, &["deals-of-crm.csv"]);
    // Not the last call of the deal, so the stage of today says nothing about it.
    assert_eq!(deal_of(&desk, "c1"), "first|lost|price|$125,000|friend");
    // The last one; but the deal was closed after it, so its last stage was not yet reached.
    assert_eq!(deal_of(&desk, "c3"), "-|lost|price|$125,000|cold");
    // The last one of a deal that is still open.
    assert_eq!(deal_of(&desk, "c8"), "Demo|open|-|-|-");
    assert_eq!(deal_of(&desk, "c5"), "-|-|-|-|-");
    let name = |id: &str| kept(&desk, id).account.unwrap().name.unwrap();
    assert_eq!(name("c3"), "ACME Incorporated");
    assert_eq!(name("c2"), "Acme, Inc.");
    assert_eq!(kept(&desk, "c1").deal.unwrap().id.unwrap(), "d-1");

    let mut lost = desk.finds(&["--outcome", "lost"]);
    lost.sort();
    assert_eq!(lost, ["c1:0", "c2:0", "c3:0"]);
    let mut trade = desk.finds(&["--industry", "trade"]);
    trade.sort();
    assert_eq!(trade, ["c1:0", "c2:0", "c3:0"]);
    assert_eq!(desk.finds(&["--outcome", "open"]), ["c8:0"]);
    assert_eq!(desk.hits(&["--stage", "Demo"])[0]["outcome"], "open");
    desk.verbatim(&["check"]).done().says("all is well");
}

#[test]
fn a_dry_run_tells_the_same_and_keeps_nothing() {
    let desk = desk();
    let before = desk.checked();
    let tried = import(&desk, &["deals-of-crm.csv", "--dry-run"]);
    assert_eq!(tried.last()["calls"]["changed"], Value::Null);
    assert_eq!(tried.last()["dry_run"], true);
    assert_eq!(desk.checked(), before);
    desk.verbatim(&["deals", "list"]).finds_nothing();
    assert_eq!(deal_of(&desk, "c1"), "first|open|-|-|friend");
    desk.verbatim(&["deals", "import", "deals-of-crm.csv", "--dry-run"])
        .done()
        .says("4 deals read: 4 new, 0 updated, 0 unchanged")
        .says("4 of 9 calls would belong to a deal")
        .says("c5 (Bold, 2026-02-01): 2 deals of its account were open then: D-2, D-3")
        .says("nothing was kept");

    let done = import(&desk, &["deals-of-crm.csv"]);
    assert_eq!(told(&done), told(&tried));
}

#[test]
fn a_dry_run_needs_no_calls_and_makes_no_folder() {
    let desk = Desk::new();
    desk.write("deals-of-crm.csv", DEALS);
    let run = import(&desk, &["deals-of-crm.csv", "--dry-run"]);
    assert_eq!(run.last()["deals"]["unmatched"], 4);
    assert!(!desk.path("data").exists());
}

#[test]
fn importing_again_changes_nothing_until_the_crm_says_something_else() {
    let desk = desk();
    import(&desk, &["deals-of-crm.csv"]);
    let before = last_change(&desk);
    let again = import(&desk, &["deals-of-crm.csv"]).last();
    assert_eq!(again["deals"]["unchanged"], 4);
    assert_eq!(again["calls"]["changed"], 0);
    assert_eq!(last_change(&desk), before);

    // Another id of the same deal in other case, and one fact of many.
    desk.write("later.csv", "Deal ID,Outcome\nd-1,won\n");
    let later = import(&desk, &["later.csv"]).last();
    assert_eq!(later["deals"]["updated"], 1);
    assert_eq!(later["calls"]["changed"], 3);
    assert_eq!(deal_of(&desk, "c3"), "-|won|-|$125,000|cold");
    assert_eq!(desk.verbatim(&["deals", "list", "--json"]).lines().len(), 4);

    // The deal turns out to be somebody else's: the calls of the account know nothing of it any more.
    desk.write("moved.csv", "Deal ID,Company,Outcome\nD-4,Dune,open\n");
    import(&desk, &["moved.csv"]);
    assert_eq!(deal_of(&desk, "c7"), "Demo|open|-|-|-");
    desk.write("back.csv", "Deal ID,Company,Outcome\nD-4,Cove,open\n");
    import(&desk, &["back.csv"]);
    assert_eq!(deal_of(&desk, "c7"), "-|-|-|-|-");
    assert_eq!(desk.finds(&["--outcome", "won"]).len(), 3);
}

#[test]
fn calls_that_come_later_find_their_deals() {
    let desk = Desk::new();
    desk.write("deals-of-crm.csv", DEALS);
    import(&desk, &["deals-of-crm.csv"]);
    desk.keep(&talks());
    assert_eq!(deal_of(&desk, "c3"), "-|lost|price|$125,000|cold");
    desk.verbatim(&["check"]).done().says("all is well");

    // A later call of the deal takes the last place; nothing else is new.
    assert_eq!(deal_of(&desk, "c8"), "Demo|open|-|-|-");
    desk.write_talks(
        "more.jsonl",
        &[talk("c10", "2026-05-05").with("deal", json!({ "id": "D-3" }))],
    );
    desk.verbatim(&["ingest", "more.jsonl"]).done();
    assert_eq!(deal_of(&desk, "c8"), "-|open|-|-|-");
    assert_eq!(deal_of(&desk, "c10"), "Demo|open|-|-|-");

    let before = last_change(&desk);
    let again = desk.verbatim(&["ingest", "calls.jsonl", "--json"]).done();
    assert_eq!(again.last()["calls"]["unchanged"], 9);
    assert_eq!(last_change(&desk), before);
    assert_eq!(deal_of(&desk, "c3"), "-|lost|price|$125,000|cold");

    // A corrected transcript keeps its deal.
    desk.keep(&[with_account(talk("c3", "2026-04-01"), "Acme").rep("One turn more.")]);
    assert_eq!(deal_of(&desk, "c3"), "-|lost|price|$125,000|cold");
}

/// First talks come before anybody creates a deal; what was created much later is about something else, and of two deals
/// none is surely the one.
#[test]
fn a_companys_only_deal_may_be_created_some_time_after_the_call() {
    let calls = [
        with_account(talk("c1", "2026-03-01"), "Acme"),
        with_account(talk("c2", "2026-03-04T22:00:00-05:00"), "Acme"),
        with_account(talk("c3", "2026-02-02"), "Acme"),
        with_account(talk("c4", "2026-03-01"), "Bold"),
    ];
    let desk = Desk::new();
    desk.keep(&calls);
    desk.write(
        "later.csv",
        "Deal ID,Company,Stage,Create Date\nD-1,Acme,Demo,2026-03-05\nD-2,Bold,Demo,2026-03-05\nD-3,Bold,Demo,2026-03-05\n",
    );
    let told = told(&import(&desk, &["later.csv"]));
    for expected in [
        "c1 D-1 by account",
        "c2 D-1 by account",
        "c3 none: not-open",
        "c4 none: not-open",
    ] {
        assert!(told.contains(expected), "{expected}: {told:?}");
    }
    // A deal that was not there yet stood in no stage.
    assert_eq!(deal_of(&desk, "c2"), "-|open|-|-|-");
}

#[test]
fn a_contact_decides_between_two_open_deals() {
    let desk = Desk::new();
    desk.keep(&[with_email(talk("c1", "2026-02-01"), "pam@gmail.com")]);
    desk.write(
        "two.csv",
        "Deal ID,Company,Stage,Associated Contact\nD-1,Bold,Demo,Bo (bo@bold.example)\nD-2,Bold,Demo,Pam (PAM@gmail.com)\n",
    );
    let run = import(&desk, &["two.csv"]);
    assert!(told(&run).contains("c1 D-2 by email"), "{run}");
}

#[test]
fn a_corrected_side_lets_a_call_find_its_deal() {
    let desk = Desk::new();
    let both_reps = json!([
        { "name": "Rea", "side": "rep" },
        { "name": "Pam", "side": "rep", "email": "pam@acme.example" },
    ]);
    desk.keep(&[talk("c1", "2026-03-01").with("participants", both_reps)]);
    desk.write("deals-of-crm.csv", DEALS);
    let run = import(&desk, &["deals-of-crm.csv"]);
    assert!(told(&run).contains("c1 none: no-clue"), "{run}");
    desk.verbatim(&["sides", "c1", "--set", "Pam=prospect"])
        .done();
    assert_eq!(desk.finds(&["--outcome", "lost"]), ["c1:0"]);
    assert_eq!(
        kept(&desk, "c1").account.unwrap().name.unwrap(),
        "Acme, Inc."
    );
}

#[test]
fn ids_of_salesforce_are_one_in_both_lengths_and_two_in_other_case() {
    let desk = Desk::new();
    let id = |id: &str| json!({ "id": id });
    desk.keep(&[
        talk("long", "2026-02-01").with("deal", id("0061G00000Ja7B6QAJ")),
        talk("short", "2026-02-01").with("deal", id("0061G00000Ja7B6")),
        talk("other", "2026-02-01").with("deal", id("0061G00000JA7B6")),
    ]);
    desk.write(
        "report.csv",
        "Opportunity ID,Stage\n0061G00000Ja7B6,Closed Won\n",
    );
    let run = import(&desk, &["report.csv"]);
    let expected = [
        "long 0061G00000Ja7B6 by id",
        "short 0061G00000Ja7B6 by id",
        "other none: no-deal",
    ];
    assert_eq!(told(&run), BTreeSet::from(expected.map(str::to_owned)));
    assert_eq!(
        kept(&desk, "long").deal.unwrap().id.unwrap(),
        "0061G00000Ja7B6QAJ"
    );
}

#[test]
fn the_stage_is_that_of_the_time_of_the_call() {
    let desk = Desk::new();
    let of_deal = |id: &str, date: &str| {
        talk(id, date).with(
            "deal",
            json!({ "id": "D-1", "stage": "as the file has it" }),
        )
    };
    desk.keep(&[
        of_deal("before", "2026-01-01"),
        of_deal("early", "2026-02-01"),
        of_deal("hour", "2026-03-05T08:59:00Z"),
        of_deal("late", "2026-03-05T12:00:00+02:00"),
    ]);
    desk.write(
        "deals-of-crm.csv",
        "Deal ID,Stage,Outcome\nD-1,Closed Won,won\n",
    );
    desk.write(
        "history.csv",
        "deal_id,timestamp,name,value\n\
         D-1,2026-03-05 09:00:00,dealstage,proposal\n\
         D-1,2026-03-06 09:00:00,amount,5\n\
         D-1,2026-01-05 09:00:00,dealstage,discovery\n",
    );
    import(&desk, &["deals-of-crm.csv", "history.csv"]);
    let stage = |id: &str| kept(&desk, id).deal.unwrap().stage.unwrap();
    assert_eq!(stage("before"), "as the file has it");
    assert_eq!(stage("early"), "discovery");
    assert_eq!(stage("hour"), "discovery");
    assert_eq!(stage("late"), "proposal");
    assert_eq!(desk.finds(&["--stage", "proposal"]), ["late:0"]);
}

/// The table beside the samples says of each call what the calls have taken from it already.
#[test]
fn our_own_table_tells_calls_what_it_told_them_beside_their_files() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let facts = |desk: &Desk| -> Vec<CallFacts> {
        let mut facts = catalogue(desk).facts().unwrap();
        for facts in &mut facts {
            facts.seq = 0;
            // The table and a recorder's file may write a stage in different case.
            facts.stage = facts.stage.take().map(|stage| stage.to_lowercase());
        }
        facts
    };
    let before = facts(&desk);
    let run = import(&desk, &["corpus-samples/deals.csv"]);
    assert_eq!(run.last()["deals"]["new"], 12);
    assert_eq!(run.last()["deals"]["unmatched"], 0, "{run}");
    assert_eq!(facts(&desk), before);
}
