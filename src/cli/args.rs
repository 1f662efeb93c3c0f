//! Which commands are there, and what holds for all of them?

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::cli::{
    backup, check, deals, demo, digest, eval, explain, export, forget, formats, hooks, inbox,
    ingest, label, leaktest, learn, lexicon, mark, nightly, pack, parse, pull, redact, reindex,
    restore, rights, schedule, schema, search, serve, shell, sides, tag, token, verify, watch,
};

/// Hears what prospects say hurts and why they hesitate, and gives you their exact words.
#[derive(Debug, Parser)]
#[command(
    name = "verbatim",
    version,
    about,
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(
    after_help = "Start with:\n  verbatim demo                      see what it does, on sample calls\n  verbatim ingest calls/             keep your own transcripts\n  verbatim search too expensive      read how prospects put it"
)]
pub struct Args {
    /// The one folder that holds everything kept
    #[arg(long, global = true, env = "VERBATIM_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// The config file [default: verbatim.toml here or in the data folder]
    #[arg(long, global = true, env = "VERBATIM_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    /// Reads a command line.
    pub fn read(argv: &[OsString]) -> Result<Args, clap::Error> {
        Args::try_parse_from(argv).map_err(|error| told_by_what_was_typed(argv, error))
    }
}

/// The same error, with a usage line of what was typed. For clap, what stands in the environment is as good as typed: to
/// whoever set `VERBATIM_DATA` it shows `--data <DIR>` among what a command cannot do without.
fn told_by_what_was_typed(argv: &[OsString], error: clap::Error) -> clap::Error {
    let shows_given = [
        ErrorKind::MissingRequiredArgument,
        ErrorKind::ArgumentConflict,
    ];
    if !shows_given.contains(&error.kind()) {
        return error;
    }
    let without_environment = Args::command().mut_args(|arg| arg.env(None::<&str>));
    let again = without_environment.try_get_matches_from(argv);
    again.err().unwrap_or(error)
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(demo::Demo),
    Ingest(ingest::Ingest),
    Inbox(inbox::Inbox),
    Search(search::Search),
    Export(export::Export),
    Pack(pack::Pack),
    Rights(rights::Rights),
    Verify(verify::Verify),
    Leaktest(leaktest::Leaktest),
    Redact(redact::Redact),
    Parse(parse::Parse),
    Formats(formats::Formats),
    Tag(tag::Tag),
    Explain(explain::Explain),
    Mark(mark::Mark),
    Sides(sides::Sides),
    Deals(deals::Deals),
    Pull(pull::Pull),
    Lexicon(lexicon::Lexicon),
    Label(label::Label),
    Learn(learn::Learn),
    Eval(eval::Eval),
    Digest(digest::Digest),
    Watch(watch::Watch),
    Serve(serve::Serve),
    Token(token::Token),
    Forget(forget::Forget),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Hooks(hooks::Hooks),
    Nightly(nightly::Nightly),
    Schedule(schedule::Schedule),
    Check(check::Check),
    Reindex(reindex::Reindex),
    Schema(schema::Schema),
    Completions(shell::Completions),
    /// Print the manual page (`verbatim man | man -l -`)
    Man,
}
