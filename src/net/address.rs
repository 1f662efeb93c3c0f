//! Whose ground does an IP address stand on?
//!
//! After the special-purpose registries of IANA (RFC 6890 and what was added since). Forms that carry an IPv4 address
//! inside an IPv6 one (mapped, NAT64, 6to4) are judged by what they carry, and never count as public: no vendor's name
//! leads there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whose ground it is, the most open first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// The internet's.
    Public,
    /// This machine, or a private network.
    Inside,
    /// Nobody's who would be asked for calls: link-local, where clouds keep their machines' credentials, multicast,
    /// unspecified, reserved.
    Never,
}

/// Whose ground an address stands on.
pub fn ground(address: IpAddr) -> Ground {
    match address {
        IpAddr::V4(address) => ground_v4(address),
        IpAddr::V6(address) => ground_v6(address),
    }
}

fn ground_v4(address: Ipv4Addr) -> Ground {
    match address.octets() {
        // The metadata service of a cloud, in the middle of the carriers' range.
        [100, 100, 100, 200] => Ground::Never,
        [127 | 10, ..] | [192, 168, ..] => Ground::Inside,
        [172, b, ..] if b & 0xf0 == 16 => Ground::Inside,
        [100, b, ..] if b & 0xc0 == 64 => Ground::Inside,
        [198, 18 | 19, ..] => Ground::Inside,
        // "This network": Linux takes 0.0.0.0 for the machine itself.
        [0, ..] => Ground::Never,
        [169, 254, ..] => Ground::Never,
        // Protocol assignments, another cloud's metadata among them; documentation; the 6to4 relays of old.
        [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _] => {
            Ground::Never
        }
        // Multicast, reserved, broadcast.
        [224..=255, ..] => Ground::Never,
        _ => Ground::Public,
    }
}

/// Where a cloud answers its machines over IPv6.
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

fn ground_v6(address: Ipv6Addr) -> Ground {
    if address == METADATA_V6 {
        return Ground::Never;
    }
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Ground::Inside,
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            carried(high, low)
        }
        [0x64, 0xff9b, 1, ..] => Ground::Inside,
        [0x2002, high, low, ..] => carried(high, low),
        // Unique local addresses.
        [first, ..] if first & 0xfe00 == 0xfc00 => Ground::Inside,
        // Teredo, documentation.
        [0x2001, 0 | 0xdb8, ..] => Ground::Never,
        [0x3fff, second, ..] if second & 0xf000 == 0 => Ground::Never,
        // Global unicast; everything else is link-local, multicast, unspecified or reserved.
        [first, ..] if first & 0xe000 == 0x2000 => Ground::Public,
        _ => Ground::Never,
    }
}

/// An IPv4 address inside an IPv6 one.
fn carried(high: u16, low: u16) -> Ground {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    ground_v4(Ipv4Addr::new(a, b, c, d)).max(Ground::Inside)
}

/// Why an address may not be reached; nothing where it may.
pub(super) fn objection(
    address: IpAddr,
    is_secure: bool,
    allow_private: bool,
) -> Option<&'static str> {
    match ground(address) {
        Ground::Never => {
            Some("its address is link-local, a cloud's metadata service, multicast or reserved")
        }
        Ground::Inside if !allow_private => Some(
            "its address is on this machine or in a private network; write `allow_private = true` if that is meant",
        ),
        Ground::Public if !is_secure => {
            Some("http:// is for private networks alone; write https://")
        }
        Ground::Inside | Ground::Public => None,
    }
}
