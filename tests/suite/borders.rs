//! Does every file keep to its room, say what it is for, and stay short enough to read?
//!
//! Folders are steps, files are the nouns that the steps share: steps know the nouns, not one another. This
//! reads `src/` as text; a new file or folder at the top needs its line in [`ROOMS`].

use std::path::{Path, PathBuf};

/// Files that everyone may use, and that use no step themselves.
const NOUNS: &[&str] = &["call", "mention", "text", "config", "net", "unpack", "xml"];

/// What each file or folder at the top of `src/` may use besides the nouns and itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("call", &[]),
    ("mention", &[]),
    ("text", &[]),
    ("config", &[]),
    ("net", &[]),
    ("post", &[]),
    ("unpack", &[]),
    ("xml", &[]),
    ("ingest", &[]),
    ("mine", &[]),
    ("learn", &["mine"]),
    ("tend", &["mine"]),
    ("store", &[]),
    ("search", &[]),
    ("archive", &["store", "search"]),
    (
        "pipeline",
        &[
            "ingest", "mine", "learn", "tend", "store", "search", "archive",
        ],
    ),
    ("report", &["store", "search", "tend"]),
    ("quote", &["store", "search", "archive"]),
    (
        "serve",
        &[
            "ingest", "mine", "learn", "tend", "store", "search", "archive", "pipeline", "report",
            "quote",
        ],
    ),
    (
        "cli",
        &[
            "ingest", "mine", "store", "search", "archive", "pipeline", "report", "quote", "serve",
            "learn", "tend", "post",
        ],
    ),
];

/// The doors of the house: the map names everything, the binary only opens the command line.
const DOORS: [&str; 2] = ["lib", "main"];

/// Where a crate that decides much may be named, as beginnings of paths below `src/`.
const CRATES: &[(&str, &[&str])] = &[
    ("tantivy", &["search/", "search.rs"]),
    ("rusqlite", &["store/", "store.rs"]),
    ("rayon", &["pipeline.rs", "pipeline/", "learn/"]),
    ("reqwest", &["net.rs", "net/"]),
    ("tokio", &["ingest/source", "serve/", "serve.rs"]),
    ("lettre", &["post/"]),
    ("notify", &["ingest/source/watch/"]),
    ("object_store", &["ingest/source/bucket/"]),
    ("zip", &["unpack"]),
    ("quick_xml", &["xml.rs"]),
    ("docx_rs", &["quote/pack/render/docx"]),
    ("rust_xlsxwriter", &["quote/pack/render/xlsx"]),
    ("minijinja", &["quote/pack/render/template"]),
];

/// Longer files are split.
const MAX_CODE_LINES: usize = 400;

/// A word or a mark of Rust, and its line.
#[derive(Debug, Clone, PartialEq)]
struct Token {
    text: String,
    line: usize,
}

/// Every file below `src/`: its path from there, with `/`, and its text.
fn sources() -> Vec<(String, String)> {
    let src: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.expect("src can be walked");
        if entry.path().extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let below = entry.path().strip_prefix(&src).expect("a file of src");
        let parts: Vec<String> = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let text = std::fs::read_to_string(entry.path()).expect("a source is UTF-8");
        files.push((parts.join("/"), text));
    }
    assert!(!files.is_empty(), "there is nothing in {}", src.display());
    files
}

/// The code alone: comments, strings and character literals become spaces, lines stay where they are.
fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_silence(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
            continue;
        }
        code.extend(
            chars[at..end]
                .iter()
                .map(|c| if *c == '\n' { '\n' } else { ' ' }),
        );
        at = end;
    }
    code
}

/// Where the comment, string or character literal that begins here ends; `at` itself where none begins.
fn end_of_silence(chars: &[char], at: usize) -> usize {
    let next = chars.get(at + 1).copied();
    match (chars[at], next) {
        ('/', Some('/')) => end_of_line(chars, at),
        ('/', Some('*')) => end_of_block(chars, at),
        ('"', _) => end_of_string(chars, at),
        ('r', Some('"' | '#')) if !in_word(chars, at) => end_of_raw_string(chars, at),
        ('\'', Some('\\')) => {
            let close = chars.iter().skip(at + 3).position(|c| *c == '\'');
            close.map_or(chars.len(), |n| at + 3 + n + 1)
        }
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
        _ => at,
    }
}

/// Whether a letter goes on a word: the `r` of `for`, but not that of `br"…"`.
fn in_word(chars: &[char], at: usize) -> bool {
    let is_word = |at: usize| {
        chars
            .get(at)
            .is_some_and(|c| c.is_alphanumeric() || *c == '_')
    };
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let is_byte =
        chars.get(before) == Some(&'b') && before.checked_sub(1).is_none_or(|at| !is_word(at));
    is_word(before) && !is_byte
}

fn end_of_line(chars: &[char], at: usize) -> usize {
    chars
        .iter()
        .skip(at)
        .position(|c| *c == '\n')
        .map_or(chars.len(), |n| at + n)
}

