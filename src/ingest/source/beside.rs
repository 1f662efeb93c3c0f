//! What stands beside a file that belongs to its calls?

use std::cmp::Reverse;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::{COMPANIONS, STDIN};
use crate::ingest::companions::Companions;
use crate::ingest::parse::encoding;
use crate::ingest::parse::gong::{self, GongCall};
use crate::ingest::transcript::Problem;
use crate::unpack::{Container, Limits, Part};

/// Larger companions are no spreadsheets; larger metadata files no call's facts.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How many files of a folder are looked at for one call's metadata.
const MAX_FILES: usize = 256;

/// A metadata file shows itself within its first bytes.
const HEAD: u64 = 64 * 1024;

/// Reads participants.csv and deals.csv of a file's folder, where they are.
pub fn companions_beside(path: &Path) -> Companions {
    if path == Path::new(STDIN) {
        return Companions::default();
    }
    let folder = folder_of(path);
    let mut problems = Vec::new();
    let [participants, deals] = COMPANIONS.map(|name| read_companion(folder, name, &mut problems));
    let mut companions = Companions::parse(participants.as_deref(), deals.as_deref());
    problems.append(&mut companions.problems);
    companions.problems = problems;
    companions
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn read_companion(folder: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    let path = folder.join(name);
    if !path.is_file() {
        return None;
    }
    let bytes = read_up_to(&path, MAX_BYTES);
    if bytes.is_none() {
        let message = format!(
            "{name} could not be read or is larger than {MAX_BYTES} bytes, and is left out; check its \
             permissions and size"
        );
        problems.push(Problem::of_file("companion-unreadable", message));
    }
    bytes
}

fn read_up_to(path: &Path, max_bytes: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .ok()?
        .take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .ok()?;
    (bytes.len() as u64 <= max_bytes).then_some(bytes)
}

/// Looks for a Gong call's facts among the other JSON files of a transcript's folder.
///
/// Files with the most alike names come first, so that `17-metadata.json` is found at once beside
/// `17-transcript.json`.
pub fn gong_metadata_beside(path: &Path, call_id: &str) -> Option<GongCall> {
    if path == Path::new(STDIN) {
        return None;
    }
    let mut others = other_json_files(path);
    let name = name_of(path);
    others.sort_by_cached_key(|other| (Reverse(n_alike(&name, &name_of(other))), other.clone()));
    others
        .iter()
        .take(MAX_FILES)
        .find_map(|other| call_in(other, call_id))
}

/// The same for a transcript in an archive: `name` is its path in there, and its folder the one in there.
pub fn gong_metadata_inside(archive: &Path, name: &str, call_id: &str) -> Option<GongCall> {
    let reader = BufReader::new(File::open(archive).ok()?);
    let mut container = Container::open(reader, Limits::archive(MAX_BYTES)).ok()?;
    let (folder, file) = split(name);
    let mut others = container.parts();
    others.retain(|part| is_json_of(part, folder) && part.name != name);
    others.sort_by_cached_key(|part| {
        (
            Reverse(n_alike(file, split(&part.name).1)),
            part.name.clone(),
        )
    });
    others.iter().take(MAX_FILES).find_map(|part| {
        let bytes = container.unpack(part).ok()?;
        let head = bytes.get(..HEAD as usize).unwrap_or(&bytes);
        names_metadata(head).then(|| call_of(&bytes, call_id))?
    })
}

fn is_json_of(part: &Part, folder: &str) -> bool {
    let (its_folder, file) = split(&part.name);
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    its_folder == folder && ending.eq_ignore_ascii_case("json")
}

/// Folder and file of a path in an archive.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('/').unwrap_or(("", name))
}

fn other_json_files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder_of(path)) else {
        return Vec::new();
    };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let is_json = |other: &PathBuf| {
        other
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("json"))
    };
    let name = path.file_name();
    paths
        .filter(|other| is_json(other) && other.file_name() != name && other.is_file())
        .collect()
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// How many characters two names begin alike with.
fn n_alike(one: &str, other: &str) -> usize {
    one.chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count()
}

fn call_in(path: &Path, call_id: &str) -> Option<GongCall> {
    if !starts_as_metadata(path)? {
        return None;
    }
    call_of(&read_up_to(path, MAX_BYTES)?, call_id)
}

fn call_of(bytes: &[u8], call_id: &str) -> Option<GongCall> {
    let decoded = encoding::decode(bytes).ok()?;
    let file = gong::read(&decoded.text).ok()?;
    file.calls
        .into_iter()
        .find(|call| call.id.as_deref() == Some(call_id))
}

fn starts_as_metadata(path: &Path) -> Option<bool> {
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut head)
        .ok()?;
    Some(names_metadata(&head))
}

fn names_metadata(head: &[u8]) -> bool {
    head.windows("metaData".len())
        .any(|bytes| bytes == b"metaData")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gong_call_is_found_in_the_file_beside_its_transcript() {
        let folder = tempfile::tempdir().unwrap();
        let call =
            |id: &str| format!(r#"{{"payload":{{"metaData":{{"id":"{id}"}},"parties":[]}}}}"#);
        for id in ["1", "2"] {
            std::fs::write(folder.path().join(format!("{id}-metadata.json")), call(id)).unwrap();
        }
        std::fs::write(folder.path().join("broken.json"), r#"{"metaData":"#).unwrap();
        let path = folder.path().join("2-transcript.json");
        std::fs::write(&path, "{}").unwrap();
        let found = gong_metadata_beside(&path, "2").unwrap();
        assert_eq!(found.id.as_deref(), Some("2"));
        assert!(gong_metadata_beside(&path, "3").is_none());
        assert!(gong_metadata_beside(Path::new("-"), "2").is_none());
    }

    #[test]
    fn companions_are_read_from_the_files_own_folder() {
        let folder = tempfile::tempdir().unwrap();
        let rows = "name,side\nAnn Lee,rep\n";
        std::fs::write(folder.path().join("participants.csv"), rows).unwrap();
        let companions = companions_beside(&folder.path().join("call.vtt"));
        assert_eq!(companions.participants().len(), 1);
        assert!(companions.deals().is_empty());
        assert!(companions_beside(Path::new("-")).participants().is_empty());
    }
}
