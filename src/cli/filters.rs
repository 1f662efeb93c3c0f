//! Which turns does somebody want to see?
//!
//! The flags that search and export share. They fill the same filter as `field:value` in a query does.

pub(in crate::cli) mod values;

use clap::{Args, ValueEnum};

use crate::cli::settings::Settings;
use crate::search::filter::{Filter, is_date};
use crate::search::query::{Field, Value};

/// Flags that narrow down what is found. Each may be given several times: any of its values will do.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Buying role: economic-buyer, technical-evaluator, end-user, champion, procurement
    #[arg(long, value_name = "ROLE")]
    pub persona: Vec<String>,
    /// Tag, such as objection/price (or just price)
    #[arg(long)]
    pub tag: Vec<String>,
    /// Kind of tag: pain, objection, request, outcome, trigger, praise
    #[arg(long)]
    pub kind: Vec<String>,
    /// Company
    #[arg(long)]
    pub account: Vec<String>,
    /// The company's trade
    #[arg(long)]
    pub industry: Vec<String>,
    /// Stage of the deal at the time of the call
    #[arg(long)]
    pub stage: Vec<String>,
    /// won, lost or open
    #[arg(long)]
    pub outcome: Vec<String>,
    /// First day (2026-03-01, or 2026-03, or 2026)
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Whose words
    #[arg(long, value_enum, default_value_t = WhoseWords::Prospect)]
    pub side: WhoseWords,
    /// Whether it was meant: affirmed, negated, hypothetical or any [default: affirmed, where tags are asked for]
    #[arg(long)]
    pub polarity: Vec<String>,
    /// Who brought it up: unprompted or led
    #[arg(long)]
    pub origin: Vec<String>,
}

/// A side, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum WhoseWords {
    #[default]
    Prospect,
    Rep,
    Unknown,
    Any,
}

impl Filters {
    /// The filter that these flags mean.
    pub fn filter(&self, settings: &Settings) -> anyhow::Result<Filter> {
        let mut filter = Filter {
            since: checked_date(self.since.as_deref(), "--since")?,
            until: checked_date(self.until.as_deref(), "--until")?,
            ..Filter::default()
        };
        for (field, values) in self.by_field() {
            for value in values {
                values::check_flag(field, value, settings)?;
                filter.add(field, Value::Exact(value.clone()), false);
            }
        }
        let side = match self.side {
            WhoseWords::Prospect => Some("prospect"),
            WhoseWords::Rep => Some("rep"),
            WhoseWords::Unknown => Some("unknown"),
            WhoseWords::Any => None,
        };
        if let Some(side) = side {
            filter.add(Field::Side, Value::Exact(side.to_owned()), false);
        }
        Ok(filter)
    }

    /// Whether they say what is to be found, so that a query need not. The side alone does not.
    pub fn narrow(&self) -> bool {
        let has_values = self.by_field().iter().any(|(_, values)| !values.is_empty());
        has_values || self.since.is_some() || self.until.is_some()
    }

    /// Name and value of everything that was set, for the head of an export.
    pub fn told(&self) -> Vec<(String, String)> {
        let mut told: Vec<(String, String)> = Vec::new();
        for (field, values) in self.by_field() {
            told.extend(
                values
                    .iter()
                    .map(|value| (field.name().to_owned(), value.clone())),
            );
        }
        told.extend(
            self.since
                .iter()
                .map(|date| ("since".to_owned(), date.clone())),
        );
        told.extend(
            self.until
                .iter()
                .map(|date| ("until".to_owned(), date.clone())),
        );
        if self.side != WhoseWords::Prospect {
            told.push(("side".to_owned(), format!("{:?}", self.side).to_lowercase()));
        }
        told
    }

    fn by_field(&self) -> [(Field, &Vec<String>); 9] {
        [
            (Field::Persona, &self.persona),
            (Field::Tag, &self.tag),
            (Field::Kind, &self.kind),
            (Field::Account, &self.account),
            (Field::Industry, &self.industry),
            (Field::Stage, &self.stage),
            (Field::Outcome, &self.outcome),
            (Field::Polarity, &self.polarity),
            (Field::Origin, &self.origin),
        ]
    }
}

/// A date as far as it was given: a year, a month or a day.
fn checked_date(written: Option<&str>, flag: &str) -> anyhow::Result<Option<String>> {
    let Some(written) = written else {
        return Ok(None);
    };
    if !is_date(written) {
        anyhow::bail!("{flag} {written}: this is no date; write 2026-03-01, or 2026-03, or 2026");
    }
    Ok(Some(written.to_owned()))
}
