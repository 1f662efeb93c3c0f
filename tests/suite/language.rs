//! What the lexicon language says beyond words and gaps: letters, limits, weak cues together, names from the config.

use serde_json::json;

use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::read::Delivery;
use verbatim::mention::{Mention, Polarity, Target};
use verbatim::mine::lexicon::{Company, LexiconError, Lexicons, Sources, Who};
use verbatim::mine::tag::Tagger;
use verbatim::pipeline::Workshop;
use verbatim::tend::check::check;
use verbatim::tend::check::mend::mended;
use verbatim::tend::example;

use crate::harness::{Desk, Talk, shipped};
use crate::learn::table;

fn sources(text: &str) -> Sources {
    Sources::new(vec![("anyone.toml".to_owned(), text.to_owned())])
}

fn compiled(text: &str) -> Lexicons {
    sources(text).compile().expect("the lexicon compiles")
}

/// A lexicon of one entry with one pattern, and what else is said of it.
fn entry(pattern: &str, more: &str) -> String {
    format!("[[entry]]\ntag = \"pain/slow\"\nname = \"x\"\npatterns = ['{pattern}']\n{more}\n")
}

fn mentions(lexicons: &Lexicons, text: &str) -> Vec<Mention> {
    Tagger::new(lexicons).tag_utterance(text, "unknown")
}

fn hears(lexicons: &Lexicons, text: &str) -> bool {
    !mentions(lexicons, text).is_empty()
}

fn mined(lexicons: &Lexicons, talk: &Talk) -> Vec<Mention> {
    let workshop = Workshop::new(lexicons, SideRules::default(), 0.0);
    let (path, bytes) = ("talk.jsonl".into(), talk.line().into_bytes());
    let line = Some(1);
    let mut calls = workshop.mine(&Delivery {
        path,
        line,
        inside: None,
        bytes,
    });
    calls.remove(0).unwrap().mentions
}

// ---- letters ----------------------------------------------------------------------------------------------------

/// Pattern, sentence, whether it is heard.
const LETTERS: &str = r"
see ..2 /[A-Z]{2,}-\d+/  # We see it in SO-1234, twice.     # yes
see ..2 /[A-Z]{2,}-\d+/  # We see it in so-1234, twice.     # no
/(?i)^sap$/ is slow      # Sap is slow.                     # yes
/(?i)^sap$/ is slow      # ASAP is slow.                    # no
/(?i)sap\b/ is slow      # ASAP is slow.                    # yes
/^[A-Z]+-[0-9]+$/ broke  # It was (SO-12) broke.            # yes
/^[A-Z]+-[0-9]+$/ broke  # It was SO-12-b broke.            # no
/^[0-9]+$/ broke         # It was SO-12 broke.              # no
very /^[A-Z]+$/? slow    # It is very slow.                 # yes
very /^[A-Z]+$/? slow    # It is very SAP slow.             # yes
very /^[A-Z]+$/? slow    # It is very sap slow.             # no
very /é/ slow            # It is very “café” slow.          # yes
";

#[test]
fn letters_are_looked_at_as_they_are_written() {
    for row in LETTERS.lines().filter(|row| !row.is_empty()) {
        let cells: Vec<&str> = row.split('#').map(str::trim).collect();
        let [pattern, sentence, expected] = cells[..] else {
            panic!("{row}");
        };
        let lexicons = compiled(&entry(pattern, ""));
        assert_eq!(hears(&lexicons, sentence), expected == "yes", "{row}");
    }
}

