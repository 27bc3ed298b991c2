//! A file as the libraries see it: what its names were imported as, and everything they are ever given.

use std::{cell::Cell, collections::BTreeMap, sync::Arc};

use model::Range;
use syntax::{
    ir::{Call, Class, Expr, Function, Module, Stmt, Text},
    walk::{self, Node},
};

/// A file of code.
pub(super) struct File<'m> {
    pub(super) name: &'m str,
    pub(super) text: &'m str,
    pub(super) module: &'m Module,
    /// Local name → full name.
    imports: BTreeMap<Text, String>,
    /// Name → all that is assigned to it, defaults of parameters too.
    values: BTreeMap<Text, Vec<&'m Expr>>,
    classes: BTreeMap<Text, &'m Class>,
    /// Option of the command line → its default.
    options: BTreeMap<String, &'m Expr>,
    /// Expressions that the port asked for now may still lead to.
    pub(super) steps: Cell<u16>,
}

impl<'m> File<'m> {
    pub(super) fn new(name: &'m str, text: &'m str, module: &'m Module) -> Self {
        let mut file = Self {
            name,
            text,
            module,
            imports: BTreeMap::new(),
            values: BTreeMap::new(),
            classes: BTreeMap::new(),
            options: BTreeMap::new(),
            steps: Cell::new(0),
        };
        walk::module(module, &mut |node| {
            file.node(node);
            true
        });
        file
    }

    /// The dotted name of an expression, its first part replaced by what was imported under it.
    pub(super) fn full(&self, found: &Expr) -> Option<String> {
        match found {
            Expr::Name(name, _) => Some(self.imports.get(name).cloned().unwrap_or_else(|| name.to_string())),
            Expr::Attr(inner, name) => Some(format!("{}.{name}", self.full(inner)?)),
            Expr::Other(text, _) if &**text == "import.meta" => Some(text.to_string()),
            _ => None,
        }
    }

    /// Everything a name is ever given.
    pub(super) fn values(&self, name: &str) -> &[&'m Expr] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// A class of the file.
    pub(super) fn class(&self, name: &str) -> Option<&'m Class> {
        self.classes.get(name).copied()
    }

    /// The default of an option of the command line (`--port`).
    pub(super) fn option(&self, name: &str) -> Option<&'m Expr> {
        self.options.get(name).copied()
    }

    /// Whether the name was imported, and so means something of another file.
    pub(super) fn is_imported(&self, name: &str) -> bool {
        self.imports.contains_key(name)
    }

    /// The call that an expression is, or that its name was given.
    pub(super) fn made_by(&self, found: &Expr) -> Option<String> {
        let made = |found: &Expr| found.as_call().and_then(|call| self.full(&call.callee));
        match found {
            Expr::Name(name, _) => self.values(name).iter().find_map(|value| made(value)),
            _ => made(found),
        }
    }

    /// Visits every call.
    pub(super) fn calls(&self, visit: &mut dyn FnMut(&'m Call)) {
        walk::module(self.module, &mut |node| {
            if let Node::Expression(Expr::Call(call)) = node {
                visit(call);
            }
            true
        });
    }

    /// Visits every object with the place where it can be shown.
    pub(super) fn maps(&self, visit: &mut dyn FnMut(&'m [(Expr, Expr)])) {
        walk::module(self.module, &mut |node| {
            if let Node::Expression(Expr::Map(pairs)) = node {
                visit(pairs);
            }
            true
        });
    }

    fn node(&mut self, node: Node<'m>) {
        match node {
            Node::Statement(Stmt::Import(import)) => {
                self.imports.extend(import.bound().map(|(name, full)| (Arc::clone(name), full)));
            }
            Node::Statement(Stmt::Assign(assign)) => {
                if let (Expr::Name(name, _), Some(value)) = (&assign.target, &assign.value) {
                    self.values.entry(Arc::clone(name)).or_default().push(value);
                }
            }
            Node::Statement(Stmt::Function(function)) => self.function(function),
            Node::Expression(Expr::Lambda(function)) => self.function(function),
            Node::Statement(Stmt::Class(class)) => drop(self.classes.insert(Arc::clone(&class.name), class)),
            Node::Expression(Expr::Call(call)) => self.command_line(call),
            Node::Statement(_) | Node::Expression(_) => {}
        }
    }

    fn function(&mut self, function: &'m Function) {
        for parameter in &function.parameters {
            if let Some(default) = &parameter.default {
                self.values.entry(Arc::clone(&parameter.name)).or_default().push(default);
            }
        }
    }

    /// `add_argument("--port", default=8000)`, `@click.option("--port", default=8000)`.
    fn command_line(&mut self, call: &'m Call) {
        if !matches!(call.callee.last_name(), Some("add_argument" | "option" | "Option" | "add_option")) {
            return;
        }
        let Some(default) = call.keyword("default").or_else(|| call.positional(0).filter(|it| it.as_str().is_none()))
        else {
            return;
        };
        for name in call.arguments.iter().filter(|it| it.name.is_none()).filter_map(|it| it.value.as_str()) {
            self.options.insert(name.trim_start_matches('-').replace('-', "_"), default);
        }
    }
}

/// The value of a key of an object.
pub(super) fn entry<'e>(pairs: &'e [(Expr, Expr)], key: &str) -> Option<(Range, &'e Expr)> {
    pairs.iter().find_map(|(name, value)| match name {
        Expr::Str(text, range) if &**text == key => Some((*range, value)),
        _ => None,
    })
}
