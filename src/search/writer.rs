//! How do calls get into the index, and how do we know that it holds all of them?
//!
//! Every commit carries the catalogue's sequence number up to which the index is complete. After a crash the
//! calls behind that number are simply added again. A commit counts only when the directory itself is on disk.

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentComponent;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::schema::TantivyDocument;
use tantivy::{Index, IndexWriter as TantivyWriter, Term};

use crate::call::{Call, Side, Span};
use crate::mention::Mention;
use crate::search::place::{MANY_SPEAKERS, MOST_PARTS, MOST_TURNS, Place};
use crate::search::schema::{Fields, Mark, fingerprint, schema};
use crate::search::tokenizer;
use crate::text::sentences::sentences;

/// What went wrong with the index. It is derived, so the way out is always to make it anew.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("cannot {what} the index in {}: {cause}; `verbatim reindex` makes it anew from the catalogue", path.display())]
    Tantivy {
        what: &'static str,
        path: PathBuf,
        cause: tantivy::TantivyError,
    },
    #[error("cannot {what} {}: {cause}; check the disk and the rights of the data folder", path.display())]
    Disk {
        what: &'static str,
        path: PathBuf,
        cause: std::io::Error,
    },
}

/// What a commit remembers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Payload {
    /// The index holds every write of the catalogue up to this one.
    seq: u64,
    /// [`fingerprint`] of the code that wrote it.
    made_by: String,
}

/// An open index.
pub struct OpenIndex {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) path: PathBuf,
    /// The catalogue's sequence number up to which the index is complete; 0 for an empty index.
    pub seq: u64,
}

/// A file name that is neither tantivy's nor on its list any more.
pub type Orphan = String;

impl OpenIndex {
    /// Opens the index in a folder. A missing, damaged or stale one is replaced by an empty one when `may_replace`.
    pub fn open(path: &Path, may_replace: bool) -> Result<OpenIndex, IndexError> {
        match Self::open_current(path) {
            Ok(open) => Ok(open),
            Err(_) if may_replace => Self::create(path),
            Err(error) => Err(error),
        }
    }

    fn open_current(path: &Path) -> Result<OpenIndex, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "open",
            path: path.to_owned(),
            cause,
        };
        let index = Index::open_in_dir(path).map_err(fail)?;
        let meta = index.load_metas().map_err(fail)?;
        let payload: Option<Payload> = meta
            .payload
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok());
        let (schema, fields) = schema();
        let is_current = payload
            .as_ref()
            .is_none_or(|payload| payload.made_by == fingerprint())
            && index.schema() == schema;
        if !is_current {
            return Err(fail(tantivy::TantivyError::SchemaError(
                "it was made by another version".to_owned(),
            )));
        }
        if let Some(file) = broken_files(&index, path).map_err(fail)?.first() {
            return Err(fail(tantivy::TantivyError::InternalError(format!(
                "{} is missing or cut off",
                file.display()
            ))));
        }
        index
            .tokenizers()
            .register(tokenizer::NAME, tokenizer::Words::default());
        Ok(OpenIndex {
            index,
            fields,
            path: path.to_owned(),
            seq: payload.map_or(0, |payload| payload.seq),
        })
    }

    /// Makes an empty index, removing whatever was there.
    pub fn create(path: &Path) -> Result<OpenIndex, IndexError> {
        let disk = |what| {
            move |cause| IndexError::Disk {
                what,
                path: path.to_owned(),
                cause,
            }
        };
        if path.exists() {
            // First what makes it an index: killed in the middle, it must not pass for a whole one.
            let _ = std::fs::remove_file(path.join("meta.json"));
            std::fs::remove_dir_all(path).map_err(disk("remove the old index folder"))?;
        }
        std::fs::create_dir_all(path).map_err(disk("create the index folder"))?;
        let fail = |cause| IndexError::Tantivy {
            what: "create",
            path: path.to_owned(),
            cause,
        };
        let directory = MmapDirectory::open(path).map_err(|cause| fail(cause.into()))?;
        let (schema, fields) = schema();
        let index =
            Index::create(directory, schema, tantivy::IndexSettings::default()).map_err(fail)?;
        index
            .tokenizers()
            .register(tokenizer::NAME, tokenizer::Words::default());
        Ok(OpenIndex {
            index,
            fields,
            path: path.to_owned(),
            seq: 0,
        })
    }

    /// Documents and segments, for `check`.
    pub fn sizes(&self) -> Result<(u64, usize), IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "read",
            path: self.path.clone(),
            cause,
        };
        let metas = self.index.load_metas().map_err(fail)?;
        Ok((
            metas
                .segments
                .iter()
                .map(|segment| u64::from(segment.num_docs()))
                .sum(),
            metas.segments.len(),
        ))
    }

    /// What is wrong inside the files, by their checksums; `None` where all are as they were written.
    pub fn damage(&self) -> Result<Option<String>, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "verify",
            path: self.path.clone(),
            cause,
        };
        let damaged = self.index.validate_checksum().map_err(fail)?;
        Ok((!damaged.is_empty()).then(|| {
            format!(
                "{} files of the index are not as they were written",
                damaged.len()
            )
        }))
    }

    /// Files on disk that no commit names.
    pub fn orphans(&self) -> Result<Vec<Orphan>, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "read",
            path: self.path.clone(),
            cause,
        };
        let metas = self.index.load_metas().map_err(fail)?;
        let named: std::collections::BTreeSet<PathBuf> =
            metas.list_segment_files().into_iter().collect();
        let disk = |cause| IndexError::Disk {
            what: "list",
            path: self.path.clone(),
            cause,
        };
        let mut there = std::collections::BTreeSet::new();
        for file in std::fs::read_dir(&self.path).map_err(disk)? {
            there.insert(PathBuf::from(file.map_err(disk)?.file_name()));
        }
        let show = |path: &PathBuf| path.display().to_string();
        let own = |path: &PathBuf| {
            path.to_str()
                .is_some_and(|name| name.starts_with('.') || name == "meta.json")
        };
        Ok(there
            .iter()
            .filter(|path| !named.contains(*path) && !own(path))
            .map(show)
            .collect())
    }
}

