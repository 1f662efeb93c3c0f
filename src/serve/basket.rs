//! Which quotes has somebody put aside?
//!
//! A small file in the data folder, so that the basket outlives reloads and restarts. It names places and holds no
//! word of any call: the words stay where they are, and are cut anew each time, so that a quote is always exact and an
//! erased call leaves nothing behind.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::call::Span;
use crate::quote::cut::cut;
use crate::quote::quote::Quote;
use crate::quote::seal::{SealError, check};
use crate::serve::trouble::Trouble;
use crate::store::DataDir;
use crate::store::whole;

/// The file in the data folder.
const FILE: &str = "basket.json";
/// The layout of the file; packs will need another one.
const VERSION: u32 = 1;
/// More quotes than this nobody reads.
const MOST: usize = 500;
/// Bytes of a note, at most.
const LONGEST_NOTE: usize = 2_000;

/// Where some words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub call: String,
    pub turn: u32,
    pub from: u32,
    pub to: u32,
}

/// A quote that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    #[serde(flatten)]
    pub place: Place,
    /// Hash of the whole turn as it was then.
    pub turn_sha256: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// RFC 3339.
    pub added_at: String,
}

/// The file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct File {
    version: u32,
    quotes: Vec<Kept>,
    /// What was there when the basket was last emptied, to put it back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    emptied: Vec<Kept>,
}

/// A quote that was put aside, with its words as they stand now.
#[derive(Debug, Clone)]
pub struct Shown {
    pub kept: Kept,
    /// `None`: the call is gone, or says something else there now.
    pub words: Option<Words>,
}

impl Shown {
    /// What of it may leave.
    pub fn leaving(self) -> Option<Quote> {
        let words = self.words.filter(|words| words.refused.is_none());
        words.map(|words| words.quote)
    }
}

/// The words at a place.
#[derive(Debug, Clone)]
pub struct Words {
    pub quote: Quote,
    /// Why no pack takes them. They leave in no other file either.
    pub refused: Option<SealError>,
}

/// Which way a quote is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

/// The basket of a data folder.
pub struct Basket {
    path: PathBuf,
    /// One change at a time.
    turn: Mutex<()>,
}

impl Basket {
    /// The basket of this folder; nothing is read yet.
    pub fn of(dir: &DataDir) -> Basket {
        Basket {
            path: dir.root().join(FILE),
            turn: Mutex::default(),
        }
    }

    /// Everything in it, in order.
    pub fn all(&self) -> Result<Vec<Kept>, Trouble> {
        Ok(self.read()?.quotes)
    }

    /// How many quotes can be put back after the basket was emptied.
    pub fn n_emptied(&self) -> Result<usize, Trouble> {
        Ok(self.read()?.emptied.len())
    }

    /// Puts a quote in and gives how many there are. One that is there already gets the new note.
    pub fn add(&self, quote: &Quote, note: &str, now: String) -> Result<usize, Trouble> {
        let note = note.trim();
        if note.len() > LONGEST_NOTE {
            return Err(Trouble::Asked(
                "the note is too long; shorten it".to_owned(),
            ));
        }
        let place = Place {
            call: quote.call.clone(),
            turn: quote.turn,
            from: quote.start,
            to: quote.end,
        };
        self.change(|file| {
            if let Some(kept) = file.quotes.iter_mut().find(|kept| kept.place == place) {
                kept.turn_sha256.clone_from(&quote.turn_sha256);
                if !note.is_empty() {
                    note.clone_into(&mut kept.note);
                }
                return Ok(());
            }
            if file.quotes.len() >= MOST {
                return Err(Trouble::Asked(format!(
                    "the basket holds {MOST} quotes, and that is all it can hold; take some out first"
                )));
            }
            file.quotes.push(Kept {
                place: place.clone(),
                turn_sha256: quote.turn_sha256.clone(),
                note: note.to_owned(),
                added_at: now,
            });
            Ok(())
        })
    }

