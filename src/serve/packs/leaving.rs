//! What would leave of a pack in this shape and for this purpose, and may it?
//!
//! A preview and a download are made by the same steps, so that nobody downloads anything else than he saw.

use crate::config::Config;
use crate::quote::pack::Pack;
use crate::quote::pack::render::{PackFormat, render};
use crate::quote::publish::leaks::Leak;
use crate::quote::publish::published;
use crate::quote::quote::bytes_hash;
use crate::quote::rights::Purpose;
use crate::quote::rights::book::carried;
use crate::quote::rights::gate::Gated;
use crate::quote::verify::read::ReadError;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::today;
use crate::serve::trouble::Trouble;
use crate::serve::work::now;
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;

/// The shape and the purpose that somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub format: PackFormat,
    pub purpose: Purpose,
}

impl Wanted {
    /// What a form or an address says: Markdown for internal use where nothing is said.
    pub fn read(fields: &Fields) -> Result<Wanted, Trouble> {
        let format = match fields.get("format") {
            "" => PackFormat::Markdown,
            name => PackFormat::from_name(name).ok_or_else(|| {
                asked("the formats are md, html, docx, xlsx, csv, json and txt; choose one")
            })?,
        };
        let purpose = match fields.get("for") {
            "" => Purpose::Internal,
            word => Purpose::from_name(word)
                .ok_or_else(|| asked("the purposes are internal and publish; choose one"))?,
        };
        Ok(Wanted { format, purpose })
    }
}

/// What would leave.
pub struct Made {
    pub gated: Gated,
    /// Headings, and the pack's own name, that have marks for what they told.
    pub n_marked: usize,
    /// The file, or why it cannot be written.
    pub file: Result<Vec<u8>, String>,
    /// What the finished file still tells, also what somebody accepted; for publishing only.
    pub leaks: Vec<Leak>,
}

/// Makes what would leave.
pub fn make(
    catalogue: &Catalogue,
    pack: &Pack,
    wanted: Wanted,
    config: &Config,
) -> Result<Made, Trouble> {
    let published = published(catalogue, pack, wanted.purpose, today()?, config)?;
    let allowed = &published.gated.allowed;
    let file = render(wanted.format, allowed).map_err(|error| error.to_string());
    let leaks = match &file {
        Ok(bytes) => published.leaks(bytes).map_err(unread)?,
        Err(_) => Vec::new(),
    };
    Ok(Made {
        gated: published.gated,
        n_marked: published.n_marked,
        file,
        leaks,
    })
}

/// A finished file that nobody can read once more is not handed on.
fn unread(error: ReadError) -> Trouble {
    Trouble::Own(format!(
        "the finished file could not be looked at once more: {error}"
    ))
}

impl Made {
    /// Why nothing leaves; `None` where the file may.
    pub fn stopped(&self, purpose: Purpose, only_granted: bool) -> Option<String> {
        if let Err(why) = &self.file {
            return Some(why.clone());
        }
        if self.gated.numbers.is_empty() {
            return Some("no quote of this pack may leave for this".to_owned());
        }
        let is_published = purpose == Purpose::Publish;
        if is_published && !only_granted && !self.gated.refused.is_empty() {
            return Some(
                "some quotes may not be published; leave them out, or have them granted".to_owned(),
            );
        }
        self.leaks.iter().any(Leak::is_open).then(|| {
            "the finished file still tells something that nobody has accepted; decide about each finding"
                .to_owned()
        })
    }
}

/// Writes down that a file leaves. The record comes before the file: a file that nobody knows of is worse than a record
/// of one that never arrived.
pub fn record(
    catalogue: &mut Catalogue,
    pack: &Pack,
    made: &Made,
    wanted: Wanted,
    by: String,
    bytes: &[u8],
) -> Result<(), Trouble> {
    let numbers = made.gated.numbers.iter();
    let items = numbers.filter_map(|number| pack.items.get(number - 1));
    catalogue.put_export(&ExportRow {
        number: 0,
        pack: pack.name.clone(),
        format: wanted.format.name().to_owned(),
        purpose: wanted.purpose.name().to_owned(),
        by_whom: by,
        at: now(),
        sha256: bytes_hash(bytes),
        place: Some(format!("{} (downloaded)", file_name(made, wanted))),
        quotes: items.map(carried).collect(),
    })?;
    Ok(())
}

/// What the file is called: by the name that may be told of the pack, in letters that every system takes.
pub fn file_name(made: &Made, wanted: Wanted) -> String {
    let name = &made.gated.allowed.get().name;
    let plain: String = name
        .chars()
        .take(60)
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let plain = plain.trim_matches('-');
    let plain = if plain.is_empty() { "pack" } else { plain };
    let purpose = wanted.purpose.name();
    format!("{plain}-{purpose}.{}", wanted.format.extension())
}
