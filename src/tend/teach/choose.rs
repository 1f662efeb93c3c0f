//! Which few of the drafts are worth a person's time?
//!
//! Tag by tag the one that hears most for least: of the sentences that it would hear, how many are known to be right?
//! Then the best for what that one left, and so on. A draft that hears what somebody denied is never proposed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::mention::Tag;
use crate::tend::discover::price::{Example, Price, Prices};
use crate::tend::teach::Said;
use crate::tend::teach::cut::{Lesson, Place};
use crate::tend::teach::drafts::Draft;
use crate::tend::teach::trial::Heard;
use crate::tend::written;

/// Of what a pattern hears, at least so much must be known to be right: one marked sentence buys three others.
const LEAST: f64 = 0.2;
/// Sentences that an entry brings along to be tried with, and near misses.
const MOST_HEAR: usize = 8;
const MOST_NEAR: usize = 3;

/// A pattern that would hear what somebody marked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    pub tag: Tag,
    /// The name of its entry.
    pub name: String,
    pub pattern: String,
    /// The marked sentences that it hears.
    pub hears: Vec<Said>,
    pub price: Price,
    /// A few of the sentences that it would newly hear.
    pub examples: Vec<Example>,
    /// Its entry, as a lexicon holds it.
    pub entry: String,
}

/// What was chosen, and what nothing was found for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    pub proposals: Vec<Proposal>,
    pub left: Vec<Said>,
}

/// A draft with all that is known of it.
struct Candidate<'d> {
    draft: &'d Draft,
    heard: &'d [usize],
    price: Price,
    examples: Vec<Example>,
}

/// At most so many proposals for each tag, the best first.
pub fn choose(
    lessons: &[Lesson],
    denied: &[Lesson],
    drafts: &[Draft],
    heard: &[Heard],
    prices: &Prices,
    most: usize,
) -> Chosen {
    let mut of_tags: BTreeMap<&Tag, Vec<Candidate<'_>>> = BTreeMap::new();
    for lesson in lessons {
        of_tags.entry(&lesson.said.tag).or_default();
    }
    for ((draft, heard), weighed) in drafts.iter().zip(heard).zip(&prices.weighed) {
        if heard.is_denied || heard.lessons.is_empty() {
            continue;
        }
        of_tags.entry(&draft.tag).or_default().push(Candidate {
            draft,
            heard: &heard.lessons,
            price: weighed.price,
            examples: weighed.anew(),
        });
    }
    let mut chosen = Chosen::default();
    let mut names = BTreeSet::new();
    for (tag, candidates) in of_tags {
        let is_own = |at: &usize| lessons[*at].said.tag == *tag;
        let mut open: BTreeSet<usize> = (0..lessons.len()).filter(is_own).collect();
        for _ in 0..most {
            let Some(best) = best(&candidates, &open) else {
                break;
            };
            open.retain(|at| !best.heard.contains(at));
            chosen
                .proposals
                .push(best.proposal(lessons, denied, &mut names));
        }
        chosen
            .left
            .extend(open.iter().map(|at| lessons[*at].said.clone()));
    }
    chosen
}

/// The candidate that hears most of what is open for least.
fn best<'c, 'd>(
    candidates: &'c [Candidate<'d>],
    open: &BTreeSet<usize>,
) -> Option<&'c Candidate<'d>> {
    let scored = candidates
        .iter()
        .filter_map(|candidate| Some((candidate.worth(open)?, candidate)));
    let best = scored.max_by(|(a, one), (b, other)| {
        let by_score = a.score.total_cmp(&b.score);
        by_score
            .then(a.n_open.cmp(&b.n_open))
            .then(other.price.new.cmp(&one.price.new))
            .then(other.draft.places.len().cmp(&one.draft.places.len()))
            .then(one.n_classes().cmp(&other.n_classes()))
            .then_with(|| other.draft.written.cmp(&one.draft.written))
    });
    best.map(|(_, candidate)| candidate)
}

/// What a candidate is worth for what nothing hears yet.
struct Worth {
    score: f64,
    n_open: usize,
}

impl Candidate<'_> {
    /// `None` where it hears nothing new, or too much else.
    fn worth(&self, open: &BTreeSet<usize>) -> Option<Worth> {
        let n_open = self.heard.iter().filter(|at| open.contains(at)).count();
        // What carries the tag already and was not marked now speaks for the pattern as well.
        let others = self.price.tagged.saturating_sub(self.heard.len() as u64);
        let right = (n_open as u64 + others) as f64;
        let score = right / (right + self.price.new as f64 + 1.0);
        (n_open > 0 && score >= LEAST).then_some(Worth { score, n_open })
    }

    fn n_classes(&self) -> usize {
        let is_class = |place: &&Place| matches!(place, Place::Class(_));
        self.draft.places.iter().filter(is_class).count()
    }

    fn proposal(
        &self,
        lessons: &[Lesson],
        denied: &[Lesson],
        names: &mut BTreeSet<String>,
    ) -> Proposal {
        let draft = self.draft;
        let hears: Vec<Said> = self
            .heard
            .iter()
            .map(|at| lessons[*at].said.clone())
            .collect();
        let is_near = |lesson: &&Lesson| lesson.said.tag == draft.tag && self.shares(lesson);
        let near = denied.iter().filter(is_near).take(MOST_NEAR);
        let near = near.map(|lesson| lesson.said.quote.clone()).collect();
        let hear = hears.iter().take(MOST_HEAR);
        let hear = hear.map(|said| said.quote.clone()).collect();
        let patterns = BTreeSet::from([draft.written.clone()]);
        let name = written::unique(&draft.name, names);
        Proposal {
            entry: written::entry(&draft.tag.0, &name, &patterns, &hear, &near),
            tag: draft.tag.clone(),
            name,
            pattern: draft.written.clone(),
            hears,
            price: self.price,
            examples: self.examples.clone(),
        }
    }

    /// Whether a denied sentence has a word in common with it: only then does it nearly hear it.
    fn shares(&self, lesson: &Lesson) -> bool {
        let items = lesson.sentences.iter().flatten();
        let mut places = items.flat_map(|item| &item.places);
        places.any(|place| self.draft.places.contains(place))
    }
}
