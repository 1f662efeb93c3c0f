//! Why does the index refuse, in words a person can act on?
//!
//! Tantivy tells its causes as Rust prints them. What happens to people is said here; the rest stays its own.

use std::io::{Error, ErrorKind};

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

/// The cause.
pub(super) fn words(cause: &TantivyError) -> String {
    if is_barred(cause) {
        return "it may not be read or written".to_owned();
    }
    if let Some(cause) = of_system(cause) {
        return cause.to_string();
    }
    match cause {
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
            "it is not there".to_owned()
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => {
            "a file of it is not there".to_owned()
        }
        TantivyError::DataCorruption(_) => "a file of it is damaged".to_owned(),
        TantivyError::ErrorInThread(_) => {
            "a thread that writes it broke off, as on a disk that is full or failed to write it"
                .to_owned()
        }
        cause => cause.to_string(),
    }
}

/// What to do about it.
pub(super) fn advice(cause: &TantivyError) -> &'static str {
    if is_barred(cause) {
        return "check who owns it and its permissions, and run the same command again";
    }
    match cause {
        TantivyError::ErrorInThread(_) | TantivyError::OpenWriteError(_) => ROOM,
        cause if of_system(cause).is_some() => ROOM,
        _ => "`verbatim reindex` makes it anew from the catalogue",
    }
}

const ROOM: &str = "what is kept lies in the catalogue; free some space or check the disk, and run the same command again";

/// Whether the system keeps this user out, so that nothing can be made anew either.
pub(super) fn is_barred(cause: &TantivyError) -> bool {
    of_system(cause).is_some_and(|cause| cause.kind() == ErrorKind::PermissionDenied)
}

/// What the system said, if it was the system.
fn of_system(cause: &TantivyError) -> Option<&Error> {
    match cause {
        TantivyError::IoError(cause) => Some(cause.as_ref()),
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            Some(io_error.as_ref())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn causes_are_told_in_plain_words_with_what_helps() {
        let barred = || Error::from(ErrorKind::PermissionDenied);
        let place = || PathBuf::from("data/index");
        let cases: [(TantivyError, &str, &str); 5] = [
            (
                OpenReadError::wrap_io_error(barred(), place()).into(),
                "it may not be read or written",
                "check who owns it",
            ),
            (
                OpenDirectoryError::wrap_io_error(barred(), place()).into(),
                "it may not be read or written",
                "check who owns it",
            ),
            (
                OpenDirectoryError::DoesNotExist(place()).into(),
                "it is not there",
                "`verbatim reindex`",
            ),
            (
                OpenReadError::FileDoesNotExist(place()).into(),
                "a file of it is not there",
                "`verbatim reindex`",
            ),
            (
                Error::from(ErrorKind::StorageFull).into(),
                "no storage space",
                "free some space",
            ),
        ];
        for (cause, told, helps) in cases {
            assert_eq!(words(&cause), told);
            assert!(advice(&cause).contains(helps), "{told}");
            assert_eq!(is_barred(&cause), helps == "check who owns it");
        }
    }
}
