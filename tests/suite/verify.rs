//! Is a quote that was said found, and one that was not never accepted?

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use verbatim::archive::Archive;
use verbatim::call::{Call, Side, Span};
use verbatim::quote::edit::{kept, read, render};
use verbatim::quote::pack::render::{PackFormat, render as render_pack};
use verbatim::quote::pack::{Item, Pack};
use verbatim::quote::rights::Purpose;
use verbatim::quote::rights::book::Rights;
use verbatim::quote::rights::gate::gate;
use verbatim::quote::seal::seal;
use verbatim::quote::typography::plain_words;
use verbatim::quote::verify::claim::Claim;
use verbatim::quote::verify::finding::{Class, Finding};
use verbatim::quote::verify::{Whose, verify};
use verbatim::store::DataDir;
use verbatim::text::tokens::{Token, tokens};

use crate::harness::{Desk, Run, Talk, cases};

const FIRST: &str = "We type it all in by hand, every night. It's not fun, and it takes hours.";
const SECOND: &str =
    "The price is fine \u{2014} it's the nine months of training that we can't do.";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1")
            .rep("How do you count the trucks that leave?")
            .prospect(FIRST)
            .rep("And the price?")
            .prospect(SECOND),
        Talk::new("c2")
            .rep("What about you?")
            .prospect("We count forks with a headlamp in the parking lot."),
    ]);
    desk
}

/// What is said of a text.
fn told(desk: &Desk, text: &str) -> Run {
    desk.verbatim_with(text, &["verify", "-"])
}

/// What a program reads of it, quote by quote.
#[track_caller]
fn findings(desk: &Desk, text: &str) -> Vec<Value> {
    desk.verbatim_with(text, &["verify", "-", "--json"]).lines()
}

#[track_caller]
fn verdict(desk: &Desk, words: &str) -> String {
    let found = findings(desk, &format!("\u{201c}{words}\u{201d}"));
    assert_eq!(found.len(), 1, "{words}");
    found[0]["verdict"].as_str().unwrap().to_owned()
}

// ---- what is said of a quote ----------------------------------------------------------------------------

#[test]
fn a_quote_is_exact_edited_altered_or_not_found() {
    let desk = desk();
    for (words, expected) in [
        (FIRST, "exact"),
        (SECOND, "exact"),
        ("The price is fine - it\u{2019}s the nine months", "exact"),
        ("We type it\n   all in by hand", "exact"),
        ("We type […] by hand, every night.", "edited"),
        ("We type [the orders] all in by hand", "edited"),
        ("It's fun, and it takes hours.", "altered"),
        ("fun, and it takes hours.", "altered"),
        ("We type it all in by hand, every day.", "altered"),
        ("we type it all in by hand", "altered"),
        ("It's […] fun, and it takes hours", "altered"),
        ("How do you count the trucks that leave?", "not-found"),
        ("Our elephants paint beautiful watercolors", "not-found"),
    ] {
        assert_eq!(verdict(&desk, words), expected, "{words}");
    }
}

#[test]
fn the_worst_quote_decides_the_exit_code() {
    let desk = desk();
    let exact = "\u{201c}We type it all in by hand\u{201d}";
    let altered = "\u{201c}We type it all in by feet\u{201d}";
    let invented = "\u{201c}Our elephants paint watercolors\u{201d}";
    told(&desk, exact).done().says("1 quote: 1 exact");
    told(&desk, &format!("{exact} and {invented}"))
        .finds_nothing()
        .says("2 quotes: 1 exact, 1 not found");
    told(&desk, &format!("{invented} and {altered}"))
        .has_trouble()
        .says("1 altered, 1 not found");
    told(&desk, "").finds_nothing().says("no quotes in it");
    desk.verbatim(&["verify", "nowhere.md"])
        .has_trouble()
        .warns("cannot read nowhere.md");
    desk.write("deck.pdf", b"%PDF-1.7 and more");
    desk.verbatim(&["verify", "deck.pdf"])
        .has_trouble()
        .warns("save the page");
    desk.write("broken.docx", b"PK\x03\x04 and more");
    desk.verbatim(&["verify", "broken.docx"])
        .has_trouble()
        .warns("broken off or damaged");
}

