//! How is a night told, so that a glance is enough?

use std::fmt::Write;

use crate::pipeline::nightly::{Calls, Outcome, Report, StepReport, Trouble};

/// So many troubles are shown; the JSON has more.
const SHOWN: usize = 20;

/// One line: the subject of an e-mail, the heading of a message.
pub fn title(report: &Report) -> String {
    let Calls { new, updated, .. } = report.calls;
    let came = format!("{new} new, {updated} updated");
    if !report.needs_somebody() {
        return format!("verbatim nightly: {came}, nothing needs you");
    }
    let needs = match report.n_needs() {
        1 => "1 thing needs".to_owned(),
        n => format!("{n} things need"),
    };
    format!("verbatim nightly: {needs} you ({came})")
}

/// The report as plain text for a terminal or an e-mail.
pub fn as_text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = text(&mut out, report);
    out
}

/// The report as Markdown.
pub fn as_markdown(report: &Report) -> String {
    let mut out = String::new();
    let _ = markdown(&mut out, report);
    out
}

fn text(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(out, "{}", title(report))?;
    writeln!(out, "{}", when(report))?;
    let width = report.steps.iter().map(|step| step.step.len()).max();
    let width = width.unwrap_or(0).max("on disk".len());
    for step in &report.steps {
        writeln!(
            out,
            "  {:<width$}  {:>8}  {}",
            step.step,
            duration(step.seconds),
            came(step)
        )?;
    }
    writeln!(
        out,
        "  {:<width$}  {:>8}  {}",
        "on disk",
        "",
        on_disk(report)
    )?;
    writeln!(
        out,
        "  {:<width$}  {:>8}  {}",
        "digest",
        "",
        digest_state(report)
    )?;
    for trouble in troubles(report).take(SHOWN) {
        writeln!(out, "! {} [{}]", trouble.place, trouble.code)?;
        writeln!(out, "    {}", trouble.message)?;
    }
    let n_more = n_hidden(report);
    if n_more > 0 {
        writeln!(out, "! … and {n_more} more; --json has them")?;
    }
    for why in report.unposted() {
        writeln!(out, "! not posted: {why}")?;
    }
    Ok(())
}

fn markdown(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(out, "# {}\n\n{}\n", title(report), when(report))?;
    writeln!(out, "| step | took | what came |\n|---|---:|---|")?;
    for step in &report.steps {
        writeln!(
            out,
            "| {} | {} | {} |",
            cell(&step.step),
            duration(step.seconds),
            cell(&came(step))
        )?;
    }
    writeln!(
        out,
        "\nOn disk: {}. Digest: {}.",
        on_disk(report),
        digest_state(report)
    )?;
    if report.n_needs() > 0 {
        writeln!(out, "\n## What needs you\n")?;
        for trouble in troubles(report).take(SHOWN) {
            writeln!(
                out,
                "- `{}` ({}): {}",
                trouble.place.replace('`', "'"),
                trouble.code,
                trouble.message
            )?;
        }
        let n_more = n_hidden(report);
        if n_more > 0 {
            writeln!(out, "- … and {n_more} more")?;
        }
        for why in report.unposted() {
            writeln!(out, "- not posted: {why}")?;
        }
    }
    if let Some(digest) = &report.digest {
        writeln!(out, "\n{digest}")?;
    }
    Ok(())
}

fn when(report: &Report) -> String {
    let resumed = if report.resumed {
        format!(
            "; an earlier run was cut off and this one, number {}, went on",
            report.runs
        )
    } else {
        String::new()
    };
    format!(
        "begun {}, took {}{resumed}",
        report.night,
        duration(report.seconds)
    )
}

/// What a step came to, in a line.
fn came(step: &StepReport) -> String {
    let Calls {
        new,
        updated,
        unchanged,
        failed,
    } = step.came.calls;
    let mut parts = Vec::new();
    match step.outcome {
        Outcome::Failed => parts.push("could not be done".to_owned()),
        Outcome::Running => parts.push("did not end".to_owned()),
        Outcome::Done | Outcome::Trouble => {}
    }
    if new + updated + unchanged + failed > 0 {
        parts.push(format!(
            "{new} new, {updated} updated, {unchanged} unchanged, {failed} failed"
        ));
    }
    for (figure, n) in &step.came.figures {
        parts.push(format!("{} {n}", figure.replace('_', " ")));
    }
    if parts.is_empty() {
        parts.push("nothing to do".to_owned());
    }
    if step.earlier {
        parts.push("(by the earlier run)".to_owned());
    }
    parts.join(", ")
}

fn troubles(report: &Report) -> impl Iterator<Item = &Trouble> {
    report.steps.iter().flat_map(|step| &step.came.troubles)
}

fn n_hidden(report: &Report) -> u64 {
    report
        .n_troubles
        .saturating_sub(troubles(report).take(SHOWN).count() as u64)
}

fn on_disk(report: &Report) -> String {
    format!(
        "catalogue {}, index {}, inbox {}",
        bytes(report.sizes.catalogue),
        bytes(report.sizes.index),
        bytes(report.sizes.inbox)
    )
}

fn digest_state(report: &Report) -> &'static str {
    if report.digest.is_some() {
        "made"
    } else {
        "none"
    }
}

fn duration(seconds: f64) -> String {
    if seconds < 100.0 {
        return format!("{seconds:.1} s");
    }
    let all = seconds as u64;
    format!("{}:{:02} min", all / 60, all % 60)
}

fn bytes(n: u64) -> String {
    if n < 1_000_000 {
        format!("{:.1} kB", n as f64 / 1e3)
    } else if n < 1_000_000_000 {
        format!("{:.1} MB", n as f64 / 1e6)
    } else {
        format!("{:.2} GB", n as f64 / 1e9)
    }
}

/// Text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
