//! `module.exports = …` and `exports.name = …`.

use model::facts::{CodeSymbolKind, Node};
use oxc_ast::ast::{AssignmentExpression, AssignmentTarget, Expression, ObjectPropertyKind};
use oxc_span::{GetSpan, Span};

use super::declare::{Declare, key_of};

/// The name under which a module is its own only export.
const WHOLE: &str = "export=";

impl Declare<'_, '_, '_> {
    /// What an assignment exports, if it does.
    pub(super) fn common_exports(&mut self, found: &AssignmentExpression<'_>) {
        let AssignmentTarget::StaticMemberExpression(target) = &found.left else { return };
        let name = target.property.name.as_str();
        if self.state.is_global(&target.object, "module") && name == "exports" {
            return self.whole(&found.right);
        }
        let is_exports = self.state.is_global(&target.object, "exports")
            || matches!(&target.object, Expression::StaticMemberExpression(inner)
                if inner.property.name == "exports" && self.state.is_global(&inner.object, "module"));
        if is_exports {
            self.one(name, target.property.span, &found.right);
        }
    }

    fn whole(&mut self, value: &Expression<'_>) {
        match value {
            Expression::ObjectExpression(object) => {
                for property in &object.properties {
                    let ObjectPropertyKind::ObjectProperty(found) = property else { continue };
                    if let Some(name) = key_of(&found.key).filter(|_| !found.computed) {
                        self.one(name, found.key.span(), &found.value);
                    }
                }
            }
            Expression::Identifier(id) => {
                self.later.extend(self.state.declared(id).map(|id| (WHOLE.to_owned(), id)));
            }
            _ => {
                let node = self.state.builder.node(Node::Unclear);
                self.offer(WHOLE, node);
            }
        }
    }

    fn one(&mut self, name: &str, at: Span, value: &Expression<'_>) {
        let kind = match value {
            Expression::Identifier(id) => {
                self.later.extend(self.state.declared(id).map(|id| (name.to_owned(), id)));
                return;
            }
            Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_) => CodeSymbolKind::Function,
            _ => CodeSymbolKind::Constant,
        };
        let symbol = self.symbol(name, kind, at, value.span().end);
        let node = self.symbol_node(symbol);
        self.offer(name, node);
    }
}
