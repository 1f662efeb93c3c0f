//! What can be done with lexicons: check, test, import, compare, discover, learn?

pub mod check;

pub mod test;

pub mod import;

pub mod diff;

pub mod discover;

pub mod lessons;

pub mod learn;

mod taught;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::Subcommand;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{grouped, printable, wrapped};
use crate::cli::settings::Settings;
use crate::mine::lexicon::{Sources, Strays};

/// Check, test, import and compare lexicons, and discover what they miss
#[derive(Debug, clap::Args)]
pub struct Lexicon {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with lexicons.
#[derive(Debug, Subcommand)]
pub enum What {
    Check(check::Check),
    Test(test::Test),
    Import(import::Import),
    Diff(diff::Diff),
    Discover(discover::Discover),
    Learn(learn::Learn),
}

/// Does it.
pub fn run(args: &Args, command: &Lexicon) -> anyhow::Result<Outcome> {
    match &command.what {
        What::Check(command) => check::run(args, command),
        What::Test(command) => test::run(args, command),
        What::Import(command) => import::run(command),
        What::Diff(command) => diff::run(args, command),
        What::Discover(command) => discover::run(args, command),
        What::Learn(command) => learn::run(args, command),
    }
}

/// The lexicons that a command is about.
pub struct Shelf {
    pub sources: Sources,
    /// Where they stand; none for those built into the program.
    pub folder: Option<PathBuf>,
    /// What stands there too and was not read.
    pub strays: Strays,
}

impl Shelf {
    /// The folder that was named, or else the config's, or else what the program brings with it.
    pub fn of(args: &Args, named: Option<&Path>) -> anyhow::Result<Shelf> {
        let shelf = Shelf::readable(args, named)?;
        match shelf.strays.unread.first() {
            Some(error) => Err(error.clone().into()),
            None => Ok(shelf),
        }
    }

    /// The same, as far as it can be read.
    pub fn readable(args: &Args, named: Option<&Path>) -> anyhow::Result<Shelf> {
        let settings = Settings::of(args)?;
        let own = || settings.config.lexicons.clone();
        let folder = named.map(Path::to_owned).or_else(own);
        let (sources, strays) = match &folder {
            Some(folder) => from_folder(folder)?,
            None => (settings.lexicon_sources()?, Strays::default()),
        };
        Ok(Shelf {
            sources: settings.in_house(sources),
            folder,
            strays,
        })
    }

    /// The lexicons built into the program, for the company of the config.
    pub fn shipped(args: &Args) -> anyhow::Result<Shelf> {
        Ok(Shelf {
            sources: Settings::of(args)?.in_house(Sources::shipped()),
            folder: None,
            strays: Strays::default(),
        })
    }

    /// A file's name as people find it.
    pub fn path(&self, file: &str) -> String {
        match &self.folder {
            Some(folder) => folder.join(file).display().to_string(),
            None => file.to_owned(),
        }
    }

    /// Where the lexicons come from, for people.
    pub fn whence(&self) -> String {
        match &self.folder {
            Some(folder) => folder.display().to_string(),
            None => "the lexicons built into the program".to_owned(),
        }
    }
}

/// The lexicons of a folder, which must hold some, and what was not read of it.
pub fn from_folder(folder: &Path) -> anyhow::Result<(Sources, Strays)> {
    let (sources, strays) = Sources::readable(folder)?;
    let is_empty = sources.files().is_empty() && strays.unread.is_empty();
    if let Some(file) = strays.misnamed.first().filter(|_| is_empty) {
        return Err(anyhow!(
            "{} is not read, because its name ends in .txt; rename it so that it ends in .toml",
            folder.join(file).display()
        ));
    }
    if is_empty {
        return Err(anyhow!(
            "{} holds no lexicon; name a folder of .toml files",
            folder.display()
        ));
    }
    Ok((sources, strays))
}

/// An example sentence and its place, behind a sign.
fn tell_quote(
    out: &mut impl Write,
    sign: &str,
    quote: &str,
    call: &str,
    turn: u32,
) -> std::io::Result<()> {
    let told = format!("“{}” {call}:{turn}", printable(quote));
    let told = wrapped(&told, "        ");
    writeln!(out, "      {sign} {}", told.trim_start())
}

/// Writes a file so that whoever looks meanwhile, or after a crash, sees all of the old text or all of the new.
pub fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    // A link stays a link; what it leads to is replaced.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = write_beside(&beside, &path, text);
    if written.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(|| {
        format!(
            "cannot write {}; check that its folder is there and may be written to",
            path.display()
        )
    })
}

fn write_beside(beside: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::create(beside)?;
    if let Ok(old) = std::fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

/// `1 entry`, `1,200 entries`.
pub fn count_entries(n: usize) -> String {
    match n {
        1 => "1 entry".to_owned(),
        n => format!("{} entries", grouped(n as u64)),
    }
}
