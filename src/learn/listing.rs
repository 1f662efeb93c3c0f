//! What would whoever teaches another witness need to know of every unit?
//!
//! One unit a line, as JSON: where it stands and what was said around it, what people's labels say of it, and what the
//! learned witness says that has not seen its call, in the call (`scores`) and of the unit alone (`alone`).
//! `tools/encoder` teaches the encoder with it.

use serde_json::{Value, json};

use crate::learn::cross::Unseen;
use crate::learn::label::{Label, Labelled};
use crate::learn::rows::{Row, Rows};
use crate::learn::train::carries;
use crate::mine::learned::model::{HEADS, N_ANSWERS};

/// So many turns before a unit's own are shown, and so many behind it.
const BEFORE: u32 = 4;
const BEHIND: u32 = 1;

/// Every unit, in the order of the calls.
pub fn listing<'a>(
    rows: &'a Rows,
    calls: &'a [Labelled],
    unseen: &'a Unseen,
) -> impl Iterator<Item = Value> + 'a {
    let rows = rows.rows.iter().zip(unseen);
    rows.map(|(row, scores)| {
        let labelled = &calls[row.call as usize];
        let heads = &HEADS[..N_ANSWERS];
        let wanted: Vec<bool> = heads.iter().map(|head| carries(row, &labelled.labels, head)).collect();
        let judged: Vec<bool> = heads.iter().map(|head| row.is_judged(head)).collect();
        let labels: Vec<Value> = row.labels_of(&labelled.labels).map(shown).collect();
        json!({
            "n": row.call, "call": labelled.call.id, "turn": row.turn, "start": row.span.start, "end": row.span.end,
            "turns": around(row, labelled), "labels": labels, "heads": wanted, "judged": judged,
            "edge": row.is_edge(&labelled.labels), "loose": labelled.is_loose, "measured": labelled.is_measured,
            "line": labelled.is_line(),
            "scores": scores.map(|scores| scores[..N_ANSWERS].to_vec()),
            "alone": scores.map(|scores| scores[N_ANSWERS..].to_vec()),
        })
    })
}

fn shown(label: &Label) -> Value {
    json!({ "tag": label.tag, "polarity": label.polarity, "target": label.target, "origin": label.origin })
}

/// The turns around a unit: how far from its own, whose side, and what was said.
fn around(row: &Row, labelled: &Labelled) -> Vec<Value> {
    let shown = row.turn.saturating_sub(BEFORE)..=row.turn + BEHIND;
    let turns = shown.filter_map(|at| Some((at, labelled.call.turns.get(at as usize)?)));
    turns
        .map(|(at, turn)| {
            let side = labelled.call.speaker(turn).side;
            json!([i64::from(at) - i64::from(row.turn), side, turn.text])
        })
        .collect()
}
