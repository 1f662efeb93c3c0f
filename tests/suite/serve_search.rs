//! Does the search page show what was asked for, all of it, and nothing but words?
//!
//! Pages are asked for as a browser does, without a socket; what is said of them is read off their links and text.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use regex::Regex;
use serde_json::json;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use verbatim::config::Config;
use verbatim::pipeline::by_config;
use verbatim::serve::app::{App, router};
use verbatim::serve::room::Readers;
use verbatim::store::DataDir;

use crate::harness::{Desk, Talk};

/// A server over what a desk keeps.
struct Server {
    router: Router,
    runtime: Runtime,
}

/// What it answered.
struct Page {
    address: String,
    status: StatusCode,
    html: String,
}

impl Server {
    fn over(desk: &Desk) -> Server {
        let dir = DataDir::new(desk.path("data"));
        let config = Config::read(&desk.path("verbatim.toml")).unwrap();
        let lexicons = by_config::lexicons(&config, &dir).unwrap();
        let app = App::new(Readers::start(&dir, 1).unwrap(), config, dir, lexicons);
        Server {
            router: router(app),
            runtime: Runtime::new().unwrap(),
        }
    }

    fn ask(&self, address: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = Request::builder().uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let (status, bytes) = self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            (status, to_bytes(response.into_body(), usize::MAX).await)
        });
        Page {
            address: address.to_owned(),
            status,
            html: String::from_utf8(bytes.unwrap().to_vec()).unwrap(),
        }
    }

    /// A page that must be there.
    #[track_caller]
    fn page(&self, address: &str) -> Page {
        let page = self.ask(address, &[]);
        assert_eq!(page.status, StatusCode::OK, "{address}\n{}", page.html);
        page
    }
}

