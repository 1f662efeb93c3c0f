//! How does the way of deals through their stages stand in a table that the import of deals reads?
//!
//! As HubSpot's own export has it: a column for each stage, with the moment at which a deal came into it. A stage that a
//! deal entered twice has two columns of one name.

use std::collections::BTreeMap;

/// A deal's changes that are told, the latest ones; who moves a deal more often moves it by machine.
const MOST_CHANGES: usize = 64;
/// A CRM has some dozens of stages. What would need more columns is left out.
const MOST_COLUMNS: usize = 400;
/// Length of `2026-03-12T14:00:00`.
const SECOND: usize = 19;

/// Through which stages deals went.
#[derive(Default)]
pub(super) struct Past {
    /// By deal, in the order in which they happened.
    changes: BTreeMap<String, Vec<Change>>,
}

struct Change {
    /// RFC 3339.
    at: String,
    stage: String,
}

impl Change {
    /// As text these sort by time: a vendor writes all its moments in one zone.
    fn second(&self) -> &str {
        self.at.get(..SECOND).unwrap_or(&self.at)
    }
}

/// The columns of a table.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) headings: Vec<String>,
    /// By deal: the column, and what stands in it.
    cells: BTreeMap<String, Vec<(usize, String)>>,
}

impl Past {
    /// A deal came into a stage; of several changes in one second the last one that is added counts.
    pub(super) fn add(&mut self, deal: &str, at: String, stage: &str) {
        let stage = stage.split_whitespace().collect::<Vec<_>>().join(" ");
        let changes = self.changes.entry(deal.to_owned()).or_default();
        changes.push(Change { at, stage });
    }

    /// The same as columns.
    pub(super) fn columns(self) -> Columns {
        let mut columns = Columns::default();
        let mut places: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for (deal, changes) in self.changes {
            let mut times: BTreeMap<String, usize> = BTreeMap::new();
            let mut cells = Vec::new();
            for change in tidy(changes) {
                let time = times.entry(change.stage.clone()).or_default();
                *time += 1;
                let column = (change.stage, *time);
                let place = match places.get(&column) {
                    Some(place) => *place,
                    None if columns.headings.len() >= MOST_COLUMNS => continue,
                    None => {
                        // The import takes what stands last in brackets for the pipeline's name.
                        let heading = format!("Date entered \"{} (pipeline)\"", column.0);
                        columns.headings.push(heading);
                        let place = columns.headings.len() - 1;
                        places.insert(column, place);
                        place
                    }
                };
                cells.push((place, change.at));
            }
            columns.cells.insert(deal, cells);
        }
        columns
    }
}

impl Columns {
    /// What stands in a deal's row under the headings.
    pub(super) fn cells(&self, deal: &str) -> Vec<String> {
        let mut row = vec![String::new(); self.headings.len()];
        for (place, moment) in self.cells.get(deal).into_iter().flatten() {
            if let Some(cell) = row.get_mut(*place) {
                cell.clone_from(moment);
            }
        }
        row
    }
}

/// The changes in order: one a second, and none into the stage where the deal is.
fn tidy(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by(|one, other| one.second().cmp(other.second()));
    let mut tidy: Vec<Change> = Vec::new();
    for change in changes {
        if tidy
            .last()
            .is_some_and(|last| last.second() == change.second())
        {
            tidy.pop();
        }
        if tidy.last().is_none_or(|last| last.stage != change.stage) {
            tidy.push(change);
        }
    }
    let n_more = tidy.len().saturating_sub(MOST_CHANGES);
    tidy.split_off(n_more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_has_a_column_for_each_time_it_was_entered() {
        let mut past = Past::default();
        for (deal, at, stage) in [
            ("1", "2026-01-01T10:00:00Z", "New"),
            ("1", "2026-01-02T10:00:00Z", "Demo"),
            // Another field changed, not the stage.
            ("1", "2026-01-03T10:00:00Z", "Demo"),
            ("1", "2026-01-05T10:00:00Z", "Demo"),
            ("1", "2026-01-04T10:00:00Z", "New"),
            // A robot changed its mind within a second.
            ("2", "2026-01-01T10:00:00.100Z", "New"),
            ("2", "2026-01-01T10:00:00.900Z", "Demo"),
        ] {
            past.add(deal, at.to_owned(), stage);
        }
        let columns = past.columns();
        let heading = |stage: &str| format!("Date entered \"{stage} (pipeline)\"");
        let stages = ["New", "Demo", "New", "Demo"];
        assert_eq!(columns.headings, stages.map(heading));
        let days = |deal: &str| -> Vec<String> {
            let cells = columns.cells(deal).into_iter();
            cells
                .map(|at| at.get(..10).unwrap_or_default().to_owned())
                .collect()
        };
        assert_eq!(
            days("1"),
            ["2026-01-01", "2026-01-02", "2026-01-04", "2026-01-05"]
        );
        assert_eq!(days("2"), ["", "2026-01-01", "", ""]);
        assert_eq!(days("3"), ["", "", "", ""]);
    }
}
