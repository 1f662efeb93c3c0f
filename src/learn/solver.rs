//! Which weights tell the units that carry something from the others?
//!
//! A linear support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al., 2008: "A dual
//! coordinate descent method for large-scale linear SVM"). Small, without libraries, and the same in every run.

/// One unit as the solver sees it: features in order, each with its value.
pub type Sparse = Vec<(u32, f32)>;

/// What is to be told apart.
pub struct Problem<'a> {
    pub rows: &'a [&'a Sparse],
    /// By row: whether it carries what is asked for.
    pub targets: &'a [bool],
    /// By row: what a mistake costs.
    pub costs: &'a [f32],
    pub n_features: usize,
}

/// Weights by feature, and the bias.
#[derive(Debug, Clone, Default)]
pub struct Solution {
    pub weights: Vec<f32>,
    pub bias: f32,
}

/// The bias is a feature of this value, so that it is hardly held back.
const BIAS: f64 = 5.0;
/// Rounds over all rows, at most.
const MOST_ROUNDS: usize = 60;
/// It ends when no row pulls harder than this.
const TOLERANCE: f64 = 0.02;

impl Solution {
    /// The score of a row.
    pub fn score(&self, row: &Sparse) -> f32 {
        let sum: f32 = row
            .iter()
            .map(|(at, value)| self.weights[*at as usize] * value)
            .sum();
        sum + self.bias
    }
}

/// Solves a problem.
pub fn solve(problem: &Problem<'_>) -> Solution {
    let n = problem.rows.len();
    let mut weights = vec![0.0f64; problem.n_features];
    let mut bias = 0.0f64;
    let mut alphas = vec![0.0f64; n];
    let diagonal: Vec<f64> = problem
        .costs
        .iter()
        .map(|cost| 0.5 / f64::from(*cost))
        .collect();
    let squares: Vec<f64> = problem
        .rows
        .iter()
        .zip(&diagonal)
        .map(|(row, own)| {
            let sum: f64 = row.iter().map(|(_, value)| f64::from(*value).powi(2)).sum();
            sum + BIAS * BIAS + own
        })
        .collect();
    let mut order: Vec<usize> = (0..n).collect();
    let mut chance = Chance::default();
    for _ in 0..MOST_ROUNDS {
        chance.shuffle(&mut order);
        let mut hardest: f64 = 0.0;
        for &at in &order {
            let row = problem.rows[at];
            let sign = if problem.targets[at] { 1.0 } else { -1.0 };
            let dot: f64 = row
                .iter()
                .map(|(feature, value)| weights[*feature as usize] * f64::from(*value))
                .sum();
            let slope = sign * (dot + bias * BIAS) - 1.0 + diagonal[at] * alphas[at];
            let pull = if alphas[at] == 0.0 {
                slope.min(0.0)
            } else {
                slope
            };
            hardest = hardest.max(pull.abs());
            if pull == 0.0 {
                continue;
            }
            let alpha = (alphas[at] - slope / squares[at]).max(0.0);
            let step = (alpha - alphas[at]) * sign;
            alphas[at] = alpha;
            for (feature, value) in row {
                weights[*feature as usize] += step * f64::from(*value);
            }
            bias += step * BIAS;
        }
        if hardest < TOLERANCE {
            break;
        }
    }
    Solution {
        weights: weights.into_iter().map(|weight| weight as f32).collect(),
        bias: (bias * BIAS) as f32,
    }
}

/// A small generator of chance that gives the same numbers in every run.
pub struct Chance(u64);

impl Default for Chance {
    fn default() -> Self {
        Chance(0x2545_F491_4F6C_DD1D)
    }
}

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// What turns scores into chances: slope and offset of a logistic function, fitted by Newton's method (Platt, 1999,
/// with the targets and the guard of Lin, Lin and Weng, 2007).
pub fn calibrate(scores: &[f32], targets: &[bool]) -> (f32, f32) {
    let n_true = targets.iter().filter(|target| **target).count() as f64;
    let n_false = targets.len() as f64 - n_true;
    let (high, low) = ((n_true + 1.0) / (n_true + 2.0), 1.0 / (n_false + 2.0));
    let (mut slope, mut offset) = (1.0f64, (n_true.max(1.0) / n_false.max(1.0)).ln());
    for _ in 0..100 {
        let (mut g1, mut g2, mut h11, mut h12, mut h22) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (score, target) in scores.iter().zip(targets) {
            let score = f64::from(*score);
            let chance = 1.0 / (1.0 + (-(slope * score + offset)).exp());
            let miss = chance - if *target { high } else { low };
            let weight = chance * (1.0 - chance);
            g1 += miss * score;
            g2 += miss;
            h11 += weight * score * score;
            h12 += weight * score;
            h22 += weight;
        }
        let determinant = h11 * h22 - h12 * h12;
        if determinant.abs() < 1e-12 {
            break;
        }
        let (d1, d2) = (
            (h22 * g1 - h12 * g2) / determinant,
            (h11 * g2 - h12 * g1) / determinant,
        );
        slope -= d1.clamp(-2.0, 2.0);
        offset -= d2.clamp(-2.0, 2.0);
        if d1.abs() < 1e-7 && d2.abs() < 1e-7 {
            break;
        }
    }
    (slope as f32, offset as f32)
}
