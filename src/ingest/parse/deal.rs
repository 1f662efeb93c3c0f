//! What does a recorder know of the deal behind a call?

use crate::call::Deal;

use super::verbatim_json::loose::Word;

/// The deal, where its CRM knows one only.
pub(super) fn only_deal(ids: Vec<Word>) -> Option<Deal> {
    let mut ids = ids.into_iter().filter_map(|id| id.0);
    let id = ids.next()?;
    ids.next().is_none().then(|| Deal {
        id: Some(id),
        ..Deal::default()
    })
}

/// How a deal ended, by the stage that it stands in, and only where the stage's name is plain.
pub(super) fn outcome_of_stage(stage: &str) -> Option<String> {
    let letters: String = stage.chars().filter(|c| c.is_alphabetic()).collect();
    match letters.to_ascii_lowercase().as_str() {
        "closedwon" => Some("won".to_owned()),
        "closedlost" => Some("lost".to_owned()),
        _ => None,
    }
}
