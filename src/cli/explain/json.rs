//! What did each step make of a call, for programs?

use serde_json::json;

use crate::call::{Participant, Turn};
use crate::cli::heeded::Told;
use crate::mention::Mention;
use crate::pipeline::Workshop;
use crate::text::noise;

use super::{Story, cues, words_of};

pub(super) fn as_json(story: &Story<'_>, workshop: &Workshop<'_>) -> serde_json::Value {
    let call = story.call();
    let utterances: Vec<_> = story
        .utterances()
        .iter()
        .map(|u| json!({ "speaker": u.speaker, "start": u.start, "end": u.end, "text": u.text }))
        .collect();
    let turns: Vec<_> = story
        .turns()
        .map(|(index, turn)| {
            let speaker = call.speaker(turn);
            let words: Vec<_> = words_of(workshop, &turn.text).iter().map(|word| [word.start, word.end]).collect();
            let noise: Vec<_> = noise::spans(&turn.text).iter().map(|span| [span.start, span.end]).collect();
            let mentions = story.mentions_of(index);
            let mentions: Vec<_> = mentions.map(|(mention, told)| mention_json(story, turn, mention, told.as_ref())).collect();
            let denied = story.denied_in(index);
            let denied: Vec<_> = denied.map(|(mention, told)| mention_json(story, turn, mention, Some(told))).collect();
            json!({
                "index": index, "speaker": speaker.name, "side": speaker.side, "side_reason": speaker.side_reason,
                "persona": speaker.persona, "start": turn.start, "end": turn.end, "text": turn.text,
                "words": words, "noise": noise, "mentions": mentions, "denied": denied,
            })
        })
        .collect();
    let participants: Vec<_> = call.participants.iter().map(who_json).collect();
    json!({
        "call": call.id, "format": call.format, "participants": participants, "source": story.mined.read.place, "problems": story.mined.read.problems,
        "utterances": utterances, "turns": turns,
    })
}

fn who_json(who: &Participant) -> serde_json::Value {
    json!({
        "name": who.name, "side": who.side, "side_reason": who.side_reason, "side_evidence": who.side_evidence,
        "title": who.title, "persona": who.persona, "persona_reason": who.persona_reason.to_string(),
    })
}

fn mention_json(
    story: &Story<'_>,
    turn: &Turn,
    mention: &Mention,
    told: Option<&Told>,
) -> serde_json::Value {
    let cues: Vec<_> =
        cues(mention).map(|(what, value, cue)| json!({ "decides": what, "value": value, "cue": story.cue_text(cue), "turn": cue.turn, "rule": cue.rule })).collect();
    json!({
        "tag": mention.tag, "quote": mention.span.slice(&turn.text), "start": mention.span.start, "end": mention.span.end,
        "polarity": mention.polarity, "target": mention.target, "origin": mention.origin, "confidence": mention.confidence,
        "lexicon": mention.lexicon, "pattern": mention.pattern, "marked": told,
        "matched": mention.why.matched.map(|span| span.slice(&turn.text)), "cues": cues, "evidence": mention.why.evidence,
    })
}
