//! How many turns really hold what was asked for word by word?
//!
//! The index counts stems; where words must be exact, every turn is looked at before it counts, under whichever filter.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::archive::{Archive, ArchiveError, Found, MOST_LOOKED_AT, Request, hit, with_fields};
use crate::mention::Mention;
use crate::search::call_table::CallTable;
use crate::search::engine::{Answer, MOST_HITS, Question};
use crate::search::facets::Tally;
use crate::search::filter::Filter;
use crate::search::highlight::Highlighter;
use crate::search::mark_values::MarkValues;
use crate::search::place::Place;
use crate::search::schema::Mark;

/// What was read of the turns that were looked at.
#[derive(Default)]
struct LookedAt {
    /// By call and turn, the numbers of the values for which the turn counts; `None` where the text does not answer.
    turns: HashMap<(u32, u32), Option<Vec<u32>>>,
    values: MarkValues,
}

impl Archive {
    /// Finds, and counts what was read.
    pub(super) fn find_and_recount(
        &self,
        request: &Request,
        filter: &Filter,
        highlighter: &Highlighter,
        table: &Arc<CallTable>,
    ) -> Result<Found, ArchiveError> {
        let mut most = request.most_counted.unwrap_or(MOST_HITS);
        most = most.max(request.limit);
        let mut looked_at = LookedAt::default();
        let (mut found, tally) = loop {
            let question = question(request, filter, most);
            let answer = self.engine.search(&question, table)?;
            let (found, tally) =
                self.read(&answer, request, filter, highlighter, table, &mut looked_at)?;
            // Where few turns hold the words, a page is not full yet; then more are read than were to be counted.
            let is_full = tally.n_turns as usize >= request.limit;
            if is_full || !answer.is_full || most >= MOST_LOOKED_AT {
                break (found, tally);
            }
            most *= 4;
        };
        let (mut others, mut tallies) = (Vec::new(), Vec::new());
        for other in &request.others {
            let wants_values = other.facet.is_some();
            let other = with_fields(&other.filter, &request.query);
            // Beside a count that was cut short, the number of another one tells nothing.
            let tally = if found.is_cut && !wants_values {
                Tally::default()
            } else {
                let question = question(request, &other, most);
                self.recount(&question, highlighter, table, &mut looked_at)?
            };
            tallies.push(tally);
            others.push(other);
        }
        found.count((filter, &tally), (&others, &tallies), request, table);
        Ok(found)
    }

    /// Reads what the index found: the hits of the page, and the count of all that hold the words. What was read before
    /// is read again only where it is shown.
    fn read(
        &self,
        answer: &Answer,
        request: &Request,
        filter: &Filter,
        highlighter: &Highlighter,
        table: &CallTable,
        looked_at: &mut LookedAt,
    ) -> Result<(Found, Tally), ArchiveError> {
        let mut tally = Tally::new(table);
        let mut found = Found {
            is_cut: answer.is_full,
            ..Found::default()
        };
        for ranked in &answer.turns {
            let n_before = tally.n_turns as usize;
            let is_on_page = n_before >= request.skip && n_before < request.limit;
            let key = (ranked.place.ord, ranked.place.turn);
            match looked_at.turns.get(&key) {
                Some(None) => continue,
                Some(Some(values)) if !is_on_page => {
                    count(&mut tally, ranked.place, values, &looked_at.values, table);
                    continue;
                }
                _ => {}
            }
            let seen = self.look_at(ranked, highlighter)?;
            let Some((opened, spans)) = seen else {
                looked_at.turns.insert(key, None);
                continue;
            };
            let here = self.mentions_at(&opened, ranked.place)?;
            let values = values_of(&here, &mut looked_at.values);
            count(&mut tally, ranked.place, &values, &looked_at.values, table);
            looked_at.turns.insert(key, Some(values));
            if is_on_page {
                let hit = hit::make(&opened, &here, ranked, spans, request, filter);
                found.hits.extend(hit);
            }
        }
        Ok((found, tally))
    }

    /// Counts the turns that pass another filter; those that were looked at before are not read again.
    fn recount(
        &self,
        question: &Question<'_>,
        highlighter: &Highlighter,
        table: &Arc<CallTable>,
        looked_at: &mut LookedAt,
    ) -> Result<Tally, ArchiveError> {
        let answer = self.engine.search(question, table)?;
        let mut tally = Tally::new(table);
        for ranked in &answer.turns {
            let key = (ranked.place.ord, ranked.place.turn);
            let LookedAt { turns, values } = &mut *looked_at;
            let counted = match turns.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let counted = match self.look_at(ranked, highlighter)? {
                        Some((opened, _)) => {
                            let here = self.mentions_at(&opened, ranked.place)?;
                            Some(values_of(&here, values))
                        }
                        None => None,
                    };
                    new.insert(counted)
                }
            };
            if let Some(counted) = counted {
                count(&mut tally, ranked.place, counted, values, table);
            }
        }
        Ok(tally)
    }
}

fn question<'a>(request: &'a Request, filter: &'a Filter, most: usize) -> Question<'a> {
    Question {
        query: &request.query,
        filter,
        limit: most,
        sort: request.sort,
        is_paged: request.is_paged,
    }
}

/// The numbers of the values for which a turn with these mentions counts, each once.
fn values_of(here: &[Mention], values: &mut MarkValues) -> Vec<u32> {
    let marks = here.iter().map(Mark::of);
    let mut numbers: Vec<u32> = marks.flat_map(|mark| values.numbers_of(&mark)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn count(tally: &mut Tally, place: Place, numbers: &[u32], values: &MarkValues, table: &CallTable) {
    tally.add(place, 1, table);
    let values = values.by_number();
    for number in numbers {
        tally.add_mark_value(&values[*number as usize], 1);
    }
}
