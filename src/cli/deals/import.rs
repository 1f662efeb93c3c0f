//! How does a CRM's export come to the calls that are kept?

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::archive::keeper::bring_up_to_date;
use crate::call::crm::CrmDeal;
use crate::cli::args::Args;
use crate::cli::deals::report::json::as_json;
use crate::cli::deals::report::{Report, as_text};
use crate::cli::look::printable;
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::{Settings, now};
use crate::cli::{Outcome, look};
use crate::ingest::crm::{self, Holds};
use crate::ingest::read::Failure;
use crate::ingest::source::{self, SourceFile};
use crate::ingest::transcript::{Place, Problem};
use crate::pipeline::deals::merge::merge;
use crate::pipeline::deals::{Joinery, join};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::{PATIENCE, WriteLock};

/// Read deals from a CRM's export and put calls to them
///
/// A call is put to a deal by the deal's id, else by a contact's e-mail, the e-mail domain or the account's name where one
/// deal alone was open on that day. Importing again updates. Calls that are ingested later find their deals too.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim deals import corpus-samples/deals.csv --dry-run\n  verbatim deals import corpus-samples/deals.csv\n  verbatim deals import corpus-samples/deals.csv --json | tail -n 1\n\n\
        A file is HubSpot's export of deals, a report of Salesforce's opportunities,\n\
        an export of Pipedrive, Zoho or Close, or a CSV with the columns of deals.csv.\n\
        A history of the deals' stages (HubSpot's property history, Salesforce's\n\
        OpportunityHistory) tells the stage at the time of each call."
)]
pub struct Import {
    /// CSV files; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Show what would belong to what and what would not, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Every match and everything left over as JSON, one a line, the summary last
    #[arg(long)]
    pub json: bool,
}

/// So many notes are shown for a file; whoever has more of them has one kind of trouble many times.
const MOST_NOTES: usize = 10;

/// What the files hold.
#[derive(Default)]
struct Read {
    deals: Vec<CrmDeal>,
    failed: Vec<Failure>,
    /// Headings that mean nothing to us, each once.
    unread: BTreeSet<String>,
    /// Files that could be read.
    n_files: usize,
}

