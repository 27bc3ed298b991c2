//! Go through tree-sitter.

mod constraint;

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

pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(tree_sitter_go::LANGUAGE));

/// Parses a file. Never fails: a file with errors is partial.
#[must_use]
pub fn parse(text: &str) -> Module {
    read(text, Bodies::new(), None)
}

/// As [`parse`], but for the bodies of functions, which are parsed when somebody looks.
#[must_use]
pub fn parse_outline(text: &Arc<str>) -> Module {
    read(text, bodies::go(text), Some(text))
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
    let mut module = Module {
        is_partial: tree.root_node().has_error(),
        is_left_out: constraint::is_left_out(text),
        ..Module::default()
    };
    for node in children(tree.root_node()) {
        match node.kind() {
            "package_clause" => module.package = child(node, "package_identifier").map(|name| reader.source.text(name)),
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
            "import_declaration" => self.imports(node, out),
            "function_declaration" | "method_declaration" => {
                out.push(Stmt::Function(Box::new(self.function(node, deeper))))
            }
            "type_declaration" => {
                out.extend(
                    children(node)
                        .into_iter()
                        .filter_map(|spec| self.class(spec))
                        .map(|class| Stmt::Class(Box::new(class))),
                );
            }
            "const_declaration" | "var_declaration" => self.declarations(node, out, deeper),
            "short_var_declaration" | "assignment_statement" => self.assignment(node, out, deeper),
            "expression_statement" | "go_statement" | "defer_statement" => {
                out.extend(children(node).first().map(|value| Stmt::Expr(self.expr(*value, deeper))));
            }
            "return_statement" => {
                let values: Vec<Expr> = child(node, "expression_list")
                    .map(|list| children(list).into_iter().map(|value| self.expr(value, deeper)).collect())
                    .unwrap_or_default();
                out.push(Stmt::Return(single(values)));
            }
            "if_statement" => {
                if let Some(initial) = self.source.part(node, "initializer") {
                    self.statement(initial, out, deeper);
                }
                let test = self.source.part(node, "condition").map_or(Expr::Null, |test| self.expr(test, deeper));
                let body = self.block(self.source.part(node, "consequence"), deeper);
                let mut otherwise = Vec::new();
                if let Some(other) = self.source.part(node, "alternative") {
                    self.statement(other, &mut otherwise, deeper);
                }
                out.push(Stmt::If(Box::new(If { test, body, otherwise })));
            }
            "for_statement" => out.push(self.loop_over(node, deeper)),
            "block" | "statement_list" => self.statements(node, out, deeper),
            "expression_switch_statement" => {
                if let Some(value) = self.source.part(node, "value") {
                    out.push(Stmt::Expr(self.source.operation(value, vec![self.expr(value, deeper)])));
                }
                out.push(Stmt::Block(self.block(Some(node), deeper)));
            }
            "type_switch_statement"
            | "select_statement"
            | "labeled_statement"
            | "expression_case"
            | "default_case"
            | "type_case"
            | "communication_case" => {
                out.push(Stmt::Block(self.block(Some(node), deeper)));
            }
            _ => {}
        }
    }
}

