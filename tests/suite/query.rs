//! What does a query mean, and what is said of one that means nothing?

use proptest::prelude::*;
use verbatim::search::query::{self, Clause, Field, Node, Occur, Value};
use verbatim::search::query_error::QueryError;

/// The only place that touches the parser.
fn parse(input: &str) -> Result<Vec<Clause>, QueryError> {
    query::parse(input).map(|query| query.clauses)
}

/// A query in a short form that a person can read: `price +pric* "too much"~2 {a|b} account=acme`.
fn shown(clauses: &[Clause]) -> String {
    let parts: Vec<String> = clauses.iter().map(shown_clause).collect();
    parts.join(" ")
}

fn shown_clause(clause: &Clause) -> String {
    let sign = match clause.occur {
        Occur::Should => "",
        Occur::Must => "+",
        Occur::MustNot => "-",
    };
    let node = match &clause.node {
        Node::Word(word) => word.clone(),
        Node::Prefix(prefix) => format!("{prefix}*"),
        Node::Phrase { text, slop: 0 } => format!("\"{text}\""),
        Node::Phrase { text, slop } => format!("\"{text}\"~{slop}"),
        Node::Field {
            field,
            value: Value::Exact(value),
        } => format!("{}={value}", field.name()),
        Node::Field {
            field,
            value: Value::Prefix(value),
        } => format!("{}={value}*", field.name()),
        Node::Field {
            field,
            value: Value::Phrase(value),
        } => {
            format!("{}=\"{value}\"", field.name())
        }
        Node::Stems(stems) => panic!("nobody types {stems:?}"),
        Node::AnyOf(clauses) => {
            let sides: Vec<String> = clauses.iter().map(shown_clause).collect();
            format!("{{{}}}", sides.join("|"))
        }
    };
    format!("{sign}{node}")
}

fn check(input: &str, expected: &str) {
    match parse(input) {
        Ok(clauses) => assert_eq!(shown(&clauses), expected, "query: {input}"),
        Err(error) => panic!("{input:?} should be a query:\n{error}"),
    }
}

/// The place is the part of the query under the carets.
fn check_error(input: &str, place: &str, message: &str) {
    match parse(input) {
        Ok(clauses) => panic!("{input:?} should be an error, not {}", shown(&clauses)),
        Err(error) => {
            assert_eq!(
                &input[error.at..error.at + error.len],
                place,
                "query: {input}"
            );
            assert!(error.message.contains(message), "query: {input}\n{error}");
            assert!(error.hint.is_some(), "{input} is told no way out");
        }
    }
}

#[test]
fn words_phrases_and_signs_are_what_they_look_like() {
    for (input, expected) in [
        ("", ""),
        (" \t\u{3000}\u{a0} ", ""),
        ("price", "price"),
        ("too expensive", "too expensive"),
        (
            "full\u{3000}width\u{a0}space\nand line",
            "full width space and line",
        ),
        ("+price budget", "+price budget"),
        ("price -budget", "price -budget"),
        ("\"too expensive\"", "\"too expensive\""),
        ("\"  too expensive \"", "\"too expensive\""),
        ("“too expensive”", "\"too expensive\""),
        ("„too expensive“", "\"too expensive\""),
        ("\"too expensive\"~3", "\"too expensive\"~3"),
        ("-\"too expensive\"~20 price", "-\"too expensive\"~20 price"),
        ("pric*", "pric*"),
        ("+pric* go", "+pric* go"),
        ("\"a b\"c", "\"a b\" c"),
    ] {
        check(input, expected);
    }
}

#[test]
fn a_whole_question_is_a_query() {
    check(
        "why do they say it's too expensive?",
        "why do they say it's too expensive",
    );
    check("what hurts , most ?", "what hurts most");
    check("follow-up e-mail", "follow-up e-mail");
    check("the $40k plan — or 20% off", "the $40k plan or 20% off");
    check("does C++ work", "does C++ work");
    check("our question: why", "our question why");
    check("or and not", "or and not");
}

