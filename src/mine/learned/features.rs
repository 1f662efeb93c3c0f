//! What is noticed about a unit?
//!
//! Words and what stands around them, as numbered features. A feature is the hash of its template and its parts, so
//! that nothing is written out while tagging; the parts' hashes are those of the words that the model's file spells.

use crate::mine::vocabulary::fnv;

/// A kind of feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Template {
    /// Tells it from the others.
    pub number: u8,
    /// As the model's file spells it.
    pub name: &'static str,
    pub hash: u64,
    /// What one such feature counts beside the others before anything is learned.
    pub scale: f32,
    /// Fewest units that must show it to be learned from.
    pub fewest: u32,
}

/// A stem of the unit.
pub const WORD: Template = Template::new(0, "word", 0.6, 2);

/// Two stems in a row, `<` and `>` for the borders of the unit.
pub const PAIR: Template = Template::new(1, "pair", 0.6, 2);

/// A list that a word of the unit is in.
pub const SENSE: Template = Template::new(2, "sense", 0.3, 2);

/// A list that two of its words are in.
pub const TWICE: Template = Template::new(3, "twice", 0.3, 2);

/// A list that a word shortly behind a negation is in.
pub const DENIED: Template = Template::new(4, "denied", 0.3, 2);

/// Length and form of the unit.
pub const SHAPE: Template = Template::new(5, "shape", 0.3, 2);

/// Where the unit stands in its turn and in the call.
pub const PLACE: Template = Template::new(6, "place", 0.3, 2);

/// What the rep's last turn was.
pub const REP: Template = Template::new(7, "rep", 0.3, 2);

/// A list that a word of the rep's last turn is in.
pub const REP_SENSE: Template = Template::new(8, "rep-sense", 0.3, 2);

/// Two stems in a row of what the rep said last.
pub const REP_PAIR: Template = Template::new(9, "rep-pair", 0.3, 3);

/// The speaker's persona.
pub const PERSONA: Template = Template::new(10, "persona", 0.3, 2);

/// A pattern of this tag, or of any tag of this kind, was found in the unit.
pub const HEARD: Template = Template::new(11, "heard", 0.5, 2);

/// What the rep's next turn is.
pub const REPLY: Template = Template::new(12, "reply", 0.3, 2);

/// A list that a word of what the rep says next is in.
pub const REPLY_SENSE: Template = Template::new(13, "reply-sense", 0.2, 3);

/// A stem of the first thing the rep says next.
pub const REPLY_WORD: Template = Template::new(14, "reply-word", 0.2, 3);

/// Two of them in a row.
pub const REPLY_PAIR: Template = Template::new(15, "reply-pair", 0.3, 3);

/// A stem that the rep takes up in the next turn.
pub const REPLY_SHARED: Template = Template::new(16, "reply-shared", 0.2, 3);

/// Where the unit stands, more finely.
pub const FINE: Template = Template::new(17, "fine", 0.3, 3);

/// Every template.
pub const TEMPLATES: [Template; 18] = [
    REPLY_SHARED,
    FINE,
    REPLY,
    REPLY_SENSE,
    REPLY_WORD,
    REPLY_PAIR,
    WORD,
    PAIR,
    SENSE,
    TWICE,
    DENIED,
    SHAPE,
    PLACE,
    REP,
    REP_SENSE,
    REP_PAIR,
    PERSONA,
    HEARD,
];

impl Template {
    const fn new(number: u8, name: &'static str, scale: f32, fewest: u32) -> Template {
        Template {
            number,
            name,
            hash: fnv(name),
            scale,
            fewest,
        }
    }

    /// The number of a feature with these parts.
    #[inline]
    pub fn feature(&self, parts: &[u64]) -> u64 {
        parts.iter().fold(self.hash, |hash, part| {
            (hash.rotate_left(23) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        })
    }

    /// Whether it looks only at what was said in the turn itself, so that loose text has it too.
    pub fn is_own(&self) -> bool {
        let own = [WORD, PAIR, SENSE, TWICE, DENIED, SHAPE, HEARD];
        own.contains(self)
    }

    /// Whether it costs so little to look at that every unit is judged by it first.
    pub fn is_light(&self) -> bool {
        let heavy = [PAIR, REPLY_SHARED];
        !heavy.contains(self)
    }

    /// The template of that name.
    pub fn named(name: &str) -> Option<Template> {
        TEMPLATES.into_iter().find(|template| template.name == name)
    }
}

/// Takes features, one by one; the same one may come more than once.
pub trait Collect {
    fn add(&mut self, template: Template, parts: &[u64]);

    /// The feature of a list of words by its bit; `names` are the hashes of the lists' names.
    #[inline]
    fn add_list(&mut self, template: Template, bit: usize, names: &[u64]) {
        self.add(template, &[names[bit]]);
    }
}
