//! Is it known who sits on which side, by whom, and does a person's word outlive everything else?

use serde_json::{Value, json};

use verbatim::call::{Call, Participant, PersonaReason, Side, SideReason};
use verbatim::ingest::companions::Companions;
use verbatim::ingest::normalize::{Origin, PersonaRules, SideRules, TitleRole, normalize};
use verbatim::ingest::transcript::{Format, Person, Transcript, Utterance};
use verbatim::mine::lexicon::Sources;
use verbatim::mine::titles::Titles;

use crate::harness::{Desk, Run, Talk};

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

// ---- who is no person, and who is the same ----------------------------------------------------------------

#[test]
fn machines_and_rooms_are_no_people() {
    for name in [
        "Fireflies.ai Notetaker Ann",
        "Otter.ai",
        "OtterPilot",
        "read.ai meeting notes",
        "Fathom Notetaker",
        "Ann Lee's Presentation",
        "Ann Lee\u{2019}s presentation",
        "Zoom Room 3",
        "Conference Room B",
        "Recorder",
        "Gong",
        "tl;dv",
        "Ann Lee's Note Taker",
    ] {
        let known = Known {
            people: vec![person(name, Some(Side::Prospect), Some("x@ridge.example"))],
            ..Known::default()
        };
        let call = call_of(&[name, "Pam Hale"], &TALK, &known);
        assert_eq!(
            told(&call.participants[0]),
            (Side::Unknown, SideReason::Bot),
            "{name}"
        );
        assert_eq!(call.participants[0].person, None, "{name}");
        // A person who says that it is somebody, is believed.
        let given = Known {
            sides_are_given: true,
            ..known
        };
        let call = call_of(&[name, "Pam Hale"], &TALK, &given);
        assert_eq!(
            told(&call.participants[0]),
            (Side::Prospect, SideReason::Given),
            "{name}"
        );
    }
    for name in [
        "Li Gong",
        "Ann Otter",
        "Grant Recorderson",
        "Bo Roomer",
        "Gemini Ganesan",
        "Ann's iPhone",
    ] {
        let call = call_of(&[name], &["Hello."], &Known::default());
        assert_eq!(
            call.participants[0].side_reason,
            SideReason::Unknown,
            "{name}"
        );
    }
}

#[test]
fn one_person_has_one_key_on_every_call() {
    let key = |name: &str, side: Option<Side>, email: Option<&str>, account: Option<&str>| {
        let mut transcript = Transcript::new(Format::Gong);
        transcript.people = vec![person(name, side, email)];
        transcript.account = account.map(|name| verbatim::call::Account {
            name: Some(name.to_owned()),
            ..Default::default()
        });
        let rules = SideRules::default();
        let companions = Companions::default();
        let origin = Origin {
            file_name: None,
            companions: &companions,
            rules: &rules,
        };
        normalize(transcript, &origin).0.participants[0]
            .person
            .clone()
    };
    let prospect = Some(Side::Prospect);
    let ann = key("Ann Lee", prospect, None, Some("Ridge"));
    assert!(ann.is_some());
    assert_eq!(ann, key("ann  LEE (Ridge)", prospect, None, Some("RIDGE")));
    assert_eq!(ann, key("Lee, Ann", prospect, None, Some("Ridge")));
    assert_ne!(
        ann,
        key("Ann Lee", prospect, None, Some("Roof Co")),
        "another account"
    );
    assert_ne!(ann, key("Bo Lee", prospect, None, Some("Ridge")));
    let by_email = key("Ann", prospect, Some("ann@ridge.example"), None);
    assert!(by_email.is_some());
    assert_eq!(
        by_email,
        key("A. Lee", None, Some("Ann@Ridge.example"), Some("x"))
    );
    let rep = key("Rea Lund", Some(Side::Rep), None, Some("Ridge"));
    assert_eq!(
        rep,
        key("Rea Lund", Some(Side::Rep), None, Some("Roof Co")),
        "our own people are everywhere"
    );
    for (name, side, account) in [
        ("Ann Lee", prospect, None),
        ("Speaker 1", prospect, Some("Ridge")),
        ("Rea", Some(Side::Rep), Some("Ridge")),
    ] {
        assert_eq!(
            key(name, side, None, account),
            None,
            "{name} may be anybody"
        );
    }
}

