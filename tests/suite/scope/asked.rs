//! Is a plain question of loose text told from a complaint in the form of one?

use verbatim::mention::{Polarity, Tag};
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::scope::{Place, asked};
use verbatim::mine::tag::Tagger;
use verbatim::mine::vocabulary::Vocabulary;
use verbatim::mine::words::{Reader, Words};

use super::tagged_call;
use crate::learn::table;

const LEXICON: &str = r#"
[[entry]]
tag = "objection/price"
name = "expensive"
patterns = ["expensive", "price", "cheaper"]

[[entry]]
tag = "objection/trust"
name = "doubt"
patterns = ["hold up"]

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
patterns = ["by hand"]

[[entry]]
tag = "pain/slow"
name = "slow"
patterns = ["slow", "take ..2 week", "=ages"]

[[entry]]
tag = "request/integration"
name = "sync"
patterns = ["sync with"]
"#;

fn lexicons() -> Lexicons {
    Sources::new(vec![("anyone.toml".to_owned(), LEXICON.to_owned())])
        .compile()
        .expect("the lexicon compiles")
}

/// Asserts how the one mention of each loose text was meant, and that what is odd shows why.
fn all_are(expected: Polarity, texts: &str) {
    let lexicons = lexicons();
    let mut tagger = Tagger::new(&lexicons);
    for [text] in table::<1>(texts) {
        let mentions = tagger.tag_utterance(text, "unknown");
        assert_eq!(mentions.len(), 1, "{text}: {mentions:?}");
        assert_eq!(mentions[0].polarity, expected, "{text}");
        let has_cue = mentions[0].why.polarity.is_some();
        assert_eq!(has_cue, expected != Polarity::Affirmed, "{text}");
    }
}

#[test]
fn what_a_plain_question_names_is_only_asked() {
    all_are(
        Polarity::Hypothetical,
        "Is the price too high?
        Is price too high?
        Do others find it slow?
        So does it take two weeks?
        And do customers find it expensive?
        Hi, is it expensive?
        We like it, but is the price too high?
        Was it slow for other people?
        Do you think it takes ages?
        Do you know if it takes ages?
        Does your tool need anything by hand?
        Is it slow? No.",
    );
}

#[test]
fn who_complains_by_asking_means_it() {
    all_are(
        Polarity::Affirmed,
        "Why is it so slow?
        How can it take two weeks?
        Seriously, who pays that price?
        Can't you make it cheaper?
        Isn't it a bit expensive?
        Don't you find it slow?
        It is slow, isn't it?
        Is it so slow?
        Is slow?
        Is it always slow?
        Does it still take two weeks?
        Is it just me or is it slow?
        Does anyone else find it slow?
        Is it normal that it takes ages?
        Did you know it takes ages?
        Have you seen how slow it is?
        Have to do it by hand?
        Is it slow? Yes, very.
        Is it slow??
        Is it expensive?!",
    );
}

#[test]
fn what_is_told_beside_a_question_is_meant() {
    all_are(
        Polarity::Affirmed,
        "It is slow, is there a fix?
        Do you have an app, because we do it by hand?
        Is there an app and we do it by hand?
        It is slow. Is there a fix?",
    );
    all_are(
        Polarity::Negated,
        "It is not slow, is there more?
        Don't do it by hand, is there an app?",
    );
}

#[test]
fn who_haggles_doubts_or_wants_something_does_so_by_asking() {
    all_are(
        Polarity::Affirmed,
        "Is there a cheaper plan?
        Do you have anything cheaper?
        Is the price negotiable?
        Does it hold up?
        Does it sync with SAP?",
    );
}

#[test]
fn on_a_call_a_pattern_in_a_question_stays_meant() {
    let mentions = tagged_call(&[("prospect", "Is it expensive?")]);
    assert_eq!(mentions.len(), 1, "{mentions:?}");
    assert_eq!(mentions[0].polarity, Polarity::Affirmed);
}

/// What is said, what is heard in all of it, whether it is only asked.
const UNITS: &str = "
Is the price too high?                        | objection/price  | yes
So does it take two weeks?                    | pain/slow        | yes
It is slow, is there a fix?                   | pain/slow        | no
Do you have an app, because we do it by hand? | pain/manual-work | no
Can you do better on the price?               | objection/price  | no
Does it hold up?                              | objection/trust  | no
Is it slow? We wait for weeks.                | pain/slow        | no
Is it slow                                    | pain/slow        | no
";

#[test]
fn a_whole_unit_is_asked_where_nothing_in_it_is_told() {
    let vocabulary = Vocabulary::default();
    let mut reader = Reader::new(&vocabulary);
    let mut words = Words::default();
    for [text, tag, expected] in table::<3>(UNITS) {
        reader.read(text, &mut words);
        let unit = Place {
            words: &words,
            first: 0,
            last: words.items.len() - 1,
        };
        let cue = asked::of_unit(unit, &Tag(tag.to_owned()), text);
        assert_eq!(cue.is_some(), expected == "yes", "{text}");
    }
}
