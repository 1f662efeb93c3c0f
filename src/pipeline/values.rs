//! Is there anything that a filter's value could name?
//!
//! Fields with a fixed set of values take no others: a slip would find nothing, as if nobody had ever said it. The
//! command line's flags and the server's addresses ask here, each with its own words around the reason.

use crate::call::Side;
use crate::mention::{Origin, Polarity, Target};
use crate::search::filter::plain;
use crate::search::query::Field;
use crate::tend::guide::TAGS;
use crate::text::spelling::nearest;

/// Stands for every value of a field.
const ANY: &str = "any";

/// What a field can be compared with, where a value is nothing of it; `None` where it is, or where the field takes
/// whatever is written. `heard` gives the tags of the lexicons that are listened with.
pub fn missed<E>(
    field: Field,
    value: &str,
    heard: impl FnOnce() -> Result<Vec<String>, E>,
) -> Result<Option<Vec<String>>, E> {
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
    let heard = heard()?;
    let heard = heard.iter().map(String::as_str);
    let tags: Vec<&str> = TAGS.into_iter().chain(heard).collect();
    Ok(names_of(field, &tags).filter(|names| !knows(names)))
}

/// Why a value is none, and what to write. `apart` is how several are written.
pub fn told(field: Field, value: &str, names: &[String], apart: &str) -> String {
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