#[test]
fn wrong_letters_are_told_with_their_place() {
    let long = format!("x /{}/", "a".repeat(121));
    for (pattern, told, above) in [
        ("by /*x/ hand", "this is no regular expression", "*"),
        ("by /a(?z)/ hand", "this is no regular expression", "z"),
        ("by /abc def/", "between two slashes", "/abc"),
        ("by //", "between two slashes", "//"),
        ("by /a*/ hand", "true of every word", "a*"),
        ("by /(a{1000}){1000}/", "grows too large", "(a{1000}){1000}"),
        (
            "(by|/a/) hand",
            "stands by itself and in no group",
            "(by|/a/)",
        ),
        ("/abc/", "at least one word that is not optional", "/abc/"),
        (long.as_str(), "more than 120 bytes", &long[3..124]),
    ] {
        for quote in ["'", "\""] {
            let text = entry("x", "").replace("'x'", &format!("{quote}{pattern}{quote}"));
            let error = sources(&text).compile().err().expect("it is wrong");
            assert!(error.message.contains(told), "{pattern}: {error}");
            assert_eq!(error.line, 4, "{pattern}: {error}");
            assert_eq!(marked(&error), above, "{pattern}: {error}");
        }
    }
}

#[test]
fn a_mark_stands_under_its_place_behind_escapes_too() {
    let text = entry("x", "").replace("'x'", r#""/\\d/ by /*x/""#);
    let error = sources(&text).compile().err().expect("it is wrong");
    let lines: Vec<&str> = error.excerpt.lines().collect();
    assert_eq!(lines[1].find('*'), lines[2].find('^'), "{error}");
}

// ---- shares -----------------------------------------------------------------------------------------------------

/// What is lost, whether it is a share.
const SHARES: &str = "
about 30% of them          | yes
about ten percent          | yes
a third                    | yes
a third of them            | yes
one quarter of them        | yes
an eighth                  | yes
half                       | yes
half of them               | yes
two thirds                 | yes
three quarters of them     | yes
one in ten                 | yes
one in every 20 of them    | yes
nine out of ten            | yes
9 out of 10                | yes
the third of them          | no
two of them                | no
half an hour               | no
half a million             | no
half a million of them     | no
one in two weeks           | no
one in 2019                | no
two in the rain            | no
";

#[test]
fn shares_are_heard_in_digits_and_in_words() {
    let lexicons = compiled(&entry("lose about? {share} (of them)? $", ""));
    for [lost, expected] in table::<2>(SHARES) {
        let is_heard = hears(&lexicons, &format!("We lose {lost}."));
        assert_eq!(is_heard, expected == "yes", "{lost}");
    }
}

// ---- signs at a wrong place -------------------------------------------------------------------------------------

/// What stands above the mark of an error.
fn marked(error: &LexiconError) -> &str {
    let mut lines = error.excerpt.lines().skip(1);
    let (written, marks) = (lines.next().unwrap(), lines.next().unwrap());
    &written[marks.find('^').unwrap()..marks.len()]
}

#[test]
fn a_sign_that_would_be_dropped_is_refused_where_it_stands() {
    for (pattern, told, above) in [
        ("late {be", "both braces", "{"),
        ("retype be}", "both braces", "}"),
        ("={be} late", "both braces", "{"),
        ("slow {be}{we}", "both braces", "{"),
        ("(late|{be} early)", "both braces", "{"),
        ("retyp*", "write the whole word", "*"),
        ("(slow|retyp*) it", "write the whole word", "*"),
        ("retype...order", "`retype ... order`", "..."),
        ("retype order..2", "`retype ... order`", ".."),
        ("(retype ..2 order|slow)", "`retype ... order`", ".."),
        ("retype=order", "right before the word", "="),
        ("==retype", "right before the word", "="),
        ("(slow|very?) late", "`(very|too)?`", "?"),
        ("what?now", "`(very|too)?`", "?"),
        ("retype $ the", "write it last", "$"),
        ("retype ^ the", "write it first", "^"),
        ("slow$", "stand by themselves", "$"),
        ("^slow", "stand by themselves", "^"),
        ("(slow /a/|late)", "stands by itself and in no group", "/"),
    ] {
        let error = sources(&entry(pattern, "")).compile().err();
        let error = error.unwrap_or_else(|| panic!("{pattern} is accepted"));
        assert!(error.message.contains(told), "{pattern}: {error}");
        assert_eq!(marked(&error), above, "{pattern}: {error}");
    }
}

#[test]
fn signs_that_people_write_in_words_are_no_signs_of_the_language() {
    for (pattern, sentence) in [
        ("costs $5", "It costs $5."),
        ("our R&D budget", "We have our R&D budget."),
        ("open 24/7", "We are open 24/7."),
        ("by e-mail, etc.", "They send it by e-mail etc."),
        ("(slow|late)? orders", "We have late orders."),
    ] {
        assert!(hears(&compiled(&entry(pattern, "")), sentence), "{pattern}");
    }
}

#[test]
fn a_list_of_words_holds_plain_words() {
    let compile = |listed: &str| {
        let entries = ("anyone.toml".to_owned(), entry("{late} orders", ""));
        let lists = format!("late = [\n  \"behind\",\n  \"{listed}\",\n]\n");
        Sources::new(vec![entries, ("classes.toml".to_owned(), lists)]).compile()
    };
    for (listed, above) in [
        ("{be} late", "{"),
        ("(too|very) late", "("),
        ("too late?", "?"),
        ("too ... late", "..."),
        ("^ late", "^"),
        ("lat*", "*"),
        ("/late/", "/"),
    ] {
        let error = compile(listed).err();
        let error = error.unwrap_or_else(|| panic!("{listed} is accepted"));
        assert_eq!((error.file.as_str(), error.line), ("classes.toml", 3));
        let told = format!("`{above}` means nothing here");
        assert!(error.message.contains(&told), "{listed}: {error}");
        assert_eq!(marked(&error), above, "{listed}: {error}");
    }
    for listed in ["=late", "way too late", "day's-end", "24/7", "$5"] {
        assert!(compile(listed).is_ok(), "{listed}");
    }
}

// ---- limits -----------------------------------------------------------------------------------------------------

#[test]
fn an_entry_with_stages_listens_to_calls_of_those_stages_only() {
    let lexicons = compiled(&entry(
        "by hand",
        "stage = [\"Discovery\", \"closed lost\"]",
    ));
    let said = "We do it by hand.";
    let talk = |stage: Option<&str>| {
        let talk = Talk::new("c").rep("How?").prospect(said);
        match stage {
            Some(stage) => talk.with("deal", json!({ "stage": stage })),
            None => talk,
        }
    };
    for (stage, expected) in [
        (Some("discovery"), 1),
        (Some(" DISCOVERY "), 1),
        (Some("Closed Lost"), 1),
        (Some("negotiation"), 0),
        (None, 0),
    ] {
        let heard = mined(&lexicons, &talk(stage));
        assert_eq!(heard.len(), expected, "{stage:?}");
    }
    assert!(!hears(&lexicons, said), "loose text has no stage");
    let who = Who {
        persona: "unknown",
        stage: Some("discovery"),
    };
    assert_eq!(Tagger::new(&lexicons).tag_said(said, who).len(), 1);
}

#[test]
fn an_entry_may_name_its_own_personas() {
    let text = entry("by hand", "persona = [\"end-user\", \"champion\"]");
    for (file, persona, expected) in [
        ("anyone", "end-user", true),
        ("anyone", "champion", true),
        ("anyone", "unknown", false),
        // The entry's personas take the place of the file's.
        ("procurement", "end-user", true),
        ("procurement", "procurement", false),
    ] {
        let lexicons = Sources::new(vec![(format!("{file}.toml"), text.clone())]);
        let lexicons = lexicons.compile().unwrap();
        let heard = Tagger::new(&lexicons).tag_utterance("We do it by hand.", persona);
        assert_eq!(!heard.is_empty(), expected, "{file} {persona}");
    }
}

#[test]
fn limits_that_make_no_sense_are_refused_with_the_reason() {
    for (more, told) in [
        (
            "side = \"rep\"",
            "only what a prospect says can be a mention",
        ),
        ("stage = []", "an empty `stage` would hear nobody"),
        ("stage = [\" \"]", "no deal is at a stage without a name"),
        ("persona = []", "an empty `persona` would hear nobody"),
        ("persona = [\"End User\"]", "lower case with hyphens"),
        ("weight = 0", "a weight is more than 0"),
        ("weight = 1.5", "a weight is more than 0"),
        ("weight = nan", "a weight is more than 0"),
    ] {
        let error = sources(&entry("x", more)).compile().err();
        let error = error.unwrap_or_else(|| panic!("{more} is accepted"));
        assert!(error.message.contains(told), "{more}: {error}");
        assert_eq!(error.line, 5, "{more}: {error}");
        assert!(error.excerpt.contains('^'), "{more}: {error}");
    }
    assert!(
        sources(&entry("x", "side = \"prospect\""))
            .compile()
            .is_ok()
    );
}

#[test]
fn only_what_is_written_changes_the_hash_of_an_entry() {
    let hash = |more: &str| compiled(&entry("x", more)).entries[0].hash();
    let plain = hash("");
    for same in [
        "side = \"prospect\"",
        "confidence = 0.9",
        "negation = \"own\"",
    ] {
        assert_eq!(hash(same), plain, "{same}");
    }
    let others = ["stage = [\"a\"]", "persona = [\"a\"]", "weight = 0.5"].map(hash);
    for (at, one) in others.iter().enumerate() {
        assert!(*one != plain && !others[..at].contains(one));
    }
}

/// What was learned knows the shipped entries by their hashes; one that changes is a stranger to it.
#[test]
fn the_shipped_witness_has_met_every_shipped_entry() {
    let lexicons = shipped();
    let model = lexicons.learned.as_ref().unwrap();
    let plain = lexicons.entries.iter().filter(|entry| entry.is_plain());
    let strangers: Vec<&str> = plain
        .filter(|entry| !model.has_met(entry.hash()))
        .map(|entry| entry.name.as_str())
        .collect();
    assert_eq!(strangers, Vec::<&str>::new());
}

// ---- evidence ---------------------------------------------------------------------------------------------------

const EVIDENCE: &str = r#"
[[entry]]
tag = "pain/slow"
name = "lent"
weight = 0.25
patterns = ["for ages", "forever"]
hear = ["It takes forever."]
near = ["It takes a day."]

[[evidence]]
tag = "pain/slow"
name = "waits"
confidence = 0.4
threshold = 1
cues = [
  { pattern = "meanwhile", weight = 0.4 },
  { pattern = "trucks", weight = 0.35 },
  { pattern = "vacation", weight = -0.9 },
  { pattern = "wait", weight = 0.6 },
]
hear = ["We wait, and meanwhile the trucks stand there."]
near = ["We wait, meanwhile, for our vacation."]
"#;

/// Sentences, what is heard, in thousandths what the cues come to where it is.
const SUMS: &str = "
We wait, and meanwhile they drive.                     | pain/slow | 1000
We wait, and meanwhile the trucks stand there.         | pain/slow | 1350
The trucks wait.                                       |           |
The trucks wait forever.                               | pain/slow | 1200
The trucks wait for ages, forever.                     | pain/slow | 1200
We wait and wait and wait.                             |           |
We wait. Meanwhile the trucks stand there.             |           |
We wait, meanwhile, for our vacation.                  |           |
Meanwhile we wait for the trucks, forever, on vacation.|           |
It takes forever.                                      |           |
We do not wait, meanwhile.                             | negated   | 1000
";

#[test]
fn weak_cues_of_one_sentence_are_added_up_each_once() {
    let lexicons = compiled(EVIDENCE);
    for [text, expected, sum] in table::<3>(SUMS) {
        let heard = mentions(&lexicons, text);
        let tags = heard.iter().map(|mention| match mention.polarity {
            Polarity::Affirmed => mention.tag.0.as_str(),
            other => other.name(),
        });
        let expected: Vec<&str> = Some(expected)
            .into_iter()
            .filter(|e| !e.is_empty())
            .collect();
        assert_eq!(tags.collect::<Vec<_>>(), expected, "{text}");
        for mention in heard {
            let (last, cues) = mention.why.evidence.split_last().unwrap();
            let milli = |weight: f32| (weight * 1000.0).round() as i32;
            assert_eq!(milli(last.weight), sum.parse::<i32>().unwrap(), "{text}");
            let added: i32 = cues.iter().map(|cue| milli(cue.weight)).sum();
            assert_eq!(added, milli(last.weight), "{text}");
            assert_eq!(mention.confidence, 0.4, "{text}");
        }
    }
}

#[test]
fn a_mention_of_evidence_shows_its_cues_and_their_sum() {
    let heard = mentions(&compiled(EVIDENCE), "Okay. The trucks wait there forever.");
    let [mention] = &heard[..] else {
        panic!("{heard:?}");
    };
    assert_eq!(mention.pattern, "wait, trucks, forever");
    let text = "Okay. The trucks wait there forever.";
    assert_eq!(mention.span.slice(text), "The trucks wait there forever.");
    let matched = mention.why.matched.unwrap();
    assert_eq!(matched.slice(text), "trucks wait there forever");
    let features: Vec<&str> = mention
        .why
        .evidence
        .iter()
        .map(|e| e.feature.as_str())
        .collect();
    assert_eq!(features, ["trucks", "wait", "forever", "sum, of 1 needed"]);
}

/// A speaker without punctuation: clauses are taken for sentences, so cues far apart do not meet.
#[test]
fn evidence_keeps_to_its_clause() {
    let lexicons = compiled(EVIDENCE);
    let far = "we wait at the desk every single morning for the man with the keys to come and they say it is fine \
        because meanwhile the office has opened and the coffee is on";
    assert!(!hears(&lexicons, far));
}

#[test]
fn what_a_rep_says_is_no_evidence_and_leads_nobody_there() {
    let lexicons = compiled(EVIDENCE);
    let talk = Talk::new("c")
        .rep("So you wait, and meanwhile the trucks stand there?")
        .prospect("Yeah, exactly.");
    assert_eq!(mined(&lexicons, &talk), vec![]);
}

#[test]
fn wrong_evidence_is_refused_with_the_reason() {
    for (right, wrong, told) in [
        ("threshold = 1\n", "threshold = 0\n", "a threshold is"),
        ("threshold = 1\n", "", "missing field `threshold`"),
        ("weight = 0.6", "weight = 1", "this cue alone comes to"),
        ("weight = 0.6", "weight = -3", "a weight is more than 0"),
        ("\"wait\"", "\"(wait\"", "this group is never closed"),
        (
            "cues = [",
            "cue = [",
            "no field `cue`; did you mean `cues`?",
        ),
    ] {
        let error = sources(&EVIDENCE.replacen(right, wrong, 1)).compile().err();
        let error = error.unwrap_or_else(|| panic!("{wrong} is accepted"));
        assert!(error.message.contains(told), "{wrong}: {error}");
    }
}

#[test]
fn evidence_is_checked_and_tested_like_entries() {
    let found = |text: &str| -> Vec<String> {
        let findings = check(&sources(text)).findings.into_iter();
        findings
            .map(|one| format!("{} {}", one.line, one.code))
            .collect()
    };
    let tried = |text: &str| -> Vec<String> {
        let tried = example::test(&sources(text)).unwrap();
        tried[0]
            .failures
            .iter()
            .map(|failure| failure.why())
            .collect()
    };
    assert_eq!(found(EVIDENCE), Vec::<String>::new());
    assert_eq!(tried(EVIDENCE), Vec::<String>::new());
    let weak = EVIDENCE.replace("threshold = 1", "threshold = 2");
    assert_eq!(found(&weak), ["12 threshold-unreachable"]);
    let why = tried(&weak).remove(0);
    assert!(why.starts_with("its cues come to 1.35 of 2 ("), "{why}");
    let eager = EVIDENCE.replace("-0.9", "-0.1").replace("= 1\n", "= 0.9\n");
    let why = tried(&eager).remove(0);
    assert!(why.contains("its cues come to 0.9 of 0.9"), "{why}");
    let twice = EVIDENCE.replace("\"vacation\"", "\"wait\"");
    assert_eq!(found(&twice), ["19 cue-repeated"]);
    let alone = EVIDENCE.split("[[evidence]]").next().unwrap();
    assert_eq!(found(alone), ["4 weight-uncounted"]);
    assert!(hears(&compiled(alone), "It takes forever."));
    let (lent, waits) = EVIDENCE.split_at(EVIDENCE.find("[[evidence]]").unwrap());
    let turned = format!("{waits}{lent}");
    assert_eq!(found(&turned), ["16 unsorted"]);
    let mended = mended(&turned).unwrap().expect("it is put in order");
    assert_eq!(found(&mended), Vec::<String>::new());
    assert!(mended.contains("{ pattern = \"wait\", weight = 0.6 },"));
}

// ---- names from the config --------------------------------------------------------------------------------------

fn company() -> Company {
    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }
    Company {
        people: owned(&["Dana Whitcomb"]),
        competitors: owned(&["Freightly", "Acme Logistics", "!?"]),
        products: owned(&["HaulBoard"]),
    }
}

