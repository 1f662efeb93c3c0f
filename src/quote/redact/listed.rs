//! Which products and companies that everybody knows are named?
//!
//! Most of their names are nothing else. Those that are words ("Sage", "Target") need a capital inside a sentence, a verb
//! behind them at its beginning, or a word before them that products stand behind.

use super::cues::{AFTER_TOOLS, PRESENT, SAYING, SMALL_TOOLS, TITLES, TOOL_CUES};
use super::lists::{
    COMMONEST, COMPANIES, FIRST_NAMES, KEPT, Listed, NAME_WORDS, ORDINARY, PRODUCTS, REGIONS,
};
use super::scene::{Named, Scene};
use super::words::{Word, before};
use super::{Certainty, Class};

/// Abbreviations that are products even at the beginning of a sentence.
const UPPER_TOOLS: [&str; 10] = [
    "adp", "aws", "dbt", "fis", "gcp", "ifs", "ovh", "sap", "tmw", "ukg",
];
/// Those that are spoken in small letters as well.
const SPOKEN_TOOLS: [&str; 5] = ["adp", "aws", "gcp", "sap", "ukg"];
/// Companies that are named in small letters although they are words.
const SMALL_COMPANIES: [&str; 6] = ["apple", "delta", "gap", "staples", "target", "ups"];

/// Names products, then companies.
pub(super) fn find(scene: &mut Scene<'_, '_>) {
    let mut i = 0;
    while i < scene.words.len() {
        let found = product(scene, i).or_else(|| company(scene, i));
        i = found.as_ref().map_or(i + 1, |named| named.to);
        if let Some(named) = found {
            scene.name(named);
        }
    }
}

fn product(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let names = PRODUCTS.get(scene.words[i].folded.as_str())?;
    let listed = names.iter().find(|name| {
        stands(scene, i, name, &[" ", ".", "-", "/", ""]) && is_tool(scene, i, name)
    })?;
    Some(Named {
        from: i,
        to: i + listed.words.len(),
        class: Class::Product,
        instead: listed.instead,
        certainty: Certainty::Likely,
        reason: "product that many businesses use",
    })
}

fn company(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let names = COMPANIES.get(scene.words[i].folded.as_str())?;
    let gaps = [" ", ".", "-", "/", "", "&", " & ", "'"];
    let listed = names
        .iter()
        .find(|name| stands(scene, i, name, &gaps) && is_company(scene, i, name))?;
    Some(Named {
        from: i,
        to: i + listed.words.len(),
        class: Class::Organization,
        instead: listed.instead,
        certainty: Certainty::Likely,
        reason: "company that everybody knows",
    })
}

/// Whether the words of a name stand at a place, with one of the gaps between them.
fn stands(scene: &Scene<'_, '_>, i: usize, name: &Listed, gaps: &[&str]) -> bool {
    let words = scene.words_between(i, i + name.words.len());
    words.len() == name.words.len()
        && (i..i + words.len()).all(|at| scene.is_free(at))
        && words
            .iter()
            .zip(&name.words)
            .all(|(word, listed)| word.folded == *listed)
        && words.iter().skip(1).all(|word| gaps.contains(&word.gap))
}

/// Whether a product's name means the product.
fn is_tool(scene: &Scene<'_, '_>, i: usize, name: &Listed) -> bool {
    let (words, first) = (scene.words, name.words[0]);
    let (word, previous) = (&words[i], before(words, i));
    if name.words.len() > 1 {
        let last = &words[i + name.words.len() - 1];
        let is_usual = name.words.iter().all(|part| ORDINARY.contains(part));
        let is_used = matches!(
            previous,
            "in" | "on" | "use" | "using" | "from" | "to" | "into"
        );
        return !is_usual || (word.is_capital && last.is_capital) || is_used;
    }
    let is_name = NAME_WORDS.contains(first) || FIRST_NAMES.contains(first);
    let is_short = first.len() <= 3;
    let is_usual = is_name
        || is_short
        || ORDINARY.contains(first)
        || KEPT.contains(first)
        || REGIONS.contains(first);
    if !is_usual {
        return true;
    }
    let next = words.get(i + 1);
    if word.is_capital && !word.begins_sentence {
        let goes_on = next.is_some_and(|next| {
            next.is_capital && next.follows_closely() && !KEPT.contains(next.folded.as_str())
        });
        return match (is_short, is_name) {
            (true, _) => word.is_upper || TOOL_CUES.contains(previous),
            (_, true) => TOOL_CUES.contains(previous),
            _ => !goes_on,
        };
    }
    if word.is_capital {
        let does = next.is_some_and(|next| next.follows_closely() && is_verb_of_tools(next));
        return (word.is_upper && UPPER_TOOLS.contains(&first))
            || (does && !FIRST_NAMES.contains(first));
    }
    if SPOKEN_TOOLS.contains(&first) {
        return TOOL_CUES.contains(previous) || previous == "the";
    }
    SMALL_TOOLS.contains(first)
        && first != "monday"
        && matches!(previous, "in" | "on" | "use" | "using" | "used" | "into")
}

fn is_verb_of_tools(word: &Word<'_>) -> bool {
    AFTER_TOOLS.contains(word.folded.as_str()) || PRESENT.contains(word.folded.as_str())
}

/// Whether a company's name means the company.
fn is_company(scene: &Scene<'_, '_>, i: usize, name: &Listed) -> bool {
    let (words, first) = (scene.words, name.words[0]);
    let word = &words[i];
    let is_behind_name = i.checked_sub(1).is_some_and(|last| {
        let last = words[last].folded.as_str();
        TITLES.contains(last) || FIRST_NAMES.contains(last)
    });
    if is_behind_name && matches!(word.gap, " " | ". ") {
        return false;
    }
    if name.words.len() > 1 {
        let is_usual = name.words.iter().all(|part| ORDINARY.contains(part));
        return word.is_capital || !is_usual;
    }
    let is_usual = first.len() <= 3
        || ORDINARY.contains(first)
        || NAME_WORDS.contains(first)
        || KEPT.contains(first)
        || FIRST_NAMES.contains(first)
        || COMMONEST.contains(first);
    if !is_usual {
        return true;
    }
    let next = words.get(i + 1).filter(|next| next.follows_closely());
    if word.is_capital && !word.begins_sentence {
        return first.len() > 3 || word.is_upper;
    }
    if word.is_capital {
        let does =
            |next: &Word<'_>| is_verb_of_tools(next) || SAYING.contains(next.folded.as_str());
        return next.is_some_and(does);
    }
    let is_governed = matches!(
        before(words, i),
        "at" | "for" | "to" | "with" | "and" | "by"
    );
    let is_part = next.is_some_and(|next| {
        let is_link = matches!(next.folded.as_str(), "and" | "or" | "is" | "has" | "wants");
        !is_link && ORDINARY.contains(next.folded.as_str())
    });
    SMALL_COMPANIES.contains(&first) && is_governed && !is_part
}
