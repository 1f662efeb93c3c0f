//! Do the pages of calls, themes and personas show what is kept, word for word and count for count, and nothing else?
//!
//! The router is asked without a socket. Counts are compared with a plain recount of the catalogue, words with the
//! stored turns, and every link of a page is followed.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::ServiceExt;

use verbatim::archive::{self, Archive};
use verbatim::config::Config;
use verbatim::pipeline::by_config;
use verbatim::report::ledger::Ledger;
use verbatim::report::month::Month;
use verbatim::report::speech::Speech;
use verbatim::report::themes::{Breadth, Question, Themes, themes};
use verbatim::search::filter::Filter;
use verbatim::search::query::{Field, Value as Wanted};
use verbatim::serve::app::{App, router};
use verbatim::serve::room::Readers;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;

use crate::harness::{Desk, Talk};

/// The pages over a desk's data.
struct Site {
    router: Router,
    runtime: Runtime,
}

/// What a page answered.
struct Page {
    status: u16,
    /// Where it leads.
    location: String,
    html: String,
}

fn data(desk: &Desk) -> DataDir {
    DataDir::new(desk.path("data"))
}

impl Site {
    /// Listens with the desk's own few patterns.
    fn of(desk: &Desk) -> Site {
        let lexicons = Some(desk.path("lexicons"));
        Site::with(
            desk,
            Config {
                lexicons,
                ..Config::default()
            },
        )
    }

    fn with(desk: &Desk, config: Config) -> Site {
        let readers = Readers::start(&data(desk), 1).unwrap();
        let lexicons = by_config::lexicons(&config, &data(desk)).unwrap();
        let app = App::new(readers, config, data(desk), lexicons);
        Site {
            router: router(app),
            runtime: Runtime::new().unwrap(),
        }
    }

    fn ask(&self, request: Request<Body>) -> Page {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let location = response.headers().get(header::LOCATION);
            let location = location.map_or("", |location| location.to_str().unwrap());
            let (status, location) = (response.status().as_u16(), location.to_owned());
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            Page {
                status,
                location,
                html: String::from_utf8(body.to_vec()).unwrap(),
            }
        })
    }

    fn get(&self, path: &str) -> Page {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
    }

    #[track_caller]
    fn page(&self, path: &str) -> String {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}\n{}", page.html);
        page.html
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut sent = form_urlencoded::Serializer::new(String::new());
        sent.extend_pairs(fields);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(sent.finish()));
        self.ask(request.unwrap())
    }
}

/// The stretches of a page between two marks.
fn between<'h>(html: &'h str, from: &str, to: &str) -> Vec<&'h str> {
    html.split(from)
        .skip(1)
        .map(|rest| rest.split(to).next().unwrap())
        .collect()
}

/// What an attribute or a text of a page means.
fn plain(escaped: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(escaped.to_owned(), |text, (code, letter)| {
        text.replace(code, letter)
    })
}

/// Every address of our own that a page leads to.
fn links(html: &str) -> BTreeSet<String> {
    between(html, "href=\"", "\"")
        .into_iter()
        .map(plain)
        .filter(|link| link.starts_with('/') && !link.starts_with("//"))
        .collect()
}

/// The words of each turn as a page shows them: without the tags between them.
fn shown_words(html: &str) -> Vec<String> {
    let words = between(html, "<p class=\"words\">", "</p>");
    words
        .into_iter()
        .map(|words| {
            let mut text = String::new();
            let mut is_tag = false;
            for piece in words.split('<') {
                let (mark, rest) = piece.split_once('>').unwrap_or(("", piece));
                is_tag = mark.starts_with("a ") || (is_tag && mark != "/a");
                if !is_tag {
                    text.push_str(rest);
                }
            }
            plain(&text)
        })
        .collect()
}

