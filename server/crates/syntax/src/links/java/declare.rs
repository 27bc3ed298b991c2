//! Symbols of Java.

use model::facts::{CodeSymbolKind, Node as Meant, Owner};
use tree_sitter::Node;

use super::{Local, Reader};
use crate::links::{
    builder::{DEPTH_LIMIT, Declared},
    node::{child, children, field, fields},
};

/// Kinds of nodes that declare a type.
pub(super) fn type_kind(node: Node<'_>) -> Option<CodeSymbolKind> {
    Some(match node.kind() {
        "class_declaration" | "record_declaration" => CodeSymbolKind::Class,
        "interface_declaration" | "annotation_type_declaration" => CodeSymbolKind::Interface,
        "enum_declaration" => CodeSymbolKind::Enum,
        _ => return None,
    })
}

fn has_modifier(node: Node<'_>, name: &str) -> bool {
    let Some(modifiers) = child(node, "modifiers") else { return false };
    let mut cursor = modifiers.walk();
    modifiers.children(&mut cursor).any(|it| it.kind() == name)
}

impl<'t> Reader<'t> {
    /// Makes symbols of a declaration and of what is in it.
    pub(super) fn declare(&mut self, node: Node<'_>, owner: Owner) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match (type_kind(node), node.kind()) {
            (Some(kind), _) => self.declare_type(node, kind, owner),
            (None, "method_declaration" | "annotation_type_element_declaration") => {
                if let Some(name) = field(node, "name") {
                    let symbol = self.symbol(name, CodeSymbolKind::Method, owner, node);
                    self.builder.fact(symbol).arity = arity(field(node, "parameters"));
                    let takes = self.takes(node);
                    self.builder.fact(symbol).takes = Some(self.builder.name(&takes));
                }
            }
            (None, "field_declaration" | "constant_declaration") => {
                let is_final = has_modifier(node, "final") && has_modifier(node, "static");
                let is_constant = is_final || node.kind() == "constant_declaration";
                let kind = if is_constant { CodeSymbolKind::Constant } else { CodeSymbolKind::Field };
                for declared in fields(node, "declarator") {
                    field(declared, "name").into_iter().for_each(|name| {
                        self.symbol(name, kind, owner, node);
                    });
                }
            }
            (None, "enum_constant") => {
                if let Some(name) = field(node, "name") {
                    let symbol = self.symbol(name, CodeSymbolKind::Constant, owner, node);
                    if let Owner::Symbol(class) = owner {
                        let class = self.builder.node(Meant::Symbol(class));
                        let value = self.builder.instance(class);
                        self.builder.fact(symbol).value = Some(value);
                    }
                }
            }
            (None, "enum_body_declarations") => children(node).for_each(|inner| self.declare(inner, owner)),
            _ => {}
        }
        self.level -= 1;
    }

    fn declare_type(&mut self, node: Node<'_>, kind: CodeSymbolKind, owner: Owner) {
        let Some(name) = field(node, "name") else { return };
        let symbol = self.symbol(name, kind, owner, node);
        let around = match owner {
            Owner::Symbol(around) => Some(around),
            _ => None,
        };
        self.types.insert((around, self.str(name)), symbol);
        // Components of a record are read by methods of their names.
        if node.kind() == "record_declaration" {
            for component in field(node, "parameters").into_iter().flat_map(|list| children(list)) {
                if let Some(name) = field(component, "name") {
                    let made = self.symbol(name, CodeSymbolKind::Method, Owner::Symbol(symbol), component);
                    self.builder.fact(made).arity = (0, 0);
                }
            }
        }
        let known = self.stand_ins.len();
        let own = self.stand_ins(node);
        self.stand_ins.extend(own);
        for inner in field(node, "body").into_iter().flat_map(|body| children(body)) {
            self.declare(inner, Owner::Symbol(symbol));
        }
        self.stand_ins.truncate(known);
    }

    fn symbol(&mut self, name: Node<'_>, kind: CodeSymbolKind, owner: Owner, whole: Node<'_>) -> u32 {
        let text = self.str(name);
        let it = Declared { name: text, kind, owner, span: name.byte_range(), end: whole.end_byte() };
        let symbol = self.builder.symbol(it);
        let in_interface = matches!(owner, Owner::Symbol(class)
            if self.builder.links.symbols[class as usize].kind == CodeSymbolKind::Interface);
        let fact = self.builder.fact(symbol);
        fact.is_exported = in_interface || has_modifier(whole, "public");
        fact.is_static = has_modifier(whole, "static");
        self.symbols.insert(name.start_byte(), symbol);
        if let Owner::Symbol(class) = owner
            && !kind.is_type()
        {
            self.members.insert((class, text, kind.is_value()), symbol);
        }
        symbol
    }

    /// The type that a declaration gives its symbol.
    pub(super) fn hold(&mut self, name: Node<'_>, of: Option<Node<'_>>) {
        let value = of.and_then(|of| self.value_of(of));
        if let Some(symbol) = self.symbols.get(&name.start_byte()).copied() {
            self.builder.fact(symbol).value = value;
        }
    }

    /// Reads a type's declaration: what it is made from, and what is in it.
    pub(super) fn read_type(&mut self, node: Node<'_>) {
        let symbol = field(node, "name").and_then(|name| self.symbols.get(&name.start_byte()).copied());
        let Some(symbol) = symbol else { return self.local_type(node) };
        self.modifiers(node);
        self.scopes.push(rustc_hash::FxHashMap::default());
        field(node, "type_parameters").into_iter().for_each(|list| self.type_parameters(list));
        let mut bases = Vec::new();
        for part in
            children(node).filter(|it| matches!(it.kind(), "superclass" | "super_interfaces" | "extends_interfaces"))
        {
            for of in
                children(part).flat_map(|it| if it.kind() == "type_list" { children(it).collect() } else { vec![it] })
            {
                self.visit_type(of, None);
                let base = self.type_of(of);
                bases.push(base.unwrap_or_else(|| self.builder.node(Meant::Unclear)));
            }
        }
        self.builder.set_bases(symbol, bases);
        self.classes.push(symbol);
        for component in field(node, "parameters").into_iter().flat_map(|list| children(list)) {
            self.modifiers(component);
            let of = field(component, "type");
            of.into_iter().for_each(|of| self.visit_type(of, None));
            field(component, "name").into_iter().for_each(|name| self.hold(name, of));
        }
        field(node, "body").into_iter().flat_map(|body| children(body)).for_each(|inner| self.member(inner));
        self.classes.pop();
        self.scopes.pop();
    }

    /// A class in a method: it is read, but nobody can name it from outside.
    fn local_type(&mut self, node: Node<'_>) {
        field(node, "name").into_iter().for_each(|name| self.bind(name, Local::Opaque));
        self.unnamed += 1;
        field(node, "body").into_iter().flat_map(|body| children(body)).for_each(|inner| self.member(inner));
        self.unnamed -= 1;
    }

    pub(super) fn type_parameters(&mut self, list: Node<'_>) {
        for parameter in children(list) {
            if let Some(name) = child(parameter, "type_identifier").or_else(|| child(parameter, "identifier")) {
                self.bind(name, Local::Opaque);
            }
            children(parameter).filter(|it| it.kind() == "type_bound").for_each(|bound| self.visit_type(bound, None));
        }
    }
}

