//! What did each step make of this file?

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::call::{Call, Participant, Span, Turn};
use crate::cli::args::Args;
use crate::cli::heeded::{Heeded, Marks, Told};
use crate::cli::look::{
    FAINT, HEADING, STRONG, clock, count, of_tag, printable, show_turn, styled, styled_lines,
    wrapped,
};
use crate::cli::parse::Trouble;
use crate::cli::reading::Reading;
use crate::cli::settings::Settings;
use crate::cli::{Outcome, who};
use crate::ingest::parse::parse_as;
use crate::ingest::read::Delivery;
use crate::ingest::transcript::{Transcript, Utterance};
use crate::mention::by_hand::BY_HAND;
use crate::mention::{Cue, Mention};
use crate::pipeline::deliver::{deliver, walk};
use crate::pipeline::{Mined, Workshop};
use crate::text::noise;

/// Show what each step makes of a file: utterances, turns and sides, words, mentions and why
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim explain corpus-samples/tentpole-and-timber-demo-otter.txt\n  verbatim explain corpus-samples/tentpole-and-timber-demo-otter.txt --turn 4\n  verbatim explain corpus-samples/tentpole-and-timber-demo-otter.txt --json"
)]
pub struct Explain {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only this turn
    #[arg(long, value_name = "TURN")]
    pub turn: Option<u32>,
    /// One call a line, as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// One call through all steps.
struct Story<'a> {
    /// As delivered, before normalizing.
    transcript: Option<&'a Transcript>,
    mined: &'a Mined,
    heeded: &'a Heeded,
    only: Option<u32>,
}

/// Takes a file through all steps and shows each.
pub fn run(args: &Args, command: &Explain) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicons()?;
    let workshop = Workshop::new(&lexicons, settings.side_rules(), settings.config.threshold)
        .as_told(command.reading.how());
    let mut trouble = Trouble::default();
    let mut deliveries = Vec::new();
    let listed = walk(std::slice::from_ref(&command.file));
    let unread = deliver(&listed.files, settings.limits(), &mut |batch| {
        deliveries.extend(batch);
        true
    });
    listed
        .failures
        .iter()
        .chain(&unread)
        .for_each(|failure| trouble.tell(failure));
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let marks = Marks::of(&settings)?;
    for delivery in &deliveries {
        explain(
            &mut out,
            delivery,
            command,
            (&workshop, &marks),
            &mut trouble,
        )?;
    }
    out.flush()?;
    Ok(trouble.outcome())
}

fn explain(
    out: &mut impl Write,
    delivery: &Delivery,
    command: &Explain,
    (workshop, marks): (&Workshop<'_>, &Marks),
    trouble: &mut Trouble,
) -> anyhow::Result<()> {
    let transcripts: Vec<Option<Transcript>> = parse_as(&delivery.bytes, &workshop.how)
        .unwrap_or_default()
        .into_iter()
        .map(|parsed| parsed.ok().map(|parsed| parsed.transcript))
        .collect();
    for (index, mined) in workshop.mine(delivery).into_iter().enumerate() {
        match mined {
            Ok(mined) => {
                let transcript = transcripts.get(index).and_then(Option::as_ref);
                let heeded = marks.heed(&mined)?;
                let story = Story {
                    transcript,
                    mined: &mined,
                    heeded: &heeded,
                    only: command.turn,
                };
                if command.json {
                    writeln!(out, "{}", as_json(&story, workshop))?;
                } else {
                    show(out, &story, workshop)?;
                }
            }
            Err(failure) => trouble.tell(&failure),
        }
    }
    Ok(())
}

impl Story<'_> {
    fn call(&self) -> &Call {
        &self.mined.read.call
    }

    fn turns(&self) -> impl Iterator<Item = (u32, &Turn)> {
        let turns = self
            .call()
            .turns
            .iter()
            .enumerate()
            .map(|(index, turn)| (index as u32, turn));
        turns.filter(|(index, _)| self.only.is_none_or(|only| only == *index))
    }

    fn mentions_of(&self, turn: u32) -> impl Iterator<Item = &(Mention, Option<Told>)> {
        let mentions = self.heeded.mentions.iter();
        mentions.filter(move |(mention, _)| mention.turn == turn)
    }

    /// What is heard in a turn and was denied by a person.
    fn denied_in(&self, turn: u32) -> impl Iterator<Item = &(Mention, Told)> {
        let denied = self.heeded.denied.iter();
        denied.filter(move |(mention, _)| mention.turn == turn)
    }

    fn cue_text(&self, cue: &Cue) -> &str {
        self.call()
            .turns
            .get(cue.turn as usize)
            .map_or("", |turn| cue.span.slice(&turn.text))
    }

    fn utterances(&self) -> &[Utterance] {
        self.transcript
            .map_or(&[], |transcript| &transcript.utterances)
    }
}

