//! What is one entry of a lexicon, where did it fire, and how is it edited?
//!
//! `GET /lexicons/{file}/{entry}`: its patterns and sentences, the newest places where it fired, and a form to edit it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::archive::Archive;
use crate::archive::firings::Fired;
use crate::mine::lexicon::{Entry, NegationRule, Quoted};
use crate::serve::app::App;
use crate::serve::marked::pieces;
use crate::serve::pages::lexicons::{counted, find, listens, url};
use crate::serve::pages::{Frame, render};
use crate::serve::preview::saved_as;
use crate::serve::shown::{call_url, day, many, spoken};
use crate::serve::trouble::Trouble;

/// Bytes of a turn shown before and behind the words.
const ROOM: u32 = 160;

#[derive(Template)]
#[template(path = "entry.html", config = "src/serve/askama.toml")]
struct EntryPage {
    frame: Frame,
    file: String,
    name: String,
    tag: String,
    kind: String,
    url: String,
    persona: String,
    /// What its author decided.
    facts: String,
    patterns: Vec<String>,
    is_evidence: bool,
    hear: Vec<String>,
    near: Vec<String>,
    fired: String,
    stages: Vec<String>,
    places: Vec<Place>,
    form: Form,
}

/// What the form begins with.
pub struct Form {
    pub confidence: String,
    /// Texts with one string a line; `None` where they can only be edited in the file.
    pub patterns: Option<String>,
    pub hear: String,
    pub near: String,
    /// Where it can be saved; `None` for what is built in.
    pub saved_as: Option<String>,
}

/// A place where it fired.
struct Place {
    url: String,
    about: String,
    pieces: Vec<Piece>,
}

struct Piece {
    text: String,
    is_marked: bool,
}

/// `GET /lexicons/{file}/{entry}`
pub async fn get(
    State(app): State<App>,
    Path((file, name)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let lexicons = app.lexicons.now();
    let (number, entry) = find(&lexicons, &file, &name).ok_or(Trouble::NotThere("entry"))?;
    let firings = counted(&app, &lexicons).await?;
    let fired = firings.entries.get(number).cloned().unwrap_or_default();
    let looked_at = fired.clone();
    let places = app
        .readers
        .ask(move |archive| places(archive, &looked_at))
        .await?;
    let saved = saved_as(&app.config, &format!("{file}.toml"));
    let saved = saved.map(|path| path.display().to_string());
    render(&EntryPage {
        frame: Frame::of("lexicons"),
        url: url(&file, &name),
        tag: entry.tag.0.clone(),
        kind: entry.tag.kind().to_owned(),
        persona: entry.listener().persona.to_owned(),
        facts: facts(entry).join("; "),
        patterns: patterns(entry),
        is_evidence: entry.balance.is_some(),
        hear: entry.hear.clone(),
        near: entry.near.clone(),
        fired: told(&fired),
        stages: fired
            .stages
            .iter()
            .map(|(stage, n)| format!("{stage}: {}", many(*n as u64, "call")))
            .collect(),
        places,
        form: Form {
            confidence: entry.confidence.to_string(),
            patterns: entry.balance.is_none().then(|| entry.patterns.join("\n")),
            hear: entry.hear.join("\n"),
            near: entry.near.join("\n"),
            saved_as: saved,
        },
        file,
        name,
    })
}

fn told(fired: &Fired) -> String {
    if fired.mentions == 0 {
        return "It was never heard in this archive.".to_owned();
    }
    let newest = match fired.newest.as_deref() {
        Some(date) => format!("; the newest on {}", day(date)),
        None => String::new(),
    };
    format!(
        "Heard from {} in {}: {}, of which {} meant{newest}.",
        many(fired.accounts as u64, "account"),
        many(fired.calls as u64, "call"),
        many(fired.mentions as u64, "mention"),
        fired.meant
    )
}

fn facts(entry: &Entry) -> Vec<String> {
    let mut facts = vec![format!("listens to {}", listens(entry))];
    let several = |list: &[String]| {
        let spoken: Vec<String> = list.iter().map(|one| spoken(one)).collect();
        spoken.join(", ")
    };
    if !entry.limits.personas.is_empty() {
        facts.push(format!("only to {}", several(&entry.limits.personas)));
    }
    if !entry.limits.stages.is_empty() {
        facts.push(format!(
            "only while the deal is at {}",
            several(&entry.limits.stages)
        ));
    }
    facts.push(format!("believed at {}", entry.confidence));
    if let Some(weight) = entry.weight {
        facts.push(format!(
            "only a cue: counts {weight} beside others of its tag"
        ));
    }
    if let Some(balance) = &entry.balance {
        facts.push(format!(
            "evidence: its cues must come to {}",
            balance.threshold
        ));
    }
    if entry.negation == NegationRule::Own {
        facts.push("negative by itself: “not” around it changes nothing".to_owned());
    }
    if entry.target_is_other {
        facts.push("about somebody else’s thing".to_owned());
    }
    if entry.quoted == Quoted::Phrase {
        facts.push("quoted alone, not with its sentence".to_owned());
    }
    facts
}

/// The patterns as they are written; cues with what they count.
fn patterns(entry: &Entry) -> Vec<String> {
    let Some(balance) = &entry.balance else {
        return entry.patterns.clone();
    };
    let cues = entry.patterns.iter().zip(&balance.weights);
    cues.map(|(pattern, weight)| format!("{pattern}  ({weight})"))
        .collect()
}

fn places(archive: &Archive, fired: &Fired) -> Result<Vec<Place>, Trouble> {
    let mut shown = Vec::new();
    for place in &fired.places {
        let Some(opened) = archive.opened(place.ord)? else {
            continue;
        };
        let (Some(text), Some(speaker)) = (opened.text(place.turn), opened.speaker(place.turn))
        else {
            continue;
        };
        let call = opened.facts();
        let account = call
            .account
            .as_ref()
            .and_then(|account| account.name.clone());
        let about = [
            Some(spoken(speaker.title.as_deref().unwrap_or(&speaker.persona))),
            account,
            call.started_at.as_deref().map(day),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        let (from, to) = window(text, place.span.start, place.span.end);
        let spans = [(place.span.start, place.span.end)];
        shown.push(Place {
            url: call_url(&call.id.0, place.turn),
            about: about.join(" · "),
            pieces: pieces(text, from, to, &spans)
                .into_iter()
                .map(|piece| Piece {
                    text: piece.text.to_owned(),
                    is_marked: piece.is_marked,
                })
                .collect(),
        });
    }
    Ok(shown)
}

/// Some of the words around a span, cut between characters.
fn window(text: &str, start: u32, end: u32) -> (u32, u32) {
    let mut from = start.saturating_sub(ROOM) as usize;
    while from > 0 && !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (end.saturating_add(ROOM) as usize).min(text.len());
    while to < text.len() && !text.is_char_boundary(to) {
        to += 1;
    }
    (from as u32, to as u32)
}
