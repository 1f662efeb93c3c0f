//! What did somebody mean whose lexicon cannot be read as TOML?
//!
//! The commonest slips of people who write lexicons and no programs. What the reader says and what stands in that place
//! give them away, and the answer is what to write instead. Where nothing is known here, the reader's own words stand.

mod number;

mod quote;

use std::ops::Range;

use crate::text::spelling;

/// What to write instead, and what is to be marked.
pub(super) struct Slip {
    pub span: Range<usize>,
    pub message: String,
}

/// Longer texts are not said again.
const SHORT: usize = 40;
/// The quotes of word processors.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '«', '»'];
/// What can only be said of a whole file, above its entries.
const OF_FILE: [&str; 2] = ["titles", "not_titles"];

/// The slip behind what the reader says of a place, if it is a known one.
pub(super) fn slip(text: &str, span: Range<usize>, reason: &str) -> Option<Slip> {
    let place = Place { text, span };
    if let Some(slip) = quote::slip(&place, reason) {
        return Some(slip);
    }
    let is_text = reason.starts_with("invalid type: string");
    let message = match reason {
        _ if is_text && reason.ends_with("expected a sequence") => one_for_a_list(&place),
        _ if is_text && reason.ends_with("expected f32") => number::quoted(&place),
        _ if is_text && reason.ends_with("expected struct FileCue") => Some(format!(
            "a cue says its weight too: {{ pattern = {}, weight = 0.5 }}",
            place.short()
        )),
        "invalid type: sequence, expected a string" => list_for_one(&place),
        "wanted string or table" => one_of_few(&place),
        _ if reason.starts_with("unknown variant") => one_of_few(&place),
        _ if reason.starts_with("key with no value") => without_equals_sign(&place),
        "invalid type: map, expected a sequence" => table_for_a_list(&place),
        "invalid type: map, expected a string" => entry_among_lists(&place),
        _ if reason.starts_with("unknown field") => unknown_field(reason),
        _ if reason.starts_with("string values must be quoted") => bare_text(&place),
        _ if reason.starts_with("invalid mantissa") => number::without_whole(&place),
        _ if reason.starts_with("unexpected key or value") => number::with_comma(&place),
        _ => None,
    }?;
    Some(Slip {
        span: place.span,
        message,
    })
}

/// Where the reader stopped.
struct Place<'t> {
    text: &'t str,
    span: Range<usize>,
}

impl<'t> Place<'t> {
    /// What stands there.
    fn written(&self) -> &'t str {
        self.text.get(self.span.clone()).unwrap_or("")
    }

    /// The same where it is short enough to be said again, and dots for it where it is not.
    fn short(&self) -> &'t str {
        let written = self.written();
        let is_short = written.chars().count() <= SHORT && !written.contains('\n');
        if is_short { written } else { "\"…\"" }
    }

    /// What stands before it in its line.
    fn before(&self) -> &'t str {
        let before = self.text.get(..self.span.start).unwrap_or("");
        before.rsplit('\n').next().unwrap_or("")
    }

    /// From there to the end of the line.
    fn rest(&self) -> &'t str {
        let rest = self.text.get(self.span.start..).unwrap_or("");
        rest.lines().next().unwrap_or("")
    }

    /// The name to which it is given, where it stands right behind that.
    fn key(&self) -> Option<&'t str> {
        let named = self.before().trim_end().strip_suffix('=')?;
        let is_mark = |c: char| !(c.is_alphanumeric() || c == '_' || c == '-');
        let key = named.trim_end().rsplit(is_mark).next()?;
        (!key.is_empty()).then_some(key)
    }
}

/// `hear = "…"`.
fn one_for_a_list(place: &Place<'_>) -> Option<String> {
    let (key, written) = (place.key()?, place.short());
    let listed = format!("`{key}` is a list, also of one: {key} = [{written}]");
    if key != "persona" {
        return Some(listed);
    }
    Some(format!(
        "{listed}; if it is meant for the whole file, move it above the first [[entry]]"
    ))
}

