//! Which words of a quote would tell who said them, and what can stand there instead?
//!
//! A [`Redactor`] knows the names of one call and looks for everything else by its shape or by the words around it. It
//! gives [`Finding`]s and changes nothing: whoever renders a quote puts the replacement, which is in brackets, where the
//! finding's span is. Missing a name is worse than hiding a word too many.
//!
//! The steps: `plain` takes disguises off and remembers where every byte came from; `spoken` and `said` hear numbers
//! and addresses that were read out; `identifiers`, `numbered`, `dialed` and `addresses` find what has a shape; `heard`
//! finds who is `known` from the call's papers; `listed`, `people`, `introduced` and `capitals` find other names, which
//! `rows`, `grown` and `companies` carry to the words beside them; `overlaps` leaves one finding for each place, and
//! `pseudonyms` keep one person one person. All of it is linear in the text.

use serde::Serialize;

use crate::call::{Call, Span};

pub mod pseudonyms;

mod addresses;
mod capitals;
mod checks;
mod class;
mod companies;
mod cues;
mod dialed;
mod grown;
mod heard;
mod identifiers;
mod introduced;
mod known;
mod listed;
mod lists;
mod meant;
mod numbered;
mod overlaps;
mod parts;
mod people;
mod plain;
mod rows;
mod said;
mod scene;
mod shapes;
mod sounds;
mod spellings;
mod spoken;
mod streets;
mod titles;
mod verbs;
mod words;

pub use class::{Certainty, Class};
use heard::Heard;
use identifiers::Found;
use known::Known;
use plain::Plain;
use pseudonyms::Pseudonyms;
use scene::{Named, Scene};
use words::Word;

/// Changes whenever findings or their replacements come out differently; a seal can carry it.
pub const VERSION: &str = "redaction-2";

/// So many bytes before and behind a quote are looked at, for the sentence it stands in.
const AROUND: usize = 400;

/// What is written for the speaker's own name.
const OWN_NAME: &str = "[my name]";

/// Words that would tell who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Bytes of the text as it is stored.
    pub span: Span,
    pub class: Class,
    /// What stands there instead, in brackets: `[a colleague]`.
    pub replacement: String,
    /// Why, in a few words for people.
    pub reason: &'static str,
    pub certainty: Certainty,
}

impl Finding {
    /// Whether it is the name of the account, and nothing that only sounds like it.
    pub fn names_account(&self) -> bool {
        self.reason == known::OF_ACCOUNT
    }

    /// Whether it is the speaker's own name.
    pub fn names_speaker(&self) -> bool {
        self.replacement == OWN_NAME
    }
}

/// A finding whose replacement is not chosen yet.
#[derive(Debug, Clone)]
struct Hit {
    span: Span,
    class: Class,
    /// Without brackets.
    instead: &'static str,
    /// The words of a name, folded; none where no name is found.
    key: Vec<String>,
    reason: &'static str,
    certainty: Certainty,
    is_known: bool,
}

impl Hit {
    fn is_person(&self) -> bool {
        self.class == Class::Person
    }

    /// Which of two overlapping findings has the word.
    fn rank(&self) -> u8 {
        match self.class {
            Class::Email | Class::Iban | Class::Card | Class::Ssn => 9,
            Class::Url | Class::Ip => 8,
            Class::Phone | Class::BirthDate => 7,
            Class::Address => 6,
            Class::Number => 5,
            _ if self.is_known => 4,
            Class::Product => 3,
            Class::Person => 2,
            Class::Organization | Class::Place => 1,
        }
    }
}

/// Knows the names of one call.
#[derive(Debug, Clone)]
pub struct Redactor {
    known: Known,
    /// Among whose people pseudonyms are counted.
    scope: String,
}

impl Redactor {
    /// No names at all, for a text that belongs to no call.
    pub fn for_nobody() -> Redactor {
        Redactor {
            known: Known::default(),
            scope: String::new(),
        }
    }

    /// Everybody on a call, the account and its domains.
    pub fn for_call(call: &Call) -> Redactor {
        let account = call.account.as_ref().and_then(|a| a.name.as_deref());
        Redactor {
            known: Known::of(call),
            scope: account.unwrap_or(&call.id.0).to_lowercase(),
        }
    }

