//! Which mentions must a turn have?
//!
//! Usually one that fits every condition on mentions. Whoever writes `+` before two values of one field wants both in
//! the same turn, and no mention has two tags: then each value is a demand, which a mention of its own may meet.

use super::{Condition, Filter, is_mark_field};
use crate::mention::{Origin, Polarity};
use crate::search::query::Field;
use crate::search::schema::Mark;

impl Filter {
    /// Adds conditions on mentions that stand with a `+`. One that is alone with its field is a condition like others.
    pub fn demand(&mut self, wanted: &[Condition]) {
        let is_alone = |one: &Condition| {
            let same = |other: &&Condition| other.field == one.field && !other.excludes;
            self.conditions.iter().chain(wanted).filter(same).count() == 1
        };
        let (alone, several): (Vec<Condition>, Vec<Condition>) =
            wanted.iter().cloned().partition(is_alone);
        let fields: Vec<Field> = several.iter().map(|one| one.field).collect();
        let (before, kept): (Vec<Condition>, Vec<Condition>) = std::mem::take(&mut self.conditions)
            .into_iter()
            .partition(|one| fields.contains(&one.field) && !one.excludes);
        self.conditions = kept;
        self.conditions.extend(alone);
        self.demands.extend(before);
        self.demands.extend(several);
    }

    /// Whether it asks for mentions.
    pub fn needs_marks(&self) -> bool {
        self.n_demands() > 0
    }

    /// How many mentions a turn must have; one may meet several demands.
    pub fn n_demands(&self) -> usize {
        let asks = self.mark_conditions().next().is_some();
        self.demands.len().max(usize::from(asks))
    }

    /// Whether a mention meets a demand, by its number. Without a word on polarity only affirmed ones do.
    pub fn meets(&self, demand: usize, mark: &Mark) -> bool {
        let demand = self.demands.get(demand);
        (self.names(Field::Polarity) || mark.polarity == Polarity::Affirmed)
            && self.allows_origin(mark)
            && self
                .mark_conditions()
                .chain(demand)
                .all(|one| one.names_mark(mark))
    }

    /// Whether a mention is one of those that are asked for.
    pub fn allows_mark(&self, mark: &Mark) -> bool {
        (0..self.n_demands().max(1)).any(|demand| self.meets(demand, mark))
    }

    /// Whether a mention is of a polarity that may be told: any where the filter says nothing of it.
    pub fn allows_polarity(&self, mark: &Mark) -> bool {
        let mut named = self.mark_conditions();
        named.all(|one| one.field != Field::Polarity || one.names_mark(mark))
    }

    /// Whether a mention counts by who brought it up.
    pub fn allows_origin(&self, mark: &Mark) -> bool {
        self.takes_led() || mark.origin == Origin::Unprompted
    }

    /// Whether mentions that the rep led to count as much as others.
    pub fn takes_led(&self) -> bool {
        !self.is_unprompted || self.names(Field::Origin)
    }

    /// What a mention must fit whichever demand it meets.
    fn mark_conditions(&self) -> impl Iterator<Item = &Condition> {
        let conditions = self.conditions.iter();
        conditions.filter(|one| is_mark_field(one.field) && !one.excludes)
    }
}
