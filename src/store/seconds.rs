//! How does a time survive JSON to the last bit?
//!
//! Nearly all times are whole milliseconds and are written as such, short and readable. The few others are
//! written as the sixteen hexadecimal digits of the number itself, because a decimal fraction does not
//! always come back as the number that it was.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Beyond this a number of milliseconds is no longer exact. Far longer than any call.
const MILLIS_LIMIT: f64 = 1e15;

/// Seconds that come back exactly as they went in, whatever they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seconds(pub(super) f64);

fn from_millis(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

fn whole_millis(seconds: f64) -> Option<i64> {
    let millis = (seconds * 1000.0).round();
    if millis.is_nan() || millis.abs() > MILLIS_LIMIT {
        return None;
    }
    let millis = millis as i64;
    (from_millis(millis).to_bits() == seconds.to_bits()).then_some(millis)
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match whole_millis(self.0) {
            Some(millis) => serializer.serialize_i64(millis),
            None => serializer.serialize_str(&format!("{:016x}", self.0.to_bits())),
        }
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Seconds, D::Error> {
        deserializer.deserialize_any(SecondsVisitor)
    }
}

struct SecondsVisitor;

impl Visitor<'_> for SecondsVisitor {
    type Value = Seconds;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("milliseconds or the bits of a number")
    }

    fn visit_i64<E: Error>(self, millis: i64) -> Result<Seconds, E> {
        Ok(Seconds(from_millis(millis)))
    }

    fn visit_u64<E: Error>(self, millis: u64) -> Result<Seconds, E> {
        i64::try_from(millis)
            .map_err(E::custom)
            .and_then(|millis| self.visit_i64(millis))
    }

    fn visit_str<E: Error>(self, bits: &str) -> Result<Seconds, E> {
        let bits = u64::from_str_radix(bits, 16).map_err(E::custom)?;
        Ok(Seconds(f64::from_bits(bits)))
    }
}
