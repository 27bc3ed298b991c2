//! The second pass: what every use means.

use model::facts::{Node, NodeId};
use oxc_ast::ast::{
    Argument, ArrowFunctionExpression, BindingPattern, CallExpression, ChainElement, Class, Expression,
    FormalParameter, Function, IdentifierReference, MethodDefinition, NewExpression, PrivateFieldExpression,
    PropertyDefinition, StaticMemberExpression, TSInterfaceDeclaration, TSSignature, TSTypeAliasDeclaration,
    TSTypeAnnotation, TSTypeName, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;

use super::{Local, State, Value};

pub(super) struct Uses<'x, 't, 's> {
    state: &'x mut State<'t, 's>,
    /// What `this` means, innermost last.
    this: Vec<Option<NodeId>>,
    /// The classes around.
    classes: Vec<u32>,
    /// What `this` means in the function that comes next.
    next_this: Option<NodeId>,
}

impl<'x, 't, 's> Uses<'x, 't, 's> {
    pub(super) fn new(state: &'x mut State<'t, 's>) -> Self {
        Self { state, this: Vec::new(), classes: Vec::new(), next_this: None }
    }

    fn this(&self) -> Option<NodeId> {
        self.this.last().copied().flatten()
    }

    fn use_of(&mut self, node: NodeId, at: Span, arguments: Option<usize>) {
        self.state.builder.use_of(node, at.start as usize, arguments);
    }

    fn identifier(&mut self, id: &IdentifierReference<'_>, arguments: Option<usize>) -> Value {
        let Some(declared) = self.state.declared(id) else { return Value::Outside };
        match self.state.local(declared) {
            Local::Node(node) => {
                self.use_of(node, id.span, arguments);
                Value::Node(node)
            }
            Local::Known(node) => Value::Node(node),
            Local::Opaque => {
                if arguments.is_some() {
                    self.state.builder.unclear();
                }
                Value::Unknown
            }
        }
    }

    fn member_of(&mut self, of: Value, name: &str, at: Span, arguments: Option<usize>) -> Value {
        match of {
            Value::Node(of) => {
                let node = self.state.builder.member(of, name);
                self.use_of(node, at, arguments);
                Value::Node(node)
            }
            Value::Unknown => {
                self.state.builder.unclear();
                Value::Unknown
            }
            Value::Outside => Value::Outside,
        }
    }

