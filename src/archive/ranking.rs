//! Which pains and objections are heard most widely?
//!
//! By independent accounts first, then calls, then mentions: one loud account must not outshout the market. A
//! call without an account counts as an account of its own. Only what was meant counts, unless a filter asks for something
//! else.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::{Archive, ArchiveError};
use crate::call::Call;
use crate::mention::{Mention, Origin, Target};
use crate::search::filter::Filter;
use crate::search::place::{MANY_SPEAKERS, Place};
use crate::search::schema::Mark;

/// How widely a tag is heard, with the mentions that show it best.
#[derive(Debug, Clone)]
pub struct Heard {
    pub tag: String,
    pub accounts: usize,
    pub calls: usize,
    pub turns: usize,
    pub mentions: usize,
    /// The quotes that show it best, the best first.
    pub examples: Vec<Example>,
}

/// One exact quote and who said it.
#[derive(Debug, Clone)]
pub struct Example {
    pub call: String,
    pub turn: u32,
    pub quote: String,
    pub role: String,
    pub account: Option<String>,
    pub seconds: Option<f64>,
    pub link: Option<String>,
    worth: f32,
}

#[derive(Default)]
struct Tally {
    accounts: BTreeSet<String>,
    calls: BTreeSet<u32>,
    turns: BTreeSet<(u32, u32)>,
    mentions: usize,
    best: Vec<Example>,
}

/// Every tag of a kind (`pain`, `objection`), most widely heard first, as far as it passes a filter: the turns of a tag are
/// those that a search for it finds under the same filter.
pub fn most_widely_heard(
    archive: &Archive,
    kind: &str,
    filter: &Filter,
    threshold: f32,
) -> Result<Vec<Heard>, ArchiveError> {
    let table = archive.table()?;
    let decided = filter.decide(&table);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut ords = Vec::new();
    archive.catalogue.for_each_fact(|facts| {
        if facts.n_mentions > 0 && decided.passes_call(facts.ord) {
            ords.push(facts.ord);
        }
    })?;
    for ord in ords {
        let Some(both) = archive.call(ord)? else {
            continue;
        };
        let (call, mentions) = (&both.0, &both.1);
        let counts = |mention: &&Mention| {
            mention.tag.kind() == kind
                && mention.confidence >= threshold
                && filter.allows_mark(&Mark::of(mention))
                && decided.passes(place(ord, call, mention), &table)
        };
        for mention in mentions.iter().filter(counts) {
            let tally = tallies.entry(mention.tag.0.clone()).or_default();
            tally.accounts.insert(account_key(call));
            tally.calls.insert(ord);
            tally.turns.insert((ord, mention.turn));
            tally.mentions += 1;
            tally.keep(example(call, mention));
        }
    }
    let mut heard: Vec<Heard> = tallies
        .into_iter()
        .map(|(tag, tally)| finished(tag, tally))
        .collect();
    heard.sort_by(|a, b| {
        (b.accounts, b.calls, b.mentions)
            .cmp(&(a.accounts, a.calls, a.mentions))
            .then_with(|| a.tag.cmp(&b.tag))
    });
    Ok(heard)
}

/// Quotes kept for each tag.
const EXAMPLES: usize = 5;

impl Tally {
    fn keep(&mut self, example: Example) {
        self.best.push(example);
        self.best.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        self.best.truncate(EXAMPLES);
    }
}

fn finished(tag: String, tally: Tally) -> Heard {
    let Tally {
        accounts,
        calls,
        turns,
        mentions,
        best,
    } = tally;
    Heard {
        tag,
        accounts: accounts.len(),
        calls: calls.len(),
        turns: turns.len(),
        mentions,
        examples: best,
    }
}

/// Where a mention stands, as the index has it.
fn place(ord: u32, call: &Call, mention: &Mention) -> Place {
    let turn = &call.turns[mention.turn as usize];
    Place {
        ord,
        turn: mention.turn,
        part: 0,
        side: call.speaker(turn).side,
        speaker: u16::try_from(turn.speaker).unwrap_or(MANY_SPEAKERS),
    }
}

fn account_key(call: &Call) -> String {
    let name = call
        .account
        .as_ref()
        .and_then(|account| account.name.as_deref());
    name.map_or_else(|| format!("call {}", call.id), str::to_lowercase)
}

fn example(call: &Call, mention: &Mention) -> Example {
    let turn = &call.turns[mention.turn as usize];
    let speaker = call.speaker(turn);
    let quote = mention.span.slice(&turn.text).to_owned();
    let seconds = turn.time_at(mention.span.start);
    Example {
        worth: worth(mention, &quote),
        call: call.id.0.clone(),
        turn: mention.turn,
        quote,
        role: speaker
            .title
            .clone()
            .unwrap_or_else(|| speaker.persona.replace('-', " ")),
        account: call
            .account
            .as_ref()
            .and_then(|account| account.name.clone()),
        link: call.link_at(seconds),
        seconds,
    }
}

/// How well a quote stands alone: surely meant, unprompted, about their own world, of a length that is read.
fn worth(mention: &Mention, quote: &str) -> f32 {
    let n_words = quote.split_whitespace().count();
    let length = match n_words {
        0..=5 => -0.4,
        6..=8 => -0.1,
        9..=30 => 0.1,
        _ => -0.2,
    };
    let unprompted = if mention.origin == Origin::Unprompted {
        0.2
    } else {
        0.0
    };
    let own = if mention.target == Target::Own {
        0.05
    } else {
        0.0
    };
    let figures = if quote.bytes().any(|byte| byte.is_ascii_digit()) {
        0.05
    } else {
        0.0
    };
    mention.confidence + length + unprompted + own + figures
}
