//! Who are the people behind the names in a transcript?
//!
//! Comes in: the people whom the file describes, and the display names under which utterances stand.
//! Goes out: one [`Member`] for each person, and which name is whose.

use std::collections::{HashMap, HashSet};

use super::{addresses, names, sides};
use crate::call::Side;
use crate::ingest::parse::speaker_label;
use crate::ingest::transcript::{Person, Problem, Utterance};

/// The name of whoever spoke where the file names nobody.
const NOBODY: &str = "Unknown speaker";

/// Everybody on the call.
#[derive(Default)]
pub(super) struct Cast {
    pub(super) members: Vec<Member>,
    /// By the display name exactly as delivered.
    by_name: HashMap<String, u32>,
    nobody: Option<u32>,
}

/// One person as the file describes them.
#[derive(Default)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    /// As the file says.
    pub(super) side: Option<Side>,
    pub(super) title: Option<String>,
    pub(super) persona: Option<String>,
    pub(super) email: Option<String>,
    /// Stands for everybody whom the file does not name, so nothing may be looked up for it.
    pub(super) is_nobody: bool,
    /// The file itself gives two sides.
    pub(super) is_doubtful: bool,
    is_heard: bool,
}

impl Cast {
    /// Recognizes everybody.
    pub(super) fn of(
        people: Vec<Person>,
        utterances: &[Utterance],
        problems: &mut Vec<Problem>,
    ) -> Cast {
        let mut spellings = Spellings::default();
        for person in people {
            spellings.describe(person);
        }
        let mut n_unnamed = 0_usize;
        for utterance in utterances {
            match named(utterance.speaker.as_deref()) {
                Some(name) => spellings.hear(name),
                None => n_unnamed += 1,
            }
        }
        if !spellings.doubtful.is_empty() {
            let message = format!(
                "{} people stand in the file with two sides each; their side is unknown until the file \
                 tells them apart",
                spellings.doubtful.len()
            );
            problems.push(Problem::of_file("sides-conflict", message));
        }
        if n_unnamed > 0 && n_unnamed < utterances.len() {
            let message = format!(
                "{n_unnamed} of {} utterances name no speaker; their side is unknown",
                utterances.len()
            );
            problems.push(Problem::of_file("speaker-missing", message));
        }
        spellings.into_cast(n_unnamed > 0)
    }

    /// Whose utterance it is. Every speaker of the utterances given to [`Cast::of`] is known.
    pub(super) fn index_of(&self, speaker: Option<&str>) -> u32 {
        let known = named(speaker).and_then(|name| self.by_name.get(name).copied());
        known.or(self.nobody).unwrap_or(0)
    }
}

fn named(speaker: Option<&str>) -> Option<&str> {
    speaker.filter(|name| !name.trim().is_empty())
}

/// Every name in order of appearance; names that differ in case and spaces alone are one already.
#[derive(Default)]
struct Spellings {
    found: Vec<Member>,
    by_key: HashMap<String, usize>,
    /// By the display name exactly as delivered.
    by_name: HashMap<String, usize>,
    /// Whom the file gives an address, in lower case; `None` where it gives it to several.
    by_email: HashMap<String, Option<usize>>,
    /// Those to whom the file itself gives two sides.
    doubtful: HashSet<usize>,
}

impl Spellings {
    fn describe(&mut self, person: Person) {
        if person.name.trim().is_empty() {
            return;
        }
        let idx = self.place(&person.name);
        let known_side = person.side.filter(|side| *side != Side::Unknown);
        let is_doubtful = self.doubtful.contains(&idx);
        let Some(member) = self.found.get_mut(idx) else {
            return;
        };
        if is_doubtful
            || member
                .side
                .is_some_and(|side| known_side.is_some_and(|new| new != side))
        {
            member.side = None;
            member.is_doubtful = true;
            self.doubtful.insert(idx);
        } else {
            member.side = member.side.or(known_side);
        }
        member.title = member.title.take().or(person.title);
        member.persona = member.persona.take().or(person.persona);
        let email = person.email.filter(|email| addresses::is_address(email));
        member.email = member.email.take().or(email);
        if let Some(email) = &member.email {
            let owner = self.by_email.entry(email.trim().to_lowercase());
            let owner = owner.or_insert(Some(idx));
            *owner = owner.filter(|owner| *owner == idx);
        }
    }

    fn hear(&mut self, name: &str) {
        let idx = match self.by_name.get(name) {
            Some(idx) => *idx,
            None => self.place_speaker(name),
        };
        if let Some(member) = self.found.get_mut(idx) {
            member.is_heard = true;
        }
    }

    /// Whoever speaks under an address is the one to whom the file gives it.
    fn place_speaker(&mut self, name: &str) -> usize {
        let address = addresses::as_name(name).map(str::to_lowercase);
        let owner = address.and_then(|address| self.by_email.get(&address).copied().flatten());
        let Some(idx) = owner else {
            return self.place(name);
        };
        if let Some(member) = self.found.get_mut(idx) {
            add_alias(member, names::display(name));
        }
        self.by_name.insert(name.to_owned(), idx);
        idx
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(idx) = self.by_name.get(name) {
            return *idx;
        }
        let shown = names::display(name);
        let idx = *self
            .by_key
            .entry(names::exact_key(name))
            .or_insert(self.found.len());
        match self.found.get_mut(idx) {
            Some(member) => add_alias(member, shown),
            None => self.found.push(Member {
                name: shown,
                ..Member::default()
            }),
        }
        self.by_name.insert(name.to_owned(), idx);
        idx
    }

