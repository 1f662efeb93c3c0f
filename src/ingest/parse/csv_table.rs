//! What does a table say that has a row for each utterance?
//!
//! There is no standard: columns are found by their headings in any order and case, by what `--columns` says, or
//! in a table without headings by what stands in them. Cut by comma, semicolon, tab or bar, with or without Excel's
//! byte order mark. Measured on a few real files; the rest is what spreadsheets and exporters are known to write.

mod columns;
mod headings;
mod table;
mod times;

pub use columns::{Column, Columns, ColumnsError};

use std::collections::HashMap;

use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};

use super::marks::Candidate;
use super::{Parsed, moment, oddities, roster, speaker_label, speech};
use columns::Layout;
use table::Table;
use times::Times;

/// A heading and a few rows decide whether a table holds a transcript.
const ROWS_LOOKED_AT: usize = 50;

/// How well a text fits: a table with words, and with who says them or when.
pub(super) fn fit(text: &str, given: &Columns) -> Option<Candidate> {
    let layout = layout_of(text, given)?;
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

/// Whether a table has a heading for the words and none for who says them or when.
pub(super) fn has_words_alone(text: &str) -> bool {
    let Some(layout) = layout_of(text, &Columns::default()) else {
        return false;
    };
    !layout.has(Column::Speaker) && !layout.has(Column::Start)
}

fn layout_of(text: &str, given: &Columns) -> Option<Layout> {
    let table = Table::of(text, given);
    let first: Vec<csv::StringRecord> = table.rows().take(ROWS_LOOKED_AT).collect();
    Layout::of(&first, given)
}

/// Reads the calls of a table; rows with different call ids are different calls.
pub(super) fn parse(text: &str, given: &Columns) -> Vec<Result<Parsed, Refusal>> {
    let mut table = Table::of(text, given);
    let mut problems = table.mend();
    let mut rows: Vec<csv::StringRecord> = table.rows().collect();
    let Some(layout) = Layout::of(&rows, given) else {
        return vec![Err(no_words())];
    };
    let body = rows.get_mut(layout.first_row..).unwrap_or_default();
    make_whole(body, &layout, table.delimiter, &mut problems);
    let times = Times::of(&layout, body);
    let mut calls: Vec<Parsed> = Vec::new();
    for (id, rows) in by_call(body, &layout) {
        let mut call = Reading::of(id);
        let first = times.first_moment(&layout, &rows);
        for row in rows {
            call.add(row, &layout, times, first.map(|(moment, _)| moment));
        }
        calls.push(call.finish(first.map(|(_, written)| written)));
    }
    if calls.is_empty() {
        return vec![Err(no_words())];
    }
    // What is odd about the whole table is told once, with a call that is kept.
    let spoken = calls
        .iter_mut()
        .find(|call| !call.transcript.utterances.is_empty());
    if let Some(call) = spoken {
        problems.append(&mut call.problems);
        call.problems = problems;
    }
    calls.into_iter().map(Ok).collect()
}

fn no_words() -> Refusal {
    let message = "no column of this table is known to hold the words; name the columns, as in \
                   `--columns text=Body,speaker=Who,start=When`";
    Refusal::new("no-columns", message)
}

/// Puts together the words that were cut at their commas, and tells of rows with more cells than headings.
fn make_whole(
    rows: &mut [csv::StringRecord],
    layout: &Layout,
    delimiter: u8,
    problems: &mut Vec<Problem>,
) {
    let (mut n_whole, mut n_overfull) = (0_usize, 0_usize);
    for row in rows {
        if let Some(whole) = layout.made_whole(row, delimiter) {
            *row = whole;
            n_whole += 1;
        } else if layout.is_overfull(row) {
            n_overfull += 1;
        }
    }
    if n_whole > 0 {
        let message = format!(
            "{n_whole} rows have commas in their words and no quotation marks around them; their pieces were put together"
        );
        problems.push(Problem::of_file("words-unquoted", message));
    }
    if n_overfull > 0 {
        let message = format!(
            "{n_overfull} rows have more cells than the heading; what stands behind is left out; export the table with \
             quotation marks around its words"
        );
        problems.push(Problem::of_file("row-overfull", message));
    }
}

/// One call's id and rows.
type CallRows<'r> = (&'r str, Vec<&'r csv::StringRecord>);

/// The rows of each call, in the order of their first rows; one without an id is one of them.
fn by_call<'r>(rows: &'r [csv::StringRecord], layout: &Layout) -> Vec<CallRows<'r>> {
    let mut calls: Vec<CallRows<'r>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        let id = layout.cell(row, Column::Call).unwrap_or("");
        let place = *places.entry(id).or_insert(calls.len());
        if place == calls.len() {
            calls.push((id, Vec::new()));
        }
        if let Some((_, rows)) = calls.get_mut(place) {
            rows.push(row);
        }
    }
    calls
}

