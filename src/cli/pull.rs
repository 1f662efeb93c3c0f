//! How do calls and deals come from vendors' APIs?

use std::io::Write;

use anyhow::{anyhow, bail};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cli::args::Args;
use crate::cli::look::{FAINT, STRONG, count, grouped, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look};
use crate::config::Config;
use crate::ingest::pull::cursor::Cursor;
use crate::ingest::pull::{Puller, start};
use crate::pipeline::Workshop;
use crate::pipeline::arrive::Worked;
use crate::pipeline::arrive::fetchers::Fetchers;
use crate::pipeline::pull::{Options, Pulled, pull};
use crate::store::inbox::Inbox;

/// Fetch calls and deals from vendors' APIs
///
/// Each run goes on where the last one stopped and looks two days back. A call whose transcript is not written yet is
/// looked for again later. What is listed is safe before the next page is asked for, so a run may be cut off anywhere.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pull --list\n\nA source is a part [pull.NAME] of verbatim.toml:\n\n  [pull.gong]\n  kind = \"gong\"    # fireflies, zoom, fathom, grain, granola, salesloft, hubspot, salesforce, json\n  access_key = \"…\"\n  access_key_secret = { env = \"GONG_SECRET\" }\n  since = \"90d\"\n\nThen `verbatim pull gong --dry-run` shows what it would bring."
)]
pub struct Pull {
    /// Names of sources, as in [pull.NAME]
    #[arg(value_name = "NAME", required_unless_present_any = ["all", "list"])]
    pub names: Vec<String>,
    /// Every source of the config
    #[arg(long, conflicts_with_all = ["names", "list"])]
    pub all: bool,
    /// Show the sources of the config, how far each was read, and what is wrong with it
    #[arg(long, conflicts_with_all = ["names", "since", "dry_run", "limit"])]
    pub list: bool,
    /// List from this day on, whatever was listed before: 2026-01-31 or 90d
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// List, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Stop after about so many calls of each source
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// One line for each source, then a summary, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Pulls, or shows what there is to pull from.
pub fn run(args: &Args, command: &Pull) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    if command.list {
        return show(&settings, command.json);
    }
    let now = Timestamp::now();
    let since = command.since.as_deref().map(|since| {
        start(since, now)
            .ok_or_else(|| anyhow!("--since {since:?} is no day; write it like 2026-01-31 or 90d"))
    });
    let options = Options {
        since: since.transpose()?,
        dry_run: command.dry_run,
        limit: command.limit,
    };
    let names = names(&settings.config, command)?;
    if names.is_empty() {
        tell_none(command.json)?;
        return Ok(Outcome::NothingFound);
    }
    let (pullers, n_unopened) = open(&settings.config, &names)?;
    let fetchers = Fetchers::of(&settings.config);
    let lexicons = settings.lexicons()?;
    let workshop = Workshop::new(&lexicons, settings.side_rules(), settings.config.threshold);
    let (all, worked) = pull(
        &settings.dir,
        &pullers,
        &workshop,
        &fetchers,
        options,
        now,
        &mut |_| {},
    )?;
    if command.json {
        tell_as_json(&all, &worked)?;
    } else {
        tell(&all, &worked, options.dry_run)?;
    }
    let has_trouble =
        n_unopened > 0 || worked.dead > 0 || all.iter().any(|one| one.trouble.is_some());
    Ok(if has_trouble {
        Outcome::Trouble
    } else {
        Outcome::Done
    })
}

