//! Imports, symbols and uses of Go.

mod declare;
mod statements;

use model::facts::{Bound, FileLinks, ImportForm, Node as Meant, NodeId};
use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::{
    builder::{Builder, DEPTH_LIMIT, Local, Value},
    node::{children, field, fields, str_of},
};

pub(super) fn read(text: &str) -> FileLinks {
    let Some(tree) = crate::tree::parse(&crate::go::GRAMMAR, text, &[]) else {
        return FileLinks::default();
    };
    let mut reader = Reader {
        text,
        builder: Builder::new(text),
        symbols: FxHashMap::default(),
        methods: FxHashMap::default(),
        imports: FxHashMap::default(),
        scopes: Vec::new(),
        level: 0,
    };
    let root = tree.root_node();
    reader.declare(root);
    children(root).for_each(|node| reader.top(node));
    reader.builder.finish()
}

struct Reader<'t> {
    text: &'t str,
    builder: Builder<'t>,
    /// What the file declares in its package: name → symbol.
    symbols: FxHashMap<&'t str, u32>,
    /// Methods and fields by the first byte of their name.
    methods: FxHashMap<usize, u32>,
    /// Names of packages.
    imports: FxHashMap<&'t str, NodeId>,
    scopes: Vec<FxHashMap<&'t str, Local>>,
    level: u16,
}

/// Names of the language that packages hardly ever use for something else.
const LANGUAGE: [&str; 34] = [
    "_",
    "any",
    "append",
    "bool",
    "byte",
    "cap",
    "complex128",
    "complex64",
    "delete",
    "error",
    "false",
    "float32",
    "float64",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "iota",
    "len",
    "make",
    "nil",
    "panic",
    "print",
    "println",
    "recover",
    "rune",
    "string",
    "true",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
];

