//! What has the encoder said of a call before?
//!
//! Reading is what takes its time, and the same window is always read the same way. So its answers can be kept beside
//! the call, by window: whoever hears the call again, with other lexicons or because its file came again, need not
//! read again. Answers hold no words, only numbers.

use std::fmt::Debug;

use rustc_hash::FxHashMap;

use crate::call::CallId;
use crate::mine::encoder::{Answer, VERSION};

/// Keeps answers from one hearing to the next.
pub trait Memory: Debug + Send + Sync {
    /// What [`Answers::to_bytes`] gave of a call; nothing where it was never heard, or cannot be told.
    fn answers_of(&self, call: &CallId) -> Option<Vec<u8>>;
}

/// Answers to the windows of one call.
///
/// An answer is kept in tenths, also while it is new, so that it is the same whether it was remembered or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// By [`Window::key`](super::window::Window::key): the answers of its units, one after the other.
    by_window: FxHashMap<u64, Vec<i8>>,
}

/// Steps of an answer between two whole numbers.
const STEPS: f32 = 10.0;
/// Bytes before the answers of a window: its key, and how many there are.
const HEAD: usize = 8 + 4;

impl Answers {
    /// The answers of a window whose units are asked so many questions each.
    pub fn of(&self, window: u64, n_units: usize, n_questions: usize) -> Option<Vec<Answer>> {
        let tenths = self.by_window.get(&window)?;
        if tenths.len() != n_units * n_questions {
            return None;
        }
        let whole = |tenth: &i8| f32::from(*tenth) / STEPS;
        let answers = tenths.chunks_exact(n_questions.max(1));
        Some(
            answers
                .map(|unit| unit.iter().map(whole).collect())
                .collect(),
        )
    }

    /// Keeps what was said of a window.
    pub fn keep(&mut self, window: u64, answers: &[Answer]) {
        let tenth = |says: &f32| (says * STEPS).round().clamp(-127.0, 127.0) as i8;
        let tenths = answers.iter().flatten().map(tenth).collect();
        self.by_window.insert(window, tenths);
    }

    /// Keeps what another hearing said of a window, if it did.
    pub fn take_over(&mut self, window: u64, from: &Answers) {
        if let Some(tenths) = from.by_window.get(&window) {
            self.by_window.insert(window, tenths.clone());
        }
    }

    /// For keeping: the encoder's version, then window by window its key, the number of its bytes, and these.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = VERSION.as_bytes().to_vec();
        bytes.push(b'\n');
        let mut windows: Vec<_> = self.by_window.iter().collect();
        windows.sort_unstable();
        for (key, tenths) in windows {
            bytes.extend(key.to_le_bytes());
            bytes.extend((tenths.len() as u32).to_le_bytes());
            bytes.extend(tenths.iter().map(|tenth| tenth.cast_unsigned()));
        }
        bytes
    }

    /// What [`Answers::to_bytes`] wrote; nothing where another encoder answered, or where the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Answers {
        let rest = bytes.strip_prefix(VERSION.as_bytes());
        let rest = rest.and_then(|rest| rest.strip_prefix(b"\n"));
        let windows = rest.and_then(read_windows);
        Answers {
            by_window: windows.unwrap_or_default(),
        }
    }
}

fn read_windows(mut rest: &[u8]) -> Option<FxHashMap<u64, Vec<i8>>> {
    let mut windows = FxHashMap::default();
    while !rest.is_empty() {
        let (head, behind) = rest.split_at_checked(HEAD)?;
        let (key, length) = head.split_at(8);
        let key = u64::from_le_bytes(key.try_into().ok()?);
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        let (tenths, behind) = behind.split_at_checked(length)?;
        let tenths = tenths.iter().map(|byte| byte.cast_signed()).collect();
        windows.insert(key, tenths);
        rest = behind;
    }
    Some(windows)
}
