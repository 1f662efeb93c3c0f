//! What has been labelled in a folder, and how is every decision kept at once?
//!
//! Three files of one object a line, only ever appended to: `calls.jsonl` holds each call once, `labels.jsonl` what
//! somebody heard, `seen.jsonl` the words in which somebody heard nothing. `set.toml` says that only these were judged.
//! `learn --labels` reads the same folder.

use std::collections::{HashMap, HashSet};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::call::{Call, CallId};
use crate::learn::label::{self, BadLabel, LabelLine, read};
use crate::learn::set::ABOUT;
use crate::mention::Tag;

/// The calls, one a line.
pub const CALLS: &str = "calls.jsonl";
/// What was heard in them.
pub const LABELS: &str = "labels.jsonl";
/// Where nothing was heard.
pub const SEEN: &str = "seen.jsonl";

const FILES: [&str; 3] = [CALLS, LABELS, SEEN];

/// What a folder says of itself once something is labelled in it.
const SENTENCES: &str = "# Labelled with `verbatim label`. Only the sentences of labels.jsonl and seen.jsonl were judged; the \
    others say\n# nothing either way.\nrole = \"measured\"\njudged = \"sentences\"\n";

/// Why labels cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The file system refused.
    #[error("cannot {what} {}; {advice}", path.display())]
    Disk {
        what: &'static str,
        path: PathBuf,
        advice: &'static str,
        #[source]
        cause: std::io::Error,
    },
    /// Somebody labelled these calls from end to end.
    #[error(
        "{}: these calls were labelled elsewhere, from end to end; name another folder with --out",
        .0.display()
    )]
    LabelledElsewhere(PathBuf),
    /// A line is not what it should be.
    #[error("{}:{line}: {shape} (column {column}); mend the line", path.display())]
    Line {
        path: PathBuf,
        line: usize,
        shape: &'static str,
        column: usize,
    },
    #[error(transparent)]
    Label(#[from] BadLabel),
    /// A label cannot be written down.
    #[error("cannot write the label down ({0}); report it")]
    Unwritable(#[from] serde_json::Error),
}

/// What to do where a folder of labels cannot be written to.
const CHECK_DISK: &str = "check the folder and its disk";

/// An error of the file system, with its place.
fn disk(
    what: &'static str,
    path: &Path,
    advice: &'static str,
) -> impl FnOnce(std::io::Error) -> FolderError {
    let path = path.to_owned();
    move |cause| FolderError::Disk {
        what,
        path,
        advice,
        cause,
    }
}

/// Words in which a person heard nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenLine {
    pub call: String,
    pub turn: u32,
    pub quote: String,
    /// Where only this tag was denied; about other tags the line says nothing then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Call, turn and words.
type Judged = (String, u32, String);

/// A folder of labels, open for more.
pub struct LabelFolder {
    dir: PathBuf,
    /// By the id of each call that is there: its turns' texts.
    calls: HashMap<String, Vec<String>>,
    judged: HashSet<Judged>,
    /// What was decided since the folder was opened.
    decided: Vec<Decided>,
}

/// One decision, and what it takes to undo it.
struct Decided {
    /// Bytes of the files before it.
    lengths: [u64; 3],
    judged: Judged,
    is_label: bool,
    is_new_call: bool,
}

/// A call as it stands in the folder, as far as it is needed.
#[derive(Deserialize)]
struct KeptCall {
    id: String,
    turns: Vec<KeptTurn>,
}

#[derive(Deserialize)]
struct KeptTurn {
    text: String,
}

impl LabelFolder {
    /// Opens a folder, with what was labelled there before.
    pub fn open(dir: &Path) -> Result<LabelFolder, FolderError> {
        std::fs::create_dir_all(dir).map_err(disk(
            "create",
            dir,
            "check the path and its permissions",
        ))?;
        if dir.join(LABELS).exists() && !dir.join(SEEN).exists() {
            // What carries no label there was looked at as well; this folder could no longer tell.
            return Err(FolderError::LabelledElsewhere(dir.to_owned()));
        }
        let mut folder = LabelFolder {
            dir: dir.to_owned(),
            calls: HashMap::new(),
            judged: HashSet::new(),
            decided: Vec::new(),
        };
        for call in lines::<KeptCall>(dir, CALLS, "a call has \"id\" and \"turns\"")? {
            let texts = call.turns.into_iter().map(|turn| turn.text);
            folder.calls.insert(call.id, texts.collect());
        }
        for seen in seen(dir)?.unwrap_or_default() {
            // To deny one tag is not to say that there is nothing.
            if seen.tag.is_none() {
                folder.judged.insert((seen.call, seen.turn, seen.quote));
            }
        }
        let labels = dir.join(LABELS).display().to_string();
        for (call, lines) in read(&labels, &text(dir, LABELS)?)? {
            for (_, line) in lines {
                folder.judged.insert((call.clone(), line.turn, line.quote));
            }
        }
        Ok(folder)
    }

    /// Whether the call says in the folder what it says now, or is not there yet. Labels of another text would be
    /// looked for in vain.
    pub fn fits(&self, call: &Call) -> bool {
        self.calls.get(&call.id.0).is_none_or(|texts| {
            texts.len() == call.turns.len()
                && texts
                    .iter()
                    .zip(&call.turns)
                    .all(|(text, turn)| *text == turn.text)
        })
    }

    /// Whether somebody has judged these words.
    pub fn is_judged(&self, call: &CallId, turn: u32, words: &str) -> bool {
        !self.judged.is_empty()
            && self
                .judged
                .contains(&(call.0.clone(), turn, words.to_owned()))
    }

    /// Keeps what somebody heard.
    pub fn hear(&mut self, call: &Call, label: &LabelLine) -> Result<(), FolderError> {
        let judged = (label.call.clone(), label.turn, label.quote.clone());
        self.keep(call, judged, LABELS, &serde_json::to_string(label)?)
    }

    /// Keeps that somebody heard nothing.
    pub fn hear_nothing(&mut self, call: &Call, turn: u32, words: &str) -> Result<(), FolderError> {
        let seen = SeenLine {
            call: call.id.0.clone(),
            turn,
            quote: words.to_owned(),
            tag: None,
            decision: None,
            note: None,
        };
        let judged = (seen.call.clone(), seen.turn, seen.quote.clone());
        self.keep(call, judged, SEEN, &serde_json::to_string(&seen)?)
    }

    /// Takes the last decision back; `false` where there is none since the folder was opened.
    pub fn undo(&mut self) -> Result<bool, FolderError> {
        let Some(last) = self.decided.pop() else {
            return Ok(false);
        };
        for (name, length) in FILES.into_iter().zip(last.lengths) {
            self.cut(name, length)?;
        }
        if last.is_new_call {
            self.calls.remove(&last.judged.0);
        }
        self.judged.remove(&last.judged);
        Ok(true)
    }

    /// How many mentions were heard since the folder was opened, and how often nothing was.
    pub fn tally(&self) -> (u64, u64) {
        let n_labels = self
            .decided
            .iter()
            .filter(|decided| decided.is_label)
            .count();
        let n_nothing = self.decided.len() - n_labels;
        (n_labels as u64, n_nothing as u64)
    }

    fn keep(
        &mut self,
        call: &Call,
        judged: Judged,
        file: &str,
        line: &str,
    ) -> Result<(), FolderError> {
        let decided = Decided {
            lengths: FILES.map(|name| self.length(name)),
            is_label: file == LABELS,
            is_new_call: !self.calls.contains_key(&call.id.0),
            judged,
        };
        // From the first answer on `learn` can read the folder, and sees that not everything was looked at.
        self.touch(LABELS)?;
        self.touch(SEEN)?;
        self.say_what_wjudged_by()?;
        // The call first, so that no label ever stands without its call.
        if decided.is_new_call {
            self.append(CALLS, &call_line(call))?;
            let texts = call.turns.iter().map(|turn| turn.text.clone());
            self.calls.insert(call.id.0.clone(), texts.collect());
        }
        self.append(file, line)?;
        self.judged.insert(decided.judged.clone());
        self.decided.push(decided);
        Ok(())
    }

    fn length(&self, name: &str) -> u64 {
        std::fs::metadata(self.dir.join(name)).map_or(0, |facts| facts.len())
    }

    fn append(&self, name: &str, line: &str) -> Result<(), FolderError> {
        let file = self.dir.join(name);
        let written = || {
            // Somebody's editor may have left the last line open.
            let text = std::fs::read(&file).unwrap_or_default();
            let is_open = text.last().is_some_and(|last| *last != b'\n');
            let mut open = OpenOptions::new().create(true).append(true).open(&file)?;
            let begin = if is_open { "\n" } else { "" };
            open.write_all(format!("{begin}{line}\n").as_bytes())
        };
        written().map_err(disk("write", &file, CHECK_DISK))
    }

    fn touch(&self, name: &str) -> Result<(), FolderError> {
        let file = self.dir.join(name);
        let open = OpenOptions::new().create(true).append(true).open(&file);
        open.map(drop).map_err(disk("write", &file, CHECK_DISK))
    }

    /// What somebody else wrote there stays.
    fn say_what_wjudged_by(&self) -> Result<(), FolderError> {
        let file = self.dir.join(ABOUT);
        if file.exists() {
            return Ok(());
        }
        std::fs::write(&file, SENTENCES).map_err(disk("write", &file, CHECK_DISK))
    }

    fn cut(&self, name: &str, length: u64) -> Result<(), FolderError> {
        let file = self.dir.join(name);
        if self.length(name) <= length {
            return Ok(());
        }
        let cut = OpenOptions::new().write(true).open(&file);
        cut.and_then(|open| open.set_len(length))
            .map_err(disk("undo in", &file, CHECK_DISK))
    }
}

/// Where somebody heard nothing; `None` where the folder does not tell, as one whose calls were labelled from end to
/// end.
pub fn seen(dir: &Path) -> Result<Option<Vec<SeenLine>>, FolderError> {
    if !dir.join(SEEN).exists() {
        return Ok(None);
    }
    lines(dir, SEEN, "a line has \"call\", \"turn\" and \"quote\"").map(Some)
}

/// Refuses the first label of a folder with a tag of which something is to be told.
pub fn check_tags(
    dir: &Path,
    what_is_wrong: impl Fn(&Tag) -> Option<String>,
) -> Result<(), FolderError> {
    let labels = dir.join(LABELS).display().to_string();
    label::check_tags(&labels, &text(dir, LABELS)?, what_is_wrong)?;
    Ok(())
}

/// Every line of a file; none where there is no such file.
fn lines<T: for<'de> Deserialize<'de>>(
    dir: &Path,
    name: &str,
    shape: &'static str,
) -> Result<Vec<T>, FolderError> {
    let text = text(dir, name)?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str::<T>(line).map_err(|cause| FolderError::Line {
                path: dir.join(name),
                line: at + 1,
                shape,
                column: cause.column(),
            })
        })
        .collect()
}

fn text(dir: &Path, name: &str) -> Result<String, FolderError> {
    let file = dir.join(name);
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(text),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(cause) => Err(disk("read", &file, "check the file or name another folder")(cause)),
    }
}

/// A call as one line of the project's own format.
pub fn call_line(call: &Call) -> String {
    let participants: Vec<_> = call
        .participants
        .iter()
        .map(|person| {
            json!({
                "name": person.name, "side": person.side, "title": person.title,
                "persona": person.persona, "email": person.email,
            })
        })
        .collect();
    let turns: Vec<_> = call
        .turns
        .iter()
        .map(|turn| {
            let speaker = &call.speaker(turn).name;
            json!({ "speaker": speaker, "start": turn.start, "end": turn.end, "text": turn.text })
        })
        .collect();
    json!({
        "id": call.id, "title": call.title, "date": call.started_at, "language": call.language,
        "recording_url": call.recording_url, "account": call.account, "deal": call.deal,
        "participants": participants, "turns": turns,
    })
    .to_string()
}
