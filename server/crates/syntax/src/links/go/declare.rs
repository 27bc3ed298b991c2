//! What a file of Go declares in its package.

use model::facts::{CodeSymbolKind, Node as Meant, NodeId, Owner};
use tree_sitter::Node;

use super::Reader;
use crate::links::{
    builder::Declared,
    node::{child, children, field, fields},
};

impl<'t> Reader<'t> {
    /// Makes symbols of the declarations of a file.
    pub(super) fn declare(&mut self, root: Node<'_>) {
        for node in children(root) {
            match node.kind() {
                "package_clause" => {
                    let name = child(node, "package_identifier").map(|name| self.str(name));
                    self.builder.links.package = name.map(|name| self.builder.name(name));
                }
                "import_declaration" => self.imports(node),
                "function_declaration" => {
                    if let Some(name) = field(node, "name").filter(|name| self.str(*name) != "init") {
                        self.symbol(name, CodeSymbolKind::Function, node);
                    }
                }
                "method_declaration" => self.method(node),
                "type_declaration" => children(node).for_each(|spec| self.declared_type(spec)),
                "const_declaration" => self.value_symbols(node, CodeSymbolKind::Constant),
                "var_declaration" => self.value_symbols(node, CodeSymbolKind::Variable),
                _ => {}
            }
        }
    }

    fn value_symbols(&mut self, node: Node<'_>, kind: CodeSymbolKind) {
        for spec in children(node) {
            if spec.kind() == "var_spec_list" {
                self.value_symbols(spec, kind);
                continue;
            }
            for name in fields(spec, "name") {
                if self.str(name) != "_" {
                    self.symbol(name, kind, spec);
                }
            }
        }
    }

    fn symbol(&mut self, name: Node<'_>, kind: CodeSymbolKind, whole: Node<'_>) -> u32 {
        let text = self.str(name);
        let it = Declared { name: text, kind, owner: Owner::File, span: name.byte_range(), end: whole.end_byte() };
        let symbol = self.builder.symbol(it);
        self.builder.fact(symbol).is_exported = is_exported(text);
        self.symbols.insert(text, symbol);
        symbol
    }

    fn method(&mut self, node: Node<'_>) {
        let (Some(name), Some(owner)) = (field(node, "name"), self.receiver(node)) else { return };
        let owner = Owner::Type(self.builder.name(owner));
        let text = self.str(name);
        let kind = CodeSymbolKind::Method;
        let it = Declared { name: text, kind, owner, span: name.byte_range(), end: node.end_byte() };
        let symbol = self.builder.symbol(it);
        self.builder.fact(symbol).is_exported = is_exported(text);
        self.methods.insert(name.start_byte(), symbol);
    }

    /// The name of a receiver's type.
    fn receiver(&self, node: Node<'_>) -> Option<&'t str> {
        let mut found = field(children(field(node, "receiver")?).next()?, "type")?;
        loop {
            found = match found.kind() {
                "type_identifier" => return Some(self.str(found)),
                "generic_type" => field(found, "type")?,
                "pointer_type" | "parenthesized_type" => children(found).next()?,
                _ => return None,
            };
        }
    }

    fn declared_type(&mut self, spec: Node<'_>) {
        let (Some(name), Some(of)) = (field(spec, "name"), field(spec, "type")) else { return };
        let kind = match (spec.kind(), of.kind()) {
            ("type_alias", _) => CodeSymbolKind::Alias,
            (_, "struct_type") => CodeSymbolKind::Struct,
            (_, "interface_type") => CodeSymbolKind::Interface,
            _ => CodeSymbolKind::Type,
        };
        let symbol = self.symbol(name, kind, spec);
        let list = child(of, "field_declaration_list");
        let members: Vec<Node<'_>> = match of.kind() {
            "struct_type" => list.map(|list| children(list).collect()).unwrap_or_default(),
            "interface_type" => children(of).collect(),
            _ => return,
        };
        for member in members {
            let kind = if member.kind() == "method_elem" { CodeSymbolKind::Method } else { CodeSymbolKind::Field };
            let names = fields(member, "name");
            let embedded = field(member, "type").filter(|_| names.is_empty() && kind == CodeSymbolKind::Field);
            for name in names.into_iter().chain(embedded.and_then(last_name)) {
                let text = self.str(name);
                let owner = Owner::Symbol(symbol);
                let it = Declared { name: text, kind, owner, span: name.byte_range(), end: member.end_byte() };
                let made = self.builder.symbol(it);
                self.builder.fact(made).is_exported = is_exported(text);
                self.methods.insert(name.start_byte(), made);
            }
        }
    }

    /// What the members of a type are made of, and what it embeds.
    pub(super) fn type_facts(&mut self, spec: Node<'_>) {
        let (Some(name), Some(of)) = (field(spec, "name"), field(spec, "type")) else { return };
        let Some(symbol) = self.symbols.get(self.str(name)).copied() else { return };
        if spec.kind() == "type_alias" {
            let value = self.value_of(of);
            self.builder.fact(symbol).value = value;
            return;
        }
        let mut bases = Vec::new();
        match of.kind() {
            "struct_type" => {
                for member in child(of, "field_declaration_list").into_iter().flat_map(|list| children(list)) {
                    let Some(found) = field(member, "type") else { continue };
                    let names = fields(member, "name");
                    let value = self.value_of(found);
                    if names.is_empty() {
                        bases.extend(self.type_of(found));
                    }
                    for name in names.into_iter().chain(last_name(found)) {
                        self.hold(name, value);
                    }
                }
            }
            "interface_type" => {
                for member in children(of) {
                    match (member.kind(), field(member, "name")) {
                        ("method_elem", Some(name)) => {
                            let value = field(member, "result").and_then(|result| self.given(result));
                            self.hold(name, value);
                        }
                        ("type_elem", _) => bases.extend(children(member).next().and_then(|it| self.type_of(it))),
                        _ => {}
                    }
                }
            }
            // Another name of a list or a map.
            _ => {
                let value = self.value_of(of);
                let is_list = |it: &NodeId| matches!(self.builder.links.nodes[it.0 as usize], Meant::Items(_));
                self.builder.fact(symbol).value = value.filter(is_list);
            }
        }
        self.builder.set_bases(symbol, bases);
    }

    pub(super) fn hold(&mut self, name: Node<'_>, value: Option<NodeId>) {
        if let Some(symbol) = self.methods.get(&name.start_byte()).copied() {
            self.builder.fact(symbol).value = value;
        }
    }

    /// The values that a call gives.
    pub(super) fn given(&mut self, result: Node<'_>) -> Option<NodeId> {
        if result.kind() != "parameter_list" {
            return self.value_of(result);
        }
        let mut values = Vec::new();
        for declared in children(result) {
            let value = field(declared, "type").and_then(|of| self.value_of(of));
            values.extend(std::iter::repeat_n(value, fields(declared, "name").len().max(1)));
        }
        let mut values = values.into_iter().rev().skip_while(Option::is_none);
        let mut given = values.next().flatten()?;
        for value in values {
            let value = value.unwrap_or_else(|| self.builder.node(Meant::Unclear));
            given = self.builder.node(Meant::Several(value, given));
        }
        Some(given)
    }
}

/// The name under which an embedded type is a field.
fn last_name(of: Node<'_>) -> Option<Node<'_>> {
    match of.kind() {
        "type_identifier" => Some(of),
        "qualified_type" => field(of, "name"),
        "generic_type" => last_name(field(of, "type")?),
        "pointer_type" => last_name(children(of).next()?),
        _ => None,
    }
}

fn is_exported(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}
