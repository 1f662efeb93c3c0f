//! Which words of a turn answer the question?
//!
//! Computed from our own tokens, never by the engine: a quoted phrase marks the phrase as a whole, a word marks
//! every form of it, a prefix marks the words that really begin so.

use std::cell::RefCell;

use crate::call::Span;
use crate::search::compared;
use crate::search::query::{Clause, Node, Occur, Query};
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::{Token, tokens};
use crate::text::word_cache::WordCache;

/// A question, ready to be held against texts.
pub struct Highlighter {
    wanted: Vec<Wanted>,
    stemmer: Stemmer,
    /// Stems of the texts seen so far, by number, so that each word is stemmed once.
    stems: RefCell<(WordCache, Vec<Box<str>>)>,
}

struct Wanted {
    shape: Shape,
    is_required: bool,
    is_excluded: bool,
}

enum Shape {
    /// Stems of one word (several for `follow-up`), side by side.
    Word(Vec<String>),
    Prefix(String),
    /// Any one of these stems.
    Stems(Vec<String>),
    /// Folded words and how many others may stand between them.
    Phrase(Vec<String>, usize),
    AnyOf(Vec<Shape>),
}

/// What a question finds in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// Sorted, never overlapping, on character borders.
    pub spans: Vec<Span>,
    /// Whether everything that was demanded (quoted phrases, `+`, prefixes) is really there, and nothing that was excluded.
    pub holds: bool,
}

impl Highlighter {
    /// Takes the words out of a query.
    pub fn new(query: &Query) -> Highlighter {
        let stemmer = Stemmer::default();
        let wanted = query
            .clauses
            .iter()
            .filter_map(|clause| wanted(clause, &stemmer))
            .collect();
        Highlighter {
            wanted,
            stemmer,
            stems: RefCell::default(),
        }
    }

    /// Whether a hit must be held against the text, because the index knows stems only.
    pub fn is_strict(&self) -> bool {
        self.wanted
            .iter()
            .any(|wanted| !wanted.shape.is_known_by_stems(wanted.is_excluded))
    }

    /// Finds the question's words in a text.
    pub fn mark(&self, text: &str) -> Marked {
        let mut stems = self.stems.borrow_mut();
        let (cache, stems) = &mut *stems;
        let words: Vec<(Token, u32)> = tokens(text)
            .map(|token| {
                let derive = |surface: &str| {
                    stems.push(self.stemmer.stem(surface).into());
                    stems.len() as u32 - 1
                };
                (token, cache.get_or_derive(text, token, derive))
            })
            .collect();
        let seen = |(token, stem): (Token, u32)| Seen {
            token,
            stem: &stems[stem as usize],
            surface: token.surface(text),
        };
        let words: Vec<Seen<'_>> = words.into_iter().map(seen).collect();
        let mut marked = Marked {
            spans: Vec::new(),
            holds: true,
        };
        let mut any_found = self.wanted.iter().all(|wanted| wanted.is_excluded);
        let has_words = self
            .wanted
            .iter()
            .any(|wanted| matches!(wanted.shape, Shape::Word(_) | Shape::Stems(_)));
        for wanted in &self.wanted {
            let found = wanted.shape.find(&words);
            if wanted.is_excluded {
                marked.holds &= found.is_empty();
                continue;
            }
            any_found |= !found.is_empty();
            let is_demanded =
                wanted.is_required || (matches!(wanted.shape, Shape::Phrase(..)) && !has_words);
            marked.holds &= !is_demanded || !found.is_empty();
            marked.spans.extend(found);
        }
        marked.holds &= any_found;
        marked.spans = merged(marked.spans);
        marked
    }
}

struct Seen<'t> {
    token: Token,
    stem: &'t str,
    surface: &'t str,
}

impl Seen<'_> {
    fn span_to(&self, last: &Seen<'_>) -> Span {
        Span {
            start: self.token.start,
            end: last.token.end,
        }
    }
}

