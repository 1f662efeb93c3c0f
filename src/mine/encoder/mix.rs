//! How likely is what the encoder and the learned witness say together?
//!
//! For every head a weighted sum of what both say, through the logistic function. The weights were fitted on labelled
//! calls that neither of the two had seen.

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
    /// In the order of [`HEADS`].
    heads: Vec<Shares>,
}

/// What counts for one head.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shares {
    head: String,
    encoder: f32,
    learned: f32,
    offset: f32,
}

impl Mix {
    /// Reads `mix.toml`.
    pub fn read(text: &str) -> Result<Mix, EncoderError> {
        let mix: Mix = toml::from_str(text).map_err(EncoderError::new)?;
        let named = mix.heads.iter().map(|shares| shares.head.as_str());
        let fits = named.eq(HEADS[..N_ANSWERS].iter().copied())
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

    /// The chance of every head.
    pub fn chances(&self, learned: &[f32; N_ANSWERS], answer: &[f32]) -> [f32; N_ANSWERS] {
        std::array::from_fn(|head| {
            let shares = &self.heads[head];
            let sum = self.says(head, answer) + shares.learned * learned[head] + shares.offset;
            1.0 / (1.0 + (-sum).exp())
        })
    }

    /// What the encoder alone says for a head.
    pub fn says(&self, head: usize, answer: &[f32]) -> f32 {
        self.heads[head].encoder * answer[head]
    }

    /// What the encoder says of a tag, or of how something was meant; 0 where it was never asked.
    pub fn detail(&self, name: &str, answer: &[f32]) -> f32 {
        let place = self.questions.iter().position(|known| known == name);
        place.map_or(0.0, |place| answer[place])
    }
}
