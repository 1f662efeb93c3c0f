//! What is known when a unit of a turn is looked at?

use crate::mine::learned::notice::{Around, REP_REACH};
use crate::mine::learned::view::{Marks, RepTurn, TurnView, UnitView};
use crate::mine::lexicon::{Lexicons, Who};
use crate::mine::matcher::Found;
use crate::mine::vocabulary::{Vocabulary, fnv};
use crate::mine::words::{Reader, Words};

/// A rep's turn farther ahead than this is no reply.
const REPLY_REACH: u32 = 2;

/// Follows a call turn by turn.
pub struct Observer {
    pub view: TurnView,
    /// What reps said, by turn.
    reps: Vec<RepTurn>,
    marks: Marks,
    /// Hashes of the names of lists, by bit.
    pub names: Vec<u64>,
}

/// A unit with everything around it.
pub struct SeenUnit<'a> {
    pub turn: u32,
    pub view: &'a TurnView,
    pub at: usize,
    pub around: Around<'a>,
}

impl Observer {
    pub fn new(vocabulary: &Vocabulary) -> Observer {
        let names = vocabulary.senses.names.iter();
        Observer {
            view: TurnView::default(),
            reps: Vec::new(),
            marks: Marks::new(vocabulary),
            names: names.map(|name| fnv(name)).collect(),
        }
    }

    /// Forgets the call.
    pub fn clear(&mut self) {
        self.reps.clear();
    }

    /// Looks at a turn whose words have been read.
    pub fn read(&mut self, text: &str, words: &Words, reader: &Reader<'_>) {
        self.view.read(text, words, reader, &self.marks);
    }

    /// Remembers the turn just looked at as a rep's. Turns come in order.
    pub fn remember_rep(&mut self, turn: u32) {
        self.reps.push(RepTurn::of(turn, &self.view));
    }

    /// What stands around a unit of the turn just looked at.
    pub fn around<'a>(
        &'a self,
        turn: Option<(u32, u32)>,
        persona: &str,
        heard: &'a [u64],
    ) -> Around<'a> {
        let is_rep = |turn: Option<u32>| {
            turn.is_some_and(|turn| {
                self.reps
                    .binary_search_by_key(&turn, |rep| rep.index)
                    .is_ok()
            })
        };
        let among_prospects = turn.map_or((false, false), |(turn, n_turns)| {
            let before = turn.checked_sub(1);
            let after = (turn + 1 < n_turns).then_some(turn + 1);
            (
                before.is_some() && !is_rep(before),
                after.is_some() && !is_rep(after),
            )
        });
        Around {
            turn,
            among_prospects,
            persona: fnv(persona),
            rep: self.rep_before(turn),
            reply: self.rep_after(turn),
            names: &self.names,
            heard,
        }
    }

    fn rep_before(&self, place: Option<(u32, u32)>) -> Option<&RepTurn> {
        let (turn, _) = place?;
        let next = self.reps.partition_point(|rep| rep.index < turn);
        let rep = self.reps.get(next.checked_sub(1)?)?;
        (rep.index + REP_REACH >= turn).then_some(rep)
    }

    fn rep_after(&self, place: Option<(u32, u32)>) -> Option<&RepTurn> {
        let (turn, _) = place?;
        let rep = self
            .reps
            .get(self.reps.partition_point(|rep| rep.index <= turn))?;
        (turn + REPLY_REACH >= rep.index).then_some(rep)
    }
}

/// The patterns found in a turn, as the learned witness sees them.
pub struct Hits(Vec<(usize, [u64; 2])>);

impl Hits {
    /// Where patterns that listen to this person begin, and hashes of their tag and its kind.
    pub fn of(found: &[Found], lexicons: &Lexicons, who: Who<'_>) -> Hits {
        let heard = found.iter().filter_map(|found| {
            let entry = lexicons.entry_of(found.pattern);
            let hashes = [fnv(&entry.tag.0), fnv(entry.tag.kind())];
            entry
                .listens_to(who)
                .then_some((found.first as usize, hashes))
        });
        Hits(heard.collect())
    }

    /// The hashes of those that begin in a unit.
    pub fn in_unit(&self, unit: &UnitView) -> Vec<u64> {
        let here = self
            .0
            .iter()
            .filter(|(first, _)| unit.words.contains(first));
        here.flat_map(|(_, hashes)| *hashes).collect()
    }
}
