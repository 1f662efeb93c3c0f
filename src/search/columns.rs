//! Where are a segment's columns, without looking for them at every search?

use tantivy::columnar::{Column, StrColumn};
use tantivy::{Searcher, SegmentReader};

/// The columns of one segment that every search reads.
#[derive(Clone)]
pub struct Columns {
    pub places: Column<u64>,
    /// Missing where no turn of the segment has a mention.
    pub marks: Option<StrColumn>,
}

impl Columns {
    fn of(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns { places: fast.u64("place")?, marks: fast.str("mark")? })
    }

    /// The columns of all segments, in their order.
    pub fn of_all(searcher: &Searcher) -> tantivy::Result<Vec<Columns>> {
        searcher.segment_readers().iter().map(Columns::of).collect()
    }
}
