//! In which words is a digest told, whatever it is written on?
//!
//! Headings, notes and entries, in order; pages, mails and files write them each in their own marks. Nothing here is
//! escaped.

use form_urlencoded::Serializer;

use crate::report::digest::shape::{
    Digest, DigestPersona, DigestPhrase, DigestQuote, DigestRate, DigestRising, DigestTopic,
};

/// A piece of a digest.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<'d> {
    Heading(&'static str),
    Note(String),
    Entry(Entry<'d>),
}

/// Something that is told, with the words that show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'d> {
    pub title: String,
    /// The kind of its tag, where it has one: `pain`.
    pub kind: Option<String>,
    /// The search for all of it, as an address below the server's own.
    pub search: String,
    /// Figures, and what a reader must know to take them for what they are.
    pub told: String,
    pub quote: Option<&'d DigestQuote>,
    /// Whether a quote was wanted, and all there are were told before or withdrawn.
    pub is_told_before: bool,
}

/// The digest's title.
pub fn title(digest: &Digest) -> String {
    let day = |at: &str| at.get(..10).unwrap_or(at).to_owned();
    format!(
        "What prospects said, {} to {}",
        day(&digest.since),
        day(&digest.until)
    )
}

/// What came in, in a sentence or two.
pub fn summary(digest: &Digest) -> String {
    let calls = &digest.calls;
    if digest.is_empty() {
        return "No call came in.".to_owned();
    }
    let mut told = format!(
        "{} of {} came in; pains and objections were heard in {}, {} in all.",
        many(calls.calls, "call"),
        many(calls.accounts, "account"),
        many(digest.accounts, "account"),
        many(digest.mentions, "mention")
    );
    let asides = [
        (calls.late, "held before this period and came in late"),
        (calls.undated, "of a day that nobody knows"),
        (calls.of_friends, "of friends’ deals, counted apart"),
    ];
    let asides: Vec<String> = asides
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    if !asides.is_empty() {
        told.push_str(&format!(" Of the calls: {}.", asides.join("; ")));
    }
    told
}

/// Everything below title and summary.
pub fn blocks(digest: &Digest) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    if digest.is_empty() {
        return blocks;
    }
    blocks.push(Block::Heading("Rising"));
    blocks.extend(digest.rising.iter().map(|one| Block::Entry(rising(one))));
    blocks.push(Block::Note(note_on_rising(digest)));
    topics(
        &mut blocks,
        "What hurts",
        &digest.pains,
        digest.n_more_pains,
    );
    topics(
        &mut blocks,
        "Why they hesitate",
        &digest.objections,
        digest.n_more_objections,
    );
    if let Some(left_out) = left_out(digest) {
        blocks.push(Block::Note(left_out));
    }
    blocks.push(Block::Heading("New phrases"));
    blocks.extend(digest.phrases.iter().map(|one| Block::Entry(phrase(one))));
    if digest.phrases.is_empty() && digest.phrases_note.is_none() {
        blocks.push(Block::Note("No words to listen to came in.".to_owned()));
    }
    blocks.extend(digest.phrases_note.clone().map(Block::Note));
    if !digest.personas.is_empty() {
        blocks.push(Block::Heading("Who says it"));
        blocks.extend(digest.personas.iter().map(|one| Block::Entry(persona(one))));
    }
    blocks
}

fn note_on_rising(digest: &Digest) -> String {
    if let Some(note) = &digest.rising_note {
        return note.clone();
    }
    let compared = many(digest.n_compared, "tag");
    if digest.rising.is_empty() {
        return format!("Of {compared} heard in three accounts or more, none surely rises.");
    }
    format!(
        "Of {compared} heard in three accounts or more, these rise beyond what chance explains (95 %); \
         of every forty compared about one seems to by chance."
    )
}

fn topics<'d>(
    blocks: &mut Vec<Block<'d>>,
    heading: &'static str,
    topics: &'d [DigestTopic],
    n_more: u64,
) {
    blocks.push(Block::Heading(heading));
    blocks.extend(topics.iter().map(|one| Block::Entry(topic(one))));
    if topics.is_empty() {
        blocks.push(Block::Note("Nothing was heard.".to_owned()));
    }
    if n_more > 0 {
        blocks.push(Block::Note(format!("and {n_more} more, less widely heard")));
    }
}

