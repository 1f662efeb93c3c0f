//! How are calls deleted everywhere, and how is it proven that they are gone?
//!
//! What is to be looked for afterwards is taken from the calls before they go. Then tombstones and numbers are written
//! down, the rows go, the index is written anew where it held them, and what lies in other files follows. In the end
//! everything in the data folder is read again. A crash anywhere is mended by [`finish`], which `ingest` and this module
//! begin with, and the server too; that calls which are half deleted are met by nobody is seen to by the catalogue and the
//! index themselves.

pub mod elsewhere;
pub mod probes;
pub mod proof;
pub mod receipt;

use std::collections::HashSet;

use crate::archive::ArchiveError;
use crate::archive::keeper::{bring_up_to_date, make_anew};
use crate::search::engine::Engine;
use crate::search::erase::erase;
use crate::search::index::OpenIndex;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::forget::choose::{Person, Size};
use crate::store::forget::{Order, inbox, inbox_file};
use crate::store::lock::WriteLock;
use crate::store::tombstones::{Keys, Kind, folded};

use self::elsewhere::forget_elsewhere;
use self::probes::Probes;
use self::proof::{Proof, Suspect, prove};
use self::receipt::Receipt;

/// Calls that are looked into for what to search for afterwards, at most.
const MOST_SAMPLED: usize = 300;

/// What somebody wants deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Calls by their ids.
    Calls(Vec<String>),
    /// Every call that somebody was on; `who` is an e-mail address or a name.
    Person {
        who: String,
        account: Option<String>,
    },
    /// Every call with an account, and its deals.
    Account(String),
    /// Every call before a day (`2026-01-31`).
    Before(String),
}

/// What happens to calls that come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Future {
    /// Only what was deleted stays away.
    Open,
    /// Nothing with this person or account is kept any more.
    Closed,
}

impl Asked {
    /// The word in a receipt.
    pub fn kind(&self) -> &'static str {
        match self {
            Asked::Calls(_) => "call",
            Asked::Person { .. } => "person",
            Asked::Account(_) => "account",
            Asked::Before(_) => "before",
        }
    }

    /// Tombstones besides those of the calls.
    fn others(&self, future: Future) -> Vec<(Kind, String)> {
        let (gone, banned, value) = match self {
            Asked::Person { who, .. } if who.contains('@') => (Kind::GoneEmail, Kind::Email, who),
            Asked::Person { who, .. } => (Kind::GoneName, Kind::Name, who),
            Asked::Account(name) => (Kind::GoneAccount, Kind::Account, name),
            Asked::Calls(_) | Asked::Before(_) => return Vec::new(),
        };
        let mut others = vec![(gone, folded(value))];
        if future == Future::Closed {
            others.push((banned, folded(value)));
        }
        others
    }

    /// What must be found nowhere afterwards.
    fn names(&self) -> Vec<&str> {
        match self {
            Asked::Person { who, .. } => vec![who.as_str()],
            Asked::Account(name) => vec![name.as_str()],
            Asked::Calls(_) | Asked::Before(_) => Vec::new(),
        }
    }
}

/// What would be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The calls' numbers.
    pub ords: Vec<u32>,
    /// Ids that name no call.
    pub missing: Vec<String>,
    pub size: Size,
}

/// Looks which calls are meant; changes nothing.
pub fn plan(catalogue: &Catalogue, asked: &Asked) -> Result<Plan, StoreError> {
    let (ords, missing) = match asked {
        Asked::Calls(ids) => catalogue.ords_of_ids(ids)?,
        Asked::Person { who, account } => {
            let person = Person {
                who,
                account: account.as_deref(),
            };
            (catalogue.ords_of_person(person)?, Vec::new())
        }
        Asked::Account(name) => (catalogue.ords_of_account(name)?, Vec::new()),
        Asked::Before(day) => (catalogue.ords_before(day)?, Vec::new()),
    };
    let size = catalogue.size_of(&ords)?;
    Ok(Plan {
        ords,
        missing,
        size,
    })
}

/// Deletes calls by their ids; `now` is the RFC 3339 time.
pub fn calls(dir: &DataDir, ids: &[String], now: &str) -> Result<Receipt, ArchiveError> {
    locked(dir, &Asked::Calls(ids.to_vec()), Future::Open, now)
}

