//! Is this word the name of somebody who is on the call, or of one of our own people?
//!
//! Names differ from call to call, so they are no part of the compiled patterns: the tagger says before each call whose
//! names count. Only patterns with `{person}` ask, and nothing is done where there is none.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::call::Call;
use crate::mine::vocabulary::is_ordinary;
use crate::mine::words::Word;
use crate::mine::words::contraction::split_contraction;
use crate::text::sentences::sentences;
use crate::text::stem::fold;
use crate::text::tokens::{Token, tokens};

/// A name takes at most so many words.
const LONGEST_NAME: usize = 4;
/// Behind these in a display name no name stands any more: `Dana (Haulbright)`, `Dana | Sales`.
const ENDS_OF_NAMES: [char; 6] = ['(', '[', '|', '<', '@', '/'];
/// Parts of display names that are nobody's name.
const NO_NAMES: [&str; 12] = [
    "and", "caller", "dr", "guest", "host", "mr", "mrs", "ms", "prof", "speaker", "the", "unknown",
];

/// Words of names, folded; whether each is an ordinary word too, which as a name counts only with a capital letter
/// ("Will", "May").
#[derive(Debug, Clone, Default)]
pub struct People(FxHashMap<String, bool>);

impl People {
    /// Everybody on a call, and those who are always known.
    pub fn of<'a>(call: Option<&'a Call>, known: &'a [String]) -> People {
        let on_call = call.into_iter().flat_map(|call| &call.participants);
        let names = on_call.flat_map(|one| std::iter::once(&one.name).chain(&one.aliases));
        let mut people = People::default();
        for name in names.chain(known) {
            people.add(name);
        }
        people
    }

    /// Adds those whom a text without a call may name: words with a capital inside of its sentences.
    pub fn add_supposed(&mut self, text: &str) {
        for sentence in sentences(text) {
            let sentence = sentence.slice(text);
            let inside = tokens(sentence).skip(1);
            for name in inside.map(|token| token.surface(sentence)) {
                if name.starts_with(char::is_uppercase) {
                    self.add(name);
                }
            }
        }
    }

    fn add(&mut self, name: &str) {
        let name = name.split(ENDS_OF_NAMES).next().unwrap_or(name);
        for token in tokens(name) {
            let word = folded(token, name);
            let is_name = word.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !word.contains(|c: char| c.is_ascii_digit())
                && !NO_NAMES.contains(&word.as_str());
            if is_name {
                let is_ordinary = is_ordinary(&word);
                self.0.insert(word, is_ordinary);
            }
        }
    }

    fn has(&self, token: Token, text: &str) -> bool {
        let is_capital = || token.surface(text).starts_with(char::is_uppercase);
        match self.0.get(&folded(token, text)) {
            Some(is_ordinary) => !is_ordinary || is_capital(),
            None => false,
        }
    }
}

/// A word without what hangs on it: `Dana's` is `dana`.
fn folded(token: Token, text: &str) -> String {
    let parts = split_contraction(&fold(token.surface(text)));
    parts.into_iter().next().unwrap_or_default()
}

/// What is said, for those elements of patterns that look at more than numbered words.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The turn's text.
    pub text: &'a str,
    pub people: &'a People,
}

/// Nobody is known.
static NOBODY: LazyLock<People> = LazyLock::new(People::default);

impl Said<'static> {
    /// Without a text or names, for elements that look at numbered words alone.
    pub fn unseen() -> Said<'static> {
        Said {
            text: "",
            people: &NOBODY,
        }
    }
}

impl Said<'_> {
    /// How many of the words at the beginning of `words` make up a name; 0 where none does.
    pub fn name_len(self, words: &[Word]) -> usize {
        let words = words.iter().take(LONGEST_NAME);
        let mut before = None;
        let named = words.take_while(|word| {
            // The two words of a contraction stand on the same letters.
            let is_second = before.replace(word.start) == Some(word.start);
            !is_second && self.is_name(word)
        });
        named.count()
    }

    fn is_name(self, word: &Word) -> bool {
        let (start, end) = (word.start as usize, word.end as usize);
        let surface = self.text.get(start..end).unwrap_or("");
        // Where a word was said twice, both stand here.
        let first = tokens(surface).next();
        first.is_some_and(|token| self.people.has(token, surface))
    }
}