#[test]
fn or_binds_its_neighbors_and_chains() {
    for (input, expected) in [
        ("a OR b", "{a|b}"),
        ("a OR b OR c", "{a|b|c}"),
        ("x a OR b y", "x {a|b} y"),
        ("\"a b\"~2 OR pric*", "{\"a b\"~2|pric*}"),
        (
            "account:acme OR account:initech",
            "{account=acme|account=initech}",
        ),
        ("a or b", "a or b"),
        ("\"OR\"", "\"OR\""),
    ] {
        check(input, expected);
    }
}

#[test]
fn groups_take_the_sign_before_them_and_stay_flat() {
    for (input, expected) in [
        ("(a b)", "a b"),
        ("(a OR b)", "{a|b}"),
        ("+(a OR b) c", "+{a|b} c"),
        ("c -(a OR b)", "c -{a|b}"),
        ("+(a b)", "+a +b"),
        ("c -(a b)", "c -a -b"),
        ("+(a -b)", "+a -b"),
        ("(a OR b) OR (c OR d)", "{a|b|c|d}"),
        ("(a b) OR c", "{a|b|c}"),
        ("((((((((a))))))))", "a"),
        ("cost(s)", "cost s"),
    ] {
        check(input, expected);
    }
}

#[test]
fn fields_take_a_value_a_phrase_or_a_beginning() {
    for (input, expected) in [
        ("account:acme", "account=acme"),
        ("Account:Acme", "account=Acme"),
        ("tag:objection/price", "tag=objection/price"),
        ("tag:pain/*", "tag=pain/*"),
        ("date:2026-03*", "date=2026-03*"),
        ("call:c:12", "call=c:12"),
        ("account:\"two words\"", "account=\"two words\""),
        ("account:“two words” price", "account=\"two words\" price"),
        ("-persona:champion price", "-persona=champion price"),
        ("at 10:30", "at 10:30"),
        ("https://example.com/a", "https://example.com/a"),
        ("24x7:yes", "24x7:yes"),
    ] {
        check(input, expected);
    }
}

#[test]
fn every_field_can_be_named() {
    for field in Field::ALL {
        check(
            &format!("{}:xyz", field.name()),
            &format!("{}=xyz", field.name()),
        );
        assert_eq!(Field::from_name(&field.name().to_uppercase()), Some(field));
    }
}

#[test]
fn a_malformed_query_is_told_where() {
    for (input, place, message) in [
        ("say \"too much", "\"", "not closed"),
        ("say “too much", "“", "not closed"),
        ("a (b c", "(", "not closed"),
        ("a b) c", ")", "no ("),
        ("a ()", "()", "no word between"),
        ("a \"\"", "\"\"", "no word between"),
        ("a \"...\"", "\"...\"", "no word between"),
        ("a +", "+", "no word right after"),
        ("- a", "-", "no word right after"),
        ("a - b", "-", "no word right after"),
        ("a --b", "-", "no word right after"),
        ("OR a", "OR", "nothing before"),
        ("a OR", "OR", "nothing after"),
        ("a OR OR b", "OR", "nothing after"),
        ("(a OR) b", "OR", "nothing after"),
        ("a OR -b", "b", "one side of an OR"),
        ("+a OR b", "a", "one side of an OR"),
        ("x -(a -b)", "b", "inside of -("),
        ("*", "*", "too little"),
        ("a p*", "p*", "too little"),
        ("a pr*ce", "*", "end of a word"),
        ("\"a b\"~", "~", "no number"),
        ("\"a b\"~x", "~", "no number"),
        ("\"a b\"~21", "~21", "too many words"),
        (
            "\"a b\"~99999999999999999999",
            "~99999999999999999999",
            "too many words",
        ),
        ("pricing~2", "~2", "behind a phrase"),
        ("account:", "account:", "nothing after"),
        ("account:\"a b\"~2", "~", "takes no ~"),
        ("-price", "-", "what not to find"),
        ("-price -\"too much\"", "-", "what not to find"),
        ("acount:acme", "acount", "no field"),
        ("???", "???", "no word"),
        ("(((((((((a)))))))))", "(", "too many parentheses"),
    ] {
        check_error(input, place, message);
    }
}

