//! How is a model made of labelled calls?

use rayon::prelude::*;

use crate::learn::label::{Label, Labelled};
use crate::learn::rows::{Row, Rows};
use crate::learn::solver::{Problem, Solution, Sparse, solve};
use crate::mention::{Origin, Polarity};
use crate::mine::learned::features::Template;
use crate::mine::learned::model::{
    CANCELLED, Detail, HEADS, Head, Model, N_ANSWERS, N_HEADS, N_OF_CALLS, Weights, answers,
    is_worth_keeping,
};

/// What a mistake on one unit costs, for the heads and for the details.
const COST: f32 = 0.03;
const DETAIL_COST: f32 = 0.1;
/// What a unit counts that carries only the edge of a mention.
const EDGE: f32 = 0.3;

/// Questions about units that carry something, beside their category.
const MANNERS: [&str; 2] = ["hypothetical", "led"];

/// Rows of which some are learned from, with the features that are frequent enough among those.
struct Lesson<'a> {
    rows: Vec<&'a Row>,
    features: Vec<Sparse>,
    /// By row.
    labels: Vec<&'a [Label]>,
    weights: Vec<f32>,
    n_features: usize,
}

impl<'a> Lesson<'a> {
    /// Rows of the calls for which `learn` holds; for loose text, with what it has, or for calls.
    fn new(
        rows: &'a Rows,
        calls: &'a [Labelled],
        is_for_loose: bool,
        learn: &dyn Fn(u32) -> bool,
    ) -> Lesson<'a> {
        let fits =
            |row: &&Row| learn(row.call) && (is_for_loose || !calls[row.call as usize].is_loose);
        let chosen: Vec<&Row> = rows.rows.iter().filter(fits).collect();
        let mut counts = vec![0u32; rows.names.len()];
        for (feature, _) in chosen.iter().flat_map(|row| &row.features) {
            counts[*feature as usize] += 1;
        }
        let is_frequent = |feature: &u32| {
            let template = rows.templates[*feature as usize];
            counts[*feature as usize] >= template.fewest && (!is_for_loose || template.is_own())
        };
        let features = chosen
            .iter()
            .map(|row| {
                row.features
                    .iter()
                    .filter(|(f, _)| is_frequent(f))
                    .copied()
                    .collect()
            })
            .collect();
        let labels: Vec<&[Label]> = chosen
            .iter()
            .map(|row| &*calls[row.call as usize].labels)
            .collect();
        let weights = chosen
            .iter()
            .zip(&labels)
            .map(|(row, labels)| {
                let edge = if row.is_edge(labels) { EDGE } else { 1.0 };
                edge * calls[row.call as usize].weight
            })
            .collect();
        Lesson {
            rows: chosen,
            features,
            labels,
            weights,
            n_features: rows.names.len(),
        }
    }

    /// Learns to tell the rows for which `is_it` holds from the other ones among which `counts` holds.
    fn learn(
        &self,
        cost: f32,
        counts: impl Fn(&Row, &[Label]) -> bool,
        is_it: impl Fn(&Row, &[Label]) -> bool,
    ) -> Solution {
        let chosen: Vec<usize> = (0..self.rows.len())
            .filter(|at| counts(self.rows[*at], self.labels[*at]))
            .collect();
        let rows: Vec<&Sparse> = chosen.iter().map(|at| &self.features[*at]).collect();
        let targets: Vec<bool> = chosen
            .iter()
            .map(|at| is_it(self.rows[*at], self.labels[*at]))
            .collect();
        let costs: Vec<f32> = chosen.iter().map(|at| cost * self.weights[*at]).collect();
        solve(&Problem {
            rows: &rows,
            targets: &targets,
            costs: &costs,
            n_features: self.n_features,
        })
    }

    fn head(&self, head: &str) -> Solution {
        let is_served = |row: &Row, labels: &[Label]| {
            carries(row, labels, "pain") || carries(row, labels, "objection")
        };
        // What nobody has judged is no answer, neither a yes nor a no.
        let is_judged = |row: &Row, _: &[Label]| row.is_judged(head);
        match head {
            "either" => self.learn(COST, is_judged, is_served),
            "rather-objection" => self.learn(DETAIL_COST, is_served, |row, labels| {
                carries(row, labels, "objection")
            }),
            head => self.learn(COST, is_judged, |row, labels| carries(row, labels, head)),
        }
    }

    fn heads(&self) -> Vec<Solution> {
        HEADS.par_iter().map(|head| self.head(head)).collect()
    }

    fn detail(&self, name: &str) -> Solution {
        let has = |row: &Row, labels: &[Label], test: &dyn Fn(&Label) -> bool| {
            row.labels_of(labels).any(test)
        };
        match name {
            "hypothetical" => self.learn(
                DETAIL_COST,
                |row, labels| {
                    has(row, labels, &|l| {
                        l.tag.is_core()
                            && l.polarity != Polarity::Affirmed
                            && l.is_sure_of("polarity")
                    })
                },
                |row, labels| has(row, labels, &|l| l.polarity == Polarity::Hypothetical),
            ),
            "led" => self.learn(
                DETAIL_COST,
                |row, labels| has(row, labels, &|l| l.tag.is_core() && l.is_sure_of("origin")),
                |row, labels| has(row, labels, &|l| l.tag.is_core() && l.origin == Origin::Led),
            ),
            tag => {
                let kind = tag.split('/').next().unwrap_or(tag);
                self.learn(
                    DETAIL_COST,
                    |row, labels| has(row, labels, &|l| l.tag.kind() == kind),
                    |row, labels| has(row, labels, &|l| l.tag.0 == tag),
                )
            }
        }
    }
}

