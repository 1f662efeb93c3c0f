//! Does everything come back from its bytes exactly, and is damage told?

use proptest::prelude::{
    ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest,
};

use verbatim::call::{Account, Call, CallId, Cue, Deal, Participant, Side, SideReason, Turn};
use verbatim::mention::Mention;
use verbatim::store::{codec, compress};

use super::{heard, said};

#[test]
fn a_turn_without_its_speaker_is_refused() {
    let mut call = said("c1", "it breaks");
    call.turns[0].speaker = 1;
    assert!(codec::encode(&call).is_err());
}

#[test]
fn a_payload_costs_little_beside_its_call() {
    let words: Vec<String> = (0..4000).map(|n: u64| (n * n * 7919).to_string()).collect();
    let words = words.join(" ");
    let canonical = codec::canonical_bytes(&said("c1", &words)).unwrap();
    let raw = format!("WEBVTT\n\nP: {words}\n");
    let beside = compress::compress_raw(raw.as_bytes(), &canonical).unwrap();
    let alone = compress::compress(raw.as_bytes()).unwrap();
    assert!(
        beside.len() * 10 < alone.len(),
        "{} beside, {} alone",
        beside.len(),
        alone.len()
    );
}

#[test]
fn a_payload_without_its_call_is_an_error() {
    let canonical =
        codec::canonical_bytes(&said("c1", &"it breaks every day ".repeat(50))).unwrap();
    let packed = compress::compress_raw(&canonical, &canonical).unwrap();
    assert!(compress::decompress_raw(&packed, b"something else").is_err());
}

fn config() -> ProptestConfig {
    // No regression files beside the tests: a case that fails becomes a named test.
    ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_call_comes_back_exactly(call in any_call()) {
        let canonical = codec::canonical_bytes(&call).unwrap();
        let back = codec::decode(&codec::encode(&call).unwrap()).unwrap();
        prop_assert_eq!(&back, &call);
        // Equal numbers may differ in their bits (0.0 and -0.0); canonical bytes may not.
        prop_assert_eq!(codec::canonical_bytes(&back).unwrap(), canonical);
    }

    #[test]
    fn a_turn_alone_is_what_it_is_in_its_call(call in any_call()) {
        let nothing = codec::encode_mentions(&[]).unwrap();
        let opened = codec::open(&codec::encode(&call).unwrap(), &nothing).unwrap();
        prop_assert_eq!(opened.n_turns(), call.turns.len());
        for (index, turn) in (0..).zip(&call.turns) {
            prop_assert_eq!(opened.turn(index), Some(turn.clone()));
            prop_assert_eq!(opened.text(index), Some(turn.text.as_str()));
            prop_assert_eq!(opened.speaker(index), Some(call.speaker(turn)));
        }
        prop_assert_eq!(opened.turn(call.turns.len() as u32), None);
    }

    #[test]
    fn what_was_heard_in_a_turn_is_found_among_all(
        turns in prop::collection::vec(0..6_u32, 0..12), pattern in any_text(),
    ) {
        let mut all: Vec<Mention> = turns.iter().map(|turn| Mention {
            turn: *turn,
            pattern: pattern.clone(),
            ..heard(*turn, turn + 5)
        }).collect();
        all.sort_by_key(|mention| mention.turn);
        let packed = codec::encode(&said("c1", "it breaks every day")).unwrap();
        let opened = codec::open(&packed, &codec::encode_mentions(&all).unwrap()).unwrap();
        for turn in 0..7 {
            let mut here = all.clone();
            here.retain(|mention| mention.turn == turn);
            prop_assert_eq!(opened.mentions_of(turn).unwrap(), here);
        }
        prop_assert_eq!(opened.mentions().unwrap(), all);
    }

    #[test]
    fn every_payload_comes_back_exactly(call in any_call(), raw in any_bytes(), copies in 0..4_usize) {
        let canonical = codec::canonical_bytes(&call).unwrap();
        let mut payload = raw;
        for _ in 0..copies {
            payload.extend_from_slice(&canonical);
        }
        let packed = compress::compress_raw(&payload, &canonical).unwrap();
        prop_assert_eq!(compress::decompress_raw(&packed, &canonical).unwrap(), payload);
    }

    #[test]
    fn every_mention_comes_back_exactly(
        pattern in any_text(), confidence in 0.0..1.0_f32, start in any::<u32>(),
    ) {
        let mut mention = heard(start, start.saturating_add(5));
        mention.pattern = pattern;
        mention.confidence = confidence;
        let packed = codec::encode_mentions(std::slice::from_ref(&mention)).unwrap();
        prop_assert_eq!(codec::decode_mentions(&packed).unwrap(), vec![mention]);
    }

    #[test]
    fn damaged_bytes_are_an_error_and_no_other_words(
        call in any_call(), at in any::<usize>(), flip in 1..=255_u8, end in any::<usize>(),
    ) {
        let mut packed = codec::encode(&call).unwrap();
        let at = at % packed.len();
        packed[at] ^= flip;
        if let Ok(back) = codec::decode(&packed) {
            prop_assert_eq!(back, call.clone());
        }
        packed.truncate(end % packed.len());
        prop_assert_eq!(codec::decode(&packed).ok(), None);

        let mut canonical = codec::canonical_bytes(&call).unwrap();
        let at = at % canonical.len();
        canonical[at] ^= flip;
        let _ = codec::decode_canonical(&canonical);
        canonical.truncate(end % canonical.len());
        let _ = codec::decode_canonical(&canonical);
    }

    #[test]
    fn foreign_bytes_never_panic(bytes in any_bytes(), prefix in any_bytes()) {
        let _ = codec::decode(&bytes);
        let _ = codec::decode_canonical(&bytes);
        let _ = codec::decode_mentions(&bytes);
        let _ = codec::open(&codec::encode(&said("c1", "hello")).unwrap(), &bytes);
        let _ = compress::decompress_raw(&bytes, &prefix);
        let begun: Vec<u8> = [&[0x28, 0xB5, 0x2F, 0xFD][..], &bytes[..]].concat();
        let _ = codec::decode(&begun);
        let _ = compress::decompress_raw(&begun, &prefix);
    }
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..300)
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 0..30).prop_map(|chars| chars.into_iter().collect())
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(any_text())
}