#[test]
fn an_unknown_field_is_told_the_nearest() {
    let error = parse("price acount:acme").expect_err("there is no such field");
    let expected = "there is no field of this name\n  price acount:acme\n        ^^^^^^\n\
                    did you mean account:? to look for the words themselves, put them in quotes";
    assert_eq!(error.to_string(), expected);
    let error = parse("invoice:7").expect_err("there is no such field");
    assert!(
        error
            .hint
            .is_some_and(|hint| hint.contains("call, title, speaker"))
    );
}

#[test]
fn only_the_part_around_the_place_is_shown() {
    let input = format!(
        "{} acount:acme {}",
        "before ".repeat(30),
        "after ".repeat(30)
    );
    let error = parse(&input)
        .expect_err("there is no such field")
        .to_string();
    let lines: Vec<&str> = error.lines().collect();
    let (line, carets) = (lines[1], lines[2]);
    assert!(line.starts_with("  …") && line.ends_with('…'), "{error}");
    assert!(line.chars().count() <= 74, "{error}");
    let column = carets.chars().position(|c| c == '^').expect("a caret");
    let place: String = line.chars().skip(column).take(6).collect();
    assert_eq!(place, "acount");
}

#[test]
fn the_shown_query_cannot_steer_the_terminal() {
    let error = parse("a\u{1b}[31m \"b")
        .expect_err("the quote is not closed")
        .to_string();
    assert!(!error.contains('\u{1b}'), "{error:?}");
}

#[test]
fn a_query_is_bounded() {
    assert!(parse(&"word ".repeat(64)).is_ok());
    assert!(parse(&"word ".repeat(65)).is_err());
    assert!(parse(&format!("\"{}\"", "w ".repeat(32))).is_ok());
    assert!(parse(&format!("\"{}\"", "w ".repeat(33))).is_err());
    assert!(parse(&"w-".repeat(33)).is_err());
    assert!(parse(&"w".repeat(4096)).is_ok());
    assert!(parse(&"w".repeat(4097)).is_err());
    assert!(parse(&"語".repeat(4096)).is_err());
    for hostile in [
        "(", ")", "-", "+", "\"", "*", "~", "a OR ", ":", "-(", "語(", "a:",
    ] {
        let _ = parse(&hostile.repeat(4000)).map_err(|error| error.to_string());
        let _ = parse(&hostile.repeat(200)).map_err(|error| error.to_string());
    }
}

#[test]
fn arguments_are_joined_as_typed() {
    let args = ["too expensive".to_owned(), "+budget".to_owned()];
    assert_eq!(query::join_args(&args), "too expensive +budget");
    assert_eq!(query::join_args(&[" -price".to_owned()]), "-price");
    assert_eq!(query::join_args(&[]), "");
}

/// What must hold for any input at all.
fn holds(input: &str) {
    match parse(input) {
        Ok(clauses) => {
            assert!(clauses.is_empty() || clauses.iter().any(|c| c.occur != Occur::MustNot));
            for clause in &clauses {
                if let Node::AnyOf(sides) = &clause.node {
                    assert!(sides.len() >= 2, "one side is no choice");
                    assert!(sides.iter().all(|side| side.occur == Occur::Should));
                    assert!(!sides.iter().any(|side| matches!(side.node, Node::AnyOf(_))));
                }
            }
        }
        Err(error) => {
            let end = error.at + error.len;
            assert!(
                input.get(error.at..end).is_some(),
                "the place is not in the input: {error:?}"
            );
            assert!(error.to_string().lines().count() >= 3);
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(input in any::<String>()) {
        holds(&input);
    }

    #[test]
    fn no_mix_of_marks_makes_it_panic(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "price", "OR", " ", " ", "\u{3000}", "(", ")", "+", "-", "\"", "“", "”", "~",
                "3", "*", ":", "tag:", "account:", "foo:", "語", "é", "?", "'", "//",
            ]),
            0..40,
        )
    ) {
        holds(&parts.concat());
    }

    #[test]
    fn plain_words_come_back_in_order(words in proptest::collection::vec("[a-z]{1,9}", 0..30)) {
        prop_assert_eq!(shown(&parse(&words.join(" ")).expect("plain words")), words.join(" "));
    }
}
