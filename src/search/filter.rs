//! Which turns may be found at all?
//!
//! A [`Filter`] is decided per call before the search and per turn by its packed place.

mod demands;

use crate::call::Side;
use crate::search::call_table::{CallFacts, CallTable, FACETS};
use crate::search::place::Place;
use crate::search::query::{Field, Value};
use crate::search::schema::Mark;

/// Whether somebody wrote a date as [`Filter::since`] and [`Filter::until`] take it: a year, a month or a day.
pub fn is_date(written: &str) -> bool {
    let shape: String = written
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let full = match shape.as_str() {
        "0000" => format!("{written}-01-01"),
        "0000-00" => format!("{written}-01"),
        "0000-00-00" => written.to_owned(),
        _ => return false,
    };
    full.parse::<jiff::civil::Date>().is_ok()
}

/// Conditions on turns: all of them must hold; of one condition's values any may.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub conditions: Vec<Condition>,
    /// Further conditions on mentions: for each of them a turn must have a mention that fits it and those above.
    pub demands: Vec<Condition>,
    /// First day that counts (RFC 3339 date, a prefix is enough: `2026-03`).
    pub since: Option<String>,
    /// Last day that counts.
    pub until: Option<String>,
    /// Without a word on origin, mentions that the rep led to count as little as denied ones.
    pub is_unprompted: bool,
}

/// One field and the values that it may (or, when `excludes`, may not) have.
#[derive(Debug, Clone)]
pub struct Condition {
    pub field: Field,
    pub values: Vec<Value>,
    pub excludes: bool,
}

impl Filter {
    /// Adds a condition on one value of a field.
    pub fn add(&mut self, field: Field, value: Value, excludes: bool) {
        let same =
            |condition: &&mut Condition| condition.field == field && condition.excludes == excludes;
        match self.conditions.iter_mut().find(same) {
            Some(condition) => condition.values.push(value),
            None => self.conditions.push(Condition {
                field,
                values: vec![value],
                excludes,
            }),
        }
    }

    /// The same without what it demands of a field; what it excludes stays excluded.
    #[must_use]
    pub fn without(&self, field: Field) -> Filter {
        let mut filter = self.clone();
        filter
            .conditions
            .retain(|condition| condition.field != field || condition.excludes);
        filter.demands.retain(|demand| demand.field != field);
        filter
    }

    /// Whether it says anything about a field.
    pub fn names(&self, field: Field) -> bool {
        let mut all = self.conditions.iter().chain(&self.demands);
        all.any(|condition| condition.field == field)
    }

    /// Whether deciding it takes the facts of calls.
    pub fn needs_calls(&self) -> bool {
        self.since.is_some()
            || self.until.is_some()
            || self.conditions.iter().any(|c| is_call_field(c.field))
            || self.needs_people()
    }

    /// Whether deciding it takes the people of calls.
    pub fn needs_people(&self) -> bool {
        self.conditions
            .iter()
            .any(|c| matches!(c.field, Field::Persona | Field::Speaker))
    }

    /// Whether it excludes turns by their mentions.
    pub fn excludes_marks(&self) -> bool {
        self.conditions
            .iter()
            .any(|c| is_mark_field(c.field) && c.excludes)
    }

    /// Decides the filter for every call of the table.
    pub fn decide(&self, calls: &CallTable) -> Decided {
        let call_conditions: Vec<_> = self
            .conditions
            .iter()
            .filter(|c| is_call_field(c.field))
            .collect();
        let narrows = !call_conditions.is_empty() || self.since.is_some() || self.until.is_some();
        let people = |wanted: Field| self.conditions.iter().filter(move |c| c.field == wanted);
        let holds = |persona: &str| people(Field::Persona).all(|c| c.holds_for_person("", persona));
        Decided {
            calls: narrows.then(|| self.passing(&call_conditions, calls)),
            sides: self.sides(),
            personas: people(Field::Persona).next().map(|_| {
                (0..calls.n_personas())
                    .map(|number| holds(calls.persona(number)))
                    .collect()
            }),
            speakers: people(Field::Speaker).cloned().collect(),
            marks: self.needs_marks().then(|| self.clone()),
        }
    }

