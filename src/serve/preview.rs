//! What would an edited entry change, and how is it saved?
//!
//! An edit is tried before anything is kept: it must compile, the entry's own sentences must be heard as it wants, and
//! the archive is compared with what is heard now. Only a file in the operator's own lexicon folder is ever written;
//! the lexicons built into the program stay as they are.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::mine::lexicon::{CLASSES, Lexicons, SENSES, Sources};
use crate::pipeline::compare::Compared;
use crate::serve::app::App;
use crate::serve::lesson::{compared, listen_with};
use crate::serve::work::{Outcome, Steps};
use crate::store::whole;
use crate::tend::edit::{Draft, edited};
use crate::tend::example::test;

/// An entry as somebody wants it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edit {
    /// The lexicon's name: its file's without the ending.
    pub lexicon: String,
    pub entry: String,
    pub draft: Draft,
}

/// What an edit would come to.
pub struct Preview {
    pub edit: Edit,
    /// Sentences of the entry that are not heard as it wants, each with what to do.
    pub failures: Vec<Failure>,
    pub compared: Compared,
}

/// A sentence that is not heard as its entry wants.
pub struct Failure {
    pub wanted: &'static str,
    pub sentence: String,
    pub why: String,
}

impl Edit {
    /// The file's name.
    pub fn file(&self) -> String {
        format!("{}.toml", self.lexicon)
    }

    /// The file's text with the edit in it.
    pub fn text(&self, sources: &Sources) -> Result<String, String> {
        let file = self.file();
        let text = sources
            .text(&file)
            .ok_or("there is no such lexicon any more")?;
        edited(text, &self.entry, &self.draft).map_err(|why| why.to_string())
    }
}

/// Where a file may be saved; `None` where the lexicons are those built into the program.
pub fn saved_as(config: &Config, file: &str) -> Option<PathBuf> {
    Some(config.lexicons.as_ref()?.join(file))
}

/// Tries an edit and compares.
pub fn preview(app: &App, edit: Edit, steps: &Steps) -> Result<Outcome, String> {
    steps.begin("compiling", 0);
    let before = app.lexicons.now();
    let (sources, after) = compiled(&before, &edit)?;
    let failures = failures(&sources, &edit)?;
    let compared = compared(app, &before, &after, steps)?;
    Ok(Outcome::Previewed(Arc::new(Preview {
        edit,
        failures,
        compared,
    })))
}

/// Saves an edit in the operator's folder, and listens with it from then on.
pub fn save(app: &App, edit: &Edit, steps: &Steps) -> Result<Outcome, String> {
    steps.begin("compiling", 0);
    let file = edit.file();
    let path = saved_as(&app.config, &file).ok_or(
        "the lexicons built into the program are never changed; download the file, put it into a folder of your own, \
         and name that folder as `lexicons` in verbatim.toml",
    )?;
    let before = app.lexicons.now();
    let known = before.sources().text(&file).unwrap_or_default();
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    if on_disk != known {
        return Err(format!(
            "{file} was changed outside of this page since the server read it; start the server again, then edit"
        ));
    }
    let (sources, after) = compiled(&before, edit)?;
    if !failures(&sources, edit)?.is_empty() {
        return Err(
            "a sentence of the entry is not heard as it wants; nothing was saved".to_owned(),
        );
    }
    let text = edit.text(before.sources())?;
    let n_heard = listen_with(app, after, steps, || {
        whole::write(&path, text.as_bytes()).map_err(|error| error.to_string())
    })?;
    Ok(Outcome::Heard(n_heard))
}

/// The lexicons with an edit in them, as written and compiled.
fn compiled(now: &Lexicons, edit: &Edit) -> Result<(Sources, Lexicons), String> {
    let text = edit.text(now.sources())?;
    let sources = now.sources().with_file(&edit.file(), text);
    let lexicons = sources.compile().map_err(|error| error.to_string())?;
    Ok((sources, lexicons))
}

/// The sentences of the edited entry that are not heard as it wants.
fn failures(sources: &Sources, edit: &Edit) -> Result<Vec<Failure>, String> {
    let file = edit.file();
    let needed = sources.only(|name| name == file || [CLASSES, SENSES].contains(&name));
    let tried = test(&needed).map_err(|error| error.to_string())?;
    let failures = tried.into_iter().flat_map(|file| file.failures);
    let own = failures.filter(|failure| failure.entry == edit.entry);
    Ok(own
        .map(|failure| Failure {
            wanted: match failure.wanted {
                crate::tend::example::Wanted::Hear => "must be heard",
                crate::tend::example::Wanted::Near => "must not be heard",
            },
            why: failure.why(),
            sentence: failure.sentence,
        })
        .collect())
}