#[test]
fn the_config_gives_names_to_classes_and_without_it_they_are_heard_nowhere() {
    for (pattern, sentence) in [
        ("{competitor} is slow", "Freightly is slow."),
        ("{competitor} is slow", "Acme Logistics is slow."),
        ("use {our-product}", "We use HaulBoard."),
        ("like ({our-product}|the rest)", "We like haulboard's maps."),
        ("ask {person} first", "We ask Dana first."),
        ("ask {person} first", "We ask Dana Whitcomb first."),
    ] {
        let plain = sources(&entry(pattern, ""));
        assert!(!hears(&plain.compile().unwrap(), sentence), "{pattern}");
        let named = plain.with_company(company()).compile().unwrap();
        assert!(hears(&named, sentence), "{pattern} in {sentence}");
    }
    let alternatives = sources(&entry("({competitor}|they) stall", "")).compile();
    assert!(hears(&alternatives.unwrap(), "They stall."));
}

/// Who is on the call is known by first and last name, whatever the company.
#[test]
fn people_are_those_of_the_call() {
    let lexicons = compiled(&entry("ask {person}", ""));
    for (said, expected) in [
        ("You should ask Rea.", 1),
        ("You should ask pam's boss.", 1),
        ("You should ask Will Long.", 1),
        // Ordinary words are names with a capital only.
        ("You should ask long before.", 0),
        ("You should ask Sam.", 0),
    ] {
        let people = json!([
            { "name": "Rea", "side": "rep" },
            { "name": "Pam", "side": "prospect" },
            { "name": "Will Long (Acme)", "side": "prospect" },
        ]);
        let talk = Talk::new("c").with("participants", people);
        let heard = mined(&lexicons, &talk.rep("Well?").prospect(said));
        assert_eq!(heard.len(), expected, "{said}");
    }
    assert!(!hears(&lexicons, "You should ask Rea."), "loose text");
}

