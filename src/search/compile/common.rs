//! Which words make up a question rather than say what it is about?

use crate::text::stem::fold;

/// Words that make up a question rather than say what it is about, in order.
#[rustfmt::skip]
const COMMON: [&str; 87] = [
    "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "but",
    "by", "can", "could", "did", "do", "does", "doing", "during", "for", "from", "had", "has", "have", "he",
    "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "my", "of", "on", "or",
    "our", "out", "over", "said", "say", "says", "she", "should", "so", "some", "summarize", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "very",
    "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would",
    "you", "your",
];

pub(super) fn is_common(word: &str) -> bool {
    COMMON.binary_search(&fold(word).as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_stand_in_order_so_that_each_is_found() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.iter().all(|word| is_common(&word.to_uppercase())));
        assert!(!is_common("price"));
    }
}
