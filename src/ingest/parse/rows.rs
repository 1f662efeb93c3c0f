//! How much of a list or an object can be read when one value in it is odd?
//!
//! Vendors change a field's type, leave a list `null`, or write a text where an object stood. Here each element
//! stands for itself: what is odd costs only itself, and is counted.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The elements of a list that can be read; `null` is an empty list.
pub(crate) struct Rows<T> {
    pub(crate) all: Vec<T>,
    /// Elements of another shape; 1 where another thing than a list stands.
    pub(crate) n_odd: usize,
}

impl<T> Rows<T> {
    fn none(n_odd: usize) -> Rows<T> {
        Rows {
            all: Vec::new(),
            n_odd,
        }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows::none(0)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Rows<T>, D::Error> {
        deserializer.deserialize_any(RowsVisitor(PhantomData))
    }
}

struct RowsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for RowsVisitor<T> {
    type Value = Rows<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Rows<T>, A::Error> {
        let mut rows = Rows::none(0);
        while let Some(raw) = seq.next_element::<&'de RawValue>()? {
            match serde_json::from_str::<T>(raw.get()) {
                Ok(row) => rows.all.push(row),
                Err(_) => rows.n_odd += 1,
            }
        }
        Ok(rows)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Rows<T>, E> {
        Ok(Rows::none(0))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows<T>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Rows::none(1))
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Rows<T>, E> {
        Ok(Rows::none(1))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Rows<T>, E> {
        Ok(Rows::none(1))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Rows<T>, E> {
        Ok(Rows::none(1))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Rows<T>, E> {
        Ok(Rows::none(1))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Rows<T>, E> {
        Ok(Rows::none(1))
    }
}

/// An object of a known shape, or nothing: whatever else stands there says nothing.
pub(crate) struct Maybe<T>(pub(crate) Option<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Maybe<T> {
        Maybe(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Maybe<T>, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Ok(Maybe(None));
        }
        Ok(Maybe(serde_json::from_str(raw.get()).ok()))
    }
}
