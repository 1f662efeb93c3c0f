//! Which scripts are written without spaces between words?

/// Whether a letter is of Thai, Lao, Burmese, Khmer, Chinese or Japanese.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// Whether no space belongs between two such characters where lines are joined: their letters, the rarest among them,
/// their punctuation, and wide and narrow forms.
pub fn is_set_tight(c: char) -> bool {
    is_unspaced(c)
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff9f}' | '\u{30000}'..='\u{3ffff}')
}
