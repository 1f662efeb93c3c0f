//! How well is heard what people have labelled?

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::label::tags::check_tags;
use crate::cli::look::count;
use crate::cli::settings::Settings;
use crate::learn::cross::{self, calibration, deal, unseen};
use crate::learn::label::Labelled;
use crate::learn::lesson::FOLDS;
use crate::learn::listing::listing;
use crate::learn::report::{Field, Report};
use crate::learn::rows::{Rows, rows};
use crate::learn::score::{Tally, curve, recall_at};
use crate::learn::set::Role;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::Workshop;
use crate::pipeline::labelled::{self, gathered};
use crate::pipeline::measure::{gold, measure};

/// Measure what is heard against labelled calls
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim eval\n  verbatim eval my-labelled-calls --json\n  verbatim eval --cross-validate\n  verbatim eval --ignore-scope\n\n\
        Without a folder it measures on the calls that the program brings with it and never learned from."
)]
pub struct Eval {
    /// Folders with calls.jsonl and labels.jsonl
    #[arg(value_name = "LABELS")]
    pub labels: Vec<PathBuf>,
    /// Learn anew, and score every call by a model that has not seen it; with a learning curve
    #[arg(long)]
    pub cross_validate: bool,
    /// With --cross-validate: write every unit with its labels, and what a model says of it that has not seen it, to a
    /// file, one a line as JSON
    #[arg(long, value_name = "FILE", requires = "cross_validate")]
    pub units: Option<PathBuf>,
    /// Take everything for meant that is said, to see what denials, conditions and the like are worth
    #[arg(long, conflicts_with = "cross_validate")]
    pub ignore_scope: bool,
    /// Everything that was measured, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Measures.
pub fn run(args: &Args, command: &Eval) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let mut out = anstream::stdout();
    if command.cross_validate {
        let lexicons = settings.lexicon_sources()?.without_learned().compile()?;
        check_tags(&command.labels, &lexicons)?;
        cross_validate(
            &lexicons,
            &gathered(&lexicons, &command.labels)?,
            command,
            &mut out,
        )?;
        return Ok(Outcome::Done);
    }
    let lexicons = match command.ignore_scope {
        true => settings.lexicons()?.without_scope(),
        false => settings.lexicons()?,
    };
    check_tags(&command.labels, &lexicons)?;
    let workshop = Workshop::new(&lexicons, settings.side_rules(), settings.config.threshold);
    let calls = measured_on(&command.labels)?;
    let report = measure(&workshop, &calls);
    if command.json {
        writeln!(out, "{}", as_json(&report, calls.len()))?;
    } else {
        show(&mut out, &report, &calls)?;
    }
    Ok(Outcome::Done)
}

/// The calls of the folders, or those that were never learned from.
fn measured_on(folders: &[PathBuf]) -> anyhow::Result<Vec<Labelled>> {
    if folders.is_empty() {
        return Ok(labelled::shipped(|role| role == Role::KeptApart)?);
    }
    let mut calls = Vec::new();
    for folder in folders {
        calls.extend(labelled::folder(folder)?);
    }
    Ok(calls)
}

fn show(out: &mut impl Write, report: &Report, calls: &[Labelled]) -> std::io::Result<()> {
    let n_labels: usize = calls.iter().map(|call| call.labels.len()).sum();
    let (calls, labels) = (
        count(calls.len() as u64, "call"),
        count(n_labels as u64, "label"),
    );
    writeln!(
        out,
        "{calls}, {labels}\n\n{:24}precision  recall     F1  labelled  found",
        ""
    )?;
    let mut line = |name: &str, tally: &Tally| {
        writeln!(
            out,
            "{name:24}{:9.2}  {:6.2}  {:5.2}  {:8}  {:5}",
            tally.precision(),
            tally.recall(),
            tally.f1(),
            tally.labelled,
            tally.found
        )
    };
    line("served", &report.served)?;
    line("served, category too", &report.served_strict)?;
    line("any polarity", &report.any_polarity)?;
    for (kind, tally) in &report.by_kind {
        line(kind, tally)?;
    }
    for (tag, tally) in &report.by_tag {
        line(&format!("  {tag}"), tally)?;
    }
    let (low, high) = report.f1_bounds;
    writeln!(
        out,
        "\nserved F1 {:.2}, between {low:.2} and {high:.2} for other calls of the kind",
        report.served.f1()
    )?;
    writeln!(
        out,
        "recall left where 7 of 10 must be right {:.2}, where 17 of 20 must {:.2}",
        report.recall_at_70, report.recall_at_85
    )?;
    for (name, field) in [
        ("polarity", report.polarity),
        ("target", report.target),
        ("origin", report.origin),
    ] {
        let Field {
            right,
            of,
            odd_right,
            odd_of,
        } = field;
        writeln!(
            out,
            "{name} right {right} of {of}; where not the usual one {odd_right} of {odd_of}"
        )?;
    }
    for (labelled, found, n) in report.confusions.iter().take(8) {
        writeln!(out, "{labelled} taken for {found}: {n}")?;
    }
    Ok(())
}

