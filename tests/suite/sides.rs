//! Is it known who sits on which side, by whom, and does a person's word outlive everything else?

mod command;
mod people;
mod titles;

use std::path::Path;

use verbatim::call::{Call, Participant, Side, SideReason};
use verbatim::config::Config;
use verbatim::ingest::companions::Companions;
use verbatim::ingest::normalize::{Origin, SideRules, normalize};
use verbatim::ingest::transcript::{Format, Person, Transcript, Utterance};

/// A small call: whoever speaks in even turns sells.
const TALK: [&str; 6] = [
    "Hi, thanks for taking the time today. I'd love to hear how you handle your quotes, and then let me share my \
     screen and show you what our platform does. Does that work for you?",
    "Sure. We use spreadsheets, and my team types it all in by hand every night. I've got two people who do nothing \
     else, and they hate it.",
    "Got it. So how many quotes do you send in a month, and who else is involved in the decision?",
    "About forty. My boss signs everything, and he was burned by the last vendor. I don't know if we have the budget, \
     because it was expensive last time.",
    "Understood. What you're seeing here is the dashboard, and you can click into any quote. Our pricing starts at \
     forty dollars per user. I'll send you a proposal on Tuesday. Shall we set up a call for next week?",
    "I need to ask my boss. He said that our budget was gone because they bought new trucks, but I want to see it.",
];

/// No call about a deal, though one asks and the other tells.
const PODCAST: [&str; 4] = [
    "Welcome back to the show. So tell me, how did you get into writing about birds? What was it that made you fall \
     in love with them? And how do you find the time?",
    "I was a child and my father had a pair of binoculars. He told me their names and we walked every morning. I have \
     never stopped since, because they were always there.",
    "Ha, great. And what would you say to somebody who wants to start? Can you tell us how you do it?",
    "I don't think you need much. I had nothing but a notebook. They come to you if you sit still, and my friends \
     said that I was mad.",
];

/// Everything that can tell a side.
#[derive(Default)]
struct Known {
    people: Vec<Person>,
    sides_are_given: bool,
    participants: Option<String>,
    rules: SideRules,
}

/// The call that these speakers make of these texts, by turns.
fn call_of(speakers: &[&str], texts: &[&str], known: &Known) -> Call {
    let mut transcript = Transcript::new(Format::ZoomVtt);
    transcript.people = known.people.clone();
    transcript.sides_are_given = known.sides_are_given;
    for (speaker, text) in speakers.iter().cycle().zip(texts) {
        transcript.utterances.push(Utterance {
            speaker: Some((*speaker).to_owned()),
            text: (*text).to_owned(),
            ..Utterance::default()
        });
    }
    let companions = Companions::parse(known.participants.as_deref().map(str::as_bytes), None);
    let origin = Origin {
        file_name: None,
        companions: &companions,
        rules: &known.rules,
    };
    normalize(transcript, &origin).0
}

fn told(who: &Participant) -> (Side, SideReason) {
    (who.side, who.side_reason)
}

fn person(name: &str, side: Option<Side>, email: Option<&str>) -> Person {
    Person {
        name: name.to_owned(),
        side,
        email: email.map(str::to_owned),
        ..Person::default()
    }
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|item| (*item).to_owned()).collect()
}

#[test]
fn what_means_no_domain_is_refused_with_its_line() {
    let read = |text: &str| Config::parse(text, Path::new("verbatim.toml"));
    let text = "# *.haulbright.example\ninternal_domains = [\n  \"https://www.Haulbright.example/\",\n  \
                \"*.haulbright.example\",\n]\n";
    let domains = read(text).unwrap().internal_domains;
    assert_eq!(domains, ["haulbright.example", "haulbright.example"]);
    let wrong = text.replace("*.haul", "dana@haul");
    let told = read(&wrong).unwrap_err().to_string();
    assert!(
        told.starts_with("verbatim.toml:4: internal_domains takes what"),
        "{told}"
    );
}

/// Its prospects would be our own people.
#[test]
fn a_mail_provider_is_refused_as_our_own_domain() {
    let read = |text: &str| Config::parse(text, Path::new("verbatim.toml"));
    for provider in ["gmail.com", "*.outlook.com", "Yahoo.co.jp", "gmx.net"] {
        let told = read(&format!("internal_domains = [\"{provider}\"]\n"))
            .unwrap_err()
            .to_string();
        assert!(
            told.starts_with("verbatim.toml:1: internal_domains takes domains of your company"),
            "{told}"
        );
        assert!(told.contains("internal_names"), "{told}");
    }
}

// ---- the order of trust -----------------------------------------------------------------------------------

/// What is known of somebody, and what follows.
type Trusted = (
    Option<Side>,
    bool,
    &'static str,
    &'static str,
    bool,
    Side,
    SideReason,
);

