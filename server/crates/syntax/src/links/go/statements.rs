//! Statements of Go, with the scopes that they open.

use model::facts::{Node as Meant, NodeId};
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
                let name = field(node, "name").map(|name| self.str(name));
                if let Some(symbol) = name.and_then(|name| self.symbols.get(name)).copied() {
                    self.builder.fact(symbol).value = self.result(node);
                }
                self.function(node, None);
            }
            "method_declaration" => {
                let value = self.result(node);
                field(node, "name").into_iter().for_each(|name| self.hold(name, value));
                self.function(node, field(node, "receiver"));
            }
            "type_declaration" => {
                for spec in children(node) {
                    self.scoped(|it| {
                        it.type_parameters(spec);
                        it.type_facts(spec);
                        field(spec, "type").into_iter().for_each(|found| it.visit_type(found));
                    });
                }
            }
            "const_declaration" | "var_declaration" => self.values(node, true),
            _ => {}
        }
    }

    /// What a function gives; its parameters of types stand for others.
    fn result(&mut self, node: Node<'_>) -> Option<NodeId> {
        let result = field(node, "result")?;
        let mut value = None;
        let (uses, unclear) = (self.builder.links.uses.len(), self.builder.links.unclear);
        self.scoped(|it| {
            it.type_parameters(node);
            value = it.given(result);
        });
        // Read once more with the body.
        self.builder.links.uses.truncate(uses);
        self.builder.links.unclear = unclear;
        value
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
                let value = match declared {
                    Some(declared) => declared,
                    None => self.value_at(&values, at, names.len()),
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

    /// What one of several names gets: a value of its own, or one of those that a call gives.
    fn value_at(&mut self, values: &[Value], at: usize, names: usize) -> Option<NodeId> {
        match (values, values.get(at)) {
            (_, Some(Value::Node(node))) if at == 0 || values.len() == names => Some(*node),
            ([Value::Node(only)], None) => {
                let Meant::Result(called) = self.builder.links.nodes[only.0 as usize] else { return None };
                Some(self.builder.node(Meant::Nth(called, u8::try_from(at).ok()?)))
            }
            _ => None,
        }
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
                    let local = self.value_at(&values, at, names.len()).map_or(Local::Opaque, Local::Known);
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
                let of = field(node, "right").map_or(Value::Unknown, |right| self.expr(right, None));
                // The first of two is a place or a key; one alone may be that, or what a channel holds.
                let item = self.item(of);
                self.set(node, [Value::Unknown, item]);
            }
            "receive_statement" => {
                let value = field(node, "right").map_or(Value::Unknown, |right| self.expr(right, None));
                self.set(node, [value, Value::Unknown]);
            }
            "labeled_statement" => children(node).skip(1).for_each(|inner| self.statement(inner)),
            "goto_statement" | "break_statement" | "continue_statement" => {}
            _ => self.parts(node),
        }
        self.level -= 1;
    }

    /// The names to the left of a loop or a receiving case, and what they get.
    fn set(&mut self, node: Node<'_>, values: [Value; 2]) {
        let is_new = node_has(node, ":=");
        let names = field(node, "left").into_iter().flat_map(|left| children(left));
        for (name, value) in names.zip(values) {
            match value {
                Value::Node(value) if is_new => self.bind(name, Local::Known(value)),
                _ if is_new => self.bind(name, Local::Opaque),
                _ => self.visit(name),
            }
        }
    }

    /// The parts of a statement in order.
    fn parts(&mut self, node: Node<'_>) {
        if node.kind() == "type_switch_statement" {
            field(node, "initializer").into_iter().for_each(|inner| self.statement(inner));
            field(node, "value").into_iter().for_each(|value| self.visit(value));
            let alias: Vec<Node<'_>> =
                field(node, "alias").into_iter().flat_map(|alias| children(alias).collect::<Vec<_>>()).collect();
            for inner in children(node).filter(|inner| inner.kind().ends_with("_case")) {
                self.scoped(|it| {
                    // Of several types it is none of them.
                    let local = match fields(inner, "type")[..] {
                        [only] => it.value_of(only).map_or(Local::Opaque, Local::Known),
                        _ => Local::Opaque,
                    };
                    alias.iter().for_each(|name| it.bind(*name, local));
                    it.parts(inner);
                });
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
