//! Are transcripts in NIST's formats read as they are written?

use verbatim::ingest::parse::{Parsed, detect};
use verbatim::ingest::transcript::Format;

use super::{check, lines};

const STM: &str = ";; CATEGORY \"0\" \"\" \"\"\n\
    rec-a 1 Alice 0 1.5 <o,f0,female> good morning { twenty / @ } { one / { 1 / i } / won } here\n\
    rec-b 1 12 3.25 4 hop on\n\
    rec-a 1 inter_segment_gap 1.5 2 <o,,unknown> IGNORE_TIME_SEGMENT_IN_SCORING\n\
    rec-a 1 Bob 2 2.5\n\
    rec-a 2 <NA> 2 3 <NA> either / or <laugh>\n\
    \n\
    rec-a 1 Bob 5 6 <laugh> fine\n";

#[test]
fn every_recording_of_an_stm_file_is_a_call() {
    assert_eq!(detect::detect(STM), Ok(Format::NistStm));
    let read = check(STM).expect("a transcript");
    let calls: Vec<&Parsed> = read.iter().flatten().collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].transcript.id.as_deref(), Some("rec-a"));
    assert_eq!(
        lines(&calls[0].transcript.utterances),
        [
            "Alice 0 1.5 good morning twenty one here",
            "- 2 3 either / or <laugh>",
            "Bob 5 6 <laugh> fine",
        ]
    );
    assert_eq!(calls[1].transcript.id.as_deref(), Some("rec-b"));
    assert_eq!(
        lines(&calls[1].transcript.utterances),
        ["Speaker 12 3.25 4 hop on"]
    );
    assert_eq!(&STM[calls[1].raw.clone()], "rec-b 1 12 3.25 4 hop on");
}

#[test]
fn a_ctm_file_tells_how_long_each_word_takes() {
    let text = ";; words\n\
        a 1 0.5 0.25 Effort 0.98\n\
        a 1 0.75 0.5 made NA lex Ana\n\
        a 1 * * <ALT_BEGIN>\n\
        a 1 1.25 0.25 was\n\
        a 1 * * <ALT>\n\
        a 1 1.25 0.25 were\n\
        a 1 * * <ALT_END>\n\
        a 1 8 0.5 twice\n\
        b A 0 1 Hop\n\
        b B 0.5 1 on\n\
        b A 1 1 it\n";
    assert_eq!(detect::detect(text), Ok(Format::NistCtm));
    let read = check(text).expect("a transcript");
    let calls: Vec<&Parsed> = read.iter().flatten().collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(
        lines(&calls[0].transcript.utterances),
        [
            "- 0.5 0.75 Effort",
            "Ana 0.75 1.5 made was",
            "- 8 8.5 twice"
        ]
    );
    assert_eq!(
        lines(&calls[1].transcript.utterances),
        ["Channel A 0 2 Hop it", "Channel B 0.5 1.5 on"]
    );
    assert!(text[calls[1].raw.clone()].starts_with("b A 0 1 Hop"));
}

#[test]
fn a_line_of_another_kind_costs_no_recording() {
    let text = format!(
        "{}this is no segment at all\n",
        "a 1 Ana 0 1 yes\n".repeat(9)
    );
    let read = check(&text).expect("a transcript");
    let parsed = read[0].as_ref().expect("a call");
    assert_eq!(parsed.transcript.utterances.len(), 9);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.problems[0].code, "line-unreadable");
    assert!(!parsed.problems[0].message.contains("segment at all"));
}

#[test]
fn rttm_and_tables_of_numbers_are_no_nist_transcripts() {
    let rttm =
        "SPEAKER a 1 0 1 <NA> <NA> Ana <NA> <NA>\nSPEAKER a 1 1 1.5 <NA> <NA> Bo <NA> <NA>\n";
    let table = "1 2 3 4 5 6\n2 3 4 5 6 7\n";
    for text in [rttm, table, ";; only a comment\n"] {
        let taken = detect::detect(text).ok();
        assert!(taken.is_none(), "{text}");
    }
}

#[test]
fn nist_files_cut_off_or_of_junk_never_panic() {
    for end in 0..STM.len() {
        let _ = check(&STM[..end]);
    }
    for junk in [
        "a 1 Ana 0 1 { / } } { @ /\n",
        "a 1 Ana 9 1 x\n",
        "é 1 é 0 1 é\u{a0}é {é / é}\n",
        "a 1 Ana 99999999999999999999999 999999999999999999999999 x\n",
    ] {
        let _ = check(&junk.repeat(3));
    }
}
