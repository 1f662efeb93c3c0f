//! Are tables read by their columns, whatever their writer called them?

use verbatim::call::Side;
use verbatim::ingest::parse::{How, Parsed, parse, parse_as};
use verbatim::ingest::transcript::Place;

fn read(table: &str) -> Vec<Parsed> {
    let read = parse(table.as_bytes()).expect(table);
    read.into_iter().map(|call| call.expect(table)).collect()
}

/// Speaker, start, end and words.
type Said<'p> = (Option<&'p str>, Option<f64>, Option<f64>, &'p str);

/// What is said, utterance by utterance.
fn said(parsed: &Parsed) -> Vec<Said<'_>> {
    let utterances = parsed.transcript.utterances.iter();
    utterances
        .map(|one| {
            (
                one.speaker.as_deref(),
                one.start,
                one.end,
                one.text.as_str(),
            )
        })
        .collect()
}

#[test]
fn columns_are_found_by_their_headings() {
    let ana = Some("Ana Ruiz");
    let tables = [
        ("speaker,text\nAna Ruiz,\"Well, no.\"\n", None, None),
        (
            "\u{feff}Start;End;Speaker;Text\n1,5;2;Ana Ruiz;Well, no.\n",
            Some(1.5),
            Some(2.0),
        ),
        (
            "Timestamp\tSpeaker\tTranscript\n00:01:02\tAna Ruiz\tWell, no.\n",
            Some(62.0),
            None,
        ),
        (
            "start_ms,end_ms,speaker_name,utterance\n1500,2000,Ana Ruiz,\"Well, no.\"\n",
            Some(1.5),
            Some(2.0),
        ),
        (
            "Offset (ms)|Duration ms|Participant|Content\n1500|500|Ana Ruiz|Well, no.\n",
            Some(1.5),
            Some(2.0),
        ),
    ];
    for (table, start, end) in tables {
        let calls = read(table);
        assert_eq!(calls.len(), 1, "{table}");
        assert_eq!(calls[0].transcript.format.name(), "csv");
        assert_eq!(said(&calls[0]), [(ana, start, end, "Well, no.")], "{table}");
    }
}

#[test]
fn whole_numbers_far_apart_are_milliseconds_and_small_ones_seconds() {
    let table = "time,speaker,text\n0,Ana,One.\n4200,Bo,Two.\n9100,Ana,Three.\n";
    assert_eq!(said(&read(table)[0])[1].1, Some(4.2));
    let table = "time,speaker,text\n0,Ana,One.\n4,Bo,Two.\n9,Ana,Three.\n";
    assert_eq!(said(&read(table)[0])[1].1, Some(4.0));
}

#[test]
fn rows_of_several_calls_are_several_calls_and_sides_are_taken_over() {
    let table = "call_id,speaker,side,email,text\nc1,Ana,customer,ana@acme.example,One.\nc2,Bo,agent,,Two.\nc1,Cy,rep,,Three.\n";
    let calls = read(table);
    let ids: Vec<_> = calls
        .iter()
        .map(|call| call.transcript.id.as_deref())
        .collect();
    assert_eq!(ids, [Some("c1"), Some("c2")]);
    assert_eq!(said(&calls[0]).len(), 2);
    let ana = &calls[0].transcript.people[0];
    assert_eq!(
        (ana.side, ana.email.as_deref()),
        (Some(Side::Prospect), Some("ana@acme.example"))
    );
}

#[test]
fn a_table_without_headings_is_known_by_its_stamps() {
    let table =
        "00:00:01:00,00:00:02:00,\"Oh! Can I\nbelieve it?\"\n00:00:03:00,00:00:04:12,Two.\n";
    let calls = read(table);
    assert_eq!(
        said(&calls[0])[0],
        (None, Some(1.0), Some(2.0), "Oh! Can I\nbelieve it?")
    );
    assert_eq!(said(&calls[0])[1].2, Some(4.48));
}

#[test]
fn a_person_can_name_the_columns() {
    let table = "When,Who said it,Notes,Body\n1,Ana,x,\"Well, no.\"\n";
    assert!(parse(table.as_bytes()).is_err(), "no heading is known");
    for columns in [
        "text=body,speaker=who said it,start=When",
        "text=4,speaker=2,start=when",
    ] {
        let how = How {
            columns: columns.parse().expect(columns),
            ..How::default()
        };
        let calls = parse_as(table.as_bytes(), &how).expect(columns);
        let call = calls[0].as_ref().expect(columns);
        assert_eq!(said(call), [(Some("Ana"), Some(1.0), None, "Well, no.")]);
    }
    let wrong = "words=4".parse::<verbatim::ingest::parse::csv_table::Columns>();
    let message = wrong.expect_err("no such column").to_string();
    assert!(message.contains("text, speaker, start"), "{message}");
}

#[test]
fn broken_tables_never_panic_and_a_crms_table_is_refused() {
    let table = "start,end,speaker,text\n1,2,Ana,\"Well, no.\"\n3,4,Bo,\"a \"\"b\"\" c\"\n";
    for end in 0..table.len() {
        let _ = parse(&table.as_bytes()[..end]);
    }
    let deals = "Record ID,Deal Name,Deal Stage,Amount\n1,Acme,Closed Won,3000\n";
    let refusal = parse(deals.as_bytes()).expect_err("no transcript");
    assert_eq!(refusal.code, "not-a-transcript");
}

