//! What would other lexicons hear in the archive, before anything is changed?

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use serde_json::json;

use crate::cli::args::Args;
use crate::cli::lexicon::Shelf;
use crate::cli::look::{
    FAINT, GOOD, HEADING, PAIN, count, grouped, of_tag, printable, styled, styled_lines, wrapped,
};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look};
use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::compare::{Comparison, compare};
use crate::store::catalogue::Catalogue;
use crate::tend::diff::{self, Change, Changed, Example, Manner, Numbers};

/// Show what other lexicons would hear in the archive: counts, and what is gained and lost
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim lexicon diff - my-lexicons    what would change with my-lexicons\n  verbatim lexicon diff shipped          what the lexicons in use change\n\n\
        Nothing is kept or changed. What people marked by hand stands on both sides.\n\
        Exit code 0: something differs. 1: nothing does. 2: trouble."
)]
pub struct Diff {
    /// The lexicons before: a folder, `shipped` for those built in, or - for those in use
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// The lexicons after, named in the same way
    #[arg(value_name = "B", default_value = "-")]
    pub after: PathBuf,
    /// At most so many examples of what a tag gains, of what it loses, and of what it takes otherwise
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub limit: u32,
    /// One tag a line, as JSON; the last line counts all of them
    #[arg(long)]
    pub json: bool,
}

/// Lexicons that are compared, and how people call them.
struct Side {
    name: String,
    lexicons: Lexicons,
}

/// Tags the archive with both and tells what differs.
pub fn run(args: &Args, command: &Diff) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let (before, after) = (side(args, &command.before)?, side(args, &command.after)?);
    let diff = compared(&settings, &catalogue, [&before, &after], command.limit)?;
    note(&before, &after, &diff)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        tell_as_json(&mut out, &diff, &before, &after)?;
    } else if diff.n_calls > 0 {
        tell(&mut out, &diff, &before, &after)?;
    }
    out.flush()?;
    Ok(match diff.total().differ() {
        true => Outcome::Done,
        false => Outcome::NothingFound,
    })
}

fn side(args: &Args, named: &Path) -> anyhow::Result<Side> {
    let shelf = match named.to_str() {
        Some("-") => Shelf::of(args, None)?,
        Some("shipped") => Shelf::shipped(args)?,
        _ => Shelf::of(args, Some(named))?,
    };
    let name = shelf.whence();
    let lexicons = shelf
        .sources
        .compile()
        .with_context(|| format!("cannot listen with {name}"))?;
    if lexicons.entries.is_empty() && lexicons.learned.is_none() {
        return Err(anyhow!(
            "{name} would hear nothing, because no file in it has an entry; name a folder of lexicons"
        ));
    }
    Ok(Side { name, lexicons })
}

/// Compares call by call, with a progress bar.
fn compared(
    settings: &Settings,
    catalogue: &Catalogue,
    sides: [&Side; 2],
    limit: u32,
) -> anyhow::Result<diff::Diff> {
    let comparison = Comparison {
        before: &sides[0].lexicons,
        after: &sides[1].lexicons,
        rules: settings.side_rules(),
        threshold: settings.config.threshold,
        most: limit as usize,
    };
    let progress = RefCell::new(Progress::new(catalogue.counts()?.calls, Unit::Calls));
    let compared = compare(catalogue, &comparison, &|n| progress.borrow_mut().to(n))?;
    progress.borrow().finish();
    Ok(compared.diff)
}

/// Says what would make the figures say something else than they seem to.
fn note(before: &Side, after: &Side, diff: &diff::Diff) -> std::io::Result<()> {
    let mut err = anstream::stderr();
    if diff.n_calls == 0 {
        let message = "the archive holds no call yet, so there is nothing to compare; keep some with `verbatim ingest`";
        return writeln!(err, "{} {message}", look::note_label());
    }
    let has_learned = |side: &Side| side.lexicons.learned.is_some();
    if has_learned(before) != has_learned(after) {
        let without = if has_learned(before) { after } else { before };
        writeln!(
            err,
            "{} only one side knows what was learned from labelled calls, so the patterns are not all that differs; \
             put a learned.txt into {} (`verbatim learn` writes one)",
            look::note_label(),
            without.name
        )?;
    }
    Ok(())
}

fn tell_as_json(
    out: &mut impl Write,
    diff: &diff::Diff,
    before: &Side,
    after: &Side,
) -> anyhow::Result<()> {
    for (tag, change) in &diff.tags {
        let mut line = json!({ "tag": tag });
        add_fields(&mut line, &serde_json::to_value(change.numbers)?);
        line["gained_examples"] = json!(change.gained.iter().collect::<Vec<_>>());
        line["lost_examples"] = json!(change.lost.iter().collect::<Vec<_>>());
        line["changed_examples"] = json!(change.changed.iter().collect::<Vec<_>>());
        writeln!(out, "{line}")?;
    }
    let mut line =
        json!({ "calls": diff.n_calls, "turns": diff.n_turns, "a": before.name, "b": after.name });
    add_fields(&mut line, &serde_json::to_value(diff.total())?);
    writeln!(out, "{line}")?;
    Ok(())
}

