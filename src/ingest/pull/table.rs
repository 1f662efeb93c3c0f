//! How do a CRM's records become the table that the import of deals reads?
//!
//! Headings as the CRM itself exports them, a row for each deal; so a deal that was pulled and one that was exported are
//! the same deal.

/// A CSV of rows under headings; nothing where there is no row.
pub(super) fn csv(headings: &[&str], rows: &[Vec<String>]) -> Option<Vec<u8>> {
    if rows.is_empty() {
        return None;
    }
    let mut text = String::new();
    line(&mut text, headings.iter().copied());
    for row in rows {
        line(&mut text, row.iter().map(String::as_str));
    }
    Some(text.into_bytes())
}

/// Every cell quoted: cells hold commas, quotes and line ends.
fn line<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(&cell.replace('"', "\"\"").replace('\0', " "));
        text.push('"');
    }
    text.push('\n');
}
