//! How did the deal's company come to us?
//!
//! | relationship | lead source, or the deal's type |
//! |---|---|
//! | `existing` | type or source speaks of an existing customer or business, a renewal, an upgrade, an upsell, a cross-sell |
//! | `friend` | friend, family, personal network, former colleague |
//! | `referral` | a referral, an introduction, word of mouth, a partner |
//! | `cold` | a cold call or e-mail, outbound, prospecting, a purchased list, an SDR or BDR |
//! | `inbound` | web, search, advertisement, social media, e-mail marketing, webinar, form, trial, demo request, chat, direct traffic |
//!
//! The first line that fits counts. HubSpot's `Referrals` are visits from other web sites: `inbound`. Everything else
//! (`Other`, `Trade Show`, `Offline Sources`) stays unknown.

/// A relationship and the words of its sources, compared word by word without marks.
const TABLE: &[(&str, &[&str])] = &[
    (
        "existing",
        &[
            "existing",
            "existingbusiness",
            "renewal",
            "renewals",
            "upgrade",
            "upsell",
            "up sell",
            "cross sell",
            "crosssell",
            "expansion",
            "current customer",
            "customer base",
        ],
    ),
    (
        "friend",
        &[
            "friend",
            "friends",
            "family",
            "personal network",
            "own network",
            "personal contact",
            "former colleague",
            "acquaintance",
        ],
    ),
    (
        "referral",
        &[
            "referral",
            "referred",
            "introduction",
            "intro",
            "word of mouth",
            "partner",
            "recommendation",
            "empfehlung",
            "recomendación",
            "recommandation",
        ],
    ),
    (
        "cold",
        &[
            "cold",
            "outbound",
            "outreach",
            "prospecting",
            "purchased list",
            "bought list",
            "sdr",
            "bdr",
            "kaltakquise",
        ],
    ),
    (
        "inbound",
        &[
            "inbound",
            "web",
            "website",
            "web site",
            "organic",
            "search",
            "adwords",
            "google ads",
            "ads",
            "advertisement",
            "advertising",
            "paid social",
            "social",
            "social media",
            "linkedin",
            "facebook",
            "email marketing",
            "newsletter",
            "webinar",
            "content",
            "blog",
            "form",
            "contact us",
            "trial",
            "free trial",
            "demo request",
            "chat",
            "direct traffic",
            "referrals",
            "phone inquiry",
            "inquiry",
            "ai referrals",
        ],
    ),
];

/// The relationship that a lead source or a type stands for, if it is sure. Of types only those that speak of a customer
/// say something.
pub(super) fn relationship(source: Option<&str>, kind: Option<&str>) -> Option<&'static str> {
    let of_kind = kind.and_then(|kind| fitting(TABLE.get(..1)?, &words(kind)));
    of_kind.or_else(|| fitting(TABLE, &words(source?)))
}

fn fitting(
    table: &'static [(&'static str, &'static [&'static str])],
    words: &str,
) -> Option<&'static str> {
    let (relationship, _) = table.iter().find(|(_, names)| {
        names
            .iter()
            .any(|name| words.contains(&format!(" {name} ")))
    })?;
    Some(relationship)
}

/// A text's words in lower case with a space before and behind each.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let joined: Vec<&str> = words.collect();
    format!(" {} ", joined.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_sources_are_told_apart() {
        for (source, kind, expected) in [
            ("Website", "", Some("inbound")),
            ("ORGANIC_SEARCH", "newbusiness", Some("inbound")),
            ("Referrals", "", Some("inbound")),
            ("Employee Referral", "New Customer", Some("referral")),
            ("Word-of-mouth", "", Some("referral")),
            ("Friends & Family", "", Some("friend")),
            ("Cold Call", "", Some("cold")),
            ("Purchased List", "", Some("cold")),
            ("Web", "Existing Customer - Upgrade", Some("existing")),
            ("", "existingbusiness", Some("existing")),
            ("Existing customer", "", Some("existing")),
            ("Trade Show", "", None),
            ("Other", "Partner", None),
        ] {
            assert_eq!(
                relationship(Some(source), Some(kind)),
                expected,
                "{source}/{kind}"
            );
        }
        assert_eq!(relationship(None, None), None);
    }
}
