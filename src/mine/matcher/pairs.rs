//! Which patterns are filed under two words that stand close to one another?
//!
//! Two words are far rarer together than either alone. Whether any pattern is filed under a pair is one bit, so
//! that the many pairs of ordinary speech cost a multiplication and a load each.

use rustc_hash::FxHashMap;

/// Bits of the table that says whether a pair is filed at all.
const BITS: u32 = 20;

/// How far the second word of a pair may stand behind the first.
pub const REACH: usize = 4;

/// How close the second word of a pair stands to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// It is the next word.
    Next,
    /// It is one of the next [`REACH`] words.
    Near,
}

/// Two stems and their closeness as one number.
#[inline]
fn key(first: u32, second: u32, closeness: Closeness) -> u64 {
    u64::from(first) << 32 | u64::from(second) << 1 | u64::from(closeness == Closeness::Near)
}

/// Where the bit of a key stands.
#[inline]
fn bit(key: u64) -> (usize, u64) {
    let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS);
    (place as usize / 64, 1 << (place % 64))
}

/// From pairs to ranges of a list that is kept elsewhere.
pub struct Pairs {
    is_filed: Box<[u64]>,
    ranges: FxHashMap<u64, (u32, u32)>,
}

impl Default for Pairs {
    fn default() -> Self {
        Pairs {
            is_filed: vec![0; 1 << (BITS - 6)].into(),
            ranges: FxHashMap::default(),
        }
    }
}

impl Pairs {
    /// Files a range under a pair.
    pub fn file(&mut self, key: PairKey, range: (u32, u32)) {
        let (word, bit) = bit(key.0);
        self.is_filed[word] |= bit;
        self.ranges.insert(key.0, range);
    }

    /// What is filed under a pair.
    #[inline]
    pub fn get(&self, first: u32, second: u32, closeness: Closeness) -> Option<(u32, u32)> {
        let key = key(first, second, closeness);
        let (word, bit) = bit(key);
        if self.is_filed[word] & bit == 0 {
            return None;
        }
        self.ranges.get(&key).copied()
    }
}

/// A pair as it is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairKey(u64);

impl PairKey {
    pub fn new(first: u32, second: u32, closeness: Closeness) -> PairKey {
        PairKey(key(first, second, closeness))
    }
}
