//! What does a program get from `/api/v1`?

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use verbatim::serve::app::TABLE;
use verbatim::serve::auth::scope::{Needs, Scope};

use crate::harness::{Talk, keys, place};
use crate::serving::{Answer, Served, asked};

/// Calls in each of which a prospect says that something is done by hand, one of them twice.
fn talks(n: usize) -> Vec<Talk> {
    let talk = |number: usize| {
        Talk::new(&format!("c{number}"))
            .with("account", json!({ "name": format!("Account {number}") }))
            .rep("How do you do it?")
            .prospect("All of it is done by hand.")
            .rep("And then?")
            .prospect(if number == 0 {
                "That too is done by hand, and it is expensive."
            } else {
                "That is all."
            })
    };
    (0..n).map(talk).collect()
}

fn places(hits: &Value) -> Vec<String> {
    hits.as_array().unwrap().iter().map(place).collect()
}

#[test]
fn a_program_gets_what_the_command_line_gets() {
    let served = Served::with(&talks(3));
    let found = served.get("/api/v1/search?q=by+hand").is(200).json();
    let hits = served.desk.hits(&["by hand", "--context", "0"]);
    assert_eq!(hits.len(), 4);
    assert_eq!(found["hits"], json!(hits));
    assert_eq!(found["found"], 4);
    assert_eq!(found["next"], Value::Null);

    let narrowed = served.get("/api/v1/search?q=by+hand&tag=objection%2Fprice&context=1");
    let narrowed = narrowed.is(200).json();
    let told = served.desk.hits(&["by hand", "--tag", "objection/price"]);
    assert_eq!(narrowed["hits"], json!(told));

    let facets = served.get("/api/v1/facets?q=by+hand").is(200).json();
    let counted = served
        .desk
        .verbatim(&["search", "by hand", "--json", "--facets"]);
    assert_eq!(facets, counted.last());
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let served = Served::with(&talks(6));
    let all = served.desk.finds(&["by hand", "--limit", "100"]);
    assert_eq!(all.len(), 7);
    let address = "/api/v1/search?q=by+hand&limit=3";
    let mut seen = Vec::new();
    let mut page = served.get(address).is(200).json();
    let first = page["next"].as_str().unwrap().to_owned();
    for n in [3, 3, 1] {
        assert_eq!(page["found"], 7);
        assert_eq!(page["hits"].as_array().unwrap().len(), n);
        seen.extend(places(&page["hits"]));
        if let Some(next) = page["next"].as_str() {
            let next = format!("{address}&cursor={next}");
            page = served.get(&next).is(200).json();
        }
    }
    assert_eq!(page["next"], Value::Null);
    assert_eq!(seen, all);

    let other = format!("/api/v1/search?q=expensive&cursor={first}");
    let problem = served.get(&other).is(400).json();
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("another question")
    );
    served.get("/api/v1/search?cursor=1").is(400);

    // The book has changed: whoever is in the middle of it must know.
    served.desk.keep(&talks(7));
    let problem = served
        .get(&format!("{address}&cursor={first}"))
        .is(410)
        .json();
    assert_eq!(problem["type"], "/api#problem-cursor-moved");
}

#[test]
fn whoever_has_the_answer_is_told_so_until_it_changes() {
    let served = Served::with(&talks(2));
    let addresses = [
        "/api/v1/search?q=by+hand",
        "/api/v1/facets",
        "/api/v1/calls/c1",
        "/api/v1/themes",
        "/api/v1/personas",
        "/api/v1/intake",
        "/api/v1/marks",
    ];
    let before = addresses.map(|address| {
        let answer = served.get(address).is(200);
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        answer.header("etag").to_owned()
    });
    let different: BTreeSet<&String> = before.iter().collect();
    assert_eq!(different.len(), addresses.len(), "a tag for each question");
    for (address, tag) in addresses.iter().zip(&before) {
        assert!(tag.starts_with("W/\""), "{tag}");
        let again = served
            .get_with(address, &[("if-none-match", tag.as_str())])
            .is(304);
        assert_eq!(
            (again.body.as_str(), again.header("etag")),
            ("", tag.as_str())
        );
    }
    served.desk.keep(&talks(3));
    for (address, tag) in addresses.iter().zip(&before) {
        let answer = served
            .get_with(address, &[("if-none-match", tag.as_str())])
            .is(200);
        assert_ne!(answer.header("etag"), tag, "{address}");
    }
}