/// Whether a unit carries what a head asks for.
pub fn carries(row: &Row, labels: &[Label], head: &str) -> bool {
    let (kind, wants_cancelled) = match head.strip_suffix(CANCELLED) {
        Some(kind) => (kind, true),
        None => (head, false),
    };
    row.labels_of(labels).any(|label| {
        let is_cancelled = label.tag.is_core() && label.polarity != Polarity::Affirmed;
        label.tag.kind() == kind && is_cancelled == wants_cancelled
    })
}

/// The heads learned from some of the calls: those for calls, then those for loose text.
pub fn heads(rows: &Rows, calls: &[Labelled], learn: &dyn Fn(u32) -> bool) -> Vec<Solution> {
    let mut heads = Lesson::new(rows, calls, false, learn).heads();
    heads.extend(Lesson::new(rows, calls, true, learn).heads());
    heads
}

/// What the heads say of a row: those for calls, then those for loose text.
pub fn answers_to(heads: &[Solution], row: &Row) -> [f32; 2 * N_ANSWERS] {
    let mut scores = [0.0; N_HEADS];
    for (score, head) in scores.iter_mut().zip(heads) {
        *score = head.score(&row.features);
    }
    let (of_calls, of_loose) = scores.split_at(N_OF_CALLS);
    let mut both = [0.0; 2 * N_ANSWERS];
    both[..N_ANSWERS].copy_from_slice(&answers(of_calls));
    both[N_ANSWERS..].copy_from_slice(&answers(of_loose));
    both
}

