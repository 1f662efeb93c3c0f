//! Which labelled calls are learned from or measured on?
//!
//! Labels say something of calls, and calls are read as any others are: here reading and learning meet.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::call::{Call, Span};
use crate::ingest::normalize::{SideRules, fingerprint};
use crate::ingest::read::Delivery;
use crate::learn::folder::{CALLS, FolderError, LABELS, SeenLine, seen};
use crate::learn::label::{BadLabel, Judged, Judgement, Label, Labelled, place, read};
use crate::learn::set::{ABOUT, About, Extent, Role, about};
use crate::learn::shipped::SETS;
use crate::mention::{Origin, Polarity, Target};
use crate::mine::lexicon::{Entry, LexiconError, Lexicons, Sources};
use crate::pipeline::Workshop;

/// Why labelled calls cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LabelledError {
    #[error(transparent)]
    Label(#[from] BadLabel),
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file cannot be read.
    #[error("cannot read {}; {advice}", path.display())]
    Unreadable {
        path: PathBuf,
        advice: String,
        #[source]
        cause: std::io::Error,
    },
    /// Nobody must learn from the set.
    #[error(
        "{}: this set is kept apart, for measuring alone; leave it out, or write another role into it",
        .0.display()
    )]
    KeptApart(PathBuf),
    /// A call cannot be read.
    #[error("{path}: {message}")]
    Call { path: String, message: String },
    /// A label speaks of a call that is not there.
    #[error("{file}:{line}: the label's call is not among the calls; check its id")]
    NoSuchCall { file: String, line: usize },
}

/// The calls that the program brings with it, the examples of the lexicons, and the calls of the folders. Labels from end
/// to end take the place of whatever was said before of a call with the same words; what the call counts stays.
pub fn gathered(lexicons: &Lexicons, folders: &[PathBuf]) -> Result<Vec<Labelled>, LabelledError> {
    let mut calls = shipped(Role::is_learned)?;
    let mut known: HashMap<String, usize> = (0..)
        .zip(&calls)
        .map(|(at, labelled)| (labelled.words.clone(), at))
        .collect();
    calls.extend(examples(lexicons)?);
    for folder in folders {
        for labelled in to_learn(folder)? {
            match known.get(&labelled.words) {
                Some(at) if labelled.judged == Judged::Whole => calls[*at].correct(labelled),
                _ => {
                    let words = labelled.words.clone();
                    known.entry(words).or_insert(calls.len());
                    calls.push(labelled);
                }
            }
        }
    }
    Ok(calls)
}

/// The calls of the sets that the program brings with it, of those whose role is wanted.
pub fn shipped(is_wanted: impl Fn(Role) -> bool) -> Result<Vec<Labelled>, LabelledError> {
    let mut calls = Vec::new();
    for set in &SETS {
        let about = set.about()?;
        if is_wanted(about.role) {
            let name = format!("labelled/{}", set.name);
            calls.extend(labelled((&name, set.calls), (&name, set.labels), &about)?);
        }
    }
    Ok(calls)
}

/// The calls of a folder: `calls.jsonl` with one call a line, `labels.jsonl`, and where there are some `seen.jsonl` and
/// `set.toml` beside them.
pub fn folder(path: &Path) -> Result<Vec<Labelled>, LabelledError> {
    let text = |name: &str| {
        let file = path.join(name);
        let advice = format!("a folder of labelled calls holds {CALLS} and {LABELS}");
        let text = read_file(&file, advice)?;
        Ok::<_, LabelledError>((file.display().to_string(), text))
    };
    let ((calls_file, calls), (labels_file, labels)) = (text(CALLS)?, text(LABELS)?);
    let about = said_of(path)?;
    let (calls, labels) = ((&*calls_file, &*calls), (&*labels_file, &*labels));
    let mut all = labelled(calls, labels, &about)?;
    let seen = seen(path)?;
    let usual = match seen {
        // Where a person went sentence by sentence, only those count that were decided about.
        Some(_) => Extent::Sentences,
        None => Extent::Calls,
    };
    let (extent, seen) = (about.judged.unwrap_or(usual), seen.unwrap_or_default());
    for labelled in &mut all {
        labelled.judged = judged(labelled, extent, &seen);
    }
    Ok(all)
}

fn read_file(path: &Path, advice: String) -> Result<String, LabelledError> {
    std::fs::read_to_string(path).map_err(|cause| LabelledError::Unreadable {
        path: path.to_owned(),
        advice,
        cause,
    })
}

/// The calls of a folder to learn from, unless it says that nobody must.
pub fn to_learn(path: &Path) -> Result<Vec<Labelled>, LabelledError> {
    if !said_of(path)?.role.is_learned() {
        return Err(LabelledError::KeptApart(path.join(ABOUT)));
    }
    folder(path)
}

/// What a folder says of itself; the usual where it says nothing.
fn said_of(path: &Path) -> Result<About, LabelledError> {
    let file = path.join(ABOUT);
    if !file.exists() {
        return Ok(About::default());
    }
    let text = read_file(&file, "check its permissions".to_owned())?;
    Ok(about(&file.display().to_string(), &text)?)
}

