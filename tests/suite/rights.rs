//! Does nothing leave that nobody allowed, and does everything leave that somebody did?

mod machine;

use jiff::civil::{Date, date};
use serde_json::json;

use verbatim::call::{Account, Call, CallId, Deal, Participant, Side, SideReason, Span, Turn};
use verbatim::quote::edit;
use verbatim::quote::pack::render::{PackFormat, render};
use verbatim::quote::pack::{Item, Pack};
use verbatim::quote::quote::turn_hash;
use verbatim::quote::rights::book::Rights;
use verbatim::quote::rights::gate::{Gated, gate};
use verbatim::quote::rights::subject::Subject;
use verbatim::quote::rights::{Grant, Level, Purpose, Withdrawal};
use verbatim::quote::seal::seal;

use crate::harness::{Desk, Talk};
use crate::serving::Served;

const TEXT: &str = "Well, our drivers wait three hours at every depot.";
const OTHER: &str = "At Acme we type it all in, and I am Pam Poole.";

fn march(day: i8) -> Date {
    date(2026, 3, day)
}

/// A call of Acme on which Pam speaks both turns.
fn call() -> Call {
    let turn = |text: &str| Turn {
        speaker: 0,
        start: Some(65.0),
        end: None,
        text: text.to_owned(),
        cues: Vec::new(),
    };
    Call {
        id: CallId("acme-call".to_owned()),
        title: None,
        format: "verbatim-json".to_owned(),
        started_at: Some("2026-02-28".to_owned()),
        duration: None,
        language: None,
        recording_url: Some("https://recordings.example/acme".to_owned()),
        account: Some(Account {
            name: Some("Acme".to_owned()),
            industry: Some("haulage".to_owned()),
            size: Some("210 employees".to_owned()),
            region: Some("US Midwest".to_owned()),
        }),
        deal: Some(Deal {
            stage: Some("negotiation".to_owned()),
            outcome: Some("lost".to_owned()),
            ..Deal::default()
        }),
        participants: vec![Participant {
            name: "Pam Poole".to_owned(),
            aliases: vec!["Pam (mobile)".to_owned()],
            side: Side::Prospect,
            side_reason: SideReason::Given,
            title: Some("VP Operations".to_owned()),
            persona: "economic-buyer".to_owned(),
            email: Some("Pam@acme.example".to_owned()),
            ..Participant::default()
        }],
        turns: vec![turn(TEXT), turn(OTHER)],
    }
}

/// Some words of a turn of that call.
fn item(turn: u32, words: &str) -> Item {
    let call = call();
    let text = &call.turns[turn as usize].text;
    let start = text.find(words).unwrap() as u32;
    let end = start + words.len() as u32;
    Item::new(
        seal(&call, turn, Span { start, end }, "few").unwrap(),
        &call,
        &[],
    )
}

fn pack(items: Vec<Item>) -> Pack {
    Pack {
        name: "p".to_owned(),
        items,
        ..Pack::default()
    }
}

