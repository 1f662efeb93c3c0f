//! Which brackets and signs are a recogniser's own?
//!
//! A bracket counts only if every word in it is one of those by which recognisers and captioners tell a sound: in
//! `we said [so good]` and `(three of them)` people's words stand in brackets.
//!
//! How each is known: `[_BEG_]`, `[_TT_125]` are tokens of whisper.cpp, `<|0.00|>` of Whisper, `<unk>` of Kaldi and
//! others, `{NOISE}` of corpora; `[BLANK_AUDIO]` and `[SPEAKER_TURN]` are whisper.cpp's; `[Music]`, `[Applause]`,
//! `[inaudible 00:12:31]` and the like are captions' and YouTube's, from which Whisper learned them, as it did `♪`.

use crate::call::Span;

use super::span;

/// Longer brackets hold speech.
const LONGEST_MARK: usize = 48;
/// A song between two notes is no longer, in bytes.
const LONGEST_SONG: usize = 400;

/// Whole contents of brackets.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    "audio cuts out", "audio out", "blank audio", "cross talk", "dial tone", "door closes", "door opens",
    "door slams", "foreign language", "keypad tones", "no audio", "no sound", "no speech", "no speech detected",
    "non speech", "sin audio", "sound", "speaker turn", "tongue clicks",
];

/// What is spoken where a captioner does not write it down: `[Speaking Spanish]`.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "arabic", "bengali", "cantonese", "chinese", "croatian", "czech", "danish", "dutch", "english", "farsi", "finnish",
    "french", "german", "greek", "gujarati", "hebrew", "hindi", "hungarian", "indonesian", "italian", "japanese",
    "korean", "malay", "mandarin", "norwegian", "polish", "portuguese", "punjabi", "romanian", "russian", "serbian",
    "spanish", "swahili", "swedish", "tagalog", "tamil", "telugu", "thai", "turkish", "ukrainian", "urdu", "vietnamese",
];

/// What stands between `<` and `>`.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "breath", "crosstalk", "eps", "hes", "hesitation", "inaudible", "laugh", "laughter", "music", "noise", "pad",
    "sil", "silence", "spoken_noise", "unk",
];

/// Sounds, and speech that nobody could make out.
#[rustfmt::skip]
const SOUNDS: &[&str] = &[
    "aplausos", "applauding", "applaudissements", "applaus", "applause", "barking", "beep", "beeping", "beeps",
    "bleep", "blowing", "breath", "breathing", "breaths", "buzzing", "chatter", "chattering", "cheering", "chime",
    "chimes", "chiming", "chirping", "chuckle", "chuckles", "chuckling", "clapping", "claps", "clearing", "clears",
    "clicking", "cough", "coughing", "coughs", "crosstalk", "crying", "dialing", "dings", "exhales", "footsteps",
    "foreign", "gasping", "gasps", "gelächter", "gibberish", "giggles", "giggling", "groans", "grunts", "gunshot",
    "gunshots", "hesitation", "hissing", "humming", "inaudible", "incomprehensible", "indiscernible", "indistinct",
    "inhales", "ininteligible", "inintelligible", "lachen", "laugh", "laughing", "laughs", "laughter", "lipsmack",
    "mumble", "mumbles", "mumbling", "murmuring", "music", "musica", "musik", "musique", "muzyka", "música",
    "noise", "noises", "pause", "pauses", "revving", "ringing", "rings", "ringtone", "rires", "risas", "rumbling",
    "rustling", "scoffs", "screaming", "screeching", "shouting", "shuffling", "sigh", "sighs", "silence",
    "silencio", "silent", "singing", "siren", "sirens", "smacks", "sneeze", "sneezes", "sniffing", "sniffles",
    "sniffs", "snoring", "splashing", "stammers", "static", "stille", "stutters", "tapping", "thud", "thuds",
    "typing", "unclear", "unintelligible", "unk", "unverständlich", "vibrating", "whispering", "whispers",
    "whistles", "whistling", "whoosh", "whooshing", "yawns", "yelling", "музыка", "拍手", "笑い", "笑声", "音乐", "音楽",
];

/// What may stand beside a sound in its bracket.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "a", "and", "audience", "audio", "background", "bell", "bells", "bright", "car", "cell", "children",
    "continues", "cross", "crowd", "deep", "distant", "dog", "door", "dramatic", "electronic", "ends", "engine",
    "fades", "faint", "gentle", "heavy", "hold", "in", "intro", "keyboard", "language", "light", "line", "lip",
    "long", "loud", "low", "man", "mouse", "muffled", "off", "on", "out", "outro", "overlapping", "people", "phone",
    "piano", "playing", "plays", "quiet", "rock", "room", "seconds", "soft", "softly", "speaking", "speaks",
    "speech", "starts", "stops", "talk", "the", "theme", "throat", "upbeat", "vocalized", "voice", "voices",
    "water", "wind", "woman", "words",
];

