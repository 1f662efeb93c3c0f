//! Which domains belong to mail providers, so that they say nothing about where somebody works?

/// Whether a domain belongs to a mail provider rather than to a company.
pub(crate) fn is_generic(domain: &str) -> bool {
    if GENERIC_DOMAINS.contains(&domain) {
        return true;
    }
    let Some((family, country)) = domain.split_once('.') else {
        return false;
    };
    // `co.uk` is a country's ending, `acme.com` in `live.acme.com` is not.
    let is_ending =
        country.split('.').count() <= 2 && country.split('.').all(|part| part.len() <= 3);
    is_ending && GENERIC_FAMILIES.contains(&family)
}

/// Providers whose domain says nothing about where somebody works.
const GENERIC_DOMAINS: [&str; 26] = [
    "163.com",
    "aol.com",
    "duck.com",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "gmail.com",
    "googlemail.com",
    "hey.com",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "tutanota.com",
    "wanadoo.fr",
    "web.de",
];

/// Providers with a domain in each country.
const GENERIC_FAMILIES: [&str; 7] = [
    "gmx", "hotmail", "live", "outlook", "yahoo", "yandex", "zoho",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_known_in_every_country_and_a_company_is_none() {
        for provider in [
            "gmail.com",
            "yahoo.co.uk",
            "gmx.de",
            "outlook.com",
            "web.de",
        ] {
            assert!(is_generic(provider), "{provider}");
        }
        for company in ["haulbright.example", "live.haulbright.example", "yahoo"] {
            assert!(!is_generic(company), "{company}");
        }
    }
}