impl Page {
    /// The targets of its links, as a browser reads them.
    fn links(&self) -> Vec<String> {
        self.all(r#"href="([^"]*)""#)
    }

    /// The first group of every match, unescaped.
    fn all(&self, pattern: &str) -> Vec<String> {
        let pattern = Regex::new(pattern).unwrap();
        let found = pattern.captures_iter(&self.html);
        found.map(|groups| unescaped(&groups[1])).collect()
    }

    /// The calls of its hits, in their order.
    fn calls(&self) -> Vec<String> {
        self.all(r##"href="/calls/([^"#]*)#turn-"##)
    }

    /// The link that stands around or right behind these words.
    #[track_caller]
    fn link(&self, words: &str) -> String {
        let words = regex::escape(words);
        let around = self.all(&format!(r#"href="([^"]*)"[^>]*>(?:<[^>]*>)?{words}"#));
        let behind = self.all(&format!(r#"{words}: <a href="([^"]*)""#));
        let found = around.first().or(behind.first());
        found
            .cloned()
            .unwrap_or_else(|| panic!("no link {words:?} in\n{}", self.html))
    }

    #[track_caller]
    fn says(&self, words: &str) {
        let text = Regex::new("<[^>]*>").unwrap();
        let text = unescaped(&text.replace_all(&self.html, ""));
        assert!(
            text.contains(words),
            "no {words:?} in {}\n{}",
            self.address,
            self.html
        );
    }
}

fn unescaped(html: &str) -> String {
    let signs = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    signs.iter().fold(html.to_owned(), |text, (code, sign)| {
        text.replace(code, sign)
    })
}

fn sorted(mut calls: Vec<String>) -> Vec<String> {
    calls.sort();
    calls
}

/// Talks of some accounts about the price.
fn price_desk() -> Desk {
    let desk = Desk::new();
    let talk = |id: &str| Talk::new(id);
    desk.keep(&[
        talk("plain").prospect("It is expensive for us."),
        talk("denied").prospect("It's not expensive."),
        talk("friend")
            .with("deal", json!({ "relationship": "friend" }))
            .prospect("Honestly, it is expensive."),
        talk("led")
            .rep("So is it expensive?")
            .prospect("Yes, it is expensive."),
        talk("imagined").prospect("If it were expensive, we would not do it."),
    ]);
    desk
}

// ---- what a page is -----------------------------------------------------------------------------------------------

#[test]
fn words_of_people_are_never_markup() {
    let desk = Desk::new();
    let hostile = "\"><script>alert(1)</script> & <img src=x onerror=alert(2)> by hand";
    desk.keep(&[Talk::new("one")
        .with("title", json!(hostile))
        .with("account", json!({ "name": hostile, "industry": hostile }))
        .with("recording_url", json!("javascript:alert(3)"))
        .rep(hostile)
        .prospect(hostile)]);
    let server = Server::over(&desk);
    for address in ["/", "/?q=hand", "/?q=hand&view=kwic", "/?q=%3Cscript%3E"] {
        let page = server.page(address);
        assert!(!page.html.contains("<script>"), "{address}");
        assert!(!page.html.contains("<img"), "{address}");
        assert!(!page.html.contains("javascript:"), "{address}");
        assert!(!page.html.contains(" style="), "{address}");
    }
    let quotes = server.page("/?q=hand").all(r#"data-quote="([^"]*)""#);
    assert_eq!(quotes, [hostile], "what is copied is what was said");
}

#[test]
fn a_piece_is_asked_for_by_htmx_and_the_page_by_everybody_else() {
    let desk = price_desk();
    let server = Server::over(&desk);
    for (headers, is_page) in [
        (vec![], true),
        (vec![("hx-request", "true")], false),
        (
            vec![
                ("hx-request", "true"),
                ("hx-history-restore-request", "true"),
            ],
            true,
        ),
    ] {
        let page = server.ask("/?q=expensive", &headers);
        assert_eq!(page.html.contains("<html"), is_page, "{headers:?}");
        assert_eq!(sorted(page.calls())[0], "denied", "{headers:?}");
        assert!(page.html.contains("<title>expensive"), "{headers:?}");
    }
}

#[test]
fn every_link_of_a_search_is_a_search() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let server = Server::over(&desk);
    for address in [
        "/",
        "/?q=truck",
        "/?q=truck&tag=objection/price&sort=newest",
    ] {
        let links: BTreeSet<String> = server.page(address).links().into_iter().collect();
        let own: Vec<&String> = links.iter().filter(|link| link.starts_with("/?")).collect();
        assert!(own.len() > 10, "{address}");
        for link in own {
            server.page(link);
        }
    }
}

#[test]
fn the_form_keeps_what_is_chosen() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let page = server.page("/?q=expensive&tag=objection/price&sort=breadth&friends=show");
    let kept = page.all(r#"<input type="hidden" form="ask" name="([^"]*)""#);
    assert_eq!(kept, ["tag", "friends", "sort"]);
}

// ---- paging and order ---------------------------------------------------------------------------------------------

/// Equal words, equal scores: whoever pages through must meet each of them once.
#[test]
fn pages_have_no_gaps_and_nothing_twice() {
    let desk = Desk::new();
    let talk = |n: usize| {
        let words = if n.is_multiple_of(3) {
            "The marmot came late yesterday evening."
        } else {
            "A marmot."
        };
        let account = json!({ "name": format!("Account {}", n % 7) });
        Talk::new(&format!("t{n:02}"))
            .with("account", account)
            .with("date", json!(format!("2026-03-{:02}", 1 + n % 5)))
            .prospect(words)
    };
    let talks: Vec<Talk> = (0..67).map(talk).collect();
    desk.keep(&talks);
    let server = Server::over(&desk);
    for question in [
        "q=marmot",
        "q=marmot+late",
        "q=%22a+marmot%22",
        "q=",
        "q=marmot&sort=newest",
        "q=marmot&sort=breadth",
        "q=which+marmots+came+late+yesterday+evening",
    ] {
        let mut address = Some(format!("/?{question}"));
        let (mut met, mut n_pages) = (Vec::new(), 0);
        while let Some(here) = address {
            let page = server.page(&here);
            met.extend(page.calls());
            address = page.all(r#"href="([^"]*)" rel="next""#).pop();
            n_pages += 1;
        }
        let each: BTreeSet<&String> = met.iter().collect();
        assert_eq!(each.len(), met.len(), "{question}: nothing twice");
        let n: usize = if question.contains("%22") { 44 } else { 67 };
        assert_eq!(met.len(), n, "{question}");
        assert_eq!(n_pages, n.div_ceil(20), "{question}");
    }
}

// ---- facets and what is left out ----------------------------------------------------------------------------------

#[test]
fn a_facet_takes_several_values_and_gives_them_up_again() {
    let desk = Desk::new();
    let talk = |id: &str, name: &str, size: &str| {
        let account = json!({ "name": name, "size": size, "region": "North" });
        Talk::new(id)
            .with("account", account)
            .with("date", json!("2026-03-01"))
            .prospect("A marmot.")
    };
    desk.keep(&[
        talk("a", "Acme", "10 people"),
        talk("b", "Brindle", "10 people"),
        talk("c", "Cobalt", "90 people"),
    ]);
    let server = Server::over(&desk);
    let page = server.page("/?q=marmot");
    for words in ["Acme", "10 people", "North", "2026-03", "verbatim-json"] {
        page.link(words);
    }
    let one = server.page(&page.link("Acme"));
    assert_eq!(one.calls(), ["a"]);
    let two = server.page(&one.link("Brindle"));
    assert_eq!(sorted(two.calls()), ["a", "b"]);
    assert_eq!(
        server.page(&two.link("Acme")).calls(),
        ["b"],
        "chosen once more it is given up"
    );
    let none = server.page("/?q=marmot&account=Acme&size=90+people");
    assert_eq!(none.calls(), Vec::<String>::new());
    assert_eq!(
        sorted(server.page(&none.link("Remove all")).calls()),
        ["a", "b", "c"]
    );
}

#[test]
fn what_is_left_out_is_counted_and_let_in() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let page = server.page("/?tag=objection/price");
    assert_eq!(page.calls(), ["plain"]);
    page.says("1 turn from 1 account in 1 call");
    for (what, call) in [
        ("1 in friends’ deals", "friend"),
        ("1 led by the rep", "led"),
        ("1 negated", "denied"),
        ("1 hypothetical", "imagined"),
    ] {
        page.says(what);
        let shown = server.page(&page.link(what));
        assert_eq!(
            sorted(shown.calls()),
            sorted(vec![call.to_owned(), "plain".to_owned()]),
            "{what}"
        );
    }
}

/// Words found by their text say nothing of mentions: only friends' deals are apart.
#[test]
fn words_are_found_whether_meant_or_not() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let page = server.page("/?q=expensive");
    assert_eq!(sorted(page.calls()), ["denied", "imagined", "led", "plain"]);
    page.says("1 in friends’ deals");
    assert_eq!(server.page("/?q=expensive&friends=show").calls().len(), 5);
}

#[test]
fn exact_words_are_counted_like_others() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let page = server.page("/?q=%22it+is+expensive%22");
    assert_eq!(sorted(page.calls()), ["led", "plain"]);
    page.says("2 turns from 2 accounts in 2 calls");
    page.says("1 in friends’ deals");
}

// ---- the concordance ----------------------------------------------------------------------------------------------

#[test]
fn a_concordance_is_ordered_by_the_words_around() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("a").prospect("Every truck waits."),
        Talk::new("b").prospect("No truck comes."),
        Talk::new("c").prospect("A truck breaks, and that truck stays."),
    ]);
    let server = Server::over(&desk);
    let orders = BTreeMap::from([
        ("left", vec!["c", "a", "b", "c"]),
        ("right", vec!["c", "b", "c", "a"]),
    ]);
    for (by, calls) in orders {
        let page = server.page(&format!("/?q=truck&view=kwic&kwic={by}"));
        assert_eq!(page.calls(), calls, "by the words {by}");
    }
    let page = server.page("/?q=truck&view=kwic");
    let left = page.all(r#"<td class="left">([^<]*)<"#);
    assert!(
        left.contains(&"A truck breaks, and that ".to_owned()),
        "{left:?}"
    );
}

// ---- words that were not said -------------------------------------------------------------------------------------

#[test]
fn a_slip_is_answered_with_the_word_that_people_say() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("a").prospect("The integration is expensive."),
        Talk::new("b").prospect("We keep spreadsheets."),
    ]);
    let server = Server::over(&desk);
    for (typed, meant) in [
        ("expensve", "expensive"),
        ("integraton", "integration"),
        ("spredsheats", "spreadsheets"),
        (
            "the+integraton+is+expensive",
            "the integration is expensive",
        ),
    ] {
        let page = server.page(&format!("/?q={typed}"));
        page.says(&format!("Did you mean {meant}? 1 turn"));
        assert_eq!(server.page(&page.link(meant)).calls().len(), 1, "{typed}");
    }
    for typed in ["xylophone", "expensive", "spreadsheet"] {
        let page = server.page(&format!("/?q={typed}"));
        assert!(!page.html.contains("Did you mean"), "{typed}");
    }
}

