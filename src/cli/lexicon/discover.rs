//! What do the lexicons miss, by the archive's own account?

mod tell;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;

use crate::cli::args::Args;
use crate::cli::label::tags::checked;
use crate::cli::look::{count, grouped};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look};
use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::survey::survey;
use crate::store::catalogue::Catalogue;
use crate::tend::discover::counts::Counts;
use crate::tend::discover::forms::Forms;
use crate::tend::discover::likeness::{Likeness, Sentences};
use crate::tend::discover::price::{Prices, Scale};
use crate::tend::discover::sheet::{Readers, Sheet};
use crate::tend::discover::swap::Known;
use crate::tend::discover::{Leads, Proposal, drafts, matcher, proposals};
use tell::tell;

/// Propose patterns that the archive suggests, each with what it would hear
///
/// For each tag: phrases that its sentences have more often than others; words that keep the company of those in its
/// patterns; and sentences without a tag that are most like those with it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim lexicon discover --tag pain/manual-work\n  verbatim lexicon discover --limit 1\n\n\
        A proposal is no more than that: read its sentences, add the pattern to an entry with one of them under `hear`, \
        and see with `verbatim lexicon diff` what else it hears."
)]
pub struct Discover {
    /// Only for this tag, such as pain/errors
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// At most so many proposals of each sort for a tag
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    /// One proposal a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// What the archive suggests.
struct Found {
    n_calls: u64,
    /// Sentences of prospects.
    n_rows: u64,
    counts: Counts,
    proposals: Vec<Proposal>,
}

/// Goes over the archive and tells what it suggests.
pub fn run(args: &Args, command: &Discover) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicons()?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    note_stale(&settings, &catalogue)?;
    let found = discovered(&catalogue, &lexicons, command)?;
    if let Some(why) = why_nothing(&found, command) {
        writeln!(anstream::stderr(), "{} {why}", look::note_label())?;
        return Ok(Outcome::NothingFound);
    }
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        for proposal in &found.proposals {
            writeln!(out, "{}", serde_json::to_string(proposal)?)?;
        }
    } else {
        tell(&mut out, &found)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// What is proposed hangs on what was heard, so it should have been heard with today's lexicons.
pub(super) fn note_stale(settings: &Settings, catalogue: &Catalogue) -> anyhow::Result<()> {
    let n_stale = catalogue.of_old_lexicon(&settings.tagged_by()?)?.len();
    if n_stale > 0 {
        writeln!(
            anstream::stderr(),
            "{} {} not tagged with today's lexicons; `verbatim reindex` does that, and better proposals come of it",
            look::note_label(),
            match n_stale {
                1 => "1 call is".to_owned(),
                n => format!("{} calls are", grouped(n as u64)),
            }
        )?;
    }
    Ok(())
}

/// The three passes.
fn discovered(
    catalogue: &Catalogue,
    lexicons: &Lexicons,
    command: &Discover,
) -> anyhow::Result<Found> {
    let most = command.limit as usize;
    let words = &lexicons.matcher.vocabulary;
    let readers = Readers::new(words);
    let n_kept = catalogue.counts()?.calls;
    let progress = RefCell::new(Progress::new(n_kept * 3, Unit::Calls));
    let pass = |nth: u64| {
        let progress = &progress;
        move |n: u64| progress.borrow_mut().to(nth * n_kept + n)
    };

    let mut counts = Counts::new(tags(lexicons, command)?, command.tag.is_some());
    let n_calls = survey(
        catalogue,
        &pass(0),
        |call, mentions| Sheet::of(call, &mentions, &readers),
        |sheet| counts.add(&sheet),
    )?;

    let known = Known::new(lexicons);
    let leads = Leads::new(&counts, &known, most);
    let likeness = Likeness::new(&counts);
    let mut forms = Forms::new(leads.stems(&counts));
    let mut sentences = Sentences::new(likeness.tags.len(), most);
    survey(
        catalogue,
        &pass(1),
        |call, mentions| {
            let sheet = Sheet::of(call, &mentions, &readers);
            let alike = likeness.look(&sheet);
            (sheet, alike)
        },
        |(sheet, alike)| {
            forms.add(&sheet, words);
            sentences.add(&sheet, &alike, &likeness, words);
        },
    )?;

    let drafts = drafts(&leads, &known, &counts, &forms, sentences.into_tags());
    let matcher = matcher(&drafts);
    let scale = Scale::new(&matcher, drafts.iter().map(|draft| &draft.tag).collect());
    let mut prices = Prices::new(drafts.len());
    survey(
        catalogue,
        &pass(2),
        |call, mentions| {
            let hits = scale.look(&call, &mentions);
            (call, hits)
        },
        |(call, hits)| prices.add(&call, &hits),
    )?;
    drop(scale);
    progress.borrow().finish();
    Ok(Found {
        n_calls,
        n_rows: counts.n_rows,
        proposals: proposals(drafts, prices, &counts, most),
        counts,
    })
}

/// The tags to look at, whether anything carries them or not.
fn tags(lexicons: &Lexicons, command: &Discover) -> anyhow::Result<BTreeSet<Tag>> {
    Ok(match &command.tag {
        Some(wanted) => BTreeSet::from([checked(wanted, lexicons)?]),
        None => lexicons.entries.iter().map(|e| e.tag.clone()).collect(),
    })
}

/// Why there is nothing to tell, and what to do about it.
fn why_nothing(found: &Found, command: &Discover) -> Option<String> {
    if !found.proposals.is_empty() {
        return None;
    }
    if found.n_calls == 0 {
        let why = "the archive holds no call yet; keep some with `verbatim ingest`";
        return Some(why.to_owned());
    }
    if found.n_rows == 0 {
        let why = "nobody in the archive is known to be a prospect; name your own people or their e-mail domains in \
            the config";
        return Some(why.to_owned());
    }
    let n_tagged: u64 = found.counts.tags.values().map(|group| group.n_rows).sum();
    let searched = count(found.n_rows, "sentence");
    Some(match (&command.tag, n_tagged) {
        (Some(tag), 0) => format!(
            "none of {searched} of prospects carries {tag}, and no other word behaves like those of its patterns"
        ),
        (_, 0) => format!(
            "none of {searched} of prospects carries a tag, so there is nothing to compare with"
        ),
        (_, n) => format!(
            "{} of {searched} of prospects carry tags, but nothing stands out in them at two accounts or more; more \
             calls may show it",
            grouped(n)
        ),
    })
}
