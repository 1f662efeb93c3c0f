//! How does a pack look as a page of its own?
//!
//! One file without scripts, pictures or anything from elsewhere; on paper a quote stays on one page with who said it.
//! Each block quote carries its seal in `data-` attributes, by which `verify` holds it; for people the same sources
//! are notes at the end. Every text is escaped by the template, so that no words are markup.

use askama::Template;

use crate::quote::pack::render::fit::{check, told};
use crate::quote::pack::render::{
    PackFormat, RenderError, attribution, head, lines, new_section, source_line,
};
use crate::quote::pack::{Item, Pack};

#[derive(Template)]
#[template(path = "pack.html", config = "src/quote/askama.toml")]
struct Page<'p> {
    name: &'p str,
    head: Vec<String>,
    quotes: Vec<Shown<'p>>,
}

/// A quote as the page shows it.
struct Shown<'p> {
    number: usize,
    section: Option<&'p str>,
    lines: Vec<String>,
    item: &'p Item,
    source: String,
    hash: String,
    who: String,
    when: Vec<String>,
    link: Option<&'p str>,
    tags: String,
    note: Option<&'p str>,
    source_line: String,
}

/// The whole page.
pub(super) fn render(pack: &Pack) -> Result<String, RenderError> {
    // Every other character reaches the reader; this one a browser drops.
    let unfit = |text: &str| text.contains('\0').then(|| told('\0', "HTML"));
    check(PackFormat::Html, pack, unfit)?;
    let shown = |(at, item)| shown(pack, at, item);
    let page = Page {
        name: &pack.name,
        head: head(pack),
        quotes: pack.items.iter().enumerate().map(shown).collect(),
    };
    page.render().map_err(|cause| RenderError::Format {
        format: PackFormat::Html.name(),
        cause: cause.to_string(),
    })
}

fn shown<'p>(pack: &'p Pack, at: usize, item: &'p Item) -> Shown<'p> {
    let (who, when) = attribution(item);
    Shown {
        number: at + 1,
        section: new_section(&pack.items, at),
        lines: lines(&item.words()),
        source: item.source(),
        hash: item.hash(),
        who,
        when,
        link: item.said_by.link.as_deref().filter(|link| is_web(link)),
        tags: item.said_by.tags.join(", "),
        note: item.note.as_deref(),
        source_line: source_line(item),
        item,
    }
}

/// Any other address could run.
fn is_web(link: &str) -> bool {
    let scheme = link.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_known = |known: &&str| scheme.eq_ignore_ascii_case(known);
    ["http", "https"].iter().any(is_known) && !link.contains(char::is_control)
}
