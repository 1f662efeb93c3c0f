//! Which mentions does a call hold, and why each?
//!
//! Reads every turn once, finds the patterns in it, and judges each find by the words around it and by what the
//! rep had said before. Only prospects' turns carry mentions; a rep's turn is read for what it suggests.

mod balance;

mod heard;

mod judge;

mod reply;

mod scene;

mod weigh;

use crate::call::{Call, Side, Span};
use crate::mention::Mention;
use crate::mine::encoder::ear::Ear;
use crate::mine::learned::observer::{Hits, Observer, SeenUnit};
use crate::mine::learned::witness::Witness;
use crate::mine::lexicon::{Lexicons, Who};
use crate::mine::matcher::{Found, Near};
use crate::mine::origin::Suggestions;
use crate::mine::people::{People, Said};
use crate::mine::scope::{self, Scope};
use crate::mine::words::{Reader, Words};

use self::heard::{Heard, prospects, stage_of};
use self::judge::keep_best;

pub use crate::mine::tag::balance::Weighing;

/// What is less likely than this is told to nobody.
const LEAST: f32 = 0.05;

/// Tags calls, one after the other; one per thread.
pub struct Tagger<'l> {
    lexicons: &'l Lexicons,
    reader: Reader<'l>,
    words: Words,
    near: Near,
    found: Vec<Found>,
    /// Weak cues, which make a mention only together.
    cues: Vec<Found>,
    /// Whose names count; empty where no pattern asks for names.
    people: People,
    suggestions: Suggestions,
    observer: Observer,
    witness: Option<Witness<'l>>,
    /// The encoder, where it is to be asked too.
    ear: Option<Ear>,
}

