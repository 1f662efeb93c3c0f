//! How does the tagger see a turn: which words, in which sentence, without the noise?
//!
//! A turn's text comes in once; out comes a list of numbered words. Contractions are two words (`can't` is
//! `can not`), fillers and the repeats of a false start are left out, so that a pattern jumps them for free.

use crate::call::Span;
use crate::mine::vocabulary::{Cues, Vocabulary, WordInfo};
use crate::text::sentences::sentences;
use crate::text::stem::fold;
use crate::text::tokens::{Token, tokens};
use crate::text::word_cache::WordCache;

/// One word of a turn.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub start: u32,
    pub end: u32,
    /// Which sentence of the turn it stands in.
    pub sentence: u32,
    /// Index into the vocabulary's numbered words; 0 for a word no lexicon knows.
    pub info: u32,
    /// What the tagger's own rules know about the word, copied here because every rule looks at it.
    pub cues: Cues,
}

/// The words of one turn, reused from turn to turn.
#[derive(Debug, Default)]
pub struct Words {
    pub items: Vec<Word>,
    pub sentences: Vec<Span>,
}

impl Words {
    /// The range of words that make up a sentence.
    pub fn of_sentence(&self, sentence: u32) -> std::ops::Range<usize> {
        let from = self.items.partition_point(|word| word.sentence < sentence);
        let to = self.items.partition_point(|word| word.sentence <= sentence);
        from..to
    }
}

/// Turns text into numbered words; one per thread, because it remembers the words it has seen.
pub struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    seen: WordCache<[u32; 2]>,
    infos: Vec<WordInfo>,
}

impl<'v> Reader<'v> {
    /// A reader with an empty memory.
    pub fn new(vocabulary: &'v Vocabulary) -> Reader<'v> {
        Reader {
            vocabulary,
            seen: WordCache::default(),
            infos: vec![WordInfo::default()],
        }
    }

    /// What is known about a numbered word.
    #[inline]
    pub fn info(&self, word: &Word) -> &WordInfo {
        &self.infos[word.info as usize]
    }

    /// Reads a turn's text into `words`, replacing what was there.
    pub fn read(&mut self, text: &str, words: &mut Words) {
        words.items.clear();
        words.sentences = sentences(text);
        let mut sentence = 0;
        for token in tokens(text) {
            while words
                .sentences
                .get(sentence)
                .is_some_and(|span| span.end <= token.start)
            {
                sentence += 1;
            }
            let mut cues = Cues::NONE;
            if text.as_bytes()[token.start as usize].is_ascii_digit() {
                cues = number_cues(text, token.start as usize, token.end as usize);
            }
            if sets_off(text, token.start as usize) {
                cues = cues.with(Cues::AFTER_PAUSE);
            }
            for info in self.number(text, token) {
                if info != NOTHING {
                    let cues = cues.with(self.infos[info as usize].cues);
                    push(
                        words,
                        Word {
                            start: token.start,
                            end: token.end,
                            sentence: sentence as u32,
                            info,
                            cues,
                        },
                    );
                }
            }
        }
    }

    /// The numbers of a surface form: two for a contraction.
    #[inline]
    fn number(&mut self, text: &str, token: Token) -> [u32; 2] {
        let (vocabulary, infos) = (self.vocabulary, &mut self.infos);
        self.seen.get_or_derive(text, token, |surface| {
            let mut numbers = [NOTHING; 2];
            for (slot, part) in numbers.iter_mut().zip(split_contraction(&fold(surface))) {
                *slot = vocabulary.number(&part, infos);
            }
            numbers
        })
    }
}

/// No second word.
const NOTHING: u32 = u32::MAX;

/// Adds a word unless it is noise: a filler, or the repeat of a false start (`we we`).
#[inline]
fn push(words: &mut Words, word: Word) {
    if word.cues.has(Cues::FILLER) {
        return;
    }
    if let Some(last) = words.items.last_mut() {
        let repeated = word.info != 0
            && last.info == word.info
            && last.sentence == word.sentence
            && !word.cues.has(Cues::NUMBER);
        if repeated {
            last.end = word.end;
            return;
        }
    }
    words.items.push(word);
}

/// Whether a comma, a dash, a bracket or the like stands right before a word.
#[inline]
fn sets_off(text: &str, start: usize) -> bool {
    // Nearly always there is one space after a letter; that is seen at once.
    if let [.., last, b' '] = &text.as_bytes()[..start]
        && last.is_ascii_alphanumeric()
    {
        return false;
    }
    let before = text[..start].trim_end_matches(' ');
    before.ends_with([
        ',', ';', ':', '(', ')', '.', '?', '!', '\u{2013}', '\u{2014}', '…',
    ]) || before.ends_with(" -")
        || before.ends_with("--")
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

/// The words of a contraction, folded; any other word by itself. `can't` → `can not`, `it's` → `it is`.
pub fn split_contraction(folded: &str) -> Vec<String> {
    let two = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    match folded {
        "can't" | "cannot" | "cant" => return two("can", "not"),
        "won't" => return two("will", "not"),
        "shan't" => return two("shall", "not"),
        "ain't" => return two("is", "not"),
        "dont" | "didnt" | "doesnt" | "isnt" | "wasnt" | "couldnt" | "wouldnt" | "havent"
        | "hasnt" | "arent" => {
            return two(&folded[..folded.len() - 2], "not");
        }
        "let's" => return two("let", "us"),
        "gonna" => return two("going", "to"),
        "wanna" => return two("want", "to"),
        "gotta" => return two("got", "to"),
        "kinda" => return two("kind", "of"),
        _ => {}
    }
    let Some((stem, ending)) = folded.rsplit_once('\'') else {
        return vec![folded.to_owned()];
    };
    match ending {
        "t" if stem.ends_with('n') && stem.len() > 2 => two(&stem[..stem.len() - 1], "not"),
        "re" => two(stem, "are"),
        "ve" => two(stem, "have"),
        "ll" => two(stem, "will"),
        "m" => two(stem, "am"),
        "d" => two(stem, "would"),
        "s" if IS_AFTER.contains(&stem) => two(stem, "is"),
        "s" | "" => vec![stem.to_owned()],
        _ => vec![folded.to_owned()],
    }
}

/// Words after which `'s` is a verb; after any other it is the possessive.
const IS_AFTER: &[&str] = &[
    "it",
    "that",
    "there",
    "what",
    "here",
    "he",
    "she",
    "who",
    "where",
    "how",
    "this",
    "everything",
    "nobody",
    "nothing",
];
