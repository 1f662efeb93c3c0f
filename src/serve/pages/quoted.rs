//! Which words show it, and who said them?

use crate::archive::Archive;
use crate::report::themes::Spot;
use crate::serve::shown::{call_url, day, spoken};
use crate::serve::trouble::Trouble;

/// Exact words, and whose they are.
pub struct Quote {
    pub text: String,
    /// The job title, or else the persona.
    pub who: String,
    pub account: Option<String>,
    pub date: Option<String>,
    /// The turn in its call.
    pub url: String,
}

/// The words at a place; `None` where the call is no longer there.
pub fn quote(archive: &Archive, spot: Spot) -> Result<Option<Quote>, Trouble> {
    let Some(opened) = archive.opened(spot.ord)? else {
        return Ok(None);
    };
    let (Some(text), Some(speaker)) = (opened.text(spot.turn), opened.speaker(spot.turn)) else {
        return Ok(None);
    };
    let call = opened.facts();
    let account = call.account.as_ref();
    Ok(Some(Quote {
        text: spot.span.slice(text).to_owned(),
        who: speaker
            .title
            .clone()
            .unwrap_or_else(|| spoken(&speaker.persona)),
        account: account.and_then(|account| account.name.clone()),
        date: call.started_at.as_deref().map(day),
        url: call_url(&call.id.0, spot.turn),
    }))
}
