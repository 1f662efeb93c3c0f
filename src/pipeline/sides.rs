//! How does a person's word about who sits where reach everything that is kept?
//!
//! As with a mention: the catalogue has it first, then the call is tagged again and the index is told.

mod find;

use crate::archive::ArchiveError;
use crate::call::{Call, Participant, Side};
use crate::ingest::normalize::SideRules;
use crate::pipeline::Workshop;
use crate::pipeline::mark::hear_again;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::{PAGE_PATIENCE, WriteLock};
use crate::store::sides::SideDecision;

/// On which side somebody is said to sit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// A display name, a part of one, or a number.
    pub who: String,
    pub side: Side,
}

/// What somebody says of the people on a call.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    pub call: &'a str,
    /// First prospects become reps and reps prospects.
    pub swap: bool,
    pub set: &'a [Setting],
    /// RFC 3339.
    pub now: &'a str,
}

/// How many mentions the call had before, and has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub n_before: u64,
    pub n_now: u64,
}

/// Why a person's word could not be kept. Nobody is named.
#[derive(Debug, thiserror::Error)]
pub enum SidesError {
    #[error(
        "no such call is kept; a call's id stands before the colon behind every hit of a search"
    )]
    NoCall,
    #[error("{0}")]
    Unclear(&'static str),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl From<StoreError> for SidesError {
    fn from(error: StoreError) -> SidesError {
        SidesError::Archive(error.into())
    }
}

/// Keeps what is said and obeys it.
pub fn decide(
    dir: &DataDir,
    workshop: &Workshop<'_>,
    wish: &Wish<'_>,
    progress: &dyn Fn(u64),
) -> Result<Heard, SidesError> {
    // Before the lock is taken, so that an empty folder stays empty.
    Catalogue::open_to_read(dir)?;
    let lock = WriteLock::take_within(dir, "sides", PAGE_PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let (ord, call) = catalogue.call(wish.call)?.ok_or(SidesError::NoCall)?;
    let n_before = catalogue.mentions(ord)?.len() as u64;
    let decided = decisions(&call, wish, &workshop.rules).map_err(SidesError::Unclear)?;
    catalogue.put_sides(&call.id, &decided)?;
    hear_again(dir, &mut catalogue, workshop, progress)?;
    let n_now = catalogue.mentions(ord)?.len() as u64;
    Ok(Heard { n_before, n_now })
}

/// Takes back everything that was said about a call; `None` where nothing was.
pub fn take_back(
    dir: &DataDir,
    workshop: &Workshop<'_>,
    call_id: &str,
    progress: &dyn Fn(u64),
) -> Result<Option<Heard>, SidesError> {
    Catalogue::open_to_read(dir)?;
    let lock = WriteLock::take_within(dir, "sides", PAGE_PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let (ord, call) = catalogue.call(call_id)?.ok_or(SidesError::NoCall)?;
    let n_before = catalogue.mentions(ord)?.len() as u64;
    if !catalogue.remove_sides(&call.id)? {
        return Ok(None);
    }
    hear_again(dir, &mut catalogue, workshop, progress)?;
    let n_now = catalogue.mentions(ord)?.len() as u64;
    Ok(Some(Heard { n_before, n_now }))
}

/// What is said about everybody; or what is unclear, without naming anybody.
fn decisions(
    call: &Call,
    wish: &Wish<'_>,
    rules: &SideRules,
) -> Result<Vec<SideDecision>, &'static str> {
    let decide = |who: &Participant, side: Side| SideDecision {
        call: call.id.clone(),
        who: who.name.clone(),
        side,
        role: role(who, rules),
        decided_at: wish.now.to_owned(),
    };
    let mut decided = Vec::new();
    if wish.swap {
        let swapped = call
            .participants
            .iter()
            .filter_map(|who| Some(decide(who, other_side(who.side)?)));
        decided.extend(swapped);
        if decided.is_empty() {
            return Err(
                "nobody's side is known on this call, so there is nothing to swap; say it with --set NAME=prospect",
            );
        }
    }
    for setting in wish.set {
        let who = find::person(&call.participants, &setting.who)?;
        decided.push(decide(who, setting.side));
    }
    Ok(decided)
}

fn other_side(side: Side) -> Option<Side> {
    match side {
        Side::Prospect => Some(Side::Rep),
        Side::Rep => Some(Side::Prospect),
        Side::Unknown => None,
    }
}

/// What the job title tells, for the case that a buyer is made of somebody.
fn role(who: &Participant, rules: &SideRules) -> Option<(String, String)> {
    let role = rules.personas.of_title(who.title.as_deref()?)?;
    Some((role.persona, role.pattern))
}
