//! Which sentence is asked about next, and what has been said of the others?
//!
//! One desk for the data folder: whoever sits down goes on where the last one stopped. Every answer is kept at once in
//! the folder of labels, exactly as `verbatim label` keeps it, and can be taken back.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::archive::Archive;
use crate::call::{Call, Side, Span};
use crate::learn::folder::{FolderError, LABELS, LabelFolder};
use crate::learn::label::{LabelLine, Manner};
use crate::learn::queue::{Sentence, queue};
use crate::mention::{Mention, Tag};
use crate::mine::lexicon::Lexicons;
use crate::mine::tag::Tagger;
use crate::serve::app::App;
use crate::serve::lesson::labels_of;
use crate::serve::trouble::Trouble;
use crate::serve::work::{Outcome, Steps, now};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::{DataDir, whole};

/// Turns shown before the sentence's own, and behind it.
const TURNS_AROUND: u32 = 2;

/// A call's number, a turn, and the words.
type Place = (u32, u32, Span);

/// Where sentences are asked about.
#[derive(Default)]
pub struct Desk {
    sitting: Mutex<Sitting>,
}

#[derive(Default)]
struct Sitting {
    folder: Option<LabelFolder>,
    line: Option<Line>,
    skipped: HashSet<Place>,
    /// What was decided in this sitting, the latest last.
    decided: Vec<Place>,
}

/// The sentences in the order in which they are asked about.
struct Line {
    ords: Vec<u32>,
    sentences: Vec<Sentence>,
    n_judged: u64,
    n_changed: u64,
    /// The change up to which the archive was read, by which lexicons, and when.
    seq: u64,
    fingerprint: String,
    made_at: String,
}

/// What lies on the desk.
pub struct Board {
    pub next: Next,
    /// Sentences that still can be asked about.
    pub n_left: usize,
    pub n_labels: u64,
    pub n_nothing: u64,
    pub n_skipped: usize,
    /// Sentences that were judged in earlier sittings.
    pub n_judged: u64,
    /// Calls whose text has changed since they were labelled.
    pub n_changed: u64,
    pub made_at: Option<String>,
    /// The archive or the lexicons have changed since the sentences were put into order.
    pub is_stale: bool,
    pub can_undo: bool,
    /// There are labels to learn from.
    pub can_learn: bool,
}

/// What is asked next.
pub enum Next {
    /// Nobody has looked for sentences yet.
    NotLooked,
    /// Everything is answered or skipped.
    Nothing,
    Sentence(Box<Asked>),
}

/// One sentence with what stands around it.
pub struct Asked {
    pub call: String,
    pub title: Option<String>,
    pub turn: u32,
    pub span: Span,
    pub speaker: String,
    /// The turn in three parts: before the sentence, the sentence, and behind it.
    pub lead: String,
    pub words: String,
    pub rest: String,
    pub before: Vec<Around>,
    pub after: Vec<Around>,
    /// What the program hears in it, the surest first.
    pub heard: Vec<Mention>,
}

/// A turn before or behind.
pub struct Around {
    pub speaker: String,
    pub side: &'static str,
    pub text: String,
}

/// What somebody says of a sentence.
pub enum Answer {
    Nothing,
    Skip,
    Mention(Tag, Manner),
}

/// The sentence that somebody answers about.
pub struct Question {
    pub call: String,
    pub turn: u32,
    pub span: Span,
}

