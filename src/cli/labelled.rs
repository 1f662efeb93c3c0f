//! Which labelled calls does a command learn from or measure on?

use std::path::Path;

use anyhow::{Context, anyhow};

use crate::call::{Call, Span};
use crate::cli::label::folder::{SeenLine, seen};
use crate::ingest::normalize::SideRules;
use crate::ingest::read::Delivery;
use crate::learn::label::{Label, Labelled, place, read};
use crate::learn::shipped::Set;
use crate::mention::{Origin, Polarity, Target};
use crate::mine::lexicon::{Entry, Lexicons, Sources};
use crate::pipeline::Workshop;

/// The calls of a set that the program brings with it.
pub fn shipped(set: &Set) -> anyhow::Result<Vec<Labelled>> {
    let name = format!("labelled/{}", set.name);
    let was_read = |id: &str| set.read.contains(&id.get(..1).unwrap_or(""));
    labelled(
        (&name, set.calls),
        (&name, set.labels),
        set.weight,
        &was_read,
    )
}

/// The calls of a folder: `calls.jsonl` with one call a line, and `labels.jsonl` beside it.
pub fn folder(path: &Path, weight: f32) -> anyhow::Result<Vec<Labelled>> {
    let text = |name: &str| {
        let file = path.join(name);
        let text = std::fs::read_to_string(&file).with_context(|| {
            format!(
                "cannot read {}; a folder of labelled calls holds calls.jsonl and labels.jsonl",
                file.display()
            )
        })?;
        anyhow::Ok((file.display().to_string(), text))
    };
    let ((calls_file, calls), (labels_file, labels)) =
        (text("calls.jsonl")?, text("labels.jsonl")?);
    let (calls, labels) = ((&*calls_file, &*calls), (&*labels_file, &*labels));
    let mut all = labelled(calls, labels, weight, &|_| false)?;
    // Where a person went sentence by sentence, only those count that were decided about.
    if let Some(seen) = seen(path)? {
        for labelled in &mut all {
            labelled.looked_at = Some(places(&labelled.call, &seen));
        }
    }
    Ok(all)
}

/// Where in a call a person heard nothing at all.
fn places(call: &Call, seen: &[SeenLine]) -> Vec<(u32, Span)> {
    let here = seen
        .iter()
        .filter(|line| line.call == call.id.0 && line.tag.is_none());
    here.filter_map(|line| {
        let start = call.turns.get(line.turn as usize)?.text.find(&line.quote)?;
        let (start, end) = (start as u32, (start + line.quote.len()) as u32);
        Some((line.turn, Span { start, end }))
    })
    .collect()
}

/// Calls and labels, each with the name of the file they come from.
fn labelled(
    (calls_file, calls): (&str, &str),
    (labels_file, labels): (&str, &str),
    weight: f32,
    is_read: &dyn Fn(&str) -> bool,
) -> anyhow::Result<Vec<Labelled>> {
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
            was_read: is_read(&call.id.0),
            call,
            weight,
            is_loose: false,
            looked_at: None,
        });
    }
    if let Some((_, (line, _))) = by_call
        .iter()
        .find_map(|(call, lines)| Some((call, lines.first()?)))
    {
        return Err(anyhow!(
            "{labels_file}:{line}: the label's call is not among the calls; check its id"
        ));
    }
    Ok(all)
}

fn parsed(file: &str, text: &str) -> anyhow::Result<Vec<Call>> {
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
            let call = call.map_err(|failure| anyhow!("{}: {}", failure.path, failure.message))?;
            calls.push(call.call);
        }
    }
    Ok(calls)
}

/// What an example of a lexicon counts beside a unit of a call.
const EXAMPLE: f32 = 0.3;

/// The examples of every lexicon entry, as loose sentences: what must be heard carries the tag, a near miss nothing.
pub fn examples(lexicons: &Lexicons) -> anyhow::Result<Vec<Labelled>> {
    let (mut lines, mut labels) = (String::new(), Vec::new());
    for entry in &lexicons.entries {
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
        call,
        labels: label.into_iter().collect(),
        weight: EXAMPLE,
        was_read: true,
        is_loose: true,
        looked_at: None,
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