/// What of a call was judged: where it carries labels, and where a person heard nothing.
fn judged(labelled: &Labelled, extent: Extent, seen: &[SeenLine]) -> Judged {
    if extent == Extent::Calls {
        return Judged::Whole;
    }
    let of_labels = labelled.labels.iter().map(|label| Judgement {
        turn: label.turn,
        span: label.span,
        only: (extent == Extent::Tags).then(|| label.tag.clone()),
    });
    let call = &labelled.call;
    let of_seen = seen.iter().filter(|line| line.call == call.id.0);
    let of_seen = of_seen.filter_map(|line| {
        Some(Judgement {
            turn: line.turn,
            span: words_of(line, call)?,
            only: line.tag.clone(),
        })
    });
    Judged::Places(of_labels.chain(of_seen).collect())
}

/// Where the words of a line stand; `None` where they no longer do.
fn words_of(line: &SeenLine, call: &Call) -> Option<Span> {
    let start = call.turns.get(line.turn as usize)?.text.find(&line.quote)?;
    Some(Span {
        start: start as u32,
        end: (start + line.quote.len()) as u32,
    })
}

/// Calls and labels, each with the name of the file they come from.
fn labelled(
    (calls_file, calls): (&str, &str),
    (labels_file, labels): (&str, &str),
    about: &About,
) -> Result<Vec<Labelled>, LabelledError> {
    let mut by_call = read(labels_file, labels)?;
    let mut all = Vec::new();
    for call in parsed(calls_file, calls)? {
        let lines = by_call.remove(&call.id.0).unwrap_or_default();
        let placed: Result<Vec<_>, _> = lines
            .into_iter()
            .map(|(line, label)| place(labels_file, line, label, &call))
            .collect();
        all.push(Labelled {
            labels: placed?,
            was_read: about.read_by_authors.contains(&call.id.0),
            words: fingerprint(&call),
            call,
            weight: about.weight,
            is_loose: false,
            is_measured: about.role == Role::Measured,
            judged: Judged::Whole,
        });
    }
    if let Some((_, (line, _))) = by_call
        .iter()
        .find_map(|(call, lines)| Some((call, lines.first()?)))
    {
        return Err(LabelledError::NoSuchCall {
            file: labels_file.to_owned(),
            line: *line,
        });
    }
    Ok(all)
}

fn parsed(file: &str, text: &str) -> Result<Vec<Call>, LabelledError> {
    let none = Sources::new(Vec::new()).compile()?;
    let workshop = Workshop::new(&none, SideRules::default(), 0.0);
    let mut calls = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let delivery = Delivery {
            path: file.into(),
            inside: None,
            line: Some(at + 1),
            bytes: line.as_bytes().to_vec(),
        };
        for call in workshop.read(&delivery) {
            let call = call.map_err(|failure| LabelledError::Call {
                path: failure.path,
                message: failure.message,
            })?;
            calls.push(call.call);
        }
    }
    Ok(calls)
}

/// What an example of a lexicon counts beside a unit of a call.
const EXAMPLE: f32 = 0.3;

/// The examples of every lexicon entry, as loose sentences: what must be heard carries the tag, a near miss nothing.
pub fn examples(lexicons: &Lexicons) -> Result<Vec<Labelled>, LabelledError> {
    let (mut lines, mut labels) = (String::new(), Vec::new());
    // What is only a cue carries no tag by itself.
    let entries = lexicons.entries.iter();
    for entry in entries.filter(|entry| entry.weight.is_none()) {
        let hear = entry.hear.iter().map(|text| (text, true));
        let near = entry.near.iter().map(|text| (text, false));
        for (text, is_heard) in hear.chain(near) {
            let line = serde_json::json!({
                "id": format!("example-{}", labels.len()),
                "participants": [{ "name": "Prospect", "side": "prospect" }],
                "turns": [{ "speaker": "Prospect", "text": text }],
            });
            lines.push_str(&format!("{line}\n"));
            let span = Span {
                start: 0,
                end: text.len() as u32,
            };
            labels.push(is_heard.then(|| example_label(entry, span)));
        }
    }
    let calls = parsed("examples of the lexicons", &lines)?
        .into_iter()
        .zip(labels);
    let labelled = calls.map(|(call, label)| Labelled {
        words: fingerprint(&call),
        call,
        labels: label.into_iter().collect(),
        weight: EXAMPLE,
        was_read: true,
        is_loose: true,
        is_measured: false,
        judged: Judged::Whole,
    });
    Ok(labelled.collect())
}

fn example_label(entry: &Entry, span: Span) -> Label {
    Label {
        turn: 0,
        span,
        tag: entry.tag.clone(),
        polarity: Polarity::Affirmed,
        target: Target::Own,
        origin: Origin::Unprompted,
        optional: false,
        also: None,
        unsure: Vec::new(),
    }
}