impl Desk {
    /// What lies on the desk now.
    pub fn board(
        &self,
        archive: &Archive,
        dir: &DataDir,
        lexicons: &Lexicons,
    ) -> Result<Board, Trouble> {
        let sitting = self.sitting();
        let seq = archive.catalogue.latest_seq()?;
        let is_done = |place: &Place, sitting: &Sitting| {
            sitting.skipped.contains(place) || sitting.decided.contains(place)
        };
        let (mut next, mut n_left) = (Next::NotLooked, 0);
        if let Some(line) = &sitting.line {
            next = Next::Nothing;
            for sentence in &line.sentences {
                let Some(place) = line.place(sentence) else {
                    continue;
                };
                if is_done(&place, &sitting) {
                    continue;
                }
                n_left += 1;
                if matches!(next, Next::Nothing)
                    && let Some(asked) = ask(archive, lexicons, sitting.folder.as_ref(), place)?
                {
                    next = Next::Sentence(Box::new(asked));
                }
            }
        }
        if matches!(next, Next::Nothing) {
            n_left = 0;
        }
        let tally = sitting.folder.as_ref().map(LabelFolder::tally);
        let (n_labels, n_nothing) = tally.unwrap_or_default();
        let line = sitting.line.as_ref();
        let is_stale =
            line.is_some_and(|line| line.seq != seq || line.fingerprint != lexicons.fingerprint());
        Ok(Board {
            next,
            n_left,
            n_labels,
            n_nothing,
            n_skipped: sitting.skipped.len(),
            n_judged: line.map_or(0, |line| line.n_judged),
            n_changed: line.map_or(0, |line| line.n_changed),
            made_at: line.map(|line| line.made_at.clone()),
            is_stale,
            can_undo: !sitting.decided.is_empty(),
            can_learn: has_labels(dir),
        })
    }

    /// Keeps an answer. The same answer twice, from a double click, is kept once.
    pub fn answer(
        &self,
        archive: &Archive,
        dir: &DataDir,
        question: &Question,
        answer: Answer,
    ) -> Result<(), Trouble> {
        let Some((ord, call)) = archive.catalogue.call(&question.call)? else {
            return Err(Trouble::NotThere("call"));
        };
        let words = words_at(&call, question.turn, question.span)
            .ok_or(Trouble::NotThere("sentence of a prospect"))?;
        let mut sitting = self.sitting();
        let place = (ord, question.turn, question.span);
        let mention = match answer {
            Answer::Skip => {
                sitting.skipped.insert(place);
                return Ok(());
            }
            Answer::Nothing => None,
            Answer::Mention(tag, manner) => Some((tag, manner)),
        };
        let folder = sitting.open(dir)?;
        if !folder.fits(&call) {
            return Err(Trouble::Asked(
                "this call was corrected since its first sentence was labelled; skip it".to_owned(),
            ));
        }
        if folder.is_judged(&call.id, question.turn, words) {
            return Ok(());
        }
        match mention {
            None => folder
                .hear_nothing(&call, question.turn, words)
                .map_err(folder_trouble)?,
            Some((tag, manner)) => {
                let label = LabelLine::sure(&call, question.turn, words, tag, manner);
                folder.hear(&call, &label).map_err(folder_trouble)?;
            }
        }
        sitting.decided.push(place);
        Ok(())
    }

    /// Takes the last answer of this sitting back; `false` where there is none.
    pub fn undo(&self, dir: &DataDir) -> Result<bool, Trouble> {
        let mut sitting = self.sitting();
        let is_undone = sitting.open(dir)?.undo().map_err(folder_trouble)?;
        if is_undone {
            sitting.decided.pop();
        }
        Ok(is_undone)
    }

    fn sitting(&self) -> MutexGuard<'_, Sitting> {
        self.sitting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sitting {
    fn open(&mut self, dir: &DataDir) -> Result<&mut LabelFolder, Trouble> {
        if self.folder.is_none() {
            self.folder = Some(open_folder(dir)?);
        }
        self.folder
            .as_mut()
            .ok_or_else(|| Trouble::Own("the folder of labels is closed; try again".to_owned()))
    }
}

impl Line {
    fn place(&self, sentence: &Sentence) -> Option<Place> {
        let ord = self.ords.get(sentence.call)?;
        Some((*ord, sentence.turn, sentence.span))
    }
}

/// Puts every sentence that nobody has judged into order, the least sure first.
pub fn line_up(app: &App, steps: &Steps) -> Result<Outcome, String> {
    let lexicons = app.lexicons.now();
    let catalogue = Catalogue::open_to_read(&app.dir).map_err(|error| error.to_string())?;
    let seq = catalogue.latest_seq().map_err(|error| error.to_string())?;
    let mut ords = Vec::new();
    catalogue
        .for_each_fact(|facts| ords.push(facts.ord))
        .map_err(|error| error.to_string())?;
    let folder = open_folder(&app.dir).map_err(|trouble| trouble.to_string())?;
    steps.begin("calls read", ords.len() as u64);
    let open = |at: usize| -> Result<Option<Cow<'static, Call>>, StoreError> {
        steps.to(at as u64);
        match ords.get(at) {
            Some(ord) => Ok(catalogue.call_by_ord(*ord)?.map(Cow::Owned)),
            None => Ok(None),
        }
    };
    let found = queue(ords.len(), open, &lexicons, app.config.threshold, &folder);
    let found = found.map_err(|error| error.to_string())?;
    let mut sitting = app.tools.desk.sitting();
    sitting.skipped.clear();
    sitting.line = Some(Line {
        n_judged: found.n_judged,
        n_changed: found.n_changed,
        sentences: found.sentences,
        seq,
        fingerprint: lexicons.fingerprint().to_owned(),
        made_at: now(),
        ords,
    });
    Ok(Outcome::Queued)
}

