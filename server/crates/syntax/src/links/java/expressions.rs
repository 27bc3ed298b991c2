//! What expressions of Java mean.

use model::facts::{Node as Meant, NodeId, Use};
use tree_sitter::Node;

use super::{Local, Reader, Value};
use crate::links::{
    builder::DEPTH_LIMIT,
    node::{child, children, field},
};

impl<'t> Reader<'t> {
    /// Reads an expression for its uses only.
    pub(super) fn visit(&mut self, node: Node<'_>) {
        self.expr(node);
    }

    /// Reads an expression; says what it means.
    pub(super) fn expr(&mut self, node: Node<'_>) -> Value {
        if self.level > DEPTH_LIMIT {
            return Value::Unknown;
        }
        self.level += 1;
        let found = self.expr_inside(node);
        self.level -= 1;
        found
    }

    fn expr_inside(&mut self, node: Node<'_>) -> Value {
        match node.kind() {
            "identifier" => self.named(node),
            "this" => self.this().map_or(Value::Unknown, Value::Node),
            "super" => {
                self.inner_class().map_or(Value::Unknown, |class| Value::Node(self.builder.node(Meant::Super(class))))
            }
            "field_access" => {
                let (Some(object), Some(name)) = (field(node, "object"), field(node, "field")) else {
                    return Value::Unknown;
                };
                // `Outer.this`, and names with their package.
                if name.kind() == "this" {
                    self.visit_named(object);
                    let of = self.type_of(object);
                    return of.map_or(Value::Unknown, |of| Value::Node(self.builder.instance(of)));
                }
                if let Some((found, is_told)) = self.with_root(node) {
                    if !is_told {
                        self.builder.use_of(found, name.start_byte(), None);
                    }
                    return Value::Node(found);
                }
                let of = self.expr(object);
                self.access(of, name, None)
            }
            "method_invocation" => self.call(node),
            "object_creation_expression" => self.made(node),
            "parenthesized_expression" => children(node).next().map_or(Value::Unknown, |inner| self.expr(inner)),
            "cast_expression" => {
                field(node, "value").into_iter().for_each(|value| self.visit(value));
                let Some(of) = field(node, "type") else { return Value::Unknown };
                self.visit_type(of, None);
                self.value_of(of).map_or(Value::Unknown, Value::Node)
            }
            "instanceof_expression" => {
                field(node, "left").into_iter().for_each(|left| self.visit(left));
                if let Some(right) = field(node, "right") {
                    self.visit_type(right, None);
                    let local = self.value_of(right).map_or(Local::Opaque, Local::Known);
                    field(node, "name").into_iter().for_each(|name| self.bind(name, local));
                }
                field(node, "pattern").into_iter().for_each(|pattern| self.pattern(pattern));
                Value::Unknown
            }
            "method_reference" => {
                let parts: Vec<Node<'_>> = children(node).collect();
                let Some(first) = parts.first() else { return Value::Unknown };
                let of = self.expr(*first);
                if let Some(name) = parts.get(1..).and_then(|rest| rest.iter().rfind(|it| it.kind() == "identifier")) {
                    self.access(of, *name, Some(Use::ANY.into()));
                }
                Value::Unknown
            }
            "lambda_expression" => {
                self.lambda(node);
                Value::Unknown
            }
            "class_literal" => {
                children(node).for_each(|of| self.visit_type(of, None));
                Value::Outside
            }
            "array_creation_expression" => {
                field(node, "type").into_iter().for_each(|of| self.visit_type(of, None));
                children(node).filter(|it| !it.kind().contains("type")).for_each(|inner| self.visit(inner));
                Value::Unknown
            }
            "type_identifier" | "generic_type" | "scoped_type_identifier" => {
                self.visit_type(node, None);
                self.type_of(node).map_or(Value::Unknown, Value::Node)
            }
            "string_literal" | "decimal_integer_literal" | "true" | "false" | "null_literal" | "character_literal" => {
                Value::Outside
            }
            "switch_expression" => {
                self.statement(node);
                Value::Unknown
            }
            "assignment_expression" => {
                field(node, "left").into_iter().for_each(|left| self.visit(left));
                field(node, "right").map_or(Value::Unknown, |right| self.expr(right))
            }
            _ => {
                children(node).for_each(|inner| self.any(inner));
                Value::Unknown
            }
        }
    }

