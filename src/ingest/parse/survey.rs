//! Which of the lines that look like a speaker's label are meant as one in this file?
//!
//! A label that comes back is the strongest sign. A file also keeps to one way of writing speakers, so a line
//! written in another way is believed only for a speaker who is known already.

use rustc_hash::{FxHashMap, FxHashSet};

use super::heads::{self, Class, Head};
use super::layout::{Kind, Line};
use super::speaker_label::is_strong;

const N_CLASSES: usize = Class::ALL.len();

/// How often each name stands in each way of writing.
pub(super) struct Survey<'a> {
    counts: FxHashMap<&'a str, Count>,
    main: Option<Class>,
    /// `>> Name: text` stands somewhere, so that `>>` alone is somebody else.
    has_named_chevrons: bool,
}

#[derive(Default)]
struct Count {
    by_class: [u32; N_CLASSES],
    /// At least one of them was no doubtful one.
    is_firm: bool,
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
    /// Some accepted name looks like one by itself.
    pub(super) any_is_strong: bool,
    pub(super) first_is_a_head: bool,
}

impl<'a> Survey<'a> {
    /// Counts the labels of a document.
    pub(super) fn of(lines: &[Line<'a>]) -> Survey<'a> {
        let mut counts: FxHashMap<&'a str, Count> = FxHashMap::default();
        let mut has_named_chevrons = false;
        for line in lines {
            if let Kind::Text(text) = line.kind
                && let Some(head) = heads::read(text)
            {
                let count = counts.entry(head.name).or_default();
                count.is_firm |= !head.is_doubtful;
                let is_named = !head.name.is_empty() && is_strong(head.name);
                has_named_chevrons |= is_named && heads::has_chevrons(text);
                let n = &mut count.by_class[head.class as usize];
                *n = n.saturating_add(1);
            }
        }
        let main = main_class(&counts);
        Survey {
            counts,
            main,
            has_named_chevrons,
        }
    }

    /// The way in which most speakers are written.
    pub(super) fn main(&self) -> Option<Class> {
        self.main
    }

    /// Whether a line that looks like a label is one.
    pub(super) fn accepts(&self, head: &Head<'_>) -> bool {
        let Some(main) = self.main else { return false };
        let in_main = self
            .counts
            .get(head.name)
            .map_or(0, |count| count.by_class[main as usize]);
        if head.is_doubtful {
            let is_marked = head.name.is_empty() && self.has_named_chevrons;
            return head.class == main && (is_marked || self.recurs(head.name));
        }
        if head.class == main {
            return self.recurs(head.name) || is_strong(head.name);
        }
        in_main > 0 || (self.recurs(head.name) && is_strong(head.name))
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
        for line in lines {
            let Kind::Text(text) = line.kind else {
                continue;
            };
            evidence.n_lines += 1;
            let Some(head) = heads::read(text).filter(|head| self.accepts(head)) else {
                continue;
            };
            evidence.n_heads += 1;
            evidence.first_is_a_head |= evidence.n_lines == 1;
            names.insert(head.name);
        }
        evidence.n_recurring = names.iter().filter(|name| self.recurs(name)).count();
        // `host:` or `speaker:` alone is a key of some code; `agent:` and `customer:` are two people.
        let n_plain_keys = names
            .iter()
            .filter(|name| is_strong(name) && is_plain_key(name))
            .count();
        let n_strong = names.iter().filter(|name| is_strong(name)).count();
        evidence.any_is_strong = n_strong > n_plain_keys || n_plain_keys >= 2;
        evidence
    }
}

fn is_plain_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())
}

/// The class with the most believable heads; the earlier one where two are level.
fn main_class(counts: &FxHashMap<&str, Count>) -> Option<Class> {
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
    let mut main: Option<Class> = None;
    for class in Class::ALL {
        let total = totals[class as usize];
        if total > main.map_or(0, |best| totals[best as usize]) {
            main = Some(class);
        }
    }
    main
}
