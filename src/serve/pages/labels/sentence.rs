//! How is a sentence shown to somebody who says what it carries?

use crate::mention::{Mention, Origin, Polarity, Target};
use crate::serve::desk::{Around, Asked};
use crate::serve::shown::{call_url, spoken};
use crate::tend::tags::Kind;

/// Keys for the categories of a kind, in their order.
const KEYS: &str = "123456789abcdefghijklm";
/// Opinions of the program that are shown.
const OPINIONS: usize = 3;

/// The sentence that is asked about.
pub struct Shown {
    pub call: String,
    pub turn: u32,
    pub from: u32,
    pub to: u32,
    pub title: String,
    pub url: String,
    pub speaker: String,
    pub lead: String,
    pub words: String,
    pub rest: String,
    pub before: Vec<Around>,
    pub after: Vec<Around>,
    pub opinions: Vec<String>,
    pub kinds: Vec<KindShown>,
    /// The kind whose categories are to be chosen from, if one was chosen.
    pub chosen: Option<Chosen>,
}

/// A button for a kind.
pub struct KindShown {
    pub key: &'static str,
    pub name: &'static str,
    /// The tag that one key keeps: what the program hears of this kind here.
    pub tag: Option<String>,
    pub label: String,
    /// Where a category is chosen.
    pub url: String,
}

/// A kind and its categories.
pub struct Chosen {
    pub name: &'static str,
    pub categories: Vec<Category>,
}

/// A category and its key.
pub struct Category {
    pub key: char,
    pub tag: String,
    pub label: String,
}

/// A sentence for the page; `chosen` is the kind whose categories are asked for.
pub fn shown(asked: Asked, kinds: &[Kind], chosen: Option<&str>) -> Shown {
    let opinions = asked.heard.iter().take(OPINIONS).map(opinion);
    let opinions: Vec<String> = opinions.collect();
    let kinds_shown = kinds.iter().map(|kind| kind_shown(kind, &asked.heard));
    let chosen = kinds
        .iter()
        .find(|kind| Some(kind.name) == chosen)
        .map(categories);
    Shown {
        url: call_url(&asked.call, asked.turn),
        kinds: kinds_shown.collect(),
        chosen,
        opinions,
        title: asked.title.unwrap_or_else(|| asked.call.clone()),
        turn: asked.turn,
        from: asked.span.start,
        to: asked.span.end,
        speaker: asked.speaker,
        lead: asked.lead,
        words: asked.words,
        rest: asked.rest,
        before: asked.before,
        after: asked.after,
        call: asked.call,
    }
}

/// One key keeps what the program hears of a kind; where it hears nothing of it, a category is chosen first.
fn kind_shown(kind: &Kind, heard: &[Mention]) -> KindShown {
    let own = heard.iter().find(|mention| mention.tag.kind() == kind.name);
    let tag = own.map(|mention| mention.tag.0.clone());
    let category = tag.as_deref().and_then(|tag| tag.split_once('/'));
    let category =
        category.filter(|(_, category)| kind.categories.iter().any(|one| one == category));
    KindShown {
        key: kind.key,
        name: kind.name,
        label: category.map_or_else(String::new, |(_, category)| spoken(category)),
        tag: category.and(tag.clone()),
        url: format!("/labels?kind={}#answer", kind.name),
    }
}

fn categories(kind: &Kind) -> Chosen {
    let keyed = KEYS.chars().zip(&kind.categories);
    Chosen {
        name: kind.name,
        categories: keyed
            .map(|(key, category)| Category {
                key,
                tag: format!("{}/{category}", kind.name),
                label: spoken(category),
            })
            .collect(),
    }
}

fn opinion(mention: &Mention) -> String {
    let odd = [
        (mention.polarity != Polarity::Affirmed).then(|| mention.polarity.name()),
        (mention.target != Target::Own).then_some("about somebody else’s thing"),
        (mention.origin != Origin::Unprompted).then(|| mention.origin.name()),
    ];
    let odd: Vec<&str> = odd.into_iter().flatten().collect();
    let odd = match odd.is_empty() {
        true => String::new(),
        false => format!(", {}", odd.join(", ")),
    };
    format!(
        "{}{odd}, at {:.2}, because of: {} ({})",
        mention.tag, mention.confidence, mention.pattern, mention.lexicon
    )
}
