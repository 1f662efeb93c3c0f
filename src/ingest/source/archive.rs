//! Which files does an archive hold that are transcripts?
//!
//! A ZIP archive is like a folder: what would be passed over in a folder is passed over in it, companions speak about
//! what lies in their folder and below, and a file that can't be read costs no other. Files are unpacked one at a
//! time into memory. An archive inside of an archive is not opened.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{COMPANIONS, SourceError, SourceFile, is_passed_over};
use crate::ingest::companions::Companions;
use crate::ingest::transcript::Problem;
use crate::unpack::{self, Container, Limits, Part, UnpackError};

/// All companions of an archive together are no larger.
const MAX_COMPANION_BYTES: usize = 64 * 1024 * 1024;

/// Where in an archive a delivery comes from.
#[derive(Debug, Clone)]
pub struct Inside {
    /// The path in the archive.
    pub name: String,
    /// What the archive says about its calls; `None` where it holds no companions, so that those beside it count.
    pub companions: Option<Arc<Companions>>,
}

impl Inside {
    /// The file in its archive, for people: `calls.zip!march/first.vtt`.
    pub fn place(&self, archive: &Path) -> String {
        place(archive, &self.name)
    }
}

/// One file of an archive, unpacked.
#[derive(Debug, Clone)]
pub struct Member {
    pub inside: Inside,
    pub bytes: Vec<u8>,
}

/// Anything that an archive can be read from.
trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// An archive's files, one at a time, sorted by name.
pub struct Archive {
    path: PathBuf,
    container: Container<Box<dyn Bytes>>,
    parts: std::vec::IntoIter<Part>,
    papers: Papers,
}

/// Whether bytes are an archive of files, rather than one document that is packed the same way.
pub fn is_archive(bytes: &[u8]) -> bool {
    unpack::is_zip(bytes)
        && Container::open(Cursor::new(bytes), Limits::archive(u64::MAX))
            .is_ok_and(|container| !container.is_document())
}

impl Archive {
    /// Opens a file if it is an archive; none of the files in it may be larger than `max_bytes`.
    pub fn open(file: &SourceFile, max_bytes: u64) -> Result<Option<Archive>, SourceError> {
        // What has no size is no regular file, and what is read from it is gone.
        if file.is_stdin() || file.size == 0 {
            return Ok(None);
        }
        let broken = |error: std::io::Error| SourceError::of_io(&file.path, &error);
        let mut opened = File::open(&file.path).map_err(broken)?;
        let mut head = Vec::new();
        opened
            .by_ref()
            .take(4)
            .read_to_end(&mut head)
            .map_err(broken)?;
        if !unpack::is_zip(&head) {
            return Ok(None);
        }
        let reader = Box::new(BufReader::new(opened));
        Archive::over(reader, &file.path, max_bytes)
    }

    /// The same for bytes that are in memory; `path` is for messages alone.
    pub fn within(
        bytes: Vec<u8>,
        path: &Path,
        max_bytes: u64,
    ) -> Result<Option<Archive>, SourceError> {
        Archive::over(Box::new(Cursor::new(bytes)), path, max_bytes)
    }

    fn over(
        reader: Box<dyn Bytes>,
        path: &Path,
        max_bytes: u64,
    ) -> Result<Option<Archive>, SourceError> {
        let mut container = Container::open(reader, Limits::archive(max_bytes))
            .map_err(|refusal| refused(path, refusal))?;
        if container.is_document() {
            return Ok(None);
        }
        let parts = container.parts();
        let papers = Papers::read(&mut container, &parts);
        Ok(Some(Archive {
            path: path.to_owned(),
            container,
            parts: transcripts(parts).into_iter(),
            papers,
        }))
    }

    fn member(&mut self, part: Part) -> Result<Member, SourceError> {
        let path = PathBuf::from(place(&self.path, &part.name));
        let bytes = self
            .container
            .unpack(&part)
            .map_err(|refusal| refused(&path, refusal))?;
        if is_archive(&bytes) {
            let message = "this is an archive inside of an archive, which is not opened; \
                           unpack it and give the files inside";
            return Err(SourceError::new(&path, "nested-archive", message));
        }
        let companions = self.papers.of(folder(&part.name));
        Ok(Member {
            inside: Inside {
                name: part.name,
                companions,
            },
            bytes,
        })
    }
}

