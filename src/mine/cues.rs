//! What do the tagger's own rules know about a word?
//!
//! Roles of single words (negations, units of time, conjunctions, …) as a set of bits, so that every rule is one
//! test of a number.

mod denial;

mod stance;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What the tagger's own rules know about a word, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Cues(u64, u64);

impl Cues {
    pub const NONE: Cues = Cues(0, 0);
    /// `um`, `uh`: carries nothing.
    pub const FILLER: Cues = Cues::bit(0);
    /// `not`, `never`, `without`: turns what follows into its opposite.
    pub const NEGATION: Cues = Cues::bit(1);
    /// Written in digits.
    pub const NUMBER: Cues = Cues::bit(2);
    /// Digits behind a currency sign, or with a `k` behind them.
    pub const MONEY: Cues = Cues::bit(3);
    /// Digits before a per cent sign.
    pub const PERCENT: Cues = Cues::bit(4);
    /// A comma, dash or bracket stands before the word.
    pub const AFTER_PAUSE: Cues = Cues::bit(5);
    /// `two`, `dozen`, `half`.
    pub const NUMBER_WORD: Cues = Cues::bit(6);
    /// `hour`, `weeks`.
    pub const TIME_UNIT: Cues = Cues::bit(7);
    /// `dollars`, `grand`.
    pub const MONEY_UNIT: Cues = Cues::bit(8);
    /// `percent`.
    pub const SHARE_UNIT: Cues = Cues::bit(9);
    /// `if`, `unless`, `suppose`.
    pub const CONDITION: Cues = Cues::bit(10);
    /// `would`, `could`, `might`.
    pub const MODAL: Cues = Cues::bit(11);
    /// `but`, `because`, `which`: a new clause begins.
    pub const CLAUSE: Cues = Cues::bit(12);
    /// `they`, `their`: somebody else's.
    pub const THIRD: Cues = Cues::bit(13);
    /// `vendor`, `incumbent`, `competitor`.
    pub const VENDOR: Cues = Cues::bit(14);
    /// `yeah`, `exactly`.
    pub const AGREES: Cues = Cues::bit(15);
    /// `no`, `nope`.
    pub const DENIES: Cues = Cues::bit(16);
    /// `a`, `of`, `and`: may stand inside a figure.
    pub const LINK: Cues = Cues::bit(17);
    /// `only`, `just`, `to mention`: takes the sting out of a `not` before it.
    pub const SOFTENER: Cues = Cues::bit(18);
    /// `issue`, `problem`, `concern`: negated, it takes back what stood before.
    pub const TROUBLE: Cues = Cues::bit(19);
    /// `worried`, `afraid`, `fear`: what follows has not happened.
    pub const WORRY: Cues = Cues::bit(20);
    /// `you`, `your`: about the seller.
    pub const YOU: Cues = Cues::bit(21);
    /// `but`, `so`, `because`: begins a clause wherever it stands.
    pub const JOINS: Cues = Cues::bit(22);
    /// `and`, `or`, `while`: begins a clause where a subject follows.
    pub const MAY_JOIN: Cues = Cues::bit(23);
    /// `I`, `they`, `there`: often the first word of a clause.
    pub const OPENS: Cues = Cues::bit(24);
    /// `my`, `our`, `this`: sometimes the first word of a clause.
    pub const MAY_OPEN: Cues = Cues::bit(25);
    /// `with`, `from`, `at`: where a clause that grows too long may be cut.
    pub const LATE: Cues = Cues::bit(26);
    /// `that`, `think`, `to`: wants something behind it, so no clause ends here.
    pub const HOLDS_ON: Cues = Cues::bit(27);
    /// Stands behind an `um` that was left out.
    pub const AFTER_FILLER: Cues = Cues::bit(28);
    /// A competitor whom the config names.
    pub const RIVAL: Cues = Cues::bit(29);
    /// `half`: a share by itself.
    pub const HALF: Cues = Cues::bit(30);
    /// `third`, `quarter`: a share behind `a` or `one`.
    pub const PART: Cues = Cues::bit(31);
    /// `thirds`, `quarters`: a share behind a number.
    pub const PARTS: Cues = Cues::bit(32);
    /// `a`, `one`: a single one, whatever of.
    pub const SINGLE: Cues = Cues::bit(33);
    /// `in`, `out`, `every`: between the two numbers of `nine out of ten`.
    pub const RATIO: Cues = Cues::bit(34);
    /// `my`, `our`: whose people follow.
    pub const OURS: Cues = Cues::bit(35);
    /// `drivers`, `boss`: one's own people behind `my` or `our`.
    pub const FOLK: Cues = Cues::bit(36);
    /// `board`, `team`: one's own people behind `the` too.
    pub const BODY: Cues = Cues::bit(37);
    /// `the`: tells of somebody who is known.
    pub const THE: Cues = Cues::bit(38);
    /// `I`, `we`: the speaker acts.
    pub const SELF: Cues = Cues::bit(39);
    /// `think`, `found`: behind `I`, mostly put in by the way.
    pub const THINKS: Cues = Cues::bit(40);
    /// `with`, `using`: whose thing is at work.
    pub const WITH: Cues = Cues::bit(41);
    /// `before`, `told`: names somebody whose thing is not at work.
    pub const APART: Cues = Cues::bit(42);

