//! Does a transcript become the call that people had: who spoke, for which side, in which turns?

use verbatim::call::{Call, Side, SideReason};
use verbatim::ingest::companions::Companions;
use verbatim::ingest::normalize::{Origin, SideRules, fingerprint, normalize, slugify};
use verbatim::ingest::transcript::{Format, Person, Problem, Transcript, Utterance};

/// What stands around a transcript.
#[derive(Default)]
struct Around {
    file_name: Option<&'static str>,
    participants: Option<&'static str>,
    deals: Option<&'static str>,
    domains: Vec<&'static str>,
    names: Vec<&'static str>,
}

/// The only place that touches the step.
fn check(transcript: Transcript, around: &Around) -> (Call, Vec<Problem>) {
    let bytes = |text: Option<&'static str>| text.map(str::as_bytes);
    let companions = Companions::parse(bytes(around.participants), bytes(around.deals));
    let owned =
        |list: &[&str]| -> Vec<String> { list.iter().map(|item| (*item).to_owned()).collect() };
    let rules = SideRules {
        internal_domains: owned(&around.domains),
        internal_names: owned(&around.names),
        ..SideRules::default()
    };
    let origin = Origin {
        file_name: around.file_name,
        companions: &companions,
        rules: &rules,
    };
    let (call, problems) = normalize(transcript, &origin);
    for turn in &call.turns {
        assert!((turn.speaker as usize) < call.participants.len());
        assert!(
            turn.cues
                .iter()
                .all(|cue| turn.text.is_char_boundary(cue.at as usize))
        );
    }
    (call, problems)
}

/// A transcript of `speaker;start;end;text`; a speaker `-` and blank times are none.
fn heard(format: Format, lines: &[&str]) -> Transcript {
    let mut transcript = Transcript::new(format);
    for line in lines {
        let fields: Vec<&str> = line.splitn(4, ';').collect();
        transcript.utterances.push(Utterance {
            speaker: Some(fields[0].to_owned()).filter(|name| name != "-"),
            start: fields[1].parse().ok(),
            end: fields[2].parse().ok(),
            text: fields[3].to_owned(),
        });
    }
    transcript
}

fn person(name: &str, side: Option<Side>, email: Option<&str>) -> Person {
    Person {
        name: name.to_owned(),
        side,
        email: email.map(str::to_owned),
        ..Person::default()
    }
}

/// `speaker: text` of every turn.
fn turns(call: &Call) -> Vec<String> {
    call.turns
        .iter()
        .map(|turn| format!("{}: {}", call.speaker(turn).name, turn.text))
        .collect()
}

fn names(call: &Call) -> Vec<&str> {
    call.participants
        .iter()
        .map(|participant| participant.name.as_str())
        .collect()
}

fn sides(call: &Call) -> Vec<(Side, SideReason)> {
    call.participants
        .iter()
        .map(|participant| (participant.side, participant.side_reason))
        .collect()
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect()
}

#[test]
fn a_call_lasts_as_long_as_its_file_says_if_the_words_fit_in() {
    // From 1 to 3.2 seconds somebody speaks; in binary the difference is not quite 2.2.
    let rows = [
        (None, 2.2),
        (Some(8.5), 8.5),
        (Some(2.0), 2.2),
        (Some(90_000.0), 2.2),
        (Some(f64::NAN), 2.2),
    ];
    for (told, expected) in rows {
        let mut transcript = heard(Format::Whisper, &["Ann;1;3.2;Hi."]);
        transcript.duration = told;
        let (call, _) = check(transcript, &Around::default());
        assert_eq!(call.duration, Some(expected), "{told:?}");
    }
}

#[test]
fn a_turn_ends_when_the_speaker_changes_and_keeps_every_cue() {
    let transcript = heard(
        Format::ZoomVtt,
        &[
            "Ann;1;2;Hi there.",
            "Ann;3;4; How are you? ",
            "Bo;5;6;Fine.",
            "Ann;900;901;Good.",
            "Ann;;;Bye.",
        ],
    );
    let (call, problems) = check(transcript, &Around::default());
    assert_eq!(
        turns(&call),
        [
            "Ann: Hi there. How are you?",
            "Bo: Fine.",
            "Ann: Good. Bye."
        ]
    );
    assert!(problems.is_empty(), "{problems:?}");
    let first = &call.turns[0];
    assert_eq!((first.start, first.end), (Some(1.0), Some(4.0)));
    let cues: Vec<(u32, f64)> = first.cues.iter().map(|cue| (cue.at, cue.start)).collect();
    assert_eq!(cues, [(0, 1.0), (10, 3.0)]);
    assert_eq!(call.turns[2].cues.len(), 1);
    assert_eq!(call.duration, Some(900.0));
}

