//! How is a file that was dealt with moved aside, so that none is lost and none overwritten?

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// So many files may have one name.
const MOST_NUMBERS: u32 = 100_000;

/// Moves a file below `root` into the folder `into`, with the same folders between, and gives where it is now. A name that is
/// taken gets a number: `call.vtt`, `call-2.vtt`. On another disk it is copied and synced before the first one is removed.
pub fn put_away(file: &Path, root: &Path, into: &Path) -> io::Result<PathBuf> {
    let below = file.strip_prefix(root).unwrap_or(file);
    let folder = match below.parent() {
        Some(between) if between.is_relative() => into.join(between),
        _ => into.to_owned(),
    };
    make_folder(&folder)?;
    let name = file
        .file_name()
        .ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
    let target = take_name(&folder, Path::new(name))?;
    let moved = move_over(file, &target);
    if moved.is_err() {
        // The place that was held for it.
        let _ = std::fs::remove_file(&target);
    }
    moved.map(|()| target)
}

/// Holds a free name with an empty file, so that nobody else takes it meanwhile.
fn take_name(folder: &Path, name: &Path) -> io::Result<PathBuf> {
    for number in 1..=MOST_NUMBERS {
        let target = folder.join(numbered(name, number));
        match new_file(&target) {
            Ok(_) => return Ok(target),
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(cause),
        }
    }
    Err(io::Error::from(ErrorKind::AlreadyExists))
}

fn numbered(name: &Path, number: u32) -> PathBuf {
    if number == 1 {
        return name.to_owned();
    }
    let mut numbered = name.file_stem().unwrap_or_default().to_owned();
    numbered.push(format!("-{number}"));
    if let Some(ending) = name.extension() {
        numbered.push(".");
        numbered.push(ending);
    }
    PathBuf::from(numbered)
}

/// Renames over the held place, or copies where that is on another disk.
fn move_over(file: &Path, target: &Path) -> io::Result<()> {
    let moved = match std::fs::rename(file, target) {
        Err(cause) if cause.kind() == ErrorKind::CrossesDevices => copy_over(file, target),
        outcome => outcome,
    };
    moved?;
    sync_folder(target.parent());
    sync_folder(file.parent());
    Ok(())
}

fn copy_over(file: &Path, target: &Path) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".part");
    let beside = target.with_file_name(name);
    let copied = copy_whole(file, &beside).and_then(|()| std::fs::rename(&beside, target));
    if copied.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    copied?;
    sync_folder(target.parent());
    std::fs::remove_file(file)
}

fn copy_whole(file: &Path, beside: &Path) -> io::Result<()> {
    let mut from = File::open(file)?;
    let mut to = new_file(beside)?;
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Best effort: not every system lets a folder be opened.
fn sync_folder(folder: Option<&Path>) {
    if let Some(Ok(folder)) = folder.map(File::open) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_folders_stay() {
        let desk = tempfile::tempdir().unwrap();
        let (root, into) = (desk.path().join("in"), desk.path().join("done"));
        std::fs::create_dir_all(root.join("a")).unwrap();
        let mut places = Vec::new();
        for words in ["one", "two", "three"] {
            let file = root.join("a/call.vtt");
            std::fs::write(&file, words).unwrap();
            places.push(put_away(&file, &root, &into).unwrap());
            assert!(!file.exists());
        }
        let expected = ["a/call.vtt", "a/call-2.vtt", "a/call-3.vtt"];
        assert_eq!(places, expected.map(|name| into.join(name)));
        assert_eq!(std::fs::read_to_string(&places[1]).unwrap(), "two");
    }

    #[test]
    fn a_file_that_is_gone_leaves_no_empty_one_behind() {
        let desk = tempfile::tempdir().unwrap();
        let (root, into) = (desk.path().join("in"), desk.path().join("done"));
        assert!(put_away(&root.join("call.vtt"), &root, &into).is_err());
        assert_eq!(std::fs::read_dir(&into).unwrap().count(), 0);
    }

    #[test]
    fn a_copy_is_as_good_as_a_move() {
        let desk = tempfile::tempdir().unwrap();
        let (from, to) = (desk.path().join("a"), desk.path().join("b"));
        std::fs::write(&from, "words").unwrap();
        std::fs::write(&to, "").unwrap();
        copy_over(&from, &to).unwrap();
        assert_eq!(std::fs::read_to_string(&to).unwrap(), "words");
        assert!(!from.exists());
        assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 1);
    }
}
