//! Are tables read by their columns, whatever their writer called them?

use verbatim::call::Side;
use verbatim::ingest::parse::{How, Parsed, parse, parse_as};

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
