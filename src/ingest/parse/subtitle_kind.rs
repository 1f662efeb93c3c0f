//! Whose subtitle file is it: Zoom's, Teams', Webex's, anybody's WebVTT, or SubRip?

use crate::ingest::transcript::Format;

use super::layout::raw_lines;
use super::speaker_label::{is_blank, split_label};
use super::stamp;
use super::{teams, webex_vtt};

/// So many lines with text tell the kind.
const LINES_READ: usize = 200;

/// The kind of a file that begins with `WEBVTT`, in whatever case (some tools write `WebVTT`).
pub(super) fn webvtt(text: &str) -> Option<Format> {
    let first = text_lines(text).next()?;
    let signature = first.get(..6)?;
    if !signature.eq_ignore_ascii_case("webvtt") {
        return None;
    }
    let is_whole = first
        .get(6..)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    // `WEBVTTfoo` is no signature, but with timings below it is a subtitle file all the same.
    if !is_whole && !text_lines(text).take(LINES_READ).any(stamp::is_timing) {
        return None;
    }
    Some(kind(text))
}

fn kind(text: &str) -> Format {
    let signs = Signs::of(text);
    if signs.n_teams > 0 && signs.n_timings > 0 {
        return Format::TeamsVtt;
    }
    if signs.n_webex * 2 > signs.n_timings {
        return Format::WebexVtt;
    }
    let is_zoom = signs.n_voices == 0
        && signs.n_numbered * 2 >= signs.n_timings
        && signs.n_labeled * 2 >= signs.n_timings
        && signs.n_labeled > 0;
    if is_zoom {
        Format::ZoomVtt
    } else {
        Format::WebVtt
    }
}

/// What the first cues show.
#[derive(Default)]
struct Signs {
    n_timings: usize,
    /// Cues with a plain number for an id.
    n_numbered: usize,
    /// Cues whose first line is `Name: text`.
    n_labeled: usize,
    /// `<v Name>`
    n_voices: usize,
    /// Ids, voices and objects as only Teams, Stream and Graph write them.
    n_teams: usize,
    /// Ids with a name, as only Webex writes them.
    n_webex: usize,
}

impl Signs {
    fn of(text: &str) -> Signs {
        let mut signs = Signs::default();
        let mut before = "";
        let mut is_stream = false;
        for line in text_lines(text).take(LINES_READ) {
            is_stream |= line.starts_with("NOTE Confidence") || line.starts_with("NOTE duration");
            if stamp::is_timing(line) {
                signs.n_timings += 1;
                signs.n_numbered += usize::from(is_number(before));
                signs.n_webex += usize::from(webex_vtt::name(before).is_some());
                // Other tools number cues with GUIDs as well, but without a `/` or Stream's notes.
                let is_teams_id = starts_with_guid(before) && (is_stream || before.contains('/'));
                signs.n_teams += usize::from(is_teams_id);
            } else if let Some(voice) = line.strip_prefix("<v ") {
                signs.n_voices += 1;
                signs.n_teams += usize::from(starts_with_guid(voice) && voice.contains('@'));
            } else if stamp::is_timing(before) && teams::is_entry(line) {
                signs.n_teams += 1;
            } else if stamp::is_timing(before) && split_label(line).is_some() {
                signs.n_labeled += 1;
            }
            before = line;
        }
        signs
    }
}

/// Whether a file without a signature is timed like SubRip, `.` for `,` being a common slip.
pub(super) fn is_subrip(text: &str) -> bool {
    // Numbers, stray text or a header may stand before the first timing, but not a page of it.
    text_lines(text).take(8).any(stamp::is_timing)
}

/// Whether the timings stand apart from their speech, as Microsoft Graph's plain text has it.
pub(super) fn is_graph_text(text: &str) -> bool {
    let mut n_timings = 0_usize;
    let mut n_apart = 0_usize;
    let mut lines = raw_lines(text)
        .map(|line| line.trim_matches(is_blank))
        .take(LINES_READ * 3)
        .peekable();
    while let Some(line) = lines.next() {
        if !stamp::is_timing(line) {
            continue;
        }
        n_timings += 1;
        if !lines.peek().is_some_and(|next| next.is_empty()) {
            continue;
        }
        while lines.next_if(|next| next.is_empty()).is_some() {}
        let is_speech = lines
            .peek()
            .is_some_and(|next| !is_number(next) && !stamp::is_timing(next));
        n_apart += usize::from(is_speech);
    }
    n_apart > 0 && n_apart * 2 >= n_timings
}

/// The lines that hold anything, without the marks and spaces around them.
pub(super) fn text_lines(text: &str) -> impl Iterator<Item = &str> {
    raw_lines(text)
        .map(|line| line.trim_matches(is_blank))
        .filter(|line| !line.is_empty())
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
}

/// `8a3e…-…` as a cue's id (Teams, Stream) or as a voice (early Teams).
fn starts_with_guid(line: &str) -> bool {
    let Some(guid) = line.as_bytes().get(..36) else {
        return false;
    };
    guid.iter().enumerate().all(|(i, b)| match i {
        8 | 13 | 18 | 23 => *b == b'-',
        _ => b.is_ascii_hexdigit(),
    })
}
