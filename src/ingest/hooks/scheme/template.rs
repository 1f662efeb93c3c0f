//! What exactly does a vendor sign?
//!
//! A template names the parts in their order, `v0:{timestamp}:{body}`; the text between them is signed as it stands.

/// A part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest::hooks) enum Piece {
    Text(String),
    Timestamp,
    Body,
    Id,
    Method,
    Url,
}

/// Reads a template; the body must be in it once.
pub(in crate::ingest::hooks) fn read(template: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let Some((name, after)) = behind.split_once('}') else {
            return Err("`signed` has a `{` without its `}`".to_owned());
        };
        pieces.push(match name {
            "timestamp" => Piece::Timestamp,
            "body" => Piece::Body,
            "id" => Piece::Id,
            "method" => Piece::Method,
            "url" => Piece::Url,
            _ => {
                return Err(
                    "`signed` may name {timestamp}, {body}, {id}, {method} and {url}".to_owned(),
                );
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    if count(&pieces, &Piece::Body) != 1 {
        return Err("`signed` must name {body} once, or the body could be changed".to_owned());
    }
    Ok(pieces)
}

/// How often a part is signed.
pub(in crate::ingest::hooks) fn count(pieces: &[Piece], wanted: &Piece) -> usize {
    pieces.iter().filter(|piece| *piece == wanted).count()
}

/// What the parts are, in one delivery.
pub(in crate::ingest::hooks) struct Parts<'a> {
    pub timestamp: &'a str,
    pub id: &'a str,
    pub method: &'a str,
    pub url: &'a str,
    pub body: &'a [u8],
}

/// The bytes to sign, piece by piece.
pub(in crate::ingest::hooks) fn fill<'a>(pieces: &'a [Piece], parts: &Parts<'a>) -> Vec<&'a [u8]> {
    let filled = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_bytes(),
        Piece::Timestamp => parts.timestamp.as_bytes(),
        Piece::Body => parts.body,
        Piece::Id => parts.id.as_bytes(),
        Piece::Method => parts.method.as_bytes(),
        Piece::Url => parts.url.as_bytes(),
    });
    filled.collect()
}
