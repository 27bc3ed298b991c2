//! What the tree-sitter readers share: texts, positions, children.

use std::{
    cell::RefCell,
    num::NonZeroU16,
    ops::{self, ControlFlow},
};

use model::{LineMap, Position, Range};
use rustc_hash::FxHashMap;
use tree_sitter::{Language, Node, ParseOptions, ParseState, Parser, Point, Tree};

use crate::{
    body::LeftOut,
    ir::{Expr, Stmt, Text},
};

/// The library says every hundred steps how far it is. So many times are granted to every text, and once more for so many
/// bytes of it: seven times what the worst of 18,000 files of public repositories needs (once in 55 bytes).
const CHECKS: usize = 500;
const BYTES_PER_CHECK: usize = 8;

/// Deeper nodes are kept as text, so that no input overflows the stack.
pub(crate) const DEPTH_LIMIT: u8 = 100;

/// A language's grammar with the numbers of its fields: the library compares a name with those of all fields each time.
pub(crate) struct Grammar {
    language: Language,
    fields: FxHashMap<String, NonZeroU16>,
}

impl Grammar {
    pub(crate) fn new(language: impl Into<Language>) -> Self {
        let language: Language = language.into();
        let numbers = (1..=language.field_count()).filter_map(|at| NonZeroU16::new(u16::try_from(at).ok()?));
        let fields = numbers.filter_map(|number| Some((language.field_name_for_id(number.get())?.to_owned(), number)));
        let fields = fields.collect();
        Self { language, fields }
    }
}

thread_local! {
    /// What it needs for a file is used again for the next.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses a text without these parts of it; `None` when that would take absurdly long.
pub(crate) fn parse(grammar: &Grammar, text: &str, without: &[ops::Range<usize>]) -> Option<Tree> {
    let starts = std::iter::once(0).chain(without.iter().map(|part| part.end));
    let ends = without.iter().map(|part| part.start).chain([text.len()]);
    parse_parts(grammar, text, starts.zip(ends).map(|(start, end)| start..end))
}

/// As [`parse`], these parts of a text, in order.
pub(crate) fn parse_parts(
    grammar: &Grammar,
    text: &str,
    parts: impl Iterator<Item = ops::Range<usize>>,
) -> Option<Tree> {
    // Points are not asked for: places come from bytes.
    let point = Point::default();
    let parts: Vec<_> = parts
        .map(|part| tree_sitter::Range {
            start_byte: part.start,
            end_byte: part.end,
            start_point: point,
            end_point: point,
        })
        .collect();
    let is_whole = matches!(&parts[..], [part] if part.start_byte == 0);
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar.language).ok()?;
        // None means all of it.
        parser.set_included_ranges(if is_whole { &[] } else { &parts }).ok()?;
        let mut checks = 0;
        // A file that its grammar cannot make sense of may be tried in more ways than anybody has time for.
        let most = CHECKS + text.len() / BYTES_PER_CHECK;
        let mut watch = |_: &ParseState| {
            checks += 1;
            if checks > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut watch);
        let tree =
            parser.parse_with_options(&mut |at, _| text.as_bytes().get(at..).unwrap_or_default(), None, Some(options));
        if tree.is_none() {
            // It would go on with this text otherwise.
            parser.reset();
        }
        tree
    })
}

/// A text with its line map.
pub(crate) struct Source<'t> {
    grammar: &'static Grammar,
    text: &'t str,
    lines: LineMap<'t>,
    /// The line of its file that the text starts at.
    first_line: u32,
}

impl<'t> Source<'t> {
    pub(crate) fn new(grammar: &'static Grammar, text: &'t str) -> Self {
        Self::from_line(grammar, text, 0)
    }

    /// A text that starts at a line of its file.
    pub(crate) fn from_line(grammar: &'static Grammar, text: &'t str, first_line: u32) -> Self {
        Self { grammar, text, lines: LineMap::new(text), first_line }
    }

