//! What does a URL ask for?
//!
//! The form is the state and the URL carries it: every filter is a parameter, in one order, so that two people with
//! the same address see the same. The same parameters mean the same on pages and in the API, and what they mean is
//! what the flags of the command line mean; only, here friends' deals and what the rep led to stand apart until they
//! are switched on.

use form_urlencoded::Serializer;

use crate::archive::Request;
use crate::search::engine::Sort;
use crate::search::filter::{Filter, is_date};
use crate::search::query::{self, Field, Value};
use crate::serve::trouble::Trouble;

/// Filters that may have many values, in the order of the page.
pub const MANY: [Field; 14] = [
    Field::Persona,
    Field::Kind,
    Field::Tag,
    Field::Account,
    Field::Industry,
    Field::Size,
    Field::Region,
    Field::Stage,
    Field::Outcome,
    Field::Month,
    Field::Format,
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
/// Turns on a page of the concordance.
pub const KWIC_PAGE: usize = 100;
/// Hits are shown up to this one; who looks further narrows down instead.
pub const LAST_HIT: usize = 1000;

/// How hits are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    List,
    /// The match in a column, with the words left and right of it.
    Kwic,
}

/// By which words the lines of the concordance are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Left,
    Right,
}

/// What an address asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    pub q: String,
    /// Field and value, in the order of [`MANY`].
    pub filters: Vec<(Field, String)>,
    pub since: Option<String>,
    pub until: Option<String>,
    /// `prospect` where nothing is said; `any` for everybody; several with commas between them.
    pub side: Option<String>,
    /// Whether friends' deals are shown among the others.
    pub friends: bool,
    pub sort: Sort,
    pub view: View,
    /// The order of the concordance; that of the hits where nothing is said.
    pub by: Option<By>,
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
        ask.page = ask.page.clamp(1, ask.last_page());
        Ok(ask)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Trouble> {
        match name {
            "q" => self.q = value.to_owned(),
            "since" => self.since = Some(date(value)?),
            "until" => self.until = Some(date(value)?),
            "side" if value != "prospect" => self.side = Some(value.to_owned()),
            "friends" => self.friends = friends(value)?,
            "sort" => self.sort = sort(value)?,
            "view" if value == "kwic" => self.view = View::Kwic,
            "kwic" => {
                self.by = match value {
                    "left" => Some(By::Left),
                    "right" => Some(By::Right),
                    _ => None,
                }
            }
            "page" => self.page = value.parse().unwrap_or(1),
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
        let mut out = Serializer::new(String::new());
        for (name, value) in self.parameters() {
            out.append_pair(name, value);
        }
        if self.page > 1 {
            out.append_pair("page", &self.page.to_string());
        }
        let written = out.finish();
        if written.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{written}")
        }
    }

    /// Names and values of all that is asked for, in the order of addresses; not the page.
    pub fn parameters(&self) -> Vec<(&'static str, &str)> {
        let mut all: Vec<(&'static str, &str)> = Vec::new();
        if !self.q.is_empty() {
            all.push(("q", self.q.as_str()));
        }
        let filters = self.filters.iter();
        all.extend(filters.map(|(field, value)| (field.name(), value.as_str())));
        let dates = [("since", &self.since), ("until", &self.until)];
        for (name, value) in dates.into_iter().chain([("side", &self.side)]) {
            all.extend(value.as_deref().map(|value| (name, value)));
        }
        if self.friends {
            all.push(("friends", "show"));
        }
        match self.sort {
            Sort::Best => {}
            Sort::Newest => all.push(("sort", "newest")),
            Sort::Breadth => all.push(("sort", "breadth")),
        }
        if self.view == View::Kwic {
            all.push(("view", "kwic"));
        }
        match self.by {
            None => {}
            Some(By::Left) => all.push(("kwic", "left")),
            Some(By::Right) => all.push(("kwic", "right")),
        }
        all
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
        let mut ask = self.first_page();
        ask.filters
            .retain(|(known, set)| (*known, set.as_str()) != (field, value));
        ask
    }

    /// The same, back on the first page.
    #[must_use]
    pub fn first_page(&self) -> Ask {
        Ask {
            page: 1,
            ..self.clone()
        }
    }

    /// The same words in the same view, without any filter.
    #[must_use]
    pub fn unfiltered(&self) -> Ask {
        Ask {
            q: self.q.clone(),
            sort: self.sort,
            view: self.view,
            by: self.by,
            page: 1,
            ..Ask::default()
        }
    }

    /// Whether a value is chosen.
    pub fn has(&self, field: Field, value: &str) -> bool {
        let mut filters = self.filters.iter();
        filters.any(|(known, set)| (*known, set.as_str()) == (field, value))
    }

    /// Whether any value of a field is chosen.
    pub fn names(&self, field: Field) -> bool {
        self.filters.iter().any(|(known, _)| *known == field)
    }

    /// Turns on one page.
    pub fn per_page(&self) -> usize {
        match self.view {
            View::List => PAGE,
            View::Kwic => KWIC_PAGE,
        }
    }

    /// The last page that is shown.
    pub fn last_page(&self) -> usize {
        LAST_HIT / self.per_page()
    }

    /// The question to the archive, for this page.
    pub fn request(&self, threshold: f32) -> Result<Request, Trouble> {
        let mut filter = Filter {
            since: self.since.clone(),
            until: self.until.clone(),
            is_unprompted: true,
            ..Filter::default()
        };
        for (field, value) in &self.filters {
            filter.add(*field, Value::Exact(value.clone()), false);
        }
        let sides = self.side.as_deref().unwrap_or("prospect");
        for side in sides.split(',').filter(|_| sides != "any") {
            filter.add(Field::Side, Value::Exact(side.trim().to_owned()), false);
        }
        if !self.friends {
            filter.add(
                Field::Relationship,
                Value::Prefix("friend".to_owned()),
                true,
            );
        }
        let page = self.page.max(1);
        Ok(Request {
            query: query::parse(&self.q)?,
            filter,
            sort: self.sort,
            skip: (page - 1) * self.per_page(),
            limit: page * self.per_page(),
            is_paged: true,
            threshold,
            ..Request::default()
        })
    }
}

/// Whether friends' deals are shown.
fn friends(written: &str) -> Result<bool, Trouble> {
    match written {
        "show" => Ok(true),
        _ => Err(Trouble::Asked(
            "`friends` must be show; leave it away where friends' deals are to be left out"
                .to_owned(),
        )),
    }
}

fn sort(written: &str) -> Result<Sort, Trouble> {
    match written {
        "best" => Ok(Sort::Best),
        "newest" => Ok(Sort::Newest),
        "breadth" => Ok(Sort::Breadth),
        _ => Err(Trouble::Asked(
            "`sort` must be one of best, newest, breadth".to_owned(),
        )),
    }
}

/// A year, a month or a day.
fn date(written: &str) -> Result<String, Trouble> {
    if !is_date(written) {
        let message = "this is no date; write 2026-03-01, or 2026-03, or 2026";
        return Err(Trouble::Asked(message.to_owned()));
    }
    Ok(written.to_owned())
}
