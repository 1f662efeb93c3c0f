//! A vendor in a box: a small HTTP server of our own, scripted, that can also fail.
//!
//! One connection, one question. Every question is written down, so that a test can look at what was sent.

pub mod vendors;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A question as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    /// With the query.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// How an answer goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Whole,
    /// The connection ends in the middle of the body.
    Cut,
    /// After half of the body nothing comes until the asker goes away.
    Stuck,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body: body.into(),
            manner: Manner::Whole,
        }
    }

    pub fn json(body: &Value) -> Reply {
        Reply::new(200, body.to_string())
    }

    pub fn with(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn in_manner(mut self, manner: Manner) -> Reply {
        self.manner = manner;
        self
    }
}

type Script = Box<dyn Fn(&Asked) -> Reply + Send + Sync>;

/// What happens in place of the script, from some question on.
struct Fault {
    from: usize,
    reply: Reply,
}

struct Inside {
    script: Script,
    asked: Mutex<Vec<Asked>>,
    fault: Mutex<Option<Fault>>,
    is_over: AtomicBool,
}

/// A running server; it ends with this.
pub struct Sim {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    inside: Arc<Inside>,
}

impl Sim {
    pub fn start(script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Sim {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let inside = Arc::new(Inside {
            script: Box::new(script),
            asked: Mutex::default(),
            fault: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let behind = Arc::clone(&inside);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if behind.is_over.load(Ordering::SeqCst) {
                    break;
                }
                let inside = Arc::clone(&behind);
                // A test that has its answer goes away without saying good-bye.
                std::thread::spawn(move || stream.map(|stream| serve(&inside, stream)));
            }
        });
        Sim { base, inside }
    }

    /// From the question of that number on, counted from now, this is the answer to all of them.
    pub fn fail_from(&self, number: usize, reply: Reply) {
        let from = self.asked().len() + number;
        *self.inside.fault.lock().unwrap() = Some(Fault { from, reply });
    }

    /// Everything is as scripted again.
    pub fn heal(&self) {
        *self.inside.fault.lock().unwrap() = None;
    }

    /// Every question so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.inside.asked.lock().unwrap().clone()
    }

    /// Paths of the questions so far that begin so.
    pub fn paths(&self, beginning: &str) -> Vec<String> {
        let asked = self.asked().into_iter().map(|asked| asked.path);
        asked.filter(|path| path.starts_with(beginning)).collect()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.inside.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next connection.
        let _ = TcpStream::connect(self.base.trim_start_matches("http://"));
    }
}

fn serve(inside: &Inside, mut stream: TcpStream) -> std::io::Result<()> {
    let Some(asked) = read(&mut stream)? else {
        return Ok(());
    };
    let number = {
        let mut all = inside.asked.lock().unwrap();
        all.push(asked.clone());
        all.len() - 1
    };
    let fault = {
        let fault = inside.fault.lock().unwrap();
        let due = fault.as_ref().filter(|fault| number >= fault.from);
        due.map(|fault| fault.reply.clone())
    };
    let reply = fault.unwrap_or_else(|| (inside.script)(&asked));
    write(&mut stream, &reply)
}

/// A question, to the end of its body.
fn read(stream: &mut TcpStream) -> std::io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    let head_len = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        let n = stream.read(&mut piece)?;
        if n == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece[..n]);
    };
    let head = String::from_utf8_lossy(&bytes[..head_len]).into_owned();
    let mut lines = head.lines();
    let mut words = lines
        .next()
        .unwrap_or_default()
        .split(' ')
        .map(str::to_owned);
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut asked = Asked {
        method,
        path,
        headers,
        body: String::new(),
    };
    let length = asked
        .header("content-length")
        .and_then(|n| n.parse::<usize>().ok());
    while bytes.len() < head_len + length.unwrap_or(0) {
        let n = stream.read(&mut piece)?;
        if n == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece[..n]);
    }
    asked.body = String::from_utf8_lossy(&bytes[head_len..]).into_owned();
    Ok(Some(asked))
}

fn write(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} Answer\r\nContent-Length: {}\r\nConnection: close\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if reply.manner == Manner::Whole {
        stream.write_all(&reply.body)?;
        return stream.flush();
    }
    stream.write_all(&reply.body[..reply.body.len() / 2])?;
    stream.flush()?;
    if reply.manner == Manner::Stuck {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest)?;
    }
    stream.shutdown(Shutdown::Both)
}
