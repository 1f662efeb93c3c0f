//! How likely is what the encoder and the learned witness say together?
//!
//! For every head a weighted sum of what both say, through the logistic function. The weights were fitted on labelled
//! calls that neither of the two had seen; those for loose text on the same units, each shown alone.

use serde::Deserialize;

use crate::mine::encoder::EncoderError;
use crate::mine::learned::model::{HEADS, N_ANSWERS};

/// What the encoder's answers mean, and what each counts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// What the encoder answers, in its order: the heads, the tags, and how it was meant.
    pub questions: Vec<String>,
    /// The encoder reads where the learned witness finds something this likely, whatever it is.
    pub glance: f32,
    /// For turns of calls.
    #[serde(rename = "heads")]
    pub of_calls: Shares,
    /// For text that stands alone.
    #[serde(rename = "loose")]
    pub of_loose: Shares,
}

/// What counts for every head, in the order of [`HEADS`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Shares(Vec<Share>);

/// What counts for one head.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    head: String,
    encoder: f32,
    learned: f32,
    offset: f32,
}

impl Mix {
    /// Reads `mix.toml`.
    pub fn read(text: &str) -> Result<Mix, EncoderError> {
        let mix: Mix = toml::from_str(text).map_err(EncoderError::new)?;
        let fits = mix.of_calls.fit()
            && mix.of_loose.fit()
            && mix
                .questions
                .iter()
                .zip(HEADS)
                .take(N_ANSWERS)
                .all(|(question, head)| question == head);
        if !fits {
            return Err(EncoderError::new(
                "its heads are not those of the learned witness",
            ));
        }
        Ok(mix)
    }

    /// What the encoder says of a tag, or of how something was meant; 0 where it was never asked.
    pub fn detail(&self, name: &str, answer: &[f32]) -> f32 {
        let place = self.questions.iter().position(|known| known == name);
        place.map_or(0.0, |place| answer[place])
    }
}

impl Shares {
    /// Whether they are the heads of the learned witness.
    fn fit(&self) -> bool {
        let named = self.0.iter().map(|share| share.head.as_str());
        named.eq(HEADS[..N_ANSWERS].iter().copied())
    }

    /// The chance of every head.
    pub fn chances(&self, learned: &[f32; N_ANSWERS], answer: &[f32]) -> [f32; N_ANSWERS] {
        std::array::from_fn(|head| {
            let share = &self.0[head];
            let sum = self.says(head, answer) + share.learned * learned[head] + share.offset;
            1.0 / (1.0 + (-sum).exp())
        })
    }

    /// What the encoder alone says for a head.
    pub fn says(&self, head: usize, answer: &[f32]) -> f32 {
        self.0[head].encoder * answer[head]
    }
}
