//! Whoever slips while writing a lexicon is told what to write instead, in the words of no parser.

use verbatim::mine::lexicon::{LexiconError, Sources};

use crate::harness::Desk;

const HEAD: &str = "[[entry]]\ntag = \"pain/slow\"\nname = \"a\"\n";
const EVIDENCE: &str = "[[evidence]]\ntag = \"pain/slow\"\nname = \"a\"\nthreshold = 1\n";

/// What is told of a file.
#[track_caller]
fn told(file: &str, text: &str) -> LexiconError {
    let files = vec![(file.to_owned(), text.to_owned())];
    let error = Sources::new(files).compile().err();
    error.unwrap_or_else(|| panic!("this is accepted:\n{text}"))
}

/// Checks the line, the words, and what the carets stand under.
#[track_caller]
fn check(file: &str, text: &str, line: usize, words: &str, marked: &str) {
    let error = told(file, text);
    assert_eq!(
        (error.line, error.message.as_str()),
        (line, words),
        "{text}"
    );
    let mut shown = error.excerpt.lines().skip(1);
    let (written, below) = (shown.next().unwrap(), shown.next().unwrap());
    let marks = written.chars().zip(below.chars());
    let under: String = marks.filter(|(_, c)| *c == '^').map(|(c, _)| c).collect();
    assert_eq!(under, marked, "{error}");
}

#[test]
fn a_slip_in_an_entry_is_told_with_what_to_write() {
    for (rest, line, words, marked) in [
        (
            "patterns = [\"x\"]\nhear = \"Yes.\"\n",
            5,
            "`hear` is a list, also of one: hear = [\"Yes.\"]",
            "\"Yes.\"",
        ),
        (
            "patterns = \"x y\"\n",
            4,
            "`patterns` is a list, also of one: patterns = [\"x y\"]",
            "\"x y\"",
        ),
        (
            "patterns = [\"x\"]\nstage = \"discovery\"\n",
            5,
            "`stage` is a list, also of one: stage = [\"discovery\"]",
            "\"discovery\"",
        ),
        (
            "patterns = [\"x\"]\npersona = \"end-user\"\n",
            5,
            "`persona` is a list, also of one: persona = [\"end-user\"]; if it is meant for the whole file, move it \
             above the first [[entry]]",
            "\"end-user\"",
        ),
        (
            "patterns = [\"x\"]\ntitles = [\"head of it\"]\n",
            5,
            "`titles` is about the whole file; move it above the first [[entry]]",
            "titles",
        ),
        (
            "patterns = [\n  “x y”,\n]\n",
            5,
            "the curly quotes of a word processor do not count; write straight ones, \" or '",
            "“x y”",
        ),
        (
            "patterns = [\n  \"x\",\n  \"y,\n  \"z\",\n]\n",
            6,
            "this text is never closed; write a \" at its end",
            "\"y,",
        ),
        (
            "patterns = [\n  \"x\"\n  \"z\",\n]\n",
            6,
            "a comma is missing before this, between two of the list",
            "\"",
        ),
        (
            "patterns = ['don't know']\n",
            4,
            "the apostrophe ends the text; put it between double quotes, \"…\"",
            "t",
        ),
        (
            "patterns = [\"x /\\d+/\"]\n",
            4,
            "between double quotes \\ has a meaning of its own; put the text between single quotes, '…'",
            "d",
        ),
        (
            "patterns = [\"x\"]\nconfidence = \"0.7\"\n",
            5,
            "a number stands without quotes: confidence = 0.7",
            "\"0.7\"",
        ),
        (
            "patterns = [\"x\"]\nconfidence = .7\n",
            5,
            "a number begins with a digit: confidence = 0.7",
            ".",
        ),
        (
            "patterns = [\"x\"]\nconfidence = 0,7\n",
            5,
            "a number has a point and no comma, such as 0.7",
            ",",
        ),
        (
            "patterns = [\"x\"]\nconfidence = 70%\n",
            5,
            "a number has no signs behind it: confidence = 0.7",
            "70%",
        ),
        (
            "patterns = [\"x\"]\nconfidnce = 0.7\n",
            5,
            "there is no field `confidnce`; did you mean `confidence`?",
            "confidnce",
        ),
        (
            "patterns = [\"x\"]\nnegation = true\n",
            5,
            "`negation` is either negation = \"scope\" or negation = \"own\"",
            "true",
        ),
        (
            "patterns = [\"x\"]\nspan = \"word\"\n",
            5,
            "`span` is either span = \"sentence\" or span = \"phrase\"",
            "\"word\"",
        ),
        (
            "patterns [\"x\"]\n",
            4,
            "an = is missing: patterns = …",
            "[",
        ),
    ] {
        check("anyone.toml", &format!("{HEAD}{rest}"), line, words, marked);
    }
}

#[test]
fn a_slip_in_a_heading_a_cue_or_a_list_is_told_with_what_to_write() {
    for (file, text, line, words, marked) in [
        (
            "anyone.toml",
            HEAD.replace("[[entry]]", "[entry]"),
            1,
            "this heading has two brackets on each side: [[entry]]",
            "[entry]",
        ),
        (
            "anyone.toml",
            format!("persona = [\"end-user\", \"champion\"]\n{HEAD}patterns = [\"x\"]\n"),
            1,
            "a file listens to one persona: persona = \"end-user\"; where it is to be several, move the list into each \
             [[entry]]",
            "[\"end-user\", \"champion\"]",
        ),
        (
            "classes.toml",
            "hand work = [\"x\"]\n".to_owned(),
            1,
            "a name has no space in it: hand-work = …",
            "w",
        ),
        (
            "anyone.toml",
            format!("Hear this first\n{HEAD}"),
            1,
            "a line that is a remark begins with #; any other is a name, = and a value",
            "t",
        ),
        (
            "anyone.toml",
            format!("{EVIDENCE}cues = [\"one\"]\n"),
            5,
            "a cue says its weight too: { pattern = \"one\", weight = 0.5 }",
            "\"one\"",
        ),
        (
            "classes.toml",
            "[wagon]\na = [\"truck\"]\n".to_owned(),
            1,
            "`wagon` is a list and no heading: wagon = [\"…\", \"…\"]",
            "[wagon]",
        ),
        (
            "classes.toml",
            "wagon = \"truck\"\n".to_owned(),
            1,
            "`wagon` is a list, also of one: wagon = [\"truck\"]",
            "\"truck\"",
        ),
        (
            "classes.toml",
            HEAD.to_owned(),
            1,
            "this file holds lists of words; write entries into another, such as own.toml",
            "[[entry]]",
        ),
    ] {
        check(file, &text, line, words, marked);
    }
}

#[test]
fn a_mark_behind_a_tab_stands_behind_a_tab() {
    let error = told("anyone.toml", &format!("{HEAD}\tpatterns = [\"x (y\"]\n"));
    assert_eq!(
        error.excerpt,
        "\n  \tpatterns = [\"x (y\"]\n  \t               ^^"
    );
}

#[test]
fn every_command_names_the_file_with_its_folder() {
    let desk = Desk::new();
    desk.write("my/anyone.toml", format!("{HEAD}patterns = \"x\"\n"));
    desk.write("my.toml", "lexicons = \"my\"\n");
    for args in [
        &["lexicon", "test", "my"][..],
        &["--config", "my.toml", "explain", "calls.jsonl"],
    ] {
        desk.write_talks("calls.jsonl", &[]);
        desk.verbatim(args)
            .has_trouble()
            .warns("my/anyone.toml:4: `patterns` is a list");
    }
}
