//! Which strings stand in the cells of a sheet?
//!
//! A cell names a string of the workbook by its number or holds its own (ECMA-376, part 1, 18.3 and 18.4); a formula
//! counts as what it came to. Empty cells are passed over.

use crate::quote::verify::read::ReadError;
use crate::xml::{Element, Piece, local, walk};

/// More cells with something in them, or strings, are no table of quotes.
const MOST: usize = 1_000_000;
/// Sheets have no more columns.
const MOST_COLUMNS: usize = 16_384;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// The number of one of the workbook's strings.
    Shared(usize),
    Own(String),
}

/// The cells of a row that have something in them, each with its column, from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// As the sheet counts, from 1.
    pub(super) number: u32,
    pub(super) cells: Vec<(usize, Cell)>,
}

/// The strings of a workbook, in their order.
pub(super) fn strings(xml: &str) -> Result<Vec<String>, ReadError> {
    let mut strings: Vec<String> = Vec::new();
    let mut text = Text::default();
    walk(xml, |piece| match piece {
        Piece::Open(element) => text.open(local(element.name())),
        Piece::Close(name) if local(name) == "si" => {
            let string = text.take();
            if strings.len() <= MOST {
                strings.push(string);
            }
        }
        Piece::Close(name) => text.close(local(name)),
        Piece::Text(piece) => text.add(piece),
    })?;
    bounded(strings.len())?;
    Ok(strings)
}

/// The rows of a sheet.
pub(super) fn rows(xml: &str) -> Result<Vec<Row>, ReadError> {
    let mut reader = Reader::default();
    walk(xml, |piece| match piece {
        Piece::Open(element) => reader.open(element),
        Piece::Close(name) => reader.close(local(name)),
        Piece::Text(piece) => reader.text.add(piece),
    })?;
    bounded(reader.n_cells)?;
    Ok(reader.rows)
}

fn bounded(n: usize) -> Result<(), ReadError> {
    if n > MOST {
        return Err(ReadError::TooLarge);
    }
    Ok(())
}

/// The text of a string or a cell, which may be in several runs; how it is pronounced is none of it.
#[derive(Default)]
struct Text {
    words: String,
    is_open: bool,
    n_phonetic: usize,
}

impl Text {
    fn open(&mut self, name: &str) {
        match name {
            "rPh" => self.n_phonetic += 1,
            "t" | "v" => self.is_open = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "rPh" => self.n_phonetic = self.n_phonetic.saturating_sub(1),
            "t" | "v" => self.is_open = false,
            _ => {}
        }
    }

    fn add(&mut self, piece: &str) {
        if self.is_open && self.n_phonetic == 0 {
            self.words.push_str(piece);
        }
    }

    fn take(&mut self) -> String {
        unescaped(&std::mem::take(&mut self.words))
    }
}

#[derive(Default)]
struct Reader {
    rows: Vec<Row>,
    n_cells: usize,
    /// Where the next row and the next cell stand if they do not say it.
    next_row: u32,
    next_column: usize,
    column: usize,
    is_shared: bool,
    text: Text,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        match local(element.name()) {
            "row" => {
                let given = element.attribute("r").and_then(|r| r.parse().ok());
                let number: u32 = given.unwrap_or(self.next_row.saturating_add(1));
                self.next_row = number;
                self.next_column = 0;
                // A row without a cell that has something in it takes no room.
                if self.rows.last().is_none_or(|row| !row.cells.is_empty()) {
                    self.rows.push(Row::default());
                }
                if let Some(row) = self.rows.last_mut() {
                    row.number = number;
                }
            }
            "c" => {
                let given = element.attribute("r").and_then(|place| column(&place));
                self.column = given.unwrap_or(self.next_column);
                self.next_column = self.column + 1;
                self.is_shared = element.attribute("t").as_deref() == Some("s");
                self.text = Text::default();
            }
            name => self.text.open(name),
        }
    }

    fn close(&mut self, name: &str) {
        if name != "c" {
            self.text.close(name);
            return;
        }
        let text = self.text.take();
        let cell = if self.is_shared {
            text.trim().parse().ok().map(Cell::Shared)
        } else {
            Some(Cell::Own(text)).filter(|cell| *cell != Cell::Own(String::new()))
        };
        let (Some(cell), Some(row)) = (cell, self.rows.last_mut()) else {
            return;
        };
        self.n_cells += 1;
        if self.n_cells <= MOST && self.column < MOST_COLUMNS {
            row.cells.push((self.column, cell));
        }
    }
}

/// The column of a place such as `AB12`, from 0.
fn column(place: &str) -> Option<usize> {
    let letters: Vec<u8> = place
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(4)
        .collect();
    let number = letters.iter().fold(0_usize, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

/// Controls stand in a cell as `_x0001_`, and what looks so by itself with its first line as `_x005F_`.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        match escape(after) {
            Some((c, behind)) => {
                out.push(c);
                rest = behind;
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of `005F_`, and what stands behind it.
fn escape(text: &str) -> Option<(char, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let behind = rest.strip_prefix('_')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((c, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_wherever_their_strings_stand() {
        let shared = "<sst><si><t>quote</t></si><si><r><t>We </t></r><r><t>type</t></r><rPh><t>x</t></rPh></si></sst>";
        let expected = ["quote".to_owned(), "We type".to_owned()];
        assert_eq!(strings(shared), Ok(expected.to_vec()));
        let sheet = "<worksheet><sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is>\
                     <t>a &lt;b&gt;</t></is></c><c/></row><row/><row><c t=\"str\"><f>1</f><v>3</v></c></row></sheetData></worksheet>";
        let own = |text: &str| Cell::Own(text.to_owned());
        let expected = [
            Row {
                number: 2,
                cells: vec![(1, Cell::Shared(1)), (2, own("a <b>"))],
            },
            Row {
                number: 4,
                cells: vec![(0, own("3"))],
            },
        ];
        assert_eq!(rows(sheet), Ok(expected.to_vec()));
    }

    #[test]
    fn controls_are_themselves_again() {
        for (written, read) in [
            ("a_x0001_b", "a\u{1}b"),
            ("a_x005F_x0001_b", "a_x0001_b"),
            ("_x00e9_", "\u{e9}"),
            ("_xD800_ _x12_ _x", "_xD800_ _x12_ _x"),
            ("an _x", "an _x"),
        ] {
            assert_eq!(unescaped(written), read);
        }
    }
}