// ---- titles -----------------------------------------------------------------------------------------------

#[test]
fn a_title_tells_the_buying_role_by_its_longest_pattern() {
    let titles = Titles::read(&Sources::shipped()).unwrap();
    for (title, expected) in [
        ("VP Finance", Some(("economic-buyer", "vp finance"))),
        (
            "Vice President of Finance",
            Some(("economic-buyer", "vp finance")),
        ),
        ("Owner", Some(("economic-buyer", "owner"))),
        (
            "Co-Owner & General Manager",
            Some(("economic-buyer", "general manager")),
        ),
        ("Head of IT", Some(("technical-evaluator", "head of it"))),
        (
            "Group Head of IT, Nordics",
            Some(("technical-evaluator", "head of it")),
        ),
        (
            "Product Owner",
            Some(("technical-evaluator", "product owner")),
        ),
        (
            "Procurement Manager",
            Some(("procurement", "procurement manager")),
        ),
        ("Senior Dispatcher", Some(("end-user", "dispatcher"))),
        (
            "Head of Operations",
            Some(("champion", "head of operations")),
        ),
        ("Thing Wrangler", None),
        ("Ownership Guild", None),
        ("", None),
    ] {
        let found = titles.of(title).map(|told| (told.persona, told.pattern));
        assert_eq!(found, expected, "{title}");
    }
}

#[test]
fn titles_that_tell_nothing_are_errors_with_their_line() {
    for (file, text, line) in [
        (
            "owner.toml",
            "persona = \"owner\"\ntitles = [\n  \"boss\",\n  \"-\",\n]\n",
            4,
        ),
        ("anyone.toml", "titles = [\"boss\"]\n", 1),
    ] {
        let sources = Sources::new(vec![(file.to_owned(), text.to_owned())]);
        let error = sources.compile().err().unwrap();
        assert_eq!((error.file.as_str(), error.line), (file, line), "{error}");
    }
}

#[test]
fn a_persona_says_who_told_it() {
    let rules = || SideRules {
        personas: PersonaRules::new(|title| {
            (title == "CFO").then(|| TitleRole {
                persona: "economic-buyer".to_owned(),
                pattern: "cfo".to_owned(),
            })
        }),
        ..SideRules::default()
    };
    let told = |persona: Option<&str>, row: &str, title: &str, side: Option<Side>| {
        let known = Known {
            people: vec![Person {
                persona: persona.map(str::to_owned),
                title: Some(title.to_owned()),
                ..person("Pam Hale", side, None)
            }],
            participants: Some(format!("name,persona\nPam Hale,{row}\n")),
            rules: rules(),
            ..Known::default()
        };
        let call = call_of(&["Pam Hale"], &["Hello."], &known);
        let pam = &call.participants[0];
        format!("{} by {}", pam.persona, pam.persona_reason)
    };
    assert_eq!(
        told(Some("End User"), "champion", "CFO", None),
        "end-user by given"
    );
    assert_eq!(
        told(Some("unknown"), "champion", "CFO", None),
        "champion by participants-file"
    );
    assert_eq!(
        told(None, "", "CFO", None),
        "economic-buyer by title: \"cfo\""
    );
    assert_eq!(told(None, "", "CFO", Some(Side::Rep)), "unknown by unknown");
    assert_eq!(told(None, "", "Wrangler", None), "unknown by unknown");
    assert!(PersonaReason::default().is_unknown());
}

// ---- verbatim sides ---------------------------------------------------------------------------------------

/// A call in which both say something that the desk listens for.
fn small() -> Talk {
    Talk::new("c1")
        .rep("We do it by hand.")
        .prospect("It is expensive.")
}

fn small_desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&[small()]);
    desk
}

#[track_caller]
fn sides(desk: &Desk, args: &[&str]) -> Run {
    desk.verbatim(&[&["sides"][..], args].concat())
}

/// `name side reason corrected` of everybody on the call.
#[track_caller]
fn listed(desk: &Desk) -> Vec<Value> {
    let line = |who: Value| {
        json!([
            who["name"],
            who["side"],
            who["side_reason"],
            who["corrected"]
        ])
    };
    let run = sides(desk, &["c1", "--json"]).done();
    run.lines().into_iter().map(line).collect()
}

