//! Was it meant, about whom, and who brought it up? One sentence for each rule.

use verbatim::call::{Call, CallId, Participant, Side, Turn};
use verbatim::mention::{Mention, Origin, Polarity, Target};
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::tag::Tagger;

use crate::harness::shipped;

const LEXICON: &str = r#"
[[entry]]
tag = "objection/price"
name = "expensive"
patterns = ["expensive", "price"]

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
patterns = ["by hand"]

[[entry]]
tag = "pain/visibility"
name = "no-way"
patterns = ["no way to see"]
negation = "own"

[[entry]]
tag = "pain/slow"
name = "ages"
patterns = ["=ages"]

[[entry]]
tag = "objection/budget"
name = "no-budget"
patterns = ["not have the budget"]
negation = "own"

[[entry]]
tag = "objection/authority"
name = "not-theirs"
patterns = ["not your decision"]
negation = "own"

[[entry]]
tag = "objection/competitor"
name = "using"
patterns = ["already use"]
target = "other"
"#;

fn lexicons() -> Lexicons {
    Sources::new(vec![("anyone.toml".to_owned(), LEXICON.to_owned())])
        .compile()
        .expect("the lexicon compiles")
}

fn tagged(text: &str) -> Vec<Mention> {
    Tagger::new(&lexicons()).tag_utterance(text, "unknown")
}

/// Tags a call of turns by `rep` and `prospect`.
fn tagged_call(turns: &[(&str, &str)]) -> Vec<Mention> {
    let person = |name: &str, side| Participant {
        name: name.to_owned(),
        side,
        persona: "unknown".to_owned(),
        ..Participant::default()
    };
    let turns = turns.iter().map(|(who, text)| Turn {
        speaker: u32::from(*who == "prospect"),
        start: None,
        end: None,
        text: (*text).to_owned(),
        cues: Vec::new(),
    });
    let call = Call {
        id: CallId("c".to_owned()),
        title: None,
        format: "verbatim-json".to_owned(),
        started_at: None,
        duration: None,
        language: None,
        recording_url: None,
        account: None,
        deal: None,
        participants: vec![person("R", Side::Rep), person("P", Side::Prospect)],
        turns: turns.collect(),
    };
    Tagger::new(&lexicons()).tag(&call)
}

#[test]
fn polarity_follows_the_words_around() {
    use Polarity::{Affirmed, Hypothetical, Negated};
    for (text, expected) in [
        ("It is too expensive.", Affirmed),
        ("It is not expensive.", Negated),
        ("I don't think it's expensive.", Negated),
        ("It's never been expensive.", Negated),
        ("Not only is it expensive.", Affirmed),
        ("It is not that it is not expensive.", Affirmed),
        ("No, it is expensive.", Affirmed),
        ("We don't have time, and it is expensive.", Affirmed),
        ("We can't wait because it is expensive.", Affirmed),
        ("The price is not an issue.", Negated),
        ("Price was never a problem for us.", Negated),
        ("If it were expensive we would walk.", Hypothetical),
        ("If I do it by hand it comes back.", Affirmed),
        ("There is no way to see it.", Affirmed),
    ] {
        let mentions = tagged(text);
        assert_eq!(mentions.len(), 1, "{text}: {mentions:?}");
        assert_eq!(mentions[0].polarity, expected, "{text}");
        let has_cue = mentions[0].why.polarity.is_some();
        assert_eq!(has_cue, expected != Affirmed, "{text} names its cue");
    }
}

#[test]
fn a_competitors_price_is_not_ours() {
    for (text, expected) in [
        ("Your price is too high.", Target::Own),
        ("Their price was too high.", Target::Other),
        ("The vendor we have is expensive.", Target::Other),
        ("We already use something.", Target::Other),
        ("We do it by hand.", Target::Own),
    ] {
        assert_eq!(tagged(text)[0].target, expected, "{text}");
    }
}

#[test]
fn a_bare_yes_to_a_leading_question_is_a_led_mention_on_the_prospects_turn() {
    let mentions = tagged_call(&[
        ("rep", "So you do all of that by hand today?"),
        ("prospect", "Yeah, exactly."),
    ]);
    assert_eq!(mentions.len(), 1);
    assert_eq!(
        (mentions[0].turn, mentions[0].origin, mentions[0].polarity),
        (1, Origin::Led, Polarity::Affirmed)
    );
    let cue = mentions[0]
        .why
        .origin
        .as_ref()
        .expect("a led mention shows the rep's words");
    assert_eq!(cue.turn, 0);
}

#[test]
fn a_bare_no_is_negated_and_led() {
    let mentions = tagged_call(&[("rep", "Is it the price?"), ("prospect", "No, not really.")]);
    assert_eq!(mentions.len(), 1);
    assert_eq!(
        (mentions[0].origin, mentions[0].polarity),
        (Origin::Led, Polarity::Negated)
    );
}

#[test]
fn what_the_prospect_brings_up_is_unprompted() {
    let mentions = tagged_call(&[
        ("rep", "How is your week?"),
        ("prospect", "Busy. We do it all by hand."),
    ]);
    assert_eq!(mentions[0].origin, Origin::Unprompted);
}

#[test]
fn a_rep_never_carries_a_mention() {
    assert!(tagged_call(&[("rep", "Others find it expensive and do it by hand.")]).is_empty());
}

