//! Do the pack pages lead from the basket to a file, and let nothing pass that may not leave?
//!
//! Driven through the router as a browser without JavaScript would: pages are read, forms are sent.

mod single;

mod withdraw;

use serde_json::json;

use verbatim::call::Span;
use verbatim::quote::pack::row::to_row;
use verbatim::quote::pack::{Item, Pack};
use verbatim::quote::quote::bytes_hash;
use verbatim::quote::seal::seal;
use verbatim::serve::auth::scope::Scope;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::WriteLock;

use crate::harness::Talk;
use crate::serving::{Answer, Served};

const FIRST: &str = "We type it all in by hand, and it takes hours.";
const SECOND: &str = "Ninety invoices are typed by hand.";
const FORMATS: [&str; 7] = ["markdown", "html", "docx", "xlsx", "csv", "json", "text"];

fn talks() -> Vec<Talk> {
    let talk = |id: &str, account: &str, words: &str| {
        Talk::new(id)
            .with("account", json!({ "name": account, "industry": "haulage" }))
            .rep("How do you do it?")
            .prospect(words)
    };
    vec![
        talk("c1", "Acme", FIRST),
        talk("c2", "Brindle", SECOND),
        talk(
            "c3",
            "Corvane",
            "You should ask Dana Whitfield, she keeps a list.",
        ),
    ]
}

/// A server over these talks, with a pack `p` of the first two.
fn served() -> Served {
    let served = Served::with(&talks());
    let add = ["pack", "add", "p", "c1:1", "c2:1"];
    served.desk.verbatim(&add).done();
    served
}

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

fn post(served: &Served, address: &str, fields: &[(&str, &str)]) -> Answer {
    served.post_with(address, &[], &form(fields))
}

/// Sends a form and gives the address to which it leads.
#[track_caller]
fn leads(served: &Served, address: &str, fields: &[(&str, &str)]) -> String {
    let answer = post(served, address, fields).is(303);
    answer.header("location").to_owned()
}

