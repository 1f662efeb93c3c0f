//! How far may a prospect's words be shown, and who said so?
//!
//! # The rule, in words
//! 1. Nobody's words may leave the company unless somebody allowed it. Without a permission, words are for internal use.
//! 2. A permission names what it is about (an account, a call, a person, or certain words), how far it goes
//!    ([`Level`]), who gave it, from which day on, and perhaps until which day. It holds on its first and on its last
//!    day. Before and after, it counts as if it had never been given.
//! 3. Where several permissions are about the same words, the most specific one decides, even if a wider one allows
//!    more: certain words come before a person, a person before a call, a call before an account. Of two that are
//!    equally specific, the newer one decides: that of the later day, on the same day the one that was recorded later.
//! 4. A withdrawal ends every permission for the words it covers that was given before it or on the same day, or that
//!    was recorded before it, however specific it was. It has no end, and a day in the future does not delay it. Words
//!    are covered if any part of them is, and in doubt they are.
//! 5. After a withdrawal, words may be shown again only by a permission of a later day, recorded later, that is about
//!    the same kind of subject or a more specific one. When that permission ends, the withdrawal stands again.
//! 6. Withdrawn words are in no file of any kind, also not in one for internal use. They stay on the lists, marked.
//! 7. For publishing, words need the level `anonymous` at least, and beside them stands only what the level allows
//!    ([`shown`]). Words that themselves name an account or a speaker need the level that allows the name. Words
//!    whose call is gone or was corrected since are not published.
//!
//! Everything that leaves passes [`gate`], which alone can make a [`gate::Cleared`]; what renders takes nothing else.

pub mod subject;

pub mod book;

pub mod carriers;

pub mod shown;

pub mod gate;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::quote::rights::subject::{Subject, Words};

/// How far words may be shown. Each level allows what those before it allow.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not outside of the company.
    #[default]
    Internal,
    /// In public, by nobody in particular.
    Anonymous,
    /// With the speaker's role and the company's industry, size and region.
    #[serde(rename = "role+industry")]
    RoleIndustry,
    /// With the company's name.
    Company,
    /// With the speaker's name.
    Name,
    /// With the company's logo beside them.
    Logo,
}

impl Level {
    /// Every level, in order.
    pub const ALL: [Level; 6] = [
        Level::Internal,
        Level::Anonymous,
        Level::RoleIndustry,
        Level::Company,
        Level::Name,
        Level::Logo,
    ];

    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Level::Internal => "internal",
            Level::Anonymous => "anonymous",
            Level::RoleIndustry => "role+industry",
            Level::Company => "company",
            Level::Name => "name",
            Level::Logo => "logo",
        }
    }

    /// The level of a word, in any case.
    pub fn from_name(word: &str) -> Option<Level> {
        let word = word.trim();
        Level::ALL
            .into_iter()
            .find(|level| level.name().eq_ignore_ascii_case(word))
    }
}

/// What words are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Purpose {
    #[default]
    Internal,
    Publish,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 2] = [Purpose::Internal, Purpose::Publish];

    /// The word used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Internal => "internal",
            Purpose::Publish => "publish",
        }
    }

    /// The purpose of a word.
    pub fn from_name(word: &str) -> Option<Purpose> {
        Purpose::ALL
            .into_iter()
            .find(|purpose| purpose.name() == word)
    }

    /// The least that must be granted.
    pub fn needs(self) -> Level {
        match self {
            Purpose::Internal => Level::Internal,
            Purpose::Publish => Level::Anonymous,
        }
    }
}

/// A permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Counts permissions and withdrawals together, in the order in which they were recorded.
    pub number: i64,
    pub subject: Subject,
    pub level: Level,
    pub by: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
    /// A link or a file.
    pub evidence: Option<String>,
    pub note: Option<String>,
}

/// A permission that was taken back, or never shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub number: i64,
    pub subject: Subject,
    /// The same subject by other names.
    pub also: Vec<Subject>,
    pub by: Option<String>,
    pub on: Date,
    pub note: Option<String>,
}

impl Withdrawal {
    /// Whether it is about any of these words.
    pub fn covers(&self, words: &Words<'_>) -> bool {
        words.withdrawn_by.contains(&self.number)
            || self.subject.forbids(words)
            || self.also.iter().any(|other| other.forbids(words))
    }

