//! Does a count equal what a recount gives?
//!
//! Everything is counted again from the hits themselves, by somebody who knows nothing of the index.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use verbatim::archive::{Archive, Other, Request};
use verbatim::search::filter::Filter;
use verbatim::search::query::{Field, Value as Wanted, parse};
use verbatim::store::DataDir;

use crate::harness::{Desk, Talk};

/// How often each value stands in the hits; `Procurement` and `procurement` are one.
fn recount(hits: &[Value], values: impl Fn(&Value) -> Vec<String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for value in hits.iter().flat_map(values) {
        *counts.entry(value.to_lowercase()).or_default() += 1;
    }
    counts
}

#[track_caller]
fn check_facets(desk: &Desk, question: &[&str]) {
    let mut hits = desk.hits(&[question, &["--facets", "--limit", "10000"]].concat());
    let told = hits.pop().unwrap();
    assert_eq!(told["found"], hits.len(), "{question:?}");
    let facet = |name: &str| -> BTreeMap<String, u64> {
        let values = told["facets"][name]
            .as_object()
            .cloned()
            .unwrap_or_default();
        values
            .into_iter()
            .map(|(value, n)| (value.to_lowercase(), n.as_u64().unwrap()))
            .collect()
    };
    for name in ["persona", "account", "industry", "stage", "outcome"] {
        let counted = recount(&hits, |hit| {
            hit[name].as_str().map(str::to_owned).into_iter().collect()
        });
        assert_eq!(facet(name), counted, "{name} of {question:?}");
    }
    let months = recount(&hits, |hit| {
        hit["date"]
            .as_str()
            .map(|date| date[..7].to_owned())
            .into_iter()
            .collect()
    });
    assert_eq!(facet("month"), months, "months of {question:?}");
    let tags = |hit: &Value| -> Vec<String> {
        hit["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| tag.as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(facet("tag"), recount(&hits, tags), "tags of {question:?}");
    // A turn counts once for a kind, however many tags of the kind it has.
    let kinds = |hit: &Value| -> Vec<String> {
        let kind = |tag: String| tag.split('/').next().unwrap_or_default().to_owned();
        let kinds: BTreeSet<String> = tags(hit).into_iter().map(kind).collect();
        kinds.into_iter().collect()
    };
    assert_eq!(
        facet("kind"),
        recount(&hits, kinds),
        "kinds of {question:?}"
    );
}

/// Every value of the facets on mentions counts as many turns as a search for it finds.
#[track_caller]
fn check_values(archive: &Archive, question: &str, filter: &Filter) {
    let found = |filter: Filter| {
        let request = Request {
            query: parse(question).unwrap(),
            filter,
            limit: 1,
            wants_facets: true,
            ..Request::default()
        };
        archive.find(&request).unwrap()
    };
    let facets = found(filter.clone()).facets.unwrap();
    let mut fields = vec![Field::Kind, Field::Tag, Field::Origin, Field::Target];
    if !filter.is_unprompted {
        // Who leaves out led mentions is told of every polarity all the same.
        fields.push(Field::Polarity);
    }
    for field in fields {
        for (value, n) in &facets[field.name()] {
            let mut narrower = filter.clone();
            narrower.add(field, Wanted::Exact(value.clone()), false);
            let n_found = found(narrower).n_found;
            assert_eq!(n_found, Some(*n), "{field:?} {value} of {question:?}");
        }
    }
}

#[test]
fn a_count_equals_what_a_recount_gives() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let questions: &[&[&str]] = &[
        &[],
        &["by hand"],
        &["\"by hand\""],
        &["pric*"],
        &["how do they plan the routes"],
        &["truck", "--outcome", "lost"],
        &["--tag", "objection/price"],
        &["truck -driver"],
        &["--side", "any", "truck"],
    ];
    for question in questions {
        check_facets(&desk, question);
    }
}

#[test]
fn a_long_turn_counts_once() {
    let desk = Desk::new();
    let sentence = "The quarterly figures come from four systems and nobody trusts any of them. ";
    let long = sentence.repeat(60);
    let facts = json!({ "name": "Acme", "industry": "mills" });
    desk.keep(&[
        Talk::new("long")
            .with("account", facts.clone())
            .prospect(&long),
        Talk::new("short").with("account", facts).prospect(sentence),
    ]);
    check_facets(&desk, &["figures"]);
    check_facets(&desk, &[]);
}

/// Facets count turns, never mentions.
#[test]
fn a_turn_counts_once_for_each_value_however_many_mentions_it_has() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("two").prospect("It takes days. We do it by hand, and then by hand again."),
        Talk::new("led")
            .rep("Do you do it by hand?")
            .prospect("Yes, all of it by hand, and it takes days."),
        Talk::new("negated").prospect("We don't do it by hand."),
        Talk::new("both").prospect("We don't do that by hand. We do the rest by hand."),
        Talk::new("none").prospect("Hand me the phone."),
    ]);
    for question in [
        &["call:two"][..],
        &["call:two hand"],
        &["call:two \"by hand\""],
    ] {
        let mut hits = desk.hits(&[question, &["--facets"]].concat());
        let told = hits.pop().unwrap();
        let tags = hits[0]["tags"].as_array().unwrap();
        for tag in ["pain/manual-work", "pain/slow"] {
            assert!(tags.contains(&json!(tag)), "{tags:?}");
            assert_eq!(told["facets"]["tag"][tag], 1, "{tag} of {question:?}");
        }
        for (facet, value) in [
            ("kind", "pain"),
            ("polarity", "affirmed"),
            ("origin", "unprompted"),
            ("target", "own"),
        ] {
            let n = &told["facets"][facet][value];
            assert_eq!(*n, 1, "{facet} {value} of {question:?}");
        }
    }
    for question in [&["hand"][..], &["\"by hand\""], &["--side", "any"], &[]] {
        check_facets(&desk, question);
    }
    let archive = Archive::open(&DataDir::new(desk.path("data"))).unwrap();
    for is_unprompted in [false, true] {
        let filter = Filter {
            is_unprompted,
            ..Filter::default()
        };
        // The second time everything is counted from what was counted by speaker.
        for question in ["", "", "hand", "\"by hand\""] {
            check_values(&archive, question, &filter);
        }
    }
}

