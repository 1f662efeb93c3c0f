//! Which patterns does the archive itself propose?
//!
//! Three passes over its calls, and nothing else is asked. The first counts; what it leads to are phrases that a
//! tag's sentences have more often than others ([`keyness`]) and words that behave like those of its patterns
//! ([`space`], [`swap`]). The second finds the untagged sentences most like tagged ones ([`likeness`]). The third
//! looks for every proposed pattern in every sentence, so that each comes with its price ([`price`]). Whoever calls
//! walks over the calls; what is kept between two of them is bounded.

pub mod few;

pub mod weight;

pub mod sheet;

pub mod tally;

pub mod counts;

pub mod keyness;

pub mod space;

pub mod swap;

pub mod forms;

pub mod likeness;

pub mod price;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::mention::Tag;
use crate::mine::matcher::Matcher;
use crate::mine::pattern::Pattern;
use crate::tend::discover::counts::{Accounts, Counts, FIGURE};
use crate::tend::discover::forms::Forms;
use crate::tend::discover::keyness::{Keyness, phrases};
use crate::tend::discover::likeness::Sentence;
use crate::tend::discover::price::{Example, Price, Prices};
use crate::tend::discover::space::Space;
use crate::tend::discover::swap::{Alike, FEWEST_ROWS, Known};

/// More leads are followed than proposals are wanted, because some turn out to be worth nothing.
const SPARE: usize = 4;
/// Of the prospects' sentences in which a pattern stands, at least so many carry the tag already, heard by something
/// else: a sign that the others are worth hearing.
const LEAST_TAGGED: f64 = 0.1;

/// What the first pass leads to, tag by tag.
pub struct Leads<'l> {
    of_tags: Vec<LeadsOf<'l>>,
}

struct LeadsOf<'l> {
    tag: Tag,
    /// Each as stems.
    phrases: Vec<Vec<u32>>,
    alike: Vec<Alike<'l>>,
}

impl<'l> Leads<'l> {
    /// The leads to so many proposals of each sort for each tag.
    pub fn new(counts: &Counts, known: &Known<'l>, most: usize) -> Leads<'l> {
        let mut space = Space::new(counts);
        let of_tags = counts.tags.iter().map(|(tag, group)| LeadsOf {
            tag: tag.clone(),
            phrases: phrases(group, &counts.free, 2 * most + SPARE),
            alike: known.alike(tag, counts, &mut space, 10 * most + SPARE),
        });
        Leads {
            of_tags: of_tags.collect(),
        }
    }

    /// The stems whose forms must be known to write the patterns.
    pub fn stems(&self, counts: &Counts) -> BTreeSet<u64> {
        let hash = |number: u32| counts.stems.get(number).hash;
        let mut stems = BTreeSet::new();
        for of_tag in &self.of_tags {
            stems.extend(of_tag.phrases.iter().flatten().map(|number| hash(*number)));
            for alike in &of_tag.alike {
                stems.insert(hash(alike.stem));
                stems.extend(alike.like.iter().map(|(known, _)| *known));
            }
        }
        stems
    }
}

/// A known word, and how much another is like it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Like {
    pub word: String,
    pub cosine: f32,
}

/// Why a pattern is proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Lead {
    /// Sentences of the tag have the phrase more often than others.
    Phrase {},
    /// The word behaves like words of the tag's patterns.
    Word { word: String, like: Vec<Like> },
    /// The sentence carries no tag and is like those of this one.
    Sentence { sentence: Sentence },
}

impl Lead {
    /// In which order the sorts are told.
    fn place(&self) -> u8 {
        match self {
            Lead::Phrase {} => 0,
            Lead::Word { .. } => 1,
            Lead::Sentence { .. } => 2,
        }
    }
}

/// A pattern that may be proposed.
#[derive(Debug, Clone)]
pub struct Draft {
    pub tag: Tag,
    /// As an author would write it.
    pub written: String,
    pattern: Pattern,
    lead: Lead,
}

/// Writes the patterns to which leads and sentences lead. Sentences stand in the order of the counted tags.
pub fn drafts(
    leads: &Leads<'_>,
    known: &Known<'_>,
    counts: &Counts,
    forms: &Forms,
    sentences: Vec<Vec<Sentence>>,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |tag: &Tag, written: String, lead: Lead| {
        let is_known = known.has_pattern(tag, &written);
        if is_known || !seen.insert((tag.clone(), written.clone())) {
            return;
        }
        drafts.extend(price::parse(&written).map(|pattern| Draft {
            tag: tag.clone(),
            written,
            pattern,
            lead,
        }));
    };
    for (of_tag, sentences) in leads.of_tags.iter().zip(sentences) {
        let tag = &of_tag.tag;
        for stems in &of_tag.phrases {
            if let Some(written) = phrase(stems, counts, forms) {
                add(tag, written, Lead::Phrase {});
            }
        }
        for alike in &of_tag.alike {
            let Some(word) = forms.of(counts.stems.get(alike.stem).hash) else {
                continue;
            };
            for written in known.swapped(alike, word) {
                add(tag, written, word_lead(word, alike, forms));
            }
        }
        for sentence in sentences {
            add(tag, sentence.pattern.clone(), Lead::Sentence { sentence });
        }
    }
    drafts
}