/// A call of an account, on which an end user speaks.
fn talk(id: &str, account: &str, date: &str) -> Talk {
    let people = json!([
        { "name": "Rea", "side": "rep" },
        { "name": "Pam", "side": "prospect", "persona": "end-user" },
    ]);
    Talk::new(id)
        .with("participants", people)
        .with("account", json!({ "name": account }))
        .with("date", json!(date))
}

// ---- pages ------------------------------------------------------------------------------------------------

/// Ingesting the samples with the lexicons that are shipped takes longer than looking at them.
#[test]
fn the_pages_of_the_samples_are_right() {
    let desk = Desk::with_shipped_lexicons().with_samples();
    desk.keep_samples();
    let site = Site::with(&desk, Config::default());
    every_link_of_a_page_leads_somewhere(&site);
    a_call_shows_every_word_as_it_stands(&desk, &site);
    a_theme_s_counts_are_those_of_a_recount_and_of_its_search(&desk);
}

fn every_link_of_a_page_leads_somewhere(site: &Site) {
    let mut seen = BTreeSet::new();
    let mut open: Vec<String> = [
        "/themes",
        "/personas",
        "/themes?persona=end-user&since=2026",
    ]
    .map(str::to_owned)
    .to_vec();
    // Two steps from the pages, which is every kind of link there is.
    for _ in 0..2 {
        let mut next = BTreeSet::new();
        for path in open {
            let html = site.page(path.split('#').next().unwrap());
            for target in between(&html, "href=\"#", "\"") {
                let id = format!("id=\"{target}\"");
                assert!(
                    html.contains(&id),
                    "{path} leads to #{target}, which it lacks"
                );
            }
            let ours = ["/?", "/calls/", "/themes", "/personas", "/assets/"];
            let is_ours = |link: &String| ours.iter().any(|start| link.starts_with(start));
            next.extend(links(&html).into_iter().filter(is_ours));
        }
        open = next
            .into_iter()
            .filter(|link| seen.insert(link.clone()))
            .collect();
        // Calls and some of the others: a page of the samples has hundreds of links.
        let is_call = |link: &str| link.starts_with("/calls/") && !link.contains("?mark=");
        let picked = open.iter().enumerate();
        let picked = picked.filter(|(at, link)| is_call(link) || at % 60 == 0);
        open = picked.map(|(_, link)| link.clone()).collect();
    }
    for path in open {
        let (address, turn) = path.split_once('#').unwrap_or((&path, "main"));
        let page = site.get(address);
        assert_eq!(page.status, 200, "{path}");
        if address.starts_with("/calls/") {
            assert!(page.html.contains(&format!("id=\"{turn}\"")), "{path}");
        }
    }
    assert!(
        seen.iter().any(|link| link.starts_with("/calls/")),
        "{seen:?}"
    );
}

#[test]
fn what_is_not_there_is_said_and_what_is_wrong_too() {
    let desk = Desk::new();
    desk.keep(&[talk("c1", "Ardent", "2026-03-01").prospect("We do it by hand.")]);
    let site = Site::of(&desk);
    for (path, status) in [
        ("/calls/c9", 404),
        ("/personas/astronaut", 404),
        ("/themes?since=yesterday", 400),
        ("/calls/c1?mark=99", 200),
        ("/calls/c1?mark=x", 200),
        ("/themes?kind=praise", 200),
        ("/personas/END-USER", 200),
    ] {
        assert_eq!(site.get(path).status, status, "{path}");
    }
    assert!(
        site.page("/themes?kind=praise")
            .contains("Nothing is heard here")
    );
    let words = site.page("/themes?q=%22by+hand%22");
    assert!(
        words.contains("/?q=%22by+hand%22"),
        "words are no filter of themes\n{words}"
    );
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let desk = Desk::new();
    let site = Site::of(&desk);
    for path in ["/themes", "/personas", "/calls/c1"] {
        let page = site.get(path);
        assert_eq!(page.status, 500, "{path}");
        assert!(
            page.html.contains("verbatim ingest"),
            "{path}\n{}",
            page.html
        );
    }
}

