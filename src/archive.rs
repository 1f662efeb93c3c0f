//! What do we have on this, in the prospects' own words?
//!
//! The truth and the index together, for reading: the index says which turns, the catalogue gives their words.
//! Command line, pages and programs all ask here, so that they all get the same answer.

pub mod hit;

pub mod keeper;

pub mod meant;

pub mod ranking;

mod recount;

pub mod shelf;

pub mod firings;

pub mod watches;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::call::{Call, Span};
use crate::mention::Mention;
use crate::search::beside::{beside, each};
use crate::search::call_table::{CallFacts, CallTable};
use crate::search::collect::Ranked;
use crate::search::engine::{Engine, Question, Sort};
use crate::search::facets::{Counts, Tally};
use crate::search::filter::{Condition, Filter, is_mark_field};
use crate::search::highlight::Highlighter;
use crate::search::index::{IndexError, OpenIndex};
use crate::search::place::Place;
use crate::search::query::{Field, Occur, Query};
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::facts;
use crate::store::opened::Opened;

use self::hit::Hit;
use self::shelf::Shelf;

/// Bytes of calls kept open by an archive of its own, because neighboring hits often come from the same one.
const REMEMBERED: usize = 8 << 20;

/// What went wrong while reading.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// So many turns' calls are opened beside each other: enough for all cores, and a few very long calls still fit into memory.
const AHEAD: usize = 8;

/// A call with its mentions.
pub type Tagged = (Call, Vec<Mention>);

/// A call and the words of one of its turns that answer.
type LookedAt = (Arc<Opened>, Vec<Span>);

/// An archive open for reading.
pub struct Archive {
    pub catalogue: Catalogue,
    /// The last change that the index holds.
    pub seq: u64,
    engine: Engine,
    /// Facts of all calls; read when the first question needs them.
    table: RefCell<Option<Arc<CallTable>>>,
    calls: Arc<Shelf>,
    /// The last change of the catalogue when it was opened.
    opened_at: u64,
    /// How much is kept; counted when somebody first wants to know.
    kept: Cell<Option<facts::Counts>>,
}

/// What somebody asks.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub query: Query,
    pub filter: Filter,
    pub sort: Sort,
    /// At most so many hits, those that are skipped among them.
    pub limit: usize,
    /// So many hits of the beginning were shown before.
    pub skip: usize,
    /// Whether more pages of the same order may be asked for: then no page has a gap to the one before.
    pub is_paged: bool,
    /// Turns of context before and after each hit.
    pub context: usize,
    pub wants_facets: bool,
    /// Where facets are wanted, count with these filters too.
    pub others: Vec<Other>,
    /// Where words must be exact, every turn is read before it counts: at most so many, where that is said.
    pub most_counted: Option<usize>,
    /// Mentions below are not shown.
    pub threshold: f32,
}

/// A filter to count with beside the one that was asked for.
#[derive(Debug, Clone, Default)]
pub struct Other {
    pub filter: Filter,
    /// The facet whose values are wanted; none where the number of turns is enough.
    pub facet: Option<&'static str>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// All turns that pass; only where facets were wanted.
    pub n_found: Option<u64>,
    /// How many calls and accounts they come from; only where facets were wanted.
    pub spread: (u64, u64),
    pub facets: Option<Counts>,
    /// What was counted with the other filters, in their order: turns, and the values of the facet.
    pub others: Vec<(u64, BTreeMap<String, u64>)>,
    /// There is more than was counted.
    pub is_cut: bool,
}

impl Archive {
    /// Opens what is kept. The index must be there; [`keeper::bring_up_to_date`] sees to that.
    pub fn open(dir: &DataDir) -> Result<Archive, ArchiveError> {
        let catalogue = Catalogue::open_to_read(dir)?;
        // Before anything is read: what is read later may be newer, never older.
        let opened_at = catalogue.latest_seq()?;
        let index = OpenIndex::open(&dir.index(), false)?;
        let engine = Engine::open(&index)?;
        Ok(Archive {
            catalogue,
            seq: index.seq,
            engine,
            table: RefCell::default(),
            calls: Arc::new(Shelf::of(REMEMBERED)),
            opened_at,
            kept: Cell::default(),
        })
    }