impl Iterator for Archive {
    type Item = Result<Member, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.parts.next()?;
        Some(self.member(part))
    }
}

fn refused(path: &Path, refusal: UnpackError) -> SourceError {
    SourceError::new(path, refusal.code, refusal.message)
}

fn place(archive: &Path, name: &str) -> String {
    format!("{}!{name}", archive.display())
}

/// The folder of a path in an archive; nothing for the archive's own.
fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The files that a walk through a folder would take.
fn transcripts(mut parts: Vec<Part>) -> Vec<Part> {
    let for_learning: HashSet<String> = parts
        .iter()
        .filter_map(|part| part.name.strip_suffix("/labels.jsonl"))
        .map(str::to_owned)
        .collect();
    parts.retain(|part| {
        let is_taken = !unpack::is_hidden(&part.name) && !is_passed_over(Path::new(&part.name));
        is_taken && !folders(&part.name).any(|folder| for_learning.contains(folder))
    });
    parts.sort_by(|one, other| one.name.cmp(&other.name));
    parts
}

/// The folders around a file, the nearest first, without the archive itself.
fn folders(name: &str) -> impl Iterator<Item = &str> {
    let borders = name.rmatch_indices('/');
    borders.filter_map(|(at, _)| name.get(..at))
}

/// The companions of an archive.
#[derive(Default)]
struct Papers {
    /// By their path, as they stand in the archive.
    bytes: HashMap<String, Vec<u8>>,
    /// By the paths of the two files they were read from.
    read: HashMap<[Option<String>; 2], Arc<Companions>>,
    problems: Vec<Problem>,
}

impl Papers {
    fn read<R: Read + Seek>(container: &mut Container<R>, parts: &[Part]) -> Papers {
        let mut papers = Papers::default();
        let mut n_bytes = 0_usize;
        for part in parts.iter().filter(|part| is_companion(&part.name)) {
            match container.unpack(part) {
                Ok(bytes) if n_bytes.saturating_add(bytes.len()) <= MAX_COMPANION_BYTES => {
                    n_bytes += bytes.len();
                    papers.bytes.insert(part.name.clone(), bytes);
                }
                _ => {
                    let message = "a companion in the archive could not be read or is too large, and is \
                                   left out; unpack the archive and give its folder";
                    let problem = Problem::of_file("companion-unreadable", message);
                    papers.problems.push(problem);
                }
            }
        }
        papers
    }

    /// What the nearest companions around a folder say; `None` where the archive holds none at all.
    fn of(&mut self, folder: &str) -> Option<Arc<Companions>> {
        if self.bytes.is_empty() && self.problems.is_empty() {
            return None;
        }
        let nearest = COMPANIONS.map(|name| self.nearest(folder, name));
        if let Some(known) = self.read.get(&nearest) {
            return Some(Arc::clone(known));
        }
        let [participants, deals] = nearest.each_ref().map(|path| {
            let bytes = path.as_ref().and_then(|path| self.bytes.get(path));
            bytes.map(Vec::as_slice)
        });
        let mut companions = Companions::parse(participants, deals);
        companions.problems.extend(self.problems.iter().cloned());
        let companions = Arc::new(companions);
        self.read.insert(nearest, Arc::clone(&companions));
        Some(companions)
    }

    fn nearest(&self, folder: &str, name: &str) -> Option<String> {
        let around = std::iter::once(folder).chain(folders(folder));
        let paths = around
            .filter(|folder| !folder.is_empty())
            .map(|folder| format!("{folder}/{name}"))
            .chain([name.to_owned()]);
        let mut paths = paths.filter(|path| self.bytes.contains_key(path));
        paths.next()
    }
}

fn is_companion(name: &str) -> bool {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    COMPANIONS.contains(&file) && !unpack::is_hidden(name)
}
