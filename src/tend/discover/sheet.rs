//! What does a call look like to somebody who looks for new words?
//!
//! As rows, one for each sentence or clause, of pieces: stems with what each is worth, figures joined. Beside each row
//! stand the tags that it carries.

use std::ops::Range;
use std::sync::Mutex;

use rustc_hash::FxHashSet;

use crate::call::{Call, Side, Span};
use crate::mention::{Mention, Origin, Tag};
use crate::mine::cues::Cues;
use crate::mine::unit::{Unit, units};
use crate::mine::vocabulary::{Vocabulary, fnv, stem_hash};
use crate::mine::words::contraction::split_contraction;
use crate::mine::words::{Reader, Words};
use crate::tend::discover::weight::{self, Weight};
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// One word of a row, or one figure.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// The stem's number.
    pub stem: u64,
    pub weight: Weight,
    /// Which words of the turn it is.
    pub first: u32,
    pub last: u32,
    pub span: Span,
    /// A pattern has heard it.
    pub is_heard: bool,
}

/// A sentence or a clause.
#[derive(Debug, Clone)]
pub struct Row {
    pub turn: u32,
    pub side: Side,
    pub span: Span,
    pub pieces: Range<usize>,
    /// What the prospect says here in words of their own: a bare yes to the rep's words is not among them.
    pub tags: Vec<Tag>,
    /// No mention of any tag stands here.
    pub is_free: bool,
}

/// A call, row by row.
pub struct Sheet {
    pub call: Call,
    /// Whose call it is, as a number; where no account is known every call is one of its own.
    pub account: u64,
    pub rows: Vec<Row>,
    pieces: Vec<Piece>,
}

impl Sheet {
    /// Reads a call and its mentions.
    pub fn of(call: Call, mentions: &[Mention], readers: &Readers<'_>) -> Sheet {
        let names = names(&call, readers.vocabulary);
        let (mut rows, mut pieces) = (Vec::new(), Vec::new());
        readers.lend(|reader, words| {
            for (index, turn) in (0..).zip(&call.turns) {
                reader.read(&turn.text, words);
                let here = mentions.iter().filter(|mention| mention.turn == index);
                let here: Vec<&Mention> = here.collect();
                for unit in units(words) {
                    let from = pieces.len();
                    add_pieces(&mut pieces, &unit, words, reader, &names);
                    for piece in &mut pieces[from..] {
                        piece.is_heard = is_heard(piece.span, &here);
                    }
                    let side = call.speaker(turn).side;
                    rows.push(row(index, side, unit.span, from..pieces.len(), &here));
                }
            }
        });
        Sheet {
            account: account(&call),
            call,
            rows,
            pieces,
        }
    }

    /// The pieces of a row.
    pub fn pieces_of(&self, row: &Row) -> &[Piece] {
        &self.pieces[row.pieces.clone()]
    }

    /// The text of the turn in which a row stands.
    pub fn text_of(&self, row: &Row) -> &str {
        let turn = self.call.turns.get(row.turn as usize);
        turn.map_or("", |turn| turn.text.as_str())
    }
}

fn row(turn: u32, side: Side, span: Span, pieces: Range<usize>, here: &[&Mention]) -> Row {
    let standing = || {
        here.iter()
            .filter(move |mention| mention.span.overlaps(span))
    };
    let own = standing().filter(|mention| mention.origin != Origin::Led);
    let mut tags: Vec<Tag> = own.map(|mention| mention.tag.clone()).collect();
    tags.sort();
    tags.dedup();
    Row {
        turn,
        side,
        span,
        pieces,
        tags,
        is_free: standing().next().is_none(),
    }
}

fn is_heard(span: Span, here: &[&Mention]) -> bool {
    let mut matched = here.iter().filter_map(|mention| mention.why.matched);
    matched.any(|matched| matched.overlaps(span))
}

fn add_pieces(
    pieces: &mut Vec<Piece>,
    unit: &Unit,
    words: &Words,
    reader: &Reader<'_>,
    names: &FxHashSet<u64>,
) {
    let from = pieces.len();
    for at in unit.words.clone() {
        let word = &words.items[at];
        let is_figure = word.cues.has(Cues::NUMBER.with(Cues::NUMBER_WORD));
        if is_figure
            && let Some(last) = pieces[from..].last_mut()
            && last.weight == Weight::Figure
        {
            last.last = at as u32;
            last.span.end = word.end;
            continue;
        }
        let stem = reader.info(word).hash;
        let weight = match is_figure {
            true => Weight::Figure,
            false if names.contains(&stem) => Weight::Name,
            false => weight::of(stem),
        };
        pieces.push(Piece {
            stem,
            weight,
            first: at as u32,
            last: at as u32,
            span: Span {
                start: word.start,
                end: word.end,
            },
            is_heard: false,
        });
    }
}

/// The stems of the names on a call. A name that is also a common word stays a word.
pub fn names(call: &Call, vocabulary: &Vocabulary) -> FxHashSet<u64> {
    let people = call.participants.iter();
    let people = people.flat_map(|person| std::iter::once(&person.name).chain(&person.aliases));
    let company = call.account.iter();
    let company = company.filter_map(|account| account.name.as_ref());
    let mut stems = FxHashSet::default();
    for part in people.chain(company).flat_map(|name| parts(name)) {
        let stem = stem_hash(&vocabulary.stem(&part));
        if weight::of(stem) == Weight::Telling {
            stems.insert(stem);
        }
    }
    stems
}

/// The words of a text as the reader cuts them: folded, contractions in two.
fn parts(text: &str) -> Vec<String> {
    tokens(text)
        .flat_map(|token| split_contraction(&fold(token.surface(text))))
        .collect()
}

/// Whose call it is, as a number.
pub fn account(call: &Call) -> u64 {
    let name = call
        .account
        .as_ref()
        .and_then(|account| account.name.as_ref());
    // Never 0, which stands for nobody.
    1 | name.map_or_else(|| fnv(&call.id.0), |name| fnv(&name.to_lowercase()))
}

/// The form in which a piece was said, as a pattern would have it.
pub fn form(piece: &Piece, text: &str, vocabulary: &Vocabulary) -> Option<String> {
    // Of a contraction it is one part, of a false start one of several words.
    parts(piece.span.slice(text))
        .into_iter()
        .find(|part| stem_hash(&vocabulary.stem(part)) == piece.stem)
}

/// Readers not in use, for as many threads as want one.
pub struct Readers<'v> {
    pub vocabulary: &'v Vocabulary,
    spare: Mutex<Vec<(Reader<'v>, Words)>>,
}

impl<'v> Readers<'v> {
    /// No reader yet.
    pub fn new(vocabulary: &'v Vocabulary) -> Readers<'v> {
        Readers {
            vocabulary,
            spare: Mutex::default(),
        }
    }

    /// Lends a reader with room for a turn's words.
    pub fn lend<T>(&self, work: impl FnOnce(&mut Reader<'v>, &mut Words) -> T) -> T {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        let (mut reader, mut words) =
            spare.unwrap_or_else(|| (Reader::new(self.vocabulary), Words::default()));
        let result = work(&mut reader, &mut words);
        if let Ok(mut spare) = self.spare.lock() {
            spare.push((reader, words));
        }
        result
    }
}
