//! What does each rule for names, numbers and addresses hide, and what must it leave?
//!
//! Each table holds sentences with the pieces that must not be seen and those that must stay. All names are invented.

use verbatim::call::Span;
use verbatim::quote::redact::Redactor;

use super::{is_covered, whole};

/// A sentence, what must be hidden in it, and what must be left.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// Where a piece stands first.
fn span_of(text: &str, piece: &str) -> Span {
    let start = text.find(piece).unwrap() as u32;
    let end = start + piece.len() as u32;
    Span { start, end }
}

fn check(cases: &[Case]) {
    let redactor = Redactor::for_nobody();
    for (text, hidden, left) in cases {
        let found = redactor.redact(text, whole(text));
        for piece in *hidden {
            let is_hidden = is_covered(text, span_of(text, piece), &found);
            assert!(is_hidden, "{piece} shows in {text}: {found:?}");
        }
        for piece in *left {
            let span = span_of(text, piece);
            let is_left = !found.iter().any(|finding| finding.span.overlaps(span));
            assert!(is_left, "{piece} is hidden in {text}: {found:?}");
        }
    }
}

#[test]
fn particles_tie_a_name_together() {
    check(&[
        (
            "I asked Gisbert van Hekkema about it.",
            &["Gisbert van Hekkema"],
            &["asked", "about"],
        ),
        (
            "Gisbert van Hekkema will be there.",
            &["Gisbert van Hekkema"],
            &["will be"],
        ),
        (
            "They sent Dyana van der Zaagman twice.",
            &["Dyana van der Zaagman"],
            &["twice"],
        ),
        (
            "We add Maike van den Noorderman as an owner.",
            &["Maike van den Noorderman"],
            &["as an owner"],
        ),
        (
            "It was Lucrezia della Brenta who signed.",
            &["Lucrezia della Brenta"],
            &["who signed"],
        ),
        (
            "He met Joaquim dos Santelmo there.",
            &["Joaquim dos Santelmo"],
            &["there"],
        ),
        (
            "It came from Teodolf von Hallstein.",
            &["Teodolf von Hallstein"],
            &["It came"],
        ),
        (
            "We buy from Quilmont de Varnay Inc. now.",
            &["Quilmont de Varnay Inc"],
            &["now"],
        ),
        ("We need a van on Monday.", &[], &["van on Monday"]),
        (
            "We hired ten people on Tuesday.",
            &[],
            &["ten people on Tuesday"],
        ),
        ("It stayed in the den all week.", &[], &["den all week"]),
        ("The van broke down again.", &[], &["The van broke down"]),
    ]);
}

#[test]
fn a_first_name_stands_before_the_name() {
    check(&[
        (
            "The card was for Ruby Chrismond.",
            &["Ruby Chrismond"],
            &["card was for"],
        ),
        (
            "I want to add Frank Lindqvar to it.",
            &["Frank Lindqvar"],
            &["to it"],
        ),
        (
            "They sent Christian Kjeldborg over.",
            &["Christian Kjeldborg"],
            &["over"],
        ),
        (
            "Please put it on Mac Sinderby today.",
            &["Mac Sinderby"],
            &["today"],
        ),
        (
            "We spoke with Eve Beandorf once.",
            &["Eve Beandorf"],
            &["once"],
        ),
        (
            "It goes to Dr. Frank Lindqvar then.",
            &["Frank Lindqvar"],
            &["then"],
        ),
        (
            "Costanzia Marcello signs those.",
            &["Costanzia Marcello"],
            &["those"],
        ),
        (
            "We wrote to June Oakvard twice.",
            &["June Oakvard"],
            &["twice"],
        ),
        (
            "Thanks Brannock, that helps.",
            &["Brannock"],
            &["Thanks", "helps"],
        ),
        ("Will Marcus sign it?", &["Marcus"], &["Will", "sign it"]),
        (
            "Ask Brannock about it.",
            &["Brannock"],
            &["Ask", "about it"],
        ),
        (
            "In May Brannock left us.",
            &["Brannock"],
            &["In May", "left us"],
        ),
    ]);
}