impl Reader<'_> {
    fn imports(&self, node: Node<'_>, out: &mut Vec<Stmt>) {
        let specs = child(node, "import_spec_list").map_or_else(|| children(node), children);
        for spec in specs.into_iter().filter(|spec| spec.kind() == "import_spec") {
            let Some(path) = self.source.part(spec, "path") else { continue };
            let module: Text = Arc::from(self.source.str(path).trim_matches(['"', '`']));
            let alias = self.source.part(spec, "name").map(|name| self.source.text(name));
            let is_dot = alias.as_deref() == Some(".");
            out.push(Stmt::Import(Import {
                names: if is_dot {
                    vec![ImportedName { name: Arc::from("*"), alias: Arc::from("*") }]
                } else {
                    Vec::new()
                },
                module_name: if is_dot {
                    None
                } else {
                    Some(alias.unwrap_or_else(|| Arc::from(package_name(&module))))
                },
                module,
                is_reexport: false,
                is_type_only: false,
                is_lazy: false,
                range: self.source.range(path),
            }));
        }
    }

    fn function(&self, node: Node<'_>, level: u8) -> Function {
        let receiver = self.source.part(node, "receiver");
        let mut parameters = receiver.map(|list| self.parameters(list, level)).unwrap_or_default();
        parameters.extend(
            self.source.part(node, "parameters").map(|list| self.parameters(list, level)).into_iter().flatten(),
        );
        Function {
            name: self.source.field(node, "name").unwrap_or_else(|| Arc::from("")),
            range: self.source.range(self.source.part(node, "name").unwrap_or(node)),
            end_line: self.source.end_line(node),
            parameters,
            has_receiver: receiver.is_some(),
            returns: self.source.part(node, "result").map(|result| self.type_of(result)),
            decorators: Vec::new(),
            body: self.body(self.source.part(node, "body"), level),
        }
    }

    fn body(&self, block: Option<Node<'_>>, level: u8) -> Body {
        let later = block.zip(self.whole).and_then(|(block, whole)| {
            tree::left_out(&self.source, &self.left_out, block).map(|(block, line_start, line)| {
                Body::later(LeftOut { text: Arc::clone(whole), language: Language::Go, block, line_start, line })
            })
        });
        later.unwrap_or_else(|| self.block(block, level).into())
    }

    fn parameters(&self, list: Node<'_>, _level: u8) -> Vec<Parameter> {
        let mut out = Vec::new();
        for declared in children(list) {
            let annotation = self.source.part(declared, "type").map(|found| self.type_of(found));
            let is_rest = declared.kind() == "variadic_parameter_declaration";
            let takes = if is_rest { Takes::Rest } else { Takes::One };
            let mut cursor = declared.walk();
            let names: Vec<Text> =
                declared.children_by_field_name("name", &mut cursor).map(|name| self.source.text(name)).collect();
            let names = if names.is_empty() { vec![Arc::from("")] } else { names };
            out.extend(names.into_iter().map(|name| Parameter {
                name,
                pattern: None,
                takes,
                annotation: annotation.clone(),
                default: None,
                decorators: Vec::new(),
            }));
        }
        out
    }

    /// Pointers and slices are seen through: `*gin.Engine` is `gin.Engine`.
    fn type_of(&self, node: Node<'_>) -> Expr {
        match node.kind() {
            "type_identifier" | "package_identifier" | "identifier" => self.source.name(node),
            "qualified_type" => match (self.source.part(node, "package"), self.source.field(node, "name")) {
                (Some(package), Some(name)) => Expr::Attr(Box::new(self.source.name(package)), name),
                _ => self.source.other(node),
            },
            "pointer_type" | "parenthesized_type" => {
                children(node).first().map_or(Expr::Null, |inner| self.type_of(*inner))
            }
            "generic_type" => self.source.part(node, "type").map_or(Expr::Null, |inner| self.type_of(inner)),
            "slice_type" | "array_type" => {
                Expr::List(self.source.part(node, "element").map(|inner| self.type_of(inner)).into_iter().collect())
            }
            "struct_type" => self.struct_of(node),
            _ => self.source.other(node),
        }
    }

    /// A struct without a name is a map from the names of its fields to their types, each type below its tag as a cast; an
    /// embedded struct has the key [`Expr::Null`].
    fn struct_of(&self, node: Node<'_>) -> Expr {
        let mut out = Vec::new();
        for field in child(node, "field_declaration_list").map(children).unwrap_or_default() {
            let Some(kind) = self.source.part(field, "type").map(|found| self.type_of(found)) else { continue };
            let tag = self.source.part(field, "tag").map_or(Expr::Null, |tag| self.string(tag));
            let value = Expr::Cast(Box::new(tag), Box::new(kind));
            let mut cursor = field.walk();
            let names: Vec<_> = field.children_by_field_name("name", &mut cursor).collect();
            if names.is_empty() {
                out.push((Expr::Null, value));
            } else {
                out.extend(names.into_iter().map(|name| (self.source.name(name), value.clone())));
            }
        }
        Expr::Map(out)
    }

    fn class(&self, spec: Node<'_>) -> Option<Class> {
        let name = self.source.part(spec, "name")?;
        let kind = self.source.part(spec, "type")?;
        let mut bases = Vec::new();
        let mut body = Vec::new();
        for field in child(kind, "field_declaration_list").map(children).unwrap_or_default() {
            let Some(annotation) = self.source.part(field, "type").map(|found| self.type_of(found)) else { continue };
            let tag = self.source.part(field, "tag").map(|tag| self.string(tag));
            let mut cursor = field.walk();
            let names: Vec<Node<'_>> = field.children_by_field_name("name", &mut cursor).collect();
            if names.is_empty() {
                bases.push(annotation.clone());
                // It has a field of its type's name; said only where there is a tag to keep.
                if let (Some(tag), Some(name)) = (&tag, embedded_name(&self.source, field)) {
                    body.push(Stmt::Assign(Box::new(Assign {
                        target: self.source.name(name),
                        annotation: Some(annotation.clone()),
                        value: None,
                        kind: AssignKind::Declares,
                        decorators: vec![tag.clone()],
                    })));
                }
            }
            body.extend(names.into_iter().map(|name| {
                Stmt::Assign(Box::new(Assign {
                    target: self.source.name(name),
                    annotation: Some(annotation.clone()),
                    value: None,
                    kind: AssignKind::Declares,
                    decorators: tag.iter().cloned().collect(),
                }))
            }));
        }
        Some(Class {
            name: self.source.text(name),
            range: self.source.range(name),
            end_line: self.source.end_line(spec),
            bases,
            keywords: Vec::new(),
            decorators: Vec::new(),
            body,
        })
    }

    fn declarations(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8) {
        for spec in children(node) {
            if spec.kind().ends_with("_spec_list") {
                self.declarations(spec, out, level);
                continue;
            }
            let annotation = self.source.part(spec, "type").map(|found| self.type_of(found));
            let mut cursor = spec.walk();
            let names: Vec<Node<'_>> =
                spec.children_by_field_name("name", &mut cursor).filter(Node::is_named).collect();
            let values: Vec<Expr> = self
                .source
                .part(spec, "value")
                .map(|list| children(list).into_iter().map(|value| self.expr(value, level)).collect())
                .unwrap_or_default();
            let targets = names.into_iter().map(|name| self.source.name(name)).collect();
            assign_all(targets, annotation.as_ref(), values, AssignKind::Declares, out);
        }
    }

    fn assignment(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8) {
        let side = |name: &str| -> Vec<Expr> {
            self.source
                .part(node, name)
                .map(|list| children(list).into_iter().map(|value| self.expr(value, level)).collect())
                .unwrap_or_default()
        };
        let operator = self.source.part(node, "operator").map_or(":=", |operator| self.source.str(operator));
        let kind = match operator {
            ":=" => AssignKind::Declares,
            "+=" => AssignKind::Adds,
            _ => AssignKind::Sets,
        };
        assign_all(side("left"), None, side("right"), kind, out);
    }

    /// `i := 0; i < len(list); i++` is a loop over the list.
    fn counted(&self, clause: Node<'_>, level: u8) -> Option<(Expr, Expr)> {
        let first = self.source.part(clause, "initializer").filter(|it| it.kind() == "short_var_declaration")?;
        let left = self.expr(self.source.part(first, "left")?, level);
        let condition = self.source.part(clause, "condition")?;
        let limit = self.source.part(condition, "right").filter(|limit| limit.kind() == "call_expression")?;
        let is_length = self.source.field(limit, "function").as_deref() == Some("len");
        let counter = self.source.str(self.source.part(condition, "left")?);
        let is_counter = matches!(&left, Expr::Name(name, _) if &**name == counter);
        let list = children(self.source.part(limit, "arguments")?).into_iter().next()?;
        (is_length && is_counter).then(|| (Expr::List(vec![left]), self.expr(list, level)))
    }

    fn loop_over(&self, node: Node<'_>, level: u8) -> Stmt {
        let body = self.block(self.source.part(node, "body"), level);
        let Some(range) = child(node, "range_clause") else {
            return match child(node, "for_clause").and_then(|clause| self.counted(clause, level)) {
                Some((target, iterable)) => Stmt::For(Box::new(For { target, iterable, body })),
                None => Stmt::Block(body),
            };
        };
        let names = self
            .source
            .part(range, "left")
            .map(|left| children(left).into_iter().map(|name| self.expr(name, level)).collect());
        Stmt::For(Box::new(For {
            target: Expr::List(names.unwrap_or_default()),
            iterable: self.source.part(range, "right").map_or(Expr::Null, |right| self.expr(right, level)),
            body,
        }))
    }

    fn expr(&self, node: Node<'_>, level: u8) -> Expr {
        if level > DEPTH_LIMIT {
            return self.source.other(node);
        }
        let deeper = level + 1;
        let inner = |name: &str| self.source.part(node, name).map_or(Expr::Null, |found| self.expr(found, deeper));
        match node.kind() {
            "interpreted_string_literal" | "raw_string_literal" => self.string(node),
            "int_literal" => self.source.str(node).parse().map_or_else(|_| self.source.other(node), Expr::Int),
            "true" => Expr::Bool(true),
            "false" => Expr::Bool(false),
            "nil" => Expr::Null,
            "identifier" | "field_identifier" | "type_identifier" | "package_identifier" => self.source.name(node),
            "selector_expression" => match self.source.field(node, "field") {
                Some(name) => Expr::Attr(Box::new(inner("operand")), name),
                None => self.source.other(node),
            },
            "qualified_type" => self.type_of(node),
            "index_expression" => Expr::Index(Box::new(inner("operand")), Box::new(inner("index"))),
            "call_expression" => {
                let arguments = self.source.part(node, "arguments").map(children).unwrap_or_default();
                let arguments = arguments
                    .into_iter()
                    .map(|value| Argument { name: None, value: self.expr(value, deeper) })
                    .collect();
                Expr::Call(Box::new(Call { callee: inner("function"), arguments, range: self.source.range(node) }))
            }
            "variadic_argument" => {
                Expr::Spread(Box::new(children(node).first().map_or(Expr::Null, |value| self.expr(*value, deeper))))
            }
            "composite_literal" => self.composite(node, deeper),
            // `!a` is false when `a` holds.
            "unary_expression" if self.source.str(node).starts_with('!') => {
                Expr::Cond(Box::new(inner("operand")), Box::new(Expr::Bool(false)), Box::new(Expr::Bool(true)))
            }
            "unary_expression" | "parenthesized_expression" => {
                let operand = self.source.part(node, "operand").or_else(|| children(node).first().copied());
                operand.map_or_else(|| self.source.other(node), |operand| self.expr(operand, deeper))
            }
            "binary_expression" => {
                let operator = self.source.part(node, "operator").map_or("", |operator| self.source.str(operator));
                // Each side is read once: twice on each level would double with each level.
                let (left, right) = (inner("left"), inner("right"));
                match binary(operator, left, right) {
                    Ok(known) => known,
                    Err(sides) => self.source.operation(node, sides.into()),
                }
            }
            "func_literal" => {
                let mut function = self.function(node, deeper);
                function.range.end = function.range.start;
                Expr::Lambda(Box::new(function))
            }
            "expression_list" => {
                single(children(node).into_iter().map(|value| self.expr(value, deeper)).collect()).unwrap_or(Expr::Null)
            }
            "type_assertion_expression" => {
                let kind = self.source.part(node, "type").map_or(Expr::Null, |kind| self.type_of(kind));
                Expr::Cast(Box::new(inner("operand")), Box::new(kind))
            }
            "type_conversion_expression" | "slice_expression" => self.source.operation(node, vec![inner("operand")]),
            "literal_element" => children(node).first().map_or(Expr::Null, |value| self.expr(*value, deeper)),
            // The literal of an element whose type the outer literal tells.
            "literal_value" => self.elements(node, None, deeper),
            _ => self.source.other(node),
        }
    }

    /// `T{a: 1}` is a call of `T` with named arguments; `[]T{…}` a list; `map[K]V{…}` a map.
    fn composite(&self, node: Node<'_>, level: u8) -> Expr {
        let Some(body) = self.source.part(node, "body") else { return self.source.other(node) };
        let kind = self.source.part(node, "type");
        let inner = kind.and_then(|kind| self.source.part(kind, "element").or_else(|| self.source.part(kind, "value")));
        let elements = self.elements(body, inner, level);
        match kind {
            Some(kind)
                if matches!(kind.kind(), "slice_type" | "array_type" | "map_type" | "implicit_length_array_type") =>
            {
                elements
            }
            Some(kind) => self.constructed(kind, elements, node),
            None => elements,
        }
    }

    fn constructed(&self, kind: Node<'_>, elements: Expr, node: Node<'_>) -> Expr {
        let arguments = match elements {
            Expr::Map(pairs) => pairs
                .into_iter()
                .map(|(key, value)| Argument { name: key.last_name().or(key.as_str()).map(Arc::from), value })
                .collect(),
            Expr::List(values) => values.into_iter().map(|value| Argument { name: None, value }).collect(),
            _ => Vec::new(),
        };
        Expr::Call(Box::new(Call { callee: self.type_of(kind), arguments, range: self.source.range(node) }))
    }

    /// The literal of a struct without a name: a map from its fields.
    fn anonymous(&self, fields: Node<'_>, elements: Expr) -> Expr {
        let named = |name: &str| Expr::Str(Arc::from(name), model::Range::default());
        match elements {
            Expr::List(values) => {
                let names = children(fields).into_iter().flat_map(|field| {
                    let mut cursor = field.walk();
                    field.children_by_field_name("name", &mut cursor).collect::<Vec<_>>()
                });
                Expr::Map(names.map(|name| named(self.source.str(name))).zip(values).collect())
            }
            Expr::Map(pairs) => Expr::Map(
                pairs.into_iter().map(|(key, value)| (named(key.last_name().unwrap_or_default()), value)).collect(),
            ),
            other => other,
        }
    }

    /// The elements of a literal. `kind` is what the literal around says that each of them is (`[]Route{{…}, {…}}`).
    fn elements(&self, body: Node<'_>, kind: Option<Node<'_>>, level: u8) -> Expr {
        let one = |item: Node<'_>| -> Expr {
            let inner = children(item).into_iter().next().filter(|inner| inner.kind() == "literal_value");
            let is_struct = |kind: &Node<'_>| {
                matches!(kind.kind(), "type_identifier" | "qualified_type" | "pointer_type" | "generic_type")
            };
            match (inner, kind.filter(is_struct)) {
                (Some(inner), Some(kind)) if level < DEPTH_LIMIT => {
                    self.constructed(kind, self.elements(inner, None, level + 1), inner)
                }
                (Some(inner), None) if level < DEPTH_LIMIT => {
                    let elements = self.elements(inner, None, level + 1);
                    let fields = kind.and_then(|kind| child(kind, "field_declaration_list"));
                    fields.map_or_else(|| elements.clone(), |fields| self.anonymous(fields, elements.clone()))
                }
                _ => self.expr(item, level),
            }
        };
        let items = children(body);
        if level < DEPTH_LIMIT && items.iter().any(|item| item.kind() == "keyed_element") {
            let pairs = items.into_iter().filter_map(|item| {
                let parts = children(item);
                Some((self.expr(*parts.first()?, level), one(*parts.get(1)?)))
            });
            return Expr::Map(pairs.collect());
        }
        Expr::List(items.into_iter().map(one).collect())
    }

    fn string(&self, node: Node<'_>) -> Expr {
        let text = self.source.str(node);
        let body = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        let value = if text.starts_with('`') { body.to_owned() } else { unescape(body) };
        Expr::Str(Arc::from(value), self.source.range(node))
    }
}

