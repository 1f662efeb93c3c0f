//! Are signatures right that somebody else computed?
//!
//! Those marked published stand in the vendor's documentation. The others were computed once with Python's `hmac`,
//! `hashlib` and `base64`, the RS256 one with `openssl dgst -sha256 -sign`, and not with anything of this program.

use verbatim::ingest::hooks::{Hook, Secrets};

use super::{Request, at, config, headers};

pub(super) struct Vector {
    pub name: &'static str,
    pub config: &'static str,
    pub secret: &'static str,
    pub uri: &'static str,
    pub headers: &'static [(&'static str, &'static str)],
    pub body: &'static str,
    /// Seconds since 1970 when it was signed.
    pub signed_at: i64,
    /// Seconds that it may be early or late; none where no timestamp is signed.
    pub window: Option<i64>,
    /// Whether the address is part of what is signed.
    pub covers_uri: bool,
}

/// For the vectors that were computed.
const KEY: &str = "sixteen-bytes-or-more";
const URI: &str = "https://calls.example/hooks/here";
const NOW: i64 = 1_739_923_528;
/// An escape, a letter of two bytes and a number that would be written differently if it were read and written again.
const BODY: &str = r#"{"a": "\u00e9 é", "n": 1.0}"#;

/// The public half of a key pair that was made for this test alone, and whose private half was thrown away.
pub(super) const GONG_TEST_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAy1dq5osHInO5ql0w+BsO
950b/lhKdX/kffX2KDVenBViqZvahpDNYLER8zngAxuI3fEwCQFkehnhal6hBO1v
biUhQbzo9oFjRzGbFb5NMVUEggxgN+BnLmFuX24l6i2WnVRGRoWR/yeS00dsVchY
ykVao0niUBsspyVtI/JXhbgQ5wMYzAieJ8miwZRMBsOsLopIIUqx20hx+UxWcMLm
pHKwu1B9RFC7Zf0ZaEPs0Z88CAsK0Z/W8nagWnnn2nuoUPSY9iLGZl3tQuVAkN4r
/Q5dIraYh3U3k9KGbYkLP/dkBedyHuEu/qyyuzBHkNuIFFJJ63Y891/XMhr/KIZ4
aQIDAQAB
-----END PUBLIC KEY-----
";

/// For the same claims as the right one, and signed by HMAC with the public key: the oldest trick of all.
pub(super) const GONG_CONFUSED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ3ZWJob29rX3VybCI6ICJodHRwczovL2NhbGxzLmV4YW1wbGUvaG9va3MvZ29uZyIsICJib2R5X3NoYTI1NiI6ICJjM2I0ZDMxZjQxMjYzZGY3MWMxYzRiZWYyOGI2NjUwN2ExMjRkZWE3ZWY1MmZhNGQ3OTQ3YWViMzdjYjkwNDJjIn0.UnohbTXzbb0_Q9FLFptd8gi6i3Tvbp6A21r-nVBzbeI";

