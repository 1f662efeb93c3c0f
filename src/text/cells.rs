//! Which mark parts the cells of a table that somebody saved as text, and does every quotation mark have its other half?

/// The mark that stands most often in the headings, which are the first line that is not blank: the comma, unless one
/// of the others does.
pub(crate) fn delimiter(text: &str, others: &[u8]) -> u8 {
    let headings = text.lines().find(|line| !line.trim().is_empty());
    let headings = headings.unwrap_or_default();
    let count = |mark: u8| headings.bytes().filter(|byte| *byte == mark).count();
    let mut best = b',';
    for mark in others {
        if count(*mark) > count(best) {
            best = *mark;
        }
    }
    best
}

/// How the quotation marks of a table stand; places are in bytes.
pub(crate) struct Quoting {
    /// Where a cell opens that never closes: for whoever reads the text as a table, all that stands below is part of that
    /// cell, and so of the last row.
    pub(crate) unclosed: Option<usize>,
    /// Where a cell of several lines goes on behind the mark that closes it.
    pub(crate) broken: Option<usize>,
}

/// Where in a table a byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// In a quoted cell.
    Quoted,
    /// Behind a mark that closes the cell or is the first half of a doubled one.
    Closed,
}

impl Quoting {
    /// Follows the marks as the reader of rows does: one opens a cell only as its first character.
    pub(crate) fn of(text: &str, delimiter: u8) -> Quoting {
        let mut state = State::Start;
        let mut opened = 0;
        let mut has_break = false;
        let mut broken = None;
        // A mark of the byte order is no part of the first cell.
        let from = text.len() - text.trim_start_matches('\u{feff}').len();
        for (at, byte) in text.bytes().enumerate().skip(from) {
            let is_break = matches!(byte, b'\n' | b'\r');
            state = match (state, byte) {
                (State::Quoted, b'"') => State::Closed,
                (State::Quoted, _) => {
                    has_break |= is_break;
                    State::Quoted
                }
                (State::Closed, b'"') => State::Quoted,
                (State::Start, b'"') => {
                    (opened, has_break) = (at, false);
                    State::Quoted
                }
                _ if is_break || byte == delimiter => State::Start,
                (State::Closed, _) if has_break && byte != b' ' => {
                    broken = broken.or(Some(at));
                    State::Plain
                }
                _ => State::Plain,
            };
        }
        Quoting {
            unclosed: (state == State::Quoted).then_some(opened),
            broken,
        }
    }

    /// The 1-based line of a cell of this text that opens and never closes.
    pub(crate) fn unclosed_line(text: &str, delimiter: u8) -> Option<usize> {
        let at = Quoting::of(text, delimiter).unclosed?;
        Some(1 + n_breaks(text.get(..at).unwrap_or_default()))
    }
}

/// Breaks between the lines of a text.
pub(crate) fn n_breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_mark_that_nobody_closes_is_found() {
        for (text, expected) in [
            ("a,b\n1,\"x\n2,y\n", Some(2)),
            ("a,b\n1,x\n2,\"y \"\"z\"\"\n", Some(3)),
            ("\u{feff}\"a\",\"b\"\n\"1\",\"x\ny\"\n", None),
            ("a,b\n1,\"x\"\"\"\n", None),
            ("a,b\n1,5\" pipe\n", None),
            ("\"", Some(1)),
            ("", None),
        ] {
            assert_eq!(Quoting::unclosed_line(text, b','), expected, "{text}");
        }
    }
}
