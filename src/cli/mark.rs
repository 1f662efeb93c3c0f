//! How does a person overrule what the program heard?
//!
//! A decision is kept in the catalogue beside what was heard, and obeyed whenever its call is tagged again: at once,
//! after a change of the lexicons, and after a correction of the transcript.

mod export;

pub mod list;

mod words;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{anyhow, bail};

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::label::tags;
use crate::cli::look::{count, of_tag, printable, styled, wrapped};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::{Settings, now};
use crate::mention::by_hand::{Decision, Override};
use crate::mention::{Mention, Polarity};
use crate::mine::lexicon::Lexicons;
use crate::mine::overrule::Spot;
use crate::pipeline::Workshop;
use crate::pipeline::mark::{self, MarkError, Meant, Wish};
use crate::store::catalogue::Catalogue;

use self::words::show_sentences;

/// Overrule what was heard: a person's word outlives other lexicons and corrected transcripts
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim mark d01:7 objection/price yes --quote \"It's a lot of money.\"\n  verbatim mark d01:7 pain/errors no --note 'a joke'\n  verbatim mark d01:9 objection/price polarity=negated\n  verbatim mark --undo d01:7 pain/errors\n  verbatim mark --list\n  verbatim mark --export marked && verbatim learn --labels marked"
)]
pub struct Mark {
    /// The turn, as it stands behind every hit of a search
    #[arg(value_name = "CALL:TURN", required_unless_present_any = ["list", "export"])]
    pub turn: Option<String>,
    /// The tag, such as objection/price
    #[arg(value_name = "TAG", required_unless_present_any = ["list", "export"])]
    pub tag: Option<String>,
    /// yes or no; or how it was said: polarity=affirmed|negated|hypothetical, target=own|other,
    /// origin=unprompted|led
    #[arg(
        value_name = "DECISION",
        value_parser = decision,
        required_unless_present_any = ["list", "export", "undo"]
    )]
    pub decision: Option<Decision>,
    /// The words that are meant, exactly as they stand in the turn
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub quote: Option<String>,
    /// Why, for whoever asks later
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    /// Take back what was marked as this tag in this turn; with --quote only what was marked of these words
    #[arg(long, conflicts_with_all = ["decision", "note"])]
    pub undo: bool,
    /// List everything that is marked
    #[arg(long, conflicts_with_all = ["turn", "undo", "export"])]
    pub list: bool,
    /// The list as JSON, one mark a line
    #[arg(long, requires = "list")]
    pub json: bool,
    /// Write a folder of labels and their calls, for `learn --labels`
    #[arg(long, value_name = "DIR", conflicts_with_all = ["turn", "undo"])]
    pub export: Option<PathBuf>,
}

/// Marks, takes back, lists or exports.
pub fn run(args: &Args, command: &Mark) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    if command.list {
        return list::run(&settings, command.json);
    }
    if let Some(path) = &command.export {
        return export::run(&settings, path);
    }
    let (Some(turn), Some(tag)) = (&command.turn, &command.tag) else {
        bail!("which turn and which tag? Write CALL:TURN and TAG, such as d01:7 objection/price");
    };
    let place = Place::read(turn)?;
    match command.decision {
        Some(decision) => decide(&settings, command, place, tag, decision),
        None => undo(&settings, place, tag, command.quote.as_deref()),
    }
}

fn decision(word: &str) -> Result<Decision, String> {
    Decision::from_word(word).ok_or_else(|| {
        "a decision is yes, no, polarity=affirmed|negated|hypothetical, target=own|other or \
         origin=unprompted|led"
            .to_owned()
    })
}

/// A turn as it is typed.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    call: &'a str,
    turn: u32,
}

impl<'a> Place<'a> {
    /// Ids may hold colons themselves; the last one stands before the turn.
    fn read(written: &'a str) -> anyhow::Result<Place<'a>> {
        let (call, turn) = written.rsplit_once(':').unwrap_or((written, ""));
        match turn.parse() {
            Ok(turn) if !call.is_empty() => Ok(Place { call, turn }),
            _ => Err(anyhow!(
                "{written}: this names no turn; write CALL:TURN as it stands behind every hit of a search, \
                 such as d01:7"
            )),
        }
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.call, self.turn)
    }
}

