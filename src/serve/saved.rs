//! How does a saved search look on a page, and what does an address become that is saved?

use form_urlencoded::Serializer;

use crate::archive::watches::{FRIENDS, UNPROMPTED, WatchError};
use crate::serve::ask::Ask;
use crate::serve::trouble::Trouble;
use crate::store::watches::WatchRow;

/// Filters of an address that say how hits are shown, and not which.
const SHOWING: [&str; 4] = ["q", "sort", "view", "kwic"];

/// Names and values that mean what the address means: friends' deals and what the rep led to stand apart there.
pub fn filters_of(ask: &Ask) -> Vec<(String, String)> {
    let mut filters: Vec<(String, String)> = Vec::new();
    for (name, value) in ask.parameters() {
        if !SHOWING.contains(&name) && name != FRIENDS {
            filters.push((name.to_owned(), value.to_owned()));
        }
    }
    if !ask.friends {
        filters.push((FRIENDS.to_owned(), "apart".to_owned()));
    }
    filters.push((UNPROMPTED.to_owned(), "yes".to_owned()));
    filters
}

/// The filters of a saved search that people care for, in words.
pub fn told(row: &WatchRow) -> Vec<String> {
    let kept = filters(row).into_iter();
    kept.filter(|(name, _)| name != FRIENDS && name != UNPROMPTED)
        .map(|(name, value)| format!("{name}: {value}"))
        .collect()
}

/// The search itself, over all that is kept.
pub fn url(row: &WatchRow) -> String {
    let filters = filters(row);
    let has = |wanted: &str| filters.iter().any(|(name, _)| name == wanted);
    let mut query = Serializer::new(String::new());
    if !row.query.is_empty() {
        query.append_pair("q", &row.query);
    }
    for (name, value) in &filters {
        if name != FRIENDS && name != UNPROMPTED {
            query.append_pair(name, value);
        }
    }
    if !has(FRIENDS) {
        query.append_pair(FRIENDS, "show");
    }
    format!("/?{}", query.finish())
}

/// Names and values as they are kept.
pub fn filters(row: &WatchRow) -> Vec<(String, String)> {
    serde_json::from_str(&row.filters).unwrap_or_default()
}

impl From<WatchError> for Trouble {
    fn from(error: WatchError) -> Trouble {
        match error {
            WatchError::Query(error) => Trouble::Query(error),
            WatchError::Unclear(why) => Trouble::Asked(why),
        }
    }
}
