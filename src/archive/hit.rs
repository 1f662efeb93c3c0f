//! What does a person see of a turn that was found?
//!
//! The shape of `search --json`. The text is the whole turn as it is stored; snippet and highlights are byte
//! spans into it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Request;
use crate::call::Side;
use crate::mention::{Mention, Polarity};
use crate::search::collect::Ranked;
use crate::search::filter::Filter;
use crate::search::schema::Mark;
use crate::search::snippet::of_mentions::snippet_of_mentions;
use crate::search::snippet::snippet;
use crate::store::opened::Opened;

/// One turn that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hit {
    pub call: String,
    pub turn: u32,
    pub title: Option<String>,
    pub speaker: String,
    /// The speaker's job title.
    pub role: Option<String>,
    #[schema(value_type = String)]
    pub side: Side,
    pub persona: String,
    pub account: Option<String>,
    pub industry: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    pub date: Option<String>,
    /// Byte span of `text` in the turn: all of it.
    pub start: u32,
    pub end: u32,
    pub score: f32,
    pub text: String,
    /// Byte span of the sentence or two that answer the question, or of those of the first mention that was asked for.
    #[schema(value_type = Vec<u32>)]
    pub snippet: (u32, u32),
    /// Byte spans of the words that answer the question.
    #[schema(value_type = Vec<Vec<u32>>)]
    pub highlights: Vec<(u32, u32)>,
    /// Tags of what was said and meant here; where the filter asks for another polarity, of what has that one.
    pub tags: Vec<String>,
    /// The same tags, each with the polarities that it has here.
    #[serde(skip)]
    pub polarities: BTreeMap<String, BTreeSet<Polarity>>,
    pub context: Context,
    /// Seconds at which the words were spoken.
    pub seconds: Option<f64>,
    pub link: Option<String>,
}

impl Hit {
    /// Each tag once with every polarity that it has here, and the polarity's name unless it was meant.
    pub fn told_tags(&self) -> impl Iterator<Item = (&str, Option<&'static str>)> {
        self.polarities.iter().flat_map(|(tag, polarities)| {
            polarities.iter().map(move |polarity| {
                let odd = (*polarity != Polarity::Affirmed).then(|| polarity.name());
                (tag.as_str(), odd)
            })
        })
    }
}

/// The turns around a hit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Context {
    pub before: Vec<Neighbor>,
    pub after: Vec<Neighbor>,
}

/// A turn before or after a hit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Neighbor {
    pub turn: u32,
    pub speaker: String,
    #[schema(value_type = String)]
    pub side: Side,
    pub text: String,
}

/// Makes a hit of a turn and what was heard in it; `None` where there is no such turn. Where the filter asks for mentions,
/// the mentions themselves are what is marked.
pub(super) fn make(
    opened: &Opened,
    heard: &[Mention],
    ranked: &Ranked,
    mut highlights: Vec<crate::call::Span>,
    request: &Request,
    filter: &Filter,
) -> Option<Hit> {
    let (index, call) = (ranked.place.turn, opened.facts());
    let turn = opened.turn(index)?;
    let speaker = opened.speaker(index)?;
    let here = || heard.iter().filter(|m| m.confidence >= request.threshold);
    let shown = if filter.needs_marks() && highlights.is_empty() {
        highlights = here()
            .filter(|mention| filter.allows_mark(&Mark::of(mention)))
            .map(|mention| mention.span)
            .collect();
        snippet_of_mentions(&turn.text, &highlights)
    } else {
        snippet(&turn.text, &highlights)
    };
    let seconds = turn.time_at(highlights.first().map_or(shown.start, |first| first.start));
    let mut polarities: BTreeMap<String, BTreeSet<Polarity>> = BTreeMap::new();
    for mention in here().filter(|mention| is_told(mention, filter)) {
        let of_tag = polarities.entry(mention.tag.0.clone()).or_default();
        of_tag.insert(mention.polarity);
    }
    let account = call.account.as_ref();
    let deal = call.deal.as_ref();
    let context = u32::try_from(request.context).unwrap_or(u32::MAX);
    Some(Hit {
        call: call.id.0.clone(),
        turn: index,
        title: call.title.clone(),
        speaker: speaker.name.clone(),
        role: speaker.title.clone(),
        side: speaker.side,
        persona: speaker.persona.clone(),
        account: account.and_then(|account| account.name.clone()),
        industry: account.and_then(|account| account.industry.clone()),
        stage: deal.and_then(|deal| deal.stage.clone()),
        outcome: deal.and_then(|deal| deal.outcome.clone()),
        date: call.started_at.clone(),
        start: 0,
        end: turn.text.len() as u32,
        score: ranked.score,
        text: turn.text,
        snippet: (shown.start, shown.end),
        highlights: highlights
            .iter()
            .map(|span| (span.start, span.end))
            .collect(),
        tags: polarities.keys().cloned().collect(),
        polarities,
        context: Context {
            before: neighbors(opened, index.saturating_sub(context)..index),
            after: neighbors(
                opened,
                index + 1..index.saturating_add(context).saturating_add(1),
            ),
        },
        seconds,
        link: call.link_at(seconds),
    })
}

/// Whether a hit tells the tag of a mention: of what was meant, as long as that is asked for, and of whatever else is.
fn is_told(mention: &Mention, filter: &Filter) -> bool {
    let mark = Mark::of(mention);
    let is_asked_for = filter.needs_marks() && filter.allows_mark(&mark);
    is_asked_for || (mention.is_affirmed() && filter.allows_polarity(&mark))
}

fn neighbors(opened: &Opened, range: std::ops::Range<u32>) -> Vec<Neighbor> {
    let neighbor = |index: u32| {
        let speaker = opened.speaker(index)?;
        Some(Neighbor {
            turn: index,
            speaker: speaker.name.clone(),
            side: speaker.side,
            text: opened.text(index)?.to_owned(),
        })
    };
    // Behind the last turn there are none.
    range.map_while(neighbor).collect()
}
