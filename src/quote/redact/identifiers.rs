//! Which e-mail addresses, numbers and machines' addresses stand in a text?
//!
//! A table of shapes, each with the check that tells it from an innocent figure. Shapes are looked for in the copy
//! without disguises and again in the copy with digits for spoken numbers.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use super::checks::{
    after, before, digits, goes_on, iban, is_date, is_digit_two_before, is_money, is_round,
    is_years, luhn,
};
use super::lists::{self, ORDINARY};
use super::shapes::{CODES, Check, KEPT_DOMAINS, RISKY_ENDINGS, SHAPES, TOP_LEVELS};
use super::{Certainty, Class};

/// Something found in a copy, as bytes of that copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) class: Class,
    pub(super) certainty: Certainty,
}

static COMPILED: LazyLock<Vec<(Class, Regex, Check)>> = LazyLock::new(|| {
    let compiled = |(class, shape, check): &(Class, &str, Check)| {
        Regex::new(shape).ok().map(|regex| (*class, regex, *check))
    };
    SHAPES.iter().filter_map(compiled).collect()
});

/// How many shapes there are, and how many of them compiled: a test holds that no shape is lost.
#[cfg(test)]
pub(super) fn n_compiled() -> (usize, usize) {
    (SHAPES.len(), COMPILED.len())
}

/// Everything that has a shape of its own.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (class, regex, check) in COMPILED.iter() {
        let mut at = 0;
        while let Some(groups) = regex.captures_at(text, at) {
            let (Some(whole), part) = (groups.get(0), groups.get(1)) else {
                break;
            };
            let place = (whole.start(), whole.end());
            let part = part.map_or(place, |part| (part.start(), part.end()));
            let kept = checked(text, place, part, *check);
            let end = kept.map_or(whole.end(), |((_, end), _)| match check {
                Check::Iban => end,
                _ => whole.end(),
            });
            if let Some(((start, end), certainty)) = kept
                && start < end
            {
                found.push(Found {
                    start,
                    end,
                    class: *class,
                    certainty,
                });
            }
            at = end.max(whole.start() + 1);
            while at < text.len() && !text.is_char_boundary(at) {
                at += 1;
            }
            if at > text.len() {
                break;
            }
        }
    }
    found
}

type Place = (usize, usize);

/// The place to hide, if the check holds.
fn checked(text: &str, place: Place, part: Place, check: Check) -> Option<(Place, Certainty)> {
    let (start, end) = place;
    let shape = text.get(start..end)?;
    let number = digits(shape);
    let (previous, next) = (before(text, start), after(text, end));
    let sure = |is_well: bool| is_well.then_some((place, Certainty::Certain));
    let likely = |is_well: bool| is_well.then_some((place, Certainty::Likely));
    match check {
        Check::Nothing => sure(true),
        Check::Cue => Some((part, Certainty::Certain)),
        Check::Trim => Some((trimmed(text, place), Certainty::Certain)),
        Check::Domain => (previous != '@' && is_domain(shape))
            .then(|| (trimmed(text, place), Certainty::Certain)),
        Check::Ipv4 => sure(
            shape.parse::<Ipv4Addr>().is_ok()
                && !goes_on(text, end, ".")
                && previous != '.'
                && !is_version(text, start),
        ),
        Check::Ipv6 => ipv6(text, place),
        Check::Iban => iban(shape).map(|(len, certainty)| ((start, start + len), certainty)),
        Check::Luhn => sure(
            luhn(&number) && !is_round(&number) && number.starts_with(['2', '3', '4', '5', '6']),
        ),
        Check::Social => sure(!number.starts_with("000")),
        Check::International => sure((8..=21).contains(&number.len())),
        Check::ZeroZero => sure(number.len() >= 10),
        Check::Unround => {
            let is_inside = previous.is_alphanumeric()
                || (matches!(previous, '.' | ',' | '-') && is_digit_two_before(text, start));
            let is_figure = is_round(&number) || is_money(text, start) || goes_on(text, end, ",");
            sure(!is_inside && !is_figure)
        }
        Check::Local => {
            let is_inside = previous.is_ascii_digit() || ".-/$€£".contains(previous);
            let is_hundreds = shape.get(1..3) == Some("00");
            sure(!is_inside && !goes_on(text, end, ".-/") && !is_hundreds && !is_years(shape))
        }
        Check::National => sure(
            number.len() >= 9
                && !is_date(shape)
                && !".,:-".contains(previous)
                && !goes_on(text, end, ".:"),
        ),
        Check::CuedPhone => {
            let shape = text.get(part.0..part.1)?;
            let number = digits(shape);
            let is_figure = is_round(&number) || is_date(shape) || is_years(shape);
            (number.len() >= 7 && !is_figure).then_some((part, Certainty::Likely))
        }
        Check::Code => likely(is_code(shape)),
        Check::Secret => {
            likely(number.len() >= 4 && shape.chars().any(char::is_alphabetic) && !is_words(shape))
        }
        Check::Long => {
            let is_figure = is_round(&number)
                || is_money(text, start)
                || is_years(shape)
                || is_date(shape)
                || matches!(previous, '.' | ',')
                || goes_on(text, end, ".,");
            likely(!is_figure && is_grouped(shape))
        }
        Check::Bare => {
            let is_figure = is_round(&number)
                || number.ends_with("00")
                || is_money(text, start)
                || is_date(shape)
                || matches!(previous, '.' | ',' | ':')
                || next == '%'
                || goes_on(text, end, ".,:");
            (!is_figure).then_some((place, Certainty::Possible))
        }
    }
}

