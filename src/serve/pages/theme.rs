//! How does one theme look on a page?

use crate::archive::Archive;
use crate::report::month::Month;
use crate::report::themes::{MONTHS, Share, Theme};
use crate::search::query::Field;
use crate::serve::ask::Ask;
use crate::serve::pages::quoted::{Quote, quote};
use crate::serve::shown::{many, spoken};
use crate::serve::trouble::Trouble;

/// Values of a split shown.
const SPLITS: usize = 4;

/// A theme, ready to be written into a page.
pub struct ThemeView {
    /// The category without its kind: `tool sprawl`.
    pub name: String,
    pub kind: String,
    /// The search for it.
    pub url: String,
    pub accounts: String,
    pub calls: String,
    pub mentions: String,
    pub turns: String,
    /// What a reader must know to take the numbers for what they are.
    pub notes: Vec<String>,
    pub spark: Spark,
    pub personas: Vec<Split>,
    pub outcomes: Vec<Split>,
    pub quote: Option<Quote>,
}

/// A part of a theme, and the search for it.
pub struct Split {
    pub value: String,
    pub accounts: String,
    pub url: String,
}

/// Twelve bars.
pub struct Spark {
    pub bars: Vec<Bar>,
    /// The same in words.
    pub label: String,
}

/// A bar, in units of the picture.
pub struct Bar {
    pub x: usize,
    pub y: u64,
    pub height: u64,
}

/// Units from bar to bar, and of the tallest one.
const STEP: usize = 8;
const TALLEST: u64 = 24;

impl ThemeView {
    /// Makes a theme ready; its links keep the filters of the page.
    pub fn of(
        archive: &Archive,
        theme: &Theme,
        ask: &Ask,
        last: Month,
    ) -> Result<ThemeView, Trouble> {
        let tag = theme.tag.as_str();
        let (kind, name) = tag.split_once('/').unwrap_or((tag, tag));
        let search = only_tag(ask, tag);
        Ok(ThemeView {
            name: spoken(name),
            kind: kind.to_owned(),
            url: search.url("/"),
            accounts: many(theme.breadth.accounts, "account"),
            calls: many(theme.breadth.calls, "call"),
            mentions: many(theme.breadth.mentions, "mention"),
            turns: many(theme.n_turns, "turn"),
            notes: notes(theme),
            spark: spark(theme, last),
            personas: splits(&theme.personas, Field::Persona, &search),
            outcomes: splits(&theme.outcomes, Field::Outcome, &search),
            quote: match theme.newest {
                Some(spot) => quote(archive, spot)?,
                None => None,
            },
        })
    }
}

/// The search for a tag alone, with the other filters as they are.
fn only_tag(ask: &Ask, tag: &str) -> Ask {
    let mut search = Ask {
        q: String::new(),
        ..ask.clone()
    };
    search
        .filters
        .retain(|(field, _)| !matches!(field, Field::Tag | Field::Kind));
    search.with(Field::Tag, tag)
}

fn notes(theme: &Theme) -> Vec<String> {
    let mut notes = Vec::new();
    if theme.breadth.accounts == 1 {
        notes.push("from one account only".to_owned());
    }
    if theme.n_led > 0 {
        notes.push(format!("{} of them led by the rep", theme.n_led));
    }
    if theme.n_of_friends > 0 {
        let mentions = many(theme.n_of_friends, "mention");
        notes.push(format!("{mentions} in friends’ deals not counted"));
    }
    notes
}

fn spark(theme: &Theme, last: Month) -> Spark {
    let most = theme.by_month.iter().copied().max().unwrap_or(0).max(1);
    let bar = |(at, n): (usize, &u64)| {
        // What is there can be seen, however little it is beside the most.
        let height = if *n == 0 {
            1
        } else {
            2 + (TALLEST - 2) * n / most
        };
        Bar {
            x: at * STEP,
            y: TALLEST - height,
            height,
        }
    };
    let figures: Vec<String> = theme.by_month.iter().map(u64::to_string).collect();
    let first = last.before(MONTHS as i32 - 1);
    let mut label = format!("Calls by month, {first} to {last}: {}", figures.join(", "));
    if theme.n_undated > 0 {
        label.push_str(&format!("; {} without a date", theme.n_undated));
    }
    Spark {
        bars: theme.by_month.iter().enumerate().map(bar).collect(),
        label,
    }
}

fn splits(shares: &[Share], field: Field, search: &Ask) -> Vec<Split> {
    let split = |share: &Share| {
        let mut narrowed = search.clone();
        narrowed.filters.retain(|(known, _)| *known != field);
        Split {
            value: spoken(&share.value),
            accounts: many(share.breadth.accounts, "account"),
            url: narrowed.with(field, &share.value).url("/"),
        }
    };
    shares.iter().take(SPLITS).map(split).collect()
}
