//! Lexicons are code: every entry hears what it says it hears, and not its near misses.

use std::collections::BTreeSet;

use verbatim::mention::Mention;
use verbatim::mine::lexicon::{Entry, Lexicons, Listens, SHIPPED, Sources};
use verbatim::mine::tag::Tagger;

use crate::harness::shipped;

fn compiled(entries: &str) -> Result<Lexicons, String> {
    let files = vec![
        ("anyone.toml".to_owned(), entries.to_owned()),
        (
            "classes.toml".to_owned(),
            "we = [\"we\", \"our team\"]".to_owned(),
        ),
    ];
    Sources::new(files)
        .compile()
        .map_err(|error| error.to_string())
}

/// The tags of the affirmed mentions that one pattern hears in a sentence.
fn heard_by(pattern: &str, sentence: &str) -> bool {
    let lexicons = compiled(&format!(
        "[[entry]]\ntag = \"pain/errors\"\nname = \"x\"\npatterns = ['{pattern}']\n"
    ))
    .expect("the pattern compiles");
    !Tagger::new(&lexicons)
        .tag_utterance(sentence, "unknown")
        .is_empty()
}

fn persona_of(entry: &Entry) -> &str {
    match &entry.listens {
        Listens::Anyone => "unknown",
        Listens::Persona(persona) => persona,
    }
}

