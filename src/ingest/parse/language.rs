//! Which language does a recogniser mean?
//!
//! They write `en`, `en_us`, `eng` or `english` for one and the same; a call's language is written as BCP 47 has it.

/// ISO 639-1, ISO 639-3 and the English name, in lower case.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ar", "ara", "arabic"), ("bg", "bul", "bulgarian"), ("ca", "cat", "catalan"), ("cs", "ces", "czech"),
    ("da", "dan", "danish"), ("de", "deu", "german"), ("el", "ell", "greek"), ("en", "eng", "english"),
    ("es", "spa", "spanish"), ("et", "est", "estonian"), ("fi", "fin", "finnish"), ("fr", "fra", "french"),
    ("he", "heb", "hebrew"), ("hi", "hin", "hindi"), ("hr", "hrv", "croatian"), ("hu", "hun", "hungarian"),
    ("id", "ind", "indonesian"), ("it", "ita", "italian"), ("ja", "jpn", "japanese"), ("ko", "kor", "korean"),
    ("lt", "lit", "lithuanian"), ("lv", "lav", "latvian"), ("ms", "msa", "malay"), ("nl", "nld", "dutch"),
    ("no", "nor", "norwegian"), ("pl", "pol", "polish"), ("pt", "por", "portuguese"), ("ro", "ron", "romanian"),
    ("ru", "rus", "russian"), ("sk", "slk", "slovak"), ("sl", "slv", "slovenian"), ("sr", "srp", "serbian"),
    ("sv", "swe", "swedish"), ("th", "tha", "thai"), ("tr", "tur", "turkish"), ("uk", "ukr", "ukrainian"),
    ("vi", "vie", "vietnamese"), ("zh", "zho", "chinese"),
];

/// The language's tag; `None` where nothing is said.
pub(super) fn bcp47(said: &str) -> Option<String> {
    let lower = said.trim().to_ascii_lowercase();
    let mut parts = lower.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let known = LANGUAGES
        .iter()
        .find(|(_, long, name)| *long == first || *name == first);
    let mut tag = match known {
        Some((short, ..)) => (*short).to_owned(),
        None if is_code(first) => first.to_owned(),
        None => return None,
    };
    for part in parts.take_while(|part| is_subtag(part)) {
        tag.push('-');
        tag.push_str(&cased(part));
    }
    Some(tag)
}

/// Two or three letters that name a language; these name none.
fn is_code(part: &str) -> bool {
    matches!(part.len(), 2 | 3)
        && part.bytes().all(|byte| byte.is_ascii_lowercase())
        && !matches!(part, "und" | "mul" | "zxx")
}

fn is_subtag(part: &str) -> bool {
    matches!(part.len(), 2..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Regions stand in capitals, scripts begin with one: `US`, `Hant`.
fn cased(part: &str) -> String {
    let is_script = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match (part.len(), part.chars().next()) {
        (2, _) => part.to_ascii_uppercase(),
        (_, Some(first)) if is_script => {
            let rest: String = part.chars().skip(1).collect();
            format!("{}{rest}", first.to_ascii_uppercase())
        }
        _ => part.to_owned(),
    }
}