pub(super) const VECTORS: &[Vector] = &[
    Vector {
        name: "standard webhooks (published)",
        config: "kind = \"standard\"",
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        uri: URI,
        headers: &[
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            (
                "webhook-signature",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ],
        body: r#"{"test": 2432232314}"#,
        signed_at: 1_614_265_330,
        window: Some(300),
        covers_uri: false,
    },
    Vector {
        name: "svix (published)",
        config: "kind = \"recall\"",
        secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        uri: URI,
        headers: &[
            ("Svix-Id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("Svix-Timestamp", "1614265330"),
            (
                "Svix-Signature",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ],
        body: r#"{"test": 2432232314}"#,
        signed_at: 1_614_265_330,
        window: Some(300),
        covers_uri: false,
    },
    Vector {
        name: "github (published)",
        config: "kind = \"github\"",
        secret: "It's a Secret to Everybody",
        uri: URI,
        headers: &[(
            "X-Hub-Signature-256",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        )],
        body: "Hello, World!",
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "twilio (published)",
        config: "kind = \"twilio\"",
        secret: "12345",
        uri: "https://mycompany.com/myapp.php?foo=1&bar=2",
        headers: &[
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ],
        body: "Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309",
        signed_at: NOW,
        window: None,
        covers_uri: true,
    },
    Vector {
        name: "zoom",
        config: "kind = \"zoom\"",
        secret: KEY,
        uri: URI,
        headers: &[
            (
                "x-zm-signature",
                "v0=ed593928f30418d9db94419f9cfd863b0ffb2c39b03b41968951c1139749448d",
            ),
            ("x-zm-request-timestamp", "1739923528"),
        ],
        body: r#"{"event":"recording.transcript_completed","payload":{"object":{"uuid":"4444AAAiAAAAAiAiAiiAii=="}}}"#,
        signed_at: NOW,
        window: Some(300),
        covers_uri: false,
    },
    Vector {
        name: "hubspot, version 3",
        config: "kind = \"hubspot\"",
        secret: KEY,
        uri: "https://calls.example/hooks/hubspot",
        headers: &[
            (
                "X-HubSpot-Signature-v3",
                "RBC1DQIt/BUkgPhbMyeYNdT9Rp1Mj89UBgaAe7fUAfY=",
            ),
            ("X-HubSpot-Request-Timestamp", "1739923528000"),
        ],
        body: r#"[{"eventId":1,"subscriptionType":"deal.propertyChange","objectId":123,"occurredAt":1739923528000}]"#,
        signed_at: NOW,
        window: Some(300),
        covers_uri: true,
    },
    Vector {
        name: "hubspot, version 1",
        config: "kind = \"hubspot\"\nolder_signatures = true",
        secret: KEY,
        uri: "https://calls.example/hooks/hubspot",
        headers: &[(
            "X-HubSpot-Signature",
            "f3ac0426a74e82a8caa456c2d8e941add7b9a79895a24a7f8344c79a4e33312e",
        )],
        body: r#"[{"eventId":1,"subscriptionType":"deal.propertyChange","objectId":123,"occurredAt":1739923528000}]"#,
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "hubspot, version 2",
        config: "kind = \"hubspot\"\nolder_signatures = true",
        secret: KEY,
        uri: "https://calls.example/hooks/hubspot",
        headers: &[
            (
                "X-HubSpot-Signature",
                "0d24eb04b45aa6effc67b8b2b473e61188c62afbecde576a032d9ba5b328d7a8",
            ),
            ("X-HubSpot-Signature-Version", "v2"),
        ],
        body: r#"[{"eventId":1,"subscriptionType":"deal.propertyChange","objectId":123,"occurredAt":1739923528000}]"#,
        signed_at: NOW,
        window: None,
        covers_uri: true,
    },
    Vector {
        name: "avoma",
        config: "kind = \"avoma\"",
        secret: KEY,
        uri: URI,
        headers: &[(
            "X-Avoma-Signature",
            "adde5682264198b6f983545318de96303941617699094adabad5ddb5d79a5054",
        )],
        body: BODY,
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "read.ai",
        config: "kind = \"read-ai\"",
        secret: "cmVhZC1haSBzaWduaW5nIGtleSBvZiAzMiBieXRlcyE=",
        uri: URI,
        headers: &[(
            "X-Read-Signature",
            "915b96b8c2798b7e99f05f5a561833f191bfeb6721ac58355a933d26746f2206",
        )],
        body: BODY,
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "fireflies",
        config: "kind = \"fireflies\"",
        secret: KEY,
        uri: URI,
        headers: &[(
            "X-Hub-Signature",
            "sha256=adde5682264198b6f983545318de96303941617699094adabad5ddb5d79a5054",
        )],
        body: BODY,
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "elevenlabs",
        config: "kind = \"elevenlabs\"",
        secret: KEY,
        uri: URI,
        headers: &[(
            "ElevenLabs-Signature",
            "t=1739923528,v0=b740ffe2da6e40ff7b0aede8f61772b77aac3485d693f51dfe1e122c80e0eb16",
        )],
        body: BODY,
        signed_at: NOW,
        window: Some(1800),
        covers_uri: false,
    },
    Vector {
        name: "retell",
        config: "kind = \"retell\"",
        secret: KEY,
        uri: URI,
        headers: &[(
            "x-retell-signature",
            "v=1739923528000,d=06dd99cdb704f480ae1fcd2d6b5940350f9eca23cd43fc156d459be14bda7fee",
        )],
        body: BODY,
        signed_at: NOW,
        window: Some(300),
        covers_uri: false,
    },
    Vector {
        name: "salesloft",
        config: "kind = \"salesloft\"",
        secret: KEY,
        uri: URI,
        headers: &[(
            "x-salesloft-signature",
            "3b819053e54979b683f77255afae0e74b2c91497",
        )],
        body: BODY,
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "slack, by the generic kind",
        config: "kind = \"hmac\"\nheader = \"X-Slack-Signature\"\nprefix = \"v0=\"\n                 timestamp_header = \"X-Slack-Request-Timestamp\"\nsigned = \"v0:{timestamp}:{body}\"\nwindow_seconds = 60",
        secret: KEY,
        uri: URI,
        headers: &[
            (
                "X-Slack-Signature",
                "v0=49ed031ec048f3bc112fb4fbd79b41612f4355711b1c8af73739f15482423ddc",
            ),
            ("X-Slack-Request-Timestamp", "1739923528"),
        ],
        body: BODY,
        signed_at: NOW,
        window: Some(60),
        covers_uri: false,
    },
    Vector {
        name: "sha512 in base64, by the generic kind",
        config: "kind = \"hmac\"\nheader = \"Signature\"\nalgorithm = \"sha512\"\nencoding = \"base64\"",
        secret: KEY,
        uri: URI,
        headers: &[(
            "signature",
            "4CCEC8ZR1QgleyePOJK/fR0IVwsbqZDdt/8lM0h+XNnHoksrorCZGOb4BSQ9vHbdXIGeKbLEZo+ppa6r0vGvtA==",
        )],
        body: BODY,
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "dialpad",
        config: "kind = \"dialpad\"",
        secret: KEY,
        uri: URI,
        headers: &[],
        body: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJjYWxsX2lkIjo1MTIzNDU2Nzg5MDEyMzQ1LCJzdGF0ZSI6ImNhbGxfdHJhbnNjcmlwdGlvbiJ9.hMtgn93DZdRn_F-fWHl87RkSq8o6NX96ceNG1101bBo",
        signed_at: NOW,
        window: None,
        covers_uri: false,
    },
    Vector {
        name: "gong",
        config: "kind = \"gong\"",
        secret: "",
        uri: "https://calls.example/hooks/gong",
        headers: &[(
            "Authorization",
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJ3ZWJob29rX3VybCI6ICJodHRwczovL2NhbGxzLmV4YW1wbGUvaG9va3MvZ29uZyIsICJib2R5X3NoYTI1NiI6ICJjM2I0ZDMxZjQxMjYzZGY3MWMxYzRiZWYyOGI2NjUwN2ExMjRkZWE3ZWY1MmZhNGQ3OTQ3YWViMzdjYjkwNDJjIn0.i0ZPx2t_Yj8XfzX7c6BA-ck1KLmiVM-1QKAHpAZ_C9KZUQRNVaN6H6phXPlkxQrEyQCCM_LN8QF_lyRgefpx4ZWwBY5L8XjWZ5F00udu9vpqcuHN9KCls4NcOiyj1-aSIa4zUZbyp4QDQCNpd2tFfl216f5YwcVpnik5QkBeqjiZOoTr79oI9yrWcnUR7fl7kNyn8oiy2912MKVvmPTbcQIp28yzCMUV6xGJrBtczg6lx2nbcV7s0qOJJRkSBbkYzs4_HG09gmqSGXlS6DaZK7nYeWCBGcXTHoJcSJSDPXoBPSHuZbcxOUs7VejR1I5PyecMEMVBQuQ3gk2HnA-FJg",
        )],
        body: r#"{"callData":{"metaData":{"id":"12345678901234567890"}},"isTest":false}"#,
        signed_at: NOW,
        window: None,
        covers_uri: true,
    },
];

impl Vector {
    pub fn hook(&self) -> Hook {
        let secrets = match self.secret {
            "" => Secrets {
                public_keys: vec![GONG_TEST_KEY.to_owned()],
                ..Secrets::default()
            },
            secret => Secrets::one(secret),
        };
        Hook::with("here", &config(self.config), secrets).unwrap()
    }

    pub fn request(&self) -> Request {
        Request {
            uri: self.uri.to_owned(),
            headers: headers(self.headers),
            body: self.body.as_bytes().to_vec(),
            now: at(self.signed_at),
        }
    }
}

#[test]
fn signatures_that_others_computed_are_right() {
    for vector in VECTORS {
        let passed = vector.request().checked_by(&vector.hook());
        assert!(passed.is_ok(), "{}: {passed:?}", vector.name);
    }
}

#[test]
fn a_delivery_may_be_a_little_early_or_late_where_its_time_is_signed() {
    for vector in VECTORS {
        let hook = vector.hook();
        let mut request = vector.request();
        let mut passes_after = |seconds: i64| {
            request.now = at(vector.signed_at + seconds);
            request.checked_by(&hook).is_ok()
        };
        match vector.window {
            Some(window) => {
                for (seconds, passes) in [
                    (-window - 1, false),
                    (-window, true),
                    (window, true),
                    (window + 1, false),
                ] {
                    assert_eq!(
                        passes_after(seconds),
                        passes,
                        "{}: {seconds} s",
                        vector.name
                    );
                }
            }
            // Vendors try again for days, and a late delivery is as true as an early one.
            None => assert!(passes_after(30 * 86_400), "{}", vector.name),
        }
    }
}

#[test]
fn zoom_gets_the_proof_of_the_secret_that_it_asked_with() {
    let hook = Hook::with("here", &config("kind = \"zoom\""), Secrets::one(KEY)).unwrap();
    let mut request = Request {
        uri: URI.to_owned(),
        headers: headers(&[
            (
                "x-zm-signature",
                "v0=c99156dbd6cbce8cfbec0daf65b3ebaf70cb5ca5a74285283bbaaa58864c7738",
            ),
            ("x-zm-request-timestamp", "1739923528"),
        ]),
        body: br#"{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}"#
            .to_vec(),
        now: at(NOW),
    };
    assert!(request.checked_by(&hook).is_ok());
    let shown = super::meaning::shown(&hook.read(&request.arrived()));
    // The proof was computed with Python's hmac over the plain token.
    assert_eq!(
        shown,
        "answer 200 {\"encryptedToken\":\"00c7cc0d0e0d9ad143529eba559e9963164e71f992a904726ab4b36258732b30\",\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"}"
    );
    // Nobody else may have a text of her choice signed with the secret.
    request.headers[0].1.replace_range(3..5, "00");
    assert!(request.checked_by(&hook).is_err());
    let unsigned = super::meaning::shown(&hook.read(&request.arrived()));
    assert_eq!(unsigned, "unclear other-shape");
}

#[test]
fn twilio_and_its_port_agree_either_way() {
    let vector = VECTORS
        .iter()
        .find(|vector| vector.name.starts_with("twilio"));
    let vector = vector.unwrap();
    for uri in [
        "https://mycompany.com:443/myapp.php?foo=1&bar=2",
        "https://mycompany.com:8443/myapp.php?foo=1&bar=2",
    ] {
        let mut request = vector.request();
        request.uri = uri.to_owned();
        assert!(request.checked_by(&vector.hook()).is_ok(), "{uri}");
    }
}

#[test]
fn an_address_behind_a_proxy_is_the_one_in_the_config() {
    for vector in VECTORS
        .iter()
        .filter(|vector| vector.covers_uri && !vector.uri.contains('?'))
    {
        let with_url = format!("{}\nurl = \"{}\"", vector.config, vector.uri);
        let secrets = match vector.secret {
            "" => Secrets {
                public_keys: vec![GONG_TEST_KEY.to_owned()],
                ..Secrets::default()
            },
            secret => Secrets::one(secret),
        };
        let hook = Hook::with("here", &config(&with_url), secrets).unwrap();
        let mut request = vector.request();
        request.uri = "http://10.0.0.7:8017/hooks/here".to_owned();
        assert!(
            request.checked_by(&vector.hook()).is_err(),
            "{}",
            vector.name
        );
        assert!(request.checked_by(&hook).is_ok(), "{}", vector.name);
    }
}
