//! What may leave, for this purpose?
//!
//! The one door: only here is a [`Cleared`] made, and whatever writes a file takes nothing else. So no new format, page
//! or command can pass by the rights, unless somebody changes this file.

use crate::call::Span;
use crate::quote::pack::{Item, Pack};
use crate::quote::quote::Quote;
use crate::quote::rights::book::Rights;
use crate::quote::rights::shown::{cut, hidden, tells};
use crate::quote::rights::subject::Words;
use crate::quote::rights::{Level, Purpose, Standing};
use crate::quote::seal::Seal;

/// What may leave as it stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared<T> {
    inner: T,
}

impl<T> Cleared<T> {
    /// What may leave.
    pub fn get(&self) -> &T {
        &self.inner
    }
}

/// What of a pack may leave, and what not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gated {
    /// The items that may, cut down to what may be told of each.
    pub allowed: Cleared<Pack>,
    pub refused: Vec<Refusal>,
    /// The numbers in the pack, from 1, of the items that may leave.
    pub numbers: Vec<usize>,
    /// Headings and the pack's own name that tell a name which may not be told, and so do not leave.
    pub n_untitled: usize,
}

/// An item that may not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its number in the pack or the list, from 1.
    pub item: usize,
    /// `call:turn:start-end`
    pub source: String,
    pub needs: Level,
    /// `None` where it was withdrawn.
    pub has: Option<Level>,
    /// For people. Names nobody.
    pub why: String,
}

/// What a pack without a name that may be told is called.
pub(in crate::quote) const UNTITLED: &str = "Quotes";

/// Decides about every item of a pack. The calls must be known to `rights`; for publishing, what is not known stays.
pub fn gate(pack: &Pack, rights: &Rights, purpose: Purpose) -> Gated {
    let mut gated = Gated {
        allowed: Cleared {
            inner: Pack {
                items: Vec::new(),
                ..pack.clone()
            },
        },
        refused: Vec::new(),
        numbers: Vec::new(),
        n_untitled: 0,
    };
    // What one quote may not tell, no heading may tell either.
    let secret = match purpose {
        Purpose::Internal => Vec::new(),
        Purpose::Publish => secret(pack, rights),
    };
    for (number, item) in (1..).zip(&pack.items) {
        match decided(item, rights, purpose, &secret) {
            Ok(item) => {
                gated.numbers.push(number);
                gated.allowed.inner.items.push(item);
            }
            Err(No { needs, has, why }) => gated.refused.push(Refusal {
                item: number,
                source: item.source(),
                needs,
                has,
                why,
            }),
        }
    }
    if purpose == Purpose::Publish {
        gated.publish(pack, &secret);
    }
    gated
}

impl Gated {
    /// Keeps an item back that its right would let go.
    pub fn keep_back(&mut self, number: usize, source: String, why: &str) {
        let Some(at) = self.numbers.iter().position(|own| *own == number) else {
            return;
        };
        self.numbers.remove(at);
        let item = self.allowed.inner.items.remove(at);
        self.refused.push(Refusal {
            item: number,
            source,
            needs: item.level.unwrap_or_default(),
            has: item.level,
            why: why.to_owned(),
        });
        self.refused.sort_by_key(|refusal| refusal.item);
    }

    /// Takes out of the pack itself what is for its makers alone, and titles that tell a name.
    fn publish(&mut self, pack: &Pack, secret: &[String]) {
        let inner = &mut self.allowed.inner;
        inner.query = String::new();
        inner.filters = Vec::new();
        let headings = self
            .numbers
            .iter()
            .zip(&inner.items)
            .filter(|(number, item)| {
                let before = pack.items.get(**number - 1);
                item.section.is_none() && before.is_some_and(|before| before.section.is_some())
            });
        self.n_untitled = headings.count();
        if tells(&pack.name, secret) {
            UNTITLED.clone_into(&mut inner.name);
            self.n_untitled += 1;
        }
    }
}