/// Each utterance as `start speaker| words`, with `-` for what is not told.
fn lines(parsed: &Parsed) -> Vec<String> {
    let said = said(parsed).into_iter();
    said.map(|(speaker, start, _, text)| {
        let start = start.map_or_else(|| "-".to_owned(), |start| start.to_string());
        format!("{start} {}| {text}", speaker.unwrap_or("-"))
    })
    .collect()
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    let problems = parsed.problems.iter();
    problems.map(|problem| problem.code.as_str()).collect()
}

#[test]
fn of_several_headings_for_one_column_the_plainest_is_it() {
    let expected = ["- Ana Ruiz| Well, no.", "- Bo Lee| Why?"];
    for table in [
        "Line,Speaker,Text\n1,Ana Ruiz,\"Well, no.\"\n2,Bo Lee,Why?\n",
        "channel,speaker,text\n0,Ana Ruiz,\"Well, no.\"\n0,Bo Lee,Why?\n",
        "speaker_id,speaker,text\n0,Ana Ruiz,\"Well, no.\"\n1,Bo Lee,Why?\n",
        "speakerId,speakerName,message,text\n0,Ana Ruiz,x,\"Well, no.\"\n1,Bo Lee,y,Why?\n",
        "Sprecher;Text\nAna Ruiz;Well, no.\nBo Lee;Why?\n",
        "Intervenant\tTexte\nAna Ruiz\tWell, no.\nBo Lee\tWhy?\n",
        "Hablante;Transcripción\nAna Ruiz;Well, no.\nBo Lee;Why?\n",
        // A heading that could be the words' own, with nothing but the lines' numbers below it.
        "Line,Speaker,Said\n1,Ana Ruiz,\"Well, no.\"\n2,Bo Lee,Why?\n",
        // Excel's first line, and lines that a report sets above its heading.
        "sep=;\r\nspeaker;text\r\nAna Ruiz;Well, no.\r\nBo Lee;Why?\r\n",
        "\"SEP=|\"\nspeaker|text\nAna Ruiz|Well, no.\nBo Lee|Why?\n",
        "Demo at the mill, second try\n2026-03-05\n\nspeaker;text\nAna Ruiz;Well, no.\nBo Lee;Why?\n",
    ] {
        assert_eq!(lines(&read(table)[0]), expected, "{table}");
    }
    let only_numbers = "Line,Speaker,Phrase\n1,Ana,No.\n2,Bo,Why?\n";
    assert!(
        parse(only_numbers.as_bytes()).is_err(),
        "numbers are no words"
    );
    let prose =
        "We talked about speaker, text and time.\nspeaker, text, and more of it\nThen they left.\n";
    assert!(parse(prose.as_bytes()).is_err(), "no table stands in it");
}

#[test]
fn a_number_in_place_of_a_name_is_a_voice_of_this_call() {
    let table = "Speaker,Text\n0,No.\n1,Why?\nB,Well.\nBo,Hm.\n";
    let expected = [
        "- Speaker 0| No.",
        "- Speaker 1| Why?",
        "- Speaker B| Well.",
        "- Bo| Hm.",
    ];
    assert_eq!(lines(&read(table)[0]), expected);
}

#[test]
fn commas_of_a_sentence_without_quotation_marks_lose_no_words() {
    let cases = [
        (
            "start,speaker,text\n0,Ana,No, I said, and more\n2,Bo,Why?\n",
            ["0 Ana| No, I said, and more", "2 Bo| Why?"],
            vec!["words-unquoted"],
        ),
        // The columns behind the words stay what they are.
        (
            "start,text,speaker\n0,It is 12,500 a month, yes,Ana\n2,Why?,Bo\n",
            ["0 Ana| It is 12,500 a month, yes", "2 Bo| Why?"],
            vec!["words-unquoted"],
        ),
        // A column without a heading is no speech.
        (
            "start,speaker,text\n0,Ana,No,glad\n2,Bo,Why?,sad\n",
            ["0 Ana| No", "2 Bo| Why?"],
            vec!["row-overfull"],
        ),
        (
            "start,speaker,text\n0, Ana, No, glad\n2, Bo, Why?, sad\n",
            ["0 Ana|  No", "2 Bo|  Why?"],
            vec!["row-overfull"],
        ),
        // Excel ends rows with blank cells.
        (
            "start,speaker,text\n0,Ana,No,,\n2,Bo,Why?,,\n",
            ["0 Ana| No", "2 Bo| Why?"],
            vec![],
        ),
    ];
    for (table, expected, odd) in cases {
        let calls = read(table);
        assert_eq!(lines(&calls[0]), expected, "{table}");
        assert_eq!(codes(&calls[0]), odd, "{table}");
    }
}