    /// The set of one bit, 0 to 127.
    const fn bit(number: u32) -> Cues {
        match number {
            0..64 => Cues(1 << number, 0),
            _ => Cues(0, 1 << (number - 64)),
        }
    }

    /// Whether one of the given bits is set.
    #[inline]
    pub fn has(self, other: Cues) -> bool {
        (self.0 & other.0) | (self.1 & other.1) != 0
    }

    /// What is left without the given bits.
    #[inline]
    #[must_use]
    pub fn without(self, other: Cues) -> Cues {
        Cues(self.0 & !other.0, self.1 & !other.1)
    }

    /// Both sets together.
    #[inline]
    #[must_use]
    pub fn with(self, other: Cues) -> Cues {
        Cues(self.0 | other.0, self.1 | other.1)
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
    (Cues::HALF, "half"),
    (
        Cues::PART,
        "half third quarter fourth fifth sixth seventh eighth ninth tenth twentieth hundredth",
    ),
    (
        Cues::PARTS,
        "thirds quarters fourths fifths sixths sevenths eighths ninths tenths",
    ),
    (Cues::SINGLE, "a an one"),
    (Cues::RATIO, "in out every"),
    (Cues::OURS, "my our"),
    (
        Cues::FOLK,
        "accountant accountants boss bosses buyers ceo cfo colleague colleagues cto crew department director directors \
        drivers engineers folks girls husband lads lawyers legal manager managers nurses operators owner owners partner \
        partners people planners procurement reps shareholders staff teachers technicians users wife workers",
    ),
    (
        Cues::BODY,
        "board committee guys leadership management team teams trustees",
    ),
    (Cues::THE, "the"),
    (Cues::SELF, "i we"),
    (
        Cues::THINKS,
        "believe believed find found guess hear heard know mean say suppose think thought",
    ),
    (Cues::WITH, "at in on through under using with"),
    (
        Cues::APART,
        "before since tell telling told ask asked asking",
    ),
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
    (Cues::JOINS, "but so because cause cuz which except"),
    (
        Cues::MAY_JOIN,
        "and or then although though unless while whereas plus",
    ),
    (
        Cues::OPENS,
        "i we they he she you it there nobody somebody everybody everyone if when",
    ),
    (Cues::MAY_OPEN, "my our this that"),
    (Cues::LATE, "and or then with for in on from at"),
    (
        Cues::HOLDS_ON,
        "that what when if because cause and but so or who which where how why than as like think thought know knew guess \
        say said says mean of to for with in on at by from about the a an my our your his her their this is are was were be been \
        do did does can could will would should not no just until till after before while once let sure hope bet see make made \
        give gave tell told asked ask whether unless get got had have has wish want wants every all i we they he she you it there",
    ),
];

/// The roles of every word that has one.
pub static CUES: LazyLock<FxHashMap<&'static str, Cues>> = LazyLock::new(|| {
    let mut cues: FxHashMap<&'static str, Cues> = FxHashMap::default();
    let all = CUE_WORDS.iter().chain(denial::DENIAL_WORDS);
    for (bit, words) in all.chain(stance::STANCE_WORDS) {
        for word in words.split_whitespace() {
            let known = cues.entry(word).or_default();
            *known = known.with(*bit);
        }
    }
    cues
});
