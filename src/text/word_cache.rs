//! What do we know of a word that we have seen before?
//!
//! A cache from a word's letters, as they stand in the text, to whatever its user derives from them once. Looking
//! up is what every step does for every word, so it costs a load, a multiplication and a comparison: words of up
//! to fifteen bytes are kept as one number, the few longer ones in a map.

use rustc_hash::FxHashMap;

use crate::text::tokens::Token;

/// How many short forms one cache keeps before it starts anew: bounds memory on any corpus.
const MOST_SHORT: usize = 1 << 18;
/// The same for long forms, of which few come twice.
const MOST_LONG: usize = 1 << 15;
const FIRST_SIZE: usize = 1 << 12;

/// A cache from words to copies of `V`.
#[derive(Debug, Clone)]
pub struct WordCache<V> {
    /// Open addressing with a power of two places; the key 0 is no word.
    places: Vec<(u128, V)>,
    n_short: usize,
    long: FxHashMap<Box<str>, V>,
}

impl<V: Copy + Default> Default for WordCache<V> {
    fn default() -> Self {
        WordCache {
            places: vec![(0, V::default()); FIRST_SIZE],
            n_short: 0,
            long: FxHashMap::default(),
        }
    }
}

impl<V: Copy + Default> WordCache<V> {
    /// The value of a token's word, derived at its first sight.
    #[inline]
    pub fn get_or_derive(&mut self, text: &str, token: Token, derive: impl FnOnce(&str) -> V) -> V {
        let Some(key) = short_key(text, token) else {
            return self.long_word(token.surface(text), derive);
        };
        let mut place = place_of(key, self.places.len());
        loop {
            let (found, value) = self.places[place];
            if found == key {
                return value;
            }
            if found == 0 {
                return self.insert(key, derive(token.surface(text)));
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    fn insert(&mut self, key: u128, value: V) -> V {
        if self.n_short >= MOST_SHORT {
            *self = WordCache::default();
        }
        if self.n_short * 2 >= self.places.len() {
            self.grow();
        }
        self.put(key, value);
        value
    }

    fn put(&mut self, key: u128, value: V) {
        let mut place = place_of(key, self.places.len());
        while self.places[place].0 != 0 {
            place = (place + 1) & (self.places.len() - 1);
        }
        self.places[place] = (key, value);
        self.n_short += 1;
    }

    fn grow(&mut self) {
        let size = self.places.len() * 2;
        let old = std::mem::replace(&mut self.places, vec![(0, V::default()); size]);
        self.n_short = 0;
        for (key, value) in old.into_iter().filter(|(key, _)| *key != 0) {
            self.put(key, value);
        }
    }

    fn long_word(&mut self, surface: &str, derive: impl FnOnce(&str) -> V) -> V {
        if let Some(known) = self.long.get(surface) {
            return *known;
        }
        if self.long.len() >= MOST_LONG {
            self.long.clear();
        }
        let value = derive(surface);
        self.long.insert(surface.into(), value);
        value
    }
}

/// A word of at most fifteen bytes as one number that is never 0: its bytes, with its length on top.
#[inline]
fn short_key(text: &str, token: Token) -> Option<u128> {
    let (start, len) = (token.start as usize, (token.end - token.start) as usize);
    if len > 15 {
        return None;
    }
    let bytes = text.as_bytes();
    let letters = match bytes.get(start..start + 16) {
        Some(window) => u128::from_le_bytes(window.try_into().ok()?) & ((1 << (8 * len)) - 1),
        None => {
            let mut window = [0; 16];
            window[..len].copy_from_slice(bytes.get(start..start + len)?);
            u128::from_le_bytes(window)
        }
    };
    Some(letters | (len as u128) << 120)
}

/// The first place to look for a key among a power of two places.
#[inline]
fn place_of(key: u128, places: usize) -> usize {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ mixed >> 32) as usize).wrapping_mul(0x85EB_CA6B) >> 7 & (places - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;

    #[test]
    fn a_word_is_derived_once_and_never_taken_for_another() {
        let many: Vec<String> = (0..20_000).map(|n| format!("w{n:x}")).collect();
        let text = format!("{} averyverylongwordindeed a\u{e9} {0}", many.join(" "));
        let mut cache: WordCache<u32> = WordCache::default();
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
