//! What does a JSON value say, whatever type its writer chose for it?
//!
//! Exporters write ids as numbers, numbers as strings, nothing as `""` and empty lists as `null`. These
//! types take all of that, so that one odd value doesn't cost a whole call. They never hold floats where
//! a text is meant: an id of twenty digits stays as it was written.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::ingest::parse::clock;

/// A fact as text: a string, or a number or boolean as it was written. Blank, null, lists and objects are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) Option<String>);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        Ok(Word(word(raw.get())))
    }
}

/// The text of a JSON scalar, `None` where it says nothing.
pub(crate) fn word(json: &str) -> Option<String> {
    let text = match json.as_bytes().first()? {
        b'"' => serde_json::from_str::<String>(json).ok()?,
        b'-' | b'0'..=b'9' | b't' | b'f' => json.to_owned(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Words or a speaker, untouched; null is the empty text. On the hot path, so it goes without [`RawValue`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spoken(pub(crate) String);

impl<'de> Deserialize<'de> for Spoken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Spoken, D::Error> {
        deserializer.deserialize_any(SpokenVisitor)
    }
}

struct SpokenVisitor;

impl Visitor<'_> for SpokenVisitor {
    type Value = Spoken;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Spoken, E> {
        Ok(Spoken(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Spoken, E> {
        Ok(Spoken(text))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Spoken, E> {
        Ok(Spoken(number.to_string()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Spoken, E> {
        Ok(Spoken(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Spoken, E> {
        Ok(Spoken(number.to_string()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Spoken, E> {
        Ok(Spoken(String::new()))
    }
}

/// A number that cannot be negative, or a string that holds one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: Option<f64>,
    /// Something stood there that is no such number.
    pub(crate) is_odd: bool,
}

impl Number {
    /// What lies less than `slack` below zero is zero.
    fn of(value: Option<f64>, slack: f64) -> Number {
        let is_one = |number: &f64| number.is_finite() && (*number >= 0.0 || *number > -slack);
        let value = value.filter(is_one).map(|number| number.max(0.0));
        Number {
            value,
            is_odd: value.is_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_any(NumberVisitor {
            read: plain_number,
            slack: 0.0,
        })
    }
}

/// Recognisers reckon back from a word's end, and get a start some milliseconds before the recording. A second before it
/// is no time.
const EARLIEST: f64 = 1.0;

/// A number of seconds, or a string that holds one or a clock stamp.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Seconds(pub(crate) Number);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Seconds, D::Error> {
        deserializer
            .deserialize_any(NumberVisitor {
                read: number_or_stamp,
                slack: EARLIEST,
            })
            .map(Seconds)
    }
}

fn plain_number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok()
}

fn number_or_stamp(text: &str) -> Option<f64> {
    plain_number(text).or_else(|| clock::seconds(text))
}

struct NumberVisitor {
    read: fn(&str) -> Option<f64>,
    slack: f64,
}

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Number, E> {
        Ok(Number::of(Some(number), self.slack))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
        Ok(Number::of(Some(number as f64), self.slack))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Number, E> {
        Ok(Number::of(Some(number as f64), self.slack))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Number::default());
        }
        Ok(Number::of((self.read)(text), self.slack))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Number, E> {
        Ok(Number::default())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Number, E> {
        Ok(Number::of(None, self.slack))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Number, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Number::of(None, self.slack))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Number::of(None, self.slack))
    }
}

/// Reads a list; `null` is an empty one, and among its elements it is none.
pub(crate) fn null_is_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ElementsVisitor(PhantomData))
}

struct ElementsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ElementsVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element::<Option<T>>()? {
            elements.extend(element);
        }
        Ok(elements)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}
