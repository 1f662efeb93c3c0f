//! Which entries do the phrases of a list make?
//!
//! One for each category. What the checks would find fault with does not get in: phrases that add nothing beside
//! another of the same tag are left out, and names are made unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::mine::class::needs_no_list;
use crate::mine::pattern::{self, Names};
use crate::mine::scope::is_negative;
use crate::tend::covers::{Numbers, Shape, hidden};
use crate::tend::import::{Collected, ImportError, Imported, Phrase, Place, Warning, Wishes, slug};
use crate::tend::written::{entry, quoted, unique};

/// An entry in the making.
#[derive(Debug, Default)]
struct Draft {
    patterns: BTreeSet<String>,
    hear: BTreeSet<String>,
}

/// Drafts by tag and name.
type Drafts = BTreeMap<(String, String), Draft>;

/// The lexicon that holds the phrases.
pub(super) fn lexicon(
    name: &str,
    collected: Collected,
    wishes: &Wishes,
) -> Result<Imported, ImportError> {
    let Collected {
        phrases,
        mut warnings,
    } = collected;
    let (persona, phrases) = of_persona(phrases, wishes)?;
    let mut by_tag: BTreeMap<String, Vec<(String, Phrase)>> = BTreeMap::new();
    let mut unmapped: BTreeMap<String, String> = BTreeMap::new();
    let mut categories: BTreeSet<String> = BTreeSet::new();
    let mut own_tags: BTreeSet<String> = BTreeSet::new();
    for mut phrase in phrases {
        if phrase.category.is_empty() {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            phrase.category = stem.to_owned();
        }
        let (tag, is_named) = wishes.tag_of(&phrase.category);
        if !is_named {
            unmapped.insert(phrase.category.clone(), tag.clone());
        }
        if tag == phrase.category {
            own_tags.insert(tag.clone());
        }
        categories.insert(slug(&phrase.category));
        let named = (slug(&phrase.category), phrase);
        by_tag.entry(tag).or_default().push(named);
    }
    warnings.extend(unused_maps(wishes, &categories));
    warnings.extend(kept_tags(wishes, &own_tags));
    let mut drafts = Drafts::new();
    for (tag, phrases) in by_tag {
        add_drafts(&tag, phrases, &mut drafts, &mut warnings);
    }
    if drafts.is_empty() {
        return Err(ImportError::at(0, "there is no phrase in it to hear"));
    }
    let drafts = with_unique_names(drafts);
    Ok(Imported {
        text: written(name, &persona, &drafts),
        n_entries: drafts.len(),
        n_patterns: drafts.values().map(|draft| draft.patterns.len()).sum(),
        persona,
        unmapped: unmapped.into_iter().collect(),
        warnings,
    })
}

/// The phrases that are meant for one persona, and which that is.
fn of_persona(phrases: Vec<Phrase>, wishes: &Wishes) -> Result<(String, Vec<Phrase>), ImportError> {
    let of = |phrase: &Phrase| phrase.persona.as_deref().map_or("anyone".to_owned(), slug);
    let personas: BTreeSet<String> = phrases.iter().map(of).collect();
    let has_personas = phrases.iter().any(|phrase| phrase.persona.is_some());
    let only = match &wishes.persona {
        Some(wanted) if !has_personas => return Ok((slug(wanted), phrases)),
        Some(wanted) => slug(wanted),
        None if personas.len() <= 1 => {
            let only = personas.into_iter().next();
            only.unwrap_or_else(|| "anyone".to_owned())
        }
        None => {
            let message = format!(
                "its rows are meant for several personas, and a lexicon listens to one: take one at a time with \
                 --persona: {}",
                personas.into_iter().collect::<Vec<_>>().join(", ")
            );
            return Err(ImportError::at(0, message));
        }
    };
    let own = phrases.into_iter().filter(|phrase| of(phrase) == only);
    Ok((only.clone(), own.collect()))
}

/// Tells of categories that are mapped and do not come.
fn unused_maps<'w>(
    wishes: &'w Wishes,
    categories: &'w BTreeSet<String>,
) -> impl Iterator<Item = Warning> {
    let unused = wishes.map.iter().map(|(category, _)| category);
    let unused = unused.filter(move |category| !categories.contains(&slug(category)));
    unused.map(move |category| {
        let known: Vec<&str> = categories.iter().map(String::as_str).collect();
        Warning {
            place: Place::Whole,
            message: format!(
                "no phrase is of the category {category:?}; the categories are {}",
                known.join(", ")
            ),
        }
    })
}

