//! What lies between two sets of lexicons, and in which calls can it make a difference?
//!
//! An entry speaks only where one of its patterns stands. So a call in which no pattern of a changed entry stands, as it
//! was or as it is, is heard as before, and need not be heard again. Evidence, word lists and what was learned reach
//! farther: after a change of these every call is heard again.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use toml::{Table, Value};

use crate::mine::lexicon::sources::{CLASSES, LEARNED, SENSES, SourceFile, Sources};
use crate::text::hex::hex;

/// What lies between two sets of lexicons.
#[derive(Debug)]
pub enum Change {
    /// Nothing that is heard: comments, job titles, or nothing at all.
    Nothing,
    /// Some entries: as they were and as they are, each with the word lists that they need.
    Entries(Box<[Sources; 2]>),
    /// More than can be told apart.
    Everything,
}

/// The name of the tables of entries.
const ENTRY: &str = "entry";
/// Read when a call comes in, never when it is heard.
const TITLES: [&str; 2] = ["titles", "not_titles"];

impl Change {
    /// What was changed from one to the other.
    pub fn between(before: &Sources, after: &Sources) -> Change {
        Change::told(before, after).unwrap_or(Change::Everything)
    }

    fn told(before: &Sources, after: &Sources) -> Option<Change> {
        if !before.is_heard_like(after) {
            return None;
        }
        let lists = [CLASSES, SENSES, LEARNED];
        if lists
            .iter()
            .any(|list| before.text(list) != after.text(list))
        {
            return None;
        }
        let names = before.files().iter().chain(after.files());
        let names: BTreeSet<&str> = names.map(|(name, _)| name.as_str()).collect();
        let mut changed = [Vec::new(), Vec::new()];
        for name in names.into_iter().filter(|name| !lists.contains(name)) {
            let texts = [before.text(name), after.text(name)];
            if texts[0] == texts[1] {
                continue;
            }
            for (file, side) in entries_between(texts)?.into_iter().zip(&mut changed) {
                side.extend(file.map(|text| (name.to_owned(), Cow::Owned(text))));
            }
        }
        if changed.iter().all(Vec::is_empty) {
            return Some(Change::Nothing);
        }
        let [was, is] = changed;
        Some(Change::Entries(Box::new([
            before.alone(was),
            after.alone(is),
        ])))
    }
}

impl Sources {
    /// These files with the word lists that patterns may name, and nothing learned.
    fn alone(&self, mut files: Vec<SourceFile>) -> Sources {
        let lists = self.files().iter();
        let lists = lists.filter(|(name, _)| [CLASSES, SENSES].contains(&name.as_str()));
        files.extend(lists.cloned());
        self.with_files(files)
    }
}

/// A file's changed entries, as they were and as they are; `None` where more than entries was changed.
fn entries_between(texts: [Option<&str>; 2]) -> Option<[Option<String>; 2]> {
    let [mut was, mut is] = match texts.map(|text| text.map(toml::from_str::<Table>)) {
        [Some(was), Some(is)] => [was.ok()?, is.ok()?],
        [Some(was), None] => [was.ok()?, Table::new()],
        [None, Some(is)] => [Table::new(), is.ok()?],
        [None, None] => return None,
    };
    let (entries_before, entries_after) = (taken(&mut was)?, taken(&mut is)?);
    // A file that was not there has no evidence, and every entry of it is new.
    let is_alike = match texts {
        [Some(_), Some(_)] => was == is,
        _ => !was.contains_key("evidence") && !is.contains_key("evidence"),
    };
    if !is_alike {
        return None;
    }
    Some([
        written(was, without(&entries_before, &entries_after))?,
        written(is, without(&entries_after, &entries_before))?,
    ])
}

/// Takes the entries out of a file, and what is not heard.
fn taken(file: &mut Table) -> Option<Vec<Value>> {
    for titles in TITLES {
        file.remove(titles);
    }
    match file.remove(ENTRY) {
        Some(Value::Array(entries)) => Some(entries),
        Some(_) => None,
        None => Some(Vec::new()),
    }
}

/// Those that the others do not have; of twins, those that are one too many.
fn without(entries: &[Value], others: &[Value]) -> Vec<Value> {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for other in others {
        *left.entry(other.to_string()).or_default() += 1;
    }
    let is_new = |entry: &&Value| match left.get_mut(&entry.to_string()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    };
    entries.iter().filter(is_new).cloned().collect()
}

/// A file of these entries; nothing where there are none.
fn written(mut file: Table, entries: Vec<Value>) -> Option<Option<String>> {
    if entries.is_empty() {
        return Some(None);
    }
    file.remove("evidence");
    file.insert(ENTRY.to_owned(), Value::Array(entries));
    toml::to_string(&file).ok().map(Some)
}

// ---- from one run to the next -------------------------------------------------------------------------------------

/// Lexicon files as they are kept beside what was heard with them.
#[derive(Serialize, Deserialize)]
struct Kept {
    files: Vec<(String, String)>,
    /// Of what was learned, which is large, only the hash.
    learned: Option<String>,
}

impl Sources {
    /// The files, for [`Sources::as_kept`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let files = self.files().iter().filter(|(name, _)| name != LEARNED);
        let kept = Kept {
            files: files
                .map(|(name, text)| (name.clone(), text.to_string()))
                .collect(),
            learned: self.text(LEARNED).map(hash),
        };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// The files that were kept, heard as these are; `None` where something else was learned since, or where the bytes
    /// are not those of [`Sources::to_bytes`].
    pub fn as_kept(&self, bytes: &[u8]) -> Option<Sources> {
        let kept: Kept = serde_json::from_slice(bytes).ok()?;
        if kept.learned != self.text(LEARNED).map(hash) {
            return None;
        }
        let learned = self.files().iter().filter(|(name, _)| name == LEARNED);
        let mut files: Vec<SourceFile> = learned.cloned().collect();
        let kept = kept.files.into_iter();
        files.extend(kept.map(|(name, text)| (name, Cow::Owned(text))));
        Some(self.with_files(files))
    }
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}
