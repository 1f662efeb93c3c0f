//! When are two ids one deal's, and two names one company's?

use crate::text::composed::composed;

/// What stands behind a company's name and does not tell it from another one. Dots are gone: `S.A.` is `sa`.
const LEGAL_FORMS: &str = "ab ag aps as asa bv bvba co company corp corporation eg eurl ev gbr gmbh inc incorporated kft kg \
    kgaa kk limited llc llp lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sarl sas sasu sdn se sl slu \
    spa srl ug";

/// Opportunities of Salesforce have ids that begin so, in every organization.
const OPPORTUNITY: &str = "006";
/// The part of a Salesforce id that is the id; three more characters only guard against spreadsheets that forget case.
const SALESFORCE_LEN: usize = 15;
const SALESFORCE_LONG: usize = 18;

/// The one spelling of a deal's id. Salesforce's differ in case alone; others are one id in any case.
pub(super) fn id_key(id: &str) -> String {
    let id = id.trim();
    match id.get(..SALESFORCE_LEN) {
        Some(short) if is_salesforce(id) => short.to_owned(),
        _ => id.to_lowercase(),
    }
}

fn is_salesforce(id: &str) -> bool {
    matches!(id.len(), SALESFORCE_LEN | SALESFORCE_LONG)
        && id.starts_with(OPPORTUNITY)
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What ids of one system have in common: `#` for HubSpot's, `hb-#` for `HB-1041`.
pub(super) fn id_shape(key: &str) -> String {
    if is_salesforce(key) {
        return OPPORTUNITY.to_owned();
    }
    let mut shape = String::new();
    for c in key.chars() {
        if !c.is_ascii_digit() {
            shape.push(c);
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}

/// Whether a spreadsheet made a number of an id and forgot its last digits: `1.23457E+11`.
pub(super) fn is_rounded(id: &str) -> bool {
    let Some((digits, power)) = id.trim().split_once(['E', 'e']) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal = digits
        .split_once(['.', ','])
        .is_some_and(|(whole, part)| is_number(whole) && is_number(part));
    is_decimal && power.strip_prefix('+').is_some_and(is_number)
}

/// The one spelling of a company's name: without case, marks, an article in front and a legal form behind.
pub(crate) fn account_key(name: &str) -> String {
    let lower = composed(name).to_lowercase().replace('&', " and ");
    let joined: String = lower
        .chars()
        .filter(|c| !matches!(c, '.' | '\'' | '’' | '`'))
        .collect();
    let all: Vec<&str> = joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut words = all.as_slice();
    if let ["the", rest @ ..] = words
        && !rest.is_empty()
    {
        words = rest;
    }
    // `GmbH & Co. KG` is a legal form of three words, and no company is called by one alone.
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && (is_legal_form(last) || *last == "and")
    {
        words = rest;
    }
    words.join(" ")
}

fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.split(' ').any(|form| form == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_deal_has_one_key() {
        for (one, other, is_one) in [
            ("0061G00000Ja7B6", "0061G00000Ja7B6QAJ", true),
            ("0061G00000Ja7B6QAJ", "0061G00000ja7b6QAJ", false),
            ("HB-1041", " hb-1041 ", true),
            ("1100390922", "11003909220", false),
            // Longer than an id of Salesforce, or not beginning like one of its opportunities.
            ("0061G00000Ja7B6QAJx", "0061G00000Ja7B6QAJy", false),
            ("renewal20260101aaa", "renewal20260101bbb", false),
        ] {
            assert_eq!(id_key(one) == id_key(other), is_one, "{one} and {other}");
        }
    }

    #[test]
    fn ids_of_one_system_have_one_shape() {
        let shape = |id: &str| id_shape(&id_key(id));
        assert_eq!(shape("HB-1041"), shape("hb-7"));
        assert_eq!(shape("1100390922"), shape("55"));
        assert_eq!(shape("0061G00000Ja7B6"), shape("0061G00000N38JZQAZ"));
        assert_ne!(shape("0061G00000Ja7B6"), shape("55"));
        assert_ne!(shape("HB-1041"), shape("1041"));
    }

    #[test]
    fn a_rounded_id_is_none() {
        assert!(is_rounded("1.23457E+11"));
        assert!(is_rounded("1,1e+10"));
        for id in ["12345", "HB-1E+2", "1E2", "e", ""] {
            assert!(!is_rounded(id), "{id}");
        }
    }

    #[test]
    fn one_company_has_one_key() {
        for (one, other, is_one) in [
            ("Acme, Inc.", "ACME", true),
            ("Müller GmbH & Co. KG", "Müller", true),
            ("The Brindle Company", "Brindle", true),
            (
                "Brackwater Tile & Stone",
                "Brackwater Tile and Stone Ltd",
                true,
            ),
            (
                "Hebblethorpe Builders’ Merchants",
                "hebblethorpe builders' merchants",
                true,
            ),
            ("Telar S.A.", "Telar SA", true),
            ("Acme Foods", "Acme", false),
            ("Co", "Inc", false),
        ] {
            assert_eq!(
                account_key(one) == account_key(other),
                is_one,
                "{one} and {other}"
            );
        }
    }
}