    pub(crate) fn str(&self, node: Node<'_>) -> &'t str {
        // What was parsed may be a line break longer.
        self.text.get(node.start_byte()..node.end_byte().min(self.text.len())).unwrap_or("")
    }

    pub(crate) fn text(&self, node: Node<'_>) -> Text {
        crate::name(self.str(node))
    }

    pub(crate) fn at(&self, node: Node<'_>) -> Position {
        self.position(node.start_byte())
    }

    pub(crate) fn range(&self, node: Node<'_>) -> Range {
        Range { start: self.position(node.start_byte()), end: self.position(node.end_byte()) }
    }

    pub(crate) fn end_line(&self, node: Node<'_>) -> u32 {
        self.position(node.end_byte()).line
    }

    /// The start of the line around a byte.
    pub(crate) fn line_start(&self, byte: usize) -> usize {
        self.text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    fn position(&self, byte: usize) -> Position {
        let found = self.lines.position(byte);
        Position { line: found.line + self.first_line, column: found.column }
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

    /// The node of a field.
    pub(crate) fn part<'n>(&self, node: Node<'n>, field: &str) -> Option<Node<'n>> {
        node.child_by_field_id(self.grammar.fields.get(field)?.get())
    }

    /// The text of a field's node.
    pub(crate) fn field(&self, node: Node<'_>, name: &str) -> Option<Text> {
        Some(self.text(self.part(node, name)?))
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

/// The statements of a body that was left out, by the reader of its language.
pub(crate) fn body<'t, R: Statements>(
    grammar: &'static Grammar,
    left_out: &'t LeftOut,
    reader: impl FnOnce(Source<'t>) -> R,
) -> Vec<Stmt> {
    let LeftOut { text, block, line_start, line, .. } = left_out;
    let text = text.get(*line_start..block.end).unwrap_or("");
    let inside = block.start - line_start..text.len();
    let Some(tree) = parse_parts(grammar, text, std::iter::once(inside)) else { return Vec::new() };
    let reader = reader(Source::from_line(grammar, text, *line));
    // The block itself is a statement.
    let mut out = Vec::new();
    reader.statements(tree.root_node(), &mut out, 1);
    out
}

/// If the inside of a block was left out: the block's bytes, the start of its line, and the line.
pub(crate) fn left_out(
    source: &Source<'_>,
    left_out: &[ops::Range<usize>],
    block: Node<'_>,
) -> Option<(ops::Range<usize>, usize, u32)> {
    left_out.binary_search_by_key(&(block.start_byte() + 1), |inside| inside.start).ok()?;
    let line_start = source.line_start(block.start_byte());
    Some((block.byte_range(), line_start, source.at(block).line))
}

/// The named children without comments.
pub(crate) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    // Comments are extras, and so are parts that do not fit.
    node.named_children(&mut cursor).filter(|child| !child.is_extra() || child.is_error()).collect()
}

/// The first named child of a kind.
pub(crate) fn child<'n>(node: Node<'n>, kind: &str) -> Option<Node<'n>> {
    children(node).into_iter().find(|child| child.kind() == kind)
}

/// Joins two expressions by a binary operator of the C family; gives them back when its value is not followed.
pub(crate) fn binary(operator: &str, left: Expr, right: Expr) -> Result<Expr, [Expr; 2]> {
    match operator {
        "+" => Ok(Expr::Add(Box::new(left), Box::new(right))),
        "||" => Ok(Expr::Or(Box::new(left), Box::new(right))),
        _ => Err([left, right]),
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

#[cfg(test)]
mod tests {
    use crate::kotlin;

    #[test]
    fn what_takes_absurdly_long_is_given_up_and_the_next_text_is_read() {
        let broken = format!("class A {{\n    fun f() {{\n        val a = b.c(7)\n {} }}\n}}\n", "\\".repeat(1_400));
        assert!(kotlin::parse(&broken).is_partial);
        // Somebody types.
        for part in ["@Before", "@Before(", "@Before(\"a\", b", "fun f() = \"\"\"", "get", "@get:A", "set("] {
            for around in ["", "class A {\n    val a = 1\n    ", "class A ", "val a = 1 "] {
                drop(kotlin::parse(&format!("{around}{part}")));
            }
        }
        let next = kotlin::parse("class A {\n    fun f() = 1\n}\n");
        assert!(!next.is_partial && next.body.len() == 1);
    }
}
