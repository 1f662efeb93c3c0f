//! How do bytes get small, and come back unharmed or not at all?
//!
//! Every frame carries its size, so that damaged bytes cannot ask for endless memory, and a checksum, so
//! that a flipped bit is an error and never another word.

use std::cell::RefCell;
use std::io::{self, Read, Write};

use zstd::bulk::{Compressor, Decompressor};
use zstd::stream::{Decoder, Encoder};
use zstd::zstd_safe::get_frame_content_size;

use super::error::CodecError;

/// The most bytes that one call or one payload may have, packed or not. Arbitrary; a day of talk is a
/// hundredth of it.
pub const SIZE_LIMIT: usize = 512 << 20;

/// zstd's own default: the last level at which packing is still faster than reading the disk.
const LEVEL: i32 = 3;

/// How every frame of ours begins. zstd would also open the frames of its own first drafts, and old code
/// should not be the first to see damaged bytes.
const MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// What zstd takes as a window; the upper end is what its 32-bit build can open as well.
const WINDOW_LOG: std::ops::RangeInclusive<u32> = 10..=30;

/// Packs bytes by themselves.
pub fn compress(bytes: &[u8]) -> Result<Vec<u8>, CodecError> {
    check_size(bytes.len() as u64)?;
    pack(bytes).map_err(CodecError::Zstd)
}

/// Opens what [`compress`] packed.
pub fn decompress(packed: &[u8]) -> Result<Vec<u8>, CodecError> {
    let size = declared_size(packed)?;
    unpack(packed, size).map_err(CodecError::Zstd)
}

/// Packs a payload as received by what it adds to the canonical bytes of the call that was read from it.
/// Most of a payload are the same words, so it costs next to nothing beside the call.
pub fn compress_raw(raw: &[u8], canonical: &[u8]) -> Result<Vec<u8>, CodecError> {
    check_size(raw.len() as u64)?;
    check_size(canonical.len() as u64)?;
    pack_beside(raw, canonical).map_err(CodecError::Zstd)
}

/// Opens what [`compress_raw`] packed; needs the same canonical bytes.
pub fn decompress_raw(packed: &[u8], canonical: &[u8]) -> Result<Vec<u8>, CodecError> {
    let size = declared_size(packed)?;
    let raw = open_beside(packed, canonical, size as u64).map_err(CodecError::Zstd)?;
    if raw.len() != size {
        return Err(CodecError::Broken("a payload is not as long as it says"));
    }
    Ok(raw)
}

thread_local! {
    /// Their tables are larger than most of what they pack and open, so each thread makes them once.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static OPENER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = PACKER.with_borrow_mut(|kept| match kept {
        Some(packer) => packer.compress(bytes),
        None => {
            let mut packer = Compressor::new(LEVEL)?;
            packer.include_checksum(true)?;
            kept.insert(packer).compress(bytes)
        }
    })?;
    // The buffer was made for the worst case, and batches of these wait in memory.
    packed.shrink_to_fit();
    Ok(packed)
}

fn unpack(packed: &[u8], size: usize) -> io::Result<Vec<u8>> {
    OPENER.with_borrow_mut(|kept| match kept {
        Some(opener) => opener.decompress(packed, size),
        None => kept.insert(Decompressor::new()?).decompress(packed, size),
    })
}

fn pack_beside(raw: &[u8], canonical: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = Encoder::with_ref_prefix(Vec::new(), LEVEL, canonical)?;
    encoder.include_checksum(true)?;
    encoder.long_distance_matching(true)?;
    encoder.window_log(window_log(raw.len().saturating_add(canonical.len())))?;
    encoder.set_pledged_src_size(Some(raw.len() as u64))?;
    encoder.write_all(raw)?;
    encoder.finish()
}

fn open_beside(packed: &[u8], canonical: &[u8], size: u64) -> io::Result<Vec<u8>> {
    let mut decoder = Decoder::with_ref_prefix(packed, canonical)?;
    decoder.window_log_max(*WINDOW_LOG.end())?;
    let mut raw = Vec::new();
    // One byte more than there should be makes zstd read to the end, where the checksum stands.
    decoder.take(size.saturating_add(1)).read_to_end(&mut raw)?;
    Ok(raw)
}

/// A window that reaches from the payload's last byte back to the canonical call's first.
fn window_log(reach: usize) -> u32 {
    let bits = usize::BITS - reach.leading_zeros();
    bits.clamp(*WINDOW_LOG.start(), *WINDOW_LOG.end())
}

fn declared_size(packed: &[u8]) -> Result<usize, CodecError> {
    if !packed.starts_with(&MAGIC) {
        return Err(CodecError::Broken(
            "the compressed bytes do not begin like ours",
        ));
    }
    let Ok(Some(size)) = get_frame_content_size(packed) else {
        return Err(CodecError::Broken(
            "the compressed bytes do not tell their size",
        ));
    };
    check_size(size)?;
    usize::try_from(size).map_err(|_| CodecError::Broken("too large for this machine"))
}

fn check_size(size: u64) -> Result<(), CodecError> {
    let limit = SIZE_LIMIT as u64;
    if size > limit {
        return Err(CodecError::TooLarge { size, limit });
    }
    Ok(())
}
