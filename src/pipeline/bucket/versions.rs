//! Which objects of a place were kept already, and in which version?
//!
//! A small file beside the catalogue. It holds hashes of keys and versions, no names. Without it, or after a change of its
//! shape, every object is fetched once more, and the catalogue says that it knows them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::ingest::source::bucket::Object;
use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::whole;
use crate::text::hex::hex;

/// More objects are not remembered; the rest is fetched again each time.
const MOST: usize = 1_000_000;
/// Longer versions are none that we know of.
const LONGEST: usize = 200;

#[derive(Debug)]
pub(super) struct Versions {
    file: PathBuf,
    known: BTreeMap<String, String>,
    is_changed: bool,
}

impl Versions {
    pub(super) fn read(dir: &DataDir, place: &str) -> Result<Versions, StoreError> {
        let file = dir.root().join(format!("bucket-{}.json", hash(place)));
        let bytes = whole::read(&file)?;
        let known = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(Versions {
            file,
            known: known.unwrap_or_default(),
            is_changed: false,
        })
    }

    pub(super) fn write(&self, dir: &DataDir) -> Result<(), StoreError> {
        if !self.is_changed {
            return Ok(());
        }
        dir.create()?;
        // Strings always serialize; without the file, objects are fetched again.
        let text = serde_json::to_vec(&self.known).unwrap_or_default();
        whole::write(&self.file, &text)
    }

    /// Whether this version of an object was kept. One without a version never counts as known.
    pub(super) fn knows(&self, object: &Object) -> bool {
        let known = self.known.get(&hash(&object.key));
        object.version.is_some() && known == object.version.as_ref()
    }

    pub(super) fn learn(&mut self, object: &Object) {
        let Some(version) = object.version.as_ref() else {
            return;
        };
        let key = hash(&object.key);
        let has_place = self.known.len() < MOST || self.known.contains_key(&key);
        if has_place && version.len() <= LONGEST {
            self.known.insert(key, version.clone());
            self.is_changed = true;
        }
    }
}

/// 96 bits are enough to tell a million keys apart.
fn hash(text: &str) -> String {
    hex(&Sha256::digest(text)[..12])
}
