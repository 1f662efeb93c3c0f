//! What does a cell of a CRM's table mean?
//!
//! Money stays as written. What is not sure is none: a flag that is neither yes nor no, an address that is none. Outcomes
//! have a file of their own.

use crate::ingest::normalize::is_domain;
use crate::text::hosts::host;
use crate::text::providers::is_generic;

/// What exports write where there is nothing.
const BLANKS: [&str; 11] = [
    "-",
    "--",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "[not set]",
    "(blank)",
    "(no value)",
    "undefined",
];

/// Whether a cell says nothing.
pub(super) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || BLANKS.iter().any(|blank| cell.eq_ignore_ascii_case(blank))
}

/// Yes or no, in the languages that exports are written in.
pub(super) fn flag(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "wahr" | "ja" | "vrai" | "oui" | "verdadero" | "sí" | "si" => {
            Some(true)
        }
        "false" | "0" | "no" | "n" | "falsch" | "nein" | "faux" | "non" | "falso" => Some(false),
        _ => None,
    }
}

/// An amount as written, with its currency where the amount itself names none.
pub(super) fn amount(written: &str, currency: Option<&str>) -> String {
    let names_currency = written.chars().any(|c| {
        c.is_alphabetic()
            || matches!(c, '$' | '£' | '¢' | '¤' | '¥')
            || ('\u{20a0}'..='\u{20cf}').contains(&c)
    });
    match currency {
        Some(currency) if !names_currency => format!("{written} {currency}"),
        _ => written.to_owned(),
    }
}

/// Every e-mail address in a cell: `Ann Lee (ann@acme.example); bo@acme.example`.
pub(super) fn emails(cell: &str) -> Vec<String> {
    let is_outside =
        |c: char| !(c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | '%' | '\''));
    cell.split(is_outside)
        .map(|part| part.trim_matches(['.', '\'']).to_lowercase())
        .filter(|part| is_email(part))
        .collect()
}

fn is_email(text: &str) -> bool {
    match text.split_once('@') {
        Some((local, domain)) => !local.is_empty() && is_domain(domain),
        None => false,
    }
}

/// Every company's domain in a cell; a web address is one of its domain, a mail provider's says nothing.
pub(super) fn domains(cell: &str) -> Vec<String> {
    cell.split([';', ',', '|', ' ', '\n', '\t'])
        .filter(|part| !part.is_empty())
        .map(bare_domain)
        .filter(|domain| is_domain(domain) && !is_generic(domain))
        .collect()
}

/// `https://www.Example.com/about` is the domain `example.com`.
fn bare_domain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let host = host(&text).trim_start_matches('@');
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The companies of a cell, and the domains that stand behind them in brackets: `Acme Inc (acme.example);Bold`.
pub(super) fn accounts(cell: &str) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut known = Vec::new();
    for part in cell.split(';') {
        let mut name = part.trim();
        if let Some((before, inside)) = name
            .strip_suffix(')')
            .and_then(|open| open.rsplit_once('('))
        {
            let found = domains(inside);
            if !found.is_empty() {
                name = before.trim();
                known.extend(found);
            }
        }
        let shown = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !is_blank(&shown) && !names.contains(&shown) {
            names.push(shown);
        }
    }
    (names, known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_stays_as_written() {
        for (written, currency, expected) in [
            ("$125,000", None, "$125,000"),
            ("$125,000", Some("USD"), "$125,000"),
            ("5000.00", None, "5000.00"),
            ("5000.00", Some("EUR"), "5000.00 EUR"),
            ("28900 USD", Some("USD"), "28900 USD"),
            ("€ 1.000", Some("EUR"), "€ 1.000"),
        ] {
            assert_eq!(amount(written, currency), expected);
        }
    }

    #[test]
    fn addresses_are_found_among_names() {
        assert_eq!(
            emails("Ann Lee (Ann.Lee@Acme.example);bo+crm@acme.example; Nobody; x@y"),
            ["ann.lee@acme.example", "bo+crm@acme.example"]
        );
        assert_eq!(
            domains("https://www.Acme.example/about; gmail.com, eu.bold.example nothing"),
            ["acme.example", "eu.bold.example"]
        );
        let (names, known) = accounts("Acme  Inc (acme.example);Bold (EMEA);Acme Inc;-");
        assert_eq!(names, ["Acme Inc", "Bold (EMEA)"]);
        assert_eq!(known, ["acme.example"]);
    }
}
