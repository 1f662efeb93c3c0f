//! Which column of a table holds what?

use std::str::FromStr;

use crate::ingest::parse::clock;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    Text,
    Speaker,
    Start,
    End,
    Duration,
    Side,
    Email,
    Role,
    Call,
    Title,
    Date,
}

impl Column {
    const ALL: [(Column, &'static str, &'static [&'static str]); 11] = [
        (
            Column::Text,
            "text",
            &[
                "transcript",
                "transcript text",
                "utterance",
                "utterance text",
                "content",
                "message",
                "sentence",
                "words",
                "speech",
                "caption",
                "snippet",
                "body",
                "line",
                "said",
                "dialogue",
                "transcription",
            ],
        ),
        (
            Column::Speaker,
            "speaker",
            &[
                "speaker name",
                "speaker label",
                "speaker id",
                "name",
                "who",
                "participant",
                "participant name",
                "user",
                "user name",
                "author",
                "person",
                "display name",
                "channel",
            ],
        ),
        (
            Column::Start,
            "start",
            &[
                "start time",
                "starttime",
                "start ms",
                "start sec",
                "start seconds",
                "start time ms",
                "start timestamp",
                "begin",
                "begin time",
                "timestamp",
                "time",
                "time stamp",
                "offset",
                "offset ms",
                "from",
                "in",
                "start s",
            ],
        ),
        (
            Column::End,
            "end",
            &[
                "end time",
                "endtime",
                "end ms",
                "end sec",
                "end seconds",
                "end time ms",
                "end timestamp",
                "stop",
                "stop time",
                "to",
                "out",
                "end s",
            ],
        ),
        (
            Column::Duration,
            "duration",
            &["duration ms", "length", "duration seconds", "dur"],
        ),
        (
            Column::Side,
            "side",
            &[
                "speaker type",
                "speaker role",
                "participant role",
                "party",
                "affiliation",
                "speaker side",
            ],
        ),
        (
            Column::Email,
            "email",
            &["speaker email", "e mail", "email address", "user email"],
        ),
        (
            Column::Role,
            "role",
            &["job title", "speaker title", "position"],
        ),
        (
            Column::Call,
            "call",
            &[
                "call id",
                "conversation",
                "conversation id",
                "meeting id",
                "recording id",
                "transcript id",
                "session id",
                "interaction id",
            ],
        ),
        (
            Column::Title,
            "title",
            &["call title", "meeting title", "subject", "meeting", "topic"],
        ),
        (
            Column::Date,
            "date",
            &["call date", "started at", "meeting date", "call start"],
        ),
    ];

    fn named(heading: &str) -> Option<Column> {
        let heading = plain(heading);
        let known = Column::ALL
            .iter()
            .find(|(_, name, others)| *name == heading || others.contains(&heading.as_str()));
        known.map(|(column, ..)| *column)
    }

    fn name(self) -> &'static str {
        let known = Column::ALL.iter().find(|(column, ..)| *column == self);
        known.map_or("", |(_, name, _)| name)
    }
}

/// What a person says about the columns: `text=Body,speaker=Who,start=3`; numbers count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Column, String)>);

impl Columns {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is wrong with `--columns`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    #[error("`{0}` is no column to name; write `text=Heading,speaker=Heading` with any of: {known}", known = known())]
    Unknown(String),
    #[error("`{0}` names no heading; write `text=Heading`, or `text=3` for the third column")]
    Empty(String),
}

fn known() -> String {
    let names: Vec<&str> = Column::ALL.iter().map(|(_, name, _)| *name).collect();
    names.join(", ")
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(written: &str) -> Result<Columns, ColumnsError> {
        let mut columns = Vec::new();
        for part in written.split(',').filter(|part| !part.trim().is_empty()) {
            let (name, heading) = part
                .split_once('=')
                .ok_or_else(|| ColumnsError::Empty(part.trim().to_owned()))?;
            if heading.trim().is_empty() {
                return Err(ColumnsError::Empty(part.trim().to_owned()));
            }
            let named = Column::ALL
                .iter()
                .find(|(_, known, _)| known.eq_ignore_ascii_case(name.trim()));
            let (column, ..) =
                named.ok_or_else(|| ColumnsError::Unknown(name.trim().to_owned()))?;
            columns.push((*column, heading.trim().to_owned()));
        }
        Ok(Columns(columns))
    }
}

/// Which column is where.
pub(super) struct Layout {
    columns: Vec<(Column, usize)>,
    headings: Vec<String>,
    /// Index of the first row that is no heading.
    pub(super) first_row: usize,
}

impl Layout {
    /// Finds the columns; `None` where none holds the words.
    pub(super) fn of(rows: &[csv::StringRecord], given: &Columns) -> Option<Layout> {
        let heading = rows.first()?;
        let headings: Vec<String> = heading.iter().map(|cell| cell.trim().to_owned()).collect();
        if !given.is_empty() {
            return Layout::as_given(headings, given);
        }
        let mut columns: Vec<(Column, usize)> = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            if let Some(column) = Column::named(heading)
                && !columns.iter().any(|(known, _)| *known == column)
            {
                columns.push((column, at));
            }
        }
        let layout = Layout {
            columns,
            headings,
            first_row: 1,
        };
        if layout.has(Column::Text) {
            return Some(layout);
        }
        Layout::without_headings(rows)
    }

