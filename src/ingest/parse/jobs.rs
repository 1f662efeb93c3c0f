//! Did the recogniser finish its work, and where are the words if they are not here?
//!
//! A file may be a job that failed, one that was saved too early, or a job's facts with an address where the
//! words are. Asked only where nobody says anything: words that are there are read, whatever the status.

use crate::ingest::transcript::Refusal;

/// Keys at the top that hold words, or what is wrapped around them: a job's mere facts have none of these.
#[rustfmt::skip]
pub(crate) const OF_WORDS: &[&str] = &[
    "^text", "^transcript", "^transcripts", "^transcription", "^words", "^segments", "^utterances", "^sentences",
    "^paragraphs", "^monologues", "^results", "^turns", "^messages", "^data", "^payload", "^body", "^event", "^audio_url",
];

/// Why a job of that status has no words; `None` where it is done or tells nothing.
pub(crate) fn refusal(status: Option<&str>) -> Option<Refusal> {
    let status = status?.to_ascii_lowercase();
    match status.as_str() {
        "failed" | "failure" | "error" | "rejected" | "canceled" | "cancelled" | "expired" => {
            Some(failed())
        }
        "queued" | "waiting" | "pending" | "notstarted" | "running" | "processing"
        | "in_progress" => Some(unfinished()),
        _ => None,
    }
}

/// The recogniser gave up.
pub(crate) fn failed() -> Refusal {
    let message = "the recogniser reports that this job failed, so there are no words in it; \
                   run the job again";
    Refusal::new("failed-job", message)
}

/// The file was saved before the recogniser was done.
pub(crate) fn unfinished() -> Refusal {
    let message = "the recogniser was not done when this was saved, so there are no words in it; \
                   fetch the transcript again";
    Refusal::new("unfinished-job", message)
}

/// The words are in another file.
pub(crate) fn facts_only() -> Refusal {
    let message = "the file holds a job's facts without words; \
                   download that job's transcript, at the address in the file if there is one";
    Refusal::new("metadata-only", message)
}
