//! How does a pack look in a house's own style?
//!
//! A template of the house (Jinja, by `minijinja`) is handed exactly what the other formats are handed, and writes text
//! or HTML. It reads no file but those that the caller hands out by name, runs a bounded number of steps and writes a
//! bounded number of bytes. A template can cut words or change them: whoever renders is told of which quotes the words
//! do not stand in the result as they were said.
//!
//! What a template sees: `pack.name`, `pack.query`, `pack.filters` (`name`, `value`); `quotes`, each with the fields
//! of `verbatim schema pack` and `number`, `who`, `when` (a list) and `source_line`; `sections`, each with `title`
//! (none where there is none) and `quotes`. The filter `one_line` makes one line of a text. What is none prints
//! nothing; what does not exist is an error.

use std::io::Write;

use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, context, escape_formatter,
};
use serde::Serialize;

use crate::quote::pack::render::json::{Quoted, quoted};
use crate::quote::pack::render::{attribution, source_line};
use crate::quote::pack::{Item, Pack};
use crate::quote::rights::gate::Cleared;
use crate::quote::typography::plain_words;
use crate::quote::verify::read::html::decoded;

/// Steps of the engine; a pack of a thousand quotes takes some hundred thousand.
const FUEL: u64 = 5_000_000;
/// Larger results are nobody's pack.
const MOST_BYTES: usize = 16 << 20;
/// How deep templates may go; one that is included counts ten times or more.
const MOST_DEPTH: usize = 200;

/// What a template made of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    pub bytes: Vec<u8>,
    /// Numbers of the quotes, from 1, whose words do not stand in it word for word.
    pub changed: Vec<usize>,
}

/// Why a template gave nothing. Never says words of the pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {told}")]
pub struct TemplateError {
    /// The template, or the one that it includes.
    pub file: String,
    /// From 1; 0 where the whole file is meant.
    pub line: usize,
    pub told: String,
}

/// A house's template.
#[derive(Debug, Clone, Copy)]
pub struct House<'h> {
    /// Its file's name; `.html`, `.htm`, `.xml` and `.svg`, also before `.j2` or `.jinja`, have their values escaped.
    pub name: &'h str,
    pub text: &'h str,
}

/// Renders a pack. `beside` gives the text of another template by its name, where there is one.
pub fn render(
    house: House<'_>,
    beside: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    cleared: &Cleared<Pack>,
) -> Result<Rendered, TemplateError> {
    let pack = cleared.get();
    let escape = escape_of(house.name);
    let mut bounded = Bounded::default();
    let done = environment(house, beside, escape.clone())
        .and_then(|room| write(&room, house.name, pack, &mut bounded));
    done.map_err(|error| told(house.name, &error, bounded.is_full))?;
    // The engine takes the last line's end away.
    if !bounded.bytes.ends_with(b"\n") {
        bounded.bytes.push(b'\n');
    }
    let seen = shown(&bounded.bytes, &escape);
    let is_changed = |item: &Item| !seen.contains(&plain_words(&item.words()));
    let changed = (1..).zip(&pack.items).filter(|(_, item)| is_changed(item));
    Ok(Rendered {
        changed: changed.map(|(number, _)| number).collect(),
        bytes: bounded.bytes,
    })
}

/// The result as a reader sees it, for comparing.
fn shown(bytes: &[u8], escape: &AutoEscape) -> String {
    let text = String::from_utf8_lossy(bytes);
    match escape {
        AutoEscape::None => plain_words(&text),
        _ => plain_words(&decoded(&without_tags(&text))),
    }
}

fn write(room: &Environment<'_>, name: &str, pack: &Pack, to: &mut Bounded) -> Result<(), Error> {
    let template = room.get_template(name)?;
    template.render_captured_to(seen_by_templates(pack), to)?;
    Ok(())
}

/// By the file's ending, for it and everything that it includes.
fn escape_of(name: &str) -> AutoEscape {
    let name = name.to_ascii_lowercase();
    let ours = [".j2", ".jinja", ".jinja2"];
    let bare = ours.iter().find_map(|ending| name.strip_suffix(*ending));
    let bare = bare.unwrap_or(&name);
    let ending = bare.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "html" | "htm" | "xhtml" | "xml" | "svg" => AutoEscape::Html,
        _ => AutoEscape::None,
    }
}

