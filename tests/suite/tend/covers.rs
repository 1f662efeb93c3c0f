//! Is it seen which pattern covers another?

use verbatim::mine::pattern::{self, Names, Pattern};
use verbatim::mine::tag::Tagger;
use verbatim::tend::covers::{Numbers, Shape};

use super::{entry, sources};

fn parsed(written: &str) -> Option<Pattern> {
    let names = Names {
        list: &|_| None,
        is_computed: &|name| matches!(name, "money" | "number"),
    };
    pattern::parse(written, &names).ok()
}

#[test]
fn what_one_pattern_covers_is_seen_from_what_is_written() {
    for (one, other, expected) in [
        ("too expensive", "way too expensive", true),
        ("way too expensive", "too expensive", false),
        ("takes ... hours", "takes ..2 hours", true),
        ("takes ..2 hours", "takes ... hours", false),
        ("takes ..2 hours", "takes (many|far too) hours", true),
        ("takes ..1 hours", "takes (many|far too) hours", false),
        ("takes hours", "take hour", true),
        ("copy and paste", "(copy and paste)", true),
        ("retype", "=retyped", true),
        ("=retyped", "retype", false),
        ("(takes|costs) hours", "costs hours", true),
        ("costs hours", "(takes|costs) hours", false),
        ("really? slow", "slow", true),
        ("slow", "really? slow", true),
        ("really slow", "really? slow", false),
        ("too very? slow", "too very slow", true),
        ("slow", "^ slow", true),
        ("^ slow", "slow", false),
        ("^ slow", "^ so slow", false),
        ("slow $", "so slow $", true),
        ("slow $", "slow today $", false),
        ("costs ..1 {money}", "costs about {money}", true),
        ("costs {money}", "costs {number}", false),
        // A figure takes up to six words.
        ("costs ..6 month", "costs {money} month", true),
        ("costs ..5 month", "costs {money} month", false),
    ] {
        let mut numbers = Numbers::default();
        let mut shape = |written| Shape::new(&parsed(written).expect("it parses"), &mut numbers);
        let covers = shape(one).covers(&shape(other));
        assert_eq!(covers, expected, "{one} / {other}");
    }
}

/// All small patterns of a few places are held against each other and against all short sentences.
#[test]
fn a_pattern_that_is_covered_is_never_heard_alone() {
    let places = [
        "alpha",
        "=beta",
        "beta?",
        "(alpha|gamma)",
        "(alpha beta|gamma)",
        "..1 beta",
        "..2 gamma?",
    ];
    let runs = places.iter().map(|one| (*one).to_owned());
    let pairs = places
        .iter()
        .flat_map(|one| places.iter().map(move |other| format!("{one} {other}")));
    let written = runs
        .chain(pairs)
        .flat_map(|run| [run.clone(), format!("^ {run}"), format!("{run} $")]);
    let written: Vec<(String, Pattern)> = written
        .filter_map(|written| Some((written.clone(), parsed(&written)?)))
        .collect();
    let sentences = sentences(&["alpha", "beta", "betas", "gamma"], 4);
    let mut numbers = Numbers::default();
    let shapes: Vec<Shape> = written
        .iter()
        .map(|(_, pattern)| Shape::new(pattern, &mut numbers))
        .collect();
    let heard: Vec<Vec<bool>> = written
        .iter()
        .map(|(written, _)| heard_in(written, &sentences))
        .collect();
    let mut n_covered = 0;
    for (one, by_one) in shapes.iter().zip(&heard) {
        for ((other, by_other), (pattern, _)) in shapes.iter().zip(&heard).zip(&written) {
            if one.covers(other) {
                n_covered += 1;
                let alone = (0..sentences.len()).find(|at| by_other[*at] && !by_one[*at]);
                assert_eq!(
                    alone.map(|at| &sentences[at]),
                    None,
                    "{pattern} is heard alone"
                );
            }
        }
    }
    assert!(
        n_covered > 2 * shapes.len(),
        "{n_covered} of {}",
        shapes.len()
    );
}

/// Every sentence of up to so many of the words.
fn sentences(words: &[&str], most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut from = 0;
    for _ in 0..most {
        let longer: Vec<String> = all[from..]
            .iter()
            .flat_map(|begin| words.iter().map(move |word| format!("{begin} {word}")))
            .collect();
        from = all.len();
        all.extend(longer);
    }
    all
}

fn heard_in(pattern: &str, sentences: &[String]) -> Vec<bool> {
    let text = entry("pain/errors", "x", &[pattern]);
    let lexicons = sources(&[("anyone.toml", text.as_str())])
        .compile()
        .expect("it compiles");
    let mut tagger = Tagger::new(&lexicons);
    let mut hears = |sentence: &String| !tagger.tag_utterance(sentence, "unknown").is_empty();
    sentences.iter().map(&mut hears).collect()
}
