//! Which words of a pack would tell who spoke, and how does the pack read without them?
//!
//! A [`Hider`] knows the calls of a pack, the rights and everybody in the archive. It finds the places ([`Place`]), with
//! one pseudonym for one person in all of the pack, and gives the pack in which marks stand there, unless a person
//! decided that the words may be shown. Nothing here is kept: ends, marks and decisions of today are looked at anew
//! whenever somebody publishes. What the rights allow to be named (the account from `company` on, the speaker from
//! `name` on) stays.

mod headings;

mod marks;

mod quiet;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::call::{Call, Participant, Span, Turn};
use crate::config::Config;
use crate::quote::attribute::{Attribution, Crowd, Facts};
use crate::quote::decision::{Decided, about};
use crate::quote::edit::{self, Edit};
use crate::quote::hide::marks::{Stretch, marked};
use crate::quote::hide::quiet::{bracket, title_tells};
use crate::quote::pack::{Item, Pack};
use crate::quote::quote::turn_hash;
use crate::quote::redact::pseudonyms::Pseudonyms;
use crate::quote::redact::{Certainty, Class, Finding, Redactor, VERSION};
use crate::quote::rights::Level;
use crate::quote::rights::book::{Rights, RightsError};
use crate::quote::verify::claim::{Claim, Sealed};
use crate::quote::verify::held::judge_sealed;
use crate::quote::verify::judge::is_said;
use crate::quote::verify::source::SourceTurn;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::facts::ProspectFacts;

/// A place in the words of a quote that would tell who spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The quote's number in the pack, from 1.
    pub item: usize,
    /// Bytes of the turn's text, inside of the quote.
    pub span: Span,
    pub class: Class,
    /// What stands there instead, in brackets.
    pub replacement: String,
    /// Why, in a few words for people; never the words themselves.
    pub why: String,
    pub certainty: Certainty,
    /// What a person decided about it.
    pub decided: Option<Decided>,
}

/// A pack without what would tell who spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    pub pack: Pack,
    /// All places, also those that a person decided to show.
    pub places: Vec<Place>,
    /// Numbers, from 1, of quotes that would be no quotes any more: hardly any words are left, or a "not" would go.
    pub unfit: Vec<usize>,
    /// Headings, and the pack's own name, that have marks for what they told.
    pub n_marked: usize,
    /// Headings, and the pack's own name, that would have told something with marks too and are gone.
    pub n_untitled: usize,
}

/// Finds and hides.
#[derive(Debug, Clone)]
pub struct Hider {
    calls: BTreeMap<String, Known>,
    rights: Rights,
    crowd: Crowd,
    k: usize,
    /// What we sell, which may be named.
    kept: Vec<String>,
}

#[derive(Debug, Clone)]
struct Known {
    call: Call,
    redactor: Redactor,
}

/// The turn of a quote, as it was when it was sealed.
struct Said<'h> {
    known: &'h Known,
    turn: &'h Turn,
}

impl<'h> Said<'h> {
    fn speaker(&self) -> &'h Participant {
        self.known.call.speaker(self.turn)
    }
}

/// What is remembered from one quote to the next.
#[derive(Default)]
struct Work {
    pseudonyms: Pseudonyms,
    told: Vec<(Facts, Attribution)>,
}

impl Hider {
    /// Reads the calls of a pack, the rights, and everybody in the archive where that matters.
    pub fn of(
        catalogue: &Catalogue,
        pack: &Pack,
        today: Date,
        config: &Config,
    ) -> Result<Hider, RightsError> {
        let mut rights = Rights::of(catalogue, today)?;
        let mut calls: BTreeMap<&str, Call> = BTreeMap::new();
        for item in &pack.items {
            let id = item.seal.call.as_str();
            if calls.contains_key(id) {
                continue;
            }
            if let Some((_, call)) = catalogue.call(id)? {
                rights.learn(&call);
                calls.insert(id, call);
            }
        }
        let is_told_widely = |item: &Item| {
            rights.standing(&rights.words_of(item)).level == Some(Level::RoleIndustry)
        };
        let crowd = if pack.items.iter().any(is_told_widely) {
            Crowd::of(catalogue.prospects()?.into_iter().map(facts))
        } else {
            Crowd::default()
        };
        let calls: Vec<Call> = calls.into_values().collect();
        let mut hider = Hider::with(calls, rights, crowd, config);
        hider.learn_aliases(catalogue)?;
        Ok(hider)
    }

    /// Of calls that are at hand. The rights must know them.
    pub fn with(calls: Vec<Call>, rights: Rights, crowd: Crowd, config: &Config) -> Hider {
        let kept = &config.products;
        let known = |call: Call| {
            let redactor = Redactor::for_call(&call);
            let redactor = redactor.keeping(kept.iter().map(String::as_str));
            (call.id.0.clone(), Known { call, redactor })
        };
        Hider {
            calls: calls.into_iter().map(known).collect(),
            rights,
            crowd,
            k: config.publish.k,
            kept: kept.clone(),
        }
    }

