//! How are clauses and limits put together, so that they rank as they should?

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur as Must, Query as Engine,
    TermQuery,
};
use tantivy::schema::IndexRecordOption;

/// Something that a turn must have or must not have.
pub(super) type Bound = (Must, Box<dyn Engine>);

pub(super) fn any_of(terms: impl Iterator<Item = Term>) -> Box<dyn Engine> {
    let clauses: Vec<Bound> = terms
        .map(|term| {
            (
                Must::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Engine>,
            )
        })
        .collect();
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        _ => Box::new(ConstScoreQuery::new(
            Box::new(BooleanQuery::new(clauses)),
            1.0,
        )),
    }
}

pub(super) fn boxed(limits: &[Bound]) -> Vec<Bound> {
    limits
        .iter()
        .map(|(must, query)| (*must, query.box_clone()))
        .collect()
}

pub(super) fn flat(mut clauses: Vec<Bound>, limits: Vec<Bound>) -> Box<dyn Engine> {
    if clauses.len() == 1 && limits.is_empty() {
        return clauses.swap_remove(0).1;
    }
    with_limits(clauses, limits)
}

/// Limits pass or not; they must not change the order, so they score next to nothing.
pub(super) fn with_limits(mut clauses: Vec<Bound>, limits: Vec<Bound>) -> Box<dyn Engine> {
    let only_should = clauses.iter().all(|(must, _)| *must == Must::Should);
    if only_should && clauses.len() == 1 {
        clauses[0].0 = Must::Must;
    }
    clauses.extend(limits.into_iter().map(|(must, query)| match must {
        Must::Must => (
            must,
            Box::new(BoostQuery::new(query, 0.0)) as Box<dyn Engine>,
        ),
        _ => (must, query),
    }));
    Box::new(BooleanQuery::new(clauses))
}
