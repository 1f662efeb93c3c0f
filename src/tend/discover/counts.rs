//! How often does each phrase stand beside each tag, and in what company does each word keep?
//!
//! The first pass. Only counts go out; whatever has more kinds than memory has room is counted by [`Tally`].

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::call::Side;
use crate::mention::Tag;
use crate::tend::discover::sheet::{Piece, Row, Sheet};
use crate::tend::discover::tally::{Counted, Tally};
use crate::tend::discover::weight::Weight;

/// Words of the longest phrase.
const LONGEST: usize = 3;
/// Bits of a stem's number in a key: three fit one key, and there is room for a word's relation to another.
const BITS: u32 = 21;
const MOST_STEMS: usize = (1 << BITS) - 1;
/// Counts kept at once: of phrases beside one tag, of phrases beside none, of words with their company. A table of a
/// power of two is full at seven eighths.
const MOST_OF_TAG: usize = (1 << 17) / 8 * 7;
const MOST_FREE: usize = (1 << 21) / 8 * 7;
const MOST_PAIRS: usize = (1 << 21) / 8 * 7;
/// How far to each side a neighbor counts with its place, and how many telling words farther on without it.
const BESIDE: usize = 2;
const AROUND: usize = 4;

/// The number of every figure.
pub const FIGURE: u32 = 1;

/// Whether something comes from several accounts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accounts {
    /// 0 stands for nobody.
    first: u64,
    are_many: bool,
}

impl Accounts {
    /// Another sight, by this account.
    pub fn add(&mut self, account: u64) {
        if self.first == 0 {
            self.first = account;
        }
        self.are_many |= self.first != account;
    }

    /// Whether there are two or more.
    pub fn are_many(self) -> bool {
        self.are_many
    }
}

/// How often a phrase was met, and whether at several accounts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    pub n: u32,
    pub accounts: Accounts,
}

impl Counted for Seen {
    fn n(&self) -> u32 {
        self.n
    }
}

impl Seen {
    fn add(&mut self, account: u64) {
        self.n = self.n.saturating_add(1);
        self.accounts.add(account);
    }
}

/// What is known of a stem.
#[derive(Debug, Clone, Copy)]
pub struct Stem {
    /// The tagger's number for it, the same in every run.
    pub hash: u64,
    pub weight: Weight,
    /// In everybody's words.
    pub seen: Seen,
    /// Sentences of prospects.
    pub rows: u32,
}

/// All stems, numbered in the order in which they are met.
#[derive(Debug)]
pub struct Stems {
    numbers: FxHashMap<u64, u32>,
    all: Vec<Stem>,
}

impl Stems {
    fn new() -> Stems {
        let nothing = |weight| Stem {
            hash: 0,
            weight,
            seen: Seen::default(),
            rows: 0,
        };
        Stems {
            numbers: FxHashMap::default(),
            // 0 is no stem.
            all: vec![nothing(Weight::Name), nothing(Weight::Figure)],
        }
    }

    /// The stem with a number.
    pub fn get(&self, number: u32) -> &Stem {
        &self.all[number as usize]
    }

    /// The number of a stem that was met.
    pub fn find(&self, hash: u64) -> Option<u32> {
        self.numbers.get(&hash).copied()
    }

    /// Counts a piece and gives its number; 0 for a name, and for a new stem when there are too many.
    fn meet(&mut self, piece: &Piece, account: u64) -> u32 {
        match piece.weight {
            Weight::Name => return 0,
            Weight::Figure => return FIGURE,
            _ => {}
        }
        let next = self.all.len();
        let number = match self.numbers.get(&piece.stem) {
            Some(number) => *number,
            None if next > MOST_STEMS => return 0,
            None => {
                self.numbers.insert(piece.stem, next as u32);
                self.all.push(Stem {
                    hash: piece.stem,
                    weight: piece.weight,
                    seen: Seen::default(),
                    rows: 0,
                });
                next as u32
            }
        };
        self.all[number as usize].seen.add(account);
        number
    }
}

/// What stands in the sentences of one tag, or of none.
#[derive(Debug)]
pub struct Group<V> {
    pub phrases: Tally<V>,
    /// Running words.
    pub n_words: u64,
    pub n_rows: u64,
    /// By telling stem: in how many of the sentences.
    pub stems: FxHashMap<u32, u32>,
}

impl<V: Counted> Group<V> {
    fn new(most: usize) -> Group<V> {
        Group {
            phrases: Tally::new(most),
            n_words: 0,
            n_rows: 0,
            stems: FxHashMap::default(),
        }
    }

    fn add_row(&mut self, row: &Counting) {
        self.n_rows += 1;
        self.n_words += row.n_words;
        for stem in &row.stems {
            *self.stems.entry(*stem).or_default() += 1;
        }
    }
}

/// A sentence while it is counted.
#[derive(Debug, Default)]
struct Counting {
    numbers: Vec<u32>,
    /// Each once.
    phrases: Vec<u64>,
    /// Telling ones, each once.
    stems: Vec<u32>,
    n_words: u64,
}

/// Everything that the first pass counts.
pub struct Counts {
    pub stems: Stems,
    /// By tag: what stands in its sentences. Tags of which nothing is wanted are not here.
    pub tags: BTreeMap<Tag, Group<Seen>>,
    /// What stands in prospects' sentences that carry nothing.
    pub free: Group<u32>,
    pub company: Tally<u32>,
    /// Sentences of prospects.
    pub n_rows: u64,
    is_closed: bool,
    row: Counting,
}

