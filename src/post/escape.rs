//! How does text stay text in somebody else's markup?

/// Text for Slack's mrkdwn: without these three it can neither link nor call anybody (`<!channel>`).
pub(super) fn mrkdwn(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text for HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text in pieces of at most so many bytes, cut at line ends where there are any. Nothing is lost but the line end cut at.
pub(super) fn pieces(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > most {
        let limit = floor_char(rest, most);
        let head = rest.get(..limit).unwrap_or(rest);
        let cut = head.rfind('\n').filter(|at| *at > 0);
        let (piece, later) = match cut {
            Some(at) => (rest.get(..at), rest.get(at + 1..)),
            None => (rest.get(..limit), rest.get(limit..)),
        };
        pieces.extend(piece);
        rest = later.unwrap_or("");
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// The last place at or before `at` that cuts no character; at least one character's worth.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    if at == 0 {
        text.chars().next().map_or(0, char::len_utf8)
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_and_nothing_linked() {
        let text = "a <!channel> & <https://x|y>\u{7}";
        assert_eq!(
            mrkdwn(text),
            "a &lt;!channel&gt; &amp; &lt;https://x|y&gt; "
        );
        assert_eq!(html("<b a='1\">"), "&lt;b a=&#39;1&quot;&gt;");
    }

    #[test]
    fn pieces_end_at_lines_and_lose_no_character() {
        assert_eq!(pieces("ab\ncd\nef", 5), ["ab", "cd\nef"]);
        assert_eq!(pieces("ééé", 3), ["é", "é", "é"]);
        assert_eq!(pieces("\nabcd", 3), ["\nab", "cd"]);
        assert_eq!(pieces("é", 1), ["é"]);
        assert!(pieces("", 3).is_empty());
    }
}
