//! What an expression means, as far as the file says.

use model::facts::{Node, NodeId};
use ruff_python_ast::{self as ast, Expr, Operator};

use super::{Local, Reader, ScopeKind};

/// What an expression means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Node(NodeId),
    /// Something of the language itself.
    Outside,
    Unknown,
}

/// How far values are followed through local names.
const STEPS: u8 = 8;

impl<'a> Reader<'a> {
    /// What a name means below the scope `scopes` (a count), and whether it is itself what is named.
    pub(super) fn lookup(&mut self, name: &str, scopes: usize, steps: u8) -> (Value, bool) {
        for at in (0..scopes).rev() {
            // Names of a class are seen in its own body only.
            if matches!(self.scopes[at].kind, ScopeKind::Class(_)) && at + 1 != scopes {
                continue;
            }
            let Some(local) = self.scopes[at].names.get(name).copied() else { continue };
            return match local {
                Local::Node(node) => (Value::Node(node), true),
                Local::Known(node) => (Value::Node(node), false),
                Local::Value { annotation, value } if steps < STEPS => {
                    let node = self.value_of(annotation, value, at + 1, steps + 1);
                    (node.map_or(Value::Unknown, Value::Node), false)
                }
                Local::Value { .. } | Local::Opaque => (Value::Unknown, false),
            };
        }
        if self.has_stars {
            return (Value::Node(self.builder.free(name)), true);
        }
        (Value::Outside, false)
    }

    /// What an expression means, without noting its uses.
    pub(super) fn meaning(&mut self, expression: &'a Expr, scopes: usize, steps: u8) -> Value {
        if steps >= STEPS {
            return Value::Unknown;
        }
        match expression {
            Expr::Name(name) => self.lookup(name.id.as_str(), scopes, steps).0,
            Expr::Attribute(found) => match self.meaning(&found.value, scopes, steps + 1) {
                Value::Node(of) => Value::Node(self.builder.member(of, found.attr.as_str())),
                other => other,
            },
            Expr::Call(call) => {
                let callee = self.meaning(&call.func, scopes, steps + 1);
                self.called(call, callee)
            }
            Expr::Await(found) => self.meaning(&found.value, scopes, steps + 1),
            Expr::StringLiteral(_) | Expr::NumberLiteral(_) | Expr::BytesLiteral(_) | Expr::FString(_) => {
                Value::Outside
            }
            _ => Value::Unknown,
        }
    }

    /// What a call gives.
    pub(super) fn called(&mut self, call: &'a ast::ExprCall, callee: Value) -> Value {
        if self.is_super(call) {
            let class = self.scopes.iter().rev().find_map(|scope| match scope.kind {
                ScopeKind::Class(class) => Some(class),
                _ => None,
            });
            return class.map_or(Value::Unknown, |class| Value::Node(self.builder.node(Node::Super(class))));
        }
        match callee {
            Value::Node(node) => Value::Node(self.builder.node(Node::Result(node))),
            other => other,
        }
    }

    /// `super()`.
    pub(super) fn is_super(&self, call: &ast::ExprCall) -> bool {
        call.arguments.is_empty() && matches!(&*call.func, Expr::Name(name) if name.id == "super")
    }

    /// The value of a declaration: of its declared type, else of its expression.
    pub(super) fn value_of(
        &mut self,
        annotation: Option<&'a Expr>,
        value: Option<&'a Expr>,
        scopes: usize,
        steps: u8,
    ) -> Option<NodeId> {
        if let Some(annotation) = annotation {
            let of = self.type_of(annotation, scopes, steps)?;
            return Some(self.builder.instance(of));
        }
        match self.meaning(value?, scopes, steps) {
            Value::Node(node) => Some(node),
            _ => None,
        }
    }

    /// The class that a type names.
    fn type_of(&mut self, annotation: &'a Expr, scopes: usize, steps: u8) -> Option<NodeId> {
        match annotation {
            Expr::Name(_) | Expr::Attribute(_) => match self.meaning(annotation, scopes, steps) {
                Value::Node(node) => Some(node),
                _ => None,
            },
            Expr::StringLiteral(text) => self.type_named(text.value.to_str(), scopes, steps),
            Expr::BinOp(found) if found.op == Operator::BitOr => match (&*found.left, &*found.right) {
                (Expr::NoneLiteral(_), one) | (one, Expr::NoneLiteral(_)) => self.type_of(one, scopes, steps),
                _ => None,
            },
            Expr::Subscript(found) => {
                let name = match &*found.value {
                    Expr::Name(name) => name.id.as_str(),
                    Expr::Attribute(found) => found.attr.as_str(),
                    _ => return None,
                };
                match (name, &*found.slice) {
                    ("Annotated", Expr::Tuple(parts)) => self.type_of(parts.elts.first()?, scopes, steps),
                    ("Optional" | "ClassVar" | "Final", inner) => self.type_of(inner, scopes, steps),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A type that is written in a string.
    fn type_named(&mut self, text: &str, scopes: usize, steps: u8) -> Option<NodeId> {
        let text = text.trim();
        let is_dotted = text.split('.').all(|part| {
            part.starts_with(|first: char| first.is_alphabetic() || first == '_')
                && part.chars().all(|one| one.is_alphanumeric() || one == '_')
        });
        let mut parts = text.split('.').filter(|_| is_dotted);
        let Value::Node(mut node) = self.lookup(parts.next()?, scopes, steps).0 else { return None };
        for part in parts {
            node = self.builder.member(node, part);
        }
        Some(node)
    }

    /// What a base class means; generic ones without their arguments.
    pub(super) fn base(&mut self, base: &'a Expr, scopes: usize) -> NodeId {
        match base {
            Expr::Subscript(found) => self.base(&found.value, scopes),
            Expr::Name(_) | Expr::Attribute(_) => match self.meaning(base, scopes, 0) {
                Value::Node(node) => node,
                Value::Outside => {
                    let name = if let Expr::Name(name) = base { name.id.as_str() } else { "" };
                    self.builder.free(name)
                }
                Value::Unknown => self.builder.node(Node::Unclear),
            },
            _ => self.builder.node(Node::Unclear),
        }
    }
}
