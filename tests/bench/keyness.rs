//! How fast does the archive tell which phrases are key?
//!
//! The first pass of `lexicon discover`: every call with its mentions is unpacked from the catalogue and cut into
//! sentences on all threads, its phrases and the company of its words are counted, and the phrases of every tag are
//! weighed against those of sentences that carry none. Tagging, the measure, finds its calls in memory.

use std::collections::BTreeSet;
use std::hint::black_box;

use verbatim::mention::Tag;
use verbatim::mine::lexicon::Lexicons;
use verbatim::pipeline::survey::survey;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::tend::discover::counts::Counts;
use verbatim::tend::discover::keyness::phrases;
use verbatim::tend::discover::sheet::{Readers, Sheet};

use crate::ingestion::THREADS;
use crate::measure::{median, ratio, speed, timed};
use crate::table::{Bound, Row, Table, Unit};
use crate::tagging::tag_all;
use crate::workbench::Workbench;

/// Phrases kept of each tag.
const MOST: usize = 10;

/// P13: keyness over the archive against tagging.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P13") {
        return Ok(());
    }
    let dir = &bench.archive()?.dir;
    let calls = bench.calls();
    let (mut keyness_times, mut tagging_times) = (Vec::new(), Vec::new());
    let mut n_phrases = 0;
    for round in 0..bench.setup.rounds {
        eprintln!("P13: round {} …", round + 1);
        let (n_found, seconds) = timed(|| key_phrases(dir, bench.lexicons))?;
        n_phrases = n_found;
        keyness_times.push(seconds);
        let tagging = timed(|| Ok(tag_all(bench.lexicons, calls, THREADS)))?;
        tagging_times.push(tagging.1);
    }
    let (keyness_time, tagging_time) = (median(&keyness_times), median(&tagging_times));
    let bytes = bench.corpus.text_bytes;
    table.add(Row {
        id: "P13",
        what: "speed of keyness over the archive / tagging",
        measured: ratio(tagging_time, keyness_time),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtLeast(0.6), Bound::AtLeast(0.9))),
        note: format!(
            "keyness {:.1} MB/s from the catalogue on ({n_phrases} phrases, up to {MOST} a tag), tagging {:.1} MB/s; \
             {THREADS} threads",
            speed(bytes, keyness_time),
            speed(bytes, tagging_time),
        ),
    });
    Ok(())
}

/// Counts the whole archive and weighs the phrases of every tag; gives back how many are key.
fn key_phrases(dir: &DataDir, lexicons: &Lexicons) -> anyhow::Result<usize> {
    let catalogue = Catalogue::open_to_read(dir)?;
    let readers = Readers::new(&lexicons.matcher.vocabulary);
    let entries = lexicons.entries.iter();
    let tags: BTreeSet<Tag> = entries.map(|entry| entry.tag.clone()).collect();
    let mut counts = Counts::new(tags, false);
    survey(
        &catalogue,
        &|_| {},
        |call, mentions| Sheet::of(call, &mentions, &readers),
        |sheet| counts.add(&sheet),
    )?;
    let groups = counts.tags.values();
    let found: Vec<_> = groups
        .map(|group| phrases(group, &counts.free, MOST))
        .collect();
    Ok(black_box(found).iter().map(Vec::len).sum())
}
