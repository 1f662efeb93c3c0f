//! Where may a secret stand, which are strong enough, and does any message show one?

use std::path::Path;

use verbatim::config::Config;
use verbatim::config::hooks::{HookConfig, Kind};
use verbatim::config::secret::{Hidden, Secret};
use verbatim::ingest::hooks::{Hook, Secrets};

use super::{SECRET, config, lines};
use crate::harness::Desk;

/// A secret file on a desk, which its owner alone may read.
fn secret_file(desk: &Desk, name: &str, contents: &[u8], mode: u32) -> Secret {
    desk.write(name, contents);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(desk.path(name), permissions).unwrap();
    }
    let _ = mode;
    Secret::File(desk.path(name))
}

fn avoma(secret: Secret) -> HookConfig {
    HookConfig {
        secret: Some(secret),
        ..HookConfig::of(Kind::Avoma)
    }
}

#[cfg(unix)]
#[test]
fn weak_and_open_secrets_do_not_start() {
    let desk = Desk::new();
    let cases: [(&[u8], u32, &str); 9] = [
        (b"sixteen-bytes-ok", 0o600, ""),
        (b"  sixteen-bytes-ok\n", 0o400, ""),
        (b"fifteen-bytes-1", 0o600, "fewer than 16 bytes"),
        (b"", 0o600, "is empty"),
        (b"\n\n \n", 0o600, "is empty"),
        (b"sixteen-bytes-ok", 0o640, "chmod 600"),
        (b"sixteen-bytes-ok", 0o604, "chmod 600"),
        (b"sixteen\xff-bytes-ok", 0o600, "cannot read the secret"),
        (&[b'x'; 70_000], 0o600, "too long for a secret"),
    ];
    for (number, (contents, mode, why)) in cases.into_iter().enumerate() {
        let secret = secret_file(&desk, &format!("secret-{number}"), contents, mode);
        let told = Hook::of("here", &avoma(secret)).err();
        match told {
            None => assert_eq!(why, "", "{mode:o} starts"),
            Some(error) => {
                let told = error.to_string();
                assert!(!why.is_empty() && told.contains(why), "{told}");
                assert!(!told.contains("bytes-"), "{told}");
            }
        }
    }
    for (secret, why) in [
        (Secret::File(desk.path("nowhere")), "cannot read the secret"),
        (Secret::File(desk.path("home")), "is no file"),
        (
            Secret::Env("VERBATIM_TEST_NO_SUCH".to_owned()),
            "VERBATIM_TEST_NO_SUCH",
        ),
    ] {
        let told = Hook::of("here", &avoma(secret)).err().unwrap().to_string();
        assert!(told.contains(why), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn a_key_is_measured_as_it_signs_and_not_as_it_is_written() {
    let desk = Desk::new();
    // Sixteen letters of base64 are twelve bytes, twenty are fifteen.
    let cases = [
        (Kind::Standard, "c2hvcnQta2V5LTEy", false),
        (Kind::Standard, "whsec_c2hvcnQta2V5LTEyMTIx", false),
        (Kind::Standard, "whsec_c2l4dGVlbi1ieXRlcy1vaw==", true),
        (Kind::Fathom, "whsec_c2hvcnQta2V5LTEy", false),
        (Kind::ReadAi, "c2hvcnQta2V5LTEy", false),
        (Kind::ReadAi, "c2l4dGVlbi1ieXRlcy1vaw==", true),
        // Here the text itself is the key.
        (Kind::Avoma, "c2hvcnQta2V5LTEy", true),
    ];
    for (number, (kind, text, is_strong)) in cases.into_iter().enumerate() {
        let config = HookConfig {
            secret: Some(secret_file(
                &desk,
                &format!("key-{number}"),
                text.as_bytes(),
                0o600,
            )),
            ..HookConfig::of(kind)
        };
        let told = Hook::of("here", &config).err();
        let told = told.map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(told.is_empty(), is_strong, "{kind:?} {text}: {told}");
        assert!(is_strong || told.contains("fewer than 16 bytes"), "{told}");
        assert!(!told.contains(text), "{told}");
    }
    // The next secret is no weaker.
    let weak = secret_file(&desk, "weak", b"whsec_c2hvcnQta2V5LTEy", 0o600);
    let strong = secret_file(&desk, "strong", SECRET.as_bytes(), 0o600);
    let config = HookConfig {
        secret: Some(strong),
        next_secret: Some(weak),
        ..HookConfig::of(Kind::Standard)
    };
    assert!(Hook::of("here", &config).is_err());
}

#[test]
fn no_kind_opens_without_a_secret_or_with_an_empty_one() {
    for kind in Kind::ALL {
        for secrets in [
            Secrets::default(),
            Secrets::one(""),
            Secrets {
                next: Some(Hidden::new(SECRET)),
                ..Secrets::default()
            },
        ] {
            let opened = Hook::with("here", &config(&lines(kind)), secrets);
            assert!(opened.is_err(), "{kind:?} opens");
        }
    }
}

#[test]
fn settings_that_protect_nothing_are_refused() {
    for (lines, why) in [
        (
            "kind = \"zoom\"\nheader = \"X\"",
            "`header` means nothing for zoom",
        ),
        ("kind = \"zoom\"\nquery = \"token\"", "signs its deliveries"),
        (
            "kind = \"aircall\"\nwindow_seconds = 60",
            "`window_seconds`",
        ),
        ("kind = \"hmac\"", "`header`"),
        (
            "kind = \"hmac\"\nheader = \"X\"\nsigned = \"{timestamp}.{body}\"",
            "belong together",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\ntimestamp_header = \"T\"",
            "belong together",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nsigned = \"{timestamp}\"",
            "{body}",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nsigned = \"{body}{body}\"",
            "{body}",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nsigned = \"{body\"",
            "without its",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nsigned = \"{words}{body}\"",
            "may name",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nsigned = \"{id}{body}\"",
            "id_header",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nwindow_seconds = 0",
            "window_seconds",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nformat = \"words\"",
            "no format",
        ),
        (
            "kind = \"hmac\"\nheader = \"X\"\nevents = [\"a\"]",
            "event_field",
        ),
        ("kind = \"hmac\"\nheader = \"X\"\nmax_mb = 0", "max_mb"),
        ("kind = \"token\"", "where does the token stand"),
        (
            "kind = \"token\"\nheader = \"X\"\nfield = \"t\"",
            "one place",
        ),
        (
            "kind = \"token\"\nheader = \"X\"\nquery = \"t\"",
            "one place",
        ),
    ] {
        let told = Hook::with("here", &config(lines), Secrets::one(SECRET)).err();
        let told = told.map(|error| error.to_string()).unwrap_or_default();
        assert!(told.contains(why), "{lines}: {told:?}");
    }
    for name in ["", "Zoom", "a/b", "..", "a b", &"a".repeat(65)] {
        let opened = Hook::with(name, &config(&lines(Kind::Zoom)), Secrets::one(SECRET));
        assert!(opened.is_err(), "{name:?}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    for (kind, secret) in [
        (Kind::Standard, "whsec_not base64 at all!"),
        (Kind::Standard, "whsec_"),
        (Kind::ReadAi, "not base64 at all!"),
    ] {
        let opened = Hook::with("here", &config(&lines(kind)), Secrets::one(secret));
        assert!(opened.is_err(), "{kind:?}: {secret}");
    }
    let gong = Secrets {
        public_keys: vec!["-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----".to_owned()],
        ..Secrets::default()
    };
    assert!(Hook::with("here", &config("kind = \"gong\""), gong).is_err());
    let bare: String = super::vectors::GONG_TEST_KEY
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let gong = Secrets {
        public_keys: vec![bare],
        ..Secrets::default()
    };
    assert!(Hook::with("here", &config("kind = \"gong\""), gong).is_ok());
}

#[test]
fn the_config_names_places_and_never_shows_what_somebody_wrote_there_instead() {
    let config = |line: &str| {
        let text = format!("[hooks.here]\nkind = \"avoma\"\n{line}\n");
        Config::parse(&text, Path::new("verbatim.toml"))
    };
    let good = config("secret = { env = \"AVOMA_SECRET\" }").unwrap();
    let place = &good.hooks["here"].secret;
    assert_eq!(*place, Some(Secret::Env("AVOMA_SECRET".to_owned())));
    for line in [
        "secret = \"hush-hush-hush\"",
        "secret = hush-hush-hush",
        "secret = { env = \"hush-hush-hush\" }",
        "secret = { text = \"hush-hush-hush\" }",
        "secret = { env = \"A\", file = \"hush-hush-hush\" }",
        "secret = [\"hush-hush-hush\"]",
    ] {
        let told = config(line).unwrap_err().to_string();
        assert!(!told.contains("hush"), "{line}: {told}");
        assert!(told.contains("verbatim.toml:3"), "{line}: {told}");
    }
    let told = config("secert = { env = \"A\" }").unwrap_err().to_string();
    assert!(told.contains("unknown field `secert`"), "{told}");
}

#[test]
fn relative_places_are_meant_from_the_configs_folder() {
    let desk = Desk::new();
    desk.write(
        "etc/verbatim.toml",
        "[hooks.gong]\nkind = \"gong\"\npublic_key = \"gong.pem\"\nsecret = { file = \"token\" }\n",
    );
    let config = Config::read(&desk.path("etc/verbatim.toml")).unwrap();
    let hook = &config.hooks["gong"];
    assert_eq!(hook.secret, Some(Secret::File(desk.path("etc/token"))));
    assert_eq!(hook.public_key, Some(desk.path("etc/gong.pem")));
}

#[test]
fn a_hidden_secret_is_not_printed() {
    let secrets = Secrets::one("hush-hush-hush-hush");
    assert!(!format!("{secrets:?}").contains("hush-hush"));
    let hidden = Hidden::new("hush");
    assert!(hidden.is(b"hush") && !hidden.is(b"hus") && !hidden.is(b""));
    assert!(!Hidden::new("").is(b""));
}
