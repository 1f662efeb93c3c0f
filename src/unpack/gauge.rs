//! How far may a ZIP container unfold?
//!
//! Three borders: a part's size, the size of everything, and how many times larger than packed both may become.
//! Speech packs 2 to 3 times and the XML of Word 7 to 30 times, measured; a bomb packs 1,000 times.

use super::UnpackError;
use super::directory::Directory;

const MIB: u64 = 1 << 20;

/// Nothing honest unfolds further…
const MOST_FOLDS: u64 = 200;
/// … but what stays this small may.
const ALWAYS_ALLOWED: u64 = MIB;

/// A directory takes 46 bytes and a name for each part, so that this is never reached by an honest one.
const MOST_DIRECTORY_BYTES: u64 = 32 * MIB;

/// What a container may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) parts: u64,
    part_bytes: u64,
    total_bytes: u64,
}

impl Limits {
    /// A document of an office program: four hours of talk are about 10 MiB of XML.
    pub(crate) const DOCUMENT: Limits = Limits {
        parts: 2_000,
        part_bytes: 64 * MIB,
        total_bytes: 128 * MIB,
    };

    /// An archive, of whose files none may be larger than one beside it might be.
    pub(crate) fn archive(part_bytes: u64) -> Limits {
        Limits {
            parts: 20_000,
            part_bytes,
            total_bytes: 16 * 1024 * MIB,
        }
    }

    /// Whether a directory may be read.
    pub(super) fn allow(self, directory: &Directory) -> bool {
        directory.n_parts <= self.parts && directory.directory_bytes <= MOST_DIRECTORY_BYTES
    }
}

/// Counts what was unpacked of one container.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gauge {
    limits: Limits,
    /// The container itself.
    packed: u64,
    unpacked: u64,
}

impl Gauge {
    pub(super) fn new(limits: Limits, packed: u64) -> Gauge {
        Gauge {
            limits,
            packed,
            unpacked: 0,
        }
    }

    /// Refuses a part that is, or says it is, so many bytes, packed in so many.
    pub(super) fn check(&self, bytes: u64, packed: u64) -> Result<(), UnpackError> {
        // Parts that share their packed bytes, or lie about them, are caught by the container's own size.
        let total = self.unpacked.saturating_add(bytes);
        if bytes > unfolded(packed.min(self.packed)) || total > unfolded(self.packed) {
            let message = format!(
                "it unfolds to more than {MOST_FOLDS} times its size, as only files made to do harm do; \
                 if it is honest, unpack it and give the files inside"
            );
            return Err(UnpackError::new("zip-bomb", message));
        }
        if bytes > self.limits.part_bytes {
            let message = format!(
                "unpacked it is larger than the limit of {} bytes; split it, or raise the limit",
                self.limits.part_bytes
            );
            return Err(UnpackError::new("too-large", message));
        }
        if total > self.limits.total_bytes {
            let message = format!(
                "unpacked, the container is larger than {} bytes; unpack it and give its folder",
                self.limits.total_bytes
            );
            return Err(UnpackError::new("too-large", message));
        }
        Ok(())
    }

    /// Counts what was unpacked, also where it was refused afterwards.
    pub(super) fn count(&mut self, bytes: u64) {
        self.unpacked = self.unpacked.saturating_add(bytes);
    }
}

fn unfolded(packed: u64) -> u64 {
    packed.saturating_mul(MOST_FOLDS).max(ALWAYS_ALLOWED)
}
