//! What still shows in a finished file?
//!
//! The file is read as its reader will, whatever made it: each quote is held against everything that the calls tell of
//! names, with what the right of just these words allows to be named; everything beside the quotes against what the
//! rights of all of them allow. What a file says of itself (hashes, formats, sources) is known and passes. A finding
//! has an id of its place and its words, so that a person accepts it once for all formats.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use crate::call::Span;
use crate::quote::hide::Hider;
use crate::quote::leaktest::{LeakClass, LeakTest};
use crate::quote::pack::{Item, Pack};
use crate::quote::publish::seen::places;
use crate::quote::quote::turn_hash;
use crate::quote::rights::Level;
use crate::quote::rights::gate::Gated;
use crate::quote::rights::shown::hidden;
use crate::quote::rights::subject::key;
use crate::quote::typography::plain_words;
use crate::quote::verify::read::{ReadError, read};
use crate::text::tokens::tokens;

/// Characters of a finding's id.
const ID: usize = 12;
/// Characters of a hash that files show.
const SHOWN_HASH: usize = 12;
/// Fewer words of a line may stand in a quote by chance.
const PART_OF_QUOTE: usize = 3;

/// What files say of themselves.
const FURNITURE: [&str; 17] = [
    "prospect",
    "Quotes",
    "About",
    "Sources",
    "Source:",
    "Tags:",
    "withheld",
    "recording",
    "rights",
    "verbatim-pack-1",
    "turn_sha256",
    "call_sha256",
    "quote_sha256",
    "speaker_role",
    "speaker_name",
    "neutralized",
    "verbatim verify FILE holds each row of the sheet Quotes against the turn that its column source names",
];

/// Something that shows in a finished file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// The same for the same words at the same place in every format.
    pub id: String,
    /// The quote's number in the pack, from 1; none where it stands beside the quotes.
    pub item: Option<usize>,
    pub class: LeakClass,
    /// Why, in a few words for people; never the words themselves.
    pub what_kind: &'static str,
    /// The words, for whoever decides; never for logs.
    pub words: String,
    /// The id of the call whose words they are; empty beside the quotes.
    pub call: String,
    /// Who lets it pass.
    pub accepted_by: Option<String>,
}

impl Leak {
    /// Whether it keeps the file back.
    pub fn is_open(&self) -> bool {
        self.accepted_by.is_none()
    }
}

/// Knows what must not show in the files of a pack.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    test: LeakTest,
    quotes: Vec<Quoted>,
    /// Quotes by their printed words, and by their words with gaps.
    by_words: HashMap<String, usize>,
    /// Words of names that no quote of the pack forbids.
    granted: BTreeSet<String>,
    /// What the file itself writes, as whole words.
    own: HashSet<String>,
    /// What is told of speakers, as it may be told.
    told: BTreeSet<String>,
    accepted: BTreeMap<String, String>,
}

/// A quote that may leave.
#[derive(Debug, Clone)]
struct Quoted {
    number: usize,
    call: String,
    /// Call, turn and bytes.
    place: String,
    /// Words of names that its right allows.
    granted: BTreeSet<String>,
}

/// Something that shows in a text.
struct Shown {
    class: LeakClass,
    what_kind: &'static str,
    words: String,
}

impl Watch {
    /// Over the files that are made of what the gate let go of a pack.
    pub(super) fn over(
        pack: &Pack,
        gated: &Gated,
        hider: &Hider,
        accepted: BTreeMap<String, String>,
    ) -> Watch {
        let kept = words_of(hider.kept());
        let mut watch = Watch {
            test: LeakTest::of(hider.calls()),
            quotes: Vec::new(),
            by_words: HashMap::new(),
            granted: kept.clone(),
            own: HashSet::new(),
            told: FURNITURE.iter().map(|text| (*text).to_owned()).collect(),
            accepted,
        };
        let mut forbidden = BTreeSet::new();
        for (number, item) in gated.numbers.iter().zip(&gated.allowed.get().items) {
            let Some(whole) = number.checked_sub(1).and_then(|at| pack.items.get(at)) else {
                continue;
            };
            let mut granted = words_of(&granted(whole, hider));
            let words = hider.rights().words_of(whole);
            forbidden.extend(words_of(&hidden(&words, hider.level(whole))));
            watch.granted.extend(granted.iter().cloned());
            granted.extend(kept.iter().cloned());
            let seal = &whole.seal;
            watch.learn(item);
            watch.index(item);
            watch.quotes.push(Quoted {
                number: *number,
                call: seal.call.clone(),
                place: format!("{}:{}:{}-{}", seal.call, seal.turn, seal.start, seal.end),
                granted,
            });
        }
        watch.granted.retain(|word| !forbidden.contains(word));
        watch
    }

