//! What does an incoming webhook of Slack's kind want to hear?

use serde_json::{Value, json};

use crate::config::post::SlackConfig;
use crate::net::{Client, Request};
use crate::post::escape::{mrkdwn, pieces};
use crate::post::retry::{Unsent, judged};
use crate::post::{Message, PostError, Url, client, one_line};

/// Characters of a heading.
const HEADING: usize = 150;
/// Bytes of a piece of text; Slack takes 3,000 characters.
const PIECE: usize = 2_800;
/// Pieces of text; Slack takes 50 blocks.
const PIECES: usize = 45;

pub(super) struct Slack {
    url: Url,
    client: Client,
}

impl Slack {
    pub(super) fn of(name: &str, config: &SlackConfig) -> Result<Slack, PostError> {
        Ok(Slack {
            url: Url::of(name, &config.url)?,
            client: client(name, config.allow_private)?,
        })
    }

    pub(super) fn send(&self, message: &Message) -> Result<(), Unsent> {
        let body = payload(message).to_string().into_bytes();
        let request = Request::post(self.url.text(), "application/json", body);
        judged(self.client.send(&request))
    }
}

/// The message as blocks, with one line for notifications. `verbatim` keeps Slack from making links of words.
fn payload(message: &Message) -> Value {
    let title = one_line(&message.title, HEADING);
    let heading = json!({ "type": "header", "text": { "type": "plain_text", "text": title } });
    let text = mrkdwn(&message.text);
    let all = pieces(&text, PIECE);
    let n_left = all.len().saturating_sub(PIECES);
    let shown = all
        .into_iter()
        .take(PIECES)
        .filter(|piece| !piece.trim().is_empty());
    let mut blocks = vec![heading];
    blocks.extend(shown.map(section));
    if n_left > 0 {
        blocks.push(section("… the rest is in the report on the machine"));
    }
    json!({ "text": mrkdwn(&title), "blocks": blocks })
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_within_what_slack_takes() {
        let message = Message {
            key: "k".to_owned(),
            kind: "nightly.report",
            title: "<!here> Night\nof Monday".to_owned(),
            text: "x & y\n".repeat(60_000),
            html: None,
            data: Value::Null,
        };
        let payload = payload(&message);
        let blocks = payload["blocks"].as_array().unwrap();
        assert!(blocks.len() <= 50);
        assert_eq!(payload["text"], "&lt;!here&gt; Night of Monday");
        for block in &blocks[1..] {
            assert!(block["text"]["text"].as_str().unwrap().len() <= 3_000);
        }
    }
}
