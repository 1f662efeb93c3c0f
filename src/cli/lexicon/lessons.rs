//! What did people hear that patterns do not, and what do patterns hear that people denied?
//!
//! Marks of the archive and labels of folders come in alike. What a pattern of the same tag hears already teaches
//! nothing; what one hears of denied words is a near miss of its entry.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::call::{Call, Span};
use crate::cli::mark::list::{Marked, by_call};
use crate::learn::label::{Judged, Labelled};
use crate::mention::by_hand::BY_HAND;
use crate::mention::{Mention, Polarity, Tag, Why};
use crate::mine::lexicon::{Classes, Entry, Lexicons};
use crate::mine::overrule::{apply, denials};
use crate::mine::tag::Tagger;
use crate::pipeline::survey::survey;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::tend::teach::Said;
use crate::tend::teach::cut::{Cutter, Lesson};

/// Denied words that an entry hears all the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearMiss {
    #[serde(flatten)]
    pub said: Said,
    /// The entry: its lexicon's name, its own, and the pattern that stands in the words.
    pub lexicon: String,
    pub entry: String,
    pub pattern: String,
}

/// Everything that was marked and labelled.
#[derive(Debug, Default)]
pub struct Lessons {
    /// What no pattern hears.
    pub unheard: Vec<Lesson>,
    pub denied: Vec<Lesson>,
    pub near_misses: Vec<NearMiss>,
    /// What patterns hear already.
    pub n_heard: u64,
}

impl Lessons {
    /// Whether nobody has said anything.
    pub fn is_empty(&self) -> bool {
        self.unheard.is_empty() && self.denied.is_empty() && self.n_heard == 0
    }
}

/// The calls in which prices are found: those of the archive, and labelled ones that are not kept there.
pub struct Corpus {
    pub catalogue: Option<Catalogue>,
    /// Each with what people labelled in it, as mentions.
    pub labelled: Vec<(Call, Vec<Mention>)>,
}

impl Corpus {
    /// Adds the calls of folders to those of an archive.
    pub fn new(catalogue: Option<Catalogue>, labelled: &[Labelled]) -> anyhow::Result<Corpus> {
        let mut corpus = Corpus {
            catalogue,
            labelled: Vec::new(),
        };
        for Labelled { call, labels, .. } in labelled {
            let is_kept = match &corpus.catalogue {
                Some(catalogue) => catalogue.call(&call.id.0)?.is_some(),
                None => false,
            };
            if !is_kept {
                let mentions = labels.iter().map(|label| Mention {
                    turn: label.turn,
                    span: label.span,
                    tag: label.tag.clone(),
                    polarity: label.polarity,
                    target: label.target,
                    origin: label.origin,
                    confidence: 1.0,
                    lexicon: BY_HAND.to_owned(),
                    pattern: String::new(),
                    why: Why::default(),
                });
                corpus.labelled.push((call.clone(), mentions.collect()));
            }
        }
        Ok(corpus)
    }

    /// How many calls there are.
    pub fn n_calls(&self) -> Result<u64, StoreError> {
        let n_kept = match &self.catalogue {
            Some(catalogue) => catalogue.counts()?.calls,
            None => 0,
        };
        Ok(n_kept + self.labelled.len() as u64)
    }

    /// Lets `look` see every call, and `take` what it made of each, in order.
    pub fn survey<T: Send>(
        &self,
        progress: &dyn Fn(u64),
        look: impl Fn(Call, Vec<Mention>) -> T + Send + Sync,
        mut take: impl FnMut(T),
    ) -> Result<(), StoreError> {
        if let Some(catalogue) = &self.catalogue {
            survey(catalogue, progress, &look, &mut take)?;
        }
        for (call, mentions) in &self.labelled {
            take(look(call.clone(), mentions.clone()));
        }
        Ok(())
    }
}

/// Words and a tag, at their place in a call.
struct Spoken {
    turn: u32,
    span: Span,
    tag: Tag,
}

/// Goes through calls and keeps what teaches.
pub struct Gatherer<'l> {
    lexicons: &'l Lexicons,
    tagger: Tagger<'l>,
    pub cutter: Cutter<'l>,
    only: Option<Tag>,
    seen: BTreeSet<Said>,
    pub lessons: Lessons,
}