impl Counts {
    /// Nothing counted yet. These tags are looked at even where nothing carries them; others too, unless they are
    /// `is_closed`.
    pub fn new(tags: impl IntoIterator<Item = Tag>, is_closed: bool) -> Counts {
        let tags = tags.into_iter().map(|tag| (tag, Group::new(MOST_OF_TAG)));
        Counts {
            stems: Stems::new(),
            tags: tags.collect(),
            free: Group::new(MOST_FREE),
            company: Tally::new(MOST_PAIRS),
            n_rows: 0,
            is_closed,
            row: Counting::default(),
        }
    }

    /// Counts a call.
    pub fn add(&mut self, sheet: &Sheet) {
        for row in &sheet.rows {
            let pieces = sheet.pieces_of(row);
            self.row.numbers.clear();
            for piece in pieces {
                self.row.numbers.push(self.stems.meet(piece, sheet.account));
            }
            self.keep_company(pieces);
            if row.side == Side::Prospect {
                self.add_prospect(row, pieces, sheet.account);
            }
        }
    }

    fn add_prospect(&mut self, row: &Row, pieces: &[Piece], account: u64) {
        self.row.read(pieces);
        self.n_rows += 1;
        for stem in &self.row.stems {
            let stem = &mut self.stems.all[*stem as usize];
            stem.rows = stem.rows.saturating_add(1);
        }
        if row.is_free {
            self.free.add_row(&self.row);
            for phrase in &self.row.phrases {
                let n = self.free.phrases.at(*phrase);
                *n = n.saturating_add(1);
            }
        }
        for tag in &row.tags {
            if !self.is_closed && !self.tags.contains_key(tag) {
                self.tags.insert(tag.clone(), Group::new(MOST_OF_TAG));
            }
            let Some(group) = self.tags.get_mut(tag) else {
                continue;
            };
            group.add_row(&self.row);
            for phrase in &self.row.phrases {
                group.phrases.at(*phrase).add(account);
            }
        }
    }

    /// Counts what stands around each telling word: the nearest words with their place, telling ones farther on
    /// without.
    fn keep_company(&mut self, pieces: &[Piece]) {
        let numbers = &self.row.numbers;
        let is_telling = |at: usize| numbers[at] != 0 && pieces[at].weight == Weight::Telling;
        let telling: Vec<usize> = (0..numbers.len()).filter(|at| is_telling(*at)).collect();
        let mut meet = |word: usize, other: usize, relation| {
            if numbers[other] != 0 && numbers[other] != numbers[word] {
                let n = self
                    .company
                    .at(company_key(numbers[word], numbers[other], relation));
                *n = n.saturating_add(1);
            }
        };
        for (place, at) in telling.iter().enumerate() {
            for other in at.saturating_sub(BESIDE)..*at {
                meet(*at, other, Relation::Before);
            }
            for other in at + 1..numbers.len().min(at + 1 + BESIDE) {
                meet(*at, other, Relation::After);
            }
            for other in telling.iter().skip(place + 1).take(AROUND) {
                meet(*at, *other, Relation::Around);
                meet(*other, *at, Relation::Around);
            }
        }
    }
}

impl Counting {
    /// Takes down the phrases and stems of a sentence whose numbers are known.
    fn read(&mut self, pieces: &[Piece]) {
        self.phrases.clear();
        for start in 0..pieces.len() {
            for end in start + 1..=pieces.len().min(start + LONGEST) {
                if self.numbers[end - 1] == 0 {
                    break;
                }
                if is_phrase(&pieces[start..end]) {
                    self.phrases.push(phrase_key(&self.numbers[start..end]));
                }
            }
        }
        self.phrases.sort_unstable();
        self.phrases.dedup();
        let numbered = self.numbers.iter().zip(pieces);
        let telling =
            numbered.filter(|(number, piece)| **number != 0 && piece.weight == Weight::Telling);
        self.stems.clear();
        self.stems.extend(telling.map(|(number, _)| *number));
        self.stems.sort_unstable();
        self.stems.dedup();
        self.n_words = pieces.len() as u64;
    }
}

/// Whether words can stand by themselves as a phrase, and say something that no pattern has heard there already.
fn is_phrase(pieces: &[Piece]) -> bool {
    let is_weak = |piece: Option<&Piece>| piece.is_some_and(|piece| piece.weight == Weight::Weak);
    !is_weak(pieces.first())
        && !is_weak(pieces.last())
        && pieces.iter().any(|piece| piece.weight.tells())
        && !pieces.iter().any(|piece| piece.is_heard)
}

/// A phrase as one number: its first word lowest.
fn phrase_key(numbers: &[u32]) -> u64 {
    let from_last = numbers.iter().rev();
    from_last.fold(0u64, |key, number| key << BITS | u64::from(*number))
}

/// The stems of a phrase.
pub fn stems_of(mut key: u64) -> Vec<u32> {
    let mut numbers = Vec::new();
    while key != 0 {
        numbers.push((key & MOST_STEMS as u64) as u32);
        key >>= BITS;
    }
    numbers
}

/// How another word stands to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Around,
    Before,
    After,
}

/// A word in the highest bits, then the company in which it is: another word, and how that stands to it.
fn company_key(word: u32, other: u32, relation: Relation) -> u64 {
    (u64::from(word) << 2 | relation as u64) << BITS | u64::from(other)
}

/// The word of a key of company, and the company.
pub fn word_and_company(key: u64) -> (u32, u32) {
    let bits = BITS + 2;
    ((key >> bits) as u32, (key & ((1 << bits) - 1)) as u32)
}