/// The keys of the quotes on a pack's page, in order.
fn keys(served: &Served, pack: &str) -> Vec<String> {
    let page = served.get(&format!("/packs/{pack}")).is(200);
    let keys = page.body.split(" data-key=\"").skip(1);
    keys.map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// The printed words of the quotes on a pack's page, in order.
fn words(served: &Served, pack: &str) -> Vec<String> {
    let page = served.get(&format!("/packs/{pack}")).is(200);
    let quotes = page.body.split("<blockquote><p>").skip(1);
    let quotes = quotes.map(|rest| rest.split("</p>").next().unwrap());
    quotes
        .map(|words| {
            let words = words.replace("<span class=\"put\">", "");
            words.replace("</span>", "")
        })
        .collect()
}

#[track_caller]
fn says(answer: &Answer, words: &str) {
    assert!(
        answer.body.contains(words),
        "no {words:?} in\n{}",
        answer.body
    );
}

#[track_caller]
fn never_says(answer: &Answer, words: &str) {
    assert!(
        !answer.body.contains(words),
        "{words:?} in\n{}",
        answer.body
    );
}

// ---- making -----------------------------------------------------------------------------------------------

#[test]
fn quotes_of_the_basket_become_a_pack_that_is_arranged_and_downloaded() {
    let served = Served::with(&talks());
    for (call, to) in [("c1", FIRST.len()), ("c2", SECOND.len())] {
        let to = to.to_string();
        let place = [("call", call), ("turn", "1"), ("from", "0"), ("to", &*to)];
        post(
            &served,
            "/basket/add",
            &[&place[..], &[("note", "home page")]].concat(),
        )
        .is(303);
    }
    says(&served.get("/basket"), "action=\"/basket/pack\"");
    let to = leads(&served, "/basket/pack", &[("name", "What they type")]);
    assert_eq!(to, "/packs/What%20they%20type");
    let pack = "What%20they%20type";
    assert_eq!(words(&served, pack), [FIRST, SECOND]);
    says(&served.get(&to), "home page");
    // The same again adds nothing.
    leads(&served, "/basket/pack", &[("name", "What they type")]);
    let first = keys(&served, pack);
    assert_eq!(first.len(), 2);

    let arrange = format!("{to}/arrange");
    let moved = leads(&served, &arrange, &[("key", &*first[1]), ("act", "up")]);
    assert_eq!(moved, format!("{to}#q-{}", first[1]));
    assert_eq!(words(&served, pack), [SECOND, FIRST]);
    let under = [
        ("key", &*first[0]),
        ("act", "section"),
        ("section", "By hand"),
    ];
    leads(&served, &arrange, &under);
    says(&served.get(&to), "<h2 class=\"heading\">By hand</h2>");

    let reword = format!("{to}/words");
    leads(
        &served,
        &reword,
        &[("key", &*first[0]), ("act", "end-in"), ("n", "4")],
    );
    assert_eq!(words(&served, pack)[1], "We type it all in by hand");
    let key = keys(&served, pack)[1].clone();
    let marked = "We type it […] by hand";
    leads(
        &served,
        &reword,
        &[("key", &*key), ("act", "mark"), ("words", marked)],
    );
    assert_eq!(words(&served, pack)[1], marked);
    for other in [
        "We never type it by hand",
        "by hand we type it",
        "[…] by hand",
    ] {
        post(
            &served,
            &reword,
            &[("key", &*key), ("act", "mark"), ("words", other)],
        )
        .is(400);
    }
    assert_eq!(words(&served, pack)[1], marked, "words are never edited");

    let wanted = [("format", "md"), ("for", "internal"), ("by", "Ed")];
    let file = post(&served, &format!("{to}/download"), &wanted).is(200);
    let name = file.header("content-disposition");
    assert_eq!(name, "attachment; filename=\"What-they-type-internal.md\"");
    // In Markdown a bracket is written so that it begins no link.
    says(&file, "We type it \\[…\\] by hand");
    let preview = served.get(&format!("{to}/preview?format=md&for=internal"));
    says(&preview, &bytes_hash(&file.bytes));
    let read = served.desk.verbatim_with(&file.body, &["verify", "-"]);
    read.done().says("2 quotes: 1 exact, 1 edited");
    let history = served.get(&format!("{to}/history")).is(200);
    says(&history, &bytes_hash(&file.bytes));
    says(&history, "2 quotes as markdown for internal");
    says(&history, "<td>Ed</td>");
}

#[test]
fn a_pack_is_made_of_a_search_as_the_command_line_makes_it() {
    let served = Served::with(&talks());
    let wanted = [("name", "hand"), ("q", "\"by hand\""), ("max", "5")];
    assert_eq!(leads(&served, "/packs", &wanted), "/packs/hand");
    let page = words(&served, "hand");
    let new = [
        "pack",
        "new",
        "same",
        "--query",
        "\"by hand\"",
        "--max",
        "5",
    ];
    served.desk.verbatim(&new).done();
    assert_eq!(page, words(&served, "same"));
    assert_eq!(page.len(), 2);
    says(&served.get("/packs"), "href=\"/packs/hand\"");
    for (wrong, message) in [
        (
            [("name", "hand"), ("q", "hand")],
            "a pack of this name already",
        ),
        ([("name", "x"), ("q", "xylophone")], "no pack was made"),
        (
            [("name", " "), ("q", "hand")],
            "a pack&#39;s name has 1 to 100",
        ),
        ([("name", "x"), ("q", "\"open")], "the query cannot be read"),
    ] {
        says(&post(&served, "/packs", &wrong).is(400), message);
    }
    let filtered = served.get("/packs?q=hand&persona=end-user&account=Acme");
    says(&filtered, "name=\"account\" value=\"Acme\" checked");
    says(&served.get("/?q=hand"), "href=\"/packs?q=hand#new\"");
}

#[test]
fn changes_are_undone_one_after_the_other() {
    let served = served();
    for key in keys(&served, "p") {
        let remove = [("key", &*key), ("act", "remove")];
        leads(&served, "/packs/p/arrange", &remove);
    }
    assert!(words(&served, "p").is_empty());
    leads(&served, "/packs/p/undo", &[]);
    assert_eq!(words(&served, "p"), [SECOND]);
    leads(&served, "/packs/p/undo", &[]);
    assert_eq!(words(&served, "p"), [FIRST, SECOND]);
    post(&served, "/packs/p/undo", &[]).is(409);
}

#[test]
fn what_was_changed_last_is_undone_unless_somebody_else_came_between() {
    let served = served();
    let key = keys(&served, "p")[0].clone();
    let remove = [("key", &*key), ("act", "remove")];
    leads(&served, "/packs/p/arrange", &remove);
    assert_eq!(words(&served, "p"), [SECOND]);
    says(&served.get("/packs/p"), "Undo the last change");
    leads(&served, "/packs/p/undo", &[]);
    assert_eq!(words(&served, "p"), [FIRST, SECOND]);
    post(&served, "/packs/p/undo", &[]).is(409);
    leads(&served, "/packs/p/arrange", &remove);
    served
        .desk
        .verbatim(&["pack", "note", "p", "1", "mine"])
        .done();
    never_says(&served.get("/packs/p"), "Undo the last change");
    post(&served, "/packs/p/undo", &[]).is(409);
    // Nobody's words come back once they are corrected.
    leads(
        &served,
        "/packs/p/arrange",
        &[("key", &*keys(&served, "p")[0]), ("act", "remove")],
    );
    let corrected = Talk::new("c2").rep("How?").prospect("We no longer type.");
    served.desk.keep(&[corrected]);
    post(&served, "/packs/p/undo", &[]).is(400);
    assert!(words(&served, "p").is_empty());
}

// ---- what may leave ---------------------------------------------------------------------------------------

#[test]
fn publishing_is_refused_until_it_is_granted_in_place() {
    let served = served();
    let download = "/packs/p/download";
    let publish = [("format", "md"), ("for", "publish")];
    let refused = post(&served, download, &publish).is(409);
    for words in ["Nothing was written", "quote 1", "nobody has allowed more"] {
        says(&refused, words);
    }
    never_says(&refused, "attachment");
    let some = [&publish[..], &[("only-granted", "yes")]].concat();
    post(&served, download, &some).is(409);
    says(&served.get("/packs/p/history"), "Nothing has left yet");

    let key = keys(&served, "p")[1].clone();
    let grant = [
        ("key", &*key),
        ("about", "quote"),
        ("level", "anonymous"),
        ("granted-by", "CMO"),
        ("evidence", "https://mail.example/7"),
    ];
    leads(&served, "/packs/p/grant", &grant);
    let page = served.get("/packs/p");
    says(&page, "right 1: anonymous for certain words, by CMO");
    says(&page, "href=\"https://mail.example/7\"");
    says(&page, "1 not granted for publishing");
    post(&served, download, &publish).is(409);
    let file = post(&served, download, &some).is(200);
    says(&file, SECOND);
    for hidden in ["type it all", "Brindle", "c2:1", "Pam"] {
        never_says(&file, hidden);
    }
    let backwards = [
        &grant[..],
        &[("from", "2026-03-02"), ("until", "2026-03-01")],
    ]
    .concat();
    post(&served, "/packs/p/grant", &backwards).is(400);
    for (name, value) in [("about", "deal"), ("level", "all"), ("granted-by", "")] {
        let wrong: Vec<(&str, &str)> = grant
            .iter()
            .map(|(known, own)| (*known, if *known == name { value } else { *own }))
            .collect();
        post(&served, "/packs/p/grant", &wrong).is(400);
    }
}

#[test]
fn withdrawn_words_are_in_no_preview_and_no_download() {
    let served = served();
    let grant = ["rights", "grant", "call:c1", "name", "--by", "CMO"];
    served.desk.verbatim(&grant).done();
    post(&served, "/packs/p/download", &[("format", "json")]).is(200);
    let withdraw = ["rights", "withdraw", "call:c1", "--by", "Pam"];
    served.desk.verbatim(&withdraw).done();
    let page = served.get("/packs/p");
    says(&page, "Withdrawn: in no file");
    says(&page, "To be issued again: json for internal");
    says(&served.get("/packs"), "1 withdrawn");
    for purpose in ["internal", "publish"] {
        let framed = served.get(&format!("/packs/p/preview/page?for={purpose}"));
        never_says(&framed, "type it all");
        for format in FORMATS {
            let asked = format!("/packs/p/preview?format={format}&for={purpose}");
            never_says(&served.get(&asked).is(200), "type it all");
            let wanted = [
                ("format", format),
                ("for", purpose),
                ("only-granted", "yes"),
            ];
            let file = post(&served, "/packs/p/download", &wanted);
            never_says(&file, "type it all");
            if purpose == "internal" {
                let file = file.is(200);
                if !matches!(format, "docx" | "xlsx") {
                    says(&file, "Ninety invoices");
                }
            }
        }
    }
    // A newer file without the words puts it right.
    never_says(&served.get("/packs/p"), "To be issued again");
    let api = served.get("/api/v1/packs/p").is(200).json();
    assert_eq!(api["quotes"].as_array().unwrap().len(), 1);
    assert_eq!(api["left_out"][0]["number"], json!(1));
}

#[test]
fn every_format_is_shown_as_it_will_be() {
    let served = served();
    for format in FORMATS {
        let page = served.get(&format!("/packs/p/preview?format={format}"));
        let page = page.is(200);
        if format == "html" {
            says(
                &page,
                "<iframe class=\"file\" src=\"/packs/p/preview/page?for=internal\" sandbox",
            );
            assert!(
                page.header("content-security-policy")
                    .contains("frame-src 'self'")
            );
        } else {
            says(&page, "Ninety invoices are typed by hand.");
        }
        assert_eq!(page.header("x-frame-options"), "DENY");
    }
    let framed = served.get("/packs/p/preview/page").is(200);
    let policy = framed.header("content-security-policy");
    assert!(
        policy.starts_with("sandbox;") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(framed.header("x-frame-options"), "SAMEORIGIN");
    says(&framed, "<blockquote");
    served.get("/packs/p/preview?format=pdf").is(400);
    served.get("/packs/p/preview?for=fun").is(400);
}

#[test]
fn a_name_is_hidden_outside_until_somebody_decides() {
    let served = served();
    served.desk.verbatim(&["pack", "add", "d", "c3:1"]).done();
    let grant = ["rights", "grant", "call:c3", "anonymous", "--by", "CMO"];
    served.desk.verbatim(&grant).done();
    let page = served.get("/packs/d").is(200);
    says(&page, "1 hidden, undecided");
    let place = |name: &str| {
        let field = format!("name=\"{name}\" value=\"");
        let from = page.body.split("class=\"place\"").nth(1).unwrap();
        let value = from.split(&field).nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    let (key, from, to) = (place("key"), place("from"), place("to"));
    let published = || {
        served
            .get("/packs/d/preview?format=text&for=publish")
            .is(200)
    };
    let text = |answer: &Answer| {
        let file = answer.body.split("<pre").nth(1).unwrap_or("");
        file.split("</pre>").next().unwrap().to_owned()
    };
    assert!(!text(&published()).contains("Dana"), "{}", published().body);
    let decide = |act: &str| {
        let place = [("key", &*key), ("from", &*from), ("to", &*to)];
        let why = [
            ("act", act),
            ("as", "[a clerk]"),
            ("by", "Ed"),
            ("why", "he asked"),
        ];
        leads(&served, "/packs/d/decide", &[&place[..], &why].concat())
    };
    assert_eq!(decide("hide"), format!("/packs/d#q-{key}"));
    assert!(text(&published()).contains("[a clerk]"));
    says(&served.get("/packs/d"), "decided by Ed: he asked");
    decide("undo");
    says(&served.get("/packs/d"), "1 hidden, undecided");
    let other = [
        ("key", &*key),
        ("act", "hide-words"),
        ("words", "keeps"),
        ("as", "[has]"),
    ];
    leads(&served, "/packs/d/decide", &other);
    assert!(text(&published()).contains("[has]"));
    decide("show");
    // The second look still finds the name, and nothing leaves before somebody accepts it.
    let open = published();
    says(&open, "Dana");
    let wanted = [("format", "text"), ("for", "publish"), ("by", "Ed")];
    post(&served, "/packs/d/download", &wanted).is(409);
    let ids = open.body.split("name=\"id\" value=\"").skip(1);
    let ids: Vec<&str> = ids.filter_map(|rest| rest.split('"').next()).collect();
    assert!(!ids.is_empty(), "{}", open.body);
    for id in ids {
        let accept = [&wanted[..], &[("id", id), ("why", "she agreed")]].concat();
        let to = leads(&served, "/packs/d/preview/accept", &accept);
        assert_eq!(to, "/packs/d/preview?format=text&for=publish#leaks");
    }
    says(&published(), "Accepted by Ed");
    says(
        &post(&served, "/packs/d/download", &wanted).is(200),
        "Dana Whitfield",
    );
    let unknown = [&wanted[..], &[("id", "0"), ("why", "x")]].concat();
    post(&served, "/packs/d/preview/accept", &unknown).is(404);
}

// ---- who may do what --------------------------------------------------------------------------------------

#[test]
fn who_reads_cannot_take_away_and_who_takes_away_cannot_allow() {
    let served = served();
    let key = keys(&served, "p")[0].clone();
    let bearer = |scope: Scope| format!("Bearer {}", served.token(scope, scope.name()));
    let (read, export, admin) = (
        bearer(Scope::Read),
        bearer(Scope::Export),
        bearer(Scope::Admin),
    );
    let act = [("key", &*key), ("act", "down")];
    let grant = [
        ("key", &*key),
        ("about", "call"),
        ("level", "name"),
        ("granted-by", "me"),
    ];
    let feedback = [("quote", &*key), ("verdict", "up"), ("by", "the boss")];
    for (token, address, fields, status) in [
        (&read, "/packs/p/arrange", &act[..], 403),
        (&read, "/packs/p/download", &[][..], 403),
        (&read, "/packs/p/feedback", &feedback[..], 303),
        (&export, "/packs/p/arrange", &act[..], 303),
        (&export, "/packs/p/grant", &grant[..], 403),
        (&export, "/packs/p/download", &[("by", "the boss")][..], 200),
        (&admin, "/packs/p/grant", &grant[..], 303),
    ] {
        let shown = [("authorization", token.as_str())];
        served.post_with(address, &shown, &form(fields)).is(status);
    }
    let shown = [("authorization", read.as_str())];
    for (address, status) in [
        ("/packs", 200),
        ("/packs/p", 200),
        ("/packs/p/history", 200),
        ("/packs/p/preview", 403),
        ("/packs/p/preview/page", 403),
        ("/api/v1/packs/p", 403),
    ] {
        served.get_with(address, &shown).is(status);
    }
    let page = served.get_with("/packs/p", &shown);
    never_says(&page, "/arrange");
    never_says(&page, "/grant");
    let history = served.get_with("/packs/p/history", &shown);
    says(&history, "<td>export</td>");
    says(&history, "by read");
    never_says(&history, "the boss");
}

#[test]
fn uses_and_feedback_are_kept_beside_the_pack() {
    let served = served();
    let key = keys(&served, "p")[0].clone();
    let used = [
        ("where", "https://a.example/story"),
        ("quote", &*key),
        ("by", "Ed"),
    ];
    leads(&served, "/packs/p/uses", &used);
    leads(
        &served,
        "/packs/p/uses",
        &[("where", "javascript:alert(1)"), ("on", "2026-03-01")],
    );
    let said = [
        ("quote", &*key),
        ("verdict", "not-how-they-say-it"),
        ("comment", "they say keying"),
        ("by", "Jo"),
    ];
    leads(&served, "/packs/p/feedback", &said);
    let page = served.get("/packs/p/history").is(200);
    for words in [
        "href=\"https://a.example/story\"",
        "some of it may not be published",
        "Not how they say it",
        "they say keying",
        "by Jo",
        "2 quotes",
    ] {
        says(&page, words);
    }
    never_says(&page, "href=\"javascript");
    served
        .desk
        .verbatim(&["pack", "uses", "p"])
        .done()
        .says("2026-03-01");
    let listed = served.desk.verbatim(&["pack", "feedback", "p"]).done();
    listed.says("not-how-they-say-it");
    for (address, fields) in [
        ("/packs/p/uses", &[("where", "")][..]),
        ("/packs/p/uses", &[("where", "x"), ("on", "soon")][..]),
        (
            "/packs/p/feedback",
            &[("quote", &*key), ("verdict", "best")][..],
        ),
    ] {
        post(&served, address, fields).is(400);
    }
    post(
        &served,
        "/packs/p/feedback",
        &[("quote", "0"), ("verdict", "up")],
    )
    .is(404);
}

#[test]
fn programs_read_packs_and_know_when_nothing_changed() {
    let served = served();
    let listed = served.get("/api/v1/packs").is(200);
    let tag = listed.header("etag").to_owned();
    let listed = listed.json();
    assert_eq!(listed["packs"][0]["name"], json!("p"));
    assert_eq!(listed["packs"][0]["quotes"], json!(2));
    let known = [("if-none-match", &*tag)];
    served.get_with("/api/v1/packs", &known).is(304);
    let pack = served.get("/api/v1/packs/p").is(200).json();
    assert_eq!(pack["quotes"][0]["quote"], json!(FIRST));
    assert_eq!(pack["quotes"][0]["source"], json!("c1:1:0-46"));
    assert_eq!(pack["quotes"][0]["rights"], json!("internal"));
    served.desk.verbatim(&["pack", "delete", "p"]).done();
    served.get_with("/api/v1/packs", &known).is(200);
    let problem = served.get("/api/v1/packs/p").is(404).json();
    assert_eq!(problem["type"], json!("/api#problem-not-found"));
    for address in ["", "/preview", "/preview/page", "/history"] {
        served.get(&format!("/packs/p{address}")).is(404);
    }
    for act in [
        "arrange", "words", "undo", "decide", "grant", "download", "uses", "feedback",
    ] {
        let fields = [
            ("key", "x"),
            ("where", "x"),
            ("act", "up"),
            ("verdict", "up"),
        ];
        post(&served, &format!("/packs/p/{act}"), &fields).is(404);
    }
}

// ---- hostile words ----------------------------------------------------------------------------------------

/// 320 ways to become part of a page.
fn payloads() -> Vec<String> {
    let ways = [
        "<script>{}</script>",
        "\"><script>{}</script>",
        "'><img src=x onerror={}>",
        "<svg onload={}>",
        "</textarea><script>{}</script>",
        "</title><script>{}</script>",
        "</style><script>{}</script>",
        "<a href=\"javascript:{}\">x</a>",
        "<iframe srcdoc=\"<script>{}</script>\">",
        "<details open ontoggle={}>",
        "<input autofocus onfocus={}>",
        "<base href=\"//evil.example/{}\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:{}\">",
        "<div hx-get=\"/x\" hx-trigger=\"load\" hx-on:load=\"{}\">",
        "<!--><script>{}</script>-->",
        "\" autofocus onfocus=\"{}",
    ];
    let number =
        |way: &'static str| (0..20).map(move |n| way.replace("{}", &format!("alert({n})")));
    ways.into_iter().flat_map(number).collect()
}

#[test]
fn hostile_names_headings_and_notes_stay_words() {
    let served = Served::with(&talks());
    let payloads = payloads();
    assert_eq!(payloads.len(), 320);
    let lock = WriteLock::take(&served.dir, "test").unwrap();
    let mut catalogue = Catalogue::open_to_write(&served.dir, &lock).unwrap();
    let (_, call) = catalogue.call("c1").unwrap().unwrap();
    let whole = Span {
        start: 0,
        end: FIRST.len() as u32,
    };
    let seal = seal(&call, 1, whole, "few").unwrap();
    for some in payloads.chunks(16) {
        let items = some.iter().map(|payload| Item {
            section: Some(payload.clone()),
            note: Some(payload.clone()),
            ..Item::new(seal.clone(), &call, &[])
        });
        let pack = Pack {
            name: some[0].clone(),
            query: some[1].clone(),
            filters: vec![("account".to_owned(), some[2].clone())],
            items: items.collect(),
        };
        let row = to_row(&pack).unwrap();
        catalogue.put_pack(&row, "2026-03-01T00:00:00Z").unwrap();
    }
    drop((catalogue, lock));
    let mut pages = vec![("/packs".to_owned(), &payloads[..])];
    for some in payloads.chunks(16) {
        let name: String = form_urlencoded::byte_serialize(some[0].as_bytes()).collect();
        let url = format!("/packs/{}", name.replace('+', "%20"));
        for page in ["", "/preview?format=markdown", "/preview/page", "/history"] {
            pages.push((format!("{url}{page}"), some));
        }
    }
    for (page, payloads) in pages {
        let answer = served.get(&page).is(200);
        for payload in payloads {
            never_says(&answer, payload);
        }
        let scripts = answer.body.matches("<script").count();
        let own = answer.body.matches("<script src=\"/assets/").count();
        assert_eq!(scripts, own, "{page}");
    }
}
