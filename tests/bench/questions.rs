//! What would people ask this archive?
//!
//! Words that prospects really said, drawn at a fixed seed: a third of them rare, a third usual, a third
//! frequent. The filters are the facts of the turn that a word was drawn from, so that each finds something.

use verbatim::archive::Archive;
use verbatim::call::{Call, Side, Turn};
use verbatim::store::DataDir;
use verbatim::text::tokens::tokens;

use crate::chance::Chance;
use crate::raw::RawIndex;

/// The shares of documents that a word may be in: above the first, at most the second.
const BANDS: [(f64, f64); 3] = [(0.0, 0.0001), (0.0001, 0.003), (0.003, 0.05)];
/// Turns of one call that are tried.
const TRIES_IN_CALL: usize = 20;
/// Calls tried before a word of any band will do; in a small corpus no word is rare.
const CALLS_PER_BAND: usize = 60;
/// Calls tried in all, for each question.
const CALLS_PER_QUESTION: usize = 200;

/// One turn's words as they would be asked for.
pub struct Drawn {
    pub word: String,
    /// The word and another one of its turn.
    pub two_words: String,
    /// The word and the one behind it, in quotes.
    pub phrase: String,
    pub persona: String,
    pub stage: String,
}

/// Draws so many; fewer where the archive holds too little.
pub fn draw(dir: &DataDir, raw: &RawIndex, n: usize) -> anyhow::Result<Vec<Drawn>> {
    let archive = Archive::open(dir)?;
    let n_calls = usize::try_from(archive.catalogue.counts()?.calls).unwrap_or(usize::MAX);
    let mut chance = Chance::seeded(23);
    let mut drawn = Vec::with_capacity(n);
    let (mut n_tried, mut n_tried_in_all) = (0, 0);
    while drawn.len() < n && n_tried_in_all < n.saturating_mul(CALLS_PER_QUESTION) {
        n_tried += 1;
        n_tried_in_all += 1;
        let Some(both) = archive.call(chance.below(n_calls) as u32)? else {
            continue;
        };
        let (_, frequent) = BANDS[BANDS.len() - 1];
        let band = if n_tried > CALLS_PER_BAND {
            (0.0, frequent)
        } else {
            BANDS[drawn.len() % BANDS.len()]
        };
        if let Some(found) = draw_from(&both.0, band, raw, &mut chance)? {
            drawn.push(found);
            n_tried = 0;
        }
    }
    Ok(drawn)
}

fn draw_from(
    call: &Call,
    band: (f64, f64),
    raw: &RawIndex,
    chance: &mut Chance,
) -> anyhow::Result<Option<Drawn>> {
    let prospects: Vec<&Turn> = call
        .turns
        .iter()
        .filter(|turn| call.speaker(turn).side == Side::Prospect)
        .collect();
    for _ in 0..TRIES_IN_CALL {
        let Some(turn) = chance.pick(&prospects).copied() else {
            return Ok(None);
        };
        let words: Vec<String> = tokens(&turn.text)
            .map(|token| token.surface(&turn.text).to_ascii_lowercase())
            .collect();
        let at = chance.below(words.len());
        let (Some(word), Some(next)) = (words.get(at), words.get(at + 1)) else {
            continue;
        };
        let Some(other) = chance.pick(&words) else {
            continue;
        };
        let can_ask = [word, next, other].into_iter().all(|word| is_plain(word)) && other != word;
        if !can_ask || !is_within(raw.share_with(word)?, band) {
            continue;
        }
        return Ok(Some(Drawn {
            two_words: format!("{word} {other}"),
            phrase: format!("\"{word} {next}\""),
            word: word.clone(),
            persona: call.speaker(turn).persona.clone(),
            stage: call
                .deal
                .as_ref()
                .and_then(|deal| deal.stage.clone())
                .unwrap_or_default(),
        }));
    }
    Ok(None)
}

/// A word without a mark that the query language could take for one of its own.
fn is_plain(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_within(share: f64, (above, most): (f64, f64)) -> bool {
    share > above && share <= most
}
