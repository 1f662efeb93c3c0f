//! Where do known names stand in a text, as they are spelled or as they were heard?

use super::cues::{CONNECTIVES, PARTICLES};
use super::known::{Kind, Known, Spelling};
use super::lists::{
    CITIES, COMMONEST, FIRST_NAMES, KEPT, NAME_WORDS, ORDINARY, REGIONS, is_ordinary,
};
use super::meant::is_meant;
use super::sounds;
use super::words::Word;

/// A known name: the words it stands on, from one to another, and what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) entity: usize,
    /// It only sounds like the name.
    pub(super) is_misheard: bool,
}

/// A name takes at most so many words of the text, small ones between included.
const LONGEST_NAME: usize = 8;
/// A recognizer cuts one name into at most so many words.
const MOST_PIECES: usize = 3;
/// Nobody spells out a longer name.
const MOST_LETTERS: usize = 40;
/// Shorter words sound like too many others.
const SHORTEST_MISHEARD: usize = 4;

/// All known names, in order; none overlaps another.
pub(super) fn find(known: &Known, text: &str, words: &[Word<'_>]) -> Vec<Heard> {
    let mut heard = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let spelled = spelled(known, text, words, i).map(|found| (found, false));
        let found = spelled.or_else(|| misheard(known, words, i).map(|found| (found, true)));
        let Some(((n, entity), is_misheard)) = found else {
            i += 1;
            continue;
        };
        heard.push(Heard {
            from: i,
            to: i + n,
            entity,
            is_misheard,
        });
        i += n;
    }
    heard
}

