//! Which files of a folder are lexicons, and what stands in them?
//!
//! A file that cannot be read hides none of the others. Names that begin with a dot belong to editors and to macOS, and
//! are passed over.

use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::mine::lexicon::error::LexiconError;
use crate::mine::lexicon::sources::{CLASSES, LEARNED, SENSES};

/// What stands in a folder of lexicons and was not read.
#[derive(Debug, Clone, Default)]
pub struct Strays {
    /// What is wrong with lexicons that cannot be read, by name.
    pub unread: Vec<LexiconError>,
    /// Names with an ending too many, such as Notepad's `own.toml.txt`.
    pub misnamed: Vec<String>,
}

/// A lexicon's name: its file's without the ending, in whatever case that is.
pub fn lexicon_name(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((name, ending)) if ending.eq_ignore_ascii_case("toml") => name,
        _ => file,
    }
}

/// Names and texts of the lexicons of a folder.
pub(super) fn read_folder(folder: &Path) -> Result<(Vec<(String, String)>, Strays), LexiconError> {
    let mut files = Vec::new();
    let mut strays = Strays::default();
    for path in listed(folder)? {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        if is_misnamed(&name) {
            strays.misnamed.push(name);
            continue;
        }
        if !is_lexicon(&name) {
            continue;
        }
        match text_under(&name, &path) {
            Ok(text) => files.push((name, text)),
            Err(wrong) => strays.unread.push(wrong.in_file(folder, name)),
        }
    }
    Ok((files, strays))
}

/// What stands in a folder, by name.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, LexiconError> {
    if folder.is_file() {
        let message = "this is a file; name the folder in which it stands".to_owned();
        return Err(LexiconError::about(folder, message));
    }
    let unreadable = |cause: std::io::Error| {
        let message =
            format!("cannot read the lexicon folder: {cause}; name a folder of .toml files");
        LexiconError::about(folder, message)
    };
    let mut paths = Vec::new();
    for file in std::fs::read_dir(folder).map_err(unreadable)? {
        paths.push(file.map_err(unreadable)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn is_lexicon(name: &str) -> bool {
    let is_toml = lexicon_name(name) != name;
    !name.starts_with('.') && (is_toml || name == LEARNED)
}

/// Editors that save text add their own ending, and the system may hide it.
fn is_misnamed(name: &str) -> bool {
    let hidden_ending = name.rsplit_once('.').filter(|(before, ending)| {
        ending.eq_ignore_ascii_case("txt") && lexicon_name(before) != *before
    });
    !name.starts_with('.') && hidden_ending.is_some()
}

/// Why a file has no text, and in which line that shows.
struct Unreadable {
    line: usize,
    message: String,
}

impl Unreadable {
    fn in_file(self, folder: &Path, file: String) -> LexiconError {
        LexiconError {
            folder: Some(folder.to_owned()),
            file,
            line: self.line,
            message: self.message,
            excerpt: String::new(),
        }
    }
}

/// The text of a file; lists are looked for by their name, so that must be written as it is.
fn text_under(name: &str, path: &Path) -> Result<String, Unreadable> {
    let mut lists = [CLASSES, SENSES].into_iter();
    match lists.find(|list| name.eq_ignore_ascii_case(list)) {
        Some(list) if list != name => Err(Unreadable {
            line: 1,
            message: format!("a file of this kind is looked for as {list}; rename it so"),
        }),
        _ => text_of(path),
    }
}

fn text_of(path: &Path) -> Result<String, Unreadable> {
    if path.is_dir() {
        let message = "a folder with the name of a lexicon; name it otherwise, or move it";
        return Err(Unreadable {
            line: 1,
            message: message.to_owned(),
        });
    }
    let bytes = std::fs::read(path).map_err(|cause| Unreadable {
        line: 1,
        message: format!("cannot be read: {cause}; mend that, or remove the file"),
    })?;
    String::from_utf8(bytes).map_err(|error| not_utf8(&error))
}

fn not_utf8(error: &FromUtf8Error) -> Unreadable {
    let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
    let n_breaks = bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    let byte = bytes.get(at).copied().unwrap_or_default();
    Unreadable {
        line: n_breaks + 1,
        message: format!("not UTF-8 (byte {byte:02X}); save it as UTF-8"),
    }
}
