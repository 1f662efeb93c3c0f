//! Which format is a file in?
//!
//! Decided by content alone: names and endings of files lie. What cannot be read is refused with what it seems
//! to be and the way out.

use crate::ingest::transcript::{Format, Refusal};

use super::heads::{self, Class};
use super::layout::{self, Kind, Line};
use super::marks::{Candidate, SURE};
use super::speaker_label::is_blank;
use super::survey::Survey;
use super::{
    How, csv_table, foreign, foreign_json, meet_markdown, meet_text, nist_ctm, nist_stm, readers,
    sbv, subtitle_kind, ttml,
};

/// A transcript may stand below pages of notes, so its labels are looked for in so many lines.
const LINES_SURVEYED: usize = 2_000;

/// Finds the format of a decoded file, or says why there is none.
pub fn detect(text: &str) -> Result<Format, Refusal> {
    detect_with(text, &How::default())
}

/// The same, with what a person says about the file.
pub fn detect_with(text: &str, how: &How) -> Result<Format, Refusal> {
    if text.chars().all(|c| is_blank(c) || c == '\0') {
        return Err(Refusal::new(
            "empty",
            "the file is empty; export the transcript again",
        ));
    }
    let fits = candidates(text, how);
    let sure: Vec<&Candidate> = fits.iter().filter(|fit| fit.score >= SURE).collect();
    match sure.as_slice() {
        [] => Err(none_fits(text, &fits)),
        [first, second, ..] if first.score == second.score => Err(ambiguous(first, second)),
        [first, ..] => Ok(first.format),
    }
}

/// Every format that a text resembles, the best fit first.
pub fn candidates(text: &str, how: &How) -> Vec<Candidate> {
    if seems_json(text) {
        return readers::candidates(text);
    }
    let fits = [
        subtitle_kind::webvtt(text).map(|format| Candidate::new(format, 95, "its first line")),
        subtitle_kind::is_subrip(text)
            .then(|| Candidate::new(Format::Srt, 70, "numbers and times with `-->`")),
        sbv::fit(text),
        ttml::fit(text),
        meet_markdown::fit(text),
        meet_text::fit(text),
        nist_stm::fit(text),
        nist_ctm::fit(text),
        csv_table::fit(text, &how.columns),
        labeled_text(text).map(|format| Candidate::new(format, 60, "lines that name a speaker")),
    ];
    let mut fits: Vec<Candidate> = fits.into_iter().flatten().collect();
    fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
    if foreign::marked(text).is_some() {
        fits.retain(|fit| fit.score > 90);
    }
    fits
}

fn none_fits(text: &str, fits: &[Candidate]) -> Refusal {
    if !seems_json(text) {
        return foreign::marked(text).unwrap_or_else(|| foreign::unmarked(text));
    }
    foreign_json::refusal(text, fits.first())
}

fn ambiguous(first: &Candidate, second: &Candidate) -> Refusal {
    let (one, other) = (first.format.name(), second.format.name());
    let message = format!(
        "this may be {one} or {other}, and nothing in it decides; name the right one with `--format {one}`"
    );
    Refusal::new("ambiguous", message)
}

/// Whether the first characters are those of JSON; `[00:01:02] Name:` and MicroDVD's `{1}{2}` are not.
fn seems_json(text: &str) -> bool {
    let mut chars = text.trim_start_matches(is_blank).chars();
    let first = chars.next();
    let second = chars.find(|c| !c.is_whitespace());
    match first {
        Some('{') => matches!(second, None | Some('"' | '}')),
        Some('[') => matches!(second, None | Some('{' | '[' | '"' | ']')),
        _ => false,
    }
}

/// The family of a text transcript, if enough of its lines name a speaker.
fn labeled_text(text: &str) -> Option<Format> {
    let lines = layout::lines(text, LINES_SURVEYED);
    let survey = Survey::of(&lines);
    let main = survey.main()?;
    let evidence = survey.evidence(&lines);
    if !evidence.any_is_strong {
        return None; // keys of a configuration, tags of a log
    }
    if main.is_of_lists() && !evidence.is_told_at_length(main) {
        return None; // tasks, rotas, timetables
    }
    if main == Class::Lines && (evidence.n_heads < 3 || evidence.n_recurring == 0) {
        return None; // words on lines of their own
    }
    if survey.has_times_of_day() && !evidence.is_mostly_again() {
        return None; // programs of a day
    }
    let share_at_least = |part: usize| evidence.n_heads.saturating_mul(part) >= evidence.n_lines;
    let is_often = evidence.n_heads > 0 && share_at_least(3);
    // Long answers in many paragraphs: fewer labels, but two speakers who keep coming back.
    let is_steady = evidence.n_heads >= 4 && evidence.n_recurring >= 2 && share_at_least(20);
    // One speaker who talks on for pages is known by the stamp beside the name.
    let is_monolog = evidence.first_is_a_head && main != Class::Bare;
    if !(is_often || is_steady || is_monolog) {
        return None;
    }
    let is_of_day = survey.has_times_of_day();
    Some(match main {
        Class::Bold | Class::Listed => Format::Markdown,
        _ if is_of_day => Format::Text, // the tools below count from the call's start
        Class::Otter => Format::Otter,
        Class::Header | Class::Lines if layout::has_otter_footer(text) => Format::Otter,
        Class::Lines if meet_markdown::is_markdown(text) => Format::Markdown,
        Class::Rev => Format::Rev,
        Class::Bracketed if has_paragraphs(&lines) => Format::Descript,
        Class::Bare
        | Class::Bracketed
        | Class::Naked
        | Class::Header
        | Class::Inline
        | Class::Numbered
        | Class::Boxed
        | Class::Lines => Format::Text,
    })
}

/// Whether most stamped labels have a blank line before them, as Descript sets them.
fn has_paragraphs(lines: &[Line<'_>]) -> bool {
    let mut n_heads = 0_usize;
    let mut n_after_blank = 0_usize;
    let mut was_blank = false;
    for line in lines {
        if let Kind::Text(text) = line.kind
            && heads::read(text).is_some_and(|head| head.class == Class::Bracketed)
        {
            n_heads += 1;
            n_after_blank += usize::from(was_blank);
        }
        was_blank = line.kind == Kind::Blank;
    }
    n_after_blank > 0 && n_after_blank * 2 >= n_heads
}
