//! Does the one way outside lead only there, and come back in time and in bounds?

use std::net::IpAddr;
use std::time::Duration;

use verbatim::config::secret::Hidden;
use verbatim::net::address::{Ground, ground};
use verbatim::net::{Client, NetError, Reach, Request};

use crate::sim::{Asked, Manner, Reply, Sim};

#[test]
fn every_address_stands_on_somebodys_ground() {
    for (addresses, expected) in [
        (
            "93.184.215.14 8.8.8.8 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.1.0.1 223.255.255.255",
            Ground::Public,
        ),
        ("2606:4700::1111 2a00:1450::1", Ground::Public),
        (
            "10.0.0.1 127.0.0.1 127.255.0.9 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 198.18.0.1",
            Ground::Inside,
        ),
        ("::1 fc00::1 fd12:3456::1 64:ff9b:1::1", Ground::Inside),
        // What carries an IPv4 address is judged by it, and never public.
        (
            "::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b::127.0.0.1 2002:7f00:1::",
            Ground::Inside,
        ),
        (
            "0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255",
            Ground::Never,
        ),
        (
            "192.0.0.192 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 100.100.100.200",
            Ground::Never,
        ),
        (
            ":: fe80::1 fec0::1 ff02::1 2001:db8::1 2001::1 100::1 fd00:ec2::254 3fff::1 4000::1",
            Ground::Never,
        ),
        (
            "::ffff:169.254.169.254 64:ff9b::a9fe:a9fe ::ffff:0.0.0.0 2002:a9fe:a9fe::",
            Ground::Never,
        ),
    ] {
        for address in addresses.split(' ') {
            let parsed: IpAddr = address.parse().unwrap();
            assert_eq!(ground(parsed), expected, "{address}");
        }
    }
}

fn client(reach: Reach) -> Client {
    Client::new(reach).unwrap()
}

fn inside() -> Reach {
    Reach {
        allow_private: true,
        ..Reach::default()
    }
}

#[test]
fn no_spelling_of_an_address_leads_inside() {
    let public = client(Reach::default());
    let private = client(inside());
    for url in [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1./",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://10.1.2.3/",
        "https://localhost/",
        "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data",
        "https://%31%32%37.0.0.1/",
        "http://example.com/",
        "https://example.com:25/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:password@example.com/",
    ] {
        let refused = public.send(&Request::get(url)).unwrap_err();
        assert!(
            matches!(refused, NetError::Forbidden { .. } | NetError::BadUrl),
            "{url}: {refused}"
        );
        assert!(!refused.is_temporary(), "{url}");
    }
    // These are nobody's who would be asked for calls, private or not.
    for url in [
        "http://169.254.169.254/",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0/",
        "http://8.8.8.8/",
    ] {
        let refused = private.send(&Request::get(url)).unwrap_err();
        assert!(
            matches!(refused, NetError::Forbidden { .. }),
            "{url}: {refused}"
        );
    }
    for url in ["", "nonsense", "https://", "http://[::1"] {
        assert!(private.send(&Request::get(url)).is_err(), "{url}");
    }
    let long = format!("https://example.com/{}", "a".repeat(9000));
    assert_eq!(private.send(&Request::get(long)), Err(NetError::BadUrl));
}

#[test]
fn what_is_asked_and_answered_arrives_as_it_is() {
    let sim =
        Sim::start(|asked: &Asked| Reply::new(201, asked.body.clone()).with("Retry-After", "120"));
    let secret = Hidden::new("a-secret-nobody-sees");
    let request = Request::post(
        format!("{}/x?y=1", sim.base),
        "application/json",
        b"{\"a\":1}".to_vec(),
    )
    .header("X-Own", "1")
    .basic("user", &secret);
    let answer = client(inside()).send(&request).unwrap();
    assert_eq!(
        (answer.status, answer.body.as_slice()),
        (201, b"{\"a\":1}".as_slice())
    );
    assert!(answer.is_success());
    assert_eq!(answer.header("RETRY-AFTER"), Some("120"));
    assert_eq!(answer.retry_after(), Some(Duration::from_secs(120)));
    let asked = sim.asked().remove(0);
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("POST", "/x?y=1")
    );
    // `user:a-secret-nobody-sees` in base64.
    assert_eq!(
        asked.header("authorization"),
        Some("Basic dXNlcjphLXNlY3JldC1ub2JvZHktc2Vlcw==")
    );
    assert!(asked.header("user-agent").unwrap().starts_with("verbatim/"));
    let shown = format!("{request:?} {answer:?}");
    assert!(
        !shown.contains("secret") && !shown.contains("dXNl"),
        "{shown}"
    );
}

