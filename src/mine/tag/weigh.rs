//! How do the learned witness and the patterns agree on what a turn carries?

use crate::call::Span;
use crate::mention::{Cue, Evidence, Mention, Origin, Polarity, Target, Why};
use crate::mine::learned::claim::{Claim, join};
use crate::mine::learned::notice::Around;
use crate::mine::learned::observer::Hits;
use crate::mine::learned::witness::Verdict;
use crate::mine::scope::{self, Place};

use super::{Heard, Tagger, keep_best};

impl Tagger<'_> {
    /// Lets the learned witness weigh the turn's units and what the patterns found in them.
    ///
    /// An entry that the witness has met on labelled calls is one of its cues, and believed as far as it proved right
    /// there; one that it has never met is believed as far as its author says.
    pub(super) fn weigh(
        &mut self,
        heard: &Heard<'_>,
        first_of_turn: usize,
        mentions: &mut Vec<Mention>,
    ) {
        let Some(witness) = &mut self.witness else {
            return;
        };
        self.observer.read(heard.text, &self.words, &self.reader);
        let hits = Hits::of(&self.found, self.lexicons, heard.who);
        let found = mentions.split_off(first_of_turn);
        // Labelled calls say nothing of how far patterns are right in loose text.
        let is_cue = |mention: &Mention| heard.of.is_some() && self.lexicons.is_met(mention);
        let (mut cues, own): (Vec<Mention>, Vec<Mention>) = found.into_iter().partition(is_cue);
        let mut claims = Vec::new();
        let around = self.observer.around(heard.place(), heard.who.persona, &[]);
        witness.begin(&self.observer.view, &around);
        for at in 0..self.observer.view.units.len() {
            let unit = &self.observer.view.units[at];
            let hits = hits.in_unit(unit);
            let around = Around {
                heard: &hits,
                ..around
            };
            for (head, chance) in witness.judge(&self.observer.view, at, &around) {
                claims.push(Claim {
                    turn: heard.index,
                    first: at as u32,
                    last: at as u32,
                    span: unit.span,
                    head,
                    chance,
                    strongest: at,
                });
            }
        }
        for claim in join(claims) {
            if claim.chance < witness.least {
                continue;
            }
            let hits = hits.in_unit(&self.observer.view.units[claim.strongest]);
            let around = Around {
                heard: &hits,
                ..around
            };
            let (view, span) = (&self.observer.view, claim.span);
            let verdict = witness.tell(view, claim.strongest, &around, claim.head, claim.chance);
            let units = &self.observer.view.units[claim.first as usize..=claim.last as usize];
            let place = Place {
                words: &self.words,
                first: units[0].words.start,
                last: units[units.len() - 1].words.end - 1,
            };
            let same =
                |cue: &Mention| cue.tag.kind() == verdict.tag.kind() && cue.span.overlaps(span);
            let cue = cues.iter().position(same).map(|at| cues.swap_remove(at));
            mentions.push(mention_of(verdict, heard.index, span, place, cue));
        }
        for mention in own {
            keep_best(mentions, first_of_turn, mention);
        }
    }
}

/// A verdict as a mention; `cue` is the pattern of its kind that stands in the same words.
fn mention_of(
    verdict: Verdict,
    turn: u32,
    span: Span,
    place: Place<'_>,
    cue: Option<Mention>,
) -> Mention {
    let reason = |is_odd: bool, found: Option<scope::Cue>, usual: &str| {
        is_odd.then(|| Cue {
            turn,
            span: found.map_or(span, |cue| cue.span),
            rule: found.map_or(usual, |cue| cue.rule).to_owned(),
        })
    };
    let is_cancelled = verdict.polarity != Polarity::Affirmed;
    // What hurts and names a competitor is about the competitor's thing.
    let rival = scope::rival(place).filter(|_| verdict.tag.kind() == "pain");
    let target = match rival {
        Some(_) => Target::Other,
        None => verdict.target,
    };
    let is_other = target == Target::Other;
    let is_led = verdict.origin == Origin::Led;
    let (lexicon, pattern, matched, led_by) = match cue {
        Some(cue) => (cue.lexicon, cue.pattern, cue.why.matched, cue.why.origin),
        None => (LEARNED.to_owned(), strongest(&verdict.reasons), None, None),
    };
    let why = Why {
        matched,
        polarity: reason(
            is_cancelled,
            scope::cancels(place, verdict.polarity),
            "learned",
        ),
        target: reason(is_other, rival.or_else(|| scope::owner(place)), "learned"),
        origin: is_led.then(|| {
            led_by.unwrap_or_else(|| Cue {
                turn,
                span,
                rule: "answers the rep".to_owned(),
            })
        }),
        evidence: verdict
            .reasons
            .into_iter()
            .map(|(feature, weight)| Evidence { feature, weight })
            .collect(),
    };
    Mention {
        turn,
        span,
        tag: verdict.tag,
        polarity: verdict.polarity,
        target,
        origin: verdict.origin,
        confidence: verdict.chance,
        lexicon,
        pattern,
        why,
    }
}

/// Stands in place of a lexicon's name.
const LEARNED: &str = "learned";

/// The strongest reasons in place of a pattern.
fn strongest(reasons: &[(String, f32)]) -> String {
    let names: Vec<&str> = reasons.iter().map(|(name, _)| name.as_str()).collect();
    names.join(", ")
}
