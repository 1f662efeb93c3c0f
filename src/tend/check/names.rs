//! Are tags, personas and word classes known, and are they used?

use std::collections::BTreeSet;

use crate::mine::class::needs_no_list;
use crate::mine::lexicon::{CLASSES, Sources, lexicon_name};
use crate::tend::check::{Classes, Finding, Known};
use crate::tend::guide::{PERSONAS, instead_of, is_expected};
use crate::tend::layout::{files_of_entries, layout};

/// Hints at each tag that the guide does not know, once, where it comes first.
pub(super) fn tags(known: &[Known], findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for Known { file, laid, .. } in known {
        let tag = &laid.tag;
        if !is_expected(&tag.text) && seen.insert(&tag.text) {
            let message = format!(
                "{} is none of the label guide's tags; a tag of your own is fine, if it is meant ({})",
                tag.text,
                instead_of(&tag.text)
            );
            findings.push(Finding::hint("own-tag", file, tag.line, message));
        }
    }
}

/// Hints at files that listen to a persona that the guide does not know: often a file's name is just a name.
pub(super) fn personas(sources: &Sources, findings: &mut Vec<Finding>) {
    let titled = titled_personas(sources);
    let is_known = |persona: &str| PERSONAS.contains(&persona) || titled.contains(persona);
    for (file, text) in files_of_entries(sources) {
        let Some(layout) = layout(text) else {
            continue;
        };
        let name = lexicon_name(file);
        let (persona, line, whence) = match &layout.persona {
            Some(persona) => (persona.text.as_str(), persona.line, "`persona` says so"),
            None => (name, 1, "its name says so"),
        };
        for own in layout.entries.iter().flat_map(|entry| &entry.personas) {
            if !is_known(&own.text) {
                let message = format!(
                    "{:?} is a persona that no transcript has unless its participants.csv or a file's `titles` give it; the guide has {}",
                    own.text,
                    PERSONAS.join(", ")
                );
                findings.push(Finding::hint("unknown-persona", file, own.line, message));
            }
        }
        if persona != "anyone" && !is_known(persona) {
            let message = format!(
                "this file listens to nobody but {persona:?} ({whence}), a persona that no transcript has unless its \
                 participants.csv gives it, or `titles` here say whose it is; for everybody write `persona = \"anyone\"` first in the file, or one of {}",
                PERSONAS.join(", ")
            );
            findings.push(Finding::hint("unknown-persona", file, line, message));
        }
    }
}

/// What of a file says whose persona is whose.
#[derive(serde::Deserialize)]
struct Titled {
    persona: Option<String>,
    #[serde(default)]
    titles: Vec<String>,
}

/// The personas that people get by their job titles.
fn titled_personas(sources: &Sources) -> BTreeSet<String> {
    let files = files_of_entries(sources);
    let titled = files.filter_map(|(file, text)| {
        let titled: Titled = toml::from_str(text).ok()?;
        let name = || lexicon_name(file).to_owned();
        (!titled.titles.is_empty()).then(|| titled.persona.unwrap_or_else(name))
    });
    titled.collect()
}

/// Hints at lists of words that no pattern names.
pub(super) fn classes(sources: &Sources, findings: &mut Vec<Finding>) {
    let Some((file, text)) = sources.files().iter().find(|(file, _)| file == CLASSES) else {
        return;
    };
    let classes: Classes = toml::from_str(text).unwrap_or_default();
    let mut named: BTreeSet<String> = BTreeSet::new();
    for (_, text) in files_of_entries(sources) {
        // Nobody knows what a file that cannot be read names.
        let Some(layout) = layout(text) else {
            return;
        };
        let patterns = layout.entries.iter().flat_map(|entry| &entry.patterns);
        patterns.for_each(|pattern| named.extend(names_in(&pattern.text)));
    }
    for class in classes.keys() {
        if !named.contains(class) {
            let message = format!("no pattern names {{{class}}}; remove the list, or use it");
            findings.push(Finding::hint(
                "unused-class",
                file,
                line_of(text, class),
                message,
            ));
        } else if needs_no_list(class) {
            let message = format!(
                "{{{class}}} is known without a list (computed, or given by the config); this one takes its place, so \
                 give it another name if that is not meant"
            );
            findings.push(Finding::hint(
                "class-replaced",
                file,
                line_of(text, class),
                message,
            ));
        }
    }
}

/// The names in braces.
fn names_in(pattern: &str) -> Vec<String> {
    let opened = pattern.split('{').skip(1);
    opened
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The line in which a key is given its value; 1 where it is written in some unusual way.
fn line_of(text: &str, key: &str) -> usize {
    let is_its_line = |line: &str| {
        let written = line.split_once('=').map_or("", |(written, _)| written);
        written.trim().trim_matches(['"', '\'']) == key
    };
    text.lines().position(is_its_line).map_or(1, |at| at + 1)
}