/// The whole model, learned from every call; `calibration` turns scores into chances.
pub fn model(
    rows: &Rows,
    calls: &[Labelled],
    calibration: &[(f32, f32); 2 * N_ANSWERS],
    sources: String,
) -> Result<Model, &'static str> {
    let lesson = Lesson::new(rows, calls, false, &|_| true);
    let solutions = heads(rows, calls, &|_| true);
    let mut calibrated = [Head::default(); N_HEADS];
    let helpers = [(1.0, 0.0); N_OF_CALLS - N_ANSWERS];
    let (of_calls, of_loose) = calibration.split_at(N_ANSWERS);
    let of_answers = [of_calls, &helpers, of_loose, &helpers].concat();
    for ((head, solution), (slope, offset)) in calibrated.iter_mut().zip(&solutions).zip(of_answers)
    {
        *head = Head {
            bias: solution.bias,
            slope,
            offset,
            floor: f32::NEG_INFINITY,
        };
    }
    set_floors(&mut calibrated, rows, calls, &solutions);
    let names = details(calls);
    let learned: Vec<Solution> = names.par_iter().map(|name| lesson.detail(name)).collect();
    let details = names.into_iter().zip(&learned);
    let details = details
        .map(|(name, solution)| Detail {
            name,
            bias: solution.bias,
        })
        .collect();
    let mut model = Model::new(sources, calibrated, details);
    for (at, (name, template)) in rows.names.iter().zip(&rows.templates).enumerate() {
        let scaled = |solution: &Solution| solution.weights[at] * template.scale;
        let mut weights = Weights::default();
        for (weight, solution) in weights.heads.iter_mut().zip(&solutions) {
            *weight = scaled(solution);
        }
        let of_details = (0..)
            .zip(&learned)
            .map(|(detail, solution)| (detail, scaled(solution)));
        weights.details = of_details
            .filter(|(_, weight)| is_worth_keeping(*weight))
            .collect();
        if weights.heads.iter().any(|weight| is_worth_keeping(*weight))
            || !weights.details.is_empty()
        {
            model.add(name, weights)?;
        }
    }
    Ok(model)
}

/// A unit is worth a closer look where one of its kinds may come out with this chance.
const WORTH_A_LOOK: f32 = 0.25;
/// The floor of a head for which nothing is ever worth a closer look.
const NEVER: f32 = 1000.0;
/// So few of those may be missed by the first look.
const MISSED: f32 = 0.02;

/// Finds how little a unit's single words may say before it is given up: from the units that are worth a closer look.
fn set_floors(
    heads: &mut [Head; N_HEADS],
    rows: &Rows,
    calls: &[Labelled],
    solutions: &[Solution],
) {
    let is_light: Vec<bool> = rows.templates.iter().map(Template::is_light).collect();
    for base in [0, N_OF_CALLS] {
        let mut best: Vec<Vec<f32>> = vec![Vec::new(); N_OF_CALLS];
        for row in rows
            .rows
            .iter()
            .filter(|row| base > 0 || !calls[row.call as usize].is_loose)
        {
            let of_base = &solutions[base..base + N_OF_CALLS];
            let whole: Vec<f32> = of_base
                .iter()
                .map(|head| head.score(&row.features))
                .collect();
            let answers = answers(&whole);
            let chance = |at: usize| heads[base + at].chance(answers[at]);
            // The head whose chance is greatest must not be given up too early.
            let winner = (0..N_ANSWERS).max_by(|a, b| chance(*a).total_cmp(&chance(*b)));
            let Some(winner) = winner.filter(|winner| chance(*winner) >= WORTH_A_LOOK) else {
                continue;
            };
            let light: Sparse = row
                .features
                .iter()
                .filter(|(at, _)| is_light[*at as usize])
                .copied()
                .collect();
            best[winner].push(of_base[winner].score(&light));
        }
        for (at, mut scores) in best.into_iter().enumerate() {
            scores.sort_by(f32::total_cmp);
            let floor = scores.get((scores.len() as f32 * MISSED) as usize).copied();
            heads[base + at].floor = floor.unwrap_or(NEVER);
        }
    }
}

/// Every tag that any label carries, and the questions of manner.
fn details(calls: &[Labelled]) -> Vec<String> {
    let tags: std::collections::BTreeSet<&str> = calls
        .iter()
        .flat_map(|call| &call.labels)
        .map(|label| label.tag.0.as_str())
        .collect();
    tags.into_iter().chain(MANNERS).map(str::to_owned).collect()
}
