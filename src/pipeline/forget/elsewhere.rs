//! What of a deleted call lies beside the catalogue and the index, and goes as well?
//!
//! Quotes put aside, people's labels with their calls, deliveries in the inbox, and what was received for other calls but
//! holds these words too, as a file with many calls does. All of it is found by the tombstones or by what is looked for,
//! so that most of it works the same when a deletion is finished after a crash.

use serde_json::Value;

use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::forget::reread::sift_lines;
use crate::store::forget::{inbox, inbox_file};
use crate::store::tombstones::{Kind, Tombstones};
use crate::store::{DataDir, whole};

use super::probes::Probes;

/// What went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Elsewhere {
    /// Quotes that somebody had put aside.
    pub basket: u64,
    /// Lines of labels and of their calls.
    pub labels: u64,
    /// Deliveries and dead letters.
    pub inbox: u64,
    /// What was received for calls that stay.
    pub payloads: u64,
}

/// Longer values of the inbox are no ids.
const LONGEST_ID: usize = 400;
/// The files of people's labels, in the folder of that name.
const LABELS: [&str; 3] = ["calls.jsonl", "labels.jsonl", "seen.jsonl"];
/// What was learned before the last lesson; it may come from labels that are gone.
const BEFORE: &str = "learned.before.txt";

/// Deletes what lies elsewhere. The catalogue must be open for writing.
pub fn forget_elsewhere(
    dir: &DataDir,
    catalogue: &mut Catalogue,
    probes: &Probes,
) -> Result<Elsewhere, StoreError> {
    let dead = catalogue.tombstones()?;
    let labels = forget_labels(dir, &dead)?;
    // What waits there is kept nowhere else yet, so a name alone is no reason.
    let is_about = |bytes: &[u8]| probes.has_own_words(bytes) || is_dead_id(&dead, bytes);
    Ok(Elsewhere {
        basket: forget_in_basket(dir, &dead)?,
        labels,
        inbox: inbox::forget_in(&inbox_file(dir), &is_about)?,
        payloads: forget_payloads(catalogue, probes)?,
    })
}

fn is_dead_id(dead: &Tombstones, bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST_ID
        && std::str::from_utf8(bytes).is_ok_and(|text| dead.has(Kind::Call, text))
}

/// A file of many calls is kept whole beside each of them.
fn forget_payloads(catalogue: &mut Catalogue, probes: &Probes) -> Result<u64, StoreError> {
    if probes.is_empty() {
        return Ok(0);
    }
    let mut shared = Vec::new();
    catalogue.each_payload(&mut |ord, version, raw| {
        if probes.has_words(raw) {
            shared.push((ord, version));
        }
    })?;
    if !shared.is_empty() {
        catalogue.drop_payloads(&shared)?;
    }
    Ok(shared.len() as u64)
}

fn forget_labels(dir: &DataDir, dead: &Tombstones) -> Result<u64, StoreError> {
    let folder = dir.root().join("labels");
    let stays = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap_or_default();
        let id = line.get("call").or_else(|| line.get("id"));
        id.and_then(Value::as_str)
            .is_none_or(|id| !dead.has(Kind::Call, id))
    };
    let mut n_gone = 0;
    for name in LABELS {
        n_gone += sift_lines(&folder.join(name), &stays)?;
    }
    if n_gone > 0 {
        whole::remove(&dir.root().join(BEFORE))?;
    }
    Ok(n_gone)
}

fn forget_in_basket(dir: &DataDir, dead: &Tombstones) -> Result<u64, StoreError> {
    let path = dir.root().join("basket.json");
    let Some(bytes) = whole::read(&path)? else {
        return Ok(0);
    };
    // A basket that cannot be read is told of by whoever opens it; the proof still reads its bytes.
    let Ok(mut basket) = serde_json::from_slice::<Value>(&bytes) else {
        return Ok(0);
    };
    let mut n_gone = 0;
    for list in ["quotes", "emptied"] {
        if let Some(quotes) = basket.get_mut(list).and_then(Value::as_array_mut) {
            let n_before = quotes.len();
            quotes.retain(|quote| {
                let call = quote.get("call").and_then(Value::as_str);
                call.is_none_or(|call| !dead.has(Kind::Call, call))
            });
            n_gone += (n_before - quotes.len()) as u64;
        }
    }
    if n_gone > 0 {
        let mut text = basket.to_string();
        text.push('\n');
        whole::write(&path, text.as_bytes())?;
    }
    Ok(n_gone)
}
