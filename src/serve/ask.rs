//! What does a URL ask for?
//!
//! The form is the state and the URL carries it: every filter is a parameter, in one order, so that two people with
//! the same address see the same. The same parameters mean the same on pages and in the API, and what they mean is
//! what the flags of the command line mean.

use form_urlencoded::Serializer;

use crate::archive::Request;
use crate::search::filter::Filter;
use crate::search::query::{self, Field, Value};
use crate::serve::trouble::Trouble;

/// Filters that may have many values, in the order of the page.
pub const MANY: [Field; 12] = [
    Field::Persona,
    Field::Kind,
    Field::Tag,
    Field::Account,
    Field::Industry,
    Field::Size,
    Field::Region,
    Field::Stage,
    Field::Outcome,
    Field::Polarity,
    Field::Origin,
    Field::Call,
];
/// Longest value that is read.
const LONGEST: usize = 512;
/// Most filters of one address.
const MOST: usize = 100;
/// Hits on a page.
pub const PAGE: usize = 20;
/// Pages are shown up to this one; who looks further narrows down instead.
pub const LAST_PAGE: usize = 50;

/// In which order hits are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Best,
    Newest,
    /// What is heard from most accounts first.
    Breadth,
}

/// How hits are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    List,
    /// The match in a column, with the words left and right of it.
    Kwic,
}

/// What an address asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    pub q: String,
    /// Field and value, in the order of [`MANY`].
    pub filters: Vec<(Field, String)>,
    pub since: Option<String>,
    pub until: Option<String>,
    /// `prospect` where nothing is said; `any` for everybody.
    pub side: Option<String>,
    pub sort: Sort,
    pub view: View,
    /// From 1.
    pub page: usize,
}

impl Ask {
    /// Reads the part of an address behind the `?`. Unknown parameters are passed over.
    pub fn parse(address: &str) -> Result<Ask, Trouble> {
        let mut ask = Ask {
            page: 1,
            ..Ask::default()
        };
        for (name, value) in form_urlencoded::parse(address.as_bytes()).take(MOST) {
            let value = value.trim();
            if value.len() > LONGEST.max(query::MAX_BYTES) {
                return Err(Trouble::Asked(format!("`{name}` is too long; shorten it")));
            }
            if !value.is_empty() {
                ask.set(&name, value)?;
            }
        }
        let place = |field: &Field| MANY.iter().position(|known| known == field);
        ask.filters
            .sort_by(|(a, x), (b, y)| place(a).cmp(&place(b)).then_with(|| x.cmp(y)));
        ask.filters.dedup();
        Ok(ask)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Trouble> {
        match name {
            "q" => self.q = value.to_owned(),
            "since" => self.since = Some(date(value)?),
            "until" => self.until = Some(date(value)?),
            "side" if value != "prospect" => self.side = Some(value.to_owned()),
            "sort" => {
                self.sort = match value {
                    "newest" => Sort::Newest,
                    "breadth" => Sort::Breadth,
                    _ => Sort::Best,
                }
            }
            "view" if value == "kwic" => self.view = View::Kwic,
            "page" => self.page = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
            _ => {
                if let Some(field) = Field::from_name(name).filter(|field| MANY.contains(field)) {
                    self.filters.push((field, value.to_owned()));
                }
            }
        }
        Ok(())
    }

    /// The address of a page that asks for this.
    pub fn url(&self, path: &str) -> String {
        let written = self.written();
        if written.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{written}")
        }
    }

    fn written(&self) -> String {
        let mut out = Serializer::new(String::new());
        let mut add = |name: &str, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                out.append_pair(name, value);
            }
        };
        add("q", Some(&self.q));
        for (field, value) in &self.filters {
            add(field.name(), Some(value));
        }
        add("since", self.since.as_deref());
        add("until", self.until.as_deref());
        add("side", self.side.as_deref());
        add(
            "sort",
            match self.sort {
                Sort::Best => None,
                Sort::Newest => Some("newest"),
                Sort::Breadth => Some("breadth"),
            },
        );
        add("view", (self.view == View::Kwic).then_some("kwic"));
        if self.page > 1 {
            add("page", Some(&self.page.to_string()));
        }
        out.finish()
    }

    /// The same, narrowed down by one more value; back on the first page.
    #[must_use]
    pub fn with(&self, field: Field, value: &str) -> Ask {
        let mut ask = self.without(field, value);
        ask.filters.push((field, value.to_owned()));
        ask
    }

    /// The same without a value; back on the first page.
    #[must_use]
    pub fn without(&self, field: Field, value: &str) -> Ask {
        let mut ask = self.clone();
        ask.filters
            .retain(|(known, set)| (*known, set.as_str()) != (field, value));
        ask.page = 1;
        ask
    }

    /// Whether a value is chosen.
    pub fn has(&self, field: Field, value: &str) -> bool {
        let mut filters = self.filters.iter();
        filters.any(|(known, set)| (*known, set.as_str()) == (field, value))
    }

    /// The question to the archive, for this page and everything before it.
    pub fn request(&self, threshold: f32) -> Result<Request, Trouble> {
        let mut filter = Filter {
            since: self.since.clone(),
            until: self.until.clone(),
            ..Filter::default()
        };
        for (field, value) in &self.filters {
            filter.add(*field, Value::Exact(value.clone()), false);
        }
        match self.side.as_deref() {
            Some("any") => {}
            side => {
                let side = side.unwrap_or("prospect");
                filter.add(Field::Side, Value::Exact(side.to_owned()), false);
            }
        }
        Ok(Request {
            query: query::parse(&self.q)?,
            filter,
            limit: self.page * PAGE,
            threshold,
            ..Request::default()
        })
    }
}

/// A year, a month or a day.
fn date(written: &str) -> Result<String, Trouble> {
    let shape: String = written
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let full = match shape.as_str() {
        "0000" => format!("{written}-01-01"),
        "0000-00" => format!("{written}-01"),
        "0000-00-00" => written.to_owned(),
        _ => String::new(),
    };
    full.parse::<jiff::civil::Date>()
        .map(|_| written.to_owned())
        .map_err(|_| {
            Trouble::Asked("this is no date; write 2026-03-01, or 2026-03, or 2026".to_owned())
        })
}
