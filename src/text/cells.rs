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

/// The 1-based line of a cell that opens a quotation mark and never closes it, if there is one: for whoever reads the text
/// as a table, all that stands below is part of that cell, and so of the last row.
pub(crate) fn unclosed_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut at = Within::Start;
    let (mut line, mut opened) = (1, 1);
    for byte in text.trim_start_matches('\u{feff}').bytes() {
        let is_end = byte == delimiter || matches!(byte, b'\n' | b'\r');
        at = match (at, byte) {
            (Within::Start, b'"') => {
                opened = line;
                Within::Quote
            }
            (Within::Quote, b'"') => Within::Mark,
            (Within::Quote, _) | (Within::Mark, b'"') => Within::Quote,
            _ if is_end => Within::Start,
            _ => Within::Cell,
        };
        line += usize::from(byte == b'\n');
    }
    matches!(at, Within::Quote).then_some(opened)
}

/// Where in a table a byte stands.
#[derive(Clone, Copy)]
enum Within {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotation marks.
    Cell,
    /// In a quoted cell.
    Quote,
    /// Behind a quotation mark in such a cell: the last one, or the first of two that mean one.
    Mark,
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
            assert_eq!(unclosed_quote(text, b','), expected, "{text}");
        }
    }
}