/// Imports, or shows what would come of it.
pub fn run(args: &Args, command: &Import) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let read = read_all(&command.files, settings.limits().max_bytes)?;
    if read.n_files == 0 {
        return Ok(Outcome::Trouble);
    }
    let (deals, failed) = (read.deals, read.failed);
    let mut report = if command.dry_run {
        tried(&settings, deals, failed)?
    } else {
        kept(&settings, deals, failed)?
    };
    report.unread = read.unread;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        as_json(&mut out, &report)?;
    } else {
        as_text(&mut out, &report)?;
    }
    out.flush()?;
    Ok(if !report.failed.is_empty() {
        Outcome::Trouble
    } else if report.merged.imported.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// What came of an import that nobody watches.
#[derive(Debug, Default)]
pub struct Brought {
    pub n_new: u64,
    pub n_updated: u64,
    pub n_unchanged: u64,
    /// Calls that have a deal now.
    pub n_matched: u64,
    pub failed: Vec<Failure>,
}

/// Imports files for a run that nobody watches: what is odd about them is not told.
pub fn bring_in(settings: &Settings, files: &[PathBuf]) -> anyhow::Result<Brought> {
    let mut brought = Brought::default();
    let mut deals = Vec::new();
    for path in files {
        match read_one(path, settings.limits().max_bytes) {
            Ok(import) => deals.extend(import.deals),
            Err(failure) => brought.failed.push(failure),
        }
    }
    if deals.is_empty() {
        return Ok(brought);
    }
    let report = kept(settings, deals, Vec::new())?;
    Ok(Brought {
        n_new: report.merged.n_new,
        n_updated: report.merged.n_updated,
        n_unchanged: report.merged.n_unchanged(),
        n_matched: report.joinery.plan.matches.len() as u64,
        ..brought
    })
}

/// Reads every file; tells at once what is odd about it, or why it could not be read.
fn read_all(files: &[PathBuf], max_bytes: u64) -> anyhow::Result<Read> {
    let mut all = Read::default();
    for path in files {
        match read_one(path, max_bytes) {
            Ok(import) => {
                all.n_files += 1;
                all.deals.extend(import.deals);
                all.unread.extend(import.unread);
                tell_problems(path, &import.problems)?;
            }
            Err(failure) => {
                let mut err = anstream::stderr();
                writeln!(err, "{} {}", look::error_label(), failure.path)?;
                writeln!(
                    err,
                    "{}",
                    look::wrapped(&printable(&failure.message), "      ")
                )?;
                all.failed.push(failure);
            }
        }
    }
    Ok(all)
}

fn read_one(path: &Path, max_bytes: u64) -> Result<crm::Import, Failure> {
    let failure = |code: &str, message: String| Failure {
        path: path.display().to_string(),
        code: code.to_owned(),
        message,
    };
    if path.is_dir() {
        let message =
            "this is a folder; name the files in it, as in `verbatim deals import FOLDER/*.csv`";
        return Err(failure("is-a-folder", message.to_owned()));
    }
    let file = SourceFile {
        path: path.to_owned(),
        size: 0,
    };
    let bytes =
        source::read(&file, max_bytes).map_err(|error| failure(error.code, error.message))?;
    let mut import = crm::read(&bytes).map_err(|refusal| failure(refusal.code, refusal.message))?;
    if import.deals.is_empty() && import.problems.is_empty() {
        let what = match import.holds {
            Holds::Deals => "deals",
            Holds::Stages => "changes of a stage",
        };
        let message = format!("the table has its headings and no row of {what}");
        import.problems.push(Problem::of_file("no-rows", message));
    }
    Ok(import)
}

fn tell_problems(path: &Path, problems: &[Problem]) -> anyhow::Result<()> {
    let mut err = anstream::stderr();
    let (shown, rest) = problems.split_at(problems.len().min(MOST_NOTES));
    for Problem { place, message, .. } in shown {
        let place = match place {
            Some(Place::Line(line)) => format!("{}:{line}", path.display()),
            Some(Place::Offset(_)) | None => path.display().to_string(),
        };
        writeln!(err, "{} {place}: {message}", look::note_label())?;
    }
    if !rest.is_empty() {
        let n_rest = look::count(rest.len() as u64, "more note");
        writeln!(err, "      … and {n_rest} of {}", path.display())?;
    }
    Ok(())
}

/// What would come of an import.
fn tried(settings: &Settings, deals: Vec<CrmDeal>, failed: Vec<Failure>) -> anyhow::Result<Report> {
    let (known, calls) = match Catalogue::open_to_read(&settings.dir) {
        Ok(catalogue) => (catalogue.deals()?, catalogue.clues()?),
        Err(StoreError::NothingKept { .. }) => (Vec::new(), Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let merged = merge(known, deals);
    let joinery = Joinery::of(merged.all.clone(), calls);
    Ok(Report {
        merged,
        joinery,
        failed,
        n_changed: None,
        unread: BTreeSet::new(),
    })
}

/// Keeps the deals, puts calls to them and lets the index know.
fn kept(settings: &Settings, deals: Vec<CrmDeal>, failed: Vec<Failure>) -> anyhow::Result<Report> {
    let lock = WriteLock::take_within(&settings.dir, "deals import", PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(&settings.dir, &lock)?;
    let merged = merge(catalogue.deals()?, deals);
    if !merged.changed.is_empty() {
        catalogue.put_deals(&merged.changed, &now())?;
    }
    let (joinery, n_changed) = join(&mut catalogue)?;
    let progress = std::cell::RefCell::new(Progress::new(n_changed, Unit::Calls));
    bring_up_to_date(&settings.dir, &catalogue, &|n| progress.borrow_mut().to(n))?;
    progress.borrow().finish();
    Ok(Report {
        merged,
        joinery,
        failed,
        n_changed: Some(n_changed),
        unread: BTreeSet::new(),
    })
}
