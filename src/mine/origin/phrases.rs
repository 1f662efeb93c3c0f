//! Which phrases does an answer begin with?
//!
//! Lists of phrases with bars between them, written as the reader splits words: "that's" is `that is`.

use super::answer::Said;

/// Stand before an answer and are none.
pub(super) const LEADS: &str = "oh|ooh|well|okay|ok|honestly|look|ha|haha|sadly|unfortunately";
/// Begin like an answer and are none.
pub(super) const NO_ANSWERS: &str = "no idea|no worries|no thanks|no thank you|not sure|not only|not yet|right now|\
    right away|right after|yes please";
/// Agree where "that's" stands before them or nothing at all.
pub(super) const AGREES: &str = "right|exactly|correct|absolutely|definitely|totally|true|indeed|precisely|agreed|\
    bingo|certainly|sure|for sure|of course|spot on|pretty much|more or less|no doubt|about right|\
    quite right|too right";
/// Agree as a whole.
pub(super) const AGREEING: &str = "i am afraid so|i am afraid yes|i think so|i guess so|i suppose so|i believe so|\
    so i am afraid|you are right|you got it";
/// Deny as a whole.
pub(super) const DENYING: &str = "that is not right|that is not true|i am afraid not|\
    i am afraid no|i do not think so|i would not say so|i think not|\
    i guess not|i doubt it";
/// Turned into a denial by a "not".
pub(super) const BEFORE_NOT: &str = "absolutely|definitely|certainly|sure|of course|totally|probably|clearly|obviously|\
    thankfully|apparently|exactly";
/// May stand before what agrees.
pub(super) const THAT_IS: &str = "that is|that sounds|that would be|sounds|it is";
pub(super) const YES: &str = "yes|yeah|yep|yup|ya|yea";
pub(super) const NO: &str = "nope|nah|no|negative";
pub(super) const NOT: &str = "not at all|not really|not|never";
pub(super) const NEGATIONS: &str = "not|no|never|none|nothing|nobody|neither";
pub(super) const PRONOUNS: &str = "i|we|it|they|he|she|that|there";
pub(super) const STRESSES: &str = "sure|really|certainly|definitely|actually";
pub(super) const VERBS: &str = "do|does|did|is|am|are|was|were|have|has|had|can|could|will|would";

/// Whether a word stands in a list.
pub(super) fn is_one(list: &str, said: &Said) -> bool {
    list.split('|').any(|one| one == said.word)
}

/// How many words the first of the phrases has with which the words begin.
pub(super) fn begins(said: &[Said], phrases: &str) -> Option<usize> {
    phrases.split('|').find_map(|phrase| {
        let n_words = phrase.split(' ').count();
        let here = said.iter().map(|said| said.word.as_str()).take(n_words);
        here.eq(phrase.split(' ')).then_some(n_words)
    })
}
