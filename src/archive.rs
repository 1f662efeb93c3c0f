//! What do we have on this, in the prospects' own words?
//!
//! The truth and the index together, for reading: the index says which turns, the catalogue gives their words.
//! Command line, pages and programs all ask here, so that they all get the same answer.

pub mod hit;

pub mod keeper;

pub mod ranking;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use crate::call::{Call, Span};
use crate::mention::Mention;
use crate::search::call_table::{CallFacts, CallTable};
use crate::search::collect::Ranked;
use crate::search::engine::{Engine, MOST_HITS, Question};
use crate::search::facets::{Counts, Tally};
use crate::search::filter::Filter;
use crate::search::highlight::Highlighter;
use crate::search::index::{IndexError, OpenIndex};
use crate::search::query::{Occur, Query};
use crate::search::schema::Mark;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

use self::hit::Hit;

/// Calls kept unpacked, because neighboring hits often come from the same one.
const REMEMBERED: usize = 64;

/// What went wrong while reading.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// A call with its mentions.
pub type Tagged = (Call, Vec<Mention>);

/// A call and the words of one of its turns that answer.
type LookedAt = (Rc<Tagged>, Vec<Span>);

/// An archive open for reading.
pub struct Archive {
    pub catalogue: Catalogue,
    /// The last change that the index holds.
    pub seq: u64,
    engine: Engine,
    /// Facts of all calls; read when the first question needs them.
    table: RefCell<Option<Arc<CallTable>>>,
    calls: RefCell<HashMap<u32, Rc<Tagged>>>,
}

/// What somebody asks.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub query: Query,
    pub filter: Filter,
    pub limit: usize,
    /// Turns of context before and after each hit.
    pub context: usize,
    pub wants_facets: bool,
    /// Mentions below are not shown.
    pub threshold: f32,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// All turns that pass; only where facets were wanted.
    pub n_found: Option<u64>,
    pub facets: Option<Counts>,
}

impl Archive {
    /// Opens what is kept. The index must be there; [`keeper::bring_up_to_date`] sees to that.
    pub fn open(dir: &DataDir) -> Result<Archive, ArchiveError> {
        let catalogue = Catalogue::open_to_read(dir)?;
        let index = OpenIndex::open(&dir.index(), false)?;
        let engine = Engine::open(&index)?;
        Ok(Archive {
            catalogue,
            seq: index.seq,
            engine,
            table: RefCell::default(),
            calls: RefCell::default(),
        })
    }

    /// Answers a request.
    pub fn find(&self, request: &Request) -> Result<Found, ArchiveError> {
        let filter = with_fields(&request.filter, &request.query);
        let is_unranked = request
            .query
            .clauses
            .iter()
            .all(|clause| !clause.node.facts().is_empty());
        let needs_table = filter.needs_calls() || request.wants_facets || is_unranked;
        let table = if needs_table {
            self.table()?
        } else {
            Arc::default()
        };
        let highlighter = Highlighter::new(&request.query);
        if highlighter.is_strict() && request.wants_facets {
            return self.find_and_recount(request, &filter, &highlighter, &table);
        }
        let mut wanted = request.limit;
        loop {
            let question = Question {
                query: &request.query,
                filter: &filter,
                limit: wanted,
                counts: request.wants_facets,
            };
            let answer = self.engine.search(&question, &table)?;
            let is_all = !answer.is_full;
            let hits = self.hits(&answer.turns, request, &filter, &highlighter)?;
            // The index knows stems only; where a phrase must be exact, some of its turns fall away here.
            if hits.len() >= request.limit
                || is_all
                || !highlighter.is_strict()
                || wanted >= MOST_LOOKED_AT
            {
                let (n_found, facets) = counted(answer.tally, &table);
                return Ok(Found {
                    hits,
                    n_found,
                    facets,
                });
            }
            wanted *= 4;
        }
    }

