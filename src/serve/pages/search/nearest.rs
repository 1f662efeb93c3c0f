//! Nothing was found: what would find something?

use std::collections::BTreeSet;

use crate::archive::meant::Meant;
use crate::archive::{Archive, Request};
use crate::search::query::{Node, Occur, Query};
use crate::serve::ask::Ask;
use crate::serve::pages::search::words;
use crate::serve::trouble::Trouble;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Questions asked to find something to offer, while somebody types and else …
const MOST_TRIED: [usize; 2] = [4, 10];
/// … and offers shown.
const MOST_OFFERED: [usize; 2] = [2, 4];
/// Words tried one by one.
const MOST_WORDS: usize = 4;

/// Another question, and what it finds.
pub struct Offer {
    pub text: String,
    /// `12 turns`
    pub found: String,
    pub url: String,
}

/// The same words, spelled as people say them, where that finds something.
pub fn did_you_mean(
    archive: &Archive,
    ask: &Ask,
    request: &Request,
) -> Result<Vec<Offer>, Trouble> {
    let meant = archive.did_you_mean(&request.query)?;
    if meant.is_empty() {
        return Ok(Vec::new());
    }
    let mended = Ask {
        q: mended(&ask.q, &meant),
        ..ask.first_page()
    };
    let text = mended.q.clone();
    Ok(offer(archive, &mended, request, text)?
        .into_iter()
        .collect())
}

/// Questions near to the one that found nothing, the nearest first.
pub fn nearest(
    archive: &Archive,
    ask: &Ask,
    request: &Request,
    is_typing: bool,
) -> Result<Vec<Offer>, Trouble> {
    let pace = usize::from(!is_typing);
    let mut offers = Vec::new();
    let mut tried = BTreeSet::from([ask.first_page().url("/")]);
    let near = near(ask, &request.query).into_iter();
    for (text, near) in near.take(MOST_TRIED[pace]) {
        if !tried.insert(near.url("/")) {
            continue;
        }
        offers.extend(offer(archive, &near, request, text)?);
        if offers.len() == MOST_OFFERED[pace] {
            break;
        }
    }
    Ok(offers)
}

/// Another question, where it finds something.
fn offer(
    archive: &Archive,
    ask: &Ask,
    request: &Request,
    text: String,
) -> Result<Option<Offer>, Trouble> {
    // What is offered is made of what was typed; where that makes no query there is nothing to offer.
    let Ok(other) = ask.request(request.threshold) else {
        return Ok(None);
    };
    let found = archive.find(&Request {
        limit: 1,
        is_paged: false,
        wants_facets: true,
        most_counted: request.most_counted,
        ..other
    })?;
    let n_found = found.n_found.unwrap_or(0);
    let at_least = if found.is_cut { "at least " } else { "" };
    Ok((n_found > 0).then(|| Offer {
        text,
        found: format!("{at_least}{}", crate::serve::shown::many(n_found, "turn")),
        url: ask.url("/"),
    }))
}

/// The questions to try, with their names.
fn near(ask: &Ask, query: &Query) -> Vec<(String, Ask)> {
    let mut all = Vec::new();
    let first = ask.first_page();
    let with_words = |q: &str| Ask {
        q: q.to_owned(),
        ..first.clone()
    };
    let plain = plain_words(query);
    if !plain.is_empty() && plain.join(" ") != ask.q {
        let text = "these words in any form and order".to_owned();
        all.push((text, with_words(&plain.join(" "))));
    }
    let bare = ask.unfiltered();
    if bare.url("/") != first.url("/") {
        all.push(("without any filter".to_owned(), bare.clone()));
        if !plain.is_empty() {
            let text = "these words in any form and order, without any filter".to_owned();
            let plainest = Ask {
                q: plain.join(" "),
                ..bare.clone()
            };
            all.push((text, plainest));
        }
    }
    if ask.filters.len() > 1 {
        for (field, value) in &ask.filters {
            let shown = words::value(*field, value);
            let text = format!("without {}: {shown}", words::label(*field));
            all.push((text, ask.without(*field, value)));
        }
    }
    let anybody = Ask {
        side: Some("any".to_owned()),
        friends: true,
        ..bare
    };
    all.push((
        "everybody’s words, reps’ and friends’ too".to_owned(),
        anybody,
    ));
    if plain.len() > 1 {
        for word in plain.iter().take(MOST_WORDS) {
            all.push((format!("only “{word}”"), with_words(word)));
        }
    }
    all
}

/// The words of a query without signs, quotes and fields.
fn plain_words(query: &Query) -> Vec<String> {
    let mut words = Vec::new();
    let wanted = query.clauses.iter();
    for clause in wanted.filter(|clause| clause.occur != Occur::MustNot) {
        add_words(&clause.node, &mut words);
    }
    words
}

fn add_words(node: &Node, words: &mut Vec<String>) {
    match node {
        Node::Word(text) | Node::Prefix(text) | Node::Phrase { text, .. } => {
            words.extend(tokens(text).map(|token| token.surface(text).to_owned()));
        }
        Node::AnyOf(clauses) => {
            for clause in clauses {
                add_words(&clause.node, words);
            }
        }
        Node::Stems(_) | Node::Field { .. } => {}
    }
}

/// The words as they were typed, with the misspelled ones mended and everything else in its place.
fn mended(typed: &str, meant: &[Meant]) -> String {
    let mut mended = String::with_capacity(typed.len());
    let mut at = 0;
    for token in tokens(typed) {
        let word = fold(token.surface(typed));
        let Some(meant) = meant.iter().find(|meant| fold(&meant.typed) == word) else {
            continue;
        };
        mended.push_str(typed.get(at..token.start as usize).unwrap_or(""));
        mended.push_str(&meant.meant);
        at = token.end as usize;
    }
    mended.push_str(typed.get(at..).unwrap_or(""));
    mended
}