#[test]
fn a_person_is_shown_the_true_words_and_the_difference() {
    let desk = desk();
    told(&desk, "\u{201c}It's fun, and it takes hours.\u{201d}")
        .has_trouble()
        .says("ALTERED: “not” was dropped")
        .says("“It's not fun, and it takes hours.”")
        .says("It's [-not-] fun and it takes hours")
        .says("c1:1:");
    told(&desk, "\u{201c}we type it all in by hand\u{201d}").says("only case or punctuation");
    told(
        &desk,
        "\u{201c}we count silver spoons beside a lamp\u{201d}",
    )
    .says("the nearest that was said:");
    let rep = "\u{201c}How do you count the trucks that leave?\u{201d}";
    told(&desk, rep).finds_nothing().says("no prospect did");
    desk.verbatim_with(rep, &["verify", "-", "--side", "any"])
        .done();
}

#[test]
fn two_turns_are_never_one_quote() {
    let desk = desk();
    for words in [
        "We type it all in by hand, every night. The price is fine",
        "We type it all in […] The price is fine",
        "The price is fine […] We count forks with a headlamp",
    ] {
        let found = verdict(&desk, words);
        assert!(
            ["altered", "not-found"].contains(&found.as_str()),
            "{words}"
        );
    }
}

/// What stands in a file of this program is held against its own source, not against anything alike.
#[test]
fn a_pack_is_held_against_its_seals() {
    let desk = desk();
    desk.verbatim(&["pack", "add", "p", "c1:1", "c1:3"]).done();
    desk.verbatim(&[
        "pack",
        "edit",
        "p",
        "1",
        "We type […] by hand, every night. It's not fun",
    ])
    .done();
    for format in ["md", "csv", "json", "txt"] {
        let file = format!("p.{format}");
        desk.verbatim(&["pack", "export", "p", "--format", format, "-o", &file])
            .done();
        desk.verbatim(&["verify", &file])
            .done()
            .says("2 quotes: 1 exact, 1 edited");
        let page = std::fs::read_to_string(desk.path(&file)).unwrap();
        for (words, altered) in [
            ("nine months", "six months"),
            ("that we can't do", "that we do"),
            ("We type", "We usually type"),
            (" every night", ""),
        ] {
            assert!(page.contains(words), "{words} is not in\n{page}");
            let altered = page.replace(words, altered);
            told(&desk, &altered).has_trouble().says("1 altered");
        }
    }
    // What somebody wrote into the file is no better for standing in a pack.
    for file in ["p.md", "p.txt"] {
        let mut page = std::fs::read_to_string(desk.path(file)).unwrap();
        page.push_str("\n\u{201c}Our elephants paint watercolors all day.\u{201d}\n");
        told(&desk, &page).finds_nothing().says("1 not found");
    }
    // Without the last words it would be said all the same, but it is not what was sealed.
    let page = std::fs::read_to_string(desk.path("p.md")).unwrap();
    let shorter = page.replace(" It's not fun", "");
    told(&desk, &shorter).has_trouble();
}

#[test]
fn an_export_and_hits_of_a_search_are_verified_too() {
    let desk = desk();
    for args in [
        &["export", "by hand", "--format", "markdown"][..],
        &["export", "by hand", "--format", "csv"],
        &["export", "by hand", "--format", "json"],
        &["search", "by hand", "--json"],
    ] {
        let file = desk.verbatim(args).done().stdout;
        told(&desk, &file).done().says("1 exact");
    }
}