    fn as_given(headings: Vec<String>, given: &Columns) -> Option<Layout> {
        let place = |wanted: &str| {
            let by_name = headings
                .iter()
                .position(|heading| plain(heading) == plain(wanted));
            let by_number = || {
                let number = wanted.parse::<usize>().ok()?.checked_sub(1)?;
                (number < headings.len()).then_some(number)
            };
            by_name.or_else(by_number)
        };
        let columns: Option<Vec<(Column, usize)>> = given
            .0
            .iter()
            .map(|(column, wanted)| Some((*column, place(wanted)?)))
            .collect();
        let by_number = |(_, wanted): &(Column, String)| wanted.parse::<usize>().is_ok();
        let layout = Layout {
            columns: columns?,
            // Where every column is given by its number there need not be a heading.
            first_row: usize::from(!given.0.iter().all(by_number)),
            headings,
        };
        layout.has(Column::Text).then_some(layout)
    }

    /// A table that begins at once: one or two stamps, perhaps a name, and the words last.
    fn without_headings(rows: &[csv::StringRecord]) -> Option<Layout> {
        let n_columns = rows.first()?.len();
        let is_time = |at: usize| {
            let mut cells = rows.iter().take(20).filter_map(|row| row.get(at));
            cells.all(|cell| super::times::stamp(cell).is_some())
        };
        let mut columns = vec![(Column::Start, 0)];
        if !is_time(0) || !(2..=4).contains(&n_columns) {
            return None;
        }
        let mut next = 1;
        if n_columns > 2 && is_time(1) {
            columns.push((Column::End, 1));
            next = 2;
        }
        if n_columns == next + 2 {
            columns.push((Column::Speaker, next));
            next += 1;
        }
        if n_columns != next + 1 {
            return None;
        }
        columns.push((Column::Text, next));
        Some(Layout {
            columns,
            headings: Vec::new(),
            first_row: 0,
        })
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// What was found, for people: headings are the writer's words, not a speaker's.
    pub(super) fn told(&self) -> Vec<String> {
        let told = |(column, at): &(Column, usize)| {
            let place = at + 1;
            match self.headings.get(*at) {
                Some(heading) => format!("{}: column {place} ({heading:?})", column.name()),
                None => format!("{}: column {place}", column.name()),
            }
        };
        self.columns.iter().map(told).collect()
    }

    /// A cell without the white space around it; `None` where it is blank.
    pub(super) fn cell<'r>(&self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        let cell = self.words_of(row, column)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The words of a row, untouched.
    pub(super) fn words<'r>(&self, row: &'r csv::StringRecord) -> Option<&'r str> {
        self.words_of(row, Column::Text)
    }

    fn words_of<'r>(&self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        let (_, at) = self.columns.iter().find(|(known, _)| *known == column)?;
        row.get(*at)
    }

    /// The heading of a column, plain.
    pub(super) fn heading(&self, column: Column) -> Option<String> {
        let (_, at) = self.columns.iter().find(|(known, _)| *known == column)?;
        self.headings.get(*at).map(|heading| plain(heading))
    }
}

/// A heading without case and marks: `Start_Time` and `start time` are one.
fn plain(heading: &str) -> String {
    let spaced = heading
        .replace(['_', '-', '.', ':', '(', ')', '[', ']'], " ")
        .to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a cell is a stamp with colons.
pub(super) fn clock_seconds(cell: &str) -> Option<f64> {
    cell.contains(':').then(|| clock::seconds(cell)).flatten()
}