#[test]
fn what_is_said_of_a_named_competitor_is_about_the_competitor() {
    let plain = sources(&entry("slow", ""));
    let named = plain.clone().with_company(company()).compile().unwrap();
    let plain = plain.compile().unwrap();
    for (text, expected) in [
        ("Freightly was slow.", Target::Other),
        ("Acme was slow.", Target::Other),
        ("Ours was slow.", Target::Own),
        ("Compared to you Freightly is slow.", Target::Own),
    ] {
        assert_eq!(mentions(&named, text)[0].target, expected, "{text}");
        assert_eq!(mentions(&plain, text)[0].target, Target::Own, "{text}");
    }
}

/// What is said where Freightly is a competitor, whose thing it is about.
const NAMED: &str = "
Freightly takes ages, all by hand.                            | other
With Freightly we retype every order by hand.                 | other
We retype every order by hand with Freightly.                 | other
With Acme Logistics we do everything by hand.                 | other
Freightly, I think, does it by hand.                          | other
Freightly is so old that they do it by hand.                  | other
We've never used Freightly, so we retype every order by hand. | own
I told Freightly that we retype every order by hand.          | own
We told Freightly about the orders by hand.                   | own
Before Freightly we retyped every order by hand.              | own
Without Freightly it is all by hand.                          | own
Freightly came to visit us and saw that we do it by hand.     | own
Freightly came to visit us and saw that our people do it by hand. | own
With Freightly it was good, but now we do it by hand.         | own
We do it by hand because Freightly left us.                   | own
";

