//! Which patterns would hear what people marked?

use std::cell::RefCell;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::cli::args::Args;
use crate::cli::label::tags::{check_tags, checked};
use crate::cli::lexicon::discover::note_stale;
use crate::cli::lexicon::lessons::{Corpus, Gatherer, Lessons};
use crate::cli::lexicon::taught::{tell, tell_as_json};
use crate::cli::lexicon::{count_entries, write_whole};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look};
use crate::mention::Tag;
use crate::mine::lexicon::{CLASSES, Sources};
use crate::mine::vocabulary::Vocabulary;
use crate::pipeline::labelled;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::tend::discover::price::{Prices, Scale};
use crate::tend::discover::sheet::Readers;
use crate::tend::layout::holds_entries;
use crate::tend::teach::append::appended;
use crate::tend::teach::choose::{Chosen, Proposal, choose};
use crate::tend::teach::drafts::{Writer, drafts};
use crate::tend::teach::rarity::{Counted, Index, Rarity};
use crate::tend::teach::trial::{as_lexicons, tried};

/// Propose patterns that would hear what people marked, each with what else it would hear
///
/// From `yes` marks that no pattern hears: a few words in their order, or the lists that hold them, with the sentences
/// of prospects that the pattern would newly hear. From `no` marks: near misses for the entries that hear them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim lexicon learn\n  verbatim lexicon learn --tag pain/manual-work --json\n  verbatim lexicon learn --labels marked --write own.toml\n\n\
        Nothing is changed without --write. Read what a pattern would newly hear before you keep it, and write what only \
        sounds like it into `near`. Exit code 1: there is nothing to propose."
)]
pub struct Learn {
    /// A folder of labelled calls to learn from too, as `label` and `mark --export` write it; may be given again
    #[arg(long, value_name = "DIR")]
    pub labels: Vec<PathBuf>,
    /// Only for this tag, such as pain/errors
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// At most so many patterns for a tag
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    /// Add the proposed entries to this lexicon, which is made if it is not there
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// One proposal a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Gathers what was marked, finds patterns and tells.
pub fn run(args: &Args, command: &Learn) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let sources = settings.lexicon_sources()?.without_learned();
    let lexicons = sources.compile()?;
    let classes = sources.classes()?;
    let only = command.tag.as_deref();
    let only = only.map(|tag| checked(tag, &lexicons)).transpose()?;
    check_tags(&command.labels, &lexicons)?;
    let mut labelled_calls = Vec::new();
    for folder in &command.labels {
        labelled_calls.extend(labelled::to_learn(folder)?);
    }
    let catalogue = archive(&settings, command)?;
    let mut gatherer = Gatherer::new(&lexicons, &classes, only);
    if let Some(catalogue) = &catalogue {
        note_stale(&settings, catalogue)?;
        gatherer.add_marks(catalogue)?;
    }
    for labelled in &labelled_calls {
        gatherer.add_labelled(labelled);
    }
    let corpus = Corpus::new(catalogue, &labelled_calls)?;
    let search = Search {
        corpus: &corpus,
        sources: &sources,
        vocabulary: &lexicons.matcher.vocabulary,
        writer: Writer {
            forms: gatherer.cutter.forms(),
            classes: &classes,
        },
        most: command.limit as usize,
    };
    let lessons = &gatherer.lessons;
    let chosen = search.patterns(lessons)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        tell_as_json(&mut out, &chosen, lessons)?;
    } else {
        tell(&mut out, &chosen, lessons)?;
    }
    out.flush()?;
    if let Some(path) = &command.write {
        write(path, &chosen.proposals, &sources)?;
    }
    let has_any = !chosen.proposals.is_empty() || !lessons.near_misses.is_empty();
    Ok(if has_any {
        Outcome::Done
    } else {
        Outcome::NothingFound
    })
}

