//! How is a file of one call a line read without holding it in memory?

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{SourceError, SourceFile, open};

/// Read at once; large, since the lines are whole calls.
const BUFFER: usize = 256 * 1024;

const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// One line that is not blank, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 1-based.
    pub number: usize,
    pub bytes: Vec<u8>,
}

/// The lines of a file, one at a time; one that is too long is an error and is skipped unread.
pub struct Lines {
    reader: BufReader<Box<dyn Read + Send>>,
    path: PathBuf,
    max_line: usize,
    /// What to do about a line that is too long.
    advice: &'static str,
    number: usize,
    is_over: bool,
}

impl Lines {
    /// Opens a file; no line may be longer than `max_line` bytes.
    pub fn open(file: &SourceFile, max_line: usize) -> Result<Lines, SourceError> {
        Ok(Lines::over(open(file)?, file.path.clone(), max_line))
    }

    /// The lines of anything that can be read; `path` is for messages alone.
    pub fn over(reader: Box<dyn Read + Send>, path: PathBuf, max_line: usize) -> Lines {
        let reader = BufReader::with_capacity(BUFFER, reader);
        Lines {
            reader,
            path,
            max_line,
            advice: "split it or raise the limit",
            number: 0,
            is_over: false,
        }
    }

    /// The same where there is something better to do about a line that is too long.
    pub fn advising(self, advice: &'static str) -> Lines {
        Lines { advice, ..self }
    }

    /// The next line as it stands, `None` at the end; its end takes one of the bytes allowed.
    fn read_line(&mut self) -> Option<Result<Vec<u8>, SourceError>> {
        let mut bytes = Vec::new();
        let limit = (self.max_line as u64).saturating_add(1);
        let read = self
            .reader
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut bytes);
        match read {
            Ok(0) => return None,
            Ok(_) => self.number = self.number.saturating_add(1),
            Err(error) => return Some(Err(self.broken(&error))),
        }
        if bytes.last() == Some(&b'\n') || bytes.len() <= self.max_line {
            return Some(Ok(bytes));
        }
        if let Err(error) = self.reader.skip_until(b'\n') {
            return Some(Err(self.broken(&error)));
        }
        let message = format!(
            "line {} is longer than the limit of {} bytes and is left out; {}",
            self.number, self.max_line, self.advice
        );
        Some(Err(SourceError::new(&self.path, "line-too-long", message)))
    }

    fn broken(&mut self, error: &std::io::Error) -> SourceError {
        self.is_over = true;
        SourceError::of_io(&self.path, error)
    }
}

impl Iterator for Lines {
    type Item = Result<Line, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let mut bytes = match self.read_line()? {
                Ok(bytes) => bytes,
                Err(error) => return Some(Err(error)),
            };
            if self.number == 1 && bytes.starts_with(&BYTE_ORDER_MARK) {
                bytes.drain(..BYTE_ORDER_MARK.len());
            }
            while bytes
                .last()
                .is_some_and(|byte| matches!(byte, b'\n' | b'\r'))
            {
                bytes.pop();
            }
            if !is_blank(&bytes) {
                return Some(Ok(Line {
                    number: self.number,
                    bytes,
                }));
            }
        }
        None
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

#[derive(Deserialize)]
struct CallLine {
    #[serde(rename = "turns")]
    _turns: IgnoredAny,
}

/// Whether a line is a whole call in the project's own format.
fn is_call(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<CallLine>(line).is_ok()
}

/// Whether the start of a file shows one call a line: a whole call on its first line, and something after it.
/// A head that ends within the first line does not show it; [`holds_json_lines`] looks further.
pub fn is_json_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(&BYTE_ORDER_MARK).unwrap_or(head);
    let mut lines = head
        .split(|byte| *byte == b'\n')
        .filter(|line| !is_blank(line));
    let (Some(first), Some(_)) = (lines.next(), lines.next()) else {
        return false;
    };
    is_call(first)
}

/// Whether a file holds one call a line, however long its first line is up to `max_line`.
pub fn holds_json_lines(file: &SourceFile, max_line: usize) -> Result<bool, SourceError> {
    if file.is_stdin() {
        return Ok(false);
    }
    let mut lines = Lines::open(file, max_line)?;
    let Some(Ok(first)) = lines.next() else {
        return Ok(false);
    };
    Ok(is_call(&first.bytes) && lines.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &'static str, max_line: usize) -> Vec<String> {
        let reader = Box::new(text.as_bytes());
        let lines = Lines::over(reader, PathBuf::from("calls.jsonl"), max_line);
        let show = |line: Result<Line, SourceError>| match line {
            Ok(line) => format!("{} {}", line.number, String::from_utf8_lossy(&line.bytes)),
            Err(error) => error.code.to_owned(),
        };
        lines.map(show).collect()
    }

    #[test]
    fn lines_come_numbered_and_without_their_ends() {
        assert_eq!(check("\u{feff}one\r\n\n  \ntwo", 10), ["1 one", "4 two"]);
        assert!(check("", 10).is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_one_read() {
        assert_eq!(
            check("12345\n123456\n1\n1234567", 5),
            ["1 12345", "line-too-long", "3 1", "line-too-long"]
        );
    }

    #[test]
    fn one_call_a_line_is_seen_by_its_first_line() {
        let call = r#"{"id":"a","turns":[{"speaker":"A","text":"b"}]}"#;
        assert!(is_json_lines(format!("{call}\n{call}\n").as_bytes()));
        assert!(is_json_lines(
            format!("\u{feff}{call}\n\n{{broken").as_bytes()
        ));
        assert!(!is_json_lines(format!("{call}\n").as_bytes()));
        assert!(!is_json_lines(format!("[{call},\n{call}]").as_bytes()));
        assert!(!is_json_lines(b"{\n\"turns\": []\n}"));
        assert!(!is_json_lines(b"{\"id\":1}\n{\"id\":2}"));
        assert!(!is_json_lines(b""));
    }
}