fn environment(
    house: House<'_>,
    beside: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    escape: AutoEscape,
) -> Result<Environment<'static>, Error> {
    let mut room = Environment::new();
    room.set_fuel(Some(FUEL));
    room.set_recursion_limit(MOST_DEPTH);
    room.set_undefined_behavior(UndefinedBehavior::Strict);
    // Names what is undefined; values are shown by none of the messages that are taken over.
    room.set_debug(true);
    room.set_auto_escape_callback(move |_| escape.clone());
    room.set_formatter(|out, state, value| {
        if value.is_none() {
            return Ok(());
        }
        escape_formatter(out, state, value)
    });
    room.add_filter("one_line", one_line);
    room.set_loader(move |name| Ok(beside(name)));
    room.add_template_owned(house.name.to_owned(), house.text.to_owned())?;
    Ok(room)
}

/// Every run of white space as one space.
fn one_line(text: String) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A quote as templates see it.
#[derive(Serialize)]
struct Seen<'p> {
    number: usize,
    who: String,
    when: Vec<String>,
    source_line: String,
    #[serde(flatten)]
    quoted: Quoted<'p>,
}

fn seen_by_templates(pack: &Pack) -> Value {
    let quotes: Vec<Value> = (1..).zip(&pack.items).map(seen).collect();
    let mut sections: Vec<(Option<&str>, Vec<Value>)> = Vec::new();
    for (item, quote) in pack.items.iter().zip(&quotes) {
        let title = item.section.as_deref();
        match sections.last_mut() {
            Some((before, quotes)) if *before == title => quotes.push(quote.clone()),
            _ => sections.push((title, vec![quote.clone()])),
        }
    }
    let sections: Vec<Value> = sections
        .into_iter()
        .map(|(title, quotes)| context! { title => title, quotes => quotes })
        .collect();
    let filters: Vec<Value> = pack
        .filters
        .iter()
        .map(|(name, value)| context! { name => name, value => value })
        .collect();
    let about =
        context! { name => pack.name.as_str(), query => pack.query.as_str(), filters => filters };
    context! { pack => about, quotes => quotes, sections => sections }
}

fn seen((number, item): (usize, &Item)) -> Value {
    let (who, when) = attribution(item);
    Value::from(Serde(Seen {
        number,
        who,
        when,
        source_line: source_line(item),
        quoted: quoted(item),
    }))
}

/// A place for so many bytes and no more.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            self.is_full = true;
            return Err(std::io::Error::other("the result is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// HTML with a space for every tag.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                text.push(' ');
            }
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text
}

/// What went wrong, where, and what to do. Only what the template itself says is repeated.
fn told(name: &str, error: &Error, is_full: bool) -> TemplateError {
    let mut inner = error;
    // An error in a template that is included stands behind one of the template that includes it.
    while let Some(cause) = std::error::Error::source(inner)
        && let Some(cause) = cause.downcast_ref::<Error>()
    {
        inner = cause;
    }
    let detail = inner.detail().unwrap_or("nothing more is known");
    let told = match inner.kind() {
        _ if is_full => format!(
            "the result is larger than {} MiB; take out a loop",
            MOST_BYTES >> 20
        ),
        ErrorKind::OutOfFuel => "it takes too many steps; take out a loop".to_owned(),
        ErrorKind::SyntaxError => format!("this is no Jinja: {detail}"),
        ErrorKind::UndefinedError => format!(
            "{detail}; a template sees pack, sections and quotes, whose fields `verbatim schema pack` tells"
        ),
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction => {
            format!(
                "{}: {detail}; use one that Jinja has, or one_line",
                inner.kind()
            )
        }
        ErrorKind::TemplateNotFound => {
            "the template that it includes does not lie beside it; name a file of the same folder"
                .to_owned()
        }
        kind => format!("{kind}; what stands there is of another kind than this takes"),
    };
    TemplateError {
        file: inner.name().unwrap_or(name).to_owned(),
        line: inner.line().unwrap_or(0),
        told,
    }
}