/// A place without the marks of the sentence at its end.
fn trimmed(text: &str, (start, end): Place) -> Place {
    let shape = text.get(start..end).unwrap_or("");
    let kept = shape.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
    (start, start + kept.len())
}

/// Whether a dotted word is a domain rather than two sentences without a space between them.
fn is_domain(shape: &str) -> bool {
    let host = shape.split(['/', '?', '#']).next().unwrap_or("");
    let folded = host.to_ascii_lowercase();
    let labels: Vec<&str> = folded.split('.').collect();
    let [.., name, ending] = labels.as_slice() else {
        return false;
    };
    let is_short = labels.len() == 2;
    let ending_as_written = host.get(name.len() + 1..).unwrap_or("");
    let begins_sentence = ending_as_written.starts_with(|c: char| c.is_ascii_uppercase());
    if !TOP_LEVELS.contains(ending)
        || KEPT_DOMAINS.contains(&folded.as_str())
        || lists::is_product(&labels)
        || !name.contains(|c: char| c.is_ascii_alphabetic())
    {
        return false;
    }
    let is_shouted = !host.contains(|c: char| c.is_ascii_lowercase());
    if is_short && host.ends_with(|c: char| c.is_ascii_uppercase()) && !is_shouted {
        return false;
    }
    let is_risky = RISKY_ENDINGS.contains(ending) && is_short && host.len() == shape.len();
    !(is_risky && (ORDINARY.contains(*name) || begins_sentence))
}

fn is_version(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    let word = before
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or("");
    let word = match word {
        "" => before.trim_end_matches('.'),
        word => word,
    };
    let is_v = before.ends_with("v.") || word.eq_ignore_ascii_case("v");
    let words = ["version", "release", "build", "firmware", "update", "patch"];
    is_v || words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn ipv6(text: &str, (start, end): Place) -> Option<(Place, Certainty)> {
    let mut shape = text.get(start..end)?.trim_end_matches('.');
    if shape.ends_with(':') && !shape.ends_with("::") {
        shape = shape.strip_suffix(':')?;
    }
    let end = start + shape.len();
    let is_inside = before(text, start).is_alphanumeric() || after(text, end).is_alphanumeric();
    let n_others = shape.chars().filter(|c| *c != ':').count();
    let is_address = shape.parse::<Ipv6Addr>().is_ok() && n_others >= 3;
    (is_address && !is_inside).then_some(((start, end), Certainty::Certain))
}

/// Whether letters with digits are somebody's number and not the name of a norm, a form or a model.
fn is_code(shape: &str) -> bool {
    let n_letters = shape.bytes().take_while(u8::is_ascii_uppercase).count();
    let (head, rest) = shape.split_at(n_letters);
    let is_model =
        n_letters <= 3 && matches!(rest.len(), 3 | 4) && rest.bytes().all(|b| b.is_ascii_digit());
    let number = digits(shape);
    let is_year = number.len() == 4
        && shape.ends_with(&number)
        && (number.starts_with("19") || number.starts_with("20"))
        && !shape.contains('-');
    !CODES.contains(&head) && !is_model && !is_year && number.len() >= 4
}

/// Whether something long is only words with hyphens.
fn is_words(shape: &str) -> bool {
    shape.split(['-', '_']).all(|part| {
        part.chars().all(char::is_alphabetic)
            || (part.len() < 4 && part.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Whether digits stand one by one or in groups as numbers are written, not as a list of small figures.
fn is_grouped(shape: &str) -> bool {
    let lens = || shape.split([' ', '-']).map(str::len);
    let longest = lens().max().unwrap_or(0);
    let shortest = lens().min().unwrap_or(0);
    longest == 1 || (longest >= 3 && shortest >= 2)
}
