//! How are numbers and values told to people?

use crate::search::query::Field;
use crate::serve::ask::Ask;
use crate::serve::shown::many;
use crate::store::facts::Counts;

/// What a facet is called.
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Persona => "Persona",
        Field::Kind => "Kind",
        Field::Tag => "Tag",
        Field::Account => "Account",
        Field::Industry => "Industry",
        Field::Size => "Company size",
        Field::Region => "Region",
        Field::Stage => "Stage",
        Field::Outcome => "Outcome",
        Field::Month => "Month",
        Field::Format => "Source",
        Field::Polarity => "Meant or not",
        Field::Origin => "Who brought it up",
        other => other.name(),
    }
}

/// A value in words: slugs lose their hyphens.
pub fn value(field: Field, value: &str) -> String {
    match field {
        Field::Persona => value.replace('-', " "),
        Field::Origin if value == "led" => "led by the rep".to_owned(),
        _ => value.to_owned(),
    }
}

/// What was searched, for a page on which nothing was found.
pub fn searched(ask: &Ask, kept: &Counts) -> String {
    let whose = match ask.side.as_deref() {
        None => "prospects’ turns only".to_owned(),
        Some("any") => "everybody’s turns".to_owned(),
        Some(side) => format!("turns of side {}", side.replace(',', " or ")),
    };
    let friends = if ask.friends {
        ""
    } else {
        ", without friends’ deals"
    };
    format!(
        "Searched {} in {}: {whose}{friends}.",
        many(kept.turns, "turn"),
        many(kept.calls, "call")
    )
}
