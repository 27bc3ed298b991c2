//! Expressions.

use std::sync::Arc;

use oxc_ast::ast::{
    Argument as OxcArgument, ArrayExpressionElement, ArrowFunctionBody, ArrowFunctionExpression, AssignmentOperator,
    AssignmentTarget, BinaryOperator, ChainElement, Expression, JSXAttributeItem, JSXAttributeValue, JSXChild,
    JSXElement, LogicalOperator, MemberExpression, ObjectPropertyKind, TemplateLiteral, UnaryOperator,
};
use oxc_span::{GetSpan, Span};

use super::{Depth, Reader};
use crate::ir::{Argument, Assign, AssignKind, Call, Expr, Function, Import, Stmt, Test, Text};

fn text(name: &str) -> Text {
    crate::name(name)
}

impl Reader<'_> {
    /// An expression statement: an assignment, or an expression for its effect.
    pub(super) fn effect(&self, expression: &Expression<'_>, out: &mut Vec<Stmt>, depth: Depth) {
        match expression.get_inner_expression() {
            Expression::AssignmentExpression(found) => {
                let target = self.target(&found.left, depth);
                let named = self.class_value(&found.right, target.last_name(), out, depth);
                let value = named.unwrap_or_else(|| self.expr(&found.right, depth));
                out.push(Stmt::Assign(Box::new(Assign {
                    target,
                    annotation: None,
                    value: Some(value),
                    kind: match found.operator {
                        AssignmentOperator::Addition => AssignKind::Adds,
                        _ => AssignKind::Sets,
                    },
                    decorators: Vec::new(),
                })));
            }
            Expression::SequenceExpression(found) => {
                for one in &found.expressions {
                    self.effect(one, out, depth);
                }
            }
            other => {
                let value = self.expr(other, depth);
                self.bare_require(&value, out, depth);
                out.push(Stmt::Expr(value));
            }
        }
    }

    /// `require("./x")` for its effect, and `import("./x")`, are imports too.
    fn bare_require(&self, value: &Expr, out: &mut Vec<Stmt>, depth: Depth) {
        let Expr::Call(call) = value else { return };
        let is_import = matches!(call.callee.dotted().as_deref(), Some("require" | "import"));
        if let (true, Some(Expr::Str(module, range))) = (is_import, call.positional(0)) {
            out.push(Stmt::Import(Import {
                module: Arc::clone(module),
                names: Vec::new(),
                module_name: None,
                is_reexport: false,
                is_type_only: false,
                is_lazy: depth.is_lazy,
                range: *range,
            }));
        }
    }

    fn target(&self, target: &AssignmentTarget<'_>, depth: Depth) -> Expr {
        match target {
            AssignmentTarget::AssignmentTargetIdentifier(name) => {
                Expr::Name(text(&name.name), self.position(name.span.start))
            }
            other => match other.as_member_expression() {
                Some(member) => self.member_expr(member, depth),
                None => self.other(other.span()),
            },
        }
    }

    fn boxed(&self, expression: &Expression<'_>, depth: Depth) -> Box<Expr> {
        Box::new(self.expr(expression, depth.inner()))
    }

    pub(super) fn expr(&self, expression: &Expression<'_>, depth: Depth) -> Expr {
        if depth.is_too_deep() {
            return self.other(expression.span());
        }
        match expression.get_inner_expression() {
            Expression::StringLiteral(found) => Expr::Str(text(&found.value), self.range(found.span)),
            Expression::TemplateLiteral(found) => self.template(found, depth),
            Expression::NumericLiteral(found) => whole(found.value).map_or_else(|| self.other(found.span), Expr::Int),
            Expression::BooleanLiteral(found) => Expr::Bool(found.value),
            Expression::NullLiteral(_) => Expr::Null,
            Expression::Identifier(found) if found.name == "undefined" => Expr::Null,
            Expression::Identifier(found) => Expr::Name(text(&found.name), self.position(found.span.start)),
            Expression::ThisExpression(found) => Expr::Name(text("this"), self.position(found.span.start)),
            Expression::Super(found) => Expr::Name(text("super"), self.position(found.span.start)),
            Expression::CallExpression(found) => self.call(&found.callee, &found.arguments, found.span, depth),
            Expression::NewExpression(found) => self.call(&found.callee, &found.arguments, found.span, depth),
            Expression::ImportExpression(found) => Expr::Call(Box::new(Call {
                callee: Expr::Name(text("import"), self.position(found.span.start)),
                arguments: vec![Argument { name: None, value: self.expr(&found.source, depth.inner()) }],
                range: self.range(found.span),
            })),
            Expression::ChainExpression(found) => match &found.expression {
                ChainElement::CallExpression(call) => self.call(&call.callee, &call.arguments, call.span, depth),
                ChainElement::TSNonNullExpression(inner) => self.expr(&inner.expression, depth.inner()),
                other => other
                    .as_member_expression()
                    .map_or_else(|| self.other(found.span), |member| self.member_expr(member, depth)),
            },
            Expression::AwaitExpression(found) => self.expr(&found.argument, depth.inner()),
            Expression::ArrayExpression(found) => {
                Expr::List(found.elements.iter().map(|element| self.element(element, depth)).collect())
            }
            Expression::ObjectExpression(found) => {
                Expr::Map(found.properties.iter().filter_map(|property| self.property(property, depth)).collect())
            }
            Expression::BinaryExpression(found) if found.operator == BinaryOperator::Addition => {
                Expr::Add(self.boxed(&found.left, depth), self.boxed(&found.right, depth))
            }
            Expression::LogicalExpression(found) if found.operator != LogicalOperator::And => {
                Expr::Or(self.boxed(&found.left, depth), self.boxed(&found.right, depth))
            }
            Expression::ConditionalExpression(found) => Expr::Cond(
                self.boxed(&found.test, depth),
                self.boxed(&found.consequent, depth),
                self.boxed(&found.alternate, depth),
            ),
            Expression::ArrowFunctionExpression(found) => Expr::Lambda(Box::new(self.arrow(found, depth.inner()))),
            Expression::FunctionExpression(found) => {
                Expr::Lambda(Box::new(self.function(found, None, &[], depth.inner())))
            }
            Expression::AssignmentExpression(found) => self.expr(&found.right, depth.inner()),
            Expression::BinaryExpression(found) => {
                let test = match found.operator {
                    BinaryOperator::Equality | BinaryOperator::StrictEquality => Some(Test::Equal),
                    BinaryOperator::Inequality | BinaryOperator::StrictInequality => Some(Test::NotEqual),
                    _ => None,
                };
                self.test(test, &[&found.left, &found.right], found.span, depth)
            }
            Expression::LogicalExpression(found) => {
                self.test(Some(Test::And), &[&found.left, &found.right], found.span, depth)
            }
            Expression::UnaryExpression(found) => {
                let test = (found.operator == UnaryOperator::LogicalNot).then_some(Test::Not);
                self.test(test, &[&found.argument], found.span, depth)
            }
            Expression::SequenceExpression(found) => {
                self.operation(&found.expressions.iter().collect::<Vec<_>>(), found.span, depth)
            }
            Expression::TaggedTemplateExpression(found) => {
                let inner: Vec<_> = std::iter::once(&found.tag).chain(&found.quasi.expressions).collect();
                self.operation(&inner, found.span, depth)
            }
            Expression::YieldExpression(found) => {
                self.operation(&found.argument.iter().collect::<Vec<_>>(), found.span, depth)
            }
            Expression::JSXElement(found) => {
                let mut parts = Vec::new();
                self.element_parts(found, &mut parts, depth);
                Expr::Operation(parts, self.source(found.span), self.position(found.span.start))
            }
            Expression::JSXFragment(found) => {
                let mut parts = Vec::new();
                self.markup(&found.children, &mut parts, depth);
                Expr::Operation(parts, self.source(found.span), self.position(found.span.start))
            }
            other => match other.as_member_expression() {
                Some(member) => self.member_expr(member, depth),
                None => self.other(other.span()),
            },
        }
    }

    pub(super) fn operation(&self, inner: &[&Expression<'_>], span: Span, depth: Depth) -> Expr {
        let parts = inner.iter().map(|part| self.expr(part, depth.inner())).collect();
        Expr::Operation(parts, self.source(span), self.position(span.start))
    }

    fn test(&self, test: Option<Test>, inner: &[&Expression<'_>], span: Span, depth: Depth) -> Expr {
        match (test, self.operation(inner, span, depth)) {
            (Some(test), Expr::Operation(parts, text, at)) => Expr::Test(test, parts, text, at),
            (_, operation) => operation,
        }
    }

    /// An expression of a statement that is not followed.
    pub(super) fn aside(&self, inner: &Expression<'_>, depth: Depth) -> Stmt {
        Stmt::Expr(self.operation(&[inner], inner.span(), depth))
    }

    fn element_parts(&self, found: &JSXElement<'_>, out: &mut Vec<Expr>, depth: Depth) {
        if depth.is_too_deep() {
            return;
        }
        for attribute in &found.opening_element.attributes {
            match attribute {
                JSXAttributeItem::Attribute(one) => {
                    if let Some(JSXAttributeValue::ExpressionContainer(held)) = &one.value {
                        out.extend(held.expression.as_expression().map(|value| self.expr(value, depth.inner())));
                    }
                }
                JSXAttributeItem::SpreadAttribute(one) => out.push(self.expr(&one.argument, depth.inner())),
            }
        }
        self.markup(&found.children, out, depth.inner());
    }

    fn markup(&self, children: &[JSXChild<'_>], out: &mut Vec<Expr>, depth: Depth) {
        for child in children {
            match child {
                JSXChild::Element(inner) => self.element_parts(inner, out, depth),
                JSXChild::Fragment(inner) if !depth.is_too_deep() => self.markup(&inner.children, out, depth.inner()),
                JSXChild::ExpressionContainer(held) => {
                    out.extend(held.expression.as_expression().map(|value| self.expr(value, depth.inner())));
                }
                JSXChild::Spread(inner) => out.push(self.expr(&inner.expression, depth.inner())),
                JSXChild::Fragment(_) | JSXChild::Text(_) => {}
            }
        }
    }

    fn member_expr(&self, member: &MemberExpression<'_>, depth: Depth) -> Expr {
        match member {
            MemberExpression::StaticMemberExpression(found) => {
                Expr::Attr(self.boxed(&found.object, depth), text(&found.property.name))
            }
            MemberExpression::ComputedMemberExpression(found) => {
                Expr::Index(self.boxed(&found.object, depth), self.boxed(&found.expression, depth))
            }
            MemberExpression::PrivateFieldExpression(found) => {
                Expr::Attr(self.boxed(&found.object, depth), text(&format!("#{}", found.field.name)))
            }
        }
    }

    fn template(&self, found: &TemplateLiteral<'_>, depth: Depth) -> Expr {
        let mut parts = Vec::new();
        let mut holes = found.expressions.iter();
        for quasi in &found.quasis {
            let cooked = quasi.value.cooked.as_ref().map_or(quasi.value.raw.as_str(), |cooked| cooked.as_str());
            if !cooked.is_empty() {
                parts.push(Expr::Str(text(cooked), self.range(quasi.span)));
            }
            parts.extend(holes.next().map(|hole| self.expr(hole, depth.inner())));
        }
        match parts.as_slice() {
            [] => Expr::Str(text(""), self.range(found.span)),
            [Expr::Str(only, _)] => Expr::Str(Arc::clone(only), self.range(found.span)),
            _ => Expr::Template(parts),
        }
    }

    fn call(&self, callee: &Expression<'_>, arguments: &[OxcArgument<'_>], span: Span, depth: Depth) -> Expr {
        let arguments = arguments
            .iter()
            .map(|argument| Argument {
                name: None,
                value: match argument {
                    OxcArgument::SpreadElement(spread) => Expr::Spread(self.boxed(&spread.argument, depth)),
                    other => other.as_expression().map_or(Expr::Null, |value| self.expr(value, depth.inner())),
                },
            })
            .collect();
        Expr::Call(Box::new(Call { callee: self.expr(callee, depth.inner()), arguments, range: self.range(span) }))
    }

    fn element(&self, element: &ArrayExpressionElement<'_>, depth: Depth) -> Expr {
        match element {
            ArrayExpressionElement::SpreadElement(spread) => Expr::Spread(self.boxed(&spread.argument, depth)),
            other => other.as_expression().map_or(Expr::Null, |value| self.expr(value, depth.inner())),
        }
    }

    fn property(&self, property: &ObjectPropertyKind<'_>, depth: Depth) -> Option<(Expr, Expr)> {
        match property {
            ObjectPropertyKind::ObjectProperty(found) => {
                let key = match self.key(&found.key, depth) {
                    Some(name) => Expr::Str(name, self.range(found.key.span())),
                    None => found.key.as_expression().map(|key| self.expr(key, depth.inner()))?,
                };
                Some((key, self.expr(&found.value, depth.inner())))
            }
            ObjectPropertyKind::SpreadProperty(found) => {
                Some((Expr::Null, Expr::Spread(self.boxed(&found.argument, depth))))
            }
        }
    }

    fn arrow(&self, found: &ArrowFunctionExpression<'_>, depth: Depth) -> Function {
        let body = match &found.body {
            ArrowFunctionBody::FunctionBody(body) => self.function_body(body, depth),
            other => other
                .as_expression()
                .map(|value| Stmt::Return(Some(self.expr(value, depth.lazy()))))
                .into_iter()
                .collect(),
        };
        Function {
            name: text(""),
            range: self.range(Span::new(found.span.start, found.span.start)),
            end_line: self.position(found.span.end).line,
            parameters: self.parameters(&found.params, depth),
            has_receiver: false,
            returns: self.annotation(found.return_type.as_deref(), depth),
            decorators: Vec::new(),
            body: body.into(),
        }
    }

    fn other(&self, span: Span) -> Expr {
        Expr::Other(self.source(span), self.position(span.start))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
}
