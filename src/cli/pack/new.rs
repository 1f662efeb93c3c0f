//! How is a pack made from a search?

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;

use anyhow::bail;

use crate::archive::hit::Hit;
use crate::archive::{Archive, Tagged};
use crate::call::Span;
use crate::cli::Outcome;
use crate::cli::filters::Filters;
use crate::cli::look::{count, printable};
use crate::cli::pack::{list, open_to_write, pack_name, tagged};
use crate::cli::reindex;
use crate::cli::search::request;
use crate::cli::settings::{Settings, now};
use crate::mention::{Mention, Origin, Target};
use crate::quote::choose::proposal::propose;
use crate::quote::choose::{Candidate, Wishes, choose};
use crate::quote::pack::row::to_row;
use crate::quote::pack::{Item, Pack};
use crate::quote::seal::seal;
use crate::text::stem::Stemmer;

/// Hits of which a pack is chosen.
const LOOKED_AT: usize = 5_000;
/// What it adds to a quote that it was meant, and that nobody led to it.
const MEANT: i32 = 40;
const UNPROMPTED: i32 = 30;
/// What it takes from one that was led, denied, only imagined, or about somebody else's thing.
const LED: i32 = 60;
const CANCELLED: i32 = 80;
const OTHERS: i32 = 20;

/// Choose the quotes that stand alone best, of different accounts and people
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack new by-hand --query '\"by hand\"' --per-account 1\n  verbatim pack new doubts --kind objection --diverse --max 10"
)]
pub struct New {
    /// The pack's name
    #[arg(value_name = "NAME", value_parser = pack_name)]
    pub name: String,
    /// What to look for, as for search
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    #[command(flatten)]
    pub filters: Filters,
    /// At most so many quotes
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub max: u32,
    /// At most so many quotes of one account
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub per_account: Option<u32>,
    /// Rather different than best
    #[arg(long)]
    pub diverse: bool,
}

/// Makes a pack.
pub(super) fn run(settings: &Settings, command: &New) -> anyhow::Result<Outcome> {
    let archive = reindex::open_up_to_date(settings)?;
    if archive.catalogue.pack(&command.name)?.is_some() {
        let name = &command.name;
        bail!(
            "there is a pack named {name} already; take another name, or `verbatim pack delete` it first"
        );
    }
    let question = command.query.clone().unwrap_or_default();
    let words = [question.trim().to_owned()];
    let request = request(settings, &words, &command.filters, LOOKED_AT)?;
    let found = archive.find(&request)?;
    let wishes = Wishes {
        max: command.max as usize,
        per_account: command.per_account.map(|most| most as usize),
        is_diverse: command.diverse,
    };
    let mut calls = Calls {
        archive: &archive,
        known: HashMap::new(),
    };
    let chosen = choose(calls.candidates(&found.hits)?, wishes);
    let mut out = anstream::stdout();
    if chosen.is_empty() {
        writeln!(out, "Nothing found that stands alone, so no pack was made.")?;
        return Ok(Outcome::NothingFound);
    }
    let pack = Pack {
        name: command.name.clone(),
        query: words.concat(),
        filters: command.filters.told(),
        items: calls.items(&chosen, &settings.tagged_by()?)?,
    };
    drop(calls);
    drop(archive);
    let (_lock, mut catalogue) = open_to_write(settings)?;
    catalogue.put_pack(&to_row(&pack)?, &now())?;
    let n_quotes = count(pack.items.len() as u64, "quote");
    writeln!(out, "{}: {n_quotes}", printable(&pack.name))?;
    list::show_items(&mut out, &pack)?;
    Ok(Outcome::Done)
}

/// Calls and what is heard in them, each read once.
struct Calls<'a> {
    archive: &'a Archive,
    known: HashMap<String, Option<Tagged>>,
}

impl Calls<'_> {
    fn get(&mut self, call: &str) -> anyhow::Result<Option<&Tagged>> {
        let known = match self.known.entry(call.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(tagged(&self.archive.catalogue, call)?),
        };
        Ok(known.as_ref())
    }

    fn candidates(&mut self, hits: &[Hit]) -> anyhow::Result<Vec<Candidate>> {
        let stemmer = Stemmer::default();
        let mut candidates = Vec::new();
        for hit in hits {
            let marked: Vec<Span> = hit
                .highlights
                .iter()
                .map(|(start, end)| Span {
                    start: *start,
                    end: *end,
                })
                .collect();
            let Some(proposal) = propose(&hit.text, &marked, &stemmer) else {
                continue;
            };
            let mentions = self
                .get(&hit.call)?
                .map_or(&[][..], |call| call.1.as_slice());
            let heard = heard(mentions, hit.turn, proposal.span);
            let by_call = || format!("call {}", hit.call);
            candidates.push(Candidate {
                call: hit.call.clone(),
                turn: hit.turn,
                span: proposal.span,
                account: hit
                    .account
                    .as_ref()
                    .map_or_else(by_call, |name| name.to_lowercase()),
                persona: hit.persona.clone(),
                stems: proposal.stems,
                worth: proposal.worth + heard,
            });
        }
        Ok(candidates)
    }

    fn items(&mut self, chosen: &[Candidate], lexicon: &str) -> anyhow::Result<Vec<Item>> {
        let mut items = Vec::new();
        for candidate in chosen {
            let Some((call, mentions)) = self.get(&candidate.call)? else {
                continue;
            };
            // Whatever may not be sealed (a rep's words, where somebody asked for any side) stays out.
            if let Ok(seal) = seal(call, candidate.turn, candidate.span, lexicon) {
                items.push(Item::new(seal, call, mentions));
            }
        }
        Ok(items)
    }
}

/// What is heard in the words, for and against quoting them.
fn heard(mentions: &[Mention], turn: u32, span: Span) -> i32 {
    let mut worth = 0;
    let here = mentions
        .iter()
        .filter(|mention| mention.turn == turn && mention.span.overlaps(span));
    for mention in here {
        let own = if !mention.is_affirmed() {
            -CANCELLED
        } else if mention.origin == Origin::Led {
            -LED
        } else {
            MEANT + UNPROMPTED
        };
        let others = if mention.target == Target::Other {
            OTHERS
        } else {
            0
        };
        // One doubt weighs more than many tags.
        worth = match (worth, own - others) {
            (before, now) if before < 0 || now < 0 => before.min(now),
            (before, now) => before.max(now),
        };
    }
    worth
}
