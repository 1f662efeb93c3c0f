//! What do we know of a word that we have seen before?
//!
//! A cache from a word's letters, as they stand in the text, to a number that its user gives to it once. Looking up
//! is what every step does for every word, so it costs a load, a multiplication and a comparison: words of up to
//! seven bytes, which are nine in ten, are kept as one number beside theirs; those of up to fifteen in a table of
//! their own, and the few longer ones in a map.

use rustc_hash::FxHashMap;

use crate::text::tokens::Token;

/// How many short forms one cache keeps before it starts anew: bounds memory on any corpus.
const MOST_SHORT: usize = 1 << 18;
/// The same for long forms, of which few come twice.
const MOST_LONG: usize = 1 << 15;
const FIRST_SIZE: usize = 1 << 12;

/// A cache from words to numbers.
#[derive(Debug, Clone, Default)]
pub struct WordCache {
    short: Table<u64>,
    middle: Table<u128>,
    long: FxHashMap<Box<str>, u32>,
}

impl WordCache {
    /// The number of a token's word, derived at its first sight.
    #[inline]
    pub fn get_or_derive(
        &mut self,
        text: &str,
        token: Token,
        derive: impl FnOnce(&str) -> u32,
    ) -> u32 {
        let (start, len) = (token.start as usize, (token.end - token.start) as usize);
        let derive = || derive(token.surface(text));
        match len {
            ..=7 => self
                .short
                .get_or_derive(short_key(text, start, len), derive),
            8..=15 => self
                .middle
                .get_or_derive(middle_key(text, start, len), derive),
            _ => self.long_word(token.surface(text), derive),
        }
    }

    fn long_word(&mut self, surface: &str, derive: impl FnOnce() -> u32) -> u32 {
        if let Some(known) = self.long.get(surface) {
            return *known;
        }
        if self.long.len() >= MOST_LONG {
            self.long.clear();
        }
        let value = derive();
        self.long.insert(surface.into(), value);
        value
    }
}

/// Open addressing with a power of two places; the key 0 is no word.
#[derive(Debug, Clone)]
struct Table<K> {
    places: Vec<(K, u32)>,
    n_filled: usize,
}

impl<K: Key> Default for Table<K> {
    fn default() -> Self {
        Table {
            places: vec![(K::default(), 0); FIRST_SIZE],
            n_filled: 0,
        }
    }
}

impl<K: Key> Table<K> {
    #[inline]
    fn get_or_derive(&mut self, key: K, derive: impl FnOnce() -> u32) -> u32 {
        let mut place = key.hash() & (self.places.len() - 1);
        loop {
            let (found, value) = self.places[place];
            if found == key {
                return value;
            }
            if found == K::default() {
                return self.insert(key, derive());
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    #[cold]
    fn insert(&mut self, key: K, value: u32) -> u32 {
        if self.n_filled >= MOST_SHORT {
            *self = Table::default();
        }
        if self.n_filled * 2 >= self.places.len() {
            self.grow();
        }
        self.put(key, value);
        value
    }

    fn put(&mut self, key: K, value: u32) {
        let mut place = key.hash() & (self.places.len() - 1);
        while self.places[place].0 != K::default() {
            place = (place + 1) & (self.places.len() - 1);
        }
        self.places[place] = (key, value);
        self.n_filled += 1;
    }

    fn grow(&mut self) {
        let size = self.places.len() * 2;
        let old = std::mem::replace(&mut self.places, vec![(K::default(), 0); size]);
        self.n_filled = 0;
        for (key, value) in old.into_iter().filter(|(key, _)| *key != K::default()) {
            self.put(key, value);
        }
    }
}

/// A word's bytes as one number that is never 0.
trait Key: Copy + Eq + Default {
    fn hash(self) -> usize;
}

impl Key for u64 {
    #[inline]
    fn hash(self) -> usize {
        (self.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
    }
}

impl Key for u128 {
    #[inline]
    fn hash(self) -> usize {
        (self as u64 ^ ((self >> 64) as u64).rotate_left(29)).hash()
    }
}

/// A word of at most seven bytes: its bytes, with its length on top.
#[inline]
fn short_key(text: &str, start: usize, len: usize) -> u64 {
    let bytes = text.as_bytes();
    let letters = match bytes.get(start..start + 8) {
        Some(window) => {
            u64::from_le_bytes(window.try_into().unwrap_or_default()) & ((1 << (8 * len)) - 1)
        }
        None => {
            let mut window = [0; 8];
            window[..len].copy_from_slice(&bytes[start..start + len]);
            u64::from_le_bytes(window)
        }
    };
    letters | (len as u64) << 56
}

/// The same for at most fifteen bytes.
#[inline]
fn middle_key(text: &str, start: usize, len: usize) -> u128 {
    let mut window = [0; 16];
    window[..len].copy_from_slice(&text.as_bytes()[start..start + len]);
    u128::from_le_bytes(window) | (len as u128) << 120
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;

    #[test]
    fn a_word_is_derived_once_and_never_taken_for_another() {
        let many: Vec<String> = (0..20_000).map(|n| format!("w{n:x}")).collect();
        let text = format!("{} averyverylongwordindeed a\u{e9} {0}", many.join(" "));
        let mut cache: WordCache = WordCache::default();
        let mut seen: Vec<String> = Vec::new();
        for token in tokens(&text) {
            let number = cache.get_or_derive(&text, token, |surface| {
                seen.push(surface.to_owned());
                seen.len() as u32 - 1
            });
            assert_eq!(seen[number as usize], token.surface(&text));
        }
        assert_eq!(seen.len(), 20_002);
    }
}
