//! Does a finished file still tell who spoke?

use std::path::PathBuf;

use anyhow::{Context, anyhow};

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::pack::leaktest::{ready, show};
use crate::cli::pack::opened;
use crate::cli::settings::Settings;
use crate::store::catalogue::Catalogue;

/// Test a finished file of a pack for everything that its calls tell of names
///
/// For what an editor made of a pack: a page, a document, a deck's text. Each quote is held against what its own right
/// allows, everything beside the quotes against what all of them allow. Ends with 0 if nothing shows or everything was
/// accepted, with 2 else.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim leaktest offer-public.md --pack offer")]
pub struct Leaktest {
    /// The file, in any format that verify reads
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The pack that it was made of
    #[arg(long, value_name = "NAME")]
    pub pack: String,
    /// One finding a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Tests a file.
pub fn run(args: &Args, command: &Leaktest) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let name = command.file.display().to_string();
    let bytes = std::fs::read(&command.file)
        .with_context(|| format!("cannot read {name}; check the path and its rights"))?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let pack = opened(&catalogue, &command.pack)?;
    let ready = ready(&settings, &catalogue, &pack)?;
    let leaks = ready
        .leaks(&bytes)
        .map_err(|error| anyhow!("{name}: {error}"))?;
    show(&leaks, command.json)
}
