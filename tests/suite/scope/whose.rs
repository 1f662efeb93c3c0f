//! Is a competitor of the config blamed for what hurts, and only within a sentence?

use verbatim::mine::lexicon::{Company, Lexicons, Sources};
use verbatim::mine::scope::{Place, whose};
use verbatim::mine::tag::Tagger;
use verbatim::mine::vocabulary::Vocabulary;
use verbatim::mine::words::{Reader, Words};

use crate::learn::table;

const FREIGHTLY: &str = "Freightly";

/// A lexicon of one entry, where Freightly is a competitor.
fn listening(tag: &str, pattern: &str) -> Lexicons {
    let entry = format!("[[entry]]\ntag = \"{tag}\"\nname = \"x\"\npatterns = [\"{pattern}\"]\n");
    let company = Company {
        competitors: vec![FREIGHTLY.to_owned()],
        ..Company::default()
    };
    Sources::new(vec![("anyone.toml".to_owned(), entry)])
        .with_company(company)
        .compile()
        .expect("the lexicon compiles")
}

/// Whose thing the one mention of each sentence is about.
fn check(lexicons: &Lexicons, rows: &str) {
    let mut tagger = Tagger::new(lexicons);
    for [text, expected] in table::<2>(rows) {
        let mentions = tagger.tag_utterance(text, "unknown");
        assert_eq!(mentions.len(), 1, "{text}: {mentions:?}");
        assert_eq!(mentions[0].target.name(), expected, "{text}");
        let has_cue = mentions[0].why.target.is_some();
        assert_eq!(has_cue, expected == "other", "{text}");
    }
}

/// What is said, whose thing it is about.
const REASONS: &str = "
Since Freightly is so slow, we do it by hand.                    | other
Because Freightly can't import orders, we type every one of them by hand. | other
As Freightly never syncs, our people do it by hand.              | other
We do it by hand because Freightly is so slow.                   | other
We do it by hand since the Freightly takes ages.                 | other
Since Freightly does not print labels, I write them by hand.     | other
We do it by hand because Freightly left us.                      | own
Since Freightly, we do it by hand.                               | own
Since Freightly it is all by hand.                               | own
Since Freightly came to visit us, we do it by hand.              | own
Since Freightly is gone, we do it by hand.                       | own
Because Freightly has left the market, we do it by hand.         | own
Because Freightly was slow we left, but now we do it by hand.    | own
We do it by hand, but we left because Freightly is slow.         | own
Since Freightly is slow, does your tool end what we do by hand?  | own
Since our printer is so slow, we do it by hand.                  | own
Freightly is slow. We do it by hand.                             | own
";

#[test]
fn whoever_is_given_as_the_reason_is_blamed() {
    check(&listening("pain/manual-work", "by hand"), REASONS);
}

#[test]
fn what_is_asked_of_the_seller_because_of_a_competitor_stays_the_sellers() {
    let rows = "Since Freightly is so slow, we want an export. | own";
    check(&listening("request/feature", "an export"), rows);
}

/// What is said in one unit, whether it complains of Freightly.
const UNITS: &str = "
Freightly takes ages. We retype the orders.        | yes
Freightly takes ages. Our drivers wait.            | yes
We retype the orders. Freightly takes ages.        | yes
Freightly is no faster than I. Guess why.          | no
Freightly came, and we retype the orders.          | no
Since Freightly is so slow we retype the orders.   | yes
Before Freightly we retyped the orders.            | no
It was bad before. Freightly takes ages.           | yes
Freightly takes ages. Yours is better.             | no
";

#[test]
fn a_units_sentences_tell_nothing_of_one_another() {
    let mut vocabulary = Vocabulary::default();
    vocabulary.name_rivals(&[FREIGHTLY.to_owned()]);
    let mut reader = Reader::new(&vocabulary);
    let mut words = Words::default();
    for [text, expected] in table::<2>(UNITS) {
        reader.read(text, &mut words);
        let unit = Place {
            words: &words,
            first: 0,
            last: words.items.len() - 1,
        };
        let is_rivals = whose::rival(unit).is_some();
        assert_eq!(is_rivals, expected == "yes", "{text}");
    }
}