impl<'l> Gatherer<'l> {
    /// `lexicons` are patterns alone; of several tags perhaps only one is wanted.
    pub fn new(lexicons: &'l Lexicons, classes: &'l Classes, only: Option<Tag>) -> Gatherer<'l> {
        Gatherer {
            lexicons,
            tagger: Tagger::new(lexicons),
            cutter: Cutter::new(&lexicons.matcher.vocabulary, classes),
            only,
            seen: BTreeSet::new(),
            lessons: Lessons::default(),
        }
    }

    /// What is marked in the archive.
    pub fn add_marks(&mut self, catalogue: &Catalogue) -> anyhow::Result<()> {
        for Marked { decided, kept } in by_call(catalogue)? {
            let Some((ord, call)) = kept else {
                continue;
            };
            let left = apply(&call, catalogue.mentions(ord)?, &decided);
            let denied = denials(&call, &left, &decided).into_iter();
            let denied = denied.map(|(no, spot)| Spoken {
                turn: spot.turn,
                span: named(&call, spot.turn, spot.span, &no.quote),
                tag: no.tag.clone(),
            });
            let denied = denied.collect();
            let by_hand = |mention: &Mention| {
                mention.lexicon == BY_HAND && mention.polarity == Polarity::Affirmed
            };
            let heard = left.into_iter().filter(by_hand).map(|mention| Spoken {
                turn: mention.turn,
                span: mention.span,
                tag: mention.tag,
            });
            self.add(&call, heard.collect(), denied);
        }
        Ok(())
    }

    /// What is labelled in a call. What carries no label was denied only where somebody said so of the tag.
    pub fn add_labelled(&mut self, labelled: &Labelled) {
        let meant = labelled
            .labels
            .iter()
            .filter(|label| label.polarity == Polarity::Affirmed && !label.optional);
        let heard = meant.map(|label| Spoken {
            turn: label.turn,
            span: label.span,
            tag: label.tag.clone(),
        });
        let denied = match &labelled.judged {
            Judged::Whole => Vec::new(),
            Judged::Places(places) => places
                .iter()
                .filter_map(|place| {
                    let tag = place.only.clone()?;
                    let is_label = labelled.labels.iter().any(|label| {
                        label.tag == tag
                            && label.turn == place.turn
                            && label.span.overlaps(place.span)
                    });
                    (!is_label).then_some(Spoken {
                        turn: place.turn,
                        span: place.span,
                        tag,
                    })
                })
                .collect(),
        };
        self.add(&labelled.call, heard.collect(), denied);
    }

    fn add(&mut self, call: &Call, heard: Vec<Spoken>, denied: Vec<Spoken>) {
        if heard.is_empty() && denied.is_empty() {
            return;
        }
        let found = self.tagger.tag(call);
        for spoken in heard {
            let Some(said) = self.new_words(call, &spoken) else {
                continue;
            };
            if by_pattern(&found, &spoken).next().is_some() {
                self.lessons.n_heard += 1;
            } else {
                let lesson = self.cutter.cut(call, said);
                self.lessons.unheard.push(lesson);
            }
        }
        for spoken in denied {
            let Some(said) = self.new_words(call, &spoken) else {
                continue;
            };
            let meant = by_pattern(&found, &spoken).find(|mention| mention.is_affirmed());
            let near_miss = meant.and_then(|mention| self.near_miss(&said, mention));
            self.lessons.near_misses.extend(near_miss);
            let lesson = self.cutter.cut(call, said);
            self.lessons.denied.push(lesson);
        }
    }

    /// Words of a wanted tag that nobody has named before: marks may have been exported and come back as labels.
    fn new_words(&mut self, call: &Call, spoken: &Spoken) -> Option<Said> {
        if self.only.as_ref().is_some_and(|only| *only != spoken.tag) {
            return None;
        }
        let said = Said::at(call, spoken.turn, spoken.span, &spoken.tag)?;
        self.seen.insert(said.clone()).then_some(said)
    }

    fn near_miss(&self, said: &Said, mention: &Mention) -> Option<NearMiss> {
        let is_it = |entry: &&Entry| {
            entry.lexicon == mention.lexicon
                && entry.tag == mention.tag
                && entry.patterns.contains(&mention.pattern)
        };
        let entry = self.lexicons.entries.iter().find(is_it)?;
        Some(NearMiss {
            said: said.clone(),
            lexicon: entry.lexicon.clone(),
            entry: entry.name.clone(),
            pattern: mention.pattern.clone(),
        })
    }
}

/// The words that a denial names: of a whole turn that was cleared, those of the one mention that stood there.
fn named(call: &Call, turn: u32, cleared: Span, quote: &str) -> Span {
    let text = call
        .turns
        .get(turn as usize)
        .map_or("", |turn| turn.text.as_str());
    let start = text.find(quote).filter(|_| !quote.is_empty());
    start.map_or(cleared, |start| Span {
        start: start as u32,
        end: (start + quote.len()) as u32,
    })
}

/// The mentions of some words and their tag by which a pattern hears them.
fn by_pattern<'m>(found: &'m [Mention], spoken: &'m Spoken) -> impl Iterator<Item = &'m Mention> {
    found.iter().filter(move |mention| {
        let matched = mention.why.matched;
        mention.turn == spoken.turn
            && mention.tag == spoken.tag
            && matched.is_some_and(|matched| matched.overlaps(spoken.span))
    })
}