    fn member<'a>(&mut self, found: &StaticMemberExpression<'a>, arguments: Option<usize>) -> Value {
        let of = self.expr(&found.object, None);
        self.member_of(of, &found.property.name, found.property.span, arguments)
    }

    fn private<'a>(&mut self, found: &PrivateFieldExpression<'a>, arguments: Option<usize>) -> Value {
        let of = self.expr(&found.object, None);
        self.member_of(of, &found.field.name, found.field.span, arguments)
    }

    fn call<'a>(&mut self, call: &CallExpression<'a>) -> Value {
        let import = self.state.calls.get(&call.span.start).map(|(_, node)| *node);
        if let Some(node) = import.filter(|_| self.state.is_global(&call.callee, "require")) {
            return Value::Node(node);
        }
        let callee = match &call.callee {
            Expression::Super(_) => Value::Unknown,
            callee => self.expr(callee, Some(call.arguments.len())),
        };
        call.type_arguments.iter().for_each(|it| self.visit_ts_type_parameter_instantiation(it));
        self.arguments(&call.arguments);
        match callee {
            Value::Node(node) => Value::Node(self.state.builder.node(Node::Result(node))),
            other => other,
        }
    }

    fn made<'a>(&mut self, found: &NewExpression<'a>) -> Value {
        let callee = self.expr(&found.callee, Some(found.arguments.len()));
        found.type_arguments.iter().for_each(|it| self.visit_ts_type_parameter_instantiation(it));
        self.arguments(&found.arguments);
        match callee {
            Value::Node(node) => Value::Node(self.state.builder.instance(node)),
            _ => Value::Unknown,
        }
    }

    fn arguments<'a>(&mut self, arguments: &[Argument<'a>]) {
        arguments.iter().for_each(|argument| self.visit_argument(argument));
    }

    /// Reads an expression; says what it means. `arguments`: how many it is called with.
    fn expr<'a>(&mut self, expression: &Expression<'a>, arguments: Option<usize>) -> Value {
        match expression {
            Expression::Identifier(id) => self.identifier(id, arguments),
            Expression::StaticMemberExpression(found) => self.member(found, arguments),
            Expression::PrivateFieldExpression(found) => self.private(found, arguments),
            Expression::CallExpression(found) => self.call(found),
            Expression::NewExpression(found) => self.made(found),
            Expression::ThisExpression(_) => self.this().map_or(Value::Unknown, Value::Node),
            Expression::Super(_) => match self.classes.last() {
                Some(class) => Value::Node(self.state.builder.node(Node::Super(*class))),
                None => Value::Unknown,
            },
            Expression::AwaitExpression(found) => self.expr(&found.argument, None),
            Expression::ParenthesizedExpression(found) => self.expr(&found.expression, arguments),
            Expression::TSNonNullExpression(found) => self.expr(&found.expression, arguments),
            Expression::TSSatisfiesExpression(found) => {
                self.visit_ts_type(&found.type_annotation);
                self.expr(&found.expression, None)
            }
            Expression::TSAsExpression(found) => {
                self.expr(&found.expression, None);
                self.visit_ts_type(&found.type_annotation);
                let this = self.this();
                self.state.value_of(&found.type_annotation, this).map_or(Value::Unknown, Value::Node)
            }
            Expression::ChainExpression(found) => match &found.expression {
                ChainElement::CallExpression(found) => self.call(found),
                ChainElement::StaticMemberExpression(found) => self.member(found, arguments),
                ChainElement::PrivateFieldExpression(found) => self.private(found, arguments),
                ChainElement::TSNonNullExpression(found) => self.expr(&found.expression, None),
                ChainElement::ComputedMemberExpression(_) => {
                    walk::walk_expression(self, expression);
                    Value::Unknown
                }
            },
            Expression::ImportExpression(found) => {
                walk::walk_expression(self, expression);
                let known = self.state.calls.get(&found.span.start);
                known.map_or(Value::Unknown, |(_, node)| Value::Node(*node))
            }
            Expression::StringLiteral(_) | Expression::NumericLiteral(_) | Expression::RegExpLiteral(_) => {
                Value::Outside
            }
            Expression::TemplateLiteral(_) => {
                walk::walk_expression(self, expression);
                Value::Outside
            }
            other => {
                walk::walk_expression(self, other);
                Value::Unknown
            }
        }
    }

    /// The value that a declaration gives: of its type, else of what it is made with.
    fn declared(&mut self, annotation: Option<&TSTypeAnnotation<'_>>, init: Value) -> Option<NodeId> {
        match (annotation, init) {
            (Some(annotation), _) => {
                let this = self.this();
                self.state.value_of(&annotation.type_annotation, this)
            }
            (None, Value::Node(node)) => Some(node),
            (None, _) => None,
        }
    }

    fn hold(&mut self, at: Span, value: Option<NodeId>) {
        if let (Some(symbol), Some(value)) = (self.state.symbol_at(at), value) {
            let fact = self.state.builder.fact(symbol);
            fact.value = fact.value.or(Some(value));
        }
    }

    /// What a call of a function gives.
    fn gives(&mut self, at: Span, returns: Option<&TSTypeAnnotation<'_>>) {
        let value = returns.and_then(|returns| self.declared(Some(returns), Value::Unknown));
        self.hold(at, value);
    }

    fn signatures(&mut self, signatures: &[TSSignature<'_>]) {
        for signature in signatures {
            match signature {
                TSSignature::TSPropertySignature(found) => {
                    self.gives(found.key.span(), found.type_annotation.as_deref());
                }
                TSSignature::TSMethodSignature(found) => self.gives(found.key.span(), found.return_type.as_deref()),
                _ => {}
            }
        }
    }

    fn receiver(&mut self, is_static: bool) -> Option<NodeId> {
        let class = self.classes.last().copied()?;
        let class = self.state.builder.node(Node::Symbol(class));
        Some(if is_static { class } else { self.state.builder.instance(class) })
    }
}

