//! Which quote or bracket was forgotten?
//!
//! TOML notices it late: a list may go on in the next line, so that is where the reader stops.

use crate::mine::lexicon::slip::{Place, Slip};

/// The slip, where it is one of quotes and brackets.
pub(super) fn slip(place: &Place<'_>, reason: &str) -> Option<Slip> {
    if reason.starts_with("invalid basic string") || reason.starts_with("invalid literal string") {
        return open_in(place, line_of(place)?);
    }
    let message = if reason.starts_with("missing comma between array elements") {
        if let Some(slip) = line_above(place).and_then(|line| open_in(place, line)) {
            return Some(slip);
        }
        ended_too_early(place).unwrap_or("a comma is missing before this, between two of the list")
    } else if reason.starts_with("unexpected `=` in array") {
        "the list above this is never closed; end it with ]"
    } else if reason.starts_with("missing escaped value") {
        "between double quotes \\ has a meaning of its own; put the text between single quotes, '…'"
    } else {
        return None;
    };
    Some(Slip {
        span: place.span.clone(),
        message: message.to_owned(),
    })
}

/// A line, and where it begins.
type Line<'t> = (usize, &'t str);

fn line_of<'t>(place: &Place<'t>) -> Option<Line<'t>> {
    let start = place.span.start.checked_sub(place.before().len())?;
    let line = place.text.get(start..)?.lines().next()?;
    Some((start, line))
}

/// The last line above that says something, where the place is the first thing in its own.
fn line_above<'t>(place: &Place<'t>) -> Option<Line<'t>> {
    let before = place.before();
    if !before.trim().is_empty() {
        return None;
    }
    let end = place.span.start.checked_sub(before.len())?;
    let mut start = 0;
    let mut last = None;
    for line in place.text.get(..end)?.split_inclusive('\n') {
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') {
            last = Some((start, line.trim_end()));
        }
        start += line.len();
    }
    last
}

/// A text that is opened in a line and not closed there.
fn open_in(place: &Place<'_>, (start, line): Line<'_>) -> Option<Slip> {
    let (at, quote) = left_open(line)?;
    let end = (start + line.len()).min(place.text.len());
    Some(Slip {
        span: start + at..end,
        message: format!("this text is never closed; write a {quote} at its end"),
    })
}

/// Where the quote stands that a line leaves open, and which it is.
fn left_open(line: &str) -> Option<(usize, char)> {
    // Texts of several lines are nobody's slip.
    if line.contains("\"\"\"") || line.contains("'''") {
        return None;
    }
    let mut open: Option<(usize, char)> = None;
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        match open {
            None if c == '#' => return None,
            None if c == '"' || c == '\'' => open = Some((at, c)),
            Some((_, '"')) if c == '\\' => {
                chars.next();
            }
            Some((_, quote)) if c == quote => open = None,
            _ => {}
        }
    }
    open
}

/// What to do about a quote that is meant as a letter and ends the text, as in `'don't know'`.
fn ended_too_early(place: &Place<'_>) -> Option<&'static str> {
    if !place.rest().starts_with(char::is_alphanumeric) {
        return None;
    }
    match place.before().chars().last()? {
        '\'' => Some("the apostrophe ends the text; put it between double quotes, \"…\""),
        '"' => Some("the quote before this ends the text; put it all between single quotes, '…'"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::left_open;

    #[test]
    fn an_open_quote_is_found_behind_closed_ones() {
        for (line, expected) in [
            ("\"a\", 'b'", None),
            ("\"a\", \"b, # c", Some((5, '"'))),
            ("'a\", \"", Some((0, '\''))),
            (r#""a\""#, Some((0, '"'))),
            (r"'a\'", None),
            ("\"a\", # don't", None),
            ("\"\"\"a", None),
        ] {
            assert_eq!(left_open(line), expected, "{line}");
        }
    }
}