/// `tag = ["…"]`, or several personas for a whole file.
fn list_for_one(place: &Place<'_>) -> Option<String> {
    let key = place.key()?;
    let inner = place.short().trim_matches(['[', ']', '"', '\'']);
    let first = inner.split(['"', '\'', ',']).next().unwrap_or("").trim();
    let first = if first.is_empty() { "…" } else { first };
    if key != "persona" {
        return Some(format!(
            "`{key}` is one text and no list: {key} = \"{first}\""
        ));
    }
    Some(format!(
        "a file listens to one persona: persona = \"{first}\"; where it is to be several, move the list into each \
         [[entry]]"
    ))
}

/// `negation = true`, or a word that the field does not know.
fn one_of_few(place: &Place<'_>) -> Option<String> {
    let key = place.key()?;
    let (usual, other) = match key {
        "negation" => ("scope", "own"),
        "target" => ("own", "other"),
        "span" => ("sentence", "phrase"),
        _ => return None,
    };
    Some(format!(
        "`{key}` is either {key} = \"{usual}\" or {key} = \"{other}\""
    ))
}

/// `hand work = ["…"]`, `patterns ["…"]`, or a remark without its sign.
fn without_equals_sign(place: &Place<'_>) -> Option<String> {
    let (begun, rest) = (place.before().trim(), place.rest());
    let (further, is_given) = match rest.split_once('=') {
        Some((further, _)) => (further, true),
        None => (rest, false),
    };
    let is_of_name = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_-".contains(c);
    let is_name = !begun.is_empty() && further.chars().all(is_of_name);
    Some(match (is_name, is_given) {
        (true, true) => {
            let name = format!("{begun} {further}");
            let words: Vec<&str> = name.split_whitespace().collect();
            format!("a name has no space in it: {} = …", words.join("-"))
        }
        _ if rest.starts_with(char::is_alphabetic) => {
            "a line that is a remark begins with #; any other is a name, = and a value".to_owned()
        }
        _ if begun.is_empty() => return None,
        _ => format!("an = is missing: {begun} = …"),
    })
}

/// `[entry]`, or `[wagon]` among lists of words.
fn table_for_a_list(place: &Place<'_>) -> Option<String> {
    let name = match place.written().strip_prefix('[') {
        Some(heading) => heading.trim_end_matches(']').trim(),
        None => place.key()?,
    };
    Some(match name {
        "entry" | "evidence" => format!("this heading has two brackets on each side: [[{name}]]"),
        _ => format!("`{name}` is a list and no heading: {name} = [\"…\", \"…\"]"),
    })
}

/// `[[entry]]` in a file of word lists.
fn entry_among_lists(place: &Place<'_>) -> Option<String> {
    let is_heading = place.written().starts_with("[[");
    is_heading.then(|| {
        "this file holds lists of words; write entries into another, such as own.toml".to_owned()
    })
}

/// The reader names the field, and then those that there are.
fn unknown_field(reason: &str) -> Option<String> {
    let mut names = reason.split('`').skip(1).step_by(2);
    let written = names.next()?;
    let known: Vec<&str> = names.collect();
    if known.is_empty() {
        return None;
    }
    if OF_FILE.contains(&written) && !known.contains(&written) {
        return Some(format!(
            "`{written}` is about the whole file; move it above the first [[entry]]"
        ));
    }
    Some(match spelling::nearest(written, known.iter().copied()) {
        Some(meant) => format!("there is no field `{written}`; did you mean `{meant}`?"),
        None => format!(
            "there is no field `{written}` here; the fields are {}",
            known.join(", ")
        ),
    })
}

/// `name = late`, `confidence = 70%`, or text between a word processor's quotes.
fn bare_text(place: &Place<'_>) -> Option<String> {
    if place.rest().starts_with(CURLY) {
        let message =
            "the curly quotes of a word processor do not count; write straight ones, \" or '";
        return Some(message.to_owned());
    }
    let Some(key) = place.key() else {
        return Some("text stands between quotes, \"…\"".to_owned());
    };
    if number::is_meant(key) {
        return Some(format!("a number has no signs behind it: {key} = 0.7"));
    }
    Some(format!("text stands between quotes: {key} = \"…\""))
}
