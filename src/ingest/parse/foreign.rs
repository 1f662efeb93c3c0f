//! What is a text file that is no transcript we read, and what should its owner do?
//!
//! Marked formats are known by their first lines and refused at once; the others only after nothing readable was
//! found in them, because a transcript may look like a table or like prose at its start.

use crate::ingest::transcript::Refusal;

use super::csv_table;
use super::speaker_label::is_blank;
use super::stamp;
use super::subtitle_kind::{is_graph_text, text_lines};

/// So many lines tell a format apart.
const LINES_READ: usize = 200;

/// Refuses formats with an unmistakable beginning.
pub(super) fn marked(text: &str) -> Option<Refusal> {
    let start = text.trim_start_matches(is_blank);
    if let Some(what) = signature(start) {
        return Some(unread(what));
    }
    if start.starts_with('<') && start.get(1..).is_some_and(is_tag) {
        return Some(markup(start));
    }
    if is_zoom_chat(text) {
        let message = "this is the chat of a Zoom meeting, typed and not spoken; \
                       use the meeting's transcript file (.vtt) instead";
        return Some(Refusal::new("zoom-chat", message));
    }
    if share(text, is_whatsapp) > 0.5 {
        let message = "this seems to be an exported WhatsApp chat, typed and not spoken; `verbatim tag --utterances` reads \
                       such text, one message a line";
        return Some(Refusal::new("whatsapp-chat", message));
    }
    if is_graph_text(text) {
        let message = "this is Microsoft Graph's plain-text transcript, which names no speakers; \
                       download it again as text/vtt";
        return Some(Refusal::new("no-speakers", message));
    }
    None
}

/// Says what a file seems to be in which no speaker was found.
pub(super) fn unmarked(text: &str) -> Refusal {
    if let Some(what) = nist(text) {
        return unread(what);
    }
    if is_transcript_table(text) {
        let message = "this seems to be a table (CSV) of a transcript, but no heading tells which column holds the words; \
                       name the columns, as in `--columns text=Body,speaker=Who,start=When`";
        return Refusal::new("no-columns", message);
    }
    if is_table(text, 3) || (csv_table::has_words_alone(text) && is_table(text, 2)) {
        let message = "this seems to be a table (CSV), such as an export of a CRM, and no transcript; leave it out, or \
                       give the call's transcript as VTT or text; if it is a transcript, name its columns, as in \
                       `--columns text=Body,speaker=Who,start=When`";
        return Refusal::new("not-a-transcript", message);
    }
    if share(text, |line| stamp::leading(line).is_some()) >= 0.3 {
        let message = "this has times but names no speakers, so nobody's words can be told apart; \
                       export it again with speaker names";
        return Refusal::new("no-speakers", message);
    }
    let message = "no line names a speaker, so this seems to be no transcript; \
                   a text transcript needs lines such as `Name: text` or `[00:01:02] Name: text`";
    Refusal::new("not-a-transcript", message)
}

fn unread(what: &str) -> Refusal {
    let message = format!(
        "this seems to be {what}; this version doesn't read that yet; export as VTT or text"
    );
    Refusal::new("unsupported-format", message)
}

fn signature(start: &str) -> Option<&'static str> {
    let begins = |mark: &str| {
        start
            .get(..mark.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(mark))
    };
    if begins("{\\rtf") {
        return Some("rich text (RTF)");
    }
    if begins("<SAMI") {
        return Some("SAMI captions");
    }
    if begins("[Script Info]") {
        return Some("Advanced SubStation subtitles (ASS)");
    }
    if begins("Scenarist_SCC") {
        return Some("Scenarist closed captions (SCC)");
    }
    is_microdvd(start).then_some("MicroDVD subtitles")
}

/// `{3294}{3366}text`
fn is_microdvd(start: &str) -> bool {
    behind_frame(start).and_then(behind_frame).is_some()
}

/// What stands behind `{3294}`.
fn behind_frame(text: &str) -> Option<&str> {
    let (frame, after) = text.strip_prefix('{')?.split_once('}')?;
    let is_frame =
        !frame.is_empty() && frame.len() <= 10 && frame.bytes().all(|b| b.is_ascii_digit());
    is_frame.then_some(after)
}

fn is_tag(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'))
}

fn markup(start: &str) -> Refusal {
    let is_xml = |mark: &str| mark.eq_ignore_ascii_case("<?xml");
    if start.get(..5).is_some_and(is_xml) {
        return unread("XML");
    }
    unread("a web page or a piece of one (HTML)")
}