// ---- calls ------------------------------------------------------------------------------------------------

fn a_call_shows_every_word_as_it_stands(desk: &Desk, site: &Site) {
    let catalogue = Catalogue::open_to_read(&data(desk)).unwrap();
    for facts in catalogue.facts().unwrap() {
        let call = catalogue.call_by_ord(facts.ord).unwrap().unwrap();
        let stored: Vec<&str> = call.turns.iter().map(|turn| turn.text.as_str()).collect();
        let id: String = form_urlencoded::byte_serialize(call.id.0.as_bytes()).collect();
        let html = site.page(&format!("/calls/{}", id.replace('+', "%20")));
        assert_eq!(shown_words(&html), stored, "{}", call.id);
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<script>alert(1)</script>";
    let broken = "\"><img src=x onerror=alert(1)>";
    let said = format!("It is done by hand every night {hostile} & \"so\". It takes days.");
    let people = json!([
        { "name": "Rea", "side": "rep" },
        { "name": "Pam", "side": "prospect", "persona": "end-user", "title": hostile },
    ]);
    let talk = talk("c/1 \"?#", hostile, "2026-03-01")
        .with("title", json!(hostile))
        .with("recording_url", json!("javascript:alert(1)"))
        .with(
            "account",
            json!({ "name": hostile, "industry": broken, "region": broken }),
        )
        .with("deal", json!({ "outcome": hostile, "stage": "'\"><b>" }))
        .with("participants", people)
        .rep(hostile)
        .prospect(&said);
    let desk = Desk::new();
    desk.keep(&[talk]);
    let site = Site::of(&desk);
    let call = "/calls/c%2F1%20%22%3F%23";
    for path in [
        call,
        &format!("{call}?mark=1"),
        "/themes",
        "/personas",
        "/personas/end-user",
    ] {
        let html = site.page(path);
        for live in ["<script>alert", "<img src=x", "<b>", "href=\"javascript:"] {
            assert!(!html.contains(live), "{path} holds {live}\n{html}");
        }
        assert!(!html.contains(" style="), "{path} has a style of its own");
    }
    assert!(
        site.page(call).contains("&#60;script&#62;alert(1)"),
        "and is shown"
    );
    assert_eq!(
        site.post(&format!("{call}/marks"), &[("turn", "1")]).status,
        400
    );
}

#[test]
fn a_mention_gives_its_reasons_in_place() {
    let desk = Desk::new();
    let said = "We don't do it by hand. It is expensive and every night.";
    desk.keep(&[talk("c1", "Ardent", "2026-03-01")
        .with("recording_url", json!("https://r.example/c1"))
        .rep("How?")
        .prospect_at(61.0, 70.0, said)]);
    let html = Site::of(&desk).page("/calls/c1");
    for shown in [
        "<em>negated</em>",
        "negated, because of negation",
        "<mark class=\"kind-objection\">",
        "href=\"https://r.example/c1?t=61\"",
        "at 1:01",
        "of 100 mentions like this about 80 are right",
        "id=\"turn-1\"",
    ] {
        assert!(html.contains(shown), "no {shown} in\n{html}");
    }
    assert_eq!(shown_words(&html), ["How?", said]);
    // Only a prospect's words can be marked.
    assert!(html.contains("?mark=1#turn-1") && !html.contains("?mark=0#"));
}

// ---- marks ------------------------------------------------------------------------------------------------

/// The hidden fields of the first form that is sent to an address.
fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let forms = between(html, "<form ", "</form>");
    let form = forms.into_iter().find(|form| form.contains(action));
    let form = form.unwrap_or_else(|| panic!("no form to {action} in\n{html}"));
    let fields = between(form, "<input type=\"hidden\" ", ">");
    let value = |field: &&str, name: &str| {
        let start = format!("{name}=\"");
        plain(between(field, &start, "\"")[0])
    };
    fields
        .iter()
        .map(|field| (value(field, "name"), value(field, "value")))
        .collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[test]
fn what_is_marked_wrong_is_gone_at_once_and_back_when_undone() {
    let desk = Desk::new();
    desk.keep(&[talk("c:1", "Ardent", "2026-03-01")
        .rep("How?")
        .prospect("It is expensive.")]);
    let site = Site::of(&desk);
    let price = || desk.finds(&["--tag", "objection/price"]);
    assert_eq!(price(), ["c:1:1"]);

    let mut wrong = hidden(&site.page("/calls/c:1"), "/marks\"");
    wrong.push(("decision".to_owned(), "no".to_owned()));
    let answer = site.post("/calls/c:1/marks", &borrowed(&wrong));
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (303, "/calls/c%3A1#turn-1")
    );
    assert!(price().is_empty(), "at once");
    let html = site.page("/calls/c:1");
    assert!(html.contains("is not said here, decided by hand"), "{html}");
    assert!(!html.contains("<mark"), "{html}");
    assert!(
        site.page("/themes").contains("Nothing is heard here"),
        "themes follow"
    );

    let undo = hidden(&html, "/marks/undo\"");
    for _ in 0..2 {
        let answer = site.post("/calls/c:1/marks/undo", &borrowed(&undo));
        assert_eq!(
            (answer.status, answer.location.as_str()),
            (303, "/calls/c%3A1#turn-1")
        );
        assert_eq!(price(), ["c:1:1"], "undone, and undone twice is undone");
    }
    assert!(!site.page("/calls/c:1").contains("decided by hand"));
}

