//! How do the pieces of a query belong together?
//!
//! A query is a list; `OR` binds its two neighbors and chains; a sign belongs to what follows it without a
//! space. A group's members stand by themselves and take the sign before the group; inside an `OR` they
//! are alternatives like the others.

use crate::search::query::{Alone, Clause, MAX_DEPTH, Node, Occur};
use crate::search::query_error::QueryError;
use crate::search::query_lexer::{Piece, PieceKind};

/// The clauses that a query's pieces make.
pub(super) fn clauses(
    input: &str,
    pieces: &[Piece],
    alone: Alone,
) -> Result<Vec<Clause>, QueryError> {
    let mut parser = Parser {
        input,
        pieces,
        next: 0,
    };
    let items = parser.list(0)?;
    if let Some(stray) = parser.peek() {
        return Err(parser
            .error(stray, "there is no ( for this )")
            .with_hint("take it out, or write a ( before the first word of the group"));
    }
    let only_not =
        alone == Alone::Yes && items.iter().all(|item| item.clause.occur == Occur::MustNot);
    let minus = |piece: &&Piece| matches!(piece.kind, PieceKind::Sign(Occur::MustNot));
    if let Some(first) = pieces.iter().find(minus).filter(|_| only_not) {
        return Err(parser
            .error(first, "this query only says what not to find")
            .with_hint("add a word to look for beside the words with a -"));
    }
    Ok(items.into_iter().map(|item| item.clause).collect())
}

/// A clause and where it was typed.
struct Placed {
    clause: Clause,
    at: usize,
    len: usize,
}

struct Parser<'a> {
    input: &'a str,
    pieces: &'a [Piece],
    next: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Piece> {
        self.pieces.get(self.next)
    }

    fn error(&self, piece: &Piece, message: &str) -> QueryError {
        QueryError::new(self.input, piece.at, piece.len, message)
    }

    /// Everything up to a `)` or the end.
    fn list(&mut self, depth: usize) -> Result<Vec<Placed>, QueryError> {
        let mut items = Vec::new();
        while let Some(piece) = self.peek() {
            match piece.kind {
                PieceKind::Close => break,
                PieceKind::Or => {
                    return Err(self
                        .error(piece, "there is nothing before this OR")
                        .with_hint("write a OR b; to look for the word itself, write \"or\""));
                }
                _ => items.append(&mut self.chain(depth)?),
            }
        }
        Ok(items)
    }

    /// `a`, or `a OR b OR c`.
    fn chain(&mut self, depth: usize) -> Result<Vec<Placed>, QueryError> {
        let mut items = self.unit(depth)?;
        let mut is_or = false;
        while let Some(or) = self
            .peek()
            .filter(|piece| matches!(piece.kind, PieceKind::Or))
        {
            self.next += 1;
            is_or = true;
            if !self.unit_follows() {
                return Err(self
                    .error(or, "there is nothing after this OR")
                    .with_hint("write a OR b; to look for the word itself, write \"or\""));
            }
            items.append(&mut self.unit(depth)?);
        }
        if is_or { self.any_of(items) } else { Ok(items) }
    }

    fn unit_follows(&self) -> bool {
        self.peek()
            .is_some_and(|piece| !matches!(piece.kind, PieceKind::Or | PieceKind::Close))
    }

    /// The sides of an `OR` as one clause.
    fn any_of(&self, items: Vec<Placed>) -> Result<Vec<Placed>, QueryError> {
        let at = items.first().map_or(0, |item| item.at);
        let end = items.last().map_or(at, |item| item.at + item.len);
        let mut alternatives = Vec::new();
        for item in items {
            if item.clause.occur != Occur::Should {
                let message = "a word with + or - cannot be one side of an OR";
                return Err(QueryError::new(self.input, item.at, item.len, message)
                    .with_hint("put the sign before the whole: +(a OR b)"));
            }
            match item.clause.node {
                Node::AnyOf(mut inner) => alternatives.append(&mut inner),
                node => alternatives.push(Clause {
                    occur: Occur::Should,
                    node,
                }),
            }
        }
        let named: Vec<_> = alternatives
            .iter()
            .map(|clause| clause.node.facts().first().map(|(field, _)| *field))
            .collect();
        if named.iter().any(|field| *field != named[0]) {
            let message = "an OR joins words, or values of one field";
            return Err(QueryError::new(self.input, at, end.saturating_sub(at), message)
                .with_hint("facts beside words narrow the search: write price tag:objection/price without OR"));
        }
        let clause = Clause {
            occur: Occur::Should,
            node: Node::AnyOf(alternatives),
        };
        Ok(vec![Placed {
            clause,
            at,
            len: end.saturating_sub(at),
        }])
    }

    /// One term or group with its sign.
    fn unit(&mut self, depth: usize) -> Result<Vec<Placed>, QueryError> {
        let Some(piece) = self.peek() else {
            return Ok(Vec::new());
        };
        self.next += 1;
        match &piece.kind {
            PieceKind::Sign(occur) => self.signed(piece, *occur, depth),
            PieceKind::Open => self.group(piece, depth),
            PieceKind::Term(node) => {
                let clause = Clause {
                    occur: Occur::Should,
                    node: node.clone(),
                };
                Ok(vec![Placed {
                    clause,
                    at: piece.at,
                    len: piece.len,
                }])
            }
            // The callers look before they ask, so neither can stand here.
            PieceKind::Or | PieceKind::Close => Ok(Vec::new()),
        }
    }

    /// What follows a `+` or a `-`.
    fn signed(
        &mut self,
        sign: &Piece,
        occur: Occur,
        depth: usize,
    ) -> Result<Vec<Placed>, QueryError> {
        let touches = self.peek().is_some_and(|piece| {
            let follows = piece.at == sign.at + sign.len;
            follows && matches!(piece.kind, PieceKind::Term(_) | PieceKind::Open)
        });
        if !touches {
            return Err(self
                .error(sign, "there is no word right after this sign")
                .with_hint("write +word or -word without a space, or take the sign out"));
        }
        let mut items = self.unit(depth)?;
        for item in &mut items {
            if item.clause.occur == Occur::Should {
                item.clause.occur = occur;
            } else if occur == Occur::MustNot {
                let message = "there cannot be a + or - inside of -( … )";
                return Err(QueryError::new(self.input, item.at, item.len, message)
                    .with_hint("take the inner sign out, or write it outside of the group"));
            }
        }
        Ok(items)
    }

    /// What stands between parentheses, of which the first was just read.
    fn group(&mut self, open: &Piece, depth: usize) -> Result<Vec<Placed>, QueryError> {
        if depth >= MAX_DEPTH {
            return Err(self
                .error(open, "there are too many parentheses inside one another")
                .with_hint(format!("use at most {MAX_DEPTH}")));
        }
        let items = self.list(depth + 1)?;
        let Some(close) = self.peek() else {
            return Err(self
                .error(open, "this parenthesis is not closed")
                .with_hint("write a ) where the group ends, or take this one out"));
        };
        self.next += 1;
        if items.is_empty() {
            let len = close.at + close.len - open.at;
            let message = "there is no word between these parentheses";
            return Err(QueryError::new(self.input, open.at, len, message)
                .with_hint("write the words of the group, or take the parentheses out"));
        }
        Ok(items)
    }
}
