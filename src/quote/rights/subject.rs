//! Whose words, or which, is a right about?
//!
//! About all that an account says, all that is said on a call, all that one person says, or certain words of one turn.
//! Names count as the same whatever their case, spaces and punctuation.

use crate::call::Span;

/// What a right or a withdrawal is about, from the widest to the most specific.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// All that is said by people of the account of this name.
    Account(String),
    /// All that is said on the call with this id.
    Call(String),
    Person(Person),
    Quote(Place),
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// By e-mail address, in lower case.
    Email(String),
    /// By name, within one account.
    Named { account: String, name: String },
}

/// Words of one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub call: String,
    pub turn: u32,
    /// Bytes of the turn's text.
    pub span: Span,
    /// The hash of that text, so that bytes of a corrected transcript are not taken for these; empty where unknown.
    pub turn_sha256: String,
}

/// Words that somebody wants to show, and all by which somebody may have a say in them.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    pub call: &'a str,
    pub turn: u32,
    pub span: Span,
    pub turn_sha256: &'a str,
    /// [`key`]s of the account's name: as it was when the quote was taken, and as it is now. Empty where unknown.
    pub accounts: Vec<String>,
    /// Who said them; `None` where nobody can tell any more.
    pub speaker: Option<&'a Who>,
    /// Withdrawals that are known to cover them, whatever is known of the call by now.
    pub withdrawn_by: &'a [i64],
}

/// Somebody who speaks on a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// The display name as it is shown.
    pub name: String,
    /// [`key`]s of the name and of every other name under which the same person spoke.
    pub keys: Vec<String>,
    /// In lower case.
    pub email: Option<String>,
}

/// Why a subject cannot be read. Never says what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    #[error(
        "a right is about account:NAME, call:ID, person:E-MAIL, person:ACCOUNT/NAME or quote:CALL:TURN:FROM-TO"
    )]
    NoKind,
    #[error("this names nobody; write a name with letters in it, of at most 200 characters")]
    NoName,
    #[error(
        "a person is an e-mail address, or ACCOUNT/NAME, because a name alone may be anybody's"
    )]
    NoPerson,
    #[error("certain words are CALL:TURN:FROM-TO, with FROM before TO, in bytes of the turn")]
    NoPlace,
}

/// The longest name, id or address.
const LONGEST: usize = 200;

impl Subject {
    /// Reads `account:Acme`, `call:d01`, `person:jo@acme.example`, `person:Acme/Jo Doe` or `quote:d01:7:0-40`.
    pub fn read(written: &str) -> Result<Subject, SubjectError> {
        let (kind, text) = written.split_once(':').ok_or(SubjectError::NoKind)?;
        Subject::of(kind, text)
    }

    /// Reads what stands behind the kind.
    pub fn of(kind: &str, text: &str) -> Result<Subject, SubjectError> {
        let text = text.trim();
        match kind.trim().to_ascii_lowercase().as_str() {
            "account" => Ok(Subject::Account(name(text)?)),
            "call" => Ok(Subject::Call(name(text)?)),
            "person" => Ok(Subject::Person(person(text)?)),
            "quote" => Ok(Subject::Quote(place(text)?)),
            _ => Err(SubjectError::NoKind),
        }
    }

    /// The word for the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Account(_) => "account",
            Subject::Call(_) => "call",
            Subject::Person(_) => "person",
            Subject::Quote(_) => "quote",
        }
    }

    /// What stands behind the kind; [`Subject::of`] reads it again.
    pub fn text(&self) -> String {
        match self {
            Subject::Account(name) | Subject::Call(name) => name.clone(),
            Subject::Person(Person::Email(email)) => email.clone(),
            Subject::Person(Person::Named { account, name }) => format!("{account}/{name}"),
            Subject::Quote(place) => {
                let Place {
                    call, turn, span, ..
                } = place;
                format!("{call}:{turn}:{}-{}", span.start, span.end)
            }
        }
    }

    /// The greater, the more specific.
    pub fn rank(&self) -> u8 {
        match self {
            Subject::Account(_) => 0,
            Subject::Call(_) => 1,
            Subject::Person(_) => 2,
            Subject::Quote(_) => 3,
        }
    }

    /// Whether a right for this is one for those words. In doubt it is not.
    pub fn allows(&self, words: &Words<'_>) -> bool {
        match self {
            Subject::Account(account) => is_of_account(account, words),
            Subject::Call(call) => call == words.call,
            Subject::Person(Person::Email(email)) => {
                let own = words.speaker.and_then(|who| who.email.as_ref());
                own.is_some_and(|own| own == email)
            }
            Subject::Person(Person::Named { account, name }) => {
                let is_theirs = |who: &Who| who.keys.contains(&key(name));
                is_of_account(account, words) && words.speaker.is_some_and(is_theirs)
            }
            Subject::Quote(place) => {
                let is_inside =
                    place.span.start <= words.span.start && words.span.end <= place.span.end;
                let is_same_text =
                    !place.turn_sha256.is_empty() && place.turn_sha256 == words.turn_sha256;
                place.is_turn_of(words) && is_same_text && is_inside
            }
        }
    }

    /// Whether a withdrawal of this is one of those words, be it of a part of them. In doubt it is.
    pub fn forbids(&self, words: &Words<'_>) -> bool {
        match self {
            Subject::Account(account) => words.accounts.contains(&key(account)),
            Subject::Call(call) => call == words.call,
            Subject::Person(Person::Email(email)) => {
                let own = words.speaker.and_then(|who| who.email.as_ref());
                own.is_some_and(|own| own == email)
            }
            Subject::Person(Person::Named { account, name }) => {
                let is_there = words.accounts.contains(&key(account));
                match words.speaker {
                    Some(who) => {
                        who.keys.contains(&key(name)) && (is_there || words.accounts.is_empty())
                    }
                    None => is_there,
                }
            }
            Subject::Quote(place) => {
                let is_same_text = place.turn_sha256 == words.turn_sha256;
                place.is_turn_of(words) && (!is_same_text || place.span.overlaps(words.span))
            }
        }
    }
}

