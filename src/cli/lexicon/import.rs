//! What becomes of a list of words that somebody has elsewhere?

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::cli::file;
use crate::cli::lexicon::{count_entries, write_whole};
use crate::cli::look::{count, grouped, printable};
use crate::cli::{Outcome, look};
use crate::ingest::parse::encoding::decode;
use crate::mine::lexicon::is_tag;
use crate::tend::import::{
    ImportError, Imported, MOST_BYTES, Place, Shape, Warning, Wishes, import,
};

/// Make a lexicon of a list of words: CSV, a LIWC dictionary, or Gong's trackers
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim lexicon import keywords.csv --tag objection/price\n  verbatim lexicon import trackers.json --map \"Too expensive=objection/price\" --out my-lexicons/trackers.toml\n  verbatim lexicon import emotions.dic --out my-lexicons/emotions.toml\n\n\
        A CSV needs a column phrase (or keyword, term, pattern); tag (or category, label), persona and example are \
        taken too. Categories without a tag get custom/… ones."
)]
pub struct Import {
    /// The list; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The tag of whatever has none in the list and is named by no --map
    #[arg(long, value_name = "TAG", value_parser = tag)]
    pub tag: Option<String>,
    /// The tag of one category; may be given again
    #[arg(long, value_name = "CATEGORY=TAG", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// Take only what is meant for this persona, or have the lexicon listen to it
    #[arg(long, value_name = "PERSONA")]
    pub persona: Option<String>,
    /// Where to write the lexicon, a file that is not there yet; stdout if not given
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

fn tag(text: &str) -> Result<String, String> {
    if is_tag(text) {
        return Ok(text.to_owned());
    }
    Err("a tag is kind/category in lower case, such as pain/errors".to_owned())
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (category, written) = text
        .rsplit_once('=')
        .ok_or("write it as CATEGORY=TAG, such as \"Too expensive=objection/price\"")?;
    Ok((category.trim().to_owned(), tag(written.trim())?))
}

/// So many warnings are shown; whoever has more of them has one kind of trouble many times.
const MOST_WARNINGS: usize = 40;

/// Reads the list and writes the lexicon.
pub fn run(command: &Import) -> anyhow::Result<Outcome> {
    if let Some(out) = command.out.as_ref().filter(|out| out.exists()) {
        return Err(anyhow!(
            "{} is there already; name another file, or remove it first",
            out.display()
        ));
    }
    let text = text_of(&command.file)?;
    let name = command.file.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let wishes = Wishes {
        tag: command.tag.clone(),
        map: command.map.clone(),
        persona: command.persona.clone(),
    };
    let imported = import(&name, &text, Shape::of(&name, &text), &wishes)
        .map_err(|error| placed(&command.file, &error))?;
    tell_warnings(&command.file, &imported)?;
    let mut out = anstream::stdout();
    match &command.out {
        Some(path) => {
            write_whole(path, &imported.text)?;
            writeln!(
                out,
                "{}: {} with {}, for {}",
                path.display(),
                count_entries(imported.n_entries),
                count(imported.n_patterns as u64, "pattern"),
                printable(&imported.persona)
            )?;
        }
        None => write!(out, "{}", imported.text)?,
    }
    Ok(Outcome::Done)
}

/// The text of a file, or of what is typed in, in whatever encoding.
fn text_of(path: &Path) -> anyhow::Result<String> {
    let bytes = file::whole(path, MOST_BYTES as u64)?;
    let decoded = decode(&bytes).map_err(|_| {
        anyhow!(
            "{} is no text; give a CSV, a .dic or a JSON file",
            path.display()
        )
    })?;
    Ok(decoded.text.into_owned())
}

fn placed(file: &Path, error: &ImportError) -> anyhow::Error {
    match error.line {
        0 => anyhow!("{}: {error}", file.display()),
        line => anyhow!("{}:{line}: {error}", file.display()),
    }
}

/// Tells, on stderr, what was not taken over as it was, and which categories still want a tag.
fn tell_warnings(file: &Path, imported: &Imported) -> anyhow::Result<()> {
    let mut err = anstream::stderr();
    let (shown, rest) = imported
        .warnings
        .split_at(imported.warnings.len().min(MOST_WARNINGS));
    for Warning { place, message } in shown {
        let place = match place {
            Place::Line(line) => format!("{}:{line}", file.display()),
            Place::Tracker(name) => format!("{}, tracker {:?}", file.display(), printable(name)),
            Place::Whole => file.display().to_string(),
        };
        writeln!(
            err,
            "{} {place}: {}",
            look::note_label(),
            printable(message)
        )?;
    }
    if !rest.is_empty() {
        writeln!(err, "… and {} more notes", grouped(rest.len() as u64))?;
    }
    if let Some((category, tag)) = imported.unmapped.first() {
        let n = imported.unmapped.len();
        let others = match n {
            1 => String::new(),
            n => format!(", and {} like it", grouped(n as u64 - 1)),
        };
        writeln!(
            err,
            "{} {:?} became {tag}{others}; name tags with --map {:?}",
            look::note_label(),
            printable(category),
            format!("{}=pain/cost", printable(category))
        )?;
    }
    Ok(())
}
