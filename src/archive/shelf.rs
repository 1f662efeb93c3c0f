//! Which calls are at hand without being opened once more?
//!
//! Opening a call takes longer than finding it, and a page shows turns of twenty of them. Who reads the same archive
//! shares a shelf; it holds so many bytes, and what nobody wanted for longest goes first. Whatever is on it is of one
//! state of the catalogue: who comes from another one finds it empty.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::store::opened::Opened;

/// Room is made for more than one call at a time: this part of all.
const ROOM: usize = 16;

/// Open calls.
#[derive(Debug)]
pub struct Shelf {
    most_bytes: usize,
    books: Mutex<Books>,
}

#[derive(Debug, Default)]
struct Books {
    /// The last change of the catalogue that they are of.
    seq: u64,
    /// By the call's ordinal.
    by_ord: FxHashMap<u32, Book>,
    bytes: usize,
    /// Counts what is asked for, to know what was asked for last.
    clock: u64,
}

#[derive(Debug)]
struct Book {
    opened: Arc<Opened>,
    bytes: usize,
    used: u64,
}

impl Shelf {
    /// An empty shelf for about so many bytes.
    pub fn of(most_bytes: usize) -> Shelf {
        Shelf {
            most_bytes,
            books: Mutex::default(),
        }
    }

    /// A call, where it is there in the state of this change.
    pub fn get(&self, seq: u64, ord: u32) -> Option<Arc<Opened>> {
        let mut books = self.books();
        if books.seq != seq {
            return None;
        }
        books.clock += 1;
        let clock = books.clock;
        let book = books.by_ord.get_mut(&ord)?;
        book.used = clock;
        Some(Arc::clone(&book.opened))
    }

    /// Keeps a call in the state of this change.
    pub fn put(&self, seq: u64, ord: u32, opened: &Arc<Opened>) {
        let bytes = opened.n_bytes();
        let mut books = self.books();
        let mut gone = books.turn_to(seq);
        books.clock += 1;
        let book = Book {
            opened: Arc::clone(opened),
            bytes,
            used: books.clock,
        };
        books.bytes += bytes;
        if let Some(before) = books.by_ord.insert(ord, book) {
            books.bytes = books.bytes.saturating_sub(before.bytes);
            gone.push(before);
        }
        if books.bytes > self.most_bytes {
            gone.extend(books.make_room(self.most_bytes - self.most_bytes / ROOM));
        }
        drop(books);
        // Freeing takes a while: nobody waits for the shelf meanwhile.
        drop(gone);
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// Empties the shelf where it holds another state; gives back what stood there.
    fn turn_to(&mut self, seq: u64) -> Vec<Book> {
        if self.seq == seq {
            return Vec::new();
        }
        self.seq = seq;
        self.bytes = 0;
        self.by_ord.drain().map(|(_, book)| book).collect()
    }

    /// Takes away what was not used for longest, down to so many bytes. What came last stays, however large it is: the
    /// next turn may be of the same call.
    fn make_room(&mut self, most_bytes: usize) -> Vec<Book> {
        let books = self.by_ord.iter();
        let mut by_use: Vec<(u64, u32)> = books.map(|(ord, book)| (book.used, *ord)).collect();
        by_use.sort_unstable();
        by_use.pop();
        let mut gone = Vec::new();
        for (_, ord) in by_use {
            if self.bytes <= most_bytes {
                break;
            }
            if let Some(book) = self.by_ord.remove(&ord) {
                self.bytes = self.bytes.saturating_sub(book.bytes);
                gone.push(book);
            }
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, CallId, Participant, Turn};
    use crate::store::codec;

    fn call_of(n_bytes: usize) -> Arc<Opened> {
        let turn = Turn {
            speaker: 0,
            start: None,
            end: None,
            text: "a".repeat(n_bytes),
            cues: Vec::new(),
        };
        let call = Call {
            id: CallId(String::new()),
            title: None,
            format: String::new(),
            started_at: None,
            duration: None,
            language: None,
            recording_url: None,
            account: None,
            deal: None,
            participants: vec![Participant::default()],
            turns: vec![turn],
        };
        let packed = codec::encode(&call).expect("a small call");
        let none = codec::encode_mentions(&[]).expect("nothing");
        Arc::new(codec::open(&packed, &none).expect("what was packed"))
    }

    #[test]
    fn what_was_used_last_stays() {
        let shelf = Shelf::of(100_000);
        for ord in 0..4 {
            shelf.put(1, ord, &call_of(20_000));
        }
        assert!(shelf.get(1, 0).is_some());
        shelf.put(1, 4, &call_of(20_000));
        assert!(shelf.get(1, 0).is_some(), "it was asked for");
        assert!(shelf.get(1, 1).is_none(), "nobody asked for it");
        assert!(shelf.get(1, 4).is_some(), "it came last");
        shelf.put(1, 5, &call_of(200_000));
        assert!(shelf.get(1, 5).is_some(), "it came last, large as it is");
        assert!(shelf.get(1, 4).is_none(), "there is no room beside it");
    }

    #[test]
    fn another_state_of_the_catalogue_finds_nothing() {
        let shelf = Shelf::of(100_000);
        shelf.put(1, 0, &call_of(10));
        assert!(shelf.get(2, 0).is_none());
        shelf.put(2, 1, &call_of(10));
        assert!(shelf.get(2, 0).is_none());
        assert!(shelf.get(1, 0).is_none(), "the old state is gone");
        assert!(shelf.get(2, 1).is_some());
    }

    #[test]
    fn bytes_are_given_back() {
        let shelf = Shelf::of(100_000);
        for _ in 0..100 {
            shelf.put(1, 7, &call_of(20_000));
        }
        assert_eq!(shelf.books().bytes, call_of(20_000).n_bytes());
    }
}