impl Place {
    fn is_turn_of(&self, words: &Words<'_>) -> bool {
        self.call == words.call && self.turn == words.turn
    }
}

/// A name as it is compared: its letters and digits in lower case, with one space between words.
pub fn key(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric() && !is_unseen(c))
        .map(|word| {
            let seen = word.chars().filter(|c| !is_unseen(*c));
            seen.flat_map(char::to_lowercase).collect::<String>()
        })
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a text holds a name as whole words; `name` is a [`key`].
pub fn holds(text: &str, name: &str) -> bool {
    !name.is_empty() && format!(" {} ", key(text)).contains(&format!(" {name} "))
}

/// What stands inside of words and cannot be seen, and accents that are written as letters of their own.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// Nobody knows more than one name of the account, and it is this one.
fn is_of_account(account: &str, words: &Words<'_>) -> bool {
    let account = key(account);
    !words.accounts.is_empty() && words.accounts.iter().all(|own| *own == account)
}

fn name(written: &str) -> Result<String, SubjectError> {
    let is_sound = written.chars().count() <= LONGEST
        && !written.chars().any(char::is_control)
        && !key(written).is_empty();
    is_sound
        .then(|| written.to_owned())
        .ok_or(SubjectError::NoName)
}

fn person(written: &str) -> Result<Person, SubjectError> {
    match written.rsplit_once('/') {
        Some((account, person)) => Ok(Person::Named {
            account: name(account.trim())?,
            name: name(person.trim())?,
        }),
        None if written.contains('@') => Ok(Person::Email(name(written)?.to_lowercase())),
        None => Err(SubjectError::NoPerson),
    }
}

/// Ids may hold colons themselves, so a place is read from its end.
fn place(written: &str) -> Result<Place, SubjectError> {
    let mut parts = written.rsplitn(3, ':');
    let (Some(span), Some(turn), Some(call)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(SubjectError::NoPlace);
    };
    let number = |text: &str| text.parse::<u32>().map_err(|_| SubjectError::NoPlace);
    let (start, end) = span.split_once('-').ok_or(SubjectError::NoPlace)?;
    let span = Span {
        start: number(start)?,
        end: number(end)?,
    };
    if span.start >= span.end {
        return Err(SubjectError::NoPlace);
    }
    Ok(Place {
        call: name(call)?,
        turn: number(turn)?,
        span,
        turn_sha256: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_and_written_again() {
        for written in [
            "account:Acme, Inc.",
            "call:zoom:a:b",
            "person:jo@acme.example",
            "person:Acme/Jo Doe",
            "quote:zoom:a:b:7:0-40",
        ] {
            let subject = Subject::read(written).expect(written);
            assert_eq!(format!("{}:{}", subject.kind(), subject.text()), written);
        }
        for (written, why) in [
            ("Acme", SubjectError::NoKind),
            ("deal:7", SubjectError::NoKind),
            ("account: ?! ", SubjectError::NoName),
            ("person:Jo Doe", SubjectError::NoPerson),
            ("person:/Jo", SubjectError::NoName),
            ("quote:d01:7", SubjectError::NoPlace),
            ("quote:d01:7:9-9", SubjectError::NoPlace),
        ] {
            assert_eq!(Subject::read(written), Err(why), "{written}");
        }
    }

    #[test]
    fn names_are_compared_without_their_trimmings() {
        assert_eq!(key("  ACME,  Inc. "), "acme inc");
        assert_eq!(key("Ac\u{200b}me"), "acme");
        assert!(holds("At Acme's, we wait", "acme"));
        assert!(!holds("At Acmeville we wait", "acme"));
        assert!(!holds("anything", ""));
    }
}