#[test]
fn a_corrected_transcript_is_told() {
    let desk = desk();
    desk.verbatim(&["pack", "add", "p", "c1:1"]).done();
    let page = desk.verbatim(&["pack", "export", "p"]).done().stdout;
    desk.keep(&[Talk::new("c1")
        .rep("How?")
        .prospect("We tape it all in by hand, every night. It's not fun, and it takes hours.")]);
    told(&desk, &page)
        .has_trouble()
        .says("[-tape-] {+type+}")
        .says("transcript of its source was changed");
}

// ---- a thousand lies ------------------------------------------------------------------------------------

/// The sample calls, kept once, and their prospects' turns.
struct Shelf {
    desk: Desk,
    calls: Vec<Call>,
    turns: Vec<(usize, u32)>,
    /// Every word of every prospect's turn as it is compared, one turn a line.
    said: Vec<String>,
}

fn shelf() -> Shelf {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let archive = Archive::open(&DataDir::new(desk.path("data"))).unwrap();
    let (mut calls, mut turns, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for facts in archive.catalogue.facts().unwrap() {
        let call = archive.catalogue.call_by_ord(facts.ord).unwrap().unwrap();
        for (index, turn) in (0_u32..).zip(&call.turns) {
            if call.speaker(turn).side == Side::Prospect {
                turns.push((calls.len(), index));
                said.push(plain_words(&turn.text));
            }
        }
        calls.push(call);
    }
    Shelf {
        desk,
        calls,
        turns,
        said,
    }
}

impl Shelf {
    fn text(&self, at: usize) -> &str {
        let (call, turn) = self.turns[at];
        &self.calls[call].turns[turn as usize].text
    }

    fn archive(&self) -> Archive {
        Archive::open(&DataDir::new(self.desk.path("data"))).unwrap()
    }

    /// Whether somebody did say this: then it is no lie.
    fn is_said(&self, words: &str) -> bool {
        let words = plain_words(words);
        self.said.iter().any(|said| said.contains(&words))
    }
}

fn claim(words: &str) -> Claim {
    Claim {
        line: 1,
        words: words.to_owned(),
        sealed: None,
    }
}

/// The words of a text with some of them changed.
fn rewritten(text: &str, change: impl Fn(usize, &str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (number, token) in tokens(text).enumerate() {
        out.push_str(&text[at..token.start as usize]);
        out.push_str(&change(number, token.surface(text)).unwrap_or_default());
        at = token.end as usize;
    }
    out + &text[at..]
}

/// Everything that people do to quotes, to one quote.
fn lies(text: &str, other: &str) -> Vec<String> {
    let words: Vec<&str> = tokens(text).map(|token| token.surface(text)).collect();
    let middle = words.len() / 2;
    let keep = |word: &str| Some(word.to_owned());
    let one = |at: usize, lie: &dyn Fn(&str) -> Option<String>| {
        rewritten(
            text,
            |number, word| if number == at { lie(word) } else { keep(word) },
        )
    };
    let mut lies = vec![
        one(middle, &|_| None),
        one(middle, &|word| Some(format!("not {word}"))),
        one(middle, &|word| Some(format!("really {word}"))),
        one(middle, &|_| Some("elephants".to_owned())),
        one(middle, &|word| Some(format!("{word}x"))),
        one(middle, &|word| Some(swapped_case(word))),
        rewritten(text, |number, word| match number {
            number if number == middle => words.get(middle + 1).map(|next| (*next).to_owned()),
            number if number == middle + 1 => Some(words[middle].to_owned()),
            _ => keep(word),
        }),
        format!("{text} {other}"),
        format!("{text} […] {other}"),
        format!("{other} […] {text}"),
    ];
    for (at, word) in words.iter().enumerate() {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            lies.push(one(at, &|word| Some(format!("{word}0"))));
        }
        if ["not", "never"].contains(word) && at > 0 {
            lies.push(one(at, &|_| None));
            lies.push(one(at, &|_| Some("[…]".to_owned())));
        }
        if word.ends_with("n't") {
            lies.push(one(at, &|word| Some(word.replace("n't", ""))));
        }
    }
    lies
}

fn swapped_case(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().unwrap_or(' ');
    let first: String = if first.is_uppercase() {
        first.to_lowercase().collect()
    } else {
        first.to_uppercase().collect()
    };
    first + chars.as_str()
}

/// Every way of lying about every longer turn of the samples, more than a thousand in all.
#[test]
fn of_a_thousand_invented_or_altered_quotes_none_is_accepted() {
    let shelf = shelf();
    let archive = shelf.archive();
    let long: Vec<usize> = (0..shelf.turns.len())
        .filter(|at| (6..=40).contains(&tokens(shelf.text(*at)).count()))
        .collect();
    let mut claims = Vec::new();
    let mut told = BTreeSet::new();
    for (number, at) in long.iter().enumerate() {
        let other = shelf.text(long[(number + 7) % long.len()]);
        let lies = lies(shelf.text(*at), other).into_iter();
        let new = lies.filter(|lie| !shelf.is_said(lie) && told.insert(lie.clone()));
        claims.extend(new.map(|lie| claim(&lie)));
        if claims.len() > 1_000 {
            break;
        }
    }
    assert!(claims.len() > 1_000, "only {} lies", claims.len());
    let findings = verify(&archive, &claims, Whose::Prospects).unwrap();
    let believed: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.verdict.is_accepted())
        .collect();
    assert!(
        believed.is_empty(),
        "{} lies believed: {believed:#?}",
        believed.len()
    );
    let found = findings
        .iter()
        .filter(|finding| finding.verdict == Class::Altered);
    assert!(
        found.count() * 2 > findings.len(),
        "most altered quotes are known for what they were"
    );
}

