//! Which names do the calls tell, and do their letters stand in a text?
//!
//! Names are letters in a row: case, accents, spaces and hyphens are gone before anything is compared. Short ones must be
//! whole words; those that a call also says in small letters are words, so they count with a capital alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Leak, LeakClass};
use crate::call::{Call, Span};

/// Names of fewer letters stand in too many words by chance.
const SHORTEST: usize = 3;
/// Names of so many letters are found inside other words too.
const TELLING: usize = 7;
/// Words of fewer letters have too few groups of three to be compared.
const SHORTEST_SIMILAR: usize = 5;
/// How much of their groups of three two words share, in hundredths, to be alike.
const ALIKE: usize = 65;

/// Parts of names and addresses that tell nobody.
const NO_SECRETS: &str = "guest speaker unknown external internal caller host user the and inc ltd llc gmbh plc corp company \
    limited group holdings com net org example www mail info gmail outlook hotmail yahoo icloud call demo discovery intro \
    kickoff meeting sync review follow proposal negotiation security renewal weekly monthly with von van der den del \
    logistics foods services systems solutions medical health partners consulting technologies manufacturing bank \
    university hospital construction energy insurance credit union supply software industries company roofing solar \
    transport freight retail wholesale trading marine auto components school college county city clinic dental";
/// Words with a capital that tell nobody.
const HARMLESS: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
    august september october november december christmas easter excel word outlook powerpoint google teams zoom slack \
    microsoft windows english french german spanish american british european europe america india okay";

/// Abbreviations that every office uses; nobody writes them small.
const ABBREVIATIONS: &str = "api ceo cfo cio ciso coo crm csv cto edi erp eta faq gdpr gps html iban iso json kpi nda pdf qa rfi \
    rfp rfq roi saas sdk sku sla sms sop sql ssn sso url usb vat vpn xml";

/// One word of a text.
struct Word {
    start: usize,
    end: usize,
    letters: String,
    is_capital: bool,
    begins_sentence: bool,
}

/// What must not show.
#[derive(Debug, Clone, Default)]
pub(super) struct Secrets {
    /// Letters of names, and whether they are a word that the calls say in small letters.
    names: BTreeMap<String, bool>,
    /// Words that the calls never write without a capital.
    capitals: BTreeSet<String>,
    /// Words in small letters.
    small: BTreeSet<String>,
}

impl Secrets {
    /// Everything that calls tell.
    pub(super) fn of<'c>(calls: impl IntoIterator<Item = &'c Call>) -> Secrets {
        let mut secrets = Secrets::default();
        let mut told: Vec<String> = Vec::new();
        for call in calls {
            told.extend(papers(call));
            for turn in &call.turns {
                secrets.listen(&turn.text);
            }
        }
        secrets.capitals = secrets
            .capitals
            .difference(&secrets.small)
            .cloned()
            .collect();
        for text in told {
            let parts = words(&text).into_iter().map(|word| word.letters);
            for name in parts.chain(std::iter::once(letters(&text))) {
                if name.chars().count() >= SHORTEST && !is_among(NO_SECRETS, &name) {
                    let is_word = secrets.small.contains(&name) || is_among(HARMLESS, &name);
                    secrets.names.insert(name, is_word);
                }
            }
        }
        secrets
    }

    /// Learns which words are written how.
    fn listen(&mut self, text: &str) {
        for word in words(text) {
            let is_short = word.letters.chars().count() < SHORTEST;
            if is_short || word.letters.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            if !word.is_capital {
                self.small.insert(word.letters);
            } else if !word.begins_sentence && !is_harmless(&word.letters) {
                self.capitals.insert(word.letters);
            }
        }
    }

    /// Every place in a text where something shows.
    pub(super) fn leaks(&self, text: &str) -> Vec<Leak> {
        let words = words(text);
        let mut leaks = Vec::new();
        for (i, word) in words.iter().enumerate() {
            if let Some((class, reason)) = self.told_by(word) {
                leaks.push(leak(word.start, word.end, class, reason));
            }
            // Names that were cut in two or three.
            for n in 2..=3 {
                let Some(parts) = words.get(i..i + n) else {
                    break;
                };
                let joined: String = parts.iter().map(|part| part.letters.as_str()).collect();
                if joined.chars().count() >= TELLING && self.names.contains_key(&joined) {
                    let end = parts.last().map_or(word.end, |last| last.end);
                    let reason = "name of the call in pieces";
                    leaks.push(leak(word.start, end, LeakClass::Name, reason));
                }
            }
        }
        leaks
    }

    /// What one word tells.
    fn told_by(&self, word: &Word) -> Option<(LeakClass, &'static str)> {
        if let Some(is_word) = self.names.get(&word.letters) {
            let is_name = !is_word || (word.is_capital && !word.begins_sentence);
            return is_name.then_some((LeakClass::Name, "name of the call"));
        }
        let mut names = self.names.iter().filter(|(_, is_word)| !**is_word);
        let is_inside = |name: &str| name.chars().count() >= TELLING && word.letters.contains(name);
        if names.clone().any(|(name, _)| is_inside(name)) {
            return Some((LeakClass::Name, "name of the call inside a word"));
        }
        if self.capitals.contains(&word.letters) && word.is_capital {
            return Some((LeakClass::Capital, "the call never writes it small"));
        }
        let is_known = self.small.contains(&word.letters);
        let is_alike = !is_known && names.any(|(name, _)| are_alike(name, &word.letters));
        is_alike.then_some((LeakClass::Similar, "much like a name of the call"))
    }
}

