//! What would a pattern hear in the archive, and how much of it is heard already?
//!
//! The third pass: the very patterns that are proposed are looked for in every sentence of everybody, by the tagger's
//! own matcher.

use serde::Serialize;

use crate::call::{Call, Side, Span};
use crate::mention::{Mention, Tag};
use crate::mine::class::Class;
use crate::mine::matcher::{Found, Matcher, Near};
use crate::mine::pattern::{self, Names, Pattern};
use crate::mine::people::{People, Said};
use crate::mine::quote_span::{phrase_span, quote_span};
use crate::mine::words::{Reader, Words};
use crate::tend::discover::counts::Accounts;
use crate::tend::discover::few::Few;
use crate::tend::discover::sheet::{Readers, account};

/// Example sentences of one proposal.
const EXAMPLES: usize = 3;

/// Reads a proposed pattern; `None` where it cannot stand by itself, because it names a list of words.
pub fn parse(written: &str) -> Option<Pattern> {
    let names = Names {
        list: &|_| None,
        is_computed: &|name| Class::from_name(name).is_some(),
    };
    pattern::parse(written, &names).ok()
}

/// Sentences in which a pattern stands, each counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Price {
    /// Of everybody.
    pub sentences: u64,
    /// Of prospects, and tagged so already.
    pub tagged: u64,
    /// Of prospects, and not tagged so: what a lexicon with the pattern would hear anew, rightly or falsely.
    pub new: u64,
    /// Of those, the ones that carry no other tag either.
    pub untagged: u64,
    pub rep: u64,
    /// Of people whose side is not known.
    pub unknown: u64,
    /// Calls with such a sentence of a prospect.
    pub calls: u64,
}

impl Price {
    /// Sentences of prospects.
    pub fn prospects(&self) -> u64 {
        self.tagged + self.new
    }
}

/// A sentence in which a pattern stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    pub call: String,
    pub turn: u32,
    pub start: u32,
    pub end: u32,
    pub quote: String,
    /// It carries the proposal's tag already.
    pub tagged: bool,
}

/// Whose sentence it is, and what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// A prospect's that carries the tag.
    Tagged,
    /// A prospect's that carries another.
    Otherwise,
    /// A prospect's that carries nothing.
    Free,
    Rep,
    Unknown,
}

/// A pattern that stands in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Which pattern.
    number: u32,
    turn: u32,
    quote: Span,
    whose: Whose,
}

/// Finds patterns in calls.
pub struct Scale<'p> {
    matcher: &'p Matcher,
    /// The tag of each pattern.
    tags: Vec<&'p Tag>,
    readers: Readers<'p>,
}

impl<'p> Scale<'p> {
    /// For the matcher's patterns, each proposed for a tag.
    pub fn new(matcher: &'p Matcher, tags: Vec<&'p Tag>) -> Scale<'p> {
        Scale {
            matcher,
            tags,
            readers: Readers::new(&matcher.vocabulary),
        }
    }

    /// Every pattern in every sentence of a call.
    pub fn look(&self, call: &Call, mentions: &[Mention]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let people = match self.matcher.names_people() {
            true => People::of(Some(call), &[]),
            false => People::default(),
        };
        let (mut near, mut found) = (Near::default(), Vec::new());
        self.readers.lend(|reader, words| {
            for (index, turn) in (0..).zip(&call.turns) {
                reader.read(&turn.text, words);
                let said = Said {
                    text: &turn.text,
                    people: &people,
                };
                self.find(words, said, reader, &mut near, &mut found);
                let here = mentions.iter().filter(|mention| mention.turn == index);
                let here: Vec<&Mention> = here.collect();
                let side = call.speaker(turn).side;
                for found in &found {
                    let (first, last) = (found.first as usize, found.last as usize);
                    let matched = phrase_span(words, first, last);
                    hits.push(Hit {
                        number: found.pattern,
                        turn: index,
                        quote: quote_span(words, first, last),
                        whose: self.whose(found.pattern, side, matched, &here),
                    });
                }
            }
        });
        hits
    }

    /// Finds every pattern once in each sentence of a turn.
    fn find(
        &self,
        words: &Words,
        said: Said<'_>,
        reader: &Reader<'_>,
        near: &mut Near,
        found: &mut Vec<Found>,
    ) {
        found.clear();
        let mut from = 0;
        while from < words.items.len() {
            let to = words.of_sentence(words.items[from].sentence).end;
            let sentence = &words.items[from..to];
            self.matcher
                .find(sentence, from as u32, said, reader, near, found);
            from = to;
        }
        found.sort_unstable();
        found.dedup_by_key(|found| (found.pattern, words.items[found.first as usize].sentence));
    }

    fn whose(&self, number: u32, side: Side, matched: Span, here: &[&Mention]) -> Whose {
        match side {
            Side::Rep => return Whose::Rep,
            Side::Unknown => return Whose::Unknown,
            Side::Prospect => {}
        }
        let standing = || {
            here.iter()
                .filter(move |mention| mention.span.overlaps(matched))
        };
        if standing().any(|mention| mention.tag == *self.tags[number as usize]) {
            return Whose::Tagged;
        }
        match standing().next() {
            Some(_) => Whose::Otherwise,
            None => Whose::Free,
        }
    }
}

