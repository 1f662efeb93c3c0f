//! Who says what in a text transcript, and when?
//!
//! The reader behind every text format: a label opens an utterance, and whatever follows without a label of its
//! own belongs to it. What stands outside the speech is left out and told as a problem.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::transcript::{Format, Person, Problem, Transcript, Utterance};

use super::asides;
use super::heads::{self, Class, Head};
use super::layout::{self, Kind, Line};
use super::preamble;
use super::speaker_label::{is_blank, is_placeholder, side};
use super::stamp::{self, Time};
use super::survey::Survey;

/// Reads a text transcript whatever way it writes its speakers, and calls it by the given format.
pub(super) fn read(text: &str, format: Format) -> (Transcript, Vec<Problem>) {
    let mut lines = layout::lines(text, usize::MAX);
    let survey = Survey::of(&lines);
    let begin = preamble::length(&lines, &survey);
    asides::leave_out(lines.get_mut(begin..).unwrap_or_default(), &survey);
    let (before, speech) = lines.split_at(begin.min(lines.len()));
    let mut transcript = Transcript::new(format);
    preamble::facts(text, before, &mut transcript);

    let mut reader = Reader::default();
    for line in before {
        if matches!(
            line.kind,
            Kind::Text(_) | Kind::Outside(_) | Kind::Named(..)
        ) {
            reader.leave_out(line.number);
        }
        if let Kind::Stamp(seconds) = line.kind {
            reader.stamp = Some(seconds);
        }
    }
    for line in speech {
        match line.kind {
            Kind::Blank | Kind::Notice => reader.joint = Joint::Paragraph,
            Kind::Stamp(seconds) => {
                reader.stamp = Some(seconds);
                reader.joint = Joint::Paragraph;
            }
            Kind::Heading(_) => reader.is_open = false,
            Kind::Outside(_) => reader.leave_out(line.number),
            Kind::Text(text) if survey.has_chevrons() => {
                for piece in between_chevrons(text) {
                    reader.read_line(line, heads::read(piece), piece, &survey);
                }
            }
            Kind::Text(text) | Kind::Named(text, _) => {
                reader.read_line(line, heads::of(line), text, &survey);
            }
        }
    }
    let is_boxed = survey.main() == Some(Class::Boxed);
    if survey.has_times_of_day() || (is_boxed && begins_late(&reader.utterances)) {
        count_from_the_first(&mut reader.utterances);
    }
    reader.finish(transcript)
}

/// How a further piece of speech is joined to what its speaker said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Joint {
    /// The line before was wrapped.
    #[default]
    Wrapped,
    Paragraph,
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    utterances: Vec<(usize, Utterance)>,
    /// Whether unlabeled text belongs to the last utterance.
    is_open: bool,
    joint: Joint,
    /// A stamp on a line of its own; it dates the next label only, since those after it come later.
    stamp: Option<f64>,
    first_left_out: Option<usize>,
    n_left_out: usize,
}

impl Reader {
    fn read_line(
        &mut self,
        place: &Line<'_>,
        head: Option<Head<'_>>,
        line: &str,
        survey: &Survey<'_>,
    ) {
        match head.filter(|head| survey.accepts(head, place.is_apart)) {
            Some(head) => self.open(place.number, &survey.dated(head), line, survey),
            None if self.is_open => self.add(behind_stamp(line), line),
            None => self.leave_out(place.number),
        }
    }

    fn open(&mut self, number: usize, head: &Head<'_>, line: &str, survey: &Survey<'_>) {
        let stamp = self.stamp.take().map(Time::Call);
        let speaker = (!head.name.is_empty()).then(|| head.name.to_owned());
        let start = head.start.or(stamp).and_then(|time| survey.seconds(time));
        self.utterances.push((
            number,
            Utterance {
                speaker,
                start,
                end: None,
                text: String::new(),
            },
        ));
        self.is_open = true;
        self.joint = Joint::Wrapped;
        self.add(head.text, line);
    }

    /// Adds a line's words to the open utterance; `line` is the whole line, whose end tells how the next is joined.
    fn add(&mut self, words: &str, line: &str) {
        let words = words.trim_matches(is_blank);
        let is_hard_break = words.ends_with('\\');
        let words = words.trim_end_matches(|c: char| c == '\\' || is_blank(c));
        if let Some((_, utterance)) = self.utterances.last_mut() {
            join(&mut utterance.text, words, self.joint);
        }
        // Two spaces or a backslash at a line's end are Markdown's line break.
        let is_broken = is_hard_break || line.ends_with("  ");
        self.joint = if is_broken {
            Joint::Paragraph
        } else {
            Joint::Wrapped
        };
    }

    fn leave_out(&mut self, number: usize) {
        self.first_left_out = self.first_left_out.or(Some(number));
        self.n_left_out += 1;
    }

    fn finish(mut self, mut transcript: Transcript) -> (Transcript, Vec<Problem>) {
        let mut problems = Vec::new();
        if let Some(line) = self.first_left_out {
            let n = self.n_left_out;
            let message = format!(
                "left out as nobody's speech, such as a title or a list of people: {n} in all, this is the first"
            );
            problems.push(Problem::at_line("text-outside-speech", line, message));
        }
        let wordless = self
            .utterances
            .iter()
            .find(|(_, utterance)| utterance.text.is_empty());
        if let Some(line) = wordless.map(|(line, _)| *line) {
            let message = "a speaker's label without any words behind it is left out";
            problems.push(Problem::at_line("label-without-text", line, message));
            self.utterances
                .retain(|(_, utterance)| !utterance.text.is_empty());
        }
        problems.extend(put_in_order(&mut self.utterances));
        transcript.utterances = self
            .utterances
            .into_iter()
            .map(|(_, utterance)| utterance)
            .collect();
        transcript.people = people(&transcript.utterances);
        (transcript, problems)
    }
}

