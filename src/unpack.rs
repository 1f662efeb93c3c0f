//! What is inside a ZIP container, without letting it unfold further than transcripts do?
//!
//! Archives of transcripts, Word documents and spreadsheets come as ZIP. Parts are unpacked one at a time into memory
//! and never onto the disk. How many there are is known before room is made for them, and sizes are counted while a
//! part unfolds, because declared sizes lie. Containers inside of containers are the callers' business: they open none.

mod directory;
mod gauge;
mod names;

use std::io::{Read, Seek};

use zip::read::{ArchiveOffset, Config};
use zip::{CompressionMethod, ZipArchive};

use gauge::Gauge;

pub(crate) use gauge::Limits;
pub(crate) use names::is_hidden;

/// So many bytes are unpacked before they are counted again.
const STEP: u64 = 256 * 1024;

/// Why a container or a part of it is not unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct UnpackError {
    /// A stable slug: `broken-zip`, `encrypted`, `too-large`, `too-many-parts`, `unsupported-compression`, `zip-bomb`.
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl UnpackError {
    fn new(code: &'static str, message: impl Into<String>) -> UnpackError {
        UnpackError {
            code,
            message: message.into(),
        }
    }
}

/// Whether bytes begin as a ZIP container does, be it an empty one.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A container whose directory was read.
pub(crate) struct Container<R> {
    archive: ZipArchive<R>,
    gauge: Gauge,
}

/// A file in a container.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    index: usize,
    /// Its path in the container, with `/` between folders; it leads nowhere on a disk.
    pub(crate) name: String,
}

impl<R: Read + Seek> Container<R> {
    /// Reads a container's directory, and nothing of its parts.
    pub(crate) fn open(mut reader: R, limits: Limits) -> Result<Container<R>, UnpackError> {
        let directory = directory::measure(&mut reader).map_err(|_| broken())?;
        if !limits.allow(&directory) {
            return Err(too_many(limits));
        }
        // An offset that is looked for would let something else be read than was measured.
        let config = Config {
            archive_offset: ArchiveOffset::Known(0),
        };
        let archive = ZipArchive::with_config(config, reader).map_err(|_| broken())?;
        if archive.len() as u64 > limits.parts {
            return Err(too_many(limits));
        }
        Ok(Container {
            archive,
            gauge: Gauge::new(limits, directory.file_bytes),
        })
    }

    /// The files in it, without folders and links.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let parts = (0..self.archive.len()).filter_map(|index| {
            let entry = self.archive.by_index_data(index).ok()?;
            if !entry.is_file() {
                return None;
            }
            let name = names::plain(&entry.name().ok()?)?;
            Some(Part { index, name })
        });
        parts.collect()
    }

    /// Whether it is one document of an office program or an e-book, and no archive of files.
    pub(crate) fn is_document(&self) -> bool {
        self.parts()
            .iter()
            .any(|part| matches!(part.name.as_str(), "[Content_Types].xml" | "mimetype"))
    }

    /// A part's bytes.
    pub(crate) fn unpack(&mut self, part: &Part) -> Result<Vec<u8>, UnpackError> {
        let packed = self.check(part)?;
        let mut reader = self.archive.by_index(part.index).map_err(|_| broken())?;
        let mut bytes = Vec::new();
        let unpacked = loop {
            match reader.by_ref().take(STEP).read_to_end(&mut bytes) {
                Ok(0) => break Ok(()),
                Ok(_) => {}
                Err(_) => break Err(broken()),
            }
            if let Err(error) = self.gauge.check(bytes.len() as u64, packed) {
                break Err(error);
            }
        };
        self.gauge.count(bytes.len() as u64);
        unpacked.map(|()| bytes)
    }

    /// Refuses what a part says of itself; gives its size as packed.
    fn check(&self, part: &Part) -> Result<u64, UnpackError> {
        let entry = self
            .archive
            .by_index_data(part.index)
            .map_err(|_| broken())?;
        if entry.encrypted() {
            let message = "it is locked with a password; unlock it and pack it again without one";
            return Err(UnpackError::new("encrypted", message));
        }
        let method = entry.compression();
        if !matches!(
            method,
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) {
            let message =
                "it is packed in an uncommon way; unpack it, or pack it again as a plain ZIP";
            return Err(UnpackError::new("unsupported-compression", message));
        }
        let packed = entry.compressed_size();
        self.gauge.check(entry.size(), packed)?;
        Ok(packed)
    }
}

fn broken() -> UnpackError {
    let message = "the ZIP container (an archive or a document of an office program) is broken off or damaged; \
                   get it again from where it came";
    UnpackError::new("broken-zip", message)
}

fn too_many(limits: Limits) -> UnpackError {
    let message = format!(
        "the ZIP container holds more than {} files, which no document does; unpack it and give its folder",
        limits.parts
    );
    UnpackError::new("too-many-parts", message)
}
