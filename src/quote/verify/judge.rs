//! Are these the words of this turn?
//!
//! Exact: they stand in it, whole words, whatever the typesetter did to quotation marks and dashes. Edited: they do,
//! but for `[…]` and `[brackets]`. Altered: they nearly do, or a "not" was lost; the true wording goes with it. Not
//! found: nothing of the sort was said in it.

use rustc_hash::FxHashSet;

use crate::call::Span;
use crate::quote::negation::{cut_off_before, is_negation};
use crate::quote::pieces::{pieces, place};
use crate::quote::typography::{Plain, plain, plain_words};
use crate::quote::verify::align::{Step, Worded, align};
use crate::quote::verify::claim::Claim;
use crate::quote::verify::finding::{Change, Class, Finding};
use crate::quote::verify::source::SourceTurn;

/// Of a hundred words so many must be the same for a quote to be somebody's altered one.
pub(super) const ALTERED: usize = 60;

/// Whether a turn has a claim's words, as they stand or with marks that say what was done to them.
pub fn is_said(claim: &Claim, turn: &SourceTurn) -> bool {
    let readings = readings(&claim.words);
    Asked::new(claim, &readings).is_said_in(turn)
}

/// A claim, ready to be held against many turns.
pub struct Asked<'c> {
    claim: &'c Claim,
    readings: &'c [String],
    /// The words of the last reading.
    quote: Worded<'c>,
}

impl<'c> Asked<'c> {
    /// A claim with its readings.
    pub fn new(claim: &'c Claim, readings: &'c [String]) -> Asked<'c> {
        let bare = readings.last().map_or("", String::as_str);
        Asked {
            claim,
            readings,
            quote: Worded::quote(bare),
        }
    }

    /// What is best to be said of the claim, of the turns that could be its source.
    pub fn best(&self, turns: &[SourceTurn]) -> Finding {
        let mut best = Finding::nothing(self.claim);
        for turn in turns {
            let finding = self.judge(turn, &best);
            if let Some(finding) = finding.filter(|finding| finding.is_better_than(&best)) {
                best = finding;
            }
        }
        best
    }

    /// Whether a turn has the words, as in [`is_said`].
    pub fn is_said_in(&self, turn: &SourceTurn) -> bool {
        let compared = plain(&turn.text);
        self.readings.iter().any(|words| {
            let finding = as_said(self.claim, words, turn, &compared);
            finding.is_some_and(|finding| finding.verdict.is_accepted())
        })
    }

    /// What a turn says of the claim; `None` where that is surely less than what was found before.
    fn judge(&self, turn: &SourceTurn, before: &Finding) -> Option<Finding> {
        let compared = plain(&turn.text);
        let mut worst: Option<Finding> = None;
        for words in self.readings {
            let Some(finding) = as_said(self.claim, words, turn, &compared) else {
                continue;
            };
            if finding.verdict.is_accepted() {
                return Some(finding);
            }
            worst = Some(finding);
        }
        let bare = self.readings.last().map_or("", String::as_str);
        worst
            .or_else(|| with_unmarked_gaps(self.claim, bare, turn, &compared))
            .or_else(|| self.nearest(turn, &compared, before))
    }

    /// The stretch of a turn that is most like the words. Where too few of them stand in it at all, it is not laid
    /// along them.
    fn nearest(&self, turn: &SourceTurn, compared: &Plain, before: &Finding) -> Option<Finding> {
        let said = Worded::turn(&compared.text);
        // Whoever is altered is better than whoever is not found, however alike.
        let enough = match before.verdict {
            Class::NotFound => before.likeness.min(ALTERED),
            _ => before.likeness,
        };
        (self.most_alike(&said) >= enough)
            .then(|| nearest(self.claim, &self.quote, turn, &said, compared))
    }

    /// Of a hundred words no more can be the same.
    fn most_alike(&self, said: &Worded<'_>) -> usize {
        let there: FxHashSet<&str> = said.words.iter().map(String::as_str).collect();
        let words = self.quote.words.iter();
        let n_there = words.filter(|word| there.contains(word.as_str())).count();
        n_there * 100 / self.quote.words.len().max(1)
    }
}

/// The words as they would stand with `[…]` in place of each ellipsis. That no speaker's pause is taken for an omission,
/// or the other way round, only the brackets tell; so this is no quote yet.
fn with_unmarked_gaps(
    claim: &Claim,
    words: &str,
    turn: &SourceTurn,
    compared: &Plain,
) -> Option<Finding> {
    let inner = words.trim_matches(['.', ' ']);
    if !inner.contains("...") || words.contains('[') {
        return None;
    }
    let marked = words.replace("...", " [...] ");
    let found = as_said(claim, marked.trim(), turn, compared)?;
    Some(Finding {
        verdict: Class::Altered,
        likeness: found.likeness.min(99),
        notes: vec!["an ellipsis stands here for words that were said; write […]".to_owned()],
        ..found
    })
}

