//! What was heard in one turn, among all that was heard in its call?
//!
//! Mentions are kept as JSON, and each begins with its turn. Those of other turns are passed over without being made.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::call::Span;
use crate::mention::{Mention, Origin, Polarity, Tag, Target, Why};

use super::CodecError;
use super::decode_mentions_json;

/// The mentions of one turn.
pub(super) fn of_turn(json: &[u8], turn: u32) -> Result<Vec<Mention>, CodecError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    OfTurn(turn)
        .deserialize(&mut deserializer)
        // In another order they are read as well, just not as quickly.
        .or_else(|_| {
            let mut all = decode_mentions_json(json)?;
            all.retain(|mention| mention.turn == turn);
            Ok(all)
        })
}

/// What follows the turn. Field by field the same as [`Mention`].
#[derive(Deserialize)]
struct Rest {
    span: Span,
    tag: Tag,
    polarity: Polarity,
    target: Target,
    origin: Origin,
    confidence: f32,
    lexicon: String,
    pattern: String,
    why: Why,
}

impl Rest {
    fn of(self, turn: u32) -> Mention {
        Mention {
            turn,
            span: self.span,
            tag: self.tag,
            polarity: self.polarity,
            target: self.target,
            origin: self.origin,
            confidence: self.confidence,
            lexicon: self.lexicon,
            pattern: self.pattern,
            why: self.why,
        }
    }
}

/// All mentions, of which those of one turn are wanted.
struct OfTurn(u32);

impl<'de> DeserializeSeed<'de> for OfTurn {
    type Value = Vec<Mention>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Mention>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OfTurn {
    type Value = Vec<Mention>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mentions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Mention>, A::Error> {
        let mut wanted = Vec::new();
        while let Some(mention) = seq.next_element_seed(IfOf(self.0))? {
            wanted.extend(mention);
        }
        Ok(wanted)
    }
}

/// One mention, made only where it is of this turn.
struct IfOf(u32);

impl<'de> DeserializeSeed<'de> for IfOf {
    type Value = Option<Mention>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Option<Mention>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for IfOf {
    type Value = Option<Mention>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mention that begins with its turn")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Mention>, A::Error> {
        if map.next_key::<&str>()? != Some("turn") {
            return Err(A::Error::custom("it does not begin with its turn"));
        }
        let turn: u32 = map.next_value()?;
        if turn == self.0 {
            let rest = Rest::deserialize(MapAccessDeserializer::new(map))?;
            return Ok(Some(rest.of(turn)));
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
