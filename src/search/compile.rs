//! What does a question mean to the index?
//!
//! Plain words rank, they don't exclude: turns with all of the words come first, then those with the most and the
//! rarest. Hence two rounds: one that wants every word, and, where that finds too little, one that wants any.
//! Words standing close together count more in both.

mod calls;
mod clauses;
mod common;

use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur as Must, PhraseQuery,
    Query as Engine, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::search::columns::Columns;
use crate::search::compared;
use crate::search::filter::{Decided, Filter};
use crate::search::query::{Clause, Node, Occur, Query};
use crate::search::schema::{Fields, Mark};
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;
use calls::{Narrowed, few_calls};
use clauses::{Bound, any_of, boxed, flat, with_limits};
use common::is_common;

/// What standing close together is worth, beside the words themselves.
const NEARNESS: f32 = 0.5;
/// How many words may stand between two neighbors of the question.
const NEAR: u32 = 4;
/// So many words make a question.
const QUESTION: usize = 4;
/// The most terms that a prefix unfolds to.
const MOST_UNFOLDED: usize = 256;

/// A question ready for the index, round by round.
pub struct Plan {
    /// Every word wanted; `None` where that is the same as any word.
    pub all: Option<Box<dyn Engine>>,
    pub any: Box<dyn Engine>,
    /// A whole question rather than a few words to look up.
    pub is_question: bool,
    /// Nothing is asked for by words, so there is nothing to rank by.
    pub is_unranked: bool,
}

/// What is to be counted.
pub struct Counted {
    pub query: Box<dyn Engine>,
    /// By ordinal, the calls of which turns may pass; nothing where the query keeps to them by itself.
    pub passing: Option<Arc<Vec<bool>>>,
}

/// Translates questions for one state of the index.
pub struct Compiler<'a> {
    pub searcher: &'a Searcher,
    /// By segment.
    pub columns: &'a Arc<Vec<Columns>>,
    pub fields: Fields,
    pub stemmer: &'a Stemmer,
    /// Whether only the first turns are wanted, so that the index itself passes over most of what cannot come first. It does
    /// for a word or some; where it does not (phrases, mentions), nothing is lost but time.
    pub is_pruned: bool,
}

/// One thing asked for: how it scores, and its single stem where it is one plain word.
struct Unit {
    engine: Box<dyn Engine>,
    stem: Option<String>,
    is_required: bool,
    is_common: bool,
}

