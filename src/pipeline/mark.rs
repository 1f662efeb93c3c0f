//! How does a person's word about a mention reach everything that is kept?
//!
//! The catalogue has it first; then the call is tagged again and the index is told, as after any other change. Killed in
//! between, the next command does the rest.

use crate::archive::ArchiveError;
use crate::archive::keeper::bring_up_to_date;
use crate::call::{Call, CallId, Span};
use crate::mention::by_hand::{Decision, Override};
use crate::mention::{Mention, Tag};
use crate::mine::meant::{NotMarkable, Words, markable, words_meant};
use crate::mine::overrule::{Spot, denials, spot, text_hash};
use crate::pipeline::Workshop;
use crate::pipeline::retag::retag;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::{PAGE_PATIENCE, WriteLock};

/// What somebody says of some words.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    pub call: &'a str,
    pub turn: u32,
    pub tag: &'a Tag,
    pub decision: Decision,
    pub meant: Meant<'a>,
    /// Why, for whoever asks later.
    pub note: Option<&'a str>,
    /// RFC 3339.
    pub now: &'a str,
}

/// Which words of the turn are meant.
#[derive(Debug, Clone, Copy)]
pub enum Meant<'a> {
    /// These, exactly as they stand there; where nothing is quoted, what is heard there, or all of it.
    Quote(Option<&'a str>),
    /// Those at this place.
    At(Span),
}

/// A decision that is kept, and what is heard in its call by now.
#[derive(Debug)]
pub struct Marked {
    pub decided: Override,
    /// It stood there before, and its words are still the same.
    pub was_so: bool,
    pub mentions: Vec<Mention>,
}

/// What became of decisions that were to be taken back.
#[derive(Debug)]
pub struct TakenBack {
    pub n_marks: usize,
    /// What is heard in the call by now; `None` where it is no longer kept.
    pub mentions: Option<Vec<Mention>>,
}

