//! What is heard in a sentence, and why?
//!
//! `GET /lexicons/try`: a sentence that somebody types is taken for a prospect's own words; every mention is shown with
//! its pattern, what decided how it was meant, and what was added up.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::mention::{Cue, Mention, Polarity};
use crate::mine::lexicon::Lexicons;
use crate::mine::tag::Tagger;
use crate::serve::app::App;
use crate::serve::pages::lexicons::url;
use crate::serve::pages::{Frame, render, wants_piece};
use crate::serve::tools::Owners;
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;
use crate::tend::guide::PERSONAS;

/// Bytes of a sentence that is tried, at most.
const LONGEST: usize = 4_000;
/// Reasons shown of each mention.
const REASONS: usize = 6;

#[derive(Template)]
#[template(path = "try.html", config = "src/serve/askama.toml")]
struct TryPage {
    frame: Frame,
    text: String,
    personas: Vec<Persona>,
    heard: Option<Heard>,
}

#[derive(Template)]
#[template(path = "heard.html", config = "src/serve/askama.toml")]
struct HeardPiece {
    heard: Option<Heard>,
}

/// A persona to choose.
struct Persona {
    slug: String,
    name: String,
    is_chosen: bool,
}

/// What was heard.
struct Heard {
    summary: String,
    mentions: Vec<Shown>,
}

/// One mention.
struct Shown {
    tag: String,
    kind: String,
    words: String,
    /// `surely meant: 0.84`, or why it is not shown elsewhere.
    belief: String,
    is_shown: bool,
    /// The pattern and where it stands.
    pattern: String,
    lexicon: String,
    url: Option<String>,
    /// What decided how it was meant.
    cues: Vec<String>,
    /// What was added up, the strongest first.
    reasons: Vec<String>,
}

/// `GET /lexicons/try?persona=end-user&text=…`
pub async fn get(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let (mut text, mut persona) = (String::new(), "unknown".to_owned());
    for (name, value) in form_urlencoded::parse(address.unwrap_or_default().as_bytes()) {
        match &*name {
            "text" => text = value.trim().to_owned(),
            "persona" => persona = value.trim().chars().take(60).collect(),
            _ => {}
        }
    }
    if text.len() > LONGEST {
        return Err(Trouble::Asked(format!(
            "more than {LONGEST} bytes are no sentence; try a shorter one"
        )));
    }
    let heard = match text.is_empty() {
        true => None,
        false => Some(listen(&app, text.clone(), persona.clone()).await?),
    };
    if wants_piece(&headers) {
        return render(&HeardPiece { heard });
    }
    render(&TryPage {
        frame: Frame::of("lexicons"),
        personas: personas(&persona),
        text,
        heard,
    })
}

fn personas(chosen: &str) -> Vec<Persona> {
    let slugs = PERSONAS.into_iter().chain(["unknown"]);
    slugs
        .map(|slug| Persona {
            name: slug.replace('-', " "),
            is_chosen: slug == chosen,
            slug: slug.to_owned(),
        })
        .collect()
}

async fn listen(app: &App, text: String, persona: String) -> Result<Heard, Trouble> {
    let (lexicons, threshold) = (app.lexicons.now(), app.config.threshold);
    aside(move || Ok(heard(&lexicons, &text, &persona, threshold))).await
}

fn heard(lexicons: &Arc<Lexicons>, text: &str, persona: &str, threshold: f32) -> Heard {
    let mut mentions = Tagger::new(lexicons).tag_utterance(text, persona);
    mentions.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let owners = Owners::of(lexicons);
    let mentions: Vec<Shown> = mentions
        .iter()
        .map(|mention| shown(mention, text, lexicons, &owners, threshold))
        .collect();
    let n_shown = mentions.iter().filter(|mention| mention.is_shown).count();
    Heard {
        summary: match (n_shown, mentions.len()) {
            (0, 0) => "Nothing is heard in it.".to_owned(),
            (0, _) => "Nothing in it would be shown, for the reasons below.".to_owned(),
            (1, 1) => "One thing is heard.".to_owned(),
            (n, all) if n == all => format!("{n} things are heard."),
            (n, all) => format!("{n} of {all} things would be shown."),
        },
        mentions,
    }
}

fn shown(
    mention: &Mention,
    text: &str,
    lexicons: &Lexicons,
    owners: &Owners<'_>,
    threshold: f32,
) -> Shown {
    let entry = owners.entry(mention);
    let entry = entry.and_then(|number| lexicons.entries.get(number));
    let is_sure = mention.confidence >= threshold;
    let is_meant = mention.is_affirmed();
    let chance = mention.confidence;
    let belief = match (is_sure, is_meant) {
        (true, true) => format!("believed at {chance:.2}"),
        (true, false) => format!("believed at {chance:.2}, but {}", mention.polarity.name()),
        (false, _) => format!("only {chance:.2}; less than {threshold} is not shown"),
    };
    Shown {
        tag: mention.tag.0.clone(),
        kind: mention.tag.kind().to_owned(),
        words: mention.span.slice(text).to_owned(),
        belief,
        is_shown: is_sure && is_meant,
        pattern: mention.pattern.clone(),
        lexicon: mention.lexicon.clone(),
        url: entry.map(|entry| url(&entry.lexicon, &entry.name)),
        cues: cues(mention, text),
        reasons: reasons(mention),
    }
}

/// What decided polarity, target and origin, in words.
fn cues(mention: &Mention, text: &str) -> Vec<String> {
    let why = &mention.why;
    let words = |cue: &Cue| format!("{} “{}”", cue.rule, cue.span.slice(text));
    let matched = why
        .matched
        .map(|span| format!("the pattern stands in “{}”", span.slice(text)));
    let polarity = why.polarity.as_ref().map(|cue| {
        let value = mention.polarity.name();
        format!("{value} because of {}", words(cue))
    });
    let target = why.target.as_ref().map(|cue| {
        let value = mention.target.name();
        format!("about the {value} side because of {}", words(cue))
    });
    let origin = why.origin.as_ref().map(|cue| {
        let value = mention.origin.name();
        format!("{value} because of {}", cue.rule)
    });
    let nothing = (mention.polarity == Polarity::Affirmed)
        .then(|| "meant: nothing around it takes it back".to_owned());
    let nothing = nothing.filter(|_| polarity.is_none());
    [matched, polarity, nothing, target, origin]
        .into_iter()
        .flatten()
        .collect()
}

fn reasons(mention: &Mention) -> Vec<String> {
    let evidence = mention.why.evidence.iter().take(REASONS);
    evidence
        .map(|one| format!("{:+.2} {}", one.weight, one.feature))
        .collect()
}