/// What was written down, in order.
#[derive(Clone, Copy)]
enum Entry {
    /// A subject, a level, the first day of March and perhaps the last.
    Right(&'static str, Level, i8, Option<i8>),
    Withdrawal(&'static str, i8),
}

use Entry::{Right, Withdrawal as Back};

fn subject(written: &str) -> Subject {
    let mut subject = Subject::read(written).unwrap();
    if let Subject::Quote(place) = &mut subject {
        place.turn_sha256 = turn_hash(&call().turns[place.turn as usize].text);
    }
    subject
}

/// All that is known on the tenth of March.
fn rights(entries: &[Entry]) -> Rights {
    let mut rights = Rights::none(march(10));
    for (number, entry) in (1..).zip(entries) {
        match *entry {
            Right(about, level, from, until) => rights.grants.push(Grant {
                number,
                subject: subject(about),
                level,
                by: "CMO".to_owned(),
                from: march(from),
                until: until.map(march),
                evidence: None,
                note: None,
            }),
            Back(about, on) => rights.withdrawals.push(Withdrawal {
                number,
                subject: subject(about),
                also: Vec::new(),
                by: None,
                on: march(on),
                note: None,
            }),
        }
    }
    rights.learn(&call());
    rights
}

// ---- the rule ---------------------------------------------------------------------------------------------

const PAM: &str = "person:pam@acme.example";
const WORDS: &str = "quote:acme-call:0:6-50";

#[test]
fn the_most_specific_right_decides_and_a_withdrawal_ends_them_all() {
    use Level::{Anonymous, Company, Internal, Logo, Name};
    let cases: [(&str, &[Entry], Option<Level>); 33] = [
        ("nothing was said", &[], Some(Internal)),
        (
            "of the account",
            &[Right("account:Acme", Company, 1, None)],
            Some(Company),
        ),
        (
            "spelled otherwise",
            &[Right("account: ACME, ", Company, 1, None)],
            Some(Company),
        ),
        (
            "of another account",
            &[Right("account:Acme Tools", Company, 1, None)],
            Some(Internal),
        ),
        (
            "of the call",
            &[Right("call:acme-call", Name, 1, None)],
            Some(Name),
        ),
        (
            "of another call",
            &[Right("call:acme", Name, 1, None)],
            Some(Internal),
        ),
        (
            "of the person by name",
            &[Right("person:acme/pam POOLE", Name, 1, None)],
            Some(Name),
        ),
        (
            "of the person by another name",
            &[Right("person:Acme/Pam (mobile)", Name, 1, None)],
            Some(Name),
        ),
        (
            "of that name elsewhere",
            &[Right("person:Brindle/Pam Poole", Name, 1, None)],
            Some(Internal),
        ),
        (
            "of somebody else",
            &[Right("person:rob@acme.example", Name, 1, None)],
            Some(Internal),
        ),
        (
            "of fewer words",
            &[Right("quote:acme-call:0:10-50", Name, 1, None)],
            Some(Internal),
        ),
        (
            "of another turn",
            &[Right("quote:acme-call:1:6-50", Name, 1, None)],
            Some(Internal),
        ),
        (
            "a call before its account",
            &[
                Right("call:acme-call", Anonymous, 1, None),
                Right("account:Acme", Logo, 2, None),
            ],
            Some(Anonymous),
        ),
        (
            "a person before a call",
            &[
                Right(PAM, Company, 1, None),
                Right("call:acme-call", Anonymous, 2, None),
            ],
            Some(Company),
        ),
        (
            "words before a person",
            &[Right(WORDS, Internal, 1, None), Right(PAM, Name, 2, None)],
            Some(Internal),
        ),
        (
            "of equals the newer",
            &[Right(PAM, Name, 3, None), Right(PAM, Anonymous, 2, None)],
            Some(Name),
        ),
        (
            "of the same day the later record",
            &[Right(PAM, Name, 3, None), Right(PAM, Anonymous, 3, None)],
            Some(Anonymous),
        ),
        (
            "on its first day",
            &[Right(PAM, Name, 10, None)],
            Some(Name),
        ),
        (
            "before its first day",
            &[Right(PAM, Name, 11, None)],
            Some(Internal),
        ),
        (
            "on its last day",
            &[Right(PAM, Name, 1, Some(10))],
            Some(Name),
        ),
        (
            "after its last day",
            &[Right(PAM, Name, 1, Some(9))],
            Some(Internal),
        ),
        (
            "an ended one is not there",
            &[
                Right(PAM, Anonymous, 1, Some(9)),
                Right("account:Acme", Company, 1, None),
            ],
            Some(Company),
        ),
        (
            "an account withdraws what was more specific",
            &[Right(WORDS, Logo, 1, None), Back("account:Acme", 2)],
            None,
        ),
        ("before anything was allowed", &[Back(PAM, 2)], None),
        (
            "somebody else withdraws",
            &[
                Right(PAM, Name, 1, None),
                Back("person:rob@acme.example", 2),
            ],
            Some(Name),
        ),
        (
            "a part of the words",
            &[Right(PAM, Name, 1, None), Back("quote:acme-call:0:0-7", 2)],
            None,
        ),
        (
            "the words before them",
            &[Right(PAM, Name, 1, None), Back("quote:acme-call:0:0-6", 2)],
            Some(Name),
        ),
        (
            "recorded before, dated later",
            &[Right(PAM, Name, 5, None), Back(PAM, 2)],
            None,
        ),
        (
            "allowed again on the same day",
            &[Back(PAM, 5), Right(PAM, Name, 5, None)],
            None,
        ),
        (
            "allowed again on a later day",
            &[Back(PAM, 5), Right(PAM, Name, 6, None)],
            Some(Name),
        ),
        (
            "allowed again until yesterday",
            &[Back(PAM, 5), Right(PAM, Name, 6, Some(9))],
            None,
        ),
        (
            "allowed again by something wider",
            &[Back(PAM, 5), Right("account:Acme", Name, 6, None)],
            None,
        ),
        (
            "withdrawn from a later day on",
            &[Right(PAM, Name, 1, None), Back("account:Acme", 20)],
            None,
        ),
    ];
    let item = item(0, "our drivers wait three hours at every depot.");
    for (name, entries, expected) in cases {
        let rights = rights(entries);
        let standing = rights.standing(&rights.words_of(&item));
        assert_eq!(standing.level, expected, "{name}");
    }
}

#[test]
fn a_mark_in_a_pack_holds_whatever_is_known_of_the_call_since() {
    let mut marked = item(0, "our drivers wait");
    let rights = rights(&[Back("person:Brindle/Someone", 2)]);
    let level = |item: &Item| rights.standing(&rights.words_of(item)).level;
    assert_eq!(level(&marked), Some(Level::Internal));
    marked.withdrawn.push(1);
    assert_eq!(level(&marked), None);
}

#[test]
fn whoever_is_not_known_any_more_is_in_doubt_covered() {
    let item = item(0, "our drivers wait");
    let known = rights(&[Back("person:Acme/Pam Poole", 2)]);
    assert_eq!(known.standing(&known.words_of(&item)).level, None);
    let mut gone = Rights::none(march(10));
    gone.withdrawals.clone_from(&known.withdrawals);
    let standing = gone.standing(&gone.words_of(&item));
    assert_eq!(standing.level, None, "of a call that is gone");
}

// ---- the gate ---------------------------------------------------------------------------------------------

fn allowing(level: Level) -> Rights {
    rights(&[Right("account:Acme", level, 1, None)])
}

/// All formats one after another.
fn files(gated: &Gated) -> String {
    let files = PackFormat::ALL
        .into_iter()
        .map(|format| render(format, &gated.allowed).unwrap());
    files
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

#[test]
fn a_published_file_tells_what_the_level_allows_and_nothing_else() {
    let mut marked = item(0, "drivers wait three hours");
    let (_, edits) = edit::read("drivers wait […] hours", TEXT).unwrap();
    marked.edits = edits;
    marked.note = Some("for the board".to_owned());
    marked.section = Some("Waiting".to_owned());
    let pack = Pack {
        query: "depot".to_owned(),
        filters: vec![("account".to_owned(), "Acme".to_owned())],
        ..pack(vec![marked])
    };
    for level in Level::ALL.into_iter().skip(1) {
        let gated = gate(&pack, &allowing(level), Purpose::Publish);
        assert!(gated.refused.is_empty(), "{level:?}");
        let files = files(&gated);
        for (told, least) in [
            ("drivers wait […] hours", Some(Level::Anonymous)),
            ("Waiting", Some(Level::Anonymous)),
            ("VP Operations", Some(Level::RoleIndustry)),
            ("economic-buyer", Some(Level::RoleIndustry)),
            ("haulage", Some(Level::RoleIndustry)),
            ("210 employees", Some(Level::RoleIndustry)),
            ("US Midwest", Some(Level::RoleIndustry)),
            ("Acme", Some(Level::Company)),
            ("2026-02-28", Some(Level::Company)),
            ("Pam Poole", Some(Level::Name)),
            ("acme-call", Some(Level::Name)),
            ("recordings.example", Some(Level::Name)),
            ("1:05", Some(Level::Name)),
            ("three", None),
            ("Well, our", None),
            ("depot", None),
            ("for the board", None),
            ("negotiation", None),
            ("lost", None),
        ] {
            let may = least.is_some_and(|least| least <= level);
            assert_eq!(files.contains(told), may, "{told} at {level:?}:\n{files}");
        }
        assert!(files.contains(&format!("rights {}", level.name())));
    }
}

#[test]
fn an_internal_file_is_whole_and_tells_the_level() {
    let pack = pack(vec![item(0, "drivers wait three hours")]);
    let gated = gate(&pack, &allowing(Level::Anonymous), Purpose::Internal);
    let files = files(&gated);
    for told in ["Acme", "acme-call:0:10-34", "Well, our", "rights anonymous"] {
        assert!(files.contains(told), "{told} in\n{files}");
    }
    let around = rights(&[Back("quote:acme-call:0:0-5", 2)]);
    let files = self::files(&gate(&pack, &around, Purpose::Internal));
    assert!(files.contains("drivers wait three") && !files.contains("Well"));
}

#[test]
fn words_that_tell_a_name_need_its_level() {
    let rule = |item: Item, level: Level| {
        let gated = gate(&pack(vec![item]), &allowing(level), Purpose::Publish);
        gated.refused.first().map(|refusal| refusal.needs)
    };
    let company = || item(1, "At Acme we type it all in");
    assert_eq!(rule(company(), Level::RoleIndustry), Some(Level::Company));
    assert_eq!(rule(company(), Level::Company), None);
    let person = || item(1, "and I am Pam Poole.");
    assert_eq!(rule(person(), Level::Company), Some(Level::Name));
    assert_eq!(rule(person(), Level::Name), None);
    let mut marked = company();
    marked.edits = edit::read("At [our company] we type it all in", OTHER)
        .unwrap()
        .1;
    assert_eq!(rule(marked, Level::Anonymous), None);
}

#[test]
fn headings_tell_no_name_either() {
    let mut item = item(0, "drivers wait three hours");
    item.section = Some("What Pam Poole says".to_owned());
    let pack = Pack {
        name: "For Acme".to_owned(),
        ..pack(vec![item])
    };
    let told = |level: Level| {
        let gated = gate(&pack, &allowing(level), Purpose::Publish);
        let inner = gated.allowed.get();
        let section = inner.items[0].section.is_some();
        (inner.name.clone(), section, gated.n_untitled)
    };
    assert_eq!(told(Level::Anonymous), ("Quotes".to_owned(), false, 2));
    assert_eq!(told(Level::Company), ("For Acme".to_owned(), false, 1));
    assert_eq!(told(Level::Name), ("For Acme".to_owned(), true, 0));
}

#[test]
fn words_of_a_call_that_is_gone_or_corrected_are_not_published() {
    let pack = pack(vec![item(0, "drivers wait")]);
    let why = |rights: &Rights| gate(&pack, rights, Purpose::Publish).refused[0].why.clone();
    let known = rights(&[Right("call:acme-call", Level::Logo, 1, None)]);
    let mut gone = Rights::none(march(10));
    gone.grants.clone_from(&known.grants);
    assert!(why(&gone).contains("not kept any more"));
    let mut corrected = call();
    corrected.turns[0].text.push_str(" Always.");
    gone.learn(&corrected);
    assert!(why(&gone).contains("corrected since"));
}

// ---- at the command line ----------------------------------------------------------------------------------

fn talks() -> Vec<Talk> {
    let talk = |id: &str, account: &str, words: &str| {
        Talk::new(id)
            .with("account", json!({ "name": account, "industry": "haulage" }))
            .rep("How do you do it?")
            .prospect(words)
    };
    vec![
        talk("c1", "Acme", "We type it all in by hand."),
        talk("c2", "Brindle", "Ninety invoices by hand on Fridays."),
    ]
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&talks());
    desk.verbatim(&["pack", "add", "p", "c1:1", "c2:1"]).done();
    desk
}

#[test]
fn publishing_is_refused_with_reasons_until_it_is_granted() {
    let desk = desk();
    let publish = ["pack", "export", "p", "--for", "publish"];
    let refused = desk.verbatim(&publish).has_trouble();
    assert_eq!(refused.stdout, "");
    let refused = refused
        .warns("2 of 2 quotes may not be published")
        .warns("c1:1:0-26")
        .warns("needs anonymous, has internal: nobody has allowed more");
    assert!(!refused.stderr.contains("type it"), "{refused}");
    desk.verbatim(&["rights", "grant", "account:acme", "company", "--by", "CFO"])
        .done()
        .says("right 1: account:acme company, by CFO");
    desk.verbatim(&publish).has_trouble().warns("1 of 2 quotes");
    let some = [&publish[..], &["--only-granted", "--by", "Ed"]].concat();
    let page = desk.verbatim(&some).done().warns("1 quote left out");
    let page = page.says("We type it all in by hand.").says("Acme");
    assert!(!page.stdout.contains("Ninety") && !page.stdout.contains("c1:1"));
    desk.verbatim_with(&page.stdout, &["verify", "-"])
        .done()
        .says("1 quote: 1 exact");
    let history = desk.verbatim(&["pack", "history", "--json"]).done();
    let left = history.last();
    assert_eq!(history.lines().len(), 1, "what was refused did not leave");
    assert_eq!(
        (
            &left["purpose"],
            &left["format"],
            &left["by"],
            &left["quotes"]
        ),
        (
            &json!("publish"),
            &json!("markdown"),
            &json!("Ed"),
            &json!(1)
        )
    );
    let hash = turn_hash(&page.stdout);
    assert_eq!(left["sha256"], json!(hash));
    desk.verbatim(&["pack", "history", "other"]).finds_nothing();
    desk.verbatim(&["rights", "explain", "c1:1"])
        .done()
        .says("company")
        .says("decides");
    desk.verbatim(&["pack", "export", "p", "-o", "no/such/p.md"])
        .has_trouble();
    let history = desk.verbatim(&["pack", "history", "--json"]).done();
    assert_eq!(history.lines().len(), 1, "no file, no record");
}

#[test]
fn a_withdrawal_finds_all_that_carries_the_words() {
    let desk = desk();
    for subject in ["account:Acme", "account:Brindle"] {
        let grant = ["rights", "grant", subject, "anonymous", "--by", "CFO"];
        desk.verbatim(&grant).done();
    }
    for purpose in ["internal", "publish"] {
        let file = format!("{purpose}.json");
        let export = ["pack", "export", "p", "--for", purpose];
        let way = ["--format", "json", "-o", &*file];
        desk.verbatim(&[&export[..], &way].concat()).done();
    }
    let place = "https://a.example/story";
    desk.verbatim(&["pack", "use", "p", "--quote", "1", "--where", place])
        .done();
    desk.verbatim(&["pack", "use", "p", "--quote", "2", "--where", "deck"])
        .done();
    let withdraw = ["rights", "withdraw", "person:Acme/Pam", "--reissue", "anew"];
    let told = desk.verbatim(&withdraw).done();
    let told = told
        .says("p: quote 1")
        .says(place)
        .says("internal.json")
        .says("publish.json");
    assert!(!told.stdout.contains("deck"), "{told}");
    for file in ["anew/p-internal.json", "anew/p-publish.json"] {
        let page = std::fs::read_to_string(desk.path(file)).unwrap();
        assert!(
            page.contains("Ninety") && !page.contains("type it"),
            "{page}"
        );
    }
    desk.verbatim(&["pack", "show", "p"])
        .done()
        .says("We type it all in by hand.")
        .says("withdrawn (withdrawal 3)");
    desk.verbatim(&["pack", "trim", "p", "1", "--end", "-1"])
        .done()
        .says("withdrawn (withdrawal 3)");
    for args in [
        &["pack", "export", "p"][..],
        &["pack", "export", "p", "--for", "publish", "--only-granted"],
        &["export", "by hand"],
    ] {
        let page = desk.verbatim(args).done().warns("1 quote left out");
        let page = page.says("Ninety");
        assert!(!page.stdout.contains("type it"), "{page}");
    }
    desk.verbatim(&["rights", "grant", "account:Acme", "logo", "--by", "CFO"])
        .done();
    desk.verbatim(&["rights", "explain", "c1:1"])
        .done()
        .says("withdrawn: in no file");
    let uses = desk.verbatim(&["pack", "uses", "p", "--json"]).done();
    assert_eq!(uses.last()["quotes"], json!(["c2:1:0-35"]));
}

#[test]
fn words_that_were_withdrawn_before_are_marked_in_packs_that_come_later() {
    let desk = desk();
    desk.verbatim(&["rights", "withdraw", "account:Acme"])
        .done();
    desk.verbatim(&["pack", "add", "later", "c1:1", "c2:1"])
        .done();
    let dir = verbatim::store::DataDir::new(desk.path("data"));
    let catalogue = verbatim::store::catalogue::Catalogue::open_to_read(&dir).unwrap();
    let row = catalogue.pack("later").unwrap().unwrap();
    let pack = verbatim::quote::pack::row::from_row(row).unwrap();
    let marks: Vec<_> = pack.items.iter().map(|item| &item.withdrawn[..]).collect();
    assert_eq!(marks, [&[1][..], &[]]);
}

#[test]
fn a_right_about_nothing_that_is_kept_is_written_down_with_a_note() {
    let desk = desk();
    let account = "note: no call of that account is kept yet";
    let cases = [
        ("account:Acmy", format!("{account}; did you mean Acme?\n")),
        ("account:Elsewhere", format!("{account}\n")),
        (
            "call:c11",
            "note: no call with that id is kept yet; did you mean c1?\n".to_owned(),
        ),
        (
            "person:no@acme.example",
            "note: nobody with that address is on a call".to_owned(),
        ),
        (
            "person:Acme/Nobody",
            "note: nobody of that name is on a call of that account".to_owned(),
        ),
        ("person:Elsewhere/Pam", format!("{account}\n")),
    ];
    for (subject, note) in cases {
        desk.verbatim(&["rights", "grant", subject, "company", "--by", "CFO"])
            .done()
            .says(subject)
            .warns(&note);
        desk.verbatim(&["rights", "withdraw", subject])
            .done()
            .says(subject)
            .warns(&note);
    }
    for subject in ["account:ACME", "call:c1"] {
        let told = desk.verbatim(&["rights", "withdraw", subject]).done();
        assert!(!told.stderr.contains("kept yet"), "{told}");
    }
}

#[test]
fn the_basket_lets_no_withdrawn_words_go() {
    let served = Served::with(&talks());
    for (call, to) in [("c1", 26), ("c2", 35)] {
        let form = format!("call={call}&turn=1&from=0&to={to}");
        served.post_with("/basket/add", &[], &form).is(303);
    }
    served
        .desk
        .verbatim(&["rights", "withdraw", "account:Acme"])
        .done();
    for format in ["markdown", "csv", "json"] {
        let page = served.get(&format!("/basket/export?format={format}"));
        let page = page.is(200).body;
        assert!(
            page.contains("Ninety") && !page.contains("type it"),
            "{page}"
        );
    }
}

#[test]
fn a_table_of_rights_is_taken_in_whole_and_once() {
    let desk = desk();
    let table = "Subject kind;Subject;Level;By;On;Until\naccount;Acme;company;CFO;2020-01-01;\n\
                 quote;c2:1:0-35;anonymous;Jo;2020-01-01;2099-12-31\n";
    desk.write("rights.csv", format!("\u{feff}{table}"));
    let import = ["rights", "import", "rights.csv"];
    let dry = [&import[..], &["--dry-run"]].concat();
    desk.verbatim(&dry).done().says("2 new rights would be");
    desk.verbatim(&["rights", "list"]).finds_nothing();
    desk.verbatim(&import).done().says("2 new rights written");
    desk.verbatim(&import).finds_nothing().says("0 new rights");
    desk.verbatim(&["rights", "list", "--json"]).done();
    desk.verbatim(&["pack", "export", "p", "--for", "publish"])
        .done();
    for (row, why) in [
        ("account;Acme;everything;CFO;2020-01-01;", "the levels are"),
        ("deal;7;company;CFO;2020-01-01;", "account:NAME"),
        (
            "account;Acme;company;;2020-01-01;",
            "nothing stands under by",
        ),
        ("account;Acme;company;CFO;;", "nothing stands under on"),
        ("account;Acme;company;CFO;1.3.26;", "2026-03-01"),
        (
            "account;Acme;company;CFO;2020-01-02;2020-01-01",
            "before it begins",
        ),
        ("quote;c2:9:0-4;company;CFO;2020-01-01;", "no such turn"),
        ("person;Pam;name;CFO;2020-01-01;", "e-mail address"),
    ] {
        desk.write("rights.csv", format!("{table}{row}\n"));
        desk.verbatim(&import)
            .has_trouble()
            .warns("rights.csv:4:")
            .warns(why);
    }
    desk.write("rights.csv", "subject,level\nAcme,logo\n");
    desk.verbatim(&import)
        .has_trouble()
        .warns("must name the columns");
}

#[test]
fn sales_say_what_they_think_of_a_quote() {
    let desk = desk();
    desk.verbatim(&["pack", "feedback", "p"]).finds_nothing();
    let say = ["pack", "feedback", "p", "2", "not-how-they-say-it"];
    let comment = ["--comment", "nobody counts invoices", "--by", "Rea"];
    desk.verbatim(&[&say[..], &comment].concat()).done();
    desk.verbatim(&["pack", "feedback", "p", "3", "up"])
        .has_trouble()
        .warns("there is no quote 3");
    let said = desk.verbatim(&["pack", "feedback", "p", "--json"]).last();
    assert_eq!(said["quote"], json!("c2:1:0-35"));
    assert_eq!(said["verdict"], json!("not-how-they-say-it"));
    assert_eq!(said["by"], json!("Rea"));
}

/// As a catalogue was before rights were written down.
#[test]
fn an_older_catalogue_gains_its_rights() {
    let desk = desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch(
            "DROP TABLE carried; DROP TABLE feedback; DROP TABLE export_record; DROP TABLE use_record;
             DROP TABLE withdrawal; DROP TABLE grant_right; PRAGMA user_version = 5;",
        )
        .unwrap();
    for args in [
        &["rights", "list"][..],
        &["pack", "uses"],
        &["pack", "history"],
        &["pack", "feedback", "p"],
    ] {
        desk.verbatim(args).finds_nothing();
    }
    desk.verbatim(&["rights", "explain", "c1:1"])
        .done()
        .says("internal");
    desk.verbatim(&["export", "by hand"]).done();
    desk.verbatim(&["rights", "withdraw", "call:c1"]).done();
    desk.verbatim(&["pack", "export", "p"])
        .done()
        .warns("1 quote left out");
}

#[test]
fn a_person_may_be_read_from_standard_input() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("We do it by hand.")]);
    let withdraw = ["rights", "withdraw", "person:-"];
    desk.verbatim_with(" Jo@Acme.example \n", &withdraw)
        .done()
        .says("person:jo@acme.example");
    for (typed, why) in [
        ("", "names nobody"),
        ("jo@acme.example\nal@acme.example\n", "more than one line"),
        ("Jo Doe\n", "a name alone may be anybody's"),
    ] {
        let run = desk.verbatim_with(typed, &withdraw).has_trouble();
        assert!(run.stderr.contains(why), "{run}");
        assert!(!run.stderr.contains("al@"), "{run}");
    }
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_helps_run() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let place = "hebblethorpe-callback-0609:3";
    desk.verbatim(&["pack", "add", "typing", place]).done();
    desk.verbatim(&["pack", "add", "offer", place]).done();
    desk.write("person.txt", "jo@acme.example\n");
    desk.write(
        "rights.csv",
        "subject kind,subject,level,by,on\naccount,Acme,company,CFO,2026-03-01\n",
    );
    let commands: [&[&str]; 10] = [
        &["rights"],
        &["rights", "grant"],
        &["rights", "withdraw"],
        &["rights", "explain"],
        &["rights", "list"],
        &["rights", "import"],
        &["pack", "use"],
        &["pack", "uses"],
        &["pack", "feedback"],
        &["pack", "history"],
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
            let run = desk.shell(line);
            assert!((0..=1).contains(&run.code), "{run}");
        }
    }
}
