//! How do words reach a page with some of them marked?
//!
//! As pieces of the stored text, each with what stands over it. The template writes the pieces one after the other;
//! text is never HTML here, and no byte of it is changed.

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'t> {
    pub text: &'t str,
    pub is_marked: bool,
}

/// Cuts `text[from..to]` at byte spans, which are in order; spans that lie outside or overlap are left out.
pub fn pieces<'t>(text: &'t str, from: u32, to: u32, spans: &[(u32, u32)]) -> Vec<Piece<'t>> {
    let (mut at, end) = (from as usize, (to as usize).min(text.len()));
    let mut pieces = Vec::with_capacity(2 * spans.len() + 1);
    let mut add = |from: usize, to: usize, is_marked: bool| {
        if let Some(text) = text.get(from..to).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text, is_marked });
        }
    };
    for (start, stop) in spans {
        let (start, stop) = (*start as usize, *stop as usize);
        let fits = start >= at && stop <= end && text.get(start..stop).is_some();
        if fits {
            add(at, start, false);
            add(start, stop, true);
            at = stop;
        }
    }
    add(at, end, false);
    pieces
}
