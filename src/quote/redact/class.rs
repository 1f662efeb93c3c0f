//! What kinds of things tell who spoke, and how sure is it?

use serde::Serialize;

/// What kind of thing would be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    Email,
    Phone,
    Card,
    Iban,
    /// Numbers that a state gives to a person.
    Ssn,
    Ip,
    Url,
    Address,
    /// Accounts, orders, tickets and other numbers that stand for one thing.
    Number,
    BirthDate,
    Person,
    Organization,
    Product,
    Place,
}

impl Class {
    /// The word used in files and on pages.
    pub fn name(self) -> &'static str {
        match self {
            Class::Email => "email",
            Class::Phone => "phone",
            Class::Card => "card",
            Class::Iban => "iban",
            Class::Ssn => "ssn",
            Class::Ip => "ip",
            Class::Url => "url",
            Class::Address => "address",
            Class::Number => "number",
            Class::BirthDate => "birth-date",
            Class::Person => "person",
            Class::Organization => "organization",
            Class::Product => "product",
            Class::Place => "place",
        }
    }

    /// Whether it is known by its shape; all else is names.
    pub fn has_shape(self) -> bool {
        !matches!(
            self,
            Class::Person | Class::Organization | Class::Product | Class::Place
        )
    }

    /// What is written for everything of a class that has no names, and why.
    pub(super) fn fixed(self) -> (&'static str, &'static str) {
        match self {
            Class::Email => ("an e-mail address", "shape of an e-mail address"),
            Class::Phone => ("a phone number", "shape of a telephone number"),
            Class::Card => ("a card number", "check digit of a payment card"),
            Class::Iban => ("a bank account", "shape of a bank account"),
            Class::Ssn => ("a personal number", "shape of a personal number"),
            Class::Ip => ("a network address", "shape of a network address"),
            Class::Url => ("a link", "shape of a web address"),
            Class::Address => ("an address", "shape of a postal address"),
            Class::BirthDate => ("a date of birth", "date beside a birth"),
            _ => ("a number", "number that stands for one thing"),
        }
    }
}

/// How sure a finding is. All are hidden; a person may decide otherwise, the unsure ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    Possible,
    Likely,
    Certain,
}

impl Certainty {
    /// The word used in files and on pages.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Possible => "possible",
            Certainty::Likely => "likely",
            Certainty::Certain => "certain",
        }
    }
}
