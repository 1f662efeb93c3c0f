//! How do words reach a page with some of them marked?
//!
//! As pieces of the stored text, each with what stands over it. The template writes the pieces one after the other;
//! text is never HTML here, and no byte of it is changed.

use crate::call::Span;

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

/// A piece of a text under any number of spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer<'t> {
    pub text: &'t str,
    /// Which of the spans lie over it.
    pub over: Vec<usize>,
    /// Which of them end with it.
    pub ending: Vec<usize>,
}

/// Cuts a whole text wherever a span begins or ends; spans may overlap. Those that don't fit the text are left out.
pub fn layers<'t>(text: &'t str, spans: &[Span]) -> Vec<Layer<'t>> {
    let fitting: Vec<(usize, usize, usize)> = spans
        .iter()
        .enumerate()
        .filter(|(_, span)| !span.slice(text).is_empty())
        .map(|(number, span)| (number, span.start as usize, span.end as usize))
        .collect();
    let borders = fitting.iter().flat_map(|(_, start, end)| [*start, *end]);
    let mut cuts: Vec<usize> = borders.chain([0, text.len()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let layer = |(from, to): (&usize, &usize)| {
        let over = fitting
            .iter()
            .filter(|(_, start, end)| start <= from && to <= end);
        let ending = over.clone().filter(|(_, _, end)| end == to);
        Some(Layer {
            text: text.get(*from..*to)?,
            over: over.map(|(number, _, _)| *number).collect(),
            ending: ending.map(|(number, _, _)| *number).collect(),
        })
    };
    cuts.iter()
        .zip(cuts.iter().skip(1))
        .filter_map(layer)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    #[test]
    fn layers_are_the_whole_text_and_know_what_lies_over_them() {
        let text = "We re-key it. Größer!";
        // Two over each other, one inside of both, one that cuts a letter, one past the end.
        let spans = [
            span(0, 13),
            span(3, 13),
            span(3, 9),
            span(14, 17),
            span(20, 99),
        ];
        let layers = layers(text, &spans);
        let whole: String = layers.iter().map(|layer| layer.text).collect();
        assert_eq!(whole, text);
        let seen: Vec<(&str, &[usize], &[usize])> = layers
            .iter()
            .map(|layer| (layer.text, &layer.over[..], &layer.ending[..]))
            .collect();
        let expected: [(&str, &[usize], &[usize]); 4] = [
            ("We ", &[0], &[]),
            ("re-key", &[0, 1, 2], &[2]),
            (" it.", &[0, 1], &[0, 1]),
            (" Größer!", &[], &[]),
        ];
        assert_eq!(seen, expected);
        assert!(super::layers("", &[span(0, 0)]).is_empty());
    }
}