    /// Other names and domains under which CRMs know the accounts.
    fn learn_aliases(&mut self, catalogue: &Catalogue) -> Result<(), StoreError> {
        let has_deal = |known: &Known| {
            let deal = known.call.deal.as_ref();
            deal.is_some_and(|deal| deal.id.is_some())
        };
        if !self.calls.values().any(has_deal) {
            return Ok(());
        }
        let deals = catalogue.deals()?;
        for known in self.calls.values_mut() {
            let Some(id) = known.call.deal.as_ref().and_then(|deal| deal.id.clone()) else {
                continue;
            };
            let own = deals.iter().filter(|deal| deal.id.as_ref() == Some(&id));
            for name in own.flat_map(|deal| deal.accounts.iter().chain(&deal.domains)) {
                known.redactor = known.redactor.clone().knowing(name);
            }
        }
        Ok(())
    }

    /// Every place of a pack, in its order; one person has one pseudonym in all of it.
    pub fn findings(&self, pack: &Pack) -> Vec<Place> {
        self.places(pack, &mut Pseudonyms::default())
    }

    /// The pack without what would tell who spoke, all of which verifies.
    pub fn hidden(&self, pack: &Pack) -> Pack {
        self.hide(pack).pack
    }

    /// The same, with all that was found.
    pub fn hide(&self, pack: &Pack) -> Hidden {
        let mut work = Work::default();
        let places = self.places(pack, &mut work.pseudonyms);
        let mut items = Vec::new();
        let mut unfit = Vec::new();
        for (number, item) in (1..).zip(&pack.items) {
            let from = places.partition_point(|place| place.item < number);
            let to = places.partition_point(|place| place.item <= number);
            let own = places.get(from..to).unwrap_or(&[]);
            let (item, is_fit) = self.hide_item(item, own, &mut work);
            if !is_fit {
                unfit.push(number);
            }
            items.push(item);
        }
        let mut pack = Pack {
            name: pack.name.clone(),
            query: pack.query.clone(),
            filters: pack.filters.clone(),
            items,
        };
        let changed = self.hide_headings(&mut pack, &mut work.pseudonyms);
        Hidden {
            pack,
            places,
            unfit,
            n_marked: changed.n_marked,
            n_untitled: changed.n_gone,
        }
    }

    /// Who is told beside a quote whose right allows role and industry: as widely as several accounts of the archive fit.
    pub fn attribution(&self, item: &Item) -> Option<Attribution> {
        let said = self.said(item)?;
        let facts = Facts::of(&said.known.call, said.speaker());
        Some(self.crowd.attribute(&facts, self.k))
    }

    /// What decides how far words may be shown.
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    /// The calls of the pack.
    pub(in crate::quote) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.values().map(|known| &known.call)
    }

    /// What may be named everywhere.
    pub(in crate::quote) fn kept(&self) -> &[String] {
        &self.kept
    }

    /// How far the words of an item may be shown.
    pub(in crate::quote) fn level(&self, item: &Item) -> Level {
        let standing = self.rights.standing(&self.rights.words_of(item));
        standing.level.unwrap_or_default()
    }

    fn places(&self, pack: &Pack, pseudonyms: &mut Pseudonyms) -> Vec<Place> {
        let mut places = Vec::new();
        for (number, item) in (1..).zip(&pack.items) {
            let Some(said) = self.said(item) else {
                continue;
            };
            let level = self.level(item);
            let redactor = &said.known.redactor;
            let speaker = Some(said.turn.speaker);
            let found =
                redactor.redact_said(speaker, &said.turn.text, item.seal.span(), pseudonyms);
            let open = found.into_iter().filter(|finding| {
                !is_allowed(finding, level) && !is_marked(finding.span, &item.edits)
            });
            places.extend(open.map(|finding| place(number, item, finding)));
        }
        places
    }

    /// The turn of an item; `None` where the call is gone or was corrected, so that the item is not published at all.
    fn said(&self, item: &Item) -> Option<Said<'_>> {
        let known = self.calls.get(&item.seal.call)?;
        let turn = known.call.turns.get(item.seal.turn as usize)?;
        let span = item.seal.span();
        let is_same = turn_hash(&turn.text) == item.seal.turn_sha256
            && turn.text.get(span.start as usize..span.end as usize)
                == Some(item.seal.exact.as_str());
        is_same.then_some(Said { known, turn })
    }

    /// The item as it may be published, and whether it is a quote still.
    fn hide_item(&self, item: &Item, places: &[Place], work: &mut Work) -> (Item, bool) {
        let mut hidden = item.clone();
        VERSION.clone_into(&mut hidden.seal.redaction);
        let Some(said) = self.said(item) else {
            return (hidden, true);
        };
        let redactor = &said.known.redactor;
        let mut own = item.edits.clone();
        for edit in &mut own {
            if let Some(inner) = &mut edit.replacement {
                *inner = bracket(redactor, inner, &mut work.pseudonyms);
            }
        }
        let stretches = stretches(item, places);
        hidden.edits = marked(&said.turn.text, item.seal.span(), own, stretches);
        let is_fit = hidden.edits == item.edits || verifies(&hidden, &said.turn.text);
        self.hide_role(&mut hidden, &said, work);
        (hidden, is_fit)
    }

    /// Tells the speaker as widely as the right asks for, and never by a title that holds a name.
    fn hide_role(&self, item: &mut Item, said: &Said<'_>, work: &mut Work) {
        let level = self.level(item);
        if level == Level::RoleIndustry {
            let facts = Facts::of(&said.known.call, said.speaker());
            let known = work.told.iter().find(|(other, _)| *other == facts);
            let told = match known {
                Some((_, told)) => told.clone(),
                None => {
                    let told = self.crowd.attribute(&facts, self.k);
                    work.told.push((facts, told.clone()));
                    told
                }
            };
            item.said_by.role = told.text;
            item.is_widened = true;
            return;
        }
        let may_stand = |finding: &Finding| is_allowed(finding, level);
        if title_tells(&said.known.redactor, &item.said_by.role, may_stand) {
            item.said_by.role = item.seal.persona.replace('-', " ");
        }
    }
}

