//! Which quotes does a web page hold?
//!
//! What stands in `<blockquote>` and `<q>`, without the `<cite>` and `<footer>` that name its author, and what stands
//! between quotation marks in its paragraphs; of a pack, without its headings, captions and notes. A block quote may
//! carry its seal in `data-source`, `data-turn-sha256` and `data-quote-sha256`.

use crate::quote::verify::claim::{Claim, Sealed, is_hash};
use crate::quote::verify::read::loose::{Paragraph, quoted, read_paragraphs, take};
use crate::quote::verify::read::{Page, labelled};

/// Tags that end a paragraph.
#[rustfmt::skip]
const BLOCKS: [&str; 31] = [
    "address", "article", "aside", "blockquote", "body", "div", "dd", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "section", "table", "td",
    "th", "tr", "ul",
];
/// What nobody sees on a page.
const UNSEEN: [&str; 6] = ["head", "noscript", "script", "style", "svg", "template"];
/// What names an author inside of a quote.
const AUTHOR: [&str; 3] = ["cite", "figcaption", "footer"];
/// Where a pack says something of its own.
#[rustfmt::skip]
const ASIDES: [&str; 9] = ["figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header"];

/// Whether a text is a web page or a piece of one. Somebody may have spoken of tags: a pack of text is none.
pub(in crate::quote) fn is_html(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html"];
    if is_page
        .iter()
        .any(|tag| lower.trim_start().starts_with(tag))
    {
        return true;
    }
    let mut sources = text.lines().filter_map(|line| labelled(line, "Source:"));
    if sources.any(|source| Sealed::read_line(source).is_some()) {
        return false;
    }
    [
        "<!doctype html",
        "<html",
        "<blockquote",
        "<q>",
        "<p>",
        "<p ",
        "<div",
        "<li>",
    ]
    .iter()
    .any(|tag| lower.contains(tag))
}

/// The quotes of a page.
pub(super) fn read(text: &str) -> Page {
    let mut reader = Reader {
        line: 1,
        ..Reader::default()
    };
    let mut rest = text;
    while !rest.is_empty() {
        rest = reader.step(rest);
    }
    reader.end_paragraph();
    let Reader {
        claims,
        mut paragraphs,
        asides,
        is_pack,
        ..
    } = reader;
    if !is_pack {
        paragraphs.extend(asides);
        paragraphs.sort_by_key(|paragraph| paragraph.line);
    }
    if claims.is_empty() {
        return read_paragraphs(&paragraphs);
    }
    let mut page = Page {
        claims,
        ..Page::default()
    };
    for (line, words) in paragraphs.iter().flat_map(quoted) {
        take(&mut page, line, words);
    }
    page.claims.sort_by_key(|claim| claim.line);
    page
}

#[derive(Default)]
struct Reader {
    line: u32,
    claims: Vec<Claim>,
    paragraphs: Vec<Paragraph>,
    /// Paragraphs of headings, captions and the like.
    asides: Vec<Paragraph>,
    /// How many of those are open.
    n_asides: usize,
    /// The words of the paragraph or quote so far, and where they began.
    words: String,
    began: u32,
    /// A block quote carries a hash, with or without its source.
    is_pack: bool,
    /// Open quotes, inside one another.
    depth: usize,
    /// Open tags that name an author.
    author: usize,
    sealed: Option<Sealed>,
}

