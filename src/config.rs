//! What did the operator decide, and where did she say so?
//!
//! Flags win over the environment, that over the config file, that over the defaults. A mistake in the file is
//! told with its line.

pub mod retention;

pub mod bucket;
mod domains;
pub mod hearing;
pub mod hooks;
mod line;
pub mod nightly;
pub mod post;
pub mod publish;
pub mod pull;
pub mod secret;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use self::hooks::HookConfig;
use self::pull::PullConfig;
use crate::config::bucket::BucketConfig;
use crate::config::hearing::Hearing;
use crate::config::nightly::NightlyConfig;
use crate::config::post::PostConfig;
use crate::config::publish::PublishConfig;

/// The name under which a config file is found without being named.
pub const FILE_NAME: &str = "verbatim.toml";

/// Mentions of less confidence are not shown or counted, unless the config says otherwise.
pub const THRESHOLD: f32 = 0.3;

/// What the config file may say. Every field has a default.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The data folder.
    pub data: Option<PathBuf>,
    /// E-mail domains of our own company: who writes from there is a rep.
    pub internal_domains: Vec<String>,
    /// Names of our own people, for transcripts that have no e-mail addresses.
    pub internal_names: Vec<String>,
    /// Whom we compete with: what patterns name as `{competitor}`.
    pub competitors: Vec<String>,
    /// What we sell: what patterns name as `{our-product}`.
    pub products: Vec<String>,
    /// A folder of lexicons to use in place of the built-in ones.
    pub lexicons: Option<PathBuf>,
    /// How closely is listened: `close` or `quick`.
    pub hearing: Hearing,
    /// Mentions of less confidence are not shown or counted.
    pub threshold: f32,
    /// Files of more megabytes are refused, except those with one call a line.
    pub max_file_mb: u64,
    /// How long calls are kept.
    pub retention: retention::Retention,
    /// Who may deliver calls under `/hooks/NAME`.
    pub hooks: BTreeMap<String, HookConfig>,
    /// Whose APIs calls are fetched from.
    pub pull: BTreeMap<String, PullConfig>,
    /// What is done every night.
    pub nightly: NightlyConfig,
    /// Places that messages go to, by name.
    pub post: BTreeMap<String, PostConfig>,
    /// Where object storage is.
    pub bucket: BucketConfig,
    /// What holds for every file that is published.
    pub publish: PublishConfig,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            data: None,
            internal_domains: Vec::new(),
            internal_names: Vec::new(),
            competitors: Vec::new(),
            products: Vec::new(),
            lexicons: None,
            hearing: Hearing::Close,
            threshold: THRESHOLD,
            max_file_mb: 256,
            retention: retention::Retention::default(),
            hooks: BTreeMap::new(),
            pull: BTreeMap::new(),
            nightly: NightlyConfig::default(),
            post: BTreeMap::new(),
            bucket: BucketConfig::default(),
            publish: PublishConfig::default(),
        }
    }
}

/// What is wrong with a config file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the config file {}: {cause}; name an existing file with --config", path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error("{}:{line}: {message}\n  {written}\nthe settings are: data, internal_domains, internal_names, competitors, products, lexicons, hearing, threshold, max_file_mb, [retention], [hooks.NAME], [pull.NAME], [nightly], [post.NAME], [bucket], [publish]", path.display())]
    Wrong {
        path: PathBuf,
        line: usize,
        message: String,
        written: String,
    },
    #[error("{}: {message}", path.display())]
    Unfit { path: PathBuf, message: String },
}

impl Config {
    /// Reads a config file; relative paths in it are meant from its own folder.
    pub fn read(path: &Path) -> Result<Config, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
            path: path.to_owned(),
            cause: cause.to_string(),
        })?;
        let mut config = Config::parse(&text, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for named in [&mut config.data, &mut config.lexicons]
            .into_iter()
            .flatten()
        {
            *named = folder.join(&*named);
        }
        for hook in config.hooks.values_mut() {
            hook.place_from(folder);
        }
        for source in config.pull.values_mut() {
            source.place_from(folder);
        }
        config.nightly.place_from(folder);
        for post in config.post.values_mut() {
            post.place_from(folder);
        }
        Ok(config)
    }

    /// Reads the text of a config file; `path` is for messages.
    pub fn parse(text: &str, path: &Path) -> Result<Config, ConfigError> {
        let mut config: Config = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).unwrap_or(text).matches('\n').count() + 1;
            ConfigError::Wrong {
                path: path.to_owned(),
                line,
                message: error.message().to_owned(),
                written: secret::without_value(text.lines().nth(line - 1).unwrap_or("")),
            }
        })?;
        let unfit = |table: &str, key: &str, message: &str| match line::of(text, table, key) {
            Some((index, written)) => ConfigError::Wrong {
                path: path.to_owned(),
                line: index + 1,
                message: message.to_owned(),
                written: secret::without_value(written),
            },
            None => ConfigError::Unfit {
                path: path.to_owned(),
                message: message.to_owned(),
            },
        };
        if !(0.0..=1.0).contains(&config.threshold) {
            return Err(unfit("", "threshold", "threshold must lie between 0 and 1"));
        }
        let retention = config.retention.check();
        retention.map_err(|why| unfit("retention", "days", why))?;
        let publish = config.publish.check();
        publish.map_err(|why| unfit("publish", "k", why))?;
        config.find_domains(text, path)?;
        Ok(config)
    }

    /// Makes domains of what means one; what doesn't is told with its line.
    fn find_domains(&mut self, text: &str, path: &Path) -> Result<(), ConfigError> {
        let mut domains = Vec::with_capacity(self.internal_domains.len());
        for written in &self.internal_domains {
            let domain = domains::bare(written).map_err(|message| {
                let mut lines = text
                    .lines()
                    .enumerate()
                    .skip_while(|(_, line)| !line.trim_start().starts_with("internal_domains"));
                let quoted = lines
                    .clone()
                    .find(|(_, line)| line.contains(written.as_str()));
                let (index, line) = quoted.or_else(|| lines.next()).unwrap_or((0, ""));
                ConfigError::Wrong {
                    path: path.to_owned(),
                    line: index + 1,
                    message: message.to_owned(),
                    written: secret::without_value(line),
                }
            })?;
            domains.extend(domain);
        }
        self.internal_domains = domains;
        Ok(())
    }
}
