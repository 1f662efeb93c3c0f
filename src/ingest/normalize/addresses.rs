//! Is a name an address, and whose name does an address tell?
//!
//! Meetings show the address of somebody who gave no name, and calendars list addresses without names.

/// Whether an e-mail field holds an address. Exporters write `None` and user names into it.
pub(super) fn is_address(email: &str) -> bool {
    let email = email.trim();
    email.split_once('@').is_some_and(|(user, domain)| {
        !user.is_empty() && domain.contains('.') && !email.contains(char::is_whitespace)
    })
}

/// The address that stands for a name, with nothing around it: `ann.lee@acme.example`.
pub(super) fn as_name(name: &str) -> Option<&str> {
    let name = name.trim();
    let (user, domain) = name.split_once('@')?;
    let is_user = !user.is_empty()
        && user
            .chars()
            .all(|c| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c));
    (is_user && is_domain(domain)).then_some(name)
}

/// Whether something is a domain with its ending: `acme.example`.
pub(crate) fn is_domain(text: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.contains('.') && text.split('.').all(is_label)
}

/// The first and last name that an address tells, as [`super::names::bare_key`] spells them: `ann lee` of
/// `ann.lee@acme.example`. Initials and numbers tell no name.
pub(super) fn name_key(address: &str) -> Option<String> {
    let (user, _) = address.trim().split_once('@')?;
    let user = user.to_lowercase();
    let words: Vec<&str> = user.split(['.', '_']).collect();
    let is_name = |word: &&str| {
        word.chars().count() >= 2 && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    (words.len() >= 2 && words.iter().all(is_name)).then(|| words.join(" "))
}
