//! How is a file of a pack written, so that somebody can tell years later that it left?
//!
//! The record is written before the file: a file that nobody knows of is worse than a record that is taken back.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::look::{count, note_label};
use crate::cli::settings::now;
use crate::quote::pack::Pack;
use crate::quote::quote::bytes_hash;
use crate::quote::rights::Purpose;
use crate::quote::rights::book::carried;
use crate::quote::rights::gate::{Gated, Refusal};
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;

/// As what, for what and by whom a file leaves.
pub(in crate::cli) struct Leaving {
    /// The format's name, or `template`.
    pub(in crate::cli) format: &'static str,
    pub(in crate::cli) purpose: Purpose,
    pub(in crate::cli) by: String,
    /// The file; standard output if not given.
    pub(in crate::cli) to: Option<PathBuf>,
}

/// Writes what may leave of a pack (the bytes were rendered from what the gate allowed), and that it left.
pub(in crate::cli) fn leave(
    catalogue: &mut Catalogue,
    pack: &Pack,
    gated: &Gated,
    leaving: &Leaving,
    bytes: &[u8],
) -> anyhow::Result<()> {
    let items = gated
        .numbers
        .iter()
        .filter_map(|number| pack.items.get(number - 1));
    let record = ExportRow {
        number: 0,
        pack: pack.name.clone(),
        format: leaving.format.to_owned(),
        purpose: leaving.purpose.name().to_owned(),
        by_whom: leaving.by.clone(),
        at: now(),
        sha256: bytes_hash(bytes),
        place: leaving.to.as_ref().map(|path| path.display().to_string()),
        quotes: items.map(carried).collect(),
    };
    let number = catalogue.put_export(&record)?;
    let written = write(leaving.to.as_deref(), bytes);
    if written.is_err() {
        catalogue.remove_export(number)?;
    } else {
        catalogue.note_reissued(&pack.name)?;
    }
    written
}

fn write(to: Option<&Path>, bytes: &[u8]) -> anyhow::Result<()> {
    match to {
        Some(path) => std::fs::write(path, bytes).with_context(|| {
            format!(
                "cannot write {}; check the folder and its rights",
                path.display()
            )
        }),
        None => {
            let mut out = std::io::stdout();
            out.write_all(bytes)?;
            out.flush()?;
            Ok(())
        }
    }
}

/// Every quote that may not leave, with what it needs, what it has and why.
pub(in crate::cli) fn tell_refused(refused: &[Refusal]) -> anyhow::Result<()> {
    let mut err = anstream::stderr();
    let width = refused
        .iter()
        .map(|refusal| refusal.source.chars().count())
        .max();
    let width = width.unwrap_or(0);
    for refusal in refused {
        let has = refusal.has.map_or("nothing", |level| level.name());
        writeln!(
            err,
            "  quote {:<3} {:width$}  needs {}, has {has}: {}",
            refusal.item,
            refusal.source,
            refusal.needs.name(),
            refusal.why
        )?;
    }
    Ok(())
}

/// What is missing in the file, on standard error.
pub(in crate::cli) fn tell_left_out(gated: &Gated) -> anyhow::Result<()> {
    let mut err = anstream::stderr();
    if !gated.refused.is_empty() {
        let n_refused = count(gated.refused.len() as u64, "quote");
        writeln!(err, "{} {n_refused} left out:", note_label())?;
        tell_refused(&gated.refused)?;
    }
    if gated.n_untitled > 0 {
        let n_untitled = count(gated.n_untitled as u64, "heading");
        writeln!(
            err,
            "{} {n_untitled} left out, because a name that may not be told stands in it",
            note_label()
        )?;
    }
    Ok(())
}