    /// Another name or domain of the account, from the CRM or a list of aliases.
    #[must_use]
    pub fn knowing(mut self, name_or_domain: &str) -> Redactor {
        let Some(account) = self.known.account() else {
            return self;
        };
        if name_or_domain.contains('.') && !name_or_domain.contains(' ') {
            self.known.add_domain(name_or_domain, account);
        } else {
            self.known.add_company(name_or_domain, account);
        }
        self
    }

    /// Words that may be shown, such as the seller's own name and products.
    #[must_use]
    pub fn keeping<'w>(mut self, words: impl IntoIterator<Item = &'w str>) -> Redactor {
        let folded = words.into_iter().flat_map(parts::folded);
        self.known.kept.extend(folded);
        self
    }

    /// What to hide in a stretch of a text, for a quote that stands alone.
    pub fn redact(&self, text: &str, span: Span) -> Vec<Finding> {
        self.redact_said(None, text, span, &mut Pseudonyms::default())
    }

    /// What to hide in a stretch of a turn, with the pseudonyms of a pack. The speaker is an index into the call's
    /// participants; his own name is no colleague's.
    pub fn redact_said(
        &self,
        speaker: Option<u32>,
        text: &str,
        span: Span,
        pseudonyms: &mut Pseudonyms,
    ) -> Vec<Finding> {
        let (from, to) = around(text, span);
        let window = text.get(from..to).unwrap_or("");
        let mut findings = Vec::new();
        for hit in overlaps::resolve(window, self.hits(window, speaker)) {
            let start = (hit.span.start + from as u32).max(span.start);
            let end = (hit.span.end + from as u32).min(span.end);
            if start >= end {
                continue;
            }
            let replacement = if hit.key.is_empty() {
                format!("[{}]", hit.instead)
            } else {
                pseudonyms.of(&self.scope, hit.instead, &hit.key)
            };
            findings.push(Finding {
                span: Span { start, end },
                class: hit.class,
                replacement,
                reason: hit.reason,
                certainty: hit.certainty,
            });
        }
        findings
    }

    /// Everything found in a text, overlaps included.
    fn hits(&self, text: &str, speaker: Option<u32>) -> Vec<Hit> {
        let plain = Plain::of(text);
        let spoken = spoken::with_digits(&plain);
        let mut hits = shaped(&plain);
        hits.extend(shaped(&spoken));
        let words = words::words(&plain.text);
        let mut scene = Scene::new(&words);
        let heard = heard::find(&self.known, &plain.text, &words);
        for name in &heard {
            scene.take(name.from, name.to);
        }
        let shapes = hits.iter().map(|hit| hit.span).collect();
        take_what_has_a_shape(&mut scene, &plain, shapes);
        for (i, word) in words.iter().enumerate() {
            if self.known.kept.contains(&word.folded) {
                scene.take(i, i + 1);
            }
        }
        listed::find(&mut scene);
        people::find(&mut scene);
        introduced::find(&mut scene);
        grown::find_particles(&mut scene);
        capitals::find(&mut scene);
        rows::find(&mut scene, &self.people_among(&heard));
        grown::find_neighbors(&mut scene);
        companies::find(&mut scene);
        let known = heard
            .iter()
            .map(|name| self.known_hit(name, &words, &plain, speaker));
        hits.extend(known);
        let others = scene.found.iter();
        hits.extend(others.map(|named| other_hit(named, &words, &plain)));
        hits
    }

    /// Where people are named that the call's papers know.
    fn people_among(&self, heard: &[Heard]) -> Vec<(usize, usize)> {
        let is_person = |name: &&Heard| self.known.entities[name.entity].class == Class::Person;
        let people = heard.iter().filter(is_person);
        people.map(|name| (name.from, name.to)).collect()
    }

    fn known_hit(
        &self,
        name: &Heard,
        words: &[Word<'_>],
        plain: &Plain,
        speaker: Option<u32>,
    ) -> Hit {
        let entity = &self.known.entities[name.entity];
        let is_own = speaker.is_some() && entity.participant == speaker;
        let is_person = entity.class == Class::Person;
        Hit {
            span: span_of(words, plain, name.from, name.to, is_person),
            class: entity.class,
            instead: if is_own { "my name" } else { entity.instead },
            key: if is_own {
                Vec::new()
            } else {
                entity.key.clone()
            },
            reason: if name.is_misheard {
                "sounds like a name of the call"
            } else {
                entity.reason
            },
            certainty: if name.is_misheard {
                Certainty::Likely
            } else {
                Certainty::Certain
            },
            is_known: true,
        }
    }
}

