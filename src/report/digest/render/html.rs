//! How does a digest look as a page by itself, in a mail or on paper?
//!
//! Styles stand where they are used, since mail programs take the others out; no script, nothing to load, links to web
//! addresses alone.

use crate::report::digest::blocks::{Block, Entry, blocks, credit, source, summary, title};
use crate::report::digest::render::{link, one_line};
use crate::report::digest::shape::{Digest, DigestQuote};

const BODY: &str = "margin:0;padding:24px;background:#ffffff;color:#1b2023;font:16px/1.5 Arial,Helvetica,sans-serif";
const SHEET: &str = "max-width:640px;margin:0 auto";
const HEADING: &str =
    "font-size:20px;margin:32px 0 8px;border-bottom:1px solid #d9d5ca;padding-bottom:4px";
const ENTRY: &str = "margin:16px 0;page-break-inside:avoid;break-inside:avoid";
const NAME: &str = "font-size:17px;margin:0";
const FAINT: &str = "margin:2px 0;color:#5c6468;font-size:14px";
const QUOTE: &str = "margin:8px 0 0;padding:0 0 0 12px;border-left:3px solid #d9d5ca;font:18px/1.45 Georgia,serif;overflow-wrap:anywhere";
const LINK: &str = "color:#1f4d46";

/// The whole page.
pub(super) fn render(digest: &Digest, site: Option<&str>) -> String {
    let (title, summary) = (escape(&title(digest)), escape(&summary(digest)));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n</head>\n\
         <body style=\"{BODY}\">\n<div style=\"{SHEET}\">\n\
         <h1 style=\"font-size:26px;margin:0 0 8px\">{title}</h1>\n<p style=\"margin:0\">{summary}</p>\n"
    );
    for block in blocks(digest) {
        match block {
            Block::Heading(heading) => {
                page.push_str(&format!(
                    "<h2 style=\"{HEADING}\">{}</h2>\n",
                    escape(heading)
                ));
            }
            Block::Note(note) => {
                page.push_str(&format!("<p style=\"{FAINT}\">{}</p>\n", escape(&note)));
            }
            Block::Entry(entry) => page.push_str(&written(&entry, site)),
        }
    }
    page.push_str("</div>\n</body>\n</html>\n");
    page
}

fn written(entry: &Entry<'_>, site: Option<&str>) -> String {
    let name = escape(&entry.title);
    let name = match site {
        Some(site) => anchor(&format!("{site}{}", entry.search), &name),
        None => name,
    };
    let kind = entry.kind.as_deref().map(escape);
    let kind =
        kind.map(|kind| format!(" <span style=\"color:#5c6468;font-weight:normal\">{kind}</span>"));
    let told = escape(&entry.told);
    let shown = match entry.quote {
        Some(quote) => quoted(quote, site),
        None if entry.is_told_before => {
            format!(
                "<p style=\"{FAINT}\">No quote is left that was not told before or withdrawn.</p>\n"
            )
        }
        None => String::new(),
    };
    format!(
        "<div style=\"{ENTRY}\">\n<h3 style=\"{NAME}\">{name}{}</h3>\n<p style=\"{FAINT}\">{told}</p>\n{shown}</div>\n",
        kind.unwrap_or_default()
    )
}

fn quoted(quote: &DigestQuote, site: Option<&str>) -> String {
    let (words, credit) = (escape(&quote.text), escape(&credit(quote)));
    let credit = match link(quote, site) {
        Some(link) => format!("{credit} · {}", anchor(&link, "listen or read")),
        None => credit,
    };
    let source = escape(&source(quote));
    format!(
        "<blockquote style=\"{QUOTE}\">“{words}”</blockquote>\n<p style=\"{FAINT}\">— {credit}<br>{source}</p>\n"
    )
}

/// A link with text that is escaped already.
fn anchor(address: &str, text: &str) -> String {
    format!(
        "<a style=\"{LINK}\" href=\"{}\">{text}</a>",
        escape(address)
    )
}

/// Text that stays text, between tags and inside of quoted attributes.
fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
