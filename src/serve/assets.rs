//! Which files do the pages load?
//!
//! All of them are built into the program; their addresses carry a hash, so browsers may keep them for ever.

use std::sync::LazyLock;

use crate::text::hex::hex;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// A file that pages load.
struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ASSETS: &[Asset] = &[
    Asset {
        name: "style.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/style.css"),
    },
    Asset {
        name: "call.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/call.css"),
    },
    Asset {
        name: "themes.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/themes.css"),
    },
    Asset {
        name: "call.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/call.js"),
    },
    Asset {
        name: "access.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/access.css"),
    },
    Asset {
        name: "tools.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/tools.css"),
    },
    Asset {
        name: "tools.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/tools.js"),
    },
    Asset {
        name: "live.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/live.js"),
    },
    Asset {
        name: "packs.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/packs.css"),
    },
    Asset {
        name: "packs.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/packs.js"),
    },
    Asset {
        name: "page.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/page.js"),
    },
    Asset {
        name: "search.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("assets/search.css"),
    },
    Asset {
        name: "search.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/search.js"),
    },
    Asset {
        name: "into-pack.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/into-pack.js"),
    },
    Asset {
        name: "htmx.min.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("assets/htmx.min.js"),
    },
    Asset {
        name: "icon.svg",
        kind: "image/svg+xml",
        text: include_str!("assets/icon.svg"),
    },
];

/// Eight digits over all files: another build, other addresses.
pub static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    ASSETS.iter().for_each(|asset| hash.update(asset.text));
    hex(&hash.finalize()[..4])
});

/// `GET /assets/VERSION/NAME`
pub async fn get(Path((_, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.text,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
