//! Do the pages for work do what they say: lexicons, labelling, basket and intake?
//!
//! Driven through the router as a browser without JavaScript would: links are followed, forms are sent.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::json;
use tower::ServiceExt;

use verbatim::archive::keeper::bring_up_to_date;
use verbatim::config::Config;
use verbatim::pipeline::by_config;
use verbatim::quote::quote::turn_hash;
use verbatim::serve::app::{App, router};
use verbatim::serve::room::Readers;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::WriteLock;
use verbatim::store::lock::waiting::somebody_waits;

use crate::harness::{Desk, Talk, until};

/// A server over what a desk keeps.
struct Site {
    desk: Desk,
    app: App,
    runtime: tokio::runtime::Runtime,
}

/// What a request was answered with.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    #[track_caller]
    fn is(self, status: u16) -> Answer {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Answer {
        assert!(self.text.contains(words), "no {words:?} in\n{}", self.text);
        self
    }

    #[track_caller]
    fn never_says(self, words: &str) -> Answer {
        assert!(!self.text.contains(words), "{words:?} in\n{}", self.text);
        self
    }

    /// It leads on to this address.
    #[track_caller]
    fn leads_to(self, address: &str) -> Answer {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        assert_eq!(self.headers[header::LOCATION], address);
        self
    }

    /// Every address of ours that the page links to.
    fn links(&self) -> Vec<String> {
        let hrefs = self.text.split("href=\"").skip(1);
        let hrefs = hrefs.filter_map(|rest| rest.split('"').next());
        hrefs
            .map(|href| href.replace("&amp;", "&").replace("&#38;", "&"))
            .collect()
    }
}

impl Site {
    fn over(desk: Desk) -> Site {
        let file = desk.path("verbatim.toml");
        let config = match file.exists() {
            true => Config::read(&file).unwrap(),
            false => Config::default(),
        };
        let dir = DataDir::new(desk.path("data"));
        let lexicons = by_config::lexicons(&config, &dir).unwrap();
        let readers = Readers::start(&dir, 1).unwrap();
        Site {
            app: App::new(readers, config, dir, lexicons),
            runtime: tokio::runtime::Runtime::new().unwrap(),
            desk,
        }
    }

    /// The same data, after a restart.
    fn restarted(self) -> Site {
        let Site { desk, app, runtime } = self;
        drop((app, runtime));
        Site::over(desk)
    }

    fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let response = router(self.app.clone()).oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: parts.status,
                headers: parts.headers,
                text: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }

    fn get(&self, address: &str) -> Answer {
        let request = Request::get(address).header(header::HOST, "localhost");
        self.send(request.body(Body::empty()).unwrap())
    }

    /// Sends a form, as a page of ours does.
    fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.deliver(
            address,
            "application/x-www-form-urlencoded",
            form.finish().into_bytes(),
        )
    }

    fn deliver(&self, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(address)
            .header(header::HOST, "localhost")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).unwrap())
    }

    /// Sends files as a browser does.
    fn bring(&self, files: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, text) in files {
            body.push_str(&format!(
                "--cut\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n{text}\r\n"
            ));
        }
        body.push_str("--cut--\r\n");
        let kind = "multipart/form-data; boundary=cut";
        self.deliver("/intake", kind, body.into_bytes())
    }

    /// Waits until nothing is being done behind the pages.
    fn settled(&self) {
        for _ in 0..600 {
            if self.get("/work").status == StatusCode::NO_CONTENT {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("something is still being done after half a minute");
    }
}

const HOSTILE: &str = "<script>alert(1)</script>";

/// Two accounts, three calls, and markup wherever words can stand.
fn talks() -> Vec<Talk> {
    let of = |id: &str, account: &str| {
        let talk = Talk::new(id).with("account", json!({ "name": account }));
        talk.rep("How do you do it today?")
    };
    vec![
        of("a", "Acme").prospect("We do it by hand. The coffee is good."),
        of("b", "acme").prospect("All of it by hand, and it is expensive."),
        of("c", HOSTILE).prospect(&format!(
            "It is expensive, {HOSTILE} and we retype everything."
        )),
    ]
}

fn site() -> Site {
    let desk = Desk::new();
    desk.keep(&talks());
    Site::over(desk)
}

// ---- lexicons ---------------------------------------------------------------------------------------------------

#[test]
fn every_entry_tells_how_often_it_fired_and_where() {
    let site = site();
    let page = site.get("/lexicons").is(200);
    let row = |name: &str| {
        let from = page.text.find(&format!(">{name}</a>")).unwrap();
        page.text[from..].split("</tr>").next().unwrap().to_owned()
    };
    // Accounts, calls, mentions. `Acme` and `acme` are one account.
    assert!(row("by-hand").contains("<td>1</td><td>2</td><td>2</td>"));
    assert!(row("expensive").contains("<td>2</td><td>2</td><td>2</td>"));
    assert!(row("hours-of-it").contains("never heard here"));
    site.get("/lexicons?q=objection")
        .is(200)
        .says(">expensive</a>")
        .never_says(">by-hand</a>");
    site.get("/lexicons/anyone/by-hand")
        .is(200)
        .says("Heard from 1 account in 2 calls: 2 mentions, of which 2 meant")
        .says("<mark>")
        .says("/calls/a#turn-1");
    let hostile = site.get("/lexicons/anyone/expensive").is(200);
    hostile.never_says(HOSTILE);
    site.get("/lexicons/anyone/nothing").is(404);
    site.get("/lexicons/nobody/by-hand").is(404);
}

#[test]
fn a_sentence_that_is_tried_shows_what_is_heard_and_why() {
    let site = site();
    let try_it = |said: &str| {
        let mut address = form_urlencoded::Serializer::new("/lexicons/try?".to_owned());
        address.append_pair("text", said);
        site.get(&address.finish().replacen("?&", "?", 1)).is(200)
    };
    try_it("We do it by hand.")
        .says("pain/manual-work")
        .says("href=\"/lexicons/anyone/by-hand\"")
        .says("One thing is heard.");
    try_it("It is not expensive.")
        .says("negated because of")
        .says("Nothing in it would be shown");
    // Heard at 0.1, and the threshold is 0.3.
    try_it("That is wrong.").says("only 0.10");
    try_it("The coffee is good.").says("Nothing is heard in it.");
    try_it(&format!("{HOSTILE} by hand")).never_says(HOSTILE);
    site.get(&format!("/lexicons/try?text={}", "x".repeat(5_000)))
        .is(400);
    let piece = Request::get("/lexicons/try?text=by+hand")
        .header(header::HOST, "localhost")
        .header("hx-request", "true");
    let piece = site.send(piece.body(Body::empty()).unwrap()).is(200);
    piece.says("pain/manual-work").never_says("<html");
}

const EDIT: &str = "/lexicons/anyone/by-hand";

#[test]
fn an_edit_is_saved_only_after_its_changes_were_shown() {
    let site = site();
    let before = std::fs::read_to_string(site.desk.path("lexicons/anyone.toml")).unwrap();
    let fields = [("patterns", "by hand\r\nretype\r\n"), ("confidence", "0.9")];
    site.post(&format!("{EDIT}/save"), &[]).is(400);
    let shown = format!("{EDIT}/preview");
    site.post(&shown, &fields).leads_to(&shown);
    site.settled();
    site.get(&shown)
        .is(200)
        .says("1 of 3 calls would be heard otherwise.")
        .says("pain/manual-work: 1 gained, 1 shown")
        .says("Save exactly this");
    let file = || std::fs::read_to_string(site.desk.path("lexicons/anyone.toml")).unwrap();
    assert_eq!(file(), before);
    // Whoever only wants the file gets all of it.
    let download = site.post(&format!("{EDIT}/download"), &fields).is(200);
    let named = download.headers[header::CONTENT_DISPOSITION]
        .to_str()
        .unwrap();
    assert!(named.contains("anyone.toml"), "{named}");
    let expected = before.replace(
        "patterns = [\"by hand\"]",
        "patterns = [\n  \"by hand\",\n  \"retype\",\n]",
    );
    assert_eq!(download.text, expected);

    site.post(&format!("{EDIT}/save"), &[]).leads_to(&shown);
    site.settled();
    assert_eq!(file(), expected);
    // It is heard at once, and by whoever comes next.
    site.get(EDIT).says("Heard from 2 accounts in 3 calls");
    site.get("/lexicons/try?text=We+retype+it")
        .says("pain/manual-work");
    let site = site.restarted();
    site.get(EDIT).says("Heard from 2 accounts in 3 calls");
    assert_eq!(site.desk.finds(&["--tag", "pain/manual-work"]).len(), 3);
}

#[test]
fn what_cannot_be_used_is_told_and_never_saved() {
    let site = site();
    let file = || std::fs::read_to_string(site.desk.path("lexicons/anyone.toml")).unwrap();
    let before = file();
    let shown = format!("{EDIT}/preview");
    for (fields, told) in [
        // A sentence of its own that it does not hear.
        (
            vec![("patterns", "by hand"), ("hear", "The coffee is good.")],
            "no pattern stands there",
        ),
        // A near miss that it hears.
        (
            vec![("patterns", "by hand"), ("near", "It is by hand.")],
            "stands there; make it narrower",
        ),
        // No pattern at all that can be read.
        (
            vec![("patterns", "(by hand"), ("hear", "It is by hand.")],
            "anyone.toml:",
        ),
    ] {
        site.post(&shown, &fields).leads_to(&shown);
        site.settled();
        let mut page = site.get(&shown).is(200).says(told);
        // What somebody wrote stands there to be mended.
        for (_, written) in &fields {
            page = page.says(&format!("{written}</textarea>"));
        }
        page.never_says("Save exactly this");
        site.post(&format!("{EDIT}/save"), &[]);
        site.settled();
        assert_eq!(file(), before);
    }
    site.post(&shown, &[("confidence", "2"), ("patterns", "by hand")])
        .is(400);
}

#[test]
fn what_is_built_in_is_only_ever_downloaded() {
    let desk = Desk::new();
    desk.keep(&talks());
    // Where nobody names any, those that are built in are listened with.
    std::fs::remove_file(desk.path("verbatim.toml")).unwrap();
    let site = Site::over(desk);
    let entry = "/lexicons/anyone/above-my-grade";
    site.get("/lexicons").is(200).says(entry);
    site.get(entry).is(200).says("built into the program");
    let text = site.post(
        &format!("{entry}/download"),
        &[("patterns", "zanzibar"), ("hear", "We say zanzibar.")],
    );
    text.is(200).says("\"zanzibar\"");
    site.post(&format!("{entry}/save"), &[]).is(400);
}

// ---- labelling --------------------------------------------------------------------------------------------------

/// The value of a hidden field.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let rest = page
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap();
    rest.split('"').next().unwrap()
}