/// Files that every segment has.
const NEEDED: [SegmentComponent; 5] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
];
/// The last four bytes of a file that tantivy finished.
const FOOTER_MAGIC: u32 = 1337;

/// Files that a commit names and that are missing or were never finished; tantivy itself panics over those.
fn broken_files(index: &Index, path: &Path) -> tantivy::Result<Vec<PathBuf>> {
    let mut broken = Vec::new();
    for segment in index.load_metas()?.segments {
        let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
        for component in NEEDED.into_iter().chain(deletes) {
            let file = segment.relative_path(component);
            if !is_finished(&path.join(&file)).unwrap_or(false) {
                broken.push(file);
            }
        }
    }
    Ok(broken)
}

fn is_finished(path: &Path) -> std::io::Result<bool> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = std::fs::File::open(path)?;
    file.seek(SeekFrom::End(-8))?;
    let mut end = [0; 8];
    file.read_exact(&mut end)?;
    let [a, b, c, d, m0, m1, m2, m3] = end;
    let footer = u64::from(u32::from_le_bytes([a, b, c, d]));
    Ok(
        u32::from_le_bytes([m0, m1, m2, m3]) == FOOTER_MAGIC
            && footer + 8 <= file.metadata()?.len(),
    )
}

/// Writes calls. Open it only while writing; drop it after any error and replay from the catalogue.
pub struct IndexWriter {
    writer: TantivyWriter<TantivyDocument>,
    fields: Fields,
    path: PathBuf,
    /// Whether the index was empty when the writer was opened: then nothing has to be deleted.
    fresh: bool,
}

