//! Where does the program itself serve the archive, for as long as it is measured?

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};
use verbatim::store::DataDir;

use crate::measure::memory_of;

/// The program, as it was built along with the bench.
const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

/// `verbatim serve`, on this machine alone; it ends with this value.
pub struct Server {
    pub address: SocketAddr,
    running: Running,
}

/// A process that ends whatever becomes of the measurement.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    /// Starts the server and waits until it listens. What it tells on stderr goes to a file.
    pub fn start(dir: &DataDir, stderr: &Path) -> anyhow::Result<Server> {
        let file = File::create(stderr).context("cannot make a file for what the server tells")?;
        // In the archive's own folder, where no config of somebody else's lies.
        let child = Command::new(PROGRAM)
            .args(["--data", ".", "serve", "--port", "0", "--log", "off"])
            .current_dir(dir.root())
            .env_remove("VERBATIM_CONFIG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()
            .context("cannot start `verbatim serve`")?;
        let mut running = Running(child);
        let mut line = String::new();
        if let Some(stdout) = running.0.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .context("cannot read what `verbatim serve` prints")?;
        }
        let Some(address) = address_in(&line) else {
            let told = std::fs::read_to_string(stderr).unwrap_or_default();
            bail!(
                "`verbatim serve` does not say where it listens on this machine: {}",
                told.trim()
            );
        };
        Ok(Server { address, running })
    }

    /// Bytes of its memory, under a name of Linux's (`VmRSS`). Known on Linux only.
    pub fn memory(&self, figure: &str) -> Option<u64> {
        memory_of(&self.running.0.id().to_string(), figure)
    }
}

/// The address in `http://127.0.0.1:8017/`; only this machine's own will do.
fn address_in(line: &str) -> Option<SocketAddr> {
    let bare = line.trim().strip_prefix("http://")?.trim_end_matches('/');
    let address: SocketAddr = bare.parse().ok()?;
    address.ip().is_loopback().then_some(address)
}
