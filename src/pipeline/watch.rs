//! How does a folder become an archive by itself?
//!
//! Look, ingest what is ready, put it away, wait for a hint or the next look. Each batch takes the write lock for itself
//! and lets it go. A file is put away only after its calls are durable, and only if it is still the file that was read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Select};

use crate::archive::ArchiveError;
use crate::ingest::normalize::SideRules;
use crate::ingest::parse::How;
use crate::ingest::read::Failure;
use crate::ingest::source::SourceFile;
use crate::ingest::source::watch::{Looker, put_away};
use crate::mine::lexicon::Lexicons;
use crate::pipeline::Workshop;
use crate::pipeline::deliver::Limits;
use crate::pipeline::keep::{Job, Summary, Watcher, ingest_within};
use crate::store::DataDir;
use crate::store::keep::Kept;

/// Files of one batch: few, so that others get the lock and a stop is heard.
const BATCH: usize = 256;
/// How long a batch waits for another writer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a watch is told.
pub struct Watch<'w> {
    pub dir: &'w DataDir,
    pub lexicons: &'w Lexicons,
    pub rules: SideRules,
    pub threshold: f32,
    pub how: How,
    pub limits: Limits,
    /// RFC 3339.
    pub now: &'w dyn Fn() -> String,
    pub looker: Looker,
    /// Between two looks when nothing is heard.
    pub every: Duration,
    /// Where files go whose calls are kept; they stay where there is none.
    pub done: Option<PathBuf>,
    /// Where files go of which something could not be read.
    pub failed: Option<PathBuf>,
}

/// What came of one batch.
#[derive(Debug, Default)]
pub struct Round {
    pub summary: Summary,
    /// What could not be looked at or put away; it stays.
    pub stuck: Vec<Failure>,
    pub n_put_away: u64,
    /// Why nothing was done yet: another writer has the folder, or the disk is full. The next look tries again.
    pub put_off: Option<String>,
}

impl Watch<'_> {
    /// Watches until `stop` says something; tells of every batch that had anything in it.
    pub fn run(
        &mut self,
        changed: &Receiver<()>,
        stop: &Receiver<()>,
        tell: &mut dyn FnMut(&Round),
    ) -> Result<(), ArchiveError> {
        loop {
            let soon = self.look_and_keep(stop, tell)?;
            if stop.try_recv().is_ok() {
                return Ok(());
            }
            // While something is settling, a hint would say nothing new.
            let is_over = if soon {
                is_stopped(stop, None, self.pause())
            } else {
                is_stopped(stop, Some(changed), self.every)
            };
            if is_over {
                return Ok(());
            }
        }
    }

    /// Until what is settling may be settled.
    fn pause(&self) -> Duration {
        let settle = self.looker.settle();
        settle.clamp(
            Duration::from_millis(20),
            self.every.max(Duration::from_millis(20)),
        )
    }

    /// Looks once and keeps what is ready, batch by batch; says whether something is still settling.
    fn look_and_keep(
        &mut self,
        stop: &Receiver<()>,
        tell: &mut dyn FnMut(&Round),
    ) -> Result<bool, ArchiveError> {
        let looked = self.looker.look(Instant::now());
        if !looked.errors.is_empty() {
            let stuck = looked.errors.iter().map(Failure::from).collect();
            tell(&Round {
                stuck,
                ..Round::default()
            });
        }
        for batch in looked.ready.chunks(BATCH) {
            if !stop.is_empty() {
                break;
            }
            let round = self.keep(batch)?;
            tell(&round);
        }
        Ok(looked.n_unsettled > 0)
    }

    /// Looks once at `now` and keeps what is ready, for whoever does the waiting.
    pub fn round(&mut self, now: Instant) -> Result<Round, ArchiveError> {
        let looked = self.looker.look(now);
        self.keep(&looked.ready)
    }

    fn keep(&mut self, batch: &[SourceFile]) -> Result<Round, ArchiveError> {
        if batch.is_empty() {
            return Ok(Round::default());
        }
        let paths: Vec<PathBuf> = batch.iter().map(|file| file.path.clone()).collect();
        let mut accounts = Accounts::over(&paths);
        let summary = match self.ingest(&paths, &mut accounts) {
            Ok(summary) => summary,
            Err(error) => {
                // Nothing is lost: what was read of them is read again, and what is kept already stays as it is.
                paths.iter().for_each(|path| self.looker.give_back(path));
                return if may_pass(&error) {
                    Ok(Round {
                        put_off: Some(error.to_string()),
                        ..Round::default()
                    })
                } else {
                    Err(error)
                };
            }
        };
        for failure in &summary.failed {
            accounts.fail(&failure.path);
        }
        let mut round = Round {
            summary,
            ..Round::default()
        };
        // What was renamed or removed between the look and the reading is met again, or gone for good.
        let failed = &mut round.summary.failed;
        failed.retain(|failure| failure.code != "not-found");
        for path in &paths {
            self.put_away(path, &accounts, &mut round);
        }
        Ok(round)
    }

    fn ingest(&self, paths: &[PathBuf], accounts: &mut Accounts) -> Result<Summary, ArchiveError> {
        let workshop = Workshop::new(self.lexicons, self.rules.clone(), self.threshold)
            .as_told(self.how.clone());
        let now = (self.now)();
        let job = Job {
            dir: self.dir,
            paths,
            workshop: &workshop,
            limits: self.limits,
            now: &now,
        };
        ingest_within(&job, PATIENCE, accounts)
    }

    /// Moves a file aside. One that gave neither calls nor trouble belongs to others, and stays with them.
    fn put_away(&self, path: &Path, accounts: &Accounts, round: &mut Round) {
        let into = match accounts.fate(path) {
            Some(Fate::Failed) => &self.failed,
            Some(Fate::Kept) => &self.done,
            None => &None,
        };
        let Some(into) = into else {
            return;
        };
        // It changed since it was read, so it is read again first.
        if !self.looker.is_unchanged(path) {
            return;
        }
        let folders = self.looker.folders();
        let root = folders.iter().find(|folder| path.starts_with(folder));
        match put_away(path, root.map_or(Path::new(""), PathBuf::as_path), into) {
            Ok(_) => round.n_put_away += 1,
            Err(cause) => round.stuck.push(Failure {
                path: path.display().to_string(),
                code: "not-put-away".to_owned(),
                message: format!(
                    "its calls are dealt with, but it could not be moved to {}: {cause}; check that folder",
                    into.display()
                ),
            }),
        }
    }
}

