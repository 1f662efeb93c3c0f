//! Which of the lines that look like a speaker's label are meant as one in this file?
//!
//! A label that comes back is the strongest sign. A file also keeps to one way of writing speakers, so a line
//! written in another way is believed only for a speaker who is known already.

use rustc_hash::{FxHashMap, FxHashSet};

use super::heads::{self, Class, Head};
use super::layout::{Kind, Line};
use super::preamble;
use super::speaker_label::{ends_like_a_heading, is_address, is_perhaps_a_name, is_strong};
use super::stamp::{self, Time};
use super::talk;

const N_CLASSES: usize = Class::ALL.len();

/// How often each name stands in each way of writing.
pub(super) struct Survey<'a> {
    counts: FxHashMap<&'a str, Count>,
    main: Option<Class>,
    /// How many heads are written in the main way.
    n_main: u32,
    /// Most of them are names that stand by themselves, above what is said.
    are_alone: bool,
    /// Most of them have a time where others have words, `Name: 0:04` with the text below.
    are_dated: bool,
    /// Most of them tell the time of the day.
    has_times_of_day: bool,
    /// Whoever comes again begins behind an empty line each time: `Drivers: eleven` within a paragraph is part of it.
    are_apart: bool,
    /// `>> Name: text` stands somewhere, so that `>>` alone is somebody else.
    has_named_chevrons: bool,
}

/// Of so many heads one must be a name's that looks like a heading (`Laura Story`): who takes part in a call speaks
/// that often, and a note taker's `Next Step` doesn't come so often.
const HEADS_PER_HEADING: u32 = 5;

/// Title, date, keywords, people and links above a speech take no more lines.
const LINES_OF_HEADER: usize = 20;

#[derive(Default)]
struct Count {
    by_class: [u32; N_CLASSES],
    /// At least one of them was no doubtful one.
    is_firm: bool,
    /// How many have another line right above them.
    n_within: u32,
}

impl Count {
    fn sum(&self) -> u32 {
        self.by_class
            .iter()
            .fold(0, |sum, n| sum.saturating_add(*n))
    }
}

/// What the labels of a file amount to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    pub(super) n_lines: usize,
    pub(super) n_heads: usize,
    /// How many accepted names come at least twice.
    pub(super) n_recurring: usize,
    /// Some accepted name looks like one by itself, or those with other names talk with one another.
    pub(super) any_is_strong: bool,
    pub(super) first_is_a_head: bool,
    /// How many heads have a sentence beside them.
    n_spoken: usize,
    /// How many heads have a name that comes at least twice.
    n_again: usize,
}

impl Evidence {
    /// Whether most heads are of people who come again, as a program of a day, with its breaks, has them not.
    pub(super) fn is_mostly_again(&self) -> bool {
        self.n_again.saturating_mul(2) >= self.n_heads
    }

    /// Whether a way of writing that lists have as well is a call's: people come again, and most of what is said are
    /// whole sentences. Tasks are told in sentences too, but two owners seldom have two each.
    pub(super) fn is_told_at_length(&self, main: Class) -> bool {
        let is_mostly_spoken = self.n_spoken.saturating_mul(3) >= self.n_heads.saturating_mul(2);
        let n_needed = if main == Class::Inline { 1 } else { 2 };
        self.n_recurring >= n_needed && self.n_heads >= n_needed + 2 && is_mostly_spoken
    }
}