/// What was found of one pattern.
#[derive(Debug, Clone)]
pub struct Weighed {
    pub price: Price,
    pub accounts: Accounts,
    tagged: Few<Example>,
    new: Few<Example>,
    last_call: Option<u64>,
}

impl Weighed {
    fn new() -> Weighed {
        Weighed {
            price: Price::default(),
            accounts: Accounts::default(),
            tagged: Few::new(EXAMPLES),
            new: Few::new(EXAMPLES),
            last_call: None,
        }
    }

    /// A few of the prospects' sentences: one that carries the tag, to see what is meant, and those that do not, to
    /// see what it costs.
    pub fn examples(&self) -> Vec<Example> {
        let anew = self.new.iter().count().min(EXAMPLES - 1);
        let known = self.tagged.iter().take(EXAMPLES - anew);
        let mut examples: Vec<Example> = known.cloned().collect();
        let rest = EXAMPLES - examples.len();
        examples.extend(self.new.iter().take(rest).cloned());
        examples
    }

    /// A few of the prospects' sentences that do not carry the tag: what it costs.
    pub fn anew(&self) -> Vec<Example> {
        self.new.iter().cloned().collect()
    }

    fn add(&mut self, number: u64, call: &Call, hit: &Hit) {
        let price = &mut self.price;
        price.sentences += 1;
        match hit.whose {
            Whose::Tagged => price.tagged += 1,
            Whose::Otherwise => price.new += 1,
            Whose::Free => {
                price.new += 1;
                price.untagged += 1;
            }
            Whose::Rep => price.rep += 1,
            Whose::Unknown => price.unknown += 1,
        }
        if matches!(hit.whose, Whose::Rep | Whose::Unknown) {
            return;
        }
        price.calls += u64::from(self.last_call != Some(number));
        self.last_call = Some(number);
        self.accounts.add(account(call));
        let is_tagged = hit.whose == Whose::Tagged;
        let some = if is_tagged {
            &mut self.tagged
        } else {
            &mut self.new
        };
        some.offer(number, || {
            let turn = call.turns.get(hit.turn as usize);
            Example {
                call: call.id.0.clone(),
                turn: hit.turn,
                start: hit.quote.start,
                end: hit.quote.end,
                quote: turn
                    .map_or("", |turn| hit.quote.slice(&turn.text))
                    .to_owned(),
                tagged: is_tagged,
            }
        });
    }
}

/// What was found of all patterns.
pub struct Prices {
    n_calls: u64,
    /// By the pattern's number.
    pub weighed: Vec<Weighed>,
}

impl Prices {
    /// Nothing found yet of so many patterns.
    pub fn new(n_patterns: usize) -> Prices {
        Prices {
            n_calls: 0,
            weighed: vec![Weighed::new(); n_patterns],
        }
    }

    /// Adds what was found in a call.
    pub fn add(&mut self, call: &Call, hits: &[Hit]) {
        for hit in hits {
            self.weighed[hit.number as usize].add(self.n_calls, call, hit);
        }
        self.n_calls += 1;
    }
}
