//! How is something counted that has more kinds than memory has room?
//!
//! When the room is full, what was counted least is forgotten, and more and more of it until half of the room is free
//! (lossy counting: Manku and Motwani 2002). So what is frequent is never lost, and its count falls short by no more
//! than what was forgotten.

use rustc_hash::FxHashMap;

/// Something that is counted.
pub trait Counted: Default {
    /// How often.
    fn n(&self) -> u32;
}

impl Counted for u32 {
    fn n(&self) -> u32 {
        *self
    }
}

/// Counts by key, at most so many at once.
#[derive(Debug)]
pub struct Tally<V> {
    kept: FxHashMap<u64, V>,
    most: usize,
    /// What had been counted no more often than this was forgotten.
    floor: u32,
}

impl<V: Counted> Tally<V> {
    /// Nothing counted yet.
    pub fn new(most: usize) -> Tally<V> {
        Tally {
            kept: FxHashMap::default(),
            most,
            floor: 0,
        }
    }

    /// The count of a key, nothing where it was not met or was forgotten.
    pub fn at(&mut self, key: u64) -> &mut V {
        if self.kept.len() >= self.most && !self.kept.contains_key(&key) {
            self.forget();
        }
        self.kept.entry(key).or_default()
    }

    /// How often a key was counted; 0 where it was not met or was forgotten.
    pub fn n(&self, key: u64) -> u32 {
        self.kept.get(&key).map_or(0, Counted::n)
    }

    /// Everything that is kept, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &V)> {
        self.kept.iter().map(|(key, value)| (*key, value))
    }

    fn forget(&mut self) {
        while self.kept.len() > self.most / 2 {
            self.floor += 1;
            let floor = self.floor;
            self.kept.retain(|_, value| value.n() > floor);
        }
    }
}