#[test]
fn a_turn_that_begins_without_a_time_takes_none_from_its_later_pieces() {
    // As Google Meet writes it: a stamp above a block dates the first words below it alone.
    let transcript = heard(
        Format::MeetDocx,
        &[
            "Ann;0;;How do you plan?",
            "Bo;;;On paper.",
            "Bo;130;;And more.",
            "Ann;;;OK.",
        ],
    );
    let (call, _) = check(transcript, &Around::default());
    let starts: Vec<Option<f64>> = call.turns.iter().map(|turn| turn.start).collect();
    assert_eq!(starts, [Some(0.0), None, None]);
    let second = &call.turns[1];
    assert_eq!(second.text, "On paper. And more.");
    assert_eq!((second.time_at(0), second.time_at(10)), (None, Some(130.0)));
    assert_eq!(call.duration, Some(130.0));
}

#[test]
fn cues_without_words_are_dropped_and_part_no_turn() {
    let transcript = heard(Format::Srt, &["Ann;1;2;One", "Bo;2;3; \n ", "Ann;3;4;two"]);
    let (call, _) = check(transcript, &Around::default());
    assert_eq!(turns(&call), ["Ann: One two"]);
    assert_eq!(names(&call), ["Ann"]);
}

#[test]
fn scripts_without_spaces_are_joined_without_one() {
    let transcript = heard(
        Format::TeamsVtt,
        &["A;1;2;高すぎ", "A;2;3;ます。", "A;3;4;OK", "A;4;5;次"],
    );
    let (call, _) = check(transcript, &Around::default());
    assert_eq!(call.turns[0].text, "高すぎます。 OK 次");
}

#[test]
fn final_turns_stay_as_they_are_even_empty_or_two_in_a_row() {
    let mut transcript = heard(
        Format::VerbatimJson,
        &["Ann;1;2; One ", "Ann;;;", "-;3;4;Two"],
    );
    transcript.turns_are_final = true;
    let (call, problems) = check(transcript, &Around::default());
    assert_eq!(
        turns(&call),
        ["Ann:  One ", "Ann: ", "Unknown speaker: Two"]
    );
    assert_eq!(codes(&problems), ["speaker-missing"]);
    assert_eq!(sides(&call)[1], (Side::Unknown, SideReason::Unknown));
}

#[test]
fn one_persons_display_names_are_joined() {
    let transcript = heard(
        Format::ZoomVtt,
        &[
            "Jane Doe;1;2;a",
            "jane  doe;2;3;b",
            "Jane Doe | Acme;3;4;c",
            "Doe, Jane [Acme];4;5;d",
            "Jane Doe (Guest);5;6;e",
        ],
    );
    let (call, _) = check(transcript, &Around::default());
    assert_eq!(turns(&call), ["Jane Doe: a b c d e"]);
    assert_eq!(
        call.participants[0].aliases,
        [
            "jane doe",
            "Jane Doe | Acme",
            "Doe, Jane [Acme]",
            "Jane Doe (Guest)"
        ]
    );
}

