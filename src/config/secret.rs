//! Where does a secret stand, and may it be read from there?
//!
//! The config names the place, `{ env = "NAME" }` or `{ file = "PATH" }`, and never holds the secret itself. What was
//! read is [`Hidden`]: nothing shows it by accident, and it is compared in constant time. A file that others than
//! its owner may read is refused, because then it is no secret.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What is told to somebody who writes a secret into the config file.
pub const NOT_HERE: &str = "a secret does not stand in the config file itself; write { env = \"NAME\" } or { file = \"PATH\" } and put \
     it there";

/// Longer files hold something else than a secret; the longest secrets are private keys.
const MOST_BYTES: u64 = 64 * 1024;

/// The place of a secret, as the config says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    /// A variable of the environment.
    Env(String),
    /// A file that only its owner may read.
    File(PathBuf),
}

impl Secret {
    /// Reads the secret without the blank space around it; an empty one is an error.
    pub fn read(&self) -> Result<Hidden, SecretError> {
        let place = self.place();
        let text = match self {
            Secret::Env(name) => {
                std::env::var(name).map_err(|_| SecretError::Unset { name: name.clone() })?
            }
            Secret::File(path) => from_file(path)?,
        };
        Hidden {
            text: text.trim().to_owned(),
            place,
        }
        .at_least(1)
    }

    /// A relative path is meant from this folder.
    pub fn place_from(&mut self, folder: &Path) {
        if let Secret::File(path) = self {
            *path = folder.join(&*path);
        }
    }

    /// The place in words; never the secret.
    pub fn place(&self) -> String {
        match self {
            Secret::Env(name) => format!("the environment's {name}"),
            Secret::File(path) => path.display().to_string(),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        deserializer.deserialize_any(PlaceVisitor)
    }
}

struct PlaceVisitor;

impl<'de> Visitor<'de> for PlaceVisitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ env = \"NAME\" } or { file = \"PATH\" }")
    }

    // The message must not repeat what was written, as the usual one does.
    fn visit_str<E: de::Error>(self, _: &str) -> Result<Secret, E> {
        Err(E::custom(NOT_HERE))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Secret, A::Error> {
        let Some((place, value)) = map.next_entry::<String, String>()? else {
            return Err(de::Error::custom(NOT_HERE));
        };
        if map.next_key::<String>()?.is_some() {
            let message = "a secret has one place; write { env = \"NAME\" } or { file = \"PATH\" }";
            return Err(de::Error::custom(message));
        }
        match place.as_str() {
            "env" if is_variable(&value) => Ok(Secret::Env(value)),
            "env" => Err(de::Error::custom(
                "env takes the name of a variable, such as ZOOM_SECRET, and not the secret",
            )),
            "file" => Ok(Secret::File(PathBuf::from(value))),
            _ => Err(de::Error::custom(NOT_HERE)),
        }
    }
}

fn is_variable(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty()
        && name.len() <= 100
        && name.bytes().all(is_word)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A line of a config file as a message may show it: the value behind a secret's name is left out.
pub fn without_value(line: &str) -> String {
    let Some((key, _)) = line.split_once('=') else {
        return line.to_owned();
    };
    let lower = key.to_ascii_lowercase();
    let is_delicate = ["secret", "token", "password", "key", "url"]
        .iter()
        .any(|word| lower.contains(word));
    if is_delicate {
        format!("{key}= …")
    } else {
        line.to_owned()
    }
}

/// A secret that was read. Nothing prints it.
#[derive(Clone)]
pub struct Hidden {
    text: String,
    place: String,
}

impl Hidden {
    /// A secret that came by another way than the config: out of a vendor's answer, or in a test.
    pub fn new(text: impl Into<String>) -> Hidden {
        Hidden {
            text: text.into(),
            place: "a secret".to_owned(),
        }
    }

    /// The secret itself, for those who must use it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it was read.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether the other text is the same; takes as long for a near miss as for a far one, whatever the lengths.
    pub fn is(&self, other: &[u8]) -> bool {
        let ours = Sha256::digest(self.text.as_bytes());
        let theirs = Sha256::digest(other);
        !self.text.is_empty() && bool::from(ours.as_slice().ct_eq(theirs.as_slice()))
    }

    /// Refuses a secret of fewer bytes: it could be guessed.
    pub fn at_least(self, n_bytes: usize) -> Result<Hidden, SecretError> {
        let place = || self.place.clone();
        if self.text.is_empty() {
            return Err(SecretError::Empty { place: place() });
        }
        if self.text.len() < n_bytes {
            return Err(SecretError::Short {
                place: place(),
                n_bytes,
            });
        }
        Ok(self)
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hidden({})", self.place)
    }
}

/// Why a secret can't be used. Tells its place, and nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    #[error(
        "the environment has no readable {name}, where a secret should stand; set it before the start, or name a file with {{ file = \"PATH\" }}"
    )]
    Unset { name: String },
    #[error("cannot read the secret in {}: {cause}; put it there, in a file of its own", path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error("{} is no file, or too long for a secret; name a file that holds the secret alone", path.display())]
    NoSecret { path: PathBuf },
    #[error("others than its owner may read the secret in {} (mode {mode:03o}); run `chmod 600` on it", path.display())]
    Open { path: PathBuf, mode: u32 },
    #[error("{place}: the secret is empty; put it there")]
    Empty { place: String },
    #[error(
        "{place}: the secret has fewer than {n_bytes} bytes and could be guessed; use a longer one"
    )]
    Short { place: String, n_bytes: usize },
}

fn from_file(path: &Path) -> Result<String, SecretError> {
    let unreadable = |cause: std::io::Error| SecretError::Unreadable {
        path: path.to_owned(),
        cause: cause.to_string(),
    };
    let no_secret = || SecretError::NoSecret {
        path: path.to_owned(),
    };
    // Asked before it is opened, because opening a pipe waits for its writer.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(no_secret());
    }
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if let Some(mode) = mode_open_to_others(&metadata) {
        return Err(SecretError::Open {
            path: path.to_owned(),
            mode,
        });
    }
    let mut text = String::new();
    let read = file.take(MOST_BYTES + 1).read_to_string(&mut text);
    if read.map_err(unreadable)? as u64 > MOST_BYTES {
        return Err(no_secret());
    }
    Ok(text)
}

#[cfg(unix)]
fn mode_open_to_others(metadata: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn mode_open_to_others(_: &std::fs::Metadata) -> Option<u32> {
    None
}