    /// The next quote, by which words it is known in a file.
    fn index(&mut self, item: &Item) {
        let at = self.quotes.len();
        for words in [item.words(), item.seal.exact.clone()] {
            self.by_words.entry(plain_words(&words)).or_insert(at);
        }
    }

    /// What a file says of a quote on purpose.
    fn learn(&mut self, item: &Item) {
        let (seal, said_by) = (&item.seal, &item.said_by);
        let hash = item.hash();
        for hash in [&hash, &seal.turn_sha256, &seal.call_sha256] {
            self.own.insert(hash.chars().take(SHOWN_HASH).collect());
            self.own.insert(hash.clone());
        }
        let replaced = item
            .edits
            .iter()
            .filter_map(|edit| edit.replacement.clone());
        self.own.extend(replaced);
        let given = [&seal.minute, &said_by.date, &said_by.link];
        self.own.extend(given.into_iter().flatten().cloned());
        let known = [item.source(), seal.lexicon.clone(), seal.redaction.clone()];
        self.own.extend(known);
        let told = [
            &said_by.account,
            &said_by.industry,
            &said_by.size,
            &said_by.region,
            &said_by.name,
        ];
        self.told.extend(told.into_iter().flatten().cloned());
        self.told.extend(said_by.tags.iter().cloned());
        self.told.extend([item.role(), seal.persona.clone()]);
        self.told.remove("");
        self.own.remove("");
    }

    /// Everything that shows in a file, quote by quote.
    pub(super) fn leaks(&self, file: &[u8]) -> Result<Vec<Leak>, ReadError> {
        let page = read(file)?;
        let mut found = Vec::new();
        for claim in &page.claims {
            self.take(&claim.words, None, &mut found);
        }
        let quoted: Vec<String> = page
            .claims
            .iter()
            .map(|claim| plain_words(&claim.words))
            .collect();
        let quoted = quoted.join("\n");
        for place in places(file)? {
            self.take(&place, Some(&quoted), &mut found);
        }
        found.sort_by_key(|leak| leak.item.unwrap_or(usize::MAX));
        let mut known = HashSet::new();
        found.retain(|leak| known.insert(leak.id.clone()));
        Ok(found)
    }

    /// Takes what shows in a text. What stands in one of the `quoted` words was looked at there.
    fn take(&self, text: &str, quoted: Option<&str>, found: &mut Vec<Leak>) {
        let lines: Vec<String> = text.lines().map(plain_words).collect();
        let text = lines.join("\n");
        let quote = self.quote_of(&text);
        let shown = self.shown(&text, quote);
        let is_quoted = |quoted: &str| quote.is_none() && is_part(&text, quoted);
        if shown.is_empty() || quoted.is_some_and(is_quoted) {
            return;
        }
        for Shown {
            class,
            what_kind,
            words,
        } in shown
        {
            let place = quote.map_or("", |quote| quote.place.as_str());
            let id = id(place, &words);
            found.push(Leak {
                item: quote.map(|quote| quote.number),
                class,
                what_kind,
                words,
                call: quote.map_or_else(String::new, |quote| quote.call.clone()),
                accepted_by: self.accepted.get(&id).cloned(),
                id,
            });
        }
    }

    /// The quote that a text is, between quotation marks or not.
    fn quote_of(&self, text: &str) -> Option<&Quoted> {
        let words = plain_words(text);
        let bare = words.trim_matches(['"', '\'']);
        let at = self
            .by_words
            .get(&words)
            .or_else(|| self.by_words.get(bare));
        self.quotes.get(*at?)
    }

