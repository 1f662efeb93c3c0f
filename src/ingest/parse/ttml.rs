//! Who says what in TTML captions?
//!
//! Documented by the W3C (TTML1 and TTML2), which this follows: `<p begin end>` below `<div>` and `<body>`, whose own
//! `begin` shifts everything inside; `dur` in place of `end`; `<span>` with times of its own where the paragraph has
//! none; `ttm:agent` for whoever speaks, described in the head. `<br/>` is a line's end. Without agents names may
//! stand in the text as in SubRip. Apple's podcasts set each word and each sentence into a `<span unit>` of its own,
//! with no white space between.

mod times;

use std::collections::HashMap;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript};
use crate::text::scripts::is_set_tight;
use crate::xml::{self, Element, Piece};

use super::marks::Candidate;
use super::speaker_label::is_blank;
use super::subtitle::markup::Spoken;
use super::{Parsed, gather, one, subtitle};
use times::Clock;

/// How well a text fits: its root is `tt`.
pub(super) fn fit(text: &str) -> Option<Candidate> {
    let is_tt = xml::local(root(text)?) == "tt";
    is_tt.then(|| Candidate::new(Format::Ttml, 95, "its root `tt`"))
}

/// The name of the first element, behind declarations and comments.
fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(is_blank);
    loop {
        let close = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            // What a document type declares stands in brackets of its own.
            let has_brackets = rest.split('>').next()?.contains('[');
            if has_brackets { "]>" } else { ">" }
        } else {
            break;
        };
        rest = rest.split_once(close)?.1.trim_start_matches(is_blank);
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    name.get(..end)
}

/// Reads a `.ttml`, `.dfxp` or `.xml`.
pub(super) fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    match read(text) {
        Ok(call) => one(call),
        Err(refusal) => vec![Err(refusal)],
    }
}

fn read(text: &str) -> Result<(Transcript, Vec<Problem>), Refusal> {
    let mut reader = Reader::default();
    xml::walk(text, |piece| match piece {
        Piece::Open(element) => reader.open(element),
        Piece::Close(name) => reader.close(xml::local(name)),
        Piece::Text(text) => reader.text(text),
    })?;
    Ok(reader.finish())
}

/// What holds inside an element.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// Seconds; of the element, else of the one around it.
    begin: f64,
    end: Option<f64>,
    /// The element itself or one between the paragraph and it has times.
    is_timed: bool,
    agent: Option<String>,
}

/// Words under one scope.
struct Words {
    begin: f64,
    end: Option<f64>,
    agent: Option<String>,
    lines: Vec<String>,
}

