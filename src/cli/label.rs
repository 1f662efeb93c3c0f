//! What does a person hear in these calls?
//!
//! A sentence is shown, a key is typed, the answer is kept at once, and so on until nobody wants to go on. Keys come by
//! line, so that it works in a pipe as at a keyboard.

pub mod tags;

pub mod calls;

pub mod keys;

pub mod show;

use std::io::{BufRead, Write};
use std::path::PathBuf;

use crate::call::Call;
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{count, note_label, printable};
use crate::cli::parse::Trouble;
use crate::cli::settings::Settings;
use crate::learn::folder::LabelFolder;
use crate::learn::label::{LabelLine, Manner};
use crate::learn::queue::{Sentence, queue};
use crate::mention::{Mention, Tag};
use crate::mine::tag::Tagger;
use crate::tend::tags::{Kind, kinds};

use self::calls::Calls;
use self::keys::{Further, What};

/// Label calls by hand, beginning where the program is least sure
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim label --out my-labels            calls that are kept\n  verbatim label calls/ --out my-labels     calls in files\n  verbatim learn --labels my-labels --out learned.txt"
)]
pub struct Label {
    /// Transcript files or folders [default: the calls that are kept]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The folder of the labels; what was labelled there before is not asked again
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Asks until everything is answered or somebody quits.
pub fn run(args: &Args, command: &Label) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicons()?;
    let mut trouble = Trouble::default();
    let calls = if command.files.is_empty() {
        Calls::of_archive(&settings)?
    } else {
        Calls::of_files(&command.files, &settings, &mut trouble)?
    };
    let folder = LabelFolder::open(&command.out)?;
    let queue = queue(
        calls.n_calls(),
        |at| calls.get(at),
        &lexicons,
        settings.config.threshold,
        &folder,
    )?;
    if queue.n_changed > 0 {
        writeln!(
            anstream::stderr(),
            "{} {} left out, because the text is another one than when it was labelled",
            note_label(),
            count(queue.n_changed, "call")
        )?;
    }
    let mut session = Session {
        calls: &calls,
        tagger: Tagger::new(&lexicons),
        kinds: kinds(&lexicons),
        folder,
        typed: std::io::stdin().lock(),
        out: anstream::stdout(),
    };
    session.go_through(&queue.sentences)?;
    let mut out = session.out;
    let (n_labels, n_nothing) = session.folder.tally();
    if queue.sentences.is_empty() && queue.n_judged == 0 {
        writeln!(
            out,
            "There is nothing to label: no prospect says anything in these calls."
        )?;
        return Ok(match trouble.outcome() {
            Outcome::Done => Outcome::NothingFound,
            outcome => outcome,
        });
    }
    if queue.sentences.is_empty() {
        writeln!(out, "Every sentence of these calls is labelled.")?;
    }
    writeln!(
        out,
        "{} judged now ({}, {n_nothing} with nothing), {} before",
        count(n_labels + n_nothing, "sentence"),
        count(n_labels, "mention"),
        queue.n_judged
    )?;
    writeln!(
        out,
        "Next: verbatim learn --labels {}",
        command.out.display()
    )?;
    Ok(trouble.outcome())
}

/// One sitting.
struct Session<'s, R, W> {
    calls: &'s Calls,
    tagger: Tagger<'s>,
    kinds: Vec<Kind>,
    folder: LabelFolder,
    typed: R,
    out: W,
}

/// What somebody says of a sentence.
enum Answer {
    Nothing,
    Mention(Tag, Manner),
    Undo,
    Skip,
    Quit,
}

