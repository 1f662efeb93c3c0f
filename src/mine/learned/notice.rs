//! What is noticed about a unit, and about its turn?
//!
//! In three portions, so that little is done for the many units that carry nothing: what all units of a turn share;
//! what a unit's single words and its place say; and what its words say together.

use crate::mine::learned::features::*;
use crate::mine::learned::view::{RepTurn, Stem, TurnView};
use crate::mine::senses::SenseSet;
use crate::mine::vocabulary::fnv;

/// What is known about a unit beside its own words.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Index of the turn, and how many the call has; `None` for loose text, which has no place in a call.
    pub turn: Option<(u32, u32)>,
    /// Whether the turns right before and right behind are a prospect's too.
    pub among_prospects: (bool, bool),
    /// Hash of the speaker's persona.
    pub persona: u64,
    /// The rep's last turn, if it was near.
    pub rep: Option<&'a RepTurn>,
    /// What the rep said next, if it was near.
    pub reply: Option<&'a RepTurn>,
    /// Hashes of the names of lists, by bit.
    pub names: &'a [u64],
    /// Hashes of tags, and of kinds, of the patterns found in the unit.
    pub heard: &'a [u64],
}

/// A rep's turn farther back than this is forgotten.
pub const REP_REACH: u32 = 3;

/// The hash of a part that is written here.
macro_rules! part {
    ($text:literal) => {
        const { fnv($text) }
    };
}

/// Everything about a unit, in one go.
pub fn everything(view: &TurnView, at: usize, around: &Around<'_>, out: &mut impl Collect) {
    of_turn(view, around, out);
    of_unit(view, at, around, out);
    of_words(view, at, around, out);
}

/// What all units of a turn share.
pub fn of_turn(view: &TurnView, around: &Around<'_>, out: &mut impl Collect) {
    let Some((turn, n_turns)) = around.turn else {
        return;
    };
    out.add(PERSONA, &[around.persona]);
    out.add(
        PLACE,
        &[
            part!("fifth"),
            number((5 * turn / n_turns.max(1)).min(4) as usize),
        ],
    );
    if turn < 6 {
        out.add(PLACE, &[part!("early")]);
    }
    if turn + 6 >= n_turns {
        out.add(PLACE, &[part!("late")]);
    }
    out.add(
        FINE,
        &[
            part!("tenth"),
            number((10 * turn / n_turns.max(1)) as usize),
        ],
    );
    out.add(FINE, &[part!("sixes"), number(turn as usize / 6)]);
    out.add(
        FINE,
        &[part!("turn-length"), steps(view.stems.len().max(1))],
    );
    if around.among_prospects.0 {
        out.add(FINE, &[part!("behind-prospect")]);
    }
    if around.among_prospects.1 {
        out.add(FINE, &[part!("before-prospect")]);
    }
    match around.rep {
        None => out.add(REP, &[part!("none")]),
        Some(rep) => {
            out.add(REP, &[asked(rep)]);
            out.add(
                REP,
                &[part!("turns-ago"), number((turn - rep.index) as usize)],
            );
            out.add(FINE, &[part!("rep-length"), steps(rep.n_stems)]);
            add_lists(rep.senses, REP_SENSE, around, out);
            for pair in rep.last_unit.windows(2) {
                out.add(REP_PAIR, pair);
            }
        }
    }
    reply(around, out);
}

/// How a rep answers tells what was said: "sorry to hear that", "fair question".
fn reply(around: &Around<'_>, out: &mut impl Collect) {
    let Some(reply) = around.reply else {
        out.add(REPLY, &[part!("none")]);
        return;
    };
    out.add(REPLY, &[asks(reply)]);
    add_lists(reply.senses, REPLY_SENSE, around, out);
    let mut before = part!("<");
    for word in &reply.first_unit {
        out.add(REPLY_WORD, &[*word]);
        out.add(REPLY_PAIR, &[before, *word]);
        before = *word;
    }
}

/// What a unit's single words and its place in the turn say.
pub fn of_unit(view: &TurnView, at: usize, around: &Around<'_>, out: &mut impl Collect) {
    let unit = &view.units[at];
    let stems = view.stems_of(unit);
    for stem in stems {
        out.add(WORD, &[stem.hash]);
    }
    add_lists(unit.senses, SENSE, around, out);
    add_lists(unit.twice, TWICE, around, out);
    add_lists(unit.denied, DENIED, around, out);
    out.add(SHAPE, &[part!("length"), steps(stems.len())]);
    if unit.asks {
        out.add(SHAPE, &[part!("asks")]);
    }
    if unit.opens_as_question {
        out.add(SHAPE, &[part!("opens-as-question")]);
    }
    for heard in around.heard {
        out.add(HEARD, &[*heard]);
    }
    if around.turn.is_some() {
        place(view, at, out);
        if let Some(rep) = around.rep {
            behind_rep(rep, stems, at, view.units.len(), out);
        }
        if let Some(reply) = around.reply {
            let shared = shared(stems, reply).count().min(3);
            out.add(REPLY, &[part!("shared"), number(shared)]);
        }
    }
}

