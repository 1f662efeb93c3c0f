//! Which patterns could stand on the words that a person marked?
//!
//! Two to five of a sentence's rarest telling words in their order, with no wider gaps than in what was marked; each
//! once with the words themselves and once with the lists that hold them. What several marked sentences have in common
//! goes first, and what is so common that it would be heard everywhere goes last.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::mention::Tag;
use crate::mine::class::Class;
use crate::mine::lexicon::Classes;
use crate::mine::pattern::{self, Names};
use crate::tend::teach::cut::{Item, Lesson, Place};
use crate::tend::teach::rarity::Rarity;
use crate::tend::written::joint;

/// Places of a pattern.
const FEWEST: usize = 2;
const MOST: usize = 5;
/// Of a sentence only so many words are tried, the rarest.
const MOST_ITEMS: usize = 8;
/// Drafts of each length that are followed for one marked sentence, and all in all.
const EACH: usize = 4;
const MOST_DRAFTS: usize = 16_000;
/// Fewer sentences than this are heard by chance as good as never; what is fewer yet is not better.
const HARDLY_EVER: f64 = 0.2;

/// A pattern that may be proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub tag: Tag,
    /// As an author would write it.
    pub written: String,
    /// Its words, for the name of its entry.
    pub name: String,
    pub places: Vec<Place>,
}

/// Where the same places were met.
#[derive(Debug, Clone, Default)]
struct Met {
    /// The widest gap between each two.
    gaps: Vec<u32>,
    n_lessons: usize,
    last: Option<usize>,
}

/// What is needed to write a draft.
pub struct Writer<'w> {
    /// By the number of a stem: as it was said.
    pub forms: &'w FxHashMap<u64, String>,
    pub classes: &'w Classes,
}

/// The drafts for all that was marked, tag by tag.
pub fn drafts(lessons: &[Lesson], rarity: &Rarity, writer: &Writer<'_>) -> Vec<Draft> {
    let mut of_tags: BTreeMap<&Tag, Vec<&Lesson>> = BTreeMap::new();
    for lesson in lessons {
        of_tags.entry(&lesson.said.tag).or_default().push(lesson);
    }
    let each = (MOST_DRAFTS / (MOST * lessons.len().max(1))).clamp(1, EACH);
    let mut drafts = Vec::new();
    for (tag, lessons) in of_tags {
        let met = met(&lessons, rarity);
        let chosen: BTreeSet<&Vec<Place>> = lessons
            .iter()
            .flat_map(|lesson| best(lesson, &met, rarity, each))
            .collect();
        for places in chosen {
            drafts.extend(
                met.get(places)
                    .and_then(|met| writer.draft(tag, places, met)),
            );
        }
    }
    drafts
}

/// Everything that could stand on the marked sentences of one tag.
fn met(lessons: &[&Lesson], rarity: &Rarity) -> BTreeMap<Vec<Place>, Met> {
    let mut all: BTreeMap<Vec<Place>, Met> = BTreeMap::new();
    for (number, lesson) in lessons.iter().enumerate() {
        each_run(lesson, rarity, &mut |run| {
            let gaps = gaps(run);
            for places in variants(run) {
                all.entry(places).or_default().add(number, &gaps);
            }
        });
    }
    all
}

/// The drafts of one marked sentence that are worth trying.
fn best<'m>(
    lesson: &Lesson,
    met: &'m BTreeMap<Vec<Place>, Met>,
    rarity: &Rarity,
    each: usize,
) -> Vec<&'m Vec<Place>> {
    let mut of_lengths: BTreeMap<usize, BTreeMap<&'m Vec<Place>, Worth>> = BTreeMap::new();
    each_run(lesson, rarity, &mut |run| {
        for places in variants(run) {
            if let Some((places, met)) = met.get_key_value(&places) {
                let of_length = of_lengths.entry(places.len()).or_default();
                of_length.insert(places, Worth::of(places, met, rarity));
            }
        }
    });
    let best = of_lengths.into_values().flat_map(|of_length| {
        let mut sorted: Vec<(&Vec<Place>, Worth)> = of_length.into_iter().collect();
        sorted.sort_by(|a, b| a.1.better_first(&b.1).then_with(|| a.0.cmp(b.0)));
        let rest = sorted.split_off(each.min(sorted.len()));
        // What several sentences have in common may be common elsewhere too; only its price will tell.
        let shared = rest.into_iter().filter(|(_, worth)| worth.n_lessons > 1);
        let mut shared: Vec<(&Vec<Place>, Worth)> = shared.collect();
        shared.sort_by_key(|(_, worth)| Reverse(worth.n_lessons));
        shared.truncate(each);
        sorted.extend(shared);
        sorted.into_iter().map(|(places, _)| places)
    });
    best.collect()
}

