//! Which phrases do Gong's keyword trackers hold?

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::tend::import::plain::{Forms, pattern_of};
use crate::tend::import::{Collected, ImportError, Phrase, Place};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Trackers {
    keyword_trackers: Vec<Tracker>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tracker {
    tracker_name: String,
    /// Whose words it listens to: `Company`, `NonCompany` or `Both`.
    affiliation: Option<String>,
    language_keywords: Option<Vec<Keywords>>,
    /// Of these, [`LIMITS`] are told where they say something.
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keywords {
    language: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    include_related_forms: Option<bool>,
}

impl Tracker {
    fn keywords(&self) -> &[Keywords] {
        self.language_keywords.as_deref().unwrap_or_default()
    }

    fn has_keywords(&self) -> bool {
        self.keywords().iter().any(|list| !list.keywords.is_empty())
    }
}

/// What Gong can limit a tracker to and a lexicon cannot, and what is heard instead.
const LIMITS: [(&str, &str); 5] = [
    ("partOfQuestion", "what is no question is heard, too"),
    ("saidAt", "all of the call is heard"),
    ("saidInTopics", "every topic is heard"),
    ("saidInCallParts", "every part of the call is heard"),
    ("filterQuery", "every call is heard"),
];

/// So many trackers are named where several have the same trouble.
const MOST_NAMED: usize = 5;

/// Reads trackers into `collected`.
pub(super) fn read(text: &str, collected: &mut Collected) -> Result<(), ImportError> {
    if text.trim_start().starts_with('[') {
        // To the reader a list is as good as an object, so what it says of one helps nobody.
        let message = "this is a list alone; write {\"keywordTrackers\": before it and } behind it, or give Gong's whole \
            answer to GET /v2/settings/trackers";
        return Err(ImportError::at(1, message));
    }
    let file: Trackers = serde_json::from_str(text).map_err(|cause| {
        let message = format!(
            "column {}: this is no list of trackers: {}; it looks like \
             {{\"keywordTrackers\":[{{\"trackerName\":…,\"languageKeywords\":[{{\"language\":…,\"keywords\":[…]}}]}}]}}",
            cause.column(),
            what(&cause)
        );
        ImportError::at(cause.line(), message)
    })?;
    let (trackers, silent): (Vec<&Tracker>, Vec<&Tracker>) = file
        .keyword_trackers
        .iter()
        .partition(|tracker| tracker.has_keywords());
    if !silent.is_empty() {
        let message = format!(
            "left out, because they have no keywords, as smart trackers have none: {}",
            named(&silent)
        );
        if trackers.is_empty() {
            return Err(ImportError::at(0, message));
        }
        collected.warn(Place::Whole, message);
    }
    for tracker in &trackers {
        add_tracker(tracker, collected)?;
    }
    tell_limits(&trackers, collected);
    Ok(())
}

/// Tells what the trackers were limited to in Gong and are not here.
fn tell_limits(trackers: &[&Tracker], collected: &mut Collected) {
    for (field, instead) in LIMITS {
        let mut limited = trackers.to_vec();
        limited.retain(|tracker| tracker.others.get(field).is_some_and(is_limit));
        if !limited.is_empty() {
            let message = format!("`{field}` is left out, so {instead}: {}", named(&limited));
            collected.warn(Place::Whole, message);
        }
    }
}

/// Whether a value limits anything.
fn is_limit(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) | Value::Number(_) => true,
        Value::String(text) => {
            let text = text.trim().to_lowercase();
            !["", "any", "anytime", "{}", "[]"].contains(&text.as_str())
        }
        Value::Array(values) => values.iter().any(is_limit),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// How many trackers, and the names of the first.
fn named(trackers: &[&Tracker]) -> String {
    let names = trackers.iter().take(MOST_NAMED);
    let names: Vec<String> = names
        .map(|tracker| format!("{:?}", tracker.tracker_name))
        .collect();
    let (n, rest) = (trackers.len(), trackers.len() - names.len());
    let ending = if n == 1 { "" } else { "s" };
    let more = match rest {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!("{n} tracker{ending} ({}{more})", names.join(", "))
}

/// What serde says without the place, which stands in front already.
fn what(cause: &serde_json::Error) -> String {
    let told = cause.to_string();
    let what = told.rsplit_once(" at line ").map(|(what, _)| what);
    what.unwrap_or(&told).to_owned()
}

fn add_tracker(tracker: &Tracker, collected: &mut Collected) -> Result<(), ImportError> {
    let place = || Place::Tracker(tracker.tracker_name.clone());
    if tracker.affiliation.as_deref() == Some("Company") {
        collected.warn(
            place(),
            "it listens to your own people; here its words count only when a prospect says them",
        );
    }
    for keywords in tracker.keywords() {
        let language = keywords.language.as_deref().unwrap_or("en");
        if !language.to_lowercase().starts_with("en") {
            let message = format!("its words in {language:?} are left out; only English is heard");
            collected.warn(place(), message);
            continue;
        }
        let forms = if keywords.include_related_forms == Some(true) {
            Forms::Any
        } else {
            Forms::AsWritten
        };
        for keyword in &keywords.keywords {
            add_keyword(tracker, keyword, forms, collected)?;
        }
    }
    Ok(())
}

fn add_keyword(
    tracker: &Tracker,
    keyword: &str,
    forms: Forms,
    collected: &mut Collected,
) -> Result<(), ImportError> {
    let place = Place::Tracker(tracker.tracker_name.clone());
    let plain = pattern_of(keyword, forms);
    let Some(pattern) = collected.pattern(&place, &format!("{keyword:?}"), plain) else {
        return Ok(());
    };
    collected.add(Phrase {
        place,
        pattern,
        category: tracker.tracker_name.clone(),
        persona: None,
        example: None,
    })
}
