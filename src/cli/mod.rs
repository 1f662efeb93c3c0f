//! The door: what was typed, and what is shown.
//!
//! One file for each command, with its arguments and its `run`. Results go to stdout, messages to stderr. Exit
//! code 0: done. 1: done, and nothing was found. 2: trouble; what could be done was done.

pub mod args;

pub mod look;

pub mod who;

mod file;

mod given;

pub mod typed;

pub mod settings;

pub mod filters;

pub mod progress;

pub mod reading;

pub mod demo;

pub mod ingest;

pub mod inbox;

pub mod search;

pub mod export;

pub mod pack;

pub mod rights;

pub mod verify;

pub mod leaktest;

pub mod parse;

pub mod formats;

pub mod heeded;

pub mod tag;

pub mod explain;

pub mod eval;

pub mod learn;

pub mod label;

pub mod lexicon;

pub mod mark;

pub mod sides;

pub mod deals;

pub mod nightly;
pub mod pull;

pub mod digest;
pub mod schedule;

pub mod watch;

pub mod check;

pub mod forget;

pub mod backup;

pub mod restore;

pub mod serve;

pub mod token;

pub mod hooks;

pub mod redact;
pub mod reindex;

pub mod schema;

pub mod shell;

use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use self::args::{Args, Command};

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Done, and nothing was found.
    NothingFound,
    /// Some of it could not be done; messages told what.
    Trouble,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::NothingFound => ExitCode::from(1),
            Outcome::Trouble => ExitCode::from(2),
        }
    }
}

/// Runs a command line.
pub fn run(argv: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::read(&with_excluded_words(argv)) {
        Ok(args) => args,
        Err(error) => {
            // Asking for help is no trouble; a broken pipe while printing it is none either.
            let code = if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
            let _ = error.print();
            return code;
        }
    };
    match dispatch(&args) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "{} {error:#}", look::error_label());
            ExitCode::from(2)
        }
    }
}

/// `search price -discount` means a word to leave out, which clap would take for flags: behind a space it is a word.
/// Flags of one letter (`-o`) and long ones (`--limit`) stay what they are.
fn with_excluded_words(argv: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut takes_query = false;
    let mut out = Vec::new();
    for arg in argv {
        let text = arg.to_str().unwrap_or("");
        let is_word = text.len() > 2 && text.starts_with('-') && !text.starts_with("--");
        out.push(if takes_query && is_word {
            OsString::from(format!(" {text}"))
        } else {
            arg.clone()
        });
        takes_query |= matches!(text, "search" | "export" | "watch");
    }
    out
}

fn dispatch(args: &Args) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::Demo(command) => demo::run(args, command),
        Command::Ingest(command) => ingest::run(args, command),
        Command::Inbox(command) => inbox::run(args, command),
        Command::Search(command) => search::run(args, command),
        Command::Export(command) => export::run(args, command),
        Command::Pack(command) => pack::run(args, command),
        Command::Rights(command) => rights::run(args, command),
        Command::Verify(command) => verify::run(args, command),
        Command::Leaktest(command) => leaktest::run(args, command),
        Command::Redact(command) => redact::run(args, command),
        Command::Parse(command) => parse::run(args, command),
        Command::Formats(command) => formats::run(command),
        Command::Tag(command) => tag::run(args, command),
        Command::Explain(command) => explain::run(args, command),
        Command::Mark(command) => mark::run(args, command),
        Command::Sides(command) => sides::run(args, command),
        Command::Deals(command) => deals::run(args, command),
        Command::Pull(command) => pull::run(args, command),
        Command::Lexicon(command) => lexicon::run(args, command),
        Command::Label(command) => label::run(args, command),
        Command::Learn(command) => learn::run(args, command),
        Command::Eval(command) => eval::run(args, command),
        Command::Digest(command) => digest::run(args, command),
        Command::Watch(command) => watch::run(args, command),
        Command::Serve(command) => serve::run(args, command),
        Command::Token(command) => token::run(args, command),
        Command::Forget(command) => forget::run(args, command),
        Command::Backup(command) => backup::run(args, command),
        Command::Restore(command) => restore::run(args, command),
        Command::Hooks(command) => hooks::run(args, command),
        Command::Nightly(command) => nightly::run(args, command),
        Command::Schedule(command) => schedule::run(args, command),
        Command::Check(command) => check::run(args, command),
        Command::Reindex(command) => reindex::run(args, command),
        Command::Schema(command) => schema::run(command),
        Command::Completions(command) => shell::completions(command),
        Command::Man => shell::man(),
    }
}

/// Whoever reads our output went away (`verbatim search … | head`): that is the end, not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|cause| cause.kind() == ErrorKind::BrokenPipe)
    })
}
