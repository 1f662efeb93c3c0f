//! How do quotes look to a program?
//!
//! `{"query", "filters": [{"name", "value"}, …], "n_found", "quotes": […]}`; the fields of a quote are
//! those of [`Quote`], where each is explained.

use serde::Serialize;

use crate::quote::export::Head;
use crate::quote::quote::Quote;

#[derive(Serialize)]
struct Document<'a> {
    query: &'a str,
    filters: Vec<Filter<'a>>,
    n_found: usize,
    quotes: &'a [Quote],
}

#[derive(Serialize)]
struct Filter<'a> {
    name: &'a str,
    value: &'a str,
}

/// One indented object and a line end.
pub(super) fn render(head: &Head, quotes: &[Quote]) -> Result<Vec<u8>, serde_json::Error> {
    let filters = head
        .filters
        .iter()
        .map(|(name, value)| Filter { name, value })
        .collect();
    let document = Document {
        query: &head.query,
        filters,
        n_found: head.n_found,
        quotes,
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
