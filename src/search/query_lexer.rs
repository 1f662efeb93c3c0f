//! Which pieces is a query made of, and where does each of them stand?
//!
//! Words, phrases and fields come out finished; signs, `OR` and parentheses are left for the grammar. All
//! bounds that keep the engine safe are held here, before anything is built.

use crate::search::query::{
    Field, MAX_BYTES, MAX_PHRASE_WORDS, MAX_SLOP, MAX_TERMS, MIN_PREFIX, Node, Occur, Value,
};
use crate::search::query_error::{QueryError, unknown_field_hint};

/// One piece and its bytes in the query.
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) at: usize,
    pub(super) len: usize,
}

/// What a piece is.
pub(super) enum PieceKind {
    Open,
    Close,
    Or,
    Sign(Occur),
    Term(Node),
}

/// Cuts a query into its pieces. Marks that stand by themselves (`?`, `—`) are no piece.
pub(super) fn pieces(input: &str) -> Result<Vec<Piece>, QueryError> {
    if input.len() > MAX_BYTES {
        let message = format!("this query is longer than {MAX_BYTES} bytes");
        return Err(QueryError::new(input, MAX_BYTES, 1, message).with_hint("ask for less at once"));
    }
    let mut lexer = Lexer {
        input,
        at: 0,
        n_terms: 0,
        pieces: Vec::new(),
    };
    while let Some(c) = lexer.peek() {
        lexer.step(c)?;
    }
    let blank = input.chars().all(separates);
    if lexer.pieces.is_empty() && !blank {
        let message = "there is no word to look for in this query";
        return Err(QueryError::new(input, 0, input.len(), message).with_hint("add a word"));
    }
    Ok(lexer.pieces)
}

