//! Which lines does a vendor need in the config, and what is to be clicked there?
//!
//! One file for each vendor, a piece of config as it stands, with the clicks as its comments: it can be appended to the
//! config, and the README shows the same.

use std::io::Write;

use crate::cli::Outcome;
use crate::config::hooks::Kind;

/// Whose lines to print.
#[derive(Debug, clap::Args)]
pub struct Example {
    /// The vendor: zoom, gong, fireflies, fathom, hubspot, …, or generic for everybody else
    #[arg(value_name = "KIND", value_parser = known)]
    pub kind: String,
}

/// Every text, by its vendor.
pub const TEXTS: [(&str, &str); 16] = [
    ("zoom", include_str!("example/zoom.toml")),
    ("gong", include_str!("example/gong.toml")),
    ("fireflies", include_str!("example/fireflies.toml")),
    ("fathom", include_str!("example/fathom.toml")),
    ("hubspot", include_str!("example/hubspot.toml")),
    ("read-ai", include_str!("example/read-ai.toml")),
    ("grain", include_str!("example/grain.toml")),
    ("avoma", include_str!("example/avoma.toml")),
    ("aircall", include_str!("example/aircall.toml")),
    ("dialpad", include_str!("example/dialpad.toml")),
    ("assemblyai", include_str!("example/assemblyai.toml")),
    ("deepgram", include_str!("example/deepgram.toml")),
    ("recall", include_str!("example/recall.toml")),
    ("granola", include_str!("example/granola.toml")),
    ("salesloft", include_str!("example/salesloft.toml")),
    ("generic", include_str!("example/generic.toml")),
];

/// What the vendor's text is; kinds without one of their own have the fewest lines that they need.
pub(super) fn text(kind: &str) -> String {
    let written = TEXTS.iter().find(|(name, _)| *name == kind);
    if let Some((_, text)) = written {
        return (*text).to_owned();
    }
    if let Some(Kind::Standard | Kind::Hmac | Kind::Token) = Kind::named(kind) {
        return text("generic");
    }
    let more = match Kind::named(kind) {
        Some(Kind::Tldv) => "header = \"X-Verbatim-Token\"\n",
        Some(Kind::Twilio) => "url = \"https://YOUR-HOST/hooks/twilio\"\n",
        _ => "",
    };
    let variable = kind.to_ascii_uppercase().replace('-', "_");
    format!(
        "# 1. Where {kind} keeps its webhooks, enter https://YOUR-HOST/hooks/{kind} and copy or choose the secret.\n\
         # 2. Try it: verbatim hooks test {kind}\n\n\
         [hooks.{kind}]\nkind = \"{kind}\"\n{more}secret = {{ env = \"{variable}_SECRET\" }}\n"
    )
}

fn known(typed: &str) -> Result<String, String> {
    if typed == "generic" || Kind::named(typed).is_some() {
        return Ok(typed.to_owned());
    }
    let names: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
    Err(format!("it is generic, or one of {}", names.join(", ")))
}

/// Prints the text alone, so that it can be appended to the config.
pub(super) fn run(example: &Example) -> anyhow::Result<Outcome> {
    write!(anstream::stdout(), "{}", text(&example.kind))?;
    Ok(Outcome::Done)
}

/// The comments of a vendor's text: what to click.
pub(super) fn clicks(kind: Kind) -> String {
    let text = text(kind.name());
    let steps = text
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    steps.collect::<Vec<_>>().join("\n")
}
