//! How is a permission written down beside the words that it is for?
//!
//! `POST /packs/{name}/grant`, as `verbatim rights grant` does. It asks for more than taking quotes out does: whoever may
//! export could else allow himself everything, and the gate would keep nobody from anything.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

use crate::quote::rights::book::grant_row;
use crate::quote::rights::{Grant, Level, day};
use crate::serve::app::App;
use crate::serve::auth::visitor::Visitor;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{find, item_url, line, opened, rights_for, today, writing};
use crate::serve::pages::packs::standing::subject;
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;

/// `POST /packs/{name}/grant`
pub async fn post(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = aside(move || {
        let fields = Fields::read(&body);
        writing(&app.dir, |catalogue| {
            grant(catalogue, &name, &fields, &visitor)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

fn grant(
    catalogue: &mut Catalogue,
    name: &str,
    fields: &Fields,
    visitor: &Visitor,
) -> Result<String, Trouble> {
    let pack = opened(catalogue, name)?;
    let key = fields.get("key");
    let at = find(&pack, key)?;
    let item = pack
        .items
        .get(at)
        .ok_or(Trouble::NotThere("quote in this pack"))?;
    let rights = rights_for(catalogue, &pack)?;
    let subject = subject(fields.get("about"), item, &rights).ok_or_else(|| {
        asked("nobody knows for what this right would be; choose what it is about, and look whether the call is kept")
    })?;
    let level = Level::from_name(fields.get("level"))
        .ok_or_else(|| asked("this is no level; choose one of the list"))?;
    let from = given_day(fields.get("from"))?.unwrap_or(today()?);
    let until = given_day(fields.get("until"))?;
    if until.is_some_and(|until| until < from) {
        let message = "the last day lies before the first; a right holds from one day to another";
        return Err(asked(message));
    }
    let by = line(fields.get("granted-by"))?
        .ok_or_else(|| asked("say who allowed it, so that he can be asked years later"))?;
    let right = Grant {
        number: 0,
        subject,
        level,
        by,
        from,
        until,
        evidence: line(fields.get("evidence"))?,
        note: note(line(fields.get("note"))?, visitor),
    };
    catalogue.put_grants(&[grant_row(&right, &now())])?;
    Ok(item_url(name, key))
}

/// Who allowed it is one thing, who wrote it down another.
fn note(written: Option<String>, visitor: &Visitor) -> Option<String> {
    let Some(token) = &visitor.token else {
        return written;
    };
    let recorder = format!("written down with the token {token}");
    Some(match written {
        Some(written) => format!("{written} ({recorder})"),
        None => recorder,
    })
}

/// A day as a form sends it; `None` where it is empty.
pub(in crate::serve::pages) fn given_day(written: &str) -> Result<Option<Date>, Trouble> {
    match written.trim() {
        "" => Ok(None),
        written => day(written)
            .map(Some)
            .ok_or_else(|| asked("this is no day; write it as 2026-03-01")),
    }
}
