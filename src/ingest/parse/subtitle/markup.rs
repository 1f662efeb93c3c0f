//! Which words stand in a cue's payload once its tags are gone, and who does a voice tag say spoke them?
//!
//! Only tags that subtitles really use are taken away, and whatever is closed again as a tag is. The standard would
//! drop every `<…>`, and with it words that somebody said about types, prices or placeholders. Tags are read before
//! character references, so that `&lt;i&gt;` stays what it is: words about a tag.

use fasrt::vtt::cue::CueStr;
use rustc_hash::FxHashSet;

use crate::ingest::parse::clock;
use crate::text::marks::is_invisible_mark;
use crate::text::scripts::is_set_tight;

use super::Cue;

/// The longest name of a character reference in HTML has 32 bytes with its semicolon.
const LONGEST_REFERENCE: usize = 34;

/// References that stand for nothing else where their semicolon is missing, as the standard reads them.
const UNENDED: [&str; 5] = ["&amp", "&lt", "&gt", "&nbsp", "&quot"];

/// What one voice says in one cue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// Whether these are times that the file tells.
    pub(crate) is_timed: bool,
    /// The name in the voice tag.
    pub(crate) voice: Option<String>,
    /// The words, line by line as wrapped in the file; never empty, no empty line among them.
    pub(crate) lines: Vec<String>,
    /// Whether the payload tells the time of single words, as automatic captions do.
    pub(crate) has_word_times: bool,
}

/// The words of a cue, one piece for each voice; none where there are only tags.
pub(crate) fn spoken(cue: &Cue) -> Vec<Spoken> {
    let payload = read_tags(&without_overrides(&cue.text));
    let mut spoken = Vec::with_capacity(payload.pieces.len());
    for (voice, text) in payload.pieces {
        let lines = clean_lines(&text);
        if !lines.is_empty() {
            let has_word_times = payload.has_word_times;
            spoken.push(Spoken {
                start: cue.start,
                end: cue.end,
                is_timed: cue.is_timed,
                voice,
                lines,
                has_word_times,
            });
        }
    }
    spoken
}

/// Wrapped lines as one, with a space between them except in scripts that write none.
pub(crate) fn joined<S: AsRef<str>>(lines: &[S]) -> String {
    let mut text = String::new();
    for line in lines {
        let line = line.as_ref();
        let glued = text.chars().next_back().is_some_and(is_set_tight)
            && line.chars().next().is_some_and(is_set_tight);
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

struct Payload {
    pieces: Vec<(Option<String>, String)>,
    has_word_times: bool,
}

enum Tag {
    Voice(Option<String>),
    VoiceEnd,
    WordTime,
    LineBreak,
    Style,
}

/// Takes the tags out of a payload and starts a new piece at every voice.
fn read_tags(text: &str) -> Payload {
    let mut payload = Payload {
        pieces: Vec::new(),
        has_word_times: false,
    };
    let closed = closed_names(text);
    let mut voice = None;
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from_tag) = rest.split_at(at);
        words.push_str(before);
        let inner = from_tag.get(1..).unwrap_or_default();
        let Some((tag, behind)) = leading_tag(inner, &closed) else {
            if is_cut_off(inner) {
                rest = "";
                break;
            }
            words.push('<');
            rest = inner;
            continue;
        };
        match tag {
            Tag::Voice(name) => {
                payload
                    .pieces
                    .push((voice.take(), std::mem::take(&mut words)));
                voice = name;
            }
            Tag::VoiceEnd => payload
                .pieces
                .push((voice.take(), std::mem::take(&mut words))),
            Tag::WordTime => payload.has_word_times = true,
            Tag::LineBreak => words.push('\n'),
            Tag::Style => {}
        }
        rest = behind;
    }
    words.push_str(rest);
    payload.pieces.push((voice, words));
    payload
}

/// The tag whose `<` has just been passed, and what stands behind its `>`.
fn leading_tag<'t>(inner: &'t str, closed: &FxHashSet<&str>) -> Option<(Tag, &'t str)> {
    let (body, tail) = inner.split_at(inner.find(['<', '>'])?);
    Some((tag(body, closed)?, tail.strip_prefix('>')?))
}

/// The names of all end tags of a payload.
fn closed_names(text: &str) -> FxHashSet<&str> {
    let ends = text.split("</").skip(1);
    let names = ends.map(|end| end.split_at(name_end(end)).0);
    names.filter(|name| !name.is_empty()).collect()
}

fn name_end(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(text.len())
}

/// `00:00:01.500`, and what was meant to be one. The standard takes whatever begins with a digit for a time, but people
/// say `<5k>` and `<10:30 at night>`: other signs may stand only behind a stamp with its thousandths.
fn stamp(body: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let (stamp, rest) = body.split_at(body.find(|c: char| !is_part(c)).unwrap_or(body.len()));
    let rest = rest.trim();
    let has_colon = stamp.contains(':');
    let is_whole = (has_colon || stamp.starts_with("00"))
        && stamp
            .rsplit_once('.')
            .is_some_and(|(_, fraction)| fraction.len() == 3);
    let is_meant = (has_colon && rest.is_empty()) || (is_whole && !rest.contains(' '));
    is_meant.then_some(stamp)
}

