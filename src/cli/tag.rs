//! What is heard in these calls, without keeping anything?

use std::io::{BufRead, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::call::{Call, Side};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::heeded::{Heeded, Marks, Told};
use crate::cli::look::{
    FAINT, count, note_label, of_tag, printable, styled, styled_lines, wrapped,
};
use crate::cli::parse::{Trouble, each_call};
use crate::cli::reading::Reading;
use crate::cli::settings::Settings;
use crate::ingest::read::Failure;
use crate::mention::{Cue, Mention, Why};
use crate::pipeline::{Mined, Workshop};

/// Show the pains, objections and other mentions in transcript files; keeps nothing
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim tag corpus-samples/tentpole-and-timber-demo-otter.txt\n  verbatim tag corpus-samples --json\n  echo '{\"id\":1,\"text\":\"too expensive\"}' | verbatim tag --utterances -"
)]
pub struct Tag {
    /// Files or folders; - is standard input
    #[arg(
        value_name = "FILE",
        required_unless_present = "utterances",
        conflicts_with = "utterances"
    )]
    pub files: Vec<PathBuf>,
    /// Loose text instead of calls: one {"id","text"} a line, each one prospect's words
    #[arg(long, value_name = "FILE")]
    pub utterances: Option<PathBuf>,
    /// Leave out mentions of less confidence than this (0 to 1)
    #[arg(long, value_name = "CONFIDENCE")]
    pub threshold: Option<f32>,
    /// What the lexicons hear, whatever people marked
    #[arg(long)]
    pub ignore_marks: bool,
    /// One mention a line, as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// Tags files or loose utterances.
pub fn run(args: &Args, command: &Tag) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicons()?;
    let threshold = command.threshold.unwrap_or(settings.config.threshold);
    let workshop =
        Workshop::new(&lexicons, settings.side_rules(), threshold).as_told(command.reading.how());
    let out = std::io::BufWriter::new(anstream::stdout());
    let mut teller = Teller {
        out,
        json: command.json,
        n_told: 0,
        n_denied: 0,
    };
    let mut trouble = Trouble::default();
    match &command.utterances {
        Some(file) => tag_utterances(file, &workshop, &mut teller, &mut trouble)?,
        None => {
            let marks = match command.ignore_marks {
                true => Marks::none(),
                false => Marks::of(&settings)?,
            };
            each_call(
                &command.files,
                settings.limits(),
                |delivery| workshop.mine(delivery),
                |mined| {
                    let heeded = marks.heed(mined).map_err(std::io::Error::other)?;
                    teller.call(mined, &heeded)
                },
                &mut trouble,
            )?;
        }
    }
    if teller.n_told == 0 && !command.json {
        writeln!(
            teller.out,
            "Nothing was heard. Only people known to be prospects are listened to."
        )?;
    }
    teller.out.flush()?;
    if teller.n_denied > 0 {
        writeln!(
            anstream::stderr(),
            "{} {} left out, because a person marked them so; --ignore-marks shows them",
            note_label(),
            count(teller.n_denied, "mention")
        )?;
    }
    Ok(match trouble.outcome() {
        Outcome::Done if teller.n_told == 0 => Outcome::NothingFound,
        outcome => outcome,
    })
}

/// One line of loose text.
#[derive(Deserialize)]
struct Loose {
    id: Value,
    text: String,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    persona: Option<String>,
}

fn tag_utterances(
    file: &PathBuf,
    workshop: &Workshop<'_>,
    teller: &mut Teller<impl Write>,
    trouble: &mut Trouble,
) -> anyhow::Result<()> {
    let reader: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(|cause| {
            anyhow::anyhow!("cannot read {}: {cause}; check the path", file.display())
        })?)
    };
    for (index, line) in std::io::BufReader::new(reader).lines().enumerate() {
        let place = format!("{}:{}", file.display(), index + 1);
        let line = line.map_err(|cause| anyhow::anyhow!("cannot read {place}: {cause}"))?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Loose>(&line) {
            Ok(loose) if is_prospect(&loose) => {
                let persona = loose.persona.as_deref().unwrap_or("unknown");
                let mentions = workshop.tag_utterance(&loose.text, persona);
                teller.loose(&loose, persona, &mentions)?;
            }
            Ok(_) => {}
            Err(cause) => {
                let message = format!(
                    "a line is an object with \"id\" and \"text\" (column {}); mend the line",
                    cause.column()
                );
                trouble.tell(&Failure {
                    path: place,
                    code: "broken-json".to_owned(),
                    message,
                });
            }
        }
    }
    Ok(())
}

fn is_prospect(loose: &Loose) -> bool {
    loose
        .side
        .as_deref()
        .is_none_or(|side| Side::from_word(side) == Some(Side::Prospect))
}

/// Writes mentions for people or for programs.
struct Teller<W> {
    out: W,
    json: bool,
    n_told: u64,
    n_denied: u64,
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
    fn call(&mut self, mined: &Mined, heeded: &Heeded) -> std::io::Result<()> {
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

    fn loose(&mut self, loose: &Loose, persona: &str, mentions: &[Mention]) -> std::io::Result<()> {
        for mention in mentions {
            let words = Words {
                whose: Map::from_iter([("id".to_owned(), loose.id.clone())]),
                text: &loose.text,
                side: Side::Prospect,
                persona,
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