/// Notes stand for music.
const NOTES: [char; 6] = ['♩', '♪', '♫', '♬', '🎵', '🎶'];

/// Whether any sign with which a mark begins stands in a text. Bytes come first, because they tell it of nearly every
/// turn at once.
pub(super) fn may_stand_in(text: &str) -> bool {
    let is_sign = |c: char| closing(c).is_some() || NOTES.contains(&c);
    // The others begin notes, and brackets of other scripts, and much else.
    let may_begin = |byte: u8| {
        matches!(
            byte,
            b'[' | b'(' | b'<' | b'{' | b'*' | 0xE2 | 0xE3 | 0xEF | 0xF0
        )
    };
    text.bytes().any(may_begin) && text.contains(is_sign)
}

pub(super) fn find(text: &str, found: &mut Vec<Span>) {
    find_brackets(text, found);
    find_songs(text, found);
}

fn find_brackets(text: &str, found: &mut Vec<Span>) {
    for (at, sign) in text.char_indices() {
        let Some(close) = closing(sign) else { continue };
        let begin = at + sign.len_utf8();
        if let Some(inside) = until(text.get(begin..).unwrap_or_default(), close)
            && is_mark(sign, inside.trim())
        {
            let end = begin + inside.len() + close.len_utf8();
            found.push(span(at, end));
        }
    }
}

/// What stands between two notes, with both of them, and notes by themselves.
fn find_songs(text: &str, found: &mut Vec<Span>) {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let signs = text.char_indices();
    for (at, note) in signs.filter(|(_, sign)| NOTES.contains(sign)) {
        let end = at + note.len_utf8();
        let is_next_to = |before: usize| {
            let between = text.get(before..at);
            between.is_some_and(|between| between.trim().is_empty())
        };
        match runs.last_mut() {
            Some((_, last)) if is_next_to(*last) => *last = end,
            _ => runs.push((at, end)),
        }
    }
    let mut runs = runs.into_iter().peekable();
    while let Some((start, end)) = runs.next() {
        let second = runs.next_if(|(_, end)| end - start <= LONGEST_SONG);
        found.push(span(start, second.map_or(end, |(_, end)| end)));
    }
}

fn closing(open: char) -> Option<char> {
    match open {
        '[' => Some(']'),
        '(' => Some(')'),
        '<' => Some('>'),
        '{' => Some('}'),
        '*' => Some('*'),
        '（' => Some('）'),
        '【' => Some('】'),
        _ => None,
    }
}

/// What stands before the closing bracket, if that is near.
fn until(text: &str, close: char) -> Option<&str> {
    let mut near = text.char_indices().take(LONGEST_MARK);
    let (end, _) = near.find(|(_, sign)| *sign == close)?;
    text.get(..end)
}

fn is_mark(open: char, inside: &str) -> bool {
    if open == '<' {
        let is_special = inside.len() > 2 && inside.starts_with('|') && inside.ends_with('|');
        return is_special || is_token(inside);
    }
    // In other letters it is a name: `they [Bell] charge us`.
    let is_bell = inside == "BELL";
    (open == '[' && (is_token_of_whisper(inside) || is_bell)) || is_sound(inside)
}

fn is_token(inside: &str) -> bool {
    TOKENS
        .iter()
        .any(|token| inside.eq_ignore_ascii_case(token))
}

/// `_BEG_`, `_TT_125`
fn is_token_of_whisper(inside: &str) -> bool {
    let is_part = |byte: u8| byte == b'_' || byte.is_ascii_uppercase() || byte.is_ascii_digit();
    inside.len() > 2 && inside.starts_with('_') && inside.bytes().all(is_part)
}

fn is_sound(inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let is_border = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | ',' | '.' | '/');
    let words = || lower.split(is_border).filter(|word| !word.is_empty());
    let is_known = |word: &str| SOUNDS.contains(&word) || BESIDE.contains(&word) || is_stamp(word);
    let is_a_phrase = || {
        let phrase: Vec<&str> = words().collect();
        PHRASES.contains(&phrase.join(" ").as_str())
    };
    (words().any(|word| SOUNDS.contains(&word)) && words().all(is_known))
        || is_a_phrase()
        || is_another_language(words())
}

/// `Speaking Spanish`, `speaks in Spanish`
fn is_another_language<'t>(mut words: impl Iterator<Item = &'t str>) -> bool {
    let is_spoken = matches!(words.next(), Some("speaking" | "speaks"));
    let mut rest = words.skip_while(|word| *word == "in");
    let is_known = rest.next().is_some_and(|word| LANGUAGES.contains(&word));
    is_spoken && is_known && rest.next().is_none()
}

/// `00:12:31`, as in `[inaudible 00:12:31]`
fn is_stamp(word: &str) -> bool {
    word.bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':')
}
