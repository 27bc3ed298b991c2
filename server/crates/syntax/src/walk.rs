//! Every statement and expression of a module, outer before inner, in the order of the text as far as the vocabulary has it.

use crate::ir::{Argument, Class, Expr, Function, Module, Stmt};

/// A node of a module.
#[derive(Debug, Clone, Copy)]
pub enum Node<'m> {
    /// A statement.
    Statement(&'m Stmt),
    /// An expression; decorators, annotations and defaults too.
    Expression(&'m Expr),
}

/// Visits every node of a module. What `visit` answers `false` for is not entered.
pub fn module<'m>(module: &'m Module, visit: &mut dyn FnMut(Node<'m>) -> bool) {
    statements(&module.body, visit);
}

/// Visits statements and all that is in them.
pub fn statements<'m>(body: &'m [Stmt], visit: &mut dyn FnMut(Node<'m>) -> bool) {
    for statement in body {
        if !visit(Node::Statement(statement)) {
            continue;
        }
        match statement {
            Stmt::Import(_) => {}
            Stmt::Assign(assign) => {
                expressions(&assign.decorators, visit);
                expression(&assign.target, visit);
                assign.annotation.iter().chain(&assign.value).for_each(|inner| expression(inner, visit));
            }
            Stmt::Expr(inner) => expression(inner, visit),
            Stmt::Return(inner) => inner.iter().for_each(|inner| expression(inner, visit)),
            Stmt::Function(inner) => function(inner, visit),
            Stmt::Class(inner) => class(inner, visit),
            Stmt::For(inner) => {
                expression(&inner.target, visit);
                expression(&inner.iterable, visit);
                statements(&inner.body, visit);
            }
            Stmt::If(inner) => {
                expression(&inner.test, visit);
                statements(&inner.body, visit);
                statements(&inner.otherwise, visit);
            }
            Stmt::Block(inner) => statements(inner, visit),
        }
    }
}

/// Visits an expression and all that is in it.
pub fn expression<'m>(found: &'m Expr, visit: &mut dyn FnMut(Node<'m>) -> bool) {
    if !visit(Node::Expression(found)) {
        return;
    }
    match found {
        Expr::Template(parts) | Expr::List(parts) | Expr::Operation(parts, ..) | Expr::Test(_, parts, ..) => {
            expressions(parts, visit)
        }
        Expr::Attr(inner, _) | Expr::Spread(inner) => expression(inner, visit),
        Expr::Index(left, right)
        | Expr::Add(left, right)
        | Expr::Div(left, right)
        | Expr::Cast(left, right)
        | Expr::Or(left, right) => {
            expression(left, visit);
            expression(right, visit);
        }
        Expr::Call(call) => {
            expression(&call.callee, visit);
            arguments(&call.arguments, visit);
        }
        Expr::Map(pairs) => {
            for (key, value) in pairs {
                expression(key, visit);
                expression(value, visit);
            }
        }
        Expr::Cond(test, then, otherwise) => {
            [test, then, otherwise].into_iter().for_each(|inner| expression(inner, visit));
        }
        Expr::Lambda(inner) => function(inner, visit),
        Expr::Str(..) | Expr::Int(_) | Expr::Bool(_) | Expr::Null | Expr::Name(..) | Expr::Other(..) => {}
    }
}

fn expressions<'m>(found: &'m [Expr], visit: &mut dyn FnMut(Node<'m>) -> bool) {
    found.iter().for_each(|inner| expression(inner, visit));
}

fn arguments<'m>(found: &'m [Argument], visit: &mut dyn FnMut(Node<'m>) -> bool) {
    found.iter().for_each(|argument| expression(&argument.value, visit));
}

fn function<'m>(found: &'m Function, visit: &mut dyn FnMut(Node<'m>) -> bool) {
    expressions(&found.decorators, visit);
    for parameter in &found.parameters {
        expressions(&parameter.decorators, visit);
        let parts = parameter.pattern.iter().chain(&parameter.annotation).chain(&parameter.default);
        parts.for_each(|inner| expression(inner, visit));
    }
    found.returns.iter().for_each(|inner| expression(inner, visit));
    statements(&found.body, visit);
}

fn class<'m>(found: &'m Class, visit: &mut dyn FnMut(Node<'m>) -> bool) {
    expressions(&found.decorators, visit);
    expressions(&found.bases, visit);
    arguments(&found.keywords, visit);
    statements(&found.body, visit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, ecma::Dialect};

    /// The strings that a walk meets.
    fn strings(language: Language, text: &str) -> Vec<String> {
        let parsed = crate::parse(language, text);
        let mut out = Vec::new();
        module(&parsed, &mut |node| {
            if let Node::Expression(Expr::Str(found, _)) = node {
                out.push(found.to_string());
            }
            true
        });
        out
    }

    #[test]
    fn operands_of_what_is_not_followed_are_met() {
        let python = "while f('a') == 'b': pass\nassert not g('c')\nraise E('d')\nx = {k: h('e') for k in i('f')}\n";
        assert_eq!(strings(Language::Python, python), ["a", "b", "c", "d", "e", "f"]);
        let python = "class A(B, prefix='a'):\n    x: int = 1 if f('b') and 'c' in y else 2\n";
        assert_eq!(strings(Language::Python, python), ["a", "b", "c"]);
        let tsx =
            "if (!f('a') && 'b' === x) throw new E('c');\nconst y = <a href={g('d')}>{h('e')}</a>;\nswitch (i('f')) {}";
        assert_eq!(strings(Language::Ecma(Dialect::Tsx), tsx), ["a", "b", "c", "d", "e", "f"]);
        let go = "package p\nfunc f() { if g(\"a\") == \"b\" { x := []byte(h(\"c\")) }\nswitch i(\"d\") { } }\n";
        assert_eq!(strings(Language::Go, go), ["a", "b", "c", "d"]);
        let java = "class A { void f() { if (!g(\"a\") && h(\"b\") != null) throw new E(\"c\"); } }";
        assert_eq!(strings(Language::Java, java), ["a", "b", "c"]);
    }
}