/// A sentence with what stands around it; `None` where it is no longer there, or judged by now.
fn ask(
    archive: &Archive,
    lexicons: &Lexicons,
    folder: Option<&LabelFolder>,
    (ord, index, span): Place,
) -> Result<Option<Asked>, Trouble> {
    let Some(both) = archive.call(ord)? else {
        return Ok(None);
    };
    let call = &both.0;
    let Some(words) = words_at(call, index, span) else {
        return Ok(None);
    };
    let is_open =
        folder.is_none_or(|folder| folder.fits(call) && !folder.is_judged(&call.id, index, words));
    let Some(turn) = call.turns.get(index as usize).filter(|_| is_open) else {
        return Ok(None);
    };
    let mut heard = Tagger::new(lexicons).tag(call);
    heard.retain(|mention| mention.turn == index && mention.span.overlaps(span));
    heard.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let part = |from: usize, to: usize| turn.text.get(from..to).unwrap_or("").to_owned();
    let (start, end) = (span.start as usize, span.end as usize);
    let n_turns = call.turns.len() as u32;
    Ok(Some(Asked {
        call: call.id.0.clone(),
        title: call.title.clone(),
        turn: index,
        span,
        speaker: who(call, index),
        lead: part(0, start),
        words: words.to_owned(),
        rest: part(end, turn.text.len()),
        before: around(call, index.saturating_sub(TURNS_AROUND)..index),
        after: around(call, index + 1..(index + 1 + TURNS_AROUND).min(n_turns)),
        heard,
    }))
}

/// The words under a span of a prospect's turn.
fn words_at(call: &Call, turn: u32, span: Span) -> Option<&str> {
    let turn = call.turns.get(turn as usize)?;
    let words = span.slice(&turn.text);
    let is_prospect = call.speaker(turn).side == Side::Prospect;
    (is_prospect && !words.trim().is_empty()).then_some(words)
}

fn around(call: &Call, turns: std::ops::Range<u32>) -> Vec<Around> {
    let one = |index: u32| {
        let turn = call.turns.get(index as usize)?;
        Some(Around {
            speaker: who(call, index),
            side: call.speaker(turn).side.name(),
            text: turn.text.clone(),
        })
    };
    turns.filter_map(one).collect()
}

/// The speaker's name and role.
fn who(call: &Call, turn: u32) -> String {
    let Some(turn) = call.turns.get(turn as usize) else {
        return String::new();
    };
    let speaker = call.speaker(turn);
    match (&speaker.title, speaker.persona.as_str()) {
        (Some(title), _) => format!("{}, {title}", speaker.name),
        (None, "" | "unknown") => speaker.name.clone(),
        (None, persona) => format!("{}, {}", speaker.name, persona.replace('-', " ")),
    }
}

fn open_folder(dir: &DataDir) -> Result<LabelFolder, Trouble> {
    let labels = labels_of(dir);
    whole::make_folder(&labels)?;
    LabelFolder::open(&labels).map_err(folder_trouble)
}

fn has_labels(dir: &DataDir) -> bool {
    labels_of(dir).join(LABELS).is_file()
}

fn folder_trouble(error: FolderError) -> Trouble {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    Trouble::Own(format!("{error}{}", cause.unwrap_or_default()))
}