impl<R: BufRead, W: Write> Session<'_, R, W> {
    fn go_through(&mut self, sentences: &[Sentence]) -> anyhow::Result<()> {
        let calls = self.calls;
        // Places in the queue of the decisions that can be undone.
        let mut decided: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(asked) = sentences.get(at) {
            let Some(call) = calls.get(asked.call)? else {
                at += 1;
                continue;
            };
            let heading = format!("{} of {}", at + 1, sentences.len());
            self.show(&heading, &call, asked)?;
            match self.ask()? {
                Answer::Quit => break,
                Answer::Skip => at += 1,
                Answer::Undo => match decided.pop() {
                    Some(last) => {
                        self.folder.undo()?;
                        at = last;
                    }
                    None => writeln!(self.out, "There is nothing to undo in this sitting.")?,
                },
                Answer::Nothing => {
                    let words = words_of(&call, asked);
                    self.folder.hear_nothing(&call, asked.turn, words)?;
                    decided.push(at);
                    at += 1;
                }
                Answer::Mention(tag, manner) => {
                    let words = words_of(&call, asked);
                    let label = LabelLine::sure(&call, asked.turn, words, tag, manner);
                    self.folder.hear(&call, &label)?;
                    decided.push(at);
                    at += 1;
                }
            }
        }
        Ok(())
    }

    fn show(&mut self, number: &str, call: &Call, asked: &Sentence) -> std::io::Result<()> {
        let mut heard: Vec<Mention> = self.tagger.tag(call);
        heard.retain(|mention| mention.turn == asked.turn && mention.span.overlaps(asked.span));
        let mut heading = format!("{number} · {}:{}", call.id, asked.turn);
        if let Some(title) = &call.title {
            heading.push_str(" · ");
            heading.push_str(title);
        }
        show::show(&mut self.out, &printable(&heading), call, asked, &heard)
    }

    /// Asks what the sentence carries, until the answer can be understood.
    fn ask(&mut self) -> std::io::Result<Answer> {
        loop {
            show::menu(&mut self.out, &self.kinds)?;
            let Some(typed) = self.line()? else {
                return Ok(Answer::Quit);
            };
            let answer = match keys::what(&typed, &self.kinds) {
                Some(What::Nothing) => Some(Answer::Nothing),
                Some(What::Undo) => Some(Answer::Undo),
                Some(What::Skip) => Some(Answer::Skip),
                Some(What::Quit) => Some(Answer::Quit),
                Some(What::Kind(kind)) => self.ask_category(kind)?,
                None => {
                    writeln!(self.out, "That is none of the keys.")?;
                    None
                }
            };
            if let Some(answer) = answer {
                return Ok(answer);
            }
        }
    }

    /// `None`: back to the first question.
    fn ask_category(&mut self, kind: usize) -> std::io::Result<Option<Answer>> {
        let n_categories = self.kinds[kind].categories.len();
        loop {
            show::categories(&mut self.out, &self.kinds[kind])?;
            let Some(typed) = self.line()? else {
                return Ok(Some(Answer::Quit));
            };
            match keys::category(&typed, n_categories) {
                Some(Further::Chosen(category)) => {
                    let Kind {
                        name, categories, ..
                    } = &self.kinds[kind];
                    let tag = Tag(format!("{name}/{}", categories[category]));
                    return self.ask_manner(tag);
                }
                Some(Further::Back) => return Ok(None),
                Some(Further::Quit) => return Ok(Some(Answer::Quit)),
                None => writeln!(self.out, "Type a number from 1 to {n_categories}.")?,
            }
        }
    }

    fn ask_manner(&mut self, tag: Tag) -> std::io::Result<Option<Answer>> {
        loop {
            show::manners(&mut self.out)?;
            let Some(typed) = self.line()? else {
                return Ok(Some(Answer::Quit));
            };
            match keys::manner(&typed, &tag) {
                Some(Further::Chosen(manner)) => return Ok(Some(Answer::Mention(tag, manner))),
                Some(Further::Back) => return Ok(None),
                Some(Further::Quit) => return Ok(Some(Answer::Quit)),
                None => writeln!(self.out, "Press Enter, or type ! and letters.")?,
            }
        }
    }

    /// What is typed next; `None` at the end.
    fn line(&mut self) -> std::io::Result<Option<String>> {
        write!(self.out, "> ")?;
        self.out.flush()?;
        let mut line = String::new();
        if self.typed.read_line(&mut line)? == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        Ok(Some(line.trim().to_lowercase()))
    }
}

fn words_of<'c>(call: &'c Call, asked: &Sentence) -> &'c str {
    call.turns
        .get(asked.turn as usize)
        .map_or("", |turn| asked.span.slice(&turn.text))
}
