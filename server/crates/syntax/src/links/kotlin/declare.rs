//! Symbols of Kotlin. What a companion holds belongs to its class.

use model::facts::{CodeSymbolKind, Node as Meant, Owner};
use tree_sitter::Node;

use super::{Reader, has_word, type_in};
use crate::links::{
    builder::{DEPTH_LIMIT, Declared},
    node::{child, children, field},
};

impl<'t> Reader<'t> {
    /// Makes symbols of a declaration and of what is in it.
    pub(super) fn declare(&mut self, node: Node<'_>, owner: Owner) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match node.kind() {
            "class_declaration" | "object_declaration" => self.declare_type(node, owner),
            "companion_object" => self.inside(node, owner),
            "function_declaration" => {
                // What extends another class is no member of its own.
                if let Some(name) = field(node, "name").filter(|_| !is_extension(node)) {
                    let kind = if owner == Owner::File { CodeSymbolKind::Function } else { CodeSymbolKind::Method };
                    let symbol = self.symbol(name, kind, owner, node);
                    self.builder.fact(symbol).arity = arity(node);
                }
            }
            "property_declaration" => {
                let name = child(node, "variable_declaration").and_then(|found| child(found, "identifier"));
                if let Some(name) = name.filter(|_| !is_extension(node)) {
                    let is_constant = has_word(node, self.text, "const");
                    let kind = if is_constant { CodeSymbolKind::Constant } else { CodeSymbolKind::Field };
                    self.symbol(name, kind, owner, node);
                }
            }
            "enum_entry" => {
                if let Some(name) = child(node, "identifier") {
                    self.symbol(name, CodeSymbolKind::Constant, owner, node);
                }
            }
            "type_alias" => {
                if let Some(name) = field(node, "type") {
                    let symbol = self.symbol(name, CodeSymbolKind::Alias, owner, node);
                    self.types.insert((None, self.str(name)), symbol);
                }
            }
            _ => {}
        }
        self.level -= 1;
    }

    fn declare_type(&mut self, node: Node<'_>, owner: Owner) {
        let Some(name) = field(node, "name") else { return };
        let kind = if has_word(node, self.text, "interface") {
            CodeSymbolKind::Interface
        } else if child(node, "enum_class_body").is_some() {
            CodeSymbolKind::Enum
        } else {
            CodeSymbolKind::Class
        };
        let symbol = self.symbol(name, kind, owner, node);
        let around = match owner {
            Owner::Symbol(around) => Some(around),
            _ => None,
        };
        self.types.insert((around, self.str(name)), symbol);
        let constructor = child(node, "primary_constructor").and_then(|it| child(it, "class_parameters"));
        for parameter in constructor.into_iter().flat_map(|list| children(list)) {
            let is_field = has_word(parameter, self.text, "val") || has_word(parameter, self.text, "var");
            if let Some(name) = child(parameter, "identifier").filter(|_| is_field) {
                self.symbol(name, CodeSymbolKind::Field, Owner::Symbol(symbol), parameter);
            }
        }
        self.inside(node, Owner::Symbol(symbol));
    }

    fn inside(&mut self, node: Node<'_>, owner: Owner) {
        for body in children(node).filter(|it| it.kind().ends_with("class_body")) {
            children(body).for_each(|inner| self.declare(inner, owner));
        }
    }

    fn symbol(&mut self, name: Node<'_>, kind: CodeSymbolKind, owner: Owner, whole: Node<'_>) -> u32 {
        let text = self.str(name);
        let it = Declared { name: text, kind, owner, span: name.byte_range(), end: whole.end_byte() };
        let symbol = self.builder.symbol(it);
        let is_hidden = ["private", "internal", "protected"].iter().any(|word| has_word(whole, self.text, word));
        self.builder.fact(symbol).is_exported = !is_hidden;
        self.symbols.insert(name.start_byte(), symbol);
        let class = match owner {
            Owner::Symbol(class) => Some(class),
            _ => None,
        };
        if !kind.is_type() {
            self.members.insert((class, text), symbol);
        }
        symbol
    }

    pub(super) fn hold(&mut self, name: Node<'_>, value: Option<model::facts::NodeId>) {
        if let Some(symbol) = self.symbols.get(&name.start_byte()).copied() {
            self.builder.fact(symbol).value = value;
        }
    }

    /// Reads a class: what it is made from, and what is in it.
    pub(super) fn read_type(&mut self, node: Node<'_>) {
        let symbol = field(node, "name").and_then(|name| self.symbols.get(&name.start_byte()).copied());
        self.modifiers(node);
        self.scoped(|it| {
            it.type_parameters(node);
            let mut bases = Vec::new();
            for base in child(node, "delegation_specifiers").into_iter().flat_map(|list| children(list)) {
                let inner = children(base).next().unwrap_or(base);
                let of = if inner.kind() == "constructor_invocation" { type_in(inner) } else { Some(inner) };
                let known = of.and_then(|of| it.type_of(of));
                bases.push(known.unwrap_or_else(|| it.builder.node(Meant::Unclear)));
                of.into_iter().for_each(|of| it.visit_type(of, None));
                if let Some(arguments) = child(inner, "value_arguments") {
                    it.arguments(arguments);
                }
            }
            match symbol {
                Some(symbol) => {
                    it.builder.set_bases(symbol, bases);
                    it.classes.push(symbol);
                    it.read_inside(node);
                    it.classes.pop();
                }
                None => {
                    it.receivers += 1;
                    it.read_inside(node);
                    it.receivers -= 1;
                }
            }
        });
    }

    fn read_inside(&mut self, node: Node<'_>) {
        let constructor = child(node, "primary_constructor").and_then(|it| child(it, "class_parameters"));
        for parameter in constructor.into_iter().flat_map(|list| children(list)) {
            self.modifiers(parameter);
            let Some(of) = type_in(parameter) else { continue };
            self.visit_type(of, None);
            let value = self.value_of(of);
            let Some(name) = child(parameter, "identifier") else { continue };
            self.hold(name, value);
            // What is no field is seen by initializers only; a field is a member like others.
            if !self.symbols.contains_key(&name.start_byte()) {
                self.bind(name, value.map_or(super::Local::Opaque, super::Local::Known));
            }
        }
        for body in children(node).filter(|it| it.kind().ends_with("class_body")) {
            children(body).for_each(|inner| self.statement(inner));
        }
    }

    pub(super) fn type_parameters(&mut self, node: Node<'_>) {
        for parameter in child(node, "type_parameters").into_iter().flat_map(|list| children(list)) {
            children(parameter).filter(|part| part.kind() == "identifier").for_each(|name| {
                self.bind(name, super::Local::Opaque);
            });
            children(parameter).filter(|part| part.kind() != "identifier").for_each(|part| self.visit_type(part, None));
        }
    }
}

/// `fun Receiver.name()`, `val Receiver.name`: a type stands before the name.
pub(super) fn is_extension(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|it| it.kind() == ".")
}

fn arity(node: Node<'_>) -> (u8, u8) {
    let Some(list) = child(node, "function_value_parameters") else { return (0, 0) };
    let mut cursor = list.walk();
    let (mut most, mut defaults, mut is_open) = (0_u8, 0_u8, false);
    for part in list.children(&mut cursor) {
        match part.kind() {
            "parameter" => most = most.saturating_add(1),
            "=" => defaults = defaults.saturating_add(1),
            "parameter_modifiers" => is_open = true,
            _ => {}
        }
    }
    (most.saturating_sub(defaults).saturating_sub(u8::from(is_open)), if is_open { u8::MAX } else { most })
}