#[test]
fn a_sentence_is_judged_with_one_button_and_taken_back_with_another() {
    let site = site();
    site.get("/labels").is(200).says("Nobody has looked");
    site.post("/labels/queue", &[]).leads_to("/labels");
    site.settled();
    let page = site
        .get("/labels")
        .is(200)
        .says("data-key=\"n\"")
        .says("data-key=\"s\"");
    let line = |name: &str| {
        let path = site.desk.path("data/labels").join(name);
        std::fs::read_to_string(path).unwrap_or_default()
    };
    let place = |page: &Answer| {
        ["call", "turn", "from", "to"].map(|name| hidden(&page.text, name).to_owned())
    };
    let judge = |page: &Answer, answer: &str| {
        let [call, turn, from, to] = place(page);
        let fields = [
            ("call", &*call),
            ("turn", &*turn),
            ("from", &*from),
            ("to", &*to),
            ("answer", answer),
        ];
        site.post("/labels/answer", &fields)
    };
    judge(&page, "nothing").leads_to("/labels");
    assert_eq!(line("seen.jsonl").lines().count(), 1);
    let next = site.get("/labels").is(200);
    assert_ne!(place(&next), place(&page));
    // A tag that there is not, words that there are not, and a rep's turn.
    judge(&next, "pain/nonsense").is(400);
    let [call, _, _, _] = place(&next);
    for (turn, to) in [("1", "99999"), ("0", "5"), ("7", "5")] {
        let fields = [
            ("call", &*call),
            ("turn", turn),
            ("from", "0"),
            ("to", to),
            ("answer", "nothing"),
        ];
        site.post("/labels/answer", &fields).is(404);
    }
    judge(&next, "objection/price").leads_to("/labels");
    let label: serde_json::Value = serde_json::from_str(line("labels.jsonl").trim()).unwrap();
    assert_eq!(
        (&label["tag"], &label["polarity"]),
        (&json!("objection/price"), &json!("affirmed"))
    );
    site.post("/labels/undo", &[]).leads_to("/labels");
    assert_eq!(line("labels.jsonl"), "");
    assert_eq!(place(&site.get("/labels")), place(&next));
    // Skipping keeps nothing, and another one is asked about.
    judge(&next, "skip").leads_to("/labels");
    assert_eq!(
        (line("labels.jsonl"), line("seen.jsonl").lines().count()),
        (String::new(), 1)
    );
    assert_ne!(place(&site.get("/labels")), place(&next));
    // What is judged stays judged after a restart.
    let site = site.restarted();
    site.post("/labels/queue", &[]).leads_to("/labels");
    site.settled();
    site.get("/labels").says("1 sentence judged before");
}