#[derive(Default)]
struct Reader {
    clock: Clock,
    language: Option<String>,
    scopes: Vec<Scope>,
    /// How many paragraphs are open.
    n_paragraphs: usize,
    /// How many elements around here are about the captions and none of them.
    n_asides: usize,
    /// The agent that is described here, and whether its name is being read.
    described: Option<String>,
    is_name: bool,
    names: HashMap<String, String>,
    words: Vec<Words>,
    /// The next words begin a piece of their own.
    is_new: bool,
    has_times: bool,
    has_unread_times: bool,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        let name = xml::local(element.name());
        match name {
            "tt" => {
                self.clock = Clock::of(element);
                self.language = element.attribute("lang").filter(|lang| !lang.is_empty());
            }
            "agent" => self.described = element.attribute("id"),
            "name" => self.is_name = self.is_unnamed(),
            "metadata" | "desc" | "title" | "copyright" => self.n_asides += 1,
            "p" => {
                self.n_paragraphs += 1;
                self.is_new = true;
            }
            "br" => self.line_break(),
            _ => {}
        }
        let scope = self.scope(element, name);
        self.scopes.push(scope);
        if name == "span" && is_unit(element) {
            self.part_from_word_before();
        }
    }

    fn close(&mut self, name: &str) {
        self.scopes.pop();
        match name {
            "agent" => self.described = None,
            "name" => self.is_name = false,
            "metadata" | "desc" | "title" | "copyright" => {
                self.n_asides = self.n_asides.saturating_sub(1);
            }
            "p" => self.n_paragraphs = self.n_paragraphs.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether an agent is described whose name is not known yet; of several names the first is the full one.
    fn is_unnamed(&self) -> bool {
        self.described
            .as_ref()
            .is_some_and(|agent| !self.names.contains_key(agent))
    }

    /// What holds inside an element: its own times count from where the one around it begins.
    fn scope(&mut self, element: &Element<'_>, name: &str) -> Scope {
        let mut scope = self.scopes.last().cloned().unwrap_or_default();
        if !matches!(name, "body" | "div" | "p" | "span") {
            return scope;
        }
        if let Some(agent) = element.attribute("agent") {
            scope.agent = agent.split_whitespace().next().map(str::to_owned);
        }
        // Times of single words inside a timed paragraph tell nothing that is needed.
        if name == "span" && scope.is_timed {
            return scope;
        }
        let [begin, end, dur] = ["begin", "end", "dur"].map(|key| self.time(element, key));
        let outer = scope.begin;
        if let Some(begin) = begin {
            scope.begin = outer + begin;
            self.has_times = true;
        }
        let end = end.map(|end| outer + end);
        let end = end.or_else(|| dur.map(|dur| scope.begin + dur));
        scope.end = end.or(scope.end);
        scope.is_timed = matches!(name, "p" | "span") && begin.is_some();
        scope
    }

    fn time(&mut self, element: &Element<'_>, key: &str) -> Option<f64> {
        let written = element.attribute(key)?;
        let seconds = self.clock.seconds(&written);
        self.has_unread_times |= seconds.is_none();
        seconds
    }

    fn text(&mut self, text: &str) {
        if self.is_name {
            if let Some(agent) = &self.described {
                self.names.entry(agent.clone()).or_default().push_str(text);
            }
            return;
        }
        if self.n_paragraphs > 0
            && self.n_asides == 0
            && let Some(line) = self.current().and_then(|words| words.lines.last_mut())
        {
            line.push_str(text);
        }
    }

    /// A unit begins a word, also where no white space stands before it; runs of it are one space in the end.
    fn part_from_word_before(&mut self) {
        if self.n_paragraphs > 0
            && self.n_asides == 0
            && let Some(line) = self.current().and_then(|words| words.lines.last_mut())
            && line
                .chars()
                .next_back()
                .is_some_and(|last| !is_set_tight(last))
        {
            line.push(' ');
        }
    }

    fn line_break(&mut self) {
        if self.n_paragraphs > 0
            && let Some(words) = self.current()
        {
            words.lines.push(String::new());
        }
    }

    /// The piece that words belong to here: a new one where a paragraph began, or times or speaker are others.
    fn current(&mut self) -> Option<&mut Words> {
        let scope = self.scopes.last()?;
        let goes_on = self.words.last().is_some_and(|words| {
            !self.is_new
                && words.agent == scope.agent
                && words.begin == scope.begin
                && words.end == scope.end
        });
        if !goes_on {
            self.words.push(Words {
                begin: scope.begin,
                end: scope.end,
                agent: scope.agent.clone(),
                lines: vec![String::new()],
            });
            self.is_new = false;
        }
        self.words.last_mut()
    }

    fn finish(self) -> (Transcript, Vec<Problem>) {
        let mut problems = Vec::new();
        if self.has_unread_times {
            let message =
                "some times are written in a way that is not known and count as not there";
            problems.push(Problem::of_file("unreadable-times", message));
        }
        let mut spoken: Vec<Spoken> = self
            .words
            .into_iter()
            .filter_map(|words| piece(words, &self.names))
            .collect();
        spoken.sort_by(|a, b| a.start.total_cmp(&b.start));
        let mut utterances = subtitle::uttered(spoken);
        if !self.has_times {
            for utterance in &mut utterances {
                (utterance.start, utterance.end) = (None, None);
            }
        }
        subtitle::transcript(Format::Ttml, self.language, utterances, problems)
    }
}

/// Whether a span is a word or a sentence, as Apple's podcasts mark them.
fn is_unit(span: &Element<'_>) -> bool {
    let unit = span.attribute("unit");
    matches!(unit.as_deref(), Some("word" | "sentence"))
}

/// A piece with its white space as it is shown: runs of it are one space. `None` where nothing is said.
fn piece(words: Words, names: &HashMap<String, String>) -> Option<Spoken> {
    let lines: Vec<String> = words
        .lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return None;
    }
    let name = |agent: String| {
        let name = names.get(&agent).map(|name| name.split_whitespace());
        let name = name.map(|words| words.collect::<Vec<_>>().join(" "));
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| gather::voice(&agent))
    };
    Some(Spoken {
        start: words.begin,
        end: words.end.unwrap_or(words.begin).max(words.begin),
        is_timed: true,
        voice: words.agent.map(name),
        lines,
        has_word_times: false,
    })
}
