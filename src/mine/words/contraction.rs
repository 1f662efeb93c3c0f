//! Which words does a contraction stand for?

/// The words of a contraction, folded; any other word by itself. `can't` → `can not`, `it's` → `it is`.
pub fn split_contraction(folded: &str) -> Vec<String> {
    let two = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    match folded {
        "can't" | "cannot" | "cant" => return two("can", "not"),
        "won't" => return two("will", "not"),
        "shan't" => return two("shall", "not"),
        "ain't" => return two("is", "not"),
        "dont" | "didnt" | "doesnt" | "isnt" | "wasnt" | "couldnt" | "wouldnt" | "havent"
        | "hasnt" | "arent" => {
            return two(&folded[..folded.len() - 2], "not");
        }
        "let's" => return two("let", "us"),
        "gonna" => return two("going", "to"),
        "wanna" => return two("want", "to"),
        "gotta" => return two("got", "to"),
        "kinda" => return two("kind", "of"),
        _ => {}
    }
    let Some((stem, ending)) = folded.rsplit_once('\'') else {
        return vec![folded.to_owned()];
    };
    match ending {
        "t" if stem.ends_with('n') && stem.len() > 2 => two(&stem[..stem.len() - 1], "not"),
        "re" => two(stem, "are"),
        "ve" => two(stem, "have"),
        "ll" => two(stem, "will"),
        "m" => two(stem, "am"),
        "d" => two(stem, "would"),
        "s" if IS_AFTER.contains(&stem) => two(stem, "is"),
        "s" | "" => vec![stem.to_owned()],
        _ => vec![folded.to_owned()],
    }
}

/// Words after which `'s` is a verb; after any other it is the possessive.
const IS_AFTER: &[&str] = &[
    "it",
    "that",
    "there",
    "what",
    "here",
    "he",
    "she",
    "who",
    "where",
    "how",
    "this",
    "everything",
    "nobody",
    "nothing",
];
