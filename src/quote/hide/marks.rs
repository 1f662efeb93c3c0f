//! Which marks does a quote have once everything is hidden that must be?
//!
//! Marks of a writer and marks for what is hidden become one row of marks, none of which overlaps another and all of
//! which `verify` can read: they begin and end at whole words, and no bracket stands for more words than one may.

use crate::call::Span;
use crate::quote::decision::LEFT_OUT;
use crate::quote::edit::Edit;
use crate::quote::pieces::MOST_REPLACED;
use crate::quote::typography::is_border;
use crate::text::tokens::tokens;

/// What hangs on a name and goes into its bracket: `[a colleague's]`.
const POSSESSIVES: [&str; 2] = ["'s", "\u{2019}s"];

/// Bytes of a turn, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    start: u32,
    end: u32,
    /// Without brackets; nothing where words are left out.
    instead: Option<String>,
    /// A person chose what stands there.
    is_chosen: bool,
}

impl Stretch {
    /// What is found to be hidden, with its replacement in brackets or without.
    pub(super) fn found(span: Span, replacement: &str) -> Stretch {
        Stretch {
            is_chosen: false,
            ..Stretch::chosen(span, replacement)
        }
    }

    /// What a person wants to be hidden.
    pub(super) fn chosen(span: Span, instead: &str) -> Stretch {
        let inner = instead.trim_start_matches('[').trim_end_matches(']');
        Stretch {
            start: span.start,
            end: span.end,
            instead: (inner != LEFT_OUT).then(|| inner.to_owned()),
            is_chosen: true,
        }
    }

    fn of(edit: Edit) -> Stretch {
        Stretch {
            start: edit.start,
            end: edit.end,
            instead: edit.replacement,
            is_chosen: true,
        }
    }

    /// Moved outwards to whole words of the turn, inside of the quote.
    fn whole(mut self, text: &str, quote: Span) -> Stretch {
        let mut start = self.start as usize;
        while start > quote.start as usize && !is_border(text, start) {
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            start -= before.map_or(start, char::len_utf8);
        }
        let mut end = self.end as usize;
        while end < quote.end as usize && !is_border(text, end) {
            let next = text.get(end..).and_then(|text| text.chars().next());
            end += next.map_or(text.len() - end, char::len_utf8);
        }
        let hanging = text.get(self.end as usize..end).unwrap_or("");
        if POSSESSIVES.contains(&hanging)
            && let Some(instead) = &mut self.instead
        {
            instead.push_str("'s");
        }
        Stretch {
            start: start as u32,
            end: end as u32,
            ..self
        }
    }

    fn overlaps(&self, other: &Stretch) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn len(&self) -> u32 {
        self.end - self.start
    }

    /// One stretch over both. What a person chose for all of it stands; else what was found says more than a choice for
    /// a part, unless that left the words out.
    fn joined(self, other: Stretch) -> Stretch {
        let (start, end) = (self.start.min(other.start), self.end.max(other.end));
        let is_whole = |one: &Stretch| one.is_chosen && (one.start, one.end) == (start, end);
        let leaves_out = |one: &Stretch| one.is_chosen && one.instead.is_none();
        let is_chosen = is_whole(&self) || is_whole(&other);
        let instead = if is_whole(&self) {
            self.instead
        } else if is_whole(&other) {
            other.instead
        } else if leaves_out(&self) || leaves_out(&other) {
            None
        } else {
            let is_others = match (self.is_chosen, other.is_chosen) {
                (true, false) => true,
                (false, true) => false,
                _ => other.len() > self.len(),
            };
            if is_others {
                other.instead
            } else {
                self.instead
            }
        };
        Stretch {
            start,
            end,
            instead,
            is_chosen,
        }
    }
}

/// All marks of a quote of a turn, in order. Where nothing is hidden they are the writer's own.
pub(super) fn marked(text: &str, quote: Span, own: Vec<Edit>, hidden: Vec<Stretch>) -> Vec<Edit> {
    if hidden.is_empty() {
        return own;
    }
    let mut all: Vec<Stretch> = own.into_iter().map(Stretch::of).collect();
    let hidden = hidden.into_iter();
    all.extend(hidden.map(|stretch| stretch.whole(text, quote)));
    all.sort_by_key(|stretch| (stretch.start, stretch.end));
    let mut joined: Vec<Stretch> = Vec::new();
    for stretch in all {
        match joined.pop() {
            Some(last) if last.overlaps(&stretch) => joined.push(last.joined(stretch)),
            Some(last) => joined.extend([last, stretch]),
            None => joined.push(stretch),
        }
    }
    short(text, joined)
}