#[test]
fn a_mention_is_added_by_choosing_a_sentence_or_some_words() {
    let desk = Desk::new();
    desk.keep(&[talk("c1", "Ardent", "2026-03-01")
        .rep("How?")
        .prospect("I retype it. Twice, twice.")]);
    let site = Site::of(&desk);
    let form = site.page("/calls/c1?mark=1");
    assert!(
        form.contains("value=\"0-12\"") && form.contains("value=\"13-26\""),
        "{form}"
    );
    assert!(
        form.contains("<option value=\"pain/manual-work\">"),
        "{form}"
    );

    let sent = [
        ("turn", "1"),
        ("tag", "pain/manual-work"),
        ("decision", "yes"),
    ];
    let with = |more: &[(&str, &str)]| site.post("/calls/c1/marks", &[&sent[..], more].concat());
    for (more, told) in [
        (&[][..], "which words are meant"),
        (&[("span", "40-50")][..], "do not stand in this turn"),
        (&[("words", "nonsense")][..], "does not stand in this turn"),
        (&[("words", "wice")][..], "more than once"),
    ] {
        let answer = with(more);
        assert_eq!(answer.status, 400, "{told}");
        assert!(
            plain(&answer.html).contains(told),
            "{told}\n{}",
            answer.html
        );
        assert!(
            !answer.html.contains("retype"),
            "words in an error\n{}",
            answer.html
        );
    }
    assert_eq!(
        with(&[("span", "0-12"), ("note", "ask <them>")]).status,
        303
    );
    assert_eq!(desk.finds(&["--tag", "pain/manual-work"]), ["c1:1"]);
    assert!(site.page("/calls/c1").contains("ask &#60;them&#62;"));
    let hits = desk.hits(&["--tag", "pain/manual-work"]);
    assert_eq!(
        hits[0]["highlights"],
        json!([[0, 12]]),
        "the sentence's bytes"
    );
}