/// A name for whoever is told by a side alone; `External` would be taken for somebody's own.
fn side_label(word: String) -> String {
    match Side::from_word(&word) {
        _ if speaker_label::is_placeholder(&word) => word,
        Some(Side::Rep) => "Agent".to_owned(),
        Some(Side::Prospect) => "Customer".to_owned(),
        _ => word,
    }
}

/// One call as its rows come in.
struct Reading {
    transcript: Transcript,
    people: HashMap<String, usize>,
    n_without_words: usize,
    is_any_time_odd: bool,
}

impl Reading {
    fn of(id: &str) -> Reading {
        let mut transcript = Transcript::new(Format::Csv);
        transcript.id = Some(id.to_owned()).filter(|id| !id.is_empty());
        Reading {
            transcript,
            people: HashMap::new(),
            n_without_words: 0,
            is_any_time_odd: false,
        }
    }

    fn add(&mut self, row: &csv::StringRecord, layout: &Layout, times: Times, zero: Option<i64>) {
        let fact = |column: Column| layout.cell(row, column).map(str::to_owned);
        let transcript = &mut self.transcript;
        transcript.title = transcript.title.take().or_else(|| fact(Column::Title));
        transcript.started_at = transcript.started_at.take().or_else(|| fact(Column::Date));
        // The words are the speaker's: not even the white space around them is ours to drop.
        let Some(text) = layout.words(row).filter(|text| !text.trim().is_empty()) else {
            self.n_without_words += 1;
            return;
        };
        let mut is_any_odd = false;
        let mut time = |column: Column, read: &dyn Fn(&str) -> Option<f64>| {
            let cell = layout.cell(row, column)?;
            let seconds = read(cell);
            is_any_odd |= seconds.is_none();
            seconds
        };
        let start = time(Column::Start, &|cell| times.seconds(cell, zero));
        let end = time(Column::End, &|cell| times.seconds(cell, zero));
        let length = time(Column::Duration, &|cell| times.length(cell));
        self.is_any_time_odd |= is_any_odd;
        let speaker = fact(Column::Speaker).or_else(|| fact(Column::Side).map(side_label));
        let speaker = roster::speaker(speaker);
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

    /// Labels such as `Agent` tell a side where no column does.
    fn note_labels(&mut self) {
        for person in speech::people(&self.transcript.utterances) {
            let place = self.people.get(&person.name).copied();
            let known = place.and_then(|place| self.transcript.people.get_mut(place));
            match known {
                Some(known) => known.side = known.side.or(person.side),
                None => self.transcript.people.push(person),
            }
        }
    }

    /// The call; `first_moment` is when its first words were spoken, where the table tells the date and the hour of each row.
    fn finish(mut self, first_moment: Option<&str>) -> Parsed {
        self.note_labels();
        let transcript = &mut self.transcript;
        if transcript.started_at.is_none() {
            transcript.started_at = moment::started_at(first_moment.map(str::to_owned));
        }
        let mut problems = Vec::new();
        if self.n_without_words > 0 {
            let message = format!(
                "{} rows have no words and are left out",
                self.n_without_words
            );
            problems.push(Problem::of_file("row-without-text", message));
        }
        oddities::note_times(self.is_any_time_odd, &mut problems);
        Parsed {
            transcript: self.transcript,
            problems,
            raw: 0..0,
        }
    }
}
