//! How do prospects put it?

use std::io::Write;

use clap::ValueEnum;

use crate::archive::hit::{Hit, Neighbor};
use crate::archive::{Archive, Found, Request};
use crate::call::Side;
use crate::cli::args::Args;
use crate::cli::filters::{Filters, WhoseWords, values};
use crate::cli::look::{FAINT, HEADING, MATCH, STRONG, clock, count, of_tag, printable, styled};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look, reindex};
use crate::search::engine::Sort;
use crate::search::query::{self, Field, Query};

/// So many values of a facet are shown; `--json` has all.
const MOST_VALUES: usize = 8;

/// Find prospects' own words
///
/// Words rank, they don't exclude: turns with all of them come first, so a whole question works too.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Query language:\n  too expensive            any form of the words, best first\n  \"by hand\"                exactly these words      \"by hand\"~3   with up to 3 others between\n  +price -discount         must and must not be there\n  excel OR spreadsheet     one of them\n  integrat*                words that begin so\n  tag:objection/price account:\"Brindle Creek\"   facts (also call: persona: kind: stage: …)\n\nExamples:\n  verbatim search too expensive\n  verbatim search '\"by hand\"' --persona end-user\n  verbatim search --tag objection/price --outcome lost\n  verbatim search 'how do they plan the routes' --facets --limit 3"
)]
pub struct Search {
    /// What to look for; nothing shows everything that passes the filters, newest first
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: Filters,
    /// What comes first: best hits, newest calls, or each company once
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Order::Best)]
    pub sort: Order,
    /// At most so many hits
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub limit: u32,
    /// Turns shown before and after each hit
    #[arg(long, default_value_t = 1, value_name = "TURNS", value_parser = clap::value_parser!(u8).range(0..=20))]
    pub context: u8,
    /// Count what was found by persona, tag, account, …
    #[arg(long)]
    pub facets: bool,
    /// One hit a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// An order of hits. Its names are words of the command line; what they mean stands with [`Sort`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Order {
    Best,
    Newest,
    Breadth,
}

impl Order {
    fn sort(self) -> Sort {
        match self {
            Order::Best => Sort::Best,
            Order::Newest => Sort::Newest,
            Order::Breadth => Sort::Breadth,
        }
    }
}

/// Searches and shows.
pub fn run(args: &Args, command: &Search) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let archive = reindex::open_up_to_date(&settings)?;
    let request = request(
        &settings,
        &command.query,
        &command.filters,
        command.limit as usize,
    )?;
    let request = Request {
        sort: command.sort.sort(),
        context: command.context as usize,
        wants_facets: command.facets,
        ..request
    };
    let found = archive.find(&request)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        show_json(&mut out, &found)?;
    } else {
        show(&mut out, &found, &archive, whose(command, &request.query))?;
    }
    out.flush()?;
    Ok(if found.hits.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// The request that a query and filters mean.
pub fn request(
    settings: &Settings,
    words: &[String],
    filters: &Filters,
    limit: usize,
) -> anyhow::Result<Request> {
    let words = query::join_args(words);
    let query = if filters.narrow() {
        query::parse_beside_filters(&words)?
    } else {
        query::parse(&words)?
    };
    values::check_query(&query, settings)?;
    Ok(Request {
        query,
        filter: filters.filter(settings)?,
        limit,
        threshold: settings.config.threshold,
        ..Request::default()
    })
}

fn show_json(out: &mut impl Write, found: &Found) -> anyhow::Result<()> {
    for hit in &found.hits {
        serde_json::to_writer(&mut *out, hit)?;
        writeln!(out)?;
    }
    if let Some(facets) = &found.facets {
        writeln!(
            out,
            "{}",
            serde_json::json!({ "found": found.n_found, "facets": facets })
        )?;
    }
    Ok(())
}

/// Whose words were searched, and how to search everybody's; nothing where the query says whose, or everybody's were.
fn whose(command: &Search, query: &Query) -> &'static str {
    let mut named = query.clauses.iter().flat_map(|clause| clause.node.facts());
    // A side that the query names replaces the flag's, and whoever wrote it knows.
    if named.any(|(field, _)| field == Field::Side) {
        return "";
    }
    match command.filters.side {
        WhoseWords::Prospect => {
            "Only prospects' words are searched; `--side any` searches everybody's. "
        }
        WhoseWords::Rep => "Only reps' words are searched; `--side any` searches everybody's. ",
        WhoseWords::Unknown => {
            "Only words of people whose side is unknown are searched; `--side any` searches everybody's. "
        }
        WhoseWords::Any => "",
    }
}