#[test]
fn what_vendors_add_around_a_name_makes_no_other_person() {
    for names in [
        &[
            "Greg K | Lido",
            "Greg K |Lido",
            "Greg K|Lido",
            "Greg K \u{FF5C} Lido",
        ][..],
        &["Whitcomb, Dana [HB]", "Dana Whitcomb | Haulbright"],
        &[
            "Dr. Ann Lee",
            "Ann Lee, PhD",
            "Ann Lee\u{FF08}Acme\u{FF09}",
            "Lee, Ann, M.D.",
        ],
        &["Ann Lee | Acme (Guest)", "Ann Lee (Acme)"],
    ] {
        let lines: Vec<String> = names.iter().map(|name| format!("{name};1;2;a")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (call, _) = check(heard(Format::ZoomVtt, &lines), &Around::default());
        assert_eq!(call.participants.len(), 1, "{names:?}");
    }
}

#[test]
fn somebody_known_is_found_whatever_stands_around_either_name() {
    let side = |shown: &str, known: &'static str, rows: Option<&'static str>| {
        let around = Around {
            names: if known.is_empty() {
                Vec::new()
            } else {
                vec![known]
            },
            participants: rows,
            ..Around::default()
        };
        let line = format!("{shown};1;2;a");
        let (call, _) = check(heard(Format::ZoomVtt, &[line.as_str()]), &around);
        call.participants[0].side
    };
    for shown in [
        "Dana Whitcomb |Haulbright",
        "Dana Whitcomb|Haulbright",
        "Dana Whitcomb - Haulbright",
        "Dana Whitcomb \u{2013} Haulbright",
        "Dana Whitcomb / Haulbright",
        "Dana Whitcomb @ Haulbright",
        "Dana Whitcomb, PhD",
        "Dr. Dana Whitcomb",
        "Dana Whitcomb\u{FF08}Haulbright\u{FF09}",
        "Whitcomb, Dana [HB]",
    ] {
        assert_eq!(side(shown, "Dana Whitcomb", None), Side::Rep, "{shown}");
    }
    for known in [
        "Whitcomb, Dana",
        "Dana Whitcomb | Haulbright",
        "Dr. Dana Whitcomb",
    ] {
        assert_eq!(side("Dana Whitcomb", known, None), Side::Rep, "{known}");
    }
    for (shown, known) in [
        ("Dana Whitcomb (Acme)", "Dana Whitcomb | Haulbright"),
        ("Dana Whitcombe", "Dana Whitcomb"),
        ("Acme - Dana", "Dana Whitcomb"),
        ("Dana", "Dana Whitcomb"),
    ] {
        assert_eq!(
            side(shown, known, None),
            Side::Unknown,
            "{shown} by {known}"
        );
    }
    for (rows, expected) in [
        ("name,side\n\"Lee, Ann\",prospect\n", Side::Prospect),
        ("name,side\nAnn Lee (Acme),prospect\n", Side::Prospect),
        ("name,side\nDr. Ann Lee,prospect\nLee,rep\n", Side::Prospect),
        // Which of them it is, nobody knows; and what is spelled as it stands has the word.
        (
            "name,side\nAnn Lee (Acme),prospect\nAnn Lee (Ridge),rep\n",
            Side::Unknown,
        ),
        (
            "name,side\nAnn Lee (Acme),prospect\nann lee,rep\n",
            Side::Rep,
        ),
    ] {
        assert_eq!(side("Ann Lee", "", Some(rows)), expected, "{rows}");
    }
    // With its accents apart from their letters, as macOS writes it.
    let composed = Some("name,side\nJos\u{E9} N\u{FA}\u{F1}ez,prospect\n");
    let apart = "Jose\u{301} Nu\u{301}n\u{303}ez";
    assert_eq!(side(apart, "", composed), Side::Prospect);
    assert_eq!(side(apart, "Jos\u{E9} N\u{FA}\u{F1}ez", None), Side::Rep);
    assert_eq!(side("Jose Nunez", "", composed), Side::Unknown);
    let of_acme = Some("name,side\nAnn Lee (Acme),prospect\n");
    assert_eq!(side("Ann Lee (Ridge)", "", of_acme), Side::Unknown);
}

#[test]
fn names_that_may_be_two_peoples_are_not_joined() {
    for lines in [
        ["Ann Lee / Bo Hale;1;2;a", "Ann Lee;2;3;b"],
        ["Acme Corp - Ann Lee;1;2;a", "Acme Corp - Bo Hale;2;3;b"],
        ["Mr. Pat Hale;1;2;a", "Mrs. Pat Hale;2;3;b"],
        ["Jane;1;2;a", "Jane (Acme);2;3;b"],
        ["Jane Doe (Acme);1;2;a", "Jane Doe (Beta);2;3;b"],
        ["Speaker 1;1;2;a", "Speaker 1 (Acme);2;3;b"],
        ["Jane Doe;1;2;a", "Jane Doerr;2;3;b"],
    ] {
        let (call, _) = check(heard(Format::ZoomVtt, &lines), &Around::default());
        assert_eq!(call.participants.len(), 2, "{lines:?}");
    }
    let mut transcript = heard(Format::Gong, &["Al Roe;1;2;a", "Al Roe (External);2;3;b"]);
    transcript
        .people
        .push(person("Al Roe", Some(Side::Rep), None));
    transcript
        .people
        .push(person("Al Roe (External)", Some(Side::Prospect), None));
    let (call, _) = check(transcript, &Around::default());
    assert_eq!(
        sides(&call),
        [
            (Side::Rep, SideReason::Vendor),
            (Side::Prospect, SideReason::Vendor)
        ]
    );
}

#[test]
fn a_name_to_which_the_file_gives_two_sides_has_none() {
    let mut transcript = heard(Format::VerbatimJson, &["Al;1;2;a"]);
    transcript.sides_are_given = true;
    for side in [Side::Rep, Side::Prospect, Side::Rep] {
        transcript.people.push(person("Al", Some(side), None));
    }
    let (call, problems) = check(transcript, &Around::default());
    assert_eq!(sides(&call), [(Side::Unknown, SideReason::Unknown)]);
    assert_eq!(codes(&problems), ["sides-conflict"]);
}

#[test]
fn sides_are_known_by_order_of_trust() {
    let mut transcript = heard(
        Format::VerbatimJson,
        &[
            "Ann;;;a", "Bo;;;a", "Cy;;;a", "Di;;;a", "Ed;;;a", "Fay;;;a", "Gus;;;a", "-;;;a",
        ],
    );
    transcript.turns_are_final = true;
    transcript.sides_are_given = true;
    transcript.people = vec![
        person("Ann", Some(Side::Prospect), Some("ann@seller.example")),
        person("Bo", None, Some("bo@EU.Seller.example")),
        person("Cy", Some(Side::Unknown), Some("cy@ridge.example")),
        person("Di", None, Some("di@gmail.com")),
        person("Gus", None, Some("None")),
    ];
    let around = Around {
        participants: Some(
            "name,side\nBo,prospect\nDi,prospect\nEd,rep\nFay,rep\nUnknown speaker,rep\n",
        ),
        domains: vec!["@seller.example"],
        names: vec!["ed", "GUS", "Unknown speaker"],
        ..Around::default()
    };
    let (call, _) = check(transcript, &around);
    let found: Vec<String> = call
        .participants
        .iter()
        .map(|who| {
            format!(
                "{} {} {}",
                who.name,
                who.side.name(),
                who.side_reason.name()
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "Ann prospect given",
            "Bo rep domain",
            "Cy prospect domain",
            "Di prospect participants-file",
            "Gus rep config",
            "Ed rep participants-file",
            "Fay rep participants-file",
            "Unknown speaker unknown unknown",
        ]
    );
}

#[test]
fn a_strangers_domain_says_nothing_while_the_sellers_is_not_known() {
    let mut transcript = heard(Format::Gong, &["Cy;1;2;a", "Di;2;3;b"]);
    transcript
        .people
        .push(person("Cy", None, Some("cy@ridge.example")));
    let (call, _) = check(transcript, &Around::default());
    assert_eq!(sides(&call), [(Side::Unknown, SideReason::Unknown); 2]);
}

#[test]
fn an_address_in_place_of_a_name_is_its_owners_and_tells_the_side() {
    let around = || Around {
        domains: vec!["seller.example"],
        ..Around::default()
    };
    let lines = [
        "bo@ridge.example;1;2;a",
        "ann@seller.example;2;3;b",
        "BO@ridge.example;3;4;c",
    ];
    let mut transcript = heard(Format::ZoomVtt, &lines);
    transcript
        .people
        .push(person("Bo Ray", None, Some("bo@ridge.example")));
    let (call, _) = check(transcript, &around());
    let expected = ["Bo Ray: a", "ann@seller.example: b", "Bo Ray: c"];
    assert_eq!(turns(&call), expected);
    let bo = &call.participants[0];
    assert_eq!(bo.aliases, ["bo@ridge.example", "BO@ridge.example"]);
    let expected = [
        (Side::Prospect, SideReason::Domain),
        (Side::Rep, SideReason::Domain),
    ];
    assert_eq!(sides(&call), expected);
    // A mailbox that two people share is neither of them.
    let mut shared = heard(Format::Fireflies, &["team@ridge.example;1;2;a"]);
    for name in ["Bo Ray", "Cy Roe"] {
        let who = person(name, None, Some("team@ridge.example"));
        shared.people.push(who);
    }
    let (call, _) = check(shared, &around());
    assert_eq!(names(&call), ["Bo Ray", "Cy Roe", "team@ridge.example"]);
    assert_eq!(sides(&call), [(Side::Prospect, SideReason::Domain); 3]);
    // A handle and half an address are names like others.
    let (call, _) = check(heard(Format::ZoomVtt, &["ann@seller;1;2;a"]), &around());
    assert_eq!(call.participants[0].email, None);
}

#[test]
fn an_invited_address_belongs_to_the_only_speaker_whose_name_it_tells() {
    let ann = "ann.lee@seller.example";
    let rows: [(&[&str], &[&str], &[&str]); 8] = [
        (&[ann], &["Ann Lee"], &["Ann Lee rep"]),
        (&[ann], &["Lee, Ann [Seller]"], &["Lee, Ann [Seller] rep"]),
        (
            &["anna-lena_weiß@ridge.example"],
            &["Anna-Lena Weiß"],
            &["Anna-Lena Weiß prospect"],
        ),
        // Two of the name, or somebody else of it.
        (
            &[ann, "ann.lee@ridge.example"],
            &["Ann Lee"],
            &[
                "ann.lee@seller.example rep",
                "ann.lee@ridge.example prospect",
                "Ann Lee unknown",
            ],
        ),
        (
            &[ann],
            &["Ann Lee (Ridge)"],
            &["ann.lee@seller.example rep", "Ann Lee (Ridge) unknown"],
        ),
        (
            &[ann],
            &["Ann Lee", ann],
            &["ann.lee@seller.example rep", "Ann Lee unknown"],
        ),
        // No first and last name.
        (
            &["a.lee@seller.example"],
            &["A Lee"],
            &["a.lee@seller.example rep", "A Lee unknown"],
        ),
        (
            &["ann.lee2@seller.example"],
            &["Ann Lee"],
            &["ann.lee2@seller.example rep", "Ann Lee unknown"],
        ),
    ];
    for (invited, speakers, expected) in rows {
        let lines: Vec<String> = speakers
            .iter()
            .map(|speaker| format!("{speaker};1;2;word"))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut transcript = heard(Format::Fireflies, &lines);
        for &email in invited {
            transcript.people.push(person(email, None, Some(email)));
        }
        let around = Around {
            domains: vec!["seller.example"],
            ..Around::default()
        };
        let (call, _) = check(transcript, &around);
        let found: Vec<String> = call
            .participants
            .iter()
            .map(|who| format!("{} {}", who.name, who.side.name()))
            .collect();
        assert_eq!(found, expected, "{invited:?} {speakers:?}");
    }
}

#[test]
fn participants_csv_fills_blanks_for_its_call_before_its_folder() {
    let csv = "\u{feff}Call;E-Mail;NAME;Side;Title;Persona;Company\n\
               ;;Jane Doe;rep;AE;;\n\
               Day-1.vtt;jane@ridge.example;Jane Doe;prospect;CFO;Economic Buyer;Ridge\n";
    let around = |file_name| Around {
        file_name: Some(file_name),
        participants: Some(csv),
        ..Around::default()
    };
    let transcript = || heard(Format::ZoomVtt, &["Jane Doe (Ridge);1;2;a"]);
    let (call, _) = check(transcript(), &around("calls/day-1.vtt"));
    let jane = &call.participants[0];
    assert_eq!(jane.side, Side::Prospect);
    assert_eq!(
        (jane.title.as_deref(), jane.persona.as_str()),
        (Some("CFO"), "economic-buyer")
    );
    assert_eq!(jane.email.as_deref(), Some("jane@ridge.example"));
    assert_eq!(
        call.account.and_then(|account| account.name).as_deref(),
        Some("Ridge")
    );
    let (call, _) = check(transcript(), &around("day-2.vtt"));
    assert_eq!(
        (
            call.participants[0].side,
            call.participants[0].persona.as_str()
        ),
        (Side::Rep, "unknown")
    );
}

#[test]
fn bad_rows_of_companions_are_problems_with_lines_and_cost_no_other_row() {
    let companions = Companions::parse(
        Some(
            b"name,email,side\n,,rep\nJane Doe,,judge\nBo,,rep\nBo,,prospect\n\n\"Cy, Dr.\",,rep\n",
        ),
        Some(b"account,stage\n,won\nRidge,lost\nReport of today,\n"),
    );
    assert_eq!(companions.participants().len(), 4);
    assert_eq!(companions.deals().len(), 1);
    let expected = [
        ("participants-row-without-person", "2"),
        ("participants-side-not-known", "3"),
        ("participants-row-repeated", "5"),
        ("deals-row-without-key", "2"),
        ("deals-row-without-facts", "4"),
    ];
    for (problem, (code, line)) in companions.problems.iter().zip(expected) {
        assert_eq!(problem.code, code);
        assert!(
            format!("{:?}", problem.place).contains(&format!("Line({line})")),
            "{problem:?}"
        );
        assert!(!problem.message.contains("Jane") && !problem.message.contains("Ridge"));
    }
    assert_eq!(companions.problems.len(), expected.len());
    for bytes in [
        &b""[..],
        b"\n\n",
        b"x,y\n1,2\n",
        b"\0\0\0",
        b"name\n\"open",
        b"\xff\xfe",
    ] {
        let companions = Companions::parse(Some(bytes), Some(bytes));
        assert!(companions.deals().is_empty());
    }
}

#[test]
fn people_of_no_known_side_tell_the_account_where_no_prospect_does() {
    let account = |side: Option<Side>| {
        let mut transcript = heard(Format::Gong, &["Cy;1;2;a", "Di;2;3;b"]);
        transcript.people = vec![
            person("Cy", None, Some("cy@tile.example")),
            person("Di", side, Some("di@roof.example")),
        ];
        let around = Around {
            deals: Some("account,domain,stage\nTile Co,tile.example,won\n"),
            ..Around::default()
        };
        let (call, _) = check(transcript, &around);
        call.account.and_then(|account| account.name)
    };
    assert_eq!(account(None).as_deref(), Some("Tile Co"));
    assert_eq!(account(Some(Side::Rep)).as_deref(), Some("Tile Co"));
    assert_eq!(account(Some(Side::Prospect)), None);
}

#[test]
fn deals_csv_fills_blanks_by_call_then_account_then_domain() {
    let deals = "call,account,domain,industry,deal,stage,date\n\
                 a.vtt,Ridge,,solar,D1,won,2026-01-02\n\
                 ,Roof Co,,roofing,D2,lost,\n\
                 ,Tile Co,https://www.tile.example/about,tiling,D3,open,\n\
                 ,Twin,,twins,D4,open,\n\
                 ,Twin,,twins,D5,lost,\n";
    let deal_of = |file_name: &'static str, account: Option<&str>, email: &str| {
        let mut transcript = heard(Format::Gong, &["Cy;1;2;a"]);
        transcript
            .people
            .push(person("Cy", Some(Side::Prospect), Some(email)));
        transcript.account = account.map(|name| verbatim::call::Account {
            name: Some(name.to_owned()),
            industry: Some("own".to_owned()),
            ..Default::default()
        });
        let around = Around {
            file_name: Some(file_name),
            deals: Some(deals),
            ..Around::default()
        };
        let (call, problems) = check(transcript, &around);
        let account = call.account.unwrap_or_default();
        let deal = call.deal.and_then(|deal| deal.id);
        (
            deal,
            account.industry,
            call.started_at,
            codes(&problems).join(" "),
        )
    };
    let some = |text: &str| Some(text.to_owned());
    let ok = String::new;
    assert_eq!(
        deal_of("a.vtt", None, "x"),
        (some("D1"), some("solar"), some("2026-01-02"), ok())
    );
    assert_eq!(
        deal_of("b.vtt", Some("ROOF CO"), "x"),
        (some("D2"), some("own"), None, ok())
    );
    assert_eq!(
        deal_of("b.vtt", None, "cy@tile.example"),
        (some("D3"), some("tiling"), None, ok())
    );
    assert_eq!(
        deal_of("b.vtt", None, "cy@gmail.com"),
        (None, None, None, ok())
    );
    let twin = deal_of("b.vtt", Some("Twin"), "x");
    assert_eq!(
        twin,
        (None, some("own"), None, "deals-ambiguous".to_owned())
    );
}

/// The deal of a call with Acme, by a table beside it: stage|outcome|reason|amount|date.
fn told_beside(deals: &'static str) -> String {
    let mut transcript = heard(Format::Gong, &["Cy;1;2;a"]);
    transcript
        .people
        .push(person("Cy", Some(Side::Prospect), None));
    transcript.account = Some(verbatim::call::Account {
        name: Some("Acme Inc".to_owned()),
        ..Default::default()
    });
    let around = Around {
        file_name: Some("a.vtt"),
        deals: Some(deals),
        ..Around::default()
    };
    let (call, _) = check(transcript, &around);
    let deal = call.deal.unwrap_or_default();
    [
        deal.stage,
        deal.outcome,
        deal.reason,
        deal.amount,
        call.started_at,
    ]
    .map(|fact| fact.unwrap_or_else(|| "-".to_owned()))
    .join("|")
}

#[test]
fn an_export_beside_calls_is_read_as_an_import_and_tells_no_stage_of_the_past() {
    for (what, deals, expected) in [
        (
            "HubSpot",
            "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Associated Company,Closed Lost Reason,Is closed lost\n\
             7,Renewal,Closed Lost,$500,2026-12-01 00:00,2026-02-01 09:15,Acme Inc,Too dear,true\n",
            "-|lost|Too dear|$500|-",
        ),
        (
            "Salesforce, with another spelling of the account and words below",
            "\"Account Name\",\"Opportunity ID\",\"Stage\",\"Amount Currency\",\"Amount\",\"Close Date\"\n\
             \"Acme, Inc.\",\"0061G00000Ja7B6\",\"Negotiation\",\"USD\",\"500\",\"6/30/2026\"\n\
             \"Confidential Information\"\n",
            "-|open|-|500 USD|-",
        ),
        (
            "our own, in other words",
            "call;account;stage;outcome;date\na.vtt;Acme;Angebot;gewonnen;12.03.2026\n",
            "Angebot|won|-|-|2026-03-12",
        ),
        (
            "our own, with a word of the team and no outcome",
            "account,stage,outcome\nAcme,demo,parked\n",
            "demo|parked|-|-|-",
        ),
        (
            "the past alone",
            "account,stage,amount\nAcme,demo,5\n",
            "demo|-|-|5|-",
        ),
        (
            "an end of an account",
            "account,stage\nAcme,Closed Won\n",
            "-|won|-|-|-",
        ),
        (
            "two companies that may both be meant",
            "account,outcome\nAcme GmbH,won\nAcme Ltd,won\n",
            "-|-|-|-|-",
        ),
    ] {
        assert_eq!(told_beside(deals), expected, "{what}");
    }
    let odd = Companions::parse(
        None,
        Some(b"account,stage,date\nAcme,demo,13/13/2026\n\"Bold,demo,\n"),
    );
    let codes: Vec<&str> = odd.problems.iter().map(|odd| odd.code.as_str()).collect();
    assert_eq!(codes, ["quote-unclosed", "deals-date-unreadable"]);
}

#[test]
fn a_files_name_tells_date_and_title_where_the_file_does_not() {
    for (file_name, title, date) in [
        (
            "GMT20240131-120000_Recording_1920x1080.transcript.vtt",
            "",
            "2024-01-31T12:00:00Z",
        ),
        (
            "GMT20240131-120000_Ridge intro.vtt",
            "Ridge intro",
            "2024-01-31T12:00:00Z",
        ),
        (
            "calls/2024-01-31 Discovery with Ridge.vtt",
            "Discovery with Ridge",
            "2024-01-31",
        ),
        ("Ridge_demo_2024-01-31.vtt", "Ridge demo", "2024-01-31"),
        ("2024-13-31 Ridge.vtt", "", ""),
        ("12024-01-311.vtt", "", ""),
        ("GMT20240131-990000.vtt", "", ""),
        ("日本語2024-01-31.vtt", "日本語", "2024-01-31"),
        // Zoom's site, with a date in either form; the number is the meeting's.
        (
            "Audio Transcript_Ridge demo 2_81234567890_2024-01-31.vtt",
            "Ridge demo 2",
            "2024-01-31",
        ),
        (
            "Audio Transcript_Ridge_demo_812345678_January 31, 2024.vtt",
            "Ridge demo",
            "2024-01-31",
        ),
        // Zoom on a disk: the file is named alike in every folder.
        (
            "2024-01-31 10.05.32 Ridge demo 81234567890/closed_caption.vtt",
            "Ridge demo",
            "2024-01-31",
        ),
        ("2024-01-31 10.05.32 Ridge demo/Another call.vtt", "", ""),
        ("2024-01-31 Ridge/closed_caption.vtt", "", ""),
        // Teams; where the clock is one of UTC the name says so.
        (
            "Ridge demo-20240131_100500-Meeting Recording.vtt",
            "Ridge demo",
            "2024-01-31",
        ),
        (
            "Ridge demo-20240131_100500UTC-Besprechungsaufzeichnung.vtt",
            "Ridge demo",
            "2024-01-31T10:05:00Z",
        ),
        // Google Meet, with what stood between the slashes and colons of its title.
        (
            "Ridge _ Mill - 2024_01_31 10_58 CEST - Notes by Gemini.txt",
            "Ridge Mill",
            "2024-01-31",
        ),
        ("Ridge_20240131.vtt", "Ridge", "2024-01-31"),
        ("Ridge 2024.01.31 x.vtt", "Ridge x", "2024-01-31"),
        // Numbers that are no days.
        ("Ridge_81234567890.vtt", "", ""),
        ("Ridge_20241331.vtt", "", ""),
        ("Ridge20240131.vtt", "", ""),
        ("Ridge 2024-01_31.vtt", "", ""),
        ("", "", ""),
    ] {
        let around = Around {
            file_name: Some(file_name),
            ..Around::default()
        };
        let (call, _) = check(heard(Format::ZoomVtt, &["A;1;2;a"]), &around);
        assert_eq!(call.title.as_deref().unwrap_or(""), title, "{file_name}");
        assert_eq!(
            call.started_at.as_deref().unwrap_or(""),
            date,
            "{file_name}"
        );
    }
}

#[test]
fn dates_are_rfc_3339_and_addresses_are_the_webs() {
    for (date, expected) in [
        ("2026-02-11", Some("2026-02-11")),
        (
            "2018-02-17T02:30:00-08:00",
            Some("2018-02-17T02:30:00-08:00"),
        ),
        ("2026-02-11 10:00:00Z", Some("2026-02-11T10:00:00Z")),
        ("2026-02-11T10:00", Some("2026-02-11")),
        ("11.02.2026", None),
        ("2026-02-30", None),
    ] {
        let mut transcript = heard(Format::VerbatimJson, &["A;1;2;a"]);
        transcript.started_at = Some(date.to_owned());
        let (call, problems) = check(transcript, &Around::default());
        assert_eq!(call.started_at.as_deref(), expected, "{date}");
        assert_eq!(problems.is_empty(), expected.is_some(), "{date}");
    }
    for (url, is_kept) in [
        ("https://a.example/x?y", true),
        ("javascript:alert(1)", false),
        ("a.mp4", false),
    ] {
        let mut transcript = heard(Format::VerbatimJson, &["A;1;2;a"]);
        transcript.recording_url = Some(url.to_owned());
        let (call, _) = check(transcript, &Around::default());
        assert_eq!(call.recording_url.is_some(), is_kept, "{url}");
    }
}

#[test]
fn an_id_is_the_providers_else_it_comes_of_words_and_start() {
    let id_of = |format, id: Option<&str>, lines: &[&str]| {
        let mut transcript = heard(format, lines);
        transcript.id = id.map(str::to_owned);
        check(transcript, &Around::default()).0.id.0
    };
    assert_eq!(
        id_of(Format::VerbatimJson, Some("d01"), &["A;1;2;a"]),
        "d01"
    );
    assert_eq!(id_of(Format::Gong, Some("77"), &["A;1;2;a"]), "gong:77");
    let id = id_of(Format::ZoomVtt, None, &["A;1;2;So, HELLO", "A;2;3;you"]);
    assert_eq!(id.len(), "zoom-vtt-".len() + 16);
    assert!(id.starts_with("zoom-vtt-"));
    assert_eq!(
        id,
        id_of(Format::ZoomVtt, None, &["Other Label;1;9;so hello you!"])
    );
    assert_ne!(id, id_of(Format::ZoomVtt, None, &["A;1.5;9;so hello you!"]));
    assert_ne!(id, id_of(Format::ZoomVtt, None, &["A;1;9;so hell oyou!"]));
}

#[test]
fn a_fingerprint_hears_words_alone() {
    let of =
        |format, lines: &[&str]| fingerprint(&check(heard(format, lines), &Around::default()).0);
    let one = of(Format::ZoomVtt, &["A;1;2;Hello, you.", "B;2;3;ÉTÉ 5"]);
    assert_eq!(one.len(), 64);
    assert_eq!(
        one,
        of(
            Format::Text,
            &["Ann Lee;;;hello you", "Bo;;;été", "Bo;;;5!"]
        )
    );
    assert_ne!(one, of(Format::Text, &["A;;;hello you été"]));
}

#[test]
fn a_slug_is_lower_case_with_hyphens() {
    for (text, slug) in [
        ("Economic Buyer", "economic-buyer"),
        (" VP/IT ", "vp-it"),
        ("", ""),
        ("Käufer", "käufer"),
    ] {
        assert_eq!(slugify(text), slug);
    }
}

#[test]
fn many_speakers_and_no_utterance_are_no_trouble() {
    let (call, problems) = check(Transcript::new(Format::Text), &Around::default());
    assert!(call.turns.is_empty() && call.participants.is_empty() && problems.is_empty());
    let lines: Vec<String> = (0..20_000)
        .map(|n| format!("Ann Lee{n} (Co {n});{n};{n};word"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (call, _) = check(heard(Format::Text, &lines), &Around::default());
    assert_eq!(call.participants.len(), 20_000);
}
