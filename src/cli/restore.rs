//! How does a backup become an archive again?

use std::io::Write;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{self, GOOD, count, styled};
use crate::cli::settings::{Settings, now};
use crate::pipeline::restore::tokens::{OldTokens, TokensNow};
use crate::pipeline::restore::{Over, Restored, restore};
use crate::store::DataDir;

/// Make a backup the archive again, without what was deleted since
///
/// The backup is checked file by file first. What is known as deleted in the data folder, in the folder that is restored
/// into, or in the backup itself is deleted from it before anybody can search it. Tokens that are there stay as they are;
/// where there are none, those of the backup end, since nobody knows which of them were revoked. End a running server first.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim backup the-backup && verbatim restore the-backup --into there\n  verbatim --data there check"
)]
pub struct Restore {
    /// A folder that `verbatim backup` made
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// Restore into this folder [default: the data folder]
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// Put the backup in the place of the archive that is there
    #[arg(long)]
    pub replace: bool,
    /// Where there are no tokens, let those of the backup in again, also those that were revoked since
    #[arg(long)]
    pub keep_tokens: bool,
    /// The result as JSON
    #[arg(long)]
    pub json: bool,
}

/// Restores a backup.
pub fn run(args: &Args, command: &Restore) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let into = match &command.into {
        Some(folder) => DataDir::new(folder),
        None => settings.dir.clone(),
    };
    let over = if command.replace {
        Over::Archive
    } else {
        Over::Nothing
    };
    let old = if command.keep_tokens {
        OldTokens::Keep
    } else {
        OldTokens::End
    };
    let restored = restore(&command.backup, &into, &settings.dir, over, old, &now())?;
    if command.json {
        let line = serde_json::json!({
            "made_at": restored.manifest.made_at,
            "calls": restored.n_indexed,
            "tombstones": restored.n_tombstones,
            "deleted": restored.receipt,
            "tokens": restored.tokens.name(),
        });
        writeln!(anstream::stdout(), "{line}")?;
    } else {
        tell(&restored)?;
    }
    let is_proven = restored
        .receipt
        .as_ref()
        .is_none_or(|receipt| receipt.proof.proven);
    Ok(if is_proven {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

fn tell(restored: &Restored) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    let told = format!(
        "{} restored from the backup of {}",
        count(restored.n_indexed, "call"),
        restored.manifest.made_at
    );
    writeln!(out, "{}", styled(GOOD, &told))?;
    if let Some(told) = of_tokens(restored.tokens) {
        writeln!(anstream::stderr(), "{} {told}", look::note_label())?;
    }
    let Some(receipt) = &restored.receipt else {
        return Ok(());
    };
    if receipt.calls > 0 {
        let gone = count(receipt.calls, "call");
        writeln!(out, "{gone} of it had been deleted and stayed away")?;
    }
    if !receipt.proof.proven {
        let mut errors = anstream::stderr();
        writeln!(
            errors,
            "{} something of what was deleted was found in the backup's files:",
            look::error_label()
        )?;
        for found in &receipt.found {
            writeln!(errors, "  {}", look::printable(found))?;
        }
    }
    Ok(())
}

/// What became of the tokens, and what to do next.
fn of_tokens(tokens: TokensNow) -> Option<&'static str> {
    match tokens {
        TokensNow::None => None,
        TokensNow::OfHere => {
            Some("the tokens that were here stay; those of the backup are not taken over")
        }
        TokensNow::Ended => Some(
            "the tokens of the backup have ended, because nobody knows which of them were revoked since; make new ones \
             with `verbatim token new`, or restore again with --keep-tokens",
        ),
        TokensNow::OfBackup => Some(
            "the tokens of the backup let in again, also those that were revoked since; `verbatim token list` shows \
             them, `verbatim token revoke` takes one back",
        ),
    }
}