/// Deletes every call that somebody was on.
pub fn person(
    dir: &DataDir,
    who: &str,
    account: Option<&str>,
    future: Future,
    now: &str,
) -> Result<Receipt, ArchiveError> {
    let asked = Asked::Person {
        who: who.to_owned(),
        account: account.map(str::to_owned),
    };
    locked(dir, &asked, future, now)
}

/// Deletes every call with an account.
pub fn account(
    dir: &DataDir,
    name: &str,
    future: Future,
    now: &str,
) -> Result<Receipt, ArchiveError> {
    locked(dir, &Asked::Account(name.to_owned()), future, now)
}

/// Deletes every call before a day (`2026-01-31`).
pub fn before(dir: &DataDir, day: &str, now: &str) -> Result<Receipt, ArchiveError> {
    locked(dir, &Asked::Before(day.to_owned()), Future::Open, now)
}

fn locked(
    dir: &DataDir,
    asked: &Asked,
    future: Future,
    now: &str,
) -> Result<Receipt, ArchiveError> {
    let lock = WriteLock::take(dir, "forget")?;
    carry_out(dir, &lock, asked, future, now)
}

/// Deletes what is asked for and proves it.
pub fn carry_out(
    dir: &DataDir,
    lock: &WriteLock,
    asked: &Asked,
    future: Future,
    now: &str,
) -> Result<Receipt, ArchiveError> {
    finish(dir, lock, now)?;
    let mut catalogue = Catalogue::open_to_write(dir, lock)?;
    bring_up_to_date(dir, &catalogue, &|_| {})?;
    let plan = plan(&catalogue, asked)?;
    let others = asked.others(future);
    if plan.ords.is_empty() && others.is_empty() {
        return Ok(Receipt::nothing(asked.kind(), now));
    }
    let names = asked.names();
    let deletion = Deletion {
        asked: asked.kind(),
        plan: &plan,
        others: &others,
        names: &names,
        now,
    };
    let index = OpenIndex::open(&dir.index(), false)?;
    let mut receipt = delete(dir, &mut catalogue, Some(&index), &deletion)?;
    receipt.and_future = future == Future::Closed;
    Ok(receipt)
}

/// A deletion, ready to be carried out.
pub(super) struct Deletion<'a> {
    pub(super) asked: &'static str,
    pub(super) plan: &'a Plan,
    pub(super) others: &'a [(Kind, String)],
    /// What must be found nowhere afterwards, besides what the calls hold.
    pub(super) names: &'a [&'a str],
    pub(super) now: &'a str,
}

/// Deletes and proves. Without an index there is none that has to forget.
pub(super) fn delete(
    dir: &DataDir,
    catalogue: &mut Catalogue,
    index: Option<&OpenIndex>,
    deletion: &Deletion<'_>,
) -> Result<Receipt, ArchiveError> {
    let ords = deletion.plan.ords.as_slice();
    let doomed: HashSet<u32> = ords.iter().copied().collect();
    let sampled = sampled(catalogue, ords)?;
    let mut probes = Probes::of(&sampled, deletion.names);
    for call in &sampled {
        probes.add_packed(&catalogue.packed(call.0)?);
    }
    let n_named = probes.keep_only_theirs(catalogue, &doomed)?;
    let words = match index {
        Some(index) => {
            let texts = sampled.iter().flat_map(|(_, call)| &call.turns);
            Engine::open(index)?.words_only_of(&doomed, texts.map(|turn| turn.text.as_str()))?
        }
        None => Vec::new(),
    };
    let keys = Keys::made(dir)?;
    let order = Order {
        asked: deletion.asked,
        ords,
        others: deletion.others,
        now: deletion.now,
    };
    let n_tombstones = catalogue.begin_forgetting(&keys, order)?;
    let removed = catalogue.forget_rows()?;
    match index {
        Some(index) => forget_in_index(dir, catalogue, index, ords)?,
        None => catalogue.note_index_is_clean()?,
    }
    let elsewhere = forget_elsewhere(dir, catalogue, &probes)?;
    let suspect = Suspect {
        ords,
        words: &words,
        probes: &probes,
    };
    let proof = prove_and_mend(dir, catalogue, index.is_some(), &suspect)?;
    catalogue.end_forgetting()?;
    catalogue.fold_journal()?;
    Ok(Receipt {
        calls: deletion.plan.size.calls,
        turns: deletion.plan.size.turns,
        mentions: deletion.plan.size.mentions,
        rows: removed.rows,
        deals: removed.deals,
        packs_to_reissue: removed.packs.len() as u64,
        packs: removed.packs.into_iter().collect(),
        tombstones: n_tombstones,
        still_named_in: (!deletion.names.is_empty()).then_some(n_named),
        calls_probed: sampled.len() as u64,
        ..Receipt::of(deletion.asked, deletion.now, elsewhere, proof)
    })
}

