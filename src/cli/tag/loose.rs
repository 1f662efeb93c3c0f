//! What is heard in loose text, a line each?

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use serde::Deserialize;
use serde_json::Value;

use crate::call::Side;
use crate::cli::parse::Trouble;
use crate::ingest::read::Failure;
use crate::ingest::source::{Line, Lines};
use crate::pipeline::Workshop;

use super::tell::Teller;

/// So many lines are heard at once, on all cores.
const BATCH: usize = 512;
/// A line may have so many bytes; it is one turn, or a review.
const LONGEST: usize = 1 << 20;

/// One line of loose text.
#[derive(Deserialize)]
pub(super) struct Loose {
    pub id: Value,
    pub text: String,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    persona: Option<String>,
}

impl Loose {
    /// Who says it, as far as the line tells.
    pub fn persona(&self) -> &str {
        self.persona.as_deref().unwrap_or("unknown")
    }

    fn is_prospects(&self) -> bool {
        let side = self.side.as_deref();
        side.is_none_or(|side| Side::from_word(side) == Some(Side::Prospect))
    }
}

/// Tells what is heard in a file of loose text, in the order of its lines.
pub(super) fn tag(
    file: &Path,
    workshop: &Workshop<'_>,
    teller: &mut Teller<impl Write>,
    trouble: &mut Trouble,
) -> anyhow::Result<()> {
    let lines = Lines::over(crate::cli::file::opened(file)?, file.to_owned(), LONGEST);
    let mut lines = lines.advising("cut it into several");
    loop {
        let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let mut said = Vec::with_capacity(batch.len());
        for line in batch {
            let read = match line {
                Ok(line) => read(file, &line),
                Err(error) if error.code == "line-too-long" => Err(Failure::from(&error)),
                Err(error) => bail!("{error}; what stands before it was heard"),
            };
            match read {
                Ok(loose) => said.extend(loose),
                Err(failure) => trouble.tell(&failure),
            }
        }
        let texts: Vec<(&str, &str)> = said
            .iter()
            .map(|loose| (loose.text.as_str(), loose.persona()))
            .collect();
        for (loose, mentions) in said.iter().zip(workshop.tag_utterances(&texts)) {
            teller.loose(loose, &mentions)?;
        }
    }
}

/// What a line holds; nothing where it is not a prospect's.
fn read(file: &Path, line: &Line) -> Result<Option<Loose>, Failure> {
    let loose: Loose = serde_json::from_slice(&line.bytes).map_err(|cause| Failure {
        path: format!("{}:{}", file.display(), line.number),
        code: "broken-json".to_owned(),
        message: format!(
            "a line is an object with \"id\" and \"text\", in UTF-8 (column {}); mend the line",
            cause.column()
        ),
    })?;
    Ok(Some(loose).filter(Loose::is_prospects))
}