fn add_fields(line: &mut serde_json::Value, more: &serde_json::Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        line[name.as_str()] = value.clone();
    }
}

fn tell(
    out: &mut impl Write,
    diff: &diff::Diff,
    before: &Side,
    after: &Side,
) -> std::io::Result<()> {
    let read = format!(
        "{} with {}. Before: {}. After: {}. Nothing was kept or changed.",
        count(diff.n_calls, "call"),
        count(diff.n_turns, "turn"),
        before.name,
        after.name
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&read, "")))?;
    let total = diff.total();
    if total.before + total.after == 0 {
        let nothing = "Neither hears anything. Only people known to be prospects are listened to; `verbatim check` \
            shows how much is kept.";
        return writeln!(out, "\n{}", wrapped(nothing, ""));
    }
    if !total.differ() {
        return writeln!(out, "\n{}", styled(GOOD, "Nothing would change."));
    }
    tell_table(out, diff)?;
    for (tag, change) in diff.tags.iter().filter(|(_, c)| c.numbers.differ()) {
        tell_tag(out, tag, change)?;
    }
    Ok(())
}

/// Widest name of a tag that leaves the table within 80 columns.
const WIDEST: usize = 34;

fn tell_table(out: &mut impl Write, diff: &diff::Diff) -> std::io::Result<()> {
    let names = diff.tags.keys().map(|tag| tag.0.chars().count());
    let width = names.max().unwrap_or(0).clamp(6, WIDEST);
    let columns = ["before", "after", "gained", "lost", "changed"];
    let heads: String = columns.iter().map(|head| format!("{head:>9}")).collect();
    writeln!(
        out,
        "\n{}",
        styled(HEADING, &format!("{:width$}{heads}", "tag"))
    )?;
    for (tag, change) in &diff.tags {
        let name = format!("{:width$}", tag.0);
        writeln!(
            out,
            "{}{}",
            styled(of_tag(&tag.0), &name),
            row(change.numbers)
        )?;
    }
    writeln!(out, "{:width$}{}", "all", row(diff.total()))
}

fn row(numbers: Numbers) -> String {
    let Numbers {
        before,
        after,
        gained,
        lost,
        changed,
        ..
    } = numbers;
    let or_nothing = |n: u64| match n {
        0 => "-".to_owned(),
        n => grouped(n),
    };
    let cells = [
        grouped(before),
        grouped(after),
        or_nothing(gained),
        or_nothing(lost),
        or_nothing(changed),
    ];
    cells.iter().map(|cell| format!("{cell:>9}")).collect()
}

fn tell_tag(out: &mut impl Write, tag: &Tag, change: &Change) -> std::io::Result<()> {
    writeln!(out, "\n{}", styled(of_tag(&tag.0), &tag.0))?;
    let numbers = change.numbers;
    tell_some(out, "gained", numbers.gained, change.gained.iter(), |one| {
        (styled(GOOD, "+"), one, one.heard_by())
    })?;
    tell_some(out, "lost", numbers.lost, change.lost.iter(), |one| {
        (styled(PAIN, "-"), one, one.heard_by())
    })?;
    tell_some(
        out,
        "taken otherwise",
        numbers.changed,
        change.changed.iter(),
        |one| ("~".to_owned(), &one.example, what_changed(one)),
    )
}

/// A sort of examples under its heading. Each is shown with a sign, its words, and a remark.
fn tell_some<'d, T: 'd>(
    out: &mut impl Write,
    sort: &str,
    n: u64,
    some: impl Iterator<Item = &'d T>,
    show: impl Fn(&'d T) -> (String, &'d Example, String),
) -> std::io::Result<()> {
    let some: Vec<&T> = some.collect();
    if n == 0 || some.is_empty() {
        return Ok(());
    }
    let shown = match some.len() as u64 {
        all if all == n => String::new(),
        part => format!(", {} shown", grouped(part)),
    };
    writeln!(
        out,
        "  {}",
        styled(FAINT, &format!("{} {sort}{shown}", grouped(n)))
    )?;
    for one in some {
        let (sign, example, remark) = show(one);
        let quote = wrapped(&format!("“{}”", printable(&example.quote)), "    ");
        writeln!(out, "  {sign} {}", quote.trim_start())?;
        let place = format!("{}:{}", example.call, example.turn);
        let told = wrapped(&printable(&format!("{place}  {remark}")), "      ");
        writeln!(out, "{}", styled_lines(FAINT, &told))?;
    }
    Ok(())
}

fn what_changed(changed: &Changed) -> String {
    let words = |manner: &Manner| {
        [
            manner.polarity.name(),
            manner.target.name(),
            manner.origin.name(),
        ]
    };
    let (was, is) = (words(&changed.before), words(&changed.after));
    let differing = was.into_iter().zip(is).filter(|(was, is)| was != is);
    let told: Vec<String> = differing
        .map(|(was, is)| format!("{was} becomes {is}"))
        .collect();
    told.join(", ")
}
