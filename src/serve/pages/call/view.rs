//! How does a call look on a page?
//!
//! Its people, its turns, what was heard in them and why, and what people decided about that. Words are copied as they
//! stand, cut where mentions begin and end.

mod mention;

use std::collections::BTreeMap;

use crate::archive::Archive;
use crate::call::{Call, Participant, Side, Turn};
use crate::mention::Mention;
use crate::mention::by_hand::Override;
use crate::mine::overrule::spot;
use crate::serve::by_hand::TagGroup;
use crate::serve::marked::layers;
use crate::serve::pages::call::view::mention::{MarkView, MentionView};
use crate::serve::shown::{clock, day, segment, spoken, web_link};
use crate::serve::trouble::Trouble;
use crate::store::sides::CORRECTED;
use crate::text::sentences::sentences;

/// What is asked for.
pub struct Asked {
    pub id: String,
    pub threshold: f32,
    /// The turn whose form is open.
    pub marking: Option<u32>,
    pub tags: Vec<TagGroup>,
    /// The turn of which words come into a pack.
    pub quoting: Option<u32>,
    pub may: May,
}

/// What the visitor may do beside reading and marking.
#[derive(Clone, Copy)]
pub struct May {
    pub pack: bool,
    pub withdraw: bool,
}

/// Everything on the page.
pub struct View {
    pub title: String,
    pub id: String,
    /// The call's own address.
    pub url: String,
    /// Whether words may be put into packs.
    pub may_pack: bool,
    /// Where what is said on the call is withdrawn, for whoever may.
    pub withdraw_url: Option<String>,
    pub facts: Vec<Fact>,
    pub recording: Option<String>,
    pub people: Vec<Person>,
    /// People of whom nobody knows on which side they sit.
    pub has_unknown: bool,
    /// Somebody's side is known, so that sides can be swapped.
    pub has_known: bool,
    /// Something was said about these people by hand.
    pub is_corrected: bool,
    pub heard: Vec<HeardTag>,
    pub turns: Vec<TurnView>,
    /// Decisions whose words are no longer any prospect's.
    pub orphans: Vec<MarkView>,
}

/// A fact about the call.
pub struct Fact {
    pub label: &'static str,
    pub value: String,
}

/// Somebody on the call.
pub struct Person {
    pub name: String,
    pub side: &'static str,
    /// How the side is known.
    pub known_by: &'static str,
    /// A person said it of this call.
    pub is_corrected: bool,
    pub role: Option<String>,
}

/// A tag, and the turns in which it is heard.
pub struct HeardTag {
    pub tag: String,
    pub kind: String,
    pub turns: Vec<u32>,
}

/// A turn.
pub struct TurnView {
    pub index: u32,
    pub speaker: String,
    pub role: Option<String>,
    /// `prospect`, `rep` or `unknown`.
    pub side: &'static str,
    pub time: Option<String>,
    /// Into the recording at that time.
    pub link: Option<String>,
    pub pieces: Vec<PieceView>,
    pub mentions: Vec<MentionView>,
    pub marks: Vec<MarkView>,
    /// Opens the form, where mentions may be added.
    pub add_url: Option<String>,
    pub form: Option<MarkForm>,
    /// Opens the form by which its words come into a pack.
    pub quote_url: Option<String>,
    pub quoting: Option<QuoteForm>,
    pub withdraw_url: Option<String>,
}

impl TurnView {
    /// Whether anything can be begun with it.
    pub fn has_ways(&self) -> bool {
        let ways = [&self.add_url, &self.quote_url, &self.withdraw_url];
        ways.into_iter().any(Option::is_some)
    }
}

/// Words, with what lies over them.
pub struct PieceView {
    pub text: String,
    /// The kind of the mention over them.
    pub kind: Option<String>,
    /// Mentions that end here.
    pub ending: Vec<TagRef>,
}

/// A tag in place, leading to its reasons.
pub struct TagRef {
    pub tag: String,
    pub kind: String,
    pub anchor: String,
}

/// The form by which a mention is added.
pub struct MarkForm {
    pub sentences: Vec<Sentence>,
    pub tags: Vec<TagGroup>,
}

/// The form by which words come into a pack.
pub struct QuoteForm {
    pub sentences: Vec<Sentence>,
    /// The names of the packs there are.
    pub packs: Vec<String>,
}

/// A sentence to choose.
pub struct Sentence {
    /// `12-40`
    pub span: String,
    pub text: String,
    /// Where there is only one, it is meant.
    pub is_chosen: bool,
}