    /// What shows in a text and in its brackets, without what may.
    fn shown(&self, text: &str, quote: Option<&Quoted>) -> Vec<Shown> {
        let mut shown = Vec::new();
        for leak in self.test.leaks(text) {
            if !self.may_show(text, leak.span, quote) {
                shown.push(Shown {
                    class: leak.class,
                    what_kind: leak.reason,
                    words: leak.span.slice(text).to_owned(),
                });
            }
        }
        for inner in brackets(text) {
            for leak in self.test.leaks(inner) {
                // Abbreviations in brackets are the redaction's own: `[our ERP]`.
                let is_ours = leak.class == LeakClass::Capital;
                if !is_ours && !self.may_show(inner, leak.span, quote) {
                    shown.push(Shown {
                        class: leak.class,
                        what_kind: leak.reason,
                        words: leak.span.slice(inner).to_owned(),
                    });
                }
            }
        }
        shown
    }

    fn may_show(&self, text: &str, span: Span, quote: Option<&Quoted>) -> bool {
        let words = span.slice(text);
        match quote {
            Some(quote) => is_granted(words, &quote.granted),
            None => is_granted(words, &self.granted) || self.is_own(text, span),
        }
    }

    /// Whether a stretch of a text is what the file says on purpose.
    fn is_own(&self, text: &str, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let before = text.get(..start).unwrap_or("");
        let from = before.rfind(char::is_whitespace).map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        let behind = text.get(end..).unwrap_or("");
        let to = end + behind.find(char::is_whitespace).unwrap_or(behind.len());
        let around = text.get(from..to).unwrap_or("");
        let around = around.trim_matches([',', ';', '.', '(', ')', '"']);
        if self.own.contains(around) || self.own.contains(text.trim()) {
            return true;
        }
        self.told.iter().any(|told| {
            let mut places = text.match_indices(told.as_str());
            places.any(|(at, told)| at <= start && end <= at + told.len())
        })
    }
}

/// Names that the right of a quote allows, as they are compared.
fn granted(item: &Item, hider: &Hider) -> Vec<String> {
    let level = hider.level(item);
    let words = hider.rights().words_of(item);
    let mut names = Vec::new();
    if level >= Level::Company {
        names.extend(words.accounts.iter().cloned());
    }
    if level >= Level::Name
        && let Some(who) = words.speaker
    {
        names.extend(who.keys.iter().cloned());
        names.extend(who.email.clone());
    }
    names
}

/// Every word of some names, and each name in one word.
fn words_of(names: &[String]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for name in names {
        let name = key(name);
        words.extend(name.split(' ').map(str::to_owned));
        words.insert(name.replace(' ', ""));
    }
    words.remove("");
    words
}

fn is_granted(words: &str, granted: &BTreeSet<String>) -> bool {
    let words = key(words);
    let is_known = |word: &str| granted.contains(word);
    !words.is_empty() && (words.split(' ').all(is_known) || is_known(&words.replace(' ', "")))
}

/// Whether a line or two of a file are some of the words that were read as a quote.
fn is_part(text: &str, quoted: &str) -> bool {
    let words = plain_words(text);
    let bare = words.trim_matches(['"', '\'']).trim();
    tokens(bare).count() >= PART_OF_QUOTE && quoted.contains(bare)
}

/// What stands in the brackets of each line.
fn brackets(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while let Some((_, behind)) = rest.split_once('[') {
            let Some((inner, after)) = behind.split_once(']') else {
                break;
            };
            found.push(inner);
            rest = after;
        }
    }
    found
}

/// The id of what shows at a place.
fn id(place: &str, words: &str) -> String {
    let name = key(words);
    let name = if name.is_empty() { words } else { &name };
    let hash = turn_hash(&format!("verbatim-leak-1\n{place}\n{name}"));
    hash.chars().take(ID).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granted_names_are_whole_words_of_them() {
        let granted = words_of(&["Acme, Inc.".to_owned(), "jo@acme.example".to_owned()]);
        for (words, is_allowed) in [
            ("Acme", true),
            ("ACME Inc", true),
            ("acme-inc", true),
            ("acmeinc", true),
            ("jo", true),
            ("Acmes", false),
            ("Acme Tools", false),
            ("", false),
        ] {
            assert_eq!(is_granted(words, &granted), is_allowed, "{words}");
        }
    }

    #[test]
    fn the_same_words_at_the_same_place_have_one_id() {
        assert_eq!(id("c1:1:0-9", "Dana"), id("c1:1:0-9", "dana"));
        assert_ne!(id("c1:1:0-9", "Dana"), id("c1:2:0-9", "Dana"));
        assert_eq!(id("", "@").len(), ID);
        assert_eq!(brackets("a [b] c [d e]\n[f"), ["b", "d e"]);
    }
}
