//! What was learned: the weight of every feature for every question, as a file that a person can read.
//!
//! ```text
//! verbatim learned witness 1
//! sources 4f1c… 180 calls, 24680 units, 3421 mentions
//! head 0 pain -1.204 0.95 -0.31 -1.1   its number, bias, what turns a score into a chance, and its floor
//! detail 20 pain/errors -0.911         its number and bias
//! met 09f3…                            an entry of the lexicons that was among its cues
//! word chase<TAB>0=212 1=-31 20=80     weights in thousandths by number, where there is any
//! ```

use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::mine::learned::features::Template;
use crate::mine::vocabulary::fnv;

/// The questions asked of every unit: does it carry an affirmed mention of this kind, or one that is cancelled?
pub const HEADS: [&str; N_OF_CALLS] = [
    "pain",
    "objection",
    "request",
    "outcome",
    "trigger",
    "praise",
    "pain-cancelled",
    "objection-cancelled",
    "either",
    "rather-objection",
];
/// Heads for units of calls; as many more, of the same names, are for loose text, which has nothing around it.
pub const N_HEADS: usize = 2 * N_OF_CALLS;
pub const N_OF_CALLS: usize = 10;
/// So many of them are answered; the last two only help to answer the first two.
pub const N_ANSWERS: usize = 8;
/// Ends the names of heads for what was said but not meant.
pub const CANCELLED: &str = "-cancelled";

/// The head of every kind, and the one for its cancelled mentions: indexes into [`HEADS`].
pub fn kinds() -> Vec<(usize, Option<usize>)> {
    let answered = &HEADS[..N_ANSWERS];
    let place = |name: String| answered.iter().position(|head| *head == name);
    let kinds = answered
        .iter()
        .enumerate()
        .filter(|(_, head)| !head.ends_with(CANCELLED));
    kinds
        .map(|(at, kind)| (at, place(format!("{kind}{CANCELLED}"))))
        .collect()
}

/// What the heads say together: a pain or an objection is as likely as its own head says, and as the head for either
/// of them and the one that tells them apart say. The mean of both is better than either alone.
pub fn answers(scores: &[f32]) -> [f32; N_ANSWERS] {
    let chance = |score: f32| 1.0 / (1.0 + (-2.0 * score).exp());
    let (either, rather) = (chance(scores[N_ANSWERS]), chance(scores[N_ANSWERS + 1]));
    let mixed = |own: f32, share: f32| {
        let mean = (chance(own) + either * share) / 2.0;
        (mean / (1.0 - mean)).ln()
    };
    let mut answers = [0.0; N_ANSWERS];
    answers.copy_from_slice(&scores[..N_ANSWERS]);
    answers[0] = mixed(scores[0], 1.0 - rather);
    answers[1] = mixed(scores[1], rather);
    answers
}

/// First line of the file.
const TITLE: &str = "verbatim learned witness 1";

/// One question that is asked of every unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Head {
    pub bias: f32,
    /// The chance is the logistic function of `slope * score + offset`.
    pub slope: f32,
    pub offset: f32,
    /// A unit whose single words and place add up to less is not looked at further, where that holds for every head.
    pub floor: f32,
}

impl Head {
    /// How likely it is that a unit of this score carries what is asked for.
    pub fn chance(&self, score: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * score + self.offset)).exp())
    }
}

/// A question that is asked only of units that carry something: which category, cancelled how, whose, whose idea.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    pub name: String,
    pub bias: f32,
}

/// Weights of one feature.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    pub heads: [f32; N_HEADS],
    /// Index of the detail and weight, in order.
    pub details: Vec<(u16, f32)>,
}

/// Everything that was learned.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// What it was learned from, as the file says.
    pub sources: String,
    pub heads: [Head; N_HEADS],
    pub details: Vec<Detail>,
    /// Hashes of the lexicon entries that were among its cues when it learned.
    met: std::collections::BTreeSet<u64>,
    rows: FxHashMap<u64, u32>,
    /// One bit by feature, so that the many features that nothing was learned about cost one look.
    is_known: Bits,
    /// By row: the weights of the heads for calls, and of those for loose text.
    of_calls: Vec<[f32; N_OF_CALLS]>,
    of_loose: Vec<[f32; N_OF_CALLS]>,
    details_of: Vec<Vec<(u16, f32)>>,
    names: Vec<String>,
}