#[test]
fn a_competitors_name_counts_where_it_is_what_is_complained_of() {
    let plain = sources(&entry("by hand", ""));
    let named = plain.with_company(company()).compile().unwrap();
    for [text, expected] in table::<2>(NAMED) {
        assert_eq!(mentions(&named, text)[0].target.name(), expected, "{text}");
    }
}

#[test]
fn the_fingerprint_covers_texts_and_names() {
    let plain = sources(&entry("x", ""));
    assert_eq!(
        plain.fingerprint(),
        plain.clone().compile().unwrap().fingerprint()
    );
    let other = sources(&entry("y", ""));
    let named = plain.clone().with_company(company());
    let mut swapped = company();
    std::mem::swap(&mut swapped.competitors, &mut swapped.products);
    let swapped = plain.clone().with_company(swapped);
    let all = [&plain, &other, &named, &swapped].map(Sources::fingerprint);
    for (at, one) in all.iter().enumerate() {
        assert!(one.len() == 16 && !all[..at].contains(one), "{all:?}");
    }
    let unnamed = named.clone().with_company(Company::default());
    assert_eq!(unnamed.fingerprint(), plain.fingerprint());
}

#[test]
fn the_config_file_names_competitors_and_products() {
    let desk = Desk::new();
    desk.write(
        "lexicons/own.toml",
        format!(
            "persona = \"anyone\"\n{}",
            entry("switch to {competitor}", "")
        ),
    );
    desk.write(
        "verbatim.toml",
        "lexicons = \"lexicons\"\ncompetitors = [\"Freightly\"]\nproducts = [\"HaulBoard\"]\n",
    );
    let typed = "{\"id\":1,\"text\":\"We may switch to Freightly.\"}\n";
    let run = desk.verbatim_with(typed, &["tag", "--utterances", "-", "--json"]);
    assert_eq!(run.done().last()["pattern"], "switch to {competitor}");
}

#[test]
fn why_shows_the_sum() {
    let desk = Desk::new();
    desk.write(
        "lexicons/own.toml",
        format!("persona = \"anyone\"\n{EVIDENCE}"),
    );
    let typed = "{\"id\":1,\"text\":\"The trucks wait forever.\"}\n";
    let mention = desk
        .verbatim_with(typed, &["tag", "--utterances", "-", "--json"])
        .done()
        .last();
    let expected = json!([
        { "feature": "trucks", "weight": 0.35 },
        { "feature": "wait", "weight": 0.6 },
        { "feature": "forever", "weight": 0.25 },
        { "feature": "sum, of 1 needed", "weight": 1.2 },
    ]);
    assert_eq!(mention["why"]["evidence"], expected);
    desk.write_talks(
        "talk.jsonl",
        &[Talk::new("c").prospect("The trucks wait forever.")],
    );
    desk.verbatim(&["explain", "talk.jsonl"])
        .done()
        .says("pattern wait, trucks, forever in own")
        .says("+1.20  sum, of 1 needed");
}
