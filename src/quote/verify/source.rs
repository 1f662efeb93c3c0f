//! Which turns could these words come from?
//!
//! The index is asked, never every turn: first for the words side by side, then for the words that mean most. Whoever
//! is handed the turns compares them with the words themselves.

use crate::archive::hit::Hit;
use crate::archive::{Archive, ArchiveError, Request};
use crate::call::Side;
use crate::quote::choose::alone::has_meaning;
use crate::quote::pieces::{Piece, pieces};
use crate::quote::typography::plain_words;
use crate::quote::verify::Whose;
use crate::quote::verify::claim::Sealed;
use crate::quote::verify::judge::Asked;
use crate::search::filter::Filter;
use crate::search::query::{Clause, Field, Node, Occur, Query, Value};
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Words of the phrase that is looked for first.
const PHRASE: usize = 12;
/// Words that are looked for one by one.
const WORDS: usize = 20;
/// Fewer words that mean something find too much, so all are asked for.
const FEW: usize = 4;
/// Turns compared for a phrase, and for single words.
const FOR_A_PHRASE: usize = 20;
const FOR_WORDS: usize = 40;

/// A turn that could be the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceTurn {
    pub call: String,
    pub turn: u32,
    pub side: Side,
    pub text: String,
    /// The speaker's title, or else the persona.
    pub role: String,
    pub account: Option<String>,
    pub date: Option<String>,
}

/// Where turns are looked for.
pub struct Sources<'a> {
    archive: &'a Archive,
    whose: Whose,
}

impl<'a> Sources<'a> {
    /// Looks in an archive.
    pub fn new(archive: &'a Archive, whose: Whose) -> Sources<'a> {
        Sources { archive, whose }
    }

    /// The turn that a claim names, where it is kept and its words count.
    pub fn sealed_turn(&self, sealed: &Sealed) -> Result<Option<SourceTurn>, ArchiveError> {
        let Some((_, call)) = self.archive.catalogue.call(&sealed.call)? else {
            return Ok(None);
        };
        let Some(turn) = call.turns.get(sealed.turn as usize) else {
            return Ok(None);
        };
        let speaker = call.speaker(turn);
        if self.whose == Whose::Prospects && speaker.side != Side::Prospect {
            return Ok(None);
        }
        let account = call.account.as_ref();
        Ok(Some(SourceTurn {
            call: call.id.0.clone(),
            turn: sealed.turn,
            side: speaker.side,
            text: turn.text.clone(),
            role: role(speaker.title.as_deref(), &speaker.persona),
            account: account.and_then(|account| account.name.clone()),
            date: call.started_at.as_deref().map(day),
        }))
    }

    /// Turns that have the longest piece of the words, or its beginning, word by word.
    pub fn with_phrase(&self, words: &str) -> Result<Vec<SourceTurn>, ArchiveError> {
        self.find(phrase(words), self.whose, FOR_A_PHRASE)
    }

    /// Turns that have most of the words, the rare ones above all.
    pub fn with_words(&self, words: &str) -> Result<Vec<SourceTurn>, ArchiveError> {
        self.find(single_words(words), self.whose, FOR_WORDS)
    }

    /// Whether the words that are asked about were said, and by no prospect.
    pub fn is_somebody_elses(&self, words: &str, asked: &Asked<'_>) -> Result<bool, ArchiveError> {
        if self.whose == Whose::Anybodys {
            return Ok(false);
        }
        let turns = self.find(phrase(words), Whose::Anybodys, FOR_A_PHRASE)?;
        let mut others = turns.iter().filter(|turn| turn.side != Side::Prospect);
        Ok(others.any(|turn| asked.is_said_in(turn)))
    }

    fn find(
        &self,
        query: Query,
        whose: Whose,
        limit: usize,
    ) -> Result<Vec<SourceTurn>, ArchiveError> {
        if query.clauses.is_empty() {
            return Ok(Vec::new());
        }
        let mut filter = Filter::default();
        if whose == Whose::Prospects {
            let prospect = Value::Exact(Side::Prospect.name().to_owned());
            filter.add(Field::Side, prospect, false);
        }
        let found = self.archive.find(&Request {
            query,
            filter,
            limit,
            ..Request::default()
        })?;
        Ok(found.hits.into_iter().map(source_turn).collect())
    }
}

fn source_turn(hit: Hit) -> SourceTurn {
    SourceTurn {
        role: role(hit.role.as_deref(), &hit.persona),
        date: hit.date.as_deref().map(day),
        call: hit.call,
        turn: hit.turn,
        side: hit.side,
        text: hit.text,
        account: hit.account,
    }
}

fn role(title: Option<&str>, persona: &str) -> String {
    title.map_or_else(|| persona.replace('-', " "), str::to_owned)
}

fn day(date: &str) -> String {
    date.get(..10).unwrap_or(date).to_owned()
}

/// The longest piece between marks, side by side.
fn phrase(words: &str) -> Query {
    let words = plain_words(words);
    let pieces = pieces(&words).unwrap_or_else(|| vec![Piece::Said(words)]);
    let said = pieces.iter().filter_map(|piece| match piece {
        Piece::Said(words) | Piece::Recased(words) => Some(words.as_str()),
        Piece::LeftOut | Piece::PutIn(_) => None,
    });
    let longest = said.max_by_key(|words| tokens(words).count()).unwrap_or("");
    let words: Vec<&str> = tokens(longest)
        .take(PHRASE)
        .map(|token| token.surface(longest))
        .collect();
    let node = match words.as_slice() {
        [] => return Query::default(),
        [word] => Node::Word((*word).to_owned()),
        words => Node::Phrase {
            text: words.join(" "),
            slop: 0,
        },
    };
    Query {
        clauses: vec![Clause {
            occur: Occur::Must,
            node,
        }],
    }
}

/// The words that mean something, the longest of them first; all, where those are few.
fn single_words(words: &str) -> Query {
    let words = plain_words(words);
    let mut all: Vec<String> = tokens(&words)
        .map(|token| fold(token.surface(&words)))
        .collect();
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    let n_meant = all.iter().filter(|word| has_meaning(word)).count();
    if n_meant >= FEW {
        all.retain(|word| has_meaning(word));
    }
    all.truncate(WORDS);
    let clauses = all.into_iter().map(|word| Clause {
        occur: Occur::Should,
        node: Node::Word(word),
    });
    Query {
        clauses: clauses.collect(),
    }
}
