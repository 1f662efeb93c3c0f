//! Which words show it, that were not told yet?
//!
//! Of the places that could be quoted the surest are read, and the one that reads best is taken. Nothing is told twice:
//! not the same place, not another one in the same words, and nothing that an earlier digest told. Withdrawn words
//! are not told at all.

use std::collections::BTreeSet;

use crate::call::{Call, Side, Span, is_web};
use crate::report::digest::Question;
use crate::report::digest::shape::DigestQuote;
use crate::report::digest::told::Told;
use crate::search::place::Place;
use crate::store::error::StoreError;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Places read for one quote. The surest mostly read well; more would only take longer.
const LOOKED_AT: usize = 60;
/// Quotes of more bytes are not read to their end.
const LONGEST: usize = 1_000;

/// Where something stands that could be quoted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The call's number.
    pub ord: u32,
    pub turn: u32,
    pub span: Span,
    /// Index among the call's participants, as the search index has it.
    pub speaker: u16,
    /// The tag's number in the ledger.
    pub tag: u32,
    pub confidence: f32,
}

impl Spot {
    /// Where it stands, for the table of calls.
    pub fn place(&self) -> Place {
        Place {
            ord: self.ord,
            turn: self.turn,
            part: 0,
            side: Side::Prospect,
            speaker: self.speaker,
        }
    }
}

/// Chooses quotes, each of them once.
pub struct Chooser<'a> {
    question: Question<'a>,
    /// What this digest has told.
    used: Told,
    /// The same by its words, so that what two recorders heard is told once.
    said: BTreeSet<Vec<String>>,
    /// Places whose words were withdrawn, as far as they were looked at.
    withdrawn: BTreeSet<(u32, u32, Span)>,
}

impl<'a> Chooser<'a> {
    /// Nothing told yet.
    pub fn new(question: &Question<'a>) -> Chooser<'a> {
        Chooser {
            question: *question,
            used: Told::default(),
            said: BTreeSet::new(),
            withdrawn: BTreeSet::new(),
        }
    }

    /// The best of some places that was not told yet.
    pub fn choose<'s>(
        &mut self,
        spots: impl Iterator<Item = &'s Spot>,
    ) -> Result<Option<DigestQuote>, StoreError> {
        let mut spots: Vec<&Spot> = spots.filter(|spot| !self.is_done_with(spot)).collect();
        spots.sort_by(|a, b| {
            let surest_first = b.confidence.total_cmp(&a.confidence);
            surest_first.then_with(|| (a.ord, a.turn, a.span).cmp(&(b.ord, b.turn, b.span)))
        });
        let mut best: Option<(i32, DigestQuote)> = None;
        let mut n_read = 0;
        for spot in spots {
            if n_read == LOOKED_AT {
                break;
            }
            let call = self.question.catalogue.call_by_ord(spot.ord)?;
            if call
                .as_ref()
                .is_some_and(|call| self.is_withdrawn(call, spot))
            {
                continue;
            }
            n_read += 1;
            let Some(quote) = call.and_then(|call| self.read(&call, spot)) else {
                continue;
            };
            let worth = worth(spot.confidence, &quote.text);
            if best.as_ref().is_none_or(|(known, _)| worth > *known) {
                best = Some((worth, quote));
            }
        }
        let quote = best.map(|(_, quote)| quote);
        if let Some(quote) = &quote {
            self.note(quote);
        }
        Ok(quote)
    }

    /// Whether nothing at a place may be told any more: it was told, or is known to be withdrawn.
    fn is_done_with(&self, spot: &Spot) -> bool {
        let Some(facts) = self.question.table.get(spot.ord) else {
            return true;
        };
        let holds = |told: &Told| told.holds(&facts.id, spot.turn, spot.span);
        let is_known = self.withdrawn.contains(&(spot.ord, spot.turn, spot.span));
        is_known || holds(&self.used) || holds(self.question.told)
    }

    /// Whether the words at a place were withdrawn; notes those that were.
    fn is_withdrawn(&mut self, call: &Call, spot: &Spot) -> bool {
        let is_withdrawn = (self.question.is_withdrawn)(call, spot.turn, spot.span);
        if is_withdrawn {
            self.withdrawn.insert((spot.ord, spot.turn, spot.span));
        }
        is_withdrawn
    }

    /// How many places were passed over because their words were withdrawn.
    pub fn n_withdrawn(&self) -> u64 {
        self.withdrawn.len() as u64
    }

    /// The words at a place; `None` where nobody says them, or they were told from another place.
    fn read(&self, call: &Call, spot: &Spot) -> Option<DigestQuote> {
        let quote = quote(call, spot.turn, spot.span);
        quote.filter(|quote| !self.said.contains(&words(&quote.text)))
    }

    fn note(&mut self, quote: &DigestQuote) {
        let span = Span {
            start: quote.start,
            end: quote.end,
        };
        self.used.add(quote.call.clone(), quote.turn, span);
        self.said.insert(words(&quote.text));
    }
}

/// The words at a place, and whose they are; `None` where no prospect says anything there, or too much.
fn quote(call: &Call, turn: u32, span: Span) -> Option<DigestQuote> {
    let said = call.turns.get(turn as usize)?;
    let (text, speaker) = (span.slice(&said.text), call.speaker(said));
    let is_sound = !text.trim().is_empty() && text.len() <= LONGEST;
    if !is_sound || speaker.side != Side::Prospect {
        return None;
    }
    let seconds = said.time_at(span.start);
    let account = call.account.as_ref();
    let date = call.started_at.as_deref();
    Some(DigestQuote {
        text: text.to_owned(),
        call: call.id.0.clone(),
        turn,
        start: span.start,
        end: span.end,
        role: speaker
            .title
            .clone()
            .unwrap_or_else(|| speaker.persona.replace('-', " ")),
        account: account.and_then(|account| account.name.clone()),
        date: date.map(|date| date.get(..10).unwrap_or(date).to_owned()),
        minute: seconds.and_then(minute),
        link: call.link_at(seconds).filter(|link| is_web(link)),
    })
}

/// Seconds as minutes and seconds, `3:05`.
fn minute(seconds: f64) -> Option<String> {
    let seconds = Some(seconds).filter(|seconds| seconds.is_finite())?;
    let seconds = seconds.max(0.0) as u64;
    Some(format!("{}:{:02}", seconds / 60, seconds % 60))
}

fn words(text: &str) -> Vec<String> {
    tokens(text)
        .map(|token| fold(token.surface(text)))
        .collect()
}

/// How well words read alone: surely meant, of a length that is read, with a figure where there is one.
fn worth(confidence: f32, text: &str) -> i32 {
    let length = match text.split_whitespace().count() {
        0..=5 => -400,
        6..=8 => -100,
        9..=30 => 100,
        _ => -200,
    };
    let figures = if text.bytes().any(|byte| byte.is_ascii_digit()) {
        50
    } else {
        0
    };
    (confidence * 1000.0) as i32 + length + figures
}
