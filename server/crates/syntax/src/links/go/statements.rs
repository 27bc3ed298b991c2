//! Statements of Go, with the scopes that they open.

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::{Local, Reader, Value};
use crate::links::{
    builder::DEPTH_LIMIT,
    node::{children, field, fields},
};

impl Reader<'_> {
    /// A declaration of the package.
    pub(super) fn top(&mut self, node: Node<'_>) {
        match node.kind() {
            "function_declaration" => {
                let value = field(node, "result").and_then(|result| self.given(result));
                let name = field(node, "name").map(|name| self.str(name));
                if let Some(symbol) = name.and_then(|name| self.symbols.get(name)).copied() {
                    self.builder.fact(symbol).value = value;
                }
                self.function(node, None);
            }
            "method_declaration" => {
                let value = field(node, "result").and_then(|result| self.given(result));
                field(node, "name").into_iter().for_each(|name| self.hold(name, value));
                self.function(node, field(node, "receiver"));
            }
            "type_declaration" => {
                for spec in children(node) {
                    self.type_facts(spec);
                    self.scopes.push(FxHashMap::default());
                    if let Some(list) = field(spec, "type_parameters") {
                        self.visit_type(list);
                        self.parameters(list);
                    }
                    field(spec, "type").into_iter().for_each(|found| self.visit_type(found));
                    self.scopes.pop();
                }
            }
            "const_declaration" | "var_declaration" => self.values(node, true),
            _ => {}
        }
    }

    /// Variables and constants of a package or a function.
    fn values(&mut self, node: Node<'_>, is_top: bool) {
        for spec in children(node) {
            if spec.kind() == "var_spec_list" {
                self.values(spec, is_top);
                continue;
            }
            let names = fields(spec, "name");
            let of = field(spec, "type");
            of.into_iter().for_each(|found| self.visit_type(found));
            let values = self.list(field(spec, "value"));
            let declared = of.map(|found| self.value_of(found));
            for (at, name) in names.iter().enumerate() {
                let value = match (declared, values.get(at)) {
                    (Some(declared), _) => declared,
                    (None, Some(Value::Node(node))) if at == 0 || values.len() == names.len() => Some(*node),
                    _ => None,
                };
                let local = value.map_or(Local::Opaque, Local::Known);
                match self.symbols.get(self.str(*name)).copied().filter(|_| is_top) {
                    Some(symbol) => self.builder.fact(symbol).value = value,
                    None => self.bind(*name, local),
                }
            }
        }
    }

    fn list(&mut self, node: Option<Node<'_>>) -> Vec<Value> {
        let Some(node) = node else { return Vec::new() };
        if node.kind() != "expression_list" {
            return vec![self.expr(node, None)];
        }
        children(node).map(|value| self.expr(value, None)).collect()
    }

    fn scoped(&mut self, work: impl FnOnce(&mut Self)) {
        self.scopes.push(FxHashMap::default());
        work(self);
        self.scopes.pop();
    }

    pub(super) fn statement(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match node.kind() {
            "block"
            | "if_statement"
            | "for_statement"
            | "expression_switch_statement"
            | "type_switch_statement"
            | "select_statement"
            | "expression_case"
            | "default_case"
            | "type_case"
            | "communication_case" => {
                self.scoped(|it| it.parts(node));
            }
            "short_var_declaration" => {
                let values = self.list(field(node, "right"));
                let names: Vec<Node<'_>> = field(node, "left").map(|left| children(left).collect()).unwrap_or_default();
                for (at, name) in names.iter().enumerate() {
                    let value = values.get(at).filter(|_| at == 0 || values.len() == names.len());
                    let local = match value {
                        Some(Value::Node(node)) => Local::Known(*node),
                        _ => Local::Opaque,
                    };
                    // What the same block declared before is only set anew.
                    let text = self.str(*name);
                    if self.scopes.last().is_some_and(|scope| !scope.contains_key(text)) {
                        self.bind(*name, local);
                    }
                }
            }
            "var_declaration" | "const_declaration" => self.values(node, false),
            "type_declaration" => {
                for spec in children(node) {
                    field(spec, "name").into_iter().for_each(|name| self.bind(name, Local::Opaque));
                    field(spec, "type").into_iter().for_each(|found| self.visit_type(found));
                }
            }
            "range_clause" => {
                field(node, "right").into_iter().for_each(|right| self.visit(right));
                let is_new = node_has(node, ":=");
                for name in field(node, "left").into_iter().flat_map(|left| children(left)) {
                    if is_new { self.bind(name, Local::Opaque) } else { self.visit(name) }
                }
            }
            "receive_statement" => {
                field(node, "right").into_iter().for_each(|right| self.visit(right));
                let is_new = node_has(node, ":=");
                for name in field(node, "left").into_iter().flat_map(|left| children(left)) {
                    if is_new { self.bind(name, Local::Opaque) } else { self.visit(name) }
                }
            }
            "labeled_statement" => children(node).skip(1).for_each(|inner| self.statement(inner)),
            "goto_statement" | "break_statement" | "continue_statement" => {}
            _ => self.parts(node),
        }
        self.level -= 1;
    }

    /// The parts of a statement in order.
    fn parts(&mut self, node: Node<'_>) {
        if node.kind() == "type_switch_statement" {
            field(node, "initializer").into_iter().for_each(|inner| self.statement(inner));
            field(node, "value").into_iter().for_each(|value| self.visit(value));
            let alias = field(node, "alias").into_iter().flat_map(|alias| children(alias));
            alias.for_each(|name| self.bind(name, Local::Opaque));
            for inner in children(node).filter(|inner| inner.kind().ends_with("_case")) {
                self.statement(inner);
            }
            return;
        }
        if node.kind() == "type_case" {
            for inner in children(node) {
                let is_type = inner.kind().ends_with("_type") || inner.kind() == "type_identifier";
                if is_type { self.visit_type(inner) } else { self.step(inner) }
            }
            return;
        }
        children(node).for_each(|inner| self.step(inner));
    }

    fn step(&mut self, inner: Node<'_>) {
        match inner.kind() {
            kind if kind.ends_with("_statement")
                || kind.ends_with("_declaration")
                || kind.ends_with("_case")
                || kind.ends_with("_clause")
                || matches!(kind, "block" | "statement_list" | "for_clause" | "inc_statement") =>
            {
                self.statement(inner);
            }
            _ => self.visit(inner),
        }
    }
}

/// Whether a node has this token.
fn node_has(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|inner| inner.kind() == token)
}
