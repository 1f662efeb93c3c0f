//! How does a text read once its disguises are off, and where did every letter of it stand?
//!
//! Full-width digits, look-alikes of other scripts, invisible characters and accents hide a name from a machine and
//! from nobody else. A [`Plain`] is a copy for looking only; every byte of it knows the bytes it was made from.

/// A copy of a text, each byte with the place of the character it came from.
#[derive(Debug, Clone, Default)]
pub(super) struct Plain {
    pub(super) text: String,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Plain {
    /// The copy of a text without disguises.
    pub(super) fn of(text: &str) -> Plain {
        let mut plain = Plain::default();
        for (at, c) in text.char_indices() {
            let place = (at as u32, (at + c.len_utf8()) as u32);
            if c.is_ascii() {
                plain.push(c, place);
                continue;
            }
            match undisguised(c) {
                Shape::Nothing => {}
                Shape::One(c) => plain.push(c, place),
                Shape::Two(first, second) => {
                    plain.push(first, place);
                    plain.push(second, place);
                }
            }
        }
        plain
    }

    /// Appends a character that came from a place in the original.
    pub(super) fn push(&mut self, c: char, (start, end): (u32, u32)) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(start);
            self.ends.push(end);
        }
    }

    /// Appends what stands from one byte to another in an earlier copy of the same original.
    pub(super) fn copy(&mut self, other: &Plain, from: usize, to: usize) {
        self.text.push_str(other.text.get(from..to).unwrap_or(""));
        self.starts
            .extend_from_slice(other.starts.get(from..to).unwrap_or(&[]));
        self.ends
            .extend_from_slice(other.ends.get(from..to).unwrap_or(&[]));
    }

    /// The bytes of the original under a stretch of the copy.
    pub(super) fn original(&self, from: usize, to: usize) -> (u32, u32) {
        let start = self.starts.get(from).copied().unwrap_or(0);
        let last = to.checked_sub(1).and_then(|last| self.ends.get(last));
        (start, last.copied().unwrap_or(start))
    }
}

enum Shape {
    Nothing,
    One(char),
    Two(char, char),
}

/// Letters of other scripts that look like Latin ones, in pairs.
const LOOK_ALIKES: &str = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwкkмmтtАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSοoαaνvρpιiκkΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";

/// Accented letters of Latin scripts, each run behind the letter it is written for.
const ACCENTED: [(char, &str); 41] = [
    ('A', "ÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ"),
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('C', "ÇĆĈĊČ"),
    ('c', "çćĉċč"),
    ('D', "ĎĐÐ"),
    ('d', "ďđð"),
    ('E', "ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('G', "ĜĞĠĢ"),
    ('g', "ĝğġģ"),
    ('H', "ĤĦ"),
    ('h', "ĥħ"),
    ('I', "ÌÍÎÏĨĪĬĮİỈỊ"),
    ('i', "ìíîïĩīĭįıỉị"),
    ('K', "Ķ"),
    ('k', "ķ"),
    ('L', "ĹĻĽŁ"),
    ('l', "ĺļľł"),
    ('N', "ÑŃŅŇ"),
    ('n', "ñńņň"),
    ('O', "ÒÓÔÕÖØŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ"),
    ('o', "òóôõöøōŏőơọỏốồổỗộớờởỡợ"),
    ('R', "ŔŖŘ"),
    ('r', "ŕŗř"),
    ('S', "ŚŜŞŠȘ"),
    ('s', "śŝşšș"),
    ('T', "ŢŤȚ"),
    ('t', "ţťț"),
    ('U', "ÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ"),
    ('u', "ùúûüũūŭůűųưụủứừửữự"),
    ('W', "Ŵ"),
    ('w', "ŵ"),
    ('Y', "ÝŶŸỲỴỶỸ"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('Z', "ŹŻŽ"),
    ('z', "źżž"),
    ('J', "Ĵ"),
    ('j', "ĵ"),
    ('-', "‐‑‒–−"),
    ('\'', "‘’ʼ′"),
    ('"', "“”"),
];

/// What a character outside ASCII stands for.
fn undisguised(c: char) -> Shape {
    let code = c as u32;
    match code {
        // Soft hyphens, zero widths, marks of direction, variation selectors, and accents that stand alone.
        0xAD
        | 0x180E
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2064
        | 0x300..=0x36F
        | 0xFE00..=0xFE0F
        | 0xFEFF => Shape::Nothing,
        0xA0 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Shape::One(' '),
        0xFF01..=0xFF5E => moved(code, 0xFF01, '!'),
        0x2024 | 0x3002 => Shape::One('.'),
        0xFE6B => Shape::One('@'),
        0x2460..=0x2468 => moved(code, 0x2460, '1'),
        0x24EA => Shape::One('0'),
        0x1D7CE..=0x1D7FF => moved((code - 0x1D7CE) % 10, 0, '0'),
        // Mathematical letters: thirteen alphabets of capitals and small letters.
        0x1D400..=0x1D6A3 => match (code - 0x1D400) % 52 {
            capital @ 0..26 => moved(capital, 0, 'A'),
            small => moved(small, 26, 'a'),
        },
        0x660..=0x669 => moved(code, 0x660, '0'),
        0x6F0..=0x6F9 => moved(code, 0x6F0, '0'),
        0x966..=0x96F => moved(code, 0x966, '0'),
        0xDF => Shape::Two('s', 's'),
        0xE6 => Shape::Two('a', 'e'),
        0xC6 => Shape::Two('A', 'e'),
        0x153 => Shape::Two('o', 'e'),
        0xFE => Shape::Two('t', 'h'),
        _ => Shape::One(look_alike(c).or_else(|| accented(c)).unwrap_or(c)),
    }
}

/// The character as far behind `to` as the code is behind `from`.
fn moved(code: u32, from: u32, to: char) -> Shape {
    let c = char::from_u32(to as u32 + (code - from));
    c.map_or(Shape::Nothing, Shape::One)
}

fn look_alike(c: char) -> Option<char> {
    let mut chars = LOOK_ALIKES.chars();
    while let (Some(other), Some(latin)) = (chars.next(), chars.next()) {
        if other == c {
            return Some(latin);
        }
    }
    None
}

fn accented(c: char) -> Option<char> {
    let found = ACCENTED.iter().find(|(_, forms)| forms.contains(c));
    found.map(|(letter, _)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_come_off_and_every_letter_knows_its_place() {
        for (text, plain, part, original) in [
            ("zero\u{200B}width", "zerowidth", "owid", "o\u{200B}wid"),
            ("５５５ now", "555 now", "555", "５５５"),
            ("bоb", "bob", "bob", "bоb"),
            ("Straße 4", "Strasse 4", "sse", "ße"),
            ("José’s", "Jose's", "Jose", "José"),
            ("𝐉𝐨", "Jo", "Jo", "𝐉𝐨"),
        ] {
            let copy = Plain::of(text);
            assert_eq!(copy.text, plain, "{text}");
            let from = copy.text.find(part).unwrap();
            let (start, end) = copy.original(from, from + part.len());
            assert_eq!(text.get(start as usize..end as usize), Some(original));
        }
    }
}