struct Lexer<'a> {
    input: &'a str,
    at: usize,
    n_terms: usize,
    pieces: Vec<Piece>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.input.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn error(&self, at: usize, len: usize, message: impl Into<String>) -> QueryError {
        QueryError::new(self.input, at, len, message)
    }

    /// Reads whatever begins with `c`; always moves on.
    fn step(&mut self, c: char) -> Result<(), QueryError> {
        match c {
            '(' => self.mark(PieceKind::Open),
            ')' => self.mark(PieceKind::Close),
            '+' => self.mark(PieceKind::Sign(Occur::Must)),
            '-' => self.mark(PieceKind::Sign(Occur::MustNot)),
            _ if separates(c) => self.at += c.len_utf8(),
            _ if is_quote(c) => return self.phrase(),
            _ => return self.word(),
        }
        Ok(())
    }

    /// A piece of one ASCII character.
    fn mark(&mut self, kind: PieceKind) {
        self.pieces.push(Piece {
            kind,
            at: self.at,
            len: 1,
        });
        self.at += 1;
    }

    /// A finished term from `start` to here.
    fn term(&mut self, node: Node, start: usize) -> Result<(), QueryError> {
        let len = self.at - start;
        self.n_terms += 1;
        if self.n_terms > MAX_TERMS {
            let message = format!("this query asks for more than {MAX_TERMS} things");
            return Err(self
                .error(start, len, message)
                .with_hint("keep the words that matter"));
        }
        self.pieces.push(Piece {
            kind: PieceKind::Term(node),
            at: start,
            len,
        });
        Ok(())
    }

    fn phrase(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let text = self.quoted()?;
        let slop = self.slop()?;
        self.term(Node::Phrase { text, slop }, start)
    }

    /// The words between two quotes, of which the first stands here.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let quote_len = self.peek().map_or(0, char::len_utf8);
        let inside = self.input.get(start + quote_len..).unwrap_or("");
        let Some((len, close)) = inside.char_indices().find(|(_, c)| is_quote(*c)) else {
            return Err(self
                .error(start, quote_len, "this quote is not closed")
                .with_hint("write another \" where the phrase ends, or take this one out"));
        };
        let words = inside.get(..len).unwrap_or("").trim_matches(separates);
        self.at = start + quote_len + len + close.len_utf8();
        if n_words(words) == 0 {
            return Err(self
                .error(
                    start,
                    self.at - start,
                    "there is no word between these quotes",
                )
                .with_hint("write the words to look for, or take the quotes out"));
        }
        self.check_length(words, start)?;
        Ok(words.to_owned())
    }

    /// The `~3` behind a phrase; 0 where there is none.
    fn slop(&mut self) -> Result<u32, QueryError> {
        let Some(rest) = self.rest().strip_prefix('~') else {
            return Ok(0);
        };
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if n_digits == 0 {
            return Err(self
                .error(self.at, 1, "this ~ has no number")
                .with_hint("write how many words may stand in between: \"a phrase\"~3"));
        }
        match rest.get(..n_digits).unwrap_or("").parse::<u32>() {
            Ok(slop) if slop <= MAX_SLOP => {
                self.at += 1 + n_digits;
                Ok(slop)
            }
            _ => Err(self
                .error(
                    self.at,
                    1 + n_digits,
                    "this ~ allows too many words in between",
                )
                .with_hint(format!("write a number up to {MAX_SLOP}"))),
        }
    }

    /// Whatever stands here up to the next space, quote or parenthesis.
    fn word(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let rest = self.rest();
        let len = rest
            .char_indices()
            .find(|(_, c)| ends_word(*c))
            .map_or(rest.len(), |(at, _)| at);
        let raw = rest.get(..len).unwrap_or(rest);
        self.at = start + len;
        let named = raw
            .split_once(':')
            .filter(|(name, value)| may_be_field(name, value));
        let Some((name, value)) = named else {
            return self.plain(raw, start);
        };
        let quoted = value.is_empty() && self.peek().is_some_and(is_quote);
        match Field::from_name(name) {
            Some(field) => {
                let value = if quoted {
                    self.quoted_value()?
                } else {
                    self.bare_value(field, value, start)?
                };
                self.term(Node::Field { field, value }, start)
            }
            // `Our question: why` is a sentence, not a field.
            None if value.is_empty() && !quoted => self.plain(raw, start),
            None => Err(self
                .error(start, name.len(), "there is no field of this name")
                .with_hint(unknown_field_hint(name))),
        }
    }

    fn quoted_value(&mut self) -> Result<Value, QueryError> {
        let text = self.quoted()?;
        if self.rest().starts_with('~') {
            return Err(self
                .error(self.at, 1, "a field's value takes no ~")
                .with_hint("take the ~ and its number out"));
        }
        Ok(Value::Phrase(text))
    }

    fn bare_value(&self, field: Field, value: &str, start: usize) -> Result<Value, QueryError> {
        let value_at = start + field.name().len() + 1;
        if value.is_empty() {
            let name = field.name();
            return Err(self
                .error(start, name.len() + 1, "there is nothing after this colon")
                .with_hint(format!("write the value right behind it: {name}:value")));
        }
        self.check_length(value, value_at)?;
        match self.prefix(value, value_at)? {
            Some(prefix) => Ok(Value::Prefix(prefix)),
            None => Ok(Value::Exact(value.to_owned())),
        }
    }

    /// A word that names no field.
    fn plain(&mut self, raw: &str, start: usize) -> Result<(), QueryError> {
        if raw == "OR" {
            self.pieces.push(Piece {
                kind: PieceKind::Or,
                at: start,
                len: raw.len(),
            });
            return Ok(());
        }
        let word = raw.trim_end_matches(is_tail);
        if let Some(prefix) = self.prefix(word, start)? {
            self.check_length(word, start)?;
            return self.term(Node::Prefix(prefix), start);
        }
        if let Some(tilde) = fuzzy_tilde(word) {
            return Err(self
                .error(
                    start + tilde,
                    word.len() - tilde,
                    "a ~ can only stand behind a phrase",
                )
                .with_hint("write \"two words\"~3, or put the word in quotes"));
        }
        if n_words(word) == 0 {
            return Ok(());
        }
        self.check_length(word, start)?;
        self.term(Node::Word(word.to_owned()), start)
    }

    /// What stands before a closing `*`; `None` for a word without one.
    fn prefix(&self, word: &str, start: usize) -> Result<Option<String>, QueryError> {
        let Some(star) = word.find('*') else {
            return Ok(None);
        };
        if star + 1 < word.len() {
            return Err(self
                .error(start + star, 1, "a * can only stand at the end of a word")
                .with_hint("write the beginning of the word and then the *: pric*"));
        }
        let stem = word.get(..star).unwrap_or("");
        if stem.chars().filter(|c| c.is_alphanumeric()).count() < MIN_PREFIX {
            return Err(self
                .error(start, word.len(), "there is too little before this *")
                .with_hint(format!(
                    "write at least {MIN_PREFIX} letters before the *: pric*"
                )));
        }
        Ok(Some(stem.to_owned()))
    }

    /// One term must not unfold to hundreds of words.
    fn check_length(&self, text: &str, start: usize) -> Result<(), QueryError> {
        if n_words(text) <= MAX_PHRASE_WORDS {
            return Ok(());
        }
        let message = format!("there are more than {MAX_PHRASE_WORDS} words in this phrase");
        let len = self.at.saturating_sub(start);
        Err(self
            .error(start, len, message)
            .with_hint("keep the words that matter"))
    }
}

/// Spaces of every width, line ends, and what people cannot see.
fn separates(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Straight quotes and those that editors and phones make of them.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂')
}

fn ends_word(c: char) -> bool {
    separates(c) || is_quote(c) || matches!(c, '(' | ')')
}

/// Marks that close a sentence and don't belong to its last word.
fn is_tail(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…')
}

/// `10:30` and `https://…` are words, `acount:acme` is a field, though not a known one.
fn may_be_field(name: &str, value: &str) -> bool {
    let letters = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || c == '_');
    letters && !value.starts_with("//")
}

/// Where the `~2` of a word stands, as other search languages write it.
fn fuzzy_tilde(word: &str) -> Option<usize> {
    let tilde = word.rfind('~')?;
    let number = word.get(tilde + 1..)?;
    (tilde > 0 && number.bytes().all(|b| b.is_ascii_digit())).then_some(tilde)
}

/// How many words the tokenizer can make of a text, at most.
fn n_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .count()
}
