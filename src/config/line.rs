//! On which line does a setting stand?
//!
//! TOML read into values has forgotten its lines, and whether a value makes sense is asked after that. This looks for a
//! key as nearly everybody writes it; where it is written otherwise, no line is better than a wrong one.

/// The line of a key, counted from zero, and its text. A key outside of all tables has the table `""`.
pub(super) fn of<'t>(text: &'t str, table: &str, key: &str) -> Option<(usize, &'t str)> {
    let dotted = format!("{table}.{key}");
    let mut inside = "";
    for (index, line) in text.lines().enumerate() {
        if let Some(named) = header(line) {
            inside = named;
            continue;
        }
        let Some((written, _)) = line.split_once('=') else {
            continue;
        };
        let written = written.trim();
        let is_beside_tables = inside.is_empty() && !table.is_empty();
        let is_whole_table = is_beside_tables && (written == dotted || written == table);
        if is_whole_table || (inside == table && written == key) {
            return Some((index, line));
        }
    }
    None
}

/// The table that a line begins.
fn header(line: &str) -> Option<&str> {
    let (named, _) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    let is_name = |c: char| c.is_alphanumeric() || "-_. ".contains(c);
    // The lines of a list may begin with a bracket too.
    named.chars().all(is_name).then_some(named.trim())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_key_is_found_in_its_own_table() {
        for (text, table, key, found) in [
            ("a = 1\nthreshold = 3\n", "", "threshold", Some(1)),
            ("# threshold = 2\nthreshold = 3\n", "", "threshold", Some(1)),
            ("[pull.x]\nthreshold = 3\n", "", "threshold", None),
            ("\n[retention]\n\ndays = 3\n", "retention", "days", Some(3)),
            ("[ retention ] # x\ndays=3", "retention", "days", Some(1)),
            (
                "[x]\ndays = 9\n[retention]\ndays = 3",
                "retention",
                "days",
                Some(3),
            ),
            ("retention.days = 3\n", "retention", "days", Some(0)),
            ("retention = { days = 3 }\n", "retention", "days", Some(0)),
            ("'threshold' = 3\n", "", "threshold", None),
            ("", "retention", "days", None),
        ] {
            let line = of(text, table, key).map(|(index, _)| index);
            assert_eq!(line, found, "{text}");
        }
    }
}