/// Times as files have them, and every other number there is.
fn any_seconds() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..20_000_000_u32).prop_map(|millis| f64::from(millis) / 1000.0),
        (0..20_000_u32, 0..1000_u32)
            .prop_map(|(seconds, millis)| f64::from(seconds) + f64::from(millis) * 0.001),
        any::<u64>()
            .prop_map(f64::from_bits)
            .prop_map(|n| if n.is_nan() { -0.0 } else { n }),
    ]
}

fn any_turn() -> impl Strategy<Value = Turn> {
    let cue = (any::<u32>(), any_seconds()).prop_map(|(at, start)| Cue { at, start });
    (
        any::<u32>(),
        prop::option::of(any_seconds()),
        prop::option::of(any_seconds()),
        any_text(),
        prop::collection::vec(cue, 0..3),
    )
        .prop_map(|(speaker, start, end, text, cues)| Turn {
            speaker,
            start,
            end,
            text,
            cues,
        })
}

fn any_participant() -> impl Strategy<Value = Participant> {
    let side = prop::sample::select(vec![Side::Prospect, Side::Rep, Side::Unknown]);
    (
        any_text(),
        prop::collection::vec(any_text(), 0..3),
        side,
        maybe_text(),
        any_text(),
    )
        .prop_map(|(name, aliases, side, email, persona)| Participant {
            name,
            aliases,
            side,
            side_reason: SideReason::Domain,
            title: email.clone(),
            persona,
            email,
            ..Participant::default()
        })
}

fn any_account() -> impl Strategy<Value = Account> {
    (maybe_text(), maybe_text(), maybe_text(), maybe_text()).prop_map(
        |(name, industry, size, region)| Account {
            name,
            industry,
            size,
            region,
        },
    )
}

fn any_deal() -> impl Strategy<Value = Deal> {
    (maybe_text(), maybe_text()).prop_map(|(id, amount)| Deal {
        id,
        amount,
        ..Deal::default()
    })
}

fn any_call() -> impl Strategy<Value = Call> {
    (
        (
            any_text(),
            any_text(),
            maybe_text(),
            maybe_text(),
            prop::option::of(any_seconds()),
        ),
        prop::option::of(any_account()),
        prop::option::of(any_deal()),
        prop::collection::vec(any_participant(), 1..4),
        prop::collection::vec(any_turn(), 0..6),
    )
        .prop_map(
            |((id, format, title, url, duration), account, deal, participants, mut turns)| {
                for turn in &mut turns {
                    turn.speaker %= participants.len() as u32;
                }
                Call {
                    id: CallId(id),
                    title: title.clone(),
                    format,
                    started_at: title,
                    duration,
                    language: None,
                    recording_url: url,
                    account,
                    deal,
                    participants,
                    turns,
                }
            },
        )
}
