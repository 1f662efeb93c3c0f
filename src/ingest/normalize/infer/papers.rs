//! What do titles, e-mail addresses and display names tell about a side?

use super::clue::Clue;
use super::heard::plain;
use crate::call::Participant;
use crate::ingest::normalize::names;
use crate::ingest::normalize::sides::{SideRules, domain};
use crate::text::providers::is_generic;

/// Titles of people who sell. Buyers have sales directors too, so no mere `sales manager` is here.
const TITLES_OF_SELLERS: [&str; 23] = [
    "account director",
    "account executive",
    "account manager",
    "ae",
    "bdr",
    "business development",
    "customer success",
    "key account",
    "pre sales",
    "presales",
    "product specialist",
    "sales consultant",
    "sales development",
    "sales engineer",
    "sales executive",
    "sales rep",
    "sales representative",
    "sdr",
    "solution consultant",
    "solutions architect",
    "solutions consultant",
    "solutions engineer",
    "territory manager",
];

const OF_SELLER: f64 = 2.5;
const OF_BUYER: f64 = -1.0;
const OF_ACCOUNT: f64 = -3.0;
const OF_REPS_NAME: f64 = 2.0;
const OF_COMPANY: f64 = 3.0;

/// Everything that the papers tell about somebody.
pub(super) fn clues(who: &Participant, account: Option<&str>, rules: &SideRules) -> Vec<Clue> {
    let all = [
        by_title(who, rules),
        by_email(who, account),
        by_first_name(who, rules),
        by_company(who, account, rules),
    ];
    all.into_iter().flatten().collect()
}

fn by_title(who: &Participant, rules: &SideRules) -> Option<Clue> {
    let title = who.title.as_deref()?;
    let padded = padded(title);
    let sells = TITLES_OF_SELLERS
        .iter()
        .any(|known| padded.contains(&format!(" {known} ")));
    if sells {
        return Some(Clue::of_all("sells-by-title", OF_SELLER));
    }
    let buys = rules.personas.of_title(title).is_some();
    buys.then(|| Clue::of_all("buys-by-title", OF_BUYER))
}

/// The words of a text, with one space around each.
fn padded(text: &str) -> String {
    let plain = plain(text);
    let words: Vec<&str> = super::heard::words(&plain).collect();
    format!(" {} ", words.join(" "))
}

/// Shorter names stand in too many addresses by chance.
const SHORTEST: usize = 5;

/// The address's domain is the account's name, written together.
fn by_email(who: &Participant, account: Option<&str>) -> Option<Clue> {
    let domain = domain(who.email.as_deref()?).filter(|domain| !is_generic(domain))?;
    let label = squeezed(domain.split('.').next()?);
    let account = squeezed(account?);
    let is_long = label.len() >= SHORTEST && account.len() >= SHORTEST;
    let is_one = account.starts_with(&label) || label.starts_with(&account);
    (is_long && is_one).then(|| Clue::of_all("writes-from-the-account", OF_ACCOUNT))
}

/// Letters and digits alone.
pub(super) fn squeezed(text: &str) -> String {
    let plain = plain(text);
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A label of one word that is the first name of somebody in the config.
fn by_first_name(who: &Participant, rules: &SideRules) -> Option<Clue> {
    let label = names::exact_key(&who.name);
    let is_one_word = !label.is_empty() && !label.contains(' ');
    let is_reps = is_one_word && rules.first_names().any(|name| name == label);
    is_reps.then(|| Clue::of_all("has-a-reps-first-name", OF_REPS_NAME))
}

/// `Ann Lee (Acme)`: the company beside the name.
fn by_company(who: &Participant, account: Option<&str>, rules: &SideRules) -> Option<Clue> {
    let spellings = std::iter::once(&who.name).chain(&who.aliases);
    let companies: Vec<String> = spellings
        .filter_map(|name| names::bare(name)?.company)
        .map(|company| squeezed(&company))
        .filter(|company| !company.is_empty())
        .collect();
    let is_any = |wanted: &str| companies.iter().any(|company| company == wanted);
    if rules.sellers().any(|seller| is_any(&seller)) {
        return Some(Clue::of_all("has-the-sellers-name-beside", OF_COMPANY));
    }
    let account = squeezed(account?);
    (!account.is_empty() && is_any(&account))
        .then(|| Clue::of_all("has-the-accounts-name-beside", -OF_COMPANY))
}
