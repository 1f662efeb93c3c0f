//! What kind of line is this: times, an id, the start of a comment, or words?
//!
//! Lines are judged by themselves; what stands around them is known to `blocks`.

use crate::ingest::parse::clock;
use crate::text::marks::is_invisible_mark;

/// What stands between a cue's two stamps.
pub(super) const ARROW: &str = "-->";

/// The same as word processors draw it; the right one is first.
const ARROWS: [&str; 4] = [ARROW, "–>", "—>", "→"];

/// Two stamps with blanks in them take less; longer lines are not looked at.
const LONGEST_LOOSE_TIMES: usize = 80;

/// So many words beside an arrow are speech about arrows.
const FEWEST_WORDS_SAID: usize = 3;

/// The two stamps of a cue's times; what stands right of them (settings, positions) does not matter.
pub(super) fn times(line: &str) -> Option<(f64, f64)> {
    let (left, right) = line.split_once(ARROW)?;
    let start = clock::seconds(bare(left))?;
    let (end, _) = split_stamp(right)?;
    Some((start, clock::seconds(end)?))
}

/// A line of times as it should be, where it has blanks beside its colons, as translators of whole files leave them, a
/// colon before its milliseconds or an arrow that a word processor drew: `00: 00: 01:120 → 00: 00: 02:120`. `None` for
/// every other line.
pub(super) fn mended(line: &str) -> Option<String> {
    let has_arrow = || ARROWS.iter().any(|arrow| line.contains(*arrow));
    if line.len() > LONGEST_LOOSE_TIMES || !has_arrow() || times(line).is_some() {
        return None;
    }
    with_arrow(line).or_else(|| {
        let parts: Vec<&str> = line.split(':').map(bare).collect();
        // Words keep the blanks beside their colons.
        with_arrow(&parts.join(":")).filter(|tight| words_at(tight).is_none())
    })
}

fn with_arrow(line: &str) -> Option<String> {
    let (left, right) = ARROWS.iter().find_map(|arrow| line.split_once(*arrow))?;
    let start = with_comma(bare(left));
    let (end, behind) = split_stamp(right)?;
    let end = with_comma(end);
    let is_drawn = !line.contains(ARROW);
    // Somebody may write `10:30 → 11:00`.
    if is_drawn && start.matches(':').count() < 2 {
        return None;
    }
    let mended = format!("{start} {ARROW} {end}{behind}");
    let is_meant = is_drawn && is_stampish(&start) && is_stampish(&end);
    (is_meant || times(&mended).is_some()).then_some(mended)
}

/// `00:00:06:120` with a comma before its milliseconds; two digits there would be frames.
fn with_comma(stamp: &str) -> String {
    match stamp.rsplit_once(':') {
        Some((clock, milliseconds))
            if milliseconds.len() == 3 && clock.matches(':').count() == 2 =>
        {
            format!("{clock},{milliseconds}")
        }
        _ => stamp.to_owned(),
    }
}

/// Where words begin that stand behind a cue's times on the same line; positions, `X1:40 X2:600`, are no words.
pub(super) fn words_at(line: &str) -> Option<usize> {
    times(line)?;
    let (_, right) = line.split_once(ARROW)?;
    let (_, behind) = split_stamp(right)?;
    let words = behind.trim_start();
    let is_position = |word: &str| {
        let parts = word.split_once(':');
        parts.is_some_and(|(key, value)| !key.is_empty() && !value.is_empty())
    };
    let is_said = |word: &str| word.contains(char::is_alphabetic) && !is_position(word);
    let are_said = words.split_whitespace().any(is_said);
    are_said.then_some(line.len() - words.len())
}

/// The stamp behind an arrow, and what stands right of it.
fn split_stamp(right: &str) -> Option<(&str, &str)> {
    let right = right.trim_start_matches(|c: char| c.is_whitespace() || is_invisible_mark(c));
    let end_at = right
        .find(|c: char| !is_stamp_character(c))
        .unwrap_or(right.len());
    right.split_at_checked(end_at)
}

/// Whether a line was meant to be a cue's times: a stamp and an arrow, or two stamps and nothing else.
pub(super) fn is_damaged_times(line: &str) -> bool {
    if let Some((left, _)) = line.split_once(ARROW) {
        return left.split_whitespace().next().is_some_and(is_stampish);
    }
    let mut words = line.split_whitespace();
    let two = words.next().is_some_and(is_stampish) && words.next().is_some_and(is_stampish);
    two && words.next().is_none()
}

/// Whether a line below a cue's times ends the cue: one with an arrow, by the standard. Three words or more beside
/// the arrow were said by somebody.
pub(super) fn ends_cue(line: &str) -> bool {
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    let words = line.split(ARROW).flat_map(str::split_whitespace);
    line.contains(ARROW)
        && words.filter(is_word).take(FEWEST_WORDS_SAID).count() < FEWEST_WORDS_SAID
}

/// Whether a word is made like a stamp, right or wrong.
fn is_stampish(word: &str) -> bool {
    word.contains(':')
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.chars().all(is_stamp_character)
}

fn is_stamp_character(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ':' | '.' | ',')
}

/// Whether a line can only be a cue's id: a number, or a GUID as Teams writes them.
pub(super) fn is_id(line: &str) -> bool {
    count(line).is_some() || is_guid_id(bare(line))
}

/// The number that is all of the line.
pub(super) fn count(line: &str) -> Option<u64> {
    let line = bare(line);
    let is_number = line.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| line.parse().ok()).flatten()
}

/// `00000000-0000-0000-0000-000000000000`, alone or with `/12-0` behind it.
fn is_guid_id(word: &str) -> bool {
    let (guid, rest) = word.split_once('/').unwrap_or((word, ""));
    guid.len() == 36
        && guid.bytes().filter(|byte| *byte == b'-').count() == 4
        && guid
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Whether a block that starts with the line is a comment or styling: nobody's words.
pub(super) fn is_comment(line: &str) -> bool {
    let line = line.trim_end();
    line == "STYLE"
        || line == "REGION"
        || line
            .strip_prefix("NOTE")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// A line without the white space and the invisible marks around it.
pub(super) fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || is_invisible_mark(c))
}
