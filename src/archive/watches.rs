//! Which of the calls that came in answer a saved search?
//!
//! A saved search is a query and filters, as names and values: those of the command line and of an address. It listens
//! to prospects alone, and of what is only ranked by in a search every word must be there: a search may show what is
//! near, an alert may not.

use crate::archive::{Archive, ArchiveError, Request};
use crate::search::filter::Filter;
use crate::search::query::{self, Field, Occur, Query, Value};
use crate::search::query_error::QueryError;
use crate::store::watches::WatchRow;
use crate::store::watches::alerts::NewAlert;

/// Calls looked through at once: so few that the index goes straight to them.
const AT_ONCE: usize = 64;
/// Turns of one such portion that may answer one watch.
const MOST: usize = 10_000;
/// Names and values of one watch.
const MOST_FILTERS: usize = 100;
/// Bytes of one value.
const LONGEST: usize = 512;
/// Leaves out deals with friends, where its value is `apart`.
pub const FRIENDS: &str = "friends";
/// Leaves out what the rep led to, where its value is `yes`.
pub const UNPROMPTED: &str = "unprompted";

/// Why a search cannot be saved.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// Why not is its source, so that whoever tells the causes tells it once.
    #[error("the query cannot be read")]
    Query(#[from] QueryError),
    #[error("{0}")]
    Unclear(String),
}

/// A saved search, ready to be asked.
#[derive(Debug, Clone)]
pub struct Watch {
    query: Query,
    filter: Filter,
}

impl Watch {
    /// Reads a query and its filters.
    pub fn new(query: &str, filters: &[(String, String)]) -> Result<Watch, WatchError> {
        let mut query = query::parse(query)?;
        let named = query.clauses.iter().flat_map(|clause| clause.node.facts());
        let mut named: Vec<Field> = named.map(|(field, _)| field).collect();
        let filter = filter_of(filters)?;
        named.extend(filter.conditions.iter().map(|condition| condition.field));
        if named.contains(&Field::Side) {
            return Err(unclear(
                "a saved search listens to prospects alone; leave the side out",
            ));
        }
        if named.contains(&Field::Call) {
            return Err(unclear(
                "a saved search listens to calls that are still to come; leave the call out",
            ));
        }
        let is_empty = query.clauses.is_empty()
            && filter.conditions.iter().all(|one| one.excludes)
            && filter.since.is_none()
            && filter.until.is_none();
        if is_empty {
            return Err(unclear(
                "this would be answered by every turn; say what to listen for",
            ));
        }
        for clause in &mut query.clauses {
            // Facts narrow by themselves; with a `+` several values of one field would all have to be there.
            if clause.occur == Occur::Should && clause.node.facts().is_empty() {
                clause.occur = Occur::Must;
            }
        }
        Ok(Watch {
            query,
            filter: of_prospects(filter),
        })
    }

    /// A watch as it is kept.
    pub fn of_row(row: &WatchRow) -> Result<Watch, WatchError> {
        let filters: Vec<(String, String)> = serde_json::from_str(&row.filters)
            .map_err(|_| unclear("the filters of a saved search cannot be read; save it anew"))?;
        Watch::new(&row.query, &filters)
    }

    /// Where some calls answer. They must be in the index already.
    pub fn evaluate(
        &self,
        archive: &Archive,
        calls: &[String],
        threshold: f32,
    ) -> Result<Vec<NewAlert>, ArchiveError> {
        let mut found = Vec::new();
        for portion in calls.chunks(AT_ONCE) {
            let mut filter = self.filter.clone();
            for id in portion {
                filter.add(Field::Call, Value::Exact(id.clone()), false);
            }
            let answer = archive.find(&Request {
                query: self.query.clone(),
                filter,
                limit: MOST,
                threshold,
                ..Request::default()
            })?;
            found.extend(answer.hits.into_iter().map(|hit| NewAlert {
                call: hit.call,
                turn: hit.turn,
                from: hit.snippet.0,
                to: hit.snippet.1,
            }));
        }
        found.sort_by(|a, b| (&a.call, a.turn).cmp(&(&b.call, b.turn)));
        Ok(found)
    }
}

fn of_prospects(mut filter: Filter) -> Filter {
    let prospect = Value::Exact("prospect".to_owned());
    filter.add(Field::Side, prospect, false);
    filter
}

fn filter_of(pairs: &[(String, String)]) -> Result<Filter, WatchError> {
    if pairs.len() > MOST_FILTERS || pairs.iter().any(|(_, value)| value.len() > LONGEST) {
        return Err(unclear(
            "these are too many filters, or too long ones; take fewer",
        ));
    }
    let mut filter = Filter::default();
    for (name, value) in pairs {
        match name.as_str() {
            "since" => filter.since = Some(value.clone()),
            "until" => filter.until = Some(value.clone()),
            FRIENDS => {
                if value == "apart" {
                    let friend = Value::Prefix("friend".to_owned());
                    filter.add(Field::Relationship, friend, true);
                }
            }
            UNPROMPTED => filter.is_unprompted = value == "yes",
            _ => {
                let field = Field::from_name(name)
                    .ok_or_else(|| unclear("a saved search has a filter that there is not"))?;
                filter.add(field, Value::Exact(value.clone()), false);
            }
        }
    }
    Ok(filter)
}

fn unclear(why: &str) -> WatchError {
    WatchError::Unclear(why.to_owned())
}