    /// Whether a permission stands in spite of it.
    fn yields_to(&self, grant: &Grant) -> bool {
        grant.from > self.on
            && grant.number > self.number
            && grant.subject.rank() >= self.subject.rank()
    }
}

/// What a permission is worth for some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// It decides.
    Decides,
    /// It begins later.
    NotYet,
    Ended,
    /// The withdrawal of this number overrules it.
    Withdrawn(i64),
    /// The permission of this number is more specific or newer.
    Outdone(i64),
}

/// How words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How far they may be shown; `None` where not even internally.
    pub level: Option<Level>,
    pub because: Because,
}

/// Why words stand as they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// Nobody has allowed or forbidden anything.
    Nothing,
    Granted(Grant),
    Withdrawn(Withdrawal),
}

impl Because {
    /// For people. Names nobody.
    pub fn told(&self) -> String {
        match self {
            Because::Nothing => "nobody has allowed more".to_owned(),
            Because::Granted(grant) => format!(
                "right {} for its {} allows no more than {}",
                grant.number,
                grant.subject.kind(),
                grant.level.name()
            ),
            Because::Withdrawn(withdrawal) => format!(
                "withdrawn on {} (withdrawal {} of its {})",
                withdrawal.on,
                withdrawal.number,
                withdrawal.subject.kind()
            ),
        }
    }
}

/// What every permission about some words is worth on a day, in the order of the permissions.
pub fn weigh<'g>(
    words: &Words<'_>,
    grants: &'g [Grant],
    withdrawals: &[Withdrawal],
    today: Date,
) -> Vec<(&'g Grant, Worth)> {
    let covering: Vec<&Withdrawal> = withdrawals
        .iter()
        .filter(|withdrawal| withdrawal.covers(words))
        .collect();
    let mut weighed: Vec<(&Grant, Worth)> = grants
        .iter()
        .filter(|grant| grant.subject.allows(words))
        .map(|grant| (grant, alone(grant, &covering, today)))
        .collect();
    let valid = weighed
        .iter()
        .filter(|(_, worth)| *worth == Worth::Decides)
        .map(|(grant, _)| *grant);
    let best = valid.max_by_key(|grant| (grant.subject.rank(), grant.from, grant.number));
    if let Some(best) = best {
        for (grant, worth) in &mut weighed {
            if *worth == Worth::Decides && grant.number != best.number {
                *worth = Worth::Outdone(best.number);
            }
        }
    }
    weighed
}

/// What a permission is worth where no other one is better.
fn alone(grant: &Grant, covering: &[&Withdrawal], today: Date) -> Worth {
    let overruling = covering
        .iter()
        .find(|withdrawal| !withdrawal.yields_to(grant));
    if let Some(withdrawal) = overruling {
        Worth::Withdrawn(withdrawal.number)
    } else if today < grant.from {
        Worth::NotYet
    } else if grant.until.is_some_and(|until| until < today) {
        Worth::Ended
    } else {
        Worth::Decides
    }
}

/// How some words stand on a day.
pub fn standing(
    words: &Words<'_>,
    grants: &[Grant],
    withdrawals: &[Withdrawal],
    today: Date,
) -> Standing {
    let weighed = weigh(words, grants, withdrawals, today);
    let decides = weighed
        .iter()
        .find(|(_, worth)| *worth == Worth::Decides)
        .map(|(grant, _)| *grant);
    if let Some(grant) = decides {
        return Standing {
            level: Some(grant.level),
            because: Because::Granted(grant.clone()),
        };
    }
    let covering = withdrawals
        .iter()
        .rev()
        .find(|withdrawal| withdrawal.covers(words));
    match covering {
        Some(withdrawal) => Standing {
            level: None,
            because: Because::Withdrawn(withdrawal.clone()),
        },
        None => Standing {
            level: Some(Level::Internal),
            because: Because::Nothing,
        },
    }
}

/// A day as `YYYY-MM-DD`; `None` for everything else.
pub fn day(written: &str) -> Option<Date> {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let is_shaped = written.len() == 10 && written.bytes().enumerate().all(shape);
    written.parse().ok().filter(|_| is_shaped)
}