/// How promising a draft is before its price is known.
#[derive(Debug, Clone, Copy)]
struct Worth {
    score: f64,
    n_lessons: usize,
    /// Words between its places: what stands close together belongs together.
    width: u32,
    n_classes: usize,
}

impl Worth {
    fn of(places: &[Place], met: &Met, rarity: &Rarity) -> Worth {
        let n = met.n_lessons as f64;
        let by_chance = rarity.expected(places).max(HARDLY_EVER);
        let is_class = |place: &&Place| matches!(place, Place::Class(_));
        Worth {
            score: n / (n + by_chance),
            n_lessons: met.n_lessons,
            width: met.gaps.iter().sum(),
            n_classes: places.iter().filter(is_class).count(),
        }
    }

    fn better_first(&self, other: &Worth) -> std::cmp::Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score
            .then(other.n_lessons.cmp(&self.n_lessons))
            .then(self.width.cmp(&other.width))
            .then(other.n_classes.cmp(&self.n_classes))
    }
}

impl Met {
    fn add(&mut self, lesson: usize, gaps: &[u32]) {
        self.n_lessons += usize::from(self.last != Some(lesson));
        self.last = Some(lesson);
        if self.gaps.is_empty() {
            self.gaps = gaps.to_vec();
        }
        for (widest, gap) in self.gaps.iter_mut().zip(gaps) {
            *widest = (*widest).max(*gap);
        }
    }
}

/// Shows every few of a lesson's words that could make a pattern.
fn each_run(lesson: &Lesson, rarity: &Rarity, act: &mut dyn FnMut(&[&Item])) {
    for items in &lesson.sentences {
        extend(&rarest(items, rarity), &mut Vec::new(), act);
    }
}

fn extend<'i>(items: &[&'i Item], run: &mut Vec<&'i Item>, act: &mut dyn FnMut(&[&Item])) {
    if run.len() >= FEWEST {
        act(run.as_slice());
    }
    if run.len() == MOST {
        return;
    }
    for (at, item) in items.iter().copied().enumerate() {
        let is_far = |last: &&Item| joint(between(last, item)).is_none();
        if run.last().is_some_and(is_far) {
            // Those behind it are farther still.
            break;
        }
        run.push(item);
        extend(&items[at + 1..], run, act);
        run.pop();
    }
}

/// The rarest items of a sentence, in its order.
fn rarest<'i>(items: &'i [Item], rarity: &Rarity) -> Vec<&'i Item> {
    let share = |item: &Item| item.places.first().map_or(1.0, |place| rarity.share(place));
    let mut rarest: Vec<&Item> = items.iter().collect();
    rarest.sort_by(|a, b| share(a).total_cmp(&share(b)).then(a.first.cmp(&b.first)));
    rarest.truncate(MOST_ITEMS);
    rarest.sort_by_key(|item| item.first);
    rarest
}

/// How many words stand between two items.
fn between(before: &Item, item: &Item) -> u32 {
    item.first.saturating_sub(before.last + 1)
}

fn gaps(run: &[&Item]) -> Vec<u32> {
    run.windows(2).map(|two| between(two[0], two[1])).collect()
}

/// The run with the words themselves, and with the lists that hold them where there are any.
fn variants(run: &[&Item]) -> Vec<Vec<Place>> {
    let narrow = run.iter().filter_map(|item| item.places.first().cloned());
    let wide = run.iter().filter_map(|item| item.places.last().cloned());
    let mut variants: Vec<Vec<Place>> = vec![narrow.collect(), wide.collect()];
    variants.dedup();
    variants
}

impl Writer<'_> {
    /// A draft on these places; `None` where no pattern can be so.
    fn draft(&self, tag: &Tag, places: &[Place], met: &Met) -> Option<Draft> {
        let mut written = String::new();
        for (at, place) in places.iter().enumerate() {
            if let Some(gap) = at.checked_sub(1).and_then(|before| met.gaps.get(before)) {
                written.push_str(&joint(*gap)?);
            }
            match place {
                Place::Word(stem) => written.push_str(self.forms.get(stem)?),
                Place::Class(name) => written.push_str(&format!("{{{name}}}")),
            }
        }
        let names = Names {
            list: &|name| self.classes.get(name).cloned(),
            is_computed: &|name| Class::from_name(name).is_some(),
        };
        pattern::parse(&written, &names).ok()?;
        Some(Draft {
            tag: tag.clone(),
            name: self.name(places),
            places: places.to_vec(),
            written,
        })
    }

    fn name(&self, places: &[Place]) -> String {
        let words = places.iter().map(|place| match place {
            Place::Word(stem) => self.forms.get(stem).map_or("", String::as_str),
            Place::Class(name) => name.as_str(),
        });
        words.collect::<Vec<&str>>().join("-")
    }
}
