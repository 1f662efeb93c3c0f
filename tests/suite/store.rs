//! What does the store promise?
//!
//! That everything comes back exactly, that repeating changes nothing, that a correction replaces without
//! forgetting, and that damage, a second writer and a newer catalogue are told in plain words.

mod copies;
mod folder;
mod packing;

use tempfile::TempDir;

use verbatim::call::{Account, Call, CallId, Participant, Span, Turn};
use verbatim::mention::{Mention, Origin, Polarity, Tag, Target, Why};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::keep::{Fate, Kept, Prepared, prepare};
use verbatim::store::lock::WriteLock;
use verbatim::store::retag::Reheard;

const NOW: &str = "2026-03-04T05:06:07Z";

// ---- a data folder for one test -------------------------------------------------------------------------

struct Shelf {
    dir: DataDir,
    _folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        let folder = crate::harness::folder();
        Shelf {
            dir: DataDir::new(folder.path().join("data")),
            _folder: folder,
        }
    }

    fn keep(&self, batch: Vec<Prepared>) -> Vec<Kept> {
        let lock = WriteLock::take(&self.dir, "ingest").unwrap();
        Catalogue::open_to_write(&self.dir, &lock)
            .unwrap()
            .keep(batch, NOW)
            .unwrap()
    }

    fn keep_one(&self, delivered: Prepared) -> Kept {
        self.keep(vec![delivered]).remove(0)
    }

    fn read(&self) -> Catalogue {
        Catalogue::open_to_read(&self.dir).unwrap()
    }
}

/// What somebody delivers: a short call and where it came from.
#[derive(Clone)]
struct Delivery {
    call: Call,
    derived_id: bool,
    source: &'static str,
    lexicon: &'static str,
    mentions: Vec<Mention>,
}

impl Delivery {
    fn of(id: &str, words: &str) -> Delivery {
        Delivery {
            call: said(id, words),
            derived_id: false,
            source: "calls/a.txt",
            lexicon: "lexicon-1",
            mentions: vec![heard(0, 4)],
        }
    }

    /// A call whose provider gave no id.
    fn nameless(words: &str) -> Delivery {
        let mut delivery = Delivery::of(&format!("hash-of-{words}"), words);
        delivery.derived_id = true;
        delivery
    }

    fn found_at(mut self, source: &'static str) -> Delivery {
        self.source = source;
        self
    }

    fn with_lexicon(mut self, lexicon: &'static str) -> Delivery {
        self.lexicon = lexicon;
        self
    }

    fn payload(&self) -> String {
        let who = &self.call.participants[0].name;
        format!("{} of {who} says {}", self.call.format, self.words())
    }

    fn words(&self) -> String {
        self.call
            .turns
            .iter()
            .map(|turn| turn.text.as_str())
            .collect()
    }

    fn prepared(self) -> Prepared {
        let raw = self.payload();
        let fingerprint = self.words();
        let source = self.source.to_owned();
        let raw = raw.as_bytes();
        prepare(
            self.call,
            self.derived_id,
            fingerprint,
            self.mentions,
            raw,
            source,
            self.lexicon,
        )
        .unwrap()
    }
}

fn said(id: &str, words: &str) -> Call {
    Call {
        id: CallId(id.to_owned()),
        title: Some("first talk".to_owned()),
        format: "text".to_owned(),
        started_at: None,
        duration: None,
        language: None,
        recording_url: None,
        account: Some(Account {
            name: Some("Acme".to_owned()),
            ..Account::default()
        }),
        deal: None,
        participants: vec![Participant {
            name: "P".to_owned(),
            ..Participant::default()
        }],
        turns: vec![Turn {
            speaker: 0,
            start: None,
            end: None,
            text: words.to_owned(),
            cues: Vec::new(),
        }],
    }
}

fn heard(start: u32, end: u32) -> Mention {
    Mention {
        turn: 0,
        span: Span { start, end },
        tag: Tag("pain/errors".to_owned()),
        polarity: Polarity::Negated,
        target: Target::Other,
        origin: Origin::Led,
        confidence: 0.8,
        lexicon: "test".to_owned(),
        pattern: "it breaks".to_owned(),
        why: Why {
            matched: Some(Span { start, end }),
            ..Why::default()
        },
    }
}

