//! Which pieces of words does the encoder know, and where do they stand?
//!
//! WordPiece, as BERT was made with it (Devlin et al., 2018): lower case without accents; cut at white space and at
//! every punctuation mark; each word from the left into the longest pieces that the vocabulary has. A word with a
//! letter that it has not is one unknown piece.

use icu_normalizer::DecomposingNormalizerBorrowed;
use rustc_hash::FxHashMap;

use crate::mine::encoder::EncoderError;

/// A word of more letters is one unknown piece.
const LONGEST_WORD: usize = 100;

/// One piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub id: i32,
    /// Bytes of the text that it stands on.
    pub start: u32,
    pub end: u32,
}

/// The vocabulary.
pub struct Pieces<'v> {
    /// What begins a word, and what goes on with one.
    first: FxHashMap<&'v str, i32>,
    later: FxHashMap<&'v str, i32>,
    unknown: i32,
    /// Stands at the beginning; between the parts; before what a rep, a prospect, or somebody unknown says.
    pub begin: i32,
    pub part: i32,
    pub rep: i32,
    pub prospect: i32,
    pub somebody: i32,
}

/// Marks a piece that goes on with a word.
const LATER: &str = "##";

impl<'v> Pieces<'v> {
    /// A vocabulary of one piece a line; a piece's number is its line's, from 0.
    pub fn new(text: &'v str) -> Result<Pieces<'v>, EncoderError> {
        let (mut first, mut later) = (FxHashMap::default(), FxHashMap::default());
        for (id, line) in (0..).zip(text.lines()) {
            match line.strip_prefix(LATER).filter(|rest| !rest.is_empty()) {
                Some(rest) => later.insert(rest, id),
                None => first.insert(line, id),
            };
        }
        let named = |name: &str| {
            let id = first.get(name).copied();
            id.ok_or_else(|| EncoderError::new(format_args!("its vocabulary has no {name}")))
        };
        Ok(Pieces {
            unknown: named("[UNK]")?,
            begin: named("[CLS]")?,
            part: named("[SEP]")?,
            rep: named("[unused1]")?,
            prospect: named("[unused2]")?,
            somebody: named("[unused3]")?,
            first,
            later,
        })
    }

    /// The pieces of a text, in order.
    pub fn of(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(text.len() / 4);
        let mut word = Word::default();
        for (at, letter) in text.char_indices() {
            let end = at + letter.len_utf8();
            if letter.is_whitespace() {
                self.cut(&mut word, &mut pieces);
            } else if is_mark(letter) || is_ideograph(letter) {
                self.cut(&mut word, &mut pieces);
                word.push(letter, at, end);
                self.cut(&mut word, &mut pieces);
            } else if !is_unseen(letter) {
                word.push(letter, at, end);
            }
        }
        self.cut(&mut word, &mut pieces);
        pieces
    }

    /// Cuts a word into pieces, and forgets it.
    fn cut(&self, word: &mut Word, pieces: &mut Vec<Piece>) {
        let known = pieces.len();
        let mut at = 0;
        while at < word.letters.len() {
            let list = if at == 0 { &self.first } else { &self.later };
            let rest = &word.letters[at..];
            let fitting = (1..=rest.len())
                .rev()
                .filter(|end| rest.is_char_boundary(*end));
            let longest = fitting
                .into_iter()
                .find_map(|end| Some((end, *list.get(&rest[..end])?)));
            let Some((length, id)) = longest.filter(|_| word.places.len() <= LONGEST_WORD) else {
                pieces.truncate(known);
                pieces.push(word.piece(self.unknown, 0, word.letters.len()));
                break;
            };
            pieces.push(word.piece(id, at, at + length));
            at += length;
        }
        word.clear();
    }
}

/// A word on its way into pieces.
#[derive(Default)]
struct Word {
    /// Folded.
    letters: String,
    /// Of every folded letter: where it begins in `letters`, and the bytes of the text that it stands on.
    places: Vec<(usize, u32, u32)>,
}

impl Word {
    fn push(&mut self, letter: char, start: usize, end: usize) {
        let mut add = |folded: char| {
            self.places
                .push((self.letters.len(), start as u32, end as u32));
            self.letters.push(folded);
        };
        if letter.is_ascii() {
            add(letter.to_ascii_lowercase());
            return;
        }
        let nfd = DecomposingNormalizerBorrowed::new_nfd();
        let plain = nfd
            .normalize_iter(std::iter::once(letter))
            .filter(|letter| !is_accent(*letter));
        plain.flat_map(char::to_lowercase).for_each(add);
    }

    /// A piece of the folded bytes between two places.
    fn piece(&self, id: i32, from: usize, to: usize) -> Piece {
        let first = self.places.partition_point(|(place, ..)| *place < from);
        let last = self.places.partition_point(|(place, ..)| *place < to) - 1;
        Piece {
            id,
            start: self.places[first].1,
            end: self.places[last].2,
        }
    }

    fn clear(&mut self) {
        self.letters.clear();
        self.places.clear();
    }
}

/// A mark that stands on the letter before it.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Control and format characters have no width, and no meaning here.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Punctuation of ASCII, Latin-1, and the general and the Chinese block; other marks are in no vocabulary.
fn is_mark(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}')
}

/// Chinese characters are words by themselves.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}
