//! Where are a segment's columns, without looking for them at every search?

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::search::count::RollUp;
use crate::search::leap::Runs;
use crate::search::mark_values::{MarkValue, MarkValues};
use crate::search::schema::Mark;

/// The columns of one segment that every search reads.
#[derive(Clone)]
pub struct Columns {
    pub segment: SegmentId,
    pub places: Column<u64>,
    /// Missing where no turn of the segment has a mention.
    pub marks: Option<StrColumn>,
    /// Lengths in words, coarsely.
    pub lengths: FieldNormReader,
    /// What the numbers of `marks` stand for; read when the first of them is wanted.
    meanings: Arc<OnceLock<Meanings>>,
    /// The segment's turns by call and speaker; made when somebody counts everything for the second time.
    pub rolled_up: Arc<OnceLock<RollUp>>,
    /// Which documents are of which call; made when somebody asks some of the calls only.
    runs: Arc<OnceLock<Arc<Runs>>>,
}

/// What a segment's numbers of marks stand for.
#[derive(Default)]
struct Meanings {
    by_mark: Vec<Meaning>,
    values: MarkValues,
}

/// What a word of the `mark` field says; nothing where it is no mark.
pub struct Meaning {
    pub mark: Option<Mark>,
    /// The segment's own numbers of the values for which a turn with the mark counts.
    pub values: Vec<u32>,
}

impl Columns {
    fn of(segment: &SegmentReader, text: Field) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns {
            segment: segment.segment_id(),
            places: fast.u64("place")?,
            marks: fast.str("mark")?,
            lengths: segment.get_fieldnorms_reader(text)?,
            meanings: Arc::default(),
            rolled_up: Arc::default(),
            runs: Arc::default(),
        })
    }

    /// Which of the segment's documents are of which call.
    pub fn runs(&self) -> Arc<Runs> {
        let runs = self.runs.get_or_init(|| Arc::new(Runs::of(&self.places)));
        Arc::clone(runs)
    }

    /// What the numbers of `marks` stand for, by number.
    pub fn meanings(&self) -> &[Meaning] {
        &self.all_meanings().by_mark
    }

    /// The numbers of the values for which a turn with a mark counts.
    pub fn values_of(&self, mark: u64) -> &[u32] {
        let meaning = self.meanings().get(mark as usize);
        meaning.map_or(&[][..], |meaning| meaning.values.as_slice())
    }

    /// The values for which turns count, by number.
    pub fn mark_values(&self) -> &[MarkValue] {
        self.all_meanings().values.by_number()
    }

    fn all_meanings(&self) -> &Meanings {
        self.meanings.get_or_init(|| {
            let mut meanings = Meanings::default();
            if let Some(marks) = &self.marks {
                for ord in 0..marks.num_terms() as u64 {
                    let mut word = String::new();
                    // A number without a word cannot come up; it would stand for no mark.
                    let _ = marks.ord_to_str(ord, &mut word);
                    meanings.add(Mark::from_word(&word));
                }
            }
            meanings
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

impl Meanings {
    /// Adds the mark of the next number.
    fn add(&mut self, mark: Option<Mark>) {
        let values = mark.as_ref().map(|mark| self.values.numbers_of(mark));
        self.by_mark.push(Meaning {
            values: values.unwrap_or_default(),
            mark,
        });
    }
}
