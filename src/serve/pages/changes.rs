//! How does a page show what would be heard otherwise?

use crate::pipeline::compare::Compared;
use crate::serve::shown::{call_url, many};
use crate::tend::diff::{Change, Example, Manner, Numbers};

/// What a comparison came to, for a page.
pub struct Changes {
    /// `12 of 40 calls are heard otherwise.`
    pub summary: String,
    pub rows: Vec<Row>,
    pub total: Row,
    pub groups: Vec<Group>,
}

/// How often a tag is heard before and after.
pub struct Row {
    pub tag: String,
    pub before: u64,
    pub after: u64,
    pub gained: u64,
    pub lost: u64,
    pub changed: u64,
}

/// Examples of what becomes of a tag.
pub struct Group {
    /// `pain/slow: 12 gained, 3 shown`
    pub title: String,
    pub examples: Vec<Shown>,
}

/// A mention that is heard otherwise.
pub struct Shown {
    pub quote: String,
    pub url: String,
    /// Which pattern of which lexicon, or how it is taken now.
    pub because: String,
}

impl Changes {
    /// What is shown of a comparison.
    pub fn of(compared: &Compared) -> Changes {
        let diff = &compared.diff;
        let changed = diff
            .tags
            .iter()
            .filter(|(_, change)| change.numbers.differ());
        let mut groups = Vec::new();
        let mut rows = Vec::new();
        for (tag, change) in changed {
            rows.push(row(tag.0.clone(), change.numbers));
            add_groups(&mut groups, &tag.0, change);
        }
        let calls = many(diff.n_calls, "call");
        Changes {
            summary: match compared.n_changed {
                0 => format!("Nothing changes in {calls}."),
                n => format!("{n} of {calls} would be heard otherwise."),
            },
            rows,
            total: row("all tags".to_owned(), diff.total()),
            groups,
        }
    }
}

fn row(tag: String, numbers: Numbers) -> Row {
    Row {
        tag,
        before: numbers.before,
        after: numbers.after,
        gained: numbers.gained,
        lost: numbers.lost,
        changed: numbers.changed,
    }
}

fn add_groups(groups: &mut Vec<Group>, tag: &str, change: &Change) {
    let numbers = change.numbers;
    let gained = change.gained.iter().map(|one| shown(one, one.heard_by()));
    let lost = change.lost.iter().map(|one| shown(one, one.heard_by()));
    let changed = change.changed.iter().map(|one| {
        let because = format!("{} becomes {}", told(one.before), told(one.after));
        shown(&one.example, because)
    });
    let sorts: [(&str, u64, Vec<Shown>); 3] = [
        ("gained", numbers.gained, gained.collect()),
        ("lost", numbers.lost, lost.collect()),
        ("taken otherwise", numbers.changed, changed.collect()),
    ];
    for (sort, n, examples) in sorts {
        if n > 0 && !examples.is_empty() {
            groups.push(Group {
                title: format!("{tag}: {n} {sort}, {} shown", examples.len()),
                examples,
            });
        }
    }
}

fn shown(example: &Example, because: String) -> Shown {
    Shown {
        quote: example.quote.clone(),
        url: call_url(&example.call, example.turn),
        because,
    }
}

fn told(manner: Manner) -> String {
    let words = [
        manner.polarity.name(),
        manner.target.name(),
        manner.origin.name(),
    ];
    words.join(", ")
}