#[test]
fn every_entry_hears_its_examples_and_not_its_near_misses() {
    let lexicons = shipped();
    let mut tagger = Tagger::new(lexicons);
    let mut wrong = Vec::new();
    for entry in &lexicons.entries {
        let mut affirmed = |sentence: &str, only_own: bool| {
            let is_it = |mention: &Mention| {
                mention.tag == entry.tag
                    && mention.is_affirmed()
                    && (!only_own || entry.patterns.contains(&mention.pattern))
            };
            tagger
                .tag_utterance(sentence, persona_of(entry))
                .iter()
                .any(is_it)
        };
        let place = format!("{}.toml {} {}", entry.lexicon, entry.tag, entry.name);
        wrong.extend(
            entry
                .hear
                .iter()
                .filter(|hear| !affirmed(hear, false))
                .map(|hear| format!("{place} does not hear: {hear}")),
        );
        wrong.extend(
            entry
                .near
                .iter()
                .filter(|near| affirmed(near, true))
                .map(|near| format!("{place} hears its near miss: {near}")),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} examples are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_entry_has_an_example_and_its_place() {
    for (file, _) in SHIPPED.iter().filter(|(file, _)| *file != "classes.toml") {
        let own: Vec<_> = shipped()
            .entries
            .iter()
            .filter(|entry| format!("{}.toml", entry.lexicon) == *file)
            .collect();
        let keys: Vec<_> = own
            .iter()
            .map(|entry| {
                let is_evidence = entry.balance.is_some();
                (is_evidence, entry.tag.0.as_str(), entry.name.as_str())
            })
            .collect();
        assert!(
            keys.is_sorted(),
            "{file}: entries are sorted by tag, then name; evidence stands behind them"
        );
        let names: BTreeSet<_> = own.iter().map(|entry| &entry.name).collect();
        assert_eq!(names.len(), own.len(), "{file}: names are unique");
        for entry in own {
            assert!(
                !entry.hear.is_empty(),
                "{file}: {} has a sentence that it hears",
                entry.name
            );
            assert!(
                entry.patterns.is_sorted(),
                "{file}: the patterns of {} are sorted",
                entry.name
            );
        }
    }
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/lexicons");
    let there: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|file| {
            file.expect("it can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let built_in: BTreeSet<String> = SHIPPED.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(there, built_in);
}

#[test]
fn a_pattern_hears_what_its_author_means() {
    for (pattern, sentence, expected) in [
        ("retype", "We were retyping it all.", true),
        ("=retype", "We were retyping it all.", false),
        ("by hand", "It is all done by, um, hand.", true),
        ("by hand", "It is all done by the hand.", false),
        ("takes ... hours", "It takes us a good two hours.", false),
        ("takes ..4 hours", "It takes us a good two hours.", true),
        ("takes ... {duration}", "It takes us two hours.", true),
        ("(too|far too) expensive", "That's far too expensive.", true),
        ("very? slow", "It is slow.", true),
        (
            "costs ..2 (about)? {money}",
            "It costs us forty grand.",
            true,
        ),
        ("costs {money}", "It costs $40k.", true),
        (
            "can not see",
            "I cannot see it, and I can't see that.",
            true,
        ),
        ("{we} suffer", "Our team suffers.", true),
        ("^ slow", "It is slow.", false),
        ("slow $", "It is slow.", true),
        ("slow $", "It is slow today.", false),
        ("by hand", "By. Hand.", false),
        ("{share} of", "About 30% of them.", true),
    ] {
        assert_eq!(
            heard_by(pattern, sentence),
            expected,
            "{pattern} in {sentence}"
        );
    }
}

#[test]
fn a_wrong_pattern_is_told_with_its_place_and_the_way_out() {
    for (pattern, told) in [
        ("", "the pattern is empty"),
        ("(a|b", "never closed"),
        ("(a|(b|c))", "a group inside a group"),
        ("re(type|key)", "belong to a group of whole words"),
        ("..99 x", "a gap is"),
        ("{nonsense} x", "there is no word class"),
        ("a ^ b", "write it first"),
        ("{money}", "needs at least one word"),
        ("!!!", "no word here"),
    ] {
        let file = format!(
            "[[entry]]\ntag = \"pain/errors\"\nname = \"x\"\npatterns = [\n  \"fine\",\n  \"{pattern}\",\n]\n"
        );
        let error = compiled(&file).err().unwrap_or_default();
        assert!(error.contains(told), "{pattern}: {error}");
        assert!(error.starts_with("anyone.toml:6: "), "{pattern}: {error}");
        assert!(error.contains('^'), "{pattern}: {error}");
    }
}

#[test]
fn a_confidence_is_a_share() {
    for (written, is_one) in [
        ("0", true),
        ("0.7", true),
        ("1", true),
        ("70", false),
        ("1.01", false),
        ("-3", false),
        ("nan", false),
    ] {
        let entry = format!(
            "[[entry]]\ntag = \"pain/errors\"\nname = \"x\"\nconfidence = {written}\npatterns = [\"fine\"]\n"
        );
        let told = compiled(&entry).err().unwrap_or_default();
        let refused =
            "anyone.toml:4: a confidence lies between 0 and 1; write 0.7 for seven in ten";
        assert_eq!(told.starts_with(refused), !is_one, "{written}: {told}");
        assert_eq!(told.is_empty(), is_one, "{written}: {told}");
    }
}

#[test]
fn the_order_of_patterns_changes_nothing() {
    let patterns = [
        "by hand",
        "takes ... {duration}",
        "(too|far too) slow",
        "copy and paste",
    ];
    let sentence = "We copy and paste it by hand, it takes us two hours and that is far too slow.";
    let tags = |patterns: &[&str]| {
        let entries: String = patterns
            .iter()
            .map(|p| {
                format!(
                    "[[entry]]\ntag = \"pain/x{}\"\nname = \"{0}\"\npatterns = ['{p}']\n",
                    p.len()
                )
            })
            .collect();
        let lexicons = compiled(&entries).expect("they compile");
        let mentions = Tagger::new(&lexicons).tag_utterance(sentence, "unknown");
        mentions
            .into_iter()
            .map(|mention| (mention.span, mention.tag, mention.pattern))
            .collect::<Vec<_>>()
    };
    let mut turned = patterns;
    turned.reverse();
    assert_eq!(tags(&patterns).len(), 4);
    assert_eq!(tags(&patterns), tags(&turned));
}