fn facts(prospect: ProspectFacts) -> Facts {
    Facts {
        account: prospect.account,
        title: prospect.title,
        persona: prospect.persona,
        industry: prospect.industry,
        size: prospect.size,
        region: prospect.region,
    }
}

/// Whether a right allows to name what was found.
fn is_allowed(finding: &Finding, level: Level) -> bool {
    (finding.names_account() && level >= Level::Company)
        || (finding.names_speaker() && level >= Level::Name)
}

/// Whether a mark of the writer's stands over all of it already.
fn is_marked(span: Span, edits: &[Edit]) -> bool {
    edits
        .iter()
        .any(|edit| edit.start <= span.start && span.end <= edit.end)
}

fn place(number: usize, item: &Item, finding: Finding) -> Place {
    let decided = about(&item.decisions, finding.span).cloned();
    let replacement = match &decided {
        Some(Decided::Hide { instead }) => format!("[{instead}]"),
        _ => finding.replacement,
    };
    Place {
        item: number,
        span: finding.span,
        class: finding.class,
        replacement,
        why: finding.reason.to_owned(),
        certainty: finding.certainty,
        decided,
    }
}

/// What is hidden of an item: what was found and not decided to be shown, and what a person wants to be hidden.
fn stretches(item: &Item, places: &[Place]) -> Vec<Stretch> {
    let found = places
        .iter()
        .filter(|place| place.decided != Some(Decided::Show))
        .map(|place| Stretch::found(place.span, &place.replacement));
    let quote = item.seal.span();
    let wanted = item.decisions.iter().filter_map(|decision| {
        let Decided::Hide { instead } = &decision.what else {
            return None;
        };
        let span = Span {
            start: decision.span.start.max(quote.start),
            end: decision.span.end.min(quote.end),
        };
        // A decision about bytes of another text could cut a character.
        let from = span.start.saturating_sub(quote.start) as usize;
        let to = span.end.saturating_sub(quote.start) as usize;
        let is_there = span.start < span.end && item.seal.exact.get(from..to).is_some();
        is_there.then(|| Stretch::chosen(span, instead))
    });
    found.chain(wanted).collect()
}

/// Whether marked words are still these of the turn, by their seal and without it.
fn verifies(item: &Item, text: &str) -> bool {
    let seal = &item.seal;
    let turn = SourceTurn {
        call: seal.call.clone(),
        turn: seal.turn,
        side: seal.side,
        text: text.to_owned(),
        role: String::new(),
        account: None,
        date: None,
    };
    let claim = Claim {
        line: 1,
        words: item.words(),
        sealed: None,
    };
    let sealed = Sealed {
        call: seal.call.clone(),
        turn: seal.turn,
        kept: edit::kept(seal.span(), &item.edits),
        turn_sha256: Some(seal.turn_sha256.clone()),
        quote_sha256: Some(item.hash()),
    };
    let held = judge_sealed(&claim, &sealed, &turn);
    is_said(&claim, &turn) && held.is_ok_and(|finding| finding.verdict.is_accepted())
}
