//! What does tantivy itself find in our index?

use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, Term};
use verbatim::store::DataDir;
use verbatim::text::stem::Stemmer;

/// The index of an archive, without anything of ours around it but the stems.
pub struct RawIndex {
    searcher: Searcher,
    text: Field,
    stemmer: Stemmer,
}

impl RawIndex {
    /// Opens the index of an archive.
    pub fn open(dir: &DataDir) -> anyhow::Result<RawIndex> {
        let index = Index::open_in_dir(dir.index())?;
        let text = index.schema().get_field("text")?;
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(RawIndex {
            searcher: reader.searcher(),
            text,
            stemmer: Stemmer::default(),
        })
    }

    /// Documents of the index.
    pub fn n_documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The share of documents that hold any form of a word.
    pub fn share_with(&self, word: &str) -> anyhow::Result<f64> {
        let n_documents = self.n_documents().max(1) as f64;
        Ok(self.searcher.doc_freq(&self.term(word))? as f64 / n_documents)
    }

    /// The best turns for a word; gives back how many.
    pub fn top(&self, word: &str, limit: usize) -> anyhow::Result<usize> {
        let query = TermQuery::new(self.term(word), IndexRecordOption::WithFreqs);
        Ok(self
            .searcher
            .search(&query, &TopDocs::with_limit(limit).order_by_score())?
            .len())
    }

    fn term(&self, word: &str) -> Term {
        Term::from_field_text(self.text, &self.stemmer.stem(word))
    }
}