    /// A class with its package where a value stands: the first word must not be one of the file's own.
    fn with_root(&mut self, node: Node<'_>) -> Option<(NodeId, bool)> {
        let root = self.str(node).split('.').next().filter(|root| self.builder.is_package_root(root))?;
        let is_local = self.scopes.iter().any(|scope| scope.contains_key(root)) || self.statics.contains_key(root);
        let is_member = self.classes.iter().any(|class| self.members.contains_key(&(*class, root, true)));
        (!is_local && !is_member).then(|| self.with_package(node)).flatten()
    }

    fn inner_class(&self) -> Option<u32> {
        self.classes.last().copied().filter(|_| self.unnamed == 0)
    }

    fn this(&mut self) -> Option<NodeId> {
        let class = self.inner_class()?;
        let class = self.builder.node(Meant::Symbol(class));
        Some(self.builder.instance(class))
    }

    /// A simple name of a variable, a field or a type.
    fn named(&mut self, node: Node<'_>) -> Value {
        let name = self.str(node);
        for scope in self.scopes.iter().rev() {
            match scope.get(name) {
                Some(Local::Known(node)) => return Value::Node(*node),
                Some(Local::Opaque) => return Value::Unknown,
                None => {}
            }
        }
        let found = self.field_or_type(name);
        match found {
            Value::Node(meant) => self.builder.use_of(meant, node.start_byte(), None),
            Value::Unknown => self.builder.unclear(),
            Value::Outside => {}
        }
        found
    }

    fn field_or_type(&mut self, name: &'t str) -> Value {
        let fields = self.classes.iter().rev().find_map(|class| self.members.get(&(*class, name, true)).copied());
        // What a class without a name inherits may hide what is around it.
        if self.unnamed > 0 && name.starts_with(char::is_lowercase) {
            return Value::Unknown;
        }
        if let Some(symbol) = fields {
            return Value::Node(self.builder.node(Meant::Symbol(symbol)));
        }
        let is_type = name.starts_with(char::is_uppercase)
            && (name.chars().any(char::is_lowercase) || self.imports.contains_key(name) || name.len() == 1);
        if is_type {
            return self.type_named(name);
        }
        if let Some(node) = self.statics.get(name) {
            return Value::Node(*node);
        }
        match self.inner_class() {
            Some(class) => {
                let name = self.builder.name(name);
                Value::Node(self.builder.node(Meant::Own(class, name)))
            }
            None => Value::Unknown,
        }
    }

    fn access(&mut self, of: Value, name: Node<'_>, arguments: Option<usize>) -> Value {
        let text = self.str(name);
        self.builder.access(of, text, name.start_byte(), arguments)
    }

    fn call(&mut self, node: Node<'_>) -> Value {
        let Some(name) = field(node, "name") else { return Value::Unknown };
        let of = field(node, "object").map(|object| self.expr(object));
        field(node, "type_arguments").into_iter().for_each(|list| self.visit_type(list, None));
        let mut given = Vec::new();
        for argument in field(node, "arguments").into_iter().flat_map(|list| children(list)) {
            given.push(self.argument(argument));
        }
        let callee = match of {
            Some(Value::Node(of)) => Value::Node(self.builder.member(of, self.str(name))),
            Some(Value::Unknown) => Value::Unknown,
            Some(Value::Outside) => return Value::Outside,
            None => self.own_method(name),
        };
        let Value::Node(callee) = callee else {
            self.builder.unclear();
            return Value::Unknown;
        };
        let count = u8::try_from(given.len()).unwrap_or(u8::MAX);
        let callee = self.passed(callee, given);
        self.builder.use_of(callee, name.start_byte(), Some(count.into()));
        Value::Node(self.builder.node(Meant::Called(callee, count)))
    }