#[test]
fn a_wait_is_told_in_seconds_or_as_a_date() {
    let waits = |value: &'static str| {
        let sim = Sim::start(move |_: &Asked| Reply::new(429, "").with("retry-after", value));
        let answer = client(inside())
            .send(&Request::get(sim.base.clone()))
            .unwrap();
        answer.retry_after()
    };
    assert_eq!(waits("0"), Some(Duration::ZERO));
    assert_eq!(waits("1.5"), Some(Duration::from_millis(1500)));
    assert_eq!(
        waits("99999999999"),
        Some(Duration::from_secs(7 * 24 * 3600))
    );
    assert_eq!(waits("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
    assert_eq!(waits("-5"), None);
    assert_eq!(waits("soon"), None);
}

#[test]
fn redirects_lead_to_listed_hosts_and_leave_credentials_at_home() {
    let away = Sim::start(|_: &Asked| Reply::new(200, "away"));
    let address = away.base.replace("127.0.0.1", "localhost");
    let home = Sim::start(move |asked: &Asked| match asked.path.as_str() {
        "/here" => Reply::new(302, "").with("location", "/done"),
        "/away" => Reply::new(307, "").with("location", &address),
        "/round" => Reply::new(301, "").with("location", "/round"),
        "/down" => Reply::new(302, "").with("location", "http://169.254.169.254/"),
        _ => Reply::new(200, "home"),
    });
    let ask = |path: &str, redirects_to: &[&str]| {
        let reach = Reach {
            redirects_to: redirects_to.iter().map(|host| (*host).to_owned()).collect(),
            ..inside()
        };
        let request = Request::get(format!("{}{path}", home.base))
            .bearer(&Hidden::new("a-secret-nobody-sees"))
            .header("x-api-key", "another-secret")
            .header("accept", "text/vtt");
        client(reach).send(&request)
    };
    let body = |path: &str, hosts: &[&str]| ask(path, hosts).map(|answer| answer.body);
    // Without a list nothing is followed.
    assert_eq!(ask("/here", &[]).unwrap().status, 302);
    assert_eq!(body("/here", &["other.example"]), Ok(b"home".to_vec()));
    assert!(
        home.asked()
            .last()
            .unwrap()
            .header("authorization")
            .is_some()
    );
    for (path, hosts) in [
        ("/away", "other.example"),
        ("/round", "localhost"),
        ("/down", "localhost"),
    ] {
        let refused = ask(path, &[hosts]).unwrap_err();
        assert!(
            matches!(refused, NetError::Forbidden { .. }),
            "{path}: {refused}"
        );
    }
    assert!(away.asked().is_empty());
    assert_eq!(body("/away", &["LocalHost"]), Ok(b"away".to_vec()));
    let asked = away.asked().remove(0);
    assert_eq!(asked.header("accept"), Some("text/vtt"));
    for secret in ["authorization", "x-api-key"] {
        assert_eq!(asked.header(secret), None, "{secret} left home");
    }
}

#[test]
fn near_is_the_same_place_or_a_listed_host() {
    let reach = Reach {
        redirects_to: vec!["*.zoom.us".to_owned(), "files.example".to_owned()],
        ..Reach::default()
    };
    for (url, expected) in [
        ("https://api.zoom.us/v2/x", true),
        ("https://API.zoom.us:443/", true),
        ("https://us02web.zoom.us/rec", true),
        ("https://files.example/x", true),
        ("https://zoom.us.evil.example/x", false),
        ("https://evilzoom.us/x", false),
        ("https://a.files.example/x", false),
        ("https://api.zoom.us@evil.example/x", false),
        ("http://api.zoom.us/x", false),
        ("api.zoom.us", false),
    ] {
        assert_eq!(reach.is_near("https://api.zoom.us", url), expected, "{url}");
    }
}

/// A few kilobytes that unpack to five megabytes of zeros: deflate with fixed codes, one zero and then "the same 258
/// times again" over and over.
fn bomb() -> Vec<u8> {
    let mut bits: Vec<bool> = vec![true, true, false];
    let mut put = |code: u32, length: u32| {
        for at in (0..length).rev() {
            bits.push((code >> at) & 1 == 1);
        }
    };
    put(0b0011_0000, 8);
    for _ in 0..20_000 {
        // Length 258 is symbol 285, distance 1 is symbol 0.
        put(0b1100_0101, 8);
        put(0, 5);
    }
    put(0, 7);
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    for eight in bits.chunks(8) {
        let mut byte = 0_u8;
        for (at, bit) in eight.iter().enumerate() {
            byte |= u8::from(*bit) << at;
        }
        bytes.push(byte);
    }
    // Sum and length, which nobody reaches.
    bytes.extend([0; 8]);
    bytes
}

#[test]
fn an_answer_that_is_too_large_too_slow_or_cut_is_an_error() {
    let packed = bomb();
    assert!(packed.len() < 64 << 10, "the bound is for what is unpacked");
    let sim = Sim::start(move |asked: &Asked| match asked.path.as_str() {
        "/bomb" => Reply::new(200, packed.clone()).with("content-encoding", "gzip"),
        "/large" => Reply::new(200, vec![b'x'; 70 << 10]),
        "/fits" => Reply::new(200, vec![b'x'; 64 << 10]),
        "/cut" => Reply::new(200, "half of it").in_manner(Manner::Cut),
        _ => Reply::new(200, "half of it").in_manner(Manner::Stuck),
    });
    let bounded = client(Reach {
        most_bytes: 64 << 10,
        ..inside()
    });
    let hasty = client(Reach {
        timeout: Duration::from_millis(200),
        ..inside()
    });
    let ask = |path: &str| bounded.send(&Request::get(format!("{}{path}", sim.base)));
    assert_eq!(ask("/fits").unwrap().body.len(), 64 << 10);
    assert_eq!(ask("/large"), Err(NetError::TooLarge));
    assert_eq!(ask("/bomb"), Err(NetError::TooLarge));
    assert!(matches!(ask("/cut"), Err(NetError::Unreachable { .. })));
    let stuck = Request::get(format!("{}/stuck", sim.base));
    assert_eq!(hasty.send(&stuck), Err(NetError::TimedOut));
    assert!(NetError::TimedOut.is_temporary() && !NetError::TooLarge.is_temporary());
}

#[test]
fn nobody_at_home_is_no_secret_told() {
    // A port that was just free.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let request = Request::get(format!("http://127.0.0.1:{port}/path?key=a-secret"));
    let error = client(inside()).send(&request).unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert!(
        !format!("{error} {error:?}").contains("a-secret"),
        "{error}"
    );
}
