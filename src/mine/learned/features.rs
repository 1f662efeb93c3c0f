//! What is noticed about a unit?
//!
//! Words and what stands around them, as numbered features. A feature is the hash of its template and its parts, so
//! that nothing is written out while tagging; the parts' hashes are those of the words that the model's file spells.

use crate::mine::learned::view::{RepTurn, Stem, TurnView, UnitView};
use crate::mine::senses::SenseSet;
use crate::mine::vocabulary::fnv;

/// A kind of feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Template {
    /// As the model's file spells it.
    pub name: &'static str,
    pub hash: u64,
    /// What one such feature counts beside the others before anything is learned.
    pub scale: f32,
    /// Fewest units that must show it to be learned from.
    pub fewest: u32,
}

/// A stem of the unit.
pub const WORD: Template = Template::new("word", 0.6, 2);

/// Two stems in a row, `<` and `>` for the borders of the unit.
pub const PAIR: Template = Template::new("pair", 0.6, 2);

/// Three in a row.
pub const TRIPLE: Template = Template::new("triple", 0.4, 3);

/// Two stems with one to three others between.
pub const APART: Template = Template::new("apart", 0.15, 3);

/// A list that a word of the unit is in.
pub const SENSE: Template = Template::new("sense", 0.3, 2);

/// A list that two of its words are in.
pub const TWICE: Template = Template::new("twice", 0.3, 2);

/// A list that a word shortly behind a negation is in.
pub const DENIED: Template = Template::new("denied", 0.3, 2);

/// Two lists, by words at most three apart, in order.
pub const SENSES: Template = Template::new("senses", 0.2, 3);

/// A list that a word elsewhere in the turn is in.
pub const AROUND: Template = Template::new("around", 0.2, 3);

/// The same for the unit right before.
pub const BEFORE: Template = Template::new("before", 0.2, 2);

/// The same for the unit right after.
pub const AFTER: Template = Template::new("after", 0.2, 2);

/// Length and form of the unit.
pub const SHAPE: Template = Template::new("shape", 0.3, 2);

/// Where the unit stands in its turn and in the call.
pub const PLACE: Template = Template::new("place", 0.3, 2);

/// What the rep's last turn was.
pub const REP: Template = Template::new("rep", 0.3, 2);

/// A list that a word of the rep's last turn is in.
pub const REP_SENSE: Template = Template::new("rep-sense", 0.3, 2);

/// Two stems in a row of what the rep said last.
pub const REP_PAIR: Template = Template::new("rep-pair", 0.3, 3);

/// The speaker's persona.
pub const PERSONA: Template = Template::new("persona", 0.3, 2);

/// A pattern of this tag, or of any tag of this kind, was found in the unit.
pub const HEARD: Template = Template::new("heard", 0.5, 2);

/// What the rep's next turn is.
pub const REPLY: Template = Template::new("reply", 0.3, 2);

/// A list that a word of what the rep says next is in.
pub const REPLY_SENSE: Template = Template::new("reply-sense", 0.2, 3);

/// A stem of the first thing the rep says next.
pub const REPLY_WORD: Template = Template::new("reply-word", 0.2, 3);

/// Two of them in a row.
pub const REPLY_PAIR: Template = Template::new("reply-pair", 0.3, 3);

/// A stem that the rep takes up in the next turn.
pub const REPLY_SHARED: Template = Template::new("reply-shared", 0.2, 3);

/// Where the unit stands, more finely.
pub const FINE: Template = Template::new("fine", 0.3, 3);

/// Every template.
pub const TEMPLATES: [Template; 24] = [
    REPLY_SHARED,
    FINE,
    REPLY,
    REPLY_SENSE,
    REPLY_WORD,
    REPLY_PAIR,
    WORD,
    PAIR,
    TRIPLE,
    APART,
    SENSE,
    TWICE,
    DENIED,
    SENSES,
    AROUND,
    BEFORE,
    AFTER,
    SHAPE,
    PLACE,
    REP,
    REP_SENSE,
    REP_PAIR,
    PERSONA,
    HEARD,
];

impl Template {
    const fn new(name: &'static str, scale: f32, fewest: u32) -> Template {
        Template {
            name,
            hash: fnv(name),
            scale,
            fewest,
        }
    }

