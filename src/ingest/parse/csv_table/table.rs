//! Where in a text does a table begin, how are its cells cut, and where do its quotation marks go astray?
//!
//! Excel may declare the mark between the cells in a first line `sep=;`. Reports set a title, a date or an empty line
//! above the heading: those are passed over up to the first line that names the words and the speaker or the time, which
//! no title does. A quotation mark that is never closed would make everybody's words those of one row: what stands in
//! the lines below it is left out.

use crate::ingest::transcript::Problem;
use crate::text::cells::{Quoting, delimiter, n_breaks};

use super::columns::{Columns, is_heading};

/// What may stand between cells besides the comma.
const MARKS: &[u8] = b";\t|";
/// No more lines than these stand above a heading.
const LINES_ABOVE: usize = 20;
/// Longer lines are no heading of a transcript.
const LONGEST_HEADING: usize = 4_096;

/// A table as it stands in a text.
pub(super) struct Table<'t> {
    /// From the heading on.
    text: &'t str,
    /// Between the cells.
    pub(super) delimiter: u8,
    /// Lines of the text before the table.
    n_above: usize,
    /// Whether any of them says something.
    has_preamble: bool,
}

impl<'t> Table<'t> {
    /// Finds the table; where a person names the columns it begins at once.
    pub(super) fn of(text: &'t str, given: &Columns) -> Table<'t> {
        let text = text.trim_start_matches('\u{feff}');
        if let Some((mark, rest)) = declared(text) {
            return Table {
                text: rest,
                delimiter: mark,
                n_above: 1,
                has_preamble: false,
            };
        }
        let found = given.is_empty().then(|| heading_below(text)).flatten();
        let Some((at, mark)) = found else {
            return Table {
                text,
                delimiter: delimiter(text, MARKS),
                n_above: 0,
                has_preamble: false,
            };
        };
        let (above, text) = text.split_at_checked(at).unwrap_or(("", text));
        Table {
            text,
            delimiter: mark,
            n_above: n_breaks(above),
            has_preamble: true,
        }
    }

    /// Cuts off what an open quotation mark would swallow, and tells what is odd about the table as a whole.
    pub(super) fn mend(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.has_preamble {
            let message = "the lines above the table's heading are left out";
            problems.push(Problem::at_line("lines-above-table", 1, message));
        }
        let quoting = Quoting::of(self.text, self.delimiter);
        if let Some(at) = quoting.broken {
            let message = "a quotation mark closes a cell of several lines here, and the cell goes on: words of several \
                           rows may stand in one; export the table again";
            problems.push(Problem::at_line(
                "quote-inside-cell",
                self.line(at),
                message,
            ));
        }
        if let Some(at) = quoting.unclosed {
            let message = "a quotation mark opens a cell here and is never closed; what stands in the lines below is \
                           left out; close it, or export the table again";
            problems.push(Problem::at_line("quote-not-closed", self.line(at), message));
            let rest = self.text.get(at..).unwrap_or_default();
            let end = rest.find(['\n', '\r']).map_or(self.text.len(), |n| at + n);
            self.text = self.text.get(..end).unwrap_or(self.text);
        }
        problems
    }

    /// The rows that can be read; those without words in any cell are none.
    pub(super) fn rows(&self) -> impl Iterator<Item = csv::StringRecord> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        // The reader's own copies of a row have room for as many cells as the longest row before had: a long row among
        // many short ones would cost a gigabyte.
        let mut row = csv::StringRecord::new();
        std::iter::from_fn(move || {
            while reader.read_record(&mut row).unwrap_or(false) {
                if row.iter().any(|cell| !cell.trim().is_empty()) {
                    return Some(row.iter().collect());
                }
            }
            None
        })
    }

    /// The 1-based line of a place in the table.
    fn line(&self, at: usize) -> usize {
        1 + self.n_above + n_breaks(self.text.get(..at).unwrap_or_default())
    }
}

/// The mark that a first line `sep=;` declares, and what stands below that line.
fn declared(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_end_matches('\r').trim_matches('"');
    let is_declaration = first.get(..4)?.eq_ignore_ascii_case("sep=");
    match first.as_bytes().get(4..)? {
        [mark] if is_declaration && (*mark == b',' || MARKS.contains(mark)) => Some((*mark, rest)),
        _ => None,
    }
}

/// Where the heading stands and how it is cut, if other lines stand above it.
fn heading_below(text: &str) -> Option<(usize, u8)> {
    let mut at = 0;
    let mut n_above = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let place = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let mark = delimiter(line, MARKS);
        let cells = || line.split(char::from(mark));
        let bare = cells().map(|cell| cell.trim().trim_matches('"'));
        if line.len() <= LONGEST_HEADING && is_heading(bare) {
            // Below a heading in a table stands a row of as many cells.
            let below = text.get(at..).unwrap_or_default().trim_start();
            let next = below.split(['\n', '\r']).next().unwrap_or_default();
            let is_of_a_table = next.split(char::from(mark)).count() >= cells().count();
            return (n_above > 0 && is_of_a_table).then_some((place, mark));
        }
        n_above += 1;
        if n_above > LINES_ABOVE {
            return None;
        }
    }
    None
}
