//! What would be hidden of a pack when it is published, and what does a person decide about it?

use std::io::Write;

use anyhow::{anyhow, bail};
use serde_json::json;

use crate::call::Span;
use crate::cli::Outcome;
use crate::cli::look::{FAINT, printable, styled};
use crate::cli::pack::change::item_of;
use crate::cli::pack::{change, opened};
use crate::cli::rights::{by_whom, given_text, today};
use crate::cli::settings::Settings;
use crate::quote::decision::{Decided, Decision, decide, undo};
use crate::quote::hide::{Hider, Place};
use crate::quote::pack::{Item, Pack};
use crate::quote::typography::{plain, plain_words};
use crate::store::catalogue::Catalogue;

/// List what a file for publishing hides, with reasons; show it all the same, or hide more
///
/// Names, numbers and addresses that would tell who spoke are marked when a pack is published, never in the pack itself.
/// What is decided here is kept with the quote and holds wherever its ends are moved. The leak test looks once more at
/// what is shown.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack redact offer\n  verbatim pack redact offer --hide 1 Carol --as '[a colleague]'\n  verbatim pack redact offer --show 1 --by CMO --why 'a first name only'\n  verbatim pack redact offer --undo 1"
)]
pub struct Redact {
    /// The pack's name
    pub name: String,
    /// Show what would be hidden: a finding's number, or a quote's with the bytes of its turn
    #[arg(long, value_name = "FINDING|QUOTE:FROM-TO", value_parser = which)]
    pub show: Vec<Which>,
    /// Hide words of a quote
    #[arg(long, num_args = 2, value_names = ["QUOTE", "WORDS"], requires = "instead")]
    pub hide: Vec<String>,
    /// What stands there instead, in brackets; […] leaves the words out
    #[arg(
        long = "as",
        value_name = "[…]",
        requires = "hide",
        allow_hyphen_values = true
    )]
    pub instead: Option<String>,
    /// Take a decision back
    #[arg(long, value_name = "FINDING|QUOTE:FROM-TO", value_parser = which)]
    pub undo: Vec<Which>,
    /// Who decides; the system's user if not given
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = given_text, allow_hyphen_values = true)]
    pub why: Option<String>,
    /// One finding a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// A finding, by its number in the list.
    Finding(usize),
    /// Bytes of the turn of a quote, by the quote's number.
    Bytes(usize, Span),
}

fn which(written: &str) -> Result<Which, String> {
    let read = || {
        let Some((quote, bytes)) = written.split_once(':') else {
            return written.trim().parse().ok().map(Which::Finding);
        };
        let (start, end) = bytes.split_once('-')?;
        let span = Span {
            start: start.trim().parse().ok()?,
            end: end.trim().parse().ok()?,
        };
        let quote = quote.trim().parse().ok()?;
        (span.start < span.end).then_some(Which::Bytes(quote, span))
    };
    read().ok_or_else(|| {
        "write a finding's number, or QUOTE:FROM-TO with bytes of the quote's turn, such as 1:49-54"
            .to_owned()
    })
}

