//! How may a person or a company be called?
//!
//! Everybody by full, first and last name, by nickname, initials and e-mail address; a company with and without its legal
//! form, by its first words, its initials and its domain.

use super::Class;
use super::cues::{CONNECTIVES, GENERIC, LEGAL};
use super::known::{Entity, Kind, Known};
use super::lists::nicknames;
use super::parts::{
    folded, handle, initial, is_particle, label, name_words, with_umlauts_spelled,
    without_legal_form,
};
use crate::call::{Participant, Side};

/// Providers whose domains name no company.
const PROVIDERS: [&str; 9] = [
    "aol",
    "gmail",
    "gmx",
    "hotmail",
    "icloud",
    "outlook",
    "proton",
    "protonmail",
    "yahoo",
];

impl Known {
    pub(super) fn add_participant(&mut self, who: &Participant, index: u32) {
        let (instead, reason) = match who.side {
            Side::Prospect => ("a colleague", "name of a prospect on the call"),
            Side::Rep => ("the rep", "name of a rep on the call"),
            Side::Unknown => ("someone", "name of somebody on the call"),
        };
        let words = name_words(&who.name, who.email.as_deref());
        let entity = self.add_entity(Entity {
            class: Class::Person,
            instead,
            key: if words.is_empty() {
                vec![format!("participant {index}")]
            } else {
                words.clone()
            },
            participant: Some(index),
            reason,
        });
        if let Some(handle) = who.email.as_deref().and_then(handle) {
            self.add(&[handle], entity, Kind::Handle);
        }
        self.add_person(&words, &who.name, entity);
        for alias in &who.aliases {
            self.add_person(&name_words(alias, None), alias, entity);
        }
    }

    /// All spellings of a person's name.
    fn add_person(&mut self, words: &[String], written: &str, entity: usize) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        let pair = |one: &str, other: &str| [one.to_owned(), other.to_owned()];
        if words.len() > 1 {
            self.add(words, entity, Kind::Full);
            self.add_last_names(words, entity);
            self.add(&pair(first, last), entity, Kind::Full);
            if words.len() > 2 {
                self.add(&words[..2], entity, Kind::Full);
            }
            self.add(&pair(&initial(first), last), entity, Kind::Full);
            self.add(&pair(first, &initial(last)), entity, Kind::FirstAndLetter);
            let handle = format!("{}{last}", initial(first));
            self.add(&[handle], entity, Kind::Handle);
            self.add_initials(words, entity);
            self.join(words.concat(), entity);
        }
        self.add(std::slice::from_ref(first), entity, Kind::Name);
        for word in words.iter().filter(|word| word.chars().count() >= 5) {
            self.join(word.clone(), entity);
        }
        for nickname in nicknames(first) {
            self.add(&[nickname.to_owned()], entity, Kind::Name);
            if words.len() > 1 {
                let mut full = words.to_vec();
                full[0] = nickname.to_owned();
                self.add(&full, entity, Kind::Full);
                self.add(&pair(nickname, last), entity, Kind::Full);
            }
        }
        if let Some(written) = with_umlauts_spelled(written) {
            for word in folded(&written) {
                self.add(&[word], entity, Kind::Last);
            }
        }
    }

    /// The last name with its particles, every part of it, and an initial before it.
    fn add_last_names(&mut self, words: &[String], entity: usize) {
        let particle = words.iter().skip(1).position(|word| is_particle(word));
        let from = particle.map_or(words.len() - 1, |at| at + 1);
        let from = from.min(words.len() - 1);
        let kind = if from == words.len() - 1 {
            Kind::Last
        } else {
            Kind::Full
        };
        self.add(&words[from..], entity, kind);
        for word in &words[1..] {
            if !is_particle(word) && word.chars().count() >= 2 {
                self.add(std::slice::from_ref(word), entity, Kind::Last);
            }
        }
        let middle = &words[from];
        if !is_particle(middle) {
            self.add(&[initial(&words[0]), middle.clone()], entity, Kind::Full);
        }
    }

    fn add_initials(&mut self, words: &[String], entity: usize) {
        let all: Vec<String> = words.iter().map(|word| initial(word)).collect();
        let outer = [initial(&words[0]), initial(&words[words.len() - 1])];
        let without_particles = words.iter().filter(|word| !is_particle(word));
        let without_particles: String = without_particles.map(|word| initial(word)).collect();
        self.add(&[all.concat()], entity, Kind::Initials);
        self.add(&all, entity, Kind::Letters);
        self.add(&[outer.concat()], entity, Kind::Initials);
        self.add(&outer, entity, Kind::Letters);
        self.add(&[without_particles], entity, Kind::Initials);
    }

    /// All spellings of a company's name.
    pub(super) fn add_company(&mut self, name: &str, entity: usize) {
        let spelled = with_umlauts_spelled(name);
        for name in std::iter::once(name).chain(spelled.as_deref()) {
            let full = folded(name);
            let is_connective = |word: &String| CONNECTIVES.contains(word.as_str());
            let words: Vec<String> = full.iter().filter(|w| !is_connective(w)).cloned().collect();
            let core = without_legal_form(&words);
            let Some(first) = core.first() else { continue };
            for n in (2..=words.len()).rev() {
                self.add(&words[..n], entity, Kind::Company);
            }
            if core.len() == 1 || !GENERIC.contains(first.as_str()) {
                self.add(std::slice::from_ref(first), entity, Kind::Company);
            }
            let unlegal: Vec<String> = full
                .iter()
                .filter(|word| !LEGAL.contains(word.as_str()))
                .cloned()
                .collect();
            for words in [core, unlegal.as_slice(), words.as_slice()] {
                if words.len() >= 2 {
                    let initials: String = words.iter().map(|word| initial(word)).collect();
                    self.add(&[initials], entity, Kind::Initials);
                }
            }
            let joined = [core.len(), 2, 1].map(|n| core[..n.min(core.len())].concat());
            for name in joined.into_iter().filter(|name| name.len() >= 6) {
                self.join(name, entity);
            }
        }
    }

    /// The name that a domain holds.
    pub(super) fn add_domain(&mut self, domain: &str, entity: usize) {
        let label = label(domain);
        if PROVIDERS.contains(&label.as_str()) || label.is_empty() {
            return;
        }
        self.add(std::slice::from_ref(&label), entity, Kind::Company);
        self.join(label, entity);
    }
}
