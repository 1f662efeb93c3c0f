//! What do people see of deals?

use serde_json::{Value, json};

use crate::harness::Desk;

use super::{desk, import};

#[test]
fn the_list_shows_every_deal_and_how_many_calls_it_has() {
    let desk = desk();
    desk.verbatim(&["deals", "list"])
        .finds_nothing()
        .says("No deals were imported yet");
    import(&desk, &["deals-of-crm.csv"]);
    desk.verbatim(&["deals", "list"])
        .done()
        .says("D-1  lost, 3 calls")
        .says("Pilot, Acme, Inc., $125,000, Proposal, price")
        .says("D-2  open, 0 calls");
    let lines = desk.verbatim(&["deals", "list", "--json"]).done().lines();
    let calls: Vec<Value> = lines
        .iter()
        .map(|line| json!([line["deal"], line["calls"]]))
        .collect();
    assert_eq!(
        calls,
        [
            json!(["D-1", 3]),
            json!(["D-2", 0]),
            json!(["D-3", 1]),
            json!(["D-4", 0])
        ]
    );
}

#[test]
fn columns_that_say_nothing_to_us_are_told() {
    let desk = desk();
    desk.write(
        "labels.csv",
        "Deal ID,Stage,Lempi,Next Step\nD-9,Demo,Pam,call again\n",
    );
    let run = import(&desk, &["labels.csv"]);
    assert_eq!(
        run.last()["columns_not_understood"],
        json!(["Lempi", "Next Step"])
    );
    desk.verbatim(&["deals", "import", "labels.csv"])
        .done()
        .says("2 columns not understood: Lempi, Next Step");
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_help_run() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    for command in [&["deals", "import"][..], &["deals", "list"]] {
        for line in desk.examples(command) {
            desk.shell(&line).done();
        }
    }
}

#[test]
fn what_is_shown_fits_80_columns() {
    let desk = desk();
    for args in [
        &["deals", "--help"][..],
        &["deals", "import", "--help"],
        &["deals", "list", "--help"],
        &["deals", "import", "deals-of-crm.csv", "--dry-run"],
        &["deals", "import", "deals-of-crm.csv"],
        &["deals", "list"],
    ] {
        let run = desk.verbatim(args).done();
        for line in run.stdout.lines() {
            assert!(line.chars().count() <= 80, "too wide: {line}");
        }
    }
}
