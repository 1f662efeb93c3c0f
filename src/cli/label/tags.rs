//! Is there such a tag?

use std::path::PathBuf;

use anyhow::bail;

use crate::learn::folder;
use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::tend::guide::{TAGS, instead_of, is_expected};
use crate::text::spelling;

/// The tag that was typed, or why there is no such tag.
pub fn checked(written: &str, lexicons: &Lexicons) -> anyhow::Result<Tag> {
    let tag = Tag(written.trim().to_lowercase());
    if !is_heard(&tag, lexicons) && !TAGS.contains(&tag.0.as_str()) {
        bail!(told(written, &instead_of(&tag.0)));
    }
    Ok(tag)
}

/// Refuses labels with a tag that nobody knows: a slip would become a category of its own.
pub fn check_tags(folders: &[PathBuf], lexicons: &Lexicons) -> anyhow::Result<()> {
    for dir in folders {
        folder::check_tags(dir, |tag| no_such_tag(tag, lexicons))?;
    }
    Ok(())
}

/// What is to be told of a tag that neither the lexicons nor the label guide have; nothing of any other.
fn no_such_tag(tag: &Tag, lexicons: &Lexicons) -> Option<String> {
    let written = tag.0.as_str();
    if is_expected(written) || is_heard(tag, lexicons) {
        return None;
    }
    let heard = || lexicons.entries.iter().map(|entry| entry.tag.0.as_str());
    let known = || TAGS.into_iter().chain(heard());
    let begun = || known().find(|known| written.contains('/') && known.starts_with(written));
    let meant = spelling::nearest(written, known()).or_else(begun);
    let instead = match meant {
        Some(meant) => format!("did you mean {meant}?"),
        None => instead_of(written),
    };
    Some(told(written, &instead))
}

fn is_heard(tag: &Tag, lexicons: &Lexicons) -> bool {
    lexicons.entries.iter().any(|entry| entry.tag == *tag)
}

fn told(written: &str, instead: &str) -> String {
    format!(
        "{written}: there is no such tag, neither in the lexicons nor in the label guide; {instead}"
    )
}
