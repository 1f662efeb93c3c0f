//! What does a check make of a folder in which not every file is a lexicon that can be read?

use crate::harness::Desk;

use super::entry;

/// A desk with a lexicon whose fourth line is wrong.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("my/anyone.toml", entry("pain/slow", "a", &["(one"]));
    desk
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_hides_nothing_in_the_others() {
    let latin: &[u8] = b"# one\n# two\n# caf\xe9\n";
    let utf_16: &[u8] = b"\xff\xfe#\0\n\0";
    for (name, bytes, line, told) in [
        (
            "latin.toml",
            latin,
            3,
            "not UTF-8 (byte E9); save it as UTF-8",
        ),
        (
            "wide.toml",
            utf_16,
            1,
            "not UTF-8 (byte FF); save it as UTF-8",
        ),
        (
            "classes.toml",
            latin,
            3,
            "not UTF-8 (byte E9); save it as UTF-8",
        ),
        (
            "learned.txt",
            latin,
            3,
            "not UTF-8 (byte E9); save it as UTF-8",
        ),
    ] {
        let desk = desk();
        desk.write(&format!("my/{name}"), bytes);
        let check = desk.verbatim(&["lexicon", "check", "my"]).has_trouble();
        let check = check
            .says(&format!("my/{name}:{line}  error [unreadable]"))
            .says(told);
        if name != "classes.toml" {
            check.says("my/anyone.toml:4  error [syntax]");
        }
        desk.verbatim(&["lexicon", "test", "my"])
            .has_trouble()
            .warns(&format!("my/{name}:{line}: {told}"));
    }
}

#[test]
fn a_folder_with_the_name_of_a_lexicon_is_told() {
    let desk = desk();
    desk.write("my/x.toml/notes.txt", "nothing");
    desk.verbatim(&["lexicon", "check", "my"])
        .has_trouble()
        .says("my/x.toml:1  error [unreadable]")
        .says("my/anyone.toml:4  error [syntax]");
}

#[test]
fn names_that_begin_with_a_dot_are_passed_over() {
    let desk = Desk::new();
    desk.write("my/anyone.toml", entry("pain/slow", "a", &["one"]));
    desk.write("my/._anyone.toml", b"\x00\x05\x16\x07\xff");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", desk.path("my/.#anyone.toml")).unwrap();
    desk.verbatim(&["lexicon", "check", "my"])
        .done()
        .says("my: 1 file, 1 entry, 1 pattern");
}

#[test]
fn whoever_names_a_file_is_told_to_name_its_folder() {
    desk()
        .verbatim(&["lexicon", "check", "my/anyone.toml"])
        .has_trouble()
        .warns("my/anyone.toml: this is a file; name the folder in which it stands");
}

#[test]
fn an_ending_is_read_in_whatever_case_and_one_too_many_is_told() {
    let desk = Desk::new();
    let slow = entry("pain/slow", "a", &["one"]);
    desk.write("my/end-user.TOML", &slow);
    desk.verbatim(&["lexicon", "check", "my"])
        .done()
        .says("my: 1 file, 1 entry, 1 pattern");
    desk.write("my/champion.toml.txt", &slow);
    desk.verbatim(&["lexicon", "check", "my"])
        .ends_with(1)
        .says("my/champion.toml.txt:1  hint [misnamed]")
        .says("my: 1 file, 1 entry, 1 pattern");
    desk.write("my/Classes.toml", "wagon = [\"truck\"]\n");
    desk.verbatim(&["lexicon", "check", "my"])
        .has_trouble()
        .says("my/Classes.toml:1  error [unreadable]")
        .says("looked for as classes.toml");
    desk.write("alone/champion.TOML.TXT", &slow);
    desk.verbatim(&["lexicon", "check", "alone"])
        .has_trouble()
        .warns("alone/champion.TOML.TXT is not read");
}
