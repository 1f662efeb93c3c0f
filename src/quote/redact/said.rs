//! Which e-mail and web addresses were spelled out in speech?
//!
//! "Jane at acme dot com", "jane (at) acme (dot) com", "d a n a at acme dot com". A dot that was said, with a top-level
//! domain behind it, is where the walk begins: to the right over further labels, to the left over the host and, where an
//! "at" stands, over the local part.

use super::identifiers::Found;
use super::lists::ORDINARY;
use super::shapes::TOP_LEVELS;
use super::{Certainty, Class};

/// A stretch of ASCII letters and digits.
struct Piece {
    start: usize,
    end: usize,
    folded: String,
}

/// The host takes at most so many words before the first dot.
const LONGEST_HOST: usize = 4;

/// Hosts have at most so many labels behind the first dot.
const MOST_LABELS: usize = 8;

/// Words that are no local part and no host: `look at acme dot com`.
const NO_NAMES: &str = "is it its to me us him her them the a an of or and my our your his their that this was then in on \
    with for so yeah just look looking looked are were at email mail address one here there be write send back go going \
    im he she they we you i dot find found reach s";

/// All addresses that were said.
pub(super) fn find(text: &str) -> Vec<Found> {
    let pieces = pieces(text);
    let mut found = Vec::new();
    // No address begins before the end of the last one.
    let mut free = 0;
    let mut i = 0;
    while i < pieces.len() {
        let Some(first_label) = behind_dot(text, &pieces, i) else {
            i += 1;
            continue;
        };
        let (top, end) = top_level(text, &pieces, first_label);
        if !TOP_LEVELS.contains(&top.as_str()) {
            i = first_label.max(i + 1);
            continue;
        }
        let is_said = pieces[i + 1].folded == "dot"
            || pieces[i + 1].folded == "punkt"
            || gap(text, &pieces, i + 1) != ".";
        if let Some(start) = local_part(text, &pieces, i, free) {
            found.push(address(&pieces, start, end, Class::Email));
            free = end;
        } else if is_said && !is_no_name(&pieces[i].folded) {
            let start = host_start(text, &pieces, i, free);
            let end = with_path(&pieces, end);
            found.push(address(&pieces, start, end, Class::Url));
            free = end;
        }
        i = end.max(i + 1);
    }
    found
}

fn address(pieces: &[Piece], first: usize, end: usize, class: Class) -> Found {
    Found {
        start: pieces[first].start,
        end: pieces[end - 1].end,
        class,
        certainty: Certainty::Certain,
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let len = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if len > 0 {
            pieces.push(Piece {
                start: at,
                end: at + len,
                folded: text[at..at + len].to_ascii_lowercase(),
            });
        }
        at += len.max(1);
    }
    pieces
}

/// What stands between a piece and the one before it.
fn gap<'t>(text: &'t str, pieces: &[Piece], i: usize) -> &'t str {
    text.get(pieces[i - 1].end..pieces[i].start).unwrap_or("")
}

fn is_no_name(word: &str) -> bool {
    NO_NAMES.split_whitespace().any(|other| other == word)
}

/// The piece behind the dot that follows a piece, said or written.
fn behind_dot(text: &str, pieces: &[Piece], i: usize) -> Option<usize> {
    let next = pieces.get(i + 1)?;
    let before = gap(text, pieces, i + 1);
    if matches!(next.folded.as_str(), "dot" | "punkt") {
        pieces.get(i + 2)?;
        let behind = gap(text, pieces, i + 2);
        let is_bracket = |gap: &str| gap.len() <= 3 && gap.chars().all(|c| " ()[]{}<>".contains(c));
        return (is_bracket(before) && is_bracket(behind)).then_some(i + 2);
    }
    let is_dot = before.len() <= 3
        && before != ". "
        && before.matches('.').count() == 1
        && before.chars().all(|c| " .()[]{}".contains(c));
    is_dot.then_some(i + 1)
}

/// The last label of a host whose label `first` follows a dot, and the piece behind it.
fn top_level(text: &str, pieces: &[Piece], first: usize) -> (String, usize) {
    let (mut first, mut end) = (first, label_end(text, pieces, first));
    for _ in 0..MOST_LABELS {
        let Some(next) = behind_dot(text, pieces, end - 1) else {
            break;
        };
        first = next;
        end = label_end(text, pieces, next);
    }
    let label = pieces[first..end].iter().map(|piece| piece.folded.as_str());
    (label.collect(), end)
}

