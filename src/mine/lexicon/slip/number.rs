//! How is the number written that somebody meant?

use crate::mine::lexicon::slip::Place;

/// Whether a field is given a number.
pub(super) fn is_meant(key: &str) -> bool {
    ["confidence", "weight", "threshold"].contains(&key)
}

/// `confidence = "0.7"`.
pub(super) fn quoted(place: &Place<'_>) -> Option<String> {
    let key = place.key()?;
    let inner = place.written().trim_matches(['"', '\'']);
    let meant = read(&inner.replace(',', "."));
    Some(match meant {
        Some(number) => format!("a number stands without quotes: {key} = {number}"),
        None => format!("this is a number, without quotes and signs: {key} = 0.7"),
    })
}

/// `confidence = .7`.
pub(super) fn without_whole(place: &Place<'_>) -> Option<String> {
    let key = place.key()?;
    let is_of_number = |c: &char| *c == '.' || c.is_ascii_digit();
    let written: String = place.rest().chars().take_while(is_of_number).collect();
    let number = read(&written)?;
    Some(format!("a number begins with a digit: {key} = {number}"))
}

/// `confidence = 0,7`.
pub(super) fn with_comma(place: &Place<'_>) -> Option<String> {
    let whole = place.before().chars().last()?;
    let part = place.rest().strip_prefix(',')?.chars().next()?;
    let is_number = whole.is_ascii_digit() && part.is_ascii_digit();
    is_number.then(|| "a number has a point and no comma, such as 0.7".to_owned())
}

fn read(written: &str) -> Option<f32> {
    let number = written.trim().parse::<f32>().ok();
    number.filter(|number| number.is_finite())
}
