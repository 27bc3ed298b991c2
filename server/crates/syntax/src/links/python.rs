//! Python's imports, symbols and uses.

mod collect;
mod declare;
mod value;

use model::facts::{Bound, FileLinks, ImportForm, Node, NodeId, Owner};
use ruff_python_ast::{
    self as ast, Expr, ExprContext, PySourceType, Stmt,
    visitor::{Visitor, walk_expr, walk_stmt},
};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use self::{collect::Names, value::Value};
use super::builder::{Builder, DEPTH_LIMIT};

pub(super) fn read(text: &str) -> FileLinks {
    let parsed = ruff_python_parser::parse_unchecked_source(text, PySourceType::Python);
    let body = &parsed.syntax().body;
    let mut reader = Reader {
        text,
        builder: Builder::new(text),
        scopes: Vec::new(),
        symbols: FxHashMap::default(),
        fields: FxHashMap::default(),
        level: 0,
        has_stars: false,
    };
    reader.enter(ScopeKind::Module, Owner::File, Names::of(body, None));
    reader.visit_body(body);
    reader.builder.finish()
}

/// A scope that is being read.
struct Scope<'a> {
    kind: ScopeKind,
    names: FxHashMap<&'a str, Local<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ScopeKind {
    Module,
    /// A class, by its symbol.
    Class(u32),
    /// A function, a lambda, a comprehension.
    Inner,
}

/// What a name means in its scope.
#[derive(Clone, Copy)]
enum Local<'a> {
    /// A symbol or what an import binds.
    Node(NodeId),
    /// The receiver of a method, or its class.
    Known(NodeId),
    /// A value of a declared type, or the value of an expression.
    Value { annotation: Option<&'a Expr>, value: Option<&'a Expr> },
    /// Not followed.
    Opaque,
}

struct Reader<'a> {
    text: &'a str,
    builder: Builder<'a>,
    scopes: Vec<Scope<'a>>,
    /// Symbols by the first byte of their name.
    symbols: FxHashMap<usize, u32>,
    /// Attributes that methods give to their class's values: symbol and how often it is assigned.
    fields: FxHashMap<(u32, &'a str), (u32, u32)>,
    level: u16,
    has_stars: bool,
}

impl<'a> Reader<'a> {
    /// Reads an expression; says what it means. `arguments`: how many it is called with.
    fn expr(&mut self, expression: &'a Expr, arguments: Option<usize>) -> Value {
        if self.level > DEPTH_LIMIT {
            return Value::Unknown;
        }
        self.level += 1;
        let found = self.expr_inside(expression, arguments);
        self.level -= 1;
        found
    }

    fn expr_inside(&mut self, expression: &'a Expr, arguments: Option<usize>) -> Value {
        match expression {
            Expr::Name(name) => {
                let (found, is_named) = self.lookup(name.id.as_str(), self.scopes.len(), 0);
                if found == Value::Unknown && arguments.is_some() {
                    self.builder.unclear();
                }
                if let Value::Node(node) = found
                    && is_named
                    && name.ctx == ExprContext::Load
                {
                    self.builder.use_of(node, name.start().to_usize(), arguments);
                }
                found
            }
            Expr::Attribute(found) => match self.expr(&found.value, None) {
                Value::Node(of) => {
                    let node = self.builder.member(of, found.attr.as_str());
                    self.builder.use_of(node, found.attr.start().to_usize(), arguments);
                    Value::Node(node)
                }
                Value::Unknown => {
                    self.builder.unclear();
                    Value::Unknown
                }
                Value::Outside => Value::Outside,
            },
            Expr::Call(call) => self.call(call),
            Expr::Await(found) => self.expr(&found.value, None),
            Expr::Named(found) => self.expr(&found.value, None),
            Expr::StringLiteral(_) | Expr::NumberLiteral(_) | Expr::BytesLiteral(_) => Value::Outside,
            Expr::FString(_) => {
                walk_expr(self, expression);
                Value::Outside
            }
            Expr::Lambda(found) => {
                let parameters = found.parameters.as_deref();
                parameters.into_iter().for_each(|it| self.defaults(it));
                let names = parameters.into_iter().flat_map(|it| it.iter()).map(|it| it.name().as_str());
                let names = names.map(|name| (name, Local::Opaque)).collect();
                self.scopes.push(Scope { kind: ScopeKind::Inner, names });
                self.expr(&found.body, None);
                self.scopes.pop();
                Value::Unknown
            }
            Expr::ListComp(found) => self.comprehension(&[&*found.elt], &found.generators),
            Expr::SetComp(found) => self.comprehension(&[&*found.elt], &found.generators),
            Expr::Generator(found) => self.comprehension(&[&*found.elt], &found.generators),
            Expr::DictComp(found) => {
                let parts: Vec<&Expr> = found.key.iter().map(|key| &**key).chain([&*found.value]).collect();
                self.comprehension(&parts, &found.generators)
            }
            other => {
                walk_expr(self, other);
                Value::Unknown
            }
        }
    }

