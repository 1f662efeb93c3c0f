//! How does a pack look where there is nothing but letters?
//!
//! Each quote on one line between quotation marks, however its lines were broken when it was written down; then who
//! said it, the note and the source, with an empty line between them.

use crate::quote::pack::render::{attribution, head, new_section, source_line};
use crate::quote::pack::{Item, Pack};

/// The head and every quote.
pub(super) fn render(pack: &Pack) -> String {
    let mut page = underlined(&one_line(&pack.name), '=');
    page.push('\n');
    for line in head(pack) {
        page.push_str(&format!("{}\n", one_line(&line)));
    }
    for (at, item) in pack.items.iter().enumerate() {
        if let Some(section) = new_section(&pack.items, at) {
            page.push_str(&format!("\n{}", underlined(&one_line(section), '-')));
        }
        page.push('\n');
        page.push_str(&block(item));
    }
    page
}

fn block(item: &Item) -> String {
    let (who, when) = attribution(item);
    let mut parts = vec![who];
    parts.extend(when);
    parts.extend(item.said_by.link.clone());
    let mut block = format!("“{}”\n", one_line(&item.words()));
    block.push_str(&format!("\n— {}\n", one_line(&parts.join(" · "))));
    if !item.said_by.tags.is_empty() {
        let tags = item.said_by.tags.join(", ");
        block.push_str(&format!("\nTags: {}\n", one_line(&tags)));
    }
    if let Some(note) = &item.note {
        block.push_str(&format!("\nNote: {}\n", one_line(note)));
    }
    block.push_str(&format!("\nSource: {}\n", one_line(&source_line(item))));
    block
}

fn underlined(title: &str, line: char) -> String {
    let length = title.chars().count();
    let line: String = std::iter::repeat_n(line, length).collect();
    format!("{title}\n{line}\n")
}

/// Every run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
