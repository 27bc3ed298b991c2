//! Statements and expressions of Kotlin.

use model::facts::{Node as Meant, NodeId};
use tree_sitter::Node;

use super::{Local, Reader, Value, declare::is_extension, type_in};
use crate::links::{
    builder::DEPTH_LIMIT,
    node::{child, children, field},
};

impl<'t> Reader<'t> {
    pub(super) fn statement(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match node.kind() {
            "package_header" | "import" => {}
            "class_declaration" | "object_declaration" => self.read_type(node),
            "companion_object" => children(node).for_each(|inner| self.statement(inner)),
            "class_body" | "enum_class_body" => children(node).for_each(|inner| self.statement(inner)),
            "function_declaration" | "secondary_constructor" | "anonymous_function" => self.function(node),
            "property_declaration" => self.property(node),
            "type_alias" => children(node).skip(1).for_each(|part| self.visit_type(part, None)),
            "block"
            | "control_structure_body"
            | "when_entry"
            | "try_expression"
            | "finally_block"
            | "when_expression"
            | "anonymous_initializer"
            | "getter"
            | "setter" => {
                self.scoped(|it| children(node).for_each(|inner| it.statement(inner)));
            }
            "for_statement" => self.scoped(|it| {
                let parts: Vec<Node<'_>> = children(node).collect();
                let (names, rest): (Vec<_>, Vec<_>) =
                    parts.into_iter().partition(|it| it.kind().ends_with("_declaration"));
                rest.into_iter().for_each(|inner| {
                    names.iter().for_each(|names| it.opaque(*names));
                    it.statement(inner);
                });
            }),
            "catch_block" => self.scoped(|it| {
                type_in(node).into_iter().for_each(|of| it.visit_type(of, None));
                child(node, "identifier").into_iter().for_each(|name| it.bind(name, Local::Opaque));
                children(node).filter(|part| part.kind() == "block").for_each(|inner| it.statement(inner));
            }),
            "modifiers" | "annotation" | "file_annotation" => self.annotations(node),
            kind if kind == "user_type" || kind.ends_with("_type") => self.visit_type(node, None),
            _ => self.visit(node),
        }
        self.level -= 1;
    }

    /// Names that are not followed.
    fn opaque(&mut self, node: Node<'_>) {
        for part in children(node) {
            match part.kind() {
                "identifier" => self.bind(part, Local::Opaque),
                "variable_declaration" => self.opaque(part),
                kind if kind.ends_with("_type") => self.visit_type(part, None),
                _ => {}
            }
        }
    }

    pub(super) fn modifiers(&mut self, node: Node<'_>) {
        child(node, "modifiers").into_iter().for_each(|modifiers| self.annotations(modifiers));
    }

    fn annotations(&mut self, node: Node<'_>) {
        for part in children(node) {
            match part.kind() {
                "user_type" => self.visit_type(part, None),
                "value_arguments" => self.arguments(part),
                _ => self.annotations(part),
            }
        }
    }

    fn function(&mut self, node: Node<'_>) {
        self.modifiers(node);
        self.receivers += u16::from(is_extension(node));
        self.scoped(|it| {
            it.type_parameters(node);
            let list = child(node, "function_value_parameters");
            let mut names = Vec::new();
            for part in list.into_iter().flat_map(|list| children(list)) {
                match part.kind() {
                    "parameter" => {
                        let of = type_in(part);
                        of.into_iter().for_each(|of| it.visit_type(of, None));
                        let value = of.and_then(|of| it.value_of(of));
                        names.extend(child(part, "identifier").map(|name| (name, value)));
                    }
                    "parameter_modifiers" => it.annotations(part),
                    _ => it.visit(part),
                }
            }
            names.into_iter().for_each(|(name, value)| it.bind(name, value.map_or(Local::Opaque, Local::Known)));
            let of = children(node).filter(|part| part.kind() == "user_type" || part.kind().ends_with("_type")).last();
            of.into_iter().for_each(|of| it.visit_type(of, None));
            let is_result = of.is_some_and(|of| list.is_none_or(|list| of.start_byte() > list.end_byte()));
            let value = of.filter(|_| is_result).and_then(|of| it.value_of(of));
            field(node, "name").into_iter().for_each(|name| it.hold(name, value));
            for body in children(node).filter(|part| matches!(part.kind(), "function_body" | "block")) {
                children(body).for_each(|inner| it.statement(inner));
            }
        });
        self.receivers -= u16::from(is_extension(node));
    }