fn wanted(clause: &Clause, stemmer: &Stemmer) -> Option<Wanted> {
    if !clause.node.facts().is_empty() {
        return None;
    }
    let shape = shape(&clause.node, stemmer)?;
    Some(Wanted {
        shape,
        is_required: clause.occur == Occur::Must,
        is_excluded: clause.occur == Occur::MustNot,
    })
}

fn shape(node: &Node, stemmer: &Stemmer) -> Option<Shape> {
    match node {
        Node::Word(word) => Some(match compared::stems_of(word, stemmer) {
            Some(stems) => Shape::Stems(stems),
            None => Shape::Word(
                tokens(word)
                    .map(|token| stemmer.stem(token.surface(word)))
                    .collect(),
            ),
        }),
        Node::Prefix(prefix) => Some(Shape::Prefix(fold(prefix))),
        Node::Stems(stems) => Some(Shape::Stems(stems.clone())),
        Node::Phrase { text, slop } => Some(Shape::Phrase(
            tokens(text)
                .map(|token| fold(token.surface(text)))
                .collect(),
            *slop as usize,
        )),
        Node::AnyOf(clauses) => Some(Shape::AnyOf(
            clauses
                .iter()
                .filter_map(|clause| shape(&clause.node, stemmer))
                .collect(),
        )),
        Node::Field { .. } => None,
    }
}

impl Shape {
    /// Whether the index, which knows stems only, finds just those turns that have this. What is more than one word is
    /// not excluded by the index.
    fn is_known_by_stems(&self, is_excluded: bool) -> bool {
        let is_word = |shape: &Shape| matches!(shape, Shape::Word(stems) | Shape::Stems(stems) if !stems.is_empty());
        match self {
            Shape::Word(_) | Shape::Stems(_) => true,
            Shape::AnyOf(shapes) => !is_excluded && shapes.iter().all(is_word),
            Shape::Prefix(_) | Shape::Phrase(..) => false,
        }
    }

    fn find(&self, words: &[Seen<'_>]) -> Vec<Span> {
        match self {
            Shape::Word(stems) if stems.is_empty() => Vec::new(),
            Shape::Word(stems) => words
                .windows(stems.len())
                .filter(|window| {
                    window
                        .iter()
                        .zip(stems)
                        .all(|(word, stem)| word.stem == *stem)
                })
                .map(|window| window[0].span_to(&window[window.len() - 1]))
                .collect(),
            Shape::Prefix(prefix) => {
                let begins = |word: &&Seen<'_>| fold(word.surface).starts_with(prefix.as_str());
                words
                    .iter()
                    .filter(begins)
                    .map(|word| word.span_to(word))
                    .collect()
            }
            Shape::Stems(stems) => {
                let is_one = |word: &&Seen<'_>| stems.iter().any(|stem| stem == word.stem);
                words
                    .iter()
                    .filter(is_one)
                    .map(|word| word.span_to(word))
                    .collect()
            }
            Shape::Phrase(phrase, slop) => (0..words.len())
                .filter_map(|at| phrase_at(words, at, phrase, *slop))
                .collect(),
            Shape::AnyOf(shapes) => shapes.iter().flat_map(|shape| shape.find(words)).collect(),
        }
    }
}

/// The span of a phrase whose first word stands at `at`, with at most `slop` other words inside.
fn phrase_at(words: &[Seen<'_>], at: usize, phrase: &[String], slop: usize) -> Option<Span> {
    let (first, rest) = phrase.split_first()?;
    let is = |index: usize, wanted: &str| {
        words
            .get(index)
            .is_some_and(|word| fold(word.surface) == wanted)
    };
    if !is(at, first) {
        return None;
    }
    let mut last = at;
    let mut left = slop;
    for wanted in rest {
        let skipped = (0..=left).find(|skipped| is(last + 1 + skipped, wanted))?;
        left -= skipped;
        last += 1 + skipped;
    }
    Some(words[at].span_to(&words[last]))
}

/// Sorted spans, with overlapping ones made one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
