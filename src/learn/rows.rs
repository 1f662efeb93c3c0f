//! What does the solver see of a labelled call?

use rustc_hash::{FxHashMap, FxHashSet};

use crate::call::Span;
use crate::learn::label::{Judged, Kinds, Label, Labelled};
use crate::learn::solver::Sparse;
use crate::mine::learned::features::{Collect, Template};
use crate::mine::learned::model::CANCELLED;
use crate::mine::learned::notice::everything;
use crate::mine::lexicon::Lexicons;
use crate::mine::tag::Tagger;
use crate::mine::vocabulary::{fnv, stem_hash};
use crate::mine::words::contraction::split_contraction;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// One unit of a prospect's turn.
#[derive(Debug, Clone)]
pub struct Row {
    /// Index into the labelled calls.
    pub call: u32,
    pub turn: u32,
    pub span: Span,
    pub features: Sparse,
    /// Indexes of the call's labels that this unit overlaps as the scorer wants it.
    pub labels: Vec<u32>,
    /// Of those, the ones that overlap no other unit more.
    pub best: Vec<u32>,
    /// The kinds for which a person has judged it.
    pub judged: Kinds,
}

/// All units, and the features that they share.
#[derive(Debug, Default)]
pub struct Rows {
    pub rows: Vec<Row>,
    /// By feature.
    pub names: Vec<String>,
    pub templates: Vec<Template>,
}

/// Whether two spans overlap by at least a third of the shorter one, as the scorer asks.
pub fn overlap(a: Span, b: Span) -> bool {
    let shared = shared(a, b);
    shared > 0 && shared * 3 >= (a.end - a.start).min(b.end - b.start)
}

/// How many bytes two spans share.
pub fn shared(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Collects features by number and remembers what each is called.
#[derive(Default)]
struct Namer {
    words: FxHashMap<u64, String>,
    numbers: FxHashMap<u64, u32>,
    names: Vec<String>,
    templates: Vec<Template>,
    seen: FxHashSet<u32>,
    row: Sparse,
}

impl Collect for Namer {
    fn add(&mut self, template: Template, parts: &[u64]) {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(template.feature(parts)).or_insert(next);
        if number == next {
            let mut name = template.name.to_owned();
            for part in parts {
                name.push(' ');
                name.push_str(self.words.get(part).map_or("?", String::as_str));
            }
            self.names.push(name);
            self.templates.push(template);
        }
        if self.seen.insert(number) {
            self.row.push((number, template.scale));
        }
    }
}

impl Namer {
    fn learn_words(&mut self, lexicons: &Lexicons, calls: &[Labelled]) {
        let vocabulary = &lexicons.matcher.vocabulary;
        for name in &vocabulary.senses.names {
            self.words.insert(fnv(name), name.clone());
        }
        for entry in &lexicons.entries {
            self.words.insert(fnv(&entry.tag.0), entry.tag.0.clone());
            self.words
                .insert(fnv(entry.tag.kind()), entry.tag.kind().to_owned());
        }
        for literal in LITERALS.split(' ') {
            self.words.insert(fnv(literal), literal.to_owned());
        }
        for Labelled { call, .. } in calls {
            for speaker in &call.participants {
                self.words
                    .insert(fnv(&speaker.persona), speaker.persona.clone());
            }
            for turn in &call.turns {
                for token in tokens(&turn.text) {
                    for part in split_contraction(&fold(token.surface(&turn.text))) {
                        let stem = vocabulary.stem(&part);
                        let is_figure = stem_hash(&stem) == fnv("#");
                        let shown = if is_figure {
                            "#".to_owned()
                        } else {
                            stem.clone()
                        };
                        self.words.entry(stem_hash(&stem)).or_insert(shown);
                    }
                }
            }
        }
    }
}

/// Every part of a feature that is neither a word nor the name of a list, a tag or a persona.
const LITERALS: &str = "< > # $ % length asks opens-as-question fifth early late first last unit of none later \
    asked asked-yes-or-no told turns-ago shared \
    turn-length share-of-turn into-turn from-end tenth sixes behind-prospect before-prospect unit-of length-at rep-length 0 1 2 3 4 5 6 7 8 9 10 11 12 unknown";

/// The units of all prospects' turns.
pub fn rows(lexicons: &Lexicons, calls: &[Labelled]) -> Rows {
    let mut namer = Namer::default();
    namer.learn_words(lexicons, calls);
    let mut rows = Vec::new();
    let mut tagger = Tagger::new(lexicons);
    for (
        at,
        Labelled {
            call,
            labels,
            was_read,
            judged,
            ..
        },
    ) in (0..).zip(calls)
    {
        let first = rows.len();
        tagger.each_unit(call, &mut |seen| {
            namer.seen.clear();
            let mut around = seen.around;
            if *was_read {
                around.heard = &[];
            }
            everything(seen.view, seen.at, &around, &mut namer);
            let mut features = std::mem::take(&mut namer.row);
            features.sort_unstable_by_key(|(number, _)| *number);
            rows.push(Row {
                call: at,
                turn: seen.turn,
                span: seen.view.units[seen.at].span,
                features,
                labels: Vec::new(),
                best: Vec::new(),
                judged: Kinds::All,
            });
        });
        assign(&mut rows[first..], labels);
        let of_call = rows.split_off(first);
        let of_call = of_call.into_iter();
        rows.extend(of_call.filter_map(|row| row.judged_by(judged)));
    }
    Rows {
        rows,
        names: namer.names,
        templates: namer.templates,
    }
}

/// Tells each unit which labels it carries.
fn assign(rows: &mut [Row], labels: &[Label]) {
    for (at, label) in (0..).zip(labels) {
        let mut best: Option<(u32, usize)> = None;
        for (place, row) in rows
            .iter_mut()
            .enumerate()
            .filter(|(_, row)| row.turn == label.turn)
        {
            if overlap(row.span, label.span) {
                row.labels.push(at);
            }
            let shared = shared(row.span, label.span);
            if shared > 0 && best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, place));
            }
        }
        if let Some((_, place)) = best {
            rows[place].best.push(at);
        }
    }
}

impl Row {
    /// The unit with the kinds for which it was judged; `None` where nobody has looked at it.
    fn judged_by(self, judged: &Judged) -> Option<Row> {
        let judged = judged.kinds_in(self.turn, self.span)?;
        Some(Row { judged, ..self })
    }

    /// Whether a person has answered what a head asks.
    pub fn is_judged(&self, head: &str) -> bool {
        match head {
            // Of pains and objections: whoever denies the one would have named the other.
            "either" | "rather-objection" => {
                self.judged.has("pain") || self.judged.has("objection")
            }
            head => self
                .judged
                .has(head.strip_suffix(CANCELLED).unwrap_or(head)),
        }
    }

    /// Whether the unit carries a pain or an objection only at its edge: another unit carries more of it.
    pub fn is_edge(&self, labels: &[Label]) -> bool {
        let served = |at: &u32| labels[*at as usize].is_served();
        self.labels.iter().any(served) && !self.best.iter().any(served)
    }

    /// The labels that the unit carries.
    pub fn labels_of<'l>(&self, labels: &'l [Label]) -> impl Iterator<Item = &'l Label> {
        self.labels.iter().map(|at| &labels[*at as usize])
    }
}
