//! Which words tell where the speaker stands: who is to blame?

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
];
