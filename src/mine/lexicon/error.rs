//! What is wrong in a lexicon file, and where?

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use crate::mine::lexicon::slip::slip;
use crate::mine::pattern::PatternError;

/// What is wrong in a lexicon file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// Where the file stands; none for what is built into the program or made up.
    pub folder: Option<PathBuf>,
    pub file: String,
    /// 0 where it is no matter of a line.
    pub line: usize,
    pub message: String,
    /// The line with a caret under the place, each on a line of its own.
    pub excerpt: String,
}

impl LexiconError {
    /// An error about a whole file or folder.
    pub(super) fn about(path: &Path, message: String) -> LexiconError {
        LexiconError {
            folder: None,
            file: path.display().to_string(),
            line: 0,
            message,
            excerpt: String::new(),
        }
    }
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.folder {
            Some(folder) => write!(f, "{}", folder.join(&self.file).display())?,
            None => f.write_str(&self.file)?,
        }
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}{}", self.message, self.excerpt)
    }
}

impl std::error::Error for LexiconError {}

/// What the TOML reader says, or what to write instead where that is known.
pub(super) fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> LexiconError {
    let span = error.span().unwrap_or(0..0);
    match slip(text, span.clone(), error.message()) {
        Some(slip) => place_error(file, text, slip.span, &slip.message),
        None => place_error(file, text, span, error.message()),
    }
}

/// What is wrong with a pattern, with a mark under its wrong part.
pub(super) fn pattern_error(
    file: &str,
    text: &str,
    written: &Spanned<String>,
    error: &PatternError,
) -> LexiconError {
    let span = written.span();
    let raw = text.get(span.clone()).unwrap_or("");
    let start = span.start + raw_offset(raw, error.at);
    let end = span.start + raw_offset(raw, error.at + error.len);
    place_error(file, text, start..end, &error.message)
}

/// Where the byte `at` of a string stands in the string as it is written, with its quotation mark and its escapes.
fn raw_offset(raw: &str, at: usize) -> usize {
    let is_basic = raw.starts_with('"');
    let (mut read, mut meant) = (1, 0);
    let mut chars = raw.chars().skip(1);
    while let Some(c) = chars.next() {
        if meant >= at {
            break;
        }
        if c != '\\' || !is_basic {
            read += c.len_utf8();
            meant += c.len_utf8();
            continue;
        }
        let escape = chars.next();
        let n_digits = match escape {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let digits: String = chars.by_ref().take(n_digits).collect();
        let code = u32::from_str_radix(&digits, 16).ok();
        let escaped = code.and_then(char::from_u32);
        read += 1 + escape.map_or(0, char::len_utf8) + digits.len();
        meant += escaped.map_or(1, char::len_utf8);
    }
    read
}

/// A message about a place, with the line and a mark under it.
pub(super) fn place_error(
    file: &str,
    text: &str,
    span: Range<usize>,
    message: &str,
) -> LexiconError {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let before = before.rsplit('\n').next().unwrap_or("");
    let column = before.chars().count();
    let written = text.lines().nth(line - 1).unwrap_or("");
    let room = written.chars().count().saturating_sub(column).max(1);
    let carets = "^".repeat(
        text.get(span)
            .map_or(1, |s| s.chars().count())
            .clamp(1, room),
    );
    // A tab is as wide in the line below as it is in the line itself.
    let below = |c: char| if c == '\t' { '\t' } else { ' ' };
    let indent: String = before.chars().map(below).collect();
    let excerpt = format!("\n  {written}\n  {indent}{carets}");
    LexiconError {
        folder: None,
        file: file.to_owned(),
        line,
        message: message.to_owned(),
        excerpt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_behind_escapes() {
        for (raw, at, expected) in [
            ("\"abc\"", 0, 1),
            ("\"abc\"", 3, 4),
            (r#""\\d x""#, 1, 3),
            (r#""\u00e9 x""#, 3, 8),
            (r"'\d x'", 1, 2),
            ("", 0, 1),
        ] {
            assert_eq!(raw_offset(raw, at), expected, "{raw} {at}");
        }
    }
}
