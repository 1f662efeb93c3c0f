//! How do files that somebody drops on a page become calls?
//!
//! They are put into a folder of their own in the data folder, read from there exactly as `verbatim ingest` reads, and
//! removed again: what is kept of them is in the catalogue. What came of it is told call by call and file by file.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use tokio::sync::mpsc;

use crate::pipeline::keep::{Job, Summary, Watcher, ingest_within};
use crate::pipeline::{Workshop, by_config};
use crate::serve::app::App;
use crate::serve::trouble::Trouble;
use crate::serve::work::{Outcome, Steps, now};
use crate::store::DataDir;
use crate::store::keep::{Fate, Kept};
use crate::store::lock::PATIENCE;
use crate::store::whole;

/// Files of one delivery, at most.
pub const MOST_FILES: usize = 1_000;
/// Bytes of one delivery, at most.
pub const MOST_BYTES: usize = 1 << 30;
/// Bytes of a file's name, at most.
const LONGEST_NAME: usize = 120;
/// Calls that are told one by one.
const MOST_TOLD: usize = 200;

/// What is sent on while a delivery arrives.
pub enum Piece {
    /// A file of this name begins.
    File(String),
    /// More of the file.
    Bytes(Bytes),
}

/// What came of a delivery.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// RFC 3339.
    pub at: String,
    pub n_files: usize,
    /// Of those, the ones that may hold calls; the others are recordings or speak about calls.
    pub n_looked_at: usize,
    pub summary: Summary,
    /// Each refused file or call, under the name that it was sent with.
    pub refused: Vec<Refused>,
    /// The calls that were read, the first ones only.
    pub calls: Vec<TakenCall>,
    pub seconds: f64,
    /// Which lexicons listened.
    pub fingerprint: String,
}

/// Something that could not be read.
#[derive(Debug, Clone)]
pub struct Refused {
    pub name: String,
    pub code: String,
    pub message: String,
}

/// A call that was read.
#[derive(Debug, Clone)]
pub struct TakenCall {
    pub name: String,
    pub id: String,
    pub title: Option<String>,
    pub fate: &'static str,
    pub turns: usize,
    pub mentions: usize,
}

/// A delivery that has arrived and lies in its folder.
pub struct Arrived {
    folder: PathBuf,
    pub n_files: usize,
}

/// The folder in which deliveries lie while they are read.
fn folder_of(dir: &DataDir) -> PathBuf {
    dir.root().join("intake")
}

/// Removes what a server that was killed may have left.
pub fn sweep(dir: &DataDir) {
    let _ = std::fs::remove_dir_all(folder_of(dir));
}

/// Writes a delivery down as it arrives; leaves nothing behind where that fails.
pub fn receive(dir: &DataDir, mut pieces: mpsc::Receiver<Piece>) -> Result<Arrived, Trouble> {
    let stamp = now().replace(':', "-");
    let folder = folder_of(dir).join(format!("{stamp}-{}", next_number()));
    whole::make_folder(&folder)?;
    let mut arrived = Arrived { folder, n_files: 0 };
    let written = arrived.write_all(&mut pieces);
    match written {
        Ok(()) => Ok(arrived),
        Err(cause) => Err(Trouble::Own(format!(
            "the files could not be put into the data folder: {cause}; check its disk"
        ))),
    }
}

