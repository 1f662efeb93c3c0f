//! Where is a query wrong, and what should be typed instead?
//!
//! The error shows the query's own words around the place and a caret under it, so that it can be mended
//! without counting. Long queries are shown in part.

use std::fmt;

use crate::search::query::Field;
use crate::text::spelling;

/// How many characters of a query are shown around the place.
const WINDOW: usize = 70;

/// A query that cannot be read. `at` and `len` are bytes of `input`, on character borders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    pub input: String,
    pub at: usize,
    pub len: usize,
    pub message: String,
    /// What to type instead.
    pub hint: Option<String>,
}

impl QueryError {
    /// An error at a place, which is moved to the nearest character borders inside the input.
    pub(super) fn new(
        input: &str,
        at: usize,
        len: usize,
        message: impl Into<String>,
    ) -> QueryError {
        let start = border_before(input, at);
        let end = border_before(input, at.saturating_add(len)).max(start);
        let message = message.into();
        QueryError {
            input: input.to_owned(),
            at: start,
            len: end - start,
            message,
            hint: None,
        }
    }

    /// The same error with a way out.
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> QueryError {
        self.hint = Some(hint.into());
        self
    }

    /// The part of the query that is shown, and the carets under it.
    fn window(&self) -> (String, String) {
        let before = self.input.get(..self.at).unwrap_or("");
        let after = self.input.get(self.at..).unwrap_or("");
        let n_before = before.chars().count();
        let n_after = after.chars().count();
        let n_left = n_before.min((WINDOW / 2).max(WINDOW.saturating_sub(n_after)));
        let n_right = n_after.min(WINDOW - n_left);
        let left: String = before.chars().skip(n_before - n_left).map(shown).collect();
        let right: String = after.chars().take(n_right).map(shown).collect();
        let cut_left = if n_left < n_before { "…" } else { "" };
        let cut_right = if n_right < n_after { "…" } else { "" };

        let place = self.input.get(self.at..self.at + self.len).unwrap_or("");
        let n_carets: usize = place.chars().take(n_right).map(width).sum();
        let n_spaces = cut_left.chars().count() + left.chars().map(width).sum::<usize>();
        let carets = format!("{}{}", " ".repeat(n_spaces), "^".repeat(n_carets.max(1)));
        (format!("{cut_left}{left}{right}{cut_right}"), carets)
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, carets) = self.window();
        write!(f, "{}\n  {line}\n  {carets}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n{hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

/// The last character border at or before a byte.
fn border_before(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|border| text.is_char_boundary(*border))
        .unwrap_or(0)
}

/// A character as it can stand on one line of a terminal: no control, no marks that turn the line around.
fn shown(c: char) -> char {
    let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}');
    if c.is_control() || invisible { ' ' } else { c }
}

/// How many columns a character takes, near enough to put a caret under it.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// What to type instead of a field that there is not.
pub(super) fn unknown_field_hint(name: &str) -> String {
    match nearest_field(name) {
        Some(field) => {
            format!(
                "did you mean {}:? to look for the words themselves, put them in quotes",
                field.name()
            )
        }
        None => {
            let names: Vec<&str> = Field::ALL.into_iter().map(Field::name).collect();
            format!(
                "the fields are {}; to look for the words themselves, put them in quotes",
                names.join(", ")
            )
        }
    }
}

/// The field that was probably meant.
fn nearest_field(name: &str) -> Option<Field> {
    let meant = spelling::nearest(name, Field::ALL.into_iter().map(Field::name))?;
    Field::ALL.into_iter().find(|field| field.name() == meant)
}

#[cfg(test)]
mod tests {
    use super::{nearest_field, width};
    use crate::search::query::Field;

    #[test]
    fn a_typing_slip_finds_its_field() {
        assert_eq!(nearest_field("acount"), Some(Field::Account));
        assert_eq!(nearest_field("PERSNA"), Some(Field::Persona));
        assert_eq!(nearest_field("invoice"), None);
        assert_eq!(nearest_field(&"x".repeat(5000)), None);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width('a') + width('é') + width('語') + width('…'), 5);
    }
}
