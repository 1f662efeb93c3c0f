//! Which words tell how far a denial or a wish reaches?
//!
//! A `not` does not deny all that follows: after `I don't like that …` it is so all the same.

use super::Cues;

impl Cues {
    /// `to`.
    pub const TO: Cues = Cues::bit(43);
    /// `can`, `could`.
    pub const ABLE: Cues = Cues::bit(44);
    /// `if` alone.
    pub const IF: Cues = Cues::bit(45);
    /// `if`, `whether`.
    pub const WHETHER: Cues = Cues::bit(46);
    /// `that`, `how`: what follows is told as a fact.
    pub const THAT: Cues = Cues::bit(47);
    /// `why`: what follows is so, whatever its reason.
    pub const WHY: Cues = Cues::bit(48);
    /// `likes`, `happy`: whoever denies it tells what hurts.
    pub const FEELS: Cues = Cues::bit(49);
    /// `stand`, `accept`: the same behind a `can not`.
    pub const ENDURES: Cues = Cues::bit(50);
    /// `believe`: the same behind a `can not`, a plain denial otherwise.
    pub const BELIEVES: Cues = Cues::bit(51);
    /// `understand`, `fair`: the same before a `that`.
    pub const JUDGES: Cues = Cues::bit(52);
    /// `like`, which is a feeling or a comparison.
    pub const LIKE: Cues = Cues::bit(53);
    /// `think`, `feel`: a denial before them denies what follows.
    pub const RAISES: Cues = Cues::bit(54);
    /// `true`, `say`: denied, they take back even a phrase that is negative by itself.
    pub const OUTRIGHT: Cues = Cues::bit(55);
    /// `wonder`, `secret`: a `no` before them stresses what follows.
    pub const STRESSED: Cues = Cues::bit(56);
    /// `lie`, `overstate`: whoever denies it stresses what follows.
    pub const SWEARS: Cues = Cues::bit(57);
    /// `rarely`, `doubt`, `myth`: turns what follows into its opposite, but may belong to a phrase.
    pub const DOUBTS: Cues = Cues::bit(58);
    /// `stopped`.
    pub const STOPPED: Cues = Cues::bit(59);
    /// `do`, `does`, `did`.
    pub const DO: Cues = Cues::bit(60);
    /// The first word of `far from` and `nowhere near`.
    pub const FAR: Cues = Cues::bit(61);
    /// The second word of `far from`, `nowhere near` and `anything but`.
    pub const FROM: Cues = Cues::bit(62);
    /// The word in the middle of `got rid of`.
    pub const RID: Cues = Cues::bit(63);
    /// The first word of `anything but`.
    pub const ANYTHING: Cues = Cues::bit(64);
    /// `wish`.
    pub const WISH: Cues = Cues::bit(65);
    /// `nice`, `love`: with a `would` and an `if` they are a wish.
    pub const NICE: Cues = Cues::bit(66);
    /// `is`, `takes`, `got`: behind an `it`, which is its subject then.
    pub const FINITE: Cues = Cues::bit(67);
    /// `used`, of what was done once.
    pub const USED: Cues = Cues::bit(68);
    /// `anymore`, `longer`: behind a `not`, what was done once has ended.
    pub const ANYMORE: Cues = Cues::bit(69);
    /// `imagine`, `suppose`: at the beginning of a clause what follows has not happened.
    pub const IMAGINE: Cues = Cues::bit(70);
    /// `we`, `they`: never an object.
    pub const SUBJECT: Cues = Cues::bit(71);
    /// `wonder`.
    pub const WONDER: Cues = Cues::bit(72);
    /// The first word of `let's say`.
    pub const LET: Cues = Cues::bit(73);
    /// `unless`, `assuming`: what follows has not happened.
    pub const UNLESS: Cues = Cues::bit(74);
    /// `because`, `when`, `without`: a sentence that begins so has its main clause later.
    pub const FRONT: Cues = Cues::bit(75);
    /// The second word of `in case`.
    pub const CASE: Cues = Cues::bit(76);
}

/// The words, by role.
pub(super) const DENIAL_WORDS: &[(Cues, &str)] = &[
    (Cues::TO, "to"),
    (Cues::ABLE, "can could"),
    (Cues::IF, "if"),
    (Cues::WHETHER, "if whether"),
    (Cues::THAT, "that how what when"),
    (Cues::WHY, "why"),
    (
        Cues::FEELS,
        "likes liked love loves loved enjoy enjoys enjoyed appreciate appreciates happy glad pleased thrilled satisfied \
        comfortable proud surprised impressed excited",
    ),
    (Cues::ENDURES, "stand tolerate bear accept live keep"),
    (Cues::BELIEVES, "believe"),
    (
        Cues::JUDGES,
        "understand understands explain explains accept right fair fine okay ok good great normal acceptable ideal",
    ),
    (Cues::LIKE, "like"),
    (
        Cues::RAISES,
        "think thinks thought believe believes feel feels felt reckon suppose find consider expect guess look looks seem \
        seems sound sounds",
    ),
    (
        Cues::OUTRIGHT,
        "true correct case say saying claim claiming suggest suggesting mean means",
    ),
    (
        Cues::STRESSED,
        "wonder secret surprise matter joke exaggeration lie kidding",
    ),
    (
        Cues::SWEARS,
        "lie lying overstate overstated overstating exaggerate exaggerating kidding joking sugarcoat",
    ),
    (
        Cues::DOUBTS,
        "rarely seldom doubt doubts doubtful deny denies denied denying myth",
    ),
    (Cues::STOPPED, "stopped quit"),
    (Cues::DO, "do does did"),
    (Cues::FAR, "far nowhere"),
    (Cues::FROM, "from near but"),
    (Cues::RID, "rid"),
    (Cues::ANYTHING, "anything"),
    (Cues::WISH, "wish wishes wished"),
    (
        Cues::NICE,
        "nice great good lovely helpful love wonderful amazing better ideal",
    ),
    (
        Cues::FINITE,
        "am is are was were takes took costs means has had gets got gotten goes went does did can will would makes",
    ),
    (Cues::USED, "used"),
    (Cues::ANYMORE, "any anymore longer more"),
    (Cues::IMAGINE, "imagine suppose"),
    (Cues::SUBJECT, "i we they he she"),
    (Cues::WONDER, "wonder wondering wondered"),
    (Cues::LET, "let"),
    (Cues::UNLESS, "unless assuming supposing"),
    (
        Cues::FRONT,
        "because since when whenever if as while once without with unless",
    ),
    (Cues::CASE, "case"),
];
