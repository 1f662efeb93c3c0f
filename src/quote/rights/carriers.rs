//! What carries words that somebody takes back?
//!
//! Packs, recorded uses and files that left. Looking changes nothing, so that a page can tell it before somebody decides.
//! Withdrawing marks the words in every pack, so that they stay withdrawn whatever becomes of their call.

use jiff::civil::Date;

use crate::quote::pack::Pack;
use crate::quote::pack::row::{RowError, from_row, to_row};
use crate::quote::rights::Withdrawal;
use crate::quote::rights::book::{Rights, RightsError, withdrawal_row};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::rights::CarriedRow;
use crate::store::rights::exports::ExportRow;
use crate::store::rights::uses::UseRow;

/// Why it cannot be told what carries the words.
#[derive(Debug, thiserror::Error)]
pub enum CarriersError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Rights(#[from] RightsError),
    #[error("cannot read the pack {name}: {cause}")]
    Pack { name: String, cause: RowError },
}

/// What carries the words of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carriers {
    /// Names of packs, each with the numbers of the quotes, from 1.
    pub packs: Vec<(String, Vec<usize>)>,
    pub uses: Vec<UseRow>,
    /// Files that left, in that order.
    pub exports: Vec<ExportRow>,
}

impl Carriers {
    /// Whether nothing carries them.
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty() && self.uses.is_empty() && self.exports.is_empty()
    }
}

/// Finds all that carries the words of a withdrawal, be it written down or only thought of. Calls are learned by
/// `rights` as they are needed.
pub fn carriers(
    catalogue: &Catalogue,
    rights: &mut Rights,
    withdrawal: &Withdrawal,
) -> Result<Carriers, CarriersError> {
    let mut found = Carriers::default();
    for line in catalogue.packs()? {
        let Some(pack) = kept(catalogue, &line.name)? else {
            continue;
        };
        let calls = pack.items.iter().map(|item| item.seal.call.as_str());
        rights.learn_kept(catalogue, calls)?;
        let mut numbers = Vec::new();
        for (number, item) in (1..).zip(&pack.items) {
            if withdrawal.covers(&rights.words_of(item)) {
                numbers.push(number);
            }
        }
        if !numbers.is_empty() {
            found.packs.push((pack.name, numbers));
        }
    }
    for record in catalogue.uses()? {
        if carries(catalogue, rights, withdrawal, &record.quotes)? {
            found.uses.push(record);
        }
    }
    for record in catalogue.exports()? {
        if carries(catalogue, rights, withdrawal, &record.quotes)? {
            found.exports.push(record);
        }
    }
    Ok(found)
}

/// Writes a withdrawal down, marks its words in every pack, and gives its number with all that carries them. `now` is
/// the RFC 3339 time.
pub fn withdraw(
    catalogue: &mut Catalogue,
    withdrawal: &Withdrawal,
    today: Date,
    now: &str,
) -> Result<(i64, Carriers), CarriersError> {
    let number = catalogue.put_withdrawal(&withdrawal_row(withdrawal, now))?;
    let mut rights = Rights::of(catalogue, today)?;
    let mut own = rights.withdrawals.iter();
    let own = own.find(|known| known.number == number).cloned();
    let found = match &own {
        Some(own) => carriers(catalogue, &mut rights, own)?,
        None => Carriers::default(),
    };
    for (name, numbers) in &found.packs {
        mark(catalogue, name, numbers, number, now)?;
    }
    Ok((number, found))
}

/// Keeps a pack to which quotes have come: what was withdrawn before is marked in it like in every other pack.
pub fn keep(
    catalogue: &mut Catalogue,
    pack: &Pack,
    today: Date,
    now: &str,
) -> Result<(), CarriersError> {
    let mut rights = Rights::of(catalogue, today)?;
    let calls = pack.items.iter().map(|item| item.seal.call.as_str());
    rights.learn_kept(catalogue, calls)?;
    let mut marked = pack.clone();
    for item in &mut marked.items {
        let words = rights.words_of(item);
        let covering = rights.withdrawals.iter().filter(|one| one.covers(&words));
        let numbers: Vec<i64> = covering.map(|one| one.number).collect();
        for number in numbers {
            if !item.withdrawn.contains(&number) {
                item.withdrawn.push(number);
            }
        }
    }
    let row = to_row(&marked).map_err(|cause| unreadable(&pack.name, cause))?;
    Ok(catalogue.put_pack(&row, now)?)
}

/// Marks quotes of a pack as withdrawn.
fn mark(
    catalogue: &mut Catalogue,
    name: &str,
    numbers: &[usize],
    withdrawal: i64,
    now: &str,
) -> Result<(), CarriersError> {
    let Some(mut pack) = kept(catalogue, name)? else {
        return Ok(());
    };
    for (number, item) in (1..).zip(&mut pack.items) {
        if numbers.contains(&number) {
            item.withdrawn.push(withdrawal);
        }
    }
    let row = to_row(&pack).map_err(|cause| unreadable(name, cause))?;
    Ok(catalogue.put_pack(&row, now)?)
}

fn carries(
    catalogue: &Catalogue,
    rights: &mut Rights,
    withdrawal: &Withdrawal,
    quotes: &[CarriedRow],
) -> Result<bool, StoreError> {
    rights.learn_kept(catalogue, quotes.iter().map(|quote| quote.call.as_str()))?;
    let mut quotes = quotes.iter();
    Ok(quotes.any(|quote| withdrawal.covers(&rights.words_carried(quote))))
}

fn kept(catalogue: &Catalogue, name: &str) -> Result<Option<Pack>, CarriersError> {
    let Some(row) = catalogue.pack(name)? else {
        return Ok(None);
    };
    let pack = from_row(row).map_err(|cause| unreadable(name, cause))?;
    Ok(Some(pack))
}

fn unreadable(name: &str, cause: RowError) -> CarriersError {
    CarriersError::Pack {
        name: name.to_owned(),
        cause,
    }
}