    /// The number of a feature with these parts.
    #[inline]
    pub fn feature(&self, parts: &[u64]) -> u64 {
        parts.iter().fold(self.hash, |hash, part| {
            (hash.rotate_left(23) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        })
    }

    /// Whether it looks only at what was said in the turn itself, so that loose text has it too.
    pub fn is_own(&self) -> bool {
        let own = [
            WORD, PAIR, TRIPLE, APART, SENSE, TWICE, DENIED, SENSES, AROUND, BEFORE, AFTER, SHAPE,
            HEARD,
        ];
        own.contains(self)
    }

    /// The template of that name.
    pub fn named(name: &str) -> Option<Template> {
        TEMPLATES.into_iter().find(|template| template.name == name)
    }
}

/// Takes the features of a unit, one by one; the same one may come more than once.
pub trait Collect {
    fn add(&mut self, template: Template, parts: &[u64]);
}

impl Collect for Vec<u64> {
    #[inline]
    fn add(&mut self, template: Template, parts: &[u64]) {
        self.push(template.feature(parts));
    }
}

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

/// Collects what is noticed about one unit of a turn.
pub fn collect(view: &TurnView, at: usize, around: &Around<'_>, out: &mut impl Collect) {
    let unit = &view.units[at];
    let stems = view.stems_of(unit);
    words(stems, out);
    for_each_list(unit.senses, around.names, |list| out.add(SENSE, &[list]));
    for_each_list(unit.twice, around.names, |list| out.add(TWICE, &[list]));
    for_each_list(unit.denied, around.names, |list| out.add(DENIED, &[list]));
    lists_in_order(stems, around.names, out);
    neighbors(view, at, around.names, out);
    shape(unit, stems.len(), out);
    for heard in around.heard {
        out.add(HEARD, &[*heard]);
    }
    if let Some((turn, n_turns)) = around.turn {
        out.add(PERSONA, &[around.persona]);
        place(turn, n_turns, at, view.units.len(), out);
        fine_place(turn, n_turns, at, view, around, out);
        rep(turn, at, stems, around, out);
        reply(stems, around, out);
    }
}

fn words(stems: &[Stem], out: &mut impl Collect) {
    let (open, close) = (fnv("<"), fnv(">"));
    let n = stems.len();
    let hash = |at: usize| match at {
        0 => open,
        at if at <= n => stems[at - 1].hash,
        _ => close,
    };
    for at in 0..=n {
        out.add(PAIR, &[hash(at), hash(at + 1)]);
        if at < n {
            out.add(WORD, &[stems[at].hash]);
            out.add(TRIPLE, &[hash(at), hash(at + 1), hash(at + 2)]);
            for other in stems.iter().take(at + 5).skip(at + 2) {
                out.add(APART, &[stems[at].hash, other.hash]);
            }
        }
    }
}

#[inline]
fn for_each_list(mut set: SenseSet, names: &[u64], mut act: impl FnMut(u64)) {
    while set != 0 {
        let bit = set.trailing_zeros() as usize;
        act(names[bit]);
        set &= set - 1;
    }
}

fn lists_in_order(stems: &[Stem], names: &[u64], out: &mut impl Collect) {
    for (at, stem) in stems
        .iter()
        .enumerate()
        .filter(|(_, stem)| stem.senses != 0)
    {
        for other in stems.iter().take(at + 4).skip(at + 1) {
            for_each_list(stem.senses, names, |first| {
                for_each_list(other.senses, names, |second| {
                    out.add(SENSES, &[first, second])
                });
            });
        }
    }
}

fn neighbors(view: &TurnView, at: usize, names: &[u64], out: &mut impl Collect) {
    let others = view
        .units
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at);
    let elsewhere = others.fold(0, |all, (_, unit)| all | unit.senses);
    for_each_list(elsewhere, names, |list| out.add(AROUND, &[list]));
    if let Some(before) = at.checked_sub(1) {
        for_each_list(view.units[before].senses, names, |list| {
            out.add(BEFORE, &[list])
        });
    }
    if let Some(after) = view.units.get(at + 1) {
        for_each_list(after.senses, names, |list| out.add(AFTER, &[list]));
    }
}

fn shape(unit: &UnitView, n_stems: usize, out: &mut impl Collect) {
    let length = (((n_stems + 1) as f32).log2() * 2.0) as u64;
    out.add(SHAPE, &[fnv("length"), number(length.min(12))]);
    if unit.asks {
        out.add(SHAPE, &[fnv("asks")]);
    }
    if unit.opens_as_question {
        out.add(SHAPE, &[fnv("opens-as-question")]);
    }
}

fn place(turn: u32, n_turns: u32, at: usize, n_units: usize, out: &mut impl Collect) {
    let fifth = u64::from(5 * turn / n_turns.max(1)).min(4);
    out.add(PLACE, &[fnv("fifth"), number(fifth)]);
    if turn < 6 {
        out.add(PLACE, &[fnv("early")]);
    }
    if turn + 6 >= n_turns {
        out.add(PLACE, &[fnv("late")]);
    }
    if at == 0 {
        out.add(PLACE, &[fnv("first")]);
    }
    if at + 1 == n_units {
        out.add(PLACE, &[fnv("last")]);
    }
    out.add(PLACE, &[fnv("unit"), number(at.min(5) as u64)]);
    out.add(PLACE, &[fnv("of"), number(n_units.min(6) as u64)]);
}

