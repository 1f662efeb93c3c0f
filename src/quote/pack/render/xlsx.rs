//! How does a pack look as a workbook?
//!
//! A sheet `Quotes` with the columns of the table that `csv` writes, and a sheet `About`. Every cell is a string, so
//! that nothing runs and nothing is rounded; no clock is read.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook,
    Worksheet, XlsxError,
};

use crate::quote::pack::Pack;
use crate::quote::pack::render::csv::{COLUMNS, values};
use crate::quote::pack::render::fit::check;
use crate::quote::pack::render::{PackFormat, RenderError};

/// The most that a cell holds, in the units of UTF-16.
const LONGEST_CELL: usize = 32_767;
/// How the sheet with the quotes is called.
const QUOTES: &str = "Quotes";

/// The workbook's bytes.
pub(super) fn render(pack: &Pack) -> Result<Vec<u8>, RenderError> {
    check(PackFormat::Xlsx, pack, unfit)?;
    written(pack).map_err(|cause| RenderError::Format {
        format: PackFormat::Xlsx.name(),
        cause: cause.to_string(),
    })
}

/// Controls are written as `_x0001_`, as spreadsheets do; these two cannot be written at all.
fn unfit(text: &str) -> Option<String> {
    if text.encode_utf16().count() > LONGEST_CELL {
        let why = "text of more than 32,767 characters, the most that a cell holds";
        return Some(why.to_owned());
    }
    // The crate takes such a string for rich text that somebody has escaped already.
    let is_taken_for_markup = text.starts_with("<r>") && text.ends_with("</r>");
    is_taken_for_markup.then(|| "text that begins and ends like a cell's own markup".to_owned())
}

fn written(pack: &Pack) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The format asks for a day; any other than a fixed one would change the bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&pack.name)
        .set_creation_datetime(&day);
    workbook.set_properties(&properties);
    quotes(workbook.add_worksheet(), pack)?;
    about(workbook.add_worksheet(), pack)?;
    workbook.save_to_buffer()
}

fn quotes(sheet: &mut Worksheet, pack: &Pack) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E8_ECF1))
        .set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(QUOTES)?;
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width(name))?;
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    let mut last = 0;
    for (row, item) in (1_u32..).zip(&pack.items) {
        for (column, value) in (0_u16..).zip(values(row as usize, item)) {
            if !value.is_empty() {
                sheet.write_string_with_format(row, column, value, &text)?;
            }
        }
        last = row;
    }
    // The numbers are strings on purpose.
    sheet.ignore_error_range(0, 0, last, 0, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    Ok(())
}

/// What the pack is and how it is checked.
fn about(sheet: &mut Worksheet, pack: &Pack) -> Result<(), XlsxError> {
    let label = Format::new().set_bold().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut rows = vec![("pack".to_owned(), pack.name.clone())];
    rows.push(("query".to_owned(), pack.query.clone()));
    rows.extend(pack.filters.iter().cloned());
    rows.push(("quotes".to_owned(), pack.items.len().to_string()));
    let how = format!(
        "verbatim verify FILE holds each row of the sheet {QUOTES} against the turn that its column source names"
    );
    rows.push(("check".to_owned(), how));
    rows.retain(|(_, value)| !value.is_empty());
    sheet.set_name("About")?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 80)?;
    for (row, (name, value)) in (0_u32..).zip(rows) {
        sheet.write_string_with_format(row, 0, name, &label)?;
        sheet.write_string_with_format(row, 1, value, &text)?;
        sheet.ignore_error(row, 1, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// In characters, so that a page of the sheet shows the words first.
fn width(column: &str) -> f64 {
    match column {
        "quote" => 64.0,
        "note" => 32.0,
        "number" | "time" => 8.0,
        "source" => 24.0,
        "section" | "speaker_role" | "account" | "industry" | "link" | "tags" => 20.0,
        _ => 13.0,
    }
}
