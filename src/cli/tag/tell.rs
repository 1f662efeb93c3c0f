//! How are mentions told, to people or to programs?

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::call::{Call, Side};
use crate::cli::heeded::{Heeded, Told};
use crate::cli::look::{FAINT, of_tag, printable, styled, styled_lines, wrapped};
use crate::mention::{Cue, Mention, Why};
use crate::pipeline::Mined;

use super::loose::Loose;

/// Writes mentions for people or for programs.
pub(super) struct Teller<W> {
    pub(super) out: W,
    pub(super) json: bool,
    pub(super) n_told: u64,
    pub(super) n_denied: u64,
}

#[derive(Serialize)]
struct MentionLine<'a> {
    #[serde(flatten)]
    whose: Map<String, Value>,
    side: &'static str,
    persona: &'a str,
    start: u32,
    end: u32,
    quote: &'a str,
    tag: &'a str,
    polarity: &'static str,
    target: &'static str,
    origin: &'static str,
    confidence: f64,
    lexicon: &'a str,
    pattern: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    marked: Option<&'a Told>,
    why: Value,
}

/// A text, and whose it is.
struct Words<'a> {
    whose: Map<String, Value>,
    text: &'a str,
    side: Side,
    persona: &'a str,
}

impl<W: Write> Teller<W> {
    pub(super) fn call(&mut self, mined: &Mined, heeded: &Heeded) -> std::io::Result<()> {
        let call = &mined.read.call;
        self.n_denied += heeded.denied.len() as u64;
        for (mention, marked) in &heeded.mentions {
            let turn = &call.turns[mention.turn as usize];
            let speaker = call.speaker(turn);
            let mut whose = Map::new();
            whose.insert("call".to_owned(), json!(call.id));
            whose.insert("turn".to_owned(), json!(mention.turn));
            whose.insert("speaker".to_owned(), json!(speaker.name));
            let words = Words {
                whose,
                text: &turn.text,
                side: speaker.side,
                persona: &speaker.persona,
            };
            let why = why(&mention.why, |cue| cue_text(call, cue));
            self.tell(words, mention, marked.as_ref(), why)?;
        }
        Ok(())
    }

    pub(super) fn loose(&mut self, loose: &Loose, mentions: &[Mention]) -> std::io::Result<()> {
        for mention in mentions {
            let words = Words {
                whose: Map::from_iter([("id".to_owned(), loose.id.clone())]),
                text: &loose.text,
                side: Side::Prospect,
                persona: loose.persona(),
            };
            let why = why(&mention.why, |cue| cue.span.slice(&loose.text).to_owned());
            self.tell(words, mention, None, why)?;
        }
        Ok(())
    }

    fn tell(
        &mut self,
        words: Words<'_>,
        mention: &Mention,
        marked: Option<&Told>,
        why: Value,
    ) -> std::io::Result<()> {
        self.n_told += 1;
        let line = MentionLine {
            whose: words.whose,
            side: words.side.name(),
            persona: words.persona,
            start: mention.span.start,
            end: mention.span.end,
            quote: mention.span.slice(words.text),
            tag: &mention.tag.0,
            polarity: mention.polarity.name(),
            target: mention.target.name(),
            origin: mention.origin.name(),
            confidence: thousandths(mention.confidence),
            lexicon: &mention.lexicon,
            pattern: &mention.pattern,
            marked,
            why,
        };
        if self.json {
            serde_json::to_writer(&mut self.out, &line)?;
            return writeln!(self.out);
        }
        self.show(&line)
    }

    fn show(&mut self, line: &MentionLine<'_>) -> std::io::Result<()> {
        let place: Vec<String> = line
            .whose
            .values()
            .map(|value| value.as_str().map_or_else(|| value.to_string(), printable))
            .collect();
        let odd: Vec<&str> = [line.polarity, line.target, line.origin]
            .into_iter()
            .filter(|value| !["affirmed", "own", "unprompted"].contains(value))
            .collect();
        let odd = if odd.is_empty() {
            String::new()
        } else {
            format!(" ({})", odd.join(", "))
        };
        writeln!(
            self.out,
            "{}{odd}  {}",
            styled(of_tag(line.tag), line.tag),
            styled(FAINT, &place.join(" · "))
        )?;
        writeln!(self.out, "{}", wrapped(&printable(line.quote), "    "))?;
        match line.marked {
            Some(told) => {
                let told = wrapped(&printable(&told.to_string()), "    ");
                writeln!(self.out, "{}", styled_lines(FAINT, &told))
            }
            None => Ok(()),
        }
    }
}

/// A number with three digits behind the point.
fn thousandths(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

/// The cues by what they decided, each with its words, and what was added up.
fn why(why: &Why, text: impl Fn(&Cue) -> String) -> Value {
    let mut told = Map::new();
    if let Some(matched) = why.matched {
        told.insert("matched".to_owned(), json!([matched.start, matched.end]));
    }
    for (name, cue) in [
        ("polarity", &why.polarity),
        ("target", &why.target),
        ("origin", &why.origin),
    ] {
        if let Some(cue) = cue {
            let cue = json!({ "cue": text(cue), "turn": cue.turn, "start": cue.span.start, "end": cue.span.end, "rule": cue.rule });
            told.insert(name.to_owned(), cue);
        }
    }
    if !why.evidence.is_empty() {
        let evidence = why.evidence.iter();
        let evidence: Vec<Value> = evidence
            .map(|one| json!({ "feature": one.feature, "weight": thousandths(one.weight) }))
            .collect();
        told.insert("evidence".to_owned(), Value::Array(evidence));
    }
    Value::Object(told)
}

fn cue_text(call: &Call, cue: &Cue) -> String {
    call.turns
        .get(cue.turn as usize)
        .map(|turn| cue.span.slice(&turn.text).to_owned())
        .unwrap_or_default()
}
