//! Which lines of a text document can be speech, and which are headings, stamps, notes and notices around it?
//!
//! Note takers put the speech into a document with agendas, attendees, summaries and a footer. What stands
//! there is nobody's words and must never be taken for a prospect's.

use super::heads;
use super::speaker_label::is_blank;
use super::stamp::{self, Time};

mod items;
mod otter_header;
mod titles;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    Blank,
    /// A stamp by itself, which dates what comes next.
    Stamp(f64),
    Heading(&'a str),
    /// Text in a part of the document that holds no speech.
    Outside(&'a str),
    /// A tool's own words: `Transcribed by …`, `Meeting ended after …`.
    Notice,
    /// What may be speech or a speaker's label.
    Text(&'a str),
    /// A name on a line of its own, with the stamp that stands beside it on another.
    Named(&'a str, Option<Time>),
}

/// A line and its 1-based number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) kind: Kind<'a>,
    /// No text stands directly above.
    pub(super) is_apart: bool,
}

/// The document's first so many lines, each with what it is for.
pub(super) fn lines(text: &str, limit: usize) -> Vec<Line<'_>> {
    let respecting = sorted(text, limit, Sections::Respected);
    if has_speech(&respecting) {
        return respecting;
    }
    // A transcript that stands under a heading like `Notes` is better read than refused; a list of tasks is not.
    let ignoring = sorted(text, limit, Sections::Ignored);
    if has_speech(&ignoring) {
        ignoring
    } else {
        respecting
    }
}

fn has_speech(lines: &[Line<'_>]) -> bool {
    let is_speech =
        |line: &Line<'_>| matches!(line.kind, Kind::Text(text) if heads::shows_speech(text));
    // Names without a label's mark are believed from three on, as `detect` believes them.
    let n_named = lines
        .iter()
        .filter(|line| matches!(line.kind, Kind::Named(..)))
        .count();
    n_named >= 3 || lines.iter().any(is_speech)
}

/// The lines of a text, whichever way they end.
pub(super) fn raw_lines(text: &str) -> impl Iterator<Item = &str> {
    // A file of lone carriage returns may all the same end in one line feed.
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// The lines between `---` at a Markdown file's start, and how many lines they take with their borders.
pub(super) fn front_matter(text: &str) -> (Vec<&str>, usize) {
    let is_border = |line: &str| line.trim_matches(is_blank) == "---";
    let mut lines = raw_lines(text);
    if !lines.next().is_some_and(is_border) {
        return (Vec::new(), 0);
    }
    // Sixty is arbitrary: more would be no front matter that anybody writes.
    let mut inner: Vec<&str> = lines.take(60).collect();
    let Some(end) = inner.iter().position(|line| is_border(line)) else {
        return (Vec::new(), 0);
    };
    inner.truncate(end);
    // Without a key of front matter it may be speech between two rules.
    if inner.iter().any(|line| has_known_key(line)) {
        (inner, end + 2)
    } else {
        (Vec::new(), 0)
    }
}

fn has_known_key(line: &str) -> bool {
    let key = line.split_once(':').map_or("", |(key, _)| key);
    FRONT_MATTER_KEYS
        .iter()
        .any(|known| key.eq_ignore_ascii_case(known))
}

/// Whether a heading names a part of a document and not its subject.
pub(super) fn is_part(title: &str) -> bool {
    let plain = plain(title);
    ASIDES.contains(&plain.as_str()) || TRANSCRIPTS.contains(&plain.as_str())
}

/// Whether a heading names a part that is about the call, not in it.
pub(super) fn is_aside(title: &str) -> bool {
    ASIDES.contains(&plain(title).as_str())
}

/// Whether headings decide what is speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sections {
    Respected,
    Ignored,
}

fn sorted(text: &str, limit: usize, sections: Sections) -> Vec<Line<'_>> {
    let (_, n_front) = front_matter(text);
    let begins = match sections {
        Sections::Respected => transcript_heading(text, n_front, limit).unwrap_or(n_front),
        Sections::Ignored => n_front,
    };
    let mut aside_level = None;
    let mut lines = Vec::new();
    let mut titles = Vec::new();
    let mut is_apart = true;
    for (index, line) in raw_lines(text).enumerate().skip(n_front).take(limit) {
        let mut kind = kind_of(line);
        if let (Kind::Heading(title), Sections::Respected) = (kind, sections) {
            let level = level_of(line);
            if is_aside(title) {
                aside_level = Some(level);
            } else if aside_level.is_some_and(|aside| level <= aside) {
                aside_level = None;
            }
        }
        let is_outside = index < begins || aside_level.is_some();
        if is_outside && let Kind::Text(text) = kind {
            kind = Kind::Outside(text);
        }
        if !is_outside && matches!(kind, Kind::Heading(_)) {
            titles.extend(titles::title(line, lines.len()));
        }
        lines.push(Line {
            number: index + 1,
            kind,
            is_apart,
        });
        is_apart = !matches!(kind, Kind::Text(_) | Kind::Outside(_) | Kind::Stamp(_));
    }
    otter_header::leave_out(&mut lines);
    titles::name_speakers(&mut lines, &titles);
    // Below a heading such as `Action items` a list is one of tasks.
    if sections == Sections::Respected {
        items::take_off_marks(&mut lines);
    }
    find_names(&mut lines, has_otter_footer(text));
    lines
}

/// Finds the names that stand on lines of their own, as pages show them from which transcripts are copied.
fn find_names(lines: &mut [Line<'_>], is_otter: bool) {
    for at in 0..lines.len() {
        if let Some((place, kind)) = named(lines, at, is_otter)
            && let Some(line) = lines.get_mut(place)
        {
            line.kind = kind;
            line.is_apart = true;
        }
    }
}

/// The line with a name, if a speaker begins here: name, stamp and words on three lines, stamp first or not; stamp and
/// name on one above the words; only a name above them where Otter was told to leave out the times.
///
/// Nothing stands directly above and words directly below, so a line of captions that are copied with their times is
/// none.
fn named<'a>(lines: &[Line<'a>], at: usize, is_otter: bool) -> Option<(usize, Kind<'a>)> {
    let kind = |place: usize| lines.get(place).map(|line| line.kind);
    if !lines.get(at)?.is_apart {
        return None;
    }
    match (kind(at)?, kind(at + 1)?, kind(at + 2)) {
        (Kind::Text(name), Kind::Stamp(start), Some(Kind::Text(_))) => Some((
            at,
            Kind::Named(heads::lone_name(name)?, Some(Time::Call(start))),
        )),
        (Kind::Stamp(start), Kind::Text(name), Some(Kind::Text(_))) => Some((
            at + 1,
            Kind::Named(heads::lone_name(name)?, Some(Time::Call(start))),
        )),
        (Kind::Text(line), Kind::Text(_), _) => {
            let leading = stamp::leading(line.trim_matches(is_blank));
            let start = leading.as_ref().map(|leading| leading.time);
            let name = heads::lone_name(leading.map_or(line, |leading| leading.rest))?;
            // One word behind a stamp may be said.
            let is_one = if start.is_some() {
                name.contains(' ')
            } else {
                is_otter
            };
            is_one.then_some((at, Kind::Named(name, start)))
        }
        _ => None,
    }
}

