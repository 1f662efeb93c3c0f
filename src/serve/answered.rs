//! What was just answered to somebody who types, for the next one who types the same?
//!
//! Everybody's words begin alike. A piece of the search page is kept as it was sent, under its address, as long as the
//! archive stays as it was; after a change nothing of it is left. Whoever may read sees the same page, so nothing here
//! says for whom a piece was made.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use rustc_hash::FxHashMap;

/// Bytes of pieces that are kept, at most.
const MOST_BYTES: usize = 32 << 20;
/// A larger piece is not kept.
const LONGEST: usize = 1 << 20;
/// Room is made for more than one piece at a time: this part of all.
const ROOM: usize = 16;

/// What an archive is at a moment: the last change of the catalogue, and of the index.
pub type Moment = (u64, u64);

/// Pieces that were sent.
#[derive(Debug, Default)]
pub struct Answered {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    moment: Moment,
    by_address: FxHashMap<String, Piece>,
    bytes: usize,
    /// Counts what is asked for, to know what was asked for last.
    clock: u64,
}

#[derive(Debug)]
struct Piece {
    html: Bytes,
    used: u64,
}

impl Answered {
    /// The piece of an address, where it was made at this moment of the archive. Another moment empties all.
    pub fn get(&self, moment: Moment, address: &str) -> Option<Bytes> {
        let mut kept = self.kept();
        kept.turn_to(moment);
        kept.clock += 1;
        let clock = kept.clock;
        let piece = kept.by_address.get_mut(address)?;
        piece.used = clock;
        Some(piece.html.clone())
    }

    /// Keeps the piece of an address. What was made of an archive that has changed since is not kept.
    pub fn put(&self, moment: Moment, address: String, html: &Bytes) {
        let mut kept = self.kept();
        if kept.moment != moment || html.len() > LONGEST {
            return;
        }
        kept.clock += 1;
        let piece = Piece {
            html: html.clone(),
            used: kept.clock,
        };
        let bytes = size_of_piece(&address, html);
        kept.bytes += bytes;
        if let Some(before) = kept.by_address.insert(address.clone(), piece) {
            let bytes_before = size_of_piece(&address, &before.html);
            kept.bytes = kept.bytes.saturating_sub(bytes_before);
        }
        if kept.bytes > MOST_BYTES {
            kept.make_room(MOST_BYTES - MOST_BYTES / ROOM);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn turn_to(&mut self, moment: Moment) {
        if self.moment != moment {
            self.moment = moment;
            self.by_address.clear();
            self.bytes = 0;
        }
    }

    /// Takes away what was not used for longest, down to so many bytes.
    fn make_room(&mut self, most_bytes: usize) {
        let pieces = self.by_address.iter();
        let mut by_use: Vec<(u64, String)> = pieces
            .map(|(address, piece)| (piece.used, address.clone()))
            .collect();
        by_use.sort_unstable();
        for (_, address) in by_use {
            if self.bytes <= most_bytes {
                break;
            }
            if let Some(piece) = self.by_address.remove(&address) {
                let bytes = size_of_piece(&address, &piece.html);
                self.bytes = self.bytes.saturating_sub(bytes);
            }
        }
    }
}

fn size_of_piece(address: &str, html: &Bytes) -> usize {
    size_of::<Piece>() + address.len() + html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_good_until_the_archive_changes() {
        let answered = Answered::default();
        let html = Bytes::from_static(b"marmot");
        assert_eq!(answered.get((1, 1), "/?q=m"), None);
        answered.put((1, 1), "/?q=m".to_owned(), &html);
        assert_eq!(answered.get((1, 1), "/?q=m"), Some(html.clone()));
        assert_eq!(answered.get((1, 1), "/?q=n"), None);
        assert_eq!(answered.get((2, 1), "/?q=m"), None, "the catalogue changed");
        answered.put((1, 1), "/?q=m".to_owned(), &html);
        assert_eq!(answered.get((1, 1), "/?q=m"), None, "it came too late");
    }

    #[test]
    fn room_is_made_where_nobody_asked_for_longest() {
        let answered = Answered::default();
        let half = Bytes::from(vec![b'a'; LONGEST / 2]);
        let address = |n: usize| format!("/?q={n}");
        assert_eq!(answered.get((1, 1), &address(0)), None);
        let n = 2 * MOST_BYTES / LONGEST;
        for at in 0..n {
            answered.put((1, 1), address(at), &half);
            assert!(answered.get((1, 1), &address(0)).is_some(), "{at}");
        }
        assert!(answered.get((1, 1), &address(1)).is_none());
        assert!(answered.get((1, 1), &address(n - 1)).is_some());
        assert!(answered.kept().bytes <= MOST_BYTES);
    }
}