fn leak(start: usize, end: usize, class: LeakClass, reason: &'static str) -> Leak {
    Leak {
        span: Span {
            start: start as u32,
            end: end as u32,
        },
        class,
        reason,
    }
}

/// Everything about names that a call's papers hold.
fn papers(call: &Call) -> Vec<String> {
    let people = call.participants.iter().flat_map(|who| {
        let names = std::iter::once(who.name.clone()).chain(who.aliases.iter().cloned());
        let email = who.email.iter().flat_map(|email| {
            let parts = email.split('@').map(str::to_owned);
            parts.collect::<Vec<String>>()
        });
        names.chain(email).collect::<Vec<String>>()
    });
    let account = call.account.as_ref().and_then(|a| a.name.clone());
    let deal = call.deal.as_ref().and_then(|deal| deal.id.clone());
    people.chain(account).chain(deal).collect()
}

/// Whether a word with a capital tells nobody, be there one of it or several: `Friday`, `PDFs`.
fn is_harmless(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    let lists = [HARMLESS, ABBREVIATIONS];
    lists
        .iter()
        .any(|list| is_among(list, word) || is_among(list, one))
}

fn is_among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

/// Letters and digits of a text in a row, small and without accents.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(bare)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A letter without its accent, for the commonest ones.
fn bare(c: char) -> char {
    const ROWS: [(char, &str); 10] = [
        ('a', "àáâãäåāăą"),
        ('c', "çćč"),
        ('e', "èéêëēėęě"),
        ('i', "ìíîïīį"),
        ('l', "ł"),
        ('n', "ñńň"),
        ('o', "òóôõöøō"),
        ('s', "śšș"),
        ('u', "ùúûüūů"),
        ('z', "źżž"),
    ];
    let row = ROWS.iter().find(|(_, forms)| forms.contains(c));
    row.map_or(c, |(letter, _)| *letter)
}

/// The words of a text: runs of letters and digits, a hanging `'s` left out.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut from = None;
    let mut is_new = true;
    let ends = text
        .char_indices()
        .chain(std::iter::once((text.len(), ' ')));
    for (at, c) in ends {
        if c.is_alphanumeric() {
            from = from.or(Some(at));
            continue;
        }
        if let Some(start) = from.take() {
            let surface = text.get(start..at).unwrap_or("");
            words.push(Word {
                start,
                end: at,
                letters: letters(surface),
                is_capital: surface.starts_with(char::is_uppercase),
                begins_sentence: is_new,
            });
            is_new = false;
        }
        is_new |= matches!(c, '.' | '!' | '?' | '\n' | ':' | '"' | '“');
    }
    words
}

/// Whether two words share most of their groups of three letters.
fn are_alike(one: &str, other: &str) -> bool {
    let (a, b) = (one.chars().count(), other.chars().count());
    if a < SHORTEST_SIMILAR || b < SHORTEST_SIMILAR || a.abs_diff(b) > 2 {
        return false;
    }
    let (one, other) = (groups(one), groups(other));
    let n_shared = one.intersection(&other).count();
    2 * n_shared * 100 >= ALIKE * (one.len() + other.len())
}

fn groups(word: &str) -> BTreeSet<[char; 3]> {
    let edges = [' ', ' '];
    let padded: Vec<char> = edges.into_iter().chain(word.chars()).chain(edges).collect();
    padded
        .windows(3)
        .map(|group| [group[0], group[1], group[2]])
        .collect()
}
