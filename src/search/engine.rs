//! Which turns answer this question best?
//!
//! A [`Query`] and a [`Filter`] come in, places of turns with scores go out, best first. The words themselves are
//! not here: whoever asks takes them from the catalogue.

use std::path::PathBuf;
use std::sync::Arc;

use tantivy::{IndexReader, ReloadPolicy};

use crate::search::call_table::CallTable;
use crate::search::collect::{Best, Collected, Ranked};
use crate::search::columns::Columns;
use crate::search::compile::Compiler;
use crate::search::facets::Tally;
use crate::search::filter::Filter;
use crate::search::index::{IndexError, OpenIndex};
use crate::search::query::Query;
use crate::search::rerank::{CANDIDATES, rerank};
use crate::search::schema::Fields;
use crate::text::stem::Stemmer;

/// The most turns that one search gives.
pub const MOST_HITS: usize = 100_000;

/// An index open for reading.
pub struct Engine {
    reader: IndexReader,
    fields: Fields,
    path: PathBuf,
    stemmer: Stemmer,
    /// By segment of the state that is read.
    columns: Arc<Vec<Columns>>,
}

/// What is asked for.
pub struct Question<'a> {
    pub query: &'a Query,
    pub filter: &'a Filter,
    /// At most this many turns.
    pub limit: usize,
    /// Count everything that passes, for facets: slower, because nothing can be skipped.
    pub counts: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Answer {
    /// One for each turn, best first.
    pub turns: Vec<Ranked>,
    pub tally: Option<Tally>,
    /// There may be more behind these.
    pub is_full: bool,
}

impl Engine {
    /// Opens an index for reading.
    pub fn open(open: &OpenIndex) -> Result<Engine, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "read",
            path: open.path.clone(),
            cause,
        };
        let builder = open
            .index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual);
        let reader: IndexReader = builder.try_into().map_err(fail)?;
        let columns =
            Arc::new(Columns::of_all(&reader.searcher(), open.fields.text).map_err(fail)?);
        Ok(Engine {
            reader,
            fields: open.fields,
            path: open.path.clone(),
            stemmer: Stemmer::default(),
            columns,
        })
    }

    /// Answers a question.
    pub fn search(
        &self,
        question: &Question<'_>,
        table: &Arc<CallTable>,
    ) -> Result<Answer, IndexError> {
        self.search_inner(question, table)
            .map_err(|cause| IndexError::Tantivy {
                what: "search",
                path: self.path.clone(),
                cause,
            })
    }

    fn search_inner(
        &self,
        question: &Question<'_>,
        table: &Arc<CallTable>,
    ) -> tantivy::Result<Answer> {
        let searcher = self.reader.searcher();
        let decided = Arc::new(question.filter.decide(table));
        let compiler = Compiler {
            searcher: &searcher,
            fields: self.fields,
            stemmer: &self.stemmer,
        };
        let plan = compiler.plan(question.query, question.filter, &decided)?;
        let limit = question.limit.clamp(1, MOST_HITS);
        let best = |counts, limit| Best {
            limit,
            filter: Arc::clone(&decided),
            table: Arc::clone(table),
            columns: Arc::clone(&self.columns),
            counts,
            by_call: plan.is_unranked.then(|| Arc::new(newest_first(table))),
        };
        let mut found = Collected::default();
        if let Some(all) = &plan.all {
            found = searcher.search(all, &best(false, limit))?;
        }
        if question.counts || found.best.len() < limit {
            let n_candidates = if plan.is_question {
                limit.max(CANDIDATES)
            } else {
                limit
            };
            let mut any = searcher.search(&plan.any, &best(question.counts, n_candidates))?;
            if plan.is_question {
                rerank(&mut any.best);
            }
            found.tally = any.tally;
            let turn_of = |ranked: &Ranked| (ranked.place.ord, ranked.place.turn);
            let known: std::collections::HashSet<_> = found.best.iter().map(turn_of).collect();
            // A turn with every word stands before one with some of them, whatever their scores.
            let floor = found.best.last().map_or(0.0, |last| last.score);
            let ceiling = any.best.first().map_or(0.0, |first| first.score);
            if !found.best.is_empty() && floor <= ceiling {
                found
                    .best
                    .iter_mut()
                    .for_each(|ranked| ranked.score += ceiling - floor + 1.0);
            }
            found.best.extend(
                any.best
                    .into_iter()
                    .filter(|ranked| !known.contains(&turn_of(ranked))),
            );
            found.best.truncate(limit);
        }
        let is_full = found.best.len() >= limit;
        Ok(Answer {
            turns: found.best,
            tally: found.tally,
            is_full,
        })
    }
}

/// Scores that put the newest calls first, and calls of one day in their order.
fn newest_first(table: &CallTable) -> Vec<f32> {
    let mut by_date: Vec<(Option<&str>, u32)> = (0..table.len() as u32)
        .map(|ord| (table.get(ord).and_then(|facts| facts.date.as_deref()), ord))
        .collect();
    by_date.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut scores = vec![0.0; by_date.len()];
    for (rank, (_, ord)) in by_date.iter().enumerate() {
        scores[*ord as usize] = rank as f32;
    }
    scores
}
