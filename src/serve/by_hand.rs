//! What does everything share by which a person says what is right?
//!
//! The page of a call and the API keep marks and sides, as `verbatim mark` and `verbatim sides` do: with the lexicons of
//! the moment. Two people who say something at the same time wait for each other, as for any other writer.

use crate::config::Config;
use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::mark::MarkError;
use crate::pipeline::sides::SidesError;
use crate::pipeline::{Workshop, by_config};
use crate::serve::app::App;
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;
use crate::tend::guide::TAGS;

/// The tags of one kind.
#[derive(Debug, Clone)]
pub struct TagGroup {
    pub kind: String,
    pub tags: Vec<String>,
}

/// Every tag that may be given: the guide's, and what the lexicons have of their own.
pub async fn tags(app: &App) -> Result<Vec<TagGroup>, Trouble> {
    let lexicons = app.lexicons.now();
    aside(move || Ok(groups(&lexicons))).await
}

/// The tag that was written, if there is such a one.
pub fn known_tag(written: &str, lexicons: &Lexicons) -> Result<Tag, Trouble> {
    let tag = Tag(written.trim().to_lowercase());
    let is_heard = lexicons.entries.iter().any(|entry| entry.tag == tag);
    if is_heard || TAGS.contains(&tag.0.as_str()) {
        Ok(tag)
    } else {
        Err(asked("there is no such tag; choose one from the list"))
    }
}

/// Hears calls as the server does.
pub fn workshop<'l>(lexicons: &'l Lexicons, config: &Config) -> Workshop<'l> {
    Workshop::new(lexicons, by_config::side_rules(config), config.threshold)
}

/// What is wrong with what was sent.
pub fn asked(what: &str) -> Trouble {
    Trouble::Asked(what.to_owned())
}

impl From<MarkError> for Trouble {
    fn from(error: MarkError) -> Trouble {
        match error {
            MarkError::NoCall => Trouble::NotThere("call"),
            MarkError::NotMarkable(why) => Trouble::Asked(why.to_string()),
            MarkError::Unclear(why) => asked(why),
            MarkError::Archive(error) => Trouble::Archive(error),
        }
    }
}

impl From<SidesError> for Trouble {
    fn from(error: SidesError) -> Trouble {
        match error {
            SidesError::NoCall => Trouble::NotThere("call"),
            SidesError::Unclear(why) => asked(why),
            SidesError::Archive(error) => Trouble::Archive(error),
        }
    }
}

fn groups(lexicons: &Lexicons) -> Vec<TagGroup> {
    let heard = lexicons.entries.iter().map(|entry| entry.tag.0.as_str());
    let mut groups: Vec<TagGroup> = Vec::new();
    for tag in TAGS.into_iter().chain(heard) {
        let kind = tag.split('/').next().unwrap_or(tag);
        let at = groups.iter().position(|group| group.kind == kind);
        let at = at.unwrap_or_else(|| {
            groups.push(TagGroup {
                kind: kind.to_owned(),
                tags: Vec::new(),
            });
            groups.len() - 1
        });
        let tags = &mut groups[at].tags;
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    groups
}