/// Bits by the highest digits of a hash.
#[derive(Debug, Clone)]
struct Bits(Box<[u64]>);

/// So many digits of the hash tell the bit: for fifty thousand features one look in forty is in vain.
const DIGITS: u32 = 21;

impl Default for Bits {
    fn default() -> Self {
        Bits(vec![0; 1 << (DIGITS - 6)].into())
    }
}

impl Bits {
    fn set(&mut self, hash: u64) {
        let bit = hash >> (64 - DIGITS);
        self.0[bit as usize / 64] |= 1 << (bit % 64);
    }

    #[inline]
    fn has(&self, hash: u64) -> bool {
        let bit = hash >> (64 - DIGITS);
        self.0[bit as usize / 64] >> (bit % 64) & 1 == 1
    }
}

/// What is wrong with a model file, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line} of the learned witness is broken: {what}; run `verbatim learn` to make it anew"
)]
pub struct BrokenModel {
    pub line: usize,
    pub what: &'static str,
}

impl Model {
    /// A model without features.
    pub fn new(sources: String, heads: [Head; N_HEADS], details: Vec<Detail>) -> Model {
        Model {
            sources,
            heads,
            details,
            ..Model::default()
        }
    }

    /// Remembers a lexicon entry by its hash.
    pub fn meet(&mut self, entry: u64) {
        self.met.insert(entry);
    }

    /// Whether an entry was among its cues when it learned.
    pub fn has_met(&self, entry: u64) -> bool {
        self.met.contains(&entry)
    }

