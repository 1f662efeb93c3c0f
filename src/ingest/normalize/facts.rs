//! Which call, which account, which deal?
//!
//! The file's own facts come first; blanks are filled from deals.csv, participants.csv and the file's name.

use super::people::Member;
use super::{Origin, dates, file_name, sides};
use crate::call::{Account, Deal, Participant, Side, SideReason, is_web};
use crate::ingest::companions::{CallKeys, DealMatch, ParticipantRow};
use crate::ingest::transcript::{Problem, Transcript};
use crate::text::providers::is_generic;

/// What is known about the call as a whole.
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) started_at: Option<String>,
    pub(super) recording_url: Option<String>,
    pub(super) account: Option<Account>,
    pub(super) deal: Option<Deal>,
}

/// Gathers the facts of a call whose people and sides are known.
pub(super) fn gather(
    transcript: &Transcript,
    origin: &Origin<'_>,
    keys: &CallKeys,
    participants: &[Participant],
    rows: &[Option<&ParticipantRow>],
    problems: &mut Vec<Problem>,
) -> Facts {
    let from_name = origin
        .file_name
        .map(file_name::from_name)
        .unwrap_or_default();
    let mut facts = Facts {
        title: transcript.title.clone().or(from_name.title),
        started_at: date(transcript.started_at.as_deref(), problems),
        recording_url: web_address(transcript.recording_url.as_deref(), problems),
        account: transcript.account.clone(),
        deal: transcript.deal.clone(),
    };
    let mut account = facts.account.take().unwrap_or_default();
    let mut deal = facts.deal.take().unwrap_or_default();
    if account.name.is_none() {
        account.name = company(participants, rows);
    }
    let found = origin.companions.deal(
        keys,
        deal.id.as_deref(),
        account.name.as_deref(),
        &prospect_domains(participants),
    );
    if let Some(found) = found {
        take_row(&found, &mut account, &mut deal, problems);
        if found.is_of_call && found.n_rows == 1 && facts.started_at.is_none() {
            facts.started_at = found.row.date.as_deref().and_then(dates::rfc3339);
        }
    }
    facts.started_at = facts.started_at.take().or(from_name.started_at);
    facts.account = (account != Account::default()).then_some(account);
    facts.deal = (deal != Deal::default()).then_some(deal);
    facts
}

fn date(text: Option<&str>, problems: &mut Vec<Problem>) -> Option<String> {
    let text = text?;
    let date = dates::rfc3339(text);
    if date.is_none() {
        let message = "the call's date is none like 2024-01-31 and is left out; write it so";
        problems.push(Problem::of_file("date-unreadable", message));
    }
    date
}

/// An address goes into links, so nothing but the web's own schemes is kept.
fn web_address(url: Option<&str>, problems: &mut Vec<Problem>) -> Option<String> {
    let url = url?;
    if is_web(url) && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(url.to_owned());
    }
    let message = "the recording's address is none like https://… and is left out; write it so";
    problems.push(Problem::of_file("recording-url-unreadable", message));
    None
}

/// The one company that participants.csv gives the prospects.
fn company(participants: &[Participant], rows: &[Option<&ParticipantRow>]) -> Option<String> {
    let prospects = participants
        .iter()
        .zip(rows)
        .filter(|(who, _)| who.side == Side::Prospect);
    let mut companies = prospects.filter_map(|(_, row)| row.and_then(|row| row.company.as_deref()));
    let first = companies.next()?;
    companies
        .all(|other| other.eq_ignore_ascii_case(first))
        .then(|| first.to_owned())
}

/// The companies' own domains among the prospects' e-mails, each once. Where there are none, those of people whose side
/// nobody knows: no deal has our own domain, so a rep among them says nothing.
fn prospect_domains(participants: &[Participant]) -> Vec<String> {
    let of_prospects = domains_of(participants, Side::Prospect);
    if of_prospects.is_empty() {
        domains_of(participants, Side::Unknown)
    } else {
        of_prospects
    }
}

fn domains_of(participants: &[Participant], side: Side) -> Vec<String> {
    let mut domains = Vec::new();
    for participant in participants.iter().filter(|who| who.side == side) {
        let domain = participant.email.as_deref().and_then(sides::domain);
        if let Some(domain) = domain.filter(|domain| !is_generic(domain))
            && !domains.contains(&domain)
        {
            domains.push(domain);
        }
    }
    domains
}

/// Several rows of one account tell the account, but not which of its deals the call belongs to.
fn take_row(
    found: &DealMatch<'_>,
    account: &mut Account,
    deal: &mut Deal,
    problems: &mut Vec<Problem>,
) {
    let row = found.row;
    fill(&mut account.name, &row.account.name);
    fill(&mut account.industry, &row.account.industry);
    fill(&mut account.size, &row.account.size);
    fill(&mut account.region, &row.account.region);
    if found.n_rows > 1 {
        let message = format!(
            "{} rows of deals.csv fit this call, so its deal stays unknown; add a column `call` or `deal`",
            found.n_rows
        );
        problems.push(Problem::of_file("deals-ambiguous", message));
        return;
    }
    fill(&mut deal.id, &row.deal.id);
    fill(&mut deal.stage, &row.deal.stage);
    fill(&mut deal.outcome, &row.deal.outcome);
    fill(&mut deal.reason, &row.deal.reason);
    fill(&mut deal.relationship, &row.deal.relationship);
    fill(&mut deal.amount, &row.deal.amount);
}

fn fill(blank: &mut Option<String>, value: &Option<String>) {
    if blank.is_none() {
        blank.clone_from(value);
    }
}

/// Whether rows of participants.csv speak of this call and of nobody on it, though somebody's side is still unknown.
pub(super) fn rows_of_nobody(
    participants: &[Participant],
    rows: &[Option<&ParticipantRow>],
    keys: &CallKeys,
    origin: &Origin<'_>,
) -> Option<Problem> {
    let is_open =
        |who: &Participant| who.side == Side::Unknown && who.side_reason != SideReason::Bot;
    if !participants.iter().any(is_open) {
        return None;
    }
    let mut lines = origin.companions.lines_about(keys);
    lines.retain(|line| rows.iter().flatten().all(|row| row.line != *line));
    let first = lines.first()?;
    let message = format!(
        "participants.csv speaks of this call in line {first} and of nobody on it, {} such rows in all; write names \
         as the transcript does",
        lines.len()
    );
    Some(Problem::of_file("participants-row-of-nobody", message))
}

/// The row of participants.csv about somebody; nobody in particular has none.
pub(super) fn row_of<'a>(
    member: &Member,
    keys: &CallKeys,
    origin: &Origin<'a>,
) -> Option<&'a ParticipantRow> {
    if member.is_nobody {
        return None;
    }
    let spellings = std::iter::once(&member.name).chain(&member.aliases);
    let spellings: Vec<&str> = spellings.map(String::as_str).collect();
    origin
        .companions
        .person(keys, member.email.as_deref(), &spellings)
}
