//! How does a pack leave for everybody to read, whatever the route?
//!
//! One way for commands, pages, templates and everything that is issued again: what would tell who spoke is hidden
//! ([`crate::quote::hide`]), the rights decide ([`gate`]), somebody renders, and the finished file is read once more by
//! a test that knows nothing of the redaction ([`Published::leaks`]). Whoever writes a file for publishing asks for its
//! leaks first, and writes nothing while one of them is open. For internal use nothing is hidden; the rights decide alone.

pub mod leaks;

mod seen;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::Config;
use crate::quote::decision::Decided;
use crate::quote::hide::{Hider, Place};
use crate::quote::pack::Pack;
use crate::quote::publish::leaks::{Leak, Watch};
use crate::quote::quote::Quote;
use crate::quote::rights::Purpose;
use crate::quote::rights::book::{Rights, RightsError};
use crate::quote::rights::gate::{Gated, Loose, gate, gate_loose};
use crate::quote::verify::read::ReadError;
use crate::store::catalogue::Catalogue;

/// Why a quote is kept back of which too much would be hidden.
const UNFIT: &str = "so much of it must be hidden that hardly a quote is left, or a \"not\" would go with it; move its \
                     ends, or leave it out";

/// What of a pack may leave for a purpose.
#[derive(Debug, Clone)]
pub struct Published {
    pub gated: Gated,
    /// Everything that was found in the words, also what a person decided to show; nothing for internal use.
    pub places: Vec<Place>,
    /// Headings, and the pack's own name, that have marks for what they told.
    pub n_marked: usize,
    watch: Option<Watch>,
}

impl Published {
    /// What still shows in a file that was made of this, be it accepted or not; nothing for internal use.
    pub fn leaks(&self, file: &[u8]) -> Result<Vec<Leak>, ReadError> {
        match &self.watch {
            Some(watch) => watch.leaks(file),
            None => Ok(Vec::new()),
        }
    }

    /// How many places are hidden in the quotes that may leave, beside those that a writer marked himself.
    pub fn n_hidden(&self) -> usize {
        let is_hidden = |place: &&Place| {
            place.decided != Some(Decided::Show)
                && self.gated.numbers.binary_search(&place.item).is_ok()
        };
        self.places.iter().filter(is_hidden).count()
    }
}

/// What of a pack may leave for a purpose, by all that is written down today.
pub fn published(
    catalogue: &Catalogue,
    pack: &Pack,
    purpose: Purpose,
    today: Date,
    config: &Config,
) -> Result<Published, RightsError> {
    if purpose == Purpose::Publish {
        let hider = Hider::of(catalogue, pack, today, config)?;
        let accepted = catalogue.accepted_leaks(&pack.name)?;
        return Ok(cleared(pack, &hider, accepted));
    }
    let mut rights = Rights::of(catalogue, today)?;
    let calls = pack.items.iter().map(|item| item.seal.call.as_str());
    rights.learn_kept(catalogue, calls)?;
    Ok(Published {
        gated: gate(pack, &rights, purpose),
        places: Vec::new(),
        n_marked: 0,
        watch: None,
    })
}

/// What of a pack may be published. `accepted` says who let which finding of the leak test pass, by its id.
pub fn cleared(pack: &Pack, hider: &Hider, accepted: BTreeMap<String, String>) -> Published {
    let hidden = hider.hide(pack);
    let mut gated = gate(&hidden.pack, hider.rights(), Purpose::Publish);
    for number in hidden.unfit {
        let item = number.checked_sub(1).and_then(|at| pack.items.get(at));
        let source = item.map_or_else(String::new, |item| item.source());
        gated.keep_back(number, source, UNFIT);
    }
    gated.n_untitled += hidden.n_untitled;
    let watch = Watch::over(pack, &gated, hider, accepted);
    Published {
        gated,
        places: hidden.places,
        n_marked: hidden.n_marked,
        watch: Some(watch),
    }
}

/// What of loose quotes may leave. That is for internal use, always: what is published comes from a pack.
pub fn loose(catalogue: &Catalogue, quotes: Vec<Quote>, today: Date) -> Result<Loose, RightsError> {
    let rights = Rights::for_quotes(catalogue, today, &quotes)?;
    Ok(gate_loose(quotes, &rights))
}