fn cues(mention: &Mention) -> impl Iterator<Item = (&'static str, &'static str, &Cue)> {
    let why = &mention.why;
    let all = [
        ("polarity", mention.polarity.name(), &why.polarity),
        ("target", mention.target.name(), &why.target),
        ("origin", mention.origin.name(), &why.origin),
    ];
    all.into_iter()
        .filter_map(|(what, value, cue)| cue.as_ref().map(|cue| (what, value, cue)))
}

fn words_of(workshop: &Workshop<'_>, text: &str) -> Vec<Span> {
    workshop.with_tagger(|tagger| tagger.words_of(text))
}

fn as_json(story: &Story<'_>, workshop: &Workshop<'_>) -> serde_json::Value {
    let call = story.call();
    let utterances: Vec<_> = story
        .utterances()
        .iter()
        .map(|u| json!({ "speaker": u.speaker, "start": u.start, "end": u.end, "text": u.text }))
        .collect();
    let turns: Vec<_> = story
        .turns()
        .map(|(index, turn)| {
            let speaker = call.speaker(turn);
            let words: Vec<_> = words_of(workshop, &turn.text).iter().map(|word| [word.start, word.end]).collect();
            let noise: Vec<_> = noise::spans(&turn.text).iter().map(|span| [span.start, span.end]).collect();
            let mentions = story.mentions_of(index);
            let mentions: Vec<_> = mentions.map(|(mention, told)| mention_json(story, turn, mention, told.as_ref())).collect();
            let denied = story.denied_in(index);
            let denied: Vec<_> = denied.map(|(mention, told)| mention_json(story, turn, mention, Some(told))).collect();
            json!({
                "index": index, "speaker": speaker.name, "side": speaker.side, "side_reason": speaker.side_reason,
                "persona": speaker.persona, "start": turn.start, "end": turn.end, "text": turn.text,
                "words": words, "noise": noise, "mentions": mentions, "denied": denied,
            })
        })
        .collect();
    let participants: Vec<_> = call.participants.iter().map(who_json).collect();
    json!({
        "call": call.id, "format": call.format, "participants": participants, "source": story.mined.read.place, "problems": story.mined.read.problems,
        "utterances": utterances, "turns": turns,
    })
}

fn who_json(who: &Participant) -> serde_json::Value {
    json!({
        "name": who.name, "side": who.side, "side_reason": who.side_reason, "side_evidence": who.side_evidence,
        "title": who.title, "persona": who.persona, "persona_reason": who.persona_reason.to_string(),
    })
}

fn mention_json(
    story: &Story<'_>,
    turn: &Turn,
    mention: &Mention,
    told: Option<&Told>,
) -> serde_json::Value {
    let cues: Vec<_> =
        cues(mention).map(|(what, value, cue)| json!({ "decides": what, "value": value, "cue": story.cue_text(cue), "turn": cue.turn, "rule": cue.rule })).collect();
    json!({
        "tag": mention.tag, "quote": mention.span.slice(&turn.text), "start": mention.span.start, "end": mention.span.end,
        "polarity": mention.polarity, "target": mention.target, "origin": mention.origin, "confidence": mention.confidence,
        "lexicon": mention.lexicon, "pattern": mention.pattern, "marked": told,
        "matched": mention.why.matched.map(|span| span.slice(&turn.text)), "cues": cues, "evidence": mention.why.evidence,
    })
}

