//! Which part of a web address is its host?

/// `www.example.com` of `https://www.example.com:8080/about?x`; whatever is no web address is its own host.
pub(crate) fn host(address: &str) -> &str {
    let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
    behind.split(['/', '?', '#', ':']).next().unwrap_or(behind)
}
