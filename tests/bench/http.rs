//! How does a question get to the server, and its answer back?
//!
//! HTTP/1.1 over a connection that stays open, as browsers keep theirs. Answers are read to their end and dropped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, ensure};

/// Longer than the server lets any answer take, so that it is the server who gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// One client's way to the server.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
}

/// How the end of an answer is known.
enum Body {
    Bytes(u64),
    Chunks,
}

impl Connection {
    /// Connects.
    pub fn open(host: SocketAddr) -> anyhow::Result<Connection> {
        let stream = TcpStream::connect_timeout(&host, PATIENCE)
            .context("cannot reach the server that was started")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Connection {
            stream: BufReader::new(stream),
            host,
        })
    }

    /// Asks for an address, with whole lines of headers, reads all of the answer, and gives back its status.
    pub fn get(&mut self, target: &str, headers: &str) -> anyhow::Result<u16> {
        let host = self.host;
        let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n");
        self.ask(request.as_bytes())
    }

    /// Sends a body to an address, with whole lines of headers, reads all of the answer, and gives back its status.
    pub fn post(&mut self, target: &str, headers: &str, body: &[u8]) -> anyhow::Result<u16> {
        let (host, length) = (self.host, body.len());
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n{headers}\r\n"
        );
        self.ask(&[head.as_bytes(), body].concat())
    }

    fn ask(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        self.stream
            .get_mut()
            .write_all(request)
            .context("the server takes no more questions")?;
        let (status, body) = self.head()?;
        match body {
            Body::Bytes(n_bytes) => self.skip(n_bytes)?,
            Body::Chunks => self.skip_chunks()?,
        }
        Ok(status)
    }

    fn head(&mut self) -> anyhow::Result<(u16, Body)> {
        let first = self.line()?;
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse::<u16>().ok())
            .context("an answer begins without a status")?;
        let mut body = None;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line
                .split_once(':')
                .context("an answer has a header without a name")?;
            if name.eq_ignore_ascii_case("content-length") {
                let n_bytes = value.trim().parse::<u64>();
                body = Some(Body::Bytes(n_bytes.context("an answer has no length")?));
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                body = Some(Body::Chunks);
            }
        }
        Ok((
            status,
            body.context("an answer does not say where it ends")?,
        ))
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        let n_bytes = self
            .stream
            .read_line(&mut line)
            .context("no answer can be read")?;
        ensure!(n_bytes > 0, "the server closed the connection");
        Ok(line.trim_end().to_owned())
    }

    fn skip(&mut self, n_bytes: u64) -> anyhow::Result<()> {
        let mut body = self.stream.by_ref().take(n_bytes);
        let n_read = std::io::copy(&mut body, &mut std::io::sink())
            .context("an answer cannot be read to its end")?;
        ensure!(n_read == n_bytes, "an answer broke off");
        Ok(())
    }

    fn skip_chunks(&mut self) -> anyhow::Result<()> {
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let n_bytes = u64::from_str_radix(size, 16).context("a chunk has no size")?;
            if n_bytes == 0 {
                break;
            }
            self.skip(n_bytes)?;
            // The line end behind every chunk.
            self.line()?;
        }
        // Headers may follow the last chunk, up to an empty line.
        while !self.line()?.is_empty() {}
        Ok(())
    }
}
