//! Which small segments become one, so that a search opens few of them?
//!
//! Writing merges as it goes; what small additions leave behind over weeks is merged at night, within bounds, so that no
//! night rewrites the whole index.

use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;

use crate::search::index::{IndexError, OpenIndex};

/// Memory of the writer, which only merges.
const MEMORY: usize = 32 << 20;
/// A segment with more than one in so many documents deleted is written anew.
const DELETED: u32 = 5;

/// How much may be done in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// So many segments are few enough.
    pub segments: usize,
    /// Documents that are rewritten at most.
    pub documents: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds {
            segments: 8,
            documents: 2_000_000,
        }
    }
}

/// Segments before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tidied {
    pub n_before: usize,
    pub n_after: usize,
}

/// Merges small segments. The caller holds the write lock; what the index knows stays the same, its commit too.
pub fn merge_small(open: &OpenIndex, bounds: Bounds) -> Result<Tidied, IndexError> {
    let fail = |cause| IndexError::Tantivy {
        what: "merge",
        path: open.path.clone(),
        cause,
    };
    let metas = open.index.searchable_segment_metas().map_err(fail)?;
    let sizes: Vec<Size> = metas
        .iter()
        .map(|meta| Size {
            n_documents: meta.num_docs(),
            n_deleted: meta.num_deleted_docs(),
        })
        .collect();
    let chosen: Vec<SegmentId> = choose(&sizes, bounds)
        .into_iter()
        .filter_map(|at| metas.get(at))
        .map(|meta| meta.id())
        .collect();
    let n_before = metas.len();
    // A held meta keeps its files from being removed.
    drop(metas);
    if !chosen.is_empty() {
        merge(open, &chosen)?;
    }
    let n_after = open.index.searchable_segment_metas().map_err(fail)?.len();
    Ok(Tidied { n_before, n_after })
}

fn merge(open: &OpenIndex, chosen: &[SegmentId]) -> Result<(), IndexError> {
    let fail = |cause| IndexError::Tantivy {
        what: "merge",
        path: open.path.clone(),
        cause,
    };
    let mut writer = open.writer(1, MEMORY).map_err(fail)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    writer.merge(chosen).wait().map_err(fail)?;
    writer.garbage_collect_files().wait().map_err(fail)?;
    writer.wait_merging_threads().map_err(fail)?;
    std::fs::File::open(&open.path)
        .and_then(|folder| folder.sync_all())
        .map_err(|cause| IndexError::Disk {
            what: "sync",
            path: open.path.clone(),
            cause,
        })
}

/// Documents of a segment that count, and that do not.
#[derive(Debug, Clone, Copy)]
struct Size {
    n_documents: u32,
    n_deleted: u32,
}

impl Size {
    fn is_worn(self) -> bool {
        let all = self.n_documents.saturating_add(self.n_deleted);
        self.n_deleted.saturating_mul(DELETED) > all
    }
}

/// Places of the segments to merge: worn ones, and the smallest ones until few enough are left. Nothing where only one
/// whole segment would be written anew.
fn choose(sizes: &[Size], bounds: Bounds) -> Vec<usize> {
    let mut order: Vec<(usize, Size)> = sizes.iter().copied().enumerate().collect();
    order.sort_by_key(|(at, size)| (!size.is_worn(), size.n_documents, *at));
    let mut chosen: Vec<usize> = Vec::new();
    let mut n_documents = 0_u64;
    let mut is_worth_it = false;
    for (at, size) in order {
        // The chosen ones become one.
        let n_left = sizes.len() - chosen.len() + usize::from(!chosen.is_empty());
        let sum = n_documents + u64::from(size.n_documents);
        let is_wanted = size.is_worn() || n_left > bounds.segments;
        if !is_wanted || sum > bounds.documents {
            continue;
        }
        is_worth_it |= size.is_worn();
        n_documents = sum;
        chosen.push(at);
    }
    if chosen.len() < 2 && !is_worth_it {
        chosen.clear();
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(sizes: &[(u32, u32)], segments: usize, documents: u64) -> Vec<usize> {
        let sizes: Vec<Size> = sizes
            .iter()
            .map(|(n_documents, n_deleted)| Size {
                n_documents: *n_documents,
                n_deleted: *n_deleted,
            })
            .collect();
        choose(
            &sizes,
            Bounds {
                segments,
                documents,
            },
        )
    }

    #[test]
    fn the_smallest_are_merged_until_few_enough_are_left() {
        // Three of five become one: three are left.
        let sizes = [(50, 0), (10, 0), (40, 0), (20, 0), (30, 0)];
        assert_eq!(chosen(&sizes, 3, 1_000), [1, 3, 4]);
        assert!(chosen(&sizes, 5, 1_000).is_empty());
    }

    #[test]
    fn a_night_rewrites_no_more_than_it_may() {
        let sizes = [(50, 0), (10, 0), (40, 0), (20, 0), (30, 0)];
        assert_eq!(chosen(&sizes, 1, 35), [1, 3]);
        assert!(chosen(&sizes, 1, 15).is_empty());
    }

    #[test]
    fn a_segment_full_of_deleted_ones_is_written_anew_even_alone() {
        assert_eq!(chosen(&[(70, 30), (80, 1)], 8, 1_000), [0]);
        assert!(chosen(&[(90, 10)], 8, 1_000).is_empty());
    }
}
