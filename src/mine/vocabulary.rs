//! Which of the words in a turn does any lexicon know, and what do the tagger's own rules know about them?
//!
//! Every stem and every exact form that a pattern names gets a number once; afterwards the tagger compares
//! numbers only.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};

use crate::mine::matcher::Drawers;
use crate::mine::pattern::Atom;
use crate::text::stem::Stemmer;

/// What the tagger's own rules know about a word, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Cues(u32);

impl Cues {
    pub const NONE: Cues = Cues(0);
    /// `um`, `uh`: carries nothing.
    pub const FILLER: Cues = Cues(1);
    /// `not`, `never`, `without`: turns what follows into its opposite.
    pub const NEGATION: Cues = Cues(1 << 1);
    /// Written in digits.
    pub const NUMBER: Cues = Cues(1 << 2);
    /// Digits behind a currency sign, or with a `k` behind them.
    pub const MONEY: Cues = Cues(1 << 3);
    /// Digits before a per cent sign.
    pub const PERCENT: Cues = Cues(1 << 4);
    /// A comma, dash or bracket stands before the word.
    pub const AFTER_PAUSE: Cues = Cues(1 << 5);
    /// `two`, `dozen`, `half`.
    pub const NUMBER_WORD: Cues = Cues(1 << 6);
    /// `hour`, `weeks`.
    pub const TIME_UNIT: Cues = Cues(1 << 7);
    /// `dollars`, `grand`.
    pub const MONEY_UNIT: Cues = Cues(1 << 8);
    /// `percent`.
    pub const SHARE_UNIT: Cues = Cues(1 << 9);
    /// `if`, `unless`, `suppose`.
    pub const CONDITION: Cues = Cues(1 << 10);
    /// `would`, `could`, `might`.
    pub const MODAL: Cues = Cues(1 << 11);
    /// `but`, `because`, `which`: a new clause begins.
    pub const CLAUSE: Cues = Cues(1 << 12);
    /// `they`, `their`: somebody else's.
    pub const THIRD: Cues = Cues(1 << 13);
    /// `vendor`, `incumbent`, `competitor`.
    pub const VENDOR: Cues = Cues(1 << 14);
    /// `yeah`, `exactly`.
    pub const AGREES: Cues = Cues(1 << 15);
    /// `no`, `nope`.
    pub const DENIES: Cues = Cues(1 << 16);
    /// `a`, `of`, `and`: may stand inside a figure.
    pub const LINK: Cues = Cues(1 << 17);
    /// `only`, `just`, `to mention`: takes the sting out of a `not` before it.
    pub const SOFTENER: Cues = Cues(1 << 18);
    /// `issue`, `problem`, `concern`: negated, it takes back what stood before.
    pub const TROUBLE: Cues = Cues(1 << 19);
    /// `worried`, `afraid`, `fear`: what follows has not happened.
    pub const WORRY: Cues = Cues(1 << 20);
    /// `you`, `your`: about the seller.
    pub const YOU: Cues = Cues(1 << 21);
    /// `we`, `our`, `us`, `I`, `my`.
    pub const SELF: Cues = Cues(1 << 22);
    /// A word so common that sharing it tells nothing.
    pub const COMMON: Cues = Cues(1 << 23);
    /// `is`, `are`, `was`: links a subject to what is said of it.
    pub const BE: Cues = Cues(1 << 24);

    /// Whether one of the given bits is set.
    #[inline]
    pub fn has(self, other: Cues) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[inline]
    #[must_use]
    pub fn with(self, other: Cues) -> Cues {
        Cues(self.0 | other.0)
    }
}

