//! How is a file of a pack written, so that somebody can tell years later that it left?
//!
//! The record is written before the file: a file that nobody knows of is worse than a record that is taken back.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use crate::cli::look::{count, error_label, note_label, printable};
use crate::cli::settings::now;
use crate::quote::pack::Pack;
use crate::quote::publish::Published;
use crate::quote::publish::leaks::Leak;
use crate::quote::quote::bytes_hash;
use crate::quote::rights::book::carried;
use crate::quote::rights::gate::{Gated, Refusal};
use crate::quote::rights::{Level, Purpose};
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;

/// As what a file is recorded that a template of somebody's own made.
pub(in crate::cli) const TEMPLATE: &str = "template";

/// As what, for what and by whom a file leaves.
pub(in crate::cli) struct Leaving {
    /// The format's name, or [`TEMPLATE`].
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
        // What is kept back for another reason has the right that it needs.
        let lacks = if refusal.has >= Some(refusal.needs) {
            String::new()
        } else {
            let has = refusal.has.map_or("nothing", Level::name);
            format!("needs {}, has {has}: ", refusal.needs.name())
        };
        writeln!(
            err,
            "  quote {:<3} {:width$}  {lacks}{}",
            refusal.item, refusal.source, refusal.why
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

/// What still shows in a file for publishing and nobody let pass.
pub(in crate::cli) fn open_leaks(published: &Published, bytes: &[u8]) -> anyhow::Result<Vec<Leak>> {
    let mut leaks = published
        .leaks(bytes)
        .map_err(|error| anyhow!("the finished file cannot be read again: {error}"))?;
    leaks.retain(Leak::is_open);
    Ok(leaks)
}

/// Why nothing was written, on standard error; never the words.
pub(in crate::cli) fn tell_leaks(pack: &str, open: &[Leak]) -> anyhow::Result<()> {
    let mut err = anstream::stderr();
    let n_open = count(open.len() as u64, "finding");
    writeln!(
        err,
        "{} {n_open} of the leak test in {}, so nothing was written:",
        error_label(),
        printable(pack)
    )?;
    for leak in open {
        let place = match leak.item {
            Some(number) => format!("quote {number}"),
            None => "beside the quotes".to_owned(),
        };
        let told = format!(
            "{}  {place}: {}, {}",
            leak.id,
            leak.class.name(),
            leak.what_kind
        );
        writeln!(err, "  {told}")?;
    }
    writeln!(
        err,
        "`verbatim pack leaktest` shows the words; hide them (`verbatim pack redact --hide`), or let them pass with \
         `verbatim pack accept NAME ID --by WHO`"
    )?;
    Ok(())
}

/// How much was hidden, on standard error.
pub(in crate::cli) fn tell_hidden(published: &Published) -> anyhow::Result<()> {
    let n_hidden = published.n_hidden();
    if n_hidden > 0 {
        let places = count(n_hidden as u64, "place");
        writeln!(
            anstream::stderr(),
            "{} {places} hidden; `verbatim pack redact NAME` shows them with the reasons",
            note_label()
        )?;
    }
    if published.n_marked > 0 {
        let headings = count(published.n_marked as u64, "heading");
        writeln!(
            anstream::stderr(),
            "{} {headings} marked where a name or a number stood",
            note_label()
        )?;
    }
    Ok(())
}