    fn comprehension(&mut self, parts: &[&'a Expr], generators: &'a [ast::Comprehension]) -> Value {
        if let Some(first) = generators.first() {
            self.expr(&first.iter, None);
        }
        let mut bound = Vec::new();
        generators.iter().for_each(|it| names_of(&it.target, &mut bound));
        let names = bound.into_iter().map(|name| (name, Local::Opaque)).collect();
        self.scopes.push(Scope { kind: ScopeKind::Inner, names });
        for (at, generator) in generators.iter().enumerate() {
            if at > 0 {
                self.expr(&generator.iter, None);
            }
            generator.ifs.iter().for_each(|test| self.visit_expr(test));
        }
        parts.iter().for_each(|part| self.visit_expr(part));
        self.scopes.pop();
        Value::Unknown
    }

    fn call(&mut self, call: &'a ast::ExprCall) -> Value {
        let arguments = call.arguments.args.len() + call.arguments.keywords.len();
        let callee = if self.is_super(call) { Value::Unknown } else { self.expr(&call.func, Some(arguments)) };
        if let Value::Node(node) = callee
            && self.is_import_call(node)
        {
            self.dynamic_import(call);
        }
        if matches!(callee, Value::Outside) && matches!(&*call.func, Expr::Name(name) if name.id == "__import__") {
            self.dynamic_import(call);
        }
        self.visit_arguments(&call.arguments);
        self.called(call, callee)
    }

    /// Whether a node is `importlib.import_module`.
    fn is_import_call(&self, node: NodeId) -> bool {
        let links = &self.builder.links;
        let is_importlib = |binding: u32, wanted: Option<&str>| {
            links.bindings.get(binding as usize).is_some_and(|binding| {
                let module = links.imports[binding.import as usize].module;
                let is_wanted = match (binding.what, wanted) {
                    (Bound::Module | Bound::Top, None) => true,
                    (Bound::Member(name), Some(wanted)) => self.builder.text_of(name) == wanted,
                    _ => false,
                };
                is_wanted && self.builder.text_of(module) == "importlib"
            })
        };
        match links.nodes[node.0 as usize] {
            Node::Binding(binding) => is_importlib(binding, Some("import_module")),
            Node::Member(of, name) => {
                self.builder.text_of(name) == "import_module"
                    && matches!(links.nodes[of.0 as usize], Node::Binding(binding) if is_importlib(binding, None))
            }
            _ => false,
        }
    }

    fn dynamic_import(&mut self, call: &'a ast::ExprCall) {
        let start = call.start().to_usize();
        let name = call.arguments.find_argument_value("name", 0);
        let package = call.arguments.find_argument_value("package", 1);
        let literal = name.and_then(|name| name.as_string_literal_expr()).map(|name| name.value.to_str());
        let module = match (literal, package) {
            (Some(name), _) if !name.starts_with('.') => Some(name.to_owned()),
            // Relative to the package that the file itself is in.
            (Some(name), Some(Expr::Name(package))) if package.id == "__package__" => Some(name.to_owned()),
            (Some(name), Some(Expr::StringLiteral(package))) => {
                (!name.starts_with("..")).then(|| format!("{}{name}", package.value.to_str()))
            }
            _ => None,
        };
        match (module, name) {
            (Some(module), _) => {
                self.builder.import(&module, start, ImportForm::Dynamic);
            }
            (None, Some(name)) => {
                let range = name.range();
                let written = self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or("");
                let written = crate::cut(written);
                self.builder.import(&written, start, ImportForm::Computed);
            }
            (None, None) => {}
        }
    }

    fn defaults(&mut self, parameters: &'a ast::Parameters) {
        parameters.iter_non_variadic_params().filter_map(|it| it.default.as_deref()).for_each(|it| self.visit_expr(it));
    }

    fn symbol_at(&self, byte: usize) -> Option<u32> {
        self.symbols.get(&byte).copied()
    }

    fn function(&mut self, found: &'a ast::StmtFunctionDef) {
        found.decorator_list.iter().for_each(|it| self.visit_expr(&it.expression));
        self.defaults(&found.parameters);
        let annotations = found.parameters.iter().filter_map(|it| it.annotation());
        annotations.chain(found.returns.as_deref()).for_each(|it| self.visit_expr(it));
        let symbol = self.symbol_at(found.name.start().to_usize());
        symbol.into_iter().for_each(|symbol| self.set_result(symbol, found));
        let class = match self.scopes.last().map(|scope| scope.kind) {
            Some(ScopeKind::Class(class)) => Some(class),
            _ => None,
        };
        let names = Names::of(&found.body, None);
        let owner = symbol.map_or(Owner::File, Owner::Symbol);
        self.enter(ScopeKind::Inner, owner, names);
        self.parameters(found, class);
        self.visit_body(&found.body);
        self.scopes.pop();
    }

    fn class(&mut self, found: &'a ast::StmtClassDef) {
        found.decorator_list.iter().for_each(|it| self.visit_expr(&it.expression));
        found.arguments.iter().for_each(|it| self.visit_arguments(it));
        let Some(symbol) = self.symbol_at(found.name.start().to_usize()) else { return };
        let bases = self.bases(found);
        self.builder.set_bases(symbol, bases);
        self.enter(ScopeKind::Class(symbol), Owner::Symbol(symbol), Names::of(&found.body, None));
        let parameters = found.type_params.iter().flat_map(|it| it.iter());
        let parameters: Vec<&str> = parameters.map(|it| it.name().as_str()).collect();
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.extend(parameters.into_iter().map(|name| (name, Local::Opaque)));
        }
        self.declare_fields(symbol, &found.body);
        self.visit_body(&found.body);
        self.scopes.pop();
    }
}