// ---- repeating and correcting ---------------------------------------------------------------------------

#[test]
fn what_is_kept_comes_back() {
    let shelf = Shelf::new();
    let delivery = Delivery::of("c1", "it breaks every day");
    let kept = shelf.keep_one(delivery.clone().prepared());
    assert_eq!((kept.ord, kept.seq, kept.fate), (0, 1, Fate::New));

    let catalogue = shelf.read();
    assert_eq!(
        catalogue.call("c1").unwrap(),
        Some((0, delivery.call.clone()))
    );
    assert_eq!(
        catalogue.call_by_ord(0).unwrap(),
        Some(delivery.call.clone())
    );
    assert_eq!(catalogue.mentions(0).unwrap(), delivery.mentions);
    assert_eq!(
        catalogue.both(0).unwrap(),
        Some((delivery.call.clone(), delivery.mentions.clone()))
    );
    assert_eq!(
        catalogue.raw(0, 1).unwrap(),
        Some(delivery.payload().into_bytes())
    );
    assert_eq!(catalogue.call("c2").unwrap(), None);
    assert_eq!(catalogue.raw(0, 2).unwrap(), None);

    let counts = catalogue.counts().unwrap();
    assert_eq!(
        (counts.calls, counts.turns, counts.mentions, counts.accounts),
        (1, 1, 1, 1)
    );
    let facts = catalogue.facts().unwrap();
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0].account.as_deref(), Some("Acme"));
    assert_eq!((facts[0].n_turns, facts[0].n_mentions), (1, 1));
}

#[test]
fn ingesting_twice_is_ingesting_once() {
    let shelf = Shelf::new();
    let batch = || {
        vec![
            Delivery::of("c1", "it breaks").prepared(),
            Delivery::nameless("too slow")
                .found_at("calls/b.txt")
                .prepared(),
        ]
    };
    shelf.keep(batch());
    let again = shelf.keep(batch());
    let fates: Vec<_> = again
        .iter()
        .map(|kept| (kept.ord, kept.seq, kept.fate))
        .collect();
    assert_eq!(fates, [(0, 1, Fate::Unchanged), (1, 2, Fate::Unchanged)]);
    assert_eq!(shelf.read().latest_seq().unwrap(), 2);
    assert_eq!(shelf.read().counts().unwrap().calls, 2);
}

#[test]
fn the_same_call_twice_in_a_batch_is_one_call() {
    let shelf = Shelf::new();
    let delivery = Delivery::of("c1", "it breaks");
    let kept = shelf.keep(vec![delivery.clone().prepared(), delivery.prepared()]);
    assert_eq!((kept[0].fate, kept[1].fate), (Fate::New, Fate::Unchanged));
    assert_eq!(kept[0].ord, kept[1].ord);
}

#[test]
fn a_corrected_redelivery_keeps_its_history() {
    let shelf = Shelf::new();
    let wrong = Delivery::of("c1", "it brakes");
    let right = Delivery::of("c1", "it breaks");
    shelf.keep_one(wrong.clone().prepared());
    let kept = shelf.keep_one(right.clone().prepared());
    assert_eq!((kept.ord, kept.seq, kept.fate), (0, 2, Fate::Updated));

    let catalogue = shelf.read();
    assert_eq!(catalogue.call_by_ord(0).unwrap(), Some(right.call.clone()));
    assert_eq!(catalogue.version(0).unwrap(), Some(2));
    let past = catalogue.history(0).unwrap();
    assert_eq!(past.len(), 1);
    assert_eq!((past[0].version, past[0].replaced_at.as_str()), (1, NOW));
    assert_eq!(past[0].call, wrong.call);
    assert_eq!(
        catalogue.raw(0, 1).unwrap(),
        Some(wrong.payload().into_bytes())
    );
    assert_eq!(
        catalogue.raw(0, 2).unwrap(),
        Some(right.payload().into_bytes())
    );
}

