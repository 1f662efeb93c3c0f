//! How is everything kept copied to a safe place?

use std::io::Write;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{FAINT, GOOD, count, styled};
use crate::cli::settings::{Settings, now};
use crate::store::backup::make;

/// Copy the data folder, while it is being used
///
/// The backup is a new folder with a manifest that names the size and hash of each file. The index is left out: restore
/// makes it anew. Tokens and the key of the tombstones are in it, so keep it as safe as the data. A config and lexicons
/// outside of the data folder are not.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim backup my-backup\n  verbatim backup my-backup-2 --zstd\n  verbatim restore my-backup --into restored"
)]
pub struct Backup {
    /// A folder that is not there yet
    #[arg(value_name = "DIR")]
    pub into: PathBuf,
    /// Compress the databases
    #[arg(long)]
    pub zstd: bool,
    /// The manifest as JSON
    #[arg(long)]
    pub json: bool,
}

/// Makes a backup.
pub fn run(args: &Args, command: &Backup) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let manifest = make(&settings.dir, &command.into, command.zstd, &now())?;
    let mut out = anstream::stdout();
    if command.json {
        writeln!(out, "{}", serde_json::to_string(&manifest)?)?;
        return Ok(Outcome::Done);
    }
    let bytes: u64 = manifest.files.iter().map(|file| file.size).sum();
    let told = format!(
        "{} and {} in {}, {} kB",
        count(manifest.calls, "call"),
        count(manifest.turns, "turn"),
        count(manifest.files.len() as u64, "file"),
        bytes.div_ceil(1_000)
    );
    writeln!(out, "{}", styled(GOOD, &told))?;
    let place = format!("copied to {}", command.into.display());
    writeln!(out, "{}", styled(FAINT, &place))?;
    Ok(Outcome::Done)
}
