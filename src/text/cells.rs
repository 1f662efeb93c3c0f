//! Which mark parts the cells of a table that somebody saved as text?

/// The mark that stands most often in the headings, which are the first line that is not blank: the comma, unless one
/// of the others does.
pub(crate) fn delimiter(text: &str, others: &[u8]) -> u8 {
    let headings = text.lines().find(|line| !line.trim().is_empty());
    let headings = headings.unwrap_or_default();
    let count = |mark: u8| headings.bytes().filter(|byte| *byte == mark).count();
    let mut best = b',';
    for mark in others {
        if count(*mark) > count(best) {
            best = *mark;
        }
    }
    best
}
