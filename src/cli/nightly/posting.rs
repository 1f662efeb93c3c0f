//! Who gets the report?

use anyhow::{Context, bail};

use crate::config::Config;
use crate::config::nightly::PostWhen;
use crate::pipeline::nightly::{Posted, Report, as_text, title};
use crate::post::{Message, Post};

/// The places that get the report, their secrets read.
pub(super) struct Posting {
    /// Those of the config, and when.
    usual: Vec<Post>,
    when: PostWhen,
    /// Those named on the command line; they always get it.
    named: Vec<Post>,
}

impl Posting {
    /// Opens what the config and the command line name.
    pub(super) fn of(config: &Config, named: &[String]) -> anyhow::Result<Posting> {
        let usual = config.nightly.post.iter().map(|name| open(config, name));
        let named = named.iter().map(|name| by_name_or_url(config, name));
        Ok(Posting {
            usual: usual.collect::<anyhow::Result<_>>()?,
            when: config.nightly.post_when,
            named: named.collect::<anyhow::Result<_>>()?,
        })
    }

    /// Posts the report, and says whom it reached.
    pub(super) fn post(&self, report: &Report) -> Vec<Posted> {
        let is_wanted = self.when == PostWhen::Always || !report.fine;
        let usual = self.usual.iter().filter(|_| is_wanted);
        let all: Vec<&Post> = usual.chain(&self.named).collect();
        if all.is_empty() {
            return Vec::new();
        }
        let message = message(report);
        all.iter()
            .map(|post| Posted {
                to: post.name().to_owned(),
                failed: post.send(&message).err().map(|error| error.to_string()),
            })
            .collect()
    }
}

fn by_name_or_url(config: &Config, name: &str) -> anyhow::Result<Post> {
    if name.contains("://") {
        return Ok(Post::at_url(name)?);
    }
    open(config, name)
}

fn open(config: &Config, name: &str) -> anyhow::Result<Post> {
    let Some(found) = config.post.get(name) else {
        let known: Vec<&str> = config.post.keys().map(String::as_str).collect();
        if known.is_empty() {
            bail!(
                "there is no place to post to named {name}; write a [post.{name}] into the config"
            );
        }
        bail!(
            "there is no place to post to named {name}; the config has: {}",
            known.join(", ")
        );
    };
    Post::of(name, found).context("the report could not be posted")
}

fn message(report: &Report) -> Message {
    let mut text = as_text(report);
    if let Some(digest) = &report.digest {
        text.push('\n');
        text.push_str(digest);
    }
    Message {
        key: report.key(),
        kind: "nightly.report",
        title: title(report),
        text,
        html: None,
        // A report is numbers, strings and lists, and those always serialize.
        data: serde_json::to_value(report).unwrap_or_default(),
    }
}
