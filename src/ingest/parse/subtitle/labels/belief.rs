//! Which of the labels in a file's cues are meant as such, and which marks?
//!
//! What comes again is believed, and what looks like a name by itself, in a file that bears enough of them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::parse::speaker_label;
use crate::ingest::parse::subtitle::markup::Spoken;

use super::line::{self, Label, Mark, Shape};
use super::{Habit, every_cue};

/// A file in which the speaker changes less often than every fiftieth cue is taken for unlabeled: films hold a
/// few sentences with a colon as well.
const CUES_PER_LABEL: usize = 50;

/// How often each label comes.
type Counts<'t> = FxHashMap<(Shape, &'t str), usize>;

/// What is believed of a file.
pub(super) struct Belief<'t> {
    habit: Habit,
    /// None in a file that is not labeled.
    labels: FxHashSet<(Shape, &'t str)>,
    /// Names stand in boxes, so that a box without a known name is somebody's all the same.
    has_boxes: bool,
    /// `>> Name:` stands somewhere.
    has_chevrons: bool,
    /// `- Name:` stands somewhere.
    has_dashes: bool,
}

/// Where somebody begins to speak.
pub(super) struct Turn<'t> {
    /// Nobody where only a mark tells it.
    pub(super) speaker: Option<&'t str>,
    pub(super) words: &'t str,
}

