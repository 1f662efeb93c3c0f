//! How many turns really hold what was asked for word by word?
//!
//! The index counts stems; where words must be exact, every turn is looked at before it counts, under whichever filter.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::archive::{Archive, ArchiveError, Found, MOST_LOOKED_AT, Request, hit, with_fields};
use crate::mention::Mention;
use crate::search::call_table::CallTable;
use crate::search::engine::{Answer, MOST_HITS, Question};
use crate::search::facets::Tally;
use crate::search::filter::Filter;
use crate::search::highlight::Highlighter;
use crate::search::place::Place;
use crate::search::schema::Mark;

/// The words of the marks of each turn that was looked at, by call and turn; `None` where the text does not answer.
type LookedAt = HashMap<(u32, u32), Option<BTreeSet<String>>>;

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
        let mut looked_at = LookedAt::new();
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
            match looked_at.get(&key) {
                Some(None) => continue,
                Some(Some(marks)) if !is_on_page => {
                    count(&mut tally, ranked.place, marks, table);
                    continue;
                }
                _ => {}
            }
            let seen = self.look_at(ranked, highlighter)?;
            let Some((opened, spans)) = seen else {
                looked_at.insert(key, None);
                continue;
            };
            let here = self.mentions_at(&opened, ranked.place)?;
            let marks = marks_of(&here);
            count(&mut tally, ranked.place, &marks, table);
            looked_at.insert(key, Some(marks));
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
            let marks = match looked_at.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let marks = match self.look_at(ranked, highlighter)? {
                        Some((opened, _)) => {
                            Some(marks_of(&self.mentions_at(&opened, ranked.place)?))
                        }
                        None => None,
                    };
                    new.insert(marks)
                }
            };
            if let Some(marks) = marks {
                count(&mut tally, ranked.place, marks, table);
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

fn marks_of(here: &[Mention]) -> BTreeSet<String> {
    let marks = here.iter().map(|mention| Mark::of(mention).word());
    marks.collect()
}

fn count(tally: &mut Tally, place: Place, marks: &BTreeSet<String>, table: &CallTable) {
    tally.add(place, 1, table);
    marks.iter().for_each(|word| tally.add_mark(word, 1));
}