#[test]
fn a_call_comes_with_its_words_and_what_was_heard_in_them() {
    let served = Served::with(&talks(1));
    let call = served.get("/api/v1/calls/c0").is(200).json();
    assert_eq!(call["id"], "c0");
    assert_eq!(call["account"], "Account 0");
    assert_eq!(call["turns"][1]["text"], "All of it is done by hand.");
    let sides: Vec<&Value> = call["turns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|turn| &call["people"][turn["speaker"].as_u64().unwrap() as usize]["side"])
        .collect();
    assert_eq!(sides, ["rep", "prospect", "rep", "prospect"]);
    assert!(!keys(&call["people"][0]).contains("email"));
    let mentions = call["mentions"].as_array().unwrap();
    let tags: BTreeSet<&str> = mentions.iter().filter_map(|m| m["tag"].as_str()).collect();
    assert_eq!(
        tags,
        BTreeSet::from(["objection/price", "pain/manual-work"])
    );
    for mention in mentions {
        let turn = &call["turns"][mention["turn"].as_u64().unwrap() as usize];
        let text = turn["text"].as_str().unwrap();
        let quote = crate::harness::cut(text, &mention["start"], &mention["end"]);
        assert_eq!(mention["quote"], quote);
    }

    let problem = served.get("/api/v1/calls/none").is(404);
    assert_eq!(problem.header("content-type"), "application/problem+json");
    let problem = problem.json();
    assert_eq!(
        keys(&problem),
        BTreeSet::from(["detail", "status", "title", "type"])
    );
    assert_eq!(problem["status"], 404);
}

#[test]
fn themes_count_accounts_first_and_refuse_what_they_cannot_obey() {
    let served = Served::with(&talks(3));
    let themes = served.get("/api/v1/themes").is(200).json();
    assert_eq!(themes["kind"], "pain");
    let first = &themes["themes"][0];
    assert_eq!(first["tag"], "pain/manual-work");
    let breadth = ["accounts", "calls", "mentions"].map(|count| first[count].as_u64().unwrap());
    assert_eq!(breadth, [3, 3, 4]);
    let objections = served.get("/api/v1/themes?kind=objection").is(200).json();
    assert_eq!(objections["themes"][0]["accounts"], 1);
    for refused in [
        "q=hand",
        "sort=newest",
        "kind=pain&kind=praise",
        "tag=pain/slow&tag=objection/price",
    ] {
        served.get(&format!("/api/v1/themes?{refused}")).is(400);
    }
    served.get("/api/v1/personas?q=hand").is(400);
}

#[test]
fn a_value_that_its_field_cannot_have_is_refused_with_those_that_it_can() {
    let served = Served::with(&talks(1));
    for (asked, told) in [
        (
            "polarity=negatd",
            "`polarity`: there is no such polarity; did you mean negated?",
        ),
        ("origin=foo", "take one of unprompted, led, any"),
        ("side=foo", "take one of prospect, rep, unknown, any"),
        ("side=rep,foo", "`side`: there is no such side"),
        ("kind=foo", "`kind`: there is no such kind"),
        ("tag=pain/foo", "pain/manual-work"),
        ("tag=pain/slow,pain/cost", "tag=…&tag=…"),
        ("sort=foo", "`sort` must be one of best, newest, breadth"),
        ("friends=foo", "`friends` must be show"),
    ] {
        for path in ["search", "facets", "themes", "personas"] {
            let answer = served.get(&format!("/api/v1/{path}?{asked}")).is(400);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let problem = answer.json();
            let detail = problem["detail"].as_str().unwrap();
            assert!(detail.contains(told), "{path}?{asked}: {detail}");
        }
    }
    for open in [
        "persona=foo",
        "outcome=foo",
        "stage=foo",
        "account=foo",
        "foo=bar",
        "side=any",
        "side=Rep",
        "polarity=any",
        "sort=best",
    ] {
        served.get(&format!("/api/v1/search?{open}")).is(200);
    }
}

/// Calls that differ in whatever filters ask for; one is with a friend.
fn market() -> Vec<Talk> {
    let talk = |n: usize| {
        let persona = ["end-user", "economic-buyer"][n / 2 % 2];
        let deal = json!({
            "stage": (["first", "demo"][n % 2]),
            "outcome": (["won", "lost", "open"][n % 3]),
            "relationship": if n == 5 { "friend" } else { "inbound" },
        });
        let account = json!({
            "name": (["Ardent", "Brackle", "Corvane", "Dunmore"][n % 4]),
            "industry": (["mills", "ports"][n / 3 % 2]),
        });
        let people = json!([
            { "name": "Rea", "side": "rep" },
            { "name": "Pam", "side": "prospect", "persona": persona },
        ]);
        let talk = Talk::new(&format!("c{n}"))
            .with("account", account)
            .with("deal", deal)
            .with("participants", people)
            .with("date", json!(format!("2026-0{}-10", 1 + n % 5)))
            .rep("Do you do it by hand?")
            .prospect("Yes, by hand.")
            .rep("And else?");
        match n % 4 {
            0 => talk.prospect("It is expensive, and it takes weeks."),
            1 => talk.prospect("We type it in by hand. The price is too high."),
            2 => talk.prospect("We do not do it by hand."),
            _ => talk.prospect("It takes days. All of it takes days."),
        }
    };
    (0..12).map(talk).collect()
}

#[test]
fn a_filtered_theme_has_the_counts_of_the_search_with_the_same_filter() {
    let served = Served::with(&market());
    let ask = |address: String| served.get(&address).is(200).json();
    let mut turns_by_filter = BTreeMap::new();
    for filter in [
        "",
        "persona=end-user",
        "industry=mills",
        "industry=ports&persona=economic-buyer&persona=end-user",
        "outcome=won&outcome=lost",
        "outcome=lost&stage=first",
        "account=Ardent",
        "month=2026-01",
        "since=2026-02&until=2026-03",
        "call=c1",
        "friends=show",
        "origin=led",
        "polarity=negated",
        "side=rep",
    ] {
        let mut n_turns = 0;
        for tag in ["pain/manual-work", "pain/slow", "objection/price"] {
            let kind = tag.split('/').next().unwrap();
            let themes = ask(format!("/api/v1/themes?kind={kind}&{filter}"));
            let mut themes = themes["themes"].as_array().unwrap().iter();
            let found = ask(format!("/api/v1/search?limit=100&tag={tag}&{filter}"));
            let hits = found["hits"].as_array().unwrap();
            let several = |fact: &str| -> BTreeSet<String> {
                hits.iter().map(|hit| hit[fact].to_string()).collect()
            };
            let expected = json!([
                found["found"],
                several("call").len(),
                several("account").len()
            ]);
            let theme = themes.find(|theme| theme["tag"] == tag);
            let counts = theme.map_or(json!([0, 0, 0]), |theme| {
                json!([theme["turns"], theme["calls"], theme["accounts"]])
            });
            assert_eq!(counts, expected, "{tag} under {filter:?}");
            n_turns += found["found"].as_u64().unwrap();
        }
        turns_by_filter.insert(filter, n_turns);

        let personas = ask(format!("/api/v1/personas?{filter}"));
        for heard in personas["personas"].as_array().unwrap() {
            // A filter that names personas would find all of them again.
            if !filter.contains("persona") && filter != "side=rep" {
                let persona = heard["persona"].as_str().unwrap();
                let found = ask(format!("/api/v1/search?persona={persona}&{filter}"));
                assert_eq!(heard["turns"], found["found"], "{persona} under {filter:?}");
            }
        }
    }
    // The filters do tell calls apart.
    let n = |filter: &str| turns_by_filter[filter];
    assert!(0 < n("industry=mills") && n("industry=mills") < n(""));
    assert!(n("") < n("friends=show"));
    assert_eq!(n("side=rep"), 0);
}

#[test]
fn a_kind_may_be_known_by_its_tags() {
    let served = Served::with(&market());
    let themes = served.get("/api/v1/themes?tag=objection/price").is(200);
    let themes = themes.json();
    assert_eq!(themes["kind"], "objection");
    let tags: Vec<&Value> = themes["themes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|theme| &theme["tag"])
        .collect();
    assert_eq!(tags, ["objection/price"]);
}

#[test]
fn everything_else_that_is_kept_can_be_asked_for() {
    let served = Served::with(&talks(2));
    let personas = served.get("/api/v1/personas").is(200).json();
    let unknown = &personas["personas"][0];
    assert_eq!(unknown["accounts"], 2);
    // Two turns of each of two prospects.
    assert_eq!(unknown["turns"], 4);
    assert_eq!(unknown["tags"]["pain/manual-work"], 3);

    let lexicons = served.get("/api/v1/lexicons").is(200).json();
    let entries = lexicons["entries"].as_array().unwrap();
    let names: Vec<&str> = entries
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["by-hand", "hours-of-it", "expensive", "a-whisper"]);
    assert_eq!(entries[0]["patterns"], json!(["by hand"]));
    assert_eq!(entries[0]["personas"], json!([]));

    let intake = served.get("/api/v1/intake").is(200).json();
    let counts = ["calls", "turns", "mentions", "waiting_to_be_heard"];
    let counts = counts.map(|count| intake[count].as_u64().unwrap());
    assert_eq!(counts, [2, 8, 4, 0]);
    assert_eq!(intake["last_change"], intake["searchable_up_to"]);
    assert_eq!(intake["lexicons"], lexicons["fingerprint"]);

    assert_eq!(
        served.get("/api/v1/marks").is(200).json(),
        json!({ "marks": [] })
    );
    let mark = ["mark", "c0:1", "pain/manual-work", "no"];
    served.desk.verbatim(&mark).done();
    let marks = served.get("/api/v1/marks?call=c0").is(200).json();
    let listed = served.desk.verbatim(&["mark", "--list", "--json"]).done();
    assert_eq!(marks["marks"], json!(listed.lines()));
    assert_eq!(
        served.get("/api/v1/marks?call=c1").is(200).json()["marks"],
        json!([])
    );
}

/// Sends JSON as a program does at this machine.
fn post(served: &Served, address: &str, body: &Value) -> Answer {
    let own = [("sec-fetch-site", "none")];
    served.send(asked("POST", address, &own, &body.to_string()))
}

#[test]
fn a_program_says_what_is_heard_wrongly_and_takes_it_back() {
    let served = Served::with(&talks(1));
    let heard = || served.desk.finds(&["--tag", "pain/manual-work"]);
    assert_eq!(heard(), ["c0:1", "c0:3"]);

    let mark = json!({ "call": "c0", "turn": 1, "tag": "pain/manual-work", "decision": "no",
        "note": "a joke" });
    let kept = post(&served, "/api/v1/marks", &mark).is(200).json();
    assert!(
        kept["quote"].as_str().unwrap().contains("by hand"),
        "{kept}"
    );
    assert_eq!(
        (&kept["state"], &kept["note"]),
        (&json!("placed"), &json!("a joke"))
    );
    assert_eq!(heard(), ["c0:3"], "at once");
    let marks = served.get("/api/v1/marks").is(200).json();
    assert_eq!(marks["marks"], json!([kept]), "as it is listed");

    let words = json!({ "call": "c0", "turn": 1, "tag": "pain/slow", "decision": "yes",
        "start": 0, "end": 9 });
    let kept = post(&served, "/api/v1/marks", &words).is(200).json();
    assert_eq!(kept["quote"], "All of it");

    // Another decision about the same tag was not made, so there is nothing of it to take back.
    let mut undo = json!({ "call": "c0", "turn": 1, "tag": "pain/manual-work", "decision": "yes" });
    for (decision, taken_back) in [("yes", 0), ("no", 1), ("no", 0)] {
        undo["decision"] = json!(decision);
        let answer = post(&served, "/api/v1/marks/undo", &undo).is(200).json();
        assert_eq!(answer, json!({ "taken_back": taken_back }), "{decision}");
    }
    assert_eq!(heard(), ["c0:1", "c0:3"]);
    let slow = json!({ "call": "c0", "turn": 1, "tag": "pain/slow" });
    let answer = post(&served, "/api/v1/marks/undo", &slow).is(200).json();
    assert_eq!(answer["taken_back"], 1);
    served.desk.verbatim(&["mark", "--list"]).finds_nothing();
}

#[test]
fn what_cannot_be_marked_is_told_as_a_problem() {
    let served = Served::with(&talks(1));
    let good = json!({ "call": "c0", "turn": 1, "tag": "pain/slow", "decision": "yes" });
    for (field, value, status) in [
        ("call", json!("c9"), 404),
        ("turn", json!(0), 400),
        ("turn", json!(9), 400),
        ("turn", json!("xylophone"), 400),
        ("tag", json!("pain/xylophone"), 400),
        ("decision", json!("xylophone"), 400),
        ("quote", json!("xylophone"), 400),
        ("start", json!(0), 400),
        ("xylophone", json!(1), 400),
    ] {
        let mut mark = good.clone();
        mark[field] = value;
        let answer = post(&served, "/api/v1/marks", &mark).is(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(!answer.body.contains("xylophone"), "{}", answer.body);
    }
    let own = [("sec-fetch-site", "none")];
    for (address, body) in [
        ("/api/v1/marks", "{"),
        ("/api/v1/marks", ""),
        ("/api/v1/marks/undo", "[]"),
    ] {
        let answer = served.send(asked("POST", address, &own, body)).is(400);
        assert_eq!(answer.json()["type"], "/api#problem-bad-request");
    }
    // Another site's page cannot do it, and a token that only reads cannot either.
    let foreign = [("sec-fetch-site", "cross-site")];
    let sent = asked("POST", "/api/v1/marks", &foreign, &good.to_string());
    served.send(sent).is(403);
    let reads = format!("Bearer {}", served.token(Scope::Read, "reads"));
    let marks = format!("Bearer {}", served.token(Scope::Mark, "marks"));
    for (token, status) in [(&reads, 403), (&marks, 200)] {
        let headers = [("authorization", token.as_str())];
        let sent = asked("POST", "/api/v1/marks", &headers, &good.to_string());
        served.send(sent).is(status);
    }
}

#[test]
fn what_cannot_be_understood_is_told_as_a_problem() {
    let served = Served::with(&talks(1));
    for (address, slug) in [
        ("/api/v1/search?q=%22open", "bad-query"),
        ("/api/v1/search?since=soon", "bad-request"),
        ("/api/v1/search?limit=0", "bad-request"),
        ("/api/v1/search?limit=101", "bad-request"),
        ("/api/v1/search?limit=many", "bad-request"),
        ("/api/v1/search?context=6", "bad-request"),
    ] {
        let problem = served.get(address).is(400).json();
        assert_eq!(problem["type"], format!("/api#problem-{slug}"), "{address}");
    }
}

#[test]
fn the_document_describes_every_address_and_every_shape() {
    let served = Served::with(&talks(1));
    let document = served.get("/api/v1/openapi.json").is(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let of_api = TABLE
        .iter()
        .filter(|(_, path, _)| path.starts_with("/api/v1/") && !path.ends_with("openapi.json"));
    let mut routes = BTreeSet::new();
    for (method, path, needs) in of_api {
        routes.insert(*path);
        let method = method.as_str().to_lowercase();
        let Needs::Scope(scope) = needs else {
            panic!("{path} is open")
        };
        let security = &document["paths"][path][&method]["security"];
        let meant = json!([{ "token": [scope.name()] }]);
        assert_eq!(*security, meant, "{method} {path}");
    }
    assert_eq!(keys(&document["paths"]), routes);
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.contains("#/components/schemas/Hit"));
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }

    // The shapes are those of the answers.
    let hit = served.get("/api/v1/search").is(200).json()["hits"][0].clone();
    let fields = &document["components"]["schemas"]["Hit"]["properties"];
    assert_eq!(keys(fields), keys(&hit));

    let page = served.get("/api").is(200).body;
    for path in routes {
        assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
    }
    assert!(page.contains("id=\"problem-cursor-moved\""));
    assert!(page.contains("href=\"#shape-MarkWanted\""), "{page}");
    assert!(page.contains("mentions that the rep led to are left out"));
    assert!(page.contains("deals with friends in, which are left out"));
    // The example can be copied whatever port and name the server has.
    let elsewhere = served.get_with("/api", &[("host", "127.0.0.1:9001")]);
    let page = elsewhere.is(200).body;
    assert!(
        page.contains("http://127.0.0.1:9001/api/v1/search?q=by+hand"),
        "{page}"
    );
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                references.insert(reference.to_owned());
            }
            fields.values().for_each(|value| collect(value, references));
        }
        _ => {}
    }
}

