//! In which order are the sentences asked about?
//!
//! First those about which the learned witness is least sure, because an answer teaches most there; where nothing was
//! learned, in the order in which they were said.

use crate::call::Span;
use crate::cli::label::calls::Calls;
use crate::cli::label::folder::LabelFolder;
use crate::mine::learned::witness::{Verdict, Witness};
use crate::mine::lexicon::Lexicons;
use crate::mine::tag::Tagger;

/// Sentences remembered at most: more than anybody labels in one sitting, whatever the size of the archive.
const MOST: usize = 10_000;

/// One sentence, or a clause of a long one, that a prospect said.
#[derive(Debug, Clone, Copy)]
pub struct Sentence {
    /// Index into the calls.
    pub call: usize,
    pub turn: u32,
    pub span: Span,
    /// How far the witness's chance is from the threshold; the nearer, the less it knows.
    distance: f32,
}

/// What is to be asked, in order.
#[derive(Debug, Default)]
pub struct Queue {
    pub sentences: Vec<Sentence>,
    /// Sentences that were judged in earlier sittings.
    pub n_judged: u64,
    /// Calls whose text has changed since they were labelled.
    pub n_changed: u64,
}

/// Puts everything that nobody has judged yet into order.
pub fn queue(
    calls: &Calls,
    lexicons: &Lexicons,
    threshold: f32,
    folder: &LabelFolder,
) -> anyhow::Result<Queue> {
    let mut queue = Queue::default();
    let mut tagger = Tagger::new(lexicons);
    let mut witness = lexicons.learned.as_ref().map(Witness::new);
    for at in 0..calls.n_calls() {
        let Some(call) = calls.get(at)? else {
            continue;
        };
        if !folder.fits(&call) {
            queue.n_changed += 1;
            continue;
        }
        tagger.each_unit(&call, &mut |seen| {
            let span = seen.view.units[seen.at].span;
            let words = span.slice(&call.turns[seen.turn as usize].text);
            if folder.is_judged(&call.id, seen.turn, words) {
                queue.n_judged += 1;
                return;
            }
            let distance = witness.as_mut().map_or(0.0, |witness| {
                distance(&witness.judge(seen.view, seen.at, &seen.around), threshold)
            });
            queue.sentences.push(Sentence {
                call: at,
                turn: seen.turn,
                span,
                distance,
            });
        });
        if queue.sentences.len() >= 2 * MOST {
            if witness.is_none() {
                break;
            }
            sort(&mut queue.sentences);
        }
    }
    sort(&mut queue.sentences);
    Ok(queue)
}

/// A kind of which there is no verdict has no chance, and is as far away as the threshold is high.
fn distance(verdicts: &[Verdict], threshold: f32) -> f32 {
    verdicts
        .iter()
        .map(|verdict| (verdict.chance - threshold).abs())
        .fold(threshold, f32::min)
}

fn sort(sentences: &mut Vec<Sentence>) {
    sentences.sort_by(|a, b| {
        a.distance
            .total_cmp(&b.distance)
            .then_with(|| (a.call, a.turn, a.span).cmp(&(b.call, b.turn, b.span)))
    });
    sentences.truncate(MOST);
}