/// The words of a paragraph that goes on with a speaker, without the time that Descript sets before it: nobody says
/// `[00:00:05]`.
fn behind_stamp(line: &str) -> &str {
    let line = line.trim_matches(is_blank);
    let leading = stamp::leading(line).filter(|_| line.starts_with('['));
    leading.map_or(line, |leading| leading.rest)
}

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;

/// Beside captions that are saved during a meeting Zoom writes the time of day. A call doesn't begin after an hour.
fn begins_late(utterances: &[(usize, Utterance)]) -> bool {
    let first = utterances.iter().find_map(|(_, said)| said.start);
    first.is_some_and(|first| first >= HOUR)
}

/// Makes times of the day count from the first of them; a call may go on past midnight.
fn count_from_the_first(utterances: &mut [(usize, Utterance)]) {
    let Some(first) = utterances.iter().find_map(|(_, said)| said.start) else {
        return;
    };
    for (_, said) in utterances {
        said.start = said.start.map(|start| {
            let is_next_day = start + DAY / 2.0 < first;
            let start = if is_next_day { start + DAY } else { start };
            (start - first).max(0.0)
        });
    }
}

fn join(text: &mut String, words: &str, joint: Joint) {
    if words.is_empty() {
        return;
    }
    let meets_wide = text.chars().next_back().is_some_and(is_wide) && words.starts_with(is_wide);
    match joint {
        _ if text.is_empty() => {}
        Joint::Paragraph => text.push('\n'),
        Joint::Wrapped if meets_wide => {}
        Joint::Wrapped => text.push(' '),
    }
    text.push_str(words);
}

/// Chinese and Japanese are wrapped without a space.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Cuts a line in front of each `>>`, which captioners also set in the middle and at the end of lines.
fn between_chevrons(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices(">>") {
        if let Some(piece) = line.get(from..at).filter(|piece| !piece.trim().is_empty()) {
            pieces.push(piece);
        }
        from = at;
    }
    pieces.extend(line.get(from..));
    pieces
}

/// What was said stays in the order in which it is written, also where a stamp is wrong or a second recording begins anew.
/// Only where times go back because each speaker's words stand by themselves are they put together by their times.
fn put_in_order(utterances: &mut Vec<(usize, Utterance)>) -> Option<Problem> {
    let times = effective_times(utterances);
    let steps = times.windows(2).enumerate();
    let back: Vec<usize> = steps
        .filter(|(_, step)| step[1] < step[0])
        .map(|(at, _)| at + 1)
        .collect();
    let line = utterances.get(*back.first()?)?.0;
    let message = if are_tracks(utterances, &back) {
        let mut keyed: Vec<_> = times.into_iter().zip(utterances.drain(..)).collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        utterances.extend(keyed.into_iter().map(|(_, said)| said));
        "from here on times begin anew for other speakers; what was said is put in the order of its times"
    } else {
        "from here on times go back; what was said stays in the order in which it is written"
    };
    Some(Problem::at_line("times-out-of-order", line, message))
}

/// The start of each; where there is no stamp, that of the one before.
fn effective_times(utterances: &[(usize, Utterance)]) -> Vec<f64> {
    let mut last = f64::NEG_INFINITY;
    let starts = utterances.iter().map(|(_, said)| said.start);
    starts
        .map(|start| {
            last = start.unwrap_or(last);
            last
        })
        .collect()
}

/// Whether nobody speaks on both sides of any border.
fn are_tracks(utterances: &[(usize, Utterance)], borders: &[usize]) -> bool {
    let mut track_of: FxHashMap<&Option<String>, usize> = FxHashMap::default();
    utterances.iter().enumerate().all(|(at, (_, said))| {
        let track = borders.partition_point(|border| *border <= at);
        *track_of.entry(&said.speaker).or_insert(track) == track
    })
}

/// Those whose label tells their side, `Agent` or `Customer`. In meeting rooms only a label that names nobody does: a name
/// with `(External)` behind it is that of a guest of the room, who may be the seller. TTML numbers every speaker as an
/// agent.
pub(super) fn people_of(format: Format, utterances: &[Utterance]) -> Vec<Person> {
    let mut people = people(utterances);
    match format {
        Format::Ttml => people.retain(|person| !is_numbered_agent(&person.name)),
        Format::ZoomVtt | Format::TeamsVtt | Format::WebexVtt => {
            people.retain(|person| is_placeholder(&person.name));
        }
        _ => {}
    }
    people
}

/// `agent1`, as TTML's own ids are written.
fn is_numbered_agent(name: &str) -> bool {
    let name = name.to_lowercase();
    let number = name.rsplit_once("agent").map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The people whose label says which side they are on.
pub(super) fn people(utterances: &[Utterance]) -> Vec<Person> {
    let mut seen = FxHashSet::default();
    let names = utterances
        .iter()
        .filter_map(|utterance| utterance.speaker.as_deref());
    names
        .filter(|name| seen.insert(*name))
        .filter_map(|name| {
            let side = side(name)?;
            Some(Person {
                name: name.to_owned(),
                side: Some(side),
                ..Person::default()
            })
        })
        .collect()
}
