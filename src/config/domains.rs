//! Which domain does somebody mean who writes an address of their company?
//!
//! What is no domain fits nobody's e-mail, and then everybody would write from elsewhere, our own people too: so whatever
//! plainly means a domain becomes one, and whatever doesn't is refused.

use crate::text::hosts::host;
use crate::text::providers::is_generic;

/// `https://www.Example.com/about`, `*.example.com` and `@example.com` mean `example.com`; blanks mean nothing. What
/// means no domain is the error, with what to write.
pub(super) fn bare(written: &str) -> Result<Option<String>, &'static str> {
    let lower = written.trim().to_lowercase();
    let host = host(&lower);
    let host = host.strip_prefix('@').unwrap_or(host);
    let host = host.strip_prefix("*.").unwrap_or(host).trim_matches('.');
    let host = host
        .strip_prefix("www.")
        .filter(|rest| rest.contains('.'))
        .unwrap_or(host);
    if lower.is_empty() || lower == "@" {
        return Ok(None);
    }
    if host.contains('@') {
        return Err(
            "internal_domains takes what stands behind the @ of your people's addresses, such as \"example.com\"; \
             one person's name belongs into internal_names",
        );
    }
    let is_domain = host.contains('.')
        && host
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(is_of_a_domain));
    if is_generic(host) {
        return Err(
            "internal_domains takes domains of your company alone, and anybody may have an address with this mail \
             provider, your prospects too; write the names of your people into internal_names instead",
        );
    }
    if is_domain {
        Ok(Some(host.to_owned()))
    } else {
        Err("internal_domains takes domains with their ending, such as \"example.com\"")
    }
}

fn is_of_a_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_a_domain_becomes_one_and_the_rest_is_refused() {
        for written in [
            "haulbright.example",
            " Haulbright.Example ",
            "@haulbright.example",
            "*.haulbright.example",
            ".haulbright.example",
            "https://www.haulbright.example/about",
            "http://haulbright.example:8080?x",
            "www.haulbright.example",
        ] {
            let bare = bare(written).unwrap();
            assert_eq!(bare.as_deref(), Some("haulbright.example"), "{written}");
        }
        for (written, meant) in [
            ("eu.haulbright.example", "eu.haulbright.example"),
            ("www.example", "www.example"),
            ("bücher.example", "bücher.example"),
        ] {
            assert_eq!(bare(written).unwrap().as_deref(), Some(meant));
        }
        assert_eq!(bare(" "), Ok(None));
        for wrong in [
            "gmail.com",
            "@Yahoo.co.uk",
            "https://www.gmx.de",
            "haulbright",
            "dana@haulbright.example",
            "haul bright.example",
            "haul*.example",
            "haul..example",
            "https://",
        ] {
            assert!(bare(wrong).is_err(), "{wrong}");
        }
    }
}
