//! Which calls are there to be labelled?

use std::borrow::Cow;
use std::path::PathBuf;

use anyhow::bail;

use crate::call::Call;
use crate::cli::parse::{Trouble, each_call};
use crate::cli::settings::Settings;
use crate::ingest::read::ReadCall;
use crate::mine::lexicon::Sources;
use crate::pipeline::Workshop;
use crate::store::catalogue::Catalogue;

/// Calls to be labelled, by index.
pub enum Calls {
    /// Read from files.
    Read(Vec<Call>),
    /// Kept in the archive, by number; each is opened when it is asked for.
    Kept(Box<Catalogue>, Vec<u32>),
}

impl Calls {
    /// Those of files and folders.
    pub fn of_files(
        files: &[PathBuf],
        settings: &Settings,
        trouble: &mut Trouble,
    ) -> anyhow::Result<Calls> {
        if files.iter().any(|file| file.as_os_str() == "-") {
            bail!(
                "-: the answers are typed on standard input, so calls cannot come from there; name files"
            );
        }
        let lexicons = Sources::new(Vec::new()).compile()?;
        let workshop = Workshop::new(&lexicons, settings.side_rules(), 0.0);
        let mut calls = Vec::new();
        each_call(
            files,
            settings.limits(),
            |delivery| workshop.read(delivery),
            |read: &ReadCall| {
                calls.push(read.call.clone());
                Ok(())
            },
            trouble,
        )?;
        Ok(Calls::Read(calls))
    }

    /// Those that are kept.
    pub fn of_archive(settings: &Settings) -> anyhow::Result<Calls> {
        let catalogue = Catalogue::open_to_read(&settings.dir)?;
        let mut ords = Vec::new();
        catalogue.for_each_fact(|facts| ords.push(facts.ord))?;
        Ok(Calls::Kept(Box::new(catalogue), ords))
    }

    /// How many there are.
    pub fn n_calls(&self) -> usize {
        match self {
            Calls::Read(calls) => calls.len(),
            Calls::Kept(_, ords) => ords.len(),
        }
    }

    /// One of them; `None` where it is no longer there.
    pub fn get(&self, at: usize) -> anyhow::Result<Option<Cow<'_, Call>>> {
        match self {
            Calls::Read(calls) => Ok(calls.get(at).map(Cow::Borrowed)),
            Calls::Kept(catalogue, ords) => match ords.get(at) {
                Some(ord) => Ok(catalogue.call_by_ord(*ord)?.map(Cow::Owned)),
                None => Ok(None),
            },
        }
    }
}
