//! Which digest does an address ask for, and how is it made beside everything else?
//!
//! `since` and `until` as on the command line; the page and the API read them alike.

use std::cell::RefCell;
use std::sync::Arc;

use jiff::Timestamp;

use crate::archive::Archive;
use crate::call::{Call, Span};
use crate::quote::rights::book::Rights;
use crate::report::digest::period::Period;
use crate::report::digest::shape::Digest;
use crate::report::digest::told::Told;
use crate::report::digest::{Question, digest};
use crate::report::ledger::Ledger;
use crate::serve::packs::today;
use crate::serve::trouble::Trouble;

/// What is asked for where nothing is said.
pub const USUAL: &str = "7d";
/// The longest time that is read, in bytes.
const LONGEST: usize = 40;

/// A period as it was asked for, and as it is.
pub struct Asked {
    pub since: String,
    pub until: Option<String>,
    pub period: Period,
}

impl Asked {
    /// Reads the part of an address behind the `?`.
    pub fn parse(address: &str) -> Result<Asked, Trouble> {
        let (mut since, mut until) = (USUAL.to_owned(), None);
        for (name, value) in form_urlencoded::parse(address.as_bytes()) {
            let value = value.trim();
            if value.is_empty() || value.len() > LONGEST {
                continue;
            }
            match &*name {
                "since" => value.clone_into(&mut since),
                "until" => until = Some(value.to_owned()),
                _ => {}
            }
        }
        let period = Period::read(&since, until.as_deref(), Timestamp::now())
            .map_err(|error| Trouble::Asked(error.to_string()))?;
        Ok(Asked {
            since,
            until,
            period,
        })
    }
}

/// Makes the digest of a period.
pub fn make(
    archive: &Archive,
    ledger: &Arc<Ledger>,
    period: Period,
    threshold: f32,
) -> Result<Digest, Trouble> {
    let told = Told::of(archive.catalogue.told_before(&period.until_told())?);
    let rights = RefCell::new(Rights::of(&archive.catalogue, today()?)?);
    let is_withdrawn = |call: &Call, turn: u32, span: Span| -> bool {
        rights.borrow_mut().withholds(call, turn, span)
    };
    let table = archive.table()?;
    Ok(digest(&Question {
        catalogue: &archive.catalogue,
        table: &table,
        ledger,
        threshold,
        period,
        told: &told,
        is_withdrawn: &is_withdrawn,
    })?)
}