impl Reader {
    /// Reads one tag or the text before the next, and gives what follows.
    fn step<'t>(&mut self, rest: &'t str) -> &'t str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(comment.len(), |at| at + 3);
            return self.pass(comment, end);
        }
        let is_tag = rest.strip_prefix('<').is_some_and(|tag| {
            tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        });
        if is_tag {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            let tag = rest.get(..end).unwrap_or("");
            let after = self.pass(rest, end);
            return self.tag(tag, after);
        }
        let from = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest
            .get(from..)
            .and_then(|rest| rest.find('<'))
            .map_or(rest.len(), |at| from + at);
        self.text(rest.get(..end).unwrap_or(""));
        self.pass(rest, end)
    }

    /// Counts the lines of what was read.
    fn pass<'t>(&mut self, rest: &'t str, end: usize) -> &'t str {
        let passed = rest.get(..end).unwrap_or("").matches('\n').count();
        self.line += u32::try_from(passed).unwrap_or(0);
        rest.get(end..).unwrap_or("")
    }

    fn text(&mut self, text: &str) {
        if self.author > 0 {
            return;
        }
        if self.words.trim().is_empty() {
            let blank = text.len() - text.trim_start().len();
            let passed = text.get(..blank).unwrap_or("").matches('\n').count();
            self.began = self.line + u32::try_from(passed).unwrap_or(0);
        }
        self.words.push_str(&decoded(text));
    }

    fn tag<'t>(&mut self, tag: &str, after: &'t str) -> &'t str {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let is_closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let end = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let name = inner.get(..end).unwrap_or("").to_ascii_lowercase();
        let name = name.as_str();
        if UNSEEN.contains(&name) && !is_closing {
            return self.pass(after, end_of_unseen(after, name));
        }
        let is_quote = matches!(name, "blockquote" | "q");
        if self.depth > 0 && AUTHOR.contains(&name) {
            self.author = if is_closing {
                self.author.saturating_sub(1)
            } else {
                self.author + 1
            };
        } else if is_quote && is_closing {
            self.close_quote();
        } else if is_quote {
            if self.depth == 0 {
                self.end_paragraph();
                self.sealed = sealed(inner);
                self.is_pack |= attribute(inner, "data-quote-sha256").is_some();
            }
            self.depth += 1;
        } else if BLOCKS.contains(&name) || name == "br" {
            self.words.push('\n');
            if self.depth == 0 && name != "br" {
                self.end_paragraph();
                self.count_aside(name, is_closing);
            }
        }
        after
    }

    fn close_quote(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return;
        }
        self.author = 0;
        let words = std::mem::take(&mut self.words).trim().to_owned();
        if words.chars().any(char::is_alphanumeric) {
            self.claims.push(Claim {
                line: self.began,
                words,
                sealed: self.sealed.take(),
            });
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.words).trim().to_owned();
        if text.is_empty() {
            return;
        }
        let to = if self.n_asides > 0 {
            &mut self.asides
        } else {
            &mut self.paragraphs
        };
        to.push(Paragraph {
            line: self.began,
            text,
        });
    }

    fn count_aside(&mut self, name: &str, is_closing: bool) {
        if !ASIDES.contains(&name) {
            return;
        }
        self.n_asides = if is_closing {
            self.n_asides.saturating_sub(1)
        } else {
            self.n_asides + 1
        };
    }
}

/// Where the end tag of what nobody sees begins; the end of the text where there is none.
fn end_of_unseen(after: &str, name: &str) -> usize {
    let is_its_end = |(at, _): &(usize, &str)| {
        let rest = after.get(at + 2..at + 2 + name.len());
        rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
    };
    let found = after.match_indices("</").find(is_its_end);
    found.map_or(after.len(), |(at, _)| at)
}

fn sealed(tag: &str) -> Option<Sealed> {
    let mut sealed = Sealed::read(&attribute(tag, "data-source")?)?;
    let hash = |name: &str| attribute(tag, name).filter(|hash| is_hash(hash));
    sealed.turn_sha256 = hash("data-turn-sha256");
    sealed.quote_sha256 = hash("data-quote-sha256");
    Some(sealed)
}

/// The value of an attribute between double quotation marks.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!("{name}=\""))?.1;
    Some(decoded(value.split('"').next()?))
}

/// A text with its entities as characters.
pub(in crate::quote) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match entity(after) {
            Some((character, len)) => {
                out.push_str(&character);
                rest = after.get(len..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of an entity, of which the `&` was just read, and the length of the rest of it.
pub(super) fn entity(rest: &str) -> Option<(String, usize)> {
    let end = rest.find(';').filter(|end| *end <= 10)?;
    let name = rest.get(..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => named(name)?,
    };
    Some((character.to_string(), end + 1))
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "bdquo" => '\u{201e}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "sbquo" => '\u{201a}',
        "laquo" => '\u{ab}',
        "raquo" => '\u{bb}',
        "hellip" => '\u{2026}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "pound" => '£',
        "euro" => '€',
        _ => return None,
    })
}
