//! What types name.

use model::facts::{Node, NodeId};
use oxc_ast::ast::{TSType, TSTypeName, TSTypeQueryExprName, TSTypeReference};

use super::{Local, State};

/// Types of the language that stand for what they are given, as far as members go.
const SEEN_THROUGH: [&str; 6] = ["Promise", "Readonly", "Required", "NonNullable", "Awaited", "Partial"];

impl State<'_, '_> {
    /// A value of a type; `None` when the type is no plain name.
    pub(super) fn value_of(&mut self, found: &TSType<'_>, this: Option<NodeId>) -> Option<NodeId> {
        match found {
            TSType::TSTypeReference(reference) => self.referenced(reference, this),
            TSType::TSParenthesizedType(inner) => self.value_of(&inner.type_annotation, this),
            TSType::TSThisType(_) => this,
            TSType::TSUnionType(union) => {
                let is_nothing =
                    |it: &&TSType<'_>| matches!(it, TSType::TSNullKeyword(_) | TSType::TSUndefinedKeyword(_));
                let mut others = union.types.iter().filter(|it| !is_nothing(it));
                let only = others.next().filter(|_| others.next().is_none())?;
                self.value_of(only, this)
            }
            TSType::TSTypeQuery(query) => match &query.expr_name {
                TSTypeQueryExprName::IdentifierReference(id) => match self.local(self.declared(id)?) {
                    Local::Node(node) | Local::Known(node) => Some(node),
                    Local::Opaque => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    fn referenced(&mut self, reference: &TSTypeReference<'_>, this: Option<NodeId>) -> Option<NodeId> {
        if let TSTypeName::IdentifierReference(id) = &reference.type_name
            && SEEN_THROUGH.contains(&id.name.as_str())
            && self.declared(id).is_none()
        {
            let inner = reference.type_arguments.as_ref()?.params.first()?;
            return self.value_of(inner, this);
        }
        let of = self.named_type(&reference.type_name)?;
        Some(self.builder.instance(of))
    }

    /// What the name of a type means.
    pub(super) fn named_type(&mut self, name: &TSTypeName<'_>) -> Option<NodeId> {
        match name {
            TSTypeName::IdentifierReference(id) => match self.local(self.declared(id)?) {
                Local::Node(node) => Some(node),
                Local::Known(_) | Local::Opaque => None,
            },
            TSTypeName::QualifiedName(found) => {
                let of = self.named_type(&found.left)?;
                let name = self.builder.name(&found.right.name);
                Some(self.builder.node(Node::Member(of, name)))
            }
            TSTypeName::ThisExpression(_) => None,
        }
    }
}