/// The name spelled at a word: how many words it takes, and whose it is.
fn spelled(known: &Known, text: &str, words: &[Word<'_>], i: usize) -> Option<(usize, usize)> {
    let folded = words[i].folded.as_str();
    let listed = known.spellings.get(folded).into_iter().flatten();
    // "The Whitfields" are everybody of that name.
    let single = folded.strip_suffix('s').filter(|single| single.len() > 3);
    let plural = single.and_then(|single| known.spellings.get(single));
    let plural = plural
        .into_iter()
        .flatten()
        .filter(|spelling| spelling.words.len() == 1 && spelling.kind == Kind::Last);
    for spelling in listed.chain(plural) {
        if let Some(n) = n_matched(words, i, spelling)
            && is_meant(text, words, i, n, spelling)
        {
            return Some((n, spelling.entity));
        }
    }
    for n in (2..=MOST_PIECES).rev() {
        let Some(joined) = joined(words, i, n) else {
            continue;
        };
        let is_chance = words[i..i + n]
            .iter()
            .all(|word| COMMONEST.contains(word.folded.as_str()));
        if let Some(entity) = known.joined.get(&joined)
            && !is_chance
        {
            return Some((n, *entity));
        }
    }
    let whole = known.joined.get(folded);
    if let Some(entity) = whole.filter(|_| folded.len() >= 5 && !is_ordinary(folded)) {
        return Some((1, *entity));
    }
    spelled_letter_by_letter(known, words, i)
}

/// How many words a spelling takes at a word. Small words in names come and go: `van der`, `&`.
fn n_matched(words: &[Word<'_>], i: usize, spelling: &Spelling) -> Option<usize> {
    let mut at = i;
    for (nth, part) in spelling.words.iter().enumerate() {
        if nth > 0 {
            while let Some(word) = words.get(at)
                && at - i < LONGEST_NAME
                && word.folded != *part
                && is_small(&word.folded)
            {
                at += 1;
            }
            let word = words.get(at)?;
            if !word.joins() || (word.begins_sentence && word.gap.contains('\n')) {
                return None;
            }
        }
        let word = words.get(at)?;
        let is_last = nth + 1 == spelling.words.len();
        let is_plural =
            is_last && part.len() > 3 && word.folded.strip_suffix('s') == Some(part.as_str());
        if word.folded != *part && !is_plural {
            return None;
        }
        at += 1;
    }
    Some(at - i)
}

fn is_small(word: &str) -> bool {
    CONNECTIVES.contains(word) || PARTICLES.contains(word)
}

/// Words without the spaces between them.
fn joined(words: &[Word<'_>], i: usize, n: usize) -> Option<String> {
    let pieces = words.get(i..i + n)?;
    let are_near = pieces[1..].iter().all(|word| matches!(word.gap, " " | "-"));
    are_near.then(|| pieces.iter().map(|word| word.folded.as_str()).collect())
}

/// `D-A-N-A`
fn spelled_letter_by_letter(known: &Known, words: &[Word<'_>], i: usize) -> Option<(usize, usize)> {
    let is_letter = |word: &&Word<'_>| word.folded.chars().count() == 1;
    let first = words.get(i).filter(is_letter)?;
    let others = words[i + 1..]
        .iter()
        .take(MOST_LETTERS)
        .take_while(|word| is_letter(word) && matches!(word.gap, " " | "-" | ". " | "." | ", "));
    let letters: Vec<&str> = std::iter::once(first)
        .chain(others)
        .map(|word| word.folded.as_str())
        .collect();
    if letters.len() < 3 {
        return None;
    }
    let name = letters.concat();
    let single = known.singles.iter().find(|(single, _)| *single == name);
    let entity = single
        .map(|(_, entity)| *entity)
        .or_else(|| known.joined.get(&name).copied())?;
    Some((letters.len(), entity))
}

/// The name that one or two words at a place sound like.
fn misheard(known: &Known, words: &[Word<'_>], i: usize) -> Option<(usize, usize)> {
    let word = &words[i];
    let folded = word.folded.as_str();
    if !word.is_letters || folded.chars().count() < SHORTEST_MISHEARD {
        return None;
    }
    let is_place = REGIONS.contains(folded) || CITIES.contains(folded);
    let is_strange = !is_ordinary(folded) && !KEPT.contains(folded) && !is_place;
    let is_capital = word.is_capital
        && !word.begins_sentence
        && !COMMONEST.contains(folded)
        && !KEPT.contains(folded)
        && !is_place
        && !FIRST_NAMES.contains(folded);
    if (is_strange || is_capital)
        && let Some(entity) = nearest(known, folded, 1, folded)
    {
        return Some((1, entity));
    }
    let next = words.get(i + 1)?;
    let are_common = COMMONEST.contains(folded) && COMMONEST.contains(next.folded.as_str());
    let is_second = next.is_letters && next.folded.chars().count() >= 3;
    if !is_second || are_common || !matches!(next.gap, " " | "-") {
        return None;
    }
    let joined = format!("{folded}{}", next.folded);
    nearest(known, &joined, 2, folded).map(|entity| (2, entity))
}

/// Whose name is nearest to some letters from `n_words` words, the first of which is `first`.
fn nearest(known: &Known, letters: &str, n_words: usize, first: &str) -> Option<usize> {
    let key = sounds::key(letters);
    let len = letters.chars().count();
    let is_first_name = n_words == 1 && FIRST_NAMES.contains(first);
    let mut best: Option<(usize, usize)> = None;
    for (name, entity) in &known.singles {
        let name_len = name.chars().count();
        let is_word = ORDINARY.contains(name.as_str())
            || (NAME_WORDS.contains(name.as_str()) && name_len < 6);
        if is_word || name_len.abs_diff(len) > 3 || (n_words == 2 && name_len < 7) {
            continue;
        }
        let name_key = sounds::key(name);
        let begins_alike = letters.chars().next() == name.chars().next()
            || key.chars().next() == name_key.chars().next();
        let sounds_alike = key == name_key;
        // Another first name is another person, unless it sounds the same.
        if !begins_alike || (is_first_name && !sounds_alike) {
            continue;
        }
        let distance = sounds::distance(letters, name, 3);
        let limit = if name_len >= 8 { 2 } else { 1 };
        let is_near = distance <= limit
            && name_len >= 5
            && len >= 5
            && (n_words == 1 || distance <= 1 || sounds_alike);
        let is_same_sound = sounds_alike
            && match key.len() {
                0 | 1 => false,
                2 => distance <= 3,
                _ => distance <= 4,
            }
            && (n_words == 1 || distance <= 2);
        if (is_near || is_same_sound) && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, *entity));
        }
    }
    best.map(|(_, entity)| entity)
}
