//! Where are a segment's columns, without looking for them at every search?

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::search::count::RollUp;
use crate::search::leap::Runs;
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
    words: Arc<OnceLock<Vec<MarkWord>>>,
    /// The segment's turns by call and speaker; made when somebody counts everything for the second time.
    pub rolled_up: Arc<OnceLock<RollUp>>,
    /// Which documents are of which call; made when somebody asks some of the calls only.
    runs: Arc<OnceLock<Arc<Runs>>>,
}

/// A word of the `mark` field, and what it says.
pub struct MarkWord {
    pub word: String,
    pub mark: Option<Mark>,
}

impl Columns {
    fn of(segment: &SegmentReader, text: Field) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        Ok(Columns {
            segment: segment.segment_id(),
            places: fast.u64("place")?,
            marks: fast.str("mark")?,
            lengths: segment.get_fieldnorms_reader(text)?,
            words: Arc::default(),
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
    pub fn mark_words(&self) -> &[MarkWord] {
        self.words.get_or_init(|| {
            let Some(marks) = &self.marks else {
                return Vec::new();
            };
            let word_of = |ord: usize| {
                let mut word = String::new();
                // A number without a word cannot come up; it would stand for no mark.
                let _ = marks.ord_to_str(ord as u64, &mut word);
                let mark = Mark::from_word(&word);
                MarkWord { word, mark }
            };
            (0..marks.num_terms()).map(word_of).collect()
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
