//! Which words tell where the speaker stands: who is to blame, and is it said or only asked?

use super::Cues;

impl Cues {
    /// `since`, `because`: what follows is the reason.
    pub const CAUSE: Cues = Cues::bit(77);
    /// `is`, `takes`, `keeps`: behind a name they tell how its bearer is, not what happened once.
    pub const FAULTS: Cues = Cues::bit(78);
    /// `gone`, `bankrupt`: of whom it is told, they are at work no more.
    pub const GONE: Cues = Cues::bit(79);
    /// `but`: what follows is no longer what the reason is for.
    pub const TURNS: Cues = Cues::bit(80);
    /// `is`, `do`: opens a question about what is so; `can` and `would` mostly ask for something.
    pub const ASKS: Cues = Cues::bit(81);
    /// `always`, `seriously`: a question with it complains.
    pub const INSISTS: Cues = Cues::bit(82);
    /// `me`, as in `is it just me`.
    pub const ME: Cues = Cues::bit(83);
    /// `know`, `noticed`: what they are asked about is so.
    pub const KNOWS: Cues = Cues::bit(84);
    /// `negotiable`, `best`: whoever asks about a price with it wants another one.
    pub const HAGGLES: Cues = Cues::bit(85);
    /// `others`, `customers`: whose view is asked for.
    pub const OTHERS: Cues = Cues::bit(86);
    /// `you`, `there`: right behind the verb of a question, something is asked for.
    pub const OFFERS: Cues = Cues::bit(87);
}

/// The words, by role.
pub(super) const STANCE_WORDS: &[(Cues, &str)] = &[
    (Cues::CAUSE, "since because cause cuz as"),
    (
        Cues::FAULTS,
        "is are was were takes took costs cost has have had does do did can could will would keeps kept makes made \
        breaks broke crashes crashed drops lacks lacked loses lost needs charges charged",
    ),
    (
        Cues::GONE,
        "gone left leaving closed closing bust bankrupt shut shutting bought sold ended dead discontinued cancelled \
        canceled",
    ),
    (Cues::TURNS, "but yet however"),
    (Cues::ASKS, "is are was were am do does did has have had"),
    (
        Cues::INSISTS,
        "really seriously still again always else constantly forever supposed meant",
    ),
    (Cues::ME, "me"),
    (
        Cues::KNOWS,
        "know knew known realize realized realise realised notice noticed seen remember aware tell told",
    ),
    (
        Cues::HAGGLES,
        "possible negotiable flexible fixed discount discounts discounted cheaper lower less off movement better best \
        final",
    ),
    (
        Cues::OTHERS,
        "others other people customers clients companies teams users anyone anybody most many",
    ),
    (Cues::OFFERS, "you there"),
];
