//! Where do the bytes come from?
//!
//! Files, folders and standard input. Paths and bytes go out; what the bytes mean is for `parse` to say.

mod archive;
mod beside;
mod lines;

pub mod bucket;

pub mod watch;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

pub use archive::{Archive, Inside, Member, is_archive};
pub use beside::{companions_beside, gong_metadata_beside, gong_metadata_inside};
pub use lines::{Line, Lines, holds_json_lines, is_json_lines};

/// The path that means standard input.
pub const STDIN: &str = "-";

/// The two files that speak about calls and hold none.
pub(crate) const COMPANIONS: [&str; 2] = ["participants.csv", "deals.csv"];

/// What recorders leave beside their transcripts.
const RECORDINGS: [&str; 17] = [
    "aac", "avi", "flac", "gif", "jpeg", "jpg", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "ogg",
    "opus", "png", "wav", "webm",
];

/// Templates of a house, by which packs are written.
const TEMPLATES: [&str; 3] = ["j2", "jinja", "jinja2"];

/// A file to be read; `-` is standard input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    pub path: PathBuf,
    /// Bytes; 0 where that isn't known before reading.
    pub size: u64,
}

impl SourceFile {
    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path == Path::new(STDIN)
    }
}

/// Why a path could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", .path.display())]
pub struct SourceError {
    pub path: PathBuf,
    /// A stable slug: `not-found`, `no-access`, `too-large`, `line-too-long`, `unreadable`.
    pub code: &'static str,
    pub message: String,
}

impl SourceError {
    pub(crate) fn new(path: &Path, code: &'static str, message: impl Into<String>) -> SourceError {
        SourceError {
            path: path.to_owned(),
            code,
            message: message.into(),
        }
    }

    pub(crate) fn of_io(path: &Path, error: &io::Error) -> SourceError {
        let (code, message) = match error.kind() {
            io::ErrorKind::NotFound => (
                "not-found",
                "there is no such file; check the path".to_owned(),
            ),
            io::ErrorKind::PermissionDenied => (
                "no-access",
                "the file may not be read; change its permissions".to_owned(),
            ),
            _ => ("unreadable", format!("the file could not be read: {error}")),
        };
        SourceError::new(path, code, message)
    }
}

/// Every file under the paths, sorted, each once. Folders are walked; a file named directly is always taken.
///
/// Inside folders links are not followed, so nothing outside is read; hidden files, companions, READMEs,
/// licenses, recordings, pictures and templates are passed over.
pub fn walk(paths: &[PathBuf]) -> (Vec<SourceFile>, Vec<SourceError>) {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        if path.as_path() == Path::new(STDIN) {
            files.push(SourceFile {
                path: path.clone(),
                size: 0,
            });
            continue;
        }
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk_folder(path, &mut files, &mut errors),
            Ok(metadata) => files.push(SourceFile {
                path: path.clone(),
                size: metadata.len(),
            }),
            Err(error) => errors.push(SourceError::of_io(path, &error)),
        }
    }
    files.sort();
    files.dedup_by(|one, other| one.path == other.path);
    (files, errors)
}

fn walk_folder(folder: &Path, files: &mut Vec<SourceFile>, errors: &mut Vec<SourceError>) {
    let entries = WalkDir::new(folder).follow_links(false).into_iter();
    for entry in entries
        .filter_entry(|entry| entry.depth() == 0 || !(is_hidden(entry) || is_for_learning(entry)))
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() && !is_passed_over(entry.path()) => {
                let size = entry.metadata().map_or(0, |metadata| metadata.len());
                files.push(SourceFile {
                    path: entry.into_path(),
                    size,
                });
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                match error.into_io_error() {
                    Some(error) => errors.push(SourceError::of_io(&path, &error)),
                    None => errors.push(SourceError::new(
                        &path,
                        "unreadable",
                        "the folder holds itself through a link; name its files directly",
                    )),
                }
            }
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A folder of labelled calls is there to learn from: they are nobody's calls to search in.
fn is_for_learning(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && entry.path().join("labels.jsonl").is_file()
}

fn is_passed_over(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    COMPANIONS.contains(&name.as_str())
        || name.starts_with("readme")
        || name.starts_with("license")
        || RECORDINGS.contains(&ending)
        || TEMPLATES.contains(&ending)
}

/// Reads a whole file, refusing what is larger than `max_bytes` before it fills the memory.
pub fn read(file: &SourceFile, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
    if file.size > max_bytes {
        return Err(too_large(&file.path, max_bytes));
    }
    let path = file.path.as_path();
    let reader = open(file)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.size).unwrap_or(0));
    // One byte more than allowed tells a full file from one that grew or is no regular file.
    let read = reader
        .take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes);
    let n_bytes = read.map_err(|error| SourceError::of_io(path, &error))?;
    if n_bytes as u64 > max_bytes {
        return Err(too_large(path, max_bytes));
    }
    Ok(bytes)
}

pub(crate) fn open(file: &SourceFile) -> Result<Box<dyn Read + Send>, SourceError> {
    if file.is_stdin() {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(&file.path) {
        Ok(opened) => Ok(Box::new(opened)),
        Err(error) => Err(SourceError::of_io(&file.path, &error)),
    }
}

fn too_large(path: &Path, max_bytes: u64) -> SourceError {
    let message = format!(
        "the file is larger than the limit of {max_bytes} bytes; raise the limit, or write one call a line"
    );
    SourceError::new(path, "too-large", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf]) -> Vec<String> {
        let (files, _) = walk(paths);
        let name = |file: &SourceFile| {
            file.path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        };
        files.iter().map(name).collect()
    }

    #[test]
    fn a_folder_gives_its_transcripts_sorted_and_passes_over_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/.hidden")).unwrap();
        for name in [
            "b/2.vtt",
            "a.txt",
            "participants.csv",
            "deals.csv",
            "README.md",
            ".x.vtt",
        ] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        std::fs::write(root.join("b/.hidden/3.vtt"), "x").unwrap();
        std::fs::write(root.join("b/call.mp4"), "x").unwrap();
        std::fs::write(root.join("b/slides.txt.j2"), "x").unwrap();
        assert_eq!(names(&[root.to_owned()]), ["a.txt", "2.vtt"]);
        let twice = [root.to_owned(), root.join("a.txt")];
        assert_eq!(names(&twice), ["a.txt", "2.vtt"]);
        assert_eq!(names(&[root.join("README.md")]), ["README.md"]);
    }

    #[test]
    fn a_missing_path_is_an_error_and_the_others_go_on() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "x").unwrap();
        let (files, errors) = walk(&[folder.path().join("none"), folder.path().join("a.txt")]);
        assert_eq!(files.len(), 1);
        assert_eq!(errors[0].code, "not-found");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_inside_a_folder_leads_nowhere() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.txt"), "x").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        assert!(names(&[folder.path().to_owned()]).is_empty());
    }

    #[test]
    fn a_file_larger_than_the_limit_is_refused_even_if_its_size_was_not_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "12345").unwrap();
        let file = SourceFile { path, size: 0 };
        assert_eq!(read(&file, 5).unwrap(), b"12345");
        assert_eq!(read(&file, 4).unwrap_err().code, "too-large");
    }
}
