//! How does the tagger see a turn: which words, in which sentence, without the noise?
//!
//! A turn's text comes in once; out comes a list of numbered words. Contractions are two words (`can't` is
//! `can not`), fillers and the repeats of a false start are left out, so that a pattern jumps them for free. What the
//! recogniser made up, sounds in brackets and loops, is no word of anybody and left out too.

pub mod contraction;

use rustc_hash::FxHashMap;

use crate::call::Span;
use crate::mine::cues::Cues;
use crate::mine::vocabulary::{Vocabulary, WordInfo};
use crate::text::noise;
use crate::text::sentences::Cutter;
use crate::text::stem::fold;
use crate::text::tokens::{Token, tokens};
use crate::text::word_cache::WordCache;
use contraction::split_contraction;

/// One word of a turn.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub start: u32,
    pub end: u32,
    /// Which sentence of the turn it stands in.
    pub sentence: u32,
    /// Index into the reader's memory; see [`Reader::info`].
    pub info: u32,
    /// What the tagger's own rules know about the word, copied here because every rule looks at it.
    pub cues: Cues,
}

/// The words of one turn, reused from turn to turn.
#[derive(Debug, Default)]
pub struct Words {
    pub items: Vec<Word>,
    pub sentences: Vec<Span>,
    cutter: Cutter,
    tokens: Vec<Token>,
    numbers: Vec<u32>,
}

impl Words {
    /// The ranges of words that make up the sentences, in order; sentences without a word have none.
    pub fn by_sentence(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut from = 0;
        self.items
            .chunk_by(|one, next| one.sentence == next.sentence)
            .map(move |chunk| {
                let range = from..from + chunk.len();
                from = range.end;
                range
            })
    }

    /// The range of words that make up a sentence.
    pub fn of_sentence(&self, sentence: u32) -> std::ops::Range<usize> {
        let from = self.items.partition_point(|word| word.sentence < sentence);
        let to = self.items.partition_point(|word| word.sentence <= sentence);
        from..to
    }

    /// Whether a recogniser's noise may stand in the turn just read. Must cost next to nothing: of most turns it says no.
    fn may_hold_noise(&self, text: &str) -> bool {
        noise::may_hold_marks(text) || noise::may_loop(&self.numbers) || self.repeats_sentences()
    }

    fn repeats_sentences(&self) -> bool {
        let mut before: &[Word] = &[];
        let mut n_equal = 1;
        for here in self
            .items
            .chunk_by(|one, next| one.sentence == next.sentence)
        {
            let infos = here.iter().map(|word| word.info);
            let is_equal = infos.eq(before.iter().map(|word| word.info));
            n_equal = if is_equal { n_equal + 1 } else { 1 };
            if n_equal >= noise::SUSPICIOUS_SENTENCES {
                return true;
            }
            before = here;
        }
        false
    }

    /// Leaves out the words that stand in noise. A word whose repeats run into it ends before it, and sentences begin
    /// and end without it, so that no quote does.
    fn leave_out(&mut self, noise: &[Span], text: &str) {
        for sentence in &mut self.sentences {
            *sentence = without_edges(*sentence, noise, text);
        }
        let mut noise = noise.iter().peekable();
        self.items.retain_mut(|word| {
            while noise.next_if(|span| span.end <= word.start).is_some() {}
            let Some(span) = noise.peek() else {
                return true;
            };
            if span.start <= word.start {
                return false;
            }
            if span.start < word.end {
                let said = text.get(word.start as usize..span.start as usize);
                let n_bytes = said.map_or(0, |said| said.trim_end().len());
                word.end = word.start + n_bytes as u32;
            }
            true
        });
    }
}

/// Turns text into numbered words; one per thread, because it remembers the words it has seen.
pub struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    seen: WordCache,
    infos: Vec<WordInfo>,
    /// By folded word, the index into `infos`.
    forms: FxHashMap<String, u32>,
    /// The two words of each contraction, as indexes into `infos`.
    contractions: Vec<[u32; 2]>,
}

