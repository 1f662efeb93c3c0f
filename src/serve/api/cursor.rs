//! Where does the next page begin, and is it still a page of the same book?
//!
//! A cursor holds how many hits were given, what the archive was at that moment, and which question they answer. Clients
//! pass it on as it is: when the archive has changed they begin anew instead of missing hits without knowing it.

use crate::serve::trouble::Trouble;

/// The page that begins after so many hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub after: usize,
    pub moment: String,
    /// The fingerprint of the question.
    pub question: String,
}

impl Cursor {
    /// As it is given to the client; nothing in it has to be escaped in an address.
    pub fn write(&self) -> String {
        format!("{:x}~{}~{}", self.after, self.moment, self.question)
    }

    /// Reads what a client sends back, if it belongs to this question.
    pub fn read(written: &str, question: &str) -> Result<Cursor, Trouble> {
        let unknown = || {
            Trouble::Asked("`cursor` is none of ours; take it from `next` as it stands".to_owned())
        };
        let parts: Vec<&str> = written.split('~').collect();
        let [after, moment, of] = parts[..] else {
            return Err(unknown());
        };
        let after = usize::from_str_radix(after, 16).map_err(|_| unknown())?;
        if of != question {
            return Err(Trouble::Asked(
                "`cursor` belongs to another question; send it with the parameters it was given for"
                    .to_owned(),
            ));
        }
        Ok(Cursor {
            after,
            moment: moment.to_owned(),
            question: of.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let cursor = Cursor {
            after: 40,
            moment: "1f.1f".to_owned(),
            question: "00ff00ff00ff00ff".to_owned(),
        };
        let written = cursor.write();
        let back = Cursor::read(&written, "00ff00ff00ff00ff");
        assert_eq!(back.unwrap(), cursor);
        assert!(Cursor::read(&written, "1111111111111111").is_err());
        for broken in ["", "~", "x~1~00ff00ff00ff00ff", "1~2~00ff00ff00ff00ff~3"] {
            assert!(
                Cursor::read(broken, "00ff00ff00ff00ff").is_err(),
                "{broken}"
            );
        }
    }
}
