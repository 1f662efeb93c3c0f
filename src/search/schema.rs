//! What does the index hold of a turn, and when is an index stale?

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use crate::mention::{Mention, Origin, Polarity, Target};
use crate::search::tokenizer;

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The words of a turn (or of a part of it), with positions; not stored.
    pub text: Field,
    /// The packed [`crate::search::place::Place`].
    pub place: Field,
    /// The call's ordinal, by which a call's turns are found and deleted.
    pub call: Field,
    /// One [`Mark`] for each mention that begins in the document.
    pub mark: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(tokenizer::NAME)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let marks = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let fields = Fields {
        text: builder.add_text_field("text", TextOptions::default().set_indexing_options(words)),
        place: builder.add_u64_field("place", NumericOptions::default().set_fast()),
        call: builder.add_u64_field("call", NumericOptions::default().set_indexed()),
        mark: builder.add_text_field(
            "mark",
            TextOptions::default()
                .set_indexing_options(marks)
                .set_fast("raw"),
        ),
    };
    (builder.build(), fields)
}

/// Changes whenever an index made by older code must be made anew.
pub fn fingerprint() -> String {
    format!(
        "schema-1 {} {}",
        tokenizer::NAME,
        crate::text::stem::VERSION
    )
}

/// What the index knows of a mention: its tag and the three values, as one word of the `mark` field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mark {
    pub tag: String,
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
}

impl Mark {
    /// The mark of a mention.
    pub fn of(mention: &Mention) -> Mark {
        Mark {
            tag: mention.tag.0.clone(),
            polarity: mention.polarity,
            target: mention.target,
            origin: mention.origin,
        }
    }

    /// The word kept in the index.
    pub fn word(&self) -> String {
        format!(
            "{} {} {} {}",
            self.tag,
            self.polarity.name(),
            self.target.name(),
            self.origin.name()
        )
    }

    /// The mark that a word of the index stands for.
    pub fn from_word(word: &str) -> Option<Mark> {
        let mut parts = word.split(' ');
        let tag = parts.next()?.to_owned();
        let (polarity, target, origin) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Mark {
            tag,
            polarity: Polarity::ALL
                .into_iter()
                .find(|value| value.name() == polarity)?,
            target: Target::ALL
                .into_iter()
                .find(|value| value.name() == target)?,
            origin: Origin::ALL
                .into_iter()
                .find(|value| value.name() == origin)?,
        })
    }

    /// The part of the tag before the slash.
    pub fn kind(&self) -> &str {
        self.tag.split('/').next().unwrap_or(&self.tag)
    }
}
