//! What if a table is none, a crash came between, or the catalogue is older?

use super::{deal_of, desk, import};

#[test]
fn a_file_that_is_no_table_of_deals_never_stops_the_others() {
    let desk = desk();
    desk.write("contacts.csv", "First Name,Last Name\nPam,Ode\n");
    let files = [
        "deals",
        "import",
        "contacts.csv",
        "deals-of-crm.csv",
        "nowhere.csv",
    ];
    let run = desk
        .verbatim(&files)
        .has_trouble()
        .warns("contacts.csv")
        .warns("`First Name`")
        .warns("nowhere.csv")
        .says("4 new");
    assert!(!run.stderr.contains("Pam"), "{run}");
    assert_eq!(deal_of(&desk, "c3"), "-|lost|price|$125,000|cold");

    std::fs::create_dir(desk.path("exports")).unwrap();
    desk.verbatim(&["deals", "import", "exports"])
        .has_trouble()
        .warns("this is a folder");

    let only = desk
        .verbatim(&["deals", "import", "contacts.csv"])
        .has_trouble();
    assert_eq!(only.stdout, "");
}

#[test]
fn what_a_crash_left_undone_is_done_by_the_next_search() {
    let desk = desk();
    import(&desk, &["deals-of-crm.csv"]);
    // As if the program had been killed between keeping the calls and putting them to their deals.
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch(
            "DELETE FROM call_deal; UPDATE meta SET value = '1' WHERE key = 'store.deals_stale';",
        )
        .unwrap();
    assert_eq!(deal_of(&desk, "c3"), "-|-|-|-|-");
    assert_eq!(desk.finds(&["--outcome", "lost"]).len(), 3);
    assert_eq!(deal_of(&desk, "c3"), "-|lost|price|$125,000|cold");
    desk.verbatim(&["check"]).done().says("all is well");
}

/// As a catalogue was before there were deals.
#[test]
fn an_older_catalogue_gains_its_deals() {
    let desk = desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch(
            "DROP TABLE call_deal; DROP TABLE deal_stage; DROP TABLE deal; PRAGMA user_version = 3;",
        )
        .unwrap();
    desk.verbatim(&["deals", "list"]).finds_nothing();
    assert_eq!(desk.finds(&["--outcome", "open"]), ["c1:0"]);
    import(&desk, &["deals-of-crm.csv"]);
    assert_eq!(desk.finds(&["--outcome", "lost"]).len(), 3);
}

/// As a catalogue was before stages knew of which call they are told.
#[test]
fn the_stages_of_an_older_catalogue_stay() {
    let desk = desk();
    desk.write(
        "past.csv",
        "deal_id,timestamp,name,value\nD-1,2026-01-05 09:00:00,dealstage,discovery\n",
    );
    import(&desk, &["deals-of-crm.csv", "past.csv"]);
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch(
            "CREATE TABLE older (
                 deal TEXT NOT NULL REFERENCES deal (key) ON DELETE CASCADE,
                 at TEXT NOT NULL, stage TEXT NOT NULL, is_stated INTEGER NOT NULL,
                 PRIMARY KEY (deal, at, stage, is_stated)
             ) STRICT;
             INSERT INTO older SELECT deal, at, stage, is_stated FROM deal_stage;
             DROP TABLE deal_stage;
             ALTER TABLE older RENAME TO deal_stage;
             PRAGMA user_version = 9;",
        )
        .unwrap();
    let stage = || {
        let deals = desk.verbatim(&["deals", "list", "--json"]).done().lines();
        deals[0]["stages"][0]["stage"].clone()
    };
    // Who only reads leaves the catalogue as it is; who writes brings it to today's schema.
    assert_eq!(stage(), "discovery");
    import(&desk, &["deals-of-crm.csv"]);
    assert_eq!(stage(), "discovery");
    desk.verbatim(&["check"]).done().says("all is well");
}
