//! Is a delivery believed, and what of it goes into the inbox?

use std::ops::Range;

use jiff::Timestamp;

use crate::ingest::hooks::{Arrived, Hook, Meaning};
use crate::serve::hooks::ended::Ended;
use crate::serve::hooks::letter::Letter;
use crate::store::error::StoreError;
use crate::store::inbox::{Kind, NewDelivery, Packed};

/// What is to be done with a delivery.
pub(super) enum Understood {
    Ended(Ended),
    /// To be written into the inbox; and whether it is clear what it means.
    Deliver(Vec<Packed>, bool),
}

/// Verifies the raw bytes, and only then looks what they mean.
pub(super) fn understand(hook: &Hook, letter: Letter) -> Understood {
    let now = Timestamp::now();
    let arrived = Arrived {
        method: &letter.method,
        uri: &letter.uri,
        headers: &letter.headers,
        body: &letter.body,
        now,
    };
    if let Err(refused) = hook.check(&arrived) {
        return Understood::Ended(Ended::Refused(refused));
    }
    let meaning = hook.read(&arrived);
    let done = hook.done_status();
    let delivery = NewDelivery {
        hook: hook.name().to_owned(),
        received_at: now,
        ..NewDelivery::default()
    };
    let (deliveries, is_clear) = match meaning {
        Meaning::Answer {
            status,
            content_type,
            body,
        } => {
            return Understood::Ended(Ended::Answered {
                status,
                content_type,
                body,
            });
        }
        Meaning::Ignore { why } => return Understood::Ended(Ended::Ignored(done, why)),
        Meaning::Transcript {
            key,
            format,
            body,
            call_hint,
        } => {
            let transcript = NewDelivery {
                key,
                format: format.map(str::to_owned),
                body: part(letter.body, body),
                call_hint,
                ..delivery
            };
            (vec![transcript], true)
        }
        Meaning::Fetch(wanted) if wanted.is_empty() => {
            return Understood::Ended(Ended::Ignored(done, "it names nothing to fetch"));
        }
        Meaning::Fetch(wanted) => {
            let errands = wanted.into_iter().map(|wanted| NewDelivery {
                key: wanted.key,
                kind: Kind::Fetch,
                errand: Some(wanted.errand.to_json()),
                ..delivery.clone()
            });
            (errands.collect(), true)
        }
        Meaning::Unclear { key, code, hint } => {
            let unclear = NewDelivery {
                key,
                kind: Kind::Dead,
                body: letter.body,
                code: Some(code.to_owned()),
                hint: Some(hint.to_owned()),
                ..delivery
            };
            (vec![unclear], false)
        }
    };
    let packed: Result<Vec<Packed>, StoreError> = deliveries.into_iter().map(Packed::of).collect();
    match packed {
        Ok(packed) => Understood::Deliver(packed, is_clear),
        Err(_) => Understood::Ended(Ended::Broken),
    }
}

/// The part of a body that is the transcript; all of it where that part is not there.
fn part(mut body: Vec<u8>, part: Range<usize>) -> Vec<u8> {
    if part.start <= part.end && part.end <= body.len() {
        body.truncate(part.end);
        body.drain(..part.start);
    }
    body
}