/// The tagger's own words, by role. Every form is listed, because the roles belong to forms, not to stems.
const CUE_WORDS: &[(Cues, &str)] = &[
    (Cues::FILLER, "um uh er erm uhm hmm hm mm mhm ah eh"),
    (
        Cues::NEGATION,
        "not no never none nothing nobody neither nor without hardly barely scarcely",
    ),
    (
        Cues::NUMBER_WORD,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands \
        million millions billion dozen dozens half quarter couple few several lakh lakhs crore crores third",
    ),
    (
        Cues::TIME_UNIT,
        "second seconds minute minutes min mins hour hours hr hrs day days week weeks month months quarter \
        quarters year years morning mornings afternoon afternoons evening evenings weekend weekends night nights fortnight",
    ),
    (
        Cues::MONEY_UNIT,
        "dollar dollars buck bucks grand k pound pounds quid euro euros cent cents rupee rupees lakh lakhs \
        crore crores pence figures",
    ),
    (Cues::SHARE_UNIT, "percent percentage pct"),
    (
        Cues::CONDITION,
        "if unless suppose supposing assuming imagine provided",
    ),
    (Cues::MODAL, "would could might should may"),
    (
        Cues::CLAUSE,
        "but because so although though whereas while which cause cuz and then since except unless until",
    ),
    (
        Cues::THIRD,
        "they their theirs them competitor competitor's competitors",
    ),
    (
        Cues::VENDOR,
        "vendor vendors provider providers supplier incumbent competitor competitors",
    ),
    (
        Cues::AGREES,
        "yes yeah yep yup exactly right correct definitely absolutely true totally sure indeed precisely agreed bingo \
        ya yea",
    ),
    (Cues::DENIES, "no nope nah negative"),
    (Cues::LINK, "a an of and the or to"),
    (Cues::SOFTENER, "only just necessarily mention"),
    (
        Cues::TROUBLE,
        "issue issues problem problems concern concerns worry blocker blockers dealbreaker breaker obstacle objection \
        complaint complaints",
    ),
    (
        Cues::WORRY,
        "worry worried worries afraid fear scared nervous concerned risk",
    ),
    (Cues::YOU, "you your yours"),
    (Cues::SELF, "we our us i my me ours mine"),
    (Cues::BE, "is are was were be been being am"),
    (
        Cues::COMMON,
        "a about after all also am an and any are as at back be because been before being but by can could day did do \
        does doing done down each even every few first for from get gets getting go goes going got had has have having he her here \
        him his how i if in into is it its just kind know like little look lot make many me mean more most much my never new no not \
        now of off ok okay on one only or other our out over people put really right said same say see she should so some sort \
        still stuff such take than that the their them then there these they thing things think this those through time to too two \
        under up us use used very want was way we well were what when where which while who why will with work would yeah yes you \
        your",
    ),
];

static CUES: LazyLock<FxHashMap<&'static str, Cues>> = LazyLock::new(|| {
    let mut cues: FxHashMap<&'static str, Cues> = FxHashMap::default();
    for (bit, words) in CUE_WORDS {
        for word in words.split_whitespace() {
            let known = cues.entry(word).or_default();
            *known = known.with(*bit);
        }
    }
    cues
});

/// The thousand commonest words of spoken English, the commonest first.
static COMMONEST: &str = include_str!("commonest.txt");
/// How often any other word comes.
const RARE: u32 = 20;

/// About how often each of the commonest stems comes in a million words: by Zipf's law, from the rank.
static FREQUENCY: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
    let stemmer = Stemmer::default();
    let mut frequency: FxHashMap<String, u32> = FxHashMap::default();
    for (rank, word) in COMMONEST.split_whitespace().enumerate() {
        *frequency.entry(stemmer.stem(word)).or_default() += 100_000 / (rank as u32 + 2);
    }
    frequency
});

/// So many of the commonest stems have a drawer of their own; the others share the rest.
const OWN_DRAWERS: usize = 96;

/// The drawers of the commonest stems.
static DRAWERS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut stems: Vec<(&str, u32)> = FREQUENCY.iter().map(|(s, n)| (s.as_str(), *n)).collect();
    stems.sort_unstable_by_key(|(stem, frequency)| (std::cmp::Reverse(*frequency), *stem));
    let own = stems.into_iter().take(OWN_DRAWERS);
    own.zip(0..)
        .map(|((stem, _), place)| (stem, place))
        .collect()
});

