//! What does a reader of whole turns make of a unit, with what was said before it?
//!
//! The third witness of a tag, beside the patterns and the learned weights: a small pretrained language model that was
//! taught on labelled calls (see `encoder/README.md`). It reads a turn and the end of what was said before it, and
//! answers for each of the turn's units; what it says is mixed with what the learned witness says. It takes some two
//! hundred times as long as the other two together, so it reads only turns in which they suspect something,
//! and what it said of a call is kept beside it.

pub mod pieces;

pub mod window;

pub mod net;

pub mod mix;

pub mod memory;

pub mod ear;

use std::sync::{Arc, OnceLock};

use rten::ThreadPool;

use crate::call::{Call, Span};
use crate::mine::encoder::mix::Mix;
use crate::mine::encoder::net::Net;
use crate::mine::encoder::pieces::Pieces;
use crate::mine::encoder::window::{Script, Window, windows};

/// The weights, as ONNX.
const NET: &[u8] = include_bytes!("../../encoder/encoder.onnx");
/// Its vocabulary, one piece a line.
const PIECES: &str = include_str!("../../encoder/pieces.txt");
/// What its answers mean, and what each counts.
const MIX: &str = include_str!("../../encoder/mix.toml");

/// Changes with the weights, the vocabulary or the mix, so that older mentions are known to be stale.
pub const VERSION: &str = "encoder-5";

/// The encoder cannot be used: the program was built from files that do not fit each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the encoder that the program brings along is broken ({0}); say hearing = \"quick\" in the config, and report it"
)]
pub struct EncoderError(String);

impl EncoderError {
    fn new(cause: impl std::fmt::Display) -> EncoderError {
        EncoderError(cause.to_string())
    }
}

/// Reads turns. One for the whole program.
pub struct Encoder {
    /// Made ready when something is read: whoever remembers all answers does without it.
    net: OnceLock<Result<Net, EncoderError>>,
    pieces: Pieces<'static>,
    pub mix: Mix,
}

/// What is read.
#[derive(Debug, Clone, Copy)]
pub enum Said<'a> {
    /// A call, and the index of a turn of it.
    InCall(&'a Call, u32),
    /// Loose text.
    Alone(&'a str),
}

/// What the encoder answers of one unit: a number for every question of [`Mix::questions`], above zero for yes.
pub type Answer = Vec<f32>;

impl Encoder {
    /// The one that the program brings along; loaded when it is first asked for.
    pub fn shipped() -> Result<&'static Encoder, EncoderError> {
        static ENCODER: OnceLock<Result<Encoder, EncoderError>> = OnceLock::new();
        let encoder = ENCODER.get_or_init(Encoder::load);
        encoder.as_ref().map_err(Clone::clone)
    }

    fn load() -> Result<Encoder, EncoderError> {
        Ok(Encoder {
            net: OnceLock::new(),
            pieces: Pieces::new(PIECES)?,
            mix: Mix::read(MIX)?,
        })
    }

    /// The windows of a call's turn, or of loose text, in which a suspected unit stands; each answers for all its units.
    pub fn windows(&self, said: Said<'_>, units: &[Span], is_suspected: &[bool]) -> Vec<Window> {
        let script = match said {
            Said::InCall(call, turn) => Script::of(call, turn as usize, &self.pieces),
            Said::Alone(text) => Script::alone(text, &self.pieces),
        };
        let is_wanted = |window: &Window| window.units.iter().any(|unit| is_suspected[unit.at]);
        windows(&script, units)
            .into_iter()
            .filter(is_wanted)
            .collect()
    }

    /// What it answers of a window's units, in their order.
    pub fn read(
        &self,
        window: &Window,
        pool: &Arc<ThreadPool>,
    ) -> Result<Vec<Answer>, EncoderError> {
        let net = self.net.get_or_init(|| Net::load(NET));
        let net = net.as_ref().map_err(Clone::clone)?;
        net.run(window, pool)
    }
}
