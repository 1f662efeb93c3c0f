//! What may somebody type for a line or a name?

/// The longest name of something that is saved, in characters.
const LONGEST_NAME: usize = 100;

/// A line of 1 to `most` characters, without the spaces around it; `None` where it is none.
pub(in crate::cli) fn line(written: &str, most: usize) -> Option<String> {
    let text = written.trim();
    let is_sound =
        !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    is_sound.then(|| text.to_owned())
}

/// The name of something that is saved. `whose` is what the answer to one that is none begins with: `a pack's`.
pub(in crate::cli) fn name(written: &str, whose: &str) -> Result<String, String> {
    line(written, LONGEST_NAME)
        .ok_or_else(|| format!("{whose} name has 1 to {LONGEST_NAME} characters on one line"))
}
