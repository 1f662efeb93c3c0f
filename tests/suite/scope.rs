//! Was it meant, about whom, and who brought it up? One sentence for each rule.

use verbatim::call::{Call, CallId, Participant, Side, Turn};
use verbatim::mention::{Mention, Origin, Polarity, Target};
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::tag::Tagger;

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
fn they_who_are_ones_own_people_speak_of_the_offer() {
    for (text, expected) in [
        (
            "My team looked at it and they say it's too expensive.",
            Target::Own,
        ),
        (
            "I showed it to the board and they think it's expensive.",
            Target::Own,
        ),
        ("Our finance people, they say it's expensive.", Target::Own),
        (
            "I asked my drivers and they said it's expensive.",
            Target::Own,
        ),
        ("They told our team that it's expensive.", Target::Other),
        ("Their team says they are expensive.", Target::Other),
        (
            "My boss called the other vendor and they are expensive.",
            Target::Other,
        ),
        (
            "I met the people down the road and they are expensive.",
            Target::Other,
        ),
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