/// Letter by letter the page must not fall empty in between.
#[test]
fn a_word_that_is_being_typed_finds_what_begins_so() {
    let desk = price_desk();
    let server = Server::over(&desk);
    for typed in [
        "exp",
        "expen",
        "expensi",
        "expensive",
        "is+expen",
        "%22is+expen",
    ] {
        let page = server.page(&format!("/?q={typed}"));
        let n = page.calls().len();
        assert!(n >= 1 || typed.contains("%22"), "{typed}: {n}");
    }
    let open = server.page("/?q=%22is+expensive");
    assert_eq!(sorted(open.calls()), ["led", "plain"]);
    open.says("Not read to its end: this quote is not closed.");
}

/// What only a rep said is not found; then the word is one that a prospect may have gone on with.
#[test]
fn a_word_that_only_reps_said_is_unfinished_too() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("rep")
            .rep("Your implemen, what?")
            .prospect("Yes."),
        Talk::new("prospect").prospect("The implementation was slow."),
    ]);
    let server = Server::over(&desk);
    let page = server.page("/?q=implemen");
    assert_eq!(page.calls(), ["prospect"]);
    page.says("words that it may become");
    assert_eq!(server.page("/?q=implemen&side=rep").calls(), ["rep"]);
}

/// What many type is made once; but nobody may be shown what has changed since.
#[test]
fn a_piece_is_the_same_as_the_page_and_good_until_something_changes() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let typed = |address: &str| server.ask(address, &[("hx-request", "true")]);
    let first = typed("/?q=expensi");
    assert_eq!(first.calls(), server.page("/?q=expensi").calls());
    assert_eq!(first.html, typed("/?q=expensi").html);
    assert_ne!(
        first.calls(),
        typed("/?q=expensi&friends=show").calls(),
        "another address is another question"
    );
    desk.keep(&[Talk::new("late").prospect("That one is expensive too.")]);
    let after = typed("/?q=expensi");
    assert!(after.calls().contains(&"late".to_owned()), "{}", after.html);
}

