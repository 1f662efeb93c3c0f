//! Is there any way at all to words, or to a name, that nobody granted?
//!
//! A small world in which every word stands once: two companies with two calls each, two people on each call. Rights are
//! given and taken back, days pass, packs are changed, and after every step everything is exported in every format and
//! for every purpose. What stands in the bytes is held against a second, plain reading of the rule.

use std::collections::{BTreeMap, HashSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::Index;

use verbatim::call::{Account, Call, CallId, Participant, Side, SideReason, Span, Turn};
use verbatim::config::Config;
use verbatim::quote::attribute::Crowd;
use verbatim::quote::cut::cut;
use verbatim::quote::edit::Edit;
use verbatim::quote::export::{ExportFormat, Head, render as render_loose};
use verbatim::quote::hide::Hider;
use verbatim::quote::pack::render::{PackFormat, render};
use verbatim::quote::pack::{Item, Pack};
use verbatim::quote::publish::cleared;
use verbatim::quote::quote::turn_hash;
use verbatim::quote::rights::book::Rights;
use verbatim::quote::rights::gate::{gate, gate_loose};
use verbatim::quote::rights::subject::Subject;
use verbatim::quote::rights::{Grant, Level, Purpose, Withdrawal};
use verbatim::quote::seal::seal;

use crate::harness::cases;

const N_CALLS: usize = 4;
const N_WORDS: usize = 8;
const ACCOUNTS: [&str; 2] = ["Acmeworks", "Brindleco"];
/// Two people of each account; each speaks one turn of every call of it.
const PEOPLE: [[&str; 2]; 2] = [["Pam Poole", "Quin Quill"], ["Rob Rill", "Sue Sand"]];

/// The word at a place of a turn of a call.
fn word(call: usize, turn: usize, at: usize) -> String {
    format!("c{call}t{turn}n{at}x")
}

/// The bytes of a run of words: all words are equally long.
fn span(from: usize, to: usize) -> Span {
    let length = word(0, 0, 0).len() + 1;
    Span {
        start: (from * length) as u32,
        end: ((to + 1) * length - 1) as u32,
    }
}

fn text(call: usize, turn: usize) -> String {
    let words: Vec<String> = (0..N_WORDS).map(|at| word(call, turn, at)).collect();
    words.join(" ")
}

fn id(call: usize) -> String {
    let account = ACCOUNTS[call / 2].to_lowercase();
    format!("call-{account}-{call}")
}

fn call(number: usize) -> Call {
    let people = PEOPLE[number / 2].iter().map(|name| Participant {
        name: (*name).to_owned(),
        side: Side::Prospect,
        side_reason: SideReason::Given,
        title: Some("Planner".to_owned()),
        persona: "end-user".to_owned(),
        email: Some(email(name)),
        ..Participant::default()
    });
    let turns = (0..2).map(|turn| Turn {
        speaker: turn as u32,
        start: Some(5.0),
        end: None,
        text: text(number, turn),
        cues: Vec::new(),
    });
    Call {
        id: CallId(id(number)),
        title: None,
        format: "verbatim-json".to_owned(),
        started_at: Some("2026-02-01".to_owned()),
        duration: None,
        language: None,
        recording_url: Some(format!("https://recordings.example/{}", id(number))),
        account: Some(Account {
            name: Some(ACCOUNTS[number / 2].to_owned()),
            ..Account::default()
        }),
        deal: None,
        participants: people.collect(),
        turns: turns.collect(),
    }
}

fn email(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or("").to_lowercase();
    format!("{first}@mail.example")
}

/// Words of a turn: call, turn, first and last.
type Words = (usize, usize, usize, usize);

/// Whom or what a right is about.
#[derive(Debug, Clone, Copy)]
enum About {
    Account(usize),
    Call(usize),
    /// An account's person.
    Person(usize, usize),
    Words(Words),
}

impl About {
    fn rank(self) -> u8 {
        match self {
            About::Account(_) => 0,
            About::Call(_) => 1,
            About::Person(..) => 2,
            About::Words(_) => 3,
        }
    }

    /// Whether all of these words are meant, or any.
    fn is_about(self, (call, turn, from, to): Words, all: bool) -> bool {
        match self {
            About::Account(account) => call / 2 == account,
            About::Call(own) => own == call,
            About::Person(account, person) => call / 2 == account && turn == person,
            About::Words((own, own_turn, first, last)) => {
                let is_met = if all {
                    first <= from && to <= last
                } else {
                    first <= to && from <= last
                };
                own == call && own_turn == turn && is_met
            }
        }
    }

    fn subject(self) -> Subject {
        let written = match self {
            About::Account(account) => format!("account:{}", ACCOUNTS[account]),
            About::Call(call) => format!("call:{}", id(call)),
            About::Person(account, 0) => format!("person:{}", email(PEOPLE[account][0])),
            About::Person(account, person) => {
                format!("person:{}/{}", ACCOUNTS[account], PEOPLE[account][person])
            }
            About::Words((call, turn, from, to)) => {
                let span = span(from, to);
                format!("quote:{}:{turn}:{}-{}", id(call), span.start, span.end)
            }
        };
        let mut subject = Subject::read(&written).unwrap();
        if let (Subject::Quote(place), About::Words((call, turn, ..))) = (&mut subject, self) {
            place.turn_sha256 = turn_hash(&text(call, turn));
        }
        subject
    }
}

/// What somebody does. Days count from today.
#[derive(Debug, Clone)]
enum Step {
    Grant(About, usize, i32, Option<i32>),
    Withdraw(About, i32),
    Wait(i32),
    Add(Words),
    Remove(Index),
    /// Other ends.
    Trim(Index, usize, usize),
    /// The middle of a quote is left out.
    Mark(Index),
    /// A heading with a company's name, or a person's.
    Title(Index, usize),
}

fn words() -> impl Strategy<Value = Words> {
    (0..N_CALLS, 0..2_usize, 0..N_WORDS, 0..N_WORDS)
        .prop_map(|(call, turn, a, b)| (call, turn, a.min(b), a.max(b)))
}

fn about() -> impl Strategy<Value = About> {
    prop_oneof![
        (0..2_usize).prop_map(About::Account),
        (0..N_CALLS).prop_map(About::Call),
        (0..2_usize, 0..2_usize).prop_map(|(account, person)| About::Person(account, person)),
        words().prop_map(About::Words),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let level = 0..Level::ALL.len();
    prop_oneof![
        5 => (about(), level, -2..2_i32, proptest::option::of(0..4_i32))
            .prop_map(|(about, level, from, lasts)| Step::Grant(about, level, from, lasts)),
        2 => (about(), -2..2_i32).prop_map(|(about, on)| Step::Withdraw(about, on)),
        2 => (1..3_i32).prop_map(Step::Wait),
        4 => words().prop_map(Step::Add),
        1 => any::<Index>().prop_map(Step::Remove),
        1 => (any::<Index>(), 0..N_WORDS, 0..N_WORDS)
            .prop_map(|(item, a, b)| Step::Trim(item, a.min(b), a.max(b))),
        1 => any::<Index>().prop_map(Step::Mark),
        1 => (any::<Index>(), 0..4_usize).prop_map(|(item, name)| Step::Title(item, name)),
    ]
}

/// What was written down of rights, in order.
enum Entry {
    Right(About, Level, Date, Option<Date>),
    Withdrawal(About, Date),
}

/// A quote of the pack.
struct Quoted {
    words: Words,
    is_marked: bool,
    item: Item,
}

impl Quoted {
    fn new(words: Words) -> Quoted {
        let (number, turn, from, to) = words;
        let call = call(number);
        let seal = seal(&call, turn as u32, span(from, to), "few").unwrap();
        Quoted {
            words,
            is_marked: false,
            item: Item::new(seal, &call, &[]),
        }
    }

    /// Whether the word of this number is printed.
    fn prints(&self, at: usize) -> bool {
        let (_, _, from, to) = self.words;
        let is_left_out = self.is_marked && at == from + 1;
        (from..=to).contains(&at) && !is_left_out
    }
}

struct World {
    today: Date,
    entries: Vec<Entry>,
    quotes: Vec<Quoted>,
    name: String,
}

impl World {
    fn after(&self, days: i32) -> Date {
        self.today.saturating_add(days.days())
    }

    fn take(&mut self, step: &Step) {
        let n_quotes = self.quotes.len();
        match step {
            Step::Grant(about, level, from, lasts) => {
                let until = lasts.map(|lasts| self.after(from + lasts));
                let right = Entry::Right(*about, Level::ALL[*level], self.after(*from), until);
                self.entries.push(right);
            }
            Step::Withdraw(about, on) => {
                let withdrawal = Entry::Withdrawal(*about, self.after(*on));
                self.entries.push(withdrawal);
            }
            Step::Wait(days) => self.today = self.after(*days),
            Step::Add(words) => self.quotes.push(Quoted::new(*words)),
            _ if n_quotes == 0 => {}
            Step::Remove(item) => {
                self.quotes.remove(item.index(n_quotes));
            }
            Step::Trim(item, from, to) => {
                let quote = &mut self.quotes[item.index(n_quotes)];
                let (call, turn, _, _) = quote.words;
                *quote = Quoted::new((call, turn, *from, *to));
            }
            Step::Mark(item) => {
                let quote = &mut self.quotes[item.index(n_quotes)];
                let (_, _, from, to) = quote.words;
                if to > from + 1 {
                    let left_out = span(from + 1, from + 1);
                    quote.is_marked = true;
                    quote.item.edits = vec![Edit {
                        start: left_out.start,
                        end: left_out.end,
                        replacement: None,
                    }];
                }
            }
            Step::Title(item, name) => {
                let names = [ACCOUNTS[0], ACCOUNTS[1], PEOPLE[0][0], PEOPLE[1][1]];
                let title = format!("What {} says", names[*name]);
                self.quotes[item.index(n_quotes)].item.section = Some(title.clone());
                self.name = title;
            }
        }
    }

    fn rights(&self) -> Rights {
        let mut rights = Rights::none(self.today);
        for (number, entry) in (1..).zip(&self.entries) {
            match entry {
                Entry::Right(about, level, from, until) => rights.grants.push(Grant {
                    number,
                    subject: about.subject(),
                    level: *level,
                    by: "somebody".to_owned(),
                    from: *from,
                    until: *until,
                    evidence: None,
                    note: None,
                }),
                Entry::Withdrawal(about, on) => rights.withdrawals.push(Withdrawal {
                    number,
                    subject: about.subject(),
                    also: Vec::new(),
                    by: None,
                    on: *on,
                    note: None,
                }),
            }
        }
        for number in 0..N_CALLS {
            rights.learn(&call(number));
        }
        rights
    }

    /// The rule, read once more: how far these words may be shown.
    fn level(&self, words: Words) -> Option<Level> {
        let mut best: Option<((u8, Date, usize), Level)> = None;
        let mut is_withdrawn = false;
        for (number, entry) in self.entries.iter().enumerate() {
            match entry {
                Entry::Withdrawal(about, _) => is_withdrawn |= about.is_about(words, false),
                Entry::Right(about, level, from, until) => {
                    let is_in_force =
                        *from <= self.today && until.is_none_or(|until| self.today <= until);
                    let is_overruled = self.entries.iter().enumerate().any(|(other, entry)| {
                        matches!(entry, Entry::Withdrawal(back, on) if back.is_about(words, false)
                            && (number < other || from <= on || about.rank() < back.rank()))
                    });
                    let order = (about.rank(), *from, number);
                    let is_better = best.is_none_or(|(known, _)| known < order);
                    if about.is_about(words, true) && is_in_force && !is_overruled && is_better {
                        best = Some((order, *level));
                    }
                }
            }
        }
        match best {
            Some((_, level)) => Some(level),
            None if is_withdrawn => None,
            None => Some(Level::Internal),
        }
    }

    /// What the rule says of every quote, and which words of the world are withdrawn.
    fn ruled(&self) -> Ruled<'_> {
        let mut withdrawn = HashSet::new();
        for_words(|call, turn, at| {
            if self.level((call, turn, at, at)).is_none() {
                withdrawn.insert(word(call, turn, at));
            }
        });
        let quotes = self.quotes.iter();
        Ruled {
            quotes: quotes
                .map(|quote| (quote, self.level(quote.words)))
                .collect(),
            withdrawn,
        }
    }
}

/// What files are held against.
struct Ruled<'w> {
    quotes: Vec<(&'w Quoted, Option<Level>)>,
    withdrawn: HashSet<String>,
}

impl Ruled<'_> {
    /// Whether a quote of the pack may be shown at a level, and more is true of it.
    fn any(&self, least: Level, more: impl Fn(&Quoted) -> bool) -> bool {
        self.quotes
            .iter()
            .any(|(quote, level)| *level >= Some(least) && more(quote))
    }

    /// A name stands in a file only if somebody allowed it; names of people who are not quoted are anybody's.
    fn check_name(
        &self,
        file: &str,
        name: &str,
        least: Level,
        is_theirs: impl Fn(&Quoted) -> bool,
    ) {
        let is_quoted = self.quotes.iter().any(|(quote, _)| is_theirs(quote));
        if is_quoted && file.contains(name) {
            assert!(self.any(least, is_theirs), "{name} in\n{file}");
        }
    }

    fn check_published(&self, file: &str) {
        for_words(|call, turn, at| {
            let is_there = file.contains(&word(call, turn, at));
            let is_granted = self.any(Level::Anonymous, |quote| {
                (quote.words.0, quote.words.1) == (call, turn) && quote.prints(at)
            });
            assert_eq!(is_there, is_granted, "{} in\n{file}", word(call, turn, at));
        });
        self.check_names(file);
    }

    fn check_names(&self, file: &str) {
        for (account, name) in ACCOUNTS.iter().enumerate() {
            let of_account = |quote: &Quoted| quote.words.0 / 2 == account;
            let id = format!("call-{}", name.to_lowercase());
            self.check_name(file, name, Level::Company, of_account);
            self.check_name(file, &id, Level::Name, of_account);
            for (person, name) in PEOPLE[account].iter().enumerate() {
                let of_person = |quote: &Quoted| of_account(quote) && quote.words.1 == person;
                self.check_name(file, name, Level::Name, of_person);
            }
        }
    }

    /// In a file for internal use, too, nothing stands that was withdrawn, and everything else does.
    fn check_internal(&self, file: &str) {
        for_words(|call, turn, at| {
            let word = word(call, turn, at);
            let is_withdrawn = self.withdrawn.contains(&word);
            assert!(!(is_withdrawn && file.contains(&word)), "{word} in\n{file}");
            let is_wanted = self.any(Level::Internal, |quote| {
                (quote.words.0, quote.words.1) == (call, turn) && quote.prints(at)
            });
            assert!(!is_wanted || file.contains(&word), "no {word} in\n{file}");
        });
    }
}

