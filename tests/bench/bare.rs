//! What does plain tantivy cost on the same turns?
//!
//! Its stock English pipeline, put together from its own parts. Only the stemming filter is ours, because
//! tantivy's own is behind a feature that is switched off here: it does what tantivy's does, over the stemmer
//! that the project uses.

use std::borrow::Cow;
use std::mem;
use std::path::Path;

use anyhow::Context;
use rust_stemmers::{Algorithm, Stemmer};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream,
    Tokenizer,
};
use tantivy::{Index, IndexWriter, TantivyDocument};
use verbatim::call::Call;

const TOKENIZER: &str = "bench";
/// The limit of tantivy's own `en_stem`.
const LONGEST_TOKEN: usize = 40;

/// tantivy's `en_stem`.
pub fn en_stem() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_TOKEN))
        .filter(LowerCaser)
        .filter(StockStemmer)
        .build()
}

/// Indexes every turn's text, stored and with positions, into a new folder.
pub fn index(
    folder: &Path,
    analyzer: TextAnalyzer,
    threads: usize,
    memory: usize,
    calls: &[Call],
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).context("cannot make a folder for the bare index")?;
    let words = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let text = schema.add_text_field(
        "text",
        TextOptions::default()
            .set_indexing_options(words)
            .set_stored(),
    );
    let index = Index::create_in_dir(folder, schema.build())?;
    index.tokenizers().register(TOKENIZER, analyzer);
    let mut writer: IndexWriter<TantivyDocument> =
        index.writer_with_num_threads(threads, memory)?;
    for turn in calls.iter().flat_map(|call| &call.turns) {
        let mut document = TantivyDocument::default();
        document.add_text(text, &turn.text);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

#[derive(Clone)]
struct StockStemmer;

impl TokenFilter for StockStemmer {
    type Tokenizer<T: Tokenizer> = StockStemmerFilter<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> StockStemmerFilter<T> {
        StockStemmerFilter { inner: tokenizer }
    }
}

#[derive(Clone)]
struct StockStemmerFilter<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for StockStemmerFilter<T> {
    type TokenStream<'a> = StockStemmerStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StockStemmerStream {
            tail: self.inner.token_stream(text),
            stemmer: Stemmer::create(Algorithm::English),
            buffer: String::new(),
        }
    }
}

struct StockStemmerStream<T> {
    tail: T,
    stemmer: Stemmer,
    buffer: String,
}

impl<T: TokenStream> TokenStream for StockStemmerStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        let token = self.tail.token_mut();
        let stem = self.stemmer.stem(&token.text);
        match stem {
            Cow::Owned(stem) => token.text = stem,
            Cow::Borrowed(stem) => {
                self.buffer.clear();
                self.buffer.push_str(stem);
                mem::swap(&mut token.text, &mut self.buffer);
            }
        }
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}
