//! Does a text that stands beside quotes tell what no file for publishing may?
//!
//! Job titles, headings and names of packs are somebody's own words, in which capitals mean little: what has a shape
//! counts there always, a name where it is known or hardly anything else. What still shows, the leak test tells.

use crate::call::Span;
use crate::quote::redact::pseudonyms::Pseudonyms;
use crate::quote::redact::{Certainty, Class, Finding, Redactor};

/// Shorter words are small in headings too.
const LONG_WORD: usize = 4;

/// Whether a job title tells somebody's name or number; `may_stand` says what rights allow.
pub(super) fn title_tells(
    redactor: &Redactor,
    title: &str,
    may_stand: impl Fn(&Finding) -> bool,
) -> bool {
    let found = redactor.redact(title, whole(title)).into_iter();
    let mut found = found.filter(|finding| !may_stand(finding));
    found.any(|finding| finding.class.has_shape() || finding.certainty == Certainty::Certain)
}

/// A call of the pack, by whose papers a heading is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watcher<'h> {
    pub(super) call: &'h str,
    pub(super) redactor: &'h Redactor,
    /// Every quote of the call may be shown with the name of the account.
    pub(super) may_name_account: bool,
}

impl Watcher<'_> {
    /// What of a heading must be hidden; `has_capitals` says that its capitals mean little.
    fn found(&self, heading: &str, has_capitals: bool) -> Vec<Finding> {
        let mut found = self.redactor.redact(heading, whole(heading));
        found.retain(|finding| {
            let may_stand = self.may_name_account && finding.names_account();
            !may_stand && tells(finding, has_capitals)
        });
        found
    }

    /// What is written for a finding of this call, with the pseudonyms of the pack.
    fn instead(&self, heading: &str, found: Finding, pseudonyms: &mut Pseudonyms) -> String {
        let again = self
            .redactor
            .redact_said(None, heading, found.span, pseudonyms);
        let named = again
            .into_iter()
            .find(|finding| finding.class == found.class);
        named.map_or(found.replacement, |finding| finding.replacement)
    }
}

/// Whether what was found in a heading tells a name or a number.
fn tells(finding: &Finding, has_capitals: bool) -> bool {
    let is_doubtful = has_capitals && matches!(finding.class, Class::Organization | Class::Place);
    match finding.certainty {
        Certainty::Certain => true,
        Certainty::Likely => !is_doubtful,
        Certainty::Possible => finding.class.has_shape(),
    }
}

/// A heading with marks for all that it would tell, by what the `watchers` know, the nearest first; nothing where it
/// tells something all the same.
pub(super) fn quiet_heading(
    watchers: &[Watcher<'_>],
    heading: &str,
    pseudonyms: &mut Pseudonyms,
) -> Option<String> {
    let has_capitals = is_title_case(heading);
    let mut quiet = String::with_capacity(heading.len());
    let mut at = 0;
    for (span, watcher, found) in places(watchers, heading, has_capitals) {
        quiet.push_str(heading.get(at..span.start as usize)?);
        quiet.push_str(&watcher.instead(heading, found, pseudonyms));
        at = span.end as usize;
    }
    if at == 0 {
        return Some(heading.to_owned());
    }
    quiet.push_str(heading.get(at..)?);
    let is_ours = |span: Span| is_in_bracket(&quiet, span);
    let still_tells = |watcher: &Watcher<'_>| {
        let found = watcher.found(&quiet, has_capitals);
        found.iter().any(|finding| !is_ours(finding.span))
    };
    let is_told = watchers.iter().any(still_tells);
    (!is_told).then_some(quiet)
}

/// Where marks stand in a heading, in order, and whose finding says what each is for: the surest, of equals the first.
fn places<'w, 'h>(
    watchers: &'w [Watcher<'h>],
    heading: &str,
    has_capitals: bool,
) -> Vec<(Span, &'w Watcher<'h>, Finding)> {
    let mut all: Vec<(Span, &'w Watcher<'h>, Finding)> = Vec::new();
    for watcher in watchers {
        let found = watcher.found(heading, has_capitals).into_iter();
        all.extend(found.map(|finding| (finding.span, watcher, finding)));
    }
    all.sort_by_key(|(span, ..)| span.start);
    let mut places: Vec<(Span, &'w Watcher<'h>, Finding)> = Vec::new();
    for (span, watcher, finding) in all {
        let Some(last) = places.last_mut().filter(|last| span.start < last.0.end) else {
            places.push((span, watcher, finding));
            continue;
        };
        last.0.end = last.0.end.max(span.end);
        if finding.certainty > last.2.certainty {
            (last.1, last.2) = (watcher, finding);
        }
    }
    places
}

/// Whether a stretch of a text stands between brackets.
fn is_in_bracket(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or("");
    let behind = text.get(span.end as usize..).unwrap_or("");
    let inner = span.slice(text);
    let opens = inner.starts_with('[') || before.rfind('[') > before.rfind(']');
    let closes = inner.ends_with(']')
        || match (behind.find(']'), behind.find('[')) {
            (Some(close), Some(open)) => close < open,
            (close, _) => close.is_some(),
        };
    opens && closes
}

/// What stands in a writer's bracket, with everything hidden in it that would tell who spoke.
pub(super) fn bracket(redactor: &Redactor, inner: &str, pseudonyms: &mut Pseudonyms) -> String {
    let mut quiet = String::with_capacity(inner.len());
    let mut at = 0;
    for finding in redactor.redact_said(None, inner, whole(inner), pseudonyms) {
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        quiet.push_str(inner.get(at..start).unwrap_or(""));
        let instead = finding.replacement.trim_matches(['[', ']']);
        quiet.push_str(instead);
        at = end;
    }
    quiet.push_str(inner.get(at..).unwrap_or(""));
    quiet
}

fn whole(text: &str) -> Span {
    Span {
        start: 0,
        end: text.len() as u32,
    }
}

/// Whether every longer word behind the first one begins with a capital.
fn is_title_case(heading: &str) -> bool {
    let words = heading.split_whitespace().skip(1);
    let mut long = words
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= LONG_WORD)
        .peekable();
    long.peek().is_some() && long.all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{is_in_bracket, is_title_case};
    use crate::call::Span;

    #[test]
    fn title_case_is_told_from_a_sentence() {
        for (heading, is_title) in [
            ("What Drivers Say", true),
            ("Waiting at the Depot", true),
            ("What Karen says", false),
            ("How it is done", false),
            ("Waiting", false),
            ("", false),
        ] {
            assert_eq!(is_title_case(heading), is_title, "{heading}");
        }
    }

    #[test]
    fn what_stands_in_brackets_is_ours() {
        let text = "What [a colleague] told Karen of [our company]";
        for (words, is_ours) in [
            ("a colleague", true),
            ("[our company]", true),
            ("Karen", false),
            ("What", false),
            ("a colleague] told Karen", false),
        ] {
            let start = text.find(words).unwrap() as u32;
            let end = start + words.len() as u32;
            assert_eq!(is_in_bracket(text, Span { start, end }), is_ours, "{words}");
        }
    }
}
