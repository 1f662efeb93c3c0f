//! How do calls leave the index so that not even their words stay in its dictionaries?
//!
//! A deleted document stays in its segment until that segment is written anew, and so do words that nobody else said. So
//! every segment with deleted documents is merged into a fresh one, the old files are collected, and the folder is synced.
//! What counts as proof: no segment has deleted documents, no document is of these calls, and none of the words that only
//! they had is in any dictionary.

use std::collections::{BTreeSet, HashSet};

use tantivy::indexer::NoMergePolicy;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::search::engine::Engine;
use crate::search::index::{IndexError, OpenIndex, Payload};
use crate::search::place::Place;
use crate::search::schema::fingerprint;
use crate::text::tokens::tokens;

/// Memory of the writer, in bytes; it only deletes.
const MEMORY: usize = 32 << 20;
/// Words in more documents than this are not looked into: they are hardly ever of some calls alone.
const RARE: u32 = 64;
/// Words that are looked for afterwards, at most.
const MOST_WORDS: usize = 2_000;

/// Takes calls out of the index, which then is complete up to the catalogue's `seq`.
pub fn erase(open: &OpenIndex, ords: &[u32], seq: u64) -> Result<(), IndexError> {
    erase_inner(open, ords, seq).map_err(|cause| IndexError::Tantivy {
        what: "delete from",
        path: open.path.clone(),
        cause,
    })?;
    let disk = |cause| IndexError::Disk {
        what: "sync",
        path: open.path.clone(),
        cause,
    };
    std::fs::File::open(&open.path)
        .and_then(|folder| folder.sync_all())
        .map_err(disk)
}

fn erase_inner(open: &OpenIndex, ords: &[u32], seq: u64) -> tantivy::Result<()> {
    let mut writer = open.writer(1, MEMORY)?;
    // A merge of its own accord could hold a segment that is to be written anew.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for ord in ords {
        writer.delete_term(Term::from_field_u64(open.fields.call, u64::from(*ord)));
    }
    let payload = Payload {
        seq,
        made_by: fingerprint(),
    };
    let text = serde_json::to_string(&payload).expect("a number and a string always serialize");
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&text);
    prepared.commit()?;
    let dirty: Vec<_> = open
        .index
        .searchable_segment_metas()?
        .iter()
        .filter(|segment| segment.has_deletes())
        .map(|segment| segment.id())
        .collect();
    for segment in dirty {
        writer.merge(&[segment]).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// What is still in the index of calls that were erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// Segments with deleted documents.
    pub segments: u64,
    /// Documents of these calls.
    pub documents: u64,
    /// Words that only these calls had.
    pub words: u64,
    /// Files that no commit names.
    pub files: u64,
}

impl Left {
    /// Whether nothing is.
    pub fn is_nothing(self) -> bool {
        self == Left::default()
    }
}

impl Engine {
    /// The words that stand in the index because of these texts of these calls, and nowhere else: the rarest ones.
    pub fn words_only_of<'t>(
        &self,
        ords: &HashSet<u32>,
        texts: impl Iterator<Item = &'t str>,
    ) -> Result<Vec<String>, IndexError> {
        let mut stems = BTreeSet::new();
        for text in texts {
            for token in tokens(text) {
                stems.insert(self.stemmer.stem(token.surface(text)));
            }
        }
        let searcher = self.reader.searcher();
        let mut only = Vec::new();
        for stem in stems {
            if only.len() == MOST_WORDS {
                break;
            }
            let is_only = self
                .is_only_of(&searcher, &stem, ords)
                .map_err(|cause| self.error("look up a word in", cause))?;
            if is_only {
                only.push(stem);
            }
        }
        Ok(only)
    }

    fn is_only_of(
        &self,
        searcher: &Searcher,
        stem: &str,
        ords: &HashSet<u32>,
    ) -> tantivy::Result<bool> {
        let term = Term::from_field_text(self.fields.text, stem);
        let n_docs = searcher.doc_freq(&term)?;
        if n_docs == 0 || n_docs > u64::from(RARE) {
            return Ok(false);
        }
        for (segment, columns) in searcher.segment_readers().iter().zip(self.columns.iter()) {
            let inverted = segment.inverted_index(self.fields.text)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                let place = columns.places.first(doc).map(Place::unpack);
                if place.is_none_or(|place| !ords.contains(&place.ord)) {
                    return Ok(false);
                }
                doc = postings.advance();
            }
        }
        Ok(true)
    }

    /// What is still there of calls and of the words that only they had.
    pub fn left_of(
        &self,
        open: &OpenIndex,
        ords: &[u32],
        words: &[String],
    ) -> Result<Left, IndexError> {
        let mut left = self
            .left_inner(ords, words)
            .map_err(|cause| self.error("look for deleted calls in", cause))?;
        left.files = open.orphans()?.len() as u64;
        Ok(left)
    }

    fn left_inner(&self, ords: &[u32], words: &[String]) -> tantivy::Result<Left> {
        let searcher = self.reader.searcher();
        let mut left = Left::default();
        for segment in searcher.segment_readers() {
            left.segments += u64::from(segment.has_deletes());
            let calls = segment.inverted_index(self.fields.call)?;
            for ord in ords {
                let term = Term::from_field_u64(self.fields.call, u64::from(*ord));
                left.documents += u64::from(calls.doc_freq(&term)?);
            }
            let inverted = segment.inverted_index(self.fields.text)?;
            for word in words {
                let is_there = inverted.terms().get(word.as_bytes())?.is_some();
                left.words += u64::from(is_there);
            }
        }
        Ok(left)
    }
}
