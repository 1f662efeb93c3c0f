//! What else could a file have been?
//!
//! Changed as text: cut, doubled, spliced, with bytes flipped, numbers changed, lines moved and signs put in that mean
//! something to a parser. Changed as JSON, where it is: values swapped, dropped, doubled, nested and replaced.

use serde_json::{Value, json};

use crate::chance::Chance;

/// Files do not grow beyond this.
const LARGEST: usize = 1 << 20;

/// Signs that mean something to some parser.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "-->", " --> ", "WEBVTT", "NOTE", "STYLE\n", "<v ", "<v Ana>", "</v>", "<c.x>", "<00:00:01.000>", "<", ">", "&",
    "&#", "&#x110000;", "&amp", "&nbsp;", "{\\an8}", "{\\", "\u{feff}", "\u{202a}", "\0", "\r", "\r\n", "\n\n", "\n \n",
    "\t", "\u{a0}", "\u{2028}", "\u{fffd}", "é", "音声", "👍🏽", "ก", "00:00:01.000", "0:0:3.490", "00:60.000",
    "99999999:00:00", "-00:00:01", "1:02:03:04", "1e309", "-1", "0.0000001", "NaN", "inf", "18446744073709551616", "2026-02-30",
    "2026-03-29T02:30:00+99:99", "PT1M0.5S", "**", "**:", "**A:**", "### 00:01:04", "[00:01:02]", "(00:01)", "Name: ", "A: ",
    ">> ", ": ", "::", "https://otter.ai", "Speaker 1  0:04  ", "\"", "\\", "\\u0000", "\\ud800", "[", "]", "{", "}", ",", ";",
    "null", "<!DOCTYPE x [", "<![CDATA[", "]]>", "<!--", "<w:br/>", "<w:p>", "</w:p>", "<p begin=\"1s\">", "&lol;", "%", "♪",
    "[Music]", "[BLANK_AUDIO]", "no no no no no no ", ";;", "* * <ALT_BEGIN>",
];

/// Keys that some format knows.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "text", "words", "speaker", "start", "end", "segments", "results", "data", "payload", "transcript", "utterances",
    "alternatives", "items", "id", "name", "email", "sentences", "error", "status", "metaData", "callTranscripts", "turns",
];

