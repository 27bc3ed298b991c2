//! What the tree-sitter readers share: texts, positions, children.

use std::sync::Arc;

use model::{LineMap, Position, Range};
use tree_sitter::{Language, Node, Parser, Tree};

use crate::ir::{Expr, Stmt, Text};

/// Deeper nodes are kept as text, so that no input overflows the stack.
pub(crate) const DEPTH_LIMIT: u8 = 100;

/// Parses; `None` only when the grammar does not fit the library.
pub(crate) fn parse(language: &Language, text: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(language).ok()?;
    parser.parse(text, None)
}

/// A text with its line map.
pub(crate) struct Source<'t> {
    text: &'t str,
    lines: LineMap<'t>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, lines: LineMap::new(text) }
    }

    pub(crate) fn str(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    pub(crate) fn text(&self, node: Node<'_>) -> Text {
        Arc::from(self.str(node))
    }

    pub(crate) fn at(&self, node: Node<'_>) -> Position {
        self.lines.position(node.start_byte())
    }

    pub(crate) fn range(&self, node: Node<'_>) -> Range {
        self.lines.range(node.byte_range())
    }

    pub(crate) fn end_line(&self, node: Node<'_>) -> u32 {
        self.lines.position(node.end_byte()).line
    }

    pub(crate) fn name(&self, node: Node<'_>) -> Expr {
        Expr::Name(self.text(node), self.at(node))
    }

    pub(crate) fn other(&self, node: Node<'_>) -> Expr {
        Expr::Other(crate::cut(self.str(node)), self.at(node))
    }

    pub(crate) fn operation(&self, node: Node<'_>, parts: Vec<Expr>) -> Expr {
        Expr::Operation(parts, crate::cut(self.str(node)), self.at(node))
    }

    /// The text of a field's node.
    pub(crate) fn field(&self, node: Node<'_>, name: &str) -> Option<Text> {
        Some(self.text(node.child_by_field_name(name)?))
    }
}

/// Reads statements; each language says what one of them means.
pub(crate) trait Statements {
    /// Adds what a statement means. Nothing is added below [`DEPTH_LIMIT`].
    fn statement(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8);

    /// The statements directly below a node.
    fn statements(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8) {
        if level > DEPTH_LIMIT {
            return;
        }
        for statement in children(node) {
            self.statement(statement, out, level);
        }
    }

    /// The statements of a node that may be left out.
    fn block(&self, node: Option<Node<'_>>, level: u8) -> Vec<Stmt> {
        let mut out = Vec::new();
        if let Some(node) = node {
            self.statements(node, &mut out, level);
        }
        out
    }
}

/// The named children without comments.
pub(crate) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !child.kind().contains("comment")).collect()
}

/// The first named child of a kind.
pub(crate) fn child<'n>(node: Node<'n>, kind: &str) -> Option<Node<'n>> {
    children(node).into_iter().find(|child| child.kind() == kind)
}

/// Joins two expressions by a binary operator of the C family.
pub(crate) fn binary(operator: &str, left: Expr, right: Expr) -> Option<Expr> {
    match operator {
        "+" => Some(Expr::Add(Box::new(left), Box::new(right))),
        "||" => Some(Expr::Or(Box::new(left), Box::new(right))),
        _ => None,
    }
}

/// Resolves backslash escapes of a C-like string body. Unknown escapes stay as they are.
pub(crate) fn unescape(body: &str) -> String {
    if !body.contains('\\') {
        return body.to_owned();
    }
    let mut out = String::with_capacity(body.len());
    let mut rest = body.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some(other @ ('"' | '\'' | '\\')) => out.push(other),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