#[test]
fn whoever_watches_the_server_reads_numbers_and_no_words() {
    let served = Served::with(&talks(2));
    assert_eq!(served.get("/healthz").is(200).body, "ok\n");
    assert_eq!(served.get("/readyz").is(200).body, "ready\n");
    served.get("/api/v1/search?q=xylophone").is(200);
    served.get("/api/v1/calls/xylophone").is(404);
    served.get("/xylophone").is(404);
    let metrics = served.get("/metrics").is(200);
    assert!(
        metrics
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let lines: Vec<&str> = metrics.body.lines().collect();
    for line in [
        "verbatim_calls 2",
        "verbatim_turns 8",
        "verbatim_archive_readable 1",
        "verbatim_http_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"} 1",
        "verbatim_http_requests_total{route=\"/api/v1/calls/{id}\",method=\"GET\",status=\"404\"} 1",
        "verbatim_http_requests_total{route=\"other\",method=\"GET\",status=\"404\"} 1",
        "verbatim_http_request_seconds_count{route=\"/api/v1/search\"} 1",
        "verbatim_http_request_seconds_bucket{route=\"/api/v1/search\",le=\"+Inf\"} 1",
    ] {
        assert!(lines.contains(&line), "no {line} in\n{}", metrics.body);
    }
    assert_eq!(lines.last(), Some(&"# EOF"));
    assert!(!metrics.body.contains("xylophone"));
}
