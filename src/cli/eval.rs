//! How well is heard what people have labelled?

use std::io::Write;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::labelled;
use crate::cli::settings::Settings;
use crate::learn::cross::{calibration, deal, unseen};
use crate::learn::rows::rows;
use crate::learn::score::{FoundMention, curve, recall_at};
use crate::learn::shipped::SETS;
use crate::mention::{Origin, Polarity, Tag, Target};
use crate::mine::learned::claim::{Claim, join};
use crate::mine::learned::model::{Head, N_ANSWERS};

/// Measure what is heard against labelled calls
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Folders of labelled calls
    #[arg(value_name = "LABELS")]
    pub labels: Vec<PathBuf>,
    /// Score every call by a model that has not seen it
    #[arg(long)]
    pub cross_validate: bool,
}

/// Measures.
pub fn run(args: &Args, _command: &Eval) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicon_sources()?.without_learned().compile()?;
    let mut out = anstream::stdout();
    let mut calls = Vec::new();
    let mut measured = Vec::new();
    for set in SETS.iter().filter(|set| set.learn) {
        let some = labelled::shipped(set)?;
        measured.extend(some.iter().map(|_| set.measure));
        calls.extend(some);
    }
    let examples = labelled::examples(&lexicons)?;
    measured.extend(examples.iter().map(|_| false));
    calls.extend(examples);
    let start = std::time::Instant::now();
    let rows = rows(&lexicons, &calls);
    writeln!(
        out,
        "{} units, {} features, {:?}",
        rows.rows.len(),
        rows.names.len(),
        start.elapsed()
    )?;
    let mut at = 0;
    let folds = deal(&calls, 7, |_| {
        at += 1;
        measured[at - 1]
    });
    let unseen = unseen(&rows, &calls, &folds, &|_| {});
    writeln!(out, "crossed {:?}", start.elapsed())?;
    let calibration = calibration(&rows, &calls, &unseen);
    for (name, wants, base) in [("all", "", 0), ("e-k", "d", 0), ("loose", "d", N_ANSWERS)] {
        let mut found = Vec::new();
        let mut gold = Vec::new();
        for (at, call) in (0..).zip(&calls) {
            if folds[at as usize].is_some()
                && (wants.is_empty() || !call.call.id.0.starts_with(wants))
            {
                gold.extend(call.labels.iter().map(|label| (at, label)));
            }
        }
        let mut claims = Vec::new();
        let (mut turn, mut unit) = ((u32::MAX, 0), 0);
        for (row, scores) in rows.rows.iter().zip(&unseen) {
            unit = if turn == (row.call, row.turn) {
                unit + 1
            } else {
                0
            };
            turn = (row.call, row.turn);
            let Some(scores) = scores else { continue };
            if !wants.is_empty() && calls[row.call as usize].call.id.0.starts_with(wants) {
                continue;
            }
            for head in [0, 1] {
                let (slope, offset) = calibration[base + head];
                let chance = Head {
                    slope,
                    offset,
                    ..Head::default()
                }
                .chance(scores[base + head]);
                if chance > 0.05 {
                    claims.push(Claim {
                        turn: row.call << 12 | row.turn,
                        first: unit,
                        last: unit,
                        span: row.span,
                        head,
                        chance,
                        strongest: 0,
                    });
                }
            }
        }
        for claim in join(claims) {
            found.push(FoundMention {
                call: claim.turn >> 12,
                turn: claim.turn & 0xfff,
                span: claim.span,
                tag: Tag(["pain/x", "objection/x"][claim.head].to_owned()),
                polarity: Polarity::Affirmed,
                target: Target::Own,
                origin: Origin::Unprompted,
                confidence: claim.chance,
            });
        }
        let (points, average) = curve(&gold, &found);
        let best = points
            .iter()
            .max_by(|a, b| a.tally.f1().total_cmp(&b.tally.f1()));
        if let Some(best) = best {
            writeln!(
                out,
                "{name}: AP {average:.3} best F1 {:.3} (P {:.3} R {:.3} at {:.2}); recall at .7 {:.3}, at .85 {:.3}",
                best.tally.f1(),
                best.tally.precision(),
                best.tally.recall(),
                best.confidence,
                recall_at(&points, 0.7),
                recall_at(&points, 0.85)
            )?;
        }
    }
    Ok(Outcome::Done)
}
