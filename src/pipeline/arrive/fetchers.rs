//! Who fetches what a delivery only told of?

use std::collections::BTreeMap;
use std::time::Duration;

use crate::config::Config;
use crate::ingest::hooks::errand::Errand;
use crate::ingest::pull::{Fetched, Puller, Unfetched};

/// Somebody may have put the config right by then.
const MENDED_BY: Duration = Duration::from_secs(3600);

/// The sources of the config, each ready or with what is wrong about it.
pub struct Fetchers {
    pullers: BTreeMap<String, Result<Puller, String>>,
}

impl Fetchers {
    /// Opens every source. What is wrong about one is told by the jobs that need it, and stops no other.
    pub fn of(config: &Config) -> Fetchers {
        let pullers = config.pull.iter().map(|(name, source)| {
            let puller = Puller::of(name, source).map_err(|error| error.to_string());
            (name.clone(), puller)
        });
        Fetchers {
            pullers: pullers.collect(),
        }
    }

    /// Gets what an errand asks for.
    pub fn fetch(&self, errand: &Errand) -> Result<Fetched, Unfetched> {
        match self.pullers.get(&errand.source) {
            Some(Ok(puller)) => puller.fetch(errand),
            Some(Err(why)) => Err(Unfetched::Later {
                after: MENDED_BY,
                why: why.clone(),
            }),
            None => Err(Unfetched::Never {
                why: format!(
                    "the config has no [pull.{}] that fetches it; add one, then run `verbatim inbox retry --all-dead`",
                    errand.source
                ),
            }),
        }
    }
}