    /// Adds a feature by its name: the template's, and its parts.
    pub fn add(&mut self, name: &str, weights: Weights) -> Result<(), &'static str> {
        let mut parts = name.split(' ');
        let template = parts.next().and_then(Template::named);
        let template = template.ok_or("this kind of feature is not known")?;
        let parts: Vec<u64> = parts.map(fnv).collect();
        let feature = template.feature(&parts);
        self.is_known.set(feature);
        self.rows.insert(feature, self.names.len() as u32);
        let (of_calls, of_loose) = weights.heads.split_at(N_OF_CALLS);
        self.of_calls.push(of_calls.try_into().unwrap_or_default());
        self.of_loose.push(of_loose.try_into().unwrap_or_default());
        self.details_of.push(weights.details);
        self.names.push(name.to_owned());
        Ok(())
    }

    /// The row of a feature, if it has one.
    #[inline]
    pub fn row(&self, feature: u64) -> Option<u32> {
        if !self.is_known.has(feature) {
            return None;
        }
        self.rows.get(&feature).copied()
    }

    /// A row's weights for the heads that begin at `base`: those for calls, or those for loose text.
    #[inline]
    pub fn weights(&self, row: u32, base: usize) -> &[f32; N_OF_CALLS] {
        let weights = if base == 0 {
            &self.of_calls
        } else {
            &self.of_loose
        };
        &weights[row as usize]
    }

    /// A row's weights for the details.
    pub fn details_of(&self, row: u32) -> &[(u16, f32)] {
        &self.details_of[row as usize]
    }

    /// A row's name.
    pub fn name(&self, row: u32) -> &str {
        &self.names[row as usize]
    }

    /// How many features it has.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it has learned nothing.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The file.
    pub fn write(&self) -> String {
        let mut out = format!("{TITLE}\nsources {}\n", self.sources);
        for (at, (name, head)) in HEADS.iter().cycle().zip(&self.heads).enumerate() {
            let Head {
                bias,
                slope,
                offset,
                floor,
            } = head;
            let _ = writeln!(out, "head {at} {name} {bias} {slope} {offset} {floor}");
        }
        for (at, Detail { name, bias }) in (N_HEADS..).zip(&self.details) {
            let _ = writeln!(out, "detail {at} {name} {bias}");
        }
        for entry in &self.met {
            let _ = writeln!(out, "met {entry:016x}");
        }
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|a, b| self.names[*a].cmp(&self.names[*b]));
        for at in order {
            out.push_str(&self.names[at]);
            let heads = self.of_calls[at]
                .iter()
                .chain(&self.of_loose[at])
                .enumerate()
                .map(|(head, weight)| (head, *weight));
            let details = self.details_of[at].iter();
            let details = details.map(|(detail, weight)| (N_HEADS + *detail as usize, *weight));
            let mut border = '\t';
            for (number, weight) in heads
                .chain(details)
                .filter(|(_, weight)| is_worth_keeping(*weight))
            {
                let _ = write!(out, "{border}{number}={}", thousandths(weight));
                border = ' ';
            }
            out.push('\n');
        }
        out
    }

    /// Reads the file.
    pub fn read(text: &str) -> Result<Model, BrokenModel> {
        let mut lines = text.lines().enumerate();
        let broken = |line: usize, what| BrokenModel {
            line: line + 1,
            what,
        };
        if lines.next().is_none_or(|(_, line)| line != TITLE) {
            return Err(broken(0, "it does not begin as such a file does"));
        }
        let mut model = Model::default();
        let mut heads = Vec::new();
        let mut features = Vec::new();
        for (at, line) in lines {
            let mut words = line.split(' ');
            match words.next() {
                Some("sources") => model.sources = line["sources".len()..].trim().to_owned(),
                Some("head") => {
                    let numbers: Vec<f32> = words.skip(2).filter_map(|n| n.parse().ok()).collect();
                    let [bias, slope, offset, floor] = *numbers else {
                        return Err(broken(
                            at,
                            "a head has a bias, a slope, an offset and a floor",
                        ));
                    };
                    heads.push(Head {
                        bias,
                        slope,
                        offset,
                        floor,
                    });
                }
                Some("met") => {
                    let entry = words
                        .next()
                        .and_then(|hex| u64::from_str_radix(hex, 16).ok());
                    model.meet(entry.ok_or(broken(at, "an entry has sixteen digits"))?);
                }
                Some("detail") => {
                    let (Some(name), Some(Ok(bias))) = (words.nth(1), words.next().map(str::parse))
                    else {
                        return Err(broken(at, "a detail has a name and a bias"));
                    };
                    let name = name.to_owned();
                    model.details.push(Detail { name, bias });
                }
                _ => features.push((at, line)),
            }
        }
        let n_heads = heads.len();
        model.heads = heads
            .try_into()
            .map_err(|_| broken(n_heads + 2, "there must be twenty heads"))?;
        for (at, line) in features {
            let (name, weights) = line
                .split_once('\t')
                .ok_or(broken(at, "a feature has a name and its weights"))?;
            let weights =
                read_weights(weights, model.details.len()).ok_or(broken(at, "not a weight"))?;
            model.add(name, weights).map_err(|what| broken(at, what))?;
        }
        Ok(model)
    }
}

fn read_weights(written: &str, n_details: usize) -> Option<Weights> {
    let mut weights = Weights::default();
    for one in written.split(' ') {
        let (number, weight) = one.split_once('=')?;
        let (number, weight) = (number.parse::<usize>().ok()?, weight.parse::<i32>().ok()?);
        let weight = weight as f32 / 1000.0;
        match number.checked_sub(N_HEADS) {
            None => weights.heads[number] = weight,
            Some(detail) if detail < n_details => weights.details.push((detail as u16, weight)),
            Some(_) => return None,
        }
    }
    Some(weights)
}

/// A weight of fewer thousandths is left out of the file.
const FEWEST_THOUSANDTHS: i32 = 12;

/// Whether a weight is large enough for the file.
pub fn is_worth_keeping(weight: f32) -> bool {
    thousandths(weight).abs() >= FEWEST_THOUSANDTHS
}

/// A weight as the file keeps it.
fn thousandths(weight: f32) -> i32 {
    (weight * 1000.0).round() as i32
}
