//! What do the figures say before and after something was learned?

use crate::serve::lesson::{Figures, Lesson};
use crate::serve::shown::many;

/// So few labels make small differences chance.
const FEW: usize = 100;

/// What was learned.
pub struct Told {
    pub summary: String,
    pub rows: Vec<FigureRow>,
}

/// One measure before and after.
pub struct FigureRow {
    pub name: &'static str,
    pub before: String,
    pub after: String,
    pub note: String,
}

/// The figures of a lesson.
pub fn told(lesson: &Lesson) -> Told {
    let never = format!(
        "on {} that nothing was learned from",
        many(lesson.before.n_calls as u64, "call")
    );
    let small = match lesson.before.labelled {
        n if n < FEW => "; few, so small differences say little",
        _ => "",
    };
    let (before, after) = (lesson.before, lesson.after);
    Told {
        summary: format!(
            "Learned from {} with {}, {} of them yours. {} were heard again.",
            many(lesson.n_calls as u64, "call"),
            many(lesson.n_labels as u64, "label"),
            lesson.n_own,
            many(lesson.n_heard, "call")
        ),
        rows: vec![
            FigureRow {
                name: "of what it shows, right",
                before: right_of_found(before),
                after: right_of_found(after),
                note: never.clone(),
            },
            FigureRow {
                name: "of what is there, found",
                before: right_of_labelled(before),
                after: right_of_labelled(after),
                note: format!("{never}{small}"),
            },
            FigureRow {
                name: "both together (F1)",
                before: format!("{:.3}", before.f1),
                after: format!("{:.3}", after.f1),
                note: never,
            },
            FigureRow {
                name: "pains and objections you labelled, found",
                before: right_of_labelled(lesson.own_before),
                after: right_of_labelled(lesson.own_after),
                note: "your own labels; it has learned from them, so this flatters".to_owned(),
            },
        ],
    }
}

fn right_of_found(figures: Figures) -> String {
    let share = figures.precision * 100.0;
    format!("{} of {} ({share:.0} %)", figures.right, figures.found)
}

fn right_of_labelled(figures: Figures) -> String {
    let share = figures.recall * 100.0;
    format!("{} of {} ({share:.0} %)", figures.right, figures.labelled)
}
