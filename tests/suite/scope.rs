//! Was it meant, about whom, and who brought it up? One sentence for each rule.

use verbatim::call::{Call, CallId, Participant, Side, Turn};
use verbatim::mention::{Mention, Origin, Polarity, Target};
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::tag::Tagger;

use crate::harness::shipped;

mod asked;
mod whose;

const LEXICON: &str = r#"
[[entry]]
tag = "objection/price"
name = "expensive"
patterns = ["expensive", "price"]

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
patterns = ["by hand", "retype ..4 manually"]

[[entry]]
tag = "pain/slow"
name = "slow"
patterns = ["take (age|week)"]

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

/// Asserts how the one mention of each sentence was meant.
fn all_are(expected: Polarity, sentences: &str) {
    for text in sentences.lines().map(str::trim) {
        if text.is_empty() {
            continue;
        }
        let mentions = tagged(text);
        assert_eq!(mentions.len(), 1, "{text}: {mentions:?}");
        assert_eq!(mentions[0].polarity, expected, "{text}");
        let has_cue = mentions[0].why.polarity.is_some();
        assert_eq!(has_cue, expected != Polarity::Affirmed, "{text}");
    }
}

#[test]
fn whoever_denies_a_feeling_or_a_reason_tells_what_hurts() {
    all_are(
        Polarity::Affirmed,
        "I don't like that it takes ages.
        I don't understand why it takes ages.
        I'm not happy that it takes ages.
        I'm not happy about the price.
        It's not right that it takes ages.
        I can't explain why it takes ages.
        Nobody likes retyping orders manually.
        We can't live with it taking weeks.
        I can't believe it takes ages.
        We can't accept that it takes ages.
        I can't see why it takes ages.
        I don't know why it takes ages.",
    );
    all_are(
        Polarity::Negated,
        "I don't think that it takes ages.
        I don't believe it takes ages.
        I don't feel it takes ages.
        I don't reckon it takes ages.
        I don't suppose it takes ages.
        I don't find it expensive.
        I don't consider it expensive.
        I wouldn't say it takes ages.
        It doesn't look like it takes ages.
        I don't see why it should take ages.
        I don't like that it doesn't take ages.",
    );
}

#[test]
fn a_denial_may_only_stress() {
    all_are(
        Polarity::Affirmed,
        "There is no doubt that it takes ages.
        No wonder it takes ages.
        There's no denying that it takes ages.
        Nobody can deny it takes ages.
        I can't deny it takes ages.
        I'm not gonna lie it takes ages.
        I won't lie it takes ages.
        Not to mention it takes ages.
        We can't overstate that it takes ages.
        No it takes ages.",
    );
    all_are(
        Polarity::Negated,
        "They deny it takes ages.
        No we don't retype orders manually.",
    );
}

#[test]
fn a_denial_in_a_clause_in_front_stays_there() {
    all_are(
        Polarity::Affirmed,
        "Because it doesn't sync it takes ages.
        When the system isn't up it takes weeks.
        Since nothing syncs we retype orders manually.
        Without a tool we retype orders manually.
        With no integration we retype orders manually.
        If it isn't imported we retype orders manually.",
    );
    all_are(
        Polarity::Negated,
        "When the system is up it doesn't take weeks.
        Because we don't think it takes ages.
        Since we don't retype it manually.
        When the system is up we don't say it takes ages.",
    );
}

#[test]
fn whoever_wishes_it_away_has_it() {
    all_are(
        Polarity::Affirmed,
        "I wish it didn't take ages.
        It would be nice if we didn't retype orders manually.
        If only we didn't have to retype orders manually.",
    );
    all_are(Polarity::Hypothetical, "It would be bad if it takes ages.");
}

#[test]
fn a_phrase_that_is_negative_by_itself_can_be_taken_back() {
    all_are(
        Polarity::Negated,
        "It's not true that there is no way to see it.
        It's not that there is no way to see it.
        I wouldn't say there is no way to see it.
        It's not the case that there is no way to see it.
        I'm not saying that there is no way to see it.
        I don't think there is no way to see it.",
    );
    all_are(
        Polarity::Affirmed,
        "I can't believe there is no way to see it.
        I don't like that there is no way to see it.
        There is no doubt that there is no way to see it.
        We don't report because there is no way to see it.",
    );
}

#[test]
fn two_denials_cancel_each_other_and_not_only_is_none() {
    all_are(
        Polarity::Affirmed,
        "We don't just retype orders manually, we also mail them.
        We don't only retype orders manually.
        We retype not only orders manually.
        Not a day goes by that we don't retype orders manually.
        There is no day when we don't retype orders manually.",
    );
    all_are(Polarity::Negated, "We retype no orders manually.");
}

#[test]
fn weak_denials_are_denials() {
    all_are(
        Polarity::Negated,
        "It rarely takes ages.
        It seldom takes ages.
        It hardly ever takes ages.
        It barely ever takes ages.
        It's nowhere near expensive.
        It's far from expensive.
        It's anything but expensive.
        I doubt it takes ages.
        I doubt that it takes ages.
        It's a myth that it takes ages.
        We stopped retyping orders manually.
        We got rid of retyping orders manually.
        We no longer retype orders manually.
        We used to retype orders manually, but not any more.
        We used to retype orders manually but we don't do that anymore.",
    );
    all_are(
        Polarity::Affirmed,
        "We never stopped retyping orders manually.
        We want to get rid of retyping orders manually.
        We need to stop retyping orders manually.
        It runs so far but it takes ages.
        When the line stopped we retyped orders manually.
        We used to retype orders manually.",
    );
}

#[test]
fn what_is_supposed_has_not_happened() {
    all_are(
        Polarity::Hypothetical,
        "What if it takes ages?
        So what if it takes ages?
        Imagine it takes ages.
        We are fine unless we retype orders manually.
        In case it takes ages we leave.
        Let's say it takes ages.
        Suppose it takes ages.
        Assuming it takes ages we leave.
        I wonder if it takes ages.
        I wonder whether it takes ages.",
    );
    all_are(
        Polarity::Affirmed,
        "I suppose it takes ages.
        I imagine it takes ages.
        You can imagine it takes ages.
        Unless we import it ourselves it takes ages.
        In that case it takes ages.
        In our case it takes ages.",
    );
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
