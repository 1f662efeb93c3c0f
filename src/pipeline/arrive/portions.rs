//! Which deliveries may be kept in one transaction, and under which place?

use std::collections::HashSet;

use crate::ingest::format::Format;
use crate::ingest::parse::How;
use crate::ingest::read::Delivery;
use crate::store::codec::sha256;
use crate::store::identity::HOOK;
use crate::store::inbox::Job;
use crate::text::hex::hex;

/// Bytes of a hash in a place; as many as an id of ours has.
const HASH_BYTES: usize = 16;

/// Something in memory that is to be kept.
pub(super) struct Arrived {
    /// The job in the inbox.
    pub(super) number: i64,
    pub(super) delivery: Delivery,
    pub(super) how: How,
}

impl Arrived {
    /// A body that a vendor brought.
    pub(super) fn of(job: Job) -> Arrived {
        Arrived {
            number: job.number,
            delivery: Delivery::arrived(&place_of(&job), job.body),
            how: how(job.format.as_deref()),
        }
    }

    /// What was fetched from a place.
    pub(super) fn fetched(
        number: i64,
        place: &str,
        format: Option<&str>,
        bytes: Vec<u8>,
    ) -> Arrived {
        Arrived {
            number,
            delivery: Delivery::arrived(place, bytes),
            how: how(format),
        }
    }
}

/// Where a delivery comes from, unless it says so itself: one place for each call where the vendor says which call it is, so that a correction
/// replaces; else one for each delivery. Hashed, because ids may hold anything.
fn place_of(job: &Job) -> String {
    if let Some(place) = &job.place {
        return place.clone();
    }
    let named = match &job.call_hint {
        Some(call) => format!("call {call}"),
        None => format!("key {}", job.key),
    };
    let hash = hex(&sha256(named.as_bytes())[..HASH_BYTES]);
    format!("{HOOK}{}:{hash}", job.hook)
}

fn how(format: Option<&str>) -> How {
    How {
        format: format.and_then(Format::named),
        ..How::default()
    }
}

/// Cuts where a place comes a second time: within one transaction that would be another call and no correction.
pub(super) fn in_portions(arrived: Vec<Arrived>) -> Vec<Vec<Arrived>> {
    let mut portions: Vec<Vec<Arrived>> = Vec::new();
    let mut places = HashSet::new();
    for one in arrived {
        let place = one.delivery.place();
        if places.contains(&place) {
            places.clear();
        }
        let is_first = places.is_empty();
        places.insert(place);
        match portions.last_mut() {
            Some(portion) if !is_first => portion.push(one),
            _ => portions.push(vec![one]),
        }
    }
    portions
}