#[test]
fn a_row_of_people_is_hidden_whole() {
    check(&[
        (
            "They had three: Immacola, Doreen and Magda.",
            &["Immacola", "Doreen", "Magda"],
            &["They had"],
        ),
        (
            "We have founders: Iverstad, Hoskinger and Marcus.",
            &["Iverstad", "Hoskinger", "Marcus"],
            &["founders"],
        ),
        (
            "Jepparda, Ruth and Dana run it.",
            &["Jepparda", "Ruth", "Dana"],
            &["run it"],
        ),
        (
            "It was signed by Dana, Frank and Marcus.",
            &["Dana", "Frank", "Marcus"],
            &["signed by"],
        ),
        (
            "We asked Dana, Marcus and Ruby.",
            &["Dana", "Marcus", "Ruby"],
            &["We asked"],
        ),
        (
            "Brannock and Dana do the invoices.",
            &["Brannock", "Dana"],
            &["do the invoices"],
        ),
        (
            "Tallantine, Dana, and Marcus agreed.",
            &["Tallantine", "Dana", "Marcus"],
            &["agreed"],
        ),
        (
            "Will and Marcus fixed it.",
            &["Will", "Marcus"],
            &["fixed it"],
        ),
        (
            "Yesterday, Dana and Marcus agreed.",
            &["Dana", "Marcus"],
            &["Yesterday", "agreed"],
        ),
        (
            "Moreover, Dana and Marcus agreed.",
            &["Dana", "Marcus"],
            &["Moreover", "agreed"],
        ),
        (
            "Hopefully, Dana and Marcus agree.",
            &["Dana", "Marcus"],
            &["Hopefully"],
        ),
        (
            "It runs Monday, Tuesday and Friday.",
            &[],
            &["Monday, Tuesday and Friday"],
        ),
    ]);
}

#[test]
fn answers_labels_and_calls_name_somebody() {
    check(&[
        (
            "What's your last name? Walczek.",
            &["Walczek"],
            &["your last name"],
        ),
        (
            "And the name? Brannock, with a k.",
            &["Brannock"],
            &["And the name"],
        ),
        (
            "Apollonara: Remember me? I called.",
            &["Apollonara"],
            &["Remember me"],
        ),
        (
            "Berndicus: \"Who are you?\"",
            &["Berndicus"],
            &["Who are you"],
        ),
        (
            "Jildertus, can I speak to your boss?",
            &["Jildertus"],
            &["can I speak"],
        ),
        (
            "Saminova, could you send that?",
            &["Saminova"],
            &["could you send"],
        ),
        (
            "Everyone calls me Ruby here.",
            &["Ruby"],
            &["Everyone calls me"],
        ),
        (
            "You should talk to Page about that.",
            &["Page"],
            &["You should talk", "about that"],
        ),
        (
            "It's under my name Mac Sinderby.",
            &["Mac Sinderby"],
            &["under my name"],
        ),
        (
            "Unfortunately, can I call you back?",
            &[],
            &["Unfortunately"],
        ),
        ("Alrighty, can you send it?", &[], &["Alrighty"]),
        (
            "Reminder: We start at nine.",
            &[],
            &["Reminder", "We start"],
        ),
        ("Caveat: The list is old.", &[], &["Caveat", "The list"]),
        (
            "What's the name? It's on the list.",
            &[],
            &["It's on the list"],
        ),
    ]);
}

#[test]
fn a_word_for_telephones_tells_a_short_number() {
    check(&[
        (
            "They're not answering at 01.28.97.03.75",
            &["01.28.97.03.75"],
            &["answering"],
        ),
        ("You can call 320 2833.", &["320 2833"], &["You can call"]),
        ("Desk: (42) 863-974", &["(42) 863-974"], &["Desk"]),
        (
            "I got no message on my registered 66 65 76.",
            &["66 65 76"],
            &["registered"],
        ),
        ("Mobile: 22 901692", &["22 901692"], &["Mobile"]),
        ("410 9430 fax", &["410 9430"], &[]),
        ("Reach me at 799 0260 please.", &["799 0260"], &["please"]),
        (
            "The direct line is 73 486 513.",
            &["73 486 513"],
            &["direct line"],
        ),
        (
            "Ring us on 85 72 32 tomorrow.",
            &["85 72 32"],
            &["tomorrow"],
        ),
        ("We call 300 customers a week.", &[], &["300 customers"]),
        (
            "We have 2,000 calls a month by phone.",
            &[],
            &["2,000 calls"],
        ),
        ("We sold it by phone in 2024.", &[], &["2024"]),
        ("They call 200 000 customers a year.", &[], &["200 000"]),
        ("They call 120 450 customers a year.", &[], &["120 450"]),
        ("We are on call 24/7/365.", &[], &["24/7/365"]),
        ("We call 450-550 a day.", &[], &["450-550"]),
        ("We run Office 16.0.14326 there.", &[], &["16.0.14326"]),
        ("Please call 12/05/24 at the latest.", &[], &["12/05/24"]),
        ("The office cost 1 250 000 in all.", &[], &["1 250 000"]),
    ]);
}