/// `HH:MM:SS<tab>Name:<tab>message`, or with `From Name : message` in older clients.
fn is_zoom_chat(text: &str) -> bool {
    let mut n_stamped = 0_usize;
    let mut n_chat = 0_usize;
    for line in text_lines(text).take(LINES_READ) {
        let word = line.split(char::is_whitespace).next().unwrap_or_default();
        if stamp::whole(word).is_none() {
            continue;
        }
        n_stamped += 1;
        let rest = line.get(word.len()..).unwrap_or_default();
        let is_new = rest.starts_with('\t') && rest.contains(":\t");
        let is_old = rest
            .trim_start()
            .strip_prefix("From ")
            .is_some_and(|rest| rest.contains(" : ") || rest.trim_end().ends_with(':'));
        n_chat += usize::from(is_new || is_old);
    }
    n_chat > 0 && n_chat * 2 >= n_stamped
}

/// `03/04/2026, 10:02 - Name: message`
fn is_whatsapp(line: &str) -> bool {
    let Some((date, rest)) = line.split_once(", ") else {
        return false;
    };
    let is_date = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '-');
    let is_dated = (6..=10).contains(&date.len()) && date.chars().all(is_date);
    let said = rest.split_once(" - ").filter(|(time, _)| time.len() <= 12);
    is_dated && said.is_some_and(|(time, said)| time.contains(':') && said.contains(": "))
}

/// How many of the first lines are of a kind, 0 to 1.
fn share(text: &str, is_kind: impl Fn(&str) -> bool) -> f64 {
    let n_lines = text_lines(text).take(LINES_READ).count();
    let n_kind = text_lines(text)
        .take(LINES_READ)
        .filter(|line| is_kind(line))
        .count();
    if n_lines == 0 {
        0.0
    } else {
        n_kind as f64 / n_lines as f64
    }
}

/// The one of NIST's formats that has no words.
fn nist(text: &str) -> Option<&'static str> {
    (share(text, is_rttm) > 0.8).then_some("NIST RTTM, which has times but no words")
}

/// `SPEAKER file 1 0 1 <NA> <NA> name <NA> <NA>`
fn is_rttm(line: &str) -> bool {
    line.starts_with("SPEAKER ") && line.split_whitespace().nth(7).is_some()
}

/// Columns that only a transcript has, or timed rows.
fn is_transcript_table(text: &str) -> bool {
    let Some(first) = text_lines(text).next() else {
        return false;
    };
    let fields = fields(first);
    let has = |names: &[&str]| fields.iter().any(|field| names.contains(&field.as_str()));
    let is_timed = fields.len() >= 3 && fields.iter().take(2).all(|field| is_frame_stamp(field));
    let has_speaker = has(&["speaker", "speaker name", "speaker_name", "participant"]);
    let has_time = has(&[
        "start",
        "end",
        "start_time",
        "timestamp",
        "start time",
        "time",
    ]);
    is_timed || (has_speaker && has_time)
}

/// `00:00:01`, `00:00:01.5` or `00:00:01:00` with frames.
fn is_frame_stamp(field: &str) -> bool {
    field.contains(':')
        && field.len() <= 16
        && field
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b';'))
}

/// A first line of column names: so many short fields or more without the marks of a sentence.
fn is_table(text: &str, n_columns: usize) -> bool {
    let Some(first) = text_lines(text).next() else {
        return false;
    };
    let fields = fields(first);
    let is_column = |field: &String| {
        field.len() <= 64
            && field.split_whitespace().count() <= 4
            && !field.contains(['.', '?', '!', ':', ';'])
    };
    let n_named = fields.iter().filter(|field| !field.is_empty()).count();
    let is_like_its_next = text_lines(text)
        .nth(1)
        .is_none_or(|next| self::fields(next).len() >= fields.len());
    n_named >= n_columns && fields.iter().all(is_column) && is_like_its_next
}

/// The fields of a row in lower case, cut at whichever separator it has most of.
fn fields(line: &str) -> Vec<String> {
    let count = |separator: char| line.matches(separator).count();
    let separator = [',', ';', '\t']
        .into_iter()
        .max_by_key(|&separator| count(separator))
        .unwrap_or(',');
    let trim = |field: &str| {
        field
            .trim_matches(|c: char| is_blank(c) || c == '"')
            .to_lowercase()
    };
    line.split(separator).take(1_000).map(trim).collect()
}
