//! Which tokens are there, and is this one of them?
//!
//! `tokens.json` in the data folder, readable by its owner alone. A token itself is shown once and never kept; what is
//! kept is its SHA-256. The server looks at the file again whenever it has changed, so that a revoked token ends at
//! once.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::serve::auth::scope::Scope;
use crate::serve::auth::secret;
use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::text::hex::hex;

/// Stands before every token, so that scanners for leaked secrets can know one.
pub const PREFIX: &str = "vbt_";

/// One token, without the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The first digits of its hash: enough to name it, too few to help anybody.
    pub id: String,
    /// What it is for, in the operator's words.
    pub name: Option<String>,
    pub scopes: Vec<Scope>,
    /// SHA-256 of the whole token, as hexadecimal digits.
    pub sha256: String,
    /// RFC 3339.
    pub made_at: String,
    /// RFC 3339; `None`: it does not end by itself.
    pub ends_at: Option<String>,
}

impl Token {
    /// Whether it still counts. An end that cannot be read has passed.
    pub fn is_live(&self, now: Timestamp) -> bool {
        match &self.ends_at {
            None => true,
            Some(end) => end.parse::<Timestamp>().is_ok_and(|end| now < end),
        }
    }
}

/// A token that somebody wants.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub scopes: Vec<Scope>,
    pub name: Option<String>,
    /// It ends after so many days.
    pub days: Option<u32>,
}

/// Why tokens cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot {what} {}: {cause}; check who owns the data folder and its permissions", path.display())]
    Disk {
        what: &'static str,
        path: PathBuf,
        cause: io::Error,
    },
    #[error(
        "{}:{line}: this is no list of tokens: {cause}; remove the file and make new tokens with `verbatim token new`",
        path.display()
    )]
    Broken {
        path: PathBuf,
        line: usize,
        cause: serde_json::Error,
    },
    #[error("the system gives no random numbers: {0}; a token cannot be made without them")]
    NoChance(#[from] getrandom::Error),
}

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    tokens: Vec<Token>,
}

/// Where tokens are kept.
pub fn path(dir: &DataDir) -> PathBuf {
    dir.tokens()
}

/// By what a change of the file is noticed; `None` where there is no file.
pub type Stamp = Option<(SystemTime, u64)>;

/// The file's stamp now.
pub fn stamp(dir: &DataDir) -> Stamp {
    let about = std::fs::metadata(path(dir)).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// Every token; none where there is no file.
pub fn read(dir: &DataDir) -> Result<Vec<Token>, TokenError> {
    let path = path(dir);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(disk("read", &path, cause)),
    };
    let kept: Kept = serde_json::from_str(&text).map_err(|cause| TokenError::Broken {
        line: cause.line(),
        path,
        cause,
    })?;
    Ok(kept.tokens)
}

/// Makes a token and gives it together with what is kept of it: the only time that anybody sees it.
pub fn add(dir: &DataDir, wish: Wish) -> Result<(String, Token), TokenError> {
    let _lock = lock(dir)?;
    let mut tokens = read(dir)?;
    let token = format!("{PREFIX}{}", secret::random()?);
    let sha256 = hex(&secret::hash(&token));
    let now = Timestamp::now();
    let end = wish.days.and_then(|days| {
        now.checked_add(SignedDuration::from_hours(24 * i64::from(days)))
            .ok()
    });
    let kept = Token {
        id: sha256.chars().take(8).collect(),
        name: wish.name,
        scopes: wish.scopes,
        sha256,
        made_at: format!("{now:.0}"),
        ends_at: end.map(|end| format!("{end:.0}")),
    };
    tokens.push(kept.clone());
    write(dir, tokens)?;
    Ok((token, kept))
}

/// Takes back the tokens of an id or a name and says how many those were.
pub fn revoke(dir: &DataDir, which: &str) -> Result<usize, TokenError> {
    let _lock = lock(dir)?;
    let mut tokens = read(dir)?;
    let n_before = tokens.len();
    tokens.retain(|token| token.id != which && token.name.as_deref() != Some(which));
    let n_revoked = n_before - tokens.len();
    if n_revoked > 0 {
        write(dir, tokens)?;
    }
    Ok(n_revoked)
}

/// The live token that was shown. All of them are compared, each in the same time, whichever it is.
pub fn find<'t>(tokens: &'t [Token], shown: &str, now: Timestamp) -> Option<&'t Token> {
    let shown = hex(&secret::hash(shown));
    let mut found = None;
    for token in tokens {
        if bool::from(token.sha256.as_bytes().ct_eq(shown.as_bytes())) {
            found = Some(token);
        }
    }
    found.filter(|token| token.is_live(now))
}

/// Two commands at once must not lose each other's tokens. Apart from the writer's lock, which a server may hold.
fn lock(dir: &DataDir) -> Result<File, TokenError> {
    dir.create()?;
    let path = dir.root().join("tokens.lock");
    let lock = private()
        .open(&path)
        .map_err(|cause| disk("open", &path, cause))?;
    lock.lock().map_err(|cause| disk("lock", &path, cause))?;
    Ok(lock)
}

fn write(dir: &DataDir, tokens: Vec<Token>) -> Result<(), TokenError> {
    let (path, beside) = (path(dir), dir.root().join("tokens.json.new"));
    let fail = |cause: io::Error| disk("write", &path, cause);
    let text =
        serde_json::to_string_pretty(&Kept { tokens }).map_err(|cause| fail(cause.into()))?;
    let mut file = private().open(&beside).map_err(fail)?;
    file.set_len(0)
        .and_then(|()| writeln!(file, "{text}"))
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&beside, &path))
        .map_err(fail)
}

/// For files that nobody else may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn disk(what: &'static str, path: &Path, cause: io::Error) -> TokenError {
    TokenError::Disk {
        what,
        path: path.to_owned(),
        cause,
    }
}
