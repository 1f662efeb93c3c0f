//! Which texts can somebody read in a web page?
//!
//! What stands between tags that part texts, every value of an attribute, and comments. Style sheets are no texts.

use crate::quote::verify::read::html::decoded;

/// Tags that stand inside of a text; a name that is half in bold is still one name.
#[rustfmt::skip]
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "sub",
    "sup", "time", "u", "wbr",
];

/// Every text of a page, in its order.
pub(super) fn places(html: &str) -> Vec<String> {
    let mut places = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(&decoded(before));
        if let Some(comment) = tag.strip_prefix("!--") {
            let (inner, after) = comment.split_once("-->").unwrap_or((comment, ""));
            places.push(decoded(inner));
            rest = after;
            continue;
        }
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
        let is_closing = tag.starts_with('/');
        let name = name(tag);
        if !INLINE.contains(&name.as_str()) {
            places.push(std::mem::take(&mut text));
        }
        attributes(tag, &mut places);
        if name == "style" && !is_closing {
            rest = behind_style(rest);
        }
    }
    text.push_str(&decoded(rest));
    places.push(text);
    places
}

fn name(tag: &str) -> String {
    let tag = tag.trim_start_matches('/');
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
    let name = tag.get(..end.unwrap_or(tag.len())).unwrap_or("");
    name.to_ascii_lowercase()
}

/// The values between quotation marks.
fn attributes(tag: &str, places: &mut Vec<String>) {
    let mut rest = tag;
    while let Some((_, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let mark = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match mark {
            Some(mark) => behind.get(1..).and_then(|inner| inner.split_once(mark)),
            None => behind.split_once(char::is_whitespace),
        };
        let (value, after) = value.unwrap_or((behind, ""));
        places.push(decoded(value));
        rest = after;
    }
}

/// What stands behind the end of a style sheet; nothing where it has none.
fn behind_style(rest: &str) -> &str {
    let lower = rest.to_ascii_lowercase();
    let end = lower.find("</style");
    end.and_then(|end| rest.get(end..)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn everything_but_the_style_is_seen() {
        let page = "<html lang=\"en\"><style>.a { b: c }</style><!-- by Jo --><p title='For &amp; by'>Da<b>na</b> \
                    said<br>so</p></html>";
        let mut found = places(page);
        found.retain(|place| !place.trim().is_empty());
        assert_eq!(found, ["en", " by Jo ", "For & by", "Dana said", "so"]);
    }
}
