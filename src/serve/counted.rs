//! Which counts over the whole archive are at hand, and when are they made anew?
//!
//! A count is good as long as the catalogue has not changed. It is made aside, on a thread that no search waits for, by
//! the first who asks; whoever asks meanwhile waits for the same one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::report::ledger::Ledger;
use crate::report::speech::Speech;
use crate::search::call_table::CallTable;
use crate::serve::app::App;
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

/// The counts of one archive.
#[derive(Debug, Default)]
pub struct Counted {
    ledger: Mutex<Option<Arc<Ledger>>>,
    /// With the change up to which it was counted.
    speech: Mutex<Option<(u64, Arc<Speech>)>>,
}

impl Counted {
    fn ledger(&self, catalogue: &Catalogue) -> Result<Arc<Ledger>, StoreError> {
        let mut kept = locked(&self.ledger);
        let latest = catalogue.latest_seq()?;
        if let Some(ledger) = kept.as_ref().filter(|ledger| ledger.seq == latest) {
            return Ok(Arc::clone(ledger));
        }
        let fresh = Arc::new(Ledger::read(catalogue, kept.as_deref())?);
        *kept = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    fn speech(
        &self,
        catalogue: &Catalogue,
        table: &CallTable,
        ledger: &Ledger,
    ) -> Result<Arc<Speech>, StoreError> {
        let mut kept = locked(&self.speech);
        if let Some((_, speech)) = kept.as_ref().filter(|(seq, _)| *seq == ledger.seq) {
            return Ok(Arc::clone(speech));
        }
        let fresh = Arc::new(Speech::read(catalogue, table, ledger)?);
        *kept = Some((ledger.seq, Arc::clone(&fresh)));
        Ok(fresh)
    }
}

/// A count that broke off left the one before it in place.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Every mention of the archive as it is now.
pub async fn ledger(app: &App) -> Result<Arc<Ledger>, Trouble> {
    let (counted, dir) = (app.readers.counted(), app.dir.clone());
    aside(move || Ok(counted.ledger(&Catalogue::open_to_read(&dir)?)?)).await
}

/// How the prospects of the archive speak.
pub async fn speech(app: &App, ledger: &Arc<Ledger>) -> Result<Arc<Speech>, Trouble> {
    let table = app.readers.ask(|archive| Ok(archive.table()?)).await?;
    let (counted, dir, ledger) = (app.readers.counted(), app.dir.clone(), Arc::clone(ledger));
    aside(move || Ok(counted.speech(&Catalogue::open_to_read(&dir)?, &table, &ledger)?)).await
}
