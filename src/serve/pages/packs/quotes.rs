//! What does the page of a pack show of its quotes?

use std::collections::HashMap;

use crate::call::Call;
use crate::config::Config;
use crate::quote::pack::{Item, Pack};
use crate::quote::quote::turn_hash;
use crate::quote::rights::Level;
use crate::serve::packs::outward::{self, Outward, Place};
use crate::serve::packs::points::{Points, points, to_issue};
use crate::serve::packs::{key, pack_url, rights_for, today};
use crate::serve::pages::packs::shown::{Piece, pieces};
use crate::serve::pages::packs::standing::{StandingShown, standing};
use crate::serve::shown::{call_url, many, segment, web_link};
use crate::serve::trouble::Trouble;
use crate::store::catalogue::Catalogue;

/// Everything on the page of a pack.
pub struct View {
    pub name: String,
    pub url: String,
    pub summary: String,
    /// The question and the filters for which it was made.
    pub asked: Vec<String>,
    pub points: Points,
    pub groups: Vec<Group>,
    /// Every heading, once.
    pub sections: Vec<String>,
    pub levels: Vec<&'static str>,
    /// Today, for the first day of a right.
    pub today: String,
    pub n: usize,
}

/// Quotes under one heading.
pub struct Group {
    /// Counts the groups, from 1.
    pub number: usize,
    /// Empty where the quotes have none.
    pub title: String,
    /// The number of the first quote.
    pub first: usize,
    pub rows: Vec<Row>,
}

/// A quote.
pub struct Row {
    pub key: String,
    pub number: usize,
    pub is_first: bool,
    pub is_last: bool,
    pub pieces: Vec<Piece>,
    /// The words with their marks, for the box in which marks are written.
    pub marked: String,
    pub role: String,
    pub facts: Vec<String>,
    pub url: String,
    pub recording: Option<String>,
    pub tags: Vec<TagShown>,
    pub section: String,
    pub note: String,
    /// `None`: the call was corrected since, or is gone.
    pub around: Option<Around>,
    pub standing: StandingShown,
    /// Where the words are taken back.
    pub withdraw_url: String,
    pub places: Vec<PlaceShown>,
    pub n_undecided: usize,
    /// The words as they are published, where they differ.
    pub outside: Option<Outside>,
}

/// A quote as it is published.
pub struct Outside {
    pub words: Option<String>,
    pub who: Option<String>,
    pub is_unfit: bool,
}

/// A tag and its kind.
pub struct TagShown {
    pub tag: String,
    pub kind: String,
}

/// The turn around the quote.
pub struct Around {
    pub before: String,
    pub words: String,
    pub behind: String,
}

/// Words that are hidden outside, or that a person decided about.
pub struct PlaceShown {
    pub words: String,
    pub from: u32,
    pub to: u32,
    pub class: String,
    pub instead: String,
    pub why: String,
    pub is_shown: bool,
    /// Who decided, and why.
    pub decided: Option<String>,
}

impl View {
    /// The page of a pack.
    pub fn of(catalogue: &Catalogue, pack: Pack, config: &Config) -> Result<View, Trouble> {
        let mut rights = rights_for(catalogue, &pack)?;
        let to_issue = to_issue(catalogue, &mut rights, &catalogue.exports()?, &pack.name)?;
        let outward = outward::seen(catalogue, &pack, config)?;
        let points = points(&pack, &rights, outward.n_undecided(), to_issue);
        let calls = calls(catalogue, &pack)?;
        let n = pack.items.len();
        let mut groups: Vec<Group> = Vec::new();
        for (at, item) in pack.items.iter().enumerate() {
            let title = item.section.clone().unwrap_or_default();
            let is_new = groups.last().is_none_or(|group| group.title != title);
            if is_new {
                groups.push(Group {
                    number: groups.len() + 1,
                    title,
                    first: at + 1,
                    rows: Vec::new(),
                });
            }
            let call = calls.get(&item.seal.call);
            let row = row((&pack, at), item, call, standing(item, &rights), &outward);
            if let Some(group) = groups.last_mut() {
                group.rows.push(row);
            }
        }
        Ok(View {
            url: pack_url(&pack.name),
            summary: summary(&pack),
            asked: asked(&pack),
            sections: sections(&pack),
            levels: Level::ALL.map(Level::name).to_vec(),
            today: today()?.to_string(),
            name: pack.name,
            points,
            groups,
            n,
        })
    }
}

fn summary(pack: &Pack) -> String {
    let mut calls: Vec<&str> = pack
        .items
        .iter()
        .map(|item| item.seal.call.as_str())
        .collect();
    calls.sort_unstable();
    calls.dedup();
    match pack.items.len() {
        0 => "The pack is empty.".to_owned(),
        n => format!(
            "{} from {}.",
            many(n as u64, "quote"),
            many(calls.len() as u64, "call")
        ),
    }
}