impl View {
    /// Makes a call ready to be written into a page.
    pub fn of(archive: &Archive, asked: Asked) -> Result<View, Trouble> {
        let nowhere = || Trouble::NotThere("call");
        let (ord, _) = archive.catalogue.call(&asked.id)?.ok_or_else(nowhere)?;
        let both = archive.call(ord)?.ok_or_else(nowhere)?;
        let (call, heard) = (&both.0, &both.1);
        let decided = archive.catalogue.overrides_of(&call.id.0)?;
        let is_corrected = !archive.catalogue.sides_of(&call.id.0)?.is_empty();
        let sure = |mention: &&Mention| mention.confidence >= asked.threshold;
        let heard: Vec<&Mention> = heard.iter().filter(sure).collect();
        let (marks, orphans) = placed(call, &decided);
        let quoting = asked.quoting.filter(|_| asked.may.pack);
        let packs = match quoting {
            Some(_) => archive.catalogue.packs()?,
            None => Vec::new(),
        };
        let mut turns = Turns {
            call,
            url: format!("/calls/{}", segment(&call.id.0)),
            mentions: by_turn(&heard),
            marks,
            marking: asked.marking,
            tags: asked.tags,
            quoting,
            packs: packs.into_iter().map(|pack| pack.name).collect(),
            may: asked.may,
        };
        Ok(View {
            title: title(call),
            id: call.id.0.clone(),
            may_pack: asked.may.pack,
            withdraw_url: asked
                .may
                .withdraw
                .then(|| format!("/withdraw?call={}", segment(&call.id.0))),
            facts: facts(call),
            recording: web_link(call.recording_url.clone()),
            people: call.participants.iter().map(person).collect(),
            has_unknown: call
                .turns
                .iter()
                .any(|turn| call.speaker(turn).side == Side::Unknown),
            has_known: call
                .participants
                .iter()
                .any(|who| who.side != Side::Unknown),
            is_corrected,
            heard: heard_tags(&heard),
            turns: (0..)
                .zip(&call.turns)
                .map(|(index, turn)| turns.view(index, turn))
                .collect(),
            orphans,
            url: turns.url,
        })
    }
}

fn title(call: &Call) -> String {
    let account = call
        .account
        .as_ref()
        .and_then(|account| account.name.clone());
    let title = call.title.clone().filter(|title| !title.trim().is_empty());
    title
        .or(account)
        .unwrap_or_else(|| format!("Call {}", call.id))
}

fn facts(call: &Call) -> Vec<Fact> {
    let (account, deal) = (call.account.as_ref(), call.deal.as_ref());
    let of_account = [
        ("Account", account.and_then(|account| account.name.clone())),
        (
            "Industry",
            account.and_then(|account| account.industry.clone()),
        ),
        ("Size", account.and_then(|account| account.size.clone())),
        ("Region", account.and_then(|account| account.region.clone())),
    ];
    let of_deal = [
        ("Stage", deal.and_then(|deal| deal.stage.clone())),
        ("Outcome", deal.and_then(|deal| deal.outcome.clone())),
        (
            "Reason in the CRM",
            deal.and_then(|deal| deal.reason.clone()),
        ),
        (
            "Relationship",
            deal.and_then(|deal| deal.relationship.clone()),
        ),
    ];
    let of_call = [
        ("Date", call.started_at.as_deref().map(day)),
        ("Length", call.duration.map(clock)),
        ("Turns", Some(call.turns.len().to_string())),
        ("Id", Some(call.id.0.clone())),
    ];
    let all = of_account.into_iter().chain(of_deal).chain(of_call);
    all.filter_map(|(label, value)| {
        Some(Fact {
            label,
            value: value?,
        })
    })
    .collect()
}

fn person(person: &Participant) -> Person {
    Person {
        name: person.name.clone(),
        side: person.side.name(),
        known_by: person.side_reason.name(),
        is_corrected: person
            .side_evidence
            .iter()
            .any(|evidence| evidence.rule == CORRECTED),
        role: role(person),
    }
}

/// The job title, and the buying role where it is known.
fn role(person: &Participant) -> Option<String> {
    let persona = Some(spoken(&person.persona)).filter(|persona| persona != "unknown");
    match (person.title.clone(), persona) {
        (Some(title), Some(persona)) => Some(format!("{title} ({persona})")),
        (title, persona) => title.or(persona),
    }
}

fn by_turn<'m>(heard: &[&'m Mention]) -> BTreeMap<u32, Vec<&'m Mention>> {
    let mut by_turn: BTreeMap<u32, Vec<&Mention>> = BTreeMap::new();
    for mention in heard {
        by_turn.entry(mention.turn).or_default().push(*mention);
    }
    by_turn
}

