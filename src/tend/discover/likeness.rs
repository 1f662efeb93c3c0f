//! Which sentences without a tag are most like those that carry one?
//!
//! Every tag has a center: how much more often each telling word stands in its sentences than in those that carry
//! nothing, times how rare the word is (TF-IDF, Rocchio). A sentence is as like it as the cosine of the two. The
//! second pass.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::call::Side;
use crate::mention::Tag;
use crate::mine::vocabulary::Vocabulary;
use crate::tend::discover::counts::{Counts, Group, Seen};
use crate::tend::discover::sheet::{Piece, Row, Sheet, form};
use crate::tend::discover::weight::Weight;
use crate::tend::written::joint;

/// Telling words that a sentence must have to be compared.
const FEWEST_WORDS: usize = 4;
/// Sentences of a tag in which a word must stand to belong to its center.
const FEWEST: u32 = 2;
/// Less like than this is not like at all.
const LEAST: f32 = 0.15;
/// Words of the pattern that is made of a sentence.
const PLACES: usize = 3;

/// The centers of all tags.
pub struct Likeness<'c> {
    counts: &'c Counts,
    pub tags: Vec<&'c Tag>,
    /// By stem: the weight that it has in the centers of tags, by their number.
    centers: FxHashMap<u32, Vec<(usize, f32)>>,
}

/// A sentence that is like those of a tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The tag's number.
    pub tag: usize,
    /// The sentence's place in the sheet.
    pub row: usize,
    pub likeness: f32,
}

impl<'c> Likeness<'c> {
    /// Makes the centers from what was counted.
    pub fn new(counts: &'c Counts) -> Likeness<'c> {
        let mut likeness = Likeness {
            counts,
            tags: counts.tags.keys().collect(),
            centers: FxHashMap::default(),
        };
        for (number, group) in counts.tags.values().enumerate() {
            for (stem, weight) in likeness.center(group) {
                let centers = likeness.centers.entry(stem).or_default();
                centers.push((number, weight));
            }
        }
        likeness
    }

    /// A tag's words with what each weighs, of length one.
    fn center(&self, group: &Group<Seen>) -> Vec<(u32, f32)> {
        let free = &self.counts.free;
        let share = |n: u32, of: u64| f64::from(n) / of.max(1) as f64;
        let mut center = Vec::new();
        for (stem, n) in group.stems.iter().filter(|(_, n)| **n >= FEWEST) {
            let elsewhere = free.stems.get(stem).copied().unwrap_or(0);
            let more = share(*n, group.n_rows) - share(elsewhere, free.n_rows);
            if more > 0.0 {
                // What was met a few times only is not so sure.
                let sure = f64::from(*n) / f64::from(*n + 1);
                center.push((*stem, (more * sure) as f32 * self.rarity(*stem)));
            }
        }
        // So that the sum comes out the same in every run.
        center.sort_unstable_by_key(|(stem, _)| *stem);
        let length = center.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        for (_, weight) in &mut center {
            *weight /= length;
        }
        center
    }

    /// How rare a stem is among sentences of prospects.
    fn rarity(&self, stem: u32) -> f32 {
        let rows = f64::from(self.counts.stems.get(stem).rows);
        ((self.counts.n_rows as f64 + 1.0) / (rows + 0.5)).ln() as f32
    }

    /// The sentences of a call that carry nothing and are most like those of a tag: at most one for each tag, and each
    /// for the tag to which it is most like.
    pub fn look(&self, sheet: &Sheet) -> Vec<Found> {
        let mut best: Vec<Option<Found>> = vec![None; self.tags.len()];
        let free = |row: &Row| row.side == Side::Prospect && row.is_free;
        for (at, row) in sheet.rows.iter().enumerate().filter(|(_, row)| free(row)) {
            let Some((tag, likeness)) = self.nearest(sheet.pieces_of(row)) else {
                continue;
            };
            if best[tag].is_none_or(|known| known.likeness < likeness) {
                best[tag] = Some(Found {
                    tag,
                    row: at,
                    likeness,
                });
            }
        }
        best.into_iter().flatten().collect()
    }

    /// The tag to which a sentence is most like.
    fn nearest(&self, pieces: &[Piece]) -> Option<(usize, f32)> {
        let telling = pieces
            .iter()
            .filter(|piece| piece.weight == Weight::Telling);
        let mut stems: Vec<u32> = telling
            .filter_map(|piece| self.counts.stems.find(piece.stem))
            .collect();
        stems.sort_unstable();
        stems.dedup();
        if stems.len() < FEWEST_WORDS {
            return None;
        }
        let (mut sums, mut length) = (vec![0f32; self.tags.len()], 0f32);
        for stem in &stems {
            let rarity = self.rarity(*stem);
            length += rarity * rarity;
            for (tag, weight) in self.centers.get(stem).into_iter().flatten() {
                sums[*tag] += rarity * weight;
            }
        }
        let all = sums.into_iter().enumerate();
        // Of equals the first.
        let (tag, sum) = all.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let likeness = sum / length.sqrt();
        (likeness >= LEAST).then_some((tag, likeness))
    }

    /// What a word adds to the likeness of a sentence.
    fn share(&self, tag: usize, piece: &Piece) -> f32 {
        let Some(stem) = self.counts.stems.find(piece.stem) else {
            return 0.0;
        };
        let centers = self.centers.get(&stem).into_iter().flatten();
        let own: f32 = centers
            .filter(|(number, _)| *number == tag)
            .map(|(_, weight)| weight)
            .sum();
        own * self.rarity(stem)
    }

    /// A pattern of the words that make a sentence like a tag's, in their order; none where there is only one.
    fn pattern(
        &self,
        tag: usize,
        pieces: &[Piece],
        text: &str,
        words: &Vocabulary,
    ) -> Option<String> {
        let telling = pieces
            .iter()
            .filter(|piece| piece.weight == Weight::Telling);
        let shares = telling.map(|piece| (self.share(tag, piece), piece));
        let mut chosen: Vec<(f32, &Piece)> = shares.filter(|(share, _)| *share > 0.0).collect();
        chosen.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first.cmp(&b.1.first)));
        chosen.dedup_by_key(|(_, piece)| piece.stem);
        chosen.truncate(PLACES);
        chosen.sort_by_key(|(_, piece)| piece.first);
        let mut written = String::new();
        let mut before: Option<u32> = None;
        let mut n_places = 0;
        for (_, piece) in chosen {
            if let Some(before) = before {
                let Some(joint) = joint(piece.first - before - 1) else {
                    break;
                };
                written.push_str(&joint);
            }
            written.push_str(&form(piece, text, words)?);
            before = Some(piece.last);
            n_places += 1;
        }
        (n_places > 1).then_some(written)
    }
}

