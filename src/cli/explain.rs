//! What did each step make of this file?

mod json;
mod show;

use std::io::Write;
use std::path::PathBuf;

use crate::call::{Call, Span, Turn};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::heeded::{Heeded, Marks, Told};
use crate::cli::look::count;
use crate::cli::parse::Trouble;
use crate::cli::reading::Reading;
use crate::cli::settings::Settings;
use crate::ingest::parse::parse_as;
use crate::ingest::read::{Delivery, Failure};
use crate::ingest::transcript::{Transcript, Utterance};
use crate::mention::{Cue, Mention};
use crate::pipeline::deliver::{deliver, walk};
use crate::pipeline::{Mined, Workshop};
use json::as_json;
use show::show;

/// Show what each step makes of a file: utterances, turns and sides, words, mentions and why
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim explain corpus-samples/tentpole-and-timber-demo-otter.txt\n  verbatim explain corpus-samples/tentpole-and-timber-demo-otter.txt --turn 4\n  verbatim explain corpus-samples/tentpole-and-timber-demo-otter.txt --json"
)]
pub struct Explain {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only this turn; the first is 0
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
    let mut seen = Seen::default();
    for delivery in &deliveries {
        explain(
            &mut out,
            delivery,
            command,
            (&workshop, &marks),
            (&mut seen, &mut trouble),
        )?;
    }
    out.flush()?;
    if let Some(failure) = seen.without_turn(command) {
        trouble.tell(&failure);
    }
    Ok(trouble.outcome())
}

/// How much there was to show, so that a turn that is nowhere can be told.
#[derive(Default)]
struct Seen {
    n_calls: usize,
    n_shown: usize,
    /// Turns of the longest call.
    most_turns: usize,
}

impl Seen {
    /// Counts a call and says whether it is to be shown: one that lacks the wanted turn is not.
    fn shows(&mut self, call: &Call, wanted: Option<u32>) -> bool {
        self.n_calls += 1;
        self.most_turns = self.most_turns.max(call.turns.len());
        let is_shown = wanted.is_none_or(|turn| (turn as usize) < call.turns.len());
        self.n_shown += usize::from(is_shown);
        is_shown
    }

    /// What to say where calls were read and none of them has the wanted turn.
    fn without_turn(&self, command: &Explain) -> Option<Failure> {
        let turn = command
            .turn
            .filter(|_| self.n_calls > 0 && self.n_shown == 0)?;
        let whose = match self.n_calls {
            1 => "the call".to_owned(),
            several => format!("the longest of the {several} calls"),
        };
        let turns = count(self.most_turns as u64, "turn");
        let last = self.most_turns.saturating_sub(1);
        Some(Failure {
            path: command.file.display().to_string(),
            code: "no-such-turn".to_owned(),
            message: format!(
                "there is no turn {turn}: {whose} has {turns}; give --turn a number from 0 to {last}"
            ),
        })
    }
}

fn explain(
    out: &mut impl Write,
    delivery: &Delivery,
    command: &Explain,
    (workshop, marks): (&Workshop<'_>, &Marks),
    (seen, trouble): (&mut Seen, &mut Trouble),
) -> anyhow::Result<()> {
    let transcripts: Vec<Option<Transcript>> = parse_as(&delivery.bytes, &workshop.how)
        .unwrap_or_default()
        .into_iter()
        .map(|parsed| parsed.ok().map(|parsed| parsed.transcript))
        .collect();
    for (index, mined) in workshop.mine(delivery).into_iter().enumerate() {
        match mined {
            Ok(mined) => {
                if !seen.shows(&mined.read.call, command.turn) {
                    continue;
                }
                let mined = marks.corrected(&mined, workshop)?.unwrap_or(mined);
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
