//! On which side does somebody sit of whom nobody told us?
//!
//! Asked only where no field, address, table or setting tells. Everybody is scored alone, by rules with a weight each: how
//! somebody talks, what their papers say, whom they are called. Below the cut-off, where hardly anything is said, or where
//! it is no sales call, a side stays unknown. What was inferred says so, and on which rules and turns it rests.

mod clue;
mod heard;
mod manner;
mod names;
mod papers;
mod rules;

use std::collections::BTreeMap;

use self::clue::{Clue, evidence, sum};
use self::heard::Heard;
use super::sides::{SideRules, domain};
use crate::call::{Participant, Side, SideReason, Turn};
use crate::text::providers::is_generic;

/// Calibrated so that of the sides inferred in labelled calls at least 99 in 100 are right.
const CUT_OFF: f64 = 1.5;
/// Whoever says less is not judged.
const LEAST_WORDS: u32 = 25;
/// More voices are a webinar, where most who speak belong to neither side.
const MOST_VOICES: usize = 12;

/// Whether a participant is somebody of whom a side may be inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// One person.
    Person,
    /// A person to whom the file gives two sides: it takes the file to tell them apart.
    Doubtful,
    /// Whoever is not named, or a machine: perhaps several people, perhaps none.
    Nobody,
}

/// Everything that may tell.
pub(super) struct Scene<'a> {
    pub(super) turns: &'a [Turn],
    /// The account's name.
    pub(super) account: Option<&'a str>,
    pub(super) rules: &'a SideRules,
    /// By participant.
    pub(super) standings: &'a [Standing],
}

/// Who speaks, and what is known before anything is inferred.
struct Table {
    /// Speaking people, by number.
    voices: Vec<usize>,
    /// Those of them whose side is to be inferred.
    open: Vec<usize>,
    knows_reps: bool,
    knows_prospects: bool,
    /// Nobody speaks but the people.
    is_complete: bool,
    is_about_a_deal: bool,
}

/// What was found out about people who share a side.
struct Finding {
    score: f64,
    /// Number of the person, and what speaks for their side.
    people: Vec<(usize, Vec<Clue>)>,
}

/// Gives a side to those of whom the call tells enough.
pub(super) fn infer(people: &mut [Participant], scene: &Scene<'_>) {
    let is_asked = people
        .iter()
        .zip(scene.standings)
        .any(|(who, standing)| who.side == Side::Unknown && *standing == Standing::Person);
    if !is_asked || people.len() > MOST_VOICES * 4 {
        return;
    }
    let Some(heard) = Heard::of(scene.turns, people.len()) else {
        return;
    };
    let mut table = Table::of(people, scene, &heard);
    let mut is_known_to_be_ours = table.knows_reps || table.knows_prospects;
    let n_voices = table.voices.len();
    if table.open.is_empty() || !(2..=MOST_VOICES).contains(&n_voices) {
        return;
    }
    if !is_known_to_be_ours && !table.is_about_a_deal {
        is_known_to_be_ours = settle_introduced(people, scene, &mut table);
        if !is_known_to_be_ours {
            return;
        }
    }
    let mut findings = weighed(people, scene, &heard, &table);
    findings.retain(|finding| {
        let n_words: u32 = finding
            .people
            .iter()
            .filter_map(|(who, _)| heard.voices.get(*who))
            .map(|voice| voice.n_words)
            .sum();
        finding.score.abs() >= CUT_OFF && n_words >= LEAST_WORDS
    });
    // Without anybody who sells it is no sales call that we understand.
    if !is_known_to_be_ours && findings.iter().all(|finding| finding.score < 0.0) {
        return;
    }
    for finding in findings {
        let is_rep = finding.score > 0.0;
        for (who, clues) in finding.people {
            settle(people, who, clues, is_rep);
        }
    }
}

/// Gives somebody a side; what nothing can be shown for is not told.
fn settle(people: &mut [Participant], who: usize, clues: Vec<Clue>, is_rep: bool) {
    let evidence = evidence(clues, is_rep);
    if let Some(person) = people.get_mut(who)
        && !evidence.is_empty()
    {
        person.side = if is_rep { Side::Rep } else { Side::Prospect };
        person.side_reason = SideReason::Inferred;
        person.side_evidence = evidence;
    }
}

/// Voices that introduce themselves as ours are known from then on, as if a file told them, whatever the call is about;
/// says whether there are any.
fn settle_introduced(people: &mut [Participant], scene: &Scene<'_>, table: &mut Table) -> bool {
    let introduced = names::introduced(people, scene.turns, scene.rules, &table.open);
    table.knows_reps = !introduced.is_empty();
    for (introduced, clues) in introduced {
        table.open.retain(|who| *who != introduced);
        settle(people, introduced, clues, true);
    }
    table.knows_reps
}

impl Table {
    fn of(people: &[Participant], scene: &Scene<'_>, heard: &Heard) -> Table {
        let mut table = Table {
            voices: Vec::new(),
            open: Vec::new(),
            knows_reps: people.iter().any(|who| who.side == Side::Rep),
            knows_prospects: people.iter().any(|who| who.side == Side::Prospect),
            is_complete: true,
            is_about_a_deal: heard.is_about_a_deal(),
        };
        for (who, standing) in scene.standings.iter().enumerate() {
            let speaks = heard.voices.get(who).is_some_and(|voice| voice.n_words > 0);
            if !speaks {
                continue;
            }
            if *standing == Standing::Nobody {
                table.is_complete = false;
                continue;
            }
            table.voices.push(who);
            let is_unknown = people.get(who).is_some_and(|who| who.side == Side::Unknown);
            if is_unknown && *standing == Standing::Person {
                table.open.push(who);
            }
        }
        table
    }

