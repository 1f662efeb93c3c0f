//! How are the people of a call shown, and what was corrected about them?

use std::io::Write;

use serde_json::json;

use crate::call::{Call, Participant};
use crate::cli::look::{
    FAINT, STRONG, count, note_label, printable, styled, styled_lines, wrapped,
};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, who};
use crate::store::catalogue::Catalogue;
use crate::store::sides::{CORRECTED, SideDecision};

/// Shows everybody on a call, numbered from 1.
pub(super) fn people(catalogue: &Catalogue, call: &Call, as_json: bool) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if !as_json {
        let title = call
            .title
            .as_deref()
            .map_or_else(|| printable(&call.id.0), printable);
        writeln!(out, "{}", wrapped(&styled(STRONG, &title), ""))?;
    }
    for (number, person) in (1..).zip(&call.participants) {
        let n_calls = match &person.person {
            Some(key) => catalogue.n_calls_of(key)?,
            None => 0,
        };
        if as_json {
            writeln!(out, "{}", line(call, number, person, n_calls))?;
        } else {
            show(&mut out, call, number, person, n_calls)?;
        }
    }
    let orphaned = orphaned(call, catalogue.sides_of(&call.id.0)?);
    if orphaned > 0 && !as_json {
        let told = format!(
            "{} {} about people whom the call does not name as it is kept now; --undo takes back what was said",
            note_label(),
            count(orphaned, "correction")
        );
        writeln!(out, "{}", wrapped(&told, ""))?;
    }
    out.flush()?;
    Ok(())
}

/// How many decisions are about nobody on the call.
fn orphaned(call: &Call, decided: Vec<SideDecision>) -> u64 {
    let is_of_nobody =
        |decided: &SideDecision| !call.participants.iter().any(|who| decided.is_about(who));
    decided.into_iter().filter(is_of_nobody).count() as u64
}

fn is_corrected(person: &Participant) -> bool {
    person
        .side_evidence
        .iter()
        .any(|evidence| evidence.rule == CORRECTED)
}

fn n_turns(call: &Call, number: usize) -> u64 {
    let is_theirs = |speaker: u32| speaker as usize + 1 == number;
    let turns = call.turns.iter().filter(|turn| is_theirs(turn.speaker));
    turns.count() as u64
}

fn line(call: &Call, number: usize, person: &Participant, n_calls: u64) -> serde_json::Value {
    json!({
        "call": call.id,
        "number": number,
        "name": person.name,
        "side": person.side,
        "side_reason": person.side_reason,
        "side_evidence": person.side_evidence,
        "corrected": is_corrected(person),
        "title": person.title,
        "persona": person.persona,
        "persona_reason": person.persona_reason.to_string(),
        "email": person.email,
        "turns": n_turns(call, number),
        "person": person.person,
        "calls": n_calls,
    })
}

fn show(
    out: &mut impl Write,
    call: &Call,
    number: usize,
    person: &Participant,
    n_calls: u64,
) -> std::io::Result<()> {
    let known = format!("{number}  {}", who::told(person));
    writeln!(out, "{}", wrapped(&known, "  "))?;
    let elsewhere = match n_calls {
        0 | 1 => String::new(),
        n => format!(", on {} in all", count(n, "call")),
    };
    let besides = format!(
        "{}, persona {}{elsewhere}",
        count(n_turns(call, number), "turn"),
        who::persona(person)
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&besides, "     ")))
}

/// Shows everything that was corrected, call by call.
pub(super) fn corrected(settings: &Settings, as_json: bool) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let all = catalogue.all_sides()?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for decided in &all {
        let kept = catalogue.call(&decided.call.0)?;
        let stands =
            kept.is_some_and(|(_, call)| call.participants.iter().any(|who| decided.is_about(who)));
        let state = if stands { "placed" } else { "orphaned" };
        if as_json {
            let line = json!({
                "call": decided.call,
                "name": decided.who,
                "side": decided.side,
                "decided_at": decided.decided_at,
                "state": state,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let told = format!(
            "{}  {}: {}",
            printable(&decided.call.0),
            printable(&decided.who),
            decided.side.name()
        );
        let note = if stands { "" } else { " (orphaned)" };
        writeln!(out, "{}", wrapped(&format!("{told}{note}"), ""))?;
    }
    if all.is_empty() && !as_json {
        writeln!(
            out,
            "No side is corrected yet. A wrong one is put right with"
        )?;
        writeln!(out, "  verbatim sides CALL --set NAME=prospect|rep|unknown")?;
    }
    out.flush()?;
    Ok(if all.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}