#[track_caller]
fn heard(desk: &Desk) -> (Vec<String>, Vec<String>) {
    (
        desk.finds(&["--tag", "pain/manual-work"]),
        desk.finds(&["--tag", "objection/price"]),
    )
}

fn here(place: &str) -> Vec<String> {
    vec![place.to_owned()]
}

#[test]
fn a_correction_is_obeyed_at_once_and_outlives_ingestion_and_the_index() {
    let desk = small_desk();
    assert_eq!(heard(&desk), (vec![], here("c1:1")));
    sides(&desk, &["c1", "--swap"])
        .done()
        .says("1  Rea: prospect (given: corrected)")
        .says("1 mention heard now, 1 before");
    let swapped = (here("c1:0"), vec![]);
    assert_eq!(heard(&desk), swapped, "at once");
    desk.verbatim(&["check"]).done();
    desk.verbatim(&["ingest", "calls.jsonl"])
        .done()
        .says("1 unchanged");
    assert_eq!(heard(&desk), swapped, "ingested again");
    desk.verbatim(&["reindex"]).done();
    assert_eq!(heard(&desk), swapped, "a new index");

    // The transcript was corrected: more is said, and in another order.
    desk.keep(&[Talk::new("c1")
        .prospect("Hello?")
        .rep("We do it by hand.")
        .prospect("It is expensive.")]);
    assert_eq!(
        heard(&desk),
        (here("c1:1"), vec![]),
        "a corrected transcript"
    );

    sides(&desk, &["c1", "--undo"]).done();
    assert_eq!(heard(&desk), (vec![], here("c1:2")), "taken back");
    sides(&desk, &["c1", "--undo"]).finds_nothing();
    let as_read = [
        json!(["Rea", "rep", "given", false]),
        json!(["Pam", "prospect", "given", false]),
    ];
    assert_eq!(listed(&desk), as_read);
}

#[test]
fn somebody_is_named_by_name_word_or_number() {
    let desk = Desk::new();
    desk.keep(&[small().with(
        "participants",
        json!([
            { "name": "Rea", "side": "rep" },
            { "name": "Pam", "side": "prospect" },
            { "name": "Bo Hale", "side": "prospect" },
            { "name": "Cy Hale" },
        ]),
    )]);
    let set = |typed: &str| sides(&desk, &["c1", "--set", typed]);
    set("  rEA =unknown").done().says("1  Rea: unknown");
    set("2=rep").done().says("2  Pam: rep");
    set("bo=rep").done().says("3  Bo Hale: rep");
    sides(&desk, &["c1", "--set", "Cy Hale=rep", "--set", "#1=rep"]).done();
    let all: Vec<Value> = listed(&desk).iter().map(|who| who[1].clone()).collect();
    assert_eq!(
        all,
        [json!("rep"), json!("rep"), json!("rep"), json!("rep")]
    );
    let corrections = sides(&desk, &["--list", "--json"]).done().lines();
    assert_eq!(corrections.len(), 4, "one for each, the last has the word");

    for (typed, why) in [
        (
            "hale=prospect",
            "several people on this call have that name",
        ),
        ("dora=prospect", "nobody on this call has that name"),
        ("9=prospect", "nobody on this call has that number"),
        ("Rea", "NAME=prospect"),
        ("Rea=buyerish", "NAME=prospect"),
    ] {
        let run = set(typed).has_trouble().warns(why);
        assert!(!run.stderr.contains("Pam"), "a name in an error\n{run}");
    }
}

#[test]
fn what_cannot_be_corrected_is_told_with_a_way_out() {
    Desk::new()
        .verbatim(&["sides", "c1"])
        .has_trouble()
        .warns("nothing has been kept yet");
    let desk = small_desk();
    sides(&desk, &["c9"])
        .has_trouble()
        .warns("no such call is kept");
    sides(&desk, &[]).has_trouble();
    sides(&desk, &["c1", "--undo", "--swap"]).has_trouble();
    sides(&desk, &["--list"]).finds_nothing();
    desk.keep(&[Talk::new("c2")
        .with(
            "participants",
            json!([{ "name": "Rea" }, { "name": "Pam" }]),
        )
        .rep("Hello.")]);
    sides(&desk, &["c2", "--swap"])
        .has_trouble()
        .warns("nothing to swap");
}