impl<'t> Belief<'t> {
    pub(super) fn of(spoken: &'t [Spoken], habit: Habit) -> Belief<'t> {
        let mut belief = Belief {
            habit,
            labels: FxHashSet::default(),
            has_boxes: false,
            has_chevrons: false,
            has_dashes: false,
        };
        let counts = counts(spoken, habit);
        if habit == Habit::EveryCue {
            let counts = counts.into_iter().map(|((_, name), n)| (name, n)).collect();
            let names = every_cue::names(&counts, spoken.len());
            let labels = names.into_iter().map(|name| (Shape::Colon, name));
            belief.labels.extend(labels);
            return belief;
        }
        let (boxes, mut firm): (Counts<'_>, Counts<'_>) = counts
            .into_iter()
            .partition(|((shape, _), _)| *shape == Shape::LikeASound);
        firm.retain(|(shape, name), n| {
            let is_told = !speaker_label::ends_like_a_heading(name) || !is_doubtful(*shape, name);
            is_sure(*shape, name) || (*n > 1 && is_told)
        });
        if is_labeled(spoken, &firm) {
            belief.labels.extend(firm.into_keys());
        }
        if are_names(&boxes, n_cues(spoken)) {
            belief.has_boxes = true;
            let names = boxes
                .into_iter()
                .filter(|((_, name), n)| *n > 1 || is_full(name));
            belief.labels.extend(names.map(|(label, _)| label));
        }
        belief.see_marks(spoken);
        belief
    }

    /// A line in the pieces that may be different people's.
    pub(super) fn pieces(&self, line: &'t str) -> Vec<&'t str> {
        if self.has_boxes && line.trim_matches(['-', '–']).is_empty() {
            // A line of its own between two people of one cue.
            return Vec::new();
        }
        if self.has_chevrons {
            return line::at_chevrons(line);
        }
        vec![line]
    }

    /// Whether somebody begins to speak with a piece of a line.
    pub(super) fn turn(&self, piece: &'t str) -> Option<Turn<'t>> {
        if self.labels.is_empty() {
            return None;
        }
        if let Some(label) = self.label(piece) {
            let speaker = Some(label.name);
            let words = label.words;
            return Some(Turn { speaker, words });
        }
        if self.habit == Habit::EveryCue {
            return None;
        }
        let is_somebody = match line::mark(piece) {
            // A sentence never begins so, while a dash may begin an item of a list.
            Some(Mark::Chevrons) => true,
            Some(Mark::Dash) => self.has_dashes,
            None => self.has_boxes && is_in_a_box(piece),
        };
        is_somebody.then(|| Turn {
            speaker: None,
            words: line::unmarked(piece).trim(),
        })
    }

    fn label(&self, piece: &'t str) -> Option<Label<'t>> {
        line::labels(piece, self.habit)
            .find(|label| self.labels.contains(&(label.shape, label.name)))
    }

    /// Finds the marks that stand before labels, and whom they set off who is named only inside of cues.
    fn see_marks(&mut self, spoken: &'t [Spoken]) {
        if self.labels.is_empty() {
            return;
        }
        let lines = spoken.iter().flat_map(|cue| &cue.lines);
        for line in lines.clone() {
            match line::mark(line) {
                Some(Mark::Chevrons) => self.has_chevrons |= self.label(line).is_some(),
                Some(Mark::Dash) => self.has_dashes |= self.label(line).is_some(),
                None => {}
            }
        }
        if !self.has_chevrons && !self.has_dashes {
            return;
        }
        let mut set_off = Vec::new();
        for piece in lines.flat_map(|line| self.pieces(line)) {
            let is_set_off = match line::mark(piece) {
                Some(Mark::Chevrons) => self.has_chevrons,
                Some(Mark::Dash) => self.has_dashes,
                None => false,
            };
            if is_set_off {
                let labels = line::labels(piece, self.habit);
                let sure = labels.filter(|label| is_sure(label.shape, label.name));
                set_off.extend(sure.map(|label| (label.shape, label.name)));
            }
        }
        self.labels.extend(set_off);
    }
}

/// How often labels stand on first lines, and names by themselves on any line.
fn counts(spoken: &[Spoken], habit: Habit) -> Counts<'_> {
    let mut counts = Counts::default();
    for cue in spoken {
        let further = cue.lines.iter().skip(1);
        let alone = further.filter_map(|line| match habit {
            Habit::EveryCue => None,
            Habit::PerhapsAtChange => line::alone(line),
        });
        for label in first_labels(cue, habit).chain(alone) {
            *counts.entry((label.shape, label.name)).or_default() += 1;
        }
    }
    counts
}

fn first_labels(cue: &Spoken, habit: Habit) -> impl Iterator<Item = Label<'_>> {
    let first = cue.lines.first();
    first
        .into_iter()
        .flat_map(move |line| line::labels(line, habit))
}

/// Whether a label may as well be the beginning of a sentence or a heading.
fn is_doubtful(shape: Shape, name: &str) -> bool {
    shape == Shape::Colon && speaker_label::is_perhaps_a_name(name)
}

/// Whether a label that comes once is one by its looks.
fn is_sure(shape: Shape, name: &str) -> bool {
    match shape {
        Shape::Colon => speaker_label::is_strong(name) && !is_doubtful(shape, name),
        Shape::Boxed => speaker_label::is_strong(name) || speaker_label::names_nobody(name),
        Shape::LikeASound => false,
    }
}

/// Whether a file bears labels at all: the first words do, or a name comes again, and there are enough of them.
fn is_labeled<'t>(spoken: &'t [Spoken], counts: &Counts<'t>) -> bool {
    let n_labels: usize = counts.values().sum();
    let n_cues = n_cues(spoken);
    if n_labels > 0 && n_labels >= n_cues {
        return true;
    }
    let first = spoken.iter().find(|cue| !is_sound(cue));
    let starts_with_label = first.is_some_and(|cue| {
        first_labels(cue, Habit::PerhapsAtChange)
            .any(|label| counts.contains_key(&(label.shape, label.name)))
    });
    let comes_again = counts.values().any(|count| *count > 1);
    let is_frequent = n_labels >= 2 && n_labels.saturating_mul(CUES_PER_LABEL) >= n_cues;
    is_frequent && (starts_with_label || comes_again)
}

/// Whether what stands in boxes like a sound is names. Captions tell a sound now and then; two people who talk with one
/// another stand in most cues, and one of them again.
fn are_names(boxes: &Counts<'_>, n_cues: usize) -> bool {
    let n_boxes: usize = boxes.values().sum();
    boxes.len() >= 2 && boxes.values().any(|n| *n > 1) && n_boxes.saturating_mul(2) >= n_cues
}

/// Whether a name has more than one word.
fn is_full(name: &str) -> bool {
    name.split_whitespace().nth(1).is_some()
}

fn is_in_a_box(piece: &str) -> bool {
    line::labels(piece, Habit::PerhapsAtChange).any(|label| label.shape == Shape::LikeASound)
}

/// How many cues are more than a sound.
fn n_cues(spoken: &[Spoken]) -> usize {
    spoken.iter().filter(|cue| !is_sound(cue)).count()
}

/// `[Music]`, `(laughter)`: nobody's words.
pub(super) fn is_sound(cue: &Spoken) -> bool {
    let mut signs = cue.lines.iter().flat_map(|line| line.chars());
    let close = match signs.next() {
        Some('♪') => return true,
        Some('[') => ']',
        Some('(') => ')',
        _ => return false,
    };
    signs.any(|sign| sign == close) && signs.next().is_none()
}
