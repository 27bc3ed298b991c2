//! Java through tree-sitter.

use std::sync::{Arc, LazyLock};

use tree_sitter::Node;

use crate::{
    Language,
    bodies::{self, Bodies},
    body::LeftOut,
    ir::{
        Argument, Assign, AssignKind, Body, Call, Class, Expr, For, Function, If, Import, ImportedName, Module,
        Parameter, Stmt, Takes, Text,
    },
    tree::{self, DEPTH_LIMIT, Grammar, Source, Statements, binary, child, children, unescape},
};

pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(tree_sitter_java::LANGUAGE));

/// Parses a file. Never fails: a file with errors is partial.
#[must_use]
pub fn parse(text: &str) -> Module {
    read(text, Bodies::new(), None)
}

/// As [`parse`], but for the bodies of functions, which are parsed when somebody looks.
#[must_use]
pub fn parse_outline(text: &Arc<str>) -> Module {
    read(text, bodies::java(text), Some(text))
}

/// The statements of a body that was left out.
pub(crate) fn body(left_out: &LeftOut) -> Vec<Stmt> {
    tree::body(&GRAMMAR, left_out, |source| Reader { source, left_out: Bodies::new(), whole: None })
}

fn read(text: &str, left_out: Bodies, whole: Option<&Arc<str>>) -> Module {
    let Some(tree) = tree::parse(&GRAMMAR, text, &left_out) else {
        return Module { is_partial: true, ..Module::default() };
    };
    let reader = Reader { source: Source::new(&GRAMMAR, text), left_out, whole };
    let mut module = Module { is_partial: tree.root_node().has_error(), ..Module::default() };
    for node in children(tree.root_node()) {
        match node.kind() {
            "package_declaration" => module.package = children(node).last().map(|name| reader.source.text(*name)),
            _ => reader.statement(node, &mut module.body, 0),
        }
    }
    module
}

struct Reader<'t> {
    source: Source<'t>,
    left_out: Bodies,
    /// The text, for bodies that are left out.
    whole: Option<&'t Arc<str>>,
}

impl Statements for Reader<'_> {
    fn statement(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8) {
        if level > DEPTH_LIMIT {
            return;
        }
        let deeper = level.saturating_add(1);
        match node.kind() {
            "import_declaration" => out.extend(self.import(node).map(Stmt::Import)),
            "class_declaration"
            | "interface_declaration"
            | "record_declaration"
            | "enum_declaration"
            | "annotation_type_declaration" => {
                out.push(Stmt::Class(Box::new(self.class(node, deeper))));
            }
            "method_declaration" | "constructor_declaration" | "compact_constructor_declaration" => {
                out.push(Stmt::Function(Box::new(self.function(node, deeper))));
            }
            "field_declaration" | "local_variable_declaration" | "constant_declaration" => {
                self.variables(node, out, deeper)
            }
            // What an annotation may be given: a field without a value.
            "annotation_type_element_declaration" => {
                out.extend(self.source.part(node, "name").map(|name| self.element(node, name, deeper)));
            }
            "expression_statement" => out.extend(children(node).first().map(|value| self.effect(*value, deeper))),
            "return_statement" => out.push(Stmt::Return(children(node).first().map(|value| self.expr(*value, deeper)))),
            "if_statement" => {
                let test = self.source.part(node, "condition").map_or(Expr::Null, |test| self.expr(test, deeper));
                let mut branches = ["consequence", "alternative"].map(|name| {
                    let mut body = Vec::new();
                    if let Some(branch) = self.source.part(node, name) {
                        self.statement(branch, &mut body, deeper);
                    }
                    body
                });
                let otherwise = std::mem::take(&mut branches[1]);
                out.push(Stmt::If(Box::new(If { test, body: std::mem::take(&mut branches[0]), otherwise })));
            }
            "enhanced_for_statement" => {
                let mut body = Vec::new();
                if let Some(found) = self.source.part(node, "body") {
                    self.statement(found, &mut body, deeper);
                }
                let target = self.source.part(node, "name").map_or(Expr::Null, |name| self.source.name(name));
                let iterable = self.source.part(node, "value").map_or(Expr::Null, |value| self.expr(value, deeper));
                out.push(Stmt::For(Box::new(For { target, iterable, body })));
            }
            "block" => self.statements(node, out, deeper),
            "throw_statement" => {
                let thrown = children(node).into_iter().map(|inner| self.expr(inner, deeper)).collect();
                out.push(Stmt::Expr(self.source.operation(node, thrown)));
            }
            kind if kind.ends_with("_statement")
                || kind.ends_with("_clause")
                || kind.starts_with("switch")
                || kind == "static_initializer" =>
            {
                out.push(Stmt::Block(self.block(Some(node), deeper)));
            }
            _ => {}
        }
    }
}

