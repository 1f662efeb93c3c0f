//! What would a made-up call be like?
//!
//! A rep and one to three prospects take turns of 5 to 120 words, most of them short; every tenth sentence of a
//! prospect is a pain or an objection.

use serde_json::{Value, json};

use crate::call_line::{CallLine, PERSONAS, PersonLine, TurnLine};
use crate::chance::Chance;
use crate::vocabulary::Vocabulary;

const SHORTEST_TURN: usize = 5;
const LONGEST_TURN: usize = 120;
/// About how many words a turn has beyond the shortest.
const USUAL_TURN: f64 = 18.0;
/// One sentence of prospects in so many complains.
const COMPLAINT_EVERY: usize = 10;
const WORDS_PER_SECOND: f64 = 2.5;

const TITLES: [&str; 6] = [
    "VP Operations",
    "IT Manager",
    "Buyer",
    "Head of Finance",
    "Team Lead",
    "Managing Director",
];

/// Makes calls, one after the other.
pub struct Generator<'v> {
    vocabulary: &'v Vocabulary,
    chance: Chance,
    n_calls: usize,
    n_prospect_sentences: usize,
}

impl<'v> Generator<'v> {
    /// A generator whose first call is always the same.
    pub fn new(vocabulary: &'v Vocabulary) -> Generator<'v> {
        Generator {
            vocabulary,
            chance: Chance::seeded(7),
            n_calls: 0,
            n_prospect_sentences: 0,
        }
    }

    /// The next call. Facts of account and deal are still to be completed.
    pub fn call(&mut self) -> CallLine {
        let n = self.n_calls;
        self.n_calls += 1;
        let participants = self.people();
        let n_turns = 40 + self.chance.below(160);
        let mut clock = 2.0;
        let mut turns = Vec::with_capacity(n_turns);
        for at in 0..n_turns {
            let speaker = if at % 2 == 0 {
                0
            } else {
                1 + self.chance.below(participants.len() - 1)
            };
            let (text, n_words) = self.turn_text(speaker > 0);
            let end = clock + n_words as f64 / WORDS_PER_SECOND;
            turns.push(TurnLine {
                speaker: participants[speaker].name.clone(),
                start: tenths(clock),
                end: tenths(end),
                text,
            });
            clock = end + 0.5;
        }
        CallLine {
            id: Value::Null,
            title: Value::Null,
            date: Value::Null,
            account: Value::Null,
            deal: Value::Null,
            recording_url: json!(format!("https://recordings.example/{n}")),
            participants,
            turns,
        }
    }

    /// The rep first.
    fn people(&mut self) -> Vec<PersonLine> {
        let mut rep = PersonLine::named(&format!("Rep {}", self.chance.below(60)));
        rep.side = json!("rep");
        let mut people = vec![rep];
        for at in 0..1 + self.chance.below(3) {
            let mut prospect = PersonLine::named(&format!("Prospect {} {}", self.n_calls, at + 1));
            prospect.side = json!("prospect");
            prospect.title = json!(self.chance.pick(&TITLES));
            prospect.persona = json!(self.chance.pick(&PERSONAS));
            people.push(prospect);
        }
        people
    }

    fn turn_text(&mut self, is_prospect: bool) -> (String, usize) {
        let beyond = -(1.0 - self.chance.share()).ln() * USUAL_TURN;
        let wanted = (SHORTEST_TURN + beyond as usize).min(LONGEST_TURN);
        let mut text = String::new();
        let mut n_words = 0;
        while n_words < wanted {
            self.n_prospect_sentences += usize::from(is_prospect);
            let complains =
                is_prospect && self.n_prospect_sentences.is_multiple_of(COMPLAINT_EVERY);
            let said = if complains {
                self.vocabulary.complain(&mut self.chance, &mut text)
            } else {
                self.vocabulary
                    .say(&mut self.chance, wanted - n_words, &mut text)
            };
            if said == 0 {
                break;
            }
            n_words += said;
        }
        (text, n_words)
    }
}

fn tenths(seconds: f64) -> Value {
    json!((seconds * 10.0).round() / 10.0)
}
