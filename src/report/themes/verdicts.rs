//! Which mentions pass a filter, whatever their call?

use crate::mention::{Origin, Polarity, Target};
use crate::report::ledger::Sighting;
use crate::search::filter::Filter;
use crate::search::schema::Mark;

/// What a filter says of a mention, apart from who said it on which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Counts,
    /// It would count if it had been meant.
    NotMeant,
    Foreign,
}

/// The filter's verdict on every tag, however it is said: there are few of them and many mentions.
pub(super) struct Verdicts(Vec<Verdict>);

const N_TARGETS: usize = Target::ALL.len();
const N_ORIGINS: usize = Origin::ALL.len();

impl Verdicts {
    pub(super) fn of(tags: &[String], filter: &Filter) -> Verdicts {
        let mut verdicts =
            Vec::with_capacity(tags.len() * Polarity::ALL.len() * N_TARGETS * N_ORIGINS);
        for tag in tags {
            for polarity in Polarity::ALL {
                for target in Target::ALL {
                    for origin in Origin::ALL {
                        let tag = tag.clone();
                        verdicts.push(verdict(
                            Mark {
                                tag,
                                polarity,
                                target,
                                origin,
                            },
                            filter,
                        ));
                    }
                }
            }
        }
        Verdicts(verdicts)
    }

    /// Values stand in the order of their lists of all.
    pub(super) fn on(&self, seen: &Sighting) -> Verdict {
        let at = seen.tag as usize * Polarity::ALL.len() + seen.polarity as usize;
        let at = at * N_TARGETS + seen.target as usize;
        let at = at * N_ORIGINS + seen.origin as usize;
        self.0.get(at).copied().unwrap_or(Verdict::Foreign)
    }
}

fn verdict(mark: Mark, filter: &Filter) -> Verdict {
    if filter.allows_mark(&mark) {
        return Verdict::Counts;
    }
    let meant = Mark {
        polarity: Polarity::Affirmed,
        ..mark.clone()
    };
    if mark.polarity != Polarity::Affirmed && filter.allows_mark(&meant) {
        Verdict::NotMeant
    } else {
        Verdict::Foreign
    }
}
