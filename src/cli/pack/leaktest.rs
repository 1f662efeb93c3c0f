//! What would still show in the files of a pack, and who lets it pass?

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::cli::Outcome;
use crate::cli::look::{FAINT, GOOD, PAIN, count, note_label, printable, styled};
use crate::cli::pack::export::format;
use crate::cli::pack::leave::tell_left_out;
use crate::cli::pack::{open_to_write, opened};
use crate::cli::rights::{given_text, today};
use crate::cli::settings::{Settings, now};
use crate::quote::pack::Pack;
use crate::quote::pack::render::{PackFormat, RenderError, render};
use crate::quote::publish::leaks::Leak;
use crate::quote::publish::{Published, published};
use crate::quote::rights::Purpose;
use crate::store::catalogue::Catalogue;
use crate::store::leaks::AcceptedRow;

/// Test what would be published of a pack, with what its calls tell of names
///
/// Renders the pack as it would leave, reads the files again and looks for everything that is known about the calls, and
/// for numbers and addresses, independently of what was hidden. Ends with 0 if nothing shows or everything was accepted,
/// with 2 else.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack leaktest offer\n  verbatim pack leaktest offer --format docx --json"
)]
pub struct Leaktest {
    /// The pack's name
    pub name: String,
    /// One format: md, html, docx, xlsx, csv, json or txt; all of them if not given
    #[arg(long, value_parser = format)]
    pub format: Option<PackFormat>,
    /// One finding a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Let findings of the leak test pass, so that the pack can be published
///
/// A finding's id stands for the words and their place: it holds for every format, until the words or the quote change.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack accept offer 0f3a9c71d2e4 --by CMO --why 'a word, no name'"
)]
pub struct Accept {
    /// The pack's name
    pub name: String,
    /// The findings' ids, as `pack leaktest` has them
    #[arg(value_name = "ID", required = true, value_parser = id)]
    pub ids: Vec<String>,
    /// Who lets them pass
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: String,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = given_text, allow_hyphen_values = true)]
    pub why: Option<String>,
}

fn id(written: &str) -> Result<String, String> {
    let id = written.trim().to_ascii_lowercase();
    let is_id = id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id
        .then_some(id)
        .ok_or_else(|| "an id has 12 digits and letters from a to f".to_owned())
}

/// Tests the files of a pack.
pub(super) fn run(settings: &Settings, command: &Leaktest) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let pack = opened(&catalogue, &command.name)?;
    let ready = ready(settings, &catalogue, &pack)?;
    tell_left_out(&ready.gated)?;
    let formats = match command.format {
        Some(format) => vec![format],
        None => PackFormat::ALL.to_vec(),
    };
    let leaks = leaks_in(&ready, &formats)?;
    show(&leaks, command.json)
}

/// Accepts findings.
pub(super) fn accept(settings: &Settings, command: &Accept) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let pack = opened(&catalogue, &command.name)?;
    let ready = ready(settings, &catalogue, &pack)?;
    let leaks = leaks_in(&ready, &PackFormat::ALL)?;
    let mut out = anstream::stdout();
    for id in &command.ids {
        let leak = leaks.iter().find(|leak| leak.id == *id);
        let row = AcceptedRow {
            leak: id.clone(),
            call: leak.map_or_else(String::new, |leak| leak.call.clone()),
            by_whom: command.by.clone(),
            why: command.why.clone(),
            at: now(),
        };
        if !catalogue.accept_leak(&pack.name, &row)? {
            bail!("the pack is gone; `verbatim pack list` shows those that are there");
        }
        match leak {
            Some(leak) => writeln!(out, "{id}  {}  accepted by {}", place(leak), command.by)?,
            None => writeln!(
                anstream::stderr(),
                "{} {id}: no format of the pack shows this now; it is written down all the same, for a template may",
                note_label()
            )?,
        }
    }
    Ok(Outcome::Done)
}

/// What may be published of a pack.
pub(in crate::cli) fn ready(
    settings: &Settings,
    catalogue: &Catalogue,
    pack: &Pack,
) -> anyhow::Result<Published> {
    let today = today()?;
    Ok(published(
        catalogue,
        pack,
        Purpose::Publish,
        today,
        &settings.config,
    )?)
}

/// What shows in any of some formats, each finding once.
fn leaks_in(ready: &Published, formats: &[PackFormat]) -> anyhow::Result<Vec<Leak>> {
    let mut all: Vec<Leak> = Vec::new();
    for format in formats {
        let bytes = match render(*format, &ready.gated.allowed) {
            // Another format has a place for what this one cannot write.
            Err(RenderError::Unfit { .. }) if formats.len() > 1 => continue,
            rendered => rendered?,
        };
        let leaks = ready.leaks(&bytes).map_err(|error| {
            anyhow!(
                "the file as {} cannot be read again: {error}",
                format.name()
            )
        })?;
        for leak in leaks {
            if !all.iter().any(|known| known.id == leak.id) {
                all.push(leak);
            }
        }
    }
    Ok(all)
}

/// Shows findings; trouble where one is open.
pub(in crate::cli) fn show(leaks: &[Leak], is_json: bool) -> anyhow::Result<Outcome> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for leak in leaks {
        if is_json {
            writeln!(out, "{}", serde_json::to_string(leak)?)?;
            continue;
        }
        let (style, state) = match &leak.accepted_by {
            Some(who) => (GOOD, format!("accepted by {}", printable(who))),
            None => (PAIN, "open".to_owned()),
        };
        writeln!(
            out,
            "{}  {}  {}  “{}”",
            leak.id,
            styled(style, &state),
            place(leak),
            printable(&leak.words)
        )?;
        let facts = format!("{}: {}", leak.class.name(), leak.what_kind);
        writeln!(out, "              {}", styled(FAINT, &facts))?;
    }
    let n_open = leaks.iter().filter(|leak| leak.is_open()).count();
    if !is_json {
        let told = match (leaks.len(), n_open) {
            (0, _) => "Nothing shows.".to_owned(),
            (n_all, 0) => format!("{}, all accepted", count(n_all as u64, "finding")),
            (n_all, n_open) => format!("{}, {n_open} open", count(n_all as u64, "finding")),
        };
        writeln!(out, "{told}")?;
    }
    out.flush()?;
    Ok(if n_open == 0 {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

fn place(leak: &Leak) -> String {
    match leak.item {
        Some(number) => format!("quote {number}"),
        None => "beside the quotes".to_owned(),
    }
}
