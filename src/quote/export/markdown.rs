//! How do quotes look in a writer's editor, with every word shown as it was said?
//!
//! CommonMark with GitHub's additions in mind: whatever they would read as a mark is escaped, so that the
//! page shows the words unchanged. Each quote is a block quote; who said it, tags and source follow it.

use std::fmt::Write;

use crate::call::Side;
use crate::quote::export::Head;
use crate::quote::quote::Quote;

/// Characters that can be a mark anywhere in a line.
const ACTIVE: &str = "\\`*_[]<>#|&~$^{}";
/// Characters of a turn's hash that are shown; the whole stands in the other formats.
const SHOWN_HASH: usize = 12;

/// The head and every quote.
pub(super) fn render(head: &Head, quotes: &[Quote]) -> String {
    let mut page = title(head);
    for (name, value) in &head.filters {
        page.push_str(&format!("- {}: {}\n", inline(name), inline(value)));
    }
    page.push_str(&format!(
        "- {} found, {} quoted here\n",
        head.n_found,
        quotes.len()
    ));
    for quote in quotes {
        page.push('\n');
        page.push_str(&block_quote(&quote.text));
        page.push_str(&format!("\n— {}\n", attribution(quote)));
        if !quote.tags.is_empty() {
            page.push_str(&format!("\nTags: {}\n", inline(&quote.tags.join(", "))));
        }
        let hash: String = quote.turn_sha256.chars().take(SHOWN_HASH).collect();
        page.push_str(&format!(
            "\nSource: {} · sha256 {}\n",
            inline(&quote.source()),
            inline(&hash)
        ));
    }
    page
}

fn title(head: &Head) -> String {
    match inline(&head.query) {
        query if query.is_empty() => "# Quotes\n\n".to_owned(),
        query => format!("# Quotes for “{query}”\n\n"),
    }
}

/// Role, company, industry · date · minute.
fn attribution(quote: &Quote) -> String {
    let role = match quote.side {
        Side::Prospect => quote.speaker_role.clone(),
        Side::Rep => format!("{} (rep)", quote.speaker_role),
        Side::Unknown => format!("{} (side unknown)", quote.speaker_role),
    };
    let who = [Some(role), quote.account.clone(), quote.industry.clone()];
    let who: Vec<String> = who.iter().flatten().map(|part| inline(part)).collect();
    let mut parts = vec![who.join(", ")];
    parts.extend(quote.date.as_deref().map(inline));
    parts.extend(moment(quote));
    parts.join(" · ")
}

/// The minute, linked where the recording has an address that a browser may open.
fn moment(quote: &Quote) -> Option<String> {
    let minute = quote.minute();
    let Some(target) = quote.link.as_deref().and_then(link_target) else {
        return minute;
    };
    let label = minute.unwrap_or_else(|| "recording".to_owned());
    Some(format!("[{label}]({target})"))
}

/// An address as a link's target; `None` for anything but http and https, which could run.
pub(in crate::quote) fn link_target(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once("://")?;
    if !["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
    {
        return None;
    }
    let has_entities = url.contains(';');
    let mut target = String::with_capacity(url.len());
    for c in url.chars() {
        let is_mark = matches!(c, '<' | '>' | '(' | ')' | '\\' | '"' | '`' | '|');
        if c == '&' && has_entities {
            target.push_str("&amp;");
        } else if is_mark || c.is_whitespace() || c.is_control() {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                target.push_str(&format!("%{byte:02X}"));
            }
        } else {
            target.push(c);
        }
    }
    Some(target)
}

/// Words of any number of lines; `> ` stands before each, two spaces at the end keep the line's end.
pub(in crate::quote) fn block_quote(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escape).collect();
    let mut block = String::new();
    for (i, line) in lines.iter().enumerate() {
        let goes_on = !line.is_empty() && lines.get(i + 1).is_some_and(|next| !next.is_empty());
        let line_end = if goes_on { "  \n" } else { "\n" };
        let mark = if line.is_empty() { ">" } else { "> " };
        block.push_str(mark);
        block.push_str(line);
        block.push_str(line_end);
    }
    block
}

/// Words within a line; line ends become spaces.
pub(in crate::quote) fn inline(text: &str) -> String {
    let one_line = text.replace(['\r', '\n'], " ");
    escape(one_line.trim())
}

/// One line with every mark escaped. Spaces at its ends and controls would be lost as they are, so they
/// become character references (a lone CR would even end the block quote).
fn escape(line: &str) -> String {
    let lead = line.len() - line.trim_start_matches(is_blank).len();
    let tail = line.trim_end_matches(is_blank).len();
    let marker = block_marker(line.get(lead..).unwrap_or("")).map(|at| lead + at);
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        let at_an_end = is_blank(c) && (at < lead || at >= tail);
        if at_an_end || c.is_control() {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
            continue;
        }
        if ACTIVE.contains(c) || marker == Some(at) || makes_address(line, at, c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Where the character stands that would make a list, a rule or a heading of a line.
fn block_marker(line: &str) -> Option<usize> {
    if line.starts_with(['-', '+', '=', ':']) {
        return Some(0);
    }
    let n_digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut after = line.get(n_digits..)?.chars();
    let closes = matches!(after.next(), Some('.' | ')'));
    let stands_alone = after.next().is_none_or(char::is_whitespace);
    (n_digits > 0 && closes && stands_alone).then_some(n_digits)
}

/// GitHub makes links of bare addresses and would show the backslashes in them, so they stay plain words.
fn makes_address(line: &str, at: usize, c: char) -> bool {
    match c {
        ':' => line.get(at..).is_some_and(|rest| rest.starts_with("://")),
        '.' => line.get(..at).is_some_and(|before| before.ends_with("www")),
        _ => false,
    }
}
