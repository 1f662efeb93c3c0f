//! How do the words of several channels become one conversation?
//!
//! Recognisers deliver channel after channel, or the words of all of them in one row. Each channel is gathered by
//! itself, because people who talk across each other would cut each other's sentences to pieces; then all
//! utterances are put in the order in which they began. Overlaps stay overlaps.

use std::collections::BTreeMap;

use crate::ingest::transcript::Utterance;

use super::gather::Gather;

/// The words of every channel. A call without channels is one of them.
#[derive(Debug, Default)]
pub(crate) struct Channels {
    by_label: BTreeMap<String, Gather>,
}

impl Channels {
    /// Gathers the words of one channel.
    pub(crate) fn of(&mut self, label: &str) -> &mut Gather {
        self.by_label.entry(label.to_owned()).or_default()
    }

    /// Whether nobody's words were looked at yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_label.is_empty()
    }

    /// Everything that was said, in order of time; `name` makes a speaker's name of each label.
    pub(crate) fn finish(self, name: impl Fn(&str) -> String) -> Vec<Utterance> {
        let mut utterances = in_time_order(self.by_label.into_values().map(Gather::finish));
        for utterance in &mut utterances {
            utterance.speaker = utterance.speaker.take().map(|label| name(&label));
        }
        utterances
    }
}

/// The utterances of all channels by their starts; one without a time stays behind the one before it.
pub(crate) fn in_time_order(channels: impl IntoIterator<Item = Vec<Utterance>>) -> Vec<Utterance> {
    let mut timed: Vec<(f64, Utterance)> = Vec::new();
    for channel in channels {
        let mut last = 0.0;
        for utterance in channel {
            last = utterance.start.or(utterance.end).unwrap_or(last);
            timed.push((last, utterance));
        }
    }
    timed.sort_by(|one, other| one.0.total_cmp(&other.0));
    timed.into_iter().map(|(_, utterance)| utterance).collect()
}
