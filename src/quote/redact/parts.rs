//! What is a written name made of?
//!
//! Display names carry companies, pronouns and brackets, company names carry legal forms, e-mail addresses carry last names.

use super::cues::{CLEAR_LEGAL, LEGAL, NOBODY, PARTICLES};
use super::lists::ORDINARY;
use super::plain::Plain;
use super::words::words;

/// The words of a person's name, first name first, without companies and placeholders. An e-mail address knows the last
/// name that a display name lacks.
pub(super) fn name_words(written: &str, email: Option<&str>) -> Vec<String> {
    let written = written
        .split(['(', '[', '|', '<', '@', '/'])
        .next()
        .unwrap_or("");
    let turned = match written.split_once(',') {
        Some((last, first)) if last.split_whitespace().count() == 1 && !first.trim().is_empty() => {
            format!("{} {}", first.trim(), last.trim())
        }
        Some((name, _)) => name.to_owned(),
        None => written.to_owned(),
    };
    let mut words = folded(&turned);
    words.retain(|word| {
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        !is_number && !NOBODY.contains(word.as_str())
    });
    if let ([first], Some(email)) = (words.as_slice(), email) {
        let local = email.split('@').next().unwrap_or("").to_lowercase();
        let parts = local.split(['.', '_', '+', '-']);
        let is_part = |part: &&str| part.len() >= 2 && part.chars().all(char::is_alphabetic);
        let parts: Vec<String> = parts.filter(is_part).map(str::to_owned).collect();
        if parts.len() == 2 && parts[0] == *first {
            words = parts;
        }
    }
    words
}

/// The letters of an e-mail address's local part, where they are no ordinary word.
pub(super) fn handle(email: &str) -> Option<String> {
    let local = email.split('@').next()?.to_lowercase();
    let letters: String = local.chars().filter(char::is_ascii_lowercase).collect();
    (letters.len() >= 4 && !ORDINARY.contains(letters.as_str())).then_some(letters)
}

pub(super) fn domain(email: &str) -> Option<String> {
    let (_, domain) = email.rsplit_once('@')?;
    (!domain.is_empty()).then(|| domain.trim().to_lowercase())
}

/// The first label of a domain.
pub(super) fn label(domain: &str) -> String {
    let label = domain.split('.').next().unwrap_or("");
    label.chars().filter(|c| c.is_alphanumeric()).collect()
}

pub(super) fn folded(written: &str) -> Vec<String> {
    let plain = Plain::of(written);
    words(&plain.text)
        .into_iter()
        .map(|word| word.folded)
        .collect()
}

pub(super) fn initial(word: &str) -> String {
    word.chars().take(1).collect()
}

pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// A company's words before its legal form; at least one stays.
pub(super) fn without_legal_form(words: &[String]) -> &[String] {
    let mut core = words;
    while let [rest @ .., last] = core {
        let is_form =
            LEGAL.contains(last.as_str()) || CLEAR_LEGAL.contains(last.as_str()) || last.len() == 1;
        if rest.is_empty() || !is_form {
            break;
        }
        core = rest;
    }
    core
}

/// A name with `ä` spelled `ae`, where it has any.
pub(super) fn with_umlauts_spelled(name: &str) -> Option<String> {
    let pairs = [
        ('ä', "ae"),
        ('ö', "oe"),
        ('ü', "ue"),
        ('Ä', "Ae"),
        ('Ö', "Oe"),
        ('Ü', "Ue"),
    ];
    let mut spelled = name.to_owned();
    for (umlaut, letters) in pairs {
        spelled = spelled.replace(umlaut, letters);
    }
    (spelled != name).then_some(spelled)
}
