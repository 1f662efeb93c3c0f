//! What can be shown to whoever asked for a deletion?
//!
//! Counts, times and what the proof came to. What was asked for is told by its kind alone, and files in which something
//! was found only by their number: a receipt holds nobody's name, address, account or words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::elsewhere::Elsewhere;
use super::proof::Proof;

/// What a deletion came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The form of receipts.
    pub receipt: u32,
    /// The program's version.
    pub program: String,
    /// RFC 3339.
    pub at: String,
    /// `call`, `person`, `account`, `before`, `tombstones` or `finish`.
    pub asked: String,
    /// Whether nothing with this person or account is kept in future.
    pub and_future: bool,
    /// A deletion that was cut off, finished by a later command.
    pub finished_later: bool,
    pub calls: u64,
    pub turns: u64,
    pub mentions: u64,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    pub deals: u64,
    /// Packs that lost quotes and should be issued again.
    pub packs_to_reissue: u64,
    /// Their names, which are for the terminal.
    #[serde(skip)]
    pub packs: Vec<String>,
    pub basket: u64,
    pub labels: u64,
    pub inbox: u64,
    /// What was received for calls that stay, and held words of these.
    pub payloads: u64,
    /// Tombstones that are new.
    pub tombstones: u64,
    /// Calls that stay in which the person or account is named by others; their words are never rewritten.
    pub still_named_in: Option<u64>,
    /// Calls from which it was taken what to look for.
    pub calls_probed: u64,
    pub proof: Told,
    /// Files in which something was found, which are for the terminal.
    #[serde(skip)]
    pub found: Vec<String>,
}

/// What the proof came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    pub proven: bool,
    pub files: u64,
    pub bytes: u64,
    /// Values of tables, unpacked.
    pub values: u64,
    /// What was looked for: sequences of words, names, packed bytes.
    pub probes: u64,
    /// Words looked for in the index.
    pub words: u64,
    /// Files and tables in which something was found.
    pub found_in: u64,
}

/// The form of receipts that this program writes.
const FORM: u32 = 1;

impl Receipt {
    /// Of a deletion for which there was nothing to delete.
    pub fn nothing(asked: &str, now: &str) -> Receipt {
        let mut receipt = Receipt::of(asked, now, Elsewhere::default(), Proof::default());
        receipt.proof.proven = true;
        receipt
    }

    /// Whether there was nothing to delete, so that there is nothing to prove either: most likely somebody was misspelt.
    pub fn is_of_nothing(&self) -> bool {
        let elsewhere = self.deals + self.basket + self.labels + self.inbox + self.payloads;
        let is_nothing =
            self.calls == 0 && elsewhere == 0 && self.rows.values().all(|n_rows| *n_rows == 0);
        is_nothing && self.proof.proven && !self.and_future
    }

    pub(super) fn of(asked: &str, now: &str, elsewhere: Elsewhere, proof: Proof) -> Receipt {
        Receipt {
            receipt: FORM,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            at: now.to_owned(),
            asked: asked.to_owned(),
            basket: elsewhere.basket,
            labels: elsewhere.labels,
            inbox: elsewhere.inbox,
            payloads: elsewhere.payloads,
            proof: Told {
                proven: proof.is_proven(),
                files: proof.reread.files,
                bytes: proof.reread.bytes,
                values: proof.reread.values,
                probes: proof.n_probes,
                words: proof.n_words,
                found_in: proof.found.len() as u64,
            },
            found: proof.found.into_iter().collect(),
            ..Receipt::default()
        }
    }
}
