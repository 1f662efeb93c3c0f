//! Which calls does a change of the lexicons touch?

use crate::call::Call;
use crate::ingest::normalize::SideRules;
use crate::mine::lexicon::{Change, Lexicons, Sources};
use crate::pipeline::Workshop;

/// Tells calls in which a change makes a difference from those that are heard as before.
pub enum Touched {
    Nothing,
    /// Those in which a changed entry stands, as it was or as it is.
    Some(Box<[Lexicons; 2]>),
    Everything,
}

impl Touched {
    /// By what was changed from one to the other.
    pub fn by(before: &Sources, after: &Sources) -> Touched {
        match Change::between(before, after) {
            Change::Nothing => Touched::Nothing,
            Change::Everything => Touched::Everything,
            Change::Entries(sides) => match sides.each_ref().map(Sources::compile) {
                [Ok(was), Ok(is)] => Touched::Some(Box::new([was, is])),
                _ => Touched::Everything,
            },
        }
    }

    /// Makes it ready to look at calls, on all cores.
    pub fn look(&self) -> Look<'_> {
        match self {
            Touched::Nothing => Look::Nothing,
            Touched::Everything => Look::Everything,
            Touched::Some(sides) => {
                let workshop = |side| Workshop::new(side, SideRules::default(), 0.0);
                Look::For(sides.iter().map(workshop).collect())
            }
        }
    }
}

/// Looks at calls.
pub enum Look<'l> {
    Nothing,
    For(Vec<Workshop<'l>>),
    Everything,
}

impl Look<'_> {
    /// Whether the change may make a difference in a call.
    pub fn finds(&self, call: &Call) -> bool {
        match self {
            Look::Nothing => false,
            Look::Everything => true,
            Look::For(sides) => sides
                .iter()
                .any(|side| side.with_tagger(|tagger| tagger.finds_any(call))),
        }
    }
}
