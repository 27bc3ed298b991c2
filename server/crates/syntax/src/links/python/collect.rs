//! The names that a scope of Python binds.

use ruff_python_ast::{
    self as ast, Expr, Pattern, Stmt,
    visitor::{Visitor, walk_expr, walk_pattern, walk_stmt},
};

/// One way in which a scope binds a name.
#[derive(Clone, Copy)]
pub(super) enum Event<'a> {
    Function(&'a ast::StmtFunctionDef),
    Class(&'a ast::StmtClassDef),
    /// `import a.b as c`.
    Import(&'a ast::Alias),
    /// `from a import b as c`.
    From(&'a ast::StmtImportFrom, &'a ast::Alias, bool),
    Assign(Assigned<'a>),
    /// A loop's target, an exception's name, a capture: a value that is not followed.
    Other,
}

/// An assignment to a name or an attribute.
#[derive(Clone, Copy)]
pub(super) struct Assigned<'a> {
    pub(super) at: &'a dyn RangedExpr,
    pub(super) annotation: Option<&'a Expr>,
    pub(super) value: Option<&'a Expr>,
}

/// Where a target is written.
pub(super) trait RangedExpr {
    fn span(&self) -> std::ops::Range<usize>;
}

impl RangedExpr for ast::ExprName {
    fn span(&self) -> std::ops::Range<usize> {
        self.range.start().to_usize()..self.range.end().to_usize()
    }
}

impl RangedExpr for ast::ExprAttribute {
    fn span(&self) -> std::ops::Range<usize> {
        self.attr.range.start().to_usize()..self.attr.range.end().to_usize()
    }
}

/// What a body binds, in order, and what it leaves to an outer scope.
#[derive(Default)]
pub(super) struct Names<'a> {
    pub(super) events: Vec<(&'a str, Event<'a>)>,
    /// `from a import *`.
    pub(super) stars: Vec<&'a ast::StmtImportFrom>,
    /// `import` statements for their effect on nothing but the module: all of them are events too.
    pub(super) outer: Vec<&'a str>,
    /// Assignments to attributes of the name `receiver`.
    pub(super) fields: Vec<(&'a str, Assigned<'a>)>,
    receiver: Option<&'a str>,
    is_typing_only: bool,
}

impl<'a> Names<'a> {
    /// `receiver`: of which name's attributes the assignments are wanted.
    pub(super) fn of(body: &'a [Stmt], receiver: Option<&'a str>) -> Self {
        let mut names = Names { receiver, ..Names::default() };
        names.visit_body(body);
        let outer = std::mem::take(&mut names.outer);
        names.events.retain(|(name, _)| !outer.contains(name));
        names
    }

    fn target(&mut self, target: &'a Expr, annotation: Option<&'a Expr>, value: Option<&'a Expr>) {
        match target {
            Expr::Name(name) => {
                let assigned = Assigned { at: name, annotation, value };
                self.events.push((name.id.as_str(), Event::Assign(assigned)));
            }
            Expr::Attribute(found) => {
                let is_receiver = matches!(&*found.value, Expr::Name(name) if Some(name.id.as_str()) == self.receiver);
                if is_receiver {
                    self.fields.push((found.attr.as_str(), Assigned { at: found, annotation, value }));
                }
            }
            Expr::Tuple(found) => found.elts.iter().for_each(|inner| self.target(inner, None, None)),
            Expr::List(found) => found.elts.iter().for_each(|inner| self.target(inner, None, None)),
            Expr::Starred(found) => self.target(&found.value, None, None),
            _ => {}
        }
    }

    /// The target of a loop or `with`.
    fn passing(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => self.events.push((name.id.as_str(), Event::Other)),
            Expr::Tuple(found) => found.elts.iter().for_each(|inner| self.passing(inner)),
            Expr::List(found) => found.elts.iter().for_each(|inner| self.passing(inner)),
            Expr::Starred(found) => self.passing(&found.value),
            other => self.target(other, None, None),
        }
    }
}

/// `if TYPE_CHECKING:`.
fn is_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(found) => found.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            // Their bodies are scopes of their own.
            Stmt::FunctionDef(found) => self.events.push((found.name.as_str(), Event::Function(found))),
            Stmt::ClassDef(found) => self.events.push((found.name.as_str(), Event::Class(found))),
            Stmt::Import(found) => {
                for alias in &found.names {
                    let name = alias.asname.as_ref().map_or_else(|| top_of(&alias.name), ast::Identifier::as_str);
                    self.events.push((name, Event::Import(alias)));
                }
            }
            Stmt::ImportFrom(found) => {
                for alias in &found.names {
                    if alias.name.as_str() == "*" {
                        self.stars.push(found);
                        continue;
                    }
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.events.push((name.as_str(), Event::From(found, alias, self.is_typing_only)));
                }
            }
            Stmt::Assign(found) => {
                let is_one = found.targets.len() == 1;
                found
                    .targets
                    .iter()
                    .for_each(|target| self.target(target, None, Some(&*found.value).filter(|_| is_one)));
                self.visit_expr(&found.value);
            }
            Stmt::AnnAssign(found) => {
                self.target(&found.target, Some(&found.annotation), found.value.as_deref());
                found.value.iter().for_each(|value| self.visit_expr(value));
            }
            Stmt::AugAssign(found) => {
                self.target(&found.target, None, None);
                self.visit_expr(&found.value);
            }
            Stmt::TypeAlias(found) => self.passing(&found.name),
            Stmt::For(found) => {
                self.passing(&found.target);
                walk_stmt(self, statement);
            }
            Stmt::With(found) => {
                found.items.iter().filter_map(|item| item.optional_vars.as_deref()).for_each(|it| self.passing(it));
                walk_stmt(self, statement);
            }
            Stmt::Delete(found) => found.targets.iter().for_each(|target| self.passing(target)),
            Stmt::Global(found) => self.outer.extend(found.names.iter().map(ast::Identifier::as_str)),
            Stmt::Nonlocal(found) => self.outer.extend(found.names.iter().map(ast::Identifier::as_str)),
            Stmt::If(found) if is_type_checking(&found.test) => {
                let before = std::mem::replace(&mut self.is_typing_only, true);
                self.visit_body(&found.body);
                self.is_typing_only = before;
                found.elif_else_clauses.iter().for_each(|clause| self.visit_body(&clause.body));
            }
            other => walk_stmt(self, other),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Named(found) => {
                self.passing(&found.target);
                self.visit_expr(&found.value);
            }
            Expr::Lambda(_) | Expr::Name(_) | Expr::StringLiteral(_) | Expr::NumberLiteral(_) => {}
            other => walk_expr(self, other),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(found) = handler;
        self.events.extend(found.name.as_ref().map(|name| (name.as_str(), Event::Other)));
        self.visit_body(&found.body);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(found) => found.name.as_ref(),
            Pattern::MatchStar(found) => found.name.as_ref(),
            Pattern::MatchMapping(found) => found.rest.as_ref(),
            _ => None,
        };
        self.events.extend(name.map(|name| (name.as_str(), Event::Other)));
        walk_pattern(self, pattern);
    }
}

/// The first name of a dotted one.
pub(super) fn top_of(dotted: &ast::Identifier) -> &str {
    dotted.as_str().split('.').next().unwrap_or_default()
}
