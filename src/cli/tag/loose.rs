//! What is heard in loose text, a line each?

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::call::Side;
use crate::cli::parse::Trouble;
use crate::ingest::read::Failure;
use crate::mention::Mention;
use crate::pipeline::Workshop;

use super::tell::Teller;

/// So many lines are heard at once, on all cores.
const BATCH: usize = 512;

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
    let mut lines = (1..).zip(BufReader::new(opened(file)?).lines());
    loop {
        let batch: Vec<(u64, io::Result<String>)> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let heard: Vec<_> = batch
            .into_par_iter()
            .map(|(number, line)| (number, line.map(|line| hear(&line, workshop))))
            .collect();
        for (number, line) in heard {
            let place = format!("{}:{number}", file.display());
            let line = line.map_err(|cause| anyhow::anyhow!("cannot read {place}: {cause}"))?;
            match line {
                Ok(Some((loose, mentions))) => teller.loose(&loose, &mentions)?,
                Ok(None) => {}
                Err(column) => trouble.tell(&Failure {
                    path: place,
                    code: "broken-json".to_owned(),
                    message: format!(
                        "a line is an object with \"id\" and \"text\" (column {column}); mend the line"
                    ),
                }),
            }
        }
    }
}

fn opened(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let opened = File::open(file).map_err(|cause| {
        anyhow::anyhow!("cannot read {}: {cause}; check the path", file.display())
    })?;
    Ok(Box::new(opened))
}

/// What is heard in a line; nothing where it is empty or not a prospect's, and the column where it is broken.
fn hear(
    line: &str,
    workshop: &Workshop<'_>,
) -> Result<Option<(Loose, Vec<Mention>)>, usize> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let loose: Loose = serde_json::from_str(line).map_err(|cause| cause.column())?;
    Ok(loose.is_prospects().then(|| {
        let mentions = workshop.tag_utterance(&loose.text, loose.persona());
        (loose, mentions)
    }))
}
