//! TypeScript and JavaScript through oxc's parser.

mod declare;
mod expression;

use model::{LineMap, Position, Range};
use oxc_allocator::Allocator;
use oxc_ast::ast::{ForStatementLeft, Statement};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};

use crate::ir::{For, If, Module, Stmt};

/// Which of the dialects a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `.ts`, `.mts`, `.cts`.
    TypeScript,
    /// `.tsx`.
    Tsx,
    /// `.js`, `.mjs`, `.cjs`, `.jsx`: JSX is accepted in all of them.
    JavaScript,
}

/// Parses a file. Never fails: a file with errors is partial, and one that cannot be read at all is empty.
#[must_use]
pub fn parse(text: &str, dialect: Dialect) -> Module {
    let source_type = match dialect {
        Dialect::TypeScript => SourceType::ts(),
        Dialect::Tsx => SourceType::tsx(),
        Dialect::JavaScript => SourceType::unambiguous().with_jsx(true),
    };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, source_type).parse();
    let reader = Reader { text, lines: LineMap::new(text) };
    let mut body = Vec::new();
    reader.statements(&parsed.program.body, &mut body, Depth::TOP);
    Module { body, is_partial: parsed.panicked || !parsed.diagnostics.is_empty(), ..Module::default() }
}

/// How deep a node stands: deeper than the limit it is dropped, so that no input overflows the stack.
#[derive(Clone, Copy)]
struct Depth {
    level: u8,
    is_lazy: bool,
}

impl Depth {
    const TOP: Self = Self { level: 0, is_lazy: false };
    const LIMIT: u8 = 100;

    fn inner(self) -> Self {
        Self { level: self.level.saturating_add(1), ..self }
    }

    fn lazy(self) -> Self {
        Self { is_lazy: true, ..self.inner() }
    }

    fn is_too_deep(self) -> bool {
        self.level > Self::LIMIT
    }
}

struct Reader<'t> {
    text: &'t str,
    lines: LineMap<'t>,
}

impl Reader<'_> {
    fn position(&self, offset: u32) -> Position {
        self.lines.position(offset as usize)
    }

    fn range(&self, span: Span) -> Range {
        self.lines.range(span.start as usize..span.end as usize)
    }

    fn source(&self, span: Span) -> crate::ir::Text {
        crate::cut(self.text.get(span.start as usize..span.end as usize).unwrap_or(""))
    }

    fn statements(&self, statements: &[Statement<'_>], out: &mut Vec<Stmt>, depth: Depth) {
        if depth.is_too_deep() {
            return;
        }
        for statement in statements {
            self.statement(statement, out, depth);
        }
    }

    /// A statement that stands where a block may: its statements.
    fn body(&self, statement: &Statement<'_>, depth: Depth) -> Vec<Stmt> {
        let mut out = Vec::new();
        match statement {
            Statement::BlockStatement(block) => self.statements(&block.body, &mut out, depth),
            other => self.statement(other, &mut out, depth),
        }
        out
    }

    fn statement(&self, statement: &Statement<'_>, out: &mut Vec<Stmt>, depth: Depth) {
        if depth.is_too_deep() {
            return;
        }
        match statement {
            Statement::ExpressionStatement(found) => self.effect(&found.expression, out, depth),
            Statement::ReturnStatement(found) => {
                let value = found
                    .argument
                    .as_ref()
                    .map(|value| self.class_value(value, None, out, depth).unwrap_or_else(|| self.expr(value, depth)));
                out.push(Stmt::Return(value));
            }
            Statement::BlockStatement(block) => {
                let mut body = Vec::new();
                self.statements(&block.body, &mut body, depth.inner());
                out.push(Stmt::Block(body));
            }
            Statement::IfStatement(found) => {
                let otherwise = found.alternate.as_ref().map(|body| self.body(body, depth.lazy())).unwrap_or_default();
                let body = self.body(&found.consequent, depth.lazy());
                out.push(Stmt::If(Box::new(If { test: self.expr(&found.test, depth), body, otherwise })));
            }
            Statement::ForOfStatement(found) => {
                let target = match &found.left {
                    ForStatementLeft::VariableDeclaration(declared) => declared
                        .declarations
                        .first()
                        .map_or(crate::ir::Expr::Null, |first| self.pattern(&first.id, depth)),
                    _ => crate::ir::Expr::Other(self.source(found.left.span()), self.position(found.left.span().start)),
                };
                let body = self.body(&found.body, depth.inner());
                out.push(Stmt::For(Box::new(For { target, iterable: self.expr(&found.right, depth), body })));
            }
            Statement::ThrowStatement(found) => out.push(self.aside(&found.argument, depth)),
            Statement::ForStatement(found) => out.push(Stmt::Block(self.body(&found.body, depth.inner()))),
            Statement::ForInStatement(found) => out.push(Stmt::Block(self.body(&found.body, depth.inner()))),
            Statement::WhileStatement(found) => {
                out.push(self.aside(&found.test, depth));
                out.push(Stmt::Block(self.body(&found.body, depth.inner())));
            }
            Statement::DoWhileStatement(found) => out.push(Stmt::Block(self.body(&found.body, depth.inner()))),
            Statement::LabeledStatement(found) => self.statement(&found.body, out, depth.inner()),
            Statement::SwitchStatement(found) => {
                out.push(self.aside(&found.discriminant, depth));
                for case in &found.cases {
                    let mut body = Vec::new();
                    self.statements(&case.consequent, &mut body, depth.lazy());
                    out.push(Stmt::Block(body));
                }
            }
            Statement::TryStatement(found) => {
                let mut body = Vec::new();
                self.statements(&found.block.body, &mut body, depth.inner());
                if let Some(handler) = &found.handler {
                    self.statements(&handler.body.body, &mut body, depth.lazy());
                }
                if let Some(last) = &found.finalizer {
                    self.statements(&last.body, &mut body, depth.inner());
                }
                out.push(Stmt::Block(body));
            }
            other => {
                if let Some(declaration) = other.as_declaration() {
                    self.declaration(declaration, out, depth);
                } else if let Some(declaration) = other.as_module_declaration() {
                    self.module_declaration(declaration, out, depth);
                }
            }
        }
    }
}
