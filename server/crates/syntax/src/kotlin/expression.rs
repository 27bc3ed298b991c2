//! Expressions.

use std::sync::Arc;

use tree_sitter::Node;

use super::{Reader, has};
use crate::{
    ir::{Argument, Call, Expr, Function, Parameter, Stmt, Takes},
    tree::{DEPTH_LIMIT, Statements, child, children, unescape},
};

impl Reader<'_> {
    pub(super) fn arguments(&self, list: Node<'_>, level: u8) -> Vec<Argument> {
        let arguments = children(list).into_iter().filter(|found| found.kind() == "value_argument");
        arguments
            .filter_map(|argument| {
                let parts = children(argument);
                let value = self.expr(*parts.last()?, level);
                let name = parts.first().filter(|_| parts.len() > 1 && has(argument, "="));
                Some(Argument { name: name.map(|name| self.source.text(*name)), value })
            })
            .collect()
    }

    pub(super) fn expr(&self, node: Node<'_>, level: u8) -> Expr {
        if level > DEPTH_LIMIT {
            return self.source.other(node);
        }
        let deeper = level + 1;
        let parts = || children(node).into_iter().map(|part| self.expr(part, deeper)).collect::<Vec<_>>();
        match node.kind() {
            "string_literal" | "multiline_string_literal" => self.string(node, deeper),
            "number_literal" => self
                .source
                .str(node)
                .trim_end_matches(['L', 'l'])
                .parse()
                .map_or_else(|_| self.source.other(node), Expr::Int),
            "identifier" | "this_expression" | "super_expression" => match self.source.str(node) {
                "true" => Expr::Bool(true),
                "false" => Expr::Bool(false),
                "null" => Expr::Null,
                _ => self.source.name(node),
            },
            "boolean_literal" => Expr::Bool(self.source.str(node) == "true"),
            "null_literal" => Expr::Null,
            "navigation_expression" if !has(node, "::") => match children(node).as_slice() {
                [owner, .., name] => Expr::Attr(Box::new(self.expr(*owner, deeper)), self.source.text(*name)),
                _ => self.source.other(node),
            },
            "call_expression" => self.call(node, deeper),
            "infix_expression" => self.infix(node, deeper),
            "index_expression" => match parts().as_slice() {
                [owner, key] => Expr::Index(Box::new(owner.clone()), Box::new(key.clone())),
                _ => self.source.operation(node, parts()),
            },
            "collection_literal" => Expr::List(parts()),
            "spread_expression" => {
                parts().pop().map_or_else(|| self.source.other(node), |inner| Expr::Spread(Box::new(inner)))
            }
            "parenthesized_expression" => parts().pop().unwrap_or(Expr::Null),
            // `value!!`.
            "unary_expression" if has(node, "!!") => parts().pop().unwrap_or(Expr::Null),
            "as_expression" => parts().into_iter().next().unwrap_or(Expr::Null),
            "binary_expression" => self.binary(node, deeper),
            "if_expression" => match parts().as_slice() {
                [test, then, otherwise] => {
                    Expr::Cond(Box::new(test.clone()), Box::new(then.clone()), Box::new(otherwise.clone()))
                }
                _ => self.source.operation(node, parts()),
            },
            "annotated_lambda" => {
                let inner = child(node, "lambda_literal");
                inner.map_or_else(|| self.source.other(node), |inner| self.expr(inner, deeper))
            }
            "lambda_literal" => self.lambda(node, deeper),
            "block" => parts().pop().unwrap_or(Expr::Null),
            "unary_expression" | "in_expression" | "is_expression" | "throw_expression" => {
                self.source.operation(node, parts())
            }
            _ => self.source.other(node),
        }
    }

    fn binary(&self, node: Node<'_>, level: u8) -> Expr {
        let side = |name: &str| self.source.part(node, name).map_or(Expr::Null, |found| self.expr(found, level));
        let (left, right) = (side("left"), side("right"));
        if has(node, "+") {
            Expr::Add(Box::new(left), Box::new(right))
        } else if has(node, "?:") || has(node, "||") {
            Expr::Or(Box::new(left), Box::new(right))
        } else {
            self.source.operation(node, vec![left, right])
        }
    }

    /// `a and b` is `a.and(b)`.
    fn infix(&self, node: Node<'_>, level: u8) -> Expr {
        let [left, name, right] = children(node)[..] else { return self.source.other(node) };
        let callee = Expr::Attr(Box::new(self.expr(left, level)), self.source.text(name));
        let arguments = vec![Argument { name: None, value: self.expr(right, level) }];
        Expr::Call(Box::new(Call { callee, arguments, range: self.source.range(node) }))
    }

    /// A call; a block behind it is its last argument. `listOf(…)` and the like are lists.
    fn call(&self, node: Node<'_>, level: u8) -> Expr {
        let Some(first) = children(node).into_iter().next() else { return self.source.other(node) };
        let mut arguments = child(node, "value_arguments").map(|list| self.arguments(list, level)).unwrap_or_default();
        let is_list = matches!(self.source.str(first), "listOf" | "arrayOf" | "setOf" | "mutableListOf");
        if is_list && first.kind() == "identifier" {
            return Expr::List(arguments.into_iter().map(|one| one.value).collect());
        }
        let block = child(node, "annotated_lambda").map(|block| self.expr(block, level));
        let callee = match (self.expr(first, level), &block) {
            // `f(x) { … }`: the block belongs to the call before it.
            (Expr::Call(inner), Some(_)) if first.kind() == "call_expression" => {
                let inner = *inner;
                arguments = inner.arguments;
                inner.callee
            }
            (callee, _) => callee,
        };
        arguments.extend(block.map(|value| Argument { name: None, value }));
        Expr::Call(Box::new(Call { callee, arguments, range: self.source.range(node) }))
    }

    fn lambda(&self, node: Node<'_>, level: u8) -> Expr {
        let named = child(node, "lambda_parameters").map(children).unwrap_or_default();
        let names: Vec<Arc<str>> = named
            .into_iter()
            .filter_map(|parameter| child(parameter, "identifier").map(|name| self.source.text(name)))
            .collect();
        let names = if names.is_empty() { vec![Arc::from("it")] } else { names };
        let bare = |name| Parameter {
            name,
            pattern: None,
            takes: Takes::One,
            annotation: None,
            default: None,
            decorators: Vec::new(),
        };
        let mut body = Vec::new();
        for statement in children(node).into_iter().filter(|found| found.kind() != "lambda_parameters") {
            self.statement(statement, &mut body, level);
        }
        // The last expression is the value.
        if let Some(Stmt::Expr(value)) = body.pop_if(|last| matches!(last, Stmt::Expr(_))) {
            body.push(Stmt::Return(Some(value)));
        }
        let start = self.source.at(node);
        Expr::Lambda(Box::new(Function {
            name: Arc::from(""),
            range: model::Range { start, end: start },
            end_line: self.source.end_line(node),
            parameters: names.into_iter().map(bare).collect(),
            has_receiver: false,
            returns: None,
            decorators: Vec::new(),
            body: body.into(),
        }))
    }

    fn string(&self, node: Node<'_>, level: u8) -> Expr {
        let (mut parts, mut text, mut is_name) = (Vec::new(), String::new(), false);
        let flush = |text: &mut String, parts: &mut Vec<Expr>| {
            if !text.is_empty() {
                parts.push(Expr::Str(Arc::from(std::mem::take(text)), self.source.range(node)));
            }
        };
        for part in children(node) {
            let own = self.source.str(part);
            // The sign was no name's.
            if is_name && part.kind() != "string_content" {
                is_name = false;
                text.push('$');
            }
            match part.kind() {
                // `$name`: the sign alone, then the name with the text behind it.
                "string_content" if own == "$" => is_name = true,
                "string_content" if is_name => {
                    is_name = false;
                    let end = own.find(|one: char| !(one.is_alphanumeric() || one == '_')).unwrap_or(own.len());
                    if end == 0 {
                        text.push('$');
                    } else {
                        flush(&mut text, &mut parts);
                        parts.push(Expr::Name(Arc::from(&own[..end]), self.source.at(part)));
                    }
                    text.push_str(&own[end..]);
                }
                "string_content" => text.push_str(own),
                "escape_sequence" if own == "\\$" => text.push('$'),
                "escape_sequence" => text.push_str(&unescape(own)),
                "interpolation" => {
                    flush(&mut text, &mut parts);
                    parts.extend(children(part).first().map(|inner| self.expr(*inner, level)));
                }
                _ => text.push_str(own),
            }
        }
        if is_name {
            text.push('$');
        }
        if parts.is_empty() {
            return Expr::Str(Arc::from(text), self.source.range(node));
        }
        flush(&mut text, &mut parts);
        Expr::Template(parts)
    }
}