impl IndexWriter {
    /// Opens a writer with so many threads and bytes of memory altogether.
    pub fn open(
        open: &OpenIndex,
        threads: usize,
        memory: usize,
    ) -> Result<IndexWriter, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "open for writing",
            path: open.path.clone(),
            cause,
        };
        let writer = open
            .index
            .writer_with_num_threads(threads, memory)
            .map_err(fail)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(IndexWriter {
            writer,
            fields: open.fields,
            path: open.path.clone(),
            fresh: open.seq == 0,
        })
    }

    /// Puts a call's turns in, replacing those that the index had of it.
    pub fn put(&mut self, ord: u32, call: &Call, mentions: &[Mention]) -> Result<(), IndexError> {
        let mut operations = Vec::with_capacity(call.turns.len() + 1);
        if !self.fresh {
            operations.push(UserOperation::Delete(Term::from_field_u64(
                self.fields.call,
                u64::from(ord),
            )));
        }
        let mut rest = mentions;
        for (index, turn) in call.turns.iter().enumerate().take(MOST_TURNS) {
            let n_here = rest
                .iter()
                .take_while(|mention| mention.turn as usize == index)
                .count();
            let (here, later) = rest.split_at(n_here);
            rest = later;
            let place = Place {
                ord,
                turn: index as u32,
                part: 0,
                side: call
                    .participants
                    .get(turn.speaker as usize)
                    .map_or(Side::Unknown, |speaker| speaker.side),
                speaker: u16::try_from(turn.speaker).unwrap_or(MANY_SPEAKERS),
            };
            self.add_turn(place, &turn.text, here, &mut operations);
        }
        // One group: so the parts of a turn stay side by side in one segment.
        self.writer
            .run(operations)
            .map_err(|cause| self.error("write to", cause))?;
        Ok(())
    }

    fn add_turn(
        &self,
        place: Place,
        text: &str,
        mentions: &[Mention],
        operations: &mut Vec<Operation>,
    ) {
        if text.len() <= WHOLE_TURN {
            operations.push(UserOperation::Add(self.document(
                place,
                text,
                mentions.iter(),
            )));
            return;
        }
        for (part, span) in parts(text).into_iter().enumerate() {
            let here = mentions
                .iter()
                .filter(|mention| (span.start..span.end).contains(&mention.span.start));
            let place = Place {
                part: part as u8,
                ..place
            };
            operations.push(UserOperation::Add(self.document(
                place,
                span.slice(text),
                here,
            )));
        }
    }

    fn document<'m>(
        &self,
        place: Place,
        text: &str,
        mentions: impl Iterator<Item = &'m Mention>,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.text, text);
        document.add_u64(self.fields.place, place.pack());
        document.add_u64(self.fields.call, u64::from(place.ord));
        for mention in mentions {
            document.add_text(self.fields.mark, Mark::of(mention).word());
        }
        document
    }

    /// Forgets a call.
    pub fn remove(&mut self, ord: u32) {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.call, u64::from(ord)));
    }

    /// Makes everything so far durable and searchable, complete up to the catalogue's `seq`.
    pub fn commit(&mut self, seq: u64) -> Result<(), IndexError> {
        let payload = Payload {
            seq,
            made_by: fingerprint(),
        };
        let text = serde_json::to_string(&payload).expect("a number and a string always serialize");
        let path = self.path.clone();
        let fail = move |cause| IndexError::Tantivy {
            what: "commit",
            path,
            cause,
        };
        let mut prepared = self.writer.prepare_commit().map_err(fail.clone())?;
        prepared.set_payload(&text);
        prepared.commit().map_err(fail)?;
        self.fresh = false;
        self.sync_directory()
    }

    /// tantivy syncs its files but not the folder that names them; without this a power cut undoes a commit.
    fn sync_directory(&self) -> Result<(), IndexError> {
        let disk = |cause| IndexError::Disk {
            what: "sync",
            path: self.path.clone(),
            cause,
        };
        std::fs::File::open(&self.path)
            .and_then(|folder| folder.sync_all())
            .map_err(disk)
    }

    /// Waits for merges under way and closes.
    pub fn close(self) -> Result<(), IndexError> {
        let path = self.path.clone();
        let writer = self.writer;
        writer
            .garbage_collect_files()
            .wait()
            .map_err(|cause| IndexError::Tantivy {
                what: "tidy",
                path: path.clone(),
                cause,
            })?;
        writer
            .wait_merging_threads()
            .map_err(|cause| IndexError::Tantivy {
                what: "close",
                path,
                cause,
            })
    }

    fn error(&self, what: &'static str, cause: tantivy::TantivyError) -> IndexError {
        IndexError::Tantivy {
            what,
            path: self.path.clone(),
            cause,
        }
    }
}

type Operation = UserOperation<TantivyDocument>;

/// A turn of at most so many bytes is one document; BM25 would rank longer ones too low.
const WHOLE_TURN: usize = 1_600;
/// About how many bytes a part of a long turn has.
const PART: u32 = 1_000;

/// Cuts a long turn at sentence ends into parts of a few sentences each.
fn parts(text: &str) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    for sentence in sentences(text) {
        let is_last = parts.len() == MOST_PARTS;
        match parts.last_mut() {
            Some(part) if is_last || (part.end - part.start) < PART => part.end = sentence.end,
            _ => parts.push(sentence),
        }
    }
    parts
}
