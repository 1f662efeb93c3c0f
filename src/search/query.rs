//! What is asked for?
//!
//! In goes one line as people type it, out comes a [`Query`] or a [`QueryError`] that shows the place. The
//! language: words (any form), `+required`, `-not`, `"exact phrase"`, `"a phrase"~3`, `prefix*`, `a OR b`,
//! `( … )`, `field:value`, `field:"two words"`, `field:pre*`. The same `Query` is filled by the command line
//! and by the page; nothing here knows the engine that answers it.
//!
//! A query is flat, whatever was typed: an [`Node::AnyOf`] holds only plain alternatives, never another
//! one, so that no engine is ever handed a deep tree.

use crate::search::query_error::QueryError;
use crate::search::{query_lexer, query_parser};

/// The longest query that is read, in bytes.
pub const MAX_BYTES: usize = 4096;
/// Words, phrases and fields in one query.
pub const MAX_TERMS: usize = 64;
/// Words in one phrase.
pub const MAX_PHRASE_WORDS: usize = 32;
/// Words that may stand in between the words of a phrase.
pub const MAX_SLOP: u32 = 20;
/// Parentheses inside parentheses.
pub const MAX_DEPTH: usize = 8;
/// Letters before the `*` of a prefix; fewer would unfold to half of the vocabulary.
pub const MIN_PREFIX: usize = 2;

/// Everything that was asked for. No clauses at all means: whatever passes the filters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub clauses: Vec<Clause>,
}

impl Query {
    /// Whether words play no part, neither those that turns must have nor those that they must not have.
    pub fn is_wordless(&self) -> bool {
        self.clauses.iter().all(Clause::is_of_facts)
    }

    /// Whether turns can be ranked by words that they have.
    pub fn ranks(&self) -> bool {
        let ranks = |clause: &Clause| !clause.is_of_facts() && clause.occur != Occur::MustNot;
        self.clauses.iter().any(ranks)
    }
}

/// One thing that was asked for, and how strictly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub occur: Occur,
    pub node: Node,
}

impl Clause {
    fn is_of_facts(&self) -> bool {
        !self.node.facts().is_empty()
    }
}

/// How strictly a clause is meant. Plain words rank, they don't exclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occur {
    Should,
    Must,
    MustNot,
}

/// What a turn may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Any form of the word. May hold hyphens and other marks, which the tokenizer cuts.
    Word(String),
    /// Words that begin so; without the `*`.
    Prefix(String),
    /// These words in this order, with up to `slop` others in between.
    Phrase { text: String, slop: u32 },
    /// Words with any of these stems, just as the index has them: what a word may become that is still being typed.
    /// Nobody types this.
    Stems(Vec<String>),
    /// A fact about the turn or its call.
    Field { field: Field, value: Value },
    /// At least one of these; each is `Occur::Should` and none is itself an `AnyOf`.
    AnyOf(Vec<Clause>),
}

impl Node {
    /// The facts that this names: one, or the alternatives of an OR between values of one field.
    pub fn facts(&self) -> Vec<(Field, &Value)> {
        match self {
            Node::Field { field, value } => vec![(*field, value)],
            Node::AnyOf(clauses) => clauses
                .iter()
                .flat_map(|clause| clause.node.facts())
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Exact(String),
    /// Without the `*`.
    Prefix(String),
    /// Written in quotes: the whole value where a field holds one, a phrase where it holds text.
    Phrase(String),
}

/// The parts of a turn and of its call that can be named in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Call,
    Title,
    Speaker,
    Account,
    Persona,
    Tag,
    Kind,
    Side,
    Industry,
    Stage,
    Outcome,
    Region,
    Size,
    Date,
    /// `2026-03`; several may be chosen, as of every facet.
    Month,
    /// What kind of file the call was read from.
    Format,
    /// How the account stands to the seller: `inbound`, `referral`, `friend`, …
    Relationship,
    Polarity,
    Origin,
    Target,
}

impl Field {
    /// Every field, in the order shown to people.
    pub const ALL: [Field; 20] = [
        Field::Call,
        Field::Title,
        Field::Speaker,
        Field::Account,
        Field::Persona,
        Field::Tag,
        Field::Kind,
        Field::Side,
        Field::Industry,
        Field::Stage,
        Field::Outcome,
        Field::Region,
        Field::Size,
        Field::Date,
        Field::Month,
        Field::Format,
        Field::Relationship,
        Field::Polarity,
        Field::Origin,
        Field::Target,
    ];

    /// The word typed before the colon.
    pub fn name(self) -> &'static str {
        match self {
            Field::Call => "call",
            Field::Title => "title",
            Field::Speaker => "speaker",
            Field::Account => "account",
            Field::Persona => "persona",
            Field::Tag => "tag",
            Field::Kind => "kind",
            Field::Side => "side",
            Field::Industry => "industry",
            Field::Stage => "stage",
            Field::Outcome => "outcome",
            Field::Region => "region",
            Field::Size => "size",
            Field::Date => "date",
            Field::Month => "month",
            Field::Format => "format",
            Field::Relationship => "relationship",
            Field::Polarity => "polarity",
            Field::Origin => "origin",
            Field::Target => "target",
        }
    }

    /// The field of a name, in any case.
    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL
            .into_iter()
            .find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

/// Reads a query. Nothing but spaces is a query without clauses.
pub fn parse(input: &str) -> Result<Query, QueryError> {
    read(input, Alone::Yes)
}

/// Reads a query beside filters that narrow down what is found: then it may say only what not to find.
pub fn parse_beside_filters(input: &str) -> Result<Query, QueryError> {
    read(input, Alone::No)
}

/// Whether a query alone says what is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    Yes,
    No,
}

fn read(input: &str, alone: Alone) -> Result<Query, QueryError> {
    let pieces = query_lexer::pieces(input)?;
    let clauses = query_parser::clauses(input, &pieces, alone)?;
    Ok(Query { clauses })
}

/// The arguments of a command line as one query. An argument with a space in it stays as it was typed: it
/// is not taken for a phrase, since the shell has eaten the quotes of people who meant nothing by them. Nobody typed the
/// space before a word to leave out: it kept clap from taking that for flags.
pub fn join_args(args: &[String]) -> String {
    let typed: Vec<&str> = args.iter().map(|arg| arg.trim_start()).collect();
    typed.join(" ")
}
