//! How was a pack before pages changed it?
//!
//! The last changes of each pack can be undone one after the other, the newest first, as long as nobody else has changed it
//! since. They are forgotten with the server, and what was erased or corrected meanwhile never comes back.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::quote::gather::tagged;
use crate::quote::pack::{Item, Pack};
use crate::quote::rework::turn_text;
use crate::quote::rights::carriers::keep;
use crate::serve::packs::{opened, today, writing};
use crate::serve::trouble::Trouble;
use crate::serve::work::now;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;

/// Changes of one pack that can be undone.
const STEPS: usize = 20;
/// More quotes than this are not remembered for all packs together; the oldest changes go first.
const MOST_REMEMBERED: usize = 20_000;

/// How packs were before and behind each change.
#[derive(Default)]
pub struct Undos {
    /// Before and after, the newest last.
    kept: Mutex<VecDeque<(Pack, Pack)>>,
}

impl Undos {
    /// Remembers a change.
    pub(super) fn note(&self, before: Pack, after: Pack) {
        let mut kept = self.kept();
        let name = before.name.clone();
        // Behind somebody else's change nothing older can be undone any more.
        let goes_on = kept.iter().any(|(_, known)| *known == before);
        if !goes_on {
            kept.retain(|(known, _)| known.name != name);
        }
        kept.push_back((before, after));
        let is_own = |(known, _): &&(Pack, Pack)| known.name == name;
        if kept.iter().filter(is_own).count() > STEPS
            && let Some(oldest) = kept.iter().position(|(known, _)| known.name == name)
        {
            kept.remove(oldest);
        }
        while kept.len() > 1 && kept.iter().map(n_quotes).sum::<usize>() > MOST_REMEMBERED {
            kept.pop_front();
        }
    }

    /// Whether the last change of this pack can be undone: nobody has changed it since.
    pub fn can_undo(&self, pack: &Pack) -> bool {
        self.kept().iter().any(|(_, after)| after == pack)
    }

    /// Undoes the last change of a pack that is not undone yet.
    pub fn undo(&self, dir: &DataDir, name: &str) -> Result<(), Trouble> {
        writing(dir, |catalogue| {
            let current = opened(catalogue, name)?;
            let before = self.take(&current).ok_or_else(|| {
                Trouble::Later(
                    "the pack was changed since, or the server was started again; nothing was undone"
                        .to_owned(),
                )
            })?;
            for item in &before.items {
                let is_new = !current.items.iter().any(|known| known.seal == item.seal);
                if is_new {
                    still_said(catalogue, item)?;
                }
            }
            Ok(keep(catalogue, &before, today()?, &now())?)
        })
    }

    fn take(&self, current: &Pack) -> Option<Pack> {
        let mut kept = self.kept();
        let at = kept.iter().rposition(|(_, after)| after == current)?;
        kept.remove(at).map(|(before, _)| before)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(Pack, Pack)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How much a change takes to remember; an empty pack takes something, too.
fn n_quotes((before, after): &(Pack, Pack)) -> usize {
    before.items.len() + after.items.len() + 1
}

/// What was erased or corrected meanwhile never comes back.
fn still_said(catalogue: &Catalogue, item: &Item) -> Result<(), Trouble> {
    let kept = tagged(catalogue, &item.seal.call)?;
    turn_text(item, kept.as_ref().map(|(call, _)| call))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(n: usize) -> Pack {
        Pack {
            name: "p".to_owned(),
            query: n.to_string(),
            ..Pack::default()
        }
    }

    #[test]
    fn the_last_changes_are_taken_back_one_after_the_other() {
        let undos = Undos::default();
        for n in 0..30 {
            undos.note(pack(n), pack(n + 1));
        }
        let mut current = pack(30);
        let mut n_undone = 0;
        while let Some(before) = undos.take(&current) {
            current = before;
            n_undone += 1;
        }
        assert_eq!((n_undone, current), (STEPS, pack(30 - STEPS)));
    }

    #[test]
    fn behind_another_hand_nothing_older_comes_back() {
        let undos = Undos::default();
        undos.note(pack(0), pack(1));
        undos.note(pack(5), pack(6));
        assert!(!undos.can_undo(&pack(1)));
        assert_eq!(undos.take(&pack(6)), Some(pack(5)));
        assert_eq!(undos.take(&pack(5)), None);
    }
}
