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

/// Whether a heading tells a name or a number.
pub(super) fn heading_tells(redactor: &Redactor, heading: &str) -> bool {
    let has_capitals = is_title_case(heading);
    let tells = |finding: Finding| {
        let is_doubtful =
            has_capitals && matches!(finding.class, Class::Organization | Class::Place);
        match finding.certainty {
            Certainty::Certain => true,
            Certainty::Likely => !is_doubtful,
            Certainty::Possible => finding.class.has_shape(),
        }
    };
    redactor
        .redact(heading, whole(heading))
        .into_iter()
        .any(tells)
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
    use super::is_title_case;

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
}
