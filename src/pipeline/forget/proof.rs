//! Is anything left?
//!
//! Every file of the data folder is searched as it lies on the disk, every value of every table unpacked, and the index
//! asked for the calls and for the words that only they had. What is found is told by file and table, never by its words.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use crate::archive::ArchiveError;
use crate::search::engine::Engine;
use crate::search::index::OpenIndex;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::forget::inbox_file;
use crate::store::forget::reread::{Reread, each_file, each_value_of};
use crate::store::tombstones::Kind;

use super::probes::Probes;

/// What must not be there any more.
#[derive(Clone, Copy)]
pub struct Suspect<'a> {
    /// The calls' numbers.
    pub ords: &'a [u32],
    /// Words that stood in the index because of these calls alone.
    pub words: &'a [String],
    pub probes: &'a Probes,
}

/// What came of reading everything again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    pub reread: Reread,
    /// How many things were looked for.
    pub n_probes: u64,
    pub n_words: u64,
    /// Files in which something was found, with the table where it is one.
    pub found: BTreeSet<String>,
}

impl Proof {
    /// Whether nothing was found.
    pub fn is_proven(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether something was found in a file, or in one whose name begins so.
    pub fn is_in(&self, name: &str) -> bool {
        self.found.iter().any(|found| found.starts_with(name))
    }
}

/// Reads everything again.
pub fn prove(
    dir: &DataDir,
    catalogue: &Catalogue,
    has_index: bool,
    suspect: &Suspect<'_>,
) -> Result<Proof, ArchiveError> {
    let probes = suspect.probes;
    let mut found = BTreeSet::new();
    // Packed bytes that a call which stays has as well tell nothing.
    let mut shared = HashSet::new();
    let n_values = {
        let mut look = |file: &str, table: &str, bytes: &[u8]| {
            probes.find(bytes, &mut |probe| {
                if probes.is_packed(probe) {
                    shared.insert(probe);
                } else if !(file == INBOX && probes.is_named(probe)) {
                    found.insert(format!("{file}, table {table}"));
                }
            });
        };
        let in_catalogue =
            catalogue.each_value(&mut |table, bytes| look("catalogue.sqlite", table, bytes))?;
        let in_inbox = each_value_of(&inbox_file(dir), &mut |table, bytes| {
            look(INBOX, table, bytes);
        })?;
        in_catalogue + in_inbox
    };
    let reread = each_file(dir, probes.longest(), &mut |path, bytes| {
        probes.find(bytes, &mut |probe| {
            // Packed bytes can hold a piece of a form that any JSON has; only databases ever had them.
            let is_theirs =
                !probes.is_packed(probe) || is_database(path) && !shared.contains(&probe);
            if is_theirs && !(is_inbox(path) && probes.is_named(probe)) {
                found.insert(path.display().to_string());
            }
        });
    })?;
    if names_a_dead_call(catalogue)? {
        found.insert("catalogue.sqlite, table call".to_owned());
    }
    if has_index && !is_clean(dir, suspect)? {
        found.insert("index".to_owned());
    }
    Ok(Proof {
        reread: Reread {
            values: n_values,
            ..reread
        },
        n_probes: probes.len() as u64,
        n_words: suspect.words.len() as u64,
        found,
    })
}

/// Deliveries of other calls wait there, which may have the same people.
const INBOX: &str = "inbox.sqlite";

/// A database or its journal.
fn is_database(path: &Path) -> bool {
    path.to_string_lossy().starts_with("catalogue.sqlite") || is_inbox(path)
}

fn is_inbox(path: &Path) -> bool {
    path.to_string_lossy().starts_with(INBOX)
}

/// Whether a tombstone stands for a call that is there.
fn names_a_dead_call(catalogue: &Catalogue) -> Result<bool, StoreError> {
    let dead = catalogue.tombstones()?;
    let mut is_there = false;
    catalogue.for_each_fact(|facts| is_there |= dead.has(Kind::Call, &facts.id))?;
    Ok(is_there)
}

fn is_clean(dir: &DataDir, suspect: &Suspect<'_>) -> Result<bool, ArchiveError> {
    let index = OpenIndex::open(&dir.index(), false)?;
    let left = Engine::open(&index)?.left_of(&index, suspect.ords, suspect.words)?;
    Ok(left.is_nothing())
}
