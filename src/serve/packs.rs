//! How do pages read a pack, and change it?
//!
//! As `verbatim pack` does, and kept in the same place. A quote is named by its words' place and not by its number, so
//! that two people who arrange the same pack never take each other's quotes. What pages changed can be undone as long as
//! nobody else has changed the pack since.

pub mod fields;

pub mod points;

pub mod outward;

pub mod leaving;

pub mod undos;

use jiff::civil::Date;

use crate::quote::pack::row::{RowError, from_row, to_row};
use crate::quote::pack::{Item, Pack};
use crate::quote::quote::bytes_hash;
use crate::quote::rework::ReworkError;
use crate::quote::rights::book::{Rights, RightsError};
use crate::quote::rights::day;
use crate::serve::auth::visitor::{By, Visitor};
use crate::serve::by_hand::asked;
use crate::serve::packs::undos::Undos;
use crate::serve::shown::segment;
use crate::serve::trouble::Trouble;
use crate::serve::work::now;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PAGE_PATIENCE, WriteLock};

/// The longest name of a pack, in characters.
const LONGEST_NAME: usize = 100;
/// The longest line that somebody writes beside a quote or a right, in characters.
const LONGEST_LINE: usize = 2_000;
/// More quotes than this nobody arranges on a page.
pub const MOST_ITEMS: usize = 1_000;

impl From<RowError> for Trouble {
    fn from(error: RowError) -> Trouble {
        Trouble::Own(error.to_string())
    }
}

impl From<RightsError> for Trouble {
    fn from(error: RightsError) -> Trouble {
        Trouble::Own(error.to_string())
    }
}

impl From<ReworkError> for Trouble {
    fn from(error: ReworkError) -> Trouble {
        Trouble::Asked(error.to_string())
    }
}

/// The address of a pack's page.
pub fn pack_url(name: &str) -> String {
    format!("/packs/{}", segment(name))
}

/// The address of a quote on its pack's page.
pub fn item_url(name: &str, key: &str) -> String {
    format!("{}#q-{key}", pack_url(name))
}

/// By which a page names a quote: the same as long as its words' place is.
pub fn key(item: &Item) -> String {
    let (call, turn, span) = item.seal.source_key();
    let place = format!("{turn}\n{}\n{}\n{call}", span.start, span.end);
    bytes_hash(place.as_bytes()).chars().take(16).collect()
}

/// The place of a quote in its pack.
pub fn find(pack: &Pack, wanted: &str) -> Result<usize, Trouble> {
    let at = pack.items.iter().position(|item| key(item) == wanted);
    at.ok_or(Trouble::NotThere("quote in this pack"))
}

/// The pack of a name.
pub fn opened(catalogue: &Catalogue, name: &str) -> Result<Pack, Trouble> {
    let row = catalogue.pack(name)?.ok_or(Trouble::NotThere("pack"))?;
    Ok(from_row(row)?)
}

/// Writes to the catalogue; other writers are waited for. An empty folder stays empty.
pub fn writing<T>(
    dir: &DataDir,
    work: impl FnOnce(&mut Catalogue) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    Catalogue::open_to_read(dir)?;
    let lock = WriteLock::take_within(dir, "pack", PAGE_PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    work(&mut catalogue)
}

/// Changes a pack, keeps it, and remembers how it was.
pub fn change<T>(
    dir: &DataDir,
    undos: &Undos,
    name: &str,
    work: impl FnOnce(&mut Pack, &Catalogue) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    writing(dir, |catalogue| {
        let before = opened(catalogue, name)?;
        let mut after = before.clone();
        let done = work(&mut after, catalogue)?;
        if after != before {
            catalogue.put_pack(&to_row(&after)?, &now())?;
            undos.note(before, after);
        }
        Ok(done)
    })
}

/// All that is written down about rights, and what is known of the calls of a pack.
pub fn rights_for(catalogue: &Catalogue, pack: &Pack) -> Result<Rights, Trouble> {
    let mut rights = Rights::of(catalogue, today()?)?;
    let calls = pack.items.iter().map(|item| item.seal.call.as_str());
    rights.learn_kept(catalogue, calls)?;
    Ok(rights)
}

/// Today.
pub fn today() -> Result<Date, Trouble> {
    let today = day(now().get(..10).unwrap_or(""));
    today.ok_or_else(|| Trouble::Own("the clock tells no day".to_owned()))
}

/// A name that a pack may have.
pub fn pack_name(written: &str) -> Result<String, Trouble> {
    let name = written.trim();
    let is_sound = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.chars().any(char::is_control)
        // Browsers take these for steps in an address.
        && name != "."
        && name != "..";
    is_sound.then(|| name.to_owned()).ok_or_else(|| {
        asked(&format!(
            "a pack's name has 1 to {LONGEST_NAME} characters on one line"
        ))
    })
}

/// A line that somebody wrote; `None` where it is empty.
pub fn line(written: &str) -> Result<Option<String>, Trouble> {
    let text = written.trim();
    let is_sound =
        text.chars().count() <= LONGEST_LINE && !text.chars().any(|c| c.is_control() && c != '\t');
    if !is_sound {
        return Err(asked(&format!(
            "write at most {LONGEST_LINE} characters on one line"
        )));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Who does something: the token's name, which nobody can write himself; what was written only where there is none.
pub fn who(visitor: &Visitor, written: &str) -> Result<String, Trouble> {
    let written = line(written)?;
    Ok(match (&visitor.token, visitor.by) {
        (Some(token), _) => token.clone(),
        (None, By::Home) => {
            written.unwrap_or_else(|| "somebody at the server's machine".to_owned())
        }
        (None, _) => "somebody".to_owned(),
    })
}
