//! Is a call heard again exactly where a change of the lexicons can make a difference?
//!
//! Entries of the shipped lexicons are taken out, limited and believed less, and labelled calls are heard with both: where
//! a call is said to be untouched, both must hear the same. Then the same with an archive.

use std::path::Path;
use std::sync::LazyLock;

use verbatim::call::Call;
use verbatim::learn::set::Role;
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::tag::Tagger;
use verbatim::pipeline::labelled;
use verbatim::pipeline::touched::Touched;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;

use crate::harness::{Desk, shipped};

/// Labelled calls, of every trade.
static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| {
    let labelled = labelled::shipped(|role| role != Role::Taught).unwrap();
    labelled.into_iter().map(|labelled| labelled.call).collect()
});

const FILE: &str = "anyone.toml";

fn text_of(file: &str) -> String {
    let files = shipped().sources().files().iter();
    let (_, text) = files.clone().find(|(name, _)| name == file).unwrap();
    text.to_string()
}

/// The shipped lexicons with another text of a file.
fn with(file: &str, text: String) -> Sources {
    shipped().sources().with_file(file, text)
}

/// Calls that the change touches, after all others were heard alike by both.
fn touched(after: &Sources) -> Vec<&'static Call> {
    let touched = Touched::by(shipped().sources(), after);
    let look = touched.look();
    let lexicons = after.compile().unwrap();
    let (mut old, mut new) = (Tagger::new(shipped()), Tagger::new(&lexicons));
    let mut found = Vec::new();
    for call in CALLS.iter() {
        if look.finds(call) {
            found.push(call);
        } else {
            assert_eq!(old.tag(call), new.tag(call), "{}", call.id);
        }
    }
    found
}

/// The places of entries in a file, by the lines that begin them.
fn entries(text: &str) -> Vec<usize> {
    let at = text.match_indices("[[entry]]").map(|(at, _)| at);
    at.chain([text.find("[[evidence]]").unwrap_or(text.len())])
        .collect()
}

/// Does something with the text of some entries, evenly spread over the file.
fn edited(file: &str, n: usize, edit: impl Fn(&str) -> String) -> Vec<String> {
    let text = text_of(file);
    let entries = entries(&text);
    let n_entries = entries.len() - 1;
    let chosen = (0..n).map(|at| at * n_entries / n);
    let change = |at: usize| {
        let (from, to) = (entries[at], entries[at + 1]);
        let (before, entry, behind) = (&text[..from], &text[from..to], &text[to..]);
        format!("{before}{}{behind}", edit(entry))
    };
    chosen.map(change).collect()
}

#[test]
fn without_an_entry_other_calls_are_heard_as_before() {
    let mut n_touched = Vec::new();
    for text in edited(FILE, 4, |_| String::new()) {
        n_touched.push(touched(&with(FILE, text)).len());
    }
    // Neither all nor none: entries stand in some calls.
    let total: usize = n_touched.iter().sum();
    assert!(total > 0, "{n_touched:?}");
    assert!(n_touched.iter().all(|n| *n < CALLS.len()), "{n_touched:?}");
}

#[test]
fn an_entry_that_is_believed_less_or_limited_changes_only_calls_in_which_it_stands() {
    let less = |entry: &str| entry.replacen("confidence = 0.", "confidence = 0.3", 1);
    let limited =
        |entry: &str| entry.replacen("[[entry]]", "[[entry]]\npersona = [\"procurement\"]", 1);
    for text in edited(FILE, 2, less)
        .into_iter()
        .chain(edited(FILE, 2, limited))
    {
        touched(&with(FILE, text));
    }
}

#[test]
fn a_new_file_changes_only_calls_in_which_it_speaks() {
    let entry = "[[entry]]\ntag = \"pain/manual-work\"\nname = \"new\"\npatterns = [\"spreadsheet\"]\nhear = [\"We have a spreadsheet.\"]\n";
    let found = touched(&with("own.toml", entry.to_owned()));
    let speaks = |call: &Call| {
        let mut turns = call.turns.iter();
        turns.any(|turn| turn.text.to_lowercase().contains("spreadsheet"))
    };
    let ids = |calls: Vec<&Call>| calls.iter().map(|call| call.id.clone()).collect::<Vec<_>>();
    assert!(!found.is_empty());
    assert_eq!(
        ids(found),
        ids(CALLS.iter().filter(|call| speaks(call)).collect())
    );
}