#[test]
fn a_corrected_nameless_call_keeps_its_first_id() {
    let shelf = Shelf::new();
    let first = shelf.keep_one(Delivery::nameless("it brakes").prepared());
    let right = Delivery::nameless("it breaks");
    let second = shelf.keep_one(right.clone().prepared());
    assert_eq!((second.ord, second.fate), (first.ord, Fate::Updated));
    assert_eq!(second.call.id, first.call.id);

    let stored = shelf.read().call_by_ord(first.ord).unwrap().unwrap();
    assert_eq!(stored.id, first.call.id);
    assert_eq!(stored.turns, right.call.turns);
    assert_eq!(
        shelf.read().raw(first.ord, 2).unwrap(),
        Some(right.payload().into_bytes())
    );
    assert_eq!(shelf.keep_one(right.prepared()).fate, Fate::Unchanged);
}

#[test]
fn the_same_words_from_another_file_or_format_change_nothing() {
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::nameless("it breaks").prepared());
    let moved = Delivery::nameless("it breaks").found_at("archive/a.txt");
    assert_eq!(shelf.keep_one(moved.prepared()).fate, Fate::Unchanged);

    let mut exported = Delivery::nameless("it breaks").found_at("calls/a.srt");
    exported.call.format = "srt".to_owned();
    exported.call.id = CallId("another hash".to_owned());
    let kept = shelf.keep_one(exported.prepared());
    assert_eq!((kept.ord, kept.fate), (0, Fate::Unchanged));
    assert_eq!(shelf.read().counts().unwrap().calls, 1);
}

#[test]
fn the_same_words_with_times_replace_those_without_and_stay() {
    let shelf = Shelf::new();
    let plain = Delivery::nameless("it breaks");
    let mut timed = Delivery::nameless("it breaks").found_at("calls/a.srt");
    timed.call.format = "srt".to_owned();
    timed.call.turns[0].start = Some(1.5);
    shelf.keep_one(plain.clone().prepared());
    assert_eq!(shelf.keep_one(timed.clone().prepared()).fate, Fate::Updated);
    assert_eq!(shelf.keep_one(plain.prepared()).fate, Fate::Unchanged);
    assert_eq!(shelf.keep_one(timed.prepared()).fate, Fate::Unchanged);
}

#[test]
fn the_same_words_with_names_replace_those_of_nobody_and_stay() {
    let shelf = Shelf::new();
    let mut nobody = Delivery::nameless("it breaks");
    nobody.call.participants[0].name = "Speaker 2".to_owned();
    let mut named = Delivery::nameless("it breaks").found_at("corrected/a.txt");
    named.call.participants[0].name = "Ana Ruiz".to_owned();
    shelf.keep_one(nobody.clone().prepared());
    assert_eq!(shelf.keep_one(named.clone().prepared()).fate, Fate::Updated);
    assert_eq!(
        shelf.keep_one(nobody.prepared()).fate,
        Fate::Unchanged,
        "a copy without names takes none away"
    );
    assert_eq!(shelf.keep_one(named.prepared()).fate, Fate::Unchanged);
}

#[test]
fn two_files_of_one_call_do_not_take_turns() {
    let shelf = Shelf::new();
    let first = Delivery::of("c1", "it brakes").found_at("calls/a.json");
    let later = Delivery::of("c1", "it breaks").found_at("calls/b.json");
    shelf.keep(vec![first.clone().prepared(), later.clone().prepared()]);
    let again = shelf.keep(vec![first.prepared(), later.clone().prepared()]);
    assert_eq!(
        (again[0].fate, again[1].fate),
        (Fate::Unchanged, Fate::Unchanged)
    );
    assert_eq!(shelf.read().call_by_ord(0).unwrap(), Some(later.call));
}

