//! How large is a ZIP container's directory, before anybody makes room for it?
//!
//! The record at the container's end says how many parts there are and where their list begins
//! (PKWARE's APPNOTE.TXT, 4.3.14 to 4.3.16). A comment may stand behind it, and something may look like it by
//! chance, so the largest of all that might be meant is taken.

use std::io::{self, Read, Seek, SeekFrom};

const END: &[u8] = b"PK\x05\x06";
const END_LEN: usize = 22;
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_LEN: usize = 20;
const END_64: &[u8] = b"PK\x06\x06";
const END_64_LEN: u64 = 56;

/// The end record, its longest comment, the locator before it, and some room.
const TAIL: u64 = 66 * 1024;

/// What a container's last bytes say; at most as much as is there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Directory {
    /// The container itself.
    pub(super) file_bytes: u64,
    pub(super) n_parts: u64,
    pub(super) directory_bytes: u64,
}

/// Reads the end of a container.
pub(super) fn measure(reader: &mut (impl Read + Seek)) -> io::Result<Directory> {
    let file_bytes = reader.seek(SeekFrom::End(0))?;
    let from = file_bytes.saturating_sub(TAIL);
    reader.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    reader.by_ref().take(TAIL).read_to_end(&mut tail)?;
    let mut directory = Directory {
        file_bytes,
        ..Directory::default()
    };
    let ends = tail.windows(END.len()).enumerate();
    for (at, _) in ends.filter(|(_, window)| *window == END) {
        let Some(end) = end_at(&tail, at) else {
            continue;
        };
        let large = match locator_before(&tail, at) {
            Some(place) => large_end(reader, place)?,
            None => None,
        };
        let (n_parts, begin) = match large {
            Some(large) => (
                if end.n_parts == u64::from(u16::MAX) {
                    large.n_parts
                } else {
                    end.n_parts.max(large.n_parts)
                },
                end.begin.min(large.begin),
            ),
            None => (end.n_parts, end.begin),
        };
        let place = from.saturating_add(at as u64);
        directory.n_parts = directory.n_parts.max(n_parts);
        directory.directory_bytes = directory.directory_bytes.max(place.saturating_sub(begin));
    }
    Ok(directory)
}

/// What one record says.
struct End {
    n_parts: u64,
    /// Where the list of the parts begins.
    begin: u64,
}

fn end_at(tail: &[u8], at: usize) -> Option<End> {
    let record = tail.get(at..)?;
    let (on_this_disk, n_parts) = (number::<2>(record, 8)?, number::<2>(record, 10)?);
    let comment = usize::try_from(number::<2>(record, 20)?).ok()?;
    // Containers on several disks are from another time; a comment that goes on behind the end is none.
    let is_one = on_this_disk == n_parts && record.len() >= END_LEN + comment;
    is_one.then_some(End {
        n_parts,
        begin: number::<4>(record, 16)?,
    })
}

/// Where the larger record of a container with large numbers stands, as the locator says.
fn locator_before(tail: &[u8], at: usize) -> Option<u64> {
    let locator = tail.get(at.checked_sub(LOCATOR_LEN)?..at)?;
    locator
        .starts_with(LOCATOR)
        .then(|| number::<8>(locator, 8))?
}

fn large_end(reader: &mut (impl Read + Seek), place: u64) -> io::Result<Option<End>> {
    reader.seek(SeekFrom::Start(place))?;
    let mut record = Vec::new();
    reader.by_ref().take(END_64_LEN).read_to_end(&mut record)?;
    if !record.starts_with(END_64) {
        return Ok(None);
    }
    let numbers = number::<8>(&record, 32).zip(number::<8>(&record, 48));
    Ok(numbers.map(|(n_parts, begin)| End { n_parts, begin }))
}

/// A number of `N` bytes, the smallest first.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..)?.first_chunk::<N>()?;
    let digits = bytes.iter().rev();
    Some(digits.fold(0, |number, byte| (number << 8) | u64::from(*byte)))
}
