//! How well does a file fit a format, and why?
//!
//! Detection is a decision over scores, not over the first rule that fires: every format says which marks it is
//! known by, and the best fit wins. Scores and marks can be shown (`parse --explain-format`).

use crate::ingest::transcript::Format;

use super::sketch::Sketch;

/// What a JSON format is known by.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Paths that are always there: `a[].b` anywhere in the nesting, `^a[].b` at the top only. Without one of them it
    /// is another format.
    pub must: &'static [&'static str],
    /// Paths that are often there, and speak for it.
    pub may: &'static [&'static str],
    /// Paths that speak against it.
    pub never: &'static [&'static str],
}

/// How well a file fits one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub format: Format,
    /// 0 to 100; below [`SURE`] it is only a resemblance.
    pub score: u8,
    /// Marks that are there.
    pub found: Vec<String>,
    /// Marks that should be there, or shouldn't and are.
    pub missing: Vec<String>,
}

/// Keys that an object of anything may have: a few of them are no resemblance.
const OF_ANYTHING: [&str; 6] = [
    "^id",
    "^status",
    "^type",
    "^created",
    "^created_on",
    "^updated",
];

/// A file that scores at least so much is read.
pub const SURE: u8 = 50;

impl Candidate {
    /// A fit told by a few words.
    pub fn new(format: Format, score: u8, found: &str) -> Candidate {
        Candidate {
            format,
            score,
            found: vec![found.to_owned()],
            missing: Vec::new(),
        }
    }

    /// Whether a resemblance is worth telling: most of what must be there is, and only that is wrong that some is not.
    pub fn is_telling(&self) -> bool {
        let lacks_only = self.missing.iter().all(|mark| !mark.starts_with("no "));
        let found = self.found.iter();
        let n_found = found
            .filter(|mark| !OF_ANYTHING.contains(&mark.as_str()))
            .count();
        lacks_only && n_found >= 2 && n_found > self.missing.len()
    }
}

/// The best fit of a file to any of a format's shapes; `None` where it has nothing in common with them.
pub fn fit(format: Format, shapes: &[Shape], sketch: &Sketch) -> Option<Candidate> {
    let fits = shapes
        .iter()
        .filter_map(|shape| fit_shape(format, shape, sketch));
    fits.max_by_key(|fit| (fit.score, fit.found.len()))
}

fn fit_shape(format: Format, shape: &Shape, sketch: &Sketch) -> Option<Candidate> {
    let is_there = |path: &&&str| sketch.has(path);
    let (found, lacking): (Vec<&str>, Vec<&str>) =
        shape.must.iter().partition(|path| sketch.has(path));
    if found.is_empty() {
        return None;
    }
    let hints: Vec<&str> = shape.may.iter().filter(is_there).copied().collect();
    let against: Vec<&str> = shape.never.iter().filter(is_there).copied().collect();
    let is_whole = lacking.is_empty() && against.is_empty();
    let score = if is_whole {
        SURE as usize + 6 * found.len() + 4 * hints.len()
    } else {
        // The share of what must be there: a resemblance that can be told, never a decision.
        (SURE as usize - 5) * found.len() / shape.must.len() / (1 + against.len())
    };
    let found = found.into_iter().chain(hints);
    let missing = lacking.into_iter().map(str::to_owned);
    let against = against.into_iter().map(|path| format!("no {path}"));
    Some(Candidate {
        format,
        score: score.min(100) as u8,
        found: found.map(str::to_owned).collect(),
        missing: missing.chain(against).collect(),
    })
}
