//! What does a heading say that its column holds?
//!
//! Each column has a name of its own and others that tables are known to use, the plainest first: where two headings
//! name one column, the plainer one is it, wherever it stands. German, French, Spanish, Portuguese, Italian and Dutch
//! headings are known for what every transcript has: speaker, words and times.

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

/// Words behind the name of a column of times that say what its numbers count.
pub(super) const MILLISECONDS: &[&str] = &["ms", "msec", "msecs", "millis", "milliseconds"];
pub(super) const SECONDS: &[&str] = &["s", "sec", "secs", "second", "seconds"];

#[rustfmt::skip]
const TEXT: &[&str] = &[
    "transcript", "transcript text", "utterance", "utterance text", "content", "message", "sentence",
    "words", "speech", "caption", "snippet", "body", "said", "dialogue", "transcription",
    "transkript", "transkription", "wortlaut", "texte", "propos", "texto", "transcripción",
    "transcripcion", "transcrição", "transcricao", "fala", "testo", "trascrizione", "tekst",
    "transcriptie",
    // Numbers of lines stand below it as often as lines do.
    "line",
];

#[rustfmt::skip]
const SPEAKER: &[&str] = &[
    "speaker name", "speaker label", "sprecher", "sprecherin", "sprechername", "locuteur", "locutrice",
    "intervenant", "hablante", "interlocutor", "falante", "orador", "parlante", "relatore",
    "interlocutore", "spreker",
    "name", "who", "participant", "participant name", "teilnehmer", "participante", "partecipante",
    "deelnemer", "user name", "author", "person", "display name", "user", "speaker id",
    // A number at most recorders, and the same for everybody on one line.
    "channel",
];

#[rustfmt::skip]
const START: &[&str] = &[
    "start time", "starttime", "start timestamp", "start timecode", "begin", "begin time",
    "timestamp", "time stamp", "timecode", "time", "offset", "from", "in",
    "startzeit", "beginn", "anfang", "zeitstempel", "zeit", "heure de début", "début", "debut",
    "horodatage", "temps", "hora de inicio", "inicio", "tiempo", "hora", "início", "tempo", "inizio",
    "starttijd", "begintijd", "tijdstip", "tijd",
];

#[rustfmt::skip]
const END: &[&str] = &[
    "end time", "endtime", "end timestamp", "end timecode", "stop", "stop time", "to", "out",
    "endzeit", "ende", "heure de fin", "fin", "hora de fin", "fim", "fine", "eindtijd", "einde",
];

impl Column {
    pub(super) const ALL: [(Column, &'static str, &'static [&'static str]); 11] = [
        (Column::Text, "text", TEXT),
        (Column::Speaker, "speaker", SPEAKER),
        (Column::Start, "start", START),
        (Column::End, "end", END),
        (Column::Duration, "duration", &["length", "dur", "dauer"]),
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

    /// The column that a heading names, and how plainly: 0 is the column's own name.
    pub(super) fn named(heading: &str) -> Option<(Column, usize)> {
        let heading = plain(heading);
        Column::ranked(&heading).or_else(|| {
            let known = Column::ranked(without_unit(&heading)?)?;
            known.0.is_time().then_some(known)
        })
    }

    fn ranked(heading: &str) -> Option<(Column, usize)> {
        Column::ALL.iter().find_map(|(column, name, others)| {
            let mut names = std::iter::once(name).chain(others.iter());
            Some((*column, names.position(|known| *known == heading)?))
        })
    }

    /// Its own name, as `--columns` takes it.
    pub(super) fn name(self) -> &'static str {
        let known = Column::ALL.iter().find(|(column, ..)| *column == self);
        known.map_or("", |(_, name, _)| name)
    }

    fn is_time(self) -> bool {
        matches!(self, Column::Start | Column::End | Column::Duration)
    }
}

/// `start time` of `start time s` and of `start time in seconds`.
fn without_unit(heading: &str) -> Option<&str> {
    let (rest, unit) = heading.rsplit_once(' ')?;
    let is_unit = MILLISECONDS.contains(&unit) || SECONDS.contains(&unit);
    is_unit.then(|| rest.strip_suffix(" in").unwrap_or(rest))
}

/// A heading without case and marks: `Start_Time`, `start time` and `startTime` are one.
pub(super) fn plain(heading: &str) -> String {
    let mut spaced = String::with_capacity(heading.len());
    let mut before = ' ';
    let mut chars = heading.chars().peekable();
    while let Some(c) = chars.next() {
        if is_mark(c) {
            spaced.push(' ');
        } else {
            let is_followed = chars.peek().is_some_and(|next| next.is_lowercase());
            if c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && is_followed))
            {
                spaced.push(' ');
            }
            spaced.extend(c.to_lowercase());
        }
        before = c;
    }
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A heading by its letters alone, so that a person may write `startms` for `startMs`.
pub(super) fn squeezed(heading: &str) -> String {
    plain(heading).replace(' ', "")
}

fn is_mark(c: char) -> bool {
    matches!(c, '_' | '-' | '.' | ':' | '(' | ')' | '[' | ']')
}
