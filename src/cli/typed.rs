//! Who is meant, where that should stand in no list of processes and in no shell's history?
//!
//! One line of standard input. No message repeats anything of it.

use std::io::{BufRead, IsTerminal, Read, Write};

use anyhow::{Context, bail};

/// More bytes are no name and no address.
const MOST_BYTES: u64 = 1 << 10;

/// The person on the only line of standard input, without the blank space around it.
pub fn person() -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return only_line(stdin.lock());
    }
    write!(anstream::stderr(), "Person: ")?;
    let mut line = String::new();
    // What is typed behind it may answer the next question.
    stdin.lock().take(MOST_BYTES).read_line(&mut line)?;
    only_line(line.as_bytes())
}

fn only_line(input: impl Read) -> anyhow::Result<String> {
    let mut text = String::new();
    input
        .take(MOST_BYTES + 1)
        .read_to_string(&mut text)
        .context("cannot read the person from standard input")?;
    if text.len() as u64 > MOST_BYTES {
        bail!("standard input is too long for a person; write one e-mail address or name");
    }
    let text = text.trim();
    if text.is_empty() {
        bail!("standard input names nobody; write one e-mail address or name on one line");
    }
    if text.contains(char::is_control) {
        bail!(
            "standard input has more than one line; name one person, and run it again for the next"
        );
    }
    Ok(text.to_owned())
}