#[test]
fn what_cannot_be_marked_is_refused() {
    let desk = Desk::new();
    desk.keep(&[talk("c1", "Ardent", "2026-03-01")
        .rep("How?")
        .prospect("By hand.")]);
    let site = Site::of(&desk);
    let good = [
        ("turn", "1"),
        ("tag", "pain/slow"),
        ("decision", "yes"),
        ("span", "0-8"),
    ];
    for (at, name, value, status) in [
        ("c9", "turn", "1", 404),
        ("c1", "turn", "0", 400),
        ("c1", "turn", "7", 400),
        ("c1", "turn", "one", 400),
        ("c1", "tag", "pain/slowness", 400),
        ("c1", "decision", "maybe", 400),
        ("c1", "span", "0", 400),
    ] {
        let fields = good.map(|(known, usual)| (known, if known == name { value } else { usual }));
        let answer = site.post(&format!("/calls/{at}/marks"), &fields);
        assert_eq!(
            answer.status, status,
            "{at} {name}={value}\n{}",
            answer.html
        );
    }
    // Nothing was kept of all that.
    desk.verbatim(&["mark", "--list"]).finds_nothing();
}

// ---- sides ------------------------------------------------------------------------------------------------

/// What the form below "Who is who" sends where nothing was chosen, in the order of the page.
fn people(html: &str) -> Vec<(String, String)> {
    let mut fields = hidden(html, "/sides\"");
    let was = |(name, value): &(String, String)| {
        (name == "was").then(|| ("side".to_owned(), value.clone()))
    };
    let sides: Vec<_> = fields.iter().filter_map(was).collect();
    fields.extend(sides);
    fields
}

/// A call on which both sides say something that is heard of prospects.
fn two_voices() -> Desk {
    let desk = Desk::new();
    desk.keep(&[talk("c:1", "Ardent", "2026-03-01")
        .rep("It is expensive.")
        .prospect("It is done by hand.")]);
    desk
}

#[test]
fn sides_are_swapped_at_once_and_as_they_were_when_undone() {
    let desk = two_voices();
    let site = Site::of(&desk);
    let heard = || {
        let of = |tag: &str| desk.finds(&["--tag", tag, "--side", "any"]);
        (of("objection/price"), of("pain/manual-work"))
    };
    let before = (vec![], vec!["c:1:1".to_owned()]);
    assert_eq!(heard(), before);

    let html = site.page("/calls/c:1");
    assert!(!html.contains("value=\"undo\""), "nothing to undo\n{html}");
    let send = |act: &'static str, html: &str| {
        let mut fields = people(html);
        fields.push(("act".to_owned(), act.to_owned()));
        let answer = site.post("/calls/c:1/sides", &borrowed(&fields));
        let led = (answer.status, answer.location.as_str());
        assert_eq!(led, (303, "/calls/c%3A1#who"), "{act}");
    };
    send("swap", &html);
    assert_eq!(heard(), (vec!["c:1:0".to_owned()], vec![]));
    let html = site.page("/calls/c:1");
    assert!(html.contains("id=\"who\""), "{html}");
    assert_eq!(html.matches("put right by hand").count(), 2, "{html}");
    assert!(html.contains("value=\"undo\""), "{html}");

    for _ in 0..2 {
        send("undo", &html);
        assert_eq!(heard(), before, "undone, and undone twice is undone");
    }
    assert!(!site.page("/calls/c:1").contains("put right by hand"));
    desk.verbatim(&["sides", "--list"]).finds_nothing();
}

#[test]
fn only_a_side_that_was_chosen_otherwise_is_said() {
    let desk = two_voices();
    let site = Site::of(&desk);
    let mut fields = people(&site.page("/calls/c:1"));
    fields.push(("act".to_owned(), "set".to_owned()));
    assert_eq!(
        site.post("/calls/c:1/sides", &borrowed(&fields)).status,
        303
    );
    desk.verbatim(&["sides", "--list"]).finds_nothing();

    // The form names the rep first.
    let side = fields.iter_mut().find(|(name, _)| name == "side").unwrap();
    assert_eq!(side.1, "rep");
    "unknown".clone_into(&mut side.1);
    assert_eq!(
        site.post("/calls/c:1/sides", &borrowed(&fields)).status,
        303
    );
    let listed = desk.verbatim(&["sides", "--list", "--json"]).done();
    let said = listed.lines();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(
        (&said[0]["name"], &said[0]["side"]),
        (&json!("Rea"), &json!("unknown"))
    );
    assert!(site.page("/calls/c:1").contains("side unknown"));
}

