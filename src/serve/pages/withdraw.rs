//! How does somebody take words back on a page, and see first what carries them?
//!
//! `GET /withdraw?call=…&turn=…` asks what is taken back: some words, all that a speaker, a call or an account says.
//! `POST /withdraw` shows what carries them and changes nothing; `POST /withdraw/now` does what `verbatim rights withdraw`
//! does and leads to `GET /withdrawals/{number}`, which tells what is to be done outside. As granting, it needs more than
//! taking quotes out does.

mod offered;

mod told;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

use crate::quote::quote::turn_hash;
use crate::quote::rights::Withdrawal;
use crate::quote::rights::book::{Rights, with_other_names};
use crate::quote::rights::carriers::{CarriersError, carriers, withdraw};
use crate::quote::rights::subject::{Place, Subject};
use crate::serve::app::App;
use crate::serve::auth::visitor::Visitor;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{line, today, writing};
use crate::serve::pages::packs::grant::given_day;
use crate::serve::pages::withdraw::offered::{Offer, Whence};
use crate::serve::pages::withdraw::told::{CarriersShown, told};
use crate::serve::pages::{Frame, render};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;

#[derive(Template)]
#[template(path = "withdraw.html", config = "src/serve/askama.toml")]
struct AskPage {
    frame: Frame,
    whence: Whence,
    offer: Offer,
    today: String,
}

#[derive(Template)]
#[template(path = "withdraw_sure.html", config = "src/serve/askama.toml")]
struct SurePage {
    frame: Frame,
    whence: Whence,
    wish: Wish,
    /// What is taken back, in words.
    told: String,
    /// The same as a form sends it.
    about: String,
    carriers: CarriersShown,
}

#[derive(Template)]
#[template(path = "withdrawal.html", config = "src/serve/askama.toml")]
struct DonePage {
    frame: Frame,
    number: i64,
    told: String,
    on: String,
    by: Option<String>,
    note: Option<String>,
    carriers: CarriersShown,
}

/// What somebody wants to take back, and why.
struct Wish {
    subject: Subject,
    reason: String,
    /// Empty where none is given.
    evidence: String,
    /// Who takes it back; empty where nobody says.
    by: String,
    on: Date,
}

impl Wish {
    fn read(fields: &Fields) -> Result<Wish, Trouble> {
        let subject = Subject::read(fields.get("about")).map_err(|_| {
            asked("choose what is withdrawn: words, a speaker, a call or an account")
        })?;
        let reason = line(fields.get("reason"))?
            .ok_or_else(|| asked("say why it is withdrawn, for whoever asks later"))?;
        Ok(Wish {
            subject,
            reason,
            evidence: line(fields.get("evidence"))?.unwrap_or_default(),
            by: line(fields.get("by"))?.unwrap_or_default(),
            on: given_day(fields.get("on"))?.unwrap_or(today()?),
        })
    }

    /// The withdrawal that it would be; its number is the catalogue's to give.
    fn withdrawal(&self, catalogue: &Catalogue, visitor: &Visitor) -> Result<Withdrawal, Trouble> {
        Ok(Withdrawal {
            number: 0,
            subject: bound(catalogue, self.subject.clone())?,
            also: Vec::new(),
            by: Some(self.by.clone()).filter(|by| !by.is_empty()),
            on: self.on,
            note: Some(self.note(visitor)),
        })
    }

    /// Who takes it back is one thing, who wrote it down another.
    fn note(&self, visitor: &Visitor) -> String {
        let mut note = self.reason.clone();
        if !self.evidence.is_empty() {
            note = format!("{note}; evidence: {}", self.evidence);
        }
        if let Some(token) = &visitor.token {
            note = format!("{note} (written down with the token {token})");
        }
        note
    }
}

impl From<CarriersError> for Trouble {
    fn from(error: CarriersError) -> Trouble {
        Trouble::Own(error.to_string())
    }
}

