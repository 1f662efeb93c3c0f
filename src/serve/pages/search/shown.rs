//! What does a reader see of a hit?

use crate::archive::hit::{Hit, Neighbor};
use crate::call::{Side, is_web};
use crate::serve::marked::{Piece, pieces};
use crate::serve::shown::clock;

/// Characters shown of a turn before or after.
const NEIGHBOR: usize = 600;
/// Kinds that have a color of their own.
const KINDS: [&str; 6] = [
    "pain",
    "objection",
    "request",
    "outcome",
    "trigger",
    "praise",
];

/// A hit, ready for the page.
pub struct Shown {
    pub hit: Hit,
    /// The words to copy: a slice of the turn, byte for byte.
    pub quote: String,
    /// Who said it, where and when, to stand under the quote.
    pub credit: String,
    pub title: Option<String>,
    pub persona: Option<String>,
    /// Said where it is not a prospect who speaks.
    pub side: Option<&'static str>,
    pub day: Option<String>,
    pub minute: Option<String>,
    /// Opens the recording at the words.
    pub recording: Option<String>,
    pub tags: Vec<ShownTag>,
    pub before: Vec<Around>,
    pub after: Vec<Around>,
}

/// A tag in words, with its kind.
pub struct ShownTag {
    /// The kind, where it has a color; else `other`.
    pub class: &'static str,
    pub kind: String,
    pub name: String,
}

/// A turn before or after.
pub struct Around {
    pub whose: &'static str,
    pub text: String,
}

impl Shown {
    /// Makes a hit ready.
    pub fn of(hit: Hit) -> Shown {
        let (from, to) = (hit.snippet.0 as usize, hit.snippet.1 as usize);
        Shown {
            quote: hit.text.get(from..to).unwrap_or("").to_owned(),
            credit: format!("{} ({}, turn {})", who(&hit), hit.call, hit.turn),
            title: hit.role.clone(),
            persona: persona(&hit),
            side: (hit.side != Side::Prospect).then(|| whose(hit.side)),
            day: day(&hit),
            minute: hit.seconds.map(clock),
            recording: hit.link.clone().filter(|link| is_web(link)),
            tags: hit
                .told_tags()
                .map(|(tag, odd)| shown_tag(tag, odd))
                .collect(),
            before: hit.context.before.iter().map(around).collect(),
            after: hit.context.after.iter().map(around).collect(),
            hit,
        }
    }

    /// The sentence, with what answers marked.
    pub fn sentence(&self) -> Vec<Piece<'_>> {
        let (from, to) = self.hit.snippet;
        pieces(&self.hit.text, from, to, &self.hit.highlights)
    }

    /// The whole turn, with what answers marked.
    pub fn turn(&self) -> Vec<Piece<'_>> {
        let (from, to) = (self.hit.start, self.hit.end);
        pieces(&self.hit.text, from, to, &self.hit.highlights)
    }

    /// Whether the turn begins before the sentence.
    pub fn is_cut_before(&self) -> bool {
        self.hit.snippet.0 > self.hit.start
    }

    /// Whether the turn goes on after the sentence.
    pub fn is_cut_after(&self) -> bool {
        self.hit.snippet.1 < self.hit.end
    }
}

/// Who said it, where and when; never a name.
pub fn who(hit: &Hit) -> String {
    let role = hit.role.clone().or_else(|| persona(hit));
    let parts = [
        Some(role.unwrap_or_else(|| whose(hit.side).to_owned())),
        hit.account.clone(),
        day(hit),
        hit.seconds.map(clock),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

fn persona(hit: &Hit) -> Option<String> {
    Some(hit.persona.replace('-', " ")).filter(|persona| persona != "unknown")
}

fn whose(side: Side) -> &'static str {
    match side {
        Side::Prospect => "Prospect",
        Side::Rep => "Rep",
        Side::Unknown => "Side unknown",
    }
}

fn day(hit: &Hit) -> Option<String> {
    let date = hit.date.as_ref()?;
    Some(date.get(..10).unwrap_or(date).to_owned())
}

/// A tag in words; where it was not meant, its polarity stands behind.
fn shown_tag(tag: &str, odd: Option<&str>) -> ShownTag {
    let (kind, name) = tag.split_once('/').unwrap_or((tag, ""));
    let odd = odd.map_or_else(String::new, |odd| format!(" ({odd})"));
    let class = KINDS.into_iter().find(|known| *known == kind);
    ShownTag {
        class: class.unwrap_or("other"),
        kind: kind.to_owned(),
        name: format!("{}{odd}", name.replace('-', " ")),
    }
}

fn around(neighbor: &Neighbor) -> Around {
    let mut text: String = neighbor.text.chars().take(NEIGHBOR).collect();
    if text.len() < neighbor.text.len() {
        text.push('…');
    }
    Around {
        whose: whose(neighbor.side),
        text,
    }
}