/// A phrase as it would be written; `None` where nobody says one of its stems in a form that is known.
fn phrase(stems: &[u32], counts: &Counts, forms: &Forms) -> Option<String> {
    let words = stems.iter().map(|number| match *number {
        FIGURE => Some("{number}"),
        number => forms.of(counts.stems.get(number).hash),
    });
    let words: Option<Vec<&str>> = words.collect();
    words.map(|words| words.join(" "))
}

fn word_lead(word: &str, alike: &Alike<'_>, forms: &Forms) -> Lead {
    let like = alike.like.iter().filter_map(|(known, cosine)| {
        Some(Like {
            word: forms.of(*known)?.to_owned(),
            cosine: *cosine,
        })
    });
    Lead::Word {
        word: word.to_owned(),
        like: like.collect(),
    }
}

/// A matcher for all drafts, numbered in their order.
pub fn matcher(drafts: &[Draft]) -> Matcher {
    let mut matcher = Matcher::default();
    for draft in drafts {
        matcher.add(&draft.pattern);
    }
    matcher.file();
    matcher
}

/// A pattern for a tag, why it is proposed, and what it would hear.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    pub tag: Tag,
    #[serde(flatten)]
    pub lead: Lead,
    pub pattern: String,
    /// Of a phrase, between sentences that carry the tag and those that carry none.
    #[serde(flatten)]
    pub keyness: Option<Keyness>,
    pub price: Price,
    pub examples: Vec<Example>,
}

impl Proposal {
    /// Whether it is worth a person's time. What only one account says may be its own way of speaking.
    fn is_worth_it(&self, accounts: Accounts, n_rows: u64) -> bool {
        let is_apt = accounts.are_many() && self.tagged_share() >= LEAST_TAGGED;
        match self.lead {
            Lead::Phrase {} => is_apt && self.keyness.is_some_and(Keyness::is_telling),
            // Of a tag with few sentences nobody can tell.
            Lead::Word { .. } => is_apt || (accounts.are_many() && n_rows < FEWEST_ROWS),
            Lead::Sentence { .. } => self.price.prospects() > 0,
        }
    }

    /// How many of the prospects' sentences carry the tag.
    fn tagged_share(&self) -> f64 {
        self.price.tagged as f64 / self.price.prospects().max(1) as f64
    }

    /// The higher, the sooner it is told among those of its sort.
    fn rank(&self) -> f64 {
        match &self.lead {
            Lead::Phrase {} => self.keyness.map_or(0.0, |keyness| keyness.g2) * self.tagged_share(),
            Lead::Word { like, .. } => {
                let cosine = like.first().map_or(0.0, |like| f64::from(like.cosine));
                let (n, tagged) = (self.price.prospects() as f64, self.price.tagged as f64);
                // Heard often, and where something of the tag is said: few sightings prove little.
                cosine * n.sqrt() * (tagged + 0.5) / (n + 4.0)
            }
            Lead::Sentence { sentence } => f64::from(sentence.likeness),
        }
    }
}

/// The best drafts with their prices: at most so many of each sort for each tag, in the order of tags.
pub fn proposals(
    drafts: Vec<Draft>,
    prices: Prices,
    counts: &Counts,
    most: usize,
) -> Vec<Proposal> {
    let mut sorts: BTreeMap<(Tag, u8), Vec<Proposal>> = BTreeMap::new();
    for (draft, weighed) in drafts.into_iter().zip(prices.weighed) {
        let (price, free) = (weighed.price, &counts.free);
        let group = counts.tags.get(&draft.tag);
        let (n_words, n_rows) = group.map_or((0, 0), |group| (group.n_words, group.n_rows));
        let is_phrase = matches!(draft.lead, Lead::Phrase {});
        let proposal = Proposal {
            keyness: is_phrase
                .then(|| Keyness::new(price.tagged, price.untagged, n_words, free.n_words)),
            tag: draft.tag,
            lead: draft.lead,
            pattern: draft.written,
            price,
            examples: weighed.examples(),
        };
        if proposal.is_worth_it(weighed.accounts, n_rows) {
            let sort = (proposal.tag.clone(), proposal.lead.place());
            sorts.entry(sort).or_default().push(proposal);
        }
    }
    let mut all = Vec::new();
    for mut sort in sorts.into_values() {
        sort.sort_by(|a, b| {
            let best_first = b.rank().total_cmp(&a.rank());
            best_first.then_with(|| a.pattern.cmp(&b.pattern))
        });
        // One pattern for each new word.
        let mut words = BTreeSet::new();
        sort.retain(|proposal| match &proposal.lead {
            Lead::Word { word, .. } => words.insert(word.clone()),
            _ => true,
        });
        sort.truncate(most);
        all.append(&mut sort);
    }
    all
}