#[test]
fn streets_of_other_countries_are_addresses() {
    check(&[
        (
            "We read Gartner 2023, Forrester 2024 and then yours.",
            &[],
            &["2023", "2024 and then yours"],
        ),
        (
            "Send it to Lindenstraße 14, 10115 Brenzdorf.",
            &["Lindenstraße 14, 10115 Brenzdorf"],
            &["Send it to"],
        ),
        (
            "He lives at Keizerweg 221, 1016 DV Velddam.",
            &["Keizerweg 221, 1016 DV Velddam"],
            &["lives at"],
        ),
        (
            "It is at 40 avenue Gaston de Lerval, GRENEVAL 38000 now.",
            &["40 avenue Gaston de Lerval, GRENEVAL 38000"],
            &["now"],
        ),
        (
            "Ship to ul. Wierzbowa 75, Krakowiec 31-301 please.",
            &["Wierzbowa 75, Krakowiec 31-301"],
            &["Ship to", "please"],
        ),
        (
            "It is Rua Vasco Telmo 100, Benavela 2130-215.",
            &["Rua Vasco Telmo 100, Benavela 2130-215"],
            &["It is"],
        ),
        (
            "They moved to Kuhnalankatu 23, VIRRALA 34800.",
            &["Kuhnalankatu 23, VIRRALA 34800"],
            &["They moved"],
        ),
        (
            "She is at Selmovara 38, Brezjana 1252 now.",
            &["Selmovara 38, Brezjana 1252"],
            &["now"],
        ),
        (
            "It is at 545 Beach Road, Apt. 15, Larkmoor 3021.",
            &["545 Beach Road, Apt. 15, Larkmoor 3021"],
            &["It is at"],
        ),
        (
            "The office is at 59 Guild Street, London EC2V 7JS.",
            &["59 Guild Street, London EC2V 7JS"],
            &["office is at"],
        ),
        (
            "We run Windows 10, Office 2019 and a lot more.",
            &[],
            &["10", "2019"],
        ),
        ("Engineering 5 is a team.", &[], &["Engineering 5"]),
        ("During 2019 we grew.", &[], &["During 2019"]),
        ("Spring 2024 was quiet.", &[], &["Spring 2024"]),
        ("It is via Slack 20 times a day.", &[], &["20 times"]),
        (
            "It is at 12 Oak Lane. In 2024 we grew.",
            &["12 Oak Lane"],
            &["In 2024 we grew"],
        ),
        (
            "It is on 9 Main Street. Dana left room for us.",
            &["9 Main Street"],
            &["left room for us"],
        ),
    ]);
}

#[test]
fn a_company_is_hidden_whole() {
    check(&[
        (
            "It was West Fraserly Timber Co. Ltd. then.",
            &["West Fraserly Timber Co. Ltd"],
            &["It was", "then"],
        ),
        (
            "We lost Gannetto Co., Inc. to them.",
            &["Gannetto Co., Inc"],
            &["We lost", "to them"],
        ),
        (
            "He quit American Airvane Group Inc. in June.",
            &["American Airvane Group Inc"],
            &["He quit", "June"],
        ),
        (
            "She left Cellectrona S.A. over it.",
            &["Cellectrona S.A"],
            &["over it"],
        ),
        (
            "They joined The Carlmont Group L.P. last year.",
            &["The Carlmont Group L.P"],
            &["last year"],
        ),
        (
            "We called J. C. Pennerly Company Inc. twice.",
            &["J. C. Pennerly Company Inc"],
            &["twice"],
        ),
        (
            "It is New Larkmoor Times Company now.",
            &["New Larkmoor Times Company"],
            &["It is"],
        ),
        (
            "We sued Brook & Kestrelow Ltd over it.",
            &["Brook & Kestrelow Ltd"],
            &["over it"],
        ),
        (
            "Then Kestrelow Group Inc. signed.",
            &["Kestrelow Group Inc"],
            &["Then"],
        ),
        (
            "We have 7 Kestrelow Group people here.",
            &["Kestrelow Group"],
            &["We have 7", "people here"],
        ),
    ]);
}

#[test]
fn labels_and_headings_name_nobody() {
    check(&[
        (
            "See below.  Name: Paul Brannock",
            &["Paul Brannock"],
            &["Name"],
        ),
        (
            "Details  Address: 59 Guild Street",
            &["59 Guild Street"],
            &["Address"],
        ),
        (
            "Then the Mobile: (626) 780-1709",
            &["(626) 780-1709"],
            &["Mobile"],
        ),
        ("And the Fax: (618) 899-1984", &["(618) 899-1984"], &["Fax"]),
        ("Energetic and driven, they said.", &[], &["Energetic"]),
        (
            "Terms Of Service And Support For Everybody",
            &[],
            &["Service", "Everybody"],
        ),
        (
            "Notes On Training And Support And Maintenance",
            &[],
            &["Training", "Maintenance"],
        ),
        ("Read this.  Website: it is down", &[], &["Website"]),
        // A word that is no ordinary one stays a name, and so does one behind a cue.
        (
            "We moved from Summit: The price was high.",
            &["Summit"],
            &["price"],
        ),
        (
            "The call was with Brannock: We agreed.",
            &["Brannock"],
            &["We agreed"],
        ),
    ]);
}
