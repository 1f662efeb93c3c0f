//! Whom does somebody mean by a name or a number?

use crate::call::Participant;

/// The person meant: by the whole display name, else by the number in the list, else by a word of one name alone.
pub(super) fn person<'c>(
    people: &'c [Participant],
    typed: &str,
) -> Result<&'c Participant, &'static str> {
    let wanted = folded(typed);
    let is_whole = |name: &String| folded(name) == wanted;
    if let Some(who) = people
        .iter()
        .find(|who| is_whole(&who.name) || who.aliases.iter().any(is_whole))
    {
        return Ok(who);
    }
    if let Ok(number) = wanted.trim_start_matches('#').parse::<usize>() {
        return number
            .checked_sub(1)
            .and_then(|index| people.get(index))
            .ok_or("nobody on this call has that number; the numbers stand in the list");
    }
    let has_word = |name: &String| {
        folded(name)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == wanted)
    };
    let mut meant = people
        .iter()
        .filter(|who| has_word(&who.name) || who.aliases.iter().any(has_word));
    match (meant.next(), meant.next()) {
        (Some(who), None) => Ok(who),
        (Some(_), Some(_)) => {
            Err("several people on this call have that name; use the number from the list")
        }
        (None, _) => Err("nobody on this call has that name; use a name or a number from the list"),
    }
}

/// A name whatever its case and spaces.
fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