#[test]
fn times_are_known_by_their_headings_and_moments_count_from_the_first() {
    let cases = [
        (
            "Speaker,Start Time (s),Text\nAna,1.5,No.\nBo,4,Why?\n",
            [1.5, 4.0],
            None,
        ),
        (
            "start_time_in_seconds,speaker,text\n1500,Ana,No.\n4000,Bo,Why?\n",
            [1500.0, 4000.0],
            None,
        ),
        (
            "startMs,endMs,speakerName,text\n1500,2000,Ana,No.\n4000,5000,Bo,Why?\n",
            [1.5, 4.0],
            None,
        ),
        (
            "StartTimeMillis,SpeakerId,Text\n1500,a,No.\n4000,b,Why?\n",
            [1.5, 4.0],
            None,
        ),
        (
            "timestamp,speaker,text\n1772442000,Ana,No.\n1772442003,Bo,Why?\n",
            [0.0, 3.0],
            Some("2026-03-02T09:00:00Z"),
        ),
        (
            "timestamp,speaker,text\n1772442000250,Ana,No.\n1772442003750,Bo,Why?\n",
            [0.0, 3.5],
            Some("2026-03-02T09:00:00.25Z"),
        ),
        (
            "time,speaker,text\n2026-03-02T09:00:01+01:00,Ana,No.\n2026-03-02T09:00:03.5+01:00,Bo,Why?\n",
            [0.0, 2.5],
            Some("2026-03-02T09:00:01+01:00"),
        ),
        (
            "date,time,speaker,text\n2026-03-01,2026-03-02 09:00:01,Ana,No.\n,2026-03-02 09:01:01,Bo,Why?\n",
            [0.0, 60.0],
            Some("2026-03-01"),
        ),
    ];
    for (table, starts, started_at) in cases {
        let calls = read(table);
        let told: Vec<_> = said(&calls[0]).iter().map(|said| said.1).collect();
        assert_eq!(told, starts.map(Some), "{table}");
        let transcript = &calls[0].transcript;
        assert_eq!(transcript.started_at.as_deref(), started_at, "{table}");
        assert!(calls[0].problems.is_empty(), "{table}");
    }
    let each = "call_id,time,speaker,text\na,2026-03-02T09:00:00Z,Ana,No.\nb,2026-03-03T09:00:00Z,Bo,Why?\n";
    let calls = read(each);
    assert_eq!(
        lines(&calls[1]),
        ["0 Bo| Why?"],
        "each call has its own first moment"
    );
    let odd = read("time,speaker,text\n10:00 AM,Ana,No.\n,Bo,Why?\n");
    assert_eq!(lines(&odd[0]), ["- Ana| No.", "- Bo| Why?"]);
    assert_eq!(codes(&odd[0]), ["time-unreadable"]);
}

#[test]
fn labels_such_as_agent_tell_a_side_where_no_column_does() {
    let table =
        "speaker,side,text\nAgent,,One.\nCustomer 1,,Two.\nSales,buyer,Three.\nAna,,Four.\n";
    let calls = read(table);
    let told: Vec<_> = calls[0]
        .transcript
        .people
        .iter()
        .map(|person| (person.name.as_str(), person.side))
        .collect();
    let expected = [
        ("Sales", Some(Side::Prospect)),
        ("Agent", Some(Side::Rep)),
        ("Customer 1", Some(Side::Prospect)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_side_in_place_of_a_name_is_nobodys_name() {
    let table = "affiliation,text\nInternal,One.\nexternal,Two.\nbuyer,Three.\n";
    assert!(parse(table.as_bytes()).is_err(), "no speaker and no time");
    let table = "affiliation,time,text\nInternal,1,One.\nexternal,2,Two.\nbuyer,3,Three.\n";
    let expected = ["1 Agent| One.", "2 Customer| Two.", "3 buyer| Three."];
    assert_eq!(lines(&read(table)[0]), expected);
}

#[test]
fn a_quotation_mark_that_never_closes_gives_nobody_the_words_of_others() {
    let open = read("A call\n\nspeaker,text\nAna,\"No.\nBo,Why?\nAna,Well.\n");
    assert_eq!(lines(&open[0]), ["- Ana| No."]);
    assert_eq!(codes(&open[0]), ["lines-above-table", "quote-not-closed"]);
    assert_eq!(open[0].problems[1].place, Some(Place::Line(4)));
    // Here the mark that opens the next cell closes this one.
    let taken = read("speaker,text\nAna,\"No.\nBo,\"Why?\"\nAna,Well.\n");
    assert_eq!(codes(&taken[0]), ["quote-inside-cell"]);
    let whole =
        read("speaker,text\nAna,\"He said \"\"no\"\",\nand left.\"\nBo,\"Why?\" she asked.\n");
    assert_eq!(codes(&whole[0]), [""; 0]);
}

#[test]
fn a_table_whose_columns_nobody_knows_is_refused_with_the_way_to_name_them() {
    for table in [
        "Who said it,Moment,Comment\nAna,00:00:01,No.\n",
        "Owner,Text\nAna,No.\nBo,Why?\n",
    ] {
        let refusal = parse(table.as_bytes()).expect_err(table);
        assert!(refusal.message.contains("--columns"), "{refusal}");
    }
}