/// What hurts is told at some length, and seldom in the first words.
fn place(view: &TurnView, at: usize, out: &mut impl Collect) {
    let (n, n_units) = (view.stems_of(&view.units[at]).len(), view.units.len());
    let all = view.stems.len().max(1);
    if at == 0 {
        out.add(PLACE, &[part!("first")]);
    }
    if at + 1 == n_units {
        out.add(PLACE, &[part!("last")]);
    }
    out.add(PLACE, &[part!("unit"), number(at.min(5))]);
    out.add(PLACE, &[part!("of"), number(n_units.min(6))]);
    out.add(FINE, &[part!("share-of-turn"), number(4 * n / all)]);
    out.add(
        FINE,
        &[
            part!("into-turn"),
            number(4 * view.units[at].stems.start / all),
        ],
    );
    out.add(
        FINE,
        &[part!("from-end"), number((n_units - 1 - at).min(5))],
    );
    out.add(
        FINE,
        &[part!("unit-of"), number(at.min(6)), number(n_units.min(7))],
    );
    out.add(FINE, &[part!("length-at"), steps(n), number(at.min(2))]);
}

fn behind_rep(rep: &RepTurn, stems: &[Stem], at: usize, n_units: usize, out: &mut impl Collect) {
    let is_first = if at == 0 {
        part!("first")
    } else {
        part!("later")
    };
    out.add(REP, &[asked(rep), is_first]);
    out.add(
        REP,
        &[part!("shared"), number(shared(stems, rep).count().min(3))],
    );
    out.add(FINE, &[asks(rep), part!("unit"), number(at.min(3))]);
    out.add(FINE, &[asks(rep), part!("of"), number(n_units.min(4))]);
}

/// What a unit's words say together.
pub fn of_words(view: &TurnView, at: usize, around: &Around<'_>, out: &mut impl Collect) {
    let stems = view.stems_of(&view.units[at]);
    let n = stems.len();
    let hash = |at: usize| match at {
        0 => part!("<"),
        at if at <= n => stems[at - 1].hash,
        _ => part!(">"),
    };
    for at in 0..=n {
        out.add(PAIR, &[hash(at), hash(at + 1)]);
    }
    if let Some(reply) = around.reply {
        for stem in shared(stems, reply) {
            out.add(REPLY_SHARED, &[stem.hash]);
        }
    }
}

/// The stems that a rep says too, without those that everybody says.
fn shared<'s>(stems: &'s [Stem], rep: &'s RepTurn) -> impl Iterator<Item = &'s Stem> {
    stems
        .iter()
        .filter(|stem| rep.stems.binary_search(&stem.hash).is_ok() && !COMMON.contains(&stem.hash))
}

#[inline]
fn for_each_list(mut set: SenseSet, mut act: impl FnMut(usize)) {
    while set != 0 {
        act(set.trailing_zeros() as usize);
        set &= set - 1;
    }
}

fn add_lists(set: SenseSet, template: Template, around: &Around<'_>, out: &mut impl Collect) {
    for_each_list(set, |bit| out.add_list(template, bit, around.names));
}

fn asked(rep: &RepTurn) -> u64 {
    match (rep.asks, rep.asks_yes_no) {
        (true, true) => part!("asked-yes-or-no"),
        (true, false) => part!("asked"),
        _ => part!("told"),
    }
}

fn asks(rep: &RepTurn) -> u64 {
    if rep.asks {
        part!("asked")
    } else {
        part!("told")
    }
}

/// A length on a scale of two steps for each doubling.
fn steps(n: usize) -> u64 {
    number((((n + 1) as f32).log2() * 2.0) as usize)
}

/// A small number as a part of a feature.
#[inline]
fn number(n: usize) -> u64 {
    DIGITS[n.min(DIGITS.len() - 1)]
}

static DIGITS: [u64; 13] = [
    fnv("0"),
    fnv("1"),
    fnv("2"),
    fnv("3"),
    fnv("4"),
    fnv("5"),
    fnv("6"),
    fnv("7"),
    fnv("8"),
    fnv("9"),
    fnv("10"),
    fnv("11"),
    fnv("12"),
];

/// Stems so common that sharing them with the rep tells nothing.
static COMMON: [u64; 28] = [
    fnv("the"),
    fnv("a"),
    fnv("an"),
    fnv("of"),
    fnv("to"),
    fnv("and"),
    fnv("in"),
    fnv("for"),
    fnv("on"),
    fnv("at"),
    fnv("is"),
    fnv("it"),
    fnv("that"),
    fnv("i"),
    fnv("we"),
    fnv("you"),
    fnv("be"),
    fnv("do"),
    fnv("have"),
    fnv("with"),
    fnv("as"),
    fnv("are"),
    fnv("so"),
    fnv("there"),
    fnv("this"),
    fnv("or"),
    fnv("but"),
    fnv("just"),
];