/// Whether Otter says at the end that it wrote the file.
pub(super) fn has_otter_footer(text: &str) -> bool {
    let last = text
        .trim_end_matches(is_blank)
        .rsplit(['\n', '\r'])
        .next()
        .unwrap_or_default();
    last.contains("otter.ai")
}

/// Where the heading `Transcript` stands, if anything like speech comes after it.
fn transcript_heading(text: &str, n_front: usize, limit: usize) -> Option<usize> {
    let mut lines = raw_lines(text).enumerate().skip(n_front).take(limit);
    let (heading, _) = lines
        .by_ref()
        .find(|&(_, line)| is_transcript_heading(line))?;
    lines
        .any(|(at, line)| heads::shows_speech(line) || titles::title(line, at).is_some())
        .then_some(heading)
}

/// Whether a line is the heading of the speech.
pub(super) fn is_transcript_heading(line: &str) -> bool {
    // Longer lines are no headings; not looking at them keeps this linear.
    line.len() <= 120 && TRANSCRIPTS.contains(&plain(without_anchor(line)).as_str())
}

fn kind_of(line: &str) -> Kind<'_> {
    let trimmed = line.trim_matches(is_blank);
    if trimmed
        .chars()
        .all(|c| matches!(c, '\\' | '-' | '*' | '_' | '=' | ' '))
    {
        return Kind::Blank; // empty, a hard break or a rule
    }
    let bare =
        without_anchor(trimmed).trim_matches(|c: char| matches!(c, '#' | '*' | '_') || is_blank(c));
    let alone = stamp::leading(bare).filter(|leading| bare.len() <= 80 && leading.rest.is_empty());
    // Somebody may say `10:30 AM`, and nothing else in a line.
    if let Some(Time::Call(seconds)) = alone.map(|leading| leading.time) {
        return Kind::Stamp(seconds);
    }
    if is_notice(bare) {
        return Kind::Notice;
    }
    if level_of(line) > 0 || is_transcript_heading(trimmed) {
        return Kind::Heading(bare);
    }
    Kind::Text(line)
}

