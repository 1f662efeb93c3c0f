//! Which buying role does a job title tell?
//!
//! Lexicons that listen to a persona may list job titles at their top: `titles = ["head of it", …]`. A title tells the
//! persona when these words stand in it side by side, whatever stands around them; of several the longest has the word,
//! of equally long ones the first in the title. `Vice President of IT` and `VP IT` are one.
//!
//! A list of `not_titles` tells what looks like a role and is none. From such words on a title tells nothing: a business
//! partner owns no business, and whom an assistant works for is somebody else.

use serde::Deserialize;
use toml::Spanned;

use crate::mine::lexicon::{CLASSES, LEARNED, LexiconError, SENSES, Sources, lexicon_name};

/// Everything that titles tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Titles {
    roles: Vec<Pattern>,
    /// The words of what is no role.
    no_roles: Vec<Vec<String>>,
}

/// One listed title.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    persona: String,
    words: Vec<String>,
    written: String,
}

/// What a title tells, and by which pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'t> {
    pub persona: &'t str,
    /// As written in the lexicon.
    pub pattern: &'t str,
}

/// The top of a lexicon file, as far as titles go.
#[derive(Deserialize)]
struct Top {
    persona: Option<String>,
    #[serde(default)]
    titles: Vec<Spanned<String>>,
    #[serde(default)]
    not_titles: Vec<Spanned<String>>,
}

/// Words that may be left out of a title.
const SMALL_WORDS: [&str; 5] = ["and", "for", "of", "the", "de"];

impl Titles {
    /// Reads the titles of all lexicons. A file that is no lexicon at all is told of by [`Sources::compile`].
    pub fn read(sources: &Sources) -> Result<Titles, LexiconError> {
        let mut titles = Titles::default();
        let lists = [CLASSES, SENSES, LEARNED];
        for (file, text) in sources.files() {
            if !lists.contains(&file.as_str()) {
                titles.add(file, text)?;
            }
        }
        Ok(titles)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), LexiconError> {
        let Ok(top) = toml::from_str::<Top>(top_of(text)) else {
            return Ok(());
        };
        let own_name = || lexicon_name(file).to_owned();
        let persona = top.persona.unwrap_or_else(own_name);
        for title in top.titles {
            let span = title.span();
            let written = title.into_inner();
            let words = words(&written);
            if persona == "anyone" || words.is_empty() {
                return Err(wrong(file, text, span.start, &persona));
            }
            self.roles.push(Pattern {
                persona: persona.clone(),
                words,
                written,
            });
        }
        for title in top.not_titles {
            let words = words(title.get_ref());
            if words.is_empty() {
                return Err(wrong(file, text, title.span().start, ""));
            }
            self.no_roles.push(words);
        }
        Ok(())
    }

    /// The role that a title tells, if any.
    pub fn of(&self, title: &str) -> Option<Told<'_>> {
        let title = words(title);
        let silent = self
            .no_roles
            .iter()
            .filter_map(|words| place(words, &title));
        let silent_from = silent.min().unwrap_or(title.len());
        let mut best: Option<(usize, usize, &Pattern)> = None;
        for pattern in &self.roles {
            let length = pattern.words.len();
            let Some(at) = place(&pattern.words, &title) else {
                continue;
            };
            if at + length > silent_from {
                continue;
            }
            let is_better = best.is_none_or(|(known, known_at, _)| {
                length > known || (length == known && at < known_at)
            });
            if is_better {
                best = Some((length, at, pattern));
            }
        }
        best.map(|(_, _, pattern)| Told {
            persona: &pattern.persona,
            pattern: &pattern.written,
        })
    }
}

/// Where words stand in a title, side by side.
fn place(words: &[String], title: &[String]) -> Option<usize> {
    title.windows(words.len()).position(|part| part == words)
}

/// What stands before the first table: no key of the file itself can stand behind it.
fn top_of(text: &str) -> &str {
    let is_table = |line: &&str| line.trim_start().starts_with("[[");
    let top: usize = text
        .split_inclusive('\n')
        .take_while(|line| !is_table(line))
        .map(str::len)
        .sum();
    text.get(..top).unwrap_or(text)
}

/// A title's words: `Co-Founder & VP of IT` is `cofounder vp it`.
fn words(title: &str) -> Vec<String> {
    let spaced = title.to_lowercase().replace("vice-president", "vp");
    let joined = spaced.replace("vice president", "vp").replace('-', "");
    joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL_WORDS.contains(word))
        .map(str::to_owned)
        .collect()
}

fn wrong(file: &str, text: &str, at: usize, persona: &str) -> LexiconError {
    let line = text.get(..at).unwrap_or("").matches('\n').count() + 1;
    let message = if persona == "anyone" {
        "titles tell a persona, and this file listens to anyone; list them in the file of a persona"
    } else {
        "a title has words, such as \"head of it\""
    };
    let written = text.lines().nth(line - 1).unwrap_or("");
    LexiconError {
        folder: None,
        file: file.to_owned(),
        line,
        message: message.to_owned(),
        excerpt: format!("\n  {written}"),
    }
}