/// Decides, and lists what would be hidden.
pub(super) fn run(settings: &Settings, command: &Redact) -> anyhow::Result<Outcome> {
    let is_decided =
        !command.show.is_empty() || !command.hide.is_empty() || !command.undo.is_empty();
    let (pack, places) = if is_decided {
        change(settings, &command.name, |pack, catalogue| {
            decided(settings, command, pack, catalogue)
        })?
    } else {
        let catalogue = Catalogue::open_to_read(&settings.dir)?;
        let pack = opened(&catalogue, &command.name)?;
        let places = hider(settings, &catalogue, &pack)?.findings(&pack);
        (pack, places)
    };
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let n_shown = if command.json {
        list_json(&mut out, &pack, &places)?
    } else {
        list(&mut out, &pack, &places)?
    };
    out.flush()?;
    Ok(if n_shown == 0 {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

fn hider(settings: &Settings, catalogue: &Catalogue, pack: &Pack) -> anyhow::Result<Hider> {
    Ok(Hider::of(catalogue, pack, today()?, &settings.config)?)
}

/// Writes decisions down; what would be hidden then.
fn decided(
    settings: &Settings,
    command: &Redact,
    pack: &mut Pack,
    catalogue: &Catalogue,
) -> anyhow::Result<Vec<Place>> {
    let hider = hider(settings, catalogue, pack)?;
    let places = hider.findings(pack);
    let by = by_whom(command.by.as_deref());
    let decision = |span: Span, what: Decided| Decision {
        span,
        what,
        by: by.clone(),
        why: command.why.clone(),
    };
    for which in &command.undo {
        let (number, span) = meant(*which, &places)?;
        undo(&mut item_of(pack, number)?.decisions, span);
    }
    for which in &command.show {
        let (number, span) = meant(*which, &places)?;
        let item = item_of(pack, number)?;
        decide(&mut item.decisions, decision(span, Decided::Show));
    }
    for two in command.hide.chunks(2) {
        let [number, words] = two else {
            bail!("--hide takes the quote's number and the words");
        };
        let number: usize = number
            .trim()
            .parse()
            .map_err(|_| anyhow!("--hide: the quote comes first, by its number in `pack show`"))?;
        let what = Decided::hide(command.instead.as_deref().unwrap_or(""))?;
        let item = item_of(pack, number)?;
        let span = span_of(item, words).map_err(|why| anyhow!("quote {number}: {why}"))?;
        decide(&mut item.decisions, decision(span, what));
        if hider.hide(pack).unfit.contains(&number) {
            bail!(
                "quote {number}: without these words hardly a quote is left, or a \"not\" would go with them; hide \
                 fewer words, or move the quote's ends"
            );
        }
    }
    Ok(hider.findings(pack))
}

/// The quote and the bytes that somebody means.
fn meant(which: Which, places: &[Place]) -> anyhow::Result<(usize, Span)> {
    match which {
        Which::Bytes(number, span) => Ok((number, span)),
        Which::Finding(finding) => {
            let place = finding.checked_sub(1).and_then(|at| places.get(at));
            let place = place.ok_or_else(|| {
                anyhow!(
                    "there is no finding {finding}; the pack has {}, and they are counted from 1",
                    places.len()
                )
            })?;
            Ok((place.item, place.span))
        }
    }
}

/// Where words stand in the quote, in bytes of the turn.
fn span_of(item: &Item, words: &str) -> Result<Span, &'static str> {
    let compared = plain(&item.seal.exact);
    let words = plain_words(words);
    let mut found = compared.find_words(&words);
    let at = found
        .next()
        .ok_or("these words do not stand in it one after another; copy them from `pack show`")?;
    if found.next().is_some() {
        return Err("these words stand in it more than once; add a word before or behind them");
    }
    let span = compared.original(at, at + words.len());
    Ok(Span {
        start: item.seal.start + span.start,
        end: item.seal.start + span.end,
    })
}

/// The words under a span of the turn.
fn words_at(pack: &Pack, number: usize, span: Span) -> &str {
    let item = number.checked_sub(1).and_then(|at| pack.items.get(at));
    item.map_or("", |item| {
        let start = item.seal.start;
        Span {
            start: span.start.saturating_sub(start),
            end: span.end.saturating_sub(start),
        }
        .slice(&item.seal.exact)
    })
}

/// Decisions to hide what nothing else would: the quote's number, and the decision.
fn by_hand<'p>(pack: &'p Pack, places: &[Place]) -> Vec<(usize, &'p Decision, &'p str)> {
    let mut found = Vec::new();
    for (number, item) in (1..).zip(&pack.items) {
        for decision in &item.decisions {
            let Decided::Hide { instead } = &decision.what else {
                continue;
            };
            let is_listed =
                |place: &Place| place.item == number && place.span.overlaps(decision.span);
            if !places.iter().any(is_listed) {
                found.push((number, decision, instead.as_str()));
            }
        }
    }
    found
}

fn list(out: &mut impl Write, pack: &Pack, places: &[Place]) -> anyhow::Result<usize> {
    for (at, place) in places.iter().enumerate() {
        let finding = at + 1;
        let words = printable(words_at(pack, place.item, place.span));
        let what = match place.decided {
            Some(Decided::Show) => "is shown".to_owned(),
            _ => place.replacement.clone(),
        };
        writeln!(
            out,
            "{finding:>3}  quote {}  “{words}” → {}",
            place.item,
            printable(&what)
        )?;
        let place_at = format!("{}:{}-{}", place.item, place.span.start, place.span.end);
        let decided = match place.decided {
            Some(_) => "decided",
            None => place.certainty.name(),
        };
        let facts = format!(
            "{} · {} · {decided} · {place_at}",
            place.class.name(),
            place.why
        );
        writeln!(out, "       {}", styled(FAINT, &facts))?;
    }
    let others = by_hand(pack, places);
    for (number, decision, instead) in &others {
        let words = printable(words_at(pack, *number, decision.span));
        let instead = printable(instead);
        writeln!(out, "     quote {number}  “{words}” → [{instead}]")?;
        let at = format!("{number}:{}-{}", decision.span.start, decision.span.end);
        let facts = printable(&format!("by {} · {at}", decision.by));
        writeln!(out, "       {}", styled(FAINT, &facts))?;
    }
    let n_all = places.len() + others.len();
    if n_all == 0 {
        writeln!(out, "Nothing would be hidden.")?;
    }
    Ok(n_all)
}

fn list_json(out: &mut impl Write, pack: &Pack, places: &[Place]) -> anyhow::Result<usize> {
    for (at, place) in places.iter().enumerate() {
        let line = json!({
            "finding": at + 1,
            "quote": place.item,
            "from": place.span.start,
            "to": place.span.end,
            "words": words_at(pack, place.item, place.span),
            "class": place.class.name(),
            "replacement": place.replacement,
            "why": place.why,
            "certainty": place.certainty.name(),
            "decided": place.decided,
        });
        writeln!(out, "{line}")?;
    }
    let others = by_hand(pack, places);
    for (number, decision, instead) in &others {
        let line = json!({
            "finding": null,
            "quote": number,
            "from": decision.span.start,
            "to": decision.span.end,
            "words": words_at(pack, *number, decision.span),
            "class": null,
            "replacement": format!("[{instead}]"),
            "why": decision.why,
            "certainty": null,
            "decided": decision.what,
        });
        writeln!(out, "{line}")?;
    }
    Ok(places.len() + others.len())
}