fn show(out: &mut impl Write, story: &Story<'_>, workshop: &Workshop<'_>) -> std::io::Result<()> {
    let call = story.call();
    heading(out, "1 read")?;
    writeln!(
        out,
        "  {} as {}: {}",
        story.mined.read.place,
        call.format,
        count(story.utterances().len() as u64, "utterance")
    )?;
    for problem in &story.mined.read.problems {
        writeln!(out, "  {} [{}]", problem.message, problem.code)?;
    }
    if story.only.is_none() {
        show_utterances(out, story.utterances())?;
    }
    heading(out, "2 who is who")?;
    for person in &call.participants {
        let aliases = if person.aliases.is_empty() {
            String::new()
        } else {
            format!(" (also {})", printable(&person.aliases.join(", ")))
        };
        let known = format!(
            "{}{aliases}: {}, known by {}; persona {}",
            printable(&person.name),
            person.side.name(),
            who::side_reason(person),
            who::persona(person)
        );
        writeln!(out, "{}", wrapped(&known, "  "))?;
    }
    heading(out, "3 turns, words and mentions")?;
    for (index, turn) in story.turns() {
        show_mined(out, story, workshop, index, turn)?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    writeln!(out, "\n{}", styled(HEADING, text))
}

fn show_utterances(out: &mut impl Write, utterances: &[Utterance]) -> std::io::Result<()> {
    for utterance in utterances {
        let time = utterance.start.map(clock).unwrap_or_default();
        let speaker = utterance
            .speaker
            .as_deref()
            .map_or_else(|| "nobody named".to_owned(), printable);
        writeln!(
            out,
            "  {}",
            styled(
                FAINT,
                &format!("{time:>7}  {speaker}: {} bytes", utterance.text.len())
            )
        )?;
    }
    Ok(())
}

/// A turn with its words and what is heard in it.
fn show_mined(
    out: &mut impl Write,
    story: &Story<'_>,
    workshop: &Workshop<'_>,
    index: u32,
    turn: &Turn,
) -> std::io::Result<()> {
    writeln!(out)?;
    show_turn(out, STRONG, story.call(), index, turn)?;
    let words: Vec<String> = words_of(workshop, &turn.text)
        .iter()
        .map(|word| printable(word.slice(&turn.text)))
        .collect();
    writeln!(
        out,
        "{}",
        styled(FAINT, &wrapped(&words.join(" | "), "      "))
    )?;
    show_noise(out, &turn.text)?;
    for (mention, told) in story.mentions_of(index) {
        show_mention(out, story, turn, mention)?;
        show_told(out, told.as_ref())?;
    }
    for (mention, told) in story.denied_in(index) {
        show_mention(out, story, turn, mention)?;
        show_told(out, Some(told))?;
    }
    Ok(())
}

/// What the recogniser made up, which is neither tagged nor counted.
fn show_noise(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    let spans = noise::spans(text);
    if spans.is_empty() {
        return Ok(());
    }
    let noise: Vec<String> = spans
        .iter()
        .map(|span| printable(span.slice(text)))
        .collect();
    let told = format!("the recogniser's noise: {}", noise.join(" | "));
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&told, "      ")))
}

fn show_mention(
    out: &mut impl Write,
    story: &Story<'_>,
    turn: &Turn,
    mention: &Mention,
) -> std::io::Result<()> {
    writeln!(
        out,
        "      {} {:.2}  “{}”",
        styled(of_tag(&mention.tag.0), &mention.tag.0),
        mention.confidence,
        printable(mention.span.slice(&turn.text))
    )?;
    // What only a person hears has no pattern.
    if mention.lexicon != BY_HAND {
        let pattern = format!(
            "          pattern {} in {}",
            mention.pattern, mention.lexicon
        );
        writeln!(out, "{}", styled(FAINT, &pattern))?;
    }
    // Where no pattern stands, the features stand in its place already.
    let evidence = mention.why.evidence.iter();
    for one in evidence.filter(|_| mention.why.matched.is_some()) {
        let line = format!("          {:+.2}  {}", one.weight, printable(&one.feature));
        writeln!(out, "{}", styled(FAINT, &line))?;
    }
    for (what, value, cue) in cues(mention) {
        let cue_text = printable(story.cue_text(cue));
        let decided = format!(
            "          {what} {value}: {} “{cue_text}” (turn {})",
            cue.rule, cue.turn
        );
        writeln!(out, "{}", styled(FAINT, &decided))?;
    }
    Ok(())
}

/// What a person decided about the mention above.
fn show_told(out: &mut impl Write, told: Option<&Told>) -> std::io::Result<()> {
    let Some(told) = told else {
        return Ok(());
    };
    let told = wrapped(&printable(&told.to_string()), "          ");
    writeln!(out, "{}", styled_lines(FAINT, &told))
}