/// Tells of the list's own tags, where one was wished for that they don't give way to.
fn kept_tags(wishes: &Wishes, own_tags: &BTreeSet<String>) -> Option<Warning> {
    let wished = wishes.tag.as_deref()?;
    let kept: Vec<&str> = own_tags
        .iter()
        .map(String::as_str)
        .filter(|tag| *tag != wished)
        .collect();
    let first = kept.first()?;
    Some(Warning {
        place: Place::Whole,
        message: format!(
            "the list has tags of its own, and they stay: {}; --tag is only for what has none, and --map \
             {first}={wished} takes the place of one",
            kept.join(", ")
        ),
    })
}

/// Makes the entries of one tag. An example of a phrase that is left out goes to the entry that hears it instead.
fn add_drafts(
    tag: &str,
    phrases: Vec<(String, Phrase)>,
    drafts: &mut Drafts,
    warnings: &mut Vec<Warning>,
) {
    let instead = instead_of(&phrases);
    for (at, (name, phrase)) in phrases.iter().enumerate() {
        let (own, kept) = match instead.get(&at) {
            Some(other) => {
                let (name, other) = &phrases[*other];
                if other.pattern != phrase.pattern {
                    let message = format!(
                        "{:?} adds nothing beside {:?} and is left out",
                        phrase.pattern, other.pattern
                    );
                    let place = phrase.place.clone();
                    warnings.push(Warning { place, message });
                }
                (name, other)
            }
            None => (name, phrase),
        };
        let draft = drafts.entry((tag.to_owned(), own.clone())).or_default();
        draft.patterns.insert(kept.pattern.clone());
        draft.hear.extend(phrase.example.clone());
    }
}

/// For each phrase that adds nothing beside another one: which that is.
fn instead_of(phrases: &[(String, Phrase)]) -> BTreeMap<usize, usize> {
    let names = Names {
        list: &|_| None,
        is_computed: &needs_no_list,
    };
    let mut numbers = Numbers::default();
    let mut twins: Vec<(usize, usize)> = Vec::new();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut shapes, mut places) = (Vec::new(), Vec::new());
    for (at, (_, phrase)) in phrases.iter().enumerate() {
        let twin = *first.entry(&phrase.pattern).or_insert(at);
        if twin != at {
            twins.push((at, twin));
        } else if let Ok(pattern) = pattern::parse(&phrase.pattern, &names) {
            shapes.push(Shape::new(&pattern, &mut numbers));
            places.push(at);
        }
    }
    let pattern = |shape: usize| phrases[places[shape]].1.pattern.as_str();
    let may_hide =
        |one: usize, other: usize| is_negative(pattern(one)) == is_negative(pattern(other));
    let found: BTreeMap<usize, usize> = hidden(&shapes, &may_hide).into_iter().collect();
    let mut instead = BTreeMap::new();
    for (shape, hider) in &found {
        // The one that hides may be hidden itself.
        let mut last = hider;
        for _ in 0..found.len() {
            match found.get(last) {
                Some(next) => last = next,
                None => break,
            }
        }
        instead.insert(places[*shape], places[*last]);
    }
    for (at, twin) in twins {
        let kept = instead.get(&twin).copied().unwrap_or(twin);
        instead.insert(at, kept);
    }
    instead
}

/// Names are unique in a file; where two tags have an entry of the same name, the later one is numbered.
fn with_unique_names(drafts: Drafts) -> Drafts {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let renamed = drafts.into_iter().map(|((tag, name), draft)| {
        let name = unique(&name, &mut taken);
        ((tag, name), draft)
    });
    renamed.collect()
}

/// The file's text.
fn written(name: &str, persona: &str, drafts: &Drafts) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let mut text = format!(
        "# Imported from {name} by `verbatim lexicon import`.\n# Next: into `hear` what people say, into `near` what \
         only sounds like it; then `verbatim lexicon test`.\npersona = {}\n",
        quoted(persona)
    );
    for ((tag, name), draft) in drafts {
        let near = BTreeSet::new();
        text.push('\n');
        text.push_str(&entry(tag, name, &draft.patterns, &draft.hear, &near));
    }
    text
}
