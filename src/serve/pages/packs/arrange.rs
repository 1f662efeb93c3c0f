//! How does a page put a pack into order?
//!
//! `POST /packs/{name}/arrange`: a quote one place up or down, to a number, under a heading; its note; taken out. A
//! heading gets another name. `POST /packs/{name}/undo` takes the last of it back.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::quote::pack::{Item, Pack};
use crate::serve::app::App;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{MOST_ITEMS, change, find, item_url, line, pack_url};
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;

/// `POST /packs/{name}/arrange`
pub async fn post(
    State(app): State<App>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = aside(move || {
        let fields = Fields::read(&body);
        change(&app.dir, &app.tools.undos, &name, |pack, _| {
            arranged(pack, &fields)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

/// `POST /packs/{name}/undo`
pub async fn undo(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Trouble> {
    let to = pack_url(&name);
    aside(move || app.tools.undos.undo(&app.dir, &name)).await?;
    Ok(Redirect::to(&to).into_response())
}

/// Does what a form asks for, and says where to go on.
fn arranged(pack: &mut Pack, fields: &Fields) -> Result<String, Trouble> {
    if fields.get("act") == "rename" {
        rename(pack, fields)?;
        return Ok(pack_url(&pack.name));
    }
    let key = fields.get("key");
    let at = find(pack, key)?;
    match fields.get("act") {
        "up" => {
            if let Some(before) = at.checked_sub(1) {
                swap(&mut pack.items, at, before);
            }
        }
        "down" => {
            if at + 1 < pack.items.len() {
                swap(&mut pack.items, at, at + 1);
            }
        }
        "place" => {
            let number = fields.number("to", MOST_ITEMS as u32)?;
            let number = number.ok_or_else(|| asked("say to which number the quote shall go"))?;
            place(pack, at, number as usize, fields)?;
        }
        "section" => section(pack, at, line(fields.get("section"))?),
        "note" => {
            let note = line(fields.get("note"))?;
            if let Some(item) = pack.items.get_mut(at) {
                item.note = note;
            }
        }
        "remove" => {
            pack.items.remove(at);
            return Ok(pack_url(&pack.name));
        }
        _ => return Err(asked("this is no change; choose one of the buttons")),
    }
    Ok(item_url(&pack.name, key))
}

/// A quote that passes another one under a heading of its own comes under that heading, else it would be alone under a
/// second one of the same name.
fn swap(items: &mut [Item], at: usize, with: usize) {
    let there = items.get(with).and_then(|item| item.section.clone());
    let is_same = items.get(at).is_some_and(|item| item.section == there);
    if is_same {
        items.swap(at, with);
    } else if let Some(item) = items.get_mut(at) {
        item.section = there;
    }
}

/// Puts a quote at a number, and under the heading on which it was dropped.
fn place(pack: &mut Pack, at: usize, number: usize, fields: &Fields) -> Result<(), Trouble> {
    let mut item = pack.items.remove(at);
    let to = (number - 1).min(pack.items.len());
    if let Some(dropped) = fields.all("under").next() {
        item.section = line(dropped)?;
    } else {
        let before = to.checked_sub(1).and_then(|at| pack.items.get(at));
        let behind = pack.items.get(to);
        let beside = if to <= at { behind } else { before };
        if let Some(beside) = beside.or(before).or(behind) {
            item.section = beside.section.clone();
        }
    }
    pack.items.insert(to, item);
    Ok(())
}

/// Puts a quote under a heading, behind those that are there.
fn section(pack: &mut Pack, at: usize, section: Option<String>) {
    let mut item = pack.items.remove(at);
    let last = pack
        .items
        .iter()
        .rposition(|other| other.section == section);
    let to = last.map_or(at, |last| last + 1).min(pack.items.len());
    item.section = section;
    pack.items.insert(to, item);
}

fn rename(pack: &mut Pack, fields: &Fields) -> Result<(), Trouble> {
    let (was, now) = (line(fields.get("was"))?, line(fields.get("section"))?);
    let theirs = pack.items.iter_mut().filter(|item| item.section == was);
    for item in theirs {
        item.section.clone_from(&now);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::seal::Seal;
    use crate::serve::packs::key;

    /// `a1` is the quote `a` under the heading `1`; `a` has none.
    fn pack(written: &str) -> Pack {
        let item = |(number, word): (u32, &str)| {
            Item {
            seal: Seal {
                call: word[..1].to_owned(),
                turn: number,
                start: 0,
                end: 1,
                exact: word.to_owned(),
                prefix: String::new(),
                suffix: String::new(),
                turn_sha256: String::new(),
                call_sha256: String::new(),
                side: crate::call::Side::Prospect,
                persona: String::new(),
                minute: None,
                lexicon: String::new(),
                redaction: String::new(),
            },
            section: Some(word[1..].to_owned()).filter(|section| !section.is_empty()),
            ..serde_json::from_value(serde_json::json!({
                "seal": {
                    "call": "", "turn": 0, "start": 0, "end": 0, "exact": "", "prefix": "", "suffix": "",
                    "turn_sha256": "", "call_sha256": "", "side": "prospect", "persona": "", "minute": null,
                    "lexicon": "", "redaction": ""
                },
                "edits": [],
                "said_by": {
                    "role": "", "account": null, "industry": null, "stage": null, "outcome": null, "date": null,
                    "link": null, "tags": []
                },
            }))
            .expect("an item")
        }
        };
        Pack {
            name: "p".to_owned(),
            items: (0..).zip(written.split(' ')).map(item).collect(),
            ..Pack::default()
        }
    }

    fn told(pack: &Pack) -> String {
        let word = |item: &Item| {
            let section = item.section.clone().unwrap_or_default();
            format!("{}{section}", item.seal.call)
        };
        pack.items.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn quotes_move_and_headings_stay_whole() {
        for (before, who, form, after) in [
            ("a b c", 1, "act=up", "b a c"),
            ("a b c", 0, "act=up", "a b c"),
            ("a b c", 2, "act=down", "a b c"),
            ("a1 b1 c2", 1, "act=down", "a1 b2 c2"),
            ("a1 b2 c2", 1, "act=up", "a1 b1 c2"),
            ("a b c", 0, "act=place&to=3", "b c a"),
            ("a1 b1 c2", 2, "act=place&to=1", "c1 a1 b1"),
            ("a1 b1 c2", 0, "act=place&to=3&under=2", "b1 c2 a2"),
            ("a1 b1 c2", 0, "act=place&to=9&under=", "b1 c2 a"),
            ("a1 b2 c1", 1, "act=section&section=1", "a1 c1 b1"),
            ("a1 b1 c2", 0, "act=section&section=3", "a3 b1 c2"),
            ("a1 b1 c2", 0, "act=rename&was=1&section=9", "a9 b9 c2"),
            ("a b c", 1, "act=remove", "a c"),
        ] {
            let mut pack = pack(before);
            let form = format!("{form}&key={}", key(&pack.items[who]));
            arranged(&mut pack, &Fields::read(&form)).expect(after);
            assert_eq!(told(&pack), after, "{before}: {form}");
        }
        let wrong = Fields::read("act=up&key=0");
        assert!(arranged(&mut pack("a b"), &wrong).is_err());
    }
}
