//! Which words of a turn go into the index?
//!
//! The same tokens and stems as everywhere else, handed to tantivy. Each clone remembers the stems it has seen;
//! tantivy clones a tokenizer for every segment, so what is remembered is shared from then on by reference.

use std::sync::{Arc, Mutex};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::stem::Stemmer;
use crate::text::tokens::{Tokens, tokens};
use crate::text::word_cache::WordCache;

/// The name under which an index remembers its tokenizer.
pub const NAME: &str = "verbatim-words-1";

/// Tokenizer over [`crate::text`].
#[derive(Clone, Default)]
pub struct Words {
    shared: Arc<Shared>,
    mine: Option<Stems>,
}

#[derive(Default)]
struct Shared {
    stemmer: Stemmer,
    /// Memories given back by clones that are done.
    spare: Mutex<Vec<Stems>>,
}

/// Stems by their number, and each surface form's number.
#[derive(Default)]
struct Stems {
    numbers: WordCache,
    stems: Vec<Box<str>>,
}

impl Clone for Stems {
    fn clone(&self) -> Self {
        // A clone works in a thread of its own and remembers for itself.
        Stems::default()
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        if let Some(stems) = self.mine.take()
            && let Ok(mut spare) = self.shared.spare.lock()
            && spare.len() < MOST_SPARE
        {
            spare.push(stems);
        }
    }
}

/// A memory with more stems is thrown away, so that memory stays bounded on any corpus.
const MOST_STEMS: usize = 1 << 20;
/// More memories than indexing threads are never needed.
const MOST_SPARE: usize = 16;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let shared = &self.shared;
        let stems = self.mine.get_or_insert_with(|| {
            let spare = shared.spare.lock().ok().and_then(|mut spare| spare.pop());
            spare
                .filter(|stems| stems.stems.len() < MOST_STEMS)
                .unwrap_or_default()
        });
        WordStream {
            text,
            tokens: tokens(text),
            stems,
            stemmer: &self.shared.stemmer,
            token: Token::default(),
        }
    }
}

/// The words of one text.
pub struct WordStream<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    stems: &'a mut Stems,
    stemmer: &'a Stemmer,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.next() else {
            return false;
        };
        let Stems { numbers, stems } = &mut *self.stems;
        let number = numbers.get_or_derive(self.text, token, |surface| {
            stems.push(self.stemmer.stem(surface).into());
            stems.len() as u32 - 1
        });
        self.token.text.clear();
        self.token.text.push_str(&stems[number as usize]);
        self.token.offset_from = token.start as usize;
        self.token.offset_to = token.end as usize;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    #[inline]
    fn token(&self) -> &Token {
        &self.token
    }

    #[inline]
    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