#[test]
fn what_is_no_side_is_refused_without_anybody_s_name() {
    let desk = two_voices();
    let site = Site::of(&desk);
    let good = [
        ("who", "Rea"),
        ("was", "rep"),
        ("side", "prospect"),
        ("act", "set"),
    ];
    for (at, name, value, status) in [
        ("c9", "who", "Rea", 404),
        ("c:1", "who", "Xaver", 400),
        ("c:1", "side", "boss", 400),
        ("c:1", "act", "maybe", 400),
    ] {
        let fields = good.map(|(known, usual)| (known, if known == name { value } else { usual }));
        let answer = site.post(&format!("/calls/{at}/sides"), &fields);
        assert_eq!(answer.status, status, "{at} {name}={value}");
        for who in ["Rea", "Pam", "Xaver"] {
            assert!(!answer.html.contains(who), "{who}\n{}", answer.html);
        }
    }
    desk.verbatim(&["sides", "--list"]).finds_nothing();
}

// ---- counts -----------------------------------------------------------------------------------------------

/// Counts an archive without a page.
fn counted(archive: &Archive, filter: &Filter) -> Themes {
    let ledger = Ledger::read(&archive.catalogue, None).unwrap();
    themes(&Question {
        ledger: &ledger,
        table: &archive.table().unwrap(),
        filter,
        threshold: 0.3,
        last: Month::of("2026-12").unwrap(),
    })
}

/// Account, call and turn of every affirmed mention that counts, by tag, straight from the catalogue.
fn recounted(catalogue: &Catalogue) -> BTreeMap<String, Vec<(String, u32, u32)>> {
    let mut seen: BTreeMap<String, Vec<(String, u32, u32)>> = BTreeMap::new();
    for facts in catalogue.facts().unwrap() {
        if facts.relationship.as_deref() == Some("friend") {
            continue;
        }
        let account = facts
            .account
            .unwrap_or_else(|| format!("call {}", facts.id));
        let mentions = catalogue.mentions(facts.ord).unwrap();
        for mention in mentions {
            if mention.is_affirmed() && mention.confidence >= 0.3 {
                let place = (account.to_lowercase(), facts.ord, mention.turn);
                seen.entry(mention.tag.0).or_default().push(place);
            }
        }
    }
    seen
}

fn a_theme_s_counts_are_those_of_a_recount_and_of_its_search(desk: &Desk) {
    let archive = Archive::open(&data(desk)).unwrap();
    let found = counted(&archive, &Filter::default());
    let recount = recounted(&archive.catalogue);
    let tags: BTreeSet<&str> = found.all.iter().map(|theme| theme.tag.as_str()).collect();
    let expected: BTreeSet<&str> = recount.keys().map(String::as_str).collect();
    assert_eq!(tags, expected);
    for theme in &found.all {
        let places = &recount[&theme.tag];
        let accounts: BTreeSet<&String> = places.iter().map(|(account, _, _)| account).collect();
        let calls: BTreeSet<u32> = places.iter().map(|(_, call, _)| *call).collect();
        let turns: BTreeSet<(u32, u32)> = places
            .iter()
            .map(|(_, call, turn)| (*call, *turn))
            .collect();
        let expected = Breadth {
            accounts: accounts.len() as u64,
            calls: calls.len() as u64,
            mentions: places.len() as u64,
        };
        assert_eq!(theme.breadth, expected, "{}", theme.tag);
        assert_eq!(theme.n_turns, turns.len() as u64, "{}", theme.tag);

        let mut filter = Filter::default();
        filter.add(Field::Tag, Wanted::Exact(theme.tag.clone()), false);
        filter.add(Field::Side, Wanted::Exact("prospect".to_owned()), false);
        let request = archive::Request {
            filter,
            limit: 1,
            wants_facets: true,
            threshold: 0.3,
            ..archive::Request::default()
        };
        let n_found = archive.find(&request).unwrap().n_found;
        if theme.n_of_friends == 0 {
            assert_eq!(n_found, Some(theme.n_turns), "the search for {}", theme.tag);
        }
    }
    let in_order: Vec<Breadth> = found.all.iter().map(|theme| theme.breadth).collect();
    assert!(in_order.is_sorted_by(|a, b| a >= b), "{in_order:?}");
}

