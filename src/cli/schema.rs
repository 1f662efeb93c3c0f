//! How is a file of ours described to a program?

use std::io::Write;

use clap::ValueEnum;

use crate::cli::Outcome;
use crate::quote::pack::render::json::SCHEMA;

/// Print the JSON Schema of a file that this program writes
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim schema pack")]
pub struct Schema {
    /// What it describes
    #[arg(value_enum)]
    pub of: Of,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// `pack export --format json`
    Pack,
}

/// Prints it.
pub fn run(command: &Schema) -> anyhow::Result<Outcome> {
    let schema = match command.of {
        Of::Pack => SCHEMA,
    };
    anstream::stdout().write_all(schema.as_bytes())?;
    Ok(Outcome::Done)
}