fn end_of_block(chars: &[char], at: usize) -> usize {
    let (mut depth, mut end) = (0_usize, at);
    while end < chars.len() {
        match (chars[end], chars.get(end + 1)) {
            ('/', Some('*')) => (depth, end) = (depth + 1, end + 2),
            ('*', Some('/')) => (depth, end) = (depth - 1, end + 2),
            _ => end += 1,
        }
        if depth == 0 {
            return end;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() {
        match chars[end] {
            '\\' => end += 2,
            '"' => return end + 1,
            _ => end += 1,
        }
    }
    chars.len()
}

/// `r"…"`, `r#"…"#`, …; a raw name such as `r#type` is no string.
fn end_of_raw_string(chars: &[char], at: usize) -> usize {
    let n_hashes = chars.iter().skip(at + 1).take_while(|c| **c == '#').count();
    let open = at + 1 + n_hashes;
    if chars.get(open) != Some(&'"') {
        return at;
    }
    for end in open + 1..chars.len() {
        let hashes = chars
            .iter()
            .skip(end + 1)
            .take(n_hashes)
            .filter(|c| **c == '#')
            .count();
        if chars.get(end) == Some(&'"') && hashes == n_hashes {
            return end + 1 + n_hashes;
        }
    }
    chars.len()
}

/// Words, `::` and single marks, in order.
fn tokens(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (n, line) in code.lines().enumerate() {
        let mut word = String::new();
        for c in line.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                tokens.push(Token {
                    text: std::mem::take(&mut word),
                    line: n + 1,
                });
            }
            if !c.is_whitespace() {
                tokens.push(Token {
                    text: c.to_string(),
                    line: n + 1,
                });
            }
        }
    }
    tokens
}

/// The text of a token, or nothing behind the last.
fn text_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

fn is_path_mark(tokens: &[Token], at: usize) -> bool {
    text_at(tokens, at) == ":" && text_at(tokens, at + 1) == ":"
}