    /// Writes another note beside a quote.
    pub fn note(&self, place: &Place, note: &str) -> Result<usize, Trouble> {
        let note = note.trim();
        if note.len() > LONGEST_NOTE {
            return Err(Trouble::Asked(
                "the note is too long; shorten it".to_owned(),
            ));
        }
        self.change(|file| {
            if let Some(kept) = file.quotes.iter_mut().find(|kept| kept.place == *place) {
                note.clone_into(&mut kept.note);
            }
            Ok(())
        })
    }

    /// Takes a quote out.
    pub fn remove(&self, place: &Place) -> Result<usize, Trouble> {
        self.change(|file| {
            file.quotes.retain(|kept| kept.place != *place);
            Ok(())
        })
    }

    /// Moves a quote one place up or down.
    pub fn shift(&self, place: &Place, way: Way) -> Result<usize, Trouble> {
        self.change(|file| {
            let at = file.quotes.iter().position(|kept| kept.place == *place);
            let to = at.and_then(|at| match way {
                Way::Up => at.checked_sub(1),
                Way::Down => Some(at + 1).filter(|to| *to < file.quotes.len()),
            });
            if let (Some(at), Some(to)) = (at, to) {
                file.quotes.swap(at, to);
            }
            Ok(())
        })
    }

    /// Takes everything out; once it can be put back.
    pub fn empty(&self) -> Result<usize, Trouble> {
        self.change(|file| {
            if !file.quotes.is_empty() {
                file.emptied = std::mem::take(&mut file.quotes);
            }
            Ok(())
        })
    }

    /// Puts back what was there when the basket was emptied, before what came since.
    pub fn refill(&self) -> Result<usize, Trouble> {
        self.change(|file| {
            let mut back = std::mem::take(&mut file.emptied);
            back.retain(|kept| !file.quotes.iter().any(|here| here.place == kept.place));
            back.append(&mut file.quotes);
            back.truncate(MOST);
            file.quotes = back;
            Ok(())
        })
    }

    fn change(&self, act: impl FnOnce(&mut File) -> Result<(), Trouble>) -> Result<usize, Trouble> {
        let _turn: MutexGuard<'_, ()> = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = self.read()?;
        act(&mut file)?;
        file.version = VERSION;
        let mut bytes = serde_json::to_vec_pretty(&file)
            .map_err(|cause| Trouble::Own(format!("the basket cannot be written ({cause})")))?;
        bytes.push(b'\n');
        whole::write(&self.path, &bytes)?;
        Ok(file.quotes.len())
    }

    fn read(&self) -> Result<File, Trouble> {
        let Some(bytes) = whole::read(&self.path)? else {
            return Ok(File::default());
        };
        let broken = || {
            Trouble::Own(format!(
                "{FILE} in the data folder cannot be read; move it away, and the basket begins anew"
            ))
        };
        let file: File = serde_json::from_slice(&bytes).map_err(|_| broken())?;
        if file.version > VERSION {
            return Err(broken());
        }
        Ok(file)
    }
}

/// The words of quotes as they stand in the archive now.
pub fn show(archive: &Archive, kept: Vec<Kept>, threshold: f32) -> Result<Vec<Shown>, Trouble> {
    let mut shown = Vec::new();
    for kept in kept {
        let words = words_at(archive, &kept.place, threshold)?;
        // Bytes of another text would be other words.
        let words = words.filter(|words| words.quote.turn_sha256 == kept.turn_sha256);
        shown.push(Shown { kept, words });
    }
    Ok(shown)
}

/// The words at a place; `None` where there are none.
pub fn words_at(
    archive: &Archive,
    place: &Place,
    threshold: f32,
) -> Result<Option<Words>, Trouble> {
    let Some((ord, call)) = archive.catalogue.call(&place.call)? else {
        return Ok(None);
    };
    let mentions = archive.catalogue.mentions(ord)?;
    let span = Span {
        start: place.from,
        end: place.to,
    };
    let refused = check(&call, place.turn, span).err();
    let quote = cut(&call, &mentions, place.turn, span, threshold);
    Ok(quote.map(|quote| Words { quote, refused }))
}
