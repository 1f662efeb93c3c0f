//! How fast is listening, beside a matcher of plain phrases?
//!
//! spaCy's PhraseMatcher is what one would pick instead. It gets as many phrases as we have patterns, each a wording
//! that a pattern accepts. It only finds them, in lower case; we also judge who says it, whether it is meant, and of
//! whom. Both take turns over the same calls.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, ensure};
use verbatim::mine::class::Class;
use verbatim::mine::lexicon::{CLASSES, Lexicons, Sources};
use verbatim::mine::pattern::{Atom, Choice, Names, Pattern, parse};

use crate::corpus::{bytes_of, first_calls, texts};
use crate::measure::{median, ratio, speed, timed};
use crate::python::{Python, not_measured, write_lines};
use crate::table::{Bound, Row, Table, Unit};
use crate::tagging::tag_all;
use crate::workbench::Workbench;

/// Bytes of text that say enough: spaCy needs seconds for a few megabytes.
const ENOUGH: u64 = 16 << 20;
/// Wordings of a pattern that are tried until one is new.
const WORDINGS: usize = 32;
const SCRIPT: &str = include_str!("spacy_matcher.py");
const PACKAGE: &str = "spacy";

/// Seconds of each competitor, round by round.
#[derive(Default)]
struct Times {
    own: Vec<f64>,
    patterns_alone: Vec<f64>,
    spacy: Vec<f64>,
}

/// P4: our tagger against spaCy's matcher, one thread each.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P4") {
        return Ok(());
    }
    let row = |what, measured, bounds, note| Row {
        id: "P4",
        what,
        measured,
        unit: Unit::Ratio,
        bounds,
        note,
    };
    let what = "speed of tagging / spaCy PhraseMatcher, one thread";
    let bounds = Some((Bound::AtLeast(45.0), Bound::AtLeast(150.0)));
    let Some(python) = Python::with(&bench.setup.python, PACKAGE) else {
        table.add(row(what, f64::NAN, bounds, not_measured(PACKAGE)));
        return Ok(());
    };
    let (times, note) = times(bench, &python)?;
    let spacy = median(&times.spacy);
    table.add(row(what, ratio(spacy, median(&times.own)), bounds, note));
    table.add(row(
        "the same without the learned witness",
        ratio(spacy, median(&times.patterns_alone)),
        None,
        String::new(),
    ));
    Ok(())
}

/// All rounds, and what there is to say of them.
fn times(bench: &Workbench<'_>, python: &Python) -> anyhow::Result<(Times, String)> {
    let calls = first_calls(bench.calls(), ENOUGH);
    let bytes = bytes_of(calls);
    let phrases = phrases(bench.lexicons)?;
    let patterns_alone = Sources::shipped().without_learned().compile()?;
    let phrases_file = bench.folder("spacy-phrases.txt");
    let turns_file = bench.folder("spacy-turns.txt");
    write_lines(&phrases_file, phrases.iter().map(String::as_str))?;
    write_lines(&turns_file, texts(calls))?;
    let mut times = Times::default();
    let (mut version, mut n_found) = (String::new(), 0);
    for round in 0..bench.setup.rounds {
        eprintln!("P4: round {} …", round + 1);
        let own = timed(|| Ok(tag_all(bench.lexicons, calls, 1)))?;
        let told = python.run(SCRIPT, &[phrases_file.as_path(), turns_file.as_path()])?;
        let alone = timed(|| Ok(tag_all(&patterns_alone, calls, 1)))?;
        ensure!(
            told.bytes == bytes,
            "spaCy was given other turns than the tagger"
        );
        times.own.push(own.1);
        times.spacy.push(told.seconds);
        times.patterns_alone.push(alone.1);
        (version, n_found) = (told.version, told.n_found);
    }
    let note = format!(
        "{:.1} MB of text; ours {:.1} MB/s ({} patterns, scope rules, learned witness), without witness {:.1} MB/s; \
         spaCy {version} {:.2} MB/s (blank English pipeline, LOWER, one process, {} phrases made of the patterns, \
         {n_found} found)",
        bytes as f64 / 1e6,
        speed(bytes, median(&times.own)),
        bench.lexicons.patterns.len(),
        speed(bytes, median(&times.patterns_alone)),
        speed(bytes, median(&times.spacy)),
        phrases.len(),
    );
    Ok((times, note))
}

/// One phrase for each pattern: its first wording that no earlier pattern has.
fn phrases(lexicons: &Lexicons) -> anyhow::Result<Vec<String>> {
    let lists = lists()?;
    let names = Names {
        list: &|name| lists.get(name).cloned(),
        is_computed: &|name| Class::from_name(name).is_some(),
    };
    let (mut phrases, mut seen) = (Vec::new(), HashSet::new());
    let patterns = lexicons.entries.iter().flat_map(|entry| &entry.patterns);
    for written in patterns {
        let pattern = parse(written, &names)?;
        let mut wordings = (0..WORDINGS).map(|nth| wording(&pattern, nth));
        phrases.extend(wordings.find(|phrase| seen.insert(phrase.clone())));
    }
    Ok(phrases)
}

/// The word lists that shipped patterns name.
fn lists() -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let shipped = Sources::shipped();
    let mut files = shipped.files().iter();
    let (_, text) = files
        .find(|(file, _)| file == CLASSES)
        .context("no word lists are shipped")?;
    Ok(toml::from_str(text)?)
}

/// Words that a pattern accepts: at each place the `nth` alternative, counted round; nothing that may be missing.
fn wording(pattern: &Pattern, nth: usize) -> String {
    let mut words: Vec<&str> = Vec::new();
    for place in pattern.elements.iter().filter(|place| !place.optional) {
        match place.choices.iter().cycle().nth(nth) {
            Some(Choice::Words(spots)) => {
                let atoms = spots
                    .iter()
                    .filter_map(|atoms| atoms.iter().cycle().nth(nth));
                words.extend(atoms.map(|(Atom::Stem(word) | Atom::Exact(word))| word.as_str()));
            }
            Some(Choice::Class(name)) => words.push(figure(name)),
            // Letters have no wording.
            Some(Choice::Letters(_)) => {}
            None => {}
        }
    }
    words.join(" ")
}

/// A figure of a computed word class.
fn figure(class: &str) -> &'static str {
    match class {
        "duration" => "two hours",
        "money" => "ten dollars",
        "share" => "ten percent",
        _ => "ten",
    }
}