/// The marks, with one `[…]` for brackets that together stand for more words than they may.
fn short(text: &str, stretches: Vec<Stretch>) -> Vec<Edit> {
    let n_words = |start: u32, end: u32| tokens(Span { start, end }.slice(text)).count();
    let mut edits: Vec<Edit> = Vec::new();
    let mut at = 0;
    while let Some(first) = stretches.get(at) {
        // Marks between which nothing was said stand for one gap.
        let mut behind = at + 1;
        let mut end = first.end;
        while let Some(next) = stretches.get(behind) {
            if n_words(end, next.start) > 0 {
                break;
            }
            end = next.end;
            behind += 1;
        }
        let gap = stretches.get(at..behind).unwrap_or(&[]);
        let has_words = gap.iter().all(|stretch| stretch.instead.is_some());
        if has_words && n_words(first.start, end) > MOST_REPLACED {
            edits.push(Edit {
                start: first.start,
                end,
                replacement: None,
            });
        } else {
            edits.extend(gap.iter().map(|stretch| Edit {
                start: stretch.start,
                end: stretch.end,
                replacement: stretch.instead.clone(),
            }));
        }
        at = behind;
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::edit::render;

    const TEXT: &str = "So Dana Whitfield's team, at Acme, rang 555 0134 twice.";

    fn at(words: &str) -> Span {
        let start = TEXT.find(words).unwrap() as u32;
        let end = start + words.len() as u32;
        Span { start, end }
    }

    fn edit(words: &str, instead: Option<&str>) -> Edit {
        let span = at(words);
        Edit {
            start: span.start,
            end: span.end,
            replacement: instead.map(str::to_owned),
        }
    }

    fn shown(own: Vec<Edit>, hidden: Vec<Stretch>) -> String {
        let quote = Span {
            start: 0,
            end: TEXT.len() as u32,
        };
        render(TEXT, 0, &marked(TEXT, quote, own, hidden))
    }

    #[test]
    fn marks_cover_whole_words_and_never_overlap() {
        let name = || Stretch::found(at("Dana Whitfield"), "[a colleague]");
        let company = || Stretch::found(at("Acme"), "[our company]");
        for (own, hidden, expected) in [
            (
                vec![],
                vec![name(), company()],
                "So [a colleague's] team, at [our company], rang 555 0134 twice.",
            ),
            (
                vec![edit("Dana Whitfield's team", Some("the team"))],
                vec![name()],
                "So [the team], at Acme, rang 555 0134 twice.",
            ),
            (
                vec![edit("team, at Acme", None)],
                vec![company()],
                "So Dana Whitfield's […], rang 555 0134 twice.",
            ),
            (
                vec![edit("Whitfield's team", Some("people"))],
                vec![name()],
                "So [a colleague's], at Acme, rang 555 0134 twice.",
            ),
            (
                vec![edit("Whitfield's team", None)],
                vec![name()],
                "So […], at Acme, rang 555 0134 twice.",
            ),
            (
                vec![],
                vec![company(), Stretch::chosen(at("at Acme"), "here")],
                "So Dana Whitfield's team, [here], rang 555 0134 twice.",
            ),
            (
                vec![],
                vec![Stretch::chosen(at("555 0134"), "…")],
                "So Dana Whitfield's team, at Acme, rang […] twice.",
            ),
        ] {
            assert_eq!(shown(own, hidden), expected);
        }
    }

    #[test]
    fn too_many_words_for_a_bracket_are_left_out() {
        let text = "it's one two three four five six seven eight nine one two three four, so call";
        let span = Span {
            start: 5,
            end: text.find(',').unwrap() as u32,
        };
        let quote = Span {
            start: 0,
            end: text.len() as u32,
        };
        let edits = marked(
            text,
            quote,
            Vec::new(),
            vec![Stretch::found(span, "[a number]")],
        );
        assert_eq!(render(text, 0, &edits), "it's […], so call");
    }
}