    fn property(&mut self, node: Node<'_>) {
        self.modifiers(node);
        let declared = child(node, "variable_declaration");
        let of = declared.and_then(type_in);
        of.into_iter().for_each(|of| self.visit_type(of, None));
        let mut init = Value::Unknown;
        for part in children(node) {
            match part.kind() {
                "modifiers" | "variable_declaration" => {}
                "multi_variable_declaration" => self.opaque(part),
                "property_delegate" => children(part).for_each(|inner| self.visit(inner)),
                "getter" | "setter" => self.statement(part),
                _ => init = self.expr(part),
            }
        }
        let Some(name) = declared.and_then(|declared| child(declared, "identifier")) else { return };
        let value = match (of, init) {
            (Some(of), _) => self.value_of(of),
            (None, Value::Node(node)) => Some(node),
            (None, _) => None,
        };
        if self.symbols.contains_key(&name.start_byte()) {
            self.hold(name, value);
        } else {
            self.bind(name, value.map_or(Local::Opaque, Local::Known));
        }
    }

    /// Reads an expression for its uses only.
    pub(super) fn visit(&mut self, node: Node<'_>) {
        self.expr(node);
    }

    /// Reads an expression; says what it means.
    fn expr(&mut self, node: Node<'_>) -> Value {
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
            "identifier" => self.named(node, None),
            "this_expression" => self.this(node).map_or(Value::Unknown, Value::Node),
            "super_expression" => match self.classes.last().filter(|_| self.receivers == 0) {
                Some(class) => Value::Node(self.builder.node(Meant::Super(*class))),
                None => Value::Unknown,
            },
            "navigation_expression" => self.navigation(node, None),
            "call_expression" => self.call(node),
            "parenthesized_expression" => children(node).next().map_or(Value::Unknown, |inner| self.expr(inner)),
            "as_expression" => {
                field(node, "left").into_iter().for_each(|left| self.visit(left));
                let Some(of) = field(node, "right") else { return Value::Unknown };
                self.visit_type(of, None);
                self.value_of(of).map_or(Value::Unknown, Value::Node)
            }
            "lambda_literal" | "annotated_lambda" => {
                self.lambda(node);
                Value::Unknown
            }
            "object_literal" => {
                self.receivers += 1;
                for part in children(node) {
                    if part.kind() == "delegation_specifiers" {
                        self.annotations_of(part)
                    } else {
                        self.statement(part)
                    }
                }
                self.receivers -= 1;
                Value::Unknown
            }
            "string_literal" | "multiline_string_literal" => {
                children(node).for_each(|inner| self.statement(inner));
                Value::Outside
            }
            "number_literal" | "character_literal" | "string_content" => Value::Outside,
            "infix_expression" => {
                let parts: Vec<Node<'_>> = children(node).collect();
                // The word between is a function of the left side.
                let sides = parts.iter().enumerate().filter(|(at, _)| *at != 1);
                sides.for_each(|(_, side)| self.visit(*side));
                Value::Unknown
            }
            "callable_reference" | "label" => Value::Unknown,
            _ => {
                children(node).for_each(|inner| self.statement(inner));
                Value::Unknown
            }
        }
    }

    fn annotations_of(&mut self, node: Node<'_>) {
        for part in children(node) {
            match part.kind() {
                "user_type" => self.visit_type(part, None),
                "value_arguments" => self.arguments(part),
                _ => self.annotations_of(part),
            }
        }
    }

    fn this(&mut self, node: Node<'_>) -> Option<NodeId> {
        let class = self.classes.last().copied().filter(|_| self.receivers == 0 && children(node).next().is_none())?;
        let class = self.builder.node(Meant::Symbol(class));
        Some(self.builder.instance(class))
    }

    /// A bare name: of a variable, a member, a type, a function of the package.
    fn named(&mut self, node: Node<'_>, arguments: Option<usize>) -> Value {
        let name = self.str(node);
        for scope in self.scopes.iter().rev() {
            match scope.get(name) {
                Some(Local::Known(node)) => return Value::Node(*node),
                Some(Local::Opaque) => {
                    if arguments.is_some() {
                        self.builder.unclear();
                    }
                    return Value::Unknown;
                }
                None => {}
            }
        }
        let is_type = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase);
        let found = match self.classes.last().copied() {
            _ if is_type => self.type_named(name),
            _ if self.receivers > 0 => Value::Unknown,
            Some(class) => {
                let is_own = self.classes.iter().any(|class| self.members.contains_key(&(Some(*class), name)));
                match self.imports.get(name).copied().filter(|_| !is_own) {
                    Some(node) => Value::Node(node),
                    None => {
                        let name = self.builder.name(name);
                        Value::Node(self.builder.node(Meant::Own(class, name)))
                    }
                }
            }
            None => self.type_named(name),
        };
        match found {
            Value::Node(meant) => self.builder.use_of(meant, node.start_byte(), arguments),
            Value::Unknown => self.builder.unclear(),
            Value::Outside => {}
        }
        found
    }

    fn navigation(&mut self, node: Node<'_>, arguments: Option<usize>) -> Value {
        let parts: Vec<Node<'_>> = children(node).collect();
        let (Some(of), Some(name)) = (parts.first(), parts.get(1..).and_then(<[_]>::last)) else {
            return Value::Unknown;
        };
        if let Some((found, is_told)) = self.with_root(node) {
            if !is_told || arguments.is_some() {
                self.builder.use_of(found, name.start_byte(), arguments);
            }
            return Value::Node(found);
        }
        let of = match self.expr(*of) {
            Value::Node(_) if name.kind() != "identifier" => Value::Unknown,
            of => of,
        };
        let text = self.str(*name);
        self.builder.access(of, text, name.start_byte(), arguments)
    }

    /// A class with its package where a value stands: the first word must not be one of the file's own.
    fn with_root(&mut self, node: Node<'_>) -> Option<(NodeId, bool)> {
        let text = self.str(node);
        let root = text.split('.').next().filter(|root| self.builder.is_package_root(root))?;
        let is_local = self.scopes.iter().any(|scope| scope.contains_key(root)) || self.imports.contains_key(root);
        let is_member = self.classes.iter().any(|class| self.members.contains_key(&(Some(*class), root)));
        let is_own = is_local || is_member || self.members.contains_key(&(None, root));
        (!is_own).then(|| self.builder.qualified(text, node.start_byte())).flatten()
    }

    fn call(&mut self, node: Node<'_>) -> Value {
        let parts: Vec<Node<'_>> = children(node).collect();
        let Some(function) = parts.first() else { return Value::Unknown };
        let listed =
            parts.iter().find(|part| part.kind() == "value_arguments").map_or(0, |list| children(*list).count());
        let count = listed + parts.iter().filter(|part| part.kind().contains("lambda")).count();
        let callee = match function.kind() {
            "identifier" => self.named(*function, Some(count)),
            "navigation_expression" => self.navigation(*function, Some(count)),
            _ => self.expr(*function),
        };
        for part in &parts[1..] {
            match part.kind() {
                "value_arguments" => self.arguments(*part),
                "type_arguments" => self.visit_type(*part, None),
                _ => self.visit(*part),
            }
        }
        match callee {
            Value::Node(node) => Value::Node(self.builder.node(Meant::Result(node))),
            other => other,
        }
    }

    pub(super) fn arguments(&mut self, list: Node<'_>) {
        for argument in children(list) {
            let parts: Vec<Node<'_>> = children(argument).collect();
            // `name = value`: the name is the callee's.
            let is_named = parts.len() > 1 && parts[0].kind() == "identifier";
            parts.into_iter().skip(usize::from(is_named)).for_each(|part| self.visit(part));
        }
    }

    fn lambda(&mut self, node: Node<'_>) {
        self.receivers += 1;
        self.scoped(|it| {
            it.scopes.last_mut().into_iter().for_each(|scope| {
                scope.insert("it", Local::Opaque);
            });
            for part in children(node) {
                match part.kind() {
                    "lambda_parameters" => children(part).for_each(|names| it.opaque(names)),
                    "lambda_literal" => it.lambda(part),
                    _ => it.statement(part),
                }
            }
        });
        self.receivers -= 1;
    }
}