/// Numbers and words of some of the calls, evenly chosen where they are many.
fn sampled(
    catalogue: &Catalogue,
    ords: &[u32],
) -> Result<Vec<(u32, crate::call::Call)>, StoreError> {
    let step = ords.len().div_ceil(MOST_SAMPLED).max(1);
    let mut sampled = Vec::new();
    for ord in ords.iter().step_by(step) {
        if let Some(call) = catalogue.call_by_ord(*ord)? {
            sampled.push((*ord, call));
        }
    }
    Ok(sampled)
}

/// An index that refuses is made anew, which cannot hold them either.
fn forget_in_index(
    dir: &DataDir,
    catalogue: &Catalogue,
    index: &OpenIndex,
    ords: &[u32],
) -> Result<(), ArchiveError> {
    match erase(index, ords, catalogue.latest_seq()?) {
        Ok(()) => catalogue.note_index_is_clean()?,
        Err(_) => {
            make_anew(dir, catalogue, &|_| {})?;
        }
    }
    Ok(())
}

/// Reads everything again; where something is left in a database or in the index, that is written anew and read once more.
fn prove_and_mend(
    dir: &DataDir,
    catalogue: &Catalogue,
    has_index: bool,
    suspect: &Suspect<'_>,
) -> Result<Proof, ArchiveError> {
    catalogue.fold_journal()?;
    let proof = prove(dir, catalogue, has_index, suspect)?;
    if proof.is_proven() {
        return Ok(proof);
    }
    if proof.is_in("catalogue.sqlite") {
        catalogue.write_anew()?;
        catalogue.fold_journal()?;
    }
    if proof.is_in("inbox.sqlite") {
        inbox::write_anew(&inbox_file(dir))?;
    }
    if has_index && proof.is_in("index") {
        make_anew(dir, catalogue, &|_| {})?;
    }
    prove(dir, catalogue, has_index, suspect)
}

/// Finishes deletions that were cut off; `None` where there are none. What the calls held is not known any more, so the
/// catalogue, the inbox and the index are written anew, and no tombstone may name a call that is there.
pub fn finish(dir: &DataDir, lock: &WriteLock, now: &str) -> Result<Option<Receipt>, ArchiveError> {
    if !dir.catalogue().exists() {
        return Ok(None);
    }
    // Opening it deletes the rows that are left.
    let mut catalogue = Catalogue::open_to_write(dir, lock)?;
    let unfinished = catalogue.unfinished()?;
    if unfinished.is_empty() {
        return Ok(None);
    }
    make_anew(dir, &catalogue, &|_| {})?;
    let probes = Probes::default();
    let elsewhere = forget_elsewhere(dir, &mut catalogue, &probes)?;
    catalogue.write_anew()?;
    inbox::write_anew(&inbox_file(dir))?;
    catalogue.fold_journal()?;
    let suspect = Suspect {
        ords: &[],
        words: &[],
        probes: &probes,
    };
    let proof = prove(dir, &catalogue, true, &suspect)?;
    catalogue.end_forgetting()?;
    catalogue.fold_journal()?;
    Ok(Some(Receipt {
        calls: unfinished.iter().map(|begun| begun.n_calls).sum(),
        finished_later: true,
        ..Receipt::of("finish", now, elsewhere, proof)
    }))
}

/// The same for whoever holds no lock: it is taken, in a command's name, only where something is to be finished.
pub fn finish_if_begun(
    dir: &DataDir,
    command: &str,
    now: &str,
) -> Result<Option<Receipt>, ArchiveError> {
    let catalogue = match Catalogue::open_to_read(dir) {
        Err(StoreError::NothingKept { .. }) => return Ok(None),
        opened => opened?,
    };
    if catalogue.unfinished()?.is_empty() {
        return Ok(None);
    }
    drop(catalogue);
    let lock = WriteLock::take(dir, command)?;
    finish(dir, &lock, now)
}
