//! Is the same said twice?
//!
//! A pattern that is written twice, and one that is never found without another of the same tag being found among the
//! same words. The second is told only where the other is heard from everybody who is heard here, is believed as much,
//! and is denied by the same words: then leaving the pattern out changes no mention.

use std::collections::BTreeMap;

use crate::mine::class::needs_no_list;
use crate::mine::lexicon::{Limits, Listens, NegationRule, Quoted};
use crate::mine::pattern::{self, Names};
use crate::mine::scope::is_negative;
use crate::tend::check::{Classes, Finding, Known};
use crate::tend::covers::{Numbers, Shape, hidden};

/// A pattern of an entry.
#[derive(Clone, Copy)]
struct Line<'k> {
    known: &'k Known,
    nth: usize,
}

impl<'k> Line<'k> {
    fn text(self) -> &'k str {
        self.known.laid.patterns[self.nth].text.trim()
    }

    fn tag(self) -> &'k str {
        &self.known.laid.tag.text
    }

    fn line(self) -> usize {
        self.known.laid.patterns[self.nth].line
    }

    /// Whose it is and where it stands, as seen from another.
    fn place(self) -> String {
        let Known { file, laid, .. } = self.known;
        format!("{:?} ({file}:{})", laid.name.text, self.line())
    }

    fn error(self, code: &'static str, message: String) -> Finding {
        Finding::error(code, &self.known.file, self.line(), message)
    }

    fn hint(self, code: &'static str, message: String) -> Finding {
        Finding::hint(code, &self.known.file, self.line(), message)
    }
}

/// Finds patterns that are written twice, and those that add nothing beside another.
pub(super) fn find(known: &[Known], classes: &Classes, findings: &mut Vec<Finding>) {
    // A cue may well be a part of a pattern; it is the weaker for it.
    let plain = known.iter().filter(|known| known.entry.is_plain());
    let lines = plain.flat_map(|known| {
        let n_patterns = known.laid.patterns.len();
        (0..n_patterns).map(move |nth| Line { known, nth })
    });
    let mut by_text: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
    let mut by_tag: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
    for line in lines {
        by_text.entry(line.text()).or_default().push(line);
        by_tag.entry(line.tag()).or_default().push(line);
    }
    for same in by_text.values() {
        for (at, line) in same.iter().enumerate() {
            findings.extend(written_before(*line, &same[..at]));
        }
    }
    for of_tag in by_tag.values() {
        shadows(of_tag, classes, findings);
    }
}

/// What is to be said of a pattern that others before it have word for word.
fn written_before(line: Line<'_>, earlier: &[Line<'_>]) -> Option<Finding> {
    let mut earlier = earlier.iter().rev();
    if let Some(twin) = earlier.clone().find(|other| is_twin(**other, line)) {
        return Some(if std::ptr::eq(twin.known, line.known) {
            let message = format!(
                "this pattern stands in line {} of the same entry already; --fix drops it",
                twin.line()
            );
            line.error("pattern-repeated", message)
        } else {
            let message = format!(
                "{} has this pattern for {} already; keep it where its examples are",
                twin.place(),
                line.tag()
            );
            line.error("pattern-twice", message)
        });
    }
    let other =
        earlier.find(|other| other.tag() != line.tag() && have_ears_in_common(**other, line))?;
    let message = format!(
        "{} has the same pattern for {}; keep both only if one sentence should carry both tags",
        other.place(),
        other.tag()
    );
    Some(line.hint("pattern-in-two-tags", message))
}

fn is_twin(one: Line<'_>, other: Line<'_>) -> bool {
    one.tag() == other.tag() && one.text() == other.text() && have_the_same_ears(one, other)
}

fn have_the_same_ears(one: Line<'_>, other: Line<'_>) -> bool {
    let (one, other) = (&one.known.entry, &other.known.entry);
    one.listens == other.listens && one.limits == other.limits
}

fn have_ears_in_common(one: Line<'_>, other: Line<'_>) -> bool {
    have_the_same_ears(one, other) || hears_everybody(one) || hears_everybody(other)
}

fn hears_everybody(line: Line<'_>) -> bool {
    let entry = &line.known.entry;
    entry.listens == Listens::Anyone && entry.limits == Limits::default()
}

/// Tells of the patterns of one tag that add nothing.
fn shadows(of_tag: &[Line<'_>], classes: &Classes, findings: &mut Vec<Finding>) {
    let names = Names {
        list: &|name| classes.get(name).cloned(),
        is_computed: &needs_no_list,
    };
    let mut numbers = Numbers::default();
    let (mut lines, mut shapes) = (Vec::new(), Vec::new());
    for line in of_tag {
        if let Ok(pattern) = pattern::parse(line.text(), &names) {
            shapes.push(Shape::new(&pattern, &mut numbers));
            lines.push(*line);
        }
    }
    let may_hide = |one: usize, other: usize| stands_for(lines[one], lines[other]);
    for (at, other) in hidden(&shapes, &may_hide) {
        let (line, other) = (lines[at], lines[other]);
        let message = format!(
            "this pattern adds nothing: wherever it stands, {:?} of {} stands too; drop it",
            other.text(),
            other.place()
        );
        findings.push(line.hint("shadowed", message));
    }
}

/// Whether a find of the first pattern is worth as much as one of the second in the same words.
fn stands_for(one: Line<'_>, other: Line<'_>) -> bool {
    let (own, theirs) = (&one.known.entry, &other.known.entry);
    let is_heard_from_all = hears_everybody(one) || have_the_same_ears(one, other);
    let is_denied_alike = own.negation == theirs.negation
        && (own.negation == NegationRule::Own
            || is_negative(one.text()) == is_negative(other.text()));
    let quotes_sentences = own.quoted == Quoted::Sentence && theirs.quoted == Quoted::Sentence;
    is_heard_from_all
        && is_denied_alike
        && quotes_sentences
        && own.confidence >= theirs.confidence
        && own.target_is_other == theirs.target_is_other
        && !is_twin(one, other)
}