impl<'t> Reader<'t> {
    fn str(&self, node: Node<'_>) -> &'t str {
        str_of(self.text, node)
    }

    fn imports(&mut self, node: Node<'_>) {
        for spec in children(node) {
            match spec.kind() {
                "import_spec_list" => self.imports(spec),
                "import_spec" => self.import(spec),
                _ => {}
            }
        }
    }

    fn import(&mut self, spec: Node<'_>) {
        let Some(path) = field(spec, "path") else { return };
        let module = self.str(path).trim_matches(['"', '`']);
        let import = self.builder.import(module, path.start_byte(), ImportForm::Static);
        let alias = field(spec, "name").map(|name| self.str(name));
        match alias {
            Some(".") => self.builder.links.stars.push(import),
            Some("_") => {}
            alias => {
                let name = alias.unwrap_or_else(|| crate::go::package_name(module));
                let node = self.builder.binding(import, name, Bound::Module, path.start_byte());
                self.imports.insert(name, node);
            }
        }
    }

    /// What a name means here; whether it is a symbol's own name.
    fn lookup(&mut self, name: &'t str) -> (Value, bool) {
        for scope in self.scopes.iter().rev() {
            match scope.get(name) {
                Some(Local::Known(node)) => return (Value::Node(*node), false),
                Some(Local::Opaque) => return (Value::Unknown, false),
                None => {}
            }
        }
        if let Some(node) = self.imports.get(name) {
            return (Value::Node(*node), false);
        }
        if let Some(symbol) = self.symbols.get(name).copied() {
            return (Value::Node(self.builder.node(Meant::Symbol(symbol))), true);
        }
        if LANGUAGE.binary_search(&name).is_ok() {
            return (Value::Outside, false);
        }
        (Value::Node(self.builder.free(name)), true)
    }

    fn named(&mut self, node: Node<'_>, arguments: Option<usize>) -> Value {
        let (found, is_named) = self.lookup(self.str(node));
        if found == Value::Unknown && arguments.is_some() {
            self.builder.unclear();
        }
        if let (Value::Node(meant), true) = (found, is_named) {
            self.builder.use_of(meant, node.start_byte(), arguments);
        }
        found
    }

    fn member(&mut self, of: Value, name: Node<'_>, arguments: Option<usize>) -> Value {
        let text = self.str(name);
        self.builder.access(of, text, name.start_byte(), arguments)
    }

    /// Reads an expression for its uses only.
    fn visit(&mut self, node: Node<'_>) {
        self.expr(node, None);
    }

    /// Reads an expression; says what it means. `arguments`: how many it is called with.
    fn expr(&mut self, node: Node<'_>, arguments: Option<usize>) -> Value {
        if self.level > DEPTH_LIMIT {
            return Value::Unknown;
        }
        self.level += 1;
        let found = self.expr_inside(node, arguments);
        self.level -= 1;
        found
    }

    fn expr_inside(&mut self, node: Node<'_>, arguments: Option<usize>) -> Value {
        match node.kind() {
            "identifier" => self.named(node, arguments),
            "selector_expression" => {
                let (Some(operand), Some(name)) = (field(node, "operand"), field(node, "field")) else {
                    return Value::Unknown;
                };
                let of = self.expr(operand, None);
                self.member(of, name, arguments)
            }
            "call_expression" => self.call(node),
            "composite_literal" => self.composite(node),
            "unary_expression" => {
                let operator = field(node, "operator").map_or("", |operator| self.str(operator));
                let value = field(node, "operand").map_or(Value::Unknown, |operand| self.expr(operand, None));
                match operator {
                    "&" | "*" => value,
                    "<-" => self.item(value),
                    _ => Value::Unknown,
                }
            }
            "parenthesized_expression" => {
                children(node).next().map_or(Value::Unknown, |inner| self.expr(inner, arguments))
            }
            "type_assertion_expression" => {
                field(node, "operand").into_iter().for_each(|operand| self.visit(operand));
                let Some(of) = field(node, "type") else { return Value::Unknown };
                self.visit_type(of);
                self.value_of(of).map_or(Value::Unknown, Value::Node)
            }
            "index_expression" => {
                let of = field(node, "operand").map_or(Value::Unknown, |operand| self.expr(operand, None));
                field(node, "index").into_iter().for_each(|index| self.visit(index));
                self.item(of)
            }
            "slice_expression" => {
                let mut parts = children(node);
                let of = parts.next().map_or(Value::Unknown, |operand| self.expr(operand, None));
                parts.for_each(|inner| self.visit(inner));
                of
            }
            "func_literal" => {
                self.function(node, None);
                Value::Unknown
            }
            "interpreted_string_literal" | "raw_string_literal" | "int_literal" | "float_literal" | "rune_literal" => {
                Value::Outside
            }
            kind if kind.ends_with("_type") || kind == "type_identifier" => {
                self.visit_type(node);
                self.type_of(node).map_or(Value::Unknown, Value::Node)
            }
            _ => {
                children(node).for_each(|inner| self.any(inner));
                Value::Unknown
            }
        }
    }

    /// An expression, a type or a statement.
    fn any(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        match node.kind() {
            kind if kind.ends_with("_statement") || kind == "block" || kind == "statement_list" => {
                self.statement(node);
            }
            _ => self.visit(node),
        }
    }

    fn call(&mut self, node: Node<'_>) -> Value {
        let Some(function) = field(node, "function") else { return Value::Unknown };
        let arguments = field(node, "arguments");
        let count = arguments.map_or(0, |list| children(list).count());
        let callee = self.expr(function, Some(count));
        // The grammar knows `new` of types only: what it makes of a text there are not its words.
        if self.str(function) == "new" && arguments.is_some_and(|list| list.has_error()) {
            self.builder.unclear();
            return Value::Unknown;
        }
        field(node, "type_arguments").into_iter().for_each(|list| self.visit_type(list));
        let values: Vec<Node<'_>> = arguments.map(|list| children(list).collect()).unwrap_or_default();
        let is_new = callee == Value::Outside && matches!(self.str(function), "new" | "make");
        let made = values.first().copied().filter(|_| is_new || self.is_new(function, callee));
        let given: Vec<Value> = values.into_iter().map(|value| self.expr(value, None)).collect();
        if let Some(made) = made {
            return self.value_of(made).map_or(Value::Unknown, Value::Node);
        }
        if callee == Value::Outside && self.str(function) == "append" {
            return given.first().copied().unwrap_or(Value::Unknown);
        }
        match callee {
            Value::Node(node) => Value::Node(self.builder.node(Meant::Result(node))),
            other => other,
        }
    }

    /// `new(T)`, which packages may have another meaning for.
    fn is_new(&self, function: Node<'_>, callee: Value) -> bool {
        let is_free = matches!(callee, Value::Node(node)
            if matches!(self.builder.links.nodes[node.0 as usize], Meant::Free(_)));
        is_free && function.kind() == "identifier" && self.str(function) == "new"
    }

    fn composite(&mut self, node: Node<'_>) -> Value {
        let Some(of) = field(node, "type") else { return Value::Unknown };
        self.visit_type(of);
        let value = self.value_of(of);
        if let Some(body) = field(node, "body") {
            self.literal(
                body,
                value,
                matches!(of.kind(), "map_type" | "slice_type" | "array_type" | "implicit_length_array_type"),
            );
        }
        value.map_or(Value::Unknown, Value::Node)
    }

    /// `{a: 1, b: 2}`: keys of structs are fields, those of maps are values.
    fn literal(&mut self, body: Node<'_>, of: Option<NodeId>, is_collection: bool) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        for element in children(body) {
            if element.kind() != "keyed_element" {
                self.element(element, of);
                continue;
            }
            let (key, value) = (field(element, "key"), field(element, "value"));
            let name = key.and_then(|key| children(key).next().or(Some(key)));
            match (name.filter(|name| name.kind() == "identifier"), of) {
                (Some(name), Some(of)) if !is_collection => {
                    self.member(Value::Node(of), name, None);
                }
                (Some(_), None) if !is_collection => {}
                _ => key.into_iter().for_each(|key| self.element(key, None)),
            }
            value.into_iter().for_each(|value| self.element(value, of));
        }
        self.level -= 1;
    }