impl<'a> Survey<'a> {
    /// Counts the labels of a document.
    pub(super) fn of(lines: &[Line<'a>]) -> Survey<'a> {
        let mut counts: FxHashMap<&'a str, Count> = FxHashMap::default();
        let mut n_alone = [0_u32; N_CLASSES];
        let mut n_dated = [0_u32; N_CLASSES];
        let mut n_of_day = [0_u32; N_CLASSES];
        let mut has_named_chevrons = false;
        for line in lines {
            if let Some(head) = heads::of(line) {
                let count = counts.entry(head.name).or_default();
                count.is_firm |= !head.is_doubtful;
                count.n_within = count.n_within.saturating_add(u32::from(!line.is_apart));
                let is_named = !head.name.is_empty() && is_strong(head.name);
                has_named_chevrons |=
                    is_named && matches!(line.kind, Kind::Text(text) if heads::has_chevrons(text));
                let n = &mut count.by_class[head.class as usize];
                *n = n.saturating_add(1);
                let n = &mut n_alone[head.class as usize];
                *n = n.saturating_add(u32::from(head.is_doubtful && head.text.is_empty()));
                let n = &mut n_dated[head.class as usize];
                *n = n.saturating_add(u32::from(stamp::whole(head.text).is_some()));
                let n = &mut n_of_day[head.class as usize];
                *n = n.saturating_add(u32::from(is_of_day(&head)));
            }
        }
        let main = main_class(&counts);
        let in_main = |main: Class| {
            let each = counts.values().map(|count| count.by_class[main as usize]);
            each.fold(0, u32::saturating_add)
        };
        let n_main = main.map_or(0, in_main);
        let n_alone = main.map_or(0, |main| n_alone[main as usize]);
        let n_dated = main.map_or(0, |main| n_dated[main as usize]);
        let n_of_day = main.map_or(0, |main| n_of_day[main as usize]);
        let mut again = counts.values().filter(|count| count.sum() >= 2).peekable();
        let are_apart = again.peek().is_some() && again.all(|count| count.n_within == 0);
        Survey {
            counts,
            main,
            are_apart: are_apart && main == Some(Class::Bare),
            n_main,
            are_alone: n_alone.saturating_mul(2) >= n_main,
            are_dated: n_dated.saturating_mul(2) > n_main,
            has_times_of_day: n_of_day.saturating_mul(2) > n_main,
            has_named_chevrons,
        }
    }

    /// The way in which most speakers are written.
    pub(super) fn main(&self) -> Option<Class> {
        self.main
    }

    /// Whether a line that looks like a label is one; `is_apart` where nothing stands directly above it.
    pub(super) fn accepts(&self, head: &Head<'_>, is_apart: bool) -> bool {
        let Some(main) = self.main else { return false };
        // `Monday 10:00 AM` above a call whose times count from its start.
        if is_of_day(head) && !self.has_times_of_day && !self.recurs(head.name) {
            return false;
        }
        let in_main = self
            .counts
            .get(head.name)
            .map_or(0, |count| count.by_class[main as usize]);
        if head.is_doubtful {
            let is_often = in_main >= 3 && in_main.saturating_mul(HEADS_PER_HEADING) >= self.n_main;
            let comes_again =
                self.recurs(head.name) && (is_often || !ends_like_a_heading(head.name));
            let is_marked = head.name.is_empty() && self.has_named_chevrons;
            let is_one = is_marked || comes_again || self.is_like_the_others(head, is_apart);
            return head.class == main && is_one;
        }
        if head.class == main {
            let is_in_place = is_apart || !self.are_apart;
            return self.recurs(head.name) || (is_strong(head.name) && is_in_place);
        }
        in_main > 0 || (self.recurs(head.name) && is_strong(head.name))
    }

    /// The head with its time, where most of the file's heads have one in place of words. In other files a time behind
    /// a name is an answer.
    pub(super) fn dated<'h>(&self, head: Head<'h>) -> Head<'h> {
        match stamp::whole(head.text) {
            Some(start) if self.are_dated => Head {
                start: Some(Time::Call(start)),
                text: "",
                ..head
            },
            _ => head,
        }
    }

    /// Whether speakers have the time of the day beside them.
    pub(super) fn has_times_of_day(&self) -> bool {
        self.has_times_of_day
    }

    /// The seconds of a time that is told as most are; the others count from elsewhere, and so tell nothing.
    pub(super) fn seconds(&self, time: Time) -> Option<f64> {
        match time {
            Time::Call(seconds) => (!self.has_times_of_day).then_some(seconds),
            Time::Day(seconds) => self.has_times_of_day.then_some(seconds),
        }
    }

    /// Whether a doubtful head that comes once is written as all the others are. A line of speech or a heading within a
    /// speech hardly has a name's capitals and a stamp in the place where all speakers have theirs.
    fn is_like_the_others(&self, head: &Head<'_>, is_apart: bool) -> bool {
        let is_set_apart = is_apart && self.are_alone && head.text.is_empty();
        let is_marked = match head.class {
            Class::Bold | Class::Lines => head.start.is_some() || head.name.contains(' '),
            _ => head.start.is_some(),
        };
        let is_in_place = (is_set_apart && is_marked) || head.class.is_of_lists();
        let is_stamped = head.start.is_some() && is_unlucky(head.name);
        (is_in_place && is_firm(head.name)) || is_stamped
    }

