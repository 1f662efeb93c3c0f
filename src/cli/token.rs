//! Who may open the page from elsewhere?

use std::io::Write;

use anyhow::bail;
use clap::Subcommand;
use jiff::Timestamp;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{FAINT, STRONG, count, printable, styled};
use crate::cli::settings::Settings;
use crate::serve::auth::scope::Scope;
use crate::serve::auth::tokens::{self, Wish};

/// Make, list and revoke tokens for those who come from elsewhere
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim token new --scope read --name 'the marketing team' --days 90\n  verbatim token new --scope ingest --name dialer\n  verbatim token list\n  verbatim token revoke dialer"
)]
pub struct Token {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Make a token and show it, once
    New(New),
    /// List the tokens there are, without the secrets
    List(List),
    /// Take tokens back; a running server forgets them at once
    Revoke(Revoke),
}

/// A new token.
#[derive(Debug, clap::Args)]
pub struct New {
    /// What it is for: read, mark (and read), ingest, export (and read), or admin (everything); may be given more than
    /// once
    #[arg(long, required = true, value_delimiter = ',', value_parser = scope, value_name = "SCOPE")]
    pub scope: Vec<Scope>,
    /// Whom or what it is for
    #[arg(long)]
    pub name: Option<String>,
    /// It ends after so many days [default: it does not end]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: Option<u32>,
}

/// The list of tokens.
#[derive(Debug, clap::Args)]
pub struct List {
    /// One token a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// A token to be taken back.
#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// Its id, as it stands in the list, or its name
    #[arg(value_name = "ID")]
    pub which: String,
}

fn scope(word: &str) -> Result<Scope, String> {
    Scope::from_name(word).ok_or_else(|| {
        let names: Vec<&str> = Scope::ALL.into_iter().map(Scope::name).collect();
        format!("a scope is one of {}", names.join(", "))
    })
}

/// Does what is to be done with tokens.
pub fn run(args: &Args, command: &Token) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    match &command.what {
        What::New(new) => make(&settings, new),
        What::List(list) => show(&settings, list),
        What::Revoke(revoke) => take_back(&settings, revoke),
    }
}

/// The token alone on stdout, so that it can be piped to where it belongs.
fn make(settings: &Settings, new: &New) -> anyhow::Result<Outcome> {
    let wish = Wish {
        scopes: new.scope.clone(),
        name: new.name.clone(),
        days: new.days,
    };
    let (token, kept) = tokens::add(&settings.dir, wish)?;
    let mut told = anstream::stderr();
    let end = kept.ends_at.as_deref().map(|end| format!(", until {end}"));
    writeln!(
        told,
        "Token {} for {}{}. It is shown this once; only its hash is kept.",
        kept.id,
        names(&kept.scopes),
        end.unwrap_or_default()
    )?;
    writeln!(anstream::stdout(), "{token}")?;
    Ok(Outcome::Done)
}

fn show(settings: &Settings, list: &List) -> anyhow::Result<Outcome> {
    let kept = tokens::read(&settings.dir)?;
    let mut out = anstream::stdout();
    for token in &kept {
        let is_live = token.is_live(Timestamp::now());
        if list.json {
            let line = serde_json::json!({
                "id": token.id,
                "name": token.name,
                "scopes": token.scopes,
                "made_at": token.made_at,
                "ends_at": token.ends_at,
                "live": is_live,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let name = printable(token.name.as_deref().unwrap_or(""));
        let id = styled(STRONG, &token.id);
        writeln!(out, "{id}  {}  {name}", names(&token.scopes))?;
        let end = match &token.ends_at {
            Some(end) if is_live => format!(", ends {end}"),
            Some(end) => format!(", ended {end}"),
            None => String::new(),
        };
        let made = format!("    made {}{end}", token.made_at);
        writeln!(out, "{}", styled(FAINT, &made))?;
    }
    if kept.is_empty() {
        if !list.json {
            writeln!(out, "There are no tokens. One is made with")?;
            writeln!(out, "  verbatim token new --scope read")?;
        }
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Done)
}

fn take_back(settings: &Settings, revoke: &Revoke) -> anyhow::Result<Outcome> {
    let n_revoked = tokens::revoke(&settings.dir, &revoke.which)?;
    if n_revoked == 0 {
        bail!("there is no token of that id or name; `verbatim token list` shows those there are");
    }
    let tokens = count(n_revoked as u64, "token");
    writeln!(anstream::stdout(), "{tokens} revoked")?;
    Ok(Outcome::Done)
}

fn names(scopes: &[Scope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
    names.join(", ")
}
