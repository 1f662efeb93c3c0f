//! Whom does somebody mean by a name or a number?

use crate::call::Participant;
use crate::ingest::normalize::names;

const NOBODY_OF_NUMBER: &str = "nobody on this call has that number; the numbers stand in the list";
const NOBODY: &str = "nobody on this call has that name; use a name or a number from the list";
const SEVERAL: &str = "several people on this call have that name; use the number from the list";

/// The person meant: by the whole display name, else by the number in the list, else by first and last name without
/// what stands around them, else by words that stand side by side in one name alone. Of several none is meant.
pub(super) fn person<'c>(
    people: &'c [Participant],
    typed: &str,
) -> Result<&'c Participant, &'static str> {
    let wanted = names::exact_key(typed);
    let whole = |name: &str| names::exact_key(name) == wanted;
    if let Some(who) = people.iter().find(|who| has_name(who, whole)) {
        return Ok(who);
    }
    if let Ok(number) = wanted.trim_start_matches('#').parse::<usize>() {
        return number
            .checked_sub(1)
            .and_then(|index| people.get(index))
            .ok_or(NOBODY_OF_NUMBER);
    }
    if let Some(bare) = names::bare_key(typed) {
        let is_bare = |name: &str| names::bare_key(name).is_some_and(|key| key == bare);
        match only(people, is_bare) {
            Err(NOBODY) => {}
            found => return found,
        }
    }
    let words = words(&wanted);
    only(people, |name| holds(name, &words))
}

/// The one person of whose spellings one fits.
fn only(people: &[Participant], fits: impl Fn(&str) -> bool) -> Result<&Participant, &'static str> {
    let mut meant = people.iter().filter(|who| has_name(who, &fits));
    match (meant.next(), meant.next()) {
        (Some(who), None) => Ok(who),
        (Some(_), Some(_)) => Err(SEVERAL),
        (None, _) => Err(NOBODY),
    }
}

fn has_name(who: &Participant, fits: impl Fn(&str) -> bool) -> bool {
    let mut spellings = std::iter::once(&who.name).chain(&who.aliases);
    spellings.any(|name| fits(name))
}

/// Whether words stand side by side in a name, as written or with the first name first.
fn holds(name: &str, wanted: &[String]) -> bool {
    let as_written = words(&names::exact_key(name));
    let turned = names::bare_key(name).map(|key| words(&key));
    !wanted.is_empty()
        && std::iter::once(as_written)
            .chain(turned)
            .any(|words| words.windows(wanted.len()).any(|part| part == wanted))
}

/// `o'neil, jean-luc` has four words.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