#[test]
fn comments_and_titles_touch_no_call_and_word_lists_touch_all() {
    let is_nothing = |file: &str, text: String| {
        matches!(
            Touched::by(shipped().sources(), &with(file, text)),
            Touched::Nothing
        )
    };
    let is_everything =
        |after: &Sources| matches!(Touched::by(shipped().sources(), after), Touched::Everything);
    let own = text_of(FILE);
    assert!(is_nothing(FILE, own.clone()));
    assert!(is_nothing(FILE, format!("# Ours.\n{own}")));
    assert!(is_nothing(
        FILE,
        own.replacen("\"alliance partner\", ", "", 1)
    ));
    assert!(is_everything(&with(
        "classes.toml",
        format!("{}\n", text_of("classes.toml"))
    )));
    assert!(is_everything(&with(
        FILE,
        own.replacen("threshold = ", "threshold = 1", 1)
    )));
    assert!(is_everything(
        &shipped().sources().clone().without_learned()
    ));
}

#[test]
fn lexicons_come_back_as_they_were_kept() {
    let sources = shipped().sources();
    let kept = with("own.toml", "persona = \"anyone\"\n".to_owned());
    let back = sources.as_kept(&kept.to_bytes()).unwrap();
    assert_eq!(back.files(), kept.files());
    assert_eq!(back.fingerprint(), kept.fingerprint());
    assert!(
        sources
            .clone()
            .without_learned()
            .as_kept(&kept.to_bytes())
            .is_none()
    );
    for odd in [&b""[..], b"{}", b"[1]", b"{\"files\":1}"] {
        assert!(sources.as_kept(odd).is_none());
    }
}

// ---- the archive --------------------------------------------------------------------------------------------------

/// Every call's mentions as JSON, and the change that made each what it is.
fn heard(desk: &Desk, data: &str) -> Vec<(String, String, u64)> {
    let catalogue = Catalogue::open_to_read(&DataDir::new(desk.path(data))).unwrap();
    let changes = catalogue.since(0, usize::MAX).unwrap();
    let mut all: Vec<_> = changes
        .into_iter()
        .map(|(ord, seq)| {
            let (call, mentions) = catalogue.both(ord).unwrap().unwrap();
            (call.id.0, serde_json::to_string(&mentions).unwrap(), seq)
        })
        .collect();
    all.sort();
    all
}

fn words(heard: &[(String, String, u64)]) -> Vec<(&str, &str)> {
    heard
        .iter()
        .map(|(id, words, _)| (&**id, &**words))
        .collect()
}

fn write_lexicons(folder: &Path, lexicons: &Lexicons) {
    std::fs::create_dir_all(folder).unwrap();
    for (name, text) in lexicons.sources().files() {
        std::fs::write(folder.join(name), text.as_bytes()).unwrap();
    }
}

#[test]
fn an_archive_says_the_same_as_if_it_were_made_anew_and_untouched_calls_stay_as_they_are() {
    let desk = Desk::with_shipped_lexicons().with_samples();
    desk.write("verbatim.toml", "lexicons = \"own\"\nhearing = \"quick\"\n");
    write_lexicons(&desk.path("own"), shipped());
    desk.verbatim(&["ingest", "corpus-samples"]);
    let before = heard(&desk, "data");

    let fewer = edited(FILE, 8, |_| String::new()).remove(4);
    std::fs::write(desk.path("own").join(FILE), fewer).unwrap();
    desk.verbatim(&["reindex"]).done();
    let after = heard(&desk, "data");
    desk.verbatim(&["--data", "anew", "ingest", "corpus-samples"]);
    assert_eq!(words(&after), words(&heard(&desk, "anew")));

    let n_same = before.iter().filter(|call| after.contains(call)).count();
    assert!(n_same > before.len() / 2, "{n_same} of {}", before.len());
    let checked = desk.verbatim(&["check", "--json"]).done().last();
    assert_eq!(checked["stale_calls"], 0, "{checked}");
}

#[test]
fn lexicons_that_may_quote_a_call_go_with_it() {
    let desk = Desk::with_shipped_lexicons().with_samples();
    desk.write("verbatim.toml", "lexicons = \"own\"\nhearing = \"quick\"\n");
    write_lexicons(&desk.path("own"), shipped());
    let is_known = || {
        let catalogue = Catalogue::open_to_read(&DataDir::new(desk.path("data"))).unwrap();
        catalogue.heard_with().unwrap().is_some()
    };
    desk.verbatim(&["ingest", "corpus-samples"]);
    assert!(is_known());
    let call = heard(&desk, "data")[0].0.clone();
    desk.verbatim(&["forget", "--call", &call, "--yes"]).done();
    assert!(!is_known());
    desk.verbatim(&["ingest", "corpus-samples"]);
    assert!(is_known());
}