    /// Exactly two people speak, and nobody else.
    fn is_of_two(&self) -> bool {
        self.is_complete && self.voices.len() == 2
    }
}

/// Everybody whose side is to be found; colleagues, who write from one domain, together.
fn weighed(
    people: &[Participant],
    scene: &Scene<'_>,
    heard: &Heard,
    table: &Table,
) -> Vec<Finding> {
    let mut by_names = names::clues(people, scene.turns, scene.account, scene.rules);
    let mut clues_of = |who: usize| {
        let mut clues = manner::clues(heard, who, scene.turns);
        if let Some(person) = people.get(who) {
            clues.extend(papers::clues(person, scene.account, scene.rules));
        }
        if let Some(by_names) = by_names.get_mut(who) {
            clues.append(by_names);
        }
        clues
    };
    if let ([one, other], true) = (table.open.as_slice(), table.is_of_two())
        && !are_colleagues(people, *one, *other)
    {
        return of_two((*one, clues_of(*one)), (*other, clues_of(*other)));
    }
    let mut groups: BTreeMap<String, Finding> = BTreeMap::new();
    for who in &table.open {
        let company = people.get(*who).and_then(company);
        let group = groups
            .entry(company.unwrap_or_else(|| format!("#{who}")))
            .or_insert_with(|| Finding {
                score: 0.0,
                people: Vec::new(),
            });
        let clues = clues_of(*who);
        group.score += sum(&clues);
        group.people.push((*who, clues));
    }
    let left_over = left_over(table, groups.len());
    let usual = usual(table);
    let with_company = |(company, mut finding): (String, Finding)| {
        match left_over {
            Some(left_over) => finding.add(left_over),
            None => finding.score += usual,
        }
        match of_known_colleagues(people, &company) {
            Some(known) => finding.add(known),
            None => finding.note_colleagues(),
        }
        finding
    };
    groups.into_iter().map(with_company).collect()
}

impl Finding {
    /// Something that speaks for each of them.
    fn add(&mut self, clue: Clue) {
        self.score += clue.weight;
        for (_, clues) in &mut self.people {
            clues.push(clue);
        }
    }

    /// What one of several colleagues says speaks for all of them.
    fn note_colleagues(&mut self) {
        if self.people.len() > 1 {
            let clue = Clue::of_all("has-colleagues-on-the-call", self.score);
            for (_, clues) in &mut self.people {
                clues.push(clue);
            }
        }
    }
}

/// One of two is the other side of the other, so what speaks for one speaks against the other.
fn of_two(one: (usize, Vec<Clue>), other: (usize, Vec<Clue>)) -> Vec<Finding> {
    let (of_one, of_other) = (sum(&one.1), sum(&other.1));
    let finding = |(who, mut clues): (usize, Vec<Clue>), own: f64, others: f64| {
        clues.push(Clue::of_all("is-the-other-side", -others));
        Finding {
            score: own - others,
            people: vec![(who, clues)],
        }
    };
    vec![
        finding(one, of_one, of_other),
        finding(other, of_other, of_one),
    ]
}

/// How much it says to be left over: much in a sales call, little where colleagues may talk among themselves.
const LEFT_OVER: f64 = 3.0;
const LEFT_OVER_ELSEWHERE: f64 = 0.7;

/// Everybody else sits on one side, so whoever is left over sits on the other.
fn left_over(table: &Table, n_groups: usize) -> Option<Clue> {
    let much = if table.is_about_a_deal {
        LEFT_OVER
    } else {
        LEFT_OVER_ELSEWHERE
    };
    let weight = match (table.knows_reps, table.knows_prospects) {
        (true, false) => -much,
        (false, true) => much,
        _ => return None,
    };
    (n_groups == 1 && table.is_complete).then(|| Clue::of_all("is-the-other-side", weight))
}

/// How much it says that some of the other side are there already.
const OTHERS_THERE: f64 = 0.3;

/// What is to be expected of anybody before they are heard: more prospects than reps are on most calls.
fn usual(table: &Table) -> f64 {
    let n_others = table.voices.len().saturating_sub(1).clamp(1, 3);
    let others_there = match (table.knows_reps, table.knows_prospects) {
        (true, false) => -OTHERS_THERE,
        (false, true) => OTHERS_THERE,
        _ => 0.0,
    };
    others_there - (n_others as f64).ln()
}

const COLLEAGUE: f64 = 4.0;

/// The domain of somebody's company, where their address tells it.
fn company(who: &Participant) -> Option<String> {
    let domain = domain(who.email.as_deref()?)?;
    (!is_generic(&domain)).then_some(domain)
}

fn are_colleagues(people: &[Participant], one: usize, other: usize) -> bool {
    let company_of = |who: usize| people.get(who).and_then(company);
    company_of(one).is_some() && company_of(one) == company_of(other)
}

/// Somebody of the same domain whose side is known.
fn of_known_colleagues(people: &[Participant], group: &str) -> Option<Clue> {
    let is_colleague =
        |who: &&Participant| who.side != Side::Unknown && company(who).as_deref() == Some(group);
    let mut sides = people.iter().filter(is_colleague).map(|who| who.side);
    let first = sides.next()?;
    let weight = if first == Side::Rep {
        COLLEAGUE
    } else {
        -COLLEAGUE
    };
    sides
        .all(|side| side == first)
        .then(|| Clue::of_all("has-colleagues-of-known-side", weight))
}