/// A file made of one, with pieces of another.
pub fn mutated(file: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = as_json(file, other, chance).unwrap_or_else(|| file.to_vec());
    // JSON mostly stays JSON, or its readers would never be reached.
    let n_changes = match serde_json::from_slice::<Value>(&bytes) {
        Ok(_) if !chance.is_one_in(4) => 0,
        _ => 1 + chance.below(5),
    };
    for _ in 0..n_changes {
        change(&mut bytes, other, chance);
    }
    if chance.is_one_in(60) {
        bytes = in_another_form(&bytes, chance);
    }
    bytes.truncate(LARGEST);
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let part = chance.stretch(bytes.len());
    match chance.below(12) {
        0 => drop(bytes.drain(part)),
        1 => {
            let copy = bytes[part].to_vec();
            insert(bytes, at, &copy);
        }
        2 => {
            let piece = other[chance.stretch(other.len())].to_vec();
            insert(bytes, at, &piece);
        }
        3 => {
            bytes.truncate(at);
            bytes.extend_from_slice(&other[chance.below(other.len() + 1)..]);
        }
        4 => bytes.truncate(at),
        5 | 6 => insert(bytes, at, chance.pick(SIGNS).as_bytes()),
        7 => {
            let sign = chance.pick(SIGNS).as_bytes();
            drop(bytes.splice(part, sign.iter().copied()));
        }
        8 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        9 => change_digit(bytes, at, chance),
        10 => move_line(bytes, chance),
        _ => repeat(bytes, part, chance),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(bytes.splice(at..at, piece.iter().copied()));
}

/// The next digit from a place on becomes another one.
fn change_digit(bytes: &mut [u8], from: usize, chance: &mut Chance) {
    let mut behind = bytes.iter_mut().skip(from);
    if let Some(digit) = behind.find(|byte| byte.is_ascii_digit()) {
        *digit = b'0' + chance.below(10) as u8;
    }
}

fn move_line(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let line = lines.remove(chance.below(lines.len()));
    lines.insert(chance.below(lines.len() + 1), line);
    *bytes = lines.join(&b'\n');
}

/// A stretch over and over: now and then very often, to see what takes more than its share of time.
fn repeat(bytes: &mut Vec<u8>, part: std::ops::Range<usize>, chance: &mut Chance) {
    let piece = bytes[part.clone()].to_vec();
    let most = if chance.is_one_in(20) { LARGEST } else { 4_096 };
    let n_times = chance.below(most / piece.len().max(1)).min(LARGEST);
    insert(bytes, part.end, &piece.repeat(n_times));
    bytes.truncate(LARGEST);
}

/// The same text in UTF-16, or as bytes of an old encoding.
fn in_another_form(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    if chance.is_one_in(3) {
        let latin = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?'));
        return latin.collect();
    }
    let is_big = chance.is_one_in(2);
    let mark = if chance.is_one_in(2) { "" } else { "\u{feff}" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    let pair = |unit: u16| {
        if is_big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    units.flat_map(pair).collect()
}

/// Changed as JSON, if it is some.
fn as_json(file: &[u8], other: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut whole: Value = serde_json::from_slice(file).ok()?;
    let other: Value = serde_json::from_slice(other).unwrap_or_else(|_| json!({"text": "Well."}));
    for _ in 0..1 + chance.below(4) {
        change_value(&mut whole, &other, chance);
    }
    Some(whole.to_string().into_bytes())
}

fn change_value(whole: &mut Value, other: &Value, chance: &mut Chance) {
    let places = places(whole);
    let place = chance.pick(&places).clone();
    let elsewhere = chance.pick(&places).clone();
    let spare = whole.pointer(&elsewhere).cloned().unwrap_or_default();
    let foreign = chance.pick(&self::places(other)).clone();
    let foreign = other.pointer(&foreign).cloned().unwrap_or_default();
    let Some(value) = whole.pointer_mut(&place) else {
        return;
    };
    match chance.below(9) {
        0 => *value = junk(chance),
        1 => *value = spare,
        2 => *value = foreign,
        3 => *value = json!([value.take()]),
        4 => {
            let key = *chance.pick(KEYS);
            *value = json!({ key: value.take() });
        }
        5 => nest(value, chance),
        _ => change_inside(value, spare, chance),
    }
}

/// Drops, doubles, renames or adds something in a list or an object; another value is another number or text.
fn change_inside(value: &mut Value, spare: Value, chance: &mut Chance) {
    match value {
        Value::Array(items) if items.is_empty() => items.push(spare),
        Value::Array(items) => {
            let at = chance.below(items.len());
            match chance.below(4) {
                0 => drop(items.remove(at)),
                1 => items.insert(at, spare),
                2 => items.reverse(),
                _ => {
                    let twin = items[at].clone();
                    let n_times = if chance.is_one_in(50) { 2_000 } else { 1 };
                    items.extend(std::iter::repeat_n(twin, n_times));
                }
            }
        }
        Value::Object(fields) => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            let Some(key) = keys.get(chance.below(keys.len())) else {
                fields.insert((*chance.pick(KEYS)).to_owned(), spare);
                return;
            };
            let removed = fields.remove(key).unwrap_or_default();
            if chance.is_one_in(2) {
                fields.insert((*chance.pick(KEYS)).to_owned(), removed);
            }
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            let factors = [-1.0, 0.0, 1e-9, 1000.0, 1e18, 1e300];
            *value = json!(number * chance.pick(&factors));
        }
        Value::String(text) => {
            let at = chance.below(text.chars().count() + 1);
            let (before, behind): (Vec<_>, Vec<_>) =
                text.chars().enumerate().partition(|(n, _)| *n < at);
            let letters =
                |part: Vec<(usize, char)>| part.into_iter().map(|(_, c)| c).collect::<String>();
            *value = json!(format!(
                "{}{}{}",
                letters(before),
                chance.pick(SIGNS),
                letters(behind)
            ));
        }
        _ => *value = junk(chance),
    }
}

fn nest(value: &mut Value, chance: &mut Chance) {
    for _ in 0..1 + chance.below(90) {
        *value = if chance.is_one_in(2) {
            json!([value.take()])
        } else {
            json!({ "data": value.take() })
        };
    }
}

fn junk(chance: &mut Chance) -> Value {
    #[rustfmt::skip]
    let all = [
        json!(null), json!(true), json!(0), json!(-1), json!(1.5), json!(1e308), json!(-1e308), json!(u64::MAX),
        json!(i64::MIN), json!(253_402_300_800_u64), json!("98765432109876543210"), json!(""), json!(" "), json!("None"),
        json!("NaN"), json!("inf"), json!("-1"), json!("1e400"), json!("00:00:01.5"), json!("2024-01-01T00:00:00Z"),
        json!("PT1.5S"), json!("spk_0"), json!("SPEAKER_00"), json!("a\u{0}b\u{202e}c"), json!([]), json!({}), json!([[]]),
        json!([null, 1, "x", {}]),
    ];
    chance.pick(&all).clone()
}

/// Where every value of a document stands, as JSON pointers; the whole is one of them.
fn places(whole: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let mut at = 0;
    while let Some(place) = places.get(at).cloned() {
        at += 1;
        if places.len() > 5_000 {
            break;
        }
        match whole.pointer(&place) {
            Some(Value::Array(items)) => {
                places.extend((0..items.len()).map(|n| format!("{place}/{n}")));
            }
            Some(Value::Object(fields)) => {
                let escaped = |key: &String| key.replace('~', "~0").replace('/', "~1");
                places.extend(fields.keys().map(|key| format!("{place}/{}", escaped(key))));
            }
            _ => {}
        }
    }
    places
}
