//! What does a prospect say, in which call, and who is it?

use crate::call::{Call, Side};
use crate::mine::encoder;
use crate::mine::encoder::mix::{Mix, Shares};
use crate::mine::lexicon::{Who, folded_stage};

/// One turn of a prospect as the tagger sees it.
pub(super) struct Heard<'a> {
    pub(super) index: u32,
    /// The call that it is a turn of; `None` for loose text.
    pub(super) call: Option<&'a Call>,
    pub(super) text: &'a str,
    pub(super) who: Who<'a>,
}

impl Heard<'_> {
    pub(super) fn place(&self) -> Option<(u32, u32)> {
        self.call.map(|call| (self.index, call.turns.len() as u32))
    }

    /// What the encoder reads of it.
    pub(super) fn said(&self) -> encoder::Said<'_> {
        match self.call {
            Some(call) => encoder::Said::InCall(call, self.index),
            None => encoder::Said::Alone(self.text),
        }
    }

    /// What counts beside what the encoder says.
    pub(super) fn shares<'m>(&self, mix: &'m Mix) -> &'m Shares {
        match self.call {
            Some(_) => &mix.of_calls,
            None => &mix.of_loose,
        }
    }
}

/// Where a call's deal stood.
pub(super) fn stage_of(call: &Call) -> Option<String> {
    let stage = call.deal.as_ref()?.stage.as_deref()?;
    Some(folded_stage(stage))
}

/// The turns of a call's prospects.
pub(super) fn prospects<'a>(
    call: &'a Call,
    stage: Option<&'a str>,
) -> impl Iterator<Item = Heard<'a>> {
    (0..).zip(&call.turns).filter_map(move |(index, turn)| {
        let speaker = call.speaker(turn);
        (speaker.side == Side::Prospect).then(|| Heard {
            index,
            call: Some(call),
            text: &turn.text,
            who: Who {
                persona: &speaker.persona,
                stage,
            },
        })
    })
}