impl Reader<'_> {
    fn effect(&self, node: Node<'_>, level: u8) -> Stmt {
        if node.kind() != "assignment_expression" {
            return Stmt::Expr(self.expr(node, level));
        }
        let side = |name: &str| self.source.part(node, name).map_or(Expr::Null, |found| self.expr(found, level));
        Stmt::Assign(Box::new(Assign {
            target: side("left"),
            annotation: None,
            value: Some(side("right")),
            kind: match self.source.part(node, "operator") {
                Some(operator) if self.source.str(operator) != "=" => AssignKind::Adds,
                _ => AssignKind::Sets,
            },
            decorators: Vec::new(),
        }))
    }

    fn import(&self, node: Node<'_>) -> Option<Import> {
        let path =
            children(node).into_iter().find(|found| matches!(found.kind(), "scoped_identifier" | "identifier"))?;
        let is_all = child(node, "asterisk").is_some();
        let full = self.source.str(path);
        let (module, name) = if is_all { (full, "*") } else { full.rsplit_once('.')? };
        Some(Import {
            module: Arc::from(module),
            names: vec![ImportedName { name: Arc::from(name), alias: Arc::from(name) }],
            module_name: None,
            is_reexport: false,
            is_type_only: false,
            is_lazy: false,
            range: self.source.range(path),
        })
    }

    fn class(&self, node: Node<'_>, level: u8) -> Class {
        let name = self.source.part(node, "name");
        let mut bases = Vec::new();
        for child in children(node) {
            match child.kind() {
                "superclass" => bases.extend(children(child).first().map(|found| self.type_of(*found))),
                "super_interfaces" | "extends_interfaces" => {
                    bases.extend(children(child).into_iter().flat_map(children).map(|found| self.type_of(found)));
                }
                _ => {}
            }
        }
        let mut body = Vec::new();
        // A record's components are its fields.
        for parameter in
            self.source.part(node, "parameters").map(|list| self.parameters(list, level)).unwrap_or_default()
        {
            let target = Expr::Name(parameter.name, self.source.at(node));
            let assign = Assign {
                target,
                annotation: parameter.annotation,
                value: None,
                kind: AssignKind::Declares,
                decorators: parameter.decorators,
            };
            body.push(Stmt::Assign(Box::new(assign)));
        }
        if let Some(found) = self.source.part(node, "body") {
            self.statements(found, &mut body, level);
            for inner in children(found).into_iter().filter(|inner| inner.kind() == "enum_body_declarations") {
                self.statements(inner, &mut body, level);
            }
        }
        Class {
            name: name.map_or_else(|| Arc::from(""), |name| self.source.text(name)),
            range: self.source.range(name.unwrap_or(node)),
            end_line: self.source.end_line(node),
            bases,
            keywords: Vec::new(),
            decorators: self.annotations(node, level),
            body,
        }
    }

    fn element(&self, node: Node<'_>, name: Node<'_>, level: u8) -> Stmt {
        Stmt::Assign(Box::new(Assign {
            target: self.source.name(name),
            annotation: self.source.part(node, "type").map(|found| self.type_of(found)),
            value: None,
            kind: AssignKind::Declares,
            decorators: self.annotations(node, level),
        }))
    }

    fn annotations(&self, node: Node<'_>, level: u8) -> Vec<Expr> {
        let Some(modifiers) = child(node, "modifiers") else { return Vec::new() };
        children(modifiers)
            .into_iter()
            .filter(|found| found.kind().ends_with("annotation"))
            .map(|found| self.annotation(found, level))
            .collect()
    }

    /// `@A` is a name, `@A(…)` a call; `value = x` and a lone `x` are told apart by the argument's name.
    fn annotation(&self, node: Node<'_>, level: u8) -> Expr {
        let callee = self.source.part(node, "name").map_or(Expr::Null, |name| self.type_of(name));
        let Some(list) = self.source.part(node, "arguments") else { return callee };
        let arguments = children(list)
            .into_iter()
            .map(|found| match found.kind() {
                "element_value_pair" => Argument {
                    name: self.source.field(found, "key"),
                    value: self.source.part(found, "value").map_or(Expr::Null, |value| self.expr(value, level)),
                },
                _ => Argument { name: None, value: self.expr(found, level) },
            })
            .collect();
        Expr::Call(Box::new(Call { callee, arguments, range: self.source.range(node) }))
    }

    fn function(&self, node: Node<'_>, level: u8) -> Function {
        let name = self.source.part(node, "name");
        Function {
            name: name.map_or_else(|| Arc::from(""), |name| self.source.text(name)),
            range: self.source.range(name.unwrap_or(node)),
            end_line: self.source.end_line(node),
            parameters: self
                .source
                .part(node, "parameters")
                .map(|list| self.parameters(list, level))
                .unwrap_or_default(),
            has_receiver: false,
            returns: self.source.part(node, "type").map(|found| self.type_of(found)),
            decorators: self.annotations(node, level),
            body: self.body(self.source.part(node, "body"), level),
        }
    }

    fn body(&self, block: Option<Node<'_>>, level: u8) -> Body {
        let later = block.zip(self.whole).and_then(|(block, whole)| {
            tree::left_out(&self.source, &self.left_out, block).map(|(block, line_start, line)| {
                Body::later(LeftOut { text: Arc::clone(whole), language: Language::Java, block, line_start, line })
            })
        });
        later.unwrap_or_else(|| self.block(block, level).into())
    }

    fn parameters(&self, list: Node<'_>, level: u8) -> Vec<Parameter> {
        children(list)
            .into_iter()
            .filter(|found| found.kind().ends_with("parameter"))
            .map(|found| Parameter {
                name: self.source.field(found, "name").unwrap_or_else(|| Arc::from("")),
                pattern: None,
                takes: if found.kind() == "spread_parameter" { Takes::Rest } else { Takes::One },
                annotation: self.source.part(found, "type").map(|found| self.type_of(found)),
                default: None,
                decorators: self.annotations(found, level),
            })
            .collect()
    }

    fn type_of(&self, node: Node<'_>) -> Expr {
        match node.kind() {
            "type_identifier" | "identifier" => self.source.name(node),
            "scoped_type_identifier" | "scoped_identifier" => dotted(self.source.str(node), self.source.at(node)),
            "generic_type" => {
                let parts = children(node);
                let outer = parts.first().map_or(Expr::Null, |outer| self.type_of(*outer));
                let inner = parts
                    .get(1)
                    .map(|list| children(*list).into_iter().map(|one| self.type_of(one)).collect())
                    .unwrap_or_default();
                Expr::Index(Box::new(outer), Box::new(Expr::List(inner)))
            }
            _ => self.source.other(node),
        }
    }

    fn variables(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8) {
        let annotation = self.source.part(node, "type").map(|found| self.type_of(found));
        let decorators = self.annotations(node, level);
        let mut cursor = node.walk();
        for declarator in node.children_by_field_name("declarator", &mut cursor) {
            let Some(name) = self.source.part(declarator, "name") else { continue };
            out.push(Stmt::Assign(Box::new(Assign {
                target: self.source.name(name),
                annotation: annotation.clone(),
                value: self.source.part(declarator, "value").map(|value| self.expr(value, level)),
                kind: AssignKind::Declares,
                decorators: decorators.clone(),
            })));
        }
    }

    fn arguments(&self, node: Node<'_>, level: u8) -> Vec<Argument> {
        let list = self.source.part(node, "arguments").map(children).unwrap_or_default();
        list.into_iter().map(|value| Argument { name: None, value: self.expr(value, level) }).collect()
    }

    fn expr(&self, node: Node<'_>, level: u8) -> Expr {
        if level > DEPTH_LIMIT {
            return self.source.other(node);
        }
        let deeper = level + 1;
        let inner = |name: &str| self.source.part(node, name).map(|found| self.expr(found, deeper));
        match node.kind() {
            "string_literal" => self.string(node),
            "decimal_integer_literal" => self
                .source
                .str(node)
                .trim_end_matches(['L', 'l'])
                .parse()
                .map_or_else(|_| self.source.other(node), Expr::Int),
            "true" => Expr::Bool(true),
            "false" => Expr::Bool(false),
            "null_literal" => Expr::Null,
            "identifier" | "this" | "super" | "type_identifier" => self.source.name(node),
            "field_access" => match (inner("object"), self.source.field(node, "field")) {
                (Some(object), Some(name)) => Expr::Attr(Box::new(object), name),
                _ => self.source.other(node),
            },
            "method_invocation" => {
                let name = self.source.part(node, "name");
                let callee = match (inner("object"), name) {
                    (Some(object), Some(name)) => Expr::Attr(Box::new(object), self.source.text(name)),
                    (None, Some(name)) => self.source.name(name),
                    _ => Expr::Null,
                };
                Expr::Call(Box::new(Call {
                    callee,
                    arguments: self.arguments(node, deeper),
                    range: self.source.range(node),
                }))
            }
            "object_creation_expression" => {
                let callee = self.source.part(node, "type").map_or(Expr::Null, |found| self.type_of(found));
                Expr::Call(Box::new(Call {
                    callee,
                    arguments: self.arguments(node, deeper),
                    range: self.source.range(node),
                }))
            }
            "element_value_array_initializer" | "array_initializer" => {
                Expr::List(children(node).into_iter().map(|value| self.expr(value, deeper)).collect())
            }
            "array_creation_expression" => inner("value").unwrap_or(Expr::List(Vec::new())),
            "parenthesized_expression" | "cast_expression" => {
                let value = self.source.part(node, "value").or_else(|| children(node).last().copied());
                value.map_or_else(|| self.source.other(node), |value| self.expr(value, deeper))
            }
            "binary_expression" => {
                let operator = self.source.part(node, "operator").map_or("", |operator| self.source.str(operator));
                let (left, right) = (inner("left").unwrap_or(Expr::Null), inner("right").unwrap_or(Expr::Null));
                match binary(operator, left, right) {
                    Ok(known) => known,
                    Err(sides) => self.source.operation(node, sides.into()),
                }
            }
            "ternary_expression" => match (inner("condition"), inner("consequence"), inner("alternative")) {
                (Some(test), Some(then), Some(otherwise)) => {
                    Expr::Cond(Box::new(test), Box::new(then), Box::new(otherwise))
                }
                _ => self.source.other(node),
            },
            "unary_expression" | "switch_expression" | "instanceof_expression" | "array_access" => {
                let inner = children(node).into_iter().filter(|inner| inner.kind() != "switch_block");
                self.source.operation(node, inner.map(|inner| self.expr(inner, deeper)).collect())
            }
            "lambda_expression" => self.lambda(node, deeper),
            "annotation" | "marker_annotation" => self.annotation(node, deeper),
            "assignment_expression" => inner("right").unwrap_or(Expr::Null),
            _ => self.source.other(node),
        }
    }

    fn lambda(&self, node: Node<'_>, level: u8) -> Expr {
        let parameters = match self.source.part(node, "parameters") {
            Some(list) if list.kind() == "formal_parameters" => self.parameters(list, level),
            Some(list) => {
                let names = if list.kind() == "identifier" { vec![list] } else { children(list) };
                let bare = |name| Parameter {
                    name: self.source.text(name),
                    pattern: None,
                    takes: Takes::One,
                    annotation: None,
                    default: None,
                    decorators: Vec::new(),
                };
                names.into_iter().map(bare).collect()
            }
            None => Vec::new(),
        };
        let body = match self.source.part(node, "body") {
            Some(body) if body.kind() == "block" => self.block(Some(body), level),
            Some(body) => vec![Stmt::Return(Some(self.expr(body, level)))],
            None => Vec::new(),
        };
        let start = self.source.at(node);
        Expr::Lambda(Box::new(Function {
            name: Arc::from(""),
            range: model::Range { start, end: start },
            end_line: self.source.end_line(node),
            parameters,
            has_receiver: false,
            returns: None,
            decorators: Vec::new(),
            body: body.into(),
        }))
    }

    fn string(&self, node: Node<'_>) -> Expr {
        let text = self.source.str(node);
        let body = match text.strip_prefix("\"\"\"").and_then(|rest| rest.strip_suffix("\"\"\"")) {
            Some(block) => block.trim_start_matches([' ', '\t', '\r', '\n']),
            None => text.trim_start_matches('"').strip_suffix('"').unwrap_or(""),
        };
        Expr::Str(Arc::from(unescape(body)), self.source.range(node))
    }
}

fn dotted(text: &str, at: model::Position) -> Expr {
    let mut parts = text.split('.').map(|part| -> Text { Arc::from(part.trim()) });
    let first = Expr::Name(parts.next().unwrap_or_else(|| Arc::from("")), at);
    parts.fold(first, |value, name| Expr::Attr(Box::new(value), name))
}
