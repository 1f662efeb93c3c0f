//! Where is the page?

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::archive::ArchiveError;
use crate::cli::args::Args;
use crate::cli::look::note_label;
use crate::cli::settings::Settings;
use crate::cli::watch::posting::send_once;
use crate::cli::{Outcome, digest, reindex};
use crate::pipeline::watches::letters::Letter;
use crate::serve::app::App;
use crate::serve::auth::{Door, tokens};
use crate::serve::hooks::{Hooks, worker};
use crate::serve::listen;
use crate::serve::log::Log;
use crate::serve::room::Readers;
use crate::serve::{alerts, deletions};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::WriteLock;

/// Open the page for people who never see a terminal
///
/// It listens on this machine only, where nobody needs to log in until a token is made. Any other address needs a
/// token (`verbatim token new`), and a proxy with TLS before it. While it runs it works off what vendors deliver, and
/// posts what saved searches find, whoever brings the calls in.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim serve\n  verbatim serve --port 0\n  verbatim token new --scope read && verbatim serve --host 0.0.0.0 --public-name calls.example.org"
)]
pub struct Serve {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8017)]
    pub port: u16,
    /// A name by which others reach it, such as that of a proxy; may be given more than once
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    pub public_name: Vec<String>,
    /// Where the pages are reached, to link there from what is posted: https://calls.example.org
    #[arg(long, value_name = "URL", value_parser = digest::site)]
    pub site: Option<String>,
    /// Threads that read the archive
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub readers: u8,
    /// Write a line of JSON on stderr for every request, without anybody's words
    #[arg(
        long,
        value_enum,
        value_name = "off|on",
        hide_possible_values = true,
        default_value = "off"
    )]
    pub log: Wanted,
}

/// Off or on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Wanted {
    Off,
    On,
}

fn host_name(written: &str) -> Result<String, String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if !written.is_empty() && written.chars().all(is_name) {
        Ok(written.to_lowercase())
    } else {
        Err("write the bare name, without https:// and port, such as calls.example.org".to_owned())
    }
}

/// Serves until Ctrl-C or SIGTERM.
pub fn run(args: &Args, command: &Serve) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let kept = tokens::read(&settings.dir)?;
    let has_token = kept.iter().any(|token| token.is_live(Timestamp::now()));
    let is_public = !command.host.is_loopback() || !command.public_name.is_empty();
    if is_public && !has_token {
        bail!(
            "this lets other machines in, and there is no token yet by which to know who may come; make one first:\n  \
             verbatim token new --scope read"
        );
    }
    let hooks = Hooks::start(&settings.config, &settings.dir)?;
    begin_an_archive(&settings)?;
    finish_deletions(&settings)?;
    // Brings the index up to date before anybody asks.
    drop(reindex::open_up_to_date(&settings)?);
    let readers = Readers::start(&settings.dir, usize::from(command.readers))
        .context("cannot start the threads that read the archive")?;
    let door = Door::new(&settings.dir, command.host, &command.public_name);
    let app = App {
        door: Arc::new(door),
        hooks: Arc::new(hooks),
        log: match command.log {
            Wanted::Off => Log::Off,
            Wanted::On => Log::On,
        },
        ..App::new(
            readers,
            settings.config.clone(),
            settings.dir.clone(),
            settings.lexicons()?,
        )
    };
    worker::start(&app).context("cannot start the thread that works the inbox off")?;
    let (config, site) = (settings.config.clone(), command.site.clone());
    let way = move |letter: &Letter| send_once(&config, letter, site.as_deref());
    let alerts = alerts::start(&settings.dir, Box::new(way))
        .context("cannot start the thread that posts alerts")?;
    let address = SocketAddr::new(command.host, command.port);
    let served = listen::run(app, address, |local| {
        writeln!(anstream::stdout(), "http://{local}/")?;
        let mut told = anstream::stderr();
        let root = settings.dir.root().display();
        writeln!(told, "Serving {root}; Ctrl-C ends it.")?;
        if is_public {
            let note = "browsers stay logged in over TLS only; put a proxy with TLS before it";
            writeln!(told, "{} {note}", note_label())?;
        }
        Ok(())
    });
    alerts.stop();
    served?;
    Ok(Outcome::Done)
}

/// Before anybody is answered. Nobody meets these calls anyway: where another writer is at it, nothing has to wait.
fn finish_deletions(settings: &Settings) -> anyhow::Result<()> {
    match deletions::finish(&settings.dir) {
        Err(ArchiveError::Store(StoreError::Locked { .. })) => Ok(()),
        finished => Ok(finished?),
    }
}

/// Where nothing is kept yet the page opens all the same: calls can be brought in there.
fn begin_an_archive(settings: &Settings) -> anyhow::Result<()> {
    if !settings.dir.catalogue().exists() {
        let lock = WriteLock::take(&settings.dir, "serve")?;
        Catalogue::open_to_write(&settings.dir, &lock)?;
    }
    Ok(())
}
