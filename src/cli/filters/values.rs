//! Is there anything that a filter's value could name?
//!
//! What fields can be compared with is the same everywhere; here it is said in the words of flags and queries.

use anyhow::bail;

use crate::cli::look::printable;
use crate::cli::settings::Settings;
use crate::pipeline::values::{missed, told};
use crate::search::query::{Field, Query, Value};

/// Refuses what was given to a flag, where its field can have no such value.
pub(super) fn check_flag(field: Field, value: &str, settings: &Settings) -> anyhow::Result<()> {
    let Some(names) = missed(field, value, || heard(settings))? else {
        return Ok(());
    };
    let flag = format!("--{}", field.name());
    let apart = one_by_one(value, &format!("{flag} "), " ");
    bail!(
        "{flag} {}: {}",
        printable(value),
        told(field, value, &names, &apart)
    )
}

/// Refuses a query that compares a field with a value that it cannot have.
pub(in crate::cli) fn check_query(query: &Query, settings: &Settings) -> anyhow::Result<()> {
    for (field, value) in query.clauses.iter().flat_map(|clause| clause.node.facts()) {
        // The beginning of a value is as good as any that begins so.
        let (Value::Exact(value) | Value::Phrase(value)) = value else {
            continue;
        };
        let Some(names) = missed(field, value, || heard(settings))? else {
            continue;
        };
        let name = format!("{}:", field.name());
        let apart = one_by_one(value, &name, " OR ");
        bail!(
            "{name}{}: {}",
            printable(value),
            told(field, value, &names, &apart)
        );
    }
    Ok(())
}

/// Values that somebody joined by commas, each with what stands before it.
fn one_by_one(value: &str, before: &str, between: &str) -> String {
    let values = value.split(',').map(str::trim);
    let values = values.filter(|value| !value.is_empty());
    let values: Vec<String> = values
        .map(|value| format!("{before}{}", printable(value)))
        .collect();
    values.join(between)
}

/// The tags of the lexicons that are listened with.
fn heard(settings: &Settings) -> anyhow::Result<Vec<String>> {
    let lexicons = settings.lexicons()?;
    let tags = lexicons.entries.iter().map(|entry| entry.tag.0.clone());
    Ok(tags.collect())
}