/// The config says that mentions below the threshold are not shown or counted.
#[test]
fn what_is_too_unsure_is_neither_found_nor_counted() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1").prospect("That was wrong."),
        Talk::new("c2").prospect("We do it by hand."),
    ]);
    check_facets(&desk, &[]);
    desk.verbatim(&["search", "--tag", "pain/errors"])
        .finds_nothing();
}

/// Enough calls that no filter below goes straight to a few of them; fewer than half of them are farms'.
fn many_calls() -> Vec<Talk> {
    let long = "Nobody trusts these figures, and we do all of it by hand. ".repeat(60);
    let talk = |n: usize| {
        let (industry, persona) = match n % 2 {
            1 if n < 160 => ("farms", "champion"),
            _ => ("mills", "end-user"),
        };
        let facts = json!({ "name": format!("Mill {}", n / 3), "industry": industry });
        let people = json!([
            { "name": "Rea", "side": "rep" },
            { "name": "Pam", "side": "prospect", "persona": persona },
        ]);
        let talk = Talk::new(&format!("c{n}"))
            .with("account", facts)
            .with("participants", people)
            .with(
                "deal",
                json!({ "stage": if n.is_multiple_of(10) { "lost" } else { "demo" } }),
            )
            .rep("Is it too expensive for you?")
            .prospect("We do it by hand. It is all by hand, and that is too slow.");
        if n.is_multiple_of(7) {
            talk.prospect(&long)
        } else {
            talk.prospect("Fine.")
        }
    };
    (0..180).map(talk).collect()
}