/// Two deliveries of one second have folders of their own.
fn next_number() -> u64 {
    static NUMBER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

impl Arrived {
    fn write_all(&mut self, pieces: &mut mpsc::Receiver<Piece>) -> std::io::Result<()> {
        let mut taken = HashSet::new();
        let mut open: Option<std::fs::File> = None;
        while let Some(piece) = pieces.blocking_recv() {
            match piece {
                Piece::File(name) => {
                    let path = self.folder.join(safe_name(&name, &mut taken));
                    let mut options = std::fs::OpenOptions::new();
                    options.write(true).create_new(true);
                    #[cfg(unix)]
                    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                    open = Some(options.open(path)?);
                    self.n_files += 1;
                }
                Piece::Bytes(bytes) => {
                    if let Some(file) = &mut open {
                        file.write_all(&bytes)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// However reading it ends, nothing of a delivery stays outside of the catalogue.
impl Drop for Arrived {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The last part of a name, without what could lead out of the folder or hide in it; each name once.
fn safe_name(name: &str, taken: &mut HashSet<String>) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*'))
        .collect();
    let clean = clean.trim().trim_start_matches('.');
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 12 => (stem, format!(".{ending}")),
        _ => (clean, String::new()),
    };
    let mut end = stem.len().min(LONGEST_NAME);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = match stem.get(..end).unwrap_or("").trim() {
        "" => "file",
        stem => stem,
    };
    let numbered = (2_u32..).map(|n| format!("{stem}-{n}{ending}"));
    let mut names = std::iter::once(format!("{stem}{ending}")).chain(numbered);
    names
        .find(|name| taken.insert(name.to_lowercase()))
        .unwrap_or_default()
}

/// Reads a delivery into the archive, as `ingest` does.
pub fn take_in(app: &App, arrived: &Arrived, steps: &Steps) -> Result<Outcome, String> {
    let (begun, at) = (Instant::now(), now());
    let lexicons = app.lexicons.now();
    let sides = by_config::side_rules(&app.config);
    let workshop = Workshop::new(&lexicons, sides, app.config.threshold);
    let job = Job {
        dir: &app.dir,
        paths: std::slice::from_ref(&arrived.folder),
        workshop: &workshop,
        limits: by_config::limits(&app.config),
        now: &at,
    };
    let mut seen = Seen {
        steps,
        folder: &arrived.folder,
        n_files: 0,
        n_bytes: 0,
        calls: Vec::new(),
    };
    let summary = ingest_within(&job, PATIENCE, &mut seen).map_err(|error| error.to_string())?;
    let refused = summary.failed.iter().map(|failure| Refused {
        name: without_folder(&failure.path, &arrived.folder),
        code: failure.code.clone(),
        message: without_folder(&failure.message, &arrived.folder),
    });
    Ok(Outcome::TakenIn(Arc::new(Taken {
        n_files: arrived.n_files,
        n_looked_at: seen.n_files,
        refused: refused.collect(),
        calls: seen.calls,
        seconds: begun.elapsed().as_secs_f64(),
        fingerprint: lexicons.fingerprint().to_owned(),
        summary,
        at,
    })))
}

/// A place or a message as people know it: under the name that the file was sent with.
fn without_folder(text: &str, folder: &Path) -> String {
    let folder = folder.display().to_string();
    let inside = format!("{folder}{}", std::path::MAIN_SEPARATOR);
    text.replace(&inside, "").replace(&folder, "")
}

/// Follows the reading.
struct Seen<'a> {
    steps: &'a Steps,
    folder: &'a Path,
    n_files: usize,
    n_bytes: u64,
    calls: Vec<TakenCall>,
}

impl Watcher for Seen<'_> {
    fn listed(&mut self, n_files: usize, bytes: u64) {
        self.n_files = n_files;
        self.steps.begin("bytes read", bytes);
    }

    fn kept(&mut self, place: &str, kept: &Kept) {
        if self.calls.len() >= MOST_TOLD {
            return;
        }
        self.calls.push(TakenCall {
            name: without_folder(place, self.folder),
            id: kept.call.id.0.clone(),
            title: kept.call.title.clone(),
            fate: match kept.fate {
                Fate::New => "new",
                Fate::Updated => "updated",
                Fate::Unchanged => "known already",
                Fate::Forgotten => "deleted before",
            },
            turns: kept.call.turns.len(),
            mentions: kept.mentions.len(),
        });
    }

    fn done_with(&mut self, bytes: u64) {
        self.n_bytes += bytes;
        self.steps.to(self.n_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder_or_takes_the_place_of_another() {
        let mut taken = HashSet::new();
        for (sent, written) in [
            ("call.vtt", "call.vtt"),
            ("CALL.vtt", "CALL-2.vtt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\calls\\monday.txt", "monday.txt"),
            ("..", "file"),
            (".hidden", "hidden"),
            ("", "file-2"),
            ("a\u{0}b\n.srt", "ab.srt"),
            ("participants.csv", "participants.csv"),
        ] {
            assert_eq!(safe_name(sent, &mut taken), written, "{sent:?}");
        }
        let long = safe_name(&format!("{}.json", "é".repeat(500)), &mut taken);
        assert!(
            long.len() <= LONGEST_NAME + 5 && long.ends_with("é.json"),
            "{long}"
        );
    }
}
