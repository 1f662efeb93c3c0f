//! How does an alert reach the outside?

use serde_json::{Value, json};

use crate::config::Config;
use crate::pipeline::watches::letters::{Letter, Said, Unsent};
use crate::post::{Message, Patience, Post, PostError};

/// Sends a letter to where the config says, and waits where that is not there for a moment.
pub fn send(config: &Config, letter: &Letter, site: Option<&str>) -> Result<(), Unsent> {
    send_with(config, letter, site, Patience::default())
}

/// The same in one try: the alerts remember when they are tried again.
pub fn send_once(config: &Config, letter: &Letter, site: Option<&str>) -> Result<(), Unsent> {
    let patience = Patience {
        tries: 1,
        ..Patience::default()
    };
    send_with(config, letter, site, patience)
}

fn send_with(
    config: &Config,
    letter: &Letter,
    site: Option<&str>,
    patience: Patience,
) -> Result<(), Unsent> {
    let Some(place) = config.post.get(&letter.post) else {
        return Err(Unsent {
            reason: format!(
                "the config has no [post.{}], which a saved search names; add it, then run `verbatim watch run --retry`",
                letter.post
            ),
            is_temporary: false,
        });
    };
    let sent = Post::of(&letter.post, place)
        .and_then(|post| post.with_patience(patience).send(&message(letter, site)));
    sent.map_err(|error| Unsent {
        is_temporary: matches!(error, PostError::Unreached { .. }),
        reason: error.to_string(),
    })
}

fn message(letter: &Letter, site: Option<&str>) -> Message {
    let first = letter.said.first().map_or(0, |said| said.number);
    let n = letter.said.len();
    let ending = if n == 1 { "" } else { "s" };
    Message {
        key: format!("alert-{first}-{n}"),
        kind: "watch.alert",
        title: format!("“{}” was said again: {n} quote{ending}", letter.watch),
        text: text(letter, site),
        html: None,
        data: json!({
            "watch": letter.watch,
            "quotes": letter.said.iter().map(|said| data(said, site)).collect::<Vec<Value>>(),
        }),
    }
}

fn text(letter: &Letter, site: Option<&str>) -> String {
    let mut text = String::new();
    for said in &letter.said {
        let quote = said.quote.replace(['\r', '\n'], " ");
        text.push_str(&format!("“{quote}”\n"));
        let who = [Some(said.role.clone()), said.account.clone()];
        let who: Vec<String> = who.into_iter().flatten().collect();
        let mut parts = vec![who.join(", ")];
        parts.extend(said.date.clone());
        parts.extend(link(said, site));
        text.push_str(&format!("— {}\n\n", parts.join(" · ")));
    }
    text
}

fn data(said: &Said, site: Option<&str>) -> Value {
    json!({
        "alert": said.number,
        "quote": said.quote,
        "role": said.role,
        "account": said.account,
        "date": said.date,
        "call": said.call,
        "turn": said.turn,
        "seconds": said.seconds,
        "recording": said.link,
        "page": page(said, site),
    })
}

/// The page of the words, else their recording.
fn link(said: &Said, site: Option<&str>) -> Option<String> {
    page(said, site).or_else(|| said.link.clone())
}

fn page(said: &Said, site: Option<&str>) -> Option<String> {
    let id: String = form_urlencoded::byte_serialize(said.call.as_bytes()).collect();
    // A plus is a space in a query alone.
    let id = id.replace('+', "%20");
    site.map(|site| format!("{site}/calls/{id}#turn-{}", said.turn))
}