fn rep(turn: u32, at: usize, stems: &[Stem], around: &Around<'_>, out: &mut impl Collect) {
    let Some(rep) = around.rep else {
        out.add(REP, &[fnv("none")]);
        return;
    };
    let is_first = if at == 0 { fnv("first") } else { fnv("later") };
    let asked = match (rep.asks, rep.asks_yes_no) {
        (true, true) => fnv("asked-yes-or-no"),
        (true, false) => fnv("asked"),
        _ => fnv("told"),
    };
    out.add(REP, &[asked]);
    out.add(REP, &[asked, is_first]);
    out.add(
        REP,
        &[fnv("turns-ago"), number(u64::from(turn - rep.index))],
    );
    let is_shared =
        |stem: &&Stem| !is_common(stem.hash) && rep.stems.binary_search(&stem.hash).is_ok();
    let shared = stems.iter().filter(is_shared).count();
    out.add(REP, &[fnv("shared"), number(shared.min(3) as u64)]);
    for_each_list(rep.senses, around.names, |list| out.add(REP_SENSE, &[list]));
    for pair in rep.last_unit.windows(2) {
        out.add(REP_PAIR, pair);
    }
}

/// Where and how large the unit is, more finely: what hurts is told at some length, in the middle of a call.
fn fine_place(
    turn: u32,
    n_turns: u32,
    at: usize,
    view: &TurnView,
    around: &Around<'_>,
    out: &mut impl Collect,
) {
    let (n, n_units) = (view.stems_of(&view.units[at]).len(), view.units.len());
    let all = view.stems.len().max(1);
    let steps = |n: usize| number((((n + 1) as f32).log2() * 2.0) as u64);
    let mut add = |name: u64, value: u64| out.add(FINE, &[name, value]);
    add(fnv("turn-length"), steps(all));
    add(fnv("share-of-turn"), number(4 * n as u64 / all as u64));
    add(
        fnv("into-turn"),
        number(4 * view.units[at].stems.start as u64 / all as u64),
    );
    add(fnv("from-end"), number((n_units - 1 - at).min(5) as u64));
    add(fnv("tenth"), number(u64::from(10 * turn / n_turns.max(1))));
    add(fnv("sixes"), number(u64::from(turn / 6)));
    if around.among_prospects.0 {
        add(fnv("behind-prospect"), number(0));
    }
    if around.among_prospects.1 {
        add(fnv("before-prospect"), number(0));
    }
    let (units, unit) = (number(n_units.min(7) as u64), number(at.min(6) as u64));
    out.add(FINE, &[fnv("unit-of"), unit, units]);
    out.add(
        FINE,
        &[fnv("length-at"), steps(n), number(at.min(2) as u64)],
    );
    if let Some(rep) = around.rep {
        let asks = if rep.asks { fnv("asked") } else { fnv("told") };
        out.add(FINE, &[fnv("rep-length"), steps(rep.n_stems)]);
        out.add(FINE, &[asks, fnv("unit"), number(at.min(3) as u64)]);
        out.add(FINE, &[asks, fnv("of"), number(n_units.min(4) as u64)]);
    }
}

/// How a rep answers tells what was said: "sorry to hear that", "fair question".
fn reply(stems: &[Stem], around: &Around<'_>, out: &mut impl Collect) {
    let Some(reply) = around.reply else {
        out.add(REPLY, &[fnv("none")]);
        return;
    };
    let asks = if reply.asks {
        fnv("asked")
    } else {
        fnv("told")
    };
    out.add(REPLY, &[asks]);
    let shared = stems
        .iter()
        .filter(|stem| !is_common(stem.hash) && reply.stems.binary_search(&stem.hash).is_ok());
    let mut n_shared = 0;
    for stem in shared {
        out.add(REPLY_SHARED, &[stem.hash]);
        n_shared += 1;
    }
    out.add(REPLY, &[fnv("shared"), number(n_shared.min(3))]);
    for_each_list(reply.senses, around.names, |list| {
        out.add(REPLY_SENSE, &[list])
    });
    let mut before = fnv("<");
    for word in &reply.first_unit {
        out.add(REPLY_WORD, &[*word]);
        out.add(REPLY_PAIR, &[before, *word]);
        before = *word;
    }
}

/// A small number as a part of a feature.
#[inline]
fn number(n: u64) -> u64 {
    DIGITS[n.min(DIGITS.len() as u64 - 1) as usize]
}

const DIGITS: [u64; 13] = [
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
fn is_common(hash: u64) -> bool {
    COMMON.contains(&hash)
}

const COMMON: [u64; 28] = [
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
