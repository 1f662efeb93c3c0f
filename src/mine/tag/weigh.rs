//! How do the learned witness and the patterns agree on what a turn carries?

use crate::call::Span;
use crate::mention::{Cue, Evidence, Mention, Origin, Polarity, Target, Why};
use crate::mine::learned::claim::join;
use crate::mine::learned::observer::Hits;
use crate::mine::learned::witness::{Read, Verdict};
use crate::mine::scope::{self, Place, whose};

use super::judge::leave_open;
use super::scene::{ByUnit, Scene};
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
        // Labelled calls say nothing of how far patterns are right in loose text; and of a bare reply the pattern
        // stands in the rep's words, so that no cue of the witness's tells of it.
        let is_cue = |mention: &Mention| {
            heard.call.is_some() && !is_reply(mention) && self.lexicons.is_met(mention)
        };
        let (mut cues, own): (Vec<Mention>, Vec<Mention>) = found.into_iter().partition(is_cue);
        let scene = Scene {
            view: &self.observer.view,
            hits: &hits,
            around: self.observer.around(heard.place(), heard.who.persona, &[]),
        };
        witness.begin(scene.view, &scene.around);
        let answers = scene.answers(witness);
        let chance = |answers: &Option<_>| answers.as_ref().map(|own| witness.chances(own));
        let mut chances: ByUnit = answers.iter().map(chance).collect();
        let mut read = Vec::new();
        if let Some(ear) = &mut self.ear {
            read = ear.hear(heard.said(), &scene.spans(), &chances);
            let shares = heard.shares(&ear.encoder.mix);
            scene.mix(shares, &read, &answers, witness, &mut chances);
        }
        for claim in join(scene.claims(heard.index, &chances, witness)) {
            if claim.chance < witness.least {
                continue;
            }
            let span = claim.span;
            let answer = read.get(claim.strongest).and_then(Option::as_deref);
            let said = self.ear.as_ref().zip(answer).map(|(ear, answer)| Read {
                mix: &ear.encoder.mix,
                shares: heard.shares(&ear.encoder.mix),
                answer,
            });
            let verdict = scene.at(claim.strongest, |around| {
                let claimed = (claim.head, claim.chance);
                witness.tell(scene.view, claim.strongest, around, claimed, said)
            });
            let units = &self.observer.view.units[claim.first as usize..=claim.last as usize];
            let place = Place {
                words: &self.words,
                first: units[0].words.start,
                last: units[units.len() - 1].words.end - 1,
            };
            let same =
                |cue: &Mention| cue.tag.kind() == verdict.tag.kind() && cue.span.overlaps(span);
            let cue = cues.iter().position(same).map(|at| cues.swap_remove(at));
            let mut mention = mention_of(verdict, heard.index, span, place, cue);
            if heard.call.is_none() {
                leave_open(&mut mention, place, heard.text);
            }
            mentions.push(mention);
        }
        for mention in own {
            if is_reply(&mention) && is_claimed(&mut mentions[first_of_turn..], &mention) {
                continue;
            }
            if heard.call.is_none() {
                let here = &mut mentions[first_of_turn..];
                here.iter_mut().for_each(|known| settle(known, &mention));
            }
            keep_best(mentions, first_of_turn, mention);
        }
    }
}

/// Where the witness hears in loose text what a pattern hears too, the rules say whether it was meant: of what stands
/// alone the witness has seen few denials.
fn settle(known: &mut Mention, of_pattern: &Mention) {
    let is_witness = known.why.matched.is_none();
    if is_witness && known.tag == of_pattern.tag && known.span.overlaps(of_pattern.span) {
        known.polarity = of_pattern.polarity;
        known.why.polarity.clone_from(&of_pattern.why.polarity);
    }
}

/// Whether a mention is a bare reply, which no pattern matched.
fn is_reply(mention: &Mention) -> bool {
    mention.why.matched.is_none()
}

/// Whether the witness is surer than a bare reply of something of its kind; whether it is denied is the reply's to say.
fn is_claimed(claimed: &mut [Mention], reply: &Mention) -> bool {
    let surer = claimed.iter_mut().find(|known| {
        known.tag.kind() == reply.tag.kind()
            && known.span.overlaps(reply.span)
            && known.confidence >= reply.confidence
    });
    let Some(known) = surer else {
        return false;
    };
    if known.span == reply.span && known.why.matched.is_none() {
        known.polarity = reply.polarity;
        known.why.polarity.clone_from(&reply.why.polarity);
        known.origin = reply.origin;
        known.why.origin.clone_from(&reply.why.origin);
    }
    true
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
    let rival = whose::rival(place).filter(|_| verdict.tag.kind() == "pain");
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
        target: reason(is_other, rival.or_else(|| whose::owner(place)), "learned"),
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
