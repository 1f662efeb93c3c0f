//! Which tags and personas does the label guide know?

/// The guide's tags, kind by kind, each kind in the order of the alphabet.
pub const TAGS: [&str; 36] = [
    "pain/adoption",
    "pain/cost",
    "pain/customers",
    "pain/errors",
    "pain/manual-work",
    "pain/people",
    "pain/risk",
    "pain/scale",
    "pain/slow",
    "pain/tool-sprawl",
    "pain/visibility",
    "objection/authority",
    "objection/budget",
    "objection/competitor",
    "objection/effort",
    "objection/fit",
    "objection/need",
    "objection/price",
    "objection/terms",
    "objection/timing",
    "objection/trust",
    "request/feature",
    "request/integration",
    "request/service",
    "outcome/control",
    "outcome/grow",
    "outcome/quality",
    "outcome/save-money",
    "outcome/save-time",
    "trigger/change",
    "trigger/deadline",
    "trigger/incident",
    "trigger/renewal",
    "praise/people",
    "praise/price",
    "praise/product",
];

/// The guide's personas.
pub const PERSONAS: [&str; 5] = [
    "champion",
    "economic-buyer",
    "end-user",
    "procurement",
    "technical-evaluator",
];

/// The kind of tags that say of themselves that they are nobody's but their author's.
pub const OWN_KIND: &str = "custom";

/// Whether a tag is one of the guide's, or means to be another.
pub fn is_expected(tag: &str) -> bool {
    TAGS.contains(&tag) || kind(tag) == OWN_KIND
}

/// What the guide has for whoever wrote a tag that it does not know: the tags of the same kind, or else the kinds.
pub fn instead_of(tag: &str) -> String {
    let wanted = kind(tag);
    let siblings: Vec<&str> = TAGS.into_iter().filter(|tag| kind(tag) == wanted).collect();
    if !siblings.is_empty() {
        return format!("the guide has {}", siblings.join(", "));
    }
    let mut kinds: Vec<&str> = TAGS.into_iter().map(kind).collect();
    kinds.dedup();
    format!("the guide's kinds are {}", kinds.join(", "))
}

fn kind(tag: &str) -> &str {
    tag.split('/').next().unwrap_or(tag)
}