#[test]
fn one_loud_account_does_not_outshout_two() {
    let desk = Desk::new();
    let loud = ["We do it by hand."; 5];
    let loud = loud
        .iter()
        .fold(talk("c1", "Ardent", "2026-01-10"), |talk, said| {
            talk.prospect(said).rep("Go on.")
        });
    desk.keep(&[
        loud,
        talk("c2", "Brackle", "2026-02-10").prospect("It takes days."),
        talk("c3", "Corvane", "2026-02-20").prospect("It takes weeks."),
        talk("c4", "ARDENT", "2025-12-31").prospect("By hand, yes, by hand."),
        talk("c5", "Dunmore", "2026-02-01")
            .with(
                "deal",
                json!({ "relationship": "friend", "outcome": "won" }),
            )
            .prospect("It takes days."),
        talk("c6", "Ellwick", "2024-02-01").prospect("We don't do it by hand."),
    ]);
    let archive = Archive::open(&data(&desk)).unwrap();
    let found = counted(&archive, &Filter::default());
    let [slow, by_hand] = &found.all[..] else {
        panic!("{:?}", found.all);
    };
    assert_eq!((slow.tag.as_str(), slow.breadth.accounts), ("pain/slow", 2));
    assert_eq!(slow.n_of_friends, 1);
    assert_eq!(
        (by_hand.tag.as_str(), by_hand.breadth.accounts),
        ("pain/manual-work", 1)
    );
    assert_eq!(by_hand.breadth.calls, 2, "one account in any spelling");
    assert_eq!((found.left_out.negated, found.left_out.of_friends), (1, 1));
    // The last of the twelve months is December of 2026.
    let mut by_month = [0; 12];
    by_month[1] = 2;
    assert_eq!(slow.by_month, by_month);
    assert_eq!(by_hand.by_month[0], 1, "December of 2025 is too long ago");
    let newest = slow.newest.unwrap();
    let call = archive.catalogue.call_by_ord(newest.ord).unwrap().unwrap();
    assert_eq!(call.id.0, "c3");

    let site = Site::of(&desk);
    let html = site.page("/themes?kind=pain");
    let order = |name: &str| html.find(&format!(">{name}</a>")).unwrap();
    assert!(order("slow") < order("manual work"), "{html}");
    for shown in [
        "<strong>2 accounts</strong>",
        "from one account only",
        "1 negated",
        "1 in friends’ deals",
    ] {
        assert!(html.contains(shown), "no {shown} in\n{html}");
    }
    let negated = site.page("/themes?polarity=negated");
    assert!(
        negated.contains("Heard in 1 account, 1 call: 1 mention"),
        "{negated}"
    );
}

