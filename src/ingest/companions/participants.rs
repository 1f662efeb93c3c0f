//! Who does `participants.csv` say took part?

use super::ParticipantRow;
use super::table::{Row, Table};
use crate::call::Side;
use crate::ingest::normalize::slugify;
use crate::ingest::transcript::Problem;

/// The roles that the lexicons brought along listen to; people's own lexicons may know more.
const PERSONAS: [&str; 6] = [
    "champion",
    "economic-buyer",
    "end-user",
    "procurement",
    "technical-evaluator",
    "unknown",
];

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Call,
    Name,
    Email,
    Side,
    Title,
    Persona,
    Company,
}

fn column(heading: &str) -> Option<Column> {
    Some(match heading {
        "call" | "call id" | "file" | "file name" | "filename" => Column::Call,
        "name" | "participant" | "speaker" | "display name" | "full name" => Column::Name,
        "email" | "e mail" | "mail" | "email address" => Column::Email,
        "side" => Column::Side,
        "title" | "job title" => Column::Title,
        "persona" => Column::Persona,
        "company" | "account" | "account name" | "organization" => Column::Company,
        _ => return None,
    })
}

/// The rows that name somebody.
pub(super) fn rows(bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<ParticipantRow> {
    let Some(table) = Table::read("participants.csv", bytes, column, problems) else {
        return Vec::new();
    };
    if !table.has_any(&[Column::Name, Column::Email]) {
        problems.push(Problem::at_line(
            "participants-without-heading",
            1,
            "participants.csv has no column `name` or `email` and is left out; begin it with \
             call,name,email,side,title,persona,company",
        ));
        return Vec::new();
    }
    table
        .rows()
        .iter()
        .filter_map(|row| participant(&table, row, problems))
        .collect()
}

fn participant(
    table: &Table<Column>,
    row: &Row,
    problems: &mut Vec<Problem>,
) -> Option<ParticipantRow> {
    let name = table.cell(row, Column::Name);
    let email = table
        .cell(row, Column::Email)
        .filter(|email| email.contains('@'));
    if name.is_none() && email.is_none() {
        let message = "participants.csv names nobody here; fill `name` or `email`";
        problems.push(Problem::at_line(
            "participants-row-without-person",
            row.line,
            message,
        ));
        return None;
    }
    let word = table.cell(row, Column::Side);
    let side = word.as_deref().and_then(Side::from_word);
    if word.is_some() && side.is_none() {
        let message = "participants.csv has a side here that is none of prospect, rep, unknown";
        problems.push(Problem::at_line(
            "participants-side-not-known",
            row.line,
            message,
        ));
    }
    let persona = table.cell(row, Column::Persona);
    let slug = persona.as_deref().map(slugify).unwrap_or_default();
    if !slug.is_empty() && !PERSONAS.contains(&slug.as_str()) {
        let message = "participants.csv has a persona here that is none of champion, economic-buyer, end-user, \
                       procurement, technical-evaluator; only lexicons of your own can know it";
        problems.push(Problem::at_line(
            "participants-persona-not-known",
            row.line,
            message,
        ));
    }
    Some(ParticipantRow {
        call: table.cell(row, Column::Call),
        name,
        email,
        side,
        title: table.cell(row, Column::Title),
        persona,
        company: table.cell(row, Column::Company),
        line: row.line,
    })
}