/// A claim's words as they stand, and without quotation marks around them.
pub(super) fn readings(words: &str) -> Vec<String> {
    let whole = plain_words(words);
    let inside = whole
        .strip_prefix(['"', '\''])
        .and_then(|rest| rest.strip_suffix(['"', '\'']))
        .map(|inside| inside.trim().to_owned());
    [Some(whole), inside].into_iter().flatten().collect()
}

/// The words where they stand as said, with or without marks; `None` where they do not.
fn as_said(claim: &Claim, words: &str, turn: &SourceTurn, compared: &Plain) -> Option<Finding> {
    let mut starts = compared.find_words(words).peekable();
    let first = starts.peek().copied();
    let is_cut = |at: usize| cut_off_before(&compared.text, at).is_some();
    if let Some(at) = starts.find(|at| !is_cut(*at)) {
        let span = compared.original(at, at + words.len());
        return Some(Finding::at(claim, turn, Class::Exact, span));
    }
    if let Some(at) = first {
        return Some(cut_off(claim, words, turn, compared, at));
    }
    let placed = place(&pieces(words)?, compared).ok()?;
    let span = Span {
        start: placed.said.first()?.start,
        end: placed.said.last()?.end,
    };
    let class = match placed.hidden {
        Some(_) => Class::Altered,
        None => Class::Edited,
    };
    let mut finding = Finding::at(claim, turn, class, span);
    finding.denial = placed
        .hidden
        .map(|word| format!("a mark hides or adds “{word}”"));
    Some(finding)
}

/// The words stand there, but right behind a "not" that was left out.
fn cut_off(claim: &Claim, words: &str, turn: &SourceTurn, compared: &Plain, at: usize) -> Finding {
    let denial = cut_off_before(&compared.text, at);
    let start = denial.map_or(at, |denial| denial.start as usize);
    let span = compared.original(start, at + words.len());
    let word = denial.map_or("", |denial| denial.slice(&compared.text));
    Finding {
        denial: Some(dropped(word)),
        difference: vec![
            Change {
                op: "dropped",
                words: word.to_owned(),
            },
            Change {
                op: "same",
                words: words.to_owned(),
            },
        ],
        ..Finding::at(claim, turn, Class::Altered, span)
    }
}

/// What is said of a denial that is gone.
pub(super) fn dropped(word: &str) -> String {
    format!("“{word}” was dropped")
}

/// The stretch of a turn that is most like the words.
fn nearest(
    claim: &Claim,
    quote: &Worded<'_>,
    turn: &SourceTurn,
    said: &Worded<'_>,
    compared: &Plain,
) -> Finding {
    let alignment = align(quote, said);
    let Some((first, last)) = alignment.turn_words() else {
        return Finding::nothing(claim);
    };
    let (Some(first), Some(last)) = (said.places.get(first), said.places.get(last)) else {
        return Finding::nothing(claim);
    };
    let (start, end) = (first.start as usize, last.end as usize);
    let span = compared.original(start, with_marks(&compared.text, end));
    let likeness = alignment.likeness();
    let is_altered = likeness >= ALTERED && alignment.n_same() > 1;
    let class = if is_altered {
        Class::Altered
    } else {
        Class::NotFound
    };
    let mut finding = Finding::at(claim, turn, class, span);
    tell(&mut finding, &alignment.steps, quote, said);
    finding.likeness = likeness.min(99);
    if is_altered && finding.denial.is_none() {
        let denial = cut_off_before(&compared.text, start);
        finding.denial = denial.map(|denial| dropped(denial.slice(&compared.text)));
    }
    finding
}

/// The end of a word with the marks behind it.
fn with_marks(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or("");
    let is_mark = |c: char| matches!(c, '.' | '!' | '?' | ',' | ';' | '%');
    end + rest.find(|c| !is_mark(c)).unwrap_or(rest.len())
}