/// The name of an embedded field: the last name of its type.
fn embedded_name<'n>(source: &Source<'_>, field: Node<'n>) -> Option<Node<'n>> {
    let mut kind = source.part(field, "type")?;
    while matches!(kind.kind(), "pointer_type" | "generic_type") {
        kind = children(kind).into_iter().next()?;
    }
    if kind.kind() == "qualified_type" { source.part(kind, "name") } else { Some(kind) }
}

fn assign(target: Expr, annotation: Option<Expr>, value: Option<Expr>, kind: AssignKind) -> Stmt {
    Stmt::Assign(Box::new(Assign { target, annotation, value, kind, decorators: Vec::new() }))
}

/// `a, b = x, y` one by one; `a, err := f()` takes the result apart.
fn assign_all(targets: Vec<Expr>, annotation: Option<&Expr>, values: Vec<Expr>, kind: AssignKind, out: &mut Vec<Stmt>) {
    if targets.len() > 1 && matches!(values.as_slice(), [Expr::Call(_)]) {
        out.push(assign(Expr::List(targets), None, values.into_iter().next(), kind));
        return;
    }
    for (index, target) in targets.into_iter().enumerate() {
        out.push(assign(target, annotation.cloned(), values.get(index).cloned(), kind));
    }
}

fn single(mut values: Vec<Expr>) -> Option<Expr> {
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Expr::List(values)),
    }
}

/// The name an import path is known by: its last segment that is no major version.
pub(crate) fn package_name(path: &str) -> &str {
    let mut segments = path.rsplit('/');
    let last = segments.next().unwrap_or(path);
    let is_version = last
        .strip_prefix('v')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    let name = if is_version { segments.next().unwrap_or(last) } else { last };
    // `gopkg.in/yaml.v3`, `go-redis`: what people write, not always what the package says.
    name.split(".v").next().unwrap_or(name)
}
