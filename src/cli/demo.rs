//! What does all this do, on calls that come with it?

mod folder;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::archive::ranking::{Example, Heard, most_widely_heard};
use crate::cli::args::Args;
use crate::cli::ingest::keep;
use crate::cli::look::{
    FAINT, HEADING, STRONG, clock, count, of_tag, printable, styled_lines, wrapped,
};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, reindex};
use crate::ingest::parse::How;
use crate::pipeline::keep::Summary;
use crate::search::filter::Filter;
use crate::store::DataDir;

/// Show what verbatim does, on the sample calls
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim demo\n  verbatim --data /tmp/try demo")]
pub struct Demo {
    /// The folder of sample calls
    #[arg(long, value_name = "DIR")]
    pub samples: Option<PathBuf>,
}

/// How many pains and objections are shown of each kind.
const SHOWN: usize = 5;

/// Ingests the samples and shows what is heard most widely in them.
pub fn run(args: &Args, command: &Demo) -> anyhow::Result<Outcome> {
    let mut settings = Settings::of(args)?;
    if args.data.is_none() {
        // Beside the real data, never in it.
        let mut root = settings.dir.root().as_os_str().to_owned();
        root.push("-demo");
        settings.dir = DataDir::new(root);
    }
    let samples = samples(command)?;
    folder::refuse_others(&settings.dir, &samples)?;
    let is_new = !settings.dir.root().exists();
    let summary = keep(
        &settings,
        std::slice::from_ref(&samples),
        false,
        How::default(),
    )?;
    if is_new {
        folder::note_made(&settings.dir)?;
    }
    let mut out = std::io::BufWriter::new(anstream::stdout());
    tell_read(&mut out, &summary, &samples)?;
    if summary.n_calls() + summary.forgotten == 0 {
        out.flush()?;
        bail!(
            "there is no call in {}; name the folder of the sample calls with --samples DIR",
            samples.display()
        );
    }
    let archive = reindex::open_up_to_date(&settings)?;
    let mut shown = Shown::new();
    for (kind, title) in [
        ("pain", "What hurts, most widely heard first"),
        ("objection", "Why they hesitate, most widely heard first"),
    ] {
        let heard = most_widely_heard(
            &archive,
            kind,
            &Filter::default(),
            settings.config.threshold,
        )?;
        tell_heard(&mut out, title, &heard, &mut shown)?;
    }
    tell_next(&mut out, args, &settings.dir)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// The samples named, or those of the folder we stand in, or of the source tree that cargo runs us from.
fn samples(command: &Demo) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &command.samples {
        if !folder.exists() {
            bail!(
                "there is no folder {}; name the folder of the sample calls with --samples DIR",
                folder.display()
            );
        }
        return Ok(folder.clone());
    }
    let of_cargo =
        std::env::var_os("CARGO_MANIFEST_DIR").map(|root| Path::new(&root).join("corpus-samples"));
    for folder in [Some(PathBuf::from("corpus-samples")), of_cargo]
        .into_iter()
        .flatten()
    {
        if folder.is_dir() {
            return Ok(folder);
        }
    }
    bail!(
        "there is no folder corpus-samples here; go to the source tree, or name the folder with --samples DIR"
    )
}

fn tell_read(out: &mut impl Write, summary: &Summary, samples: &Path) -> std::io::Result<()> {
    let again = if summary.new == 0 && summary.updated == 0 {
        " (kept before, nothing to do)"
    } else {
        ""
    };
    writeln!(
        out,
        "{}{again}",
        styled_lines(
            STRONG,
            &format!(
                "Read {} from {}",
                count(summary.n_calls(), "call"),
                samples.display()
            )
        )
    )?;
    writeln!(
        out,
        "  {}, in which prospects are heard {}",
        count(summary.turns, "turn"),
        count(summary.mentions, "time")
    )?;
    for failure in &summary.failed {
        let name = Path::new(&failure.path)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        writeln!(
            out,
            "{}",
            styled_lines(
                FAINT,
                &wrapped(&format!("refused {name}: {}", failure.message), "  ")
            )
        )?;
    }
    Ok(())
}

/// Turns already quoted: one turn may carry two tags, but nobody wants to read it twice.
type Shown = BTreeSet<(String, u32)>;

fn tell_heard(
    out: &mut impl Write,
    title: &str,
    heard: &[Heard],
    shown: &mut Shown,
) -> std::io::Result<()> {
    writeln!(out, "\n{}", styled_lines(HEADING, title))?;
    for one in heard.iter().take(SHOWN) {
        let breadth = [
            count(one.accounts as u64, "account"),
            count(one.calls as u64, "call"),
            count(one.mentions as u64, "mention"),
        ];
        writeln!(
            out,
            "\n  {}  {}",
            styled_lines(of_tag(&one.tag), &one.tag),
            styled_lines(FAINT, &breadth.join(", "))
        )?;
        let unseen = |example: &&Example| !shown.contains(&(example.call.clone(), example.turn));
        let Some(example) = one.examples.iter().find(unseen).or(one.examples.first()) else {
            continue;
        };
        shown.insert((example.call.clone(), example.turn));
        for line in wrapped(&format!("“{}”", printable(&example.quote)), "    ").lines() {
            writeln!(out, "{}", styled_lines(STRONG, line))?;
        }
        let mut who = vec![example.role.clone()];
        who.extend(example.account.clone());
        who.push(format!("call {}", example.call));
        who.extend(
            example
                .seconds
                .map(|seconds| format!("minute {}", clock(seconds))),
        );
        writeln!(
            out,
            "{}",
            styled_lines(FAINT, &wrapped(&printable(&who.join(", ")), "    "))
        )?;
    }
    Ok(())
}

fn tell_next(out: &mut impl Write, args: &Args, dir: &DataDir) -> anyhow::Result<()> {
    let program = if std::env::var_os("CARGO").is_some() {
        "cargo run --release --"
    } else {
        "verbatim"
    };
    let data = args.data.as_ref().map_or_else(
        || dir.root().display().to_string(),
        |data| data.display().to_string(),
    );
    writeln!(out, "\n{}", styled_lines(HEADING, "Try next"))?;
    for query in [
        "search too expensive",
        "search '\"by hand\"' --persona end-user",
        "search --tag objection/price --facets",
    ] {
        writeln!(out, "  {program} --data {data} {query}")?;
    }
    let mut kept = format!("Everything is kept in {data}");
    // What stood there before the demo must not go with it.
    if folder::is_made_here(dir)? {
        kept.push_str(&format!("\nTo start over: rm -r {data}"));
    }
    writeln!(out, "\n{}", styled_lines(FAINT, &kept))?;
    Ok(())
}
