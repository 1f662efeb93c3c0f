//! At the command line: what is hidden, who decides, and what keeps a file back?

use serde_json::{Value, json};

use crate::harness::{Desk, Run, Talk};

const DANA: &str = "Dana types every order in by hand at night.";
const WAIT: &str = "Our drivers wait three hours at the gate.";

/// A pack of two quotes of Acme that may be published; Pam speaks, Dana is there.
fn desk() -> Desk {
    let people = json!([
        { "name": "Rea", "side": "rep" },
        { "name": "Pam", "side": "prospect", "title": "Planner" },
        { "name": "Dana Whitfield", "side": "prospect" },
    ]);
    let talk = Talk::new("c1")
        .with("participants", people)
        .with("account", json!({ "name": "Acme", "industry": "haulage" }))
        .rep("How do you do it?")
        .prospect(DANA)
        .rep("And then?")
        .prospect(WAIT);
    let desk = Desk::new();
    desk.keep(&[talk]);
    desk.verbatim(&["pack", "add", "p", "c1:1", "c1:3"]).done();
    let grant = [
        "rights",
        "grant",
        "account:Acme",
        "anonymous",
        "--by",
        "CFO",
    ];
    desk.verbatim(&grant).done();
    desk
}

fn publish(desk: &Desk) -> Run {
    desk.verbatim(&["pack", "export", "p", "--for", "publish"])
}

#[track_caller]
fn redact(desk: &Desk, more: &[&str]) -> Run {
    desk.verbatim(&[&["pack", "redact", "p"][..], more].concat())
}

#[test]
fn what_is_hidden_is_listed_with_its_reason_and_verifies() {
    let desk = desk();
    let listed = redact(&desk, &["--json"]).done().lines();
    assert_eq!(listed.len(), 1);
    for (field, expected) in [
        ("finding", json!(1)),
        ("quote", json!(1)),
        ("from", json!(0)),
        ("to", json!(4)),
        ("words", json!("Dana")),
        ("class", json!("person")),
        ("replacement", json!("[a colleague]")),
        ("decided", Value::Null),
    ] {
        assert_eq!(listed[0][field], expected, "{field}");
    }
    redact(&desk, &[])
        .done()
        .says("  1  quote 1  “Dana” → [a colleague]");
    let page = publish(&desk).done().warns("1 place hidden");
    let page = page
        .says("colleague")
        .says("types every order in by hand at night.")
        .says("Our drivers wait three hours at the gate.");
    assert!(!page.stdout.contains("Dana"), "{page}");
    desk.verbatim_with(&page.stdout, &["verify", "-"])
        .done()
        .says("2 quotes: 1 exact, 1 edited");
    // The pack itself, and files for the house, have the words as they were said.
    desk.verbatim(&["pack", "export", "p"]).done().says(DANA);
    desk.verbatim(&["pack", "show", "p"]).done().says(DANA);
}

#[test]
fn a_heading_stays_and_reads_without_the_name() {
    let desk = desk();
    desk.verbatim(&["pack", "section", "p", "1", "What Dana types"])
        .done();
    let export = ["pack", "export", "p", "--for", "publish"];
    let page = desk
        .verbatim(&[&export[..], &["--format", "json"]].concat())
        .done()
        .warns("1 heading marked")
        .says("What [a colleague] types");
    assert!(!page.stdout.contains("Dana"), "{page}");
}

#[test]
fn the_leak_test_keeps_a_file_back_until_somebody_lets_it_pass() {
    let desk = desk();
    redact(&desk, &["--show", "1", "--by", "Ed"])
        .done()
        .says("“Dana” → is shown");
    let refused = publish(&desk).has_trouble();
    let refused = refused.warns("1 finding of the leak test").warns("quote 1");
    assert_eq!(refused.stdout, "");
    assert!(!refused.stderr.contains("Dana"), "{refused}");
    desk.verbatim(&["pack", "history"]).finds_nothing();

    let test = ["pack", "leaktest", "p", "--json"];
    let found = desk.verbatim(&test).has_trouble().lines();
    assert_eq!(found.len(), 1, "one place, one finding in all formats");
    assert_eq!(found[0]["words"], "Dana");
    assert_eq!(found[0]["item"], 1);
    assert!(found[0]["accepted_by"].is_null());
    let id = found[0]["id"].as_str().unwrap();

    let accept = ["pack", "accept", "p", id, "--by", "CMO", "--why", "agreed"];
    desk.verbatim(&accept).done().says("accepted by CMO");
    let found = desk.verbatim(&test).done().lines();
    assert_eq!(found[0]["accepted_by"], "CMO");
    for format in ["md", "html", "docx", "xlsx", "csv", "json", "txt"] {
        let file = format!("p.{format}");
        desk.verbatim(&["pack", "export", "p", "--for", "publish", "-o", &file])
            .done();
        desk.verbatim(&["leaktest", &file, "--pack", "p"])
            .done()
            .says("1 finding, all accepted");
        desk.verbatim(&["verify", &file])
            .done()
            .says("2 quotes: 2 exact");
    }
    desk.verbatim(&["pack", "accept", "p", "0f3a9c71d2e4", "--by", "CMO"])
        .done()
        .warns("no format of the pack shows this now");
    redact(&desk, &["--undo", "1"]).done().says("[a colleague]");
    let page = publish(&desk).done();
    assert!(!page.stdout.contains("Dana"), "{page}");
}

