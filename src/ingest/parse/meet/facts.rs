//! What does a document of Google Meet say about the call before the speech?
//!
//! - Title and day: `Title - 2025/09/02 16:58 CEST - Notes by Gemini`, `Title (2025-09-02 16:58 GMT+2) - Transcript`,
//!   `Title - Transcript`, the last word in the user's language; else a day with which one of the first lines begins.
//! - Who was asked to come: `Invited ana@acme.example Ana Ruiz`, name and address whichever way around, or addresses
//!   alone. In another language one word stands for `Invited`, and the address comes first.
//!
//! Traps: where a list neither begins nor ends as one of these orders does, nothing tells whose name stands beside
//! an address, and the addresses are kept without names. A wrong one would put somebody on the wrong side.

use crate::ingest::parse::label_words::PARTICLES;
use crate::ingest::parse::speaker_label::{is_blank, is_name};
use crate::ingest::parse::{day, layout};
use crate::ingest::transcript::{Person, Transcript};

use super::is_nobody;

/// Longer lines are no titles.
const LONGEST_TITLE: usize = 400;

/// The call's day stands in the first lines; further down are the days that people spoke about.
const LINES_OF_TITLE: usize = 8;

/// A line that tells the call's day tells it in its first words.
const WORDS_OF_DAY: usize = 4;

/// What stands between the name and the address where Markdown links one to the other.
const LINK: &str = "](mailto:";

/// Fills in title and day from the lines before the speech; none of them is empty.
pub(crate) fn fill(before: &[&str], transcript: &mut Transcript) {
    let mut day = None;
    if let Some((title, its_day)) = before.iter().find_map(|line| titled(line)) {
        transcript.title = Some(title);
        day = its_day;
    }
    let mut first = before.iter().take(LINES_OF_TITLE);
    let started_at = transcript.started_at.take().or(day);
    transcript.started_at = started_at.or_else(|| first.find_map(|line| day_ahead(line)));
}

/// Whether a line is the title of a document of Meet.
pub(crate) fn is_title(line: &str) -> bool {
    titled(line).is_some() || line.ends_with("Notes by Gemini")
}

/// The people who were asked to come, from the paragraphs before the speech.
pub(crate) fn people<'a>(before: impl Iterator<Item = &'a str>) -> Vec<Person> {
    let mut people = Vec::new();
    for (at, paragraph) in before.enumerate() {
        match invitation(paragraph) {
            Some(list) => people.extend(invited(list)),
            None if at < LINES_OF_TITLE => people.extend(invited_in_any_language(paragraph)),
            None => {}
        }
    }
    people
}

/// What stands behind `Invited`.
pub(crate) fn invitation(paragraph: &str) -> Option<&str> {
    let list = paragraph.trim_start().strip_prefix("Invited")?;
    list.starts_with(|c: char| c.is_whitespace() || c == ':')
        .then(|| list.trim_start_matches(':'))
}

/// The title, and the day if it is there.
fn titled(line: &str) -> Option<(String, Option<String>)> {
    if line.len() > LONGEST_TITLE {
        return None;
    }
    let line = line.replace(['–', '—'], "-");
    let (head, tail) = line.rsplit_once("- ")?;
    let (head, tail) = (head.trim_end(), tail.trim());
    let dated = without_moment(head);
    let is_transcript =
        layout::is_transcript_heading(tail) && !tail.starts_with(char::is_lowercase);
    // The tool's name is the same in every language.
    let is_notes = tail == "Notes by Gemini" || (dated.is_some() && tail.contains("Gemini"));
    let title = dated.unwrap_or(head).trim();
    let is_one = (is_transcript || is_notes) && !title.is_empty() && !layout::is_part(title);
    is_one.then(|| (title.to_owned(), day::in_line(head)))
}

