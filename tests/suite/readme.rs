//! Does every command of the README run?
//!
//! In ```console blocks every line after a `$ ` prompt is run, in ```sh blocks those that begin with `verbatim`;
//! all in order, in one copy of the samples and lexicons, as a reader would who types along. `cargo run` stands
//! for the program under test. They exit with 0 unless a comment behind them says `# exit 1` or `# exit 2`. What
//! a block shows as output is for people and not compared.
#![cfg(unix)]

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
