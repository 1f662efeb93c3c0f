//! What have people decided about a call that is only shown, if it is kept as well?
//!
//! A file is tagged as if it had never been seen; where the data folder keeps its call, under the same id or known by
//! its words, a person's word counts for the file too. Nothing is created and nothing is written.

use std::io::Write;

use serde::Serialize;

use crate::cli::look::note_label;
use crate::cli::settings::Settings;
use crate::ingest::read::ReadCall;
use crate::mention::Mention;
use crate::mention::by_hand::Override;
use crate::mine::overrule::{apply, decisions_about, denials};
use crate::pipeline::{Mined, Workshop};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::identity::Sight;
use crate::store::sides::lay_over;

/// The marks of a data folder, ready to be looked up; none where nothing is marked or corrected there.
pub struct Marks(Option<Catalogue>);

/// What a person decided, for whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub by: &'static str,
    pub decision: String,
    /// RFC 3339.
    pub decided_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A call's mentions as people left them.
#[derive(Debug, Clone, Default)]
pub struct Heeded {
    /// Each with what a person decided about it.
    pub mentions: Vec<(Mention, Option<Told>)>,
    /// What is heard and was denied.
    pub denied: Vec<(Mention, Told)>,
}

impl Marks {
    /// No marks, for whoever wants to see what the lexicons hear.
    pub fn none() -> Marks {
        Marks(None)
    }

    /// Those of the data folder. What keeps them from being read is told and stops nothing: the file can be heard
    /// without them.
    pub fn of(settings: &Settings) -> std::io::Result<Marks> {
        match marked(settings) {
            Ok(catalogue) => Ok(Marks(catalogue)),
            Err(StoreError::NothingKept { .. }) => Ok(Marks::none()),
            Err(cause) => {
                writeln!(
                    anstream::stderr(),
                    "{} people's marks are left aside: {cause}",
                    note_label()
                )?;
                Ok(Marks::none())
            }
        }
    }

    /// A call's mentions after people's decisions about it.
    pub fn heed(&self, mined: &Mined) -> Result<Heeded, StoreError> {
        let Some(catalogue) = &self.0 else {
            return Ok(Heeded::untouched(mined));
        };
        let decided = catalogue.overrides_at(sight(&mined.read))?;
        Ok(Heeded::new(mined, &decided))
    }

    /// The call with the sides that people gave its people, heard anew; `None` where nobody said anything about them.
    pub fn corrected(
        &self,
        mined: &Mined,
        workshop: &Workshop<'_>,
    ) -> Result<Option<Mined>, StoreError> {
        let Some(catalogue) = &self.0 else {
            return Ok(None);
        };
        let decided = catalogue.sides_at(sight(&mined.read))?;
        if decided.is_empty() {
            return Ok(None);
        }
        let mut read = mined.read.clone();
        if !lay_over(&mut read.call, &decided) {
            return Ok(None);
        }
        Ok(Some(workshop.mined(read)))
    }
}

fn sight(read: &ReadCall) -> Sight<'_> {
    Sight {
        id: &read.call.id.0,
        derived_id: read.derived_id,
        fingerprint: &read.fingerprint,
        source: &read.place,
    }
}

/// The catalogue, where anything is marked or corrected in it.
fn marked(settings: &Settings) -> Result<Option<Catalogue>, StoreError> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let has_marks = !catalogue.all_overrides()?.is_empty() || !catalogue.all_sides()?.is_empty();
    Ok(has_marks.then_some(catalogue))
}

impl Heeded {
    fn untouched(mined: &Mined) -> Heeded {
        let heard = mined.mentions.iter().cloned();
        Heeded {
            mentions: heard.map(|mention| (mention, None)).collect(),
            denied: Vec::new(),
        }
    }

    fn new(mined: &Mined, decided: &[Override]) -> Heeded {
        let (call, heard) = (&mined.read.call, &mined.mentions);
        let left = apply(call, heard.clone(), decided);
        let denials = denials(call, &left, decided);
        let denial_of = |mention: &Mention| {
            let of_tag = denials.iter().filter(|(no, _)| no.tag == mention.tag);
            let mut here = of_tag.filter(|(_, spot)| spot.holds(mention));
            here.next_back().and_then(|(no, _)| Told::of(&[*no]))
        };
        let denied = heard
            .iter()
            .filter_map(|mention| Some((mention.clone(), denial_of(mention)?)));
        Heeded {
            denied: denied.collect(),
            mentions: left
                .into_iter()
                .map(|mention| {
                    let told = Told::of(&decisions_about(call, &mention, decided));
                    (mention, told)
                })
                .collect(),
        }
    }
}

impl Told {
    /// What several decisions about one mention come to; `None` where there is none.
    fn of(decided: &[&Override]) -> Option<Told> {
        let last = decided.last()?;
        let decisions: Vec<String> = decided.iter().map(|one| one.decision.to_string()).collect();
        Some(Told {
            by: "hand",
            decision: decisions.join(", "),
            decided_at: last.decided_at.clone(),
            note: decided.iter().rev().find_map(|one| one.note.clone()),
        })
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Told {
            by,
            decision,
            decided_at,
            note,
        } = self;
        write!(f, "marked by {by}, {decided_at}: {decision}")?;
        match note {
            Some(note) => write!(f, " ({note})"),
            None => Ok(()),
        }
    }
}
