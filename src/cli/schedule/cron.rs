//! Which line of a crontab runs the nightly work?

use super::Job;

/// The line, with how to put it there.
pub(super) fn line(job: &Job) -> String {
    let words: Vec<String> = job.words("nightly").iter().map(|text| word(text)).collect();
    format!(
        "# Add the last line with `crontab -e`, as the user who owns the data folder.\n\
         # To test it, run the command behind the five fields once; write every \\% as %.\n\
         # cron mails what is printed, and with --quiet only trouble is.\n\
         {} {} * * * {} --quiet\n",
        job.at.minute,
        job.at.hour,
        words.join(" ")
    )
}

/// A word for `sh`, in which cron has not cut the line at a `%` before.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let quoted = format!("'{}'", text.replace('\'', "'\\''"));
    // cron takes the backslash away wherever it stands, in quotes as well.
    quoted.replace('%', "\\%")
}

#[cfg(test)]
mod tests {
    use super::super::tests::job;
    use super::*;

    #[test]
    fn neither_cron_nor_the_shell_reads_more_into_a_word() {
        for (text, expected) in [
            ("/usr/bin/verbatim", "/usr/bin/verbatim"),
            ("/my calls", "'/my calls'"),
            ("it's", "'it'\\''s'"),
            ("100%", "'100\\%'"),
            ("$HOME;rm", "'$HOME;rm'"),
            ("", "''"),
        ] {
            assert_eq!(word(text), expected);
        }
    }

    #[test]
    fn the_line_has_five_fields_before_the_command() {
        let text = line(&job("03:05"));
        let last = text.lines().last().unwrap();
        assert!(
            last.starts_with("5 3 * * * '/opt/my tools/verbatim' --data "),
            "{last}"
        );
        assert!(last.ends_with(" nightly --quiet"), "{last}");
    }
}
