//! How are numbers and values told to people?

use crate::search::query::Field;
use crate::serve::ask::Ask;
use crate::store::facts::Counts;

/// A number with the right form of its noun: `1 call`, `1,204 calls`.
pub fn counted(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(n))
}

/// A number with its thousands apart: `1,204`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

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

/// `1:02:03`, or `12:34`.
pub fn clock(seconds: f64) -> String {
    let all = seconds.max(0.0) as u64;
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
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
        counted(kept.turns, "turn"),
        counted(kept.calls, "call")
    )
}