impl<'t> Reader<'t> {
    /// Names that stand for types in a declaration.
    fn stand_ins(&self, node: Node<'_>) -> Vec<&'t str> {
        let Some(list) = child(node, "type_parameters") else { return Vec::new() };
        let names = children(list).filter_map(|it| children(it).find(|it| it.kind().ends_with("identifier")));
        names.map(|it| self.str(it)).collect()
    }

    /// The types of a method's parameters, as [`model::facts::SymbolFact::takes`] has them.
    fn takes(&self, node: Node<'_>) -> String {
        let own = self.stand_ins(node);
        let mut text = String::new();
        let list = field(node, "parameters").into_iter().flat_map(|list| children(list));
        for parameter in list.filter(|it| matches!(it.kind(), "formal_parameter" | "spread_parameter")) {
            let mut parts = children(parameter).filter(|it| !matches!(it.kind(), "modifiers" | "variable_declarator"));
            let written = field(parameter, "type").or_else(|| parts.next()).map_or("", |of| self.str(of));
            let name = written.split(['<', '[']).next().unwrap_or("").trim();
            let name = name.rsplit(' ').next().unwrap_or(name);
            let is_stand_in = own.contains(&name) || self.stand_ins.contains(&name);
            text.push_str(if is_stand_in { "?" } else { name });
            let is_spread = parameter.kind() == "spread_parameter" || field(parameter, "dimensions").is_some();
            text.push_str(if is_spread || written.ends_with(']') { "[]," } else { "," });
        }
        let modifiers = child(node, "modifiers").into_iter().flat_map(|list| children(list));
        let mut marks = modifiers.filter(|it| it.kind() == "marker_annotation").filter_map(|it| field(it, "name"));
        if marks.any(|name| self.str(name) == "Override") { format!("@{text}") } else { text }
    }
}

/// How many arguments a method takes.
fn arity(parameters: Option<Node<'_>>) -> (u8, u8) {
    let Some(list) = parameters else { return (0, 0) };
    let kinds: Vec<&str> = children(list).map(|it| it.kind()).filter(|kind| kind.ends_with("_parameter")).collect();
    let count = u8::try_from(kinds.len()).unwrap_or(u8::MAX);
    match kinds.contains(&"spread_parameter") {
        true => (count.saturating_sub(1), u8::MAX),
        false => {
            let count = count - u8::from(kinds.contains(&"receiver_parameter"));
            (count, count)
        }
    }
}
