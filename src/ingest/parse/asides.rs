//! Which lines among what is said are a tool's or an editor's, and nobody's words?
//!
//! Lines of a text come in, from the first label on; those that are surely no speech come out as standing outside of
//! it. Whatever a person may have said stays: a heading counts in capitals and where a turn ends, or with a list below
//! that ends the file, and never what stands right below a label.

use rustc_hash::FxHashSet;

use super::heads::{self, Class, Head};
use super::layout::{Kind, Line};
use super::speaker_label::{is_blank, is_placeholder};
use super::survey::Survey;

mod wording;

use wording::{
    is_event, is_fathoms, is_heading_in_capitals, is_item, is_part, is_remark, is_signature,
};

/// Sets outside of the speech what stands between or below turns and is nobody's.
pub(super) fn leave_out(lines: &mut [Line<'_>], survey: &Survey<'_>) {
    leave_out_remarks(lines, survey);
    leave_out_signature(lines, survey);
    leave_out_last_list(lines, survey);
    leave_out_notes(lines, survey);
}

/// Fathom's lines, and remarks in bold with all of their paragraph.
fn leave_out_remarks(lines: &mut [Line<'_>], survey: &Survey<'_>) {
    let are_names_bold = survey.main() == Some(Class::Bold);
    let mut is_in_remark = false;
    for line in lines {
        let Kind::Text(text) = line.kind else {
            is_in_remark = false;
            continue;
        };
        if is_fathoms(text) {
            set_outside(line);
            continue;
        }
        let begins = line.is_apart && are_names_bold && is_remark(text);
        let goes_on = is_in_remark && !line.is_apart;
        is_in_remark = (begins || goes_on) && head(line, survey).is_none();
        if is_in_remark {
            set_outside(line);
        }
    }
}

/// What a telephone set below everything.
fn leave_out_signature(lines: &mut [Line<'_>], survey: &Survey<'_>) {
    let last = lines
        .iter()
        .rposition(|line| matches!(line.kind, Kind::Text(_)));
    let Some(last) = last else { return };
    let is_one = paragraph(lines, last, survey).is_some_and(is_signature);
    if let Some(line) = lines.get_mut(last).filter(|_| is_one) {
        set_outside(line);
    }
}

/// The list with which a file ends, below the heading of a part that is about the call.
fn leave_out_last_list(lines: &mut [Line<'_>], survey: &Survey<'_>) {
    let Some(begin) = last_list(lines, survey) else {
        return;
    };
    lines.iter_mut().skip(begin).for_each(set_outside);
}

/// Where its heading stands; of several such lists the first one's.
fn last_list(lines: &[Line<'_>], survey: &Survey<'_>) -> Option<usize> {
    let mut begin = None;
    let mut has_items = false;
    for (at, line) in lines.iter().enumerate().rev() {
        let text = match line.kind {
            Kind::Blank | Kind::Notice | Kind::Outside(_) => continue,
            Kind::Text(text) if head(line, survey).is_none() => text,
            _ => break,
        };
        if is_item(text) {
            has_items = true;
        } else if has_items && paragraph(lines, at, survey).is_some_and(is_part) {
            begin = Some(at);
        } else if line.is_apart || !text.starts_with(is_blank) {
            break; // not the rest of an item either
        }
    }
    begin
}

/// Notes of Teams and headings in capitals, where a turn ends.
fn leave_out_notes(lines: &mut [Line<'_>], survey: &Survey<'_>) {
    let speakers = speakers(lines, survey);
    let are_capitals_rare = are_capitals_rare(lines);
    // Only below such labels does Teams write its notes.
    let are_names_above = matches!(
        survey.main(),
        Some(Class::Header | Class::Otter | Class::Lines)
    );
    let is_note = |text: &str| {
        (are_capitals_rare && is_heading_in_capitals(text))
            || (are_names_above && is_event(text, &speakers))
    };
    // The last turn ends with the file.
    let mut ends_a_turn = true;
    for at in (0..lines.len()).rev() {
        let Some(line) = lines.get(at).copied() else {
            continue;
        };
        if says_nothing(&line) {
            continue;
        }
        if ends_a_turn && paragraph(lines, at, survey).is_some_and(is_note) {
            if let Some(line) = lines.get_mut(at) {
                set_outside(line);
            }
            continue;
        }
        ends_a_turn = matches!(line.kind, Kind::Heading(_)) || head(&line, survey).is_some();
    }
}

/// Whether nobody speaks in a line, and no heading ends anybody's turn.
fn says_nothing(line: &Line<'_>) -> bool {
    matches!(
        line.kind,
        Kind::Blank | Kind::Notice | Kind::Stamp(_) | Kind::Outside(_)
    )
}

fn set_outside(line: &mut Line<'_>) {
    if let Kind::Text(text) = line.kind {
        line.kind = Kind::Outside(text);
    }
}

/// The label with which a line begins.
fn head<'a>(line: &Line<'a>, survey: &Survey<'_>) -> Option<Head<'a>> {
    let head = heads::of(line).filter(|head| survey.accepts(head, line.is_apart))?;
    Some(survey.dated(head))
}

/// A paragraph's first line, where it goes on with a turn that has words already.
fn paragraph<'a>(lines: &[Line<'a>], at: usize, survey: &Survey<'_>) -> Option<&'a str> {
    let line = lines.get(at)?;
    let Kind::Text(text) = line.kind else {
        return None;
    };
    if !line.is_apart || head(line, survey).is_some() {
        return None;
    }
    let mut above = lines.get(..at)?.iter().rev();
    let above = above.find(|line| !says_nothing(line))?;
    let awaits_words = head(above, survey).is_some_and(|head| head.text.is_empty());
    (!awaits_words).then_some(text)
}

/// The names of all who speak; `A` and the like are also words.
fn speakers<'a>(lines: &[Line<'a>], survey: &Survey<'_>) -> FxHashSet<&'a str> {
    let names = lines
        .iter()
        .filter_map(|line| Some(head(line, survey)?.name));
    names.filter(|name| !is_placeholder(name)).collect()
}

/// Whether capitals stand out, which they don't where everything is written in them.
fn are_capitals_rare(lines: &[Line<'_>]) -> bool {
    let (mut n_small, mut n_capital) = (0_usize, 0_usize);
    for line in lines {
        if let Kind::Text(text) = line.kind {
            n_small += text.chars().filter(|c| c.is_lowercase()).count();
            n_capital += text.chars().filter(|c| c.is_uppercase()).count();
        }
    }
    n_small > n_capital
}
