//! Which texts can somebody read in a finished file?
//!
//! Every line, cell, paragraph and value, also those that only a curious reader sees: properties of a document, comments
//! and attributes of a page, addresses of links. What kind a file is shows in its contents, as for `verify`.

mod page;

use std::io::Cursor;

use serde_json::Value;

use crate::quote::verify::read::html::is_html;
use crate::quote::verify::read::markdown::shown;
use crate::quote::verify::read::{ReadError, text_of};
use crate::unpack::{Container, Limits, is_zip};
use crate::xml::{Piece, local, walk};

/// Elements of office documents behind which another text begins.
const BLOCKS: [&str; 8] = ["c", "comment", "is", "p", "si", "tc", "title", "tr"];

/// Every text of a file, in its order.
pub(super) fn places(file: &[u8]) -> Result<Vec<String>, ReadError> {
    if is_zip(file) {
        return boxed(file);
    }
    let text = text_of(file);
    let text = text.trim_start_matches('\u{feff}');
    let mut places = values(text)
        .or_else(|| cells(text))
        .unwrap_or_else(|| written(text));
    places.retain(|place| !place.trim().is_empty());
    Ok(places)
}

/// A page, or lines.
fn written(text: &str) -> Vec<String> {
    if is_html(text) {
        return page::places(text);
    }
    let is_markdown = text.lines().any(|line| line.trim_start().starts_with('>'));
    if !is_markdown {
        return text.lines().map(str::to_owned).collect();
    }
    let mut places = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start_matches(['>', ' ', '\t', '#']);
        places.push(shown(bare));
        // The addresses of links, which a reader sees in the bar below.
        let targets = bare.split("](").skip(1);
        places.extend(targets.map(|rest| rest.split(')').next().unwrap_or(rest).to_owned()));
    }
    places
}

/// Every string of JSON, one document or one a line; `None` where this is none.
fn values(text: &str) -> Option<Vec<String>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut places = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        strings(document.ok()?, &mut places);
    }
    Some(places)
}

/// The parser goes no deeper than 128 levels.
fn strings(value: Value, places: &mut Vec<String>) {
    match value {
        Value::String(text) => places.push(text),
        Value::Array(values) => values.into_iter().for_each(|value| strings(value, places)),
        Value::Object(object) => object
            .into_iter()
            .for_each(|(_, value)| strings(value, places)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every cell of a table with a column `quote`; `None` where this is none.
fn cells(text: &str) -> Option<Vec<String>> {
    let header = text.lines().next()?;
    let names_quotes = |delimiter: &u8| {
        let mut names = header.split(char::from(*delimiter));
        names.any(|name| {
            let name = name.trim().trim_matches('"');
            name.eq_ignore_ascii_case("quote")
        })
    };
    let delimiter = [b',', b';', b'\t'].into_iter().find(names_quotes)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut places = Vec::new();
    for row in reader.records() {
        places.extend(row.ok()?.iter().map(str::to_owned));
    }
    Some(places)
}

/// Every text of a document or a workbook, its properties and the addresses of its links among them.
fn boxed(file: &[u8]) -> Result<Vec<String>, ReadError> {
    let mut container = Container::open(Cursor::new(file), Limits::DOCUMENT)?;
    let mut places = Vec::new();
    for part in container.parts() {
        if !part.name.ends_with(".xml") && !part.name.ends_with(".rels") {
            continue;
        }
        let xml = text_of(&container.unpack(&part)?);
        let is_properties = part.name.starts_with("docProps/");
        let mut text = String::new();
        walk(&xml, |piece| match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Open(element) => {
                if element.attribute("TargetMode").as_deref() == Some("External") {
                    places.extend(element.attribute("Target"));
                }
                if matches!(local(element.name()), "br" | "cr" | "tab") {
                    text.push(' ');
                }
            }
            Piece::Close(name) => {
                if is_properties || BLOCKS.contains(&local(name)) {
                    places.push(std::mem::take(&mut text));
                }
            }
        })?;
        places.push(text);
    }
    places.retain(|place| !place.trim().is_empty());
    Ok(places)
}
