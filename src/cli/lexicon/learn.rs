//! Which patterns would hear what people marked?

use std::cell::RefCell;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use serde::Serialize;

use crate::cli::args::Args;
use crate::cli::label::tags::checked;
use crate::cli::lexicon::discover::note_stale;
use crate::cli::lexicon::lessons::{Corpus, Gatherer, Lessons, NearMiss};
use crate::cli::lexicon::{count_entries, write_whole};
use crate::cli::look::{
    FAINT, HEADING, STRONG, count, grouped, of_tag, printable, styled, styled_lines, wrapped,
};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, labelled, look};
use crate::mention::Tag;
use crate::mine::lexicon::{CLASSES, Sources};
use crate::mine::vocabulary::Vocabulary;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::tend::discover::price::{Prices, Scale};
use crate::tend::discover::sheet::Readers;
use crate::tend::layout::holds_entries;
use crate::tend::teach::Said;
use crate::tend::teach::append::appended;
use crate::tend::teach::choose::{Chosen, Proposal, choose};
use crate::tend::teach::drafts::{Writer, drafts};
use crate::tend::teach::rarity::{Counted, Index, Rarity};
use crate::tend::teach::trial::{as_lexicons, tried};
use crate::tend::written::quoted;

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
        tell(&mut out, &chosen, lessons, command.write.is_none())?;
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

/// One line of the answer for programs.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'a> {
    Pattern(&'a Proposal),
    /// Nothing was found that hears it and little else.
    Left(&'a Said),
    NearMiss(&'a NearMiss),
}

fn tell_as_json(
    out: &mut impl Write,
    chosen: &Chosen,
    lessons: &Lessons,
) -> Result<(), anyhow::Error> {
    let patterns = chosen.proposals.iter().map(Line::Pattern);
    let left = chosen.left.iter().map(Line::Left);
    let near_misses = lessons.near_misses.iter().map(Line::NearMiss);
    for line in patterns.chain(left).chain(near_misses) {
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

/// Tells people; with the entries, unless they are written to a file anyway.
fn tell(
    out: &mut impl Write,
    chosen: &Chosen,
    lessons: &Lessons,
    with_entries: bool,
) -> std::io::Result<()> {
    if lessons.is_empty() {
        let how = "Nothing is marked, so there is nothing to learn from. `verbatim mark CALL:TURN TAG yes` marks what \
            was missed; --labels DIR takes labelled calls.";
        return writeln!(out, "{}", wrapped(how, ""));
    }
    let read = format!(
        "{} that no pattern hears, {} that patterns hear already, {} denied.",
        count(lessons.unheard.len() as u64, "sentence"),
        grouped(lessons.n_heard),
        grouped(lessons.denied.len() as u64)
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&read, "")))?;
    let mut tag = None;
    for proposal in &chosen.proposals {
        if tag != Some(&proposal.tag) {
            tag = Some(&proposal.tag);
            writeln!(
                out,
                "\n{}",
                styled(of_tag(&proposal.tag.0), &proposal.tag.0)
            )?;
        }
        tell_proposal(out, proposal)?;
        if with_entries {
            writeln!(out)?;
            for line in proposal.entry.lines() {
                writeln!(out, "{}", printable(line))?;
            }
        }
    }
    tell_left(out, &chosen.left)?;
    tell_near_misses(out, lessons)
}

/// Sentences shown of what one pattern hears.
const SHOWN: usize = 5;

fn tell_proposal(out: &mut impl Write, proposal: &Proposal) -> std::io::Result<()> {
    writeln!(out)?;
    for line in wrapped(&proposal.pattern, "    ").lines() {
        writeln!(out, "{}", styled(STRONG, line))?;
    }
    for said in proposal.hears.iter().take(SHOWN) {
        tell_quote(out, "+", &said.quote, &said.call, said.turn)?;
    }
    if let Some(more) = proposal.hears.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        writeln!(out, "      and {} more", grouped(more as u64))?;
    }
    let price = &proposal.price;
    let cost = format!(
        "would newly hear {} of prospects; {} carry the tag already, {} are of reps",
        count(price.new, "sentence"),
        grouped(price.tagged),
        grouped(price.rep)
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&cost, "      ")))?;
    for example in &proposal.examples {
        tell_quote(out, "?", &example.quote, &example.call, example.turn)?;
    }
    Ok(())
}

fn tell_left(out: &mut impl Write, left: &[Said]) -> std::io::Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let heading = "no pattern was found that hears these and little else";
    writeln!(out, "\n{}", styled(HEADING, heading))?;
    for said in left {
        let tag = styled(of_tag(&said.tag.0), &said.tag.0);
        writeln!(out, "    {tag}")?;
        tell_quote(out, "-", &said.quote, &said.call, said.turn)?;
    }
    Ok(())
}

fn tell_near_misses(out: &mut impl Write, lessons: &Lessons) -> std::io::Result<()> {
    if !lessons.near_misses.is_empty() {
        let heading = "entries that hear what was denied: add it to their near, and narrow them";
        writeln!(out, "\n{}", styled(HEADING, heading))?;
    }
    for near_miss in &lessons.near_misses {
        let NearMiss {
            said,
            lexicon,
            entry,
            pattern,
        } = near_miss;
        let whose = format!("{} {entry:?} in {lexicon}.toml, by {pattern:?}", said.tag);
        writeln!(out, "{}", wrapped(&printable(&whose), "    "))?;
        tell_quote(out, "-", &said.quote, &said.call, said.turn)?;
        writeln!(out, "      {},", printable(&quoted(&said.quote)))?;
    }
    let n_others = lessons.denied.len() - lessons.near_misses.len();
    if n_others > 0 {
        let told = format!(
            "Of {} denied no pattern hears anything; `verbatim mark --export DIR` and `verbatim learn --labels DIR` \
             teach what was learned.",
            count(n_others as u64, "sentence")
        );
        writeln!(out, "\n{}", styled_lines(FAINT, &wrapped(&told, "")))?;
    }
    Ok(())
}

fn tell_quote(
    out: &mut impl Write,
    sign: &str,
    quote: &str,
    call: &str,
    turn: u32,
) -> std::io::Result<()> {
    let told = format!("“{}” {call}:{turn}", printable(quote));
    let told = wrapped(&told, "        ");
    writeln!(out, "      {sign} {}", told.trim_start())
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
            files.extend(in_use.cloned());
        }
    }
    Sources::new(files).compile()?;
    Ok(())
}
