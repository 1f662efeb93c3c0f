//! What do the measurements share, so that none of it is made twice?

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use verbatim::call::Call;
use verbatim::mine::lexicon::Lexicons;
use verbatim::store::DataDir;

use crate::corpus::Corpus;
use crate::ingestion::{Ingested, ingest_into};
use crate::setup::Setup;

/// Everything there is to measure with.
pub struct Workbench<'l> {
    pub setup: Setup,
    pub lexicons: &'l Lexicons,
    pub corpus: Corpus,
    folder: PathBuf,
    calls: OnceCell<Vec<Call>>,
    archive: OnceCell<Ingested>,
}

impl<'l> Workbench<'l> {
    /// Makes the corpus.
    pub fn prepare(
        setup: Setup,
        lexicons: &'l Lexicons,
        folder: &Path,
    ) -> anyhow::Result<Workbench<'l>> {
        eprintln!("writing the working copy of the corpus …");
        let corpus = Corpus::prepare(&setup, lexicons, &folder.join("corpus"))?;
        eprintln!(
            "  {} turns, {:.1} MB of text",
            corpus.n_turns,
            corpus.text_bytes as f64 / 1e6
        );
        Ok(Workbench {
            setup,
            lexicons,
            corpus,
            folder: folder.to_owned(),
            calls: OnceCell::new(),
            archive: OnceCell::new(),
        })
    }

    /// A folder for one step of the work.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The corpus in memory.
    pub fn calls(&self) -> &[Call] {
        self.calls.get_or_init(|| self.corpus.calls(self.lexicons))
    }

    /// Keeps an archive for the measurements to come.
    pub fn lend(&self, archive: Ingested) {
        // Whatever was lent first stays.
        let _ = self.archive.set(archive);
    }

    /// An archive of the corpus; ingested now where nobody did before.
    pub fn archive(&self) -> anyhow::Result<&Ingested> {
        if let Some(archive) = self.archive.get() {
            return Ok(archive);
        }
        eprintln!("ingesting once …");
        let made = ingest_into(
            &DataDir::new(self.folder("data")),
            &self.corpus.path,
            self.lexicons,
        )?;
        Ok(self.archive.get_or_init(|| made))
    }
}
