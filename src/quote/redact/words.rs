//! Where are the words, and what does each of them look like?
//!
//! Names are told by capital letters, by where a sentence begins and by what stands between two words. Here the plain copy
//! is cut for that: a hyphen parts words, a possessive hangs on its word without being part of it.

/// Between two words of one name nothing but this stands.
const NAME_GAPS: &str = " -.&'\"";

/// One word of a plain copy.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) start: usize,
    /// Behind the word without what hangs on it: before the `'s`.
    pub(super) end: usize,
    /// Behind all of it.
    full_end: usize,
    pub(super) surface: &'t str,
    /// Lower case, without apostrophes.
    pub(super) folded: String,
    /// What stands between this word and the one before.
    pub(super) gap: &'t str,
    pub(super) is_capital: bool,
    /// All capitals, as abbreviations are; an `s` may hang on it.
    pub(super) is_upper: bool,
    pub(super) is_letters: bool,
    pub(super) is_possessive: bool,
    pub(super) begins_sentence: bool,
    /// The whole text is in capitals, so that they tell nothing.
    pub(super) is_shouted: bool,
}

impl Word<'_> {
    /// Whether nothing but a space stands before.
    pub(super) fn follows_closely(&self) -> bool {
        self.gap == " "
    }

    /// Whether the word can go on a name that the word before is part of.
    pub(super) fn joins(&self) -> bool {
        self.gap.len() <= 3 && self.gap.chars().all(|c| NAME_GAPS.contains(c))
    }

    /// Whether it is a single letter, as initials are.
    pub(super) fn is_initial(&self) -> bool {
        self.surface.len() == 1 && self.surface != "I"
    }

    /// Whether capitals stand inside it: `SunVault`.
    pub(super) fn is_humped(&self) -> bool {
        let mut behind = self.surface.chars().skip(1);
        !self.is_upper
            && behind.any(char::is_uppercase)
            && self.surface.contains(char::is_lowercase)
    }
}

/// Words behind whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 12] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "inc", "ltd", "co", "jr", "sr", "vs",
];
/// What hangs on a word behind an apostrophe.
const HANGING: [&str; 6] = ["s", "ll", "d", "ve", "re", "m"];
/// Fewer letters in capitals may be abbreviations alone.
const SHORTEST_SHOUT: usize = 12;

/// The words of a plain copy, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let is_shouted = is_shouted(text);
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_word_char).map(|found| at + found) {
        let full_end = word_end(text, start);
        let (end, is_possessive) = without_hanging(text, start, full_end);
        let mut word = look(text, start, end);
        word.full_end = full_end;
        word.is_possessive = is_possessive;
        if is_shouted {
            word.is_shouted = true;
            word.is_capital = false;
            word.is_upper = false;
        }
        let before = words.last();
        word.gap = before.map_or("\n", |before| &text[before.full_end..start]);
        word.begins_sentence = before.is_none_or(|before| begins_sentence(before, word.gap));
        words.push(word);
        at = full_end;
    }
    words
}

/// What one word looks like by itself.
fn look(text: &str, start: usize, end: usize) -> Word<'_> {
    let surface = &text[start..end];
    let single = match surface.strip_suffix('s') {
        Some(single) if single.chars().count() > 1 => single,
        _ => surface,
    };
    let is_upper = single.chars().count() > 1
        && single.contains(char::is_uppercase)
        && !single.contains(char::is_lowercase);
    Word {
        start,
        end,
        full_end: end,
        surface,
        folded: surface
            .chars()
            .filter(|c| *c != '\'')
            .flat_map(char::to_lowercase)
            .collect(),
        gap: "",
        is_capital: surface.starts_with(char::is_uppercase),
        is_upper,
        is_letters: surface.chars().all(|c| c.is_alphabetic() || c == '\''),
        is_possessive: false,
        begins_sentence: false,
        is_shouted: false,
    }
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// The end of the word at a place; an apostrophe between letters stays inside.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_inner = c == '\'' && next.is_some_and(|next| next.is_ascii_alphabetic());
        if !is_word_char(c) && !is_inner {
            break;
        }
        end = start + at + c.len_utf8();
    }
    end
}

/// The end without a possessive or a contracted verb, and whether it was a possessive.
fn without_hanging(text: &str, start: usize, end: usize) -> (usize, bool) {
    let Some((head, tail)) = text[start..end].rsplit_once('\'') else {
        return (end, false);
    };
    let tail = tail.to_ascii_lowercase();
    if head.is_empty() || !HANGING.contains(&tail.as_str()) {
        return (end, false);
    }
    (start + head.len(), tail == "s")
}

/// Whether a sentence begins behind a word and a gap.
fn begins_sentence(before: &Word<'_>, gap: &str) -> bool {
    if gap.contains('\n') {
        return true;
    }
    let marks = gap.trim_matches(|c: char| " \"'()[]*_#".contains(c));
    let is_initial = before.is_initial() && before.surface.starts_with(char::is_uppercase);
    let is_abbreviated = is_initial || ABBREVIATIONS.contains(&before.folded.as_str());
    if marks == "." && is_abbreviated {
        return false;
    }
    marks.contains(['.', '!', '?', '…', ':', ';', '—'])
}

/// Whether most of a text is in capitals.
fn is_shouted(text: &str) -> bool {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    n_letters >= SHORTEST_SHOUT && n_capitals * 10 > n_letters * 6
}

/// The folded word before another one in the same sentence; empty at the beginning.
pub(super) fn before<'w>(words: &'w [Word<'_>], i: usize) -> &'w str {
    match i.checked_sub(1) {
        Some(last) if !words[i].begins_sentence => words[last].folded.as_str(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_what_they_look_like() {
        let cut = words("O'Brien's SOPs, Mr. Bell. we'll see");
        let folded: Vec<&str> = cut.iter().map(|word| word.folded.as_str()).collect();
        assert_eq!(folded, ["obrien", "sops", "mr", "bell", "we", "see"]);
        assert!(cut[0].is_possessive && cut[1].is_upper);
        let beginnings: Vec<bool> = cut.iter().map(|word| word.begins_sentence).collect();
        assert_eq!(beginnings, [true, false, false, false, true, false]);
    }
}
