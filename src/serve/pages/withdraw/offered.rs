//! What can be withdrawn from where somebody stands: a quote of a pack, a turn of a call, or a call?

use crate::call::{Call, Side, Span};
use crate::quote::rights::book::{Rights, Source};
use crate::quote::rights::subject::{Subject, Who};
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{item_url, today};
use crate::serve::pages::packs::standing::person;
use crate::serve::shown::{call_url, segment};
use crate::serve::trouble::Trouble;
use crate::store::catalogue::Catalogue;

/// Where somebody comes from.
#[derive(Debug, Clone)]
pub struct Whence {
    pub call: String,
    pub turn: Option<u32>,
    /// Bytes of the turn; the whole turn where they are missing.
    span: Option<Span>,
    /// The pack and the quote in it, to go back to; empty where it was no pack.
    pub pack: String,
    pub key: String,
}

impl Whence {
    /// What an address or a form says.
    pub fn read(fields: &Fields) -> Whence {
        let number = |name: &str| fields.get(name).parse::<u32>().ok();
        let span = number("from").zip(number("to"));
        Whence {
            call: fields.get("call").to_owned(),
            turn: number("turn"),
            span: span.map(|(start, end)| Span { start, end }),
            pack: fields.get("pack").to_owned(),
            key: fields.get("key").to_owned(),
        }
    }

    /// Where to go on for somebody who withdraws nothing: always a page of ours.
    pub fn back(&self) -> String {
        match (self.turn, self.pack.as_str()) {
            (_, pack) if !pack.is_empty() => item_url(pack, &self.key),
            (Some(turn), _) => call_url(&self.call, turn),
            (None, _) => format!("/calls/{}", segment(&self.call)),
        }
    }
}

/// Everything that can be withdrawn there.
pub struct Offer {
    /// The words, where some are meant.
    pub words: Option<String>,
    pub subjects: Vec<Offered>,
}

/// One of several.
pub struct Offered {
    /// As [`Subject::read`] reads it.
    pub about: String,
    pub label: String,
}

impl Offer {
    /// What can be withdrawn of a call that is kept.
    pub fn of(catalogue: &Catalogue, whence: &Whence) -> Result<Offer, Trouble> {
        let kept = catalogue.call(&whence.call)?;
        let (_, call) = kept.ok_or(Trouble::NotThere("call"))?;
        let mut rights = Rights::none(today()?);
        rights.learn(&call);
        let source = rights.source(&call.id.0);
        let source = source.ok_or(Trouble::NotThere("call"))?;
        let place = place(&call, whence)?;
        let words = place.map(|(turn, span)| {
            let turn = call.turns.get(turn as usize);
            turn.map_or("", |turn| span.slice(&turn.text)).to_owned()
        });
        Ok(Offer {
            words,
            subjects: subjects(&call, source, place),
        })
    }
}

/// The turn, and its words that are meant.
fn place(call: &Call, whence: &Whence) -> Result<Option<(u32, Span)>, Trouble> {
    let Some(index) = whence.turn else {
        return Ok(None);
    };
    let turn = call.turns.get(index as usize);
    let text = turn.map(|turn| turn.text.as_str());
    let text = text.ok_or(Trouble::NotThere("turn of a call"))?;
    let whole = Span {
        start: 0,
        end: text.len() as u32,
    };
    let span = whence.span.unwrap_or(whole);
    let is_there = !span.slice(text).is_empty();
    is_there
        .then_some(Some((index, span)))
        .ok_or(Trouble::NotThere("place in a call"))
}

/// The narrowest first. What would be read again as something else is not offered.
fn subjects(call: &Call, source: &Source, place: Option<(u32, Span)>) -> Vec<Offered> {
    let id = &call.id.0;
    let mut all: Vec<(Option<Subject>, String)> = Vec::new();
    if let Some((turn, span)) = place {
        let written = format!("{id}:{turn}:{}-{}", span.start, span.end);
        let subject = Subject::of("quote", &written).ok();
        all.push((subject, "these words".to_owned()));
    }
    for who in speakers(call, source, place.map(|(turn, _)| turn)) {
        let subject = person(who, source.account.as_deref());
        all.push((subject, format!("all that {} says", who.name)));
    }
    let subject = Subject::of("call", id).ok();
    all.push((subject, "all that is said on this call".to_owned()));
    if let Some(account) = &source.account {
        let subject = Subject::of("account", account).ok();
        all.push((subject, format!("all that {account} says")));
    }
    let offered = |(subject, label): (Option<Subject>, String)| {
        let subject = subject?;
        let about = format!("{}:{}", subject.kind(), subject.text());
        let is_itself = Subject::read(&about).is_ok_and(|again| again == subject);
        is_itself.then_some(Offered { about, label })
    };
    all.into_iter().filter_map(offered).collect()
}

/// Who speaks the turn; without a turn everybody but the reps.
fn speakers<'s>(call: &Call, source: &'s Source, turn: Option<u32>) -> Vec<&'s Who> {
    if let Some(turn) = turn {
        return source.speaker(turn).into_iter().collect();
    }
    let people = call.participants.iter().zip(&source.people);
    let others = people.filter(|(participant, _)| participant.side != Side::Rep);
    others.map(|(_, who)| who).collect()
}
