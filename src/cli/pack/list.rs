//! Which packs are there, and what do they look like in a terminal?

use std::io::Write;

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{
    self, FAINT, HEADING, PAIN, count, of_tag, printable, styled, styled_lines,
};
use crate::cli::pack::opened;
use crate::cli::settings::Settings;
use crate::quote::pack::{Item, Pack};
use crate::store::catalogue::Catalogue;

/// List the packs
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim pack list\n  verbatim pack list --json")]
pub struct List {
    /// One pack a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Show the quotes of a pack, with their numbers
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim pack show typing")]
pub struct Show {
    /// The pack's name
    pub name: String,
}

/// Lists packs.
pub(super) fn run(settings: &Settings, command: &List) -> anyhow::Result<Outcome> {
    let packs = Catalogue::open_to_read(&settings.dir)?.packs()?;
    let mut out = anstream::stdout();
    for pack in &packs {
        if command.json {
            let line = json!({
                "name": pack.name,
                "quotes": pack.n_items,
                "query": pack.query,
                "made_at": pack.made_at,
                "changed_at": pack.changed_at,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let n_quotes = count(u64::from(pack.n_items), "quote");
        let day = pack.changed_at.get(..10).unwrap_or(&pack.changed_at);
        let told = format!("{n_quotes} · changed {day}");
        writeln!(out, "{}  {}", printable(&pack.name), styled(FAINT, &told))?;
    }
    if packs.is_empty() && !command.json {
        writeln!(out, "There are no packs yet. Make one with")?;
        writeln!(out, "  verbatim pack new NAME --query 'what you look for'")?;
    }
    Ok(if packs.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// Shows a pack.
pub(super) fn show(settings: &Settings, command: &Show) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let pack = opened(&catalogue, &command.name)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    show_items(&mut out, &pack)?;
    out.flush()?;
    Ok(if pack.items.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// Shows every quote of a pack with its number.
pub(super) fn show_items(out: &mut impl Write, pack: &Pack) -> anyhow::Result<()> {
    let mut section: Option<&str> = None;
    for (at, item) in pack.items.iter().enumerate() {
        if item.section.is_some() && item.section.as_deref() != section {
            let title = printable(item.section.as_deref().unwrap_or(""));
            writeln!(out, "{}", styled(HEADING, &title))?;
        }
        section = item.section.as_deref();
        show_item(out, at + 1, item)?;
    }
    if pack.items.is_empty() {
        writeln!(out, "The pack is empty.")?;
    }
    Ok(())
}

fn show_item(out: &mut impl Write, number: usize, item: &Item) -> anyhow::Result<()> {
    let words = printable(&format!("“{}”", item.words()));
    let lines = look::wrapped(&words, "     ");
    writeln!(out, "{number:>3}  {}", lines.trim_start())?;
    let said_by = &item.said_by;
    let mut parts = vec![item.role()];
    parts.extend(said_by.account.clone());
    parts.extend(said_by.date.clone());
    parts.extend(item.seal.minute.clone());
    parts.push(item.source());
    let who = look::wrapped(&printable(&parts.join(" · ")), "       ");
    writeln!(out, "{}", styled_lines(FAINT, &who))?;
    if !said_by.tags.is_empty() {
        let tags: Vec<String> = said_by
            .tags
            .iter()
            .map(|tag| styled(of_tag(tag), tag))
            .collect();
        writeln!(out, "       {}", tags.join("  "))?;
    }
    if let Some(number) = item.withdrawn.last() {
        let mark = format!("withdrawn (withdrawal {number}): in no export");
        writeln!(out, "       {}", styled(PAIN, &mark))?;
    }
    if let Some(note) = &item.note {
        let note = format!("note: {}", printable(note));
        writeln!(out, "{}", look::wrapped(&note, "       "))?;
    }
    Ok(())
}
