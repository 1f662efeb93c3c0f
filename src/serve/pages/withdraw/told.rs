//! How is it told what a withdrawal is about, and what carries its words?

use std::collections::BTreeSet;

use crate::quote::pack::render::PackFormat;
use crate::quote::rights::Purpose;
use crate::quote::rights::carriers::Carriers;
use crate::quote::rights::subject::{Person, Subject};
use crate::serve::packs::pack_url;
use crate::serve::shown::{many, web_link};
use crate::serve::trouble::Trouble;
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;
use crate::store::rights::uses::UseRow;

/// Everything that carries the words.
pub struct CarriersShown {
    pub packs: Vec<PackShown>,
    pub uses: Vec<UseShown>,
    /// Files that left, the newest first.
    pub files: Vec<FileShown>,
    /// Where packs are looked at and issued anew, one for each way in which they left.
    pub again: Vec<Again>,
}

/// A pack, and which of its quotes.
pub struct PackShown {
    pub name: String,
    pub url: String,
    /// `quotes 1, 3`
    pub quotes: String,
}

/// Where words went.
pub struct UseShown {
    pub on: String,
    pub place: String,
    /// The place, where it is an address.
    pub link: Option<String>,
    pub pack: String,
}

/// A file that left.
pub struct FileShown {
    pub at: String,
    pub told: String,
}

/// A pack to be issued anew.
pub struct Again {
    pub told: String,
    pub url: String,
}

impl CarriersShown {
    /// What was found, for a page.
    pub fn of(catalogue: &Catalogue, found: Carriers) -> Result<CarriersShown, Trouble> {
        Ok(CarriersShown {
            again: again(catalogue, &found.exports)?,
            packs: found.packs.into_iter().map(pack).collect(),
            uses: found.uses.into_iter().map(used).collect(),
            files: found.exports.iter().rev().map(file).collect(),
        })
    }

    /// Whether nothing carries them.
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty() && self.uses.is_empty() && self.files.is_empty()
    }
}

/// What a withdrawal is about.
pub fn told(subject: &Subject) -> String {
    match subject {
        Subject::Account(account) => format!("all that {account} says"),
        Subject::Call(call) => format!("all that is said on the call {call}"),
        Subject::Person(Person::Email(email)) => format!("all that {email} says"),
        Subject::Person(Person::Named { account, name }) => {
            format!("all that {name} of {account} says")
        }
        Subject::Quote(place) => {
            let (call, turn) = (&place.call, place.turn);
            format!("words of turn {turn} of the call {call}")
        }
    }
}

fn pack((name, numbers): (String, Vec<usize>)) -> PackShown {
    let ending = if numbers.len() == 1 { "" } else { "s" };
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    PackShown {
        url: pack_url(&name),
        quotes: format!("quote{ending} {}", numbers.join(", ")),
        name,
    }
}

fn used(row: UseRow) -> UseShown {
    UseShown {
        on: row.on_day,
        link: web_link(Some(row.place.clone())),
        place: row.place,
        pack: row.pack,
    }
}

fn file(row: &ExportRow) -> FileShown {
    FileShown {
        at: row.at.clone(),
        told: format!(
            "{} of {} as {} for {}, by {}, {}",
            many(row.quotes.len() as u64, "quote"),
            row.pack,
            row.format,
            row.purpose,
            row.by_whom,
            row.place.as_deref().unwrap_or("standard output")
        ),
    }
}

/// Packs that are still there, once for each way in which they left and that a page can make.
fn again(catalogue: &Catalogue, exports: &[ExportRow]) -> Result<Vec<Again>, Trouble> {
    let ways = exports.iter().map(|row| {
        let (format, purpose) = (row.format.as_str(), row.purpose.as_str());
        (row.pack.as_str(), format, purpose)
    });
    let ways: BTreeSet<(&str, &str, &str)> = ways.collect();
    let mut all = Vec::new();
    for (pack, format, purpose) in ways {
        let known = PackFormat::from_name(format).zip(Purpose::from_name(purpose));
        let Some((format, purpose)) = known else {
            continue;
        };
        if catalogue.pack(pack)?.is_none() {
            continue;
        }
        let (format, purpose) = (format.name(), purpose.name());
        all.push(Again {
            told: format!("{pack} as {format} for {purpose}"),
            url: format!("{}/preview?format={format}&for={purpose}", pack_url(pack)),
        });
    }
    Ok(all)
}