    /// Joins the variants of one name, and counts the members through.
    fn into_cast(mut self, has_nobody: bool) -> Cast {
        for member in self.found.iter_mut().filter(|who| who.email.is_none()) {
            member.email = addresses::as_name(&member.name).map(str::to_owned);
        }
        let leaders = leaders(&self.found, &self.doubtful);
        let mut cast = Cast::default();
        let mut places: Vec<u32> = Vec::with_capacity(self.found.len());
        for (idx, (member, leader)) in self.found.into_iter().zip(leaders).enumerate() {
            let known = if leader < idx {
                places.get(leader).copied()
            } else {
                None
            };
            let Some(place) = known else {
                places.push(count(&cast.members));
                cast.members.push(member);
                continue;
            };
            if let Some(person) = cast.members.get_mut(place as usize) {
                absorb(person, member);
            }
            places.push(place);
        }
        for (name, idx) in self.by_name {
            if let Some(place) = places.get(idx) {
                cast.by_name.insert(name, *place);
            }
        }
        if has_nobody {
            cast.nobody = Some(count(&cast.members));
            let nobody = Member {
                name: NOBODY.to_owned(),
                is_nobody: true,
                ..Member::default()
            };
            cast.members.push(nobody);
        }
        cast
    }
}

fn count(members: &[Member]) -> u32 {
    u32::try_from(members.len()).unwrap_or(u32::MAX)
}

/// For each name the first one of the same person, which may be itself.
fn leaders(found: &[Member], doubtful: &HashSet<usize>) -> Vec<usize> {
    let mut leaders: Vec<usize> = (0..found.len()).collect();
    let mut groups: HashMap<String, Group> = HashMap::new();
    for (idx, member) in found.iter().enumerate() {
        if doubtful.contains(&idx) || speaker_label::names_nobody(&member.name) {
            continue;
        }
        if let Some(bare) = names::bare(&member.name) {
            groups
                .entry(bare.key)
                .or_default()
                .add(idx, member, bare.company);
        }
    }
    for (idx, member) in found.iter().enumerate() {
        if !member.is_heard
            && !doubtful.contains(&idx)
            && let Some(key) = addresses::as_name(&member.name).and_then(addresses::name_key)
            && let Some(group) = groups.get_mut(&key)
        {
            group.invited.push(idx);
        }
    }
    for mut group in groups.into_values().filter(|group| !group.is_of_several) {
        group.take_in(found);
        let Some(first) = group.members.iter().min().copied() else {
            continue;
        };
        for idx in group.members {
            if let Some(leader) = leaders.get_mut(idx) {
                *leader = first;
            }
        }
    }
    leaders
}

/// Names that may be one person's, unless companies, sides or e-mails say otherwise.
#[derive(Default)]
struct Group {
    members: Vec<usize>,
    /// Silent addresses that tell this name.
    invited: Vec<usize>,
    company: Option<String>,
    side: Option<Side>,
    email: Option<String>,
    is_of_several: bool,
}

impl Group {
    fn add(&mut self, idx: usize, member: &Member, company: Option<String>) {
        self.members.push(idx);
        let email = member.email.as_ref().map(|email| email.to_lowercase());
        self.is_of_several |= differs(&mut self.company, company)
            | differs(&mut self.side, member.side)
            | differs(&mut self.email, email);
    }

    /// Takes in an address that is listed without a name. Sure only where one address tells this name, the name has no
    /// other, and nothing else that is known of it speaks against.
    fn take_in(&mut self, found: &[Member]) {
        let [idx] = self.invited.as_slice() else {
            return;
        };
        let Some(invited) = found.get(*idx) else {
            return;
        };
        let email = invited.email.as_deref().unwrap_or_default().to_lowercase();
        let is_at_company = self
            .company
            .as_deref()
            .is_none_or(|company| is_at(&email, company));
        let has_another = self.email.as_ref().is_some_and(|known| *known != email);
        let mut side = self.side;
        if is_at_company && !has_another && !differs(&mut side, invited.side) {
            self.members.push(*idx);
        }
    }
}

/// Whether an address is at a company, as far as their names tell: `acme.example` and `acme inc`.
fn is_at(email: &str, company: &str) -> bool {
    let mut words = company.split(|c: char| !c.is_alphanumeric());
    let word = words.find(|word| word.len() >= 2);
    let domain = sides::domain(email);
    word.zip(domain).is_some_and(|(word, domain)| {
        let mut labels = domain.split('.');
        labels.any(|label| label.starts_with(word))
    })
}

/// Whether two known values differ; the first known one is kept.
fn differs<T: PartialEq>(known: &mut Option<T>, new: Option<T>) -> bool {
    let Some(new) = new else { return false };
    match known {
        Some(known) => *known != new,
        None => {
            *known = Some(new);
            false
        }
    }
}

fn absorb(person: &mut Member, mut other: Member) {
    let is_address = |name: &str| addresses::as_name(name).is_some();
    if is_address(&person.name) && !is_address(&other.name) {
        std::mem::swap(&mut person.name, &mut other.name);
    }
    person.side = person.side.or(other.side);
    person.title = person.title.take().or(other.title);
    person.persona = person.persona.take().or(other.persona);
    person.email = person.email.take().or(other.email);
    add_alias(person, other.name);
    for alias in other.aliases {
        add_alias(person, alias);
    }
}

fn add_alias(member: &mut Member, shown: String) {
    if member.name != shown && !member.aliases.contains(&shown) {
        member.aliases.push(shown);
    }
}