/// Each row adds what is trusted more, and that says the contrary of all that is trusted less.
#[test]
fn what_is_trusted_more_has_the_word() {
    use Side::{Prospect, Rep, Unknown};
    // What the file says, as given or as a vendor's; the address; the row; the setting. The words are a prospect's.
    let rows: [Trusted; 6] = [
        (None, false, "", "", false, Prospect, SideReason::Inferred),
        (None, false, "", "", true, Rep, SideReason::Config),
        (
            None,
            false,
            "",
            "prospect",
            true,
            Prospect,
            SideReason::ParticipantsFile,
        ),
        (
            None,
            false,
            "pam@seller.example",
            "prospect",
            true,
            Rep,
            SideReason::Domain,
        ),
        (
            Some(Prospect),
            false,
            "pam@seller.example",
            "rep",
            true,
            Prospect,
            SideReason::Vendor,
        ),
        (
            Some(Prospect),
            true,
            "pam@seller.example",
            "rep",
            true,
            Prospect,
            SideReason::Given,
        ),
    ];
    for (of_file, is_given, email, row, is_named, side, reason) in rows {
        let email = Some(email).filter(|email| !email.is_empty());
        let known = Known {
            people: vec![person("Pam Hale", of_file, email)],
            sides_are_given: is_given,
            participants: Some(format!("name,side\nPam Hale,{row}\n")),
            rules: SideRules {
                internal_domains: owned(&["seller.example"]),
                internal_names: owned(if is_named { &["Pam Hale"] } else { &[] }),
                ..SideRules::default()
            },
        };
        let call = call_of(&["Rea Lund", "Pam Hale"], &TALK, &known);
        let pam = call.participants.iter().find(|who| who.name == "Pam Hale");
        assert_eq!(pam.map(told), Some((side, reason)), "{reason:?}");
    }
    // An explicit `unknown` is a blank, not a side.
    let blank = Known {
        people: vec![person("Pam Hale", Some(Unknown), None)],
        sides_are_given: true,
        ..Known::default()
    };
    let call = call_of(&["Rea Lund", "Pam Hale"], &TALK, &blank);
    assert_eq!(told(&call.participants[0]).1, SideReason::Inferred);
}

// ---- inference --------------------------------------------------------------------------------------------

#[test]
fn what_is_inferred_says_so_and_by_which_rules_and_turns() {
    let call = call_of(&["Speaker 1", "Speaker 2"], &TALK, &Known::default());
    let [rep, prospect] = &call.participants[..] else {
        panic!("two people speak");
    };
    assert_eq!(told(rep), (Side::Rep, SideReason::Inferred));
    assert_eq!(told(prospect), (Side::Prospect, SideReason::Inferred));
    for (who, own_turns) in [(rep, 0), (prospect, 1)] {
        assert!((1..=3).contains(&who.side_evidence.len()), "{who:?}");
        for evidence in &who.side_evidence {
            let is_slug = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(
                evidence.rule.chars().all(is_slug),
                "words leak: {evidence:?}"
            );
            let is_own = evidence.turn.is_none_or(|turn| turn % 2 == own_turns);
            assert!(is_own, "somebody else's turn: {evidence:?}");
        }
    }
}

#[test]
fn where_it_is_not_safe_nothing_is_inferred() {
    let nothing = Known::default();
    let two = ["Speaker 1", "Speaker 2"];
    let few_words = ["How much is it?", "Too much for us.", "I'll send a quote."];
    // No deal, hardly any words, one label for everybody, a voice that speaks for several.
    for (speakers, texts) in [
        (&two[..], &PODCAST[..]),
        (&two[..], &few_words[..]),
        (&two[..1], &TALK[..]),
        (&["Zoom Room 3", "Otter.ai"][..], &TALK[..]),
    ] {
        let call = call_of(speakers, texts, &nothing);
        for who in &call.participants {
            assert_eq!(who.side, Side::Unknown, "{}: {texts:?}", who.name);
            assert!(who.side_evidence.is_empty());
        }
    }
    // Two sides in the file: it takes the file to tell them apart.
    let doubtful = Known {
        people: vec![
            person("Speaker 2", Some(Side::Rep), None),
            person("Speaker 2", Some(Side::Prospect), None),
        ],
        ..Known::default()
    };
    let call = call_of(&two, &TALK, &doubtful);
    assert_eq!(
        told(&call.participants[0]),
        (Side::Unknown, SideReason::Unknown)
    );
}

/// The one of two who is left over sits on the other side, even where nothing else tells; but not in any conversation.
#[test]
fn the_other_of_two_is_the_other_side_of_a_sales_call() {
    let neutral = [
        "Good. Then the three of them went down to the harbour on Sunday morning, in the rain, with a dog.",
        "Nice. That harbour is lovely in the morning, even with rain, and a dog likes it whatever the weather does there.",
        "Yes, and the boats came in one after the other, red and blue and white, with the lamps still on.",
        "Lovely. Red boats are the best ones, with lamps on, in the morning, in the rain.",
    ];
    let of_a_deal = "The contract, the invoice, the supplier and the renewal lay on the table.";
    let in_a_deal = neutral.map(|text| format!("{text} {of_a_deal}"));
    let in_a_deal: Vec<&str> = in_a_deal.iter().map(String::as_str).collect();
    for (known_side, other_side) in [(Side::Rep, Side::Prospect), (Side::Prospect, Side::Rep)] {
        let known = Known {
            people: vec![person("Ann Lee", Some(known_side), None)],
            ..Known::default()
        };
        let speakers = ["Ann Lee", "Speaker 2"];
        let call = call_of(&speakers, &in_a_deal, &known);
        let other = &call.participants[1];
        assert_eq!(told(other), (other_side, SideReason::Inferred), "{other:?}");
        assert_eq!(other.side_evidence[0].rule, "is-the-other-side");
        let call = call_of(&speakers, &neutral, &known);
        assert_eq!(
            call.participants[1].side,
            Side::Unknown,
            "two colleagues may talk so"
        );
    }
}

