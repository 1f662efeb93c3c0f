//! Could this word be a name that was heard wrongly?
//!
//! A recognizer writes "Shivon" for Siobhan and "Kowalchuk" for Kowalczyk. Two words are near when few letters differ, or
//! when their consonants sound alike; the key is a small cousin of Metaphone, with spellings of more languages.

/// Groups of letters and what they sound like, in the order in which they are replaced. `x` is the sound of `sh` and `ch`.
const GROUPS: [(&str, &str); 26] = [
    ("sio", "xo"),
    ("shi", "xi"),
    ("bh", "v"),
    ("mh", "v"),
    ("gh", ""),
    ("ph", "f"),
    ("tsch", "x"),
    ("sch", "x"),
    ("sh", "x"),
    ("cz", "x"),
    ("ch", "x"),
    ("th", "t"),
    ("dh", "d"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("qv", "k"),
    ("wr", "r"),
    ("kn", "n"),
    ("gn", "n"),
    ("dg", "j"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("ge", "je"),
    ("gi", "ji"),
];

/// How a folded word sounds: its consonants, those that are easily confused as one.
pub(super) fn key(word: &str) -> String {
    let mut letters: String = word.chars().filter(char::is_ascii_lowercase).collect();
    for (group, sound) in GROUPS {
        if letters.contains(group) {
            letters = letters.replace(group, sound);
        }
    }
    let mut key = String::new();
    for (place, letter) in letters.chars().enumerate() {
        let sound = match (letter, place) {
            ('a' | 'e' | 'i' | 'o' | 'u', 0) => 'a',
            ('y' | 'j', 0) => 'j',
            ('w' | 'h', 0) => letter,
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h', _) => continue,
            ('b' | 'p', _) => 'p',
            ('f' | 'v', _) => 'f',
            ('c' | 'k' | 'q' | 'g', _) => 'k',
            ('s' | 'z', _) => 's',
            ('d' | 't', _) => 't',
            _ => letter,
        };
        if !key.ends_with(sound) {
            key.push(sound);
        }
    }
    key
}

/// How many letters must be changed, added, dropped or swapped with their neighbor; more than `limit` is not counted.
pub(super) fn distance(one: &str, other: &str, limit: usize) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > limit {
        return limit + 1;
    }
    let mut before_last: Vec<usize> = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i; other.len() + 1];
        for j in 1..=other.len() {
            let change = last[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            let is_swap =
                i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
            if is_swap {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_sound_alike_share_a_key() {
        for (one, other) in [
            ("siobhan", "shivon"),
            ("kowalczyk", "kowalchuk"),
            ("joost", "yoost"),
            ("katherine", "kathryn"),
            ("jeannette", "janet"),
            ("priya", "preeya"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("dana"), key("marcus"));
    }

    #[test]
    fn letters_that_differ_are_counted() {
        assert_eq!(distance("oyelaran", "oyeleran", 3), 1);
        assert_eq!(distance("brian", "brain", 3), 1);
        assert_eq!(distance("krishnamurthy", "krishnamurti", 3), 2);
        assert_eq!(distance("dana", "whitfield", 3), 4);
    }
}
