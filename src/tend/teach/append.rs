//! How does a proposal get into a lexicon's file?
//!
//! Behind what stands there, and then to its place: entries are sorted by tag, then by name. A pattern that its tag has
//! there already is not written twice, and a name that is taken gets a number.

use std::collections::BTreeSet;

use crate::tend::check::mend::{CannotMend, mended};
use crate::tend::layout::{Laid, layout};
use crate::tend::teach::choose::Proposal;
use crate::tend::written::{quoted, unique};

/// What a new file begins with.
const BEGINNING: &str = "# Proposed by `verbatim lexicon learn`, from what people marked.\n\
    # Next: into `near` what only sounds like it; then `verbatim lexicon test`.\npersona = \"anyone\"\n";

/// A file with the proposals added, and how many were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    pub text: String,
    pub n_added: usize,
}

/// Adds proposals to a lexicon's text, which is `None` where there is no file yet and must be readable otherwise.
pub fn appended(text: Option<&str>, proposals: &[Proposal]) -> Result<Appended, CannotMend> {
    let text = text.unwrap_or(BEGINNING);
    let laid = layout(text).map_or_else(Vec::new, |layout| layout.entries);
    let mut names: BTreeSet<String> = laid.iter().map(|entry| entry.name.text.clone()).collect();
    let mut grown = text.trim_end().to_owned();
    grown.push('\n');
    let mut n_added = 0;
    for proposal in proposals {
        if is_there(&laid, proposal) {
            continue;
        }
        let name = unique(&proposal.name, &mut names);
        let entry = proposal.entry.replacen(
            &format!("\nname = {}\n", quoted(&proposal.name)),
            &format!("\nname = {}\n", quoted(&name)),
            1,
        );
        grown.push('\n');
        grown.push_str(&entry);
        n_added += 1;
    }
    if n_added == 0 {
        let text = text.to_owned();
        return Ok(Appended { text, n_added });
    }
    let text = mended(&grown)?.unwrap_or(grown);
    Ok(Appended { text, n_added })
}

fn is_there(laid: &[Laid], proposal: &Proposal) -> bool {
    let mut of_tag = laid.iter().filter(|entry| entry.tag.text == proposal.tag.0);
    of_tag.any(|entry| {
        let mut patterns = entry.patterns.iter();
        patterns.any(|pattern| pattern.text.trim() == proposal.pattern)
    })
}