    /// A value of a literal, which may leave out its type when it stands in a list or a map (`of`).
    fn element(&mut self, element: Node<'_>, of: Option<NodeId>) {
        let inner = if element.kind() == "literal_element" { children(element).next() } else { Some(element) };
        match inner {
            Some(inner) if inner.kind() == "literal_value" => {
                let of = match of.map(|of| self.item(Value::Node(of))) {
                    Some(Value::Node(of)) => Some(of),
                    _ => None,
                };
                let is_collection =
                    of.is_some_and(|of| matches!(self.builder.links.nodes[of.0 as usize], Meant::Items(_)));
                self.literal(inner, of, is_collection);
            }
            Some(inner) => self.visit(inner),
            None => {}
        }
    }

    /// One of the values in a list, a map or a channel.
    fn item(&mut self, of: Value) -> Value {
        let Value::Node(of) = of else { return of };
        match self.builder.links.nodes[of.0 as usize] {
            Meant::Items(item) => Value::Node(item),
            _ => Value::Node(self.builder.node(Meant::Item(of))),
        }
    }

    /// What the name of a type means; pointers are seen through.
    fn type_of(&mut self, node: Node<'_>) -> Option<NodeId> {
        match node.kind() {
            "type_identifier" | "identifier" => match self.lookup(self.str(node)).0 {
                Value::Node(node) => Some(node),
                _ => None,
            },
            "qualified_type" => {
                let Value::Node(package) = self.lookup(self.str(field(node, "package")?)).0 else { return None };
                let name = self.str(field(node, "name")?);
                Some(self.builder.member(package, name))
            }
            "selector_expression" => {
                let Value::Node(package) = self.lookup(self.str(field(node, "operand")?)).0 else { return None };
                let name = self.str(field(node, "field")?);
                Some(self.builder.member(package, name))
            }
            "pointer_type" | "parenthesized_type" => self.type_of(children(node).next()?),
            "generic_type" => self.type_of(field(node, "type")?),
            _ => None,
        }
    }