/// What of loose quotes may leave for internal use, and what not.
#[derive(Debug, Clone, PartialEq)]
pub struct Loose {
    pub allowed: Cleared<Vec<Quote>>,
    pub refused: Vec<Refusal>,
}

/// Decides about loose quotes. They are for internal use, always: what is published comes from a pack.
pub fn gate_loose(quotes: Vec<Quote>, rights: &Rights) -> Loose {
    let mut inner = Vec::new();
    let mut refused = Vec::new();
    for (number, quote) in (1..).zip(quotes) {
        let standing = rights.standing(&rights.words_of_quote(&quote));
        if standing.level.is_some() {
            inner.push(quote);
            continue;
        }
        refused.push(Refusal {
            item: number,
            source: quote.source(),
            needs: Level::Internal,
            has: None,
            why: standing.because.told(),
        });
    }
    Loose {
        allowed: Cleared { inner },
        refused,
    }
}

/// Why an item may not leave.
struct No {
    needs: Level,
    has: Option<Level>,
    why: String,
}

/// The item as it may leave.
fn decided(item: &Item, rights: &Rights, purpose: Purpose, secret: &[String]) -> Result<Item, No> {
    let words = rights.words_of(item);
    let Standing { level, because } = rights.standing(&words);
    let needs = purpose.needs();
    let refused = |needs: Level, why: String| No {
        needs,
        has: level,
        why,
    };
    let Some(level) = level.filter(|level| *level >= needs) else {
        return Err(refused(needs, because.told()));
    };
    if purpose == Purpose::Internal {
        return Ok(Item {
            seal: seal(item, rights),
            level: Some(level),
            ..item.clone()
        });
    }
    let source = rights.source(&item.seal.call);
    let who = source.and_then(|source| source.speaker(item.seal.turn));
    let (Some(source), Some(who)) = (source, who) else {
        let why = "its call is not kept any more, so nobody can tell who has a say in it";
        return Err(refused(needs, why.to_owned()));
    };
    if source.turn_sha256(item.seal.turn) != Some(item.seal.turn_sha256.as_str()) {
        let why = "its call was corrected since it was sealed; remove it, and add it again";
        return Err(refused(needs, why.to_owned()));
    }
    if let Some((needs, why)) = says_a_name(item, &words, level) {
        return Err(refused(needs, why.to_owned()));
    }
    Ok(cut(
        item,
        level,
        (source, who),
        &hidden(&words, level),
        secret,
    ))
}

/// The seal without the words around the quote that were withdrawn.
fn seal(item: &Item, rights: &Rights) -> Seal {
    let whole = &item.seal;
    let may_stand = |start: u32, end: u32| {
        let words = Words {
            span: Span { start, end },
            ..rights.words_of(item)
        };
        rights.standing(&words).level.is_some()
    };
    let before = whole.start.saturating_sub(whole.prefix.len() as u32);
    let behind = whole.end.saturating_add(whole.suffix.len() as u32);
    let mut seal = whole.clone();
    if !may_stand(before, whole.start) {
        seal.prefix.clear();
    }
    if !may_stand(whole.end, behind) {
        seal.suffix.clear();
    }
    seal
}

/// The level that is needed because the words themselves tell a name.
fn says_a_name(item: &Item, words: &Words<'_>, level: Level) -> Option<(Level, &'static str)> {
    let printed = item.words();
    if level < Level::Company && tells(&printed, &words.accounts) {
        let why = "its words name the account; mark the name with `verbatim pack edit`, such as [our company]";
        return Some((Level::Company, why));
    }
    let why = "its words name the speaker; mark the name with `verbatim pack edit`, such as [a colleague]";
    tells(&printed, &hidden(words, level)).then_some((Level::Name, why))
}

/// Every name that one of the pack's items may not tell.
fn secret(pack: &Pack, rights: &Rights) -> Vec<String> {
    let mut names = Vec::new();
    for item in &pack.items {
        let words = rights.words_of(item);
        let level = rights.standing(&words).level.unwrap_or_default();
        names.extend(hidden(&words, level));
    }
    names.sort();
    names.dedup();
    names
}
