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

use crate::archive::keeper::bring_up_to_date;
use crate::call::{Call, CallId, Side};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::label::tags;
use crate::cli::look::{count, of_tag, printable, styled, wrapped};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::{Settings, now};
use crate::mention::by_hand::{Decision, Override};
use crate::mention::{Mention, Polarity};
use crate::mine::lexicon::Lexicons;
use crate::mine::overrule::{spot, text_hash};
use crate::pipeline::Workshop;
use crate::pipeline::retag::retag;
use crate::store::catalogue::Catalogue;
use crate::store::lock::WriteLock;

use self::words::{show_sentences, words_meant};

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
    /// Take back what was marked as this tag in this turn
    #[arg(long, conflicts_with_all = ["decision", "quote", "note"])]
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
        None => undo(&settings, place, tag),
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
    // Before the lock is taken, so that an empty folder stays empty.
    Catalogue::open_to_read(&settings.dir)?;
    let lexicons = settings.lexicons()?;
    let tag = tags::checked(tag, &lexicons)?;
    let lock = WriteLock::take(&settings.dir, "mark")?;
    let mut catalogue = Catalogue::open_to_write(&settings.dir, &lock)?;
    let Some((ord, call)) = catalogue.call(place.call)? else {
        bail!(
            "{place}: no such call is kept; the place of a turn stands behind every hit of a search"
        );
    };
    let text = prospects_words(&call, place)?;
    let mut heard = catalogue.mentions(ord)?;
    heard.retain(|mention| mention.turn == place.turn && mention.tag == tag);
    let mut out = anstream::stdout();
    let words = match words_meant(text, decision, command.quote.as_deref(), &heard) {
        Ok(words) => words,
        Err(unclear) => {
            show_sentences(&mut out, text)?;
            bail!("{place}: {unclear}");
        }
    };
    let decided = Override {
        call: CallId(place.call.to_owned()),
        turn: place.turn,
        span: words.span,
        text_sha256: text_hash(text),
        quote: words.quote,
        tag,
        decision,
        note: command.note.clone(),
        decided_at: now(),
    };
    catalogue.put_override(&decided)?;
    hear_again(settings, &lexicons, &mut catalogue)?;
    let tag = styled(of_tag(&decided.tag.0), &decided.tag.0);
    writeln!(out, "{place}  {tag}  {decision}")?;
    let quote = format!("“{}”", printable(&decided.quote));
    writeln!(out, "{}", wrapped(&quote, "    "))?;
    tell_turn(&mut out, &catalogue.mentions(ord)?, place.turn)?;
    Ok(Outcome::Done)
}

fn undo(settings: &Settings, place: Place<'_>, tag: &str) -> anyhow::Result<Outcome> {
    Catalogue::open_to_read(&settings.dir)?;
    let lexicons = settings.lexicons()?;
    let lock = WriteLock::take(&settings.dir, "mark")?;
    let mut catalogue = Catalogue::open_to_write(&settings.dir, &lock)?;
    let kept = catalogue.call(place.call)?;
    // A mark is taken back where it stands now, which is where it is listed.
    let stands_here = |decided: &Override| {
        let spot = kept.as_ref().and_then(|(_, call)| spot(call, decided));
        decided.tag.0 == tag && spot.map_or(decided.turn, |spot| spot.turn) == place.turn
    };
    let mut marks = catalogue.overrides_of(place.call)?;
    marks.retain(stands_here);
    let mut out = anstream::stdout();
    if marks.is_empty() {
        writeln!(out, "{place} has no mark of {tag}.")?;
        writeln!(out, "`verbatim mark --list` shows what is marked.")?;
        return Ok(Outcome::NothingFound);
    }
    for decided in &marks {
        catalogue.remove_override(decided)?;
    }
    hear_again(settings, &lexicons, &mut catalogue)?;
    let n_marks = count(marks.len() as u64, "mark");
    writeln!(out, "{place}  {tag}  {n_marks} taken back")?;
    if let Some((ord, _)) = kept {
        tell_turn(&mut out, &catalogue.mentions(ord)?, place.turn)?;
    }
    Ok(Outcome::Done)
}

/// Tags what is stale, the marked call above all, and lets the index know.
pub(super) fn hear_again(
    settings: &Settings,
    lexicons: &Lexicons,
    catalogue: &mut Catalogue,
) -> anyhow::Result<()> {
    let workshop = Workshop::new(lexicons, settings.side_rules(), settings.config.threshold);
    let progress = std::cell::RefCell::new(Progress::new(catalogue.counts()?.calls, Unit::Calls));
    retag(catalogue, &workshop, &|n| progress.borrow_mut().to(n))?;
    bring_up_to_date(&settings.dir, catalogue, &|n| progress.borrow_mut().to(n))?;
    progress.borrow().finish();
    Ok(())
}

fn prospects_words<'c>(call: &'c Call, place: Place<'_>) -> anyhow::Result<&'c str> {
    let Some(turn) = call.turns.get(place.turn as usize) else {
        let n_turns = count(call.turns.len() as u64, "turn");
        bail!("{place}: the call has only {n_turns}, and they are counted from 0");
    };
    match call.speaker(turn).side {
        Side::Prospect => {}
        Side::Rep => bail!(
            "{place}: this turn is a rep's, and only prospects' words carry mentions; mark the prospect's turn"
        ),
        Side::Unknown => bail!(
            "{place}: nobody knows on which side this speaker sits, and only prospects' words carry mentions; \
             say it with `verbatim sides`"
        ),
    }
    if turn.text.trim().is_empty() {
        bail!("{place}: nothing is said in this turn; mark another one");
    }
    Ok(&turn.text)
}

fn tell_turn(out: &mut impl Write, mentions: &[Mention], turn: u32) -> std::io::Result<()> {
    let tags: Vec<String> = mentions
        .iter()
        .filter(|mention| mention.turn == turn)
        .map(|mention| {
            let tag = styled(of_tag(&mention.tag.0), &mention.tag.0);
            match mention.polarity {
                Polarity::Affirmed => tag,
                cancelled => format!("{tag} ({})", cancelled.name()),
            }
        })
        .collect();
    if tags.is_empty() {
        return writeln!(out, "Nothing is heard in this turn now.");
    }
    writeln!(
        out,
        "{}",
        wrapped(&format!("Heard in this turn now: {}.", tags.join(", ")), "")
    )
}