/// Writes down what differs.
pub(super) fn tell(finding: &mut Finding, steps: &[Step], quote: &Worded<'_>, turn: &Worded<'_>) {
    let of_quote = |at: usize| quote.places[at].surface(quote.text);
    let of_turn = |at: usize| turn.places[at].surface(turn.text);
    let mut changes: Vec<Change> = Vec::new();
    let mut push = |op: &'static str, word: &str| match changes.last_mut() {
        Some(last) if last.op == op => {
            last.words.push(' ');
            last.words.push_str(word);
        }
        _ => changes.push(Change {
            op,
            words: word.to_owned(),
        }),
    };
    let mut denial = None;
    for step in steps {
        let (added, lost) = match *step {
            Step::Same { turn, .. } => {
                push("same", of_turn(turn));
                (None, None)
            }
            Step::Added { quote } => (Some(of_quote(quote)), None),
            Step::Dropped { turn } => (None, Some(of_turn(turn))),
            Step::Other { quote, turn } => (Some(of_quote(quote)), Some(of_turn(turn))),
        };
        if let Some(lost) = lost {
            push("dropped", lost);
        }
        if let Some(added) = added {
            push("added", added);
        }
        denial = denial.or_else(|| changed_denial(added, lost));
    }
    let is_same = |step: &Step| matches!(step, Step::Same { .. });
    finding.typographic = !steps.is_empty() && steps.iter().all(is_same);
    finding.denial = denial;
    finding.difference = changes;
}

/// The denial that comes with a word that only the quote has, or goes with one that only the turn has.
fn changed_denial(added: Option<&str>, lost: Option<&str>) -> Option<String> {
    let denies = |word: &&str| is_negation(word);
    match (added.filter(denies), lost.filter(denies)) {
        (Some(added), None) => Some(format!("“{added}” was added")),
        (None, Some(lost)) => Some(dropped(lost)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Side;

    const TURN: &str = "It's not expensive. We type it all in by hand \u{2014} every night, 40 orders, \
                        and we don't check it.";

    fn turn() -> SourceTurn {
        SourceTurn {
            call: "c1".to_owned(),
            turn: 3,
            side: Side::Prospect,
            text: TURN.to_owned(),
            role: "end user".to_owned(),
            account: None,
            date: None,
        }
    }

    fn judged(words: &str) -> Finding {
        let claim = Claim {
            line: 1,
            words: words.to_owned(),
            sealed: None,
        };
        let readings = readings(&claim.words);
        Asked::new(&claim, &readings).best(&[turn()])
    }

    #[test]
    fn words_are_exact_whatever_the_typesetter_did() {
        for words in [
            TURN,
            "It\u{2019}s not expensive.",
            "\u{201c}We type it all in by hand\u{201d}",
            "by hand - every\n  night, 40 orders",
            "We type it all in",
        ] {
            let finding = judged(words);
            assert_eq!(finding.verdict, Class::Exact, "{words}: {finding:?}");
        }
    }

    #[test]
    fn every_alteration_is_told() {
        for (words, denial) in [
            ("It's expensive.", Some("“not” was dropped")),
            ("expensive. We type it all in", Some("“not” was dropped")),
            ("and we do check it", Some("“don't” was dropped")),
            ("We never type it all in by hand", Some("“never” was added")),
            ("We type it in by hand", None),
            ("We type all it in by hand", None),
            ("every night, 50 orders, and we don't check it", None),
            ("we type it all in by hand", None),
            ("We type it all in by han", None),
            ("by hand every night", None),
        ] {
            let finding = judged(words);
            assert_eq!(finding.verdict, Class::Altered, "{words}: {finding:?}");
            assert_eq!(finding.denial.as_deref(), denial, "{words}");
            assert!(finding.truth.is_some(), "{words}");
        }
        assert!(judged("we type it all in by hand").typographic);
        assert!(!judged("We type it in by hand").typographic);
        assert_eq!(judged("The weather is nice today").verdict, Class::NotFound);
    }

    #[test]
    fn an_ellipsis_for_words_that_were_left_out_is_no_mark() {
        for words in [
            "We type it all in \u{2026} every night, 40 orders",
            "We type it all in... every night, 40 orders",
        ] {
            let finding = judged(words);
            assert_eq!(finding.verdict, Class::Altered, "{words}: {finding:?}");
            assert_eq!(finding.denial, None, "{words}");
            assert!(finding.notes[0].contains("[…]"), "{words}");
            let truth = finding.truth.unwrap_or_default();
            assert!(truth.contains("by hand"), "{truth}");
        }
        let denied = judged("It's \u{2026} expensive. We type it all in");
        assert!(denied.denial.is_some_and(|denial| denial.contains("not")));
    }

    #[test]
    fn marks_are_told_from_alterations() {
        for (words, class) in [
            ("We type […] by hand", Class::Edited),
            ("We type [the orders] all in by hand", Class::Edited),
            ("It's [really] expensive. We type it", Class::Altered),
        ] {
            assert_eq!(judged(words).verdict, class, "{words}");
        }
        assert!(!judged("by hand […] We type").verdict.is_accepted());
    }
}
