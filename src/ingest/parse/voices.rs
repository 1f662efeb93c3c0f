//! Who speaks in a file that tells its speakers by ids?
//!
//! Telephone systems write an id beside each sentence, and names elsewhere or nowhere. Whoever has no name is
//! numbered in the order of speaking, and so stays a voice of this call alone.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::parse::gather::voice;
use crate::ingest::transcript::Person;

/// Longer digits are a telephone number, which names a line and is the same in the next call.
const MOST_LABEL_DIGITS: usize = 3;

/// Everybody whom a file tells by an id.
#[derive(Default)]
pub(crate) struct Voices {
    by_id: FxHashMap<String, usize>,
    /// By address in lower case.
    by_email: FxHashMap<String, usize>,
    people: Vec<Person>,
    /// In lower case.
    taken: FxHashSet<String>,
    n_unnamed: usize,
}

impl Voices {
    /// Notes what the file says about somebody; what was said first stays. The name may be empty. An address that
    /// comes back under another id is the same person, unless they sit on another side or bear another name: whoever
    /// bears another name has the side of that address where none is told.
    pub(crate) fn know(&mut self, id: &str, mut who: Person) {
        let name = display(&who.name);
        let email = who.email.as_deref().filter(|email| email.contains('@'));
        let email = email.map(str::to_lowercase);
        let owner = email
            .as_ref()
            .and_then(|email| self.by_email.get(email))
            .copied();
        if let Some((place, owner)) = owner.and_then(|at| Some((at, self.people.get(at)?))) {
            who.side = who.side.or(owner.side);
            let is_across = owner.side.is_some_and(|side| who.side != Some(side));
            if !is_across && (name.is_empty() || is_called(owner, &name)) {
                self.by_id.entry(id.to_owned()).or_insert(place);
            }
        }
        let place = self.place(id);
        if let Some(email) = email {
            self.by_email.entry(email).or_insert(place);
        }
        let Some(known) = self.people.get_mut(place) else {
            return;
        };
        if known.name.is_empty() && !name.is_empty() {
            self.taken.insert(name.to_lowercase());
            known.name = name;
        }
        known.email = known.email.take().or(who.email);
        known.title = known.title.take().or(who.title);
        known.side = known.side.or(who.side);
    }

    /// The display name under which somebody speaks: their own, else their address, else a number.
    pub(crate) fn speaker(&mut self, id: &str) -> String {
        let place = self.place(id);
        let known = self.people.get(place).and_then(name_of);
        let name = known.unwrap_or_else(|| next_number(&mut self.n_unnamed, &mut self.taken));
        if let Some(who) = self.people.get_mut(place) {
            who.name.clone_from(&name);
        }
        name
    }

    /// Everybody with a name or an address, whether they spoke or not.
    pub(crate) fn people(self) -> Vec<Person> {
        let people = self.people.into_iter().filter_map(|mut who| {
            who.name = name_of(&who)?;
            Some(who)
        });
        people.collect()
    }

    fn place(&mut self, id: &str) -> usize {
        if let Some(place) = self.by_id.get(id) {
            return *place;
        }
        let place = self.people.len();
        self.by_id.insert(id.to_owned(), place);
        self.people.push(Person::default());
        place
    }
}

/// The first of `Speaker 1`, `Speaker 2`, … behind the one before that nobody bears; then somebody does. Names in
/// `taken` are in lower case.
pub(crate) fn next_number(n_before: &mut usize, taken: &mut FxHashSet<String>) -> String {
    loop {
        *n_before += 1;
        let name = format!("Speaker {n_before}");
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
}

/// What voices are called that have an id and no name: `Speaker 2`, and another number where one of the names is that.
pub(crate) fn labels<'t>(
    ids: impl Iterator<Item = &'t str>,
    names: impl Iterator<Item = &'t str>,
) -> FxHashMap<String, String> {
    let mut labels = FxHashMap::default();
    let mut ids = ids.peekable();
    if ids.peek().is_none() {
        return labels;
    }
    let mut taken: FxHashSet<String> = names.map(|name| display(name).to_lowercase()).collect();
    let mut seen = FxHashSet::default();
    let mut without = Vec::new();
    for id in ids.filter(|id| seen.insert(*id)) {
        let label = voice(id);
        if taken.insert(label.to_lowercase()) {
            labels.insert(id.to_owned(), label);
        } else {
            without.push(id);
        }
    }
    let mut n_before = 0;
    for id in without {
        labels.insert(id.to_owned(), next_number(&mut n_before, &mut taken));
    }
    labels
}

/// Whether a name is somebody's, as far as one is known of them.
fn is_called(who: &Person, name: &str) -> bool {
    who.name.is_empty() || who.name.to_lowercase() == name.to_lowercase()
}

fn name_of(who: &Person) -> Option<String> {
    let email = who.email.as_deref().filter(|email| email.contains('@'));
    let name = if who.name.is_empty() {
        email?
    } else {
        &who.name
    };
    Some(name.to_owned())
}

/// A name as it stands, unless it is a recogniser's label: `0` and `A` name nobody.
pub(crate) fn display(name: &str) -> String {
    let name = name.trim();
    let is_number =
        name.len() <= MOST_LABEL_DIGITS && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !name.is_empty() && (is_number || is_letter) {
        return voice(name);
    }
    name.to_owned()
}
