//! Which tables hold something of a call, and by which column is that found?
//!
//! Whoever adds a table adds it here: to [`TABLES_WITH_CALL`], so that deleting a call empties it, or to [`OTHERWISE`]
//! with the reason why nothing of a call can stay in it. A test compares both lists with the catalogue.

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The call's number.
    Ord,
    /// The call's id.
    Id,
}

/// Table, column, and what stands in it. Rows of a deleted call are deleted, in this order.
pub const TABLES_WITH_CALL: &[(&str, &str, By)] = &[
    ("leak_accepted", "call", By::Id),
    ("pack_item", "call", By::Id),
    ("carried", "call", By::Id),
    ("feedback", "call", By::Id),
    ("told", "call", By::Id),
    ("alert", "call", By::Id),
    ("override", "call", By::Id),
    ("side_override", "call", By::Id),
    ("person", "ord", By::Ord),
    ("participant", "ord", By::Ord),
    ("call_deal", "ord", By::Ord),
    ("source", "ord", By::Ord),
    ("history", "ord", By::Ord),
    ("payload", "ord", By::Ord),
    ("answer", "ord", By::Ord),
    ("body", "ord", By::Ord),
    ("call", "ord", By::Ord),
];

/// Tables that are not emptied by call, and why.
pub const OTHERWISE: &[(&str, &str)] = &[
    ("meta", "counters and notes of the program"),
    (
        "heard_with",
        "the operator's lexicons, which may quote: emptied with every deletion, and kept anew by the next ingestion",
    ),
    (
        "deal",
        "the CRM's: calls are struck from its lists, people and accounts when they themselves are deleted",
    ),
    (
        "deal_stage",
        "goes with its deal; what names a deleted call is struck as the call is from the deal's list",
    ),
    (
        "pack",
        "its name and question are the writer's; items go one by one",
    ),
    ("pack_reissue", "a pack's number and a count"),
    (
        "grant_right",
        "its subject may name a call, a person or an account: struck where that was deleted",
    ),
    ("withdrawal", "as grant_right"),
    (
        "use_record",
        "where a pack was used; what it carried goes with the calls",
    ),
    (
        "export_record",
        "that a pack left; what it carried goes with the calls",
    ),
    (
        "watch",
        "a question as its writer typed it; its answers go with the calls",
    ),
    ("tombstone", "keyed hashes"),
    ("forgetting", "numbers of calls, while they are deleted"),
];
