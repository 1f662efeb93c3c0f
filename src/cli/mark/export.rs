//! How do marks become labels to learn from?
//!
//! A folder as `label` writes it: what a person hears goes into the labels, what a person does not hear into what was
//! seen and found to be nothing, and the calls stand beside. A `no` among the labels would be learned as a yes. The
//! set says that each line was judged for its own tag alone: whoever overrules one thing leaves the rest unread.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use crate::call::Call;
use crate::cli::Outcome;
use crate::cli::look::{count, note_label};
use crate::cli::mark::list::{Marked, by_call};
use crate::cli::settings::Settings;
use crate::learn::folder::{CALLS, LABELS, SEEN, SeenLine, call_line};
use crate::learn::label::LabelLine;
use crate::learn::set::ABOUT;
use crate::mention::Mention;
use crate::mention::by_hand::{BY_HAND, Override};
use crate::mine::overrule::{apply, decisions_about, denials, spot};
use crate::store::catalogue::Catalogue;

/// What the folder says of itself. Marks are made where the program was wrong, so figures on them would be too.
const TAGS: &str = "# Exported marks. Each line was judged for its tag alone; other tags and other sentences say \
    nothing either way.\nrole = \"taught\"\njudged = \"tags\"\n";

/// A label, and what was decided.
#[derive(Serialize)]
struct ExportLine {
    #[serde(flatten)]
    label: LabelLine,
    decision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// The files, as text.
#[derive(Default)]
struct Files {
    calls: String,
    labels: String,
    seen: String,
    n_labels: u64,
    n_seen: u64,
    n_orphaned: u64,
}

/// Writes the folder.
pub(super) fn run(settings: &Settings, path: &Path) -> anyhow::Result<Outcome> {
    let folder = folder_of(path)?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let mut files = Files::default();
    for Marked { decided, kept } in by_call(&catalogue)? {
        match kept {
            Some((ord, call)) => files.add(&call, catalogue.mentions(ord)?, &decided)?,
            None => files.n_orphaned += decided.len() as u64,
        }
    }
    if files.n_orphaned > 0 {
        writeln!(
            anstream::stderr(),
            "{} {} left out, because the words no longer stand in the call; see `verbatim mark --list`",
            note_label(),
            count(files.n_orphaned, "mark")
        )?;
    }
    let mut out = anstream::stdout();
    if files.calls.is_empty() {
        writeln!(out, "Nothing is marked, so there is nothing to export.")?;
        return Ok(Outcome::NothingFound);
    }
    write(folder, &files)?;
    let shown = folder.display();
    let (n_labels, n_seen) = (count(files.n_labels, "mention"), files.n_seen);
    writeln!(out, "{shown}: {n_labels}, and {n_seen} that are none")?;
    writeln!(out, "Learn from them: verbatim learn --labels {shown}")?;
    Ok(Outcome::Done)
}

/// `learn` reads folders, so the labels' file is only another name for its folder.
fn folder_of(path: &Path) -> anyhow::Result<&Path> {
    if path.file_name().is_some_and(|name| name == LABELS) {
        return Ok(path.parent().unwrap_or(Path::new("")));
    }
    if path.extension().is_some_and(|ending| ending == "jsonl") || path.is_file() {
        bail!(
            "{}: `learn --labels` reads a folder; name a folder",
            path.display()
        );
    }
    Ok(path)
}

impl Files {
    fn add(
        &mut self,
        call: &Call,
        heard: Vec<Mention>,
        decided: &[Override],
    ) -> anyhow::Result<()> {
        let n_before = self.n_labels + self.n_seen;
        let mentions = apply(call, heard, decided);
        for mention in mentions.iter().filter(|mention| mention.lexicon == BY_HAND) {
            self.add_label(call, mention, decided)?;
        }
        for (denied, spot) in denials(call, &mentions, decided) {
            self.add_seen(call, spot.turn, denied)?;
        }
        let is_orphaned = |decided: &&Override| spot(call, decided).is_none();
        self.n_orphaned += decided.iter().filter(is_orphaned).count() as u64;
        if self.n_labels + self.n_seen > n_before {
            self.calls.push_str(&call_line(call));
            self.calls.push('\n');
        }
        Ok(())
    }

    fn add_label(
        &mut self,
        call: &Call,
        mention: &Mention,
        decided: &[Override],
    ) -> anyhow::Result<()> {
        let decided = decisions_about(call, mention, decided);
        let is_decided = |field: &&str| decided.iter().any(|one| one.decision.field() == *field);
        // Whoever says that it was said has not said about whom, or who brought it up.
        let open = ["target", "origin"].into_iter();
        let open = open.filter(|field| !is_decided(field));
        let unsure = open.map(str::to_owned).collect();
        let decisions = decided.iter().map(|decided| decided.decision.to_string());
        let decisions: Vec<String> = decisions.collect();
        let text = call.turns.get(mention.turn as usize);
        let line = ExportLine {
            label: LabelLine {
                call: call.id.0.clone(),
                turn: mention.turn,
                quote: text.map_or_else(String::new, |turn| {
                    mention.span.slice(&turn.text).to_owned()
                }),
                tag: mention.tag.clone(),
                polarity: mention.polarity,
                target: mention.target,
                origin: mention.origin,
                optional: false,
                also: None,
                unsure,
            },
            decision: decisions.join(", "),
            note: Some(mention.pattern.clone()).filter(|note| !note.is_empty()),
        };
        self.labels.push_str(&serde_json::to_string(&line)?);
        self.labels.push('\n');
        self.n_labels += 1;
        Ok(())
    }

    fn add_seen(&mut self, call: &Call, turn: u32, decided: &Override) -> anyhow::Result<()> {
        let line = SeenLine {
            call: call.id.0.clone(),
            turn,
            quote: decided.quote.clone(),
            tag: Some(decided.tag.clone()),
            decision: Some(decided.decision.to_string()),
            note: decided.note.clone(),
        };
        self.seen.push_str(&serde_json::to_string(&line)?);
        self.seen.push('\n');
        self.n_seen += 1;
        Ok(())
    }
}

fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    // An export may take the place of an older one, but never that of labels which somebody gave by hand.
    let old = std::fs::read_to_string(folder.join(LABELS)).unwrap_or_default();
    if old
        .lines()
        .any(|line| !line.trim().is_empty() && !line.contains("\"decision\":"))
    {
        bail!(
            "{} holds labels that are no exported marks; name another folder",
            folder.join(LABELS).display()
        );
    }
    std::fs::create_dir_all(folder).with_context(|| {
        format!(
            "cannot create {}; check the path and its permissions",
            folder.display()
        )
    })?;
    for (name, text) in [
        (CALLS, files.calls.as_str()),
        (LABELS, files.labels.as_str()),
        (SEEN, files.seen.as_str()),
        (ABOUT, TAGS),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, text).with_context(|| {
            format!(
                "cannot write {}; check the folder and its disk",
                file.display()
            )
        })?;
    }
    Ok(())
}
