//! What does one line of the working copy hold?
//!
//! The project's own format, with everything that the questions of the bench need: sides, personas, industries
//! and stages. What a corpus lacks of these is dealt out in turn.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use verbatim::call::Side;

/// Personas of prospects.
pub const PERSONAS: [&str; 5] = [
    "champion",
    "economic-buyer",
    "end-user",
    "procurement",
    "technical-evaluator",
];
const INDUSTRIES: [&str; 12] = [
    "building supplies",
    "education",
    "energy",
    "finance",
    "food",
    "healthcare",
    "insurance",
    "logistics",
    "manufacturing",
    "public sector",
    "retail",
    "software",
];
const STAGES: [&str; 6] = [
    "discovery",
    "demo",
    "evaluation",
    "proposal",
    "negotiation",
    "closed",
];
const OUTCOMES: [&str; 3] = ["open", "won", "lost"];
const ACCOUNTS: usize = 700;

/// One call. The id comes first, so that a copy differs at the start of its line only.
#[derive(Serialize, Deserialize)]
pub struct CallLine {
    #[serde(default, alias = "call")]
    pub id: Value,
    #[serde(default)]
    pub title: Value,
    #[serde(default, alias = "started_at")]
    pub date: Value,
    #[serde(default)]
    pub account: Value,
    #[serde(default)]
    pub deal: Value,
    #[serde(default)]
    pub recording_url: Value,
    #[serde(default)]
    pub participants: Vec<PersonLine>,
    pub turns: Vec<TurnLine>,
}

/// One person of a call.
#[derive(Serialize, Deserialize)]
pub struct PersonLine {
    pub name: String,
    #[serde(default)]
    pub side: Value,
    #[serde(default)]
    pub title: Value,
    #[serde(default)]
    pub persona: Value,
    #[serde(default)]
    pub email: Value,
}

/// One turn of a call.
#[derive(Serialize, Deserialize)]
pub struct TurnLine {
    pub speaker: String,
    #[serde(default)]
    pub start: Value,
    #[serde(default)]
    pub end: Value,
    pub text: String,
}

impl CallLine {
    /// Bytes of all turns' text.
    pub fn text_bytes(&self) -> u64 {
        self.turns.iter().map(|turn| turn.text.len() as u64).sum()
    }

    /// Fills in what the `n`th call lacks, and makes its id one of its own. Tells whether sides were dealt out.
    pub fn complete(&mut self, n: usize) -> bool {
        let given = self.id.as_str().map(str::to_owned).unwrap_or_default();
        self.id = json!(format!("c{n}-{given}"));
        if self.title.is_null() {
            self.title = json!(format!("Call {n}"));
        }
        if self.date.is_null() {
            self.date = json!(format!(
                "20{}-{:02}-{:02}",
                24 + n % 3,
                1 + n / 3 % 12,
                1 + n / 36 % 28
            ));
        }
        let account = n % ACCOUNTS;
        fill(&mut self.account, "name", &format!("Account {account}"));
        fill(
            &mut self.account,
            "industry",
            INDUSTRIES[account % INDUSTRIES.len()],
        );
        fill(&mut self.deal, "stage", STAGES[n % STAGES.len()]);
        fill(
            &mut self.deal,
            "outcome",
            OUTCOMES[n / STAGES.len() % OUTCOMES.len()],
        );
        let dealt_sides = !self.participants.iter().any(PersonLine::is_prospect);
        if dealt_sides {
            self.deal_sides();
        }
        for (at, person) in self.participants.iter_mut().enumerate() {
            let knows_persona = person
                .persona
                .as_str()
                .is_some_and(|persona| persona != "unknown");
            if person.is_prospect() && !knows_persona {
                person.persona = json!(PERSONAS[(n + at) % PERSONAS.len()]);
            }
        }
        dealt_sides
    }

    /// Who speaks first is a prospect, who speaks next a rep, and so on.
    fn deal_sides(&mut self) {
        for turn in &self.turns {
            if !self
                .participants
                .iter()
                .any(|person| person.name == turn.speaker)
            {
                self.participants.push(PersonLine::named(&turn.speaker));
            }
        }
        for (at, person) in self.participants.iter_mut().enumerate() {
            person.side = json!(if at % 2 == 0 { "prospect" } else { "rep" });
        }
    }
}

impl PersonLine {
    /// Somebody of whom nothing is known.
    pub fn named(name: &str) -> PersonLine {
        PersonLine {
            name: name.to_owned(),
            side: Value::Null,
            title: Value::Null,
            persona: Value::Null,
            email: Value::Null,
        }
    }

    fn is_prospect(&self) -> bool {
        self.side.as_str().and_then(Side::from_word) == Some(Side::Prospect)
    }
}

/// Sets a fact where there is none.
fn fill(facts: &mut Value, key: &str, fact: &str) {
    if !facts.is_object() {
        *facts = Value::Object(Map::new());
    }
    let Value::Object(facts) = facts else { return };
    let known = facts.entry(key).or_insert(Value::Null);
    if known.is_null() {
        *known = json!(fact);
    }
}