impl<'l> Tagger<'l> {
    /// A tagger that has read nothing yet.
    pub fn new(lexicons: &'l Lexicons) -> Tagger<'l> {
        Tagger::at_least(lexicons, LEAST)
    }

    /// A tagger that need not weigh what is less sure than `least`.
    pub fn at_least(lexicons: &'l Lexicons, least: f32) -> Tagger<'l> {
        let observer = Observer::new(&lexicons.matcher.vocabulary);
        let model = lexicons.learned.as_ref();
        let witness = model.map(|model| Witness::new(model, least, &observer.names));
        Tagger {
            lexicons,
            reader: Reader::new(&lexicons.matcher.vocabulary),
            words: Words::default(),
            near: Near::default(),
            found: Vec::new(),
            cues: Vec::new(),
            people: People::default(),
            suggestions: Suggestions::default(),
            observer,
            ear: witness
                .as_ref()
                .and(lexicons.encoder)
                .map(|encoder| Ear::new(encoder, lexicons.sources().memory())),
            witness,
        }
    }

    /// All mentions of a call, in the order of its turns.
    pub fn tag(&mut self, call: &Call) -> Vec<Mention> {
        let mut mentions = Vec::new();
        self.begin(Some(call));
        // Patterns need only what reps suggest.
        self.hear_reps(call, self.witness.is_some());
        let stage = stage_of(call);
        for heard in prospects(call, stage.as_deref()) {
            self.prospect_turn(&heard, &mut mentions);
        }
        mentions
    }

    /// What the encoder said of the call that was tagged last, to be kept beside it; nothing where nothing of it is new.
    pub fn answers(&self) -> Option<Vec<u8>> {
        self.ear.as_ref().and_then(Ear::news)
    }

    /// Whether any pattern stands in a call, whoever says it.
    pub fn finds_any(&mut self, call: &Call) -> bool {
        self.begin(Some(call));
        call.turns.iter().any(|turn| {
            self.read(&turn.text);
            !self.found.is_empty() || !self.cues.is_empty()
        })
    }

    /// Shows every unit of every prospect's turn, with what is known around it; for learning.
    pub fn each_unit(&mut self, call: &Call, act: &mut dyn FnMut(SeenUnit<'_>)) {
        self.begin(Some(call));
        self.hear_reps(call, true);
        let stage = stage_of(call);
        for heard in prospects(call, stage.as_deref()) {
            self.read(heard.text);
            self.observer.read(heard.text, &self.words, &self.reader);
            let hits = Hits::of(&self.found, self.lexicons, heard.who);
            for at in 0..self.observer.view.units.len() {
                let hits = hits.in_unit(&self.observer.view.units[at]);
                act(SeenUnit {
                    turn: heard.index,
                    view: &self.observer.view,
                    at,
                    around: self
                        .observer
                        .around(heard.place(), heard.who.persona, &hits),
                });
            }
        }
    }

    /// Turns to a call, or to loose text: forgets the one before, and learns whose names count.
    fn begin(&mut self, call: Option<&Call>) {
        self.suggestions.clear();
        self.observer.clear();
        if let Some(ear) = &mut self.ear {
            ear.begin();
        }
        if self.lexicons.matcher.names_people() {
            self.people = People::of(call, &self.lexicons.company().people);
        }
    }

    /// Hears what all reps of the call say, because what they say before and behind a turn tells about it.
    fn hear_reps(&mut self, call: &Call, remembers: bool) {
        for (index, turn) in (0..).zip(&call.turns) {
            if call.speaker(turn).side == Side::Rep {
                self.read(&turn.text);
                if remembers {
                    self.observer.read(&turn.text, &self.words, &self.reader);
                    self.observer.remember_rep(index);
                }
                self.remember_suggestions(index, &turn.text);
            }
        }
    }

    /// The mentions of loose text that a prospect is known to have written or said.
    pub fn tag_utterance(&mut self, text: &str, persona: &str) -> Vec<Mention> {
        self.tag_said(text, Who::of_persona(persona))
    }

    /// The same where it is known who says it and where the deal stands.
    pub fn tag_said(&mut self, text: &str, who: Who<'_>) -> Vec<Mention> {
        self.begin(None);
        self.loose(text, who)
    }

    /// The same of an example, which nobody said on a call: whom it may name is taken for a person.
    pub fn tag_example(&mut self, text: &str, who: Who<'_>) -> Vec<Mention> {
        self.begin_example(text);
        self.loose(text, who)
    }

    /// Turns to an example; see [`Tagger::tag_example`].
    fn begin_example(&mut self, text: &str) {
        self.begin(None);
        if self.lexicons.matcher.names_people() {
            self.people.add_supposed(text);
        }
    }

    fn loose(&mut self, text: &str, who: Who<'_>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        self.prospect_turn(
            &Heard {
                index: 0,
                call: None,
                text,
                who,
            },
            &mut mentions,
        );
        mentions
    }

    /// The words of a text as the tagger sees them, for `explain`: byte spans, fillers left out.
    pub fn words_of(&mut self, text: &str) -> Vec<Span> {
        self.reader.read(text, &mut self.words);
        let mut spans: Vec<Span> = self
            .words
            .items
            .iter()
            .map(|word| Span {
                start: word.start,
                end: word.end,
            })
            .collect();
        // The two words of a contraction stand on the same letters.
        spans.dedup();
        spans
    }

    /// Reads a turn and finds every pattern in it.
    fn read(&mut self, text: &str) {
        self.reader.read(text, &mut self.words);
        self.found.clear();
        let said = Said {
            text,
            people: &self.people,
        };
        for range in self.words.by_sentence() {
            self.lexicons.matcher.find(
                &self.words.items[range.clone()],
                range.start as u32,
                said,
                &self.reader,
                &mut self.near,
                &mut self.found,
            );
        }
        self.found.sort_unstable();
        self.found.dedup();
        self.set_cues_apart();
    }

    fn prospect_turn(&mut self, heard: &Heard<'_>, mentions: &mut Vec<Mention>) {
        self.read(heard.text);
        let first_of_turn = mentions.len();
        for at in 0..self.found.len() {
            let found = self.found[at];
            let entry = self.lexicons.entry_of(found.pattern);
            if entry.listens_to(heard.who) {
                let mention = self.judge(heard, entry, found);
                keep_best(mentions, first_of_turn, mention);
            }
        }
        self.bare_reply(heard, first_of_turn, mentions);
        self.weigh(heard, first_of_turn, mentions);
        self.add_up(heard, first_of_turn, mentions);
        if self.lexicons.scope == Scope::Ignored {
            scope::ignore(&mut mentions[first_of_turn..]);
        }
        mentions[first_of_turn..].sort_by(|a, b| (a.span, &a.tag).cmp(&(b.span, &b.tag)));
    }
}
