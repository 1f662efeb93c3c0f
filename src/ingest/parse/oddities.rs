//! What is odd in a file that could be read all the same?
//!
//! One problem for each kind: a thousand alike would bury the others. None of them holds a word or a name.

use crate::ingest::transcript::{Problem, Utterance};

/// Elements of the transcript that are none.
pub(crate) fn note_rows(n_odd: usize, problems: &mut Vec<Problem>) {
    if n_odd > 0 {
        let message = format!(
            "{n_odd} utterances have another shape than this format's and are left out; export the file again"
        );
        problems.push(Problem::of_file("utterance-unreadable", message));
    }
}

/// Times that are none.
pub(crate) fn note_times(is_any_odd: bool, problems: &mut Vec<Problem>) {
    if is_any_odd {
        let message = "some utterances have a time that is none; those times are left out";
        problems.push(Problem::of_file("time-unreadable", message));
    }
}

/// Sorts by start where a vendor delivers one speaker after the other; what has no time stays behind its neighbour.
pub(crate) fn put_in_time_order(utterances: &mut Vec<Utterance>, problems: &mut Vec<Problem>) {
    let starts = utterances.iter().filter_map(|utterance| utterance.start);
    if starts.is_sorted_by(|earlier, later| earlier <= later) {
        return;
    }
    let message = "utterances stood out of their order in time; they were sorted by their start";
    problems.push(Problem::of_file("times-out-of-order", message));
    let mut last = 0.0_f64;
    let keyed = std::mem::take(utterances).into_iter().map(|utterance| {
        last = utterance.start.unwrap_or(last);
        (last, utterance)
    });
    let mut keyed: Vec<(f64, Utterance)> = keyed.collect();
    keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
    utterances.extend(keyed.into_iter().map(|(_, utterance)| utterance));
}
