//! Who gets the report?

use anyhow::bail;

use crate::config::Config;
use crate::config::nightly::PostWhen;
use crate::pipeline::nightly::{Posted, Report, Step, Trouble, as_text, title};
use crate::post::{Message, Post};

/// The places that get the report, their secrets read.
pub(super) struct Posting {
    /// Those of the config, and when.
    usual: Vec<Post>,
    when: PostWhen,
    /// Those named on the command line; they always get it.
    named: Vec<Post>,
    /// Why others of them cannot be used.
    unusable: Vec<Trouble>,
}

/// A place, or why it cannot be used.
type Opened = Result<Post, Trouble>;

impl Posting {
    /// Opens what the config and the command line name. A name that the config does not know is an error; a place that
    /// cannot be used, for want of a secret for one, is the night's trouble and keeps nothing from being done.
    pub(super) fn of(config: &Config, named: &[String]) -> anyhow::Result<Posting> {
        let usual = config.nightly.post.iter().map(|name| open(config, name));
        let named = named.iter().map(|name| by_name_or_url(config, name));
        let mut unusable = Vec::new();
        Ok(Posting {
            usual: usable(usual, &mut unusable)?,
            when: config.nightly.post_when,
            named: usable(named, &mut unusable)?,
            unusable,
        })
    }

    /// A step for each place that cannot be used, which tells so as a source does that cannot be opened.
    pub(super) fn failing(&self) -> impl Iterator<Item = Step<'_>> {
        self.unusable.iter().map(|trouble| {
            let name = trouble.place.replacen('.', ":", 1);
            Step::new(name, move || Err(trouble.clone()))
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

/// The places that can be used; why others cannot is noted, once for each.
fn usable(
    places: impl Iterator<Item = anyhow::Result<Opened>>,
    unusable: &mut Vec<Trouble>,
) -> anyhow::Result<Vec<Post>> {
    let mut posts = Vec::new();
    for place in places {
        match place? {
            Ok(post) => posts.push(post),
            // The config and the command line may name the same place.
            Err(trouble) if unusable.contains(&trouble) => {}
            Err(trouble) => unusable.push(trouble),
        }
    }
    Ok(posts)
}

fn by_name_or_url(config: &Config, name: &str) -> anyhow::Result<Opened> {
    if name.contains("://") {
        return Ok(Ok(Post::at_url(name)?));
    }
    open(config, name)
}

fn open(config: &Config, name: &str) -> anyhow::Result<Opened> {
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
    Ok(Post::of(name, found)
        .map_err(|error| Trouble::new(format!("post.{name}"), "not-opened", error.to_string())))
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
