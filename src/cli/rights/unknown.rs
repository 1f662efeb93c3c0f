//! Is anything kept of what a right is about, or did somebody slip?
//!
//! A right may be written down before its call comes, so nothing is refused. But whoever meant something that is kept
//! hears that this is not it. Accounts and calls that are near are named, people are not.

use std::io::Write;

use crate::cli::look::{note_label, printable};
use crate::quote::rights::subject::{Person, Subject, key};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::facts::CallFacts;
use crate::text::spelling::nearest;

/// Says so where nothing is kept of a subject.
pub(super) fn tell_unknown(catalogue: &Catalogue, subject: &Subject) -> anyhow::Result<()> {
    if let Some(told) = told(catalogue, subject)? {
        let mut err = anstream::stderr();
        writeln!(err, "{} {}", note_label(), printable(&told))?;
    }
    Ok(())
}

/// What there is to say; `None` where something is kept. Certain words are kept, or nobody could have bound them.
fn told(catalogue: &Catalogue, subject: &Subject) -> Result<Option<String>, StoreError> {
    match subject {
        Subject::Account(account) => Ok(told_of_account(&catalogue.facts()?, account)),
        Subject::Call(id) => told_of_call(catalogue, id),
        Subject::Person(Person::Email(email)) => {
            let is_kept = !catalogue.names_with_email(email)?.is_empty();
            let told = "nobody with that address is on a call that is kept yet".to_owned();
            Ok((!is_kept).then_some(told))
        }
        Subject::Person(Person::Named { account, name }) => {
            let facts = catalogue.facts()?;
            if let Some(told) = told_of_account(&facts, account) {
                return Ok(Some(told));
            }
            let is_kept = is_on_a_call(catalogue, &facts, account, name)?;
            let told = "nobody of that name is on a call of that account that is kept yet";
            Ok((!is_kept).then(|| told.to_owned()))
        }
        Subject::Quote(_) => Ok(None),
    }
}

fn told_of_account(facts: &[CallFacts], account: &str) -> Option<String> {
    let names = facts.iter().filter_map(|call| call.account.as_deref());
    let names: Vec<&str> = names.collect();
    let is_kept = names.iter().any(|name| key(name) == key(account));
    let meant = nearest_name(account, &names);
    (!is_kept).then(|| with_meant("no call of that account is kept yet", meant))
}

fn told_of_call(catalogue: &Catalogue, id: &str) -> Result<Option<String>, StoreError> {
    if catalogue.call(id)?.is_some() {
        return Ok(None);
    }
    let facts = catalogue.facts()?;
    let ids: Vec<&str> = facts.iter().map(|call| call.id.as_str()).collect();
    let meant = nearest_name(id, &ids);
    Ok(Some(with_meant("no call with that id is kept yet", meant)))
}

/// Whether somebody speaks on a call of the account under this name.
fn is_on_a_call(
    catalogue: &Catalogue,
    facts: &[CallFacts],
    account: &str,
    name: &str,
) -> Result<bool, StoreError> {
    let (account, name) = (key(account), key(name));
    for known in facts {
        if known.account.as_deref().map(key).as_ref() != Some(&account) {
            continue;
        }
        let Some(call) = catalogue.call_by_ord(known.ord)? else {
            continue;
        };
        let mut people = call.participants.iter();
        let is_there = people
            .any(|who| key(&who.name) == name || who.aliases.iter().any(|own| key(own) == name));
        if is_there {
            return Ok(true);
        }
    }
    Ok(false)
}

fn with_meant(told: &str, meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("{told}; did you mean {meant}?"),
        None => told.to_owned(),
    }
}

/// The known name nearest to a written one. Names are compared as rights compare them.
fn nearest_name<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    let meant = nearest(&key(written), keys.iter().map(String::as_str))?;
    let at = keys.iter().position(|key| key == meant)?;
    names.get(at).copied()
}
