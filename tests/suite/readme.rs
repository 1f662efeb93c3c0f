//! Does every command of the README run, and is every piece of config in it one?
//!
//! In ```console blocks every line after a `$ ` prompt is run, in ```sh blocks those that begin with `verbatim`;
//! all in order, in one copy of the samples and lexicons, as a reader would who types along. `cargo run` stands
//! for the program under test. They exit with 0 unless a comment behind them says `# exit 1` or `# exit 2`. What
//! a block shows as output is for people and not compared. What stands in ```toml blocks is read as config, in the
//! chapter about lexicons as TOML; the lines for a vendor are those that `verbatim hooks example` prints.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::path::Path;

use verbatim::config::{Config, ConfigError};

use crate::harness::{Desk, copy_folder, project};

const CARGO: &str = "cargo run --release -- ";

/// A line to run, where it stands, and how it ends.
struct Line {
    number: usize,
    command: String,
    code: i32,
}

/// The lines of the README that are commands.
fn commands(readme: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    // The language of the block we are in.
    let mut block: Option<&str> = None;
    for (number, line) in readme
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
    {
        if let Some(language) = line.strip_prefix("```") {
            block = if block.is_some() {
                None
            } else {
                Some(language)
            };
        } else if let Some(command) = block.and_then(|language| command(language, line)) {
            lines.push(Line {
                number,
                code: code(line),
                command,
            });
        }
    }
    lines
}

fn command(language: &str, line: &str) -> Option<String> {
    let typed = match language {
        "console" => line.strip_prefix("$ ")?,
        "sh" => {
            Some(line).filter(|line| line.starts_with("verbatim ") || line.starts_with(CARGO))?
        }
        _ => return None,
    };
    match typed.strip_prefix(CARGO) {
        Some(rest) => Some(format!("verbatim {rest}")),
        // Building and testing is what is going on already.
        None if typed.starts_with("cargo ") => None,
        None => Some(typed.to_owned()),
    }
}

fn code(line: &str) -> i32 {
    match line.rsplit_once("# exit ") {
        Some((_, code)) => code.trim().parse().unwrap_or(0),
        None => 0,
    }
}

#[test]
fn every_command_of_the_readme_runs() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let lines = commands(&readme);
    assert!(!lines.is_empty(), "the README shows no command");
    let desk = Desk::with_shipped_lexicons().with_samples();
    copy_folder(&project().join("lexicons"), &desk.path("lexicons"));
    desk.write("README.md", &readme);
    let mut wrong = Vec::new();
    for Line {
        number,
        command,
        code,
    } in &lines
    {
        let run = desk.shell(command);
        if run.code != *code {
            wrong.push(format!("README.md:{number} should exit with {code}\n{run}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn commands_are_taken_from_blocks_and_nothing_else_is() {
    let readme = "verbatim outside\n```console\n$ verbatim check # exit 1\nverbatim said so\n$ cargo test\n```\n\
                  ```rust\nverbatim no\n```\n```sh\ncargo run --release -- demo\nverbatim man\nexport X=1\n```\nverbatim after\n";
    let found: Vec<(usize, String, i32)> = commands(readme)
        .into_iter()
        .map(|line| (line.number, line.command, line.code))
        .collect();
    let expected = [
        (3, "verbatim check # exit 1".to_owned(), 1),
        (11, "verbatim demo".to_owned(), 0),
        (12, "verbatim man".to_owned(), 0),
    ];
    assert_eq!(found, expected);
}

/// A piece of config: the line on which it begins, the chapter, and what it says.
struct Piece<'r> {
    number: usize,
    chapter: &'r str,
    text: String,
}

fn pieces(readme: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut chapter = "";
    let mut block: Option<&str> = None;
    for (number, line) in (1..).zip(readme.lines()) {
        if let Some(language) = line.strip_prefix("```") {
            block = block.is_none().then_some(language);
            if block == Some("toml") {
                pieces.push(Piece {
                    number: number + 1,
                    chapter,
                    text: String::new(),
                });
            }
        } else if block == Some("toml") {
            let piece = pieces.last_mut().unwrap();
            piece.text.push_str(line);
            piece.text.push('\n');
        } else if block.is_none()
            && let Some(heading) = line.strip_prefix("## ")
        {
            chapter = heading;
        }
    }
    pieces
}

fn readme() -> String {
    std::fs::read_to_string(project().join("README.md")).unwrap()
}

#[test]
fn every_piece_of_config_is_understood() {
    let readme = readme();
    let pieces = pieces(&readme);
    let n_configs = pieces
        .iter()
        .filter(|piece| piece.chapter != "Lexicons")
        .count();
    assert!(n_configs >= 5, "the README shows {n_configs} configs");
    for piece in &pieces {
        let is_understood = if piece.chapter == "Lexicons" {
            toml::from_str::<toml::Table>(&piece.text)
                .map(drop)
                .map_err(|error| error.to_string())
        } else {
            Config::parse(&piece.text, Path::new("README.md"))
                .map(drop)
                .map_err(|error| error.to_string())
        };
        assert_eq!(is_understood, Ok(()), "README.md:{}", piece.number);
    }
}

#[test]
fn the_lines_for_a_vendor_are_those_that_the_program_prints() {
    let readme = readme();
    for vendor in ["zoom", "gong", "fireflies"] {
        let printed = Desk::new()
            .verbatim(&["hooks", "example", vendor])
            .done()
            .stdout;
        assert!(
            pieces(&readme).iter().any(|piece| piece.text == printed),
            "put what `verbatim hooks example {vendor}` prints into the README"
        );
    }
}

/// The settings of a part of the config, as the message about an unknown one lists them, and that message.
fn settings(part: &str) -> (Vec<String>, String) {
    let text = format!("{part}no_setting = 1\n");
    let error = Config::parse(&text, Path::new("verbatim.toml")).unwrap_err();
    let told = error.to_string();
    let ConfigError::Wrong { message, .. } = error else {
        panic!("{told}");
    };
    let (_, expected) = message.split_once("expected").unwrap();
    let names = expected.split('`').skip(1).step_by(2);
    (names.map(str::to_owned).collect(), told)
}

#[test]
fn every_setting_stands_in_the_chapter_about_the_config() {
    let readme = readme();
    let (_, chapter) = readme.split_once("\n## verbatim.toml\n").unwrap();
    let (chapter, _) = chapter.split_once("\n## ").unwrap();
    for part in [
        "",
        "[retention]\n",
        "[nightly]\n",
        "[post.x]\nkind = \"slack\"\n",
        "[post.x]\nkind = \"webhook\"\n",
        "[post.x]\nkind = \"mail\"\n",
        "[publish]\n",
        "[bucket]\n",
        "[hooks.x]\n",
        "[pull.x]\n",
        "[pull.x.api]\n",
    ] {
        for name in settings(part).0 {
            let spellings = [
                format!("`{name}`"),
                format!("\n{name} = "),
                format!("`[{name}"),
            ];
            assert!(
                spellings.iter().any(|spelling| chapter.contains(spelling)),
                "{part}{name} is not in the README"
            );
        }
    }
}

#[test]
fn a_wrong_config_is_told_every_setting_there_is() {
    let (names, told) = settings("");
    let (_, list) = told.split_once("the settings are: ").unwrap();
    let listed: BTreeSet<&str> = list
        .split(", ")
        .map(|name| name.trim_matches(['[', ']']).trim_end_matches(".NAME"))
        .collect();
    let there: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(listed, there);
}
