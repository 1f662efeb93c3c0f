//! Which words make up a question rather than say what it is about?

use crate::text::stem::fold;

/// Words that make up a question rather than say what it is about.
const COMMON: &str = "\
    a about all am an and any are as at be because been before but by can could did do does \
    doing during for from had has have he her his how i if in into is it its just me my of on \
    or our out over said say says she should so some summarize than that the their them then \
    there these they this those to too up us very was we were what when where which while who \
    why will with would you your";

pub(super) fn is_common(word: &str) -> bool {
    let word = fold(word);
    COMMON.split(' ').any(|common| common == word)
}
