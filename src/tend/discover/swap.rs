//! Which phrases are a tag's own patterns with one of their words changed for another that behaves like it?
//!
//! `takes (hours|days)` and a word that keeps the company of `days` make `takes ages`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::mine::vocabulary::{Vocabulary, stem_hash};
use crate::tend::discover::counts::Counts;
use crate::tend::discover::space::Space;
use crate::tend::discover::weight::{self, Weight};
use crate::text::stem::fold;

/// A word belongs to a tag when so much of the patterns with it are the tag's.
const LEAST_SHARE: f64 = 0.25;
/// A tag with fewer sentences does not show which words belong to it.
pub const FEWEST_ROWS: u64 = 20;
/// A new word stands in the tag's sentences so many times as often as in those that carry nothing.
const LEAST_TIMES: f64 = 2.0;
/// Patterns that are tried for one new word.
const MOST_PATTERNS: usize = 8;

/// In which patterns each word stands.
pub struct Known<'l> {
    vocabulary: &'l Vocabulary,
    /// By tag and stem.
    of_tags: BTreeMap<&'l Tag, BTreeMap<u64, Vec<&'l str>>>,
    /// By stem: in how many patterns of any tag.
    anywhere: FxHashMap<u64, usize>,
}

/// A word that behaves like words of a tag's patterns.
pub struct Alike<'l> {
    /// The number of its stem.
    pub stem: u32,
    /// The words of the tag's patterns that it is like, with how much; the most alike first.
    pub like: Vec<(u64, f32)>,
    /// Patterns in which one of those stands, and which.
    pub patterns: Vec<(&'l str, u64)>,
}

