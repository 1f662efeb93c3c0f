//! Which words beside a company's name belong to it?
//!
//! Where a legal form or a word for companies tells that it is one, the name goes on over directions, lands and unknown
//! capitals before it ("West Varley Timber") and over more legal forms behind it ("Timber Co., Ltd.", "Varley S.A.").

use super::Class;
use super::capitals::is_company;
use super::cues::{CLEAR_LEGAL, FUNCTION, GENERIC, OPENINGS};
use super::lists::{KEPT, NAME_WORDS};
use super::people::{is_place, is_unknown};
use super::scene::{Named, Scene};
use super::words::Word;

/// So many words of the name stand on one side of what is sure.
const MOST_OF_COMPANY: usize = 5;

/// Names the whole of companies that a legal form or a word for companies tells, those that looked like people as well.
pub(super) fn find(scene: &mut Scene<'_, '_>) {
    let found = scene.found.iter();
    let names = found.filter(|named| matches!(named.class, Class::Organization | Class::Person));
    let names: Vec<Named> = names.cloned().collect();
    for mut named in names {
        let (start, end) = (named.from, named.to);
        let to = company_end(scene, end);
        if to == end && !is_surely_company(scene.words_between(start, end)) {
            continue;
        }
        (named.from, named.to) = (company_start(scene, start), to);
        if (named.from, named.to) != (start, end) {
            scene.name(named);
        }
    }
}

/// Whether a run ends as companies do; "company" itself may be no part of a name elsewhere.
fn is_surely_company(run: &[Word<'_>]) -> bool {
    let is_form = |last: &Word<'_>| {
        last.is_capital && matches!(last.folded.as_str(), "co" | "company" | "limited")
    };
    is_company(run) || (run.len() > 1 && run.last().is_some_and(is_form))
}

/// Where a company's name begins whose sure part begins at a word.
fn company_start(scene: &Scene<'_, '_>, start: usize) -> usize {
    let words = scene.words;
    let mut from = start;
    while from > 0 && start - from < MOST_OF_COMPANY && scene.is_free(from - 1) {
        let (word, next) = (&words[from - 1], &words[from]);
        let is_initial = word.is_capital && word.is_initial();
        let is_near = matches!(next.gap, " " | "-" | " & " | "&")
            || (is_initial && matches!(next.gap, "." | ". "));
        if !is_near || next.begins_sentence {
            break;
        }
        // "The" tells nothing where it only begins a sentence.
        if word.folded == "the" && word.is_capital && !word.begins_sentence {
            return from - 1;
        }
        if !is_part_of_company(word, next) {
            break;
        }
        from -= 1;
    }
    let is_number = from > 0 && scene.is_free(from - 1) && {
        let word = &words[from - 1];
        let is_alone = word.begins_sentence || word.gap == ", ";
        is_alone
            && word.surface.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(words[from].gap, " " | "-")
    };
    if is_number { from - 1 } else { from }
}

/// Whether a word with a capital belongs to the company's name behind it.
fn is_part_of_company(word: &Word<'_>, next: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    if !word.is_capital || !word.is_letters || word.is_possessive {
        return false;
    }
    if word.is_initial() {
        return next.gap.contains(['&', '.']) || !word.begins_sentence;
    }
    let is_opening = FUNCTION.contains(folded) || OPENINGS.contains(folded);
    let is_short_form = word.is_upper && !KEPT.contains(folded);
    let is_name = NAME_WORDS.contains(folded) && !word.begins_sentence && !KEPT.contains(folded);
    let is_part = GENERIC.contains(folded) || is_place(folded) || is_unknown(word);
    !is_opening && (is_part || is_short_form || is_name)
}

/// Where a company's name ends whose sure part ends before a word: over ", Inc.", "Co., Ltd." and "S.A.".
fn company_end(scene: &Scene<'_, '_>, end: usize) -> usize {
    let words = scene.words;
    let mut to = end;
    while to - end < MOST_OF_COMPANY && scene.is_free(to) {
        let next = &words[to];
        let folded = next.folded.as_str();
        let is_clear = CLEAR_LEGAL.contains(folded) || matches!(folded, "co" | "limited");
        let is_form = is_clear || matches!(folded, "company" | "group" | "holdings");
        let is_near = match next.gap {
            " " | " & " => is_form,
            ", " | "." | ". " | "., " => is_clear,
            _ => false,
        };
        if !is_near || !next.is_capital || (next.begins_sentence && !is_clear) {
            break;
        }
        to += 1;
    }
    dotted_end(scene, to).unwrap_or(to)
}

/// Where the letters of a legal form end that stand before or at a place: "S.A.", "N.V.", "L.P."
fn dotted_end(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let first = at.checked_sub(1)?;
    [first, at].into_iter().find_map(|from| {
        let (one, other) = (scene.words.get(from)?, scene.words.get(from + 1)?);
        let is_near = other.gap == "." && (from < at || one.follows_closely());
        let is_free = scene.is_free(from + 1) && (from < at || scene.is_free(from));
        let form = format!("{}{}", one.folded, other.folded);
        let is_form = one.is_initial() && other.is_initial() && CLEAR_LEGAL.contains(form.as_str());
        (is_near && is_free && is_form).then_some(from + 2)
    })
}
