//! What of an item may stand in a file for publishing?
//!
//! | level           | beside the words                                                                |
//! |-----------------|---------------------------------------------------------------------------------|
//! | `anonymous`     | nothing but "prospect"                                                          |
//! | `role+industry` | the role, the buying role, the company's industry, size and region; where that  |
//! |                 | was widened by [`crate::quote::hide`], as far as several accounts fit it        |
//! | `company`       | and the company's name, the day of the call                                     |
//! | `name`          | and the speaker's name, the minute, the recording, the seal's call, turn, bytes |
//! | `logo`          | the same; the logo may stand beside it                                          |
//!
//! A call's id is often the name of its file, and those hold the names of people: so it stands with the name. Below that
//! a quote is known by its own hash, and `verify` finds it by its words. The turns around it, what a mark replaced,
//! notes for the editor and the deal's course are in no such file.

use crate::quote::edit::Edit;
use crate::quote::pack::{Item, SaidBy};
use crate::quote::rights::Level;
use crate::quote::rights::book::Source;
use crate::quote::rights::subject::{Who, Words, holds, key};
use crate::quote::seal::Seal;

/// Who said it, where neither name nor role may be told.
const NOBODY: &str = "prospect";
/// The buying role of somebody whose role may not be told.
const NO_PERSONA: &str = "unknown";

/// [`key`]s of the names that may not be told at a level: the account's, the speaker's.
pub fn hidden(words: &Words<'_>, level: Level) -> Vec<String> {
    let mut names = Vec::new();
    if level < Level::Company {
        names.extend(words.accounts.iter().cloned());
    }
    if level < Level::Name
        && let Some(who) = words.speaker
    {
        names.extend(who.keys.iter().cloned());
        names.extend(who.email.as_deref().map(key));
    }
    names
}

/// Whether a text tells one of these names.
pub fn tells(text: &str, names: &[String]) -> bool {
    names.iter().any(|name| holds(text, name))
}

/// The item as it may be published at a level, with words that tell no name. `names` are those that may not be told of
/// it, `secret` those that no heading of the file may tell.
pub(super) fn cut(
    item: &Item,
    level: Level,
    (source, who): (&Source, &Who),
    names: &[String],
    secret: &[String],
) -> Item {
    let may_name = level >= Level::Name;
    Item {
        seal: seal(item, level),
        edits: if may_name {
            item.edits.clone()
        } else {
            from_zero(&item.edits, item.seal.start)
        },
        said_by: SaidBy {
            name: may_name.then(|| who.name.clone()),
            ..said_by(item, level, source, names)
        },
        section: item
            .section
            .clone()
            .filter(|section| !tells(section, secret)),
        note: None,
        withdrawn: Vec::new(),
        decisions: Vec::new(),
        is_widened: item.is_widened,
        level: Some(level),
    }
}

fn said_by(item: &Item, level: Level, source: &Source, names: &[String]) -> SaidBy {
    let own = &item.said_by;
    let quiet = |text: &String| !tells(text, names);
    let mut tags = own.tags.clone();
    tags.retain(quiet);
    if level < Level::RoleIndustry {
        return SaidBy {
            role: NOBODY.to_owned(),
            tags,
            ..SaidBy::default()
        };
    }
    if item.is_widened {
        let role = Some(own.role.clone()).filter(quiet);
        return SaidBy {
            role: role.unwrap_or_else(|| NOBODY.to_owned()),
            tags,
            ..SaidBy::default()
        };
    }
    let persona = item.seal.persona.replace('-', " ");
    let role = [own.role.clone(), persona]
        .into_iter()
        .find(|role| quiet(role) && role != NO_PERSONA && !role.is_empty());
    let either = |own: &Option<String>, now: &Option<String>| {
        own.clone().or_else(|| now.clone()).filter(quiet)
    };
    let may_company = level >= Level::Company;
    SaidBy {
        role: role.unwrap_or_else(|| NOBODY.to_owned()),
        industry: either(&own.industry, &source.industry),
        size: either(&own.size, &source.size),
        region: either(&own.region, &source.region),
        account: either(&own.account, &source.account).filter(|_| may_company),
        date: own.date.clone().filter(|_| may_company),
        link: own.link.clone().filter(|_| level >= Level::Name),
        tags,
        ..SaidBy::default()
    }
}

/// The seal without what may not be told. Below `name` its bytes count from the quote's own beginning.
fn seal(item: &Item, level: Level) -> Seal {
    let whole = &item.seal;
    let bare = Seal {
        exact: without_replaced(&whole.exact, whole.start, &item.edits),
        prefix: String::new(),
        suffix: String::new(),
        ..whole.clone()
    };
    if level >= Level::Name {
        return bare;
    }
    Seal {
        call: String::new(),
        turn: 0,
        start: 0,
        end: whole.end.saturating_sub(whole.start),
        turn_sha256: String::new(),
        call_sha256: String::new(),
        persona: if level >= Level::RoleIndustry && !item.is_widened {
            whole.persona.clone()
        } else {
            NO_PERSONA.to_owned()
        },
        minute: None,
        ..bare
    }
}

/// The words with an underscore for every byte that a mark replaces, so that places in them stay what they are.
fn without_replaced(exact: &str, start: u32, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(exact.len());
    let mut at = 0;
    for edit in edits {
        let from = edit.start.saturating_sub(start) as usize;
        let to = edit.end.saturating_sub(start) as usize;
        // Marks that do not fit their words leave nothing of them.
        let (Some(said), Some(replaced)) = (exact.get(at..from), exact.get(from..to)) else {
            return "_".repeat(exact.len());
        };
        out.push_str(said);
        out.push_str(&"_".repeat(replaced.len()));
        at = to;
    }
    out.push_str(exact.get(at..).unwrap_or(""));
    out
}

fn from_zero(edits: &[Edit], start: u32) -> Vec<Edit> {
    let moved = edits.iter().map(|edit| Edit {
        start: edit.start.saturating_sub(start),
        end: edit.end.saturating_sub(start),
        replacement: edit.replacement.clone(),
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mark_replaces_is_gone_and_the_rest_stays_in_place() {
        let edit = |start: u32, end: u32| Edit {
            start,
            end,
            replacement: None,
        };
        for (edits, left) in [
            (vec![], "Ask Jo\u{eb}l twice"),
            (vec![edit(14, 19)], "Ask _____ twice"),
            (vec![edit(14, 14)], "Ask Jo\u{eb}l twice"),
            (vec![edit(10, 13), edit(20, 25)], "___ Jo\u{eb}l _____"),
            (vec![edit(17, 19)], "_______________"),
        ] {
            let found = without_replaced("Ask Jo\u{eb}l twice", 10, &edits);
            assert_eq!(found, left, "{edits:?}");
        }
    }
}