#[test]
fn a_suggestion_is_forgotten_after_three_turns() {
    let far = [
        ("rep", "You do it by hand?"),
        ("prospect", "Hm."),
        ("rep", "Okay."),
        ("prospect", "Well."),
        ("rep", "So."),
        ("prospect", "Yes, by hand."),
    ];
    let mentions = tagged_call(&far);
    assert_eq!(
        mentions.last().map(|mention| mention.origin),
        Some(Origin::Unprompted)
    );
}

// ---- short answers to what a rep put ----------------------------------------------------------------------------

/// How a rep's question is answered: `None` where nothing is said of what the rep named.
fn answered(asked: &str, answer: &str) -> Option<Polarity> {
    let mentions = tagged_call(&[("rep", asked), ("prospect", answer)]);
    assert!(mentions.len() <= 1, "{asked} {answer}: {mentions:?}");
    let mention = mentions.first()?;
    assert_eq!(mention.origin, Origin::Led, "{asked} {answer}");
    let shows = (mention.why.origin.is_some(), mention.why.polarity.is_some());
    let is_odd = mention.polarity != Polarity::Affirmed;
    assert_eq!(shows, (true, is_odd), "{asked} {answer}");
    Some(mention.polarity)
}

const AGREEING: &[&str] = &[
    "That's right.",
    "Right.",
    "Correct.",
    "Absolutely.",
    "Definitely.",
    "Totally.",
    "Exactly.",
    "Yep.",
    "Yeah.",
    "Yeah, exactly.",
    "Yes, that's right.",
    "Spot on.",
    "Pretty much.",
    "I'm afraid so.",
    "Unfortunately, yeah.",
    "You're right.",
];
const DENYING: &[&str] = &[
    "No.",
    "No, not really.",
    "Not at all.",
    "Absolutely not.",
    "Definitely not.",
    "Sure not.",
    "Certainly not.",
    "Of course not.",
    "I'm afraid not.",
    "I don't think so.",
    "Unfortunately not.",
];
const INSISTING: &[&str] = &[
    "Oh we do.",
    "Yes, we do.",
    "It does.",
    "Yes. It is.",
    "Yeah, they do.",
];

#[test]
fn to_what_a_rep_names_yes_agrees_and_no_denies() {
    for asked in [
        "So it takes ages?",
        "You do it by hand today.",
        "So it's expensive. Is that fair?",
        "Isn't it expensive?",
        "So doesn't it take ages?",
    ] {
        for answer in [AGREEING, INSISTING, &["Yes.", "Unfortunately yes."]].concat() {
            assert_eq!(
                answered(asked, answer),
                Some(Polarity::Affirmed),
                "{asked} {answer}"
            );
        }
        for answer in [DENYING, &["No, we're good there."]].concat() {
            assert_eq!(
                answered(asked, answer),
                Some(Polarity::Negated),
                "{asked} {answer}"
            );
        }
    }
}

#[test]
fn no_confirms_what_a_rep_words_negatively() {
    use Polarity::{Affirmed, Negated};
    for (asked, as_put, turned) in [
        ("So it's not too expensive?", Negated, Affirmed),
        ("So it doesn't take ages?", Negated, Affirmed),
        ("So the price is not an issue, right?", Negated, Affirmed),
        ("So you don't have the budget?", Affirmed, Negated),
        ("So it's not your decision?", Affirmed, Negated),
    ] {
        for answer in [AGREEING, DENYING, &["No, we don't."]].concat() {
            assert_eq!(answered(asked, answer), Some(as_put), "{asked} {answer}");
        }
        for answer in [INSISTING, &["Yes we do have it.", "No, it is."]].concat() {
            assert_eq!(answered(asked, answer), Some(turned), "{asked} {answer}");
        }
        // Nobody can tell.
        for answer in ["Yes.", "No, it's all ours."] {
            assert_eq!(answered(asked, answer), None, "{asked} {answer}");
        }
    }
}

#[test]
fn whoever_answers_another_question_says_nothing_of_the_first() {
    for (asked, answer, expected) in [
        (
            "So it takes ages? And can you hear me?",
            "Yes, I can hear you.",
            None,
        ),
        (
            "So it's too expensive? Shall we meet on Monday?",
            "Yes, Monday works.",
            None,
        ),
        (
            "So it takes ages? Is that right?",
            "Yes.",
            Some(Polarity::Affirmed),
        ),
        (
            "So it takes ages? Am I right?",
            "No.",
            Some(Polarity::Negated),
        ),
        (
            "So it takes ages, yeah? Would you say?",
            "Right.",
            Some(Polarity::Affirmed),
        ),
        (
            "So it takes ages. Does that sound right?",
            "Yep.",
            Some(Polarity::Affirmed),
        ),
        (
            "Can you hear me? So it takes ages?",
            "Yes.",
            Some(Polarity::Affirmed),
        ),
        ("So it takes ages?", "No idea.", None),
        ("So it takes ages?", "Not sure.", None),
        ("So it takes ages?", "Definitely not cheap.", None),
        ("So it takes ages?", "Sure, if we grow.", None),
    ] {
        assert_eq!(answered(asked, answer), expected, "{asked} {answer}");
    }
}

#[test]
fn nobody_leads_to_what_is_written_outside_of_a_call() {
    let mut tagger = Tagger::new(shipped());
    let mut n_mentions = 0;
    for text in [
        "Yeah, exactly, it takes us days to close the month.",
        "No, not at all.",
        "Yes, your price is too high.",
        "No, the price is not a problem.",
    ] {
        for mention in tagger.tag_utterance(text, "unknown") {
            assert_eq!(mention.origin, Origin::Unprompted, "{text}: {mention:?}");
            n_mentions += 1;
        }
    }
    assert!(n_mentions > 0);
}