    /// What a call passes; `None` when its type is not evident.
    fn argument(&mut self, node: Node<'_>) -> Option<NodeId> {
        let found = self.expr(node);
        let name = match node.kind() {
            "string_literal" => "String",
            "true" | "false" => "boolean",
            "character_literal" => "char",
            "class_literal" => "Class",
            "lambda_expression" | "method_reference" => "->",
            "decimal_integer_literal" if self.str(node).ends_with(['l', 'L']) => "long",
            "decimal_integer_literal" => "int",
            _ => {
                return match found {
                    Value::Node(node) => Some(node),
                    _ => None,
                };
            }
        };
        Some(self.plain(name))
    }

    /// What is called, with what is passed to it.
    fn passed(&mut self, callee: NodeId, given: Vec<Option<NodeId>>) -> NodeId {
        if given.iter().all(Option::is_none) {
            return callee;
        }
        let mut all: Option<NodeId> = None;
        for it in given.into_iter().rev() {
            let it = it.unwrap_or_else(|| self.builder.node(Meant::Unclear));
            all = Some(match all {
                Some(rest) => self.builder.node(Meant::Several(it, rest)),
                None => it,
            });
        }
        all.map_or(callee, |all| self.builder.node(Meant::Passed(callee, all)))
    }

    /// A method that is called by its name alone.
    fn own_method(&mut self, name: Node<'_>) -> Value {
        let text = self.str(name);
        let is_declared = self.classes.iter().any(|class| self.members.contains_key(&(*class, text, false)));
        match (self.statics.get(text).copied(), self.inner_class()) {
            (Some(node), _) if !is_declared => Value::Node(node),
            (_, Some(class)) => {
                let text = self.builder.name(text);
                Value::Node(self.builder.node(Meant::Own(class, text)))
            }
            _ => Value::Unknown,
        }
    }

    fn made(&mut self, node: Node<'_>) -> Value {
        let of = field(node, "type");
        let arguments = field(node, "arguments");
        let count = arguments.map_or(0, |list| children(list).count());
        let is_inner = children(node).next() != of;
        children(node).take_while(|it| Some(*it) != of).for_each(|outer| self.visit(outer));
        if let Some(of) = of.filter(|_| !is_inner) {
            self.visit_type(of, Some(count));
        }
        arguments.into_iter().flat_map(|list| children(list)).for_each(|inner| self.visit(inner));
        if let Some(body) = child(node, "class_body") {
            self.unnamed += 1;
            self.scoped(|it| children(body).for_each(|inner| it.member(inner)));
            self.unnamed -= 1;
        }
        let value = of.filter(|_| !is_inner).and_then(|of| self.value_of(of));
        value.map_or(Value::Unknown, Value::Node)
    }

    fn lambda(&mut self, node: Node<'_>) {
        self.scoped(|it| {
            if let Some(parameters) = field(node, "parameters") {
                match parameters.kind() {
                    "identifier" => it.bind(parameters, Local::Opaque),
                    "inferred_parameters" => children(parameters).for_each(|name| it.bind(name, Local::Opaque)),
                    _ => it.parameters(parameters),
                }
            }
            if let Some(body) = field(node, "body") {
                if body.kind() == "block" { it.statement(body) } else { it.visit(body) }
            }
        });
    }

    pub(super) fn annotation(&mut self, node: Node<'_>) {
        let name = field(node, "name");
        let of = name.and_then(|name| self.type_of(name));
        match name {
            Some(name) if name.kind() == "identifier" => self.visit_named(name),
            Some(name) => self.visit_type(name, None),
            None => {}
        }
        for argument in field(node, "arguments").into_iter().flat_map(|list| children(list)) {
            if argument.kind() == "element_value_pair" {
                // What it sets is a method of the annotation.
                if let (Some(of), Some(key)) = (of, field(argument, "key")) {
                    self.access(Value::Node(of), key, Some(Use::ANY.into()));
                }
                field(argument, "value").into_iter().for_each(|value| self.any(value));
            } else {
                self.any(argument);
            }
        }
    }
}