fn asked(pack: &Pack) -> Vec<String> {
    let query = Some(pack.query.clone()).filter(|query| !query.is_empty());
    let filters = pack.filters.iter();
    let filters = filters.map(|(name, value)| format!("{name}: {value}"));
    query.into_iter().chain(filters).collect()
}

fn sections(pack: &Pack) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for section in pack.items.iter().filter_map(|item| item.section.as_ref()) {
        if !sections.contains(section) {
            sections.push(section.clone());
        }
    }
    sections
}

/// The calls of a pack, each read once.
fn calls(catalogue: &Catalogue, pack: &Pack) -> Result<HashMap<String, Call>, Trouble> {
    let mut calls = HashMap::new();
    for item in &pack.items {
        if calls.contains_key(&item.seal.call) {
            continue;
        }
        if let Some((_, call)) = catalogue.call(&item.seal.call)? {
            calls.insert(item.seal.call.clone(), call);
        }
    }
    Ok(calls)
}

fn row(
    (pack, at): (&Pack, usize),
    item: &Item,
    call: Option<&Call>,
    standing: StandingShown,
    outward: &Outward,
) -> Row {
    let said_by = &item.said_by;
    let minute = item.seal.minute.as_ref();
    let facts = [
        said_by.account.clone(),
        said_by.industry.clone(),
        said_by.date.clone(),
        said_by.stage.clone(),
        said_by.outcome.clone(),
        minute.map(|minute| format!("at {minute}")),
    ];
    let places: Vec<&Place> = outward
        .places
        .iter()
        .filter(|place| place.item == at)
        .collect();
    let tag = |tag: &String| TagShown {
        kind: tag.split('/').next().unwrap_or("").to_owned(),
        tag: tag.clone(),
    };
    Row {
        key: key(item),
        number: at + 1,
        is_first: at == 0,
        is_last: at + 1 == pack.items.len(),
        pieces: pieces(item),
        marked: item.words(),
        role: item.role(),
        facts: facts.into_iter().flatten().collect(),
        url: call_url(&item.seal.call, item.seal.turn),
        recording: web_link(said_by.link.clone()),
        tags: said_by.tags.iter().map(tag).collect(),
        section: item.section.clone().unwrap_or_default(),
        note: item.note.clone().unwrap_or_default(),
        around: call.and_then(|call| around(item, call)),
        standing,
        withdraw_url: withdraw_url(&pack.name, item),
        n_undecided: places
            .iter()
            .filter(|place| place.decided.is_none())
            .count(),
        places: places.into_iter().map(place).collect(),
        outside: outside(item, outward, at),
    }
}

/// The page on which the words are taken back, and which leads back to the quote.
fn withdraw_url(pack: &str, item: &Item) -> String {
    let seal = &item.seal;
    let place = format!("turn={}&from={}&to={}", seal.turn, seal.start, seal.end);
    let (call, pack) = (segment(&seal.call), segment(pack));
    format!(
        "/withdraw?call={call}&{place}&pack={pack}&key={}",
        key(item)
    )
}

fn around(item: &Item, call: &Call) -> Option<Around> {
    let seal = &item.seal;
    let turn = call.turns.get(seal.turn as usize)?;
    let text = &turn.text;
    let is_same = turn_hash(text) == seal.turn_sha256;
    let (from, to) = (seal.start as usize, seal.end as usize);
    let (before, words, behind) = (text.get(..from)?, text.get(from..to)?, text.get(to..)?);
    is_same.then(|| Around {
        before: before.to_owned(),
        words: words.to_owned(),
        behind: behind.to_owned(),
    })
}

fn place(place: &Place) -> PlaceShown {
    let decided = place.decided.as_ref();
    PlaceShown {
        words: place.words.clone(),
        from: place.span.start,
        to: place.span.end,
        class: place.class.clone(),
        instead: place.instead.clone(),
        why: place.why.clone(),
        is_shown: decided.is_some_and(|decided| decided.is_shown),
        decided: decided.map(|decided| match &decided.why {
            Some(why) => format!("decided by {}: {why}", decided.by),
            None => format!("decided by {}", decided.by),
        }),
    }
}

fn outside(item: &Item, outward: &Outward, at: usize) -> Option<Outside> {
    let outside = outward.outside.get(at)?;
    let words = Some(outside.words.clone()).filter(|words| *words != item.words());
    let who = outside.who.clone();
    let is_other = words.is_some() || who.is_some() || outside.is_unfit;
    is_other.then_some(Outside {
        words,
        who,
        is_unfit: outside.is_unfit,
    })
}
