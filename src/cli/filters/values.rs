//! Is there anything that a filter's value could name?
//!
//! Fields with a fixed set of values take no others: a slip would find nothing, as if nobody had ever said it.

use anyhow::bail;

use crate::call::Side;
use crate::cli::look::printable;
use crate::cli::settings::Settings;
use crate::mention::{Origin, Polarity, Target};
use crate::search::filter::plain;
use crate::search::query::{Field, Query, Value};
use crate::tend::guide::TAGS;
use crate::text::spelling::nearest;

/// Stands for every value of a field.
const ANY: &str = "any";

/// Refuses what was given to a flag, where its field can have no such value.
pub(super) fn check_flag(field: Field, value: &str, settings: &Settings) -> anyhow::Result<()> {
    let Some(names) = missed(field, value, settings)? else {
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
        let Some(names) = missed(field, value, settings)? else {
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

/// Why a value is none, and what to write. `apart` is how several are written.
fn told(field: Field, value: &str, names: &[String], apart: &str) -> String {
    let name = field.name();
    if value.contains(',') {
        return format!("there is no such {name}; several values are given one by one: {apart}");
    }
    let allowed = allowed(field, value, names).join(", ");
    match nearest(value, names.iter().map(String::as_str)) {
        Some(meant) => {
            format!("there is no such {name}; did you mean {meant}? Take one of {allowed}")
        }
        None => format!("there is no such {name}; take one of {allowed}"),
    }
}

/// The values to choose from; of tags those of the kind that was written, where there are any.
fn allowed<'n>(field: Field, value: &str, names: &'n [String]) -> Vec<&'n str> {
    let names = names.iter().map(String::as_str);
    if field != Field::Tag {
        return names.chain([ANY]).collect();
    }
    let tags: Vec<&str> = names.filter(|name| name.contains('/')).collect();
    let is_sibling = |tag: &&str| kind(tag) == kind(value);
    let siblings: Vec<&str> = tags.iter().copied().filter(is_sibling).collect();
    if siblings.is_empty() { tags } else { siblings }
}

/// What a field can be compared with, where a value is nothing of it; `None` where it is, or where the field takes
/// whatever is written.
fn missed(field: Field, value: &str, settings: &Settings) -> anyhow::Result<Option<Vec<String>>> {
    let wanted = plain(value);
    let knows = |names: &[String]| wanted == ANY || names.iter().any(|name| plain(name) == wanted);
    let Some(names) = names_of(field, &TAGS) else {
        return Ok(None);
    };
    if knows(&names) {
        return Ok(None);
    }
    if !matches!(field, Field::Tag | Field::Kind) {
        return Ok(Some(names));
    }
    // Only now, because lexicons take a while to compile and most people ask for what the guide has.
    let lexicons = settings.lexicons()?;
    let heard = lexicons.entries.iter().map(|entry| entry.tag.0.as_str());
    let tags: Vec<&str> = TAGS.into_iter().chain(heard).collect();
    Ok(names_of(field, &tags).filter(|names| !knows(names)))
}

/// The names that a field with a fixed set of values knows; of tags and kinds those that `tags` hold.
fn names_of(field: Field, tags: &[&str]) -> Option<Vec<String>> {
    let names: Vec<&str> = match field {
        Field::Polarity => Polarity::ALL.map(Polarity::name).to_vec(),
        Field::Origin => Origin::ALL.map(Origin::name).to_vec(),
        Field::Target => Target::ALL.map(Target::name).to_vec(),
        Field::Side => vec![
            Side::Prospect.name(),
            Side::Rep.name(),
            Side::Unknown.name(),
        ],
        Field::Kind => tags.iter().map(|tag| kind(tag)).collect(),
        Field::Tag => {
            let categories = tags.iter().filter_map(|tag| tag.split('/').nth(1));
            tags.iter().copied().chain(categories).collect()
        }
        _ => return None,
    };
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.iter().any(|known| known == name) {
            unique.push(name.to_owned());
        }
    }
    Some(unique)
}

fn kind(tag: &str) -> &str {
    tag.split('/').next().unwrap_or(tag)
}
