//! Which side of the table does somebody sit on, and how do we know?
//!
//! By order of trust: what a person says in the file, what the vendor says, the e-mail's domain, participants.csv, the
//! config's names. Where none of them speaks, `infer` is asked. What a person says with `verbatim sides` comes before
//! all of them; it is kept with the call and obeyed where the call is kept.

use super::people::Member;
use super::personas::PersonaRules;
use super::{bots, names};
use crate::call::{Side, SideReason};
use crate::text::providers::is_generic;

/// What the config says about who is who.
#[derive(Debug, Clone, Default)]
pub struct SideRules {
    /// E-mail domains of the seller; their subdomains count too.
    pub internal_domains: Vec<String>,
    /// Display names of the seller's people.
    pub internal_names: Vec<String>,
    /// How job titles are read.
    pub personas: PersonaRules,
}

/// A shorter name stands in too many sentences by chance.
const SHORTEST_SELLER: usize = 4;
const SHORTEST_FIRST_NAME: usize = 3;

impl SideRules {
    /// The first names of the seller's people, in lower case.
    pub(super) fn first_names(&self) -> impl Iterator<Item = String> {
        let first = |name: &String| {
            let name = names::bare_key(name).unwrap_or_else(|| names::exact_key(name));
            name.split(' ').next().unwrap_or("").to_owned()
        };
        self.internal_names
            .iter()
            .map(first)
            .filter(|name| name.len() >= SHORTEST_FIRST_NAME)
    }

    /// The seller's name, as far as its domains tell it: `haulbright` of `haulbright.example`.
    pub(super) fn sellers(&self) -> impl Iterator<Item = String> {
        let label = |domain: &String| {
            let domain = domain.trim().trim_start_matches('@').to_lowercase();
            domain.split('.').next().unwrap_or("").to_owned()
        };
        self.internal_domains
            .iter()
            .map(label)
            .filter(|label| label.len() >= SHORTEST_SELLER)
    }
}

/// How the file itself knows its sides.
pub(super) fn reason_of_file(sides_are_given: bool) -> SideReason {
    if sides_are_given {
        SideReason::Given
    } else {
        SideReason::Vendor
    }
}

/// The most trusted side that anything tells.
pub(super) fn decide(
    member: &Member,
    email: Option<&str>,
    row_side: Option<Side>,
    rules: &SideRules,
    reason_of_file: SideReason,
) -> (Side, SideReason) {
    if member.is_nobody {
        return (Side::Unknown, SideReason::Unknown);
    }
    let of_file = known(member.side);
    // A person who says on which side somebody sits knows better than a list of machines.
    if let Some(side) = of_file.filter(|_| reason_of_file == SideReason::Given) {
        return (side, SideReason::Given);
    }
    if bots::is_bot(&member.name) {
        return (Side::Unknown, SideReason::Bot);
    }
    if let Some(side) = of_file {
        return (side, reason_of_file);
    }
    if let Some(side) = email.and_then(|email| by_domain(email, rules)) {
        return (side, SideReason::Domain);
    }
    if let Some(side) = known(row_side) {
        return (side, SideReason::ParticipantsFile);
    }
    if is_internal_name(member, rules) {
        return (Side::Rep, SideReason::Config);
    }
    (Side::Unknown, SideReason::Unknown)
}

fn known(side: Option<Side>) -> Option<Side> {
    side.filter(|side| *side != Side::Unknown)
}

/// A stranger's domain is a prospect's only if the seller's own domains are known.
fn by_domain(email: &str, rules: &SideRules) -> Option<Side> {
    let domain = domain(email)?;
    let own: Vec<String> = rules
        .internal_domains
        .iter()
        .map(|own| own.trim().trim_start_matches('@').to_lowercase())
        .filter(|own| !own.is_empty())
        .collect();
    if own.iter().any(|own| is_within(&domain, own)) {
        return Some(Side::Rep);
    }
    (!own.is_empty() && !is_generic(&domain)).then_some(Side::Prospect)
}

/// The part behind the `@`, in lower case.
pub(crate) fn domain(email: &str) -> Option<String> {
    let (_, domain) = email.trim().rsplit_once('@')?;
    let domain = domain.trim_end_matches('.').to_lowercase();
    (!domain.is_empty()).then_some(domain)
}

fn is_within(domain: &str, own: &str) -> bool {
    domain
        .strip_suffix(own)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_internal_name(member: &Member, rules: &SideRules) -> bool {
    let spellings = || std::iter::once(&member.name).chain(&member.aliases);
    rules
        .internal_names
        .iter()
        .any(|internal| spellings().any(|name| names::is_named(name, internal)))
}