/// The stretch of a text that is looked at for a span, cut between words.
fn around(text: &str, span: Span) -> (usize, usize) {
    let end = (span.end as usize).min(text.len());
    let mut from = (span.start as usize).min(end).saturating_sub(AROUND);
    let mut to = end.saturating_add(AROUND).min(text.len());
    let bytes = text.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    while from > 0 && from < span.start as usize && !is_space(from) {
        from += 1;
    }
    while to > end && to < text.len() && !is_space(to) {
        to -= 1;
    }
    // A quote that begins or ends inside a character is none; its borders are moved outwards.
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}

/// Everything that has a shape, in one copy of the text.
fn shaped(copy: &Plain) -> Vec<Hit> {
    let text = copy.text.as_str();
    let found = [
        identifiers::find(text),
        numbered::find_numbers(text),
        numbered::find_births(text),
        addresses::find(text),
        dialed::find(text),
        said::find(text),
    ];
    found
        .into_iter()
        .flatten()
        .map(|found| shape_hit(&found, copy))
        .collect()
}

fn shape_hit(found: &Found, copy: &Plain) -> Hit {
    let (start, end) = copy.original(found.start, found.end);
    let (instead, reason) = found.class.fixed();
    Hit {
        span: Span { start, end },
        class: found.class,
        instead,
        key: Vec::new(),
        reason,
        certainty: found.certainty,
        is_known: false,
    }
}

/// Words of a shape are no names.
fn take_what_has_a_shape(scene: &mut Scene<'_, '_>, plain: &Plain, mut shapes: Vec<Span>) {
    shapes.sort_unstable();
    shapes.dedup_by(|later, kept| {
        let is_inside = later.start < kept.end;
        if is_inside {
            kept.end = kept.end.max(later.end);
        }
        is_inside
    });
    for (i, word) in scene.words.iter().enumerate() {
        let (start, end) = plain.original(word.start, word.end);
        let next = shapes.partition_point(|shape| shape.end <= start);
        if shapes.get(next).is_some_and(|shape| shape.start < end) {
            scene.take(i, i + 1);
        }
    }
}

fn other_hit(named: &Named, words: &[Word<'_>], plain: &Plain) -> Hit {
    let is_person = named.class == Class::Person;
    let parts = words.get(named.from..named.to).unwrap_or(&[]);
    Hit {
        span: span_of(words, plain, named.from, named.to, is_person),
        class: named.class,
        instead: named.instead,
        key: parts.iter().map(|word| word.folded.clone()).collect(),
        reason: named.reason,
        certainty: named.certainty,
        is_known: false,
    }
}

/// The bytes of the original under some words; a person's title goes with the name.
fn span_of(words: &[Word<'_>], plain: &Plain, from: usize, to: usize, is_person: bool) -> Span {
    let mut from = from;
    while is_person && from > 0 && is_title_before(words, from) {
        from -= 1;
    }
    let start = words.get(from).map_or(0, |word| word.start);
    let last = to.checked_sub(1).and_then(|last| words.get(last));
    let (start, end) = plain.original(start, last.map_or(start, |word| word.end));
    Span { start, end }
}

/// Whether a title stands before a word.
fn is_title_before(words: &[Word<'_>], i: usize) -> bool {
    let (title, name) = (&words[i - 1], &words[i]);
    let folded = title.folded.as_str();
    let is_title = cues::TITLES.contains(folded);
    let is_word = matches!(
        folded,
        "nurse" | "sir" | "captain" | "sheikh" | "lord" | "lady" | "madam"
    );
    matches!(name.gap, " " | ". ") && (is_title || (is_word && title.is_capital))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let (n_shapes, n_compiled) = identifiers::n_compiled();
        assert_eq!(n_shapes, n_compiled);
        assert!(numbered::is_complete());
        assert!(addresses::is_complete());
        assert!(streets::is_complete());
        assert!(dialed::is_complete());
    }
}
