//! In which order are the sentences asked about?
//!
//! First those of which the program is least sure whether it hears something, because an answer teaches most there;
//! where nothing was learned that could be unsure, in the order in which they were said.

use std::borrow::Cow;

use crate::call::{Call, Span};
use crate::learn::folder::LabelFolder;
use crate::mention::Mention;
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
    /// How far its confidence is from the threshold; the nearer, the less the program knows.
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

/// Puts everything that nobody has judged yet into order. `open` gives a call by its index, or nothing where it is no
/// longer there; it is asked for each of them once, in order.
pub fn queue<'c, E>(
    n_calls: usize,
    mut open: impl FnMut(usize) -> Result<Option<Cow<'c, Call>>, E>,
    lexicons: &Lexicons,
    threshold: f32,
    folder: &LabelFolder,
) -> Result<Queue, E> {
    let mut queue = Queue::default();
    let mut tagger = Tagger::new(lexicons);
    let is_learned = lexicons.learned.is_some();
    for at in 0..n_calls {
        let Some(call) = open(at)? else {
            continue;
        };
        if !folder.fits(&call) {
            queue.n_changed += 1;
            continue;
        }
        let heard = if is_learned {
            tagger.tag(&call)
        } else {
            Vec::new()
        };
        tagger.each_unit(&call, &mut |seen| {
            let span = seen.view.units[seen.at].span;
            let words = span.slice(&call.turns[seen.turn as usize].text);
            if folder.is_judged(&call.id, seen.turn, words) {
                queue.n_judged += 1;
                return;
            }
            let here =
                |mention: &&Mention| mention.turn == seen.turn && mention.span.overlaps(span);
            queue.sentences.push(Sentence {
                call: at,
                turn: seen.turn,
                span,
                distance: distance(heard.iter().filter(here), threshold),
            });
        });
        if queue.sentences.len() >= 2 * MOST {
            if !is_learned {
                break;
            }
            sort(&mut queue.sentences);
        }
    }
    sort(&mut queue.sentences);
    Ok(queue)
}

/// A kind that is not heard has no chance, and is as far away as the threshold is high.
fn distance<'m>(heard: impl Iterator<Item = &'m Mention>, threshold: f32) -> f32 {
    heard
        .map(|mention| (mention.confidence - threshold).abs())
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