fn tally_json(tally: &Tally) -> Value {
    json!({
        "p": tally.precision(), "r": tally.recall(), "f1": tally.f1(),
        "right": tally.right, "labelled": tally.labelled, "found": tally.found,
    })
}

fn as_json(report: &Report, n_calls: usize) -> Value {
    let field = |field: Field| json!({ "right": field.right, "of": field.of, "odd_right": field.odd_right, "odd_of": field.odd_of });
    let by_kind: serde_json::Map<String, Value> = report
        .by_kind
        .iter()
        .map(|(kind, tally)| ((*kind).to_owned(), tally_json(tally)))
        .collect();
    let by_tag: serde_json::Map<String, Value> = report
        .by_tag
        .iter()
        .map(|(tag, tally)| (tag.clone(), tally_json(tally)))
        .collect();
    json!({
        "calls": n_calls,
        "served": tally_json(&report.served),
        "served_strict": tally_json(&report.served_strict),
        "any_polarity": tally_json(&report.any_polarity),
        "kinds": by_kind,
        "tags": by_tag,
        "polarity": field(report.polarity),
        "target": field(report.target),
        "origin": field(report.origin),
        "recall_at_p0.7": report.recall_at_70,
        "recall_at_p0.85": report.recall_at_85,
        "average_precision": report.average_precision,
        "f1_95": [report.f1_bounds.0, report.f1_bounds.1],
        "confusions": report.confusions,
    })
}

/// Of which share of the calls the model may learn, for the learning curve.
const SHARES: [f32; 4] = [0.125, 0.25, 0.5, 1.0];

fn cross_validate(
    lexicons: &Lexicons,
    calls: &[Labelled],
    command: &Eval,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let json = command.json;
    let rows = rows(lexicons, calls);
    let folds = deal(calls, FOLDS, |call| call.is_measured);
    let gold = gold(calls, &|call| folds.tests(call));
    let n_tested = folds.n_tested();
    if !json {
        writeln!(
            out,
            "{} of {}, each scored by a model that has not seen it\n",
            count(n_tested as u64, "call"),
            calls.len()
        )?;
        writeln!(
            out,
            "learned from  average precision  best F1 (precision, recall)  recall at 0.7  at 0.85"
        )?;
    }
    for share in SHARES {
        let step = (1.0 / share) as usize;
        let unseen = unseen(&rows, calls, &folds, &|call| {
            (call as usize).is_multiple_of(step)
        });
        let found = cross::found(&rows, &unseen, &calibration(&rows, calls, &unseen));
        let (points, average) = curve(&gold, &found);
        let Some(best) = points
            .iter()
            .max_by(|a, b| a.tally.f1().total_cmp(&b.tally.f1()))
        else {
            continue;
        };
        let (f1, p, r) = (best.tally.f1(), best.tally.precision(), best.tally.recall());
        let (at_70, at_85) = (recall_at(&points, 0.7), recall_at(&points, 0.85));
        if json {
            let line = json!({
                "share": share, "average_precision": average, "f1": f1, "p": p, "r": r,
                "recall_at_p0.7": at_70, "recall_at_p0.85": at_85,
            });
            writeln!(out, "{line}")?;
        } else {
            writeln!(
                out,
                "{:11.0}%  {average:17.3}  {f1:7.3} ({p:9.3}, {r:6.3})  {at_70:13.3}  {at_85:7.3}",
                share * 100.0
            )?;
        }
        out.flush()?;
    }
    match &command.units {
        Some(file) => write_units(file, &rows, calls),
        None => Ok(()),
    }
}

/// One a line. Loose text is not measured on, but whoever fits a mix for it needs what is said of it unseen.
fn write_units(path: &Path, rows: &Rows, calls: &[Labelled]) -> anyhow::Result<()> {
    let cannot = || {
        format!(
            "cannot write {}; name a file in a folder that exists",
            path.display()
        )
    };
    let mut file = BufWriter::new(File::create(path).with_context(cannot)?);
    let folds = deal(calls, FOLDS, |call| call.is_measured || call.is_line());
    let unseen = unseen(rows, calls, &folds, &|_| true);
    for unit in listing(rows, calls, &unseen) {
        writeln!(file, "{unit}").with_context(cannot)?;
    }
    file.flush().with_context(cannot)
}