    /// The index counts stems; where words must be exact, every turn is looked at before it counts.
    fn find_and_recount(
        &self,
        request: &Request,
        filter: &Filter,
        highlighter: &Highlighter,
        table: &Arc<CallTable>,
    ) -> Result<Found, ArchiveError> {
        let question = Question {
            query: &request.query,
            filter,
            limit: MOST_HITS,
            counts: false,
        };
        let answer = self.engine.search(&question, table)?;
        let mut tally = Tally::new(table);
        let mut hits = Vec::new();
        for ranked in &answer.turns {
            let Some((both, spans)) = self.look_at(ranked, highlighter)? else {
                continue;
            };
            tally.add(ranked.place, table);
            let here = both
                .1
                .iter()
                .filter(|mention| mention.turn == ranked.place.turn);
            let marks: BTreeSet<String> = here.map(|mention| Mark::of(mention).word()).collect();
            marks.iter().for_each(|word| tally.add_mark(word, 1));
            if hits.len() < request.limit {
                hits.push(hit::make(&both.0, &both.1, ranked, spans, request, filter));
            }
        }
        let (n_found, facets) = counted(Some(tally), table);
        Ok(Found {
            hits,
            n_found,
            facets,
        })
    }

    fn hits(
        &self,
        turns: &[Ranked],
        request: &Request,
        filter: &Filter,
        highlighter: &Highlighter,
    ) -> Result<Vec<Hit>, ArchiveError> {
        let mut hits = Vec::new();
        for ranked in turns {
            let Some((both, spans)) = self.look_at(ranked, highlighter)? else {
                continue;
            };
            hits.push(hit::make(&both.0, &both.1, ranked, spans, request, filter));
            if hits.len() == request.limit {
                break;
            }
        }
        Ok(hits)
    }

    /// The call of a turn that the index found and the words that answer; `None` where the text itself does not.
    fn look_at(
        &self,
        ranked: &Ranked,
        highlighter: &Highlighter,
    ) -> Result<Option<LookedAt>, ArchiveError> {
        let Some(both) = self.call(ranked.place.ord)? else {
            return Ok(None);
        };
        let Some(turn) = both.0.turns.get(ranked.place.turn as usize) else {
            return Ok(None);
        };
        let marked = highlighter.mark(&turn.text);
        let holds = marked.holds || !highlighter.is_strict();
        Ok(holds.then(|| (Rc::clone(&both), marked.spans)))
    }

    /// A call with its mentions, from memory where it was used just before.
    pub fn call(&self, ord: u32) -> Result<Option<Rc<Tagged>>, ArchiveError> {
        if let Some(known) = self.calls.borrow().get(&ord) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(both) = self.catalogue.both(ord)?.map(Rc::new) else {
            return Ok(None);
        };
        let mut calls = self.calls.borrow_mut();
        if calls.len() >= REMEMBERED {
            calls.clear();
        }
        calls.insert(ord, Rc::clone(&both));
        Ok(Some(both))
    }

    /// The facts of every call.
    pub fn table(&self) -> Result<Arc<CallTable>, ArchiveError> {
        if let Some(table) = &*self.table.borrow() {
            return Ok(Arc::clone(table));
        }
        let mut table = CallTable::default();
        let mut people = self.catalogue.people()?;
        self.catalogue.for_each_fact(|facts| {
            let row = CallFacts {
                id: facts.id,
                title: facts.title,
                date: facts.started_at,
                account: facts.account,
                industry: facts.industry,
                size: facts.size,
                region: facts.region,
                stage: facts.stage,
                outcome: facts.outcome,
                format: facts.format,
                people: people.remove(&facts.ord).unwrap_or_default(),
            };
            table.push(facts.ord, row);
        })?;
        let table = Arc::new(table);
        *self.table.borrow_mut() = Some(Arc::clone(&table));
        Ok(table)
    }
}

/// Turns looked at, at most, to fill a page with exact phrases.
const MOST_LOOKED_AT: usize = 20_000;

fn counted(tally: Option<Tally>, table: &CallTable) -> (Option<u64>, Option<Counts>) {
    let n_found = tally.as_ref().map(|tally| tally.n_turns);
    (n_found, tally.map(|tally| tally.counts(table)))
}

/// The filter, with what the query itself says about fields. A side named in the query replaces the usual one.
fn with_fields(filter: &Filter, query: &Query) -> Filter {
    let mut filter = filter.clone();
    let fields = query.clauses.iter().flat_map(|clause| {
        let excludes = clause.occur == Occur::MustNot;
        clause
            .node
            .facts()
            .into_iter()
            .map(move |(field, value)| (field, value.clone(), excludes))
    });
    for (field, value, excludes) in fields {
        if field == crate::search::query::Field::Side {
            filter
                .conditions
                .retain(|condition| condition.field != field);
        }
        filter.add(field, value, excludes);
    }
    filter
}
