//! Are the broken bytes of a file only halves of characters that a recogniser cut in two?
//!
//! whisper.cpp copies its tokens into JSON byte by byte, and a token may end inside of a character. So its halves
//! stand where a string ends or begins, however few whole characters the file has. The accents of an old encoding
//! stand inside of words too, so a file of that shape which was saved in one is not taken for cut.

/// What whisper.cpp's files are known by stands before the first words.
const HEAD: usize = 4 << 10;

/// Keys of whisper.cpp's JSON.
const KEYS: [&[u8]; 2] = [b"\"systeminfo\"", b"\"transcription\""];

/// Whether this is whisper.cpp's JSON, and no more bytes are broken inside of its strings than `n_whole` characters
/// beyond ASCII are whole.
pub(super) fn are_all(body: &[u8], n_whole: usize) -> bool {
    is_whisper_cpp(body) && n_inside(body) <= n_whole
}

fn is_whisper_cpp(body: &[u8]) -> bool {
    let head = body.get(..HEAD).unwrap_or(body).trim_ascii_start();
    let has = |key: &&[u8]| head.windows(key.len()).any(|window| window == *key);
    head.starts_with(b"{") && KEYS.iter().any(has)
}

/// How many runs of broken bytes have no quotation mark on either side.
fn n_inside(body: &[u8]) -> usize {
    let mut n_inside = 0;
    let mut is_behind_quote = false;
    let mut chunks = body.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        if !chunk.valid().is_empty() {
            is_behind_quote = chunk.valid().ends_with('"');
        }
        let after = chunks.peek().map_or("", |next| next.valid());
        let goes_on = chunks.peek().is_some() && after.is_empty();
        if chunk.invalid().is_empty() || goes_on {
            continue;
        }
        n_inside += usize::from(!is_behind_quote && !after.starts_with('"'));
    }
    n_inside
}