fn show(out: &mut impl Write, found: &Found, archive: &Archive, whose: &str) -> anyhow::Result<()> {
    if found.hits.is_empty() {
        let counts = archive.catalogue.counts()?;
        writeln!(
            out,
            "Nothing found in {} of {}.",
            count(counts.turns, "turn"),
            count(counts.calls, "call")
        )?;
        let hint = format!("{whose}Fewer words or filters find more.");
        writeln!(out, "{}", styled(FAINT, &look::wrapped(&hint, "")))?;
        return Ok(());
    }
    for hit in &found.hits {
        show_hit(out, hit)?;
    }
    if let Some(facets) = &found.facets {
        writeln!(
            out,
            "{}",
            styled(
                STRONG,
                &format!("{} found", count(found.n_found.unwrap_or(0), "turn"))
            )
        )?;
        for (facet, values) in facets {
            let mut values: Vec<_> = values.iter().collect();
            values.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            let mut shown: Vec<String> = values
                .iter()
                .take(MOST_VALUES)
                .map(|(value, n)| format!("{} {n}", printable(value)))
                .collect();
            if values.len() > MOST_VALUES {
                shown.push(format!("and {} more", values.len() - MOST_VALUES));
            }
            let lines = look::wrapped_counts(&shown, "           ");
            writeln!(
                out,
                "{} {}",
                styled(HEADING, &format!("{facet:>10}")),
                lines.trim_start()
            )?;
        }
    }
    Ok(())
}

fn show_hit(out: &mut impl Write, hit: &Hit) -> std::io::Result<()> {
    for neighbor in &hit.context.before {
        show_neighbor(out, neighbor)?;
    }
    for line in look::wrapped(&marked(hit), "  ").lines() {
        writeln!(out, "{line}")?;
    }
    for neighbor in &hit.context.after {
        show_neighbor(out, neighbor)?;
    }
    writeln!(out, "{}", look::wrapped(&styled(FAINT, &who(hit)), "    "))?;
    if !hit.tags.is_empty() {
        let tags: Vec<String> = hit
            .told_tags()
            .map(|(tag, odd)| {
                let odd = odd.map_or_else(String::new, |odd| format!(" ({odd})"));
                format!("{}{odd}", styled(of_tag(tag), tag))
            })
            .collect();
        writeln!(out, "    {}", tags.join("  "))?;
    }
    if let Some(link) = &hit.link {
        writeln!(out, "    {}", styled(FAINT, &printable(link)))?;
    }
    writeln!(out)
}

fn show_neighbor(out: &mut impl Write, neighbor: &Neighbor) -> std::io::Result<()> {
    let side = match neighbor.side {
        Side::Prospect => "prospect",
        Side::Rep => "rep",
        Side::Unknown => "?",
    };
    let first: String = printable(&neighbor.text)
        .chars()
        .take(look::width().saturating_sub(side.len() + 9))
        .collect();
    let cut = if first.len() < neighbor.text.len() {
        "…"
    } else {
        ""
    };
    writeln!(
        out,
        "{}",
        styled(FAINT, &format!("    {side}: {first}{cut}"))
    )
}

/// The snippet with its highlights, and with dots where the turn goes on.
fn marked(hit: &Hit) -> String {
    let (from, to) = (hit.snippet.0 as usize, hit.snippet.1 as usize);
    let mut shown = String::from(if from > 0 { "“… " } else { "“" });
    let mut at = from;
    for (start, end) in hit
        .highlights
        .iter()
        .map(|(start, end)| (*start as usize, *end as usize))
    {
        if start >= at && end <= to {
            shown.push_str(&printable(hit.text.get(at..start).unwrap_or("")));
            shown.push_str(&styled(
                MATCH,
                &printable(hit.text.get(start..end).unwrap_or("")),
            ));
            at = end;
        }
    }
    shown.push_str(&printable(hit.text.get(at..to).unwrap_or("")));
    shown.push_str(if to < hit.text.len() {
        " …”"
    } else {
        "”"
    });
    shown
}

/// Who said it, where and when.
fn who(hit: &Hit) -> String {
    let role = hit
        .role
        .clone()
        .unwrap_or_else(|| hit.persona.replace('-', " "));
    let mut parts = vec![role];
    parts.extend(hit.account.clone());
    parts.extend(
        hit.date
            .as_ref()
            .map(|date| date.get(..10).unwrap_or(date).to_owned()),
    );
    parts.extend(hit.outcome.clone());
    parts.extend(hit.seconds.map(clock));
    parts.push(format!("{}:{}", hit.call, hit.turn));
    printable(&parts.join(" · "))
}