/// Where a filter lets few calls through, the turns of the others are passed over: what is left is the same.
#[test]
fn who_asks_some_calls_only_finds_what_stands_there() {
    let desk = Desk::new();
    let calls = many_calls();
    desk.keep(&calls[..70]);
    desk.keep(&calls[70..]);
    // Replaced, so that the index holds turns that are there no longer, and the call stands in another place.
    desk.keep(&[Talk::new("c9")
        .with("account", json!({ "name": "Mill 3", "industry": "farms" }))
        .prospect("It is all by hand.")]);
    desk.verbatim(&["forget", "--call", "c7", "--yes"]).done();
    let most = ["--side", "any", "--limit", "10000"];
    for words in [
        &["hand", "--sort", "newest"][..],
        &["\"by hand\" -driver", "--sort", "breadth"],
        &["too slow hand", "--sort", "newest"],
        &["expensive", "--sort", "newest"],
        &["fine", "--sort", "breadth"],
        &[],
        &["--tag", "any"],
    ] {
        let ids = |hits: Vec<Value>| -> Vec<(String, u64)> {
            let id = |hit: &Value| {
                (
                    hit["call"].as_str().unwrap().to_owned(),
                    hit["turn"].as_u64().unwrap(),
                )
            };
            hits.iter().map(id).collect()
        };
        let all = desk.hits(&[words, &most].concat());
        let farms = all
            .into_iter()
            .filter(|hit| hit["industry"] == "farms")
            .collect();
        let asked = desk.hits(&[words, &most, &["--industry", "farms"]].concat());
        let (mut expected, mut found) = (ids(farms), ids(asked));
        assert!(found.len() > 64, "{words:?}");
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{words:?}");
    }
    check_facets(&desk, &["--side", "any", "hand", "--industry", "farms"]);
}

/// The same where only the best are wanted: leaping begins where very few of the calls pass, and several segments are
/// looked through beside each other.
#[test]
fn the_best_of_very_few_calls_are_theirs() {
    let desk = Desk::new();
    let talk = |n: usize| {
        let industry = if n.is_multiple_of(17) {
            "farms"
        } else {
            "mills"
        };
        Talk::new(&format!("c{n}"))
            .with("account", json!({ "name": "Acme", "industry": industry }))
            .prospect(&"We do it by hand. ".repeat(1 + n % 5))
    };
    let talks: Vec<Talk> = (0..1105).map(talk).collect();
    talks.chunks(300).for_each(|some| desk.keep(some));
    for words in ["hand", "\"by hand\"", "do hand", "by hand OR machine"] {
        let farms = |wanted: &[&str]| -> Vec<Value> {
            let hits = desk.hits(&[&[words][..], wanted].concat());
            let farms = hits.into_iter().filter(|hit| hit["industry"] == "farms");
            farms
                .map(|hit| json!([hit["call"], hit["score"]]))
                .collect()
        };
        let all = farms(&["--limit", "10000"]);
        assert_eq!(all.len(), 65, "{words}");
        assert_eq!(
            farms(&["--limit", "10000", "--industry", "farms"]),
            all,
            "{words}"
        );
        // Which of several equally good turns come last on a page is luck: blocks that hold no better one are skipped.
        let best = farms(&["--limit", "20", "--industry", "farms"]);
        let scores =
            |hits: &[Value]| -> Vec<Value> { hits.iter().map(|hit| hit[1].clone()).collect() };
        assert_eq!(scores(&best), scores(&all[..20]), "{words}");
        assert!(best.iter().all(|hit| all.contains(hit)), "{words}");
    }
}

/// Counting everything again sums up what stands by call and speaker; the first time every turn is looked at.
#[test]
fn who_counts_everything_again_is_told_the_same() {
    let desk = Desk::new();
    let calls = many_calls();
    desk.keep(&calls[..70]);
    desk.keep(&calls[70..]);
    // Replaced, so that the index holds turns that are there no longer.
    desk.keep(&[Talk::new("c8").prospect("We do it by hand.")]);
    desk.verbatim(&["forget", "--call", "c7", "--yes"]).done();
    let mut other = Filter::default();
    other.add(Field::Side, Wanted::Exact("rep".to_owned()), false);
    for question in [
        "",
        "side:prospect",
        "side:rep",
        "stage:demo",
        "persona:champion",
        "speaker:Pam",
        "industry:farms side:prospect",
    ] {
        let archive = Archive::open(&DataDir::new(desk.path("data"))).unwrap();
        let request = Request {
            query: parse(question).unwrap(),
            limit: 1,
            wants_facets: true,
            others: vec![Other {
                filter: other.clone(),
                facet: Some("persona"),
            }],
            ..Request::default()
        };
        let counted = || {
            let found = archive.find(&request).unwrap();
            (found.n_found, found.spread, found.facets, found.others)
        };
        let first = counted();
        assert_eq!(counted(), first, "{question:?}");
        assert_eq!(counted(), first, "{question:?}");
    }
}
