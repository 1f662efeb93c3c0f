//! For which values of the facets does a mention count?
//!
//! Facets count turns. A turn with two pains counts once for `kind pain`, so what is counted are never the marks
//! themselves but the values that they stand for: each is counted once a turn, however many marks stand for it.

use std::collections::BTreeMap;

use crate::mention::{Origin, Polarity};
use crate::search::filter::Filter;
use crate::search::schema::Mark;

/// A value of a facet on mentions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MarkValue {
    pub facet: &'static str,
    pub value: String,
    shown: Shown,
}

/// Under which filters a value is shown. Where led mentions are left out, a turn counts for a tag only if it has an
/// unprompted one: both ways are counted, and the filter chooses at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Always,
    /// Where led mentions count as well.
    WithLed,
    /// Where only unprompted ones count.
    WithoutLed,
}

impl MarkValue {
    /// The values that a mark stands for. What was not meant is counted by its polarity only.
    pub fn all_of(mark: &Mark) -> Vec<MarkValue> {
        let mut values = vec![value("polarity", mark.polarity.name(), Shown::Always)];
        if mark.polarity == Polarity::Affirmed {
            values.push(value("origin", mark.origin.name(), Shown::Always));
            add_said(&mut values, mark, Shown::WithLed);
            if mark.origin == Origin::Unprompted {
                add_said(&mut values, mark, Shown::WithoutLed);
            }
        }
        values
    }

    /// Whether it is shown to somebody who asked with this filter.
    pub fn is_shown(&self, filter: &Filter) -> bool {
        match self.shown {
            Shown::Always => true,
            Shown::WithLed => filter.takes_led(),
            Shown::WithoutLed => !filter.takes_led(),
        }
    }
}

fn value(facet: &'static str, value: &str, shown: Shown) -> MarkValue {
    MarkValue {
        facet,
        value: value.to_owned(),
        shown,
    }
}

/// Adds what was said, and of whom.
fn add_said(values: &mut Vec<MarkValue>, mark: &Mark, shown: Shown) {
    values.push(value("tag", &mark.tag, shown));
    values.push(value("kind", mark.kind(), shown));
    values.push(value("target", mark.target.name(), shown));
}

/// Values by number, so that they are compared and counted without their words.
#[derive(Debug, Default)]
pub struct MarkValues {
    by_number: Vec<MarkValue>,
    numbers: BTreeMap<MarkValue, u32>,
}

impl MarkValues {
    /// The numbers of the values that a mark stands for.
    pub fn numbers_of(&mut self, mark: &Mark) -> Vec<u32> {
        let values = MarkValue::all_of(mark).into_iter();
        values.map(|value| self.number_of(value)).collect()
    }

    /// The values, by number.
    pub fn by_number(&self) -> &[MarkValue] {
        &self.by_number
    }

    fn number_of(&mut self, value: MarkValue) -> u32 {
        if let Some(known) = self.numbers.get(&value) {
            return *known;
        }
        let number = self.by_number.len() as u32;
        self.by_number.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}