/// The drawer of a stem.
fn drawer(stem: &str) -> Drawers {
    let shared = || {
        let mut hasher = FxHasher::default();
        stem.hash(&mut hasher);
        OWN_DRAWERS as u32 + (hasher.finish() >> 32) as u32 % (Drawers::BITS - OWN_DRAWERS as u32)
    };
    1 << DRAWERS.get(stem).copied().unwrap_or_else(shared)
}

/// What is known about one word: its number as a stem, its number as an exact form (0 where no pattern names it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordInfo {
    pub stem: u32,
    pub exact: u32,
    pub cues: Cues,
    /// The word's drawer; none where no pattern names the word.
    pub drawer: Drawers,
}

/// The numbers of all words that patterns name.
#[derive(Default)]
pub struct Vocabulary {
    stemmer: Stemmer,
    stems: FxHashMap<String, u32>,
    exacts: FxHashMap<String, u32>,
    /// Numbers of words that patterns wrote, so that each is stemmed once.
    written: FxHashMap<Atom, u32>,
    /// By number: how often the word comes, in a million words of speech.
    frequency: Vec<u32>,
    /// By number.
    drawers: Vec<Drawers>,
}

impl Vocabulary {
    /// The number of a pattern's word, given at its first sight. Numbers begin at 1.
    pub fn add(&mut self, atom: &Atom) -> u32 {
        if let Some(number) = self.written.get(atom) {
            return *number;
        }
        let number = self.add_new(atom);
        self.written.insert(atom.clone(), number);
        number
    }

    fn add_new(&mut self, atom: &Atom) -> u32 {
        let (map, key) = match atom {
            Atom::Stem(word) => (&mut self.stems, self.stemmer.stem(word)),
            Atom::Exact(word) => (&mut self.exacts, word.clone()),
        };
        let next = self.frequency.len() as u32 + 1;
        let number = *map.entry(key).or_insert(next);
        if number == next {
            let (Atom::Stem(word) | Atom::Exact(word)) = atom;
            let form_of = if matches!(atom, Atom::Stem(_)) {
                self.stemmer.stem(word)
            } else {
                word.clone()
            };
            self.drawers.push(drawer(&self.stemmer.stem(word)));
            self.frequency.push(
                FREQUENCY
                    .get(form_of.as_str())
                    .or_else(|| FREQUENCY.get(word.as_str()))
                    .copied()
                    .unwrap_or(RARE),
            );
        }
        number
    }

    /// The number of a pattern's word's stem, also where only an exact form is meant.
    pub fn stem_of(&mut self, atom: &Atom) -> u32 {
        let (Atom::Stem(word) | Atom::Exact(word)) = atom;
        self.add(&Atom::Stem(word.clone()))
    }

    /// About how often a word comes in a million words of speech: what it costs to look wherever it stands.
    pub fn frequency(&self, number: u32) -> u32 {
        self.frequency[number as usize - 1]
    }

    /// The drawers of many words.
    pub fn drawers(&self, numbers: &[u32]) -> Drawers {
        numbers
            .iter()
            .fold(0, |all, number| all | self.drawers[*number as usize - 1])
    }

    /// How many numbers have been given.
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// Whether no pattern has been added.
    pub fn is_empty(&self) -> bool {
        self.frequency.is_empty()
    }

    /// The place in `infos` of what is known about a folded word; 0 where nothing is.
    pub fn number(&self, folded: &str, infos: &mut Vec<WordInfo>) -> u32 {
        let stemmed = self.stemmer.stem(folded);
        let stem = self.stems.get(&stemmed).copied().unwrap_or(0);
        let exact = self.exacts.get(folded).copied().unwrap_or(0);
        let info = WordInfo {
            stem,
            exact,
            cues: CUES.get(folded).copied().unwrap_or_default(),
            drawer: if stem == 0 { 0 } else { drawer(&stemmed) },
        };
        if info == WordInfo::default() {
            return 0;
        }
        let place = infos.len() as u32;
        infos.push(info);
        place
    }
}
