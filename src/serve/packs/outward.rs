//! How would a pack read outside?
//!
//! Every place that is hidden, with who decided about it: what was found, and what somebody hides of his own accord.
//! What leaves is not made of this but by [`crate::quote::publish`], which hides the same.

use crate::call::Span;
use crate::config::Config;
use crate::quote::decision::{Decided, Decision};
use crate::quote::hide::{Hidden, Hider, Place as Found};
use crate::quote::pack::{Item, Pack};
use crate::serve::packs::today;
use crate::serve::trouble::Trouble;
use crate::store::catalogue::Catalogue;

/// How a pack would read outside.
pub struct Outward {
    /// In the order of the pack.
    pub places: Vec<Place>,
    /// One for each quote, in the order of the pack.
    pub outside: Vec<Outside>,
}

/// Words that are hidden, or that a person decided to show.
pub struct Place {
    /// The quote's place in the pack, from 0.
    pub item: usize,
    /// Bytes of the turn.
    pub span: Span,
    pub words: String,
    pub class: String,
    /// What stands there, in brackets.
    pub instead: String,
    pub why: String,
    pub decided: Option<DecidedBy>,
}

/// What somebody decided.
pub struct DecidedBy {
    pub is_shown: bool,
    pub by: String,
    pub why: Option<String>,
}

/// A quote as it is published.
pub struct Outside {
    pub words: String,
    /// Who is told as the speaker, where that differs.
    pub who: Option<String>,
    /// Whether too little would be left of it to be a quote.
    pub is_unfit: bool,
}

impl Outward {
    /// Places of which nobody has decided.
    pub fn n_undecided(&self) -> usize {
        let undecided = self.places.iter().filter(|place| place.decided.is_none());
        undecided.count()
    }
}

/// How a pack would read outside.
pub fn seen(catalogue: &Catalogue, pack: &Pack, config: &Config) -> Result<Outward, Trouble> {
    let hider = Hider::of(catalogue, pack, today()?, config)?;
    let hidden = hider.hide(pack);
    let mut places = Vec::new();
    for (at, item) in pack.items.iter().enumerate() {
        let own = hidden.places.iter().filter(|found| found.item == at + 1);
        let found: Vec<&Found> = own.collect();
        places.extend(found.iter().map(|found| place(at, item, found)));
        places.extend(by_hand(at, item, &found));
    }
    let outside = pack.items.iter().enumerate();
    Ok(Outward {
        places,
        outside: outside
            .map(|(at, item)| outside_of(at, item, &hidden))
            .collect(),
    })
}

/// Places of a pack of which nobody has decided.
pub fn n_undecided(catalogue: &Catalogue, pack: &Pack, config: &Config) -> Result<usize, Trouble> {
    let hider = Hider::of(catalogue, pack, today()?, config)?;
    let found = hider.findings(pack).into_iter();
    Ok(found.filter(|found| found.decided.is_none()).count())
}

fn place(at: usize, item: &Item, found: &Found) -> Place {
    let decided = found.decided.as_ref().and_then(|what| {
        let mut decisions = item.decisions.iter();
        decisions.find(|decision| decision.what == *what && decision.span.overlaps(found.span))
    });
    Place {
        item: at,
        span: found.span,
        words: words(item, found.span),
        class: found.class.name().replace('-', " "),
        instead: found.replacement.clone(),
        why: found.why.clone(),
        decided: decided.map(decided_by),
    }
}

/// Words that nothing found and somebody hides.
fn by_hand(at: usize, item: &Item, found: &[&Found]) -> Vec<Place> {
    let decisions = item.decisions.iter().filter(|decision| {
        let is_found = found.iter().any(|found| found.span.overlaps(decision.span));
        !is_found && decision.span.overlaps(item.seal.span())
    });
    let place = |decision: &Decision| {
        let Decided::Hide { instead } = &decision.what else {
            return None;
        };
        Some(Place {
            item: at,
            span: decision.span,
            words: words(item, decision.span),
            class: "by hand".to_owned(),
            instead: format!("[{instead}]"),
            why: "somebody wants it to be hidden".to_owned(),
            decided: Some(decided_by(decision)),
        })
    };
    decisions.filter_map(place).collect()
}

fn decided_by(decision: &Decision) -> DecidedBy {
    DecidedBy {
        is_shown: decision.what == Decided::Show,
        by: decision.by.clone(),
        why: decision.why.clone(),
    }
}

/// The words of a quote under a span of its turn.
fn words(item: &Item, span: Span) -> String {
    let own = item.seal.start;
    let (from, to) = (span.start.max(own) - own, span.end.max(own) - own);
    let to = (to as usize).min(item.seal.exact.len());
    let words = item.seal.exact.get(from as usize..to);
    words.unwrap_or("").to_owned()
}

fn outside_of(at: usize, item: &Item, hidden: &Hidden) -> Outside {
    let as_told = hidden.pack.items.get(at).unwrap_or(item);
    let who = as_told.role();
    Outside {
        words: as_told.words(),
        who: (who != item.role()).then_some(who),
        is_unfit: hidden.unfit.contains(&(at + 1)),
    }
}