/// The names in a target.
fn names_of<'a>(target: &'a Expr, out: &mut Vec<&'a str>) {
    match target {
        Expr::Name(name) => out.push(name.id.as_str()),
        Expr::Tuple(found) => found.elts.iter().for_each(|inner| names_of(inner, out)),
        Expr::List(found) => found.elts.iter().for_each(|inner| names_of(inner, out)),
        Expr::Starred(found) => names_of(&found.value, out),
        _ => {}
    }
}

impl<'a> Visitor<'a> for Reader<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.level > DEPTH_LIMIT {
            return;
        }
        self.level += 1;
        match statement {
            Stmt::FunctionDef(found) => self.function(found),
            Stmt::ClassDef(found) => self.class(found),
            Stmt::Import(_) | Stmt::ImportFrom(_) => {}
            Stmt::Assign(found) => {
                if let [target] = &found.targets[..] {
                    self.assigned(target, None, Some(&found.value));
                }
                walk_stmt(self, statement);
            }
            Stmt::AnnAssign(found) => {
                self.assigned(&found.target, Some(&found.annotation), found.value.as_deref());
                walk_stmt(self, statement);
            }
            other => walk_stmt(self, other),
        }
        self.level -= 1;
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        self.expr(expression, None);
    }
}

impl<'a> Reader<'a> {
    /// Opens a scope with what its body binds.
    fn enter(&mut self, kind: ScopeKind, owner: Owner, names: Names<'a>) {
        let declared = self.declare(kind, owner, names);
        self.scopes.push(Scope { kind, names: declared });
    }
}
