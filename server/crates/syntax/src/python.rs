//! Python through ruff's parser.

use std::sync::Arc;

use model::{LineMap, Position};
use ruff_python_ast::{self as ast, InterpolatedStringElement, PySourceType};
use ruff_text_size::{Ranged, TextRange};

use crate::{
    Language,
    body::LeftOut,
    ir::{
        Argument, Assign, AssignKind, Body, Call, Class, Expr, For, Function, If, Import, ImportedName, Module,
        Parameter, Stmt, Takes, Test, Text,
    },
};

/// Parses a file. Never fails: a file with errors is partial.
#[must_use]
pub fn parse(text: &str) -> Module {
    read(text, None)
}

/// As [`parse`], but for the bodies of functions, which are read when somebody looks.
#[must_use]
pub fn parse_outline(text: &Arc<str>) -> Module {
    read(text, Some(text))
}

/// The statements of a body that was left out. It is parsed as that of a condition.
pub(crate) fn body(left_out: &LeftOut) -> Vec<Stmt> {
    const HEAD: &str = "if 1:\n";
    let text = format!("{HEAD}{}", left_out.text.get(left_out.line_start..left_out.block.end).unwrap_or(""));
    let parsed = ruff_python_parser::parse_unchecked_source(&text, PySourceType::Python);
    let reader =
        Reader { text: &text, lines: LineMap::new(&text), first_line: left_out.line.saturating_sub(1), whole: None };
    match parsed.syntax().body.first() {
        Some(ast::Stmt::If(found)) => reader.block(&found.body, Depth::TOP.lazy()),
        _ => Vec::new(),
    }
}

fn read(text: &str, whole: Option<&Arc<str>>) -> Module {
    let parsed = ruff_python_parser::parse_unchecked_source(text, PySourceType::Python);
    let is_partial = !parsed.errors().is_empty();
    // What is broken is read as the parser mended it.
    let whole = whole.filter(|_| !is_partial);
    let reader = Reader { text, lines: LineMap::new(text), first_line: 0, whole };
    let mut body = Vec::new();
    reader.statements(&parsed.syntax().body, &mut body, Depth::TOP);
    Module { body, is_partial, ..Module::default() }
}

/// How deep a statement stands: deeper than the limit it is dropped, so that no input overflows the stack.
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
}

struct Reader<'t> {
    text: &'t str,
    lines: LineMap<'t>,
    /// The line of its file that the text starts at.
    first_line: u32,
    /// The text, for bodies that are left out.
    whole: Option<&'t Arc<str>>,
}

