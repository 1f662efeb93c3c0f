//! What does a table say that has a row for each utterance?
//!
//! There is no standard: columns are found by their headings in any order and case, by what `--columns` says, or
//! in a table without headings by what stands in them. Cut by comma, semicolon, tab or bar, with or without Excel's
//! byte order mark. Measured on a few real files; the rest is what spreadsheets and exporters are known to write.

mod columns;
mod times;

pub use columns::{Column, Columns, ColumnsError};

use std::collections::HashMap;

use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};
use crate::text::cells::delimiter;

use super::Parsed;
use super::marks::Candidate;
use columns::Layout;
use times::Unit;

/// A heading and a few rows decide whether a table holds a transcript.
const ROWS_LOOKED_AT: usize = 50;

/// How well a text fits: a table with words, and with who says them or when.
pub(super) fn fit(text: &str, given: &Columns) -> Option<Candidate> {
    let first = rows(text).take(ROWS_LOOKED_AT).collect::<Vec<_>>();
    let layout = Layout::of(&first, given)?;
    let score = match (layout.has(Column::Speaker), layout.has(Column::Start)) {
        _ if !given.is_empty() => 99,
        (true, true) => 90,
        (true, false) | (false, true) => 75,
        (false, false) => return None,
    };
    Some(Candidate {
        found: layout.told(),
        ..Candidate::new(Format::Csv, score, "")
    })
}

/// Reads the calls of a table; rows with different call ids are different calls.
pub(super) fn parse(text: &str, given: &Columns) -> Vec<Result<Parsed, Refusal>> {
    let rows: Vec<csv::StringRecord> = rows(text).collect();
    let Some(layout) = Layout::of(&rows, given) else {
        return vec![Err(no_words())];
    };
    let body = rows.get(layout.first_row..).unwrap_or_default();
    let unit = Unit::of(&layout, body);
    let mut calls: Vec<Reading> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in body {
        let id = layout.cell(row, Column::Call).unwrap_or("");
        let place = *places.entry(id.to_owned()).or_insert_with(|| {
            calls.push(Reading::of(id));
            calls.len() - 1
        });
        if let Some(call) = calls.get_mut(place) {
            call.add(row, &layout, unit);
        }
    }
    if calls.is_empty() {
        return vec![Err(no_words())];
    }
    calls.into_iter().map(|call| Ok(call.finish())).collect()
}

fn no_words() -> Refusal {
    let message = "no column of this table is known to hold the words; name the columns, as in \
                   `--columns text=Body,speaker=Who,start=When`";
    Refusal::new("no-columns", message)
}

/// The rows that can be read; broken quoting ends them.
fn rows(text: &str) -> impl Iterator<Item = csv::StringRecord> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text, b";\t|"))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // The reader's own copies of a row have room for as many cells as the longest row before had: a long row among many
    // short ones would cost a gigabyte.
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

/// One call as its rows come in.
struct Reading {
    transcript: Transcript,
    people: HashMap<String, usize>,
    n_without_words: usize,
}

impl Reading {
    fn of(id: &str) -> Reading {
        let mut transcript = Transcript::new(Format::Csv);
        transcript.id = Some(id.to_owned()).filter(|id| !id.is_empty());
        Reading {
            transcript,
            people: HashMap::new(),
            n_without_words: 0,
        }
    }

    fn add(&mut self, row: &csv::StringRecord, layout: &Layout, unit: Unit) {
        let fact = |column: Column| layout.cell(row, column).map(str::to_owned);
        let transcript = &mut self.transcript;
        transcript.title = transcript.title.take().or_else(|| fact(Column::Title));
        transcript.started_at = transcript.started_at.take().or_else(|| fact(Column::Date));
        // The words are the speaker's: not even the white space around them is ours to drop.
        let Some(text) = layout.words(row).filter(|text| !text.trim().is_empty()) else {
            self.n_without_words += 1;
            return;
        };
        let start = layout
            .cell(row, Column::Start)
            .and_then(|cell| unit.seconds(cell));
        let length = layout
            .cell(row, Column::Duration)
            .and_then(|cell| unit.seconds(cell));
        let end = layout
            .cell(row, Column::End)
            .and_then(|cell| unit.seconds(cell));
        let speaker = fact(Column::Speaker).or_else(|| fact(Column::Side));
        if let Some(name) = &speaker {
            self.describe(name, row, layout);
        }
        self.transcript.utterances.push(Utterance {
            speaker,
            start,
            end: end.or_else(|| Some(start? + length?)),
            text: text.to_owned(),
        });
    }

    /// What other columns say about a speaker; the first row that says anything counts.
    fn describe(&mut self, name: &str, row: &csv::StringRecord, layout: &Layout) {
        let fact = |column: Column| layout.cell(row, column).map(str::to_owned);
        let side = layout.cell(row, Column::Side).and_then(Side::from_word);
        let (email, title) = (fact(Column::Email), fact(Column::Role));
        if side.is_none() && email.is_none() && title.is_none() {
            return;
        }
        let next = self.transcript.people.len();
        let place = *self.people.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.transcript.people.push(Person {
                name: name.to_owned(),
                ..Person::default()
            });
        }
        if let Some(person) = self.transcript.people.get_mut(place) {
            person.side = person.side.or(side);
            person.email = person.email.take().or(email);
            person.title = person.title.take().or(title);
        }
    }

    fn finish(self) -> Parsed {
        let mut problems = Vec::new();
        if self.n_without_words > 0 {
            let message = format!(
                "{} rows have no words and are left out",
                self.n_without_words
            );
            problems.push(Problem::of_file("row-without-text", message));
        }
        Parsed {
            transcript: self.transcript,
            problems,
            raw: 0..0,
        }
    }
}
