//! How does a pack look in a writer's editor?
//!
//! As an export does: each quote a block quote with every mark of Markdown in it escaped, then who said it, the note
//! and the source.

use crate::quote::export::markdown::{block_quote, inline, link_target};
use crate::quote::pack::render::{attribution, head, new_section, source_line};
use crate::quote::pack::{Item, Pack};

/// The head and every quote.
pub(super) fn render(pack: &Pack) -> String {
    let mut page = format!("# {}\n\n", inline(&pack.name));
    for line in head(pack) {
        page.push_str(&format!("- {}\n", inline(&line)));
    }
    for (at, item) in pack.items.iter().enumerate() {
        if let Some(section) = new_section(&pack.items, at) {
            page.push_str(&format!("\n## {}\n", inline(section)));
        }
        page.push('\n');
        page.push_str(&block(item));
    }
    page
}

fn block(item: &Item) -> String {
    let (who, when) = attribution(item);
    let mut parts = vec![inline(&who)];
    parts.extend(when.iter().map(|part| inline(part)));
    if let Some(target) = item.said_by.link.as_deref().and_then(link_target) {
        parts.push(format!("[recording]({target})"));
    }
    let mut block = block_quote(&item.words());
    block.push_str(&format!("\n— {}\n", parts.join(" · ")));
    if !item.said_by.tags.is_empty() {
        block.push_str(&format!(
            "\nTags: {}\n",
            inline(&item.said_by.tags.join(", "))
        ));
    }
    if let Some(note) = &item.note {
        block.push_str(&format!("\nNote: {}\n", inline(note)));
    }
    block.push_str(&format!("\nSource: {}\n", inline(&source_line(item))));
    block
}