    /// Which calls pass, by ordinal. A facet's values are looked at once each, not once for every call.
    fn passing(&self, conditions: &[&Condition], calls: &CallTable) -> Vec<bool> {
        let mut passing: Vec<bool> = if self.since.is_none() && self.until.is_none() {
            calls.are_there()
        } else {
            let rows = calls.rows();
            rows.map(|row| row.is_some_and(|facts| self.holds_for_date(facts)))
                .collect()
        };
        for condition in conditions {
            match FACETS
                .iter()
                .position(|facet| *facet == condition.field.name())
            {
                Some(facet) => {
                    let holds =
                        calls.holds_by_call(facet, |value| condition.holds_for_value(value));
                    passing
                        .iter_mut()
                        .zip(holds)
                        .for_each(|(passes, holds)| *passes &= holds);
                }
                None => {
                    let rows = passing.iter_mut().zip(calls.rows());
                    rows.for_each(|(passes, row)| {
                        *passes &= row.is_some_and(|facts| condition.holds_for_call(facts))
                    });
                }
            }
        }
        passing
    }

    fn holds_for_date(&self, facts: &CallFacts) -> bool {
        let date = facts.date.as_deref();
        let late_enough = self
            .since
            .as_deref()
            .is_none_or(|since| date.is_some_and(|date| date >= since));
        let early_enough = self.until.as_deref().is_none_or(|until| {
            date.is_some_and(|date| date.get(..until.len()).unwrap_or(date) <= until)
        });
        late_enough && early_enough
    }

    fn sides(&self) -> [bool; 3] {
        let mut allowed = [true; 3];
        for condition in self.conditions.iter().filter(|c| c.field == Field::Side) {
            for side in [Side::Prospect, Side::Rep, Side::Unknown] {
                let named = condition
                    .values
                    .iter()
                    .any(|value| fits(value, side.name()));
                allowed[side_index(side)] &= named != condition.excludes;
            }
        }
        allowed
    }

    /// Whether a mention makes its turn unwanted.
    pub fn forbids_mark(&self, mark: &Mark) -> bool {
        self.conditions
            .iter()
            .any(|c| is_mark_field(c.field) && c.excludes && c.names_mark(mark))
    }
}

impl Condition {
    /// For the fields that are no facets.
    fn holds_for_call(&self, facts: &CallFacts) -> bool {
        self.holds_for_value(match self.field {
            Field::Call => Some(facts.id.as_str()),
            Field::Title => facts.title.as_deref(),
            Field::Date => facts.date.as_deref(),
            _ => return true,
        })
    }

    fn holds_for_value(&self, found: Option<&str>) -> bool {
        let named =
            found.is_some_and(|found| self.values.iter().any(|value| self.names(value, found)));
        named != self.excludes
    }

    fn names(&self, value: &Value, found: &str) -> bool {
        match (self.field, value) {
            (Field::Date, _) => found.starts_with(written(value)),
            // An id is an id: no case, no hyphen is passed over, and most of them differ at once.
            (Field::Call, Value::Exact(id) | Value::Phrase(id)) => found == id,
            (Field::Title | Field::Account | Field::Industry | Field::Region | Field::Size, _) => {
                fits(value, found) || has_words(value, found)
            }
            _ => fits(value, found),
        }
    }

    fn holds_for_person(&self, name: &str, persona: &str) -> bool {
        let named = self.values.iter().any(|value| match self.field {
            Field::Speaker => fits(value, name) || has_words(value, name),
            _ => fits(value, persona),
        });
        named != self.excludes
    }

    fn names_mark(&self, mark: &Mark) -> bool {
        let found = match self.field {
            Field::Tag => mark.tag.as_str(),
            Field::Kind => mark.kind(),
            Field::Polarity => mark.polarity.name(),
            Field::Origin => mark.origin.name(),
            Field::Target => mark.target.name(),
            _ => return true,
        };
        let short = mark.tag.split('/').nth(1).unwrap_or("");
        self.values.iter().any(|value| {
            fits(value, found)
                || written(value) == "any"
                || (self.field == Field::Tag && fits(value, short))
        })
    }
}

