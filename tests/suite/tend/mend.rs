//! What does mending change in a lexicon, and what does it leave?

use verbatim::tend::check::mend::{CannotMend, mended};

use crate::harness::{Desk, keys};

use super::entry;

const UNSORTED: &str = r#"# Ours.
persona = "anyone"

# Why b is here.
[[entry]]
tag = "pain/slow"
name = "b"
patterns = [
  "by hand", # said often
  "takes hours",
  "by hand",
]

[[entry]]  # kept
tag = "objection/need"
name = "z"
patterns = ["fine", "fine", "well"]
confidence = 0.25

# Why b is here.
[[entry]]
tag = "pain/slow"
name = "b"
patterns = [
  "by hand", # said often
  "takes hours",
]
"#;

const SORTED: &str = r#"# Ours.
persona = "anyone"

[[entry]]  # kept
tag = "objection/need"
name = "z"
patterns = ["fine", "well"]
confidence = 0.25

# Why b is here.
[[entry]]
tag = "pain/slow"
name = "b"
patterns = [
  "by hand", # said often
  "takes hours",
]
"#;

#[test]
fn mending_moves_entries_with_their_comments_and_drops_repeats() {
    assert_eq!(mended(UNSORTED), Ok(Some(SORTED.to_owned())));
    assert_eq!(mended(SORTED), Ok(None));
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(mended(&windows(UNSORTED)), Ok(Some(windows(SORTED))));
    // Without a line end behind the last word, the new last word has none.
    let open = |text: &str| text.trim_end().to_owned();
    assert_eq!(mended(&open(UNSORTED)), Ok(Some(open(SORTED))));
    let inline = "entry = [{ tag = 'b/b', name = 'b', patterns = ['x'] }, { tag = 'a/a', name = 'a', patterns = ['y'] }]";
    assert_eq!(mended(inline), Err(CannotMend::UnusualHeadings));
    let inside = UNSORTED.replace("\"takes hours\"", "'''\n[[entry]]\n'''");
    assert_eq!(mended(&inside), Err(CannotMend::UnusualHeadings));
    assert_eq!(mended("[[entry"), Ok(None), "what cannot be read stays");
}

const IN_SECTIONS: &str = r#"# Ours.

# Pains

[[entry]]
tag = "pain/slow"
name = "b"
patterns = ["by hand"]
# said on Mondays

# Objections

# of all sorts

[[entry]]
tag = "objection/need"
name = "z"
patterns = ["fine"]

# That is all."#;

const SECTIONS_SORTED: &str = r#"# Ours.

# Objections

# of all sorts

[[entry]]
tag = "objection/need"
name = "z"
patterns = ["fine"]

# Pains

[[entry]]
tag = "pain/slow"
name = "b"
patterns = ["by hand"]
# said on Mondays

# That is all."#;

/// Neither the file's first words nor its last are of an entry, and a note right below one is its own.
#[test]
fn a_comment_over_a_section_moves_with_the_entry_below_it() {
    let sorted = SECTIONS_SORTED.to_owned();
    assert_eq!(mended(IN_SECTIONS), Ok(Some(sorted)));
    assert_eq!(mended(SECTIONS_SORTED), Ok(None));
    let windows = |text: &str| text.replace('\n', "\r\n");
    let sorted = windows(SECTIONS_SORTED);
    assert_eq!(mended(&windows(IN_SECTIONS)), Ok(Some(sorted)));
}

#[test]
fn check_ends_with_what_it_found() {
    let desk = Desk::new();
    desk.write("clean/anyone.toml", entry("pain/slow", "a", &["one"]));
    desk.write("broken/anyone.toml", entry("pain/slow", "a", &["(one"]));
    desk.write("empty/notes.txt", "nothing");
    desk.verbatim(&["lexicon", "check", "clean"])
        .done()
        .says("all is well");
    desk.verbatim(&["lexicon", "check", "broken"])
        .has_trouble()
        .says("broken/anyone.toml:4  error [syntax]")
        .says("^^^^");
    desk.verbatim(&["lexicon", "check", "empty"])
        .has_trouble()
        .warns("holds no lexicon");
    // The desk's own lexicons, named by its config, have no examples and an order of their own.
    let hints = desk
        .verbatim(&["lexicon", "check", "--json"])
        .ends_with(1)
        .lines();
    let coded = |code: &str| hints.iter().filter(|hint| hint["code"] == code).count();
    assert_eq!((coded("no-example"), coded("unsorted")), (4, 1));
    for hint in &hints {
        assert_eq!(hint["severity"], "hint");
        assert!(keys(hint).is_superset(&["path", "file", "line", "message"].into()));
    }
    Desk::with_shipped_lexicons()
        .verbatim(&["lexicon", "check", "--fix"])
        .has_trouble()
        .warns("name a folder of your own");
}

#[test]
fn fix_rewrites_what_is_out_of_order_and_nothing_else() {
    let desk = Desk::new();
    let fine = entry("pain/slow", "a", &["one"]).replace('\n', "\r\n");
    desk.write("my/anyone.toml", UNSORTED);
    desk.write("my/end-user.toml", &fine);
    desk.verbatim(&["lexicon", "check", "my", "--fix"])
        .ends_with(1)
        .warns("my/anyone.toml: put in order");
    let read = |file: &str| std::fs::read_to_string(desk.path(file)).unwrap();
    assert_eq!(read("my/anyone.toml"), SORTED);
    assert_eq!(read("my/end-user.toml"), fine);
    let again = desk
        .verbatim(&["lexicon", "check", "my", "--fix"])
        .ends_with(1);
    assert_eq!(again.stderr, "");
    assert_eq!(
        std::fs::read_dir(desk.path("my")).unwrap().count(),
        2,
        "nothing is left behind"
    );
}
