//! Which phrases do Gong's keyword trackers hold?

use serde::Deserialize;

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
    #[serde(default)]
    language_keywords: Vec<Keywords>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keywords {
    language: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    include_related_forms: Option<bool>,
}

/// Reads trackers into `collected`.
pub(super) fn read(text: &str, collected: &mut Collected) -> Result<(), ImportError> {
    let file: Trackers = serde_json::from_str(text).map_err(|cause| {
        let message = format!(
            "column {}: this is no list of trackers: {}; it looks like \
             {{\"keywordTrackers\":[{{\"trackerName\":…,\"languageKeywords\":[{{\"language\":…,\"keywords\":[…]}}]}}]}}",
            cause.column(),
            what(&cause)
        );
        ImportError::at(cause.line(), message)
    })?;
    for tracker in &file.keyword_trackers {
        add_tracker(tracker, collected)?;
    }
    Ok(())
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
    for keywords in &tracker.language_keywords {
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