/// Why a person's word could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    #[error("no such call is kept; the place of a turn stands behind every hit of a search")]
    NoCall,
    #[error(transparent)]
    NotMarkable(#[from] NotMarkable),
    #[error("{0}")]
    Unclear(&'static str),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl From<StoreError> for MarkError {
    fn from(error: StoreError) -> MarkError {
        MarkError::Archive(error.into())
    }
}

/// Keeps a decision and obeys it.
pub fn decide(
    dir: &DataDir,
    workshop: &Workshop<'_>,
    wish: &Wish<'_>,
    progress: &dyn Fn(u64),
) -> Result<Marked, MarkError> {
    // Before the lock is taken, so that an empty folder stays empty.
    Catalogue::open_to_read(dir)?;
    let lock = WriteLock::take_within(dir, "mark", PAGE_PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let (ord, call) = catalogue.call(wish.call)?.ok_or(MarkError::NoCall)?;
    let text = markable(&call, wish.turn)?;
    let mut heard = catalogue.mentions(ord)?;
    heard.retain(|mention| mention.turn == wish.turn && mention.tag == *wish.tag);
    let denied = standing_denial(&catalogue, &call, wish, &heard)?;
    let was_so = denied.is_some();
    let decided = match denied {
        Some(denial) => with_note_of(wish, denial),
        None => made(wish, text, meant_by(wish, text, &heard)?),
    };
    if !was_so || wish.note.is_some() {
        catalogue.put_override(&decided)?;
    }
    hear_again(dir, &mut catalogue, workshop, progress)?;
    Ok(Marked {
        decided,
        was_so,
        mentions: catalogue.mentions(ord)?,
    })
}

/// The denial that stands already, where somebody denies the tag without a quote and nothing of it is heard in the turn.
/// To take the whole turn for what is meant would widen it to words that nobody was asked about.
fn standing_denial(
    catalogue: &Catalogue,
    call: &Call,
    wish: &Wish<'_>,
    heard: &[Mention],
) -> Result<Option<Override>, StoreError> {
    let is_bare_no = wish.decision == Decision::No && matches!(wish.meant, Meant::Quote(None));
    if !is_bare_no || !heard.is_empty() {
        return Ok(None);
    }
    let mut marks = catalogue.overrides_of(wish.call)?;
    marks.retain(|decided| decided.tag == *wish.tag);
    let standing = denials(call, heard, &marks);
    let here = standing
        .into_iter()
        .rfind(|(_, spot)| spot.turn == wish.turn);
    Ok(here.map(|(denial, _)| denial.clone()))
}

/// The decision as it stands, with the note that is given now; without one the first one's stays.
fn with_note_of(wish: &Wish<'_>, decided: Override) -> Override {
    match wish.note {
        Some(note) => Override {
            note: Some(note.to_owned()),
            decided_at: wish.now.to_owned(),
            ..decided
        },
        None => decided,
    }
}

/// The words of the turn that are meant.
fn meant_by(wish: &Wish<'_>, text: &str, heard: &[Mention]) -> Result<Words, MarkError> {
    match wish.meant {
        Meant::At(span) => Words::at_place(span, text).ok_or(MarkError::Unclear(
            "these words do not stand in this turn; choose others",
        )),
        Meant::Quote(quote) => {
            let words = words_meant(text, wish.decision, quote, heard);
            let words = words.map_err(MarkError::Unclear)?;
            let borders = [words.span.start, words.span.end];
            if quote.is_some() && borders.iter().any(|at| is_inside_word(text, *at)) {
                return Err(MarkError::Unclear(
                    "the quote begins or ends in the middle of a word; quote whole words",
                ));
            }
            Ok(words)
        }
    }
}

/// Whether a letter or digit stands on both sides of a byte.
fn is_inside_word(text: &str, at: u32) -> bool {
    let Some((before, behind)) = text.split_at_checked(at as usize) else {
        return false;
    };
    before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric)
}

/// A decision about some words of a turn.
fn made(wish: &Wish<'_>, text: &str, words: Words) -> Override {
    Override {
        call: CallId(wish.call.to_owned()),
        turn: wish.turn,
        span: words.span,
        text_sha256: text_hash(text),
        quote: words.quote,
        tag: wish.tag.clone(),
        decision: wish.decision,
        note: wish.note.map(str::to_owned),
        decided_at: wish.now.to_owned(),
    }
}

/// Takes back the decisions about a call that are meant; each is shown with where it stands now.
pub fn take_back(
    dir: &DataDir,
    workshop: &Workshop<'_>,
    call_id: &str,
    is_meant: impl Fn(&Override, Option<Spot>) -> bool,
    progress: &dyn Fn(u64),
) -> Result<TakenBack, MarkError> {
    Catalogue::open_to_read(dir)?;
    let lock = WriteLock::take_within(dir, "mark", PAGE_PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let kept = catalogue.call(call_id)?;
    let mut marks = catalogue.overrides_of(call_id)?;
    marks.retain(|decided| {
        let place = kept.as_ref().and_then(|(_, call)| spot(call, decided));
        is_meant(decided, place)
    });
    for decided in &marks {
        catalogue.remove_override(decided)?;
    }
    if !marks.is_empty() {
        hear_again(dir, &mut catalogue, workshop, progress)?;
    }
    let mentions = match kept {
        Some((ord, _)) => Some(catalogue.mentions(ord)?),
        None => None,
    };
    Ok(TakenBack {
        n_marks: marks.len(),
        mentions,
    })
}

/// Tags what is stale, the call that somebody decided about above all, and lets the index know.
pub fn hear_again(
    dir: &DataDir,
    catalogue: &mut Catalogue,
    workshop: &Workshop<'_>,
    progress: &dyn Fn(u64),
) -> Result<(), ArchiveError> {
    retag(catalogue, workshop, progress)?;
    bring_up_to_date(dir, catalogue, progress)?;
    Ok(())
}