/// The title in `Title - 2025/09/02 16:58 CEST` and in `Title (2025-09-02 16:58 GMT+2)`.
fn without_moment(head: &str) -> Option<&str> {
    let behind_dash = head.rsplit_once(" - ").filter(is_dated);
    let (title, _) = behind_dash.or_else(|| {
        let head = head.strip_suffix(')')?;
        head.rsplit_once('(').filter(is_dated)
    })?;
    Some(title)
}

fn is_dated((_, moment): &(&str, &str)) -> bool {
    day::in_line(moment).is_some()
}

fn day_ahead(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().take(WORDS_OF_DAY).collect();
    day::in_line(&words.join(" "))
}

/// Which of the two comes first in a list of names and addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Address,
    Name,
    Unclear,
}

fn order(words: &[&str]) -> Order {
    let is_address = |word: Option<&&str>| word.is_some_and(|word| word.contains('@'));
    match (is_address(words.first()), is_address(words.last())) {
        (true, false) => Order::Address,
        (false, true) => Order::Name,
        _ => Order::Unclear,
    }
}

/// The people of a list; only those with an address, since without one nothing tells where a name ends.
fn invited(list: &str) -> Vec<Person> {
    if list.contains(LINK) {
        return linked(list);
    }
    let is_border = |c: char| is_blank(c) || matches!(c, ',' | ';' | '<' | '>' | '(' | ')');
    let words: Vec<&str> = list
        .split(is_border)
        .filter(|word| !word.is_empty())
        .collect();
    let order = order(&words);
    let mut people: Vec<Person> = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    for word in words {
        if !word.contains('@') {
            name.push(word);
            continue;
        }
        let before = std::mem::take(&mut name).join(" ");
        match order {
            Order::Name => people.push(person(&before, word)),
            Order::Address => {
                name_last(&mut people, before);
                people.push(person("", word));
            }
            Order::Unclear => people.push(person("", word)),
        }
    }
    if order == Order::Address {
        name_last(&mut people, name.join(" "));
    }
    people.into_iter().filter_map(somebody).collect()
}

fn name_last(people: &mut [Person], name: String) {
    if let Some(last) = people.last_mut() {
        last.name = name;
    }
}

/// The people of `[Ana Ruiz](mailto:ana@acme.example)`.
fn linked(list: &str) -> Vec<Person> {
    let pieces: Vec<&str> = list.split(LINK).collect();
    let links = pieces.windows(2).filter_map(|pair| {
        let (_, name) = pair.first()?.rsplit_once('[')?;
        let (address, _) = pair.last()?.split_once(')')?;
        Some(person(name.trim(), address.trim()))
    });
    links.filter_map(somebody).collect()
}

fn person(name: &str, address: &str) -> Person {
    Person {
        name: name.to_owned(),
        email: Some(address.to_owned()),
        ..Person::default()
    }
}

/// Leaves out bots and rooms; whoever has no name is listed under the address.
fn somebody(mut person: Person) -> Option<Person> {
    let address = person.email.clone().filter(|email| email.contains('@'))?;
    let shown = if person.name.is_empty() {
        &address
    } else {
        &person.name
    };
    if is_nobody(shown) || address.ends_with(".calendar.google.com") {
        return None;
    }
    if person.name.contains('@') || !is_name(&person.name) {
        person.name = address;
    }
    Some(person)
}

/// The people of `Eingeladen ana@acme.example Ana Ruiz`. A sentence with an address in it has words in small letters
/// beside it, in the languages that have any, and mostly more than one before it.
fn invited_in_any_language(paragraph: &str) -> Vec<Person> {
    let Some((label, list)) = paragraph.trim().split_once(char::is_whitespace) else {
        return Vec::new();
    };
    let list = list.trim_start();
    let mut words = list.split_whitespace();
    let begins = list.contains(LINK) || words.next().is_some_and(|word| word.contains('@'));
    let is_proper = |word: &str| {
        let is_small = word.starts_with(char::is_lowercase) && !word.contains('@');
        !is_small || PARTICLES.contains(&word)
    };
    if label.contains('@') || !begins || !words.all(is_proper) {
        return Vec::new();
    }
    invited(list)
}