impl Reader<'_> {
    fn position(&self, byte: usize) -> Position {
        let found = self.lines.position(byte);
        Position { line: found.line + self.first_line, column: found.column }
    }

    fn at(&self, node: &impl Ranged) -> Position {
        self.position(node.start().to_usize())
    }

    fn range(&self, range: TextRange) -> model::Range {
        model::Range { start: self.position(range.start().to_usize()), end: self.position(range.end().to_usize()) }
    }

    fn end_line(&self, node: &impl Ranged) -> u32 {
        self.position(node.end().to_usize()).line
    }

    /// The body of a function, left for later if it stands on lines of its own.
    fn body(&self, statements: &[ast::Stmt], depth: Depth) -> Body {
        const LEAST_BYTES: usize = 64;
        let later = || {
            let (first, last) = (statements.first()?, statements.last()?);
            let block = first.start().to_usize()..last.end().to_usize();
            let text = Arc::clone(self.whole.filter(|_| block.len() >= LEAST_BYTES && depth.level < 4)?);
            let line_start = text.get(..block.start)?.rfind('\n')? + 1;
            let is_indent = text.get(line_start..block.start)?.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
            let line = self.position(block.start).line;
            is_indent.then(|| Body::later(LeftOut { text, language: Language::Python, block, line_start, line }))
        };
        later().unwrap_or_else(|| self.block(statements, depth).into())
    }

    fn statements(&self, statements: &[ast::Stmt], out: &mut Vec<Stmt>, depth: Depth) {
        if depth.level > Depth::LIMIT {
            return;
        }
        for statement in statements {
            self.statement(statement, out, depth);
        }
    }

    fn block(&self, statements: &[ast::Stmt], depth: Depth) -> Vec<Stmt> {
        let mut out = Vec::new();
        self.statements(statements, &mut out, depth);
        out
    }

    fn statement(&self, statement: &ast::Stmt, out: &mut Vec<Stmt>, depth: Depth) {
        match statement {
            ast::Stmt::FunctionDef(function) => out.push(Stmt::Function(Box::new(self.function(function, depth)))),
            ast::Stmt::ClassDef(class) => out.push(Stmt::Class(Box::new(self.class(class, depth)))),
            ast::Stmt::Return(found) => out.push(Stmt::Return(found.value.as_deref().map(|value| self.expr(value)))),
            ast::Stmt::Assign(assign) => {
                for target in &assign.targets {
                    out.push(self.assign(target, None, Some(&assign.value), AssignKind::Declares));
                }
            }
            ast::Stmt::AugAssign(assign) => {
                out.push(self.assign(&assign.target, None, Some(&assign.value), AssignKind::Adds))
            }
            ast::Stmt::AnnAssign(assign) => {
                out.push(self.assign(
                    &assign.target,
                    Some(&assign.annotation),
                    assign.value.as_deref(),
                    AssignKind::Declares,
                ));
            }
            ast::Stmt::For(each) => {
                let body = self.block(&each.body, depth.inner());
                out.push(Stmt::For(Box::new(For {
                    target: self.expr(&each.target),
                    iterable: self.expr(&each.iter),
                    body,
                })));
            }
            ast::Stmt::If(found) => {
                self.named(&found.test, out, 0);
                out.push(self.condition(found, depth));
            }
            ast::Stmt::Import(import) => self.import(import, out, depth),
            ast::Stmt::ImportFrom(import) => out.push(Stmt::Import(self.import_from(import, depth))),
            ast::Stmt::Expr(found) => out.push(Stmt::Expr(self.expr(&found.value))),
            ast::Stmt::With(with) => {
                let mut body = Vec::new();
                for item in &with.items {
                    match &item.optional_vars {
                        Some(target) => {
                            body.push(self.assign(target, None, Some(&item.context_expr), AssignKind::Declares))
                        }
                        None => body.push(Stmt::Expr(self.expr(&item.context_expr))),
                    }
                }
                self.statements(&with.body, &mut body, depth.inner());
                out.push(Stmt::Block(body));
            }
            ast::Stmt::While(found) => {
                out.push(self.aside(&[&found.test], found));
                out.push(Stmt::Block(self.block(&found.body, depth.inner())));
            }
            ast::Stmt::Try(found) => {
                let mut body = self.block(&found.body, depth.inner());
                for ast::ExceptHandler::ExceptHandler(handler) in &found.handlers {
                    body.push(self.handler(handler, depth));
                }
                self.statements(&found.orelse, &mut body, depth.inner());
                self.statements(&found.finalbody, &mut body, depth.inner());
                out.push(Stmt::Block(body));
            }
            ast::Stmt::Raise(found) => out.extend(found.exc.as_deref().map(|raised| self.aside(&[raised], found))),
            ast::Stmt::Assert(found) => out.push(self.aside(&[&found.test], found)),
            ast::Stmt::Match(found) => {
                out.push(self.aside(&[&found.subject], &*found.subject));
                for case in &found.cases {
                    out.push(Stmt::Block(self.block(&case.body, depth.lazy())));
                }
            }
            _ => {}
        }
    }

    fn handler(&self, handler: &ast::ExceptHandlerExceptHandler, depth: Depth) -> Stmt {
        let caught: Vec<&ast::Expr> = handler.type_.as_deref().into_iter().collect();
        Stmt::If(Box::new(If {
            test: self.test(Some(Test::Raised), &caught, handler, 0),
            body: self.block(&handler.body, depth.lazy()),
            otherwise: Vec::new(),
        }))
    }

    fn condition(&self, found: &ast::StmtIf, depth: Depth) -> Stmt {
        let mut otherwise = Vec::new();
        for clause in found.elif_else_clauses.iter().rev() {
            let body = self.block(&clause.body, depth.lazy());
            otherwise = match &clause.test {
                Some(test) => {
                    let mut inner = Vec::new();
                    self.named(test, &mut inner, 0);
                    inner.push(Stmt::If(Box::new(If { test: self.expr(test), body, otherwise })));
                    inner
                }
                None => body,
            };
        }
        Stmt::If(Box::new(If { test: self.expr(&found.test), body: self.block(&found.body, depth.lazy()), otherwise }))
    }

    /// `if (name := value)`: the names that a test binds.
    fn named(&self, test: &ast::Expr, out: &mut Vec<Stmt>, level: u8) {
        let inner: Vec<&ast::Expr> = match test {
            ast::Expr::Named(found) => {
                return out.push(self.assign(&found.target, None, Some(&found.value), AssignKind::Declares));
            }
            ast::Expr::BoolOp(found) => found.values.iter().collect(),
            ast::Expr::Compare(found) => std::iter::once(&*found.left).chain(&found.comparators).collect(),
            ast::Expr::UnaryOp(found) => vec![&found.operand],
            _ => return,
        };
        if level < Depth::LIMIT {
            inner.into_iter().for_each(|one| self.named(one, out, level + 1));
        }
    }

    fn assign(
        &self,
        target: &ast::Expr,
        annotation: Option<&ast::Expr>,
        value: Option<&ast::Expr>,
        kind: AssignKind,
    ) -> Stmt {
        Stmt::Assign(Box::new(Assign {
            target: self.expr(target),
            annotation: annotation.map(|annotation| self.expr(annotation)),
            value: value.map(|value| self.expr(value)),
            kind,
            decorators: Vec::new(),
        }))
    }

    fn import(&self, import: &ast::StmtImport, out: &mut Vec<Stmt>, depth: Depth) {
        for alias in &import.names {
            // `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
            let module: Text = crate::name(alias.name.as_str());
            let module_name =
                Some(alias.asname.as_ref().map_or_else(|| Arc::clone(&module), |name| crate::name(name.as_str())));
            out.push(Stmt::Import(Import {
                range: self.range(alias.name.range()),
                module,
                names: Vec::new(),
                module_name,
                is_reexport: false,
                is_type_only: false,
                is_lazy: depth.is_lazy,
            }));
        }
    }

    fn import_from(&self, import: &ast::StmtImportFrom, depth: Depth) -> Import {
        let dots = ".".repeat(import.level as usize);
        let names = import
            .names
            .iter()
            .map(|alias| ImportedName {
                name: crate::name(alias.name.as_str()),
                alias: Arc::from(alias.asname.as_ref().map_or(alias.name.as_str(), ast::Identifier::as_str)),
            })
            .collect();
        Import {
            module: Arc::from(format!("{dots}{}", import.module.as_ref().map_or("", ast::Identifier::as_str))),
            names,
            module_name: None,
            is_reexport: false,
            is_type_only: false,
            is_lazy: depth.is_lazy,
            range: self.range(import.module.as_ref().map_or(import.range(), Ranged::range)),
        }
    }

    fn function(&self, function: &ast::StmtFunctionDef, depth: Depth) -> Function {
        Function {
            name: crate::name(function.name.as_str()),
            range: self.range(function.name.range()),
            end_line: self.end_line(function),
            parameters: self.parameters(&function.parameters),
            has_receiver: false,
            returns: function.returns.as_deref().map(|returns| self.expr(returns)),
            decorators: function.decorator_list.iter().map(|decorator| self.expr(&decorator.expression)).collect(),
            body: self.body(&function.body, depth.lazy()),
        }
    }

    fn parameters(&self, parameters: &ast::Parameters) -> Vec<Parameter> {
        let one = |found: &ast::Parameter, default: Option<&ast::Expr>, takes: Takes| Parameter {
            name: crate::name(found.name.as_str()),
            pattern: None,
            takes,
            annotation: found.annotation.as_deref().map(|annotation| self.expr(annotation)),
            default: default.map(|default| self.expr(default)),
            decorators: Vec::new(),
        };
        parameters
            .iter()
            .map(|found| match found {
                ast::AnyParameterRef::NonVariadic(found) => one(&found.parameter, found.default.as_deref(), Takes::One),
                ast::AnyParameterRef::Variadic(found) => {
                    let is_keywords = parameters.kwarg.as_deref().is_some_and(|kwarg| std::ptr::eq(kwarg, found));
                    one(found, None, if is_keywords { Takes::Keywords } else { Takes::Rest })
                }
            })
            .collect()
    }

    fn class(&self, class: &ast::StmtClassDef, depth: Depth) -> Class {
        Class {
            name: crate::name(class.name.as_str()),
            range: self.range(class.name.range()),
            end_line: self.end_line(class),
            bases: class
                .arguments
                .iter()
                .flat_map(|arguments| arguments.args.iter())
                .map(|base| self.expr(base))
                .collect(),
            keywords: class
                .arguments
                .iter()
                .flat_map(|arguments| arguments.keywords.iter())
                .filter_map(|keyword| {
                    let name = crate::name(keyword.arg.as_ref()?.as_str());
                    Some(Argument { name: Some(name), value: self.expr(&keyword.value) })
                })
                .collect(),
            decorators: class.decorator_list.iter().map(|decorator| self.expr(&decorator.expression)).collect(),
            body: self.block(&class.body, depth.inner()),
        }
    }

    fn expr(&self, expression: &ast::Expr) -> Expr {
        self.expr_at(expression, 0)
    }

    fn boxed(&self, expression: &ast::Expr, level: u8) -> Box<Expr> {
        Box::new(self.expr_at(expression, level + 1))
    }

    fn expr_at(&self, expression: &ast::Expr, level: u8) -> Expr {
        if level > Depth::LIMIT {
            return self.other(expression);
        }
        let list = |items: &[ast::Expr]| Expr::List(items.iter().map(|item| self.expr_at(item, level + 1)).collect());
        match expression {
            ast::Expr::StringLiteral(found) => Expr::Str(Arc::from(found.value.to_str()), self.range(found.range())),
            ast::Expr::FString(found) => self.template(found, level),
            ast::Expr::NumberLiteral(found) => match &found.value {
                ast::Number::Int(value) => value.as_i64().map_or_else(|| self.other(expression), Expr::Int),
                _ => self.other(expression),
            },
            ast::Expr::BooleanLiteral(found) => Expr::Bool(found.value),
            ast::Expr::NoneLiteral(_) => Expr::Null,
            ast::Expr::Name(found) => Expr::Name(crate::name(found.id.as_str()), self.at(found)),
            ast::Expr::Attribute(found) => {
                Expr::Attr(self.boxed(&found.value, level), crate::name(found.attr.as_str()))
            }
            ast::Expr::Subscript(found) => {
                Expr::Index(self.boxed(&found.value, level), self.boxed(&found.slice, level))
            }
            ast::Expr::Call(found) => self.call(found, level),
            ast::Expr::List(found) => list(&found.elts),
            ast::Expr::Tuple(found) => list(&found.elts),
            ast::Expr::Set(found) => list(&found.elts),
            ast::Expr::Dict(found) => Expr::Map(
                found
                    .items
                    .iter()
                    .map(|item| match &item.key {
                        Some(key) => (self.expr_at(key, level + 1), self.expr_at(&item.value, level + 1)),
                        None => (Expr::Null, Expr::Spread(self.boxed(&item.value, level))),
                    })
                    .collect(),
            ),
            ast::Expr::Starred(found) => Expr::Spread(self.boxed(&found.value, level)),
            ast::Expr::BinOp(found) if found.op == ast::Operator::Add => {
                Expr::Add(self.boxed(&found.left, level), self.boxed(&found.right, level))
            }
            ast::Expr::BinOp(found) if found.op == ast::Operator::Div => {
                Expr::Div(self.boxed(&found.left, level), self.boxed(&found.right, level))
            }
            // In annotations `str | None` is a choice.
            ast::Expr::BinOp(found) if found.op == ast::Operator::BitOr => {
                Expr::Or(self.boxed(&found.left, level), self.boxed(&found.right, level))
            }
            ast::Expr::BoolOp(found) if found.op == ast::BoolOp::Or => {
                let mut values = found.values.iter().map(|value| self.expr_at(value, level + 1));
                let first = values.next().unwrap_or(Expr::Null);
                values.fold(first, |left, right| Expr::Or(Box::new(left), Box::new(right)))
            }
            ast::Expr::If(found) => Expr::Cond(
                self.boxed(&found.test, level),
                self.boxed(&found.body, level),
                self.boxed(&found.orelse, level),
            ),
            ast::Expr::Await(found) => self.expr_at(&found.value, level + 1),
            ast::Expr::Named(found) => self.expr_at(&found.value, level + 1),
            ast::Expr::Lambda(found) => self.lambda(found, level),
            ast::Expr::ListComp(found) => self.comprehension(expression, &found.elt, &found.generators, level),
            ast::Expr::SetComp(found) => self.comprehension(expression, &found.elt, &found.generators, level),
            ast::Expr::Generator(found) => self.comprehension(expression, &found.elt, &found.generators, level),
            ast::Expr::Compare(found) => {
                let operands = std::iter::once(&*found.left).chain(&found.comparators).collect::<Vec<_>>();
                match *found.ops {
                    [op] => self.test(compared(op), &operands, expression, level),
                    _ => self.operation(&operands, expression, level),
                }
            }
            ast::Expr::BoolOp(found) => {
                self.test(Some(Test::And), &found.values.iter().collect::<Vec<_>>(), expression, level)
            }
            // `"/%s" % name` is a method of the text.
            ast::Expr::BinOp(found) if found.op == ast::Operator::Mod && found.left.is_string_literal_expr() => {
                Expr::Call(Box::new(Call {
                    callee: Expr::Attr(self.boxed(&found.left, level), Arc::from("__mod__")),
                    arguments: vec![Argument { name: None, value: self.expr_at(&found.right, level + 1) }],
                    range: self.range(found.range()),
                }))
            }
            ast::Expr::BinOp(found) => self.operation(&[&found.left, &found.right], expression, level),
            ast::Expr::UnaryOp(found) => {
                if found.op == ast::UnaryOp::USub
                    && let ast::Expr::NumberLiteral(number) = &*found.operand
                    && let ast::Number::Int(value) = &number.value
                    && let Some(value) = value.as_i64()
                {
                    return Expr::Int(-value);
                }
                let test = (found.op == ast::UnaryOp::Not).then_some(Test::Not);
                self.test(test, &[&found.operand], expression, level)
            }
            ast::Expr::Yield(found) => {
                self.operation(&found.value.as_deref().into_iter().collect::<Vec<_>>(), expression, level)
            }
            ast::Expr::YieldFrom(found) => self.operation(&[&found.value], expression, level),
            ast::Expr::DictComp(found) => {
                let inner =
                    [found.key.as_deref(), Some(&*found.value), found.generators.first().map(|first| &first.iter)];
                self.operation(&inner.into_iter().flatten().collect::<Vec<_>>(), expression, level)
            }
            _ => self.other(expression),
        }
    }

    fn template(&self, found: &ast::ExprFString, level: u8) -> Expr {
        let mut parts = Vec::new();
        for part in &found.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    parts.push(Expr::Str(Arc::from(literal.as_str()), self.range(literal.range())))
                }
                ast::FStringPart::FString(string) => {
                    parts.extend(string.elements.iter().map(|element| match element {
                        InterpolatedStringElement::Literal(literal) => {
                            Expr::Str(Arc::from(&*literal.value), self.range(literal.range()))
                        }
                        // What a format makes of a value is not known.
                        InterpolatedStringElement::Interpolation(hole) if hole.format_spec.is_some() => {
                            self.operation(&[&*hole.expression], hole, level)
                        }
                        InterpolatedStringElement::Interpolation(hole) => self.expr_at(&hole.expression, level + 1),
                    }));
                }
            }
        }
        Expr::Template(parts)
    }

    fn call(&self, found: &ast::ExprCall, level: u8) -> Expr {
        let mut arguments: Vec<Argument> = found
            .arguments
            .args
            .iter()
            .map(|value| Argument { name: None, value: self.expr_at(value, level + 1) })
            .collect();
        arguments.extend(found.arguments.keywords.iter().map(|keyword| {
            let value = self.expr_at(&keyword.value, level + 1);
            match &keyword.arg {
                Some(name) => Argument { name: Some(crate::name(name.as_str())), value },
                None => Argument { name: Some(Arc::from("**")), value },
            }
        }));
        let callee = self.expr_at(&found.func, level + 1);
        Expr::Call(Box::new(Call { callee, arguments, range: self.range(found.range()) }))
    }

    fn lambda(&self, found: &ast::ExprLambda, level: u8) -> Expr {
        Expr::Lambda(Box::new(Function {
            name: Arc::from(""),
            range: self.range(found.range()),
            end_line: self.end_line(found),
            parameters: found.parameters.as_deref().map(|parameters| self.parameters(parameters)).unwrap_or_default(),
            has_receiver: false,
            returns: None,
            decorators: Vec::new(),
            body: vec![Stmt::Return(Some(self.expr_at(&found.body, level + 1)))].into(),
        }))
    }

    /// `[f(x) for x in xs]` is `xs.map(lambda x: f(x))`, as JavaScript has it; conditions are left out.
    fn comprehension(&self, whole: &ast::Expr, item: &ast::Expr, over: &[ast::Comprehension], level: u8) -> Expr {
        let Some((first, inner)) = over.split_first() else { return self.expr_at(item, level + 1) };
        let value = self.comprehension(whole, item, inner, level + 1);
        let parameter = Parameter {
            name: Arc::from(""),
            pattern: Some(self.expr_at(&first.target, level + 1)),
            takes: Takes::One,
            annotation: None,
            default: None,
            decorators: Vec::new(),
        };
        let function = Function {
            name: Arc::from(""),
            range: self.range(item.range()),
            end_line: self.end_line(item),
            parameters: vec![parameter],
            has_receiver: false,
            returns: None,
            decorators: Vec::new(),
            body: vec![Stmt::Return(Some(value))].into(),
        };
        let method = Arc::from(if inner.is_empty() { "map" } else { "flatMap" });
        Expr::Call(Box::new(Call {
            callee: Expr::Attr(self.boxed(&first.iter, level), method),
            arguments: vec![Argument { name: None, value: Expr::Lambda(Box::new(function)) }],
            range: self.range(whole.range()),
        }))
    }

    fn test(&self, test: Option<Test>, inner: &[&ast::Expr], whole: &impl Ranged, level: u8) -> Expr {
        match (test, self.operation(inner, whole, level)) {
            (Some(test), Expr::Operation(parts, text, at)) => Expr::Test(test, parts, text, at),
            (_, other) => other,
        }
    }

    fn operation(&self, inner: &[&ast::Expr], whole: &impl Ranged, level: u8) -> Expr {
        let parts = inner.iter().map(|part| self.expr_at(part, level + 1)).collect();
        let text = crate::cut(&self.text[whole.start().to_usize()..whole.end().to_usize()]);
        Expr::Operation(parts, text, self.at(whole))
    }

    /// Expressions of a statement that is not followed.
    fn aside(&self, inner: &[&ast::Expr], whole: &impl Ranged) -> Stmt {
        Stmt::Expr(self.operation(inner, whole, 0))
    }

    fn other(&self, node: &impl Ranged) -> Expr {
        Expr::Other(crate::cut(&self.text[node.start().to_usize()..node.end().to_usize()]), self.at(node))
    }
}

fn compared(op: ast::CmpOp) -> Option<Test> {
    Some(match op {
        ast::CmpOp::Eq | ast::CmpOp::Is => Test::Equal,
        ast::CmpOp::NotEq | ast::CmpOp::IsNot => Test::NotEqual,
        ast::CmpOp::In => Test::In,
        ast::CmpOp::NotIn => Test::NotIn,
        _ => return None,
    })
}
