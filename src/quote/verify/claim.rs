//! What does a page claim that somebody said?

use crate::call::Span;

/// Words that a page gives as somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The line on which the words begin, from 1.
    pub line: u32,
    /// The words as a reader sees them.
    pub words: String,
    pub sealed: Option<Sealed>,
}

/// What the page itself says about where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub call: String,
    pub turn: u32,
    /// The stretches of the turn that the words are, in order.
    pub kept: Vec<Span>,
    /// The turn's SHA-256, or its beginning.
    pub turn_sha256: Option<String>,
    /// The printed quote's SHA-256, or its beginning.
    pub quote_sha256: Option<String>,
}

impl Sealed {
    /// Reads `call:turn:start-end,start-end`. Ids may hold colons themselves.
    pub fn read(source: &str) -> Option<Sealed> {
        let mut parts = source.trim().rsplitn(3, ':');
        let (spans, turn, call) = (parts.next()?, parts.next()?, parts.next()?);
        let kept: Option<Vec<Span>> = spans.split(',').map(span).collect();
        Some(Sealed {
            call: call.to_owned(),
            turn: turn.parse().ok()?,
            kept: kept?,
            turn_sha256: None,
            quote_sha256: None,
        })
    }

    /// Reads what stands behind `Source:` in a pack or an export: `c1:7:0-40 · sha256 183c7f902d2c · quote 09ab…`.
    pub fn read_line(line: &str) -> Option<Sealed> {
        let mut parts = line.split(" · ").map(str::trim);
        let mut sealed = Sealed::read(parts.next()?)?;
        for part in parts {
            match part.split_once(' ') {
                Some(("sha256", hash)) => {
                    sealed.turn_sha256 = is_hash(hash).then(|| hash.to_owned())
                }
                Some(("quote", hash)) => {
                    sealed.quote_sha256 = is_hash(hash).then(|| hash.to_owned())
                }
                _ => {}
            }
        }
        Some(sealed)
    }
}

/// `start-end`
fn span(written: &str) -> Option<Span> {
    let (start, end) = written.trim().split_once('-')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then_some(Span { start, end })
}

/// Enough of a SHA-256 to tell texts apart.
pub fn is_hash(written: &str) -> bool {
    (8..=64).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_read_from_its_end() {
        let sealed =
            Sealed::read_line("zoom:a:b:7:0-8,12-40 · sha256 183c7f902d2c · quote 0123456789ab");
        let sealed = sealed.expect("a source");
        assert_eq!((sealed.call.as_str(), sealed.turn), ("zoom:a:b", 7));
        let expected = [Span { start: 0, end: 8 }, Span { start: 12, end: 40 }];
        assert_eq!(sealed.kept, expected);
        assert_eq!(sealed.turn_sha256.as_deref(), Some("183c7f902d2c"));
        assert_eq!(sealed.quote_sha256.as_deref(), Some("0123456789ab"));
        for wrong in ["", "c1", "c1:7", "c1:x:0-4", "c1:7:4-0", "c1:7:whole"] {
            assert_eq!(Sealed::read_line(wrong), None, "{wrong}");
        }
    }
}