#[test]
fn a_kind_that_is_not_heard_is_asked_for_its_category() {
    let site = site();
    site.post("/labels/queue", &[]).leads_to("/labels");
    site.settled();
    site.get("/labels?kind=pain")
        .is(200)
        .says("value=\"pain/manual-work\"")
        .says("value=\"pain/slow\"")
        .never_says("value=\"objection/price\"");
}

#[test]
fn nothing_is_learned_or_taken_back_where_there_is_nothing() {
    let site = site();
    site.get("/labels").says("There is no label yet.");
    site.post("/labels/unlearn", &[]).leads_to("/labels");
    site.settled();
    site.get("/labels").says("there is nothing to take back");
}

// ---- basket -----------------------------------------------------------------------------------------------------

#[test]
fn a_quote_put_aside_outlives_a_restart_and_is_exact() {
    let site = site();
    let by_hand = [("call", "a"), ("turn", "1"), ("from", "0"), ("to", "17")];
    let add = |fields: &[(&str, &str)]| site.post("/basket/add", fields);
    add(&by_hand).leads_to("/basket");
    add(&[
        &by_hand[..],
        &[("note", "for the home page"), ("back", "/?q=hand#turn-1")],
    ]
    .concat())
    .leads_to("/?q=hand#turn-1");
    add(&[&by_hand[..], &[("back", "//evil.example/")]].concat()).leads_to("/basket");
    site.get("/basket/count").says("1");
    // Beyond the turn, nothing at all, backwards, no such turn, no such call.
    for (call, turn, from, to) in [
        ("a", "1", "0", "9999"),
        ("a", "1", "5", "5"),
        ("a", "1", "9", "2"),
        ("a", "9", "0", "5"),
        ("z", "0", "0", "5"),
    ] {
        add(&[("call", call), ("turn", turn), ("from", from), ("to", to)]).is(404);
    }
    add(&[("call", "a")]).is(400);

    let site = site.restarted();
    site.get("/basket")
        .is(200)
        .says("<p>We do it by hand.</p>")
        .says("for the home page")
        .says("pain/manual-work")
        .says("1 quote put aside");
    let kept = std::fs::read_to_string(site.desk.path("data/basket.json")).unwrap();
    assert!(!kept.contains("hand."), "words of a call in {kept}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let facts = std::fs::metadata(site.desk.path("data/basket.json")).unwrap();
        assert_eq!(facts.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_basket_is_put_into_order_emptied_filled_again_and_taken_along() {
    let site = site();
    let length = talks_text_length();
    let places = [("a", "17"), ("b", "17"), ("c", &*length)];
    for (call, to) in places {
        let fields = [("call", call), ("turn", "1"), ("from", "0"), ("to", to)];
        site.post("/basket/add", &fields).leads_to("/basket");
    }
    let order = || {
        let page = site.get("/basket").is(200).never_says(HOSTILE);
        let sources = page.text.split("faint source\">").skip(1);
        let calls: String = sources.filter_map(|rest| rest.chars().next()).collect();
        calls
    };
    assert_eq!(order(), "abc");
    let place = |call: &'static str, to: &'static str| {
        vec![("call", call), ("turn", "1"), ("from", "0"), ("to", to)]
    };
    let with = |mut fields: Vec<(&'static str, &'static str)>, way| {
        fields.push(("way", way));
        fields
    };
    site.post("/basket/move", &with(place("b", "17"), "up"));
    assert_eq!(order(), "bac");
    // There is no place before the first.
    site.post("/basket/move", &with(place("b", "17"), "up"));
    assert_eq!(order(), "bac");
    site.post("/basket/move", &with(place("b", "17"), "down"));
    site.post("/basket/remove", &place("a", "17"));
    assert_eq!(order(), "bc");

    let json = site.get("/basket/export?format=json").is(200);
    let pack: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(pack["quotes"][0]["text"], "All of it by hand");
    assert_eq!(pack["quotes"].as_array().unwrap().len(), 2);
    let csv = site.get("/basket/export?format=csv").is(200);
    let named = csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(named.ends_with("quotes.csv\""), "{named}");
    site.get("/basket/export")
        .is(200)
        .says("> All of it by hand");
    site.get("/basket/export?format=docx").is(400);

    site.post("/basket/clear", &[]).leads_to("/basket");
    assert_eq!(order(), "");
    site.get("/basket").says("2 quotes were taken out");
    site.post("/basket/restore", &[]).leads_to("/basket");
    assert_eq!(order(), "bc");
}

/// Bytes of the hostile turn.
fn talks_text_length() -> String {
    format!("It is expensive, {HOSTILE} and we retype everything.")
        .len()
        .to_string()
}

#[test]
fn a_quote_whose_call_says_something_else_by_now_is_not_quoted() {
    let site = site();
    let fields = [("call", "a"), ("turn", "1"), ("from", "0"), ("to", "17")];
    site.post("/basket/add", &fields).leads_to("/basket");
    let corrected = Talk::new("a")
        .rep("How do you do it today?")
        .prospect("We did it all by hand once.");
    site.desk.keep(&[corrected]);
    site.get("/basket")
        .is(200)
        .says("says something else here now")
        .never_says("We did it all by");
    let json = site.get("/basket/export?format=json").is(200);
    let pack: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!((&pack["n_found"], &pack["quotes"]), (&json!(1), &json!([])));
}

#[test]
fn the_basket_takes_what_a_pack_takes_and_hands_out_nothing_else() {
    let site = site();
    let cut = "begin and end at whole words";
    for (turn, from, to, why) in [
        ("1", "1", "17", cut),
        ("1", "0", "14", cut),
        ("0", "0", "23", "this turn is a rep"),
    ] {
        let fields = [("call", "a"), ("turn", turn), ("from", from), ("to", to)];
        site.post("/basket/add", &fields).is(400).says(why);
    }
    assert_eq!(site.get("/basket/count").is(200).text.trim(), "");

    // A basket of before, when such words were taken.
    let (rep, prospect) = (
        "How do you do it today?",
        "We do it by hand. The coffee is good.",
    );
    let kept = |turn: u32, to: u32, text: &str| {
        json!({
            "call": "a", "turn": turn, "from": 0, "to": to, "turn_sha256": turn_hash(text),
            "added_at": "2026-03-01T00:00:00Z",
        })
    };
    let quotes = [
        kept(1, 17, prospect),
        kept(1, 14, prospect),
        kept(0, 23, rep),
    ];
    let basket = json!({ "version": 1, "quotes": quotes });
    site.desk.write("data/basket.json", basket.to_string());
    site.get("/basket")
        .is(200)
        .says("2 of them stay here")
        .says(cut)
        .says("this turn is a rep");
    site.get("/basket/export")
        .is(200)
        .says("> We do it by hand.")
        .says("- left-out: 2")
        .never_says("today");
    let json = site.get("/basket/export?format=json").is(200);
    let pack: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(pack["quotes"].as_array().unwrap().len(), 1);
    let left_out = json!({ "name": "left-out", "value": "2" });
    assert_eq!(pack["filters"], json!([left_out]));
}

// ---- intake -----------------------------------------------------------------------------------------------------

#[test]
fn files_that_are_dropped_are_read_as_ingest_reads_and_then_removed() {
    let site = site();
    let new = Talk::new("d")
        .rep("How?")
        .prospect("It takes weeks.")
        .line();
    let again = &talks()[0].line();
    let answer = site.bring(&[
        ("new call.jsonl", &new),
        ("again.jsonl", again),
        ("broken.json", "{"),
        ("film.mp4", "x"),
    ]);
    answer.leads_to("/intake");
    site.settled();
    site.get("/intake")
        .is(200)
        .says("4 files read")
        .says("2 calls: 1 new, 0 updated, 1 known already")
        .says("1 file held no transcript by name")
        .says("<dt>broken.json</dt>")
        .says("new call.jsonl")
        .never_says("data/intake");
    assert_eq!(site.desk.finds(&["weeks"]), ["d:1"]);
    let left = std::fs::read_dir(site.desk.path("data/intake"))
        .unwrap()
        .count();
    assert_eq!(left, 0);
    // Nothing chosen, and no form at all.
    site.bring(&[]).is(400);
    site.bring(&[("", "x")]).is(400);
    site.post("/intake", &[("files", "x")]).is(400);
}

#[test]
fn what_is_brought_in_waits_for_whoever_else_writes() {
    let site = site();
    let dir = DataDir::new(site.desk.path("data"));
    let lock = WriteLock::take(&dir, "ingest").unwrap();
    let other = std::thread::spawn(move || {
        until("it waits", || somebody_waits(&dir));
        drop(lock);
    });
    let new = Talk::new("d")
        .rep("How?")
        .prospect("It takes weeks.")
        .line();
    site.bring(&[("new.jsonl", &new)]).leads_to("/intake");
    other.join().unwrap();
    site.settled();
    site.get("/intake").is(200).says("1 call: 1 new");
}

#[test]
fn the_page_opens_before_anything_is_kept_and_calls_come_in_there() {
    let desk = Desk::new();
    let dir = DataDir::new(desk.path("data"));
    let lock = WriteLock::take(&dir, "serve").unwrap();
    let catalogue = Catalogue::open_to_write(&dir, &lock).unwrap();
    bring_up_to_date(&dir, &catalogue, &|_| {}).unwrap();
    drop((catalogue, lock));
    let site = Site::over(desk);
    site.get("/intake").is(200).says("0 calls");
    site.bring(&[("first.jsonl", &talks()[0].line())])
        .leads_to("/intake");
    site.settled();
    site.get("/intake").says("1 call: 1 new");
    site.get("/lexicons").says(">by-hand</a>");
}

// ---- all of them ------------------------------------------------------------------------------------------------

#[test]
fn every_link_between_the_pages_leads_somewhere() {
    let site = site();
    let fields = [("call", "a"), ("turn", "1"), ("from", "0"), ("to", "17")];
    site.post("/basket/add", &fields).leads_to("/basket");
    site.post("/labels/queue", &[]).leads_to("/labels");
    site.settled();
    let pages = [
        "/lexicons",
        EDIT,
        "/lexicons/try?text=by+hand",
        "/labels",
        "/basket",
        "/intake",
    ];
    let ours = ["/lexicons", "/labels", "/basket", "/intake", "/assets/"];
    for page in pages {
        let shown = site.get(page).is(200);
        assert!(shown.text.contains("<h1>"), "no heading on {page}");
        assert!(
            !shown.text.contains(" style=") && !shown.text.contains(" onclick="),
            "{page}"
        );
        for link in shown.links() {
            if ours.iter().any(|ours| link.starts_with(ours)) {
                let to = link.split('#').next().unwrap_or(&link);
                assert_eq!(site.get(to).status, StatusCode::OK, "{link} on {page}");
            }
        }
    }
}
