//! What is in a quote pack?
//!
//! A name, the question that it was made for, and items in order: a sealed quote, its marks, who said it, the section
//! under which it stands and a note for the editor. A pack knows nothing of how it is kept or who may read it; the
//! rights of an item and its redaction have their place beside its marks.

pub mod render;

pub mod row;

use serde::{Deserialize, Serialize};

use crate::call::{Call, Side};
use crate::mention::Mention;
use crate::quote::decision::Decision;
use crate::quote::edit::{self, Edit};
use crate::quote::rights::Level;
use crate::quote::seal::{Seal, quote_hash};

/// A named set of quotes, in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pack {
    pub name: String,
    /// The question that it was made for; empty where it was gathered by hand.
    pub query: String,
    /// Name and value of each filter of that question.
    pub filters: Vec<(String, String)>,
    pub items: Vec<Item>,
}

/// One quote of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub seal: Seal,
    /// The marks in the quote, in order, none overlapping another.
    pub edits: Vec<Edit>,
    pub said_by: SaidBy,
    #[serde(skip)]
    pub section: Option<String>,
    #[serde(skip)]
    pub note: Option<String>,
    /// Numbers of withdrawals that covered the words when they were made, whatever is known of the call since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<i64>,
    /// What people decided about places of the words, for files that are published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// What is told of the speaker stands in the role alone, so widely that it fits several accounts; known of what was
    /// hidden by [`crate::quote::hide`] alone.
    #[serde(skip)]
    pub is_widened: bool,
    /// How far the words may be shown; known of what passed [`crate::quote::rights::gate`] alone.
    #[serde(skip)]
    pub level: Option<Level>,
}

/// Who said it and where; size, region and name where a file for publishing may show them, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SaidBy {
    /// The speaker's title, or else the persona.
    pub role: String,
    pub account: Option<String>,
    pub industry: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    /// The day of the call.
    pub date: Option<String>,
    /// Opens the recording at the words.
    pub link: Option<String>,
    /// `kind/category` of what is heard in the words and was meant.
    pub tags: Vec<String>,
    #[serde(default)]
    pub size: Option<String>,
    #[serde(default)]
    pub region: Option<String>,
    /// The speaker's name.
    #[serde(default)]
    pub name: Option<String>,
}

impl Item {
    /// An item of words that were just sealed, without marks.
    pub fn new(seal: Seal, call: &Call, mentions: &[Mention]) -> Item {
        Item {
            said_by: said_by(&seal, call, mentions),
            edits: Vec::new(),
            section: None,
            note: None,
            withdrawn: Vec::new(),
            decisions: Vec::new(),
            is_widened: false,
            level: None,
            seal,
        }
    }

    /// The quote as it is printed, with its marks.
    pub fn words(&self) -> String {
        edit::render(&self.seal.exact, self.seal.start, &self.edits)
    }

    /// Where the words that were kept stand: `call:turn:start-end`, with a comma between several stretches; empty where
    /// rights withhold it.
    pub fn source(&self) -> String {
        if self.seal.call.is_empty() {
            return String::new();
        }
        let kept = edit::kept(self.seal.span(), &self.edits);
        let kept: Vec<String> = kept
            .iter()
            .map(|span| format!("{}-{}", span.start, span.end))
            .collect();
        format!("{}:{}:{}", self.seal.call, self.seal.turn, kept.join(","))
    }

    /// The hash by which the printed quote is known again.
    pub fn hash(&self) -> String {
        quote_hash(&self.words())
    }

    /// The speaker's role, with the side where it is no prospect's.
    pub fn role(&self) -> String {
        match self.seal.side {
            Side::Prospect => self.said_by.role.clone(),
            side => format!("{} ({})", self.said_by.role, side.name()),
        }
    }
}

fn said_by(seal: &Seal, call: &Call, mentions: &[Mention]) -> SaidBy {
    let Some(turn) = call.turns.get(seal.turn as usize) else {
        return SaidBy::default();
    };
    let speaker = call.speaker(turn);
    let here = mentions.iter().filter(|mention| {
        mention.turn == seal.turn && mention.is_affirmed() && mention.span.overlaps(seal.span())
    });
    let mut tags: Vec<String> = here.map(|mention| mention.tag.0.clone()).collect();
    tags.sort();
    tags.dedup();
    let account = call.account.clone().unwrap_or_default();
    let deal = call.deal.clone().unwrap_or_default();
    let date = call.started_at.as_deref();
    SaidBy {
        role: speaker
            .title
            .clone()
            .unwrap_or_else(|| speaker.persona.replace('-', " ")),
        account: account.name,
        industry: account.industry,
        stage: deal.stage,
        outcome: deal.outcome,
        date: date.map(|date| date.get(..10).unwrap_or(date).to_owned()),
        link: call.link_at(turn.time_at(seal.start)),
        tags,
        ..SaidBy::default()
    }
}