/// Turns with other forms of the words stand before those with the very words: they are read until a page is full.
#[test]
fn exact_words_are_found_behind_many_that_only_look_like_them() {
    let desk = Desk::new();
    let talk = |n: usize| {
        let words = if n < 70 {
            "Marmots burrow."
        } else {
            "Among all that was told to us in that long week, a marmot burrow was the one thing worth a note."
        };
        Talk::new(&format!("t{n:02}")).prospect(words)
    };
    let talks: Vec<Talk> = (0..95).map(talk).collect();
    desk.keep(&talks);
    let server = Server::over(&desk);
    let page = server.ask("/?q=%22marmot+burrow%22", &[("hx-request", "true")]);
    page.says("25 turns from 25 accounts in 25 calls");
    let calls: BTreeSet<String> = page.calls().into_iter().collect();
    assert_eq!(calls.len(), 20, "each once");
    assert!(calls.iter().all(|call| call.as_str() >= "t70"), "{calls:?}");
}

#[test]
fn nothing_found_says_what_was_searched_and_offers_the_nearest() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let page = server.page("/?q=%22expensive+it+is%22&stage=demo");
    page.says("Nothing found");
    page.says("Searched 6 turns in 5 calls: prospects’ turns only, without friends’ deals.");
    page.says("these words in any form and order, without any filter 4 turns");
    for nothing in ["everybody’s words", "only “"] {
        assert!(
            !page.html.contains(nothing),
            "{nothing}: offered only where it finds something"
        );
    }
}

#[test]
fn what_is_offered_finds_what_it_says() {
    let desk = price_desk();
    let server = Server::over(&desk);
    let page = server.page("/?q=expensive&stage=demo");
    page.says("without any filter 4 turns");
    let offered = server.page(&page.link("without any filter"));
    assert_eq!(offered.calls().len(), 4);
    let page = server.page("/?q=%22expensive+for+them%22");
    page.says("these words in any form and order 4 turns");
}
