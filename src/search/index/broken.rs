//! Which files of an index are missing, or were never finished?
//!
//! Only names and the last bytes of files are looked at, so that it can be asked at every opening. What is wrong
//! further inside, checksums tell.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use tantivy::Index;
use tantivy::index::SegmentComponent;

/// Files that every segment has.
const NEEDED: [SegmentComponent; 5] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
];
/// The last four bytes of a file that tantivy finished.
const FOOTER_MAGIC: u32 = 1337;

/// Files that a commit names and that are missing or were never finished; tantivy itself panics over those.
pub(super) fn files(index: &Index, path: &Path) -> tantivy::Result<Vec<PathBuf>> {
    let mut broken = Vec::new();
    for segment in index.load_metas()?.segments {
        let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
        for component in NEEDED.into_iter().chain(deletes) {
            let file = segment.relative_path(component);
            if !is_finished(&path.join(&file)).unwrap_or(false) {
                broken.push(file);
            }
        }
    }
    Ok(broken)
}

/// Those of them that are not broken because somebody writes. Whoever does takes a file away only when no commit names
/// it any more, and where a whole index is made anew, its list goes first. So what is still named afterwards is lost.
pub(super) fn for_good(index: &Index, path: &Path) -> tantivy::Result<Vec<PathBuf>> {
    let mut broken = files(index, path)?;
    let named = index.load_metas()?.list_segment_files();
    broken.retain(|file| named.contains(file));
    Ok(broken)
}

fn is_finished(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-8))?;
    let mut end = [0; 8];
    file.read_exact(&mut end)?;
    let [a, b, c, d, m0, m1, m2, m3] = end;
    let footer = u64::from(u32::from_le_bytes([a, b, c, d]));
    Ok(
        u32::from_le_bytes([m0, m1, m2, m3]) == FOOTER_MAGIC
            && footer + 8 <= file.metadata()?.len(),
    )
}