/// The sources that are meant.
fn names(config: &Config, command: &Pull) -> anyhow::Result<Vec<String>> {
    if command.all {
        return Ok(config.pull.keys().cloned().collect());
    }
    for name in &command.names {
        if !config.pull.contains_key(name) {
            bail!(
                "the config has no [pull.{name}]; `verbatim pull --list` shows the sources that there are"
            );
        }
    }
    let mut names = command.names.clone();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Opens sources; tells at once which cannot be opened, and gives their number.
fn open(config: &Config, names: &[String]) -> anyhow::Result<(Vec<Puller>, usize)> {
    let mut pullers = Vec::new();
    let mut n_unopened = 0;
    for name in names {
        let Some(source) = config.pull.get(name) else {
            continue;
        };
        match Puller::of(name, source) {
            Ok(puller) => pullers.push(puller),
            Err(error) => {
                n_unopened += 1;
                let message = printable(&error.to_string());
                writeln!(anstream::stderr(), "{} {message}", look::error_label())?;
            }
        }
    }
    Ok((pullers, n_unopened))
}

fn tell_none(json: bool) -> anyhow::Result<()> {
    if json {
        return Ok(());
    }
    let told = "The config has no source to pull from. `verbatim pull --help` shows what one looks like; it belongs into \
                verbatim.toml here or in the data folder.";
    writeln!(anstream::stdout(), "{}", wrapped(told, ""))?;
    Ok(())
}

/// Every source, how far it was read, and what is wrong with it.
fn show(settings: &Settings, json: bool) -> anyhow::Result<Outcome> {
    if settings.config.pull.is_empty() {
        tell_none(json)?;
        return Ok(Outcome::NothingFound);
    }
    let inbox = Inbox::open_if_there(&settings.dir)?;
    let mut out = anstream::stdout();
    let mut outcome = Outcome::Done;
    for (name, source) in &settings.config.pull {
        let kept = match &inbox {
            Some(inbox) => inbox.cursor(name)?,
            None => None,
        };
        let covered = Cursor::begin(kept.as_deref()).covered;
        let covered = covered.and_then(|second| Timestamp::from_second(second).ok());
        let wrong = Puller::of(name, source)
            .err()
            .map(|error| error.to_string());
        if wrong.is_some() {
            outcome = Outcome::Trouble;
        }
        if json {
            let line = json!({
                "source": name,
                "kind": source.kind.name(),
                "covered": covered.map(|moment| moment.to_string()),
                "trouble": wrong,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let covered = covered.map_or("never read".to_owned(), |moment| {
            format!("read up to {moment}")
        });
        let name = styled(STRONG, &printable(name));
        writeln!(out, "{name}  {}  {covered}", source.kind.name())?;
        if let Some(wrong) = wrong {
            writeln!(out, "{}", wrapped(&printable(&wrong), "    "))?;
        }
    }
    Ok(outcome)
}

fn tell(all: &[Pulled], worked: &Worked, dry_run: bool) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    for pulled in all {
        let name = styled(STRONG, &printable(&pulled.source));
        writeln!(out, "{name}  {}", told(pulled, dry_run))?;
        if let Some(trouble) = &pulled.trouble {
            let mut err = anstream::stderr();
            let message = printable(&trouble.message);
            writeln!(err, "{} {message}", look::error_label())?;
        }
    }
    if dry_run {
        writeln!(out, "Nothing was kept.")?;
        return Ok(());
    }
    let Worked {
        new,
        updated,
        unchanged,
        ..
    } = worked;
    writeln!(
        out,
        "Kept: {}, {} updated, {} unchanged.",
        count(*new, "new call"),
        grouped(*updated),
        grouped(*unchanged)
    )?;
    if worked.later > 0 {
        let told = format!(
            "{} looked for again later, by the next run or by the server.",
            count(worked.later, "transcript")
        );
        writeln!(out, "{}", styled(FAINT, &told))?;
    }
    if worked.dead > 0 {
        let told = format!(
            "{} in the inbox cannot be read; `verbatim inbox list` says why",
            count(worked.dead, "item")
        );
        writeln!(anstream::stderr(), "{} {told}", look::note_label())?;
    }
    Ok(())
}

/// What came of a source, in one line.
fn told(pulled: &Pulled, dry_run: bool) -> String {
    let mut told = vec![format!("{} listed", count(pulled.listed, "call"))];
    if !dry_run {
        told.push(format!("{} new", grouped(pulled.new)));
    }
    for (n, word) in [
        (pulled.not_ready, "not ready yet"),
        (pulled.wordless, "without a transcript"),
    ] {
        if n > 0 {
            told.push(format!("{} {word}", grouped(n)));
        }
    }
    let n_deals = pulled.deals_new + pulled.deals_updated + pulled.deals_unchanged;
    if n_deals > 0 {
        told.push(format!(
            "{} ({} new, {} updated)",
            count(n_deals, "deal"),
            grouped(pulled.deals_new),
            grouped(pulled.deals_updated)
        ));
    }
    if let Some(covered) = pulled.covered.filter(|_| !dry_run) {
        told.push(format!("read up to {covered}"));
    }
    told.join(", ")
}

fn tell_as_json(all: &[Pulled], worked: &Worked) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for pulled in all {
        writeln!(out, "{}", as_json(pulled))?;
    }
    let summary = json!({
        "calls": { "new": worked.new, "updated": worked.updated, "unchanged": worked.unchanged },
        "later": worked.later,
        "dead": worked.dead,
    });
    writeln!(out, "{summary}")?;
    Ok(())
}

fn as_json(pulled: &Pulled) -> Value {
    json!({
        "source": pulled.source,
        "listed": pulled.listed,
        "new": pulled.new,
        "known": pulled.known,
        "not_ready": pulled.not_ready,
        "wordless": pulled.wordless,
        "deals": {
            "new": pulled.deals_new,
            "updated": pulled.deals_updated,
            "unchanged": pulled.deals_unchanged,
        },
        "covered": pulled.covered.map(|moment| moment.to_string()),
        "trouble": pulled.trouble.as_ref().map(|trouble| json!({
            "message": trouble.message,
            "temporary": trouble.is_temporary,
        })),
    })
}