/// What is named right behind a `crate::`: one name, or the first names of each part of a `{…}`.
fn named(tokens: &[Token], at: usize) -> Vec<Token> {
    if text_at(tokens, at) != "{" {
        return tokens.get(at).cloned().into_iter().collect();
    }
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for i in at..tokens.len() {
        match text_at(tokens, i) {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," => {}
            _ if depth == 1 && matches!(text_at(tokens, i - 1), "{" | ",") => {
                names.extend(tokens.get(i).cloned());
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// The room of a file: the first part of its path, without an ending.
fn room(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// How many `super`s lead from a file's own items to the root of the crate.
fn depth(path: &str) -> usize {
    let n_parts = path.split('/').count();
    if path.ends_with("/mod.rs") {
        n_parts - 1
    } else {
        n_parts
    }
}

/// The modules at the root of the crate that a file names, by whatever path.
fn root_names(path: &str, tokens: &[Token]) -> Vec<Token> {
    let mut names = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let goes_on = at > 1 && is_path_mark(tokens, at - 2);
        if goes_on || !is_path_mark(tokens, at + 1) {
            continue;
        }
        match token.text.as_str() {
            "crate" | "verbatim" => names.append(&mut named(tokens, at + 3)),
            "super" => {
                let mut end = at;
                let mut n_supers = 0;
                while text_at(tokens, end) == "super" && is_path_mark(tokens, end + 1) {
                    (end, n_supers) = (end + 3, n_supers + 1);
                }
                // Tests inside of a file are one `super` deeper, so only names of rooms count here.
                let is_root = n_supers == depth(path);
                let found = named(tokens, end).into_iter();
                names.extend(found.filter(|name| is_root && is_room(&name.text)));
            }
            _ => {}
        }
    }
    names
}

fn is_room(name: &str) -> bool {
    ROOMS.iter().any(|(room, _)| *room == name)
}

/// Every place where a file reaches across a border.
fn crossings(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(&code(text));
    let mut crossings = crate_crossings(path, &tokens);
    let own = room(path);
    if DOORS.contains(&own) {
        return crossings;
    }
    let Some((_, may_use)) = ROOMS.iter().find(|(room, _)| *room == own) else {
        crossings.push(format!(
            "src/{path}:1: `{own}` has no line in ROOMS: say there which step or noun it is"
        ));
        return crossings;
    };
    for name in root_names(path, &tokens) {
        let used = name.text.as_str();
        let known = is_room(used);
        if known && used != own && !NOUNS.contains(&used) && !may_use.contains(&used) {
            let allowed = match may_use {
                [] => "only the nouns".to_owned(),
                rooms => format!("the nouns and {}", rooms.join(", ")),
            };
            crossings.push(format!(
                "src/{path}:{}: imports crate::{used}, but `{own}` may use {allowed}",
                name.line
            ));
        }
    }
    crossings
}

/// Every place where a file names a crate that belongs to another room.
fn crate_crossings(path: &str, tokens: &[Token]) -> Vec<String> {
    let mut crossings = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some((name, homes)) = CRATES.iter().find(|(name, _)| *name == token.text) else {
            continue;
        };
        let before = if at > 0 { text_at(tokens, at - 1) } else { "" };
        let is_named = is_path_mark(tokens, at + 1) || matches!(before, "use" | "crate");
        if is_named && !homes.iter().any(|home| path.starts_with(home)) {
            crossings.push(format!(
                "src/{path}:{}: names the crate {name}, which belongs to {} alone",
                token.line, homes[0]
            ));
        }
    }
    crossings
}

#[test]
fn steps_know_the_nouns_and_not_one_another() {
    let crossings: Vec<String> = sources()
        .iter()
        .flat_map(|(path, text)| crossings(path, text))
        .collect();
    assert!(
        crossings.is_empty(),
        "{} borders are crossed; let the steps meet in src/pipeline.rs, or share a noun:\n{}",
        crossings.len(),
        crossings.join("\n")
    );
}

#[test]
fn a_crossing_is_seen_however_it_is_written() {
    for (path, text, place) in [
        (
            "mine/tag.rs",
            "//! Why?\nuse crate::ingest::parse;",
            "src/mine/tag.rs:2: imports crate::ingest",
        ),
        (
            "mine/tag.rs",
            "use crate::{call::Call, search::{query, write}};",
            ":1: imports crate::search",
        ),
        (
            "mine/tag.rs",
            "use crate::{\n    call::Call,\n    store,\n};",
            ":3: imports crate::store",
        ),
        (
            "mine/tag.rs",
            "fn f() { super::super::ingest::f(); }",
            ":1: imports crate::ingest",
        ),
        (
            "mine/mod.rs",
            "use super::{call, ingest};",
            ":1: imports crate::ingest",
        ),
        (
            "ingest/parse/srt.rs",
            "fn f() -> crate::mine::Tagger { g() }",
            ":1: imports crate::mine",
        ),
        (
            "mine/tag.rs",
            "fn f(call: crate::ingest::Raw) {}",
            ":1: imports crate::ingest",
        ),
        ("call.rs", "use crate::ingest::parse;", "only the nouns"),
        (
            "quote/quote.rs",
            "use crate::cli::Args;",
            "the nouns and store, search",
        ),
        (
            "pipeline.rs",
            "use crate::cli::Args;",
            ":1: imports crate::cli",
        ),
        (
            "serve/mod.rs",
            "use crate::cli::Args;",
            ":1: imports crate::cli",
        ),
        (
            "store/read.rs",
            "use tantivy::Index;",
            "names the crate tantivy",
        ),
        (
            "lib.rs",
            "fn f() { rusqlite::version(); }",
            "names the crate rusqlite",
        ),
        (
            "mine/tag.rs",
            "use rayon::prelude::*;",
            "names the crate rayon",
        ),
        ("attic.rs", "fn f() {}", "has no line in ROOMS"),
    ] {
        let found = crossings(path, text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].contains(place), "{text}: {found:?}");
    }
}

#[test]
fn what_is_allowed_or_only_said_is_no_crossing() {
    for (path, text) in [
        (
            "mine/tag.rs",
            "use crate::{call::Call, mention::Mention, text, mine::lexicon};",
        ),
        (
            "mine/tag.rs",
            "//! See [`crate::ingest::parse`].\n/* crate::search::x /* */ tantivy:: */",
        ),
        (
            "mine/tag.rs",
            "const A: &str = \"crate::ingest::x\"; const B: &str = r#\"\"crate::store::x\"#;",
        ),
        (
            "mine/tag.rs",
            "const Q: char = '\"'; fn f<'a>(a: &'a str) {} // crate::ingest::x",
        ),
        (
            "mine/tag.rs",
            "const Q: char = '\\''; const R: char = '\\\"'; // \" crate::ingest::x",
        ),
        ("mine/tag.rs", "mod tests { use super::lexicon; }"),
        (
            "mine/tag.rs",
            "pub(crate) fn f() {} fn g(crate_name: &str, tantivy: &str) {}",
        ),
        (
            "report/trend.rs",
            "use crate::store::read; use crate::search::query::Query;",
        ),
        (
            "pipeline.rs",
            "use rayon::prelude::*; use crate::{ingest, mine, search, store};",
        ),
        (
            "cli/serve.rs",
            "use crate::serve; use crate::quote::export;",
        ),
        ("search/write.rs", "use tantivy::Index;"),
        ("main.rs", "use verbatim::cli;"),
    ] {
        assert_eq!(
            crossings(path, text),
            Vec::<String>::new(),
            "{path}: {text}"
        );
    }
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let silent: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| {
            let doc = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("//! "));
            doc.is_none_or(|doc| doc.trim().is_empty())
        })
        .map(|(path, _)| {
            format!("src/{path}:1: write `//! ` and the question that the file answers")
        })
        .collect();
    assert!(
        silent.is_empty(),
        "{} files don't say what they are for:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

#[test]
fn every_file_is_short_enough_to_read() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(path, text)| {
            (
                path,
                code(text)
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .count(),
            )
        })
        .filter(|(_, n_lines)| *n_lines >= MAX_CODE_LINES)
        .map(|(path, n_lines)| {
            format!("src/{path}: {n_lines} lines of code; split it below {MAX_CODE_LINES}")
        })
        .collect();
    assert!(
        long.is_empty(),
        "{} files are too long:\n{}",
        long.len(),
        long.join("\n")
    );
}