impl World {
    /// Exports everything in every way and looks what stands in it.
    fn check(&self) {
        let rights = self.rights();
        let ruled = self.ruled();
        let pack = Pack {
            name: self.name.clone(),
            items: self.quotes.iter().map(|quote| quote.item.clone()).collect(),
            ..Pack::default()
        };
        for purpose in Purpose::ALL {
            let gated = gate(&pack, &rights, purpose);
            for format in PackFormat::ALL {
                let bytes = render(format, &gated.allowed).unwrap();
                // Packed formats do not show their words in their bytes.
                if bytes.starts_with(b"PK") {
                    continue;
                }
                let file = String::from_utf8_lossy(&bytes);
                match purpose {
                    Purpose::Internal => ruled.check_internal(&file),
                    Purpose::Publish => ruled.check_published(&file),
                }
            }
        }
        let quotes = self.quotes.iter().filter_map(|quote| {
            let (number, turn, from, to) = quote.words;
            cut(&call(number), &[], turn as u32, span(from, to), 0.0)
        });
        let loose = gate_loose(quotes.collect(), &rights);
        for format in ExportFormat::ALL {
            let bytes = render_loose(format, &Head::default(), &loose.allowed).unwrap();
            ruled.check_internal(&String::from_utf8_lossy(&bytes));
        }
    }
}

