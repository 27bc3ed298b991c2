//! Members and statements of Java, with the scopes that they open.

use tree_sitter::Node;

use super::{Local, Reader, Value, declare::type_kind};
use crate::links::{
    builder::DEPTH_LIMIT,
    node::{child, children, field, fields},
};

impl Reader<'_> {
    /// A declaration of a file or a class.
    pub(super) fn member(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match node.kind() {
            _ if type_kind(node).is_some() => self.read_type(node),
            "method_declaration"
            | "constructor_declaration"
            | "compact_constructor_declaration"
            | "annotation_type_element_declaration" => self.method(node),
            "field_declaration" | "constant_declaration" => {
                self.modifiers(node);
                let of = field(node, "type");
                of.into_iter().for_each(|of| self.visit_type(of, None));
                for declared in fields(node, "declarator") {
                    let of = of.filter(|_| field(declared, "dimensions").is_none());
                    field(declared, "name").into_iter().for_each(|name| self.hold(name, of));
                    field(declared, "value").into_iter().for_each(|value| self.visit(value));
                    // Fields of a class without a name hide others.
                    if self.unnamed > 0 {
                        let local = of.and_then(|of| self.value_of(of)).map_or(Local::Opaque, Local::Known);
                        field(declared, "name").into_iter().for_each(|name| self.bind(name, local));
                    }
                }
            }
            "enum_constant" => {
                self.modifiers(node);
                let arguments = field(node, "arguments").into_iter().flat_map(|list| children(list));
                arguments.for_each(|inner| self.visit(inner));
                if let Some(body) = field(node, "body") {
                    self.unnamed += 1;
                    self.scoped(|it| children(body).for_each(|inner| it.member(inner)));
                    self.unnamed -= 1;
                }
            }
            "enum_body_declarations" => children(node).for_each(|inner| self.member(inner)),
            "block" | "static_initializer" => self.statement(node),
            _ => {}
        }
        self.level -= 1;
    }

    pub(super) fn modifiers(&mut self, node: Node<'_>) {
        for modifier in child(node, "modifiers").into_iter().flat_map(|list| children(list)) {
            if matches!(modifier.kind(), "annotation" | "marker_annotation") {
                self.annotation(modifier);
            }
        }
    }

    fn method(&mut self, node: Node<'_>) {
        self.modifiers(node);
        self.scoped(|it| {
            field(node, "type_parameters").into_iter().for_each(|list| it.type_parameters(list));
            let of = field(node, "type");
            of.into_iter().for_each(|of| it.visit_type(of, None));
            if node.kind() == "method_declaration" {
                field(node, "name").into_iter().for_each(|name| it.hold(name, of));
            }
            children(node).filter(|part| part.kind() == "throws").for_each(|part| it.visit_type(part, None));
            field(node, "parameters").into_iter().for_each(|list| it.parameters(list));
            field(node, "body").into_iter().for_each(|body| it.statement(body));
            // What an element of an annotation is when nobody sets it.
            field(node, "value").into_iter().for_each(|value| it.any(value));
        });
    }

    pub(super) fn parameters(&mut self, list: Node<'_>) {
        for parameter in children(list) {
            self.modifiers(parameter);
            if parameter.kind() == "spread_parameter" {
                for part in children(parameter) {
                    match part.kind() {
                        "variable_declarator" => {
                            field(part, "name").into_iter().for_each(|name| self.bind(name, Local::Opaque));
                        }
                        "modifiers" => {}
                        _ => self.visit_type(part, None),
                    }
                }
                continue;
            }
            let Some(of) = field(parameter, "type") else { continue };
            self.visit_type(of, None);
            let is_array = field(parameter, "dimensions").is_some();
            let value = self.value_of(of).filter(|_| !is_array);
            let local = value.map_or(Local::Opaque, Local::Known);
            field(parameter, "name").into_iter().for_each(|name| self.bind(name, local));
        }
    }

    /// An expression, a type, an annotation or a statement.
    pub(super) fn any(&mut self, node: Node<'_>) {
        match node.kind() {
            "annotation" | "marker_annotation" => self.annotation(node),
            "block" | "switch_block" | "constructor_body" => self.statement(node),
            kind if kind.ends_with("_statement") || kind.ends_with("_declaration") => self.statement(node),
            kind if kind.ends_with("_type") => self.visit_type(node, None),
            _ => self.visit(node),
        }
    }

    pub(super) fn statement(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match node.kind() {
            _ if type_kind(node).is_some() => self.read_type(node),
            "local_variable_declaration" => self.local(node),
            "enhanced_for_statement" => self.scoped(|it| {
                field(node, "value").into_iter().for_each(|value| it.visit(value));
                let of = field(node, "type");
                of.into_iter().for_each(|of| it.visit_type(of, None));
                let is_inferred = of.is_some_and(|of| it.str(of) == "var");
                let value = of.filter(|_| !is_inferred).and_then(|of| it.value_of(of));
                let local = value.map_or(Local::Opaque, Local::Known);
                field(node, "name").into_iter().for_each(|name| it.bind(name, local));
                field(node, "body").into_iter().for_each(|body| it.statement(body));
            }),
            "catch_clause" => self.scoped(|it| {
                if let Some(parameter) = child(node, "catch_formal_parameter") {
                    children(parameter)
                        .filter(|part| part.kind() == "catch_type")
                        .for_each(|of| it.visit_type(of, None));
                    field(parameter, "name").into_iter().for_each(|name| it.bind(name, Local::Opaque));
                }
                field(node, "body").into_iter().for_each(|body| it.statement(body));
            }),
            "resource" => {
                let of = field(node, "type");
                of.into_iter().for_each(|of| self.visit_type(of, None));
                let init = field(node, "value").map_or(Value::Unknown, |value| self.expr(value));
                match (field(node, "name"), of) {
                    (Some(name), Some(of)) => self.declared(name, of, init),
                    _ => children(node).for_each(|inner| self.any(inner)),
                }
            }
            "switch_label" => {
                for part in children(node) {
                    match part.kind() {
                        // Constants of the enumeration that is switched on.
                        "identifier" => {}
                        "pattern" | "type_pattern" | "record_pattern" => self.pattern(part),
                        _ => self.any(part),
                    }
                }
            }
            "labeled_statement" => children(node).skip(1).for_each(|inner| self.any(inner)),
            "break_statement" | "continue_statement" => {}
            "block"
            | "for_statement"
            | "switch_block"
            | "switch_block_statement_group"
            | "switch_rule"
            | "try_with_resources_statement"
            | "constructor_body"
            | "static_initializer" => {
                self.scoped(|it| children(node).for_each(|inner| it.part(inner)));
            }
            // What `instanceof` binds lives on after a negated test; one scope for all is enough.
            _ => children(node).for_each(|inner| self.part(inner)),
        }
        self.level -= 1;
    }

    fn part(&mut self, node: Node<'_>) {
        match node.kind() {
            "catch_clause"
            | "finally_clause"
            | "resource_specification"
            | "resource"
            | "switch_label"
            | "switch_block_statement_group"
            | "switch_rule"
            | "local_variable_declaration" => self.statement(node),
            "explicit_constructor_invocation" => {
                let arguments = field(node, "arguments").into_iter().flat_map(|list| children(list));
                arguments.for_each(|inner| self.visit(inner));
            }
            _ => self.any(node),
        }
    }

    fn local(&mut self, node: Node<'_>) {
        self.modifiers(node);
        let Some(of) = field(node, "type") else { return };
        let is_inferred = self.str(of) == "var";
        if !is_inferred {
            self.visit_type(of, None);
        }
        for declared in fields(node, "declarator") {
            let init = field(declared, "value").map_or(Value::Unknown, |value| self.expr(value));
            let is_array = field(declared, "dimensions").is_some();
            let Some(name) = field(declared, "name") else { continue };
            if is_array { self.bind(name, Local::Opaque) } else { self.declared(name, of, init) }
        }
    }

    fn declared(&mut self, name: Node<'_>, of: Node<'_>, init: Value) {
        let value = match (self.str(of), init) {
            ("var", Value::Node(node)) => Some(node),
            ("var", _) => None,
            _ => self.value_of(of),
        };
        self.bind(name, value.map_or(Local::Opaque, Local::Known));
    }

    /// A pattern of `switch` or `instanceof`.
    pub(super) fn pattern(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        let parts: Vec<Node<'_>> = children(node).collect();
        let is_leaf = matches!(node.kind(), "type_pattern" | "record_pattern_component");
        match (is_leaf, parts.first(), parts.last()) {
            (true, Some(of), Some(name)) if name.kind() == "identifier" => {
                self.visit_type(*of, None);
                let local = self.value_of(*of).map_or(Local::Opaque, Local::Known);
                self.bind(*name, local);
            }
            _ => {
                for part in parts {
                    let is_pattern = part.kind().contains("pattern");
                    if is_pattern {
                        self.pattern(part)
                    } else if part.kind() == "identifier" {
                        self.visit_named(part)
                    } else {
                        self.visit_type(part, None)
                    }
                }
            }
        }
        self.level -= 1;
    }

    pub(super) fn visit_named(&mut self, node: Node<'_>) {
        if let Some(found) = self.type_of(node) {
            self.builder.use_of(found, node.start_byte(), None);
        }
    }
}