/// The end of a label; two single letters are one that was spelled: `a e`.
fn label_end(text: &str, pieces: &[Piece], i: usize) -> usize {
    let is_letter = |i: usize| pieces.get(i).is_some_and(|piece| piece.folded.len() == 1);
    let is_spelled =
        is_letter(i) && is_letter(i + 1) && matches!(gap(text, pieces, i + 1), " " | "-");
    if is_spelled { i + 2 } else { i + 1 }
}

/// Where the local part begins, when an "at" stands before the host that ends with piece `last`.
fn local_part(text: &str, pieces: &[Piece], last: usize, free: usize) -> Option<usize> {
    let mut host = last;
    for _ in 0..LONGEST_HOST {
        if let Some(local) = before_at(text, pieces, host) {
            return (local >= free)
                .then(|| local_start(text, pieces, local, free))
                .flatten();
        }
        if host <= free {
            return None;
        }
        let between = gap(text, pieces, host);
        if between.len() > 3 || !between.chars().all(|c| " -._".contains(c)) {
            return None;
        }
        host -= 1;
    }
    None
}

/// The piece before the "at" that stands before a piece.
fn before_at(text: &str, pieces: &[Piece], i: usize) -> Option<usize> {
    let before = i.checked_sub(1)?;
    let between = gap(text, pieces, i);
    if between.contains('@') && between.chars().all(|c| " @()[]{}<>".contains(c)) {
        return Some(before);
    }
    let local = before.checked_sub(1)?;
    let around = [gap(text, pieces, before), between];
    let is_bracket = |gap: &&str| gap.chars().all(|c| " ()[]{}<>".contains(c));
    (pieces[before].folded == "at" && around.iter().all(is_bracket)).then_some(local)
}

/// Goes left from the last piece of a local part, over joiners that were said and over spelled letters.
fn local_start(text: &str, pieces: &[Piece], last: usize, free: usize) -> Option<usize> {
    let is_letter = |i: usize| pieces[i].folded.len() == 1;
    let is_spelled = last > free && is_letter(last) && is_letter(last - 1);
    if is_no_name(&pieces[last].folded) && !is_spelled {
        return None;
    }
    let mut start = last;
    while start > free {
        let between = gap(text, pieces, start);
        let before = pieces[start - 1].folded.as_str();
        let is_joiner = matches!(
            before,
            "dot" | "underscore" | "dash" | "hyphen" | "plus" | "minus" | "period"
        );
        let hangs = text[..pieces[start - 1].start].ends_with('\'');
        let is_lone = before.len() == 1 && !hangs && (is_letter(start) || !is_no_name(before));
        if is_joiner && start > free + 1 {
            start -= 2;
        } else if matches!(between, "." | "_" | "-" | "+")
            || (matches!(between, " " | " - ") && is_lone)
        {
            start -= 1;
        } else {
            break;
        }
    }
    Some(start)
}

/// Where a host begins that no "at" stands before: one word, with those before it that are no ordinary ones.
fn host_start(text: &str, pieces: &[Piece], last: usize, free: usize) -> usize {
    let mut start = last;
    while start > free && last - start < 2 {
        let before = pieces[start - 1].folded.as_str();
        let is_near = matches!(gap(text, pieces, start), " " | "-");
        if !is_near || ORDINARY.contains(before) || is_no_name(before) {
            break;
        }
        start -= 1;
    }
    start
}

/// Takes along what was said behind the host: `slash portal`.
fn with_path(pieces: &[Piece], mut end: usize) -> usize {
    while end + 1 < pieces.len() && pieces[end].folded == "slash" {
        end += 2;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_spelled_out_are_found() {
        for (text, address) in [
            ("it's jane at acme dot com okay", "jane at acme dot com"),
            (
                "x zhang at pacific ridge dot com",
                "x zhang at pacific ridge dot com",
            ),
            ("that's d a n a at acme dot com", "d a n a at acme dot com"),
            (
                "to ap underscore desk at acme dot co dot uk",
                "ap underscore desk at acme dot co dot uk",
            ),
            (
                "write to info (at) acme (dot) de",
                "info (at) acme (dot) de",
            ),
            (
                "look at acmewidgets dot com slash login",
                "acmewidgets dot com slash login",
            ),
            (
                "o m a r at gulf marine dot a e",
                "o m a r at gulf marine dot a e",
            ),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(&text[found[0].start..found[0].end], address);
        }
        assert!(find("We stop here. No more at noon. It is done.").is_empty());
    }
}
