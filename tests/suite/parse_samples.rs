//! Is every sample of the project read, or refused for a reason?
//!
//! The samples lie beside the project, where they are at all; without them nothing is tried. A reason is one of a fixed
//! list: a refusal that is new here is one that somebody should look at.

use std::path::{Path, PathBuf};

use verbatim::ingest::parse::parse;

use crate::harness::project;

/// Folders that hold no transcripts: tables of a CRM, payloads of hooks, what a parser of captions is expected to say.
const NO_TRANSCRIPTS: [&str; 4] = ["crm-", "hooks", "webhook-vectors", "MANIFEST"];

/// Why a sample may be refused.
const REASONS: [&str; 8] = [
    "binary",
    "broken-json",
    "empty",
    "gong-metadata-only",
    "no-words",
    "not-a-transcript",
    "unsupported-format",
    "zoom-chat",
];

fn samples() -> Option<PathBuf> {
    let folder = project().join("../shared/samples");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no folder {}", folder.display());
    None
}

fn is_transcript(below: &Path) -> bool {
    let name = below.to_string_lossy();
    let is_expectation = name.starts_with("vttjs") && name.ends_with(".json");
    !is_expectation && !NO_TRANSCRIPTS.iter().any(|other| name.starts_with(other))
}

#[test]
fn every_sample_is_read_or_refused_for_a_known_reason() {
    let Some(folder) = samples() else {
        return;
    };
    let (mut n_read, mut wrong) = (0, Vec::new());
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.unwrap();
        let below = entry.path().strip_prefix(&folder).unwrap();
        if !entry.file_type().is_file() || !is_transcript(below) {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let below = below.display();
        // Some files have a call on each line.
        match parse(&bytes) {
            Err(refusal) if REASONS.contains(&refusal.code) => {}
            Err(refusal) => wrong.push(format!("{below}: {}", refusal.code)),
            Ok(calls) => {
                for call in calls {
                    match call {
                        Ok(_) => n_read += 1,
                        Err(refusal) if REASONS.contains(&refusal.code) => {}
                        Err(refusal) => wrong.push(format!("{below}: {}", refusal.code)),
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_read > 0, "no sample was read");
}
