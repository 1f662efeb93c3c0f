//! Where are a segment's columns, without looking for them at every search?

use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

/// The columns of one segment that every search reads.
#[derive(Clone)]
pub struct Columns {
    pub places: Column<u64>,
    /// Missing where no turn of the segment has a mention.
    pub marks: Option<StrColumn>,
    /// Lengths in words, coarsely.
    pub lengths: FieldNormReader,
}

impl Columns {
    fn of(segment: &SegmentReader, text: Field) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns {
            places: fast.u64("place")?,
            marks: fast.str("mark")?,
            lengths: segment.get_fieldnorms_reader(text)?,
        })
    }

    /// The columns of all segments, in their order.
    pub fn of_all(searcher: &Searcher, text: Field) -> tantivy::Result<Vec<Columns>> {
        searcher
            .segment_readers()
            .iter()
            .map(|segment| Columns::of(segment, text))
            .collect()
    }
}
