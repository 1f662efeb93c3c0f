//! What does a form of the pack pages say?

use crate::serve::by_hand::asked;
use crate::serve::trouble::Trouble;

/// More fields than any form of ours has.
const MOST: usize = 2_000;

/// Names and values, in the order of the page.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form as it is sent, or the part of an address behind the `?`.
    pub fn read(sent: &str) -> Fields {
        let pairs = form_urlencoded::parse(sent.as_bytes()).take(MOST);
        Fields(
            pairs
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// The first value of a field; empty where it is missing.
    pub fn get(&self, name: &str) -> &str {
        let mut meant = self.0.iter().filter(|(known, _)| known == name);
        meant.next().map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let meant = self.0.iter().filter(move |(known, _)| known == name);
        meant.map(|(_, value)| value.as_str())
    }

    /// A number from 1 to `most`; `None` where the field is empty.
    pub fn number(&self, name: &str, most: u32) -> Result<Option<u32>, Trouble> {
        let written = self.get(name).trim();
        if written.is_empty() {
            return Ok(None);
        }
        let number = written.parse::<u32>().ok();
        let number = number.filter(|number| (1..=most).contains(number));
        number
            .map(Some)
            .ok_or_else(|| asked(&format!("`{name}` is a number from 1 to {most}")))
    }
}
