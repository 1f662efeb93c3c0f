//! What do the features noticed so far add up to?

use crate::mine::learned::features::{Collect, TEMPLATES, Template};
use crate::mine::learned::model::{Model, N_OF_CALLS};

/// The scores of the heads, and the features that made them.
pub struct Sum<'m> {
    model: &'m Model,
    /// The first head: those for calls, or those for loose text.
    pub base: usize,
    pub scores: [f32; N_OF_CALLS],
    pub rows: Vec<u32>,
    /// By row, when it was counted last: a feature counts once.
    counted: Vec<u32>,
    now: u32,
    /// By template and list: the row, so that lists need not be looked up.
    lists: Vec<[u32; MOST_LISTS]>,
}

/// No row.
const NONE: u32 = u32::MAX;
/// Lists are bits of a [`crate::mine::senses::SenseSet`].
const MOST_LISTS: usize = 128;

impl<'m> Sum<'m> {
    /// `names` are the hashes of the lists' names, by bit.
    pub fn new(model: &'m Model, names: &[u64]) -> Sum<'m> {
        let row =
            |template: &Template, name: &u64| model.row(template.feature(&[*name])).unwrap_or(NONE);
        let mut lists = vec![[NONE; MOST_LISTS]; TEMPLATES.len()];
        for template in &TEMPLATES {
            let rows = &mut lists[template.number as usize];
            for (slot, name) in rows.iter_mut().zip(names) {
                *slot = row(template, name);
            }
        }
        Sum {
            lists,
            model,
            base: 0,
            scores: [0.0; N_OF_CALLS],
            rows: Vec::new(),
            counted: vec![0; model.len()],
            now: 0,
        }
    }

    /// Begins anew, with the biases, or with what another sum came to.
    pub fn begin(&mut self, base: usize, from: Option<&Sum<'_>>) {
        self.base = base;
        self.rows.clear();
        self.now += 1;
        if let Some(from) = from {
            self.scores = from.scores;
            return;
        }
        for (score, head) in self.scores.iter_mut().zip(&self.model.heads[base..]) {
            *score = head.bias;
        }
    }

    /// Whether no head could still be won over by what a unit's words say together.
    pub fn is_hopeless(&self) -> bool {
        let heads = &self.model.heads[self.base..];
        self.scores
            .iter()
            .zip(heads)
            .all(|(score, head)| *score < head.floor)
    }

    #[inline]
    fn add_row(&mut self, row: u32) {
        if std::mem::replace(&mut self.counted[row as usize], self.now) == self.now {
            return;
        }
        self.rows.push(row);
        let weights = self.model.weights(row, self.base);
        for (score, weight) in self.scores.iter_mut().zip(weights) {
            *score += weight;
        }
    }
}

impl Collect for Sum<'_> {
    #[inline]
    fn add(&mut self, template: Template, parts: &[u64]) {
        if let Some(row) = self.model.row(template.feature(parts)) {
            self.add_row(row);
        }
    }

    #[inline]
    fn add_list(&mut self, template: Template, bit: usize, _: &[u64]) {
        let row = self.lists[template.number as usize][bit];
        if row != NONE {
            self.add_row(row);
        }
    }
}
