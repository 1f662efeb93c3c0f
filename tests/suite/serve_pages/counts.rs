//! Are the counts of themes those of a recount?

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use verbatim::archive::{self, Archive};
use verbatim::report::ledger::Ledger;
use verbatim::report::month::Month;
use verbatim::report::themes::{Breadth, Question, Themes, themes};
use verbatim::search::filter::Filter;
use verbatim::search::query::{Field, Value as Wanted};
use verbatim::store::catalogue::Catalogue;

use crate::harness::{Desk, Talk};

use super::{Site, data, samples, talk};

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

#[test]
fn a_theme_s_counts_are_those_of_a_recount_and_of_its_search() {
    let desk = samples();
    let archive = Archive::open(&data(&desk)).unwrap();
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