/// A Markdown heading without the `{#anchor}` that Google Docs sets behind it; other lines as they stand.
fn without_anchor(line: &str) -> &str {
    if level_of(line) == 0 {
        return line;
    }
    let line = line.trim_end_matches(is_blank);
    match line.rsplit_once("{#") {
        Some((heading, anchor)) if is_rest_of_anchor(anchor) => heading.trim_end_matches(is_blank),
        _ => line,
    }
}

fn is_rest_of_anchor(anchor: &str) -> bool {
    anchor.ends_with('}') && !anchor.contains(char::is_whitespace)
}

/// How many `#` a Markdown heading has; 0 for other lines.
fn level_of(line: &str) -> usize {
    let line = line.trim_start_matches(is_blank);
    let level = line.bytes().take(7).take_while(|&b| b == b'#').count();
    let is_heading = (1..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ');
    if is_heading { level } else { 0 }
}

fn is_notice(bare: &str) -> bool {
    NOTICES.iter().any(|notice| {
        bare.get(..notice.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(notice))
    })
}

/// A heading's words in lower case, without marks and emoji.
pub(super) fn plain(title: &str) -> String {
    let kept: String = title
        .chars()
        .filter(|c| c.is_alphanumeric() || c.is_whitespace())
        .collect();
    kept.trim().to_lowercase()
}

/// What tools write below or above the speech, whole or its beginning.
const NOTICES: &[&str] = &[
    "Meeting ended after ",
    "Recording ended after ",
    "This editable transcript was computer generated",
    "This transcript was generated automatically",
    "Transcribed by https://",
    "Transcription ended after ",
];

const TRANSCRIPTS: &[&str] = &[
    "call transcript",
    "full transcript",
    "meeting transcript",
    "transcript",
    "transcripción",
    "transcription",
    "transcrição",
    "transkript",
    "trascrizione",
    "文字起こし",
    "스크립트",
];

/// Headings of parts that are about the call, not in it.
const ASIDES: &[&str] = &[
    "action items",
    "agenda",
    "attendees",
    "chat",
    "details",
    "invited",
    "invitees",
    "key points",
    "key takeaways",
    "links",
    "meeting details",
    "meeting notes",
    "next steps",
    "notes",
    "participants",
    "resources",
    "suggested next steps",
    "summary",
    "takeaways",
];

const FRONT_MATTER_KEYS: &[&str] = &[
    "aliases",
    "attendees",
    "author",
    "created",
    "date",
    "description",
    "duration",
    "id",
    "lang",
    "language",
    "layout",
    "participants",
    "recording",
    "recording_url",
    "slug",
    "source",
    "tags",
    "title",
    "type",
    "url",
];
