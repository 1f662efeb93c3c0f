//! What does a transcript file say?

mod line;

use std::io::Write;
use std::path::PathBuf;

use crate::call::Call;
use crate::cli::args::Args;
use crate::cli::look::{FAINT, STRONG, clock, count, printable, show_turn, styled, wrapped};
use crate::cli::reading::{self, Reading};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look, who};
use crate::ingest::read::{Delivery, Failure, ReadCall};
use crate::ingest::transcript::{Place, Problem};
use crate::mine::lexicon::Sources;
use crate::pipeline::deliver::{Limits, deliver, walk};
use crate::pipeline::warnings::Warning;
use crate::pipeline::{Workshop, in_parallel};
use line::line;

/// Show what was read in transcript files
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim parse corpus-samples/tentpole-and-timber-demo-otter.txt\n  verbatim parse corpus-samples --json\n  verbatim parse corpus-samples --explain-format\n  cat call.vtt | verbatim parse - --json"
)]
pub struct Parse {
    /// Files or folders; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Show how well each file fits every format, and why, in place of its calls
    #[arg(long)]
    pub explain_format: bool,
    /// One call a line, as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// Parses files and shows their calls.
pub fn run(args: &Args, command: &Parse) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = Sources::new(Vec::new()).compile()?;
    let workshop =
        Workshop::new(&lexicons, settings.side_rules(), 0.0).as_told(command.reading.how());
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.explain_format {
        return explain_formats(&settings, command, &mut out);
    }
    let mut trouble = Trouble::default();
    let mut n_shown = 0_usize;
    each_call(
        &command.files,
        settings.limits(),
        |delivery| workshop.read(delivery),
        |read| {
            n_shown += 1;
            show(&mut out, read, command.json)
        },
        &mut trouble,
    )?;
    out.flush()?;
    tell_warnings(&workshop.take_warnings());
    Ok(match trouble.outcome() {
        Outcome::Done if n_shown == 0 => {
            let label = look::note_label();
            writeln!(
                anstream::stderr(),
                "{label} there is no transcript there; name a file or folder that holds one"
            )?;
            Outcome::NothingFound
        }
        outcome => outcome,
    })
}

/// Tells on stderr what is wrong in the files beside calls.
pub fn tell_warnings(warnings: &[Warning]) {
    let mut err = anstream::stderr();
    for warning in warnings {
        // Nobody is left to be told when stderr is gone.
        let _ = writeln!(
            err,
            "{} {}: {}",
            look::note_label(),
            warning.path,
            told(&warning.problem)
        );
    }
}

/// A problem with its place and its slug.
fn told(problem: &Problem) -> String {
    let place = match problem.place {
        Some(Place::Line(line)) => format!("line {line}: "),
        Some(Place::Offset(offset)) => format!("byte {offset}: "),
        None => String::new(),
    };
    format!("{place}{} [{}]", problem.message, problem.code)
}

/// Shows what every file resembles.
fn explain_formats(
    settings: &Settings,
    command: &Parse,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let how = command.reading.how();
    let mut trouble = Trouble::default();
    let mut shown: std::io::Result<()> = Ok(());
    let listed = walk(&command.files);
    let unread = deliver(&listed.files, settings.limits(), &mut |deliveries| {
        for delivery in deliveries {
            if shown.is_ok() {
                shown = reading::explain(out, &delivery, &how, command.json);
            }
        }
        shown.is_ok()
    });
    shown?;
    out.flush()?;
    let failures = listed.failures.iter().chain(&unread);
    failures.for_each(|failure| trouble.tell(failure));
    Ok(trouble.outcome())
}

/// Reads files, does `work` with each delivery on all cores, and shows what came of each call, in order. Failures
/// are told; they stop nothing. A file of facts that a transcript took in is none. Ends early when nobody can be shown
/// anything any more.
pub fn each_call<T: Send>(
    files: &[PathBuf],
    limits: Limits,
    work: impl Fn(&Delivery) -> Vec<Result<T, Failure>> + Send + Sync,
    mut show: impl FnMut(&T) -> std::io::Result<()>,
    trouble: &mut Trouble,
) -> std::io::Result<()> {
    let mut shown: std::io::Result<()> = Ok(());
    let listed = walk(files);
    let unread = deliver(&listed.files, limits, &mut |deliveries| {
        for call in in_parallel(deliveries, &work).into_iter().flatten() {
            match call {
                Ok(call) if shown.is_ok() => shown = show(&call),
                Ok(_) => {}
                Err(failure) if failure.is_taken_in(files) => {}
                Err(failure) => trouble.tell(&failure),
            }
        }
        shown.is_ok()
    });
    shown?;
    listed
        .failures
        .iter()
        .chain(&unread)
        .for_each(|failure| trouble.tell(failure));
    Ok(())
}

/// Tells of failures on stderr as they come.
#[derive(Debug, Default)]
pub struct Trouble(u64);

impl Trouble {
    /// Tells of one.
    pub fn tell(&mut self, failure: &Failure) {
        self.0 += 1;
        // Nobody is left to be told when stderr is gone.
        let _ = writeln!(
            anstream::stderr(),
            "{} {}: {} [{}]",
            look::error_label(),
            failure.path,
            failure.message,
            failure.code
        );
    }

    /// What the run came to.
    pub fn outcome(&self) -> Outcome {
        if self.0 > 0 {
            Outcome::Trouble
        } else {
            Outcome::Done
        }
    }
}

fn show(out: &mut impl Write, read: &ReadCall, json: bool) -> std::io::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, &line(read))?;
        return writeln!(out);
    }
    show_call(out, &read.call, &read.problems)
}

fn show_call(out: &mut impl Write, call: &Call, problems: &[Problem]) -> std::io::Result<()> {
    let title = call
        .title
        .as_deref()
        .map_or_else(|| call.id.0.clone(), printable);
    writeln!(out, "{}", styled(STRONG, &title))?;
    let minutes = call
        .duration
        .map(|seconds| format!(", {}", clock(seconds)))
        .unwrap_or_default();
    writeln!(
        out,
        "{}",
        styled(
            FAINT,
            &format!(
                "{} · {}{minutes} · {}",
                call.id,
                call.format,
                count(call.turns.len() as u64, "turn")
            )
        )
    )?;
    for person in &call.participants {
        writeln!(out, "{}", wrapped(&who::told(person), "  "))?;
    }
    for problem in problems {
        let told = format!("{} {}", look::note_label(), told(problem));
        writeln!(out, "{}", wrapped(&told, "  "))?;
    }
    writeln!(out)?;
    for (index, turn) in (0..).zip(&call.turns) {
        show_turn(out, FAINT, call, index, turn)?;
    }
    writeln!(out)
}
