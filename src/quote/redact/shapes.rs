//! What do numbers that belong to somebody look like?
//!
//! Regular expressions without any look around: what stands before and behind is the check's business. Their time is
//! linear in the text.

use super::Class;

/// How a shape is told from an innocent figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Nothing,
    /// Only the first group is hidden.
    Cue,
    /// Marks at the end belong to the sentence.
    Trim,
    Domain,
    Ipv4,
    Ipv6,
    Iban,
    Luhn,
    Social,
    International,
    ZeroZero,
    Unround,
    Local,
    National,
    CuedPhone,
    Code,
    Secret,
    Long,
    Bare,
}

/// Shapes in the order in which they are tried; overlaps are resolved later.
pub(super) const SHAPES: &[(Class, &str, Check)] = &[
    (
        Class::Email,
        r"(?i)[a-z0-9][a-z0-9._%+'-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}",
        Check::Nothing,
    ),
    (
        Class::Url,
        r#"(?i)\b(?:(?:https?|ftp)://|www\.)[^\s<>"]+"#,
        Check::Trim,
    ),
    (
        Class::Url,
        r#"(?i)\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,10}\b(?:[/?#][^\s<>"]*)?"#,
        Check::Domain,
    ),
    (Class::Ip, r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b", Check::Ipv4),
    (
        Class::Ip,
        r"(?i)[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*",
        Check::Ipv6,
    ),
    (
        Class::Ip,
        r"(?i)\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
        Check::Nothing,
    ),
    (
        Class::Iban,
        r"(?i)\b[a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]){11,30}",
        Check::Iban,
    ),
    (
        Class::Card,
        r"\b[0-9](?:[ .-]{0,2}[0-9]){12,18}\b",
        Check::Luhn,
    ),
    // The United States', the United Kingdom's, and whatever is called so.
    (
        Class::Ssn,
        r"\b[0-9]{3}[- .][0-9]{2}[- .][0-9]{4}\b",
        Check::Social,
    ),
    (
        Class::Ssn,
        r"\b[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-Z]\b",
        Check::Nothing,
    ),
    (
        Class::Ssn,
        r"(?i)\b(?:social security|social|ssn|national insurance|aadhaar)\b[^0-9\n]{0,30}([0-9](?:[ -]?[0-9]){8,11})\b",
        Check::Cue,
    ),
    (
        Class::Phone,
        r"\+[0-9]{1,3}[ ().\-/]{0,3}(?:[0-9][ ().\-/]{0,3}){6,13}[0-9](?:[,\s]{0,2}(?:x|ext\.?|extension)\s?[0-9]{1,6})?",
        Check::International,
    ),
    (
        Class::Phone,
        r"\b00[1-9][0-9]{0,2}[ ().\-/]{0,3}(?:[0-9][ ().\-/]{0,2}){6,12}[0-9](?:[,\s]{0,2}(?:x|ext\.?|extension)\s?[0-9]{1,6})?",
        Check::ZeroZero,
    ),
    (
        Class::Phone,
        r"(?:\b1[ .-]{0,2})?(?:\([2-9][0-9]{2}\)|\b[2-9][0-9]{2})[ .\-/]{0,3}[2-9][0-9]{2}[ .-]{0,2}[0-9]{4}\b(?:[,\s]{0,2}(?:x|ext\.?|extension)\s?[0-9]{1,6})?",
        Check::Unround,
    ),
    (
        Class::Phone,
        r"\b[2-9][0-9]{2}[.-][0-9]{4}\b(?:[,\s]{0,2}(?:x|ext\.?|extension)\s?[0-9]{1,6})?",
        Check::Local,
    ),
    (
        Class::Phone,
        r"\(?\b0[0-9]{1,5}\)?[ /.-]{0,3}(?:[0-9][ .\-/]?){5,9}[0-9]\b(?:[,\s]{0,2}(?:x|ext\.?|extension)\s?[0-9]{1,6})?",
        Check::National,
    ),
    (
        Class::Phone,
        r"\b[6-9][0-9]{4}[ -]?[0-9]{5}\b",
        Check::Unround,
    ),
    (
        Class::Phone,
        r"(?i)\b(?:ext\.?|extension|durchwahl)\s*(?:number|no\.?|is|#)?\s*[0-9]{2,6}\b",
        Check::Nothing,
    ),
    (
        Class::Phone,
        r"(?i)\b(?:phone|cell|mobile|telephone|tel|fax|hotline|direct (?:line|dial)|whatsapp|(?:text|call|reach|ring|phone) (?:me|him|her|us|them)|dial|number(?:'s| is| was)?|handy|nummer)\b[^0-9+\n]{0,20}([+(]?[0-9][0-9 ().\-/]{4,18}[0-9])",
        Check::CuedPhone,
    ),
    // Universal ids, then those that tax offices give.
    (
        Class::Number,
        r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
        Check::Nothing,
    ),
    (Class::Number, r"\b[A-Z]{5}[0-9]{4}[A-Z]\b", Check::Nothing),
    (
        Class::Number,
        r"\b[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]{3}\b",
        Check::Nothing,
    ),
    (
        Class::Number,
        r"\b(?:AT|BE|CHE|DE|DK|ES|FI|FR|GB|IE|IT|NL|PL|PT|SE)U?[0-9]{8,12}(?:B[0-9]{2})?\b",
        Check::Nothing,
    ),
    (Class::Number, r"\b[0-9]{2}-[0-9]{7}\b", Check::Nothing),
    (
        Class::Number,
        r"\b[A-Z]{1,6}[0-9]{0,2}(?:[-/][A-Z0-9]{1,8}){0,3}[-/]?[0-9]{3,}[A-Z0-9/-]*",
        Check::Code,
    ),
    (
        Class::Number,
        r"#\s?[A-Z0-9-]*[0-9]{3,}[A-Z0-9-]*\b",
        Check::Nothing,
    ),
    (Class::Number, r"\b[A-Za-z0-9_-]{17,}\b", Check::Secret),
    (Class::Number, r"\b[0-9](?:[ -]?[0-9]){8,}\b", Check::Long),
    (Class::Number, r"\b[0-9]{7,8}\b", Check::Bare),
];

/// What domains end in.
pub(super) const TOP_LEVELS: [&str; 49] = [
    "ae", "ai", "app", "at", "au", "be", "biz", "br", "ca", "ch", "cloud", "cn", "co", "com", "de",
    "dev", "dk", "edu", "es", "eu", "example", "fr", "gov", "health", "ie", "in", "info", "io",
    "it", "jp", "mx", "net", "nl", "no", "nz", "online", "org", "pl", "se", "sg", "shop", "site",
    "so", "tech", "uk", "us", "za", "me", "to",
];

/// Those that are words as well, so that a missing space looks like a domain.
pub(super) const RISKY_ENDINGS: [&str; 10] =
    ["at", "be", "co", "in", "is", "it", "me", "no", "so", "us"];

/// Domains that tell nothing about anybody.
pub(super) const KEPT_DOMAINS: [&str; 8] = [
    "asp.net",
    "gmail.com",
    "google.com",
    "hotmail.com",
    "node.js",
    "outlook.com",
    "vb.net",
    "yahoo.com",
];

/// Letters before numbers that stand for norms, forms and years.
pub(super) const CODES: [&str; 28] = [
    "ANSI", "AS", "ASTM", "BS", "COVID", "CVE", "CY", "DIN", "EN", "EU", "FORM", "FY", "GPT", "HS",
    "HTTP", "IEC", "IEEE", "ISO", "MP", "NIST", "PCI", "Q", "RFC", "SHA", "SKU", "SOC", "UK",
    "USB",
];