/// A sentence that is like those of a tag, with its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sentence {
    pub call: String,
    pub turn: u32,
    pub start: u32,
    pub end: u32,
    pub quote: String,
    pub likeness: f32,
    /// What a lexicon would hear such sentences by.
    #[serde(skip)]
    pub pattern: String,
}

/// The sentences most like those of each tag.
pub struct Sentences {
    most: usize,
    /// By the tag's number; the most alike first.
    of_tags: Vec<Vec<Sentence>>,
}

impl Sentences {
    /// None yet; at most so many for each of so many tags.
    pub fn new(n_tags: usize, most: usize) -> Sentences {
        Sentences {
            most,
            of_tags: vec![Vec::new(); n_tags],
        }
    }

    /// Keeps those of a call that are more like than what is kept, unless somebody has said the same elsewhere.
    pub fn add(
        &mut self,
        sheet: &Sheet,
        found: &[Found],
        likeness: &Likeness<'_>,
        words: &Vocabulary,
    ) {
        for found in found {
            let of_tag = &mut self.of_tags[found.tag];
            let place = of_tag.partition_point(|known| known.likeness >= found.likeness);
            let Some(row) = sheet.rows.get(found.row).filter(|_| place < self.most) else {
                continue;
            };
            let text = sheet.text_of(row);
            let quote = row.span.slice(text);
            if of_tag
                .iter()
                .any(|known| known.quote.eq_ignore_ascii_case(quote))
            {
                continue;
            }
            let pieces = sheet.pieces_of(row);
            let Some(pattern) = likeness.pattern(found.tag, pieces, text, words) else {
                continue;
            };
            let sentence = Sentence {
                call: sheet.call.id.0.clone(),
                turn: row.turn,
                start: row.span.start,
                end: row.span.end,
                quote: quote.to_owned(),
                likeness: found.likeness,
                pattern,
            };
            of_tag.insert(place, sentence);
            of_tag.truncate(self.most);
        }
    }

    /// Those of each tag, by its number.
    pub fn into_tags(self) -> Vec<Vec<Sentence>> {
        self.of_tags
    }
}