/// Whether the next look may succeed. The index is derived and mends itself.
fn may_pass(error: &ArchiveError) -> bool {
    match error {
        ArchiveError::Store(error) => error.may_pass(),
        ArchiveError::Index(_) => true,
    }
}

/// Waits for a change or for so long; says whether it is time to stop.
fn is_stopped(stop: &Receiver<()>, changed: Option<&Receiver<()>>, most: Duration) -> bool {
    let mut select = Select::new();
    let at_stop = select.recv(stop);
    if let Some(changed) = changed {
        select.recv(changed);
    }
    match select.ready_timeout(most) {
        Ok(ready) if ready == at_stop => return true,
        Ok(_) | Err(_) => {}
    }
    if let Some(changed) = changed {
        // It may be empty: then the time is up.
        let _ = changed.try_recv();
    }
    false
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// Something in it could not be read.
    Failed,
}

/// What became of each file of a batch.
struct Accounts {
    fates: HashMap<String, Option<Fate>>,
}

impl Accounts {
    fn over(paths: &[PathBuf]) -> Accounts {
        let fates = paths.iter().map(|path| (shown(path), None));
        Accounts {
            fates: fates.collect(),
        }
    }

    fn fate(&self, path: &Path) -> Option<Fate> {
        self.fates.get(&shown(path)).copied().flatten()
    }

    fn fail(&mut self, place: &str) {
        if let Some(fate) = self.fate_at(place) {
            *fate = Some(Fate::Failed);
        }
    }

    /// The fate of the file that a place belongs to: the file itself, or a line, a call or a member of it.
    fn fate_at(&mut self, place: &str) -> Option<&mut Option<Fate>> {
        let owner = owner(place, |file| self.fates.contains_key(file))?;
        self.fates.get_mut(owner)
    }
}

/// The beginning of a place that is a known file: `calls.jsonl:7`, `calls.json#2`, `calls.zip!a/b.vtt`.
fn owner(place: &str, is_file: impl Fn(&str) -> bool) -> Option<&str> {
    let shorter = place
        .rmatch_indices([':', '#', '!'])
        .filter_map(|(at, _)| place.get(..at));
    std::iter::once(place)
        .chain(shorter)
        .find(|file| is_file(file))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

impl Watcher for Accounts {
    fn listed(&mut self, _: usize, _: u64) {}

    fn kept(&mut self, place: &str, _: &Kept) {
        if let Some(fate) = self.fate_at(place) {
            *fate = fate.or(Some(Fate::Kept));
        }
    }

    fn done_with(&mut self, _: u64) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_belongs_to_its_file() {
        let files = ["in/a.jsonl", "in/b:1.zip", "in/c#1"];
        let owner = |place| owner(place, |file| files.contains(&file));
        for (place, file) in [
            ("in/a.jsonl", Some("in/a.jsonl")),
            ("in/a.jsonl:12", Some("in/a.jsonl")),
            ("in/b:1.zip!x/y.jsonl:3#2", Some("in/b:1.zip")),
            ("in/c#1", Some("in/c#1")),
            ("in/d.vtt", None),
        ] {
            assert_eq!(owner(place), file, "{place}");
        }
    }
}
