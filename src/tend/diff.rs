//! What would be heard otherwise if one set of lexicons took the place of another?
//!
//! A call and what each side hears in it come in, call by call; counts by tag go out, with a few examples. Each mention
//! is compared with one other, so that the figures add up: before, plus gained, less lost, is after.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::call::Call;
use crate::mention::{Mention, Origin, Polarity, Tag, Target};
use crate::tend::discover::few::Few;

/// Everything that was compared, by tag.
#[derive(Debug)]
pub struct Diff {
    pub tags: BTreeMap<Tag, Change>,
    pub n_calls: u64,
    pub n_turns: u64,
    /// The most examples of one sort and tag.
    most: usize,
}

/// How often a tag is heard by each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Numbers {
    pub before: u64,
    pub after: u64,
    pub gained: u64,
    pub lost: u64,
    /// Heard by both, but meant otherwise in one way or several.
    pub changed: u64,
    pub polarity: u64,
    pub target: u64,
    pub origin: u64,
}

/// What becomes of a tag.
#[derive(Debug, Clone)]
pub struct Change {
    pub numbers: Numbers,
    pub gained: Few<Example>,
    pub lost: Few<Example>,
    pub changed: Few<Changed>,
}

/// A mention that only one side hears.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    pub call: String,
    pub turn: u32,
    pub start: u32,
    pub end: u32,
    pub quote: String,
    pub lexicon: String,
    pub pattern: String,
    pub confidence: f32,
}

impl Example {
    /// What hears it: a pattern and its lexicon, or what has no patterns by its name alone.
    pub fn heard_by(&self) -> String {
        if self.pattern.is_empty() {
            return self.lexicon.clone();
        }
        format!("{} ({})", self.pattern, self.lexicon)
    }
}

/// How a mention is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Manner {
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
}

/// A mention that both sides hear, and take for something else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    #[serde(flatten)]
    pub example: Example,
    pub before: Manner,
    pub after: Manner,
}

/// A mention as the two sides hear it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Pair<'m> {
    Gained(&'m Mention),
    Lost(&'m Mention),
    Both(&'m Mention, &'m Mention),
}

impl Diff {
    /// Nothing compared yet; at most so many examples of what each tag gains, loses and changes.
    pub fn new(most: usize) -> Diff {
        Diff {
            tags: BTreeMap::new(),
            n_calls: 0,
            n_turns: 0,
            most,
        }
    }

    /// Compares what is heard in a call.
    pub fn add(&mut self, call: &Call, before: &[Mention], after: &[Mention]) {
        let number = self.n_calls;
        self.n_calls += 1;
        self.n_turns += call.turns.len() as u64;
        for pair in pairs(before, after) {
            let (Pair::Gained(one) | Pair::Lost(one) | Pair::Both(_, one)) = pair;
            let most = self.most;
            let change = self
                .tags
                .entry(one.tag.clone())
                .or_insert_with(|| Change::new(most));
            change.add(number, call, pair);
        }
    }

    /// All tags together.
    pub fn total(&self) -> Numbers {
        let mut total = Numbers::default();
        for change in self.tags.values() {
            total.add(change.numbers);
        }
        total
    }
}

impl Numbers {
    /// Whether anything is heard otherwise.
    pub fn differ(&self) -> bool {
        self.gained + self.lost + self.changed > 0
    }

    fn add(&mut self, other: Numbers) {
        self.before += other.before;
        self.after += other.after;
        self.gained += other.gained;
        self.lost += other.lost;
        self.changed += other.changed;
        self.polarity += other.polarity;
        self.target += other.target;
        self.origin += other.origin;
    }
}

impl Change {
    fn new(most: usize) -> Change {
        Change {
            numbers: Numbers::default(),
            gained: Few::new(most),
            lost: Few::new(most),
            changed: Few::new(most),
        }
    }

    fn add(&mut self, number: u64, call: &Call, pair: Pair<'_>) {
        let numbers = &mut self.numbers;
        match pair {
            Pair::Gained(mention) => {
                numbers.after += 1;
                numbers.gained += 1;
                self.gained.offer(number, || Example::of(call, mention));
            }
            Pair::Lost(mention) => {
                numbers.before += 1;
                numbers.lost += 1;
                self.lost.offer(number, || Example::of(call, mention));
            }
            Pair::Both(before, after) => {
                numbers.before += 1;
                numbers.after += 1;
                let (was, is) = (Manner::of(before), Manner::of(after));
                numbers.polarity += u64::from(was.polarity != is.polarity);
                numbers.target += u64::from(was.target != is.target);
                numbers.origin += u64::from(was.origin != is.origin);
                if was == is {
                    return;
                }
                numbers.changed += 1;
                self.changed.offer(number, || Changed {
                    example: Example::of(call, after),
                    before: was,
                    after: is,
                });
            }
        }
    }
}

impl Manner {
    fn of(mention: &Mention) -> Manner {
        Manner {
            polarity: mention.polarity,
            target: mention.target,
            origin: mention.origin,
        }
    }
}

impl Example {
    fn of(call: &Call, mention: &Mention) -> Example {
        let turn = call.turns.get(mention.turn as usize);
        Example {
            call: call.id.0.clone(),
            turn: mention.turn,
            start: mention.span.start,
            end: mention.span.end,
            quote: turn.map_or_else(String::new, |turn| {
                mention.span.slice(&turn.text).to_owned()
            }),
            lexicon: mention.lexicon.clone(),
            pattern: mention.pattern.clone(),
            confidence: mention.confidence,
        }
    }
}

/// Every mention of both sides once: two are the same when turn and tag agree and their words overlap.
fn pairs<'m>(before: &'m [Mention], after: &'m [Mention]) -> Vec<Pair<'m>> {
    let (before, after) = (sorted(before), sorted(after));
    let (mut old, mut new) = (before.into_iter().peekable(), after.into_iter().peekable());
    let mut pairs = Vec::new();
    loop {
        let pair = match (old.peek().copied(), new.peek().copied()) {
            (None, None) => return pairs,
            (Some(was), Some(is)) if is_same(was, is) => Pair::Both(was, is),
            (Some(was), Some(is)) if ends_first(was, is) => Pair::Lost(was),
            (Some(was), None) => Pair::Lost(was),
            (_, Some(is)) => Pair::Gained(is),
        };
        if !matches!(pair, Pair::Gained(_)) {
            old.next();
        }
        if !matches!(pair, Pair::Lost(_)) {
            new.next();
        }
        pairs.push(pair);
    }
}

fn sorted(mentions: &[Mention]) -> Vec<&Mention> {
    let mut sorted: Vec<&Mention> = mentions.iter().collect();
    sorted.sort_by(|a, b| (a.turn, &a.tag, a.span).cmp(&(b.turn, &b.tag, b.span)));
    sorted
}

fn is_same(a: &Mention, b: &Mention) -> bool {
    a.turn == b.turn && a.tag == b.tag && a.span.overlaps(b.span)
}

/// Of two that are not the same: whether nothing that comes behind the other can be the same as this one.
fn ends_first(a: &Mention, b: &Mention) -> bool {
    (a.turn, &a.tag, a.span.end) <= (b.turn, &b.tag, b.span.end)
}
