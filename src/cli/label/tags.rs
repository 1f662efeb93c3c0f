//! Is there such a tag?

use anyhow::bail;

use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;
use crate::tend::guide::{TAGS, instead_of};

/// The tag that was typed, or why there is no such tag.
pub fn checked(written: &str, lexicons: &Lexicons) -> anyhow::Result<Tag> {
    let tag = Tag(written.trim().to_lowercase());
    let is_heard = lexicons.entries.iter().any(|entry| entry.tag == tag);
    if !is_heard && !TAGS.contains(&tag.0.as_str()) {
        bail!(
            "{written}: there is no such tag, neither in the lexicons nor in the label guide; {}",
            instead_of(&tag.0)
        );
    }
    Ok(tag)
}