/// And none that was said is taken for a lie.
#[test]
fn every_sentence_of_the_samples_is_exact() {
    let shelf = shelf();
    let archive = shelf.archive();
    let claims: Vec<Claim> = (0..shelf.turns.len())
        .map(|at| shelf.text(at))
        .filter(|text| tokens(text).next().is_some())
        .map(claim)
        .collect();
    let findings = verify(&archive, &claims, Whose::Prospects).unwrap();
    let doubted: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.verdict != Class::Exact)
        .collect();
    assert!(
        doubted.is_empty(),
        "{} doubted: {doubted:#?}",
        doubted.len()
    );
}

// ---- what holds whatever is quoted ----------------------------------------------------------------------

/// Some words of some turn, sealed; nothing where they may not be.
fn item(shelf: &Shelf, turn: Index, from: Index, to: Index) -> Option<(Item, String)> {
    let (call, turn) = shelf.turns[turn.index(shelf.turns.len())];
    let call = &shelf.calls[call];
    let text = &call.turns[turn as usize].text;
    let words: Vec<Token> = tokens(text).collect();
    if words.is_empty() {
        return None;
    }
    let (a, b) = (from.index(words.len()), to.index(words.len()));
    let span = Span {
        start: words[a.min(b)].start,
        end: words[a.max(b)].end,
    };
    let seal = seal(call, turn, span, "test").ok()?;
    Some((Item::new(seal, call, &[]), text.clone()))
}

fn pack_of(item: Item) -> Pack {
    Pack {
        name: "p".to_owned(),
        items: vec![item],
        ..Pack::default()
    }
}

/// The file of a pack.
fn written(format: PackFormat, pack: &Pack) -> Vec<u8> {
    let rights = Rights::none(jiff::civil::date(2026, 3, 1));
    let gated = gate(pack, &rights, Purpose::Internal);
    render_pack(format, &gated.allowed).unwrap()
}

fn checked(archive: &Archive, bytes: &[u8]) -> Vec<Finding> {
    let page = verbatim::quote::verify::read::read(bytes).unwrap();
    verify(archive, &page.claims, Whose::Prospects).unwrap()
}