impl<'a> Visit<'a> for Uses<'_, '_, '_> {
    fn visit_expression(&mut self, found: &Expression<'a>) {
        self.expr(found, None);
    }

    fn visit_identifier_reference(&mut self, found: &IdentifierReference<'a>) {
        self.identifier(found, None);
    }

    fn visit_static_member_expression(&mut self, found: &StaticMemberExpression<'a>) {
        self.member(found, None);
    }

    fn visit_private_field_expression(&mut self, found: &PrivateFieldExpression<'a>) {
        self.private(found, None);
    }

    fn visit_ts_type_name(&mut self, found: &TSTypeName<'a>) {
        match found {
            TSTypeName::QualifiedName(inner) => {
                self.visit_ts_type_name(&inner.left);
                if let Some(node) = self.state.named_type(found) {
                    self.use_of(node, inner.right.span, None);
                }
            }
            other => walk::walk_ts_type_name(self, other),
        }
    }

    fn visit_variable_declarator(&mut self, found: &VariableDeclarator<'a>) {
        let init = found.init.as_ref().map_or(Value::Unknown, |init| self.expr(init, None));
        found.type_annotation.iter().for_each(|it| self.visit_ts_type_annotation(it));
        self.visit_binding_pattern(&found.id);
        let BindingPattern::BindingIdentifier(id) = &found.id else { return };
        let value = self.declared(found.type_annotation.as_deref(), init);
        let declared = id.symbol_id.get();
        match declared.map(|id| self.state.local(id)) {
            Some(Local::Node(_)) => {
                let is_changed = declared.is_some_and(|id| self.state.scoping.symbol_is_mutated(id));
                match found.init.as_ref().map(super::bare) {
                    Some(Expression::ArrowFunctionExpression(function)) => {
                        self.gives(id.span, function.return_type.as_deref());
                    }
                    Some(Expression::FunctionExpression(function)) => {
                        self.gives(id.span, function.return_type.as_deref());
                    }
                    Some(Expression::ClassExpression(_)) => {}
                    _ if is_changed && found.type_annotation.is_none() => {}
                    _ => self.hold(id.span, value),
                }
            }
            Some(Local::Opaque) => {
                let is_changed = declared.is_some_and(|id| self.state.scoping.symbol_is_mutated(id));
                if let Some(value) = value.filter(|_| !is_changed || found.type_annotation.is_some()) {
                    self.state.set(id, Local::Known(value));
                }
            }
            _ => {}
        }
    }

    fn visit_formal_parameter(&mut self, found: &FormalParameter<'a>) {
        walk::walk_formal_parameter(self, found);
        let BindingPattern::BindingIdentifier(id) = &found.pattern else { return };
        let Some(value) = self.declared(found.type_annotation.as_deref(), Value::Unknown) else { return };
        self.state.set(id, Local::Known(value));
        self.hold(id.span, Some(value));
    }

    fn visit_function(&mut self, found: &Function<'a>, flags: ScopeFlags) {
        let this = self.next_this.take();
        if let Some(id) = &found.id {
            self.gives(id.span, found.return_type.as_deref());
        }
        self.this.push(this);
        walk::walk_function(self, found, flags);
        self.this.pop();
    }

    fn visit_arrow_function_expression(&mut self, found: &ArrowFunctionExpression<'a>) {
        walk::walk_arrow_function_expression(self, found);
    }

    fn visit_class(&mut self, found: &Class<'a>) {
        found.decorators.iter().for_each(|it| self.visit_decorator(it));
        let at = found.id.as_ref().map_or(found.span, |id| id.span);
        let symbol = self.state.symbol_at(at).or_else(|| self.state.symbol_at(found.span));
        found.type_parameters.iter().for_each(|it| self.visit_ts_type_parameter_declaration(it));
        if let Some(heritage) = &found.heritage {
            let base = match self.expr(&heritage.expression, None) {
                Value::Node(node) => node,
                Value::Outside => self.state.builder.free(""),
                Value::Unknown => self.state.builder.node(Node::Unclear),
            };
            heritage.type_arguments.iter().for_each(|it| self.visit_ts_type_parameter_instantiation(it));
            symbol.into_iter().for_each(|symbol| self.state.builder.set_bases(symbol, [base]));
        }
        found.implements.iter().for_each(|it| self.visit_ts_class_implements(it));
        // A class without a name hides the one around it.
        let this = self.this.len();
        self.this.push(None);
        match symbol {
            Some(symbol) => {
                self.classes.push(symbol);
                self.visit_class_body(&found.body);
                self.classes.pop();
            }
            None => {
                let classes = std::mem::take(&mut self.classes);
                self.visit_class_body(&found.body);
                self.classes = classes;
            }
        }
        self.this.truncate(this);
    }

    fn visit_method_definition(&mut self, found: &MethodDefinition<'a>) {
        found.decorators.iter().for_each(|it| self.visit_decorator(it));
        if found.computed {
            self.visit_property_key(&found.key);
        }
        let this = self.receiver(found.r#static);
        self.this.push(this);
        self.gives(found.key.span(), found.value.return_type.as_deref());
        self.this.pop();
        self.next_this = this;
        self.visit_function(&found.value, ScopeFlags::Function);
    }

    fn visit_property_definition(&mut self, found: &PropertyDefinition<'a>) {
        found.decorators.iter().for_each(|it| self.visit_decorator(it));
        if found.computed {
            self.visit_property_key(&found.key);
        }
        found.type_annotation.iter().for_each(|it| self.visit_ts_type_annotation(it));
        let this = self.receiver(found.r#static);
        self.this.push(this);
        let init = found.value.as_ref().map_or(Value::Unknown, |value| self.expr(value, None));
        match found.value.as_ref().map(super::bare) {
            Some(Expression::ArrowFunctionExpression(function)) if found.type_annotation.is_none() => {
                self.gives(found.key.span(), function.return_type.as_deref());
            }
            _ => {
                let value = self.declared(found.type_annotation.as_deref(), init);
                self.hold(found.key.span(), value);
            }
        }
        self.this.pop();
    }

    fn visit_ts_interface_declaration(&mut self, found: &TSInterfaceDeclaration<'a>) {
        walk::walk_ts_interface_declaration(self, found);
        if let Some(symbol) = self.state.symbol_at(found.id.span) {
            let mut bases = Vec::new();
            for base in &found.extends {
                let known = self.state.named_type(&base.type_name);
                bases.push(known.unwrap_or_else(|| self.state.builder.node(Node::Unclear)));
            }
            if !bases.is_empty() && self.state.builder.fact(symbol).bases.is_empty() {
                self.state.builder.set_bases(symbol, bases);
            }
        }
        self.signatures(&found.body.body);
    }

    fn visit_ts_type_alias_declaration(&mut self, found: &TSTypeAliasDeclaration<'a>) {
        walk::walk_ts_type_alias_declaration(self, found);
        let value = self.state.value_of(&found.type_annotation, None);
        self.hold(found.id.span, value);
        if let oxc_ast::ast::TSType::TSTypeLiteral(literal) = &found.type_annotation {
            self.signatures(&literal.members);
        }
    }
}