#[test]
fn a_label_is_our_rep_who_introduces_herself_or_is_called_so() {
    let rules = || SideRules {
        internal_names: owned(&["Dana Whit"]),
        internal_domains: owned(&["haulbright.example"]),
        ..SideRules::default()
    };
    let mut texts = TALK.map(str::to_owned);
    texts[0] = format!("Hello, this is Dana from Haulbright. {}", TALK[0]);
    texts[1] = format!("Hi Dana. {}", TALK[1]);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let known = Known {
        rules: rules(),
        ..Known::default()
    };
    let call = call_of(
        &["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 3"],
        &texts,
        &known,
    );
    let of = |name: &str| {
        call.participants
            .iter()
            .find(|who| who.name == name)
            .unwrap()
    };
    let rep = of("Speaker 1");
    assert_eq!(told(rep), (Side::Rep, SideReason::Inferred));
    let rules_of_rep: Vec<&str> = rep.side_evidence.iter().map(|e| e.rule.as_str()).collect();
    assert_eq!(
        rules_of_rep[..2],
        ["introduces-as-our-rep", "introduces-with-company"]
    );
    assert_eq!(rep.side_evidence[0].turn, Some(0));
    assert_eq!(of("Speaker 2").side, Side::Prospect);
}

/// Long before it sounds like a deal.
#[test]
fn who_introduces_herself_as_ours_is_a_rep_in_any_talk() {
    let known = || Known {
        rules: SideRules {
            internal_names: owned(&["Dana Whit"]),
            internal_domains: owned(&["haulbright.example"]),
            ..SideRules::default()
        },
        ..Known::default()
    };
    let both: &[&str] = &["introduces-as-our-rep", "introduces-with-company"];
    let rows: [(&str, &str, &Known, &[&str]); 9] = [
        (
            "Speaker 1",
            "Hi there, this is Dana from Haulbright.",
            &known(),
            both,
        ),
        (
            "Speaker 1",
            "Good morning, I'm Cy and I'm with Haulbright.",
            &known(),
            &both[1..],
        ),
        ("Speaker 1", "Hello, my name is Dana.", &known(), &both[..1]),
        (
            "Speaker 1",
            "Hi there, this is Dana from Haulbright.",
            &Known::default(),
            &[],
        ),
        // Somebody else's words, somebody else's company, and what may be no name.
        (
            "Speaker 1",
            "So he says, I'm Dana from Haulbright.",
            &known(),
            &[],
        ),
        (
            "Speaker 1",
            "Hi Dana, it's Wade from Tamarisk.",
            &known(),
            &[],
        ),
        ("Speaker 1", "Well, it's Dana.", &known(), &[]),
        ("Wade Beck", "This is Dana from Haulbright.", &known(), &[]),
        ("Speaker 1", "How do you spell that?", &known(), &[]),
    ];
    for (label, opening, known, rules) in rows {
        let texts = [
            opening,
            "Yes, it rained all night, and the dog was wet.",
            "It was.",
        ];
        let call = call_of(&[label, "Speaker 2"], &texts, known);
        let told: Vec<&str> = call.participants[0]
            .side_evidence
            .iter()
            .map(|evidence| evidence.rule.as_str())
            .collect();
        assert_eq!(told, rules, "{label}: {opening}");
        let is_rep = call.participants[0].side == Side::Rep;
        assert_eq!(is_rep, !rules.is_empty(), "{label}: {opening}");
        assert_eq!(call.participants[1].side, Side::Unknown, "{opening}");
    }
}

#[test]
fn colleagues_share_a_side() {
    let known = Known {
        people: vec![
            person("Rea Lund", Some(Side::Rep), Some("rea@seller.example")),
            person("Sol Ames", None, Some("sol@seller.example")),
            person("Pam Hale", None, Some("pam@ridge.example")),
        ],
        ..Known::default()
    };
    let texts = [
        TALK[0],
        TALK[1],
        "I can take that one. It is in the same place as before, on the left, and it stays there for \
         as long as anybody likes, so it is never far to go.",
        TALK[3],
        TALK[4],
        TALK[5],
    ];
    let call = call_of(
        &[
            "Rea Lund", "Pam Hale", "Sol Ames", "Pam Hale", "Rea Lund", "Pam Hale",
        ],
        &texts,
        &known,
    );
    let sides: Vec<Side> = call.participants.iter().map(|who| who.side).collect();
    assert_eq!(sides, [Side::Rep, Side::Rep, Side::Prospect]);
    let sol = &call.participants[1];
    assert_eq!(sol.side_evidence[0].rule, "has-colleagues-of-known-side");
}
