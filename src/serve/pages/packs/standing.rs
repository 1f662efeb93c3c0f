//! How far may a quote be shown, because of which right, and for what else could a right be given?

use crate::quote::pack::Item;
use crate::quote::rights::book::Rights;
use crate::quote::rights::subject::{Person, Place, Subject, Who};
use crate::quote::rights::{Because, Grant, Purpose, Standing, Worth};
use crate::serve::shown::web_link;

/// How a quote stands, for a page.
pub struct StandingShown {
    /// `anonymous`, or `withdrawn`.
    pub level: String,
    /// Why, where no right says so.
    pub why: Option<String>,
    pub is_withdrawn: bool,
    pub is_publishable: bool,
    /// Every right about these words.
    pub rights: Vec<RightShown>,
    /// What a right could be given for.
    pub subjects: Vec<SubjectShown>,
}

/// A right that is written down.
pub struct RightShown {
    /// `right 3: anonymous for its call, by CMO, from 2026-03-01`
    pub told: String,
    /// `decides`, `has ended`, …
    pub worth: String,
    pub note: Option<String>,
    pub evidence: Option<String>,
    /// The evidence, where it is an address.
    pub link: Option<String>,
}

/// Something that a right could be given for.
pub struct SubjectShown {
    /// `quote`, `person`, `call` or `account`.
    pub kind: &'static str,
    pub label: String,
}

/// How an item stands today. Its call must be known to `rights`.
pub fn standing(item: &Item, rights: &Rights) -> StandingShown {
    let words = rights.words_of(item);
    let Standing { level, because } = rights.standing(&words);
    let is_granted = matches!(because, Because::Granted(_));
    let weighed = rights.weigh(&words).into_iter();
    StandingShown {
        level: level.map_or("withdrawn", |level| level.name()).to_owned(),
        why: (!is_granted).then(|| because.told()),
        is_withdrawn: level.is_none(),
        is_publishable: level.is_some_and(|level| level >= Purpose::Publish.needs()),
        rights: weighed.map(|(grant, worth)| shown(grant, worth)).collect(),
        subjects: subjects(item, rights),
    }
}

fn shown(grant: &Grant, worth: Worth) -> RightShown {
    let until = grant
        .until
        .map_or_else(String::new, |until| format!(" until {until}"));
    RightShown {
        told: format!(
            "right {}: {} for {}, by {}, from {}{until}",
            grant.number,
            grant.level.name(),
            match grant.subject.kind() {
                "quote" => "certain words".to_owned(),
                kind => format!("its {kind}"),
            },
            grant.by,
            grant.from
        ),
        worth: match worth {
            Worth::Decides => "decides".to_owned(),
            Worth::NotYet => "begins later".to_owned(),
            Worth::Ended => "has ended".to_owned(),
            Worth::Withdrawn(number) => format!("ended by withdrawal {number}"),
            Worth::Outdone(number) => format!("right {number} is more specific or newer"),
        },
        note: grant.note.clone(),
        link: web_link(grant.evidence.clone()),
        evidence: grant.evidence.clone(),
    }
}

/// What a right of a kind would be about, where the call tells.
pub fn subject(kind: &str, item: &Item, rights: &Rights) -> Option<Subject> {
    let seal = &item.seal;
    let source = rights.source(&seal.call)?;
    match kind {
        "quote" => {
            let is_same = source.turn_sha256(seal.turn) == Some(seal.turn_sha256.as_str());
            is_same.then(|| {
                Subject::Quote(Place {
                    call: seal.call.clone(),
                    turn: seal.turn,
                    span: seal.span(),
                    turn_sha256: seal.turn_sha256.clone(),
                })
            })
        }
        "person" => person(source.speaker(seal.turn)?, source.account.as_deref()),
        "call" => Subject::of(kind, &seal.call).ok(),
        "account" => Subject::of(kind, source.account.as_deref()?).ok(),
        _ => None,
    }
}

/// By address, else by account and name; nobody who would be read again as somebody else.
pub fn person(who: &Who, account: Option<&str>) -> Option<Subject> {
    if let Some(email) = &who.email {
        let subject = Subject::of("person", email).ok()?;
        return matches!(subject, Subject::Person(Person::Email(_))).then_some(subject);
    }
    let (account, name) = (account?.trim(), who.name.trim());
    let subject = Subject::of("person", &format!("{account}/{name}")).ok()?;
    let meant = Subject::Person(Person::Named {
        account: account.to_owned(),
        name: name.to_owned(),
    });
    (subject == meant).then_some(subject)
}

fn subjects(item: &Item, rights: &Rights) -> Vec<SubjectShown> {
    let source = rights.source(&item.seal.call);
    let speaker = source.and_then(|source| source.speaker(item.seal.turn));
    let speaker = speaker.map_or("", |who| who.name.as_str());
    let account = source.and_then(|source| source.account.as_deref());
    let all = [
        ("quote", "these words".to_owned()),
        ("person", format!("all that {speaker} says")),
        ("call", "all that is said on this call".to_owned()),
        (
            "account",
            format!("all that {} says", account.unwrap_or_default()),
        ),
    ];
    all.into_iter()
        .filter(|(kind, _)| subject(kind, item, rights).is_some())
        .map(|(kind, label)| SubjectShown { kind, label })
        .collect()
}
