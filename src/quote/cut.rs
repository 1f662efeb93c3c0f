//! How is a quote cut from the call it was said in?
//!
//! By its bytes alone: whoever names a turn and a span gets exactly these words, or nothing.

use crate::call::{Call, Span};
use crate::mention::Mention;
use crate::quote::quote::{Quote, turn_hash};

/// The quote of some words of a turn, with the tags that were heard and meant in them; `None` where the span does not
/// fit the turn, or holds no word.
pub fn cut(
    call: &Call,
    mentions: &[Mention],
    turn: u32,
    span: Span,
    threshold: f32,
) -> Option<Quote> {
    let said = call.turns.get(turn as usize)?;
    let text = span.slice(&said.text);
    if text.trim().is_empty() {
        return None;
    }
    let speaker = call.speaker(said);
    let (account, deal) = (call.account.as_ref(), call.deal.as_ref());
    let seconds = said.time_at(span.start);
    let is_heard = |mention: &&Mention| {
        mention.turn == turn
            && mention.span.overlaps(span)
            && mention.is_affirmed()
            && mention.confidence >= threshold
    };
    let mut tags: Vec<String> = mentions
        .iter()
        .filter(is_heard)
        .map(|mention| mention.tag.0.clone())
        .collect();
    tags.sort();
    tags.dedup();
    Some(Quote {
        text: text.to_owned(),
        call: call.id.0.clone(),
        turn,
        start: span.start,
        end: span.end,
        turn_sha256: turn_hash(&said.text),
        speaker_role: speaker
            .title
            .clone()
            .unwrap_or_else(|| speaker.persona.replace('-', " ")),
        persona: speaker.persona.clone(),
        side: speaker.side,
        account: account.and_then(|account| account.name.clone()),
        industry: account.and_then(|account| account.industry.clone()),
        stage: deal.and_then(|deal| deal.stage.clone()),
        outcome: deal.and_then(|deal| deal.outcome.clone()),
        date: call
            .started_at
            .as_ref()
            .map(|date| date.get(..10).unwrap_or(date).to_owned()),
        seconds,
        link: call.link_at(seconds),
        tags,
        highlights: Vec::new(),
    })
}
