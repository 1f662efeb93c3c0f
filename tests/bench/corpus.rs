//! Which calls is everything measured on?
//!
//! A working copy with one call a line, made up or taken from the corpus that was named. Every competitor gets
//! the same turns.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use verbatim::call::Call;
use verbatim::ingest::normalize::SideRules;
use verbatim::mine::lexicon::Lexicons;
use verbatim::pipeline::Workshop;
use verbatim::pipeline::deliver::{Limits, deliver, walk};

use crate::call_line::CallLine;
use crate::generator::Generator;
use crate::setup::Setup;
use crate::vocabulary::Vocabulary;

/// The limits of what is read.
pub const LIMITS: Limits = Limits {
    max_bytes: 256 << 20,
};

/// How every line of the working copy begins; a copy's id is told apart right behind it.
const BEGINNING: &str = "{\"id\":\"";

/// The working copy.
pub struct Corpus {
    pub path: PathBuf,
    /// Where it comes from, for people.
    pub origin: String,
    pub n_calls: u64,
    pub n_turns: u64,
    pub text_bytes: u64,
}

impl Corpus {
    /// Writes the working copy into a folder.
    pub fn prepare(setup: &Setup, lexicons: &Lexicons, folder: &Path) -> anyhow::Result<Corpus> {
        std::fs::create_dir_all(folder).context("cannot make a folder for the working copy")?;
        let path = folder.join("calls.jsonl");
        let corpus = Corpus {
            path,
            origin: String::new(),
            n_calls: 0,
            n_turns: 0,
            text_bytes: 0,
        };
        let mut corpus = match &setup.corpus {
            Some(named) => corpus.take(named, setup.text_bytes)?,
            None => corpus.make_up(setup.text_bytes, lexicons)?,
        };
        ensure!(
            corpus.n_calls >= 2,
            "the corpus holds too few calls to measure anything: {}",
            corpus.origin
        );
        corpus.repeat(setup.copies)?;
        Ok(corpus)
    }

    fn take(mut self, named: &Path, text_bytes: u64) -> anyhow::Result<Corpus> {
        let shown = named.display();
        let file = File::open(named)
            .with_context(|| format!("cannot open VERBATIM_BENCH_CORPUS {shown}"))?;
        let mut out = self.out()?;
        let (mut n_unread, mut n_dealt) = (0_u64, 0_u64);
        for line in BufReader::new(file).lines() {
            let line = line.with_context(|| format!("cannot read {shown}"))?;
            if self.text_bytes >= text_bytes {
                break;
            }
            match serde_json::from_str::<CallLine>(&line) {
                Ok(mut call) => {
                    n_dealt += u64::from(call.complete(self.n_calls as usize));
                    self.add(&call, &mut out)?;
                }
                Err(_) => n_unread += u64::from(!line.trim().is_empty()),
            }
        }
        out.flush()?;
        self.origin = format!(
            "{shown}; sides dealt out alternately in {n_dealt} calls that had none, {n_unread} lines passed over"
        );
        Ok(self)
    }

    fn make_up(mut self, text_bytes: u64, lexicons: &Lexicons) -> anyhow::Result<Corpus> {
        let samples = calls_of(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus-samples"),
            lexicons,
        );
        let texts = samples
            .iter()
            .flat_map(|call| call.turns.iter().map(|turn| turn.text.as_str()));
        let vocabulary = Vocabulary::learn(texts, lexicons);
        let mut generator = Generator::new(&vocabulary);
        let mut out = self.out()?;
        while self.text_bytes < text_bytes || self.n_calls < 2 {
            let mut call = generator.call();
            ensure!(
                call.text_bytes() > 0,
                "corpus-samples holds no words to learn from"
            );
            call.complete(self.n_calls as usize);
            self.add(&call, &mut out)?;
        }
        out.flush()?;
        self.origin =
            "made up by a seeded generator from corpus-samples and invented words".to_owned();
        Ok(self)
    }

    fn out(&self) -> anyhow::Result<BufWriter<File>> {
        Ok(BufWriter::new(
            File::create(&self.path).context("cannot write the working copy")?,
        ))
    }

    fn add(&mut self, call: &CallLine, out: &mut impl Write) -> anyhow::Result<()> {
        serde_json::to_writer(&mut *out, call)?;
        writeln!(out)?;
        self.n_calls += 1;
        self.n_turns += call.turns.len() as u64;
        self.text_bytes += call.text_bytes();
        Ok(())
    }

    /// Appends the corpus to itself until it is there so many times.
    fn repeat(&mut self, copies: u32) -> anyhow::Result<()> {
        let n_lines = self.n_calls as usize;
        let file = File::options()
            .append(true)
            .open(&self.path)
            .context("cannot repeat the working copy")?;
        let mut out = BufWriter::new(file);
        for copy in 1..copies {
            let first = BufReader::new(File::open(&self.path)?);
            for line in first.lines().take(n_lines) {
                let line = line?;
                let rest = line
                    .strip_prefix(BEGINNING)
                    .context("a line of the working copy begins oddly")?;
                writeln!(out, "{BEGINNING}r{copy}-{rest}")?;
            }
            out.flush()?;
        }
        if copies > 1 {
            self.origin = format!("{}; {copies} times, each time under new ids", self.origin);
        }
        let copies = u64::from(copies);
        self.n_calls *= copies;
        self.n_turns *= copies;
        self.text_bytes *= copies;
        Ok(())
    }

    /// Reads all calls into memory, as an ingestion reads them.
    pub fn calls(&self, lexicons: &Lexicons) -> Vec<Call> {
        calls_of(&self.path, lexicons)
    }
}

/// The text of every turn.
pub fn texts(calls: &[Call]) -> impl Iterator<Item = &str> {
    calls
        .iter()
        .flat_map(|call| call.turns.iter().map(|turn| turn.text.as_str()))
}

/// The first calls that hold so many bytes of text, or all.
pub fn first_calls(calls: &[Call], text_bytes: u64) -> &[Call] {
    let mut so_far = 0;
    let enough = calls.iter().position(|call| {
        so_far += bytes_of(std::slice::from_ref(call));
        so_far >= text_bytes
    });
    enough.map_or(calls, |last| &calls[..=last])
}

/// Bytes of all turns' text.
pub fn bytes_of(calls: &[Call]) -> u64 {
    texts(calls).map(|text| text.len() as u64).sum()
}

/// The calls of a file or folder; what is no transcript is passed over.
fn calls_of(path: &Path, lexicons: &Lexicons) -> Vec<Call> {
    let workshop = Workshop::new(lexicons, SideRules::default(), 0.3);
    let listed = walk(&[path.to_owned()]);
    let mut calls = Vec::new();
    deliver(&listed.files, LIMITS, &mut |deliveries| {
        let read = deliveries
            .iter()
            .flat_map(|delivery| workshop.read(delivery));
        calls.extend(read.flatten().map(|read| read.call));
        true
    });
    calls
}
