//! How much slower is listening for a hundred times as many phrases?
//!
//! Large lexicons are made of what the corpus itself says seldom: runs of two to four plain words, with nothing but a
//! space between two of them, that stand in it one to three times. Every such run may be drawn, by its hash; of those
//! drawn every n-th of the alphabet is taken, so that 20,000 phrases come of all parts of it. Every hundredth of these
//! makes the small lexicons.

use rustc_hash::FxHashMap;
use verbatim::call::Call;
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::vocabulary::fnv;
use verbatim::text::tokens::{Token, tokens};

use crate::corpus::{bytes_of, texts};
use crate::measure::{median, ratio, speed, timed};
use crate::table::{Bound, Row, Table, Unit};
use crate::tagging::tag_all;
use crate::workbench::Workbench;

const MANY: usize = 20_000;
/// One of so many phrases is among the few.
const FEW: usize = 100;
/// Words of a phrase.
const FEWEST_WORDS: usize = 2;
const MOST_WORDS: usize = 4;
/// What stands in the corpus more often is not rare.
const RARE: u32 = 3;
/// Of a larger corpus only some of the runs are counted, about as many as so many bytes have.
const COUNTED_BYTES: u64 = 2 << 20;
/// Phrases of one entry, and how many tags they get in turn.
const OF_ENTRY: usize = 10;
const TAGS: usize = 20;

/// P5: many rare phrases against few, one thread.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P5") {
        return Ok(());
    }
    eprintln!("P5: drawing rare phrases …");
    let calls = bench.calls();
    let once = calls.len() / bench.setup.copies as usize;
    // A corpus that is there several times says nothing only once.
    let many = rare_phrases(&calls[..once]);
    let few: Vec<String> = many.iter().step_by(FEW).cloned().collect();
    let (large, small) = (lexicons(&many)?, lexicons(&few)?);
    let (mut large_times, mut small_times) = (Vec::new(), Vec::new());
    let (mut n_in_large, mut n_in_small) = (0, 0);
    for round in 0..bench.setup.rounds {
        eprintln!("P5: round {} …", round + 1);
        let (n_found, seconds) = timed(|| Ok(tag_all(&small, calls, 1)))?;
        n_in_small = n_found;
        small_times.push(seconds);
        let (n_found, seconds) = timed(|| Ok(tag_all(&large, calls, 1)))?;
        n_in_large = n_found;
        large_times.push(seconds);
    }
    let (large_time, small_time) = (median(&large_times), median(&small_times));
    let bytes = bench.corpus.text_bytes;
    table.add(Row {
        id: "P5",
        what: "time of tagging, 20,000 rare phrases / 200 of them",
        measured: ratio(large_time, small_time),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtMost(1.35), Bound::AtMost(1.10))),
        note: format!(
            "{} phrases: {:.1} MB/s, {n_in_large} mentions; {}: {:.1} MB/s, {n_in_small}; one thread, no learned \
             witness; runs of 2 to 4 words that the corpus has 1 to 3 times, taken at equal distances",
            many.len(),
            speed(bytes, large_time),
            few.len(),
            speed(bytes, small_time),
        ),
    });
    Ok(())
}

/// Phrases that these calls hold one to three times, at equal distances in the alphabet.
fn rare_phrases(calls: &[Call]) -> Vec<String> {
    let one_in = (bytes_of(calls) / COUNTED_BYTES).max(1);
    let mut counts = FxHashMap::default();
    for text in texts(calls) {
        count_runs(&text.to_ascii_lowercase(), one_in, &mut counts);
    }
    let rare = counts.into_iter().filter(|(_, n)| *n <= RARE);
    let mut rare: Vec<String> = rare.map(|(phrase, _)| phrase).collect();
    rare.sort_unstable();
    let stride = (rare.len() / MANY).max(1);
    rare.into_iter().step_by(stride).take(MANY).collect()
}

/// Counts the runs of plain words of a text, those alone whose hash is drawn.
fn count_runs(text: &str, one_in: u64, counts: &mut FxHashMap<String, u32>) {
    let words: Vec<Token> = tokens(text).collect();
    for (at, first) in words.iter().enumerate() {
        for length in FEWEST_WORDS..=MOST_WORDS {
            let Some(last) = words.get(at + length - 1) else {
                break;
            };
            let run = &text[first.start as usize..last.end as usize];
            if !is_plain(run, length) {
                break;
            }
            // The lowest bits of this hash hang on the lowest bits of the letters alone.
            if (fnv(run) >> 32).is_multiple_of(one_in) {
                *counts.entry(run.to_owned()).or_default() += 1;
            }
        }
    }
}

/// Whether so many words of plain letters stand in a run, and only single spaces between them.
fn is_plain(run: &str, n_words: usize) -> bool {
    let n_spaces = run.bytes().filter(|byte| *byte == b' ').count();
    let n_letters = run.bytes().filter(u8::is_ascii_lowercase).count();
    n_spaces + 1 == n_words && n_letters + n_spaces == run.len()
}

/// Lexicons of phrases, as somebody would write them.
fn lexicons(phrases: &[String]) -> anyhow::Result<Lexicons> {
    let mut text = "persona = \"anyone\"\n".to_owned();
    for (n, portion) in phrases.chunks(OF_ENTRY).enumerate() {
        let tag = n % TAGS;
        let patterns = portion.join("\", \"");
        text += &format!(
            "\n[[entry]]\ntag = \"pain/rare-{tag}\"\nname = \"rare-{n}\"\npatterns = [\"{patterns}\"]\n"
        );
    }
    Ok(Sources::new(vec![("rare.toml".to_owned(), text)]).compile()?)
}
