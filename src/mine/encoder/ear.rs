//! Which turns are worth reading?
//!
//! Those in which the learned witness suspects something: some of the turns of a call, where the encoder finds nearly
//! everything that it would find in all of them.

use std::sync::Arc;

use rten::ThreadPool;

use crate::call::{Call, Span};
use crate::mine::encoder::{Answer, Encoder};
use crate::mine::learned::model::N_ANSWERS;

/// Lends the encoder to one tagger.
pub struct Ear {
    pub encoder: &'static Encoder,
    /// One thread, as the tagger is one; started when something is read.
    pool: Option<Arc<ThreadPool>>,
}

impl Ear {
    pub fn new(encoder: &'static Encoder) -> Ear {
        Ear {
            encoder,
            pool: None,
        }
    }

    /// What the encoder says of a turn's units, by unit; `None` for those that it did not read.
    ///
    /// `chances` are the learned witness's, for every unit that it has not given up at once.
    pub fn hear(
        &mut self,
        call: &Call,
        turn: u32,
        units: &[Span],
        chances: &[Option<[f32; N_ANSWERS]>],
    ) -> Vec<Option<Answer>> {
        let glance = self.encoder.mix.glance;
        let is_suspected = |chances: &Option<[f32; N_ANSWERS]>| {
            chances.is_some_and(|chances| chances.iter().any(|chance| *chance >= glance))
        };
        let is_suspected: Vec<bool> = chances.iter().map(is_suspected).collect();
        let nothing = || vec![None; units.len()];
        if !is_suspected.contains(&true) {
            return nothing();
        }
        let pool = self
            .pool
            .get_or_insert_with(|| Arc::new(ThreadPool::with_num_threads(1)));
        let heard = self.encoder.hear(call, turn, units, &is_suspected, pool);
        // What the encoder cannot read is judged without it.
        heard.unwrap_or_else(|_| nothing())
    }
}
