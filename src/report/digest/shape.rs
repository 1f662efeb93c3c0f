//! What does a digest say?
//!
//! The shape of `digest --format json` and of `/api/v1/digest`; every other format is written from it.

use serde::Serialize;
use utoipa::ToSchema;

/// What the calls brought that came in during a period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Digest {
    /// First second of the period, RFC 3339. Calls count by when they came in.
    pub since: String,
    /// Last second of the period.
    pub until: String,
    pub calls: DigestCalls,
    /// Independent accounts in which a pain or an objection was heard, friends' deals left out.
    pub accounts: u64,
    /// Pains and objections heard there.
    pub mentions: u64,
    /// The most widely heard first: by accounts, then calls, then mentions.
    pub pains: Vec<DigestTopic>,
    /// Pains beyond those.
    pub n_more_pains: u64,
    pub objections: Vec<DigestTopic>,
    pub n_more_objections: u64,
    /// Mentions left out of every count because they were denied.
    pub negated: u64,
    /// Left out because they were only imagined.
    pub hypothetical: u64,
    /// Left out because they come from deals with friends.
    pub of_friends: u64,
    /// What a larger share of accounts says than in the periods before, beyond what chance explains.
    pub rising: Vec<DigestRising>,
    /// Tags that were compared: of every forty, about one seems to rise by chance.
    pub n_compared: u64,
    /// Why nothing can be said about what rises, where that is so.
    pub rising_note: Option<String>,
    /// Phrases said much more often than before.
    pub phrases: Vec<DigestPhrase>,
    /// What they were counted in, or why there are none.
    pub phrases_note: Option<String>,
    /// Who says it, the most widely heard first.
    pub personas: Vec<DigestPersona>,
    /// Places that could have been quoted and were not, because their words were withdrawn.
    pub withdrawn: u64,
}

/// The calls that came in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct DigestCalls {
    pub calls: u64,
    /// Their independent accounts; a call without one counts as an account of its own. Friends' deals are not counted.
    pub accounts: u64,
    /// Calls of friends' deals.
    pub of_friends: u64,
    /// Calls held before the first day of the period, which came in late.
    pub late: u64,
    /// Calls of which nobody knows the day.
    pub undated: u64,
}

/// A pain or an objection, and how widely it is heard.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DigestTopic {
    /// `kind/category`
    pub tag: String,
    pub accounts: u64,
    pub calls: u64,
    pub mentions: u64,
    /// Mentions in friends' deals; they are not among the others.
    pub of_friends: u64,
    /// Whether no call that came in earlier has it.
    pub is_first: bool,
    /// None where everything was told before or withdrawn.
    pub quote: Option<DigestQuote>,
}

/// A tag that a larger share of accounts has than before.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DigestRising {
    /// `kind/category`
    pub tag: String,
    pub now: DigestRate,
    /// In up to four periods of the same length before; an account counts once in each.
    pub before: DigestRate,
    /// By how much the share rose at least, and at most (95 %; Newcombe 1998).
    pub rise_low: f64,
    pub rise_high: f64,
}

/// A share of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct DigestRate {
    /// Accounts that say it.
    pub accounts: u64,
    /// Accounts of which calls came in.
    pub of: u64,
    pub share: f64,
    /// The ends of the 95 % interval (Wilson 1927).
    pub low: f64,
    pub high: f64,
}

/// A phrase that prospects say more often than they did.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DigestPhrase {
    /// Its commonest form.
    pub phrase: String,
    pub accounts: u64,
    pub calls: u64,
    /// Sentences of the period in which it stands.
    pub times: u64,
    /// Sentences of the calls before in which it stands.
    pub times_before: u64,
    /// Log-likelihood: how little chance explains it.
    pub g2: f64,
    /// How much more often it is said; each whole number is twice as often.
    pub log_ratio: f64,
    pub quote: Option<DigestQuote>,
}

/// A kind of buyer, and what they say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DigestPersona {
    pub persona: String,
    pub accounts: u64,
    pub calls: u64,
    pub mentions: u64,
    /// What they say most widely.
    pub tags: Vec<String>,
    pub quote: Option<DigestQuote>,
}

/// Exact words of a prospect, without a name.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DigestQuote {
    /// Byte for byte as they stand in the turn.
    pub text: String,
    pub call: String,
    pub turn: u32,
    /// Bytes of the turn's text, half open.
    pub start: u32,
    pub end: u32,
    /// The job title; the persona where nobody knows it.
    pub role: String,
    pub account: Option<String>,
    /// The day of the call.
    pub date: Option<String>,
    /// Minutes and seconds into the recording.
    pub minute: Option<String>,
    /// Opens the recording at the words; only web addresses.
    pub link: Option<String>,
}

impl Digest {
    /// Every quote, in the order in which they are told.
    pub fn quotes(&self) -> impl Iterator<Item = &DigestQuote> {
        let topics = self.pains.iter().chain(&self.objections);
        let of_topics = topics.filter_map(|topic| topic.quote.as_ref());
        let of_phrases = self.phrases.iter().filter_map(|one| one.quote.as_ref());
        let of_personas = self.personas.iter().filter_map(|one| one.quote.as_ref());
        of_topics.chain(of_phrases).chain(of_personas)
    }

    /// Whether nothing came in.
    pub fn is_empty(&self) -> bool {
        self.calls.calls == 0
    }
}
