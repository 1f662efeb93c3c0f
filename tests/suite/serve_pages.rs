//! Do the pages of calls, themes and personas show what is kept, word for word and count for count, and nothing else?
//!
//! The router is asked without a socket. Counts are compared with a plain recount of the catalogue, words with the
//! stored turns, and every link of a page is followed.

mod counts;
mod marks;
mod personas;
mod sides;

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use serde_json::json;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use verbatim::config::Config;
use verbatim::pipeline::by_config;
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

fn samples() -> Desk {
    let desk = Desk::with_shipped_lexicons().with_samples();
    desk.keep_samples();
    desk
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

// ---- pages ------------------------------------------------------------------------------------------------

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let desk = samples();
    let site = Site::with(&desk, Config::default());
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
        ("/themes?kind=foo", 400),
        ("/personas/end-user?polarity=foo", 400),
        ("/?sort=foo", 400),
        ("/?side=foo", 200),
        ("/personas/END-USER", 200),
    ] {
        assert_eq!(site.get(path).status, status, "{path}");
    }
    assert!(
        site.page("/themes?kind=praise")
            .contains("Nothing is heard here")
    );
    let slip = site.page("/?side=foo");
    assert!(slip.contains("there is no such side"), "{slip}");
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

#[test]
fn a_call_shows_every_word_as_it_stands() {
    let desk = samples();
    let site = Site::with(&desk, Config::default());
    let catalogue = Catalogue::open_to_read(&data(&desk)).unwrap();
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
