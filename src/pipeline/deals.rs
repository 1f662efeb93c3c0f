//! How do a CRM's deals reach the calls that are kept, and those that come later?
//!
//! Who belongs to whom hangs on all calls and all deals together (which call was the last one, which deal was the only
//! one open), so it is found anew for all of them whenever either came. Nothing is parsed or tagged again, and the index
//! holds no facts of calls.

pub mod merge;

use crate::call::crm::{Clues, CrmDeal};
use crate::ingest::crm::{Plan, plan};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

/// Deals and calls, and who belongs to whom.
#[derive(Debug, Default)]
pub struct Joinery {
    pub deals: Vec<CrmDeal>,
    pub calls: Vec<Clues>,
    pub plan: Plan,
}

impl Joinery {
    /// Puts calls to deals and keeps nothing of it.
    pub fn of(deals: Vec<CrmDeal>, calls: Vec<Clues>) -> Joinery {
        let plan = plan(&deals, &calls);
        Joinery { deals, calls, plan }
    }
}

/// Puts all calls to all deals, and gives the number of calls of which something else is said now.
pub fn join(catalogue: &mut Catalogue) -> Result<(Joinery, u64), StoreError> {
    let joinery = Joinery::of(catalogue.deals()?, catalogue.clues()?);
    let n_changed = catalogue.set_joined(&joinery.plan.joined)?;
    Ok((joinery, n_changed))
}

/// The same, where calls or deals came since the last time.
pub fn join_if_stale(catalogue: &mut Catalogue) -> Result<u64, StoreError> {
    if !catalogue.deals_are_stale()? {
        return Ok(0);
    }
    join(catalogue).map(|(_, n_changed)| n_changed)
}