impl<'v> Reader<'v> {
    /// A reader with an empty memory.
    pub fn new(vocabulary: &'v Vocabulary) -> Reader<'v> {
        Reader {
            vocabulary,
            seen: WordCache::default(),
            infos: Vec::new(),
            forms: FxHashMap::default(),
            contractions: Vec::new(),
        }
    }

    /// What is known about a numbered word.
    #[inline]
    pub fn info(&self, word: &Word) -> &WordInfo {
        &self.infos[word.info as usize]
    }

    /// Reads a turn's text into `words`, replacing what was there.
    pub fn read(&mut self, text: &str, words: &mut Words) {
        if self.infos.len() > MOST_REMEMBERED {
            *self = Reader::new(self.vocabulary);
        }
        words.items.clear();
        words.cutter.clear();
        self.number(text, words);
        let bytes = text.as_bytes();
        let (mut before, mut after_filler) = (0, false);
        for (token, number) in words.tokens.iter().zip(&words.numbers) {
            let (start, end) = (token.start as usize, token.end as usize);
            let mut own = Cues::NONE;
            // Nearly always a single space stands between two words.
            if start != before + 1 || bytes[before] != b' ' {
                words.cutter.pass(text, before, start);
                if sets_off(&text[before..start]) {
                    own = Cues::AFTER_PAUSE;
                }
            }
            before = end;
            if bytes[start].is_ascii_digit() {
                own = own.with(number_cues(text, start, end));
            }
            let mut add = |info: u32| {
                let word = Word {
                    start: token.start,
                    end: token.end,
                    sentence: words.cutter.found.len() as u32,
                    info,
                    cues: own.with(self.infos[info as usize].cues),
                };
                push(&mut words.items, &mut after_filler, word);
            };
            if number & CONTRACTION == 0 {
                add(*number);
            } else {
                self.contractions[(number ^ CONTRACTION) as usize]
                    .into_iter()
                    .for_each(add);
            }
        }
        words.cutter.pass(text, before, text.len());
        words.cutter.finish(text);
        std::mem::swap(&mut words.sentences, &mut words.cutter.found);
        if words.may_hold_noise(text) {
            words.leave_out(&noise::spans(text), text);
        }
    }

    /// Cuts a text and looks every word up: in two loops, because look-ups that wait for memory go on side by side
    /// as long as nothing unforeseen comes between them.
    fn number(&mut self, text: &str, words: &mut Words) {
        words.tokens.clear();
        words.tokens.extend(tokens(text));
        words.numbers.clear();
        for token in &words.tokens {
            let memory = (self.vocabulary, &mut self.infos, &mut self.forms);
            let number = self.seen.get_or_derive(text, *token, |surface| {
                derive(surface, memory, &mut self.contractions)
            });
            words.numbers.push(number);
        }
    }
}

/// A reader that remembers more forms than this forgets all and begins anew: bounds memory on any corpus.
const MOST_REMEMBERED: usize = 1 << 19;

/// Marks the number of a contraction; the rest is an index into the list of contractions.
const CONTRACTION: u32 = 1 << 31;

/// The vocabulary, what is known of every form, and where each form is.
type Memory<'m> = (
    &'m Vocabulary,
    &'m mut Vec<WordInfo>,
    &'m mut FxHashMap<String, u32>,
);

/// The number of a surface form at its first sight.
fn derive(surface: &str, memory: Memory<'_>, contractions: &mut Vec<[u32; 2]>) -> u32 {
    let (vocabulary, infos, forms) = memory;
    let mut numbers = split_contraction(&fold(surface)).into_iter().map(|part| {
        *forms.entry(part).or_insert_with_key(|part| {
            infos.push(vocabulary.info(part));
            infos.len() as u32 - 1
        })
    });
    match (numbers.next(), numbers.next()) {
        (Some(first), Some(second)) => {
            contractions.push([first, second]);
            CONTRACTION | (contractions.len() as u32 - 1)
        }
        (first, _) => first.unwrap_or(0),
    }
}

/// A sentence without the noise at its ends; one that is nothing else stays as it is.
fn without_edges(sentence: Span, noise: &[Span], text: &str) -> Span {
    let Span { mut start, mut end } = sentence;
    let from = noise.partition_point(|span| span.end <= start);
    let to = noise.partition_point(|span| span.start < end);
    let here = noise.get(from..to).unwrap_or_default();
    for span in here {
        let before = text.get(start as usize..span.start as usize);
        if span.start > start && before.is_some_and(|before| !before.trim().is_empty()) {
            break;
        }
        start = span.end;
    }
    for span in here.iter().rev() {
        let behind = text.get(span.end as usize..end as usize);
        if span.end < end && behind.is_some_and(|behind| !behind.trim().is_empty()) {
            break;
        }
        end = span.start;
    }
    let Some(left) = text.get(start as usize..end as usize) else {
        return sentence;
    };
    let said = left.trim();
    if said.is_empty() {
        return sentence;
    }
    start += (left.len() - left.trim_start().len()) as u32;
    Span {
        start,
        end: start + said.len() as u32,
    }
}

/// Adds a word unless it is noise: a filler, or the repeat of a false start (`we we`).
#[inline]
fn push(items: &mut Vec<Word>, after_filler: &mut bool, mut word: Word) {
    if word.cues.has(Cues::FILLER) {
        *after_filler = true;
        return;
    }
    if std::mem::take(after_filler) {
        word.cues = word.cues.with(Cues::AFTER_FILLER);
    }
    if let Some(last) = items.last_mut() {
        let repeated = last.info == word.info
            && last.sentence == word.sentence
            && !word.cues.has(Cues::NUMBER);
        if repeated {
            last.end = word.end;
            return;
        }
    }
    items.push(word);
}

/// Whether a comma, a dash, a bracket or the like stands last in what is between two words.
fn sets_off(between: &str) -> bool {
    let between = between.trim_end_matches(' ');
    between.ends_with([
        ',', ';', ':', '(', ')', '.', '?', '!', '\u{2013}', '\u{2014}', '…',
    ]) || between.ends_with(" -")
        || between.ends_with("--")
}

fn number_cues(text: &str, start: usize, end: usize) -> Cues {
    let mut cues = Cues::NUMBER;
    let before = text[..start].trim_end_matches(' ');
    if before.ends_with(['$', '£', '€', '₹', '¥']) || text[start..end].ends_with(['k', 'K']) {
        cues = cues.with(Cues::MONEY);
    }
    if text[end..].starts_with('%') || text[end..].starts_with(" %") {
        cues = cues.with(Cues::PERCENT);
    }
    cues
}
