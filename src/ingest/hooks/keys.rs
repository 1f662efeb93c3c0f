//! Which secrets are good for an address, now and after the next rotation?

use std::path::Path;

use crate::config::hooks::{HookConfig, Kind};
use crate::config::secret::{Hidden, Secret, SecretError};

/// Shorter secrets can be guessed, or were typed by somebody who only tried it out.
const LEAST_BYTES: usize = 16;

/// A public key is shorter than that.
const MOST_KEY_BYTES: u64 = 64 * 1024;

/// What was read for one address.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    pub current: Option<Hidden>,
    pub next: Option<Hidden>,
    /// Public keys as text, the current one first.
    pub public_keys: Vec<String>,
}

impl Secrets {
    /// Reads everything that the config names; weak secrets are refused.
    pub(super) fn read(config: &HookConfig) -> Result<Secrets, String> {
        let paths = [&config.public_key, &config.next_public_key];
        let public_keys: Result<Vec<String>, String> = paths
            .into_iter()
            .flatten()
            .map(|path| public_key(path))
            .collect();
        Ok(Secrets {
            current: strong(config.secret.as_ref()).map_err(|error| error.to_string())?,
            next: strong(config.next_secret.as_ref()).map_err(|error| error.to_string())?,
            public_keys: public_keys?,
        })
    }

    /// One secret, as tests and tools have it.
    pub fn one(secret: &str) -> Secrets {
        Secrets {
            current: Some(Hidden::new(secret)),
            ..Secrets::default()
        }
    }
}

/// A secret that is long enough, where one is configured.
fn strong(secret: Option<&Secret>) -> Result<Option<Hidden>, SecretError> {
    let Some(secret) = secret else {
        return Ok(None);
    };
    secret.read()?.at_least(LEAST_BYTES).map(Some)
}

fn public_key(path: &Path) -> Result<String, String> {
    let unreadable = |cause: &dyn std::fmt::Display| {
        format!(
            "cannot read the public key in {}: {cause}; save there what Gong shows at the rule",
            path.display()
        )
    };
    let metadata = std::fs::metadata(path).map_err(|cause| unreadable(&cause))?;
    if !metadata.is_file() || metadata.len() > MOST_KEY_BYTES {
        return Err(unreadable(&"it is no file of a key's size"));
    }
    std::fs::read_to_string(path).map_err(|cause| unreadable(&cause))
}

/// Which of the two secrets proved a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Current,
    Next,
}

/// One or two keys, ready to sign and to compare with.
pub(super) struct Keys {
    current: Vec<u8>,
    next: Option<Vec<u8>>,
}

impl Keys {
    /// The keys made of the secrets by `derive`, which is `None` for a secret that cannot be a key.
    pub(super) fn of(
        kind: Kind,
        secrets: &Secrets,
        derive: fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Keys, String> {
        let key = |secret: &Hidden| {
            let key = derive(secret.text()).filter(|key| !key.is_empty());
            key.ok_or_else(|| {
                format!(
                    "{}: this is no secret of the form that {} has; copy it again, in full",
                    secret.place(),
                    kind.name()
                )
            })
        };
        let Some(current) = &secrets.current else {
            return Err(format!(
                "{} needs a `secret`, or anybody could deliver; write secret = {{ env = \"NAME\" }} or {{ file = \"PATH\" }}",
                kind.name()
            ));
        };
        Ok(Keys {
            current: key(current)?,
            next: secrets.next.as_ref().map(key).transpose()?,
        })
    }

    /// Refuses a key that can be guessed although its secret is long enough as it is written, in base64.
    pub(super) fn are_strong(&self, secrets: &Secrets) -> Result<(), String> {
        let current = (Some(&self.current), &secrets.current);
        let next = (self.next.as_ref(), &secrets.next);
        for (key, secret) in [current, next] {
            if let (Some(key), Some(secret)) = (key, secret)
                && key.len() < LEAST_BYTES
            {
                return Err(format!(
                    "{}: the key in this secret has fewer than {LEAST_BYTES} bytes and could be guessed; use a longer one",
                    secret.place()
                ));
            }
        }
        Ok(())
    }

    /// The key that a test accepts. Both are tried, so that time does not tell which it was.
    pub(super) fn matching(&self, test: impl Fn(&[u8]) -> bool) -> Option<Which> {
        let is_current = test(&self.current);
        let is_next = self.next.as_deref().is_some_and(&test);
        match (is_current, is_next) {
            (true, _) => Some(Which::Current),
            (false, true) => Some(Which::Next),
            (false, false) => None,
        }
    }

    pub(super) fn key(&self, which: Which) -> Option<&[u8]> {
        match which {
            Which::Current => Some(&self.current),
            Which::Next => self.next.as_deref(),
        }
    }
}

/// A secret that is the key as it stands.
pub(super) fn as_it_stands(secret: &str) -> Option<Vec<u8>> {
    Some(secret.as_bytes().to_vec())
}
