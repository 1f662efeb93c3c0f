//! Was it really said?

use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::ValueEnum;

use crate::cli::args::Args;
use crate::cli::look::{self, FAINT, GOOD, PAIN, STRONG, count, note_label, printable, styled};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, file, reindex};
use crate::quote::verify::finding::{Class, Finding};
use crate::quote::verify::read::{Unit, read};
use crate::quote::verify::{Whose, verify};

/// More than any page or deck has, so that a wrong file does not fill the memory.
const MOST_BYTES: u64 = 256 << 20;

/// Check whether quotes were really said, word for word
///
/// Takes a pack in any format, a document, or text pasted from a page or a deck, and says of each quote: exact, edited (with marks
/// only), altered (with the true words and the difference) or not found (with the nearest true ones). Quotation marks,
/// dashes and line breaks may differ; case and punctuation may not. Ends with 0 if all are exact or edited, 1 if one was
/// not found, 2 if one was altered.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim verify typing.md\n  echo 'He said \"I did read it. Carol stood over me.\"' | verbatim verify -"
)]
pub struct Verify {
    /// A pack, a page, a document, a text; - for what is typed or piped in
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Whose words count
    #[arg(long, value_enum, default_value_t = Counting::Prospect)]
    pub side: Counting,
    /// One quote a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// The sides whose words count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Counting {
    #[default]
    Prospect,
    Any,
}

/// Verifies a file.
pub fn run(args: &Args, command: &Verify) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let name = command.file.display().to_string();
    let bytes = file::whole(&command.file, MOST_BYTES)?;
    let page = read(&bytes).map_err(|error| anyhow!("{name}: {error}"))?;
    let archive = reindex::open_up_to_date(&settings)?;
    let whose = match command.side {
        Counting::Prospect => Whose::Prospects,
        Counting::Any => Whose::Anybodys,
    };
    let findings = verify(&archive, &page.claims, whose)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for finding in &findings {
        if command.json {
            writeln!(out, "{}", serde_json::to_string(finding)?)?;
        } else {
            show(&mut out, finding, page.unit)?;
        }
    }
    if !command.json {
        writeln!(out, "{}", summary(&findings))?;
    }
    out.flush()?;
    if page.n_short > 0 {
        writeln!(
            anstream::stderr(),
            "{} {} of fewer than three words not checked",
            note_label(),
            count(page.n_short as u64, "quote")
        )?;
    }
    Ok(outcome(&findings))
}

/// The worst of all decides; a page without quotes has nothing that was said.
fn outcome(findings: &[Finding]) -> Outcome {
    let has = |class: Class| findings.iter().any(|finding| finding.verdict == class);
    if has(Class::Altered) {
        Outcome::Trouble
    } else if has(Class::NotFound) || findings.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    }
}

fn summary(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "There are no quotes in it.".to_owned();
    }
    let told: Vec<String> = [
        (Class::Exact, "exact"),
        (Class::Edited, "edited"),
        (Class::Altered, "altered"),
        (Class::NotFound, "not found"),
    ]
    .into_iter()
    .filter_map(|(class, name)| {
        let n = findings.iter().filter(|finding| finding.verdict == class);
        let n = n.count();
        (n > 0).then(|| format!("{n} {name}"))
    })
    .collect();
    let all = count(findings.len() as u64, "quote");
    format!("{all}: {}", told.join(", "))
}

fn show(out: &mut impl Write, finding: &Finding, unit: Unit) -> anyhow::Result<()> {
    let (style, verdict) = match finding.verdict {
        Class::Exact => (GOOD, "exact".to_owned()),
        Class::Edited => (GOOD, "edited with marks".to_owned()),
        Class::Altered => (PAIN, altered(finding)),
        Class::NotFound => (PAIN, "not found".to_owned()),
    };
    let line = format!("{} {}", unit.name(), finding.line);
    writeln!(out, "{}  {}", styled(style, &verdict), styled(FAINT, &line))?;
    let quote = printable(&format!("“{}”", finding.quote));
    writeln!(out, "{}", look::wrapped(&quote, "  "))?;
    if !finding.verdict.is_accepted()
        && let Some(truth) = &finding.truth
    {
        let label = match finding.verdict {
            Class::Altered => "what was said:",
            _ => "the nearest that was said:",
        };
        writeln!(out, "  {}", styled(STRONG, label))?;
        let truth = printable(&format!("“{truth}”"));
        writeln!(out, "{}", look::wrapped(&truth, "  "))?;
        if finding.verdict == Class::Altered && !finding.difference.is_empty() {
            let difference = format!("difference: {}", difference(finding));
            writeln!(out, "{}", look::wrapped(&difference, "  "))?;
        }
    }
    if let Some(source) = source(finding) {
        let source = look::wrapped(&printable(&source), "    ");
        writeln!(out, "{}", look::styled_lines(FAINT, &source))?;
    }
    for note in &finding.notes {
        writeln!(out, "{}", look::wrapped(&format!("note: {note}"), "    "))?;
    }
    writeln!(out)?;
    Ok(())
}

/// What was done to it, the worst first.
fn altered(finding: &Finding) -> String {
    match &finding.denial {
        Some(denial) => format!("ALTERED: {}", printable(denial)),
        None if finding.typographic => "altered: only case or punctuation differ".to_owned(),
        None => "altered".to_owned(),
    }
}

/// What only the turn has stands in `[-…-]`, what only the quote has in `{+…+}`.
fn difference(finding: &Finding) -> String {
    let changes = finding.difference.iter().map(|change| match change.op {
        "added" => format!("{{+{}+}}", change.words),
        "dropped" => format!("[-{}-]", change.words),
        _ => change.words.clone(),
    });
    printable(&changes.collect::<Vec<_>>().join(" "))
}

/// Who said it, where and when.
fn source(finding: &Finding) -> Option<String> {
    let (call, turn) = (finding.call.as_ref()?, finding.turn?);
    let mut parts: Vec<String> = finding.role.clone().into_iter().collect();
    parts.extend(finding.account.clone());
    parts.extend(finding.date.clone());
    let span = finding.start.zip(finding.end);
    let span = span.map_or_else(String::new, |(start, end)| format!(":{start}-{end}"));
    parts.push(format!("{call}:{turn}{span}"));
    Some(parts.join(" · "))
}
