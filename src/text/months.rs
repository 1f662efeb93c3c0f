//! Which month does a word name?

/// A month's name in one of the languages that documents are written in, or its first three letters or more.
pub(crate) fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 3 {
        return None;
    }
    let mut meant = (1_i8..)
        .zip(MONTHS)
        .filter(|(_, names)| names.iter().any(|name| name.starts_with(&lower)));
    let (month, _) = meant.next()?;
    // The beginning of two months means none.
    meant.next().is_none().then_some(month)
}

/// In English, German, French, Spanish, Italian, Portuguese and Dutch, where they differ in their first letters.
#[rustfmt::skip]
const MONTHS: &[&[&str]] = &[
    &["january", "januar", "jänner", "januari", "janvier", "janeiro", "enero", "gennaio"],
    &["february", "februar", "februari", "février", "fevrier", "febrero", "febbraio", "fevereiro"],
    &["march", "märz", "mrz", "mars", "marzo", "março", "maart", "mrt"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "août", "aout", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro"],
];
