//! Which sentences of a turn should be shown where mentions were asked for?
//!
//! Those of the first mention, all of them: what is marked is what was asked for, and half of it would be half an answer.

use super::{LONGEST, cut, joined, length, snippet, with_neighbors};
use crate::call::Span;
use crate::text::sentences::sentences;

/// A mention of more bytes is shown as far as its whole sentences fit in.
const LONGEST_MENTION: u32 = 600;

/// The span to show of a text in which mentions are what is marked: at least all of the first, whatever its sentences.
pub fn snippet_of_mentions(text: &str, mentions: &[Span]) -> Span {
    let sentences = sentences(text);
    let Some(mention) = first_whole(mentions).and_then(|whole| shortened(&sentences, whole)) else {
        return snippet(text, mentions);
    };
    let first = sentences.partition_point(|sentence| sentence.end <= mention.start);
    let behind = sentences.partition_point(|sentence| sentence.start < mention.end);
    if first >= behind {
        return snippet(text, mentions);
    }
    let span = with_neighbors(&sentences, first, behind - 1);
    if length(span) <= LONGEST {
        span
    } else {
        joined(cut(text, span, &[mention]), mention)
    }
}

/// The first mention, with those that share words with it as long as they can be shown together.
fn first_whole(mentions: &[Span]) -> Option<Span> {
    let mut whole = *mentions.first()?;
    for mention in mentions {
        let both = joined(whole, *mention);
        if mention.overlaps(whole) && length(both) <= LONGEST_MENTION {
            whole = both;
        }
    }
    Some(whole)
}

/// As much of a mention as is shown; `None` where not even its first sentence can be.
fn shortened(sentences: &[Span], mention: Span) -> Option<Span> {
    if length(mention) <= LONGEST_MENTION {
        return Some(mention);
    }
    let most = mention.start.saturating_add(LONGEST_MENTION);
    let n_whole = sentences.partition_point(|sentence| sentence.end <= most);
    let end = sentences.get(n_whole.checked_sub(1)?)?.end;
    (end > mention.start).then_some(Span { end, ..mention })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the sentences of a turn are shown, where mentions go from a sentence to another.
    #[test]
    fn a_mention_is_shown_with_all_of_its_sentences() {
        type Case<'t> = (&'t [&'t str], &'t [(usize, usize)], (usize, usize));
        let long = format!(
            "We do it all by hand {}.",
            "and by hand again ".repeat(11).trim_end()
        );
        let (short, long) = ("It is dear.", long.as_str());
        let cases: &[Case<'_>] = &[
            // A short one takes in its neighbor, as any sentence does.
            (&[short, short, long], &[(0, 0)], (0, 1)),
            (&[long, short, short, short, long], &[(1, 3)], (1, 4)),
            // More than any other snippet, up to the bound; then its sentences as far as they fit in.
            (&[short, long, long, short], &[(1, 2)], (1, 2)),
            (&[short, long, long, long, short], &[(0, 3)], (0, 2)),
            // Of several the first, with those that share words with it.
            (&[long, short, long], &[(0, 0), (1, 1), (1, 2)], (0, 0)),
            (&[long, short, long], &[(0, 0), (0, 1)], (0, 1)),
        ];
        for (parts, mentions, shown) in cases {
            let text = parts.join(" ");
            let start = |part: usize| parts[..part].iter().map(|one| one.len() + 1).sum::<usize>();
            let span = |(first, last): (usize, usize)| Span {
                start: start(first) as u32,
                end: (start(last) + parts[last].len()) as u32,
            };
            let mentions: Vec<Span> = mentions.iter().copied().map(span).collect();
            let found = snippet_of_mentions(&text, &mentions);
            assert_eq!(found, span(*shown), "{mentions:?} in {text}");
        }
    }

    #[test]
    fn of_a_sentence_too_long_to_be_shown_a_mention_inside_is_shown_whole() {
        let text = "we do it by hand and ".repeat(100);
        let inside = |start: u32, end: u32| snippet_of_mentions(&text, &[Span { start, end }]);
        let shown = inside(840, 1_337);
        assert!(shown.start <= 840 && shown.end >= 1_337, "{shown:?}");
        assert!(
            shown.end - shown.start <= LONGEST_MENTION + LONGEST,
            "{shown:?}"
        );
        let cut = inside(840, 1_840);
        assert!(
            cut.start <= 840 && cut.end - cut.start <= LONGEST,
            "{cut:?}"
        );
    }
}
