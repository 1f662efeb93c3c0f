//! Which turns are worth reading, and which were read before?
//!
//! Read is where the learned witness suspects something: some of the turns of a call, in which the encoder finds nearly
//! everything that it would find in all of them.

use std::sync::Arc;

use rten::ThreadPool;

use crate::call::Span;
use crate::mine::encoder::memory::{Answers, Memory};
use crate::mine::encoder::window::Window;
use crate::mine::encoder::{Answer, Encoder, Said};
use crate::mine::learned::model::N_ANSWERS;

/// Lends the encoder to one tagger.
pub struct Ear {
    pub encoder: &'static Encoder,
    memory: Option<Arc<dyn Memory>>,
    /// One thread, as the tagger is one; started when something is read.
    pool: Option<Arc<ThreadPool>>,
    /// What is remembered of the call; looked up when it is first needed.
    known: Option<Answers>,
    /// What was asked about the call.
    asked: Answers,
    /// Whether anything of it was not remembered.
    has_read: bool,
}

impl Ear {
    pub fn new(encoder: &'static Encoder, memory: Option<Arc<dyn Memory>>) -> Ear {
        Ear {
            encoder,
            memory,
            pool: None,
            known: None,
            asked: Answers::default(),
            has_read: false,
        }
    }

    /// Turns to another call, or to loose text.
    pub fn begin(&mut self) {
        self.known = None;
        self.asked = Answers::default();
        self.has_read = false;
    }

    /// What was asked about the call since [`Ear::begin`], as it is kept; nothing where all of it was remembered.
    pub fn news(&self) -> Option<Vec<u8>> {
        self.has_read.then(|| self.asked.to_bytes())
    }

    /// What the encoder says of the units, by unit; `None` for those that it did not read.
    ///
    /// `chances` are the learned witness's, for every unit that it has not given up at once.
    pub fn hear(
        &mut self,
        said: Said<'_>,
        units: &[Span],
        chances: &[Option<[f32; N_ANSWERS]>],
    ) -> Vec<Option<Answer>> {
        let mut answers = vec![None; units.len()];
        let glance = self.encoder.mix.glance;
        let is_suspected = |chances: &Option<[f32; N_ANSWERS]>| {
            chances.is_some_and(|chances| chances.iter().any(|chance| *chance >= glance))
        };
        let is_suspected: Vec<bool> = chances.iter().map(is_suspected).collect();
        if !is_suspected.contains(&true) {
            return answers;
        }
        for window in self.encoder.windows(said, units, &is_suspected) {
            // What cannot be read is judged without the encoder.
            for (unit, answer) in window.units.iter().zip(self.answers(said, &window)) {
                answers[unit.at] = Some(answer);
            }
        }
        answers
    }

    /// The answers of a window's units, remembered or read; nothing where it cannot be read.
    fn answers(&mut self, said: Said<'_>, window: &Window) -> Vec<Answer> {
        let key = window.key();
        let known = self
            .known
            .get_or_insert_with(|| recalled(self.memory.as_deref(), said));
        let (n_units, n_questions) = (window.units.len(), self.encoder.mix.questions.len());
        if let Some(answers) = known.of(key, n_units, n_questions) {
            self.asked.take_over(key, known);
            return answers;
        }
        let pool = self
            .pool
            .get_or_insert_with(|| Arc::new(ThreadPool::with_num_threads(1)));
        let Ok(read) = self.encoder.read(window, pool) else {
            return Vec::new();
        };
        self.asked.keep(key, &read);
        self.has_read = true;
        self.asked.of(key, n_units, n_questions).unwrap_or_default()
    }
}

fn recalled(memory: Option<&dyn Memory>, said: Said<'_>) -> Answers {
    let kept = match said {
        Said::InCall(call, _) => memory.and_then(|memory| memory.answers_of(&call.id)),
        Said::Alone(_) => None,
    };
    kept.map_or_else(Answers::default, |bytes| Answers::from_bytes(&bytes))
}
