//! Which folder, which config, which lexicons does this command work with?

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::args::Args;
use crate::config::{Config, FILE_NAME};
use crate::ingest::normalize::SideRules;
use crate::mine::lexicon::{Company, Lexicons, Sources};
use crate::pipeline::deliver::Limits;
use crate::pipeline::{by_config, tagged_by};
use crate::store::DataDir;
use crate::text::figures::rfc3339;

/// Everything decided before a command begins.
pub struct Settings {
    pub dir: DataDir,
    pub config: Config,
}

impl Settings {
    /// Flags, environment, config file, defaults, in this order.
    pub fn of(args: &Args) -> anyhow::Result<Settings> {
        let config = match &args.config {
            Some(path) => Config::read(path)?,
            None => found_config(args)?,
        };
        let root = args
            .data
            .clone()
            .or_else(|| config.data.clone())
            .map_or_else(usual_data, Ok)?;
        Ok(Settings {
            dir: DataDir::new(root),
            config,
        })
    }

    /// The lexicons to listen with, as written.
    pub fn lexicon_sources(&self) -> anyhow::Result<Sources> {
        Ok(by_config::lexicon_sources(&self.config, &self.dir)?)
    }

    /// Other lexicons, for the same company and heard as closely.
    pub fn in_house(&self, sources: Sources) -> Sources {
        by_config::in_house(sources, &self.config, &self.dir)
    }

    /// What patterns may name as `{person}`, `{competitor}` and `{our-product}`.
    pub fn company(&self) -> Company {
        by_config::company(&self.config)
    }

    /// The lexicons to listen with.
    pub fn lexicons(&self) -> anyhow::Result<Lexicons> {
        Ok(by_config::lexicons(&self.config, &self.dir)?)
    }

    /// What stands beside mentions that were heard with today's lexicons and threshold.
    pub fn tagged_by(&self) -> anyhow::Result<String> {
        Ok(tagged_by(
            self.lexicon_sources()?.fingerprint(),
            self.config.threshold,
        ))
    }

    /// Whose side is known from the config.
    pub fn side_rules(&self) -> SideRules {
        by_config::side_rules(&self.config)
    }

    /// The limits of what is read.
    pub fn limits(&self) -> Limits {
        by_config::limits(&self.config)
    }
}

/// A config file that nobody named: here, or in the data folder, be it the usual one.
fn found_config(args: &Args) -> anyhow::Result<Config> {
    let here = PathBuf::from(FILE_NAME);
    let data = args.data.clone().or_else(|| usual_data().ok());
    let in_data = data.map(|data| data.join(FILE_NAME));
    for path in [Some(here), in_data].into_iter().flatten() {
        if path.is_file() {
            return Ok(Config::read(&path)?);
        }
    }
    Ok(Config::default())
}

/// Where data is kept when nobody says: the user's own data folder.
fn usual_data() -> anyhow::Result<PathBuf> {
    let base = std::env::var_os("XDG_DATA_HOME")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from);
    let home = || {
        std::env::home_dir()
            .filter(|home| !home.as_os_str().is_empty())
            .map(|home| home.join(".local/share"))
    };
    let base = base.or_else(home).context(
        "cannot tell where to keep data, because there is no home folder; give --data or set VERBATIM_DATA",
    )?;
    Ok(base.join("verbatim"))
}

/// Now, as RFC 3339.
pub fn now() -> String {
    rfc3339(jiff::Timestamp::now())
}
