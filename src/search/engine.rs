//! Which turns answer this question best?
//!
//! A [`Query`] and a [`Filter`] come in, places of turns with scores go out, best first. The words themselves are
//! not here: whoever asks takes them from the catalogue. Counting is a pass of its own, by segments on all cores.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tantivy::query::{EnableScoring, Query as Asked};
use tantivy::{IndexReader, ReloadPolicy, Searcher};

use crate::search::beside::POOL;
use crate::search::call_table::CallTable;
use crate::search::collect::{Best, Floor, Ranked};
use crate::search::columns::Columns;
use crate::search::compile::{Compiler, Plan};
use crate::search::filter::{Decided, Filter};
use crate::search::index::{IndexError, OpenIndex};
use crate::search::query::Query;
use crate::search::rerank::{CANDIDATES, rerank};
use crate::search::schema::Fields;
use crate::text::stem::Stemmer;

/// The most turns that one search gives.
pub const MOST_HITS: usize = 100_000;
/// Where only the newest turns are wanted, the newest calls are asked alone: first so many, then so many.
const NEWEST_CALLS: [usize; 2] = [64, 1024];

/// In which order turns stand. Turns with every word always stand before those with some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Best,
    Newest,
    /// Every account is heard once before any is heard twice.
    Breadth,
}

/// An index open for reading.
pub struct Engine {
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) path: PathBuf,
    pub(super) stemmer: Stemmer,
    /// By segment of the state that is read.
    pub(super) columns: Arc<Vec<Columns>>,
    /// Whether everything was counted once, turn by turn.
    pub(super) has_counted: AtomicBool,
}

/// What is asked for.
pub struct Question<'a> {
    pub query: &'a Query,
    pub filter: &'a Filter,
    /// At most this many turns.
    pub limit: usize,
    pub sort: Sort,
    /// Whether more of the same order will be asked for: then the first turns are the same whatever the limit, and
    /// nothing can be skipped.
    pub is_paged: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Answer {
    /// One for each turn, best first.
    pub turns: Vec<Ranked>,
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
            has_counted: AtomicBool::new(false),
        })
    }

    /// Answers a question.
    pub fn search(
        &self,
        question: &Question<'_>,
        table: &Arc<CallTable>,
    ) -> Result<Answer, IndexError> {
        self.search_inner(question, table)
            .map_err(|cause| self.error("search", cause))
    }

    pub(super) fn error(&self, what: &'static str, cause: tantivy::TantivyError) -> IndexError {
        IndexError::Tantivy {
            what,
            path: self.path.clone(),
            cause,
        }
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
            columns: &self.columns,
            fields: self.fields,
            stemmer: &self.stemmer,
            is_pruned: !question.is_paged && question.sort == Sort::Best && question.query.ranks(),
        };
        let plan = compiler.plan(question.query, question.filter, &decided)?;
        let search = Search {
            question,
            limit: question.limit.clamp(1, MOST_HITS),
            table,
            columns: &self.columns,
            searcher: &searcher,
            compiler: &compiler,
            decided: &decided,
            by_call: (plan.is_unranked || question.sort == Sort::Newest)
                .then(|| Arc::new(newest_first(table))),
        };
        let turns = search.turns(&plan)?;
        Ok(Answer {
            is_full: turns.len() >= search.limit,
            turns,
        })
    }
}

/// One search under way.
struct Search<'a> {
    question: &'a Question<'a>,
    limit: usize,
    table: &'a Arc<CallTable>,
    columns: &'a Arc<Vec<Columns>>,
    searcher: &'a Searcher,
    compiler: &'a Compiler<'a>,
    decided: &'a Arc<Decided>,
    by_call: Option<Arc<Vec<f32>>>,
}

impl Search<'_> {
    fn best(&self, limit: usize) -> Best {
        Best {
            limit,
            filter: Arc::clone(self.decided),
            table: Arc::clone(self.table),
            columns: Arc::clone(self.columns),
            by_call: self.by_call.clone(),
            by_account: self.question.sort == Sort::Breadth,
            is_exact: self.question.is_paged,
            floor: Floor::default(),
        }
    }

    /// The best turns. A filter makes tantivy look at many more of them than it would have to without, so all cores do.
    fn best_of(&self, query: &dyn Asked, limit: usize) -> tantivy::Result<Vec<Ranked>> {
        let best = self.best(limit);
        if !self.decided.is_narrow() || self.searcher.segment_readers().len() < 2 {
            return self.searcher.search(query, &best);
        }
        let scored = EnableScoring::enabled_from_searcher(self.searcher);
        self.searcher
            .search_with_executor(query, &best, &POOL, scored)
    }

    /// The turns with every word, and behind them, where they are too few, those with any.
    fn turns(&self, plan: &Plan) -> tantivy::Result<Vec<Ranked>> {
        if plan.is_unranked
            && self.question.sort != Sort::Breadth
            && let Some(turns) = self.of_newest_calls(plan)?
        {
            return Ok(turns);
        }
        let found = match &plan.all {
            Some(all) => self.best_of(all, self.limit)?,
            None => Vec::new(),
        };
        if found.len() >= self.limit {
            return Ok(found);
        }
        let reranks = plan.is_question && self.question.sort == Sort::Best;
        let n_candidates = if reranks {
            self.limit.max(CANDIDATES)
        } else {
            self.limit
        };
        let mut any = self.best_of(&plan.any, n_candidates)?;
        if reranks {
            // Always so many, whatever the limit: a page must not change the order of the one before.
            let n_again = any.len().min(CANDIDATES);
            rerank(&mut any[..n_again]);
        }
        let mut joined = one_behind_another(found, any);
        joined.truncate(self.limit);
        Ok(joined)
    }

    /// Newest first and nothing else asked: the newest calls alone have enough turns, or there is no answer here.
    fn of_newest_calls(&self, plan: &Plan) -> tantivy::Result<Option<Vec<Ranked>>> {
        for n_calls in NEWEST_CALLS {
            let passing = self.table.newest().iter().copied();
            let newest: Vec<u32> = passing
                .filter(|ord| self.decided.passes_call(*ord))
                .take(n_calls)
                .collect();
            if newest.len() < n_calls {
                return Ok(None);
            }
            let query = self.compiler.of_calls(plan.any.as_ref(), &newest);
            let found = self.searcher.search(&query, &self.best(self.limit))?;
            if found.len() >= self.limit {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// A turn with every word stands before one with some of them, whatever their scores.
fn one_behind_another(mut all: Vec<Ranked>, any: Vec<Ranked>) -> Vec<Ranked> {
    let turn_of = |ranked: &Ranked| (ranked.place.ord, ranked.place.turn);
    let known: HashSet<_> = all.iter().map(turn_of).collect();
    let floor = all.last().map_or(0.0, |last| last.score);
    let ceiling = any.first().map_or(0.0, |first| first.score);
    if floor <= ceiling {
        all.iter_mut()
            .for_each(|ranked| ranked.score += ceiling - floor + 1.0);
    }
    let rest = any.into_iter();
    all.extend(rest.filter(|ranked| !known.contains(&turn_of(ranked))));
    all
}

/// Scores that put the newest calls first, and calls of one day in their order.
fn newest_first(table: &CallTable) -> Vec<f32> {
    let newest = table.newest();
    let mut scores = vec![0.0; newest.len()];
    for (rank, ord) in newest.iter().rev().enumerate() {
        scores[*ord as usize] = rank as f32;
    }
    scores
}
