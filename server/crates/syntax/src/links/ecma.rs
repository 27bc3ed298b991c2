//! Imports, symbols and uses of TypeScript and JavaScript.

mod commonjs;
mod declare;
mod named;
mod uses;

use model::facts::{Bound, FileLinks, ImportForm, NodeId, Owner};
use oxc_allocator::Allocator;
use oxc_ast::ast::{BindingIdentifier, CallExpression, Expression, IdentifierReference, ImportExpression};
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_semantic::{Scoping, SemanticBuilder};
use oxc_span::{GetSpan, SourceType, Span};
use oxc_syntax::symbol::SymbolId;
use rustc_hash::FxHashMap;

use self::{declare::Declare, uses::Uses};
use super::builder::Builder;
use crate::ecma::Dialect;

pub(super) fn read(text: &str, dialect: Dialect) -> FileLinks {
    let source_type = match dialect {
        Dialect::TypeScript => SourceType::ts(),
        Dialect::Tsx => SourceType::tsx(),
        Dialect::JavaScript => SourceType::unambiguous().with_jsx(true),
    };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, source_type).parse();
    let program = allocator.alloc(parsed.program);
    let scoping = SemanticBuilder::new().with_build_nodes(false).build(program).semantic.into_scoping();
    let mut state = State {
        text,
        builder: Builder::new(text),
        locals: vec![Local::Opaque; scoping.symbols_len()],
        scoping: &scoping,
        symbols: FxHashMap::default(),
        calls: FxHashMap::default(),
    };
    let mut declare = Declare::new(&mut state);
    declare.visit_program(program);
    declare.finish();
    Uses::new(&mut state).visit_program(program);
    state.builder.finish()
}

/// What both passes over a file know.
struct State<'t, 's> {
    text: &'t str,
    builder: Builder<'t>,
    scoping: &'s Scoping,
    /// What each name of the file means, by its number in `scoping`.
    locals: Vec<Local>,
    /// Symbols by the first byte of their name.
    symbols: FxHashMap<u32, u32>,
    /// Imports that are calls, by the first byte of the call: the import and what it gives.
    calls: FxHashMap<u32, (u32, NodeId)>,
}

/// What a name means.
#[derive(Clone, Copy)]
enum Local {
    /// A symbol, or what an import binds.
    Node(NodeId),
    /// A variable with a known value.
    Known(NodeId),
    /// Not followed.
    Opaque,
}

/// What an expression means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Node(NodeId),
    /// Something of the language itself.
    Outside,
    Unknown,
}

impl State<'_, '_> {
    fn set(&mut self, id: &BindingIdentifier<'_>, local: Local) {
        if let Some(known) = id.symbol_id.get().and_then(|id| self.locals.get_mut(id.index())) {
            *known = local;
        }
    }

    fn local(&self, id: SymbolId) -> Local {
        self.locals.get(id.index()).copied().unwrap_or(Local::Opaque)
    }

    /// The name that an identifier refers to; `None` for what the file does not declare.
    fn declared(&self, id: &IdentifierReference<'_>) -> Option<SymbolId> {
        self.scoping.get_reference(id.reference_id.get()?).symbol_id()
    }

    /// Whether an expression is this global name.
    fn is_global(&self, expression: &Expression<'_>, name: &str) -> bool {
        matches!(expression, Expression::Identifier(id) if id.name == name && self.declared(id).is_none())
    }

    /// The import that a call of `require` is, and what it gives.
    fn required(&mut self, call: &CallExpression<'_>) -> Option<(u32, NodeId)> {
        if !self.is_global(&call.callee, "require") || call.arguments.len() != 1 {
            return None;
        }
        let argument = call.arguments.first()?.as_expression()?;
        Some(self.called(call.span, argument, ImportForm::Required))
    }

    /// The import that `import(…)` is, and what it gives.
    fn imported(&mut self, found: &ImportExpression<'_>) -> (u32, NodeId) {
        self.called(found.span, &found.source, ImportForm::Dynamic)
    }

    fn called(&mut self, span: Span, argument: &Expression<'_>, form: ImportForm) -> (u32, NodeId) {
        if let Some(known) = self.calls.get(&span.start) {
            return *known;
        }
        let start = span.start as usize;
        let literal = match argument {
            Expression::StringLiteral(text) => Some(text.value.to_string()),
            Expression::TemplateLiteral(text) if text.expressions.is_empty() => {
                text.quasis.first().map(|part| part.value.raw.to_string())
            }
            _ => None,
        };
        let import = match literal {
            Some(module) => self.builder.import(&module, start, form),
            None => {
                let at = argument.span();
                let written = crate::cut(self.text.get(at.start as usize..at.end as usize).unwrap_or(""));
                self.builder.import(&written, start, ImportForm::Computed)
            }
        };
        let node = self.builder.binding(import, "", Bound::Module, start);
        self.calls.insert(span.start, (import, node));
        (import, node)
    }

    fn symbol_at(&self, span: Span) -> Option<u32> {
        self.symbols.get(&span.start).copied()
    }
}

/// A span as byte offsets.
fn bytes(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

/// Whose members are declared.
fn owner_of(owners: &[u32]) -> Owner {
    owners.last().map_or(Owner::File, |owner| Owner::Symbol(*owner))
}

/// An expression without what does not change its value.
fn bare<'e, 'a>(expression: &'e Expression<'a>) -> &'e Expression<'a> {
    match expression {
        Expression::ParenthesizedExpression(found) => bare(&found.expression),
        Expression::AwaitExpression(found) => bare(&found.argument),
        Expression::TSNonNullExpression(found) => bare(&found.expression),
        Expression::TSAsExpression(found) => bare(&found.expression),
        Expression::TSSatisfiesExpression(found) => bare(&found.expression),
        other => other,
    }
}