/// Decisions by the turn in which they stand now, and those that stand nowhere.
fn placed(call: &Call, decided: &[Override]) -> (BTreeMap<u32, Vec<MarkView>>, Vec<MarkView>) {
    let mut placed: BTreeMap<u32, Vec<MarkView>> = BTreeMap::new();
    let mut orphans = Vec::new();
    for one in decided {
        match spot(call, one) {
            Some(spot) => {
                let mark = MarkView::of(one, Some(spot.turn));
                placed.entry(spot.turn).or_default().push(mark);
            }
            None => orphans.push(MarkView::of(one, None)),
        }
    }
    (placed, orphans)
}

/// What was meant, the most frequent first.
fn heard_tags(heard: &[&Mention]) -> Vec<HeardTag> {
    let mut turns: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for mention in heard.iter().filter(|mention| mention.is_affirmed()) {
        turns.entry(&mention.tag.0).or_default().push(mention.turn);
    }
    let mut tags: Vec<HeardTag> = turns
        .into_iter()
        .map(|(tag, mut turns)| {
            turns.dedup();
            HeardTag {
                kind: tag.split('/').next().unwrap_or(tag).to_owned(),
                tag: tag.to_owned(),
                turns,
            }
        })
        .collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.turns.len()));
    tags
}

/// Makes turn after turn ready.
struct Turns<'c> {
    call: &'c Call,
    url: String,
    mentions: BTreeMap<u32, Vec<&'c Mention>>,
    marks: BTreeMap<u32, Vec<MarkView>>,
    marking: Option<u32>,
    tags: Vec<TagGroup>,
    quoting: Option<u32>,
    packs: Vec<String>,
    may: May,
}

impl Turns<'_> {
    fn view(&mut self, index: u32, turn: &Turn) -> TurnView {
        let speaker = self.call.speaker(turn);
        let here = self.mentions.remove(&index).unwrap_or_default();
        let may_carry = speaker.side == Side::Prospect && !turn.text.trim().is_empty();
        let is_open = may_carry && self.marking == Some(index);
        let is_quoting = may_carry && self.quoting == Some(index);
        TurnView {
            index,
            speaker: speaker.name.clone(),
            role: role(speaker),
            side: speaker.side.name(),
            time: turn.start.map(clock),
            link: web_link(self.call.link_at(turn.start)),
            pieces: pieces(index, turn, &here),
            mentions: (0..)
                .zip(&here)
                .map(|(number, mention)| {
                    MentionView::of(self.call, mention, &anchor(index, number))
                })
                .collect(),
            marks: self.marks.remove(&index).unwrap_or_default(),
            add_url: (may_carry && !is_open)
                .then(|| format!("{}?mark={index}#turn-{index}", self.url)),
            form: is_open.then(|| MarkForm {
                sentences: to_choose(&turn.text),
                tags: std::mem::take(&mut self.tags),
            }),
            quote_url: (may_carry && self.may.pack && !is_quoting)
                .then(|| format!("{}?quote={index}#turn-{index}", self.url)),
            quoting: is_quoting.then(|| QuoteForm {
                sentences: to_choose(&turn.text),
                packs: std::mem::take(&mut self.packs),
            }),
            withdraw_url: (may_carry && self.may.withdraw).then(|| {
                let call = segment(&self.call.id.0);
                format!("/withdraw?call={call}&turn={index}")
            }),
        }
    }
}

/// By what a mention's reasons are found on the page.
fn anchor(turn: u32, number: usize) -> String {
    format!("why-{turn}-{number}")
}

fn pieces(index: u32, turn: &Turn, here: &[&Mention]) -> Vec<PieceView> {
    let spans: Vec<_> = here.iter().map(|mention| mention.span).collect();
    let tag = |number: &usize| {
        let mention = here.get(*number)?;
        Some(TagRef {
            tag: mention.tag.0.clone(),
            kind: mention.tag.kind().to_owned(),
            anchor: anchor(index, *number),
        })
    };
    layers(&turn.text, &spans)
        .into_iter()
        .map(|layer| PieceView {
            text: layer.text.to_owned(),
            kind: layer.over.first().and_then(tag).map(|tag| tag.kind),
            ending: layer.ending.iter().filter_map(tag).collect(),
        })
        .collect()
}

fn to_choose(text: &str) -> Vec<Sentence> {
    let all = sentences(text);
    let is_chosen = all.len() == 1;
    all.iter()
        .map(|span| Sentence {
            span: format!("{}-{}", span.start, span.end),
            text: span.slice(text).to_owned(),
            is_chosen,
        })
        .collect()
}