#[test]
fn more_can_be_hidden_by_hand() {
    let desk = desk();
    let hide = ["--hide", "2", "three hours", "--as", "[a long time]"];
    redact(&desk, &hide)
        .done()
        .says("quote 2  “three hours” → [a long time]");
    let page = publish(&desk).done();
    assert!(!page.stdout.contains("three hours"), "{page}");
    desk.verbatim_with(&page.stdout, &["verify", "-"])
        .done()
        .says("2 quotes: 2 edited");
    desk.verbatim(&["pack", "trim", "p", "2", "--end", "-3"])
        .done();
    let page = publish(&desk).done();
    assert!(!page.stdout.contains("three hours"), "{page}");
    redact(&desk, &["--undo", "2:17-28"]).done();
    publish(&desk).done().says("three hours");
    for (args, why) in [
        (
            &["--hide", "2", "elephants", "--as", "x y"][..],
            "do not stand",
        ),
        (&["--hide", "2", "wait", "--as", "never"][..], "denial"),
        (
            &["--hide", "2", "Our drivers wait three", "--as", "they"][..],
            "hardly a quote",
        ),
        (&["--hide", "7", "wait", "--as", "they"][..], "no quote 7"),
        (&["--show", "9"][..], "no finding 9"),
        (&["--show", "one"][..], "QUOTE:FROM-TO"),
        (&["--hide", "2", "wait"][..], "--as"),
    ] {
        redact(&desk, args).has_trouble().warns(why);
    }
}

#[test]
fn what_an_editor_writes_beside_the_quotes_is_tested_too() {
    let desk = desk();
    let mut page = publish(&desk).done().stdout;
    desk.write("fine.md", &page);
    desk.verbatim(&["leaktest", "fine.md", "--pack", "p"])
        .done()
        .says("Nothing shows.");
    page.push_str("\nThanks to Dana Whitfield of Acme.\n");
    desk.write("named.md", &page);
    desk.verbatim(&["leaktest", "named.md", "--pack", "p"])
        .has_trouble()
        .says("beside the quotes")
        .says("Whitfield")
        .says("Acme");
}

#[test]
fn a_template_goes_the_same_way() {
    let desk = desk();
    desk.write(
        "house.txt",
        "{% for quote in quotes %}{{ quote.quote }}\n{% endfor %}",
    );
    let export = [
        "pack",
        "export",
        "p",
        "--for",
        "publish",
        "--template",
        "house.txt",
    ];
    let page = desk.verbatim(&export).done().says("[a colleague] types");
    assert!(!page.stdout.contains("Dana"), "{page}");
    desk.write(
        "named.txt",
        "As Dana says\n{% for quote in quotes %}{{ quote.quote }}\n{% endfor %}",
    );
    let export = [
        "pack",
        "export",
        "p",
        "--for",
        "publish",
        "--template",
        "named.txt",
    ];
    let refused = desk.verbatim(&export).has_trouble();
    assert_eq!(refused.stdout, "");
    refused.warns("beside the quotes");
}

#[test]
fn what_is_issued_again_is_hidden_and_tested_too() {
    let desk = desk();
    desk.verbatim(&["pack", "export", "p", "--for", "publish", "-o", "p.json"])
        .done();
    let withdraw = ["rights", "withdraw", "quote:c1:3:0-9", "--reissue", "anew"];
    desk.verbatim(&withdraw).done();
    let page = std::fs::read_to_string(desk.path("anew/p-publish.json")).unwrap();
    assert!(
        page.contains("colleague") && !page.contains("Dana"),
        "{page}"
    );
    assert!(!page.contains("drivers"), "{page}");

    let desk = self::desk();
    desk.verbatim(&["pack", "export", "p", "--for", "publish", "-o", "p.json"])
        .done();
    redact(&desk, &["--show", "1"]).done();
    desk.verbatim(&withdraw)
        .has_trouble()
        .says("withdrawal 2")
        .warns("1 finding of the leak test");
    assert!(!desk.path("anew/p-publish.json").exists());
}

#[test]
fn an_older_catalogue_gains_the_table_of_what_was_accepted() {
    let desk = desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE leak_accepted; PRAGMA user_version = 7;")
        .unwrap();
    desk.verbatim(&["pack", "leaktest", "p"])
        .done()
        .says("Nothing shows.");
    publish(&desk).done();
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_helps_run() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let place = "hebblethorpe-callback-0609:3";
    desk.verbatim(&["pack", "add", "offer", place]).done();
    let call = "call:hebblethorpe-callback-0609";
    desk.verbatim(&["rights", "grant", call, "anonymous", "--by", "CMO"])
        .done();
    let public = "offer-public.md";
    desk.verbatim(&["pack", "export", "offer", "--for", "publish", "-o", public])
        .done();
    let commands: [&[&str]; 4] = [
        &["pack", "leaktest"],
        &["leaktest"],
        &["pack", "redact"],
        &["pack", "accept"],
    ];
    for command in commands {
        let help = desk
            .verbatim_where("COLUMNS", "200", &[command, &["--help"]].concat())
            .done();
        let examples = help.stdout.lines().skip_while(|line| *line != "Examples:");
        let examples: Vec<&str> = examples
            .skip(1)
            .map_while(|line| line.strip_prefix("  "))
            .collect();
        assert!(!examples.is_empty(), "{help}");
        for line in examples {
            assert!(line.chars().count() <= 78, "80 columns break {line}");
            desk.shell(line).done();
        }
    }
}
