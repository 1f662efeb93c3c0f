//! Which comparatives does an adjective find?
//!
//! Snowball takes `-er` and `-est` off long words only, so `cheap` and `cheaper` have different stems. Whoever looks for
//! `cheap` is shown both; whoever types `cheaper` is shown only what was compared. Stems stay as they are: for the tagger
//! the two are different words, since `it's not cheap` and `nobody is cheaper` are different things to say.
//!
//! Left out are adjectives whose comparatives mostly say something else: `no longer`, `see you later`, `as I said earlier`,
//! `a cleaner`, `better` and `best`, which are everywhere.

use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;

/// Adjectives that people compare by, sorted.
const COMPARED: &[(&str, [&str; 2])] = &[
    ("bad", ["worse", "worst"]),
    ("big", ["bigger", "biggest"]),
    ("cheap", ["cheaper", "cheapest"]),
    ("clear", ["clearer", "clearest"]),
    ("close", ["closer", "closest"]),
    ("cold", ["colder", "coldest"]),
    ("easy", ["easier", "easiest"]),
    ("fast", ["faster", "fastest"]),
    ("few", ["fewer", "fewest"]),
    ("great", ["greater", "greatest"]),
    ("hard", ["harder", "hardest"]),
    ("heavy", ["heavier", "heaviest"]),
    ("high", ["higher", "highest"]),
    ("large", ["larger", "largest"]),
    ("low", ["lower", "lowest"]),
    ("messy", ["messier", "messiest"]),
    ("new", ["newer", "newest"]),
    ("old", ["older", "oldest"]),
    ("poor", ["poorer", "poorest"]),
    ("pricey", ["pricier", "priciest"]),
    ("quick", ["quicker", "quickest"]),
    ("quiet", ["quieter", "quietest"]),
    ("safe", ["safer", "safest"]),
    ("short", ["shorter", "shortest"]),
    ("simple", ["simpler", "simplest"]),
    ("slow", ["slower", "slowest"]),
    ("small", ["smaller", "smallest"]),
    ("smart", ["smarter", "smartest"]),
    ("smooth", ["smoother", "smoothest"]),
    ("strong", ["stronger", "strongest"]),
    ("tight", ["tighter", "tightest"]),
    ("tough", ["tougher", "toughest"]),
    ("weak", ["weaker", "weakest"]),
    ("wide", ["wider", "widest"]),
];

/// The stems of an adjective and of what it is compared by; nothing for any other word, or more than one.
pub fn stems_of(word: &str, stemmer: &Stemmer) -> Option<Vec<String>> {
    let mut all = tokens(word);
    let (Some(token), None) = (all.next(), all.next()) else {
        return None;
    };
    let adjective = fold(token.surface(word));
    let at = COMPARED.binary_search_by(|(known, _)| (*known).cmp(&adjective));
    let (known, forms) = COMPARED[at.ok()?];
    let words = [known, forms[0], forms[1]];
    Some(words.map(|word| stemmer.stem(word)).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_form_belongs_to_one_adjective() {
        assert!(COMPARED.is_sorted_by(|one, next| one.0 < next.0));
        let mut forms: Vec<&str> = COMPARED.iter().flat_map(|(_, forms)| *forms).collect();
        let n_forms = forms.len();
        forms.sort_unstable();
        forms.dedup();
        assert_eq!(forms.len(), n_forms);
    }

    #[test]
    fn only_an_adjective_by_itself_finds_its_comparatives() {
        let stemmer = Stemmer::default();
        assert_eq!(
            stems_of("Cheap", &stemmer).map(|stems| stems.len()),
            Some(3)
        );
        for other in ["cheaper", "cheap-skate", "expensive", "", "cheap plan"] {
            assert_eq!(stems_of(other, &stemmer), None, "{other}");
        }
    }
}
