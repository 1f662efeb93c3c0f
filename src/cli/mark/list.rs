//! What is marked, and does it still stand where it was?

use std::io::Write;

use serde_json::json;

use crate::call::Call;
use crate::cli::Outcome;
use crate::cli::look::{FAINT, note_label, of_tag, printable, styled, styled_lines, wrapped};
use crate::cli::settings::Settings;
use crate::mention::by_hand::Override;
use crate::mine::overrule::{Spot, spot};
use crate::store::catalogue::Catalogue;

/// What is marked in one call.
pub struct Marked {
    pub decided: Vec<Override>,
    /// The call's number and the call, where it is still kept.
    pub kept: Option<(u32, Call)>,
}

/// Everything that is marked, call by call.
pub fn by_call(catalogue: &Catalogue) -> anyhow::Result<Vec<Marked>> {
    let mut all: Vec<Marked> = Vec::new();
    for decided in catalogue.all_overrides()? {
        let is_same = |last: &Marked| last.decided.iter().any(|known| known.call == decided.call);
        if !all.last().is_some_and(is_same) {
            all.push(Marked {
                decided: Vec::new(),
                kept: catalogue.call(&decided.call.0)?,
            });
        }
        if let Some(last) = all.last_mut() {
            last.decided.push(decided);
        }
    }
    Ok(all)
}

/// Shows every mark.
pub(super) fn run(settings: &Settings, as_json: bool) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let all = by_call(&catalogue)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for Marked { decided, kept } in &all {
        let call = kept.as_ref().map(|(_, call)| call);
        for decided in decided {
            let spot = call.and_then(|call| spot(call, decided));
            if as_json {
                writeln!(out, "{}", line(decided, spot))?;
            } else {
                show(&mut out, decided, spot)?;
            }
        }
    }
    if all.is_empty() && !as_json {
        writeln!(
            out,
            "Nothing is marked yet. What was heard wrongly is put right with"
        )?;
        writeln!(out, "  verbatim mark CALL:TURN TAG yes|no")?;
    }
    out.flush()?;
    Ok(if all.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// Where a mark stands, in a word.
fn state(decided: &Override, spot: Option<Spot>) -> &'static str {
    match spot {
        Some(spot) if spot.turn == decided.turn && spot.span == decided.span => "placed",
        Some(_) => "moved",
        None => "orphaned",
    }
}

fn line(decided: &Override, spot: Option<Spot>) -> serde_json::Value {
    let span = spot.map_or(decided.span, |spot| spot.span);
    json!({
        "call": decided.call,
        "turn": spot.map_or(decided.turn, |spot| spot.turn),
        "start": span.start,
        "end": span.end,
        "quote": decided.quote,
        "tag": decided.tag,
        "decision": decided.decision.to_string(),
        "note": decided.note,
        "decided_at": decided.decided_at,
        "state": state(decided, spot),
    })
}

fn show(out: &mut impl Write, decided: &Override, spot: Option<Spot>) -> std::io::Result<()> {
    let turn = spot.map_or(decided.turn, |spot| spot.turn);
    let place = printable(&format!("{}:{turn}", decided.call));
    let tag = styled(of_tag(&decided.tag.0), &decided.tag.0);
    writeln!(out, "{place}  {tag}  {}", decided.decision)?;
    let quote = format!("“{}”", printable(&decided.quote));
    writeln!(out, "{}", wrapped(&quote, "    "))?;
    if let Some(note) = &decided.note {
        writeln!(
            out,
            "{}",
            styled_lines(FAINT, &wrapped(&printable(note), "    "))
        )?;
    }
    if spot.is_none() {
        let orphaned = format!(
            "{} orphaned: no prospect says these words in the call as it is kept now; mark it anew, or take the \
             mark back with --undo",
            note_label()
        );
        writeln!(out, "{}", wrapped(&orphaned, "    "))?;
    }
    Ok(())
}