/// A filter decided for the calls there are.
#[derive(Debug, Clone)]
pub struct Decided {
    /// By ordinal; `None` where every call passes.
    pub calls: Option<Vec<bool>>,
    sides: [bool; 3],
    /// By the persona's number; `None` where every persona passes.
    personas: Option<Vec<bool>>,
    speakers: Vec<Condition>,
    /// The filter itself, where it asks for mentions.
    marks: Option<Filter>,
}

impl Decided {
    /// Whether a call passes, as far as the facts of calls go.
    pub fn passes_call(&self, ord: u32) -> bool {
        let calls = self.calls.as_ref();
        calls.is_none_or(|calls| calls.get(ord as usize).copied().unwrap_or(false))
    }

    /// Whether it goes by the facts of calls or of people, so that most turns with a word may not pass.
    pub fn is_narrow(&self) -> bool {
        self.calls.is_some() || self.personas.is_some() || !self.speakers.is_empty()
    }

    /// The filter whose mentions a turn must have, where it asks for any.
    pub fn asks_for_marks(&self) -> Option<&Filter> {
        self.marks.as_ref()
    }

    /// Whether a turn passes.
    #[inline]
    pub fn passes(&self, place: Place, table: &CallTable) -> bool {
        if !self.sides[side_index(place.side)] {
            return false;
        }
        if let Some(calls) = &self.calls
            && !calls.get(place.ord as usize).copied().unwrap_or(false)
        {
            return false;
        }
        if let Some(personas) = &self.personas
            && !table
                .persona_number(place)
                .is_some_and(|number| personas[number])
        {
            return false;
        }
        self.speakers.is_empty() || self.speaker_passes(place, table)
    }

    fn speaker_passes(&self, place: Place, table: &CallTable) -> bool {
        let people = table.get(place.ord).map(|facts| &facts.people);
        let person = people.and_then(|people| people.get(place.speaker as usize));
        person.is_some_and(|(name, _)| self.speakers.iter().all(|c| c.holds_for_person(name, "")))
    }

    /// The few calls that pass, when they are few: then the index can go straight to them.
    pub fn few_calls(&self) -> Option<Vec<u32>> {
        let calls = self.calls.as_ref()?;
        let few: Vec<u32> = calls
            .iter()
            .enumerate()
            .filter(|(_, passes)| **passes)
            .map(|(ord, _)| ord as u32)
            .take(FEW + 1)
            .collect();
        (few.len() <= FEW).then_some(few)
    }
}

const FEW: usize = 64;

fn side_index(side: Side) -> usize {
    match side {
        Side::Prospect => 0,
        Side::Rep => 1,
        Side::Unknown => 2,
    }
}

fn is_call_field(field: Field) -> bool {
    matches!(
        field,
        Field::Call
            | Field::Title
            | Field::Account
            | Field::Industry
            | Field::Size
            | Field::Region
            | Field::Stage
            | Field::Outcome
            | Field::Date
            | Field::Month
            | Field::Format
            | Field::Relationship
    )
}

/// Whether a field says something about mentions.
pub fn is_mark_field(field: Field) -> bool {
    matches!(
        field,
        Field::Tag | Field::Kind | Field::Polarity | Field::Origin | Field::Target
    )
}

fn written(value: &Value) -> &str {
    match value {
        Value::Exact(text) | Value::Prefix(text) | Value::Phrase(text) => text,
    }
}

/// Whether a whole value is what was asked for, in any case, with hyphens as good as spaces.
fn fits(value: &Value, found: &str) -> bool {
    let (wanted, found) = (plain(written(value)), plain(found));
    match value {
        Value::Exact(_) | Value::Phrase(_) => wanted == found || wanted == "any",
        Value::Prefix(_) => found.starts_with(&wanted),
    }
}

/// Whether the words asked for stand in a longer value in that order.
fn has_words(value: &Value, found: &str) -> bool {
    let (wanted, found) = (plain(written(value)), plain(found));
    match value {
        Value::Prefix(_) => found.split(' ').any(|word| word.starts_with(&wanted)),
        _ => format!(" {found} ").contains(&format!(" {wanted} ")),
    }
}

/// A value as it is compared: in any case, with every mark as good as a space.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
