//! What goes on beside a search?
//!
//! Counting looks at every turn with the words and takes longest; it goes on while the first hits are found and opened,
//! and all of it by segments, or by calls, on all cores. The threads are its own: those that listen to calls are busy
//! for long.

use std::sync::LazyLock;
use std::thread;

use tantivy::Executor;

/// More cores than this are left to others.
const MOST_THREADS: usize = 8;

/// Who counts, and finds among many turns. Where no threads can be had, whoever asks.
pub(super) static POOL: LazyLock<Executor> = LazyLock::new(|| {
    let n_cores = thread::available_parallelism().map_or(1, usize::from);
    match n_cores.min(MOST_THREADS) {
        1 => Executor::single_thread(),
        n => Executor::multi_thread(n, "searching").unwrap_or_else(|_| Executor::single_thread()),
    }
});

/// What comes of each of some things, on all cores; in their order.
pub fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let infallible = |thing: &T| Ok(work(thing));
    POOL.map(infallible, things.iter())
        .unwrap_or_else(|_| things.iter().map(&work).collect())
}

/// Does the one thing here and the other on a thread beside it.
pub fn beside<A, B: Send>(here: impl FnOnce() -> A, there: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let there = scope.spawn(there);
        let here = here();
        match there.join() {
            Ok(there) => (here, there),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
