//! Which drafts hear what a person heard, and which hear what a person denied?
//!
//! Every draft is tried as an entry of its own, by the tagger itself: so what counts is what would be heard and taken
//! for meant, with every rule about the words around it.

use crate::mention::{Mention, Polarity};
use crate::mine::lexicon::{CLASSES, LexiconError, Lexicons, Sources};
use crate::mine::tag::Tagger;
use crate::tend::teach::cut::Lesson;
use crate::tend::teach::drafts::Draft;
use crate::tend::written::quoted;

/// The kind of the tags that drafts have while they are tried.
const KIND: &str = "draft";
/// The file in which they stand meanwhile.
const FILE: &str = "drafts.toml";

/// What a draft hears of all that was marked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heard {
    /// Indexes of the lessons.
    pub lessons: Vec<usize>,
    /// It hears, and takes for meant, words of which somebody has denied the draft's tag.
    pub is_denied: bool,
}

/// The drafts as lexicons: each is one pattern, of the draft's number. They may name the lists of `sources`.
pub fn as_lexicons(drafts: &[Draft], sources: &Sources) -> Result<Lexicons, LexiconError> {
    let mut text = String::from("persona = \"anyone\"\n");
    for (number, draft) in drafts.iter().enumerate() {
        text.push_str(&format!(
            "[[entry]]\ntag = \"{KIND}/{number}\"\nname = \"{number}\"\npatterns = [{}]\n",
            quoted(&draft.written)
        ));
    }
    let lists = sources.files().iter().filter(|(file, _)| file == CLASSES);
    let lists = lists.map(|(file, text)| (file.clone(), text.to_string()));
    let mut files: Vec<(String, String)> = lists.collect();
    files.push((FILE.to_owned(), text));
    Sources::new(files).compile()
}

/// Tries all drafts on all lessons of their tag, and on what was denied.
pub fn tried(
    drafts: &[Draft],
    lexicons: &Lexicons,
    lessons: &[Lesson],
    denied: &[Lesson],
) -> Vec<Heard> {
    let mut tagger = Tagger::new(lexicons);
    let mut heard = vec![Heard::default(); drafts.len()];
    for (at, lesson) in lessons.iter().enumerate() {
        for draft in hearing(&mut tagger, lesson) {
            if drafts[draft].tag == lesson.said.tag {
                heard[draft].lessons.push(at);
            }
        }
    }
    for lesson in denied {
        for draft in hearing(&mut tagger, lesson) {
            heard[draft].is_denied |= drafts[draft].tag == lesson.said.tag;
        }
    }
    heard
}

/// The numbers of the drafts that hear a lesson's words and take them for meant, each once.
fn hearing(tagger: &mut Tagger<'_>, lesson: &Lesson) -> Vec<usize> {
    let mentions = tagger.tag_utterance(&lesson.said.quote, "unknown");
    let meant = mentions
        .iter()
        .filter(|mention| mention.polarity == Polarity::Affirmed);
    let mut numbers: Vec<usize> = meant.filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn number(mention: &Mention) -> Option<usize> {
    let (_, number) = mention.tag.0.split_once('/')?;
    number.parse().ok()
}