impl Compiler<'_> {
    /// Plans the search for a query under a filter.
    pub fn plan(&self, query: &Query, filter: &Filter, decided: &Decided) -> tantivy::Result<Plan> {
        let mut limits = self.limits(&[filter])?;
        if let Narrowed::ByIndex(calls) = self.narrowed(&[decided], self.is_pruned) {
            limits.push((Must::Must, calls));
        }
        let units = self.units(query, &mut limits)?;
        Ok(self.rounds(units, limits))
    }

    /// Everything that any of some filters could let through, for counting: nothing in it is there to rank by.
    pub fn counted(
        &self,
        query: &Query,
        filters: &[&Filter],
        decided: &[&Decided],
    ) -> tantivy::Result<Counted> {
        let mut limits = self.limits(filters)?;
        let units = self.units(query, &mut limits)?;
        let is_word = matches!(&units[..], [unit] if unit.stem.is_some());
        let mut passing = None;
        match self.narrowed(decided, is_word) {
            Narrowed::Not => {}
            Narrowed::ByIndex(calls) => limits.push((Must::Must, calls)),
            Narrowed::ByTurn(calls) => passing = Some(calls),
        }
        Ok(Counted {
            query: any_unit(units, Vec::new(), limits),
            passing,
        })
    }

    /// Whether all turns of a speaker pass or none: no words and no mentions are asked for. Not where calls are so few
    /// that the index goes straight to them.
    pub fn is_by_speaker(&self, query: &Query, filters: &[&Filter], decided: &[&Decided]) -> bool {
        query.is_wordless()
            && !filters
                .iter()
                .any(|f| f.needs_marks() || f.excludes_marks())
            && few_calls(decided).is_none()
    }

    /// What is asked for by words; what must not stand there is added to the limits.
    fn units(&self, query: &Query, limits: &mut Vec<Bound>) -> tantivy::Result<Vec<Unit>> {
        let mut units = Vec::new();
        for clause in &query.clauses {
            match (&clause.node, clause.occur) {
                (node, _) if !node.facts().is_empty() => {}
                // The index knows stems only: what must not stand there word for word is left to the highlighter.
                (Node::Phrase { .. } | Node::Prefix(_) | Node::AnyOf(_), Occur::MustNot) => {}
                (node, Occur::MustNot) => {
                    if let Some(unit) = self.unit(node, true)? {
                        limits.push((Must::MustNot, unit.engine));
                    }
                }
                (node, occur) => units.extend(self.unit(node, occur == Occur::Must)?),
            }
        }
        drop_common(&mut units);
        Ok(units)
    }

    fn rounds(&self, units: Vec<Unit>, limits: Vec<Bound>) -> Plan {
        let near = self.nearness(&units);
        let is_unranked = units.is_empty();
        let is_question = units.len() >= QUESTION
            && units
                .iter()
                .all(|unit| unit.stem.is_some() && !unit.is_required);
        let is_one = units.len() <= 1 || units.iter().all(|unit| unit.is_required);
        let all = (!is_one).then(|| {
            let mut clauses: Vec<_> = units
                .iter()
                .map(|unit| (Must::Must, unit.engine.box_clone()))
                .collect();
            clauses.extend(near.iter().map(|query| (Must::Should, query.box_clone())));
            with_limits(clauses, boxed(&limits))
        });
        let near = if is_one || is_question {
            near
        } else {
            Vec::new()
        };
        Plan {
            all,
            any: any_unit(units, near, limits),
            is_question,
            is_unranked,
        }
    }

    /// What filters demand of mentions that the index can answer by itself: what passes any of them passes.
    fn limits(&self, filters: &[&Filter]) -> tantivy::Result<Vec<Bound>> {
        let mut limits = Vec::new();
        let n_demands = filters.iter().map(|filter| filter.n_demands()).min();
        for demand in 0..n_demands.unwrap_or(0) {
            let meeting = self.marks(|mark| filters.iter().any(|f| f.meets(demand, mark)))?;
            limits.push((Must::Must, any_of(meeting)));
        }
        if filters.iter().all(|filter| filter.excludes_marks()) {
            let forbidden = self.marks(|mark| filters.iter().all(|f| f.forbids_mark(mark)))?;
            limits.push((Must::MustNot, any_of(forbidden)));
        }
        Ok(limits)
    }

    /// The marks in the index for which `wanted` holds.
    fn marks(&self, wanted: impl Fn(&Mark) -> bool) -> tantivy::Result<impl Iterator<Item = Term>> {
        let mut words = std::collections::BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.mark)?;
            let mut stream = inverted.terms().stream()?;
            while stream.advance() {
                let Ok(word) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if Mark::from_word(word).is_some_and(|mark| wanted(&mark)) {
                    words.insert(word.to_owned());
                }
            }
        }
        let field = self.fields.mark;
        Ok(words
            .into_iter()
            .map(move |word| Term::from_field_text(field, &word)))
    }

    fn unit(&self, node: &Node, is_required: bool) -> tantivy::Result<Option<Unit>> {
        let plain = |engine| Unit {
            engine,
            stem: None,
            is_required,
            is_common: false,
        };
        let unit = match node {
            Node::Word(word) => {
                let stems = self.stems(word);
                match stems.as_slice() {
                    [] => return Ok(None),
                    [stem] => Unit {
                        engine: match compared::stems_of(word, self.stemmer) {
                            Some(stems) => self.any_stem(&stems)?,
                            None => self.term(stem),
                        },
                        stem: Some(stem.clone()),
                        is_required,
                        is_common: is_common(word),
                    },
                    _ => plain(self.phrase(&stems, 0)),
                }
            }
            Node::Phrase { text, slop } => match self.stems(text).as_slice() {
                [] => return Ok(None),
                [stem] => plain(self.term(stem)),
                stems => plain(self.phrase(stems, *slop)),
            },
            Node::Prefix(prefix) => plain(self.prefix(prefix)?),
            Node::Stems(stems) => match stems.as_slice() {
                [] => return Ok(None),
                // A word that can become one thing only ranks as that word will.
                [stem] => Unit {
                    stem: Some(stem.clone()),
                    ..plain(self.term(stem))
                },
                _ => plain(self.any_stem(stems)?),
            },
            Node::AnyOf(clauses) => {
                let mut some = Vec::new();
                for Clause { node, .. } in clauses {
                    if let Some(unit) = self.unit(node, false)? {
                        some.push((Must::Should, unit.engine));
                    }
                }
                if some.is_empty() {
                    return Ok(None);
                }
                plain(Box::new(BooleanQuery::new(some)))
            }
            Node::Field { .. } => return Ok(None),
        };
        Ok(Some(unit))
    }

    fn stems(&self, text: &str) -> Vec<String> {
        tokens(text)
            .map(|token| self.stemmer.stem(token.surface(text)))
            .collect()
    }

    fn term(&self, stem: &str) -> Box<dyn Engine> {
        Box::new(TermQuery::new(
            Term::from_field_text(self.fields.text, stem),
            IndexRecordOption::WithFreqs,
        ))
    }

    fn phrase(&self, stems: &[String], slop: u32) -> Box<dyn Engine> {
        let terms = stems
            .iter()
            .map(|stem| Term::from_field_text(self.fields.text, stem))
            .enumerate()
            .collect();
        Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop))
    }

    /// Any of some stems. Each counts as much as the most frequent of them, so that slips, which are rare, do not come
    /// first.
    fn any_stem(&self, stems: &[String]) -> tantivy::Result<Box<dyn Engine>> {
        let mut rarities = Vec::with_capacity(stems.len());
        for stem in stems {
            rarities.push(self.rarity(stem)?);
        }
        let least = rarities.iter().copied().fold(f32::INFINITY, f32::min);
        let clauses: Vec<Bound> = stems
            .iter()
            .zip(rarities)
            .map(|(stem, rarity)| {
                let boosted = BoostQuery::new(self.term(stem), least / rarity);
                (Must::Should, Box::new(boosted) as Box<dyn Engine>)
            })
            .collect();
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// What the engine multiplies a stem's score by because it is rare: BM25's idf; always above zero.
    fn rarity(&self, stem: &str) -> tantivy::Result<f32> {
        let term = Term::from_field_text(self.fields.text, stem);
        let n_with = self.searcher.doc_freq(&term)? as f32;
        let segments = self.searcher.segment_readers().iter();
        let n_all: u64 = segments.map(|segment| u64::from(segment.max_doc())).sum();
        let n_without = (n_all as f32 - n_with).max(0.0);
        Ok((1.0 + (n_without + 0.5) / (n_with + 0.5)).ln())
    }

    /// Neighbors of the question standing near one another.
    fn nearness(&self, units: &[Unit]) -> Vec<Box<dyn Engine>> {
        let stems: Vec<_> = units.iter().filter_map(|unit| unit.stem.clone()).collect();
        let pairs = stems.windows(2).filter(|pair| pair[0] != pair[1]);
        pairs
            .map(|pair| {
                Box::new(BoostQuery::new(self.phrase(pair, NEAR), NEARNESS)) as Box<dyn Engine>
            })
            .collect()
    }

    /// Every stem of a word that begins so. The index holds stems, which may be shorter than the prefix itself:
    /// those are taken in too, and the hit's own words decide later.
    fn prefix(&self, prefix: &str) -> tantivy::Result<Box<dyn Engine>> {
        let prefix = fold(prefix);
        let mut stems = std::collections::BTreeSet::new();
        for cut in prefix
            .char_indices()
            .map(|(at, _)| &prefix[..at])
            .filter(|cut| cut.len() >= 3 && cut.len() + 4 >= prefix.len())
        {
            stems.insert(cut.to_owned());
        }
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.text)?;
            let mut stream = inverted
                .terms()
                .range()
                .ge(prefix.as_bytes())
                .into_stream()?;
            let mut n = 0;
            while n < MOST_UNFOLDED
                && stream.advance()
                && stream.key().starts_with(prefix.as_bytes())
            {
                stems.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
                n += 1;
            }
        }
        let terms = stems
            .into_iter()
            .map(|stem| Term::from_field_text(self.fields.text, &stem));
        Ok(any_of(terms))
    }
}

