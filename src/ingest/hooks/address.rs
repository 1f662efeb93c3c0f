//! Under which address did the vendor call, when a proxy stands before us?

/// The address that signatures cover: the configured one where there is one, with the query that came.
pub(super) fn as_called(configured: Option<&str>, uri: &str) -> String {
    let Some(configured) = configured else {
        return uri.to_owned();
    };
    match uri.split_once('?') {
        Some((_, query)) if !configured.contains('?') => format!("{configured}?{query}"),
        _ => configured.to_owned(),
    }
}

/// The same address without its port, and with the port that its scheme means anyway: senders write either.
pub(super) fn with_and_without_port(uri: &str) -> Vec<String> {
    let mut spellings = vec![uri.to_owned()];
    let Some((scheme, rest)) = uri.split_once("://") else {
        return spellings;
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let usual = if scheme.eq_ignore_ascii_case("http") {
        80
    } else {
        443
    };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    spellings.push(format!("{scheme}://{host}{path}"));
    spellings.push(format!("{scheme}://{host}:{usual}{path}"));
    spellings
}