impl World {
    /// Publishes the pack as every route does; no name stands there below its level, and nothing that was withdrawn.
    fn publish(&self) {
        let ruled = self.ruled();
        let pack = Pack {
            name: self.name.clone(),
            items: self.quotes.iter().map(|quote| quote.item.clone()).collect(),
            ..Pack::default()
        };
        let calls = (0..N_CALLS).map(call).collect();
        let hider = Hider::with(calls, self.rights(), Crowd::default(), &Config::default());
        let published = cleared(&pack, &hider, BTreeMap::new());
        for format in [PackFormat::Markdown, PackFormat::Json, PackFormat::Text] {
            let bytes = render(format, &published.gated.allowed).unwrap();
            let file = String::from_utf8_lossy(&bytes);
            ruled.check_names(&file);
            for word in &ruled.withdrawn {
                assert!(!file.contains(word.as_str()), "{word} in\n{file}");
            }
        }
    }
}

/// Every word of the world.
fn for_words(mut look: impl FnMut(usize, usize, usize)) {
    for call in 0..N_CALLS {
        for turn in 0..2 {
            for at in 0..N_WORDS {
                look(call, turn, at);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(36))]

    #[test]
    fn no_way_leads_to_what_was_not_granted(
        first in proptest::collection::vec(words(), 1..4),
        steps in proptest::collection::vec(step(), 1..14),
    ) {
        let mut world = World {
            today: date(2026, 3, 10),
            entries: Vec::new(),
            quotes: first.into_iter().map(Quoted::new).collect(),
            name: "p".to_owned(),
        };
        world.check();
        for step in &steps {
            world.take(step);
            world.check();
        }
        world.publish();
    }
}
