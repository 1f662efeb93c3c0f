//! What does a document or a workbook hold, for somebody who has not opened it yet?
//!
//! Read from the finished file and not from the pack: paragraph by paragraph, row by row.

use std::io::Cursor;

use crate::serve::trouble::Trouble;
use crate::unpack::{Container, Limits, UnpackError};
use crate::xml::{Piece, XmlError, local, walk};

/// Rows of one table that are shown.
const MOST_ROWS: usize = 1_000;
/// Columns of a table that are shown.
const MOST_COLUMNS: usize = 100;

/// Paragraphs or rows of one part of a file.
pub struct Table {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Why a file of ours cannot be read again. The cause never tells words.
struct Unread(String);

impl From<UnpackError> for Unread {
    fn from(error: UnpackError) -> Unread {
        Unread(error.message)
    }
}

impl From<XmlError> for Unread {
    fn from(error: XmlError) -> Unread {
        Unread(error.message)
    }
}

/// The tables of a finished document or workbook.
pub fn tables(bytes: &[u8]) -> Result<Vec<Table>, Trouble> {
    read(bytes).map_err(|Unread(cause)| {
        Trouble::Own(format!("the finished file cannot be read again: {cause}"))
    })
}

fn read(bytes: &[u8]) -> Result<Vec<Table>, Unread> {
    let mut parts = Parts::open(bytes)?;
    if let Some(document) = parts.text("word/document.xml")? {
        let mut tables = vec![paragraphs("Paragraphs", &document)?];
        if let Some(notes) = parts.text("word/footnotes.xml")? {
            tables.push(paragraphs("Footnotes", &notes)?);
        }
        return Ok(tables);
    }
    let strings = match parts.text("xl/sharedStrings.xml")? {
        Some(xml) => strings(&xml)?,
        None => Vec::new(),
    };
    let names = match parts.text("xl/workbook.xml")? {
        Some(xml) => sheet_names(&xml)?,
        None => Vec::new(),
    };
    let mut tables = Vec::new();
    for (number, title) in (1..).zip(names) {
        if let Some(xml) = parts.text(&format!("xl/worksheets/sheet{number}.xml"))? {
            tables.push(sheet(title, &xml, &strings)?);
        }
    }
    Ok(tables)
}

/// The files in a container.
struct Parts<'b>(Container<Cursor<&'b [u8]>>);

impl<'b> Parts<'b> {
    fn open(bytes: &'b [u8]) -> Result<Parts<'b>, Unread> {
        let container = Container::open(Cursor::new(bytes), Limits::DOCUMENT)?;
        Ok(Parts(container))
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Unread> {
        let parts = self.0.parts();
        let Some(part) = parts.iter().find(|part| part.name == name) else {
            return Ok(None);
        };
        let bytes = self.0.unpack(part)?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Every paragraph with words in it, each with its style.
fn paragraphs(title: &str, xml: &str) -> Result<Table, Unread> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut style, mut text, mut is_text) = (String::new(), String::new(), false);
    walk(xml, |piece| match piece {
        Piece::Open(element) => match local(element.name()) {
            "p" => (style, text) = (String::new(), String::new()),
            "pStyle" => style = element.attribute("val").unwrap_or_default(),
            "t" => is_text = true,
            "br" => text.push('\n'),
            _ => {}
        },
        Piece::Close(name) => match local(name) {
            "t" => is_text = false,
            "p" if !text.trim().is_empty() && rows.len() < MOST_ROWS => {
                rows.push(vec![std::mem::take(&mut style), std::mem::take(&mut text)]);
            }
            _ => {}
        },
        Piece::Text(words) => {
            if is_text {
                text.push_str(words);
            }
        }
    })?;
    Ok(Table {
        title: title.to_owned(),
        head: vec!["Style".to_owned(), "Text".to_owned()],
        rows,
    })
}

/// The strings that the cells name by their numbers.
fn strings(xml: &str) -> Result<Vec<String>, Unread> {
    let mut strings = Vec::new();
    let (mut text, mut is_text) = (String::new(), false);
    walk(xml, |piece| match piece {
        Piece::Open(element) => is_text = local(element.name()) == "t",
        Piece::Close(name) => {
            is_text = false;
            if local(name) == "si" {
                strings.push(std::mem::take(&mut text));
            }
        }
        Piece::Text(words) => {
            if is_text {
                text.push_str(words);
            }
        }
    })?;
    Ok(strings)
}

fn sheet_names(xml: &str) -> Result<Vec<String>, Unread> {
    let mut names = Vec::new();
    walk(xml, |piece| {
        if let Piece::Open(element) = piece
            && local(element.name()) == "sheet"
        {
            names.push(element.attribute("name").unwrap_or_default());
        }
    })?;
    Ok(names)
}

/// The rows of a sheet; the first one is its head.
fn sheet(title: String, xml: &str, strings: &[String]) -> Result<Table, Unread> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut place, mut value, mut is_value) = (0, String::new(), false);
    walk(xml, |piece| match piece {
        Piece::Open(element) => match local(element.name()) {
            "row" => rows.push(Vec::new()),
            "c" => place = column(&element.attribute("r").unwrap_or_default()),
            "v" => is_value = true,
            _ => {}
        },
        Piece::Close(name) => match local(name) {
            "v" => is_value = false,
            "c" => {
                let number = std::mem::take(&mut value).parse::<usize>().ok();
                let text = number.and_then(|number| strings.get(number));
                if let (Some(row), Some(text)) = (rows.last_mut(), text)
                    && place < MOST_COLUMNS
                {
                    row.resize(row.len().max(place + 1), String::new());
                    row[place].clone_from(text);
                }
            }
            _ => {}
        },
        Piece::Text(words) => {
            if is_value {
                value.push_str(words);
            }
        }
    })?;
    rows.truncate(MOST_ROWS + 1);
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        row.resize(widest, String::new());
    }
    let head = if rows.is_empty() {
        Vec::new()
    } else {
        rows.remove(0)
    };
    Ok(Table { title, head, rows })
}

/// The column of a place such as `AB12`, from 0.
fn column(place: &str) -> usize {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase).take(3);
    let number = letters.fold(0, |number, letter| {
        number * 26 + usize::from(letter - b'A') + 1
    });
    number.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn columns_are_counted_as_letters_are() {
        let columns = ["A1", "Z9", "AA1", "AB12"].map(column);
        assert_eq!(columns, [0, 25, 26, 27]);
    }
}