#[test]
fn what_is_exported_is_exact_in_every_format() {
    let shelf = shelf();
    let archive = shelf.archive();
    let places = (any::<Index>(), any::<Index>(), any::<Index>());
    proptest!(cases(96), |((turn, from, to) in places)| {
        if let Some((item, _)) = item(&shelf, turn, from, to) {
            let pack = pack_of(item);
            for format in PackFormat::ALL {
                let found = checked(&archive, &written(format, &pack));
                prop_assert_eq!(found.len(), 1, "{:?}", format);
                prop_assert_eq!(found[0].verdict, Class::Exact, "{:?}: {:?}", format, found);
            }
        }
    });
}

/// One character of the words is taken out or another put in, in every format.
#[test]
fn any_single_edit_is_caught() {
    let shelf = shelf();
    let archive = shelf.archive();
    let places = (any::<Index>(), any::<Index>(), any::<Index>());
    let edits = (any::<Index>(), "[a-z0-9 .,!]", any::<bool>());
    proptest!(cases(96), |((turn, from, to) in places, (at, letter, is_added) in edits)| {
        if let Some((item, _)) = item(&shelf, turn, from, to) {
            let words = item.words();
            let altered = edited(&words, at, &letter, is_added);
            // Spaces that were doubled and the like are the typesetter's.
            prop_assume!(plain_words(&altered) != plain_words(&words));
            // Where no words are left nothing is claimed.
            prop_assume!(!plain_words(&altered).is_empty());
            let mut forged = item.clone();
            forged.seal.exact = altered;
            for format in PackFormat::ALL {
                // The source and the turn's hash stay: only the words of the file are another's.
                let bytes = written(format, &pack_of(forged.clone()));
                let found = checked(&archive, &bytes);
                let is_accepted = found.iter().any(|finding| finding.verdict.is_accepted());
                prop_assert!(!is_accepted, "{:?}: {:?}", format, found);
            }
        }
    });
}

fn edited(words: &str, at: Index, letter: &str, is_added: bool) -> String {
    let places: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
    let place = places[at.index(places.len())];
    let mut edited = words.to_owned();
    if is_added {
        edited.insert_str(place, letter);
    } else {
        edited.remove(place);
    }
    edited
}

/// Marks taken away, what is left stands in the turn in this order.
#[test]
fn marks_leave_the_words_in_order() {
    let shelf = shelf();
    let places = (any::<Index>(), any::<Index>(), any::<Index>());
    let marks = (any::<Index>(), "[a-z]{1,8}", any::<bool>());
    let config = ProptestConfig::with_cases(96);
    proptest!(config, |((turn, from, to) in places, (mark, word, is_left_out) in marks)| {
        if let Some((item, text)) = item(&shelf, turn, from, to) {
            let words: Vec<Token> = tokens(&item.seal.exact).collect();
            prop_assume!(words.len() > 4);
            let at = words[1 + mark.index(words.len() - 2)];
            let bracket = if is_left_out { "[…]".to_owned() } else { format!("[{word}]") };
            let (before, after) = item.seal.exact.split_at(at.start as usize);
            let after = &after[(at.end - at.start) as usize..];
            let marked = format!("{before}{bracket}{after}");
            if let Ok((span, edits)) = read(&marked, &text) {
                let printed = render(span.slice(&text), span.start, &edits);
                prop_assert_eq!(plain_words(&printed), plain_words(&marked));
                let pieces = kept(span, &edits);
                prop_assert!(pieces.windows(2).all(|two| two[0].end <= two[1].start));
                let mut rest = plain_words(&marked);
                for piece in pieces {
                    let piece = plain_words(piece.slice(&text));
                    let found = rest.find(&piece);
                    prop_assert!(found.is_some(), "{} in {}", piece, rest);
                    rest = rest[found.unwrap_or(0) + piece.len()..].to_owned();
                }
            }
        }
    });
}