    /// The same with a shelf for open calls that others use as well.
    #[must_use]
    pub fn with_shelf(self, calls: Arc<Shelf>) -> Archive {
        Archive { calls, ..self }
    }

    /// How much is kept.
    pub fn kept(&self) -> Result<facts::Counts, ArchiveError> {
        if let Some(kept) = self.kept.get() {
            return Ok(kept);
        }
        let kept = self.catalogue.counts()?;
        self.kept.set(Some(kept));
        Ok(kept)
    }

    /// Answers a request.
    pub fn find(&self, request: &Request) -> Result<Found, ArchiveError> {
        let filter = with_fields(&request.filter, &request.query);
        let needs_table = filter.needs_calls()
            || request.wants_facets
            || request.sort != Sort::Best
            || !request.query.ranks();
        let table = if needs_table {
            self.table()?
        } else {
            Arc::default()
        };
        let highlighter = Highlighter::new(&request.query);
        if highlighter.is_strict() && request.wants_facets {
            return self.find_and_recount(request, &filter, &highlighter, &table);
        }
        let others: Vec<Filter> = request
            .others
            .iter()
            .map(|other| with_fields(&other.filter, &request.query))
            .collect();
        let page = || self.page(request, &filter, &highlighter, &table);
        if !request.wants_facets {
            let hits = page()?;
            return Ok(Found {
                hits,
                ..Found::default()
            });
        }
        let filters: Vec<&Filter> = std::iter::once(&filter).chain(&others).collect();
        let engine = &self.engine;
        let counted = || -> Result<Found, ArchiveError> {
            let tallies = engine.count(&request.query, &filters, &table)?;
            let mut found = Found::default();
            if let [tally, tallies @ ..] = tallies.as_slice() {
                found.count((&filter, tally), (&others, tallies), request, &table);
            }
            Ok(found)
        };
        let (hits, counted) = beside(page, counted);
        Ok(Found {
            hits: hits?,
            ..counted?
        })
    }

    /// The hits that are asked for.
    fn page(
        &self,
        request: &Request,
        filter: &Filter,
        highlighter: &Highlighter,
        table: &Arc<CallTable>,
    ) -> Result<Vec<Hit>, ArchiveError> {
        let mut wanted = request.limit;
        loop {
            let question = Question {
                query: &request.query,
                filter,
                limit: wanted,
                sort: request.sort,
                is_paged: request.is_paged,
            };
            let answer = self.engine.search(&question, table)?;
            let is_all = !answer.is_full;
            let (hits, n_seen) = self.hits(&answer.turns, request, filter, highlighter)?;
            // The index knows stems only; where a phrase must be exact, some of its turns fall away here.
            if n_seen >= request.limit
                || is_all
                || !highlighter.is_strict()
                || wanted >= MOST_LOOKED_AT
            {
                return Ok(hits);
            }
            wanted *= 4;
        }
    }

    /// The hits behind those that are skipped, and how many there were in all.
    fn hits(
        &self,
        turns: &[Ranked],
        request: &Request,
        filter: &Filter,
        highlighter: &Highlighter,
    ) -> Result<(Vec<Hit>, usize), ArchiveError> {
        // What was shown before need not be read again, unless only reading tells whether it counts.
        let n_skipped = match highlighter.is_strict() {
            true => 0,
            false => request.skip.min(request.limit).min(turns.len()),
        };
        let mut hits = Vec::new();
        let mut n_seen = n_skipped;
        for some in turns[n_skipped..].chunks(AHEAD) {
            let some = &some[..some.len().min(request.limit - n_seen)];
            self.open_together(some)?;
            for ranked in some {
                let Some((opened, spans)) = self.look_at(ranked, highlighter)? else {
                    continue;
                };
                n_seen += 1;
                if n_seen > request.skip {
                    let here = self.mentions_at(&opened, ranked.place)?;
                    hits.extend(hit::make(&opened, &here, ranked, spans, request, filter));
                }
            }
        }
        Ok((hits, n_seen))
    }