    /// A value of a type.
    fn value_of(&mut self, node: Node<'_>) -> Option<NodeId> {
        let item = match node.kind() {
            "slice_type" | "array_type" | "implicit_length_array_type" => field(node, "element")?,
            "map_type" | "channel_type" => field(node, "value")?,
            "pointer_type" | "parenthesized_type" => return self.value_of(children(node).next()?),
            _ => {
                let of = self.type_of(node)?;
                return Some(self.builder.instance(of));
            }
        };
        let item = self.value_of(item)?;
        Some(self.builder.node(Meant::Items(item)))
    }

    /// Notes the uses in a type.
    fn visit_type(&mut self, node: Node<'_>) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match node.kind() {
            "type_identifier" => {
                self.named(node, None);
            }
            "qualified_type" => {
                if let (Some(package), Some(name)) = (field(node, "package"), field(node, "name")) {
                    let of = self.lookup(self.str(package)).0;
                    self.member(of, name, None);
                }
            }
            "parameter_declaration" | "variadic_parameter_declaration" | "field_declaration" | "method_elem" => {
                let parts = ["type", "parameters", "result"].map(|name| field(node, name));
                parts.into_iter().flatten().for_each(|part| self.visit_type(part));
            }
            "array_type" | "implicit_length_array_type" => {
                field(node, "length").into_iter().for_each(|length| self.visit(length));
                field(node, "element").into_iter().for_each(|element| self.visit_type(element));
            }
            "type_parameter_declaration" => {
                field(node, "type").into_iter().for_each(|found| self.visit_type(found));
            }
            _ => children(node).for_each(|inner| self.visit_type(inner)),
        }
        self.level -= 1;
    }

    /// A function's parameters and body, in a scope of their own.
    fn function(&mut self, node: Node<'_>, receiver: Option<Node<'_>>) {
        self.scopes.push(FxHashMap::default());
        self.type_parameters(node);
        for list in [receiver, field(node, "parameters"), field(node, "result")] {
            let Some(list) = list else { continue };
            self.visit_type(list);
            self.parameters(list);
        }
        field(node, "body").into_iter().for_each(|body| self.statement(body));
        self.scopes.pop();
    }

    /// Binds the names that stand for types, of a receiver too, before any type is read: they hide others of the package.
    fn type_parameters(&mut self, node: Node<'_>) {
        for declared in field(node, "type_parameters").into_iter().flat_map(|list| children(list)) {
            fields(declared, "name").into_iter().for_each(|name| self.bind(name, Local::Opaque));
        }
        field(node, "type_parameters").into_iter().for_each(|list| self.visit_type(list));
        let mut receiver = field(node, "receiver").and_then(|list| field(children(list).next()?, "type"));
        while let Some(of) = receiver {
            for name in field(of, "type_arguments").into_iter().flat_map(|list| children(list)) {
                let name = if name.kind() == "type_elem" { children(name).next() } else { Some(name) };
                name.into_iter().for_each(|name| self.bind(name, Local::Opaque));
            }
            let is_around = matches!(of.kind(), "pointer_type" | "parenthesized_type");
            receiver = children(of).next().filter(|_| is_around);
        }
    }

    fn parameters(&mut self, list: Node<'_>) {
        for declared in children(list) {
            let value = match declared.kind() {
                "parameter_declaration" => field(declared, "type").and_then(|found| self.value_of(found)),
                "variadic_parameter_declaration" => {
                    let item = field(declared, "type").and_then(|found| self.value_of(found));
                    item.map(|item| self.builder.node(Meant::Items(item)))
                }
                _ => continue,
            };
            let local = value.map_or(Local::Opaque, Local::Known);
            for name in fields(declared, "name") {
                self.bind(name, local);
            }
        }
    }

    fn bind(&mut self, name: Node<'_>, local: Local) {
        let name = self.str(name);
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, local);
        }
    }
}