    /// Whether a name comes at least twice.
    pub(super) fn recurs(&self, name: &str) -> bool {
        self.counts.get(name).is_some_and(|count| count.sum() >= 2)
    }

    /// Whether `>>` marks a change of speaker in this file.
    pub(super) fn has_chevrons(&self) -> bool {
        self.main == Some(Class::Bare) && (self.has_named_chevrons || self.recurs(""))
    }

    /// Adds up what speaks for the document being a transcript.
    pub(super) fn evidence(&self, lines: &[Line<'a>]) -> Evidence {
        let mut evidence = Evidence::default();
        let mut names: FxHashSet<&str> = FxHashSet::default();
        let mut accepted: Vec<Head<'_>> = Vec::new();
        // Lines below the first head.
        let mut n_below = 0;
        for line in lines {
            if !matches!(line.kind, Kind::Text(_) | Kind::Named(..)) {
                continue;
            }
            evidence.n_lines += 1;
            n_below += usize::from(evidence.n_heads > 0);
            let Some(head) = heads::of(line).filter(|head| self.accepts(head, line.is_apart))
            else {
                continue;
            };
            evidence.n_heads += 1;
            evidence.n_spoken += usize::from(preamble::is_spoken(head.text));
            evidence.n_again += usize::from(self.recurs(head.name));
            evidence.first_is_a_head |= evidence.n_lines == 1;
            names.insert(head.name);
            accepted.push(head);
        }
        evidence.n_recurring = names.iter().filter(|name| self.recurs(name)).count();
        // A short file may have a header as long as its speech; a label or two at the end of a text are no speech.
        let has_speech = evidence.n_heads >= 3 && evidence.n_recurring >= 1;
        if has_speech && evidence.n_lines - n_below <= LINES_OF_HEADER {
            evidence.n_lines = n_below + 1;
        }
        // `host:` or `speaker:` alone is a key of some code; `agent:` and `customer:` are two people.
        let n_plain_keys = names
            .iter()
            .filter(|name| is_strong(name) && is_plain_key(name))
            .count();
        let n_strong = names.iter().filter(|name| is_firm(name)).count();
        // What looks like a name only because it comes again is believed in company; keys of records come alone.
        let n_recurring = |is_kind: fn(&str) -> bool| {
            let of_kind = names.iter().filter(|name| is_kind(name));
            of_kind.filter(|name| self.recurs(name)).count()
        };
        evidence.any_is_strong = n_strong > n_plain_keys
            || n_plain_keys >= 2
            || n_recurring(is_address) >= 2
            || n_recurring(is_unlucky) >= 2
            || talk::is_conversation(&accepted, evidence.n_lines);
        evidence
    }
}

fn is_of_day(head: &Head<'_>) -> bool {
    matches!(head.start, Some(Time::Day(_)))
}

fn is_firm(name: &str) -> bool {
    is_strong(name) && !is_perhaps_a_name(name)
}

/// `So Young Kim`, but neither a number nor what may be a heading.
fn is_unlucky(name: &str) -> bool {
    is_perhaps_a_name(name) && name.contains(char::is_alphabetic) && !ends_like_a_heading(name)
}

fn is_plain_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())
}

/// The class with the most believable heads. Labels that may be no names decide only where there are no others.
fn main_class(counts: &FxHashMap<&str, Count>) -> Option<Class> {
    let sure = counts.iter().filter(|(name, _)| !is_perhaps_a_name(name));
    fullest_class(sure).or_else(|| fullest_class(counts.iter()))
}

/// The class with the most believable heads; the earlier one where two are level.
fn fullest_class<'c, 'n: 'c>(
    counts: impl Iterator<Item = (&'c &'n str, &'c Count)>,
) -> Option<Class> {
    let mut totals = [0_u32; N_CLASSES];
    for (name, count) in counts {
        let is_believable = count.sum() >= 2 || (count.is_firm && is_strong(name));
        if !is_believable {
            continue;
        }
        for (total, n) in totals.iter_mut().zip(&count.by_class) {
            *total = total.saturating_add(*n);
        }
    }
    // What is also the way of lists must be by far the commonest, or the list beside a speech would hide it.
    let weight = |class: Class| {
        let times = if class.is_of_lists() { 1 } else { 3 };
        totals[class as usize].saturating_mul(times)
    };
    let mut main: Option<Class> = None;
    for class in Class::ALL {
        if weight(class) > main.map_or(0, weight) {
            main = Some(class);
        }
    }
    main
}
