//! Is that a person, or a machine that sits in the call?
//!
//! Recorders join under names such as `Fireflies.ai Notetaker Ann`, shared screens speak as `Ann's Presentation`, rooms as
//! `Zoom Room 3`. None of them sits on a side: a machine says nothing, and in a room sit several people.

/// Whole names of machines.
const NAMES: [&str; 51] = [
    "ai companion",
    "ai notes",
    "avoma",
    "bluedot",
    "call recorder",
    "chorus",
    "chorus by zoominfo",
    "chorus.ai",
    "circleback",
    "clari copilot",
    "cloud recording",
    "copilot",
    "fathom",
    "fathom.video",
    "fellow.app",
    "fireflies",
    "fireflies.ai",
    "gemini",
    "gong",
    "gong bot",
    "gong.io",
    "grain",
    "granola",
    "jiminny",
    "krisp",
    "laxis",
    "meetgeek",
    "modjo",
    "notta",
    "otter",
    "otter.ai",
    "otterpilot",
    "read.ai",
    "recall.ai",
    "recorder",
    "recording",
    "salesloft",
    "screen share",
    "sembly",
    "sembly ai",
    "spinach",
    "spinach ai",
    "spinach.ai",
    "supernormal",
    "tactiq",
    "tl;dv",
    "tldv",
    "tldv.io",
    "webex assistant",
    "wingman",
    "zoom iq",
];

/// Whatever stands around them, these words are no person's.
const INSIDE: [&str; 21] = [
    "ai assistant",
    "ai companion",
    "ai meeting",
    "call recorder",
    "copilot recorder",
    "fireflies.ai",
    "gong recorder",
    "meeting assistant",
    "meeting notes",
    "meeting recorder",
    "note taker",
    "notetaker",
    "notetaking",
    "otter.ai",
    "otterpilot",
    "read.ai",
    "recall.ai",
    "recording bot",
    "tl;dv",
    "transcription bot",
    "voice assistant",
];

/// A screen or a room that belongs to somebody.
const ENDINGS: [&str; 5] = [
    "'s presentation",
    "'s screen",
    "'s shared screen",
    "'s screen share",
    "(presentation)",
];

/// The same, named the other way around.
const BEGINNINGS: [&str; 3] = ["presentation (", "screen share (", "shared screen ("];

/// Rooms are numbered or named behind these words.
const ROOMS: [&str; 8] = [
    "boardroom",
    "conf room",
    "conference room",
    "huddle room",
    "meeting room",
    "rooms device",
    "teams room",
    "zoom room",
];

/// Whether a display name is a machine's or a room's.
pub(super) fn is_bot(name: &str) -> bool {
    let lower = name.to_lowercase().replace('\u{2019}', "'");
    let lower = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    NAMES.contains(&lower.as_str())
        || INSIDE.iter().any(|part| has_words(&lower, part))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || BEGINNINGS.iter().any(|begin| lower.starts_with(begin))
        || ROOMS.iter().any(|room| has_words(&lower, room))
}

/// Whether words stand in a name as whole words.
fn has_words(name: &str, words: &str) -> bool {
    name.match_indices(words).any(|(at, _)| {
        let before = name.get(..at).unwrap_or("");
        let after = name.get(at + words.len()..).unwrap_or("");
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(is_of_the_word)
    })
}

/// `notetakers` is another word, `Zoom Room3` is not.
fn is_of_the_word(c: char) -> bool {
    c.is_alphabetic()
}