#[test]
fn a_ledger_brought_up_to_date_is_the_one_made_anew() {
    let desk = Desk::new();
    let said = ["It is expensive.", "By hand.", "It takes days."];
    let talks: Vec<Talk> = (0..)
        .zip(said)
        .map(|(n, said)| talk(&format!("c{n}"), "Ardent", "2026-01-10").prospect(said))
        .collect();
    desk.keep(&talks[..2]);
    let catalogue = Catalogue::open_to_read(&data(&desk)).unwrap();
    let before = Ledger::read(&catalogue, None).unwrap();
    desk.keep(&talks[2..]);
    desk.verbatim(&["mark", "c0:0", "objection/price", "no"])
        .done();
    let known = Ledger::read(&catalogue, Some(&before)).unwrap();
    let anew = Ledger::read(&catalogue, None).unwrap();
    let told = |ledger: &Ledger| -> Vec<Value> {
        let calls = ledger.calls.iter();
        calls
            .map(|call| {
                let tags = call
                    .sightings
                    .iter()
                    .map(|one| &ledger.tags()[one.tag as usize]);
                json!([call.ord, call.account, tags.collect::<Vec<_>>()])
            })
            .collect()
    };
    assert_eq!(known.seq, anew.seq);
    assert_eq!(told(&known), told(&anew));
    assert_eq!(told(&anew)[0], json!([0, 0, []]), "marked as none");
    assert_eq!(told(&anew)[2], json!([2, 0, ["pain/slow"]]));
}

// ---- personas ---------------------------------------------------------------------------------------------

#[test]
fn typical_words_are_those_of_the_table() {
    let desk = Desk::new();
    let board = "The board asks and the board is slow and the board decides.";
    let buyer = |id: &str, account: &str| {
        json!({
            "id": id,
            "account": { "name": account },
            "participants": [{ "name": "Quill", "side": "prospect", "persona": "economic-buyer" }],
            "turns": [{ "speaker": "Quill", "text": board }],
        })
    };
    let sheet = "The spreadsheet breaks and the spreadsheet is slow and the spreadsheet lies.";
    let calls = [
        talk("c1", "Ardent", "2026-01-10").prospect(sheet).line(),
        talk("c2", "Brackle", "2026-01-10").prospect(sheet).line(),
        buyer("c3", "Corvane").to_string(),
        buyer("c4", "Dunmore").to_string(),
    ];
    desk.write("calls.jsonl", calls.join("\n"));
    desk.verbatim(&["ingest", "calls.jsonl"]).done();

    let archive = Archive::open(&data(&desk)).unwrap();
    let ledger = Ledger::read(&archive.catalogue, None).unwrap();
    let speech = Speech::read(&archive.catalogue, &archive.table().unwrap(), &ledger).unwrap();
    assert_eq!(speech.size_of("end-user"), (2, 24));
    let typical = speech.typical("end-user", 10);
    let [word] = &typical[..] else {
        panic!("{typical:?}");
    };
    assert_eq!(
        (word.word.as_str(), word.here, word.there, word.n_accounts),
        ("spreadsheet", 6, 0, 2)
    );
    // Six of 24 words here, none of 24 there: three are expected on either side.
    let g2 = 2.0 * 6.0 * 2.0_f64.ln();
    assert!((word.keyness.g2 - g2).abs() < 1e-9, "{word:?}");

    let html = Site::of(&desk).page("/personas/end-user");
    assert!(
        html.contains("said 6 times in 2 accounts, never by others"),
        "{html}"
    );
    assert!(
        html.contains("/?q=spreadsheet&#38;persona=end-user"),
        "{html}"
    );
}

#[test]
fn personas_are_listed_with_what_they_say_most_widely() {
    let desk = Desk::new();
    desk.keep(&[
        talk("c1", "Ardent", "2026-01-10").prospect("We do it by hand. It is expensive."),
        talk("c2", "Brackle", "2026-01-11").prospect("By hand."),
    ]);
    let site = Site::of(&desk);
    let html = site.page("/personas");
    for shown in [
        "<a href=\"/personas/end-user\">End user</a>",
        "2 accounts, 2 calls, 3 mentions",
        "<li>manual work (pain)</li><li>price (objection)</li>",
    ] {
        assert!(html.contains(shown), "no {shown} in\n{html}");
    }
    let html = site.page("/personas/end-user");
    let newest = between(&html, "<blockquote><p>", "</p>");
    assert_eq!(newest[0], "By hand.", "the newest words of the widest pain");
}