impl<'l> Known<'l> {
    /// Reads the patterns of all lexicons.
    pub fn new(lexicons: &'l Lexicons) -> Known<'l> {
        let mut known = Known {
            vocabulary: &lexicons.matcher.vocabulary,
            of_tags: BTreeMap::new(),
            anywhere: FxHashMap::default(),
        };
        // Weak cues say little of the company that a tag's words keep.
        for entry in lexicons.entries.iter().filter(|entry| entry.is_plain()) {
            for pattern in &entry.patterns {
                known.add(&entry.tag, pattern);
            }
        }
        known
    }

    fn add(&mut self, tag: &'l Tag, pattern: &'l str) {
        let spoken = pieces(pattern).into_iter().filter(|piece| speaks(piece));
        let words = spoken
            .flat_map(alternatives)
            .flat_map(str::split_whitespace);
        let mut stems: Vec<u64> = words.map(|word| stem(self.vocabulary, word)).collect();
        stems.sort_unstable();
        stems.dedup();
        let of_tag = self.of_tags.entry(tag).or_default();
        for stem in stems {
            of_tag.entry(stem).or_default().push(pattern);
            *self.anywhere.entry(stem).or_default() += 1;
        }
    }

    /// Whether a tag has a pattern, word for word.
    pub fn has_pattern(&self, tag: &Tag, pattern: &str) -> bool {
        let mut of_tag = self.of_tags.get(tag).into_iter().flatten();
        of_tag.any(|(_, patterns)| patterns.contains(&pattern))
    }

    /// New words that behave like a tag's own, those most alike first.
    pub fn alike(
        &self,
        tag: &Tag,
        counts: &Counts,
        space: &mut Space,
        most: usize,
    ) -> Vec<Alike<'l>> {
        let Some(of_tag) = self.of_tags.get(tag) else {
            return Vec::new();
        };
        let mut found: BTreeMap<u32, Alike<'l>> = BTreeMap::new();
        for (known, patterns) in of_tag {
            let anywhere = self.anywhere.get(known).copied().unwrap_or(1);
            let is_own = patterns.len() as f64 >= LEAST_SHARE * anywhere as f64;
            let number = counts.stems.find(*known);
            let Some(number) = number.filter(|_| is_own && weight::of(*known) == Weight::Telling)
            else {
                continue;
            };
            for (other, cosine) in space.nearest(number) {
                let is_new = !of_tag.contains_key(&counts.stems.get(other).hash);
                if is_new && belongs(other, tag, counts) {
                    let alike = found.entry(other).or_insert_with(|| Alike::new(other));
                    alike.like.push((*known, cosine));
                    alike
                        .patterns
                        .extend(patterns.iter().map(|pattern| (*pattern, *known)));
                }
            }
        }
        let mut found: Vec<Alike<'l>> = found.into_values().collect();
        for alike in &mut found {
            alike
                .like
                .sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        found.sort_by(|a, b| b.cosine().total_cmp(&a.cosine()).then(a.stem.cmp(&b.stem)));
        found.truncate(most);
        found
    }

    /// Patterns of the tag with a word that is like one of theirs in its place, those of the words most alike first.
    pub fn swapped(&self, alike: &Alike<'_>, form: &str) -> Vec<String> {
        let mut swapped = Vec::new();
        for (known, _) in &alike.like {
            let with = alike.patterns.iter().filter(|(_, stem)| stem == known);
            for written in with.filter_map(|(pattern, _)| self.swap(pattern, *known, form)) {
                if swapped.len() < MOST_PATTERNS && !swapped.contains(&written) {
                    swapped.push(written);
                }
            }
        }
        swapped
    }

    /// The pattern with `form` in the first place where the known word stands; of a group only that alternative stays.
    fn swap(&self, pattern: &str, known: u64, form: &str) -> Option<String> {
        let mut is_done = false;
        let mut written: Vec<String> = Vec::new();
        for piece in pieces(pattern) {
            let swapped = match speaks(piece) && !is_done {
                true => self.swap_in_piece(piece, known, form),
                false => None,
            };
            is_done |= swapped.is_some();
            written.push(swapped.unwrap_or_else(|| piece.to_owned()));
        }
        is_done.then(|| written.join(" "))
    }

    fn swap_in_piece(&self, piece: &str, known: u64, form: &str) -> Option<String> {
        alternatives(piece).find_map(|alternative| {
            let mut words: Vec<&str> = alternative.split_whitespace().collect();
            let is_known = |word: &&str| stem(self.vocabulary, word) == known;
            let place = words.iter().position(is_known)?;
            words[place] = form;
            Some(words.join(" "))
        })
    }
}

/// Whether a stem stands in the tag's own sentences more often than elsewhere.
fn belongs(stem: u32, tag: &Tag, counts: &Counts) -> bool {
    let Some(of_tag) = counts
        .tags
        .get(tag)
        .filter(|group| group.n_rows >= FEWEST_ROWS)
    else {
        return true;
    };
    let free = &counts.free;
    let share = |n: Option<&u32>, of: u64| n.map_or(0.0, |n| f64::from(*n) / of.max(1) as f64);
    let here = share(of_tag.stems.get(&stem), of_tag.n_rows);
    here > 0.0 && here >= LEAST_TIMES * share(free.stems.get(&stem), free.n_rows)
}

impl Alike<'_> {
    fn new(stem: u32) -> Self {
        Alike {
            stem,
            like: Vec::new(),
            patterns: Vec::new(),
        }
    }

    /// How much it is like the word that it is most like.
    pub fn cosine(&self) -> f32 {
        self.like.first().map_or(0.0, |(_, cosine)| *cosine)
    }
}

/// The pieces of a written pattern: what stands between spaces, groups whole.
fn pieces(pattern: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = pattern.trim_start();
    while !rest.is_empty() {
        let inside = match rest.starts_with('(') {
            true => rest.find(')').unwrap_or(0),
            false => 0,
        };
        let space = rest[inside..].find(char::is_whitespace);
        let (piece, behind) = rest.split_at(space.map_or(rest.len(), |space| inside + space));
        pieces.push(piece);
        rest = behind.trim_start();
    }
    pieces
}

/// Whether a piece stands for words that must be said, in any form: not a gap, an end, a class, letters, an exact or
/// an optional one.
fn speaks(piece: &str) -> bool {
    !piece.starts_with("..")
        && !piece.starts_with(['…', '^', '$', '{', '=', '/'])
        && !piece.ends_with('?')
}

/// The alternatives of a group; a word by itself is its only one.
fn alternatives(piece: &str) -> std::str::Split<'_, char> {
    let inner = piece
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(piece).split('|')
}

fn stem(vocabulary: &Vocabulary, word: &str) -> u64 {
    stem_hash(&vocabulary.stem(&fold(word)))
}