fn decide(
    settings: &Settings,
    command: &Mark,
    place: Place<'_>,
    tag: &str,
    decision: Decision,
) -> anyhow::Result<Outcome> {
    let lexicons = settings.lexicons()?;
    let tag = tags::checked(tag, &lexicons)?;
    let wish = Wish {
        call: place.call,
        turn: place.turn,
        tag: &tag,
        decision,
        meant: Meant::Quote(command.quote.as_deref()),
        note: command.note.as_deref(),
        now: &now(),
    };
    let marked = with_bar(settings, &lexicons, |workshop, progress| {
        mark::decide(&settings.dir, workshop, &wish, progress)
    })?;
    let mut out = anstream::stdout();
    let marked = match marked {
        Ok(marked) => marked,
        Err(error) => return Err(told(&mut out, settings, place, error)?),
    };
    let decided = &marked.decided;
    let tag = styled(of_tag(&decided.tag.0), &decided.tag.0);
    let before = if marked.was_so {
        ", already marked so"
    } else {
        ""
    };
    writeln!(out, "{place}  {tag}  {decision}{before}")?;
    let quote = format!("“{}”", printable(&decided.quote));
    writeln!(out, "{}", wrapped(&quote, "    "))?;
    tell_turn(&mut out, &marked.mentions, place.turn)?;
    Ok(Outcome::Done)
}

/// The error with its place; before it the sentences to choose from, where it is not clear which words are meant.
fn told(
    out: &mut impl Write,
    settings: &Settings,
    place: Place<'_>,
    error: MarkError,
) -> anyhow::Result<anyhow::Error> {
    if let MarkError::Archive(error) = error {
        return Ok(error.into());
    }
    if matches!(error, MarkError::Unclear(_)) {
        let catalogue = Catalogue::open_to_read(&settings.dir)?;
        let turn = catalogue.turn(place.call, place.turn)?;
        show_sentences(out, turn.as_ref().map_or("", |turn| turn.text.as_str()))?;
    }
    Ok(anyhow!("{place}: {error}"))
}

fn undo(
    settings: &Settings,
    place: Place<'_>,
    tag: &str,
    quote: Option<&str>,
) -> anyhow::Result<Outcome> {
    let lexicons = settings.lexicons()?;
    // A mark is taken back where it stands now, which is where it is listed.
    let stands_here = |decided: &Override, spot: Option<Spot>| {
        decided.tag.0 == tag
            && spot.map_or(decided.turn, |spot| spot.turn) == place.turn
            && quote.is_none_or(|quote| decided.quote.trim() == quote.trim())
    };
    let taken_back = with_bar(settings, &lexicons, |workshop, progress| {
        mark::take_back(&settings.dir, workshop, place.call, stands_here, progress)
    })??;
    let mut out = anstream::stdout();
    if taken_back.n_marks == 0 {
        let of_words = if quote.is_some() {
            " on these words"
        } else {
            ""
        };
        writeln!(out, "{place} has no mark of {tag}{of_words}.")?;
        writeln!(out, "`verbatim mark --list` shows what is marked.")?;
        return Ok(Outcome::NothingFound);
    }
    let n_marks = count(taken_back.n_marks as u64, "mark");
    writeln!(out, "{place}  {tag}  {n_marks} taken back")?;
    if let Some(mentions) = &taken_back.mentions {
        tell_turn(&mut out, mentions, place.turn)?;
    }
    Ok(Outcome::Done)
}

/// Lends a workshop and a bar over all calls.
pub(super) fn with_bar<T>(
    settings: &Settings,
    lexicons: &Lexicons,
    work: impl FnOnce(&Workshop<'_>, &dyn Fn(u64)) -> T,
) -> anyhow::Result<T> {
    let n_calls = Catalogue::open_to_read(&settings.dir)?.counts()?.calls;
    let workshop = Workshop::new(lexicons, settings.side_rules(), settings.config.threshold);
    let progress = std::cell::RefCell::new(Progress::new(n_calls, Unit::Calls));
    let result = work(&workshop, &|n| progress.borrow_mut().to(n));
    progress.borrow().finish();
    Ok(result)
}

fn tell_turn(out: &mut impl Write, mentions: &[Mention], turn: u32) -> std::io::Result<()> {
    let mut heard: Vec<(String, usize)> = Vec::new();
    for mention in mentions.iter().filter(|mention| mention.turn == turn) {
        let tag = told_tag(mention);
        match heard.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, n_times)) => *n_times += 1,
            None => heard.push((tag, 1)),
        }
    }
    if heard.is_empty() {
        return writeln!(out, "Nothing is heard in this turn now.");
    }
    let tags: Vec<String> = heard
        .into_iter()
        .map(|(tag, n_times)| match n_times {
            1 => tag,
            several => format!("{tag} ({several})"),
        })
        .collect();
    writeln!(
        out,
        "{}",
        wrapped(&format!("Heard in this turn now: {}.", tags.join(", ")), "")
    )
}

/// A tag, and whether it is taken back by the words around it.
fn told_tag(mention: &Mention) -> String {
    let tag = styled(of_tag(&mention.tag.0), &mention.tag.0);
    match mention.polarity {
        Polarity::Affirmed => tag,
        cancelled => format!("{tag} ({})", cancelled.name()),
    }
}
