//! What did the operator decide about reading and listening?
//!
//! The same for every door: what the command line hears, the page hears too.

use crate::config::Config;
use crate::ingest::normalize::SideRules;
use crate::mine::lexicon::{Company, LexiconError, Lexicons, Sources};

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
    }
}