/// The archive; none where nothing is kept and folders were named in its place.
fn archive(settings: &Settings, command: &Learn) -> Result<Option<Catalogue>, StoreError> {
    match Catalogue::open_to_read(&settings.dir) {
        Err(StoreError::NothingKept { .. }) if !command.labels.is_empty() => Ok(None),
        catalogue => catalogue.map(Some),
    }
}

/// What a search for patterns needs to know.
struct Search<'s> {
    corpus: &'s Corpus,
    sources: &'s Sources,
    vocabulary: &'s Vocabulary,
    writer: Writer<'s>,
    most: usize,
}

impl Search<'_> {
    /// Drafts, tries, prices and chooses.
    fn patterns(&self, lessons: &Lessons) -> anyhow::Result<Chosen> {
        let unheard = &lessons.unheard;
        if unheard.is_empty() {
            return Ok(Chosen::default());
        }
        let n_calls = self.corpus.n_calls()?;
        let progress = RefCell::new(Progress::new(n_calls * 2, Unit::Calls));
        let pass = |nth: u64| {
            let progress = &progress;
            move |n: u64| progress.borrow_mut().to(nth * n_calls + n)
        };

        let readers = Readers::new(self.vocabulary);
        let index = Index::new(unheard, self.writer.classes, self.vocabulary);
        let mut counted = Counted::new(&index);
        self.corpus.survey(
            &pass(0),
            |call, _| index.look(&call, &readers),
            |of_call| counted.add(&of_call),
        )?;

        let drafts = drafts(unheard, &Rarity::new(index, counted), &self.writer);
        let compiled = as_lexicons(&drafts, self.sources)?;
        let heard = tried(&drafts, &compiled, unheard, &lessons.denied);
        let tags: Vec<&Tag> = drafts.iter().map(|draft| &draft.tag).collect();
        let scale = Scale::new(&compiled.matcher, tags);
        let mut prices = Prices::new(drafts.len());
        self.corpus.survey(
            &pass(1),
            |call, mentions| {
                let hits = scale.look(&call, &mentions);
                (call, hits)
            },
            |(call, hits)| prices.add(&call, &hits),
        )?;
        progress.borrow().finish();
        Ok(choose(
            unheard,
            &lessons.denied,
            &drafts,
            &heard,
            &prices,
            self.most,
        ))
    }
}

/// Adds the proposed entries to a file, which must be readable before and after.
fn write(path: &Path, proposals: &[Proposal], sources: &Sources) -> anyhow::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if path.extension().is_none_or(|ending| ending != "toml") || !holds_entries(&name) {
        bail!(
            "{}: entries go into a lexicon of their own; name a file that ends in .toml",
            path.display()
        );
    }
    let old = match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(cause) if cause.kind() == ErrorKind::NotFound => None,
        Err(cause) => {
            let what = format!("cannot read {}; check its permissions", path.display());
            return Err(cause).context(what);
        }
    };
    if let Some(text) = &old {
        check(path, text, sources)?;
    }
    let appended =
        appended(old.as_deref(), proposals).map_err(|why| anyhow!("{}: {why}", path.display()))?;
    if appended.n_added > 0 {
        check(path, &appended.text, sources)?;
        write_whole(path, &appended.text)?;
    }
    writeln!(
        anstream::stderr(),
        "{} {}: {} added",
        look::note_label(),
        path.display(),
        count_entries(appended.n_added)
    )?;
    Ok(())
}

/// Whether a lexicon's text can be read, with the lists that stand beside it or else those in use.
fn check(path: &Path, text: &str, sources: &Sources) -> anyhow::Result<()> {
    let mut files = vec![(path.display().to_string(), text.to_owned())];
    match std::fs::read_to_string(path.with_file_name(CLASSES)) {
        Ok(classes) => files.push((CLASSES.to_owned(), classes)),
        Err(_) => {
            let in_use = sources.files().iter().filter(|(file, _)| file == CLASSES);
            files.extend(in_use.map(|(file, text)| (file.clone(), text.to_string())));
        }
    }
    Sources::new(files).compile()?;
    Ok(())
}
