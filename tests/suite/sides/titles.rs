//! Which buying role does a job title tell?

use verbatim::call::{PersonaReason, Side};
use verbatim::ingest::normalize::{PersonaRules, SideRules, TitleRole};
use verbatim::ingest::transcript::Person;
use verbatim::mine::lexicon::Sources;
use verbatim::mine::titles::Titles;

use super::{Known, call_of, person};

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
        (
            "Head of IT Procurement",
            Some(("procurement", "head of it procurement")),
        ),
        (
            "IT Procurement Lead",
            Some(("procurement", "it procurement")),
        ),
        // Words of a role that mean another one, and roles of somebody else.
        ("HR Business Partner", None),
        ("Senior Partner Manager", None),
        ("Channel Partner Director", None),
        ("Business Process Owner", None),
        ("Home Owner", None),
        ("Former CEO", None),
        ("Former Chief Executive Officer", None),
        ("Office of the CEO", None),
        ("EA to the Chief Executive Officer", None),
        (
            "Executive Assistant to CFO",
            Some(("end-user", "executive assistant")),
        ),
        (
            "VP Finance, Office of the CFO",
            Some(("economic-buyer", "vp finance")),
        ),
        ("IT Business Partner", Some(("technical-evaluator", "it"))),
        ("Senior Partner", Some(("economic-buyer", "senior partner"))),
        (
            "Managing Partner & Co-Founder",
            Some(("economic-buyer", "managing partner")),
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
        ("anyone.toml", "not_titles = [\n  \"-\",\n]\n", 2),
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