#[test]
fn a_correction_waits_for_its_person_to_come_back() {
    let desk = small_desk();
    sides(&desk, &["c1", "--set", "Pam=rep"]).done();
    let without_pam = small().with("participants", json!([{ "name": "Rea", "side": "rep" }]));
    let renamed = without_pam.line().replace("\"Pam\"", "\"Pat\"");
    desk.write("calls.jsonl", renamed);
    desk.verbatim(&["ingest", "calls.jsonl"]).done();
    sides(&desk, &["c1"])
        .done()
        .says("1 correction about people");
    sides(&desk, &["--list"]).done().says("(orphaned)");
    desk.keep(&[small()]);
    assert_eq!(listed(&desk)[1], json!(["Pam", "rep", "given", true]));
}

/// A rep of whom a buyer is made gets the role that the title tells, and loses it again.
#[test]
fn a_corrected_side_brings_the_role_of_the_title() {
    let desk = Desk::new();
    let titles = "titles = [\"head of it\"]\n";
    desk.write("lexicons/technical-evaluator.toml", titles);
    desk.keep(&[small().with(
        "participants",
        json!([{ "name": "Rea", "side": "rep", "title": "Head of IT" }, { "name": "Pam", "side": "prospect" }]),
    )]);
    let role = || {
        let rea = sides(&desk, &["c1", "--json"]).done().lines().remove(0);
        json!([rea["persona"], rea["persona_reason"]])
    };
    assert_eq!(role(), json!(["unknown", "unknown"]));
    sides(&desk, &["c1", "--set", "Rea=prospect"]).done();
    assert_eq!(
        role(),
        json!(["technical-evaluator", "title: \"head of it\""])
    );
    let found = desk.finds(&["hand", "--persona", "technical-evaluator"]);
    assert_eq!(found, ["c1:0"]);
    sides(&desk, &["c1", "--set", "Rea=rep"]).done();
    assert_eq!(role(), json!(["unknown", "unknown"]));
}

/// As a catalogue was before sides could be corrected.
#[test]
fn an_older_catalogue_gains_its_corrections() {
    let desk = small_desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE side_override; DROP TABLE person; PRAGMA user_version = 2;")
        .unwrap();
    sides(&desk, &["--list"]).finds_nothing();
    sides(&desk, &["c1"])
        .done()
        .says("2  Pam: prospect (given)");
    sides(&desk, &["c1", "--swap"]).done();
    assert_eq!(heard(&desk), (here("c1:0"), vec![]));
}

#[test]
fn parse_and_explain_tell_evidence_without_words() {
    let desk = Desk::new();
    let turns: Vec<Value> = ["Speaker 1", "Speaker 2"]
        .iter()
        .cycle()
        .zip(TALK)
        .map(|(speaker, text)| json!({ "speaker": speaker, "text": text }))
        .collect();
    desk.write(
        "call.json",
        json!({ "id": "c1", "turns": turns }).to_string(),
    );
    let call = desk
        .verbatim(&["parse", "call.json", "--json"])
        .done()
        .last();
    let explained = desk
        .verbatim(&["explain", "call.json", "--json"])
        .done()
        .last();
    for story in [&call, &explained] {
        for (who, side) in story["participants"]
            .as_array()
            .unwrap()
            .iter()
            .zip(["rep", "prospect"])
        {
            assert_eq!(who["side"], side);
            assert_eq!(who["side_reason"], "inferred");
            let evidence = who["side_evidence"].as_array().unwrap();
            assert!(
                !evidence.is_empty() && evidence.iter().all(|e| e["rule"].is_string()),
                "{who}"
            );
        }
    }
    desk.verbatim(&["explain", "call.json"])
        .done()
        .says("Speaker 2: prospect, known by inferred: ");
    let found = desk
        .verbatim(&["tag", "call.json", "--json"])
        .done()
        .lines();
    assert!(found.iter().all(|mention| mention["side"] == "prospect"));
    assert!(!found.is_empty(), "an inferred prospect is listened to");
}
