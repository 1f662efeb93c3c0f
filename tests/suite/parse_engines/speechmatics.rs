//! What does a transcript of Speechmatics say?

use serde_json::{Value, json};
use verbatim::ingest::transcript::Format;

use super::{call, refused, spoken};

/// One result of Speechmatics, a tenth of a second long.
fn sm(kind: &str, start: f64, text: &str, speaker: &str, attaches_to: Option<&str>) -> Value {
    let mut result = json!({"type": kind, "start_time": start, "end_time": start + 0.1,
        "alternatives": [{"confidence": 1.0, "content": text, "language": "en", "speaker": speaker}]});
    if let Some(side) = attaches_to {
        result["attaches_to"] = json!(side);
    }
    result
}

fn sm_job(results: Value) -> Value {
    json!({"format": "2.9",
        "job": {"created_at": "2023-11-29T17:33:04.889Z", "data_name": "a.wav", "duration": 5, "id": "81i1n2rm24"},
        "metadata": {"created_at": "2023-11-29T17:33:16.877010Z", "type": "transcription",
            "language_pack_info": {"word_delimiter": " "},
            "transcription_config": {"language": "en", "diarization": "speaker"}},
        "results": results})
}

pub(super) fn sm_talk() -> Value {
    sm_job(json!([
        sm("word", 0.0, "Yes", "S1", None),
        sm("punctuation", 0.1, ",", "S1", Some("previous")),
        sm("punctuation", 0.2, "*", "S1", Some("next")),
        sm("word", 0.3, "great", "S1", None),
        sm("word", 0.4, "for", "S1", None),
        sm("punctuation", 0.5, "-", "S1", Some("both")),
        sm("word", 0.6, "sure", "S1", None),
        sm("punctuation", 0.7, "&", "S1", Some("none")),
        sm("entity", 0.8, "$2.05", "S1", None),
        sm("word", 1.0, "Hm", "UU", None),
        sm("punctuation", 1.1, ".", "UU", None),
        sm("word", 1.5, "Right", "Ana Ruiz", None)
    ]))
}

#[test]
fn speechmatics_says_on_which_side_a_mark_stands_without_a_space() {
    let text = sm_talk().to_string();
    let expected = [
        "Speaker S1 0 0.9 Yes, *great for-sure & $2.05",
        "Speaker UU 1 1.2 Hm.",
        "Ana Ruiz 1.5 1.6 Right",
    ];
    assert_eq!(spoken(&text, Format::Speechmatics), expected);
    let transcript = call(&text, Format::Speechmatics).transcript;
    assert_eq!(transcript.id.as_deref(), Some("81i1n2rm24"));
    assert_eq!(transcript.language.as_deref(), Some("en"));
    assert_eq!(transcript.started_at, None, "the job's date");
}

#[test]
fn speechmatics_without_diarization_names_nobody() {
    let results = json!([
        sm("word", 2.0, "Now", "UU", None),
        sm("speaker_change", 2.1, "", "UU", None),
        sm("word", 2.2, "then", "UU", None)
    ]);
    let expected = ["- 2 2.1 Now", "- 2.2 2.3 then"];
    let text = sm_job(results).to_string();
    assert_eq!(spoken(&text, Format::Speechmatics), expected);
}

#[test]
fn voices_of_two_channels_of_speechmatics_stay_apart() {
    let word = |channel: &str, start: f64, text: &str, speaker: &str| {
        let mut result = sm("word", start, text, speaker, None);
        result["channel"] = json!(channel);
        result
    };
    let text = sm_job(json!([
        word("channel_1", 0.0, "One", "S1"),
        word("channel_2", 0.1, "Uno", "S1"),
        word("channel_1", 0.2, "two", "S1"),
        word("channel_2", 9.0, "Si", "UU")
    ]))
    .to_string();
    let expected = [
        "channel_1-1 0 0.3 One two",
        "channel_2-1 0.1 0.2 Uno",
        "channel_2 9 9.1 Si",
    ];
    assert_eq!(spoken(&text, Format::Speechmatics), expected);
}

#[test]
fn a_frame_of_speechmatics_without_words_is_empty() {
    let live = json!({"message": "AddTranscript", "format": "2.7", "results": [],
        "metadata": {"end_time": 0.0, "start_time": 0.0, "transcript": ""}});
    let batch = sm_job(json!([]));
    for text in [live.to_string(), batch.to_string()] {
        assert_eq!(refused(&text, Format::Speechmatics), "empty");
    }
}

#[test]
fn speechmatics_says_whether_its_language_sets_spaces() {
    let words = [("値段", 0.0), ("OK", 0.1), ("Google", 0.2), ("です", 0.3)];
    let results: Vec<Value> = words
        .iter()
        .map(|(text, start)| sm("word", *start, text, "S1", None))
        .collect();
    for (delimiter, expected) in [("", "値段OK Googleです"), (" ", "値段 OK Google です")] {
        let mut job = sm_job(json!(results));
        job["metadata"]["language_pack_info"]["word_delimiter"] = json!(delimiter);
        let expected = [format!("Speaker S1 0 0.4 {expected}")];
        assert_eq!(spoken(&job.to_string(), Format::Speechmatics), expected);
    }
}