/// `GET /withdraw?call=…`
pub async fn get(State(app): State<App>, RawQuery(address): RawQuery) -> Result<Response, Trouble> {
    let whence = Whence::read(&Fields::read(&address.unwrap_or_default()));
    let place = whence.clone();
    let offer = app
        .readers
        .ask(move |archive| Offer::of(&archive.catalogue, &place))
        .await?;
    render(&AskPage {
        frame: Frame::of("packs"),
        whence,
        offer,
        today: today()?.to_string(),
    })
}

/// `POST /withdraw`: what would be withdrawn, and what carries it. Nothing is written.
pub async fn sure(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    body: String,
) -> Result<Response, Trouble> {
    let fields = Fields::read(&body);
    let (whence, wish) = (Whence::read(&fields), Wish::read(&fields)?);
    let page = app
        .readers
        .ask(move |archive| {
            let catalogue = &archive.catalogue;
            let meant = wish.withdrawal(catalogue, &visitor)?;
            let meant = with_other_names(catalogue, meant)?;
            let mut rights = Rights::of(catalogue, today()?)?;
            let found = carriers(catalogue, &mut rights, &meant)?;
            Ok(SurePage {
                frame: Frame::of("packs"),
                whence,
                told: told(&wish.subject),
                about: format!("{}:{}", wish.subject.kind(), wish.subject.text()),
                wish,
                carriers: CarriersShown::of(catalogue, found)?,
            })
        })
        .await?;
    render(&page)
}

/// `POST /withdraw/now`
pub async fn put(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    body: String,
) -> Result<Response, Trouble> {
    let wish = Wish::read(&Fields::read(&body))?;
    let number = aside(move || {
        writing(&app.dir, |catalogue| {
            let meant = wish.withdrawal(catalogue, &visitor)?;
            if let Some(number) = just_written(catalogue, &meant)? {
                return Ok(number);
            }
            let (number, _) = withdraw(catalogue, &meant, today()?, &now())?;
            Ok(number)
        })
    })
    .await?;
    Ok(Redirect::to(&format!("/withdrawals/{number}")).into_response())
}

/// Who presses the button twice withdraws once: the same withdrawal, after which nothing was written down.
fn just_written(catalogue: &Catalogue, meant: &Withdrawal) -> Result<Option<i64>, Trouble> {
    let rights = Rights::of(catalogue, today()?)?;
    let newest_grant = rights.grants.iter().map(|grant| grant.number).max();
    let newest = rights.withdrawals.last();
    let is_same = |known: &&Withdrawal| {
        newest_grant < Some(known.number)
            && (&known.subject, &known.by, known.on, &known.note)
                == (&meant.subject, &meant.by, meant.on, &meant.note)
    };
    Ok(newest.filter(is_same).map(|known| known.number))
}

/// `GET /withdrawals/{number}`
pub async fn done(State(app): State<App>, Path(number): Path<String>) -> Result<Response, Trouble> {
    let number: i64 = number
        .parse()
        .map_err(|_| Trouble::NotThere("withdrawal"))?;
    let page = app
        .readers
        .ask(move |archive| {
            let catalogue = &archive.catalogue;
            let mut rights = Rights::of(catalogue, today()?)?;
            let mut all = rights.withdrawals.iter();
            let own = all.find(|known| known.number == number).cloned();
            let own = own.ok_or(Trouble::NotThere("withdrawal"))?;
            let found = carriers(catalogue, &mut rights, &own)?;
            Ok(DonePage {
                frame: Frame::of("packs"),
                number,
                told: told(&own.subject),
                on: own.on.to_string(),
                by: own.by,
                note: own.note,
                carriers: CarriersShown::of(catalogue, found)?,
            })
        })
        .await?;
    render(&page)
}

/// The subject with the hash of the turn that its bytes are of.
fn bound(catalogue: &Catalogue, subject: Subject) -> Result<Subject, Trouble> {
    let Subject::Quote(place) = subject else {
        return Ok(subject);
    };
    let turn = catalogue.turn(&place.call, place.turn)?;
    let turn = turn.ok_or(Trouble::NotThere("turn of a call"))?;
    if place.span.slice(&turn.text).is_empty() {
        return Err(asked(
            "the turn has no such words; go back to its call, and choose them again",
        ));
    }
    Ok(Subject::Quote(Place {
        turn_sha256: turn_hash(&turn.text),
        ..place
    }))
}
