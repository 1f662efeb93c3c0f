//! What is a part of a container called, once its name can do no harm?

use crate::text::marks::is_invisible_mark;

/// Longer names are nobody's.
const MOST_BYTES: usize = 1024;

/// The name without ways out of the container, control characters and marks that turn text around; `None` where
/// nothing is left.
pub(super) fn plain(name: &str) -> Option<String> {
    let steps = name
        .split(['/', '\\'])
        .map(|step| step.replace(|c: char| c.is_control() || is_invisible_mark(c), ""));
    let steps: Vec<String> = steps
        .filter(|step| !matches!(step.as_str(), "" | "." | ".."))
        .collect();
    let name = steps.join("/");
    (!name.is_empty() && name.len() <= MOST_BYTES).then_some(name)
}

/// Whether a plain name is of a hidden file, or of what a Mac adds to its archives.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.split('/')
        .any(|step| step.starts_with('.') || step == "__MACOSX")
}