/// Turns with any of the units; the nearness of their words ranks, it finds nothing by itself.
fn any_unit(units: Vec<Unit>, near: Vec<Box<dyn Engine>>, limits: Vec<Bound>) -> Box<dyn Engine> {
    if units.is_empty() {
        let everything: Box<dyn Engine> = Box::new(ConstScoreQuery::new(Box::new(AllQuery), 1.0));
        return with_limits(vec![(Must::Must, everything)], limits);
    }
    let has_required = units.iter().any(|unit| unit.is_required);
    let mut clauses: Vec<Bound> = units
        .into_iter()
        .map(|unit| {
            let must = if unit.is_required {
                Must::Must
            } else {
                Must::Should
            };
            (must, unit.engine)
        })
        .collect();
    clauses.extend(near.into_iter().map(|query| (Must::Should, query)));
    if has_required || limits.is_empty() || clauses.len() == 1 {
        return flat(clauses, limits);
    }
    // The words as one clause, so that a turn that passes the limits but has none of them is not found.
    with_limits(
        vec![(Must::Must, Box::new(BooleanQuery::new(clauses)))],
        limits,
    )
}

/// A whole question is full of words that say nothing; they count only where there is nothing else.
fn drop_common(units: &mut Vec<Unit>) {
    let is_noise = |unit: &Unit| unit.is_common && !unit.is_required;
    if !units.iter().all(is_noise) {
        units.retain(|unit| !is_noise(unit));
    }
    let mut seen = std::collections::BTreeSet::new();
    units.retain(|unit| {
        unit.stem
            .as_ref()
            .is_none_or(|stem| seen.insert(stem.clone()))
    });
}
