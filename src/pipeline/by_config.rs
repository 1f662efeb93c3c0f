//! What did the operator decide about reading and listening?
//!
//! The same for every door: what the command line hears, the page hears too.

use crate::config::Config;
use crate::ingest::normalize::{PersonaRules, SideRules, TitleRole};
use crate::mine::lexicon::{Company, LexiconError, Lexicons, Sources};
use crate::mine::titles::Titles;

/// What patterns may name as `{person}`, `{competitor}` and `{our-product}`.
pub fn company(config: &Config) -> Company {
    Company {
        people: config.internal_names.clone(),
        competitors: config.competitors.clone(),
        products: config.products.clone(),
    }
}

/// The lexicons to listen with, as written.
pub fn lexicon_sources(config: &Config) -> Result<Sources, LexiconError> {
    let sources = match &config.lexicons {
        Some(folder) => Sources::from_folder(folder)?,
        None => Sources::shipped(),
    };
    Ok(sources.with_company(company(config)))
}

/// The lexicons to listen with.
pub fn lexicons(config: &Config) -> Result<Lexicons, LexiconError> {
    lexicon_sources(config)?.compile()
}

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
    let sources = lexicon_sources(config);
    let titles = sources.ok().and_then(|sources| Titles::read(&sources).ok());
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