fn topic(topic: &DigestTopic) -> Entry<'_> {
    let mut told = breadth(topic.accounts, topic.calls, topic.mentions);
    if topic.is_first {
        told.push_str("; never heard before");
    }
    if topic.accounts == 1 {
        told.push_str("; from one account only");
    }
    if topic.of_friends > 0 {
        let mentions = many(topic.of_friends, "mention");
        told.push_str(&format!("; {mentions} in friends’ deals not counted"));
    }
    Entry {
        told,
        is_told_before: topic.quote.is_none(),
        quote: topic.quote.as_ref(),
        ..of_tag(&topic.tag)
    }
}

fn rising(one: &DigestRising) -> Entry<'_> {
    Entry {
        told: format!(
            "{} now, {} before: up by {} to {} points",
            rate(one.now),
            rate(one.before),
            percent(one.rise_low),
            percent(one.rise_high)
        ),
        ..of_tag(&one.tag)
    }
}

fn phrase(one: &DigestPhrase) -> Entry<'_> {
    let mut told = format!(
        "{}; in {} before",
        breadth_of("sentence", one.accounts, one.calls, one.times),
        many(one.times_before, "sentence")
    );
    told.push_str(&format!("; G2 {:.1}", one.g2));
    let exact = format!("\"{}\"", one.phrase);
    Entry {
        title: format!("“{}”", one.phrase),
        kind: None,
        search: address(&[("q", exact.as_str())]),
        told,
        quote: one.quote.as_ref(),
        is_told_before: one.quote.is_none(),
    }
}

fn persona(one: &DigestPersona) -> Entry<'_> {
    let mut told = breadth(one.accounts, one.calls, one.mentions);
    let named: Vec<String> = one.tags.iter().map(|tag| spoken(tag)).collect();
    if !named.is_empty() {
        told.push_str(&format!("; most widely {}", named.join(", ")));
    }
    let title = match one.persona.as_str() {
        "unknown" => "role unknown".to_owned(),
        slug => spoken(slug),
    };
    Entry {
        title,
        kind: None,
        search: address(&[("persona", one.persona.as_str())]),
        told,
        quote: one.quote.as_ref(),
        is_told_before: one.quote.is_none(),
    }
}

fn of_tag(tag: &str) -> Entry<'static> {
    let kind = tag.split_once('/').map(|(kind, _)| kind.to_owned());
    Entry {
        title: spoken(tag),
        kind,
        search: address(&[("tag", tag)]),
        told: String::new(),
        quote: None,
        is_told_before: false,
    }
}

fn left_out(digest: &Digest) -> Option<String> {
    let left = [
        (digest.negated, "denied"),
        (digest.hypothetical, "only imagined"),
        (digest.of_friends, "in friends’ deals"),
    ];
    let left: Vec<String> = left
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    (!left.is_empty()).then(|| format!("Not counted: {}.", left.join(", ")))
}

/// Who said it, and when: role, account · day · minute.
pub fn credit(quote: &DigestQuote) -> String {
    let who = [Some(quote.role.clone()), quote.account.clone()];
    let who: Vec<String> = who.into_iter().flatten().collect();
    let mut parts = vec![who.join(", ")];
    parts.extend(quote.date.clone());
    parts.extend(quote.minute.as_ref().map(|minute| format!("at {minute}")));
    parts.join(" · ")
}

/// Where the words stand: `call:turn:start-end`.
pub fn source(quote: &DigestQuote) -> String {
    format!(
        "{}:{}:{}-{}",
        quote.call, quote.turn, quote.start, quote.end
    )
}

/// An address of the server's search.
fn address(pairs: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("/?{}", query.finish())
}

fn breadth(accounts: u64, calls: u64, mentions: u64) -> String {
    breadth_of("mention", accounts, calls, mentions)
}

fn breadth_of(noun: &str, accounts: u64, calls: u64, n: u64) -> String {
    let (accounts, calls) = (many(accounts, "account"), many(calls, "call"));
    format!("{accounts}, {calls}, {}", many(n, noun))
}

/// `5 of 20 accounts (25 %; 11–47 %)`
fn rate(rate: DigestRate) -> String {
    format!(
        "{} of {} ({} %; {}–{} %)",
        rate.accounts,
        many(rate.of, "account"),
        percent(rate.share),
        percent(rate.low),
        percent(rate.high)
    )
}

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// The name of a tag without its kind, or of a persona, as people say it.
fn spoken(slug: &str) -> String {
    let name = slug.split_once('/').map_or(slug, |(_, name)| name);
    name.replace('-', " ")
}

fn many(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}
