//! Where is the page?

use std::io::Write;
use std::net::{IpAddr, SocketAddr};

use anyhow::Context;

use crate::cli::args::Args;
use crate::cli::settings::Settings;
use crate::cli::{Outcome, reindex};
use crate::serve::app::{self, App};
use crate::serve::room::Readers;
use crate::store::catalogue::Catalogue;
use crate::store::lock::WriteLock;

/// Open the page for people who never see a terminal
///
/// It listens on this machine only; any other address needs a token.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim serve --help")]
pub struct Serve {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 8017)]
    pub port: u16,
    /// Threads that read the archive
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub readers: u8,
}

/// Serves until Ctrl-C.
pub fn run(args: &Args, command: &Serve) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    begin_an_archive(&settings)?;
    // Brings the index up to date before anybody asks.
    drop(reindex::open_up_to_date(&settings)?);
    let readers = Readers::start(&settings.dir, usize::from(command.readers))
        .context("cannot start the threads that read the archive")?;
    let app = App::new(
        readers,
        settings.config.clone(),
        settings.dir.clone(),
        settings.lexicons()?,
    );
    let address = SocketAddr::new(command.host, command.port);
    app::run(app, address, |local| {
        writeln!(anstream::stdout(), "http://{local}/")?;
        let root = settings.dir.root().display();
        writeln!(anstream::stderr(), "Serving {root}; Ctrl-C ends it.")
    })?;
    Ok(Outcome::Done)
}

/// Where nothing is kept yet the page opens all the same: calls can be brought in there.
fn begin_an_archive(settings: &Settings) -> anyhow::Result<()> {
    if !settings.dir.catalogue().exists() {
        let lock = WriteLock::take(&settings.dir, "serve")?;
        Catalogue::open_to_write(&settings.dir, &lock)?;
    }
    Ok(())
}