fn tag(body: &str, closed: &FxHashSet<&str>) -> Option<Tag> {
    if let Some(stamp) = stamp(body) {
        let is_time = clock::seconds(stamp).is_some();
        return Some(if is_time { Tag::WordTime } else { Tag::Style });
    }
    let (opening, is_end) = match body.strip_prefix('/') {
        Some(opening) => (opening.trim_start(), true),
        None => (body, false),
    };
    let (name, rest) = opening.split_at(name_end(opening));
    let has_classes = rest.starts_with('.');
    let has_annotation = rest.starts_with(char::is_whitespace);
    let is_bare = matches!(rest.trim(), "" | "/");
    let is_lower = |c: char| c.is_ascii_lowercase();
    match name.to_ascii_lowercase().as_str() {
        "v" if is_end => Some(Tag::VoiceEnd),
        "v" if is_bare || has_classes || has_annotation => Some(Tag::Voice(annotation(rest))),
        "br" if is_bare => Some(Tag::LineBreak),
        "c" | "lang" | "font" | "span" if is_bare || has_classes || has_annotation => {
            Some(Tag::Style)
        }
        "b" | "i" | "u" | "s" | "em" | "strong" | "ruby" | "rt" | "rp"
            if is_bare || has_classes =>
        {
            Some(Tag::Style)
        }
        // In capitals it may be words that somebody was not sure to hear: `<I think>`.
        "b" | "i" | "u" | "ruby" | "rt" if has_annotation && name.starts_with(is_lower) => {
            Some(Tag::Style)
        }
        // `<>`, `</>`, `<.loud>`
        "" if rest.is_empty() || has_classes => Some(Tag::Style),
        "" => None,
        _ if is_end && is_bare => Some(Tag::Style),
        _ if closed.contains(name) && (is_bare || has_classes || has_annotation) => {
            Some(Tag::Style)
        }
        _ => None,
    }
}

/// The name in `<v.loud Jane Doe>`, where there is one.
fn annotation(rest: &str) -> Option<String> {
    let (_classes, name) = rest.split_once(char::is_whitespace)?;
    let name = decoded(name)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!name.is_empty()).then_some(name)
}

/// Whether a payload ends inside a tag, as in a file that was cut off there: a name, a time or one word, no more.
fn is_cut_off(inner: &str) -> bool {
    // Asked first: the next sign is near, while the rest of the payload may be long.
    if inner.contains(['<', '>']) {
        return false;
    }
    let opening = inner.strip_prefix('/').map_or(inner, str::trim_start);
    let (name, rest) = opening.split_at(name_end(opening));
    match name {
        "" => rest.is_empty(),
        "v" | "lang" => rest.is_empty() || rest.starts_with(['.', ' ', '\t', '\n']),
        "b" | "c" | "i" | "u" | "ruby" | "rt" => {
            let (classes, said) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let is_tag = classes.is_empty() || classes.starts_with('.');
            // More words may be said: `less than <b or so`.
            is_tag && said.split_whitespace().nth(1).is_none()
        }
        _ => stamp(inner).is_some(),
    }
}

/// Takes out the `{\an8}` of SubRip files that once were another format's.
fn without_overrides(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("{\\") {
        kept.push_str(before);
        let Some((_, behind)) = from.split_once('}') else {
            kept.push_str("{\\");
            rest = from;
            break;
        };
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

fn clean_lines(text: &str) -> Vec<String> {
    let is_edge = |c: char| c.is_whitespace() || is_invisible_mark(c);
    decoded(text)
        .split('\n')
        .map(|line| line.trim_matches(is_edge))
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Replaces the character references of HTML; a no-break space becomes a plain one, so that words are found.
fn decoded(text: &str) -> String {
    replaced(text, reference_len).replace('\u{a0}', " ")
}

/// Replaces those that end as they should, where a vendor left them in what is no HTML: `R&amp;D`.
pub(crate) fn unescaped(text: String) -> String {
    if text.contains('&') {
        replaced(&text, ended_reference_len)
    } else {
        text
    }
}

fn replaced(text: &str, length: fn(&str) -> Option<usize>) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        let (reference, behind) = from.split_at(length(from).unwrap_or(1));
        decoded.push_str(CueStr::needs_normalization(reference).normalize());
        rest = behind;
    }
    decoded.push_str(rest);
    decoded
}

/// How many bytes the reference at the start takes. Without its semicolon it is mostly none: people say `R&D`.
fn reference_len(from: &str) -> Option<usize> {
    ended_reference_len(from).or_else(|| {
        let name = UNENDED.iter().find(|name| from.starts_with(**name))?;
        Some(name.len())
    })
}

fn ended_reference_len(from: &str) -> Option<usize> {
    let bytes = from.as_bytes();
    let end = bytes
        .iter()
        .take(LONGEST_REFERENCE)
        .position(|byte| *byte == b';')?;
    let name = bytes.get(1..end)?;
    let is_name = name
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    (is_name && !name.is_empty()).then_some(end + 1)
}
