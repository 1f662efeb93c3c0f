//! How do calls get into the index, and how do we know that it holds all of them?
//!
//! Every commit carries the catalogue's sequence number up to which the index is complete. After a crash the
//! calls behind that number are simply added again. A commit counts only when the directory itself is on disk.

use std::path::PathBuf;

use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::schema::TantivyDocument;
use tantivy::{IndexWriter as TantivyWriter, Term};

use crate::call::{Call, Side, Span};
use crate::mention::Mention;
use crate::search::index::{IndexError, OpenIndex, Payload};
use crate::search::place::{MANY_SPEAKERS, MOST_PARTS, MOST_TURNS, Place};
use crate::search::schema::{Fields, Mark, fingerprint};
use crate::text::sentences::sentences;

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
        let writer = open.writer(threads, memory).map_err(fail)?;
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
