//! What is written in place of a name, so that one person stays one person?
//!
//! Within an account the first colleague is "a colleague", the next one "another colleague", then "a third colleague". The
//! same name gets the same words wherever it comes again, also where only part of it is said.

/// The names given so far; one for each pack.
#[derive(Debug, Clone, Default)]
pub struct Pseudonyms {
    given: Vec<Given>,
}

#[derive(Debug, Clone)]
struct Given {
    /// Among whose people the name is one: an account or a call.
    scope: String,
    base: &'static str,
    /// The words of the real name, folded.
    key: Vec<String>,
    written: String,
}

const ORDINALS: [&str; 8] = [
    "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

impl Pseudonyms {
    /// What is written for a name, in brackets: `[a colleague]`.
    pub(super) fn of(&mut self, scope: &str, base: &'static str, key: &[String]) -> String {
        let known = self
            .given
            .iter()
            .find(|given| given.scope == scope && is_one(&given.key, key));
        if let Some(known) = known {
            return known.written.clone();
        }
        let of_base = |given: &&Given| given.scope == scope && given.base == base;
        let written = format!("[{}]", nth(base, self.given.iter().filter(of_base).count()));
        self.given.push(Given {
            scope: scope.to_owned(),
            base,
            key: key.to_vec(),
            written: written.clone(),
        });
        written
    }
}

/// Whether two names are one: all words of the shorter one stand in the longer one.
fn is_one(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// The words for somebody before whom `n` others of the same kind were named.
fn nth(base: &str, n: usize) -> String {
    let noun = base.strip_prefix("a ").or_else(|| base.strip_prefix("an "));
    match (n, noun, base) {
        (0, ..) => base.to_owned(),
        (1, _, "someone") => "someone else".to_owned(),
        (1, Some(noun), _) => format!("another {noun}"),
        (_, Some(noun), _) => match ORDINALS.get(n - 2) {
            Some(ordinal) => format!("a {ordinal} {noun}").replace("a eighth", "an eighth"),
            None => format!("{noun} {}", n + 1),
        },
        (_, None, "someone") => nth("a person", n),
        (_, None, "the rep") => nth("a rep", n),
        (_, None, _) => format!("{base} {}", n + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_pseudonym_and_two_have_two() {
        let key = |name: &str| -> Vec<String> { name.split(' ').map(str::to_owned).collect() };
        let mut names = Pseudonyms::default();
        let mut of = |scope: &str, base, name: &str| names.of(scope, base, &key(name));
        assert_eq!(of("x", "a colleague", "dana whitfield"), "[a colleague]");
        assert_eq!(of("x", "a colleague", "marcus"), "[another colleague]");
        assert_eq!(of("x", "someone", "dana"), "[a colleague]");
        assert_eq!(of("x", "a colleague", "olu"), "[a third colleague]");
        assert_eq!(of("y", "a colleague", "dana"), "[a colleague]");
        assert_eq!(of("x", "our ERP", "sap"), "[our ERP]");
        assert_eq!(of("x", "our ERP", "netsuite"), "[our ERP 2]");
        assert_eq!(of("x", "someone", "joe"), "[someone]");
        assert_eq!(of("x", "someone", "jim"), "[someone else]");
    }
}
