//! Who was on a call, as its recorder lists them?
//!
//! Invitees, attendees and speakers stand in different lists; an address that comes back is one person. Being listed
//! is no proof of having spoken, or even of having come: only utterances are.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::call::Side;
use crate::ingest::transcript::Person;

use super::gather;
use super::verbatim_json::loose::Word;

/// The people listed so far.
#[derive(Default)]
pub(super) struct Roster {
    people: Vec<Person>,
    /// By address in lower case.
    by_email: FxHashMap<String, usize>,
    /// Names and addresses in lower case.
    listed: FxHashSet<(String, String)>,
}

impl Roster {
    /// Lists somebody, under the address where no name is known. `None` and other words are no address.
    pub(super) fn add(&mut self, mut person: Person) {
        person.email = person.email.filter(|email| email.contains('@'));
        let email = person.email.as_deref().unwrap_or_default().to_lowercase();
        let at = self.by_email.get(&email).copied();
        if let Some(known) = at.and_then(|at| self.people.get_mut(at)) {
            known.side = known.side.or(person.side);
            known.title = known.title.take().or_else(|| person.title.clone());
            let is_same = known.name.to_lowercase() == person.name.to_lowercase();
            if person.name.is_empty() || is_same {
                return;
            }
            if known.email.as_deref() == Some(known.name.as_str()) {
                known.name = person.name;
                return;
            }
            // Another display name of the same person.
            person.side = known.side;
        }
        if person.name.is_empty() {
            person.name = person.email.clone().unwrap_or_default();
        }
        let is_new = self
            .listed
            .insert((person.name.to_lowercase(), email.clone()));
        if person.name.is_empty() || !is_new {
            return;
        }
        if !email.is_empty() {
            self.by_email.entry(email).or_insert(self.people.len());
        }
        self.people.push(person);
    }

    /// Whether somebody of that address is listed.
    pub(super) fn knows(&self, email: Option<&str>) -> bool {
        email.is_some_and(|email| self.by_email.contains_key(&email.to_lowercase()))
    }

    /// Everybody, in the order of their listing.
    pub(super) fn into_people(self) -> Vec<Person> {
        self.people
    }
}

/// Somebody in the list of a recorder that keeps a name and an address and no more.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PersonJson {
    name: Word,
    email: Word,
}

impl PersonJson {
    pub(super) fn person(self, side: Option<Side>) -> Person {
        person(self.name.0, self.email.0, side)
    }
}

/// Somebody of whom a recorder knows a name, an address, a side, or some of these.
pub(super) fn person(name: Option<String>, email: Option<String>, side: Option<Side>) -> Person {
    Person {
        name: name.unwrap_or_default(),
        email,
        side: side.filter(|side| *side != Side::Unknown),
        ..Person::default()
    }
}

/// The side that a vendor's yes or no tells; anything else tells none.
pub(super) fn side_by(flag: &Word, yes: Side, no: Side) -> Option<Side> {
    match flag.0.as_deref()?.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(yes),
        "false" | "0" => Some(no),
        _ => None,
    }
}

/// The display name of a speaker. A number or a single letter is a voice's label, and is told as such.
pub(super) fn speaker(label: Option<String>) -> Option<String> {
    let label = label?;
    let is_letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_number = label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    if is_letter || is_number {
        return Some(gather::voice(&label));
    }
    Some(label)
}
