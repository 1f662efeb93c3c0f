//! Which patterns would hear what a person heard?
//!
//! Words that somebody marked or labelled come in, and calls in which the price of a pattern can be found. A pattern
//! stands on the telling words among the marked ones ([`cut`]); the rarer prospects say them, the less else it hears
//! ([`rarity`]). A few of them in their order make a draft ([`drafts`]), every draft is tried on what was marked
//! ([`trial`]) and priced as [`crate::tend::discover`] prices its proposals, and the few that hear most for least are
//! proposed ([`choose`]).

pub mod cut;

pub mod rarity;

pub mod drafts;

pub mod trial;

pub mod choose;

pub mod append;

use serde::Serialize;

use crate::call::{Call, Span};
use crate::mention::Tag;

/// Words of a prospect, and the tag that somebody heard in them or denied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    pub tag: Tag,
    pub call: String,
    pub turn: u32,
    pub start: u32,
    pub end: u32,
    pub quote: String,
}

impl Said {
    /// The words under a span; `None` where there are none.
    pub fn at(call: &Call, turn: u32, span: Span, tag: &Tag) -> Option<Said> {
        let quote = span.slice(&call.turns.get(turn as usize)?.text);
        (!quote.trim().is_empty()).then(|| Said {
            tag: tag.clone(),
            call: call.id.0.clone(),
            turn,
            start: span.start,
            end: span.end,
            quote: quote.to_owned(),
        })
    }

    /// Where in the turn they stand.
    pub fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }
}