#[test]
fn a_file_that_goes_back_to_its_first_words_is_believed() {
    let shelf = Shelf::new();
    let one = Delivery::of("c1", "it brakes");
    let two = Delivery::of("c1", "it breaks");
    shelf.keep_one(one.clone().prepared());
    shelf.keep_one(two.prepared());
    assert_eq!(shelf.keep_one(one.clone().prepared()).fate, Fate::Updated);
    assert_eq!(shelf.read().call_by_ord(0).unwrap(), Some(one.call));
    assert_eq!(shelf.read().history(0).unwrap().len(), 2);
}

#[test]
fn nameless_calls_from_stdin_or_a_list_stay_apart() {
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::nameless("it breaks").found_at("-").prepared());
    assert_eq!(
        shelf
            .keep_one(Delivery::nameless("too slow").found_at("-").prepared())
            .fate,
        Fate::New
    );
    let batch = vec![
        Delivery::nameless("too dear")
            .found_at("many.jsonl")
            .prepared(),
        Delivery::nameless("too late")
            .found_at("many.jsonl")
            .prepared(),
    ];
    assert!(shelf.keep(batch).iter().all(|kept| kept.fate == Fate::New));
    let third = Delivery::nameless("too soon").found_at("many.jsonl");
    assert_eq!(shelf.keep_one(third.prepared()).fate, Fate::New);
}

// ---- mentions -------------------------------------------------------------------------------------------

#[test]
fn another_lexicon_renews_the_mentions_and_not_the_words() {
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::of("c1", "it breaks").prepared());
    let mut retagged = Delivery::of("c1", "it breaks").with_lexicon("lexicon-2");
    retagged.mentions.clear();
    let kept = shelf.keep_one(retagged.prepared());
    assert_eq!((kept.seq, kept.fate), (2, Fate::Updated));
    let catalogue = shelf.read();
    assert_eq!(catalogue.version(0).unwrap(), Some(1));
    assert!(catalogue.mentions(0).unwrap().is_empty());
    assert!(catalogue.history(0).unwrap().is_empty());
}

#[test]
fn retagging_is_a_change_of_its_own() {
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::of("c1", "it breaks").prepared());
    shelf.keep_one(
        Delivery::of("c2", "too slow")
            .found_at("calls/b.txt")
            .prepared(),
    );
    let lock = WriteLock::take(&shelf.dir, "retag").unwrap();
    let mut catalogue = Catalogue::open_to_write(&shelf.dir, &lock).unwrap();
    let old = catalogue.of_old_lexicon("lexicon-2").unwrap();
    let old: Vec<(u32, CallId)> = old.into_iter().map(|stale| (stale.ord, stale.id)).collect();
    assert_eq!(
        old,
        [(0, CallId("c1".to_owned())), (1, CallId("c2".to_owned()))]
    );

    let reheard = Reheard {
        ord: 0,
        mentions: vec![heard(3, 9), heard(0, 2)],
        lexicon: "lexicon-2".to_owned(),
        answers: None,
    };
    assert_eq!(catalogue.set_mentions(&[reheard]).unwrap(), [(0, 3)]);
    assert_eq!(catalogue.mentions(0).unwrap().len(), 2);
    assert_eq!(catalogue.of_old_lexicon("lexicon-2").unwrap().len(), 1);
    assert_eq!(catalogue.since(0, 10).unwrap(), [(1, 2), (0, 3)]);
    assert_eq!(catalogue.since(2, 10).unwrap(), [(0, 3)]);
    assert_eq!(catalogue.since(0, 1).unwrap(), [(1, 2)]);
    assert_eq!(catalogue.latest_seq().unwrap(), 3);
}

#[test]
fn notes_are_kept() {
    let shelf = Shelf::new();
    let lock = WriteLock::take(&shelf.dir, "ingest").unwrap();
    let mut catalogue = Catalogue::open_to_write(&shelf.dir, &lock).unwrap();
    assert_eq!(catalogue.meta("lexicon").unwrap(), None);
    catalogue.set_meta("lexicon", "one").unwrap();
    catalogue.set_meta("lexicon", "two").unwrap();
    assert_eq!(
        shelf.read().meta("lexicon").unwrap().as_deref(),
        Some("two")
    );
}