    /// The call of a turn that the index found and the words that answer; `None` where the text itself does not.
    fn look_at(
        &self,
        ranked: &Ranked,
        highlighter: &Highlighter,
    ) -> Result<Option<LookedAt>, ArchiveError> {
        let Some(opened) = self.opened(ranked.place.ord)? else {
            return Ok(None);
        };
        let Some(text) = opened.text(ranked.place.turn) else {
            return Ok(None);
        };
        let marked = highlighter.mark(text);
        let holds = marked.holds || !highlighter.is_strict();
        Ok(holds.then(|| (Arc::clone(&opened), marked.spans)))
    }

    /// What was heard in the turn at a place.
    fn mentions_at(&self, opened: &Opened, place: Place) -> Result<Vec<Mention>, ArchiveError> {
        let here = opened.mentions_of(place.turn);
        Ok(here.map_err(|cause| self.catalogue.damaged(place.ord, cause))?)
    }

    /// Opens the calls of some turns beside each other, where they are not at hand.
    fn open_together(&self, turns: &[Ranked]) -> Result<(), ArchiveError> {
        let mut ords: Vec<u32> = turns.iter().map(|ranked| ranked.place.ord).collect();
        ords.sort_unstable();
        ords.dedup();
        ords.retain(|ord| self.calls.get(self.opened_at, *ord).is_none());
        if ords.len() < 2 {
            return Ok(());
        }
        let mut packed = Vec::with_capacity(ords.len());
        for ord in ords {
            packed.extend(self.catalogue.to_unpack(ord)?.map(|packed| (ord, packed)));
        }
        let opened = each(&packed, |(_, packed)| packed.open());
        for ((ord, _), opened) in packed.iter().zip(opened) {
            let opened = self.catalogue.corrected(*ord, opened)?;
            self.calls.put(self.opened_at, *ord, &Arc::new(opened));
        }
        Ok(())
    }

    /// A call of which a turn or two are wanted, from memory where it was used just before.
    pub fn opened(&self, ord: u32) -> Result<Option<Arc<Opened>>, ArchiveError> {
        if let Some(known) = self.calls.get(self.opened_at, ord) {
            return Ok(Some(known));
        }
        let Some(opened) = self.catalogue.opened(ord)?.map(Arc::new) else {
            return Ok(None);
        };
        self.calls.put(self.opened_at, ord, &opened);
        Ok(Some(opened))
    }

    /// A whole call with its mentions.
    pub fn call(&self, ord: u32) -> Result<Option<Tagged>, ArchiveError> {
        let Some(opened) = self.opened(ord)? else {
            return Ok(None);
        };
        let mentions = opened.mentions();
        let mentions = mentions.map_err(|cause| self.catalogue.damaged(ord, cause))?;
        Ok(Some((opened.call(), mentions)))
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
                relationship: facts.relationship,
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

impl Found {
    /// Takes over what was counted with the filter and with the others.
    fn count(
        &mut self,
        (filter, tally): (&Filter, &Tally),
        (others, tallies): (&[Filter], &[Tally]),
        request: &Request,
        table: &CallTable,
    ) {
        self.n_found = Some(tally.n_turns);
        self.spread = tally.spread(table);
        self.facets = Some(tally.counts(table, filter));
        let counted = others.iter().zip(tallies).zip(&request.others);
        self.others = counted
            .map(|((filter, tally), other)| {
                let values = other
                    .facet
                    .and_then(|facet| tally.counts(table, filter).remove(facet));
                (tally.n_turns, values.unwrap_or_default())
            })
            .collect();
    }
}

/// The filter, with what the query itself says about fields. A side named in the query replaces the usual one. Several
/// values of a field are alternatives, but each that stands with a `+` must be there where a turn can have several.
fn with_fields(filter: &Filter, query: &Query) -> Filter {
    let mut filter = filter.clone();
    let mut demanded = Vec::new();
    for clause in &query.clauses {
        let facts = clause.node.facts();
        // A clause names values of one field.
        let Some((field, _)) = facts.first().copied() else {
            continue;
        };
        let values = facts.into_iter().map(|(_, value)| value.clone());
        if clause.occur == Occur::Must && is_mark_field(field) {
            demanded.push(Condition {
                field,
                values: values.collect(),
                excludes: false,
            });
            continue;
        }
        for value in values {
            if field == Field::Side {
                filter
                    .conditions
                    .retain(|condition| condition.field != field);
            }
            filter.add(field, value, clause.occur == Occur::MustNot);
        }
    }
    filter.demand(&demanded);
    filter
}
