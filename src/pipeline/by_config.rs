//! What did the operator decide about reading and listening?
//!
//! The same for every door: what the command line hears, the page hears too.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::ingest::normalize::{PersonaRules, SideRules, TitleRole};
use crate::mine::lexicon::{Company, LEARNED, LexiconError, Lexicons, Sources};
use crate::mine::titles::Titles;
use crate::pipeline::deliver::Limits;
use crate::pipeline::recall::Recall;
use crate::store::DataDir;

/// Whose side is known from the config.
pub fn side_rules(config: &Config) -> SideRules {
    SideRules {
        internal_domains: config.internal_domains.clone(),
        internal_names: config.internal_names.clone(),
        personas: persona_rules(config),
    }
}

/// How job titles are read. What is wrong in a lexicon is told by whoever needs it whole; without it nobody's title is
/// read.
fn persona_rules(config: &Config) -> PersonaRules {
    let sources = match &config.lexicons {
        Some(folder) => Sources::from_folder(folder).ok(),
        None => Some(Sources::shipped()),
    };
    let titles = sources.and_then(|sources| Titles::read(&sources).ok());
    let Some(titles) = titles else {
        return PersonaRules::default();
    };
    PersonaRules::new(move |title| {
        titles.of(title).map(|told| TitleRole {
            persona: told.persona.to_owned(),
            pattern: told.pattern.to_owned(),
        })
    })
}

/// The limits of what is read.
pub fn limits(config: &Config) -> Limits {
    Limits {
        max_bytes: config.max_file_mb.saturating_mul(1 << 20),
    }
}

/// What patterns may name as `{person}`, `{competitor}` and `{our-product}`.
pub fn company(config: &Config) -> Company {
    Company {
        people: config.internal_names.clone(),
        competitors: config.competitors.clone(),
        products: config.products.clone(),
    }
}

/// Where what was learned is kept: in the lexicon folder, or in the data folder for whoever listens with the lexicons
/// built into the program.
pub fn learned_file(config: &Config, dir: &DataDir) -> PathBuf {
    match &config.lexicons {
        Some(folder) => folder.join(LEARNED),
        None => dir.root().join(LEARNED),
    }
}

/// The lexicons to listen with, as written.
pub fn lexicon_sources(config: &Config, dir: &DataDir) -> Result<Sources, LexiconError> {
    let sources = match &config.lexicons {
        Some(folder) => Sources::from_folder(folder)?,
        None => with_own_learned(config, dir)?,
    };
    Ok(in_house(sources, config, dir))
}

/// Lexicons for the calls of this data folder, heard as the config says.
pub fn in_house(sources: Sources, config: &Config, dir: &DataDir) -> Sources {
    sources
        .with_company(company(config))
        .with_hearing(config.hearing)
        .with_memory(Arc::new(Recall::of(dir)))
}

/// The same without anything that was learned here.
pub fn sources_without_own(config: &Config, dir: &DataDir) -> Result<Sources, LexiconError> {
    let sources = match &config.lexicons {
        Some(folder) => Sources::from_folder(folder)?.without_learned(),
        None => Sources::shipped(),
    };
    Ok(in_house(sources, config, dir))
}

/// The lexicons to listen with.
pub fn lexicons(config: &Config, dir: &DataDir) -> Result<Lexicons, LexiconError> {
    lexicon_sources(config, dir)?.compile()
}

/// The built-in lexicons, with what was learned from people's own labels in place of what the program brings along.
fn with_own_learned(config: &Config, dir: &DataDir) -> Result<Sources, LexiconError> {
    let file = learned_file(config, dir);
    if !file.is_file() {
        return Ok(Sources::shipped());
    }
    let text = std::fs::read_to_string(&file).map_err(|cause| LexiconError {
        folder: None,
        file: file.display().to_string(),
        line: 0,
        message: format!("cannot read what was learned: {cause}; remove the file or mend it"),
        excerpt: String::new(),
    })?;
    Ok(Sources::shipped().with_learned(text))
}
