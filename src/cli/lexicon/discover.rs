//! What do the lexicons miss, by the archive's own account?

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::Write;

use crate::cli::args::Args;
use crate::cli::label::tags::checked;
use crate::cli::lexicon::tell_quote;
use crate::cli::look::{
    FAINT, HEADING, STRONG, count, grouped, of_tag, printable, styled, styled_lines, wrapped,
};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look};
use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::survey::survey;
use crate::store::catalogue::Catalogue;
use crate::tend::discover::counts::Counts;
use crate::tend::discover::forms::Forms;
use crate::tend::discover::likeness::{Likeness, Sentence, Sentences};
use crate::tend::discover::price::{Example, Price, Prices, Scale};
use crate::tend::discover::sheet::{Readers, Sheet};
use crate::tend::discover::swap::Known;
use crate::tend::discover::{Lead, Leads, Like, Proposal, drafts, matcher, proposals};

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
    let n_stale = catalogue.ids_of_old_lexicon(&settings.tagged_by()?)?.len();
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

fn tell(out: &mut impl Write, found: &Found) -> std::io::Result<()> {
    let read = format!(
        "{}, {} of prospects. Patterns stand to the left, below each what it would hear.",
        count(found.n_calls, "call"),
        count(found.n_rows, "sentence")
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&read, "")))?;
    let (mut tag, mut sort) = (None, "");
    for proposal in &found.proposals {
        if tag != Some(&proposal.tag) {
            (tag, sort) = (Some(&proposal.tag), "");
            tell_tag(out, &proposal.tag, found)?;
        }
        if sort != heading(&proposal.lead) {
            sort = heading(&proposal.lead);
            writeln!(out, "\n  {}", styled(HEADING, sort))?;
        }
        tell_proposal(out, proposal)?;
    }
    let next = "To use one: add its pattern to an entry of a lexicon, one of its sentences under `hear`, and see with \
        `verbatim lexicon test` and `verbatim lexicon diff` what comes of it.";
    writeln!(out, "\n{}", styled_lines(FAINT, &wrapped(next, "")))
}

fn tell_tag(out: &mut impl Write, tag: &Tag, found: &Found) -> std::io::Result<()> {
    let n_rows = found.counts.tags.get(tag).map_or(0, |group| group.n_rows);
    writeln!(
        out,
        "\n{}  {}",
        styled(of_tag(&tag.0), &tag.0),
        styled(FAINT, &count(n_rows, "sentence"))
    )
}

fn heading(lead: &Lead) -> &'static str {
    match lead {
        Lead::Phrase {} => "its sentences have more often than others",
        Lead::Word { .. } => "words like those of its patterns",
        Lead::Sentence { .. } => "untagged sentences like its own",
    }
}

fn tell_proposal(out: &mut impl Write, proposal: &Proposal) -> std::io::Result<()> {
    writeln!(out)?;
    for line in wrapped(&proposal.pattern, "    ").lines() {
        writeln!(out, "{}", styled(STRONG, line))?;
    }
    let about = match &proposal.lead {
        Lead::Phrase {} => {
            let keyness = proposal.keyness.map(|k| (k.log_ratio.exp2(), k.g2));
            let (times, g2) = keyness.unwrap_or_default();
            format!("{times:.0} times as often (G2 {g2:.1})")
        }
        Lead::Word { word, like } => format!("“{word}” is used like {}", told(like)),
        Lead::Sentence { sentence } => return tell_sentence(out, proposal, sentence),
    };
    tell_faint(out, &about)?;
    tell_faint(out, &price(&proposal.price))?;
    tell_examples(out, &mut proposal.examples.iter())
}

/// The sentence comes first, because it is what was found; the pattern is only made of it.
fn tell_sentence(
    out: &mut impl Write,
    proposal: &Proposal,
    sentence: &Sentence,
) -> std::io::Result<()> {
    let Sentence {
        call, turn, quote, ..
    } = sentence;
    tell_quote(out, "?", quote, call, *turn)?;
    tell_faint(
        out,
        &format!(
            "likeness {:.2}; the pattern is made of it",
            sentence.likeness
        ),
    )?;
    tell_faint(out, &price(&proposal.price))?;
    let is_itself = |example: &&Example| {
        let Example {
            call, turn, start, ..
        } = example;
        *call == sentence.call && *turn == sentence.turn && *start <= sentence.start
    };
    let mut others = proposal.examples.iter().filter(|one| !is_itself(one));
    tell_examples(out, &mut others)
}

fn told(like: &[Like]) -> String {
    let most_alike = like.iter().take(3);
    let told: Vec<String> = most_alike
        .map(|like| format!("“{}” ({:.2})", like.word, like.cosine))
        .collect();
    told.join(", ")
}

/// What a pattern would hear.
fn price(price: &Price) -> String {
    let mut parts = vec![
        format!("{} tagged so", grouped(price.tagged)),
        format!("{} of prospects not", grouped(price.new)),
        format!("{} of reps", grouped(price.rep)),
    ];
    if price.unknown > 0 {
        parts.push(format!("{} of people unknown", grouped(price.unknown)));
    }
    format!(
        "{}: {}",
        count(price.sentences, "sentence"),
        parts.join(", ")
    )
}

fn tell_faint(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    writeln!(
        out,
        "{}",
        styled_lines(FAINT, &wrapped(&printable(text), "      "))
    )
}

/// Example sentences; those that carry the tag already have a plus.
fn tell_examples(
    out: &mut impl Write,
    examples: &mut dyn Iterator<Item = &Example>,
) -> std::io::Result<()> {
    for example in examples {
        let sign = if example.tagged { "+" } else { "?" };
        tell_quote(out, sign, &example.quote, &example.call, example.turn)?;
    }
    Ok(())
}
