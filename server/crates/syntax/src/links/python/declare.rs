//! From what a scope binds to symbols and bindings.

use model::facts::{Bound, CodeSymbolKind, ImportForm, Node, NodeId, Owner};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use super::{
    Local, Reader, ScopeKind,
    collect::{Assigned, Event, Names, top_of},
};
use crate::links::builder::{Declared, count};

impl<'a> Reader<'a> {
    /// Makes symbols and bindings of what a scope binds, and says what each name means in it.
    pub(super) fn declare(&mut self, kind: ScopeKind, owner: Owner, names: Names<'a>) -> FxHashMap<&'a str, Local<'a>> {
        for star in &names.stars {
            let import = self.import_from(star, false);
            if kind == ScopeKind::Module {
                self.builder.links.stars.push(import);
                self.has_stars = true;
            }
        }
        let mut by_name: Vec<(&'a str, Vec<Event<'a>>)> = Vec::new();
        let mut places: FxHashMap<&'a str, usize> = FxHashMap::default();
        for (name, event) in names.events {
            let at = *places.entry(name).or_insert(by_name.len());
            if at == by_name.len() {
                by_name.push((name, Vec::new()));
            }
            by_name[at].1.push(event);
        }
        let mut statements: Vec<(*const ast::StmtImportFrom, u32)> = Vec::new();
        let mut found = FxHashMap::default();
        for (name, events) in by_name {
            let locals: Vec<Local<'a>> =
                events.iter().map(|event| self.bind(kind, owner, name, *event, &events, &mut statements)).collect();
            let local = self.settled(&events, &locals);
            for hidden in locals.iter().filter(|one| !same(one, &local)) {
                if let Local::Node(node) = hidden
                    && let Node::Symbol(symbol) = self.builder.links.nodes[node.0 as usize]
                {
                    self.builder.fact(symbol).is_hidden = true;
                }
            }
            if kind == ScopeKind::Module {
                let node = match local {
                    Local::Node(node) => node,
                    _ => self.builder.node(Node::Unclear),
                };
                self.builder.export(name, node);
            }
            found.insert(name, local);
        }
        found
    }

    /// What one event makes of a name.
    fn bind(
        &mut self,
        kind: ScopeKind,
        owner: Owner,
        name: &'a str,
        event: Event<'a>,
        all: &[Event<'a>],
        statements: &mut Vec<(*const ast::StmtImportFrom, u32)>,
    ) -> Local<'a> {
        match event {
            Event::Function(found) => {
                let is_method = matches!(kind, ScopeKind::Class(_));
                let symbol_kind = match (is_method, has_decorator(found, &["property", "cached_property"])) {
                    (true, true) => CodeSymbolKind::Property,
                    (true, false) => CodeSymbolKind::Method,
                    (false, _) => CodeSymbolKind::Function,
                };
                let symbol = self.symbol(name, symbol_kind, owner, kind, &found.name, found.end().to_usize());
                self.builder.fact(symbol).is_static = has_decorator(found, &["staticmethod", "classmethod"]);
                Local::Node(self.builder.node(Node::Symbol(symbol)))
            }
            Event::Class(found) => {
                let symbol = self.symbol(name, CodeSymbolKind::Class, owner, kind, &found.name, found.end().to_usize());
                Local::Node(self.builder.node(Node::Symbol(symbol)))
            }
            Event::Import(alias) => {
                let start = alias.start().to_usize();
                let import = self.builder.import(alias.name.as_str(), start, ImportForm::Static);
                let what = if alias.asname.is_some() { Bound::Module } else { Bound::Top };
                Local::Node(self.builder.binding(import, name, what, start))
            }
            Event::From(found, alias, is_typing_only) => {
                let known = statements.iter().find(|(statement, _)| std::ptr::eq(*statement, found));
                let import = match known {
                    Some((_, import)) => *import,
                    None => {
                        let import = self.import_from(found, is_typing_only);
                        statements.push((found, import));
                        import
                    }
                };
                let member = self.builder.name(alias.name.as_str());
                Local::Node(self.builder.binding(import, name, Bound::Member(member), alias.start().to_usize()))
            }
            Event::Assign(assigned) => self.assigned_name(kind, owner, name, assigned, all),
            Event::Other => Local::Opaque,
        }
    }

    fn assigned_name(
        &mut self,
        kind: ScopeKind,
        owner: Owner,
        name: &'a str,
        assigned: Assigned<'a>,
        all: &[Event<'a>],
    ) -> Local<'a> {
        let Assigned { at, annotation, value } = assigned;
        if kind == ScopeKind::Inner {
            return Local::Value { annotation, value };
        }
        let is_first = all.iter().find_map(|event| match event {
            Event::Assign(first) => Some(first.at.span() == at.span()),
            _ => None,
        });
        if is_first != Some(true) || all.iter().any(|event| !matches!(event, Event::Assign(_))) {
            return Local::Opaque;
        }
        let symbol_kind = match kind {
            ScopeKind::Class(_) => CodeSymbolKind::Field,
            _ if is_constant(name) => CodeSymbolKind::Constant,
            _ => CodeSymbolKind::Variable,
        };
        let span = at.span();
        let end = value.map_or(span.end, |value| value.end().to_usize());
        let symbol = self.builder.symbol(Declared { name, kind: symbol_kind, owner, span: span.clone(), end });
        self.builder.fact(symbol).is_exported = kind == ScopeKind::Module && !name.starts_with('_');
        self.symbols.insert(span.start, symbol);
        self.fields.insert((self.class_of(owner), name), (symbol, count(all.len())));
        Local::Node(self.builder.node(Node::Symbol(symbol)))
    }

    fn class_of(&self, owner: Owner) -> u32 {
        match owner {
            Owner::Symbol(class) => class,
            _ => u32::MAX,
        }
    }

    fn symbol(
        &mut self,
        name: &str,
        kind: CodeSymbolKind,
        owner: Owner,
        scope: ScopeKind,
        identifier: &ast::Identifier,
        end: usize,
    ) -> u32 {
        let span = identifier.start().to_usize()..identifier.end().to_usize();
        self.symbols.insert(span.start, count(self.builder.links.symbols.len()));
        let symbol = self.builder.symbol(Declared { name, kind, owner, span, end });
        self.builder.fact(symbol).is_exported = scope == ScopeKind::Module && !name.starts_with('_');
        symbol
    }

    fn import_from(&mut self, found: &ast::StmtImportFrom, is_typing_only: bool) -> u32 {
        let dots = ".".repeat(found.level as usize);
        let module = format!("{dots}{}", found.module.as_ref().map_or("", ast::Identifier::as_str));
        let form = if is_typing_only { ImportForm::TypeOnly } else { ImportForm::Static };
        self.builder.import(&module, found.start().to_usize(), form)
    }

    /// What a name means that several events bind.
    fn settled(&mut self, events: &[Event<'a>], locals: &[Local<'a>]) -> Local<'a> {
        if let [only] = locals {
            return *only;
        }
        let (first, last) = (locals[0], locals[locals.len() - 1]);
        let is_all = |is_wanted: &dyn Fn(&Event<'a>) -> bool| events.iter().all(is_wanted);
        if is_all(&|event| matches!(event, Event::Function(_))) {
            let is_accessor = |event: &Event<'a>| matches!(event, Event::Function(found) if has_decorator(found, &["setter", "getter", "deleter"]));
            let is_overload =
                |event: &Event<'a>| matches!(event, Event::Function(found) if has_decorator(found, &["overload"]));
            if events[1..].iter().all(is_accessor) {
                return first;
            }
            if events[..events.len() - 1].iter().all(is_overload) {
                return last;
            }
        }
        if is_all(&|event| matches!(event, Event::Assign(_))) {
            return match first {
                // A value of several assignments is known by its declared type only.
                Local::Value { .. } => {
                    let annotation = locals.iter().find_map(|local| match local {
                        Local::Value { annotation, .. } => *annotation,
                        _ => None,
                    });
                    annotation.map_or(Local::Opaque, |it| Local::Value { annotation: Some(it), value: None })
                }
                other => other,
            };
        }
        let same = |one: &Event<'a>, other: &Event<'a>| match (one, other) {
            (Event::Import(one), Event::Import(other)) => {
                let is_plain = one.asname.is_none() && other.asname.is_none();
                (is_plain && top_of(&one.name) == top_of(&other.name)) || one.name == other.name
            }
            (Event::From(one, one_name, _), Event::From(other, other_name, _)) => {
                one.level == other.level && one.module == other.module && one_name.name == other_name.name
            }
            _ => false,
        };
        if events[1..].iter().all(|event| same(&events[0], event)) { first } else { Local::Opaque }
    }

    /// Makes fields of what methods assign to their receiver.
    pub(super) fn declare_fields(&mut self, class: u32, body: &'a [ast::Stmt]) {
        for statement in body {
            let ast::Stmt::FunctionDef(method) = statement else { continue };
            let Some(receiver) = method.parameters.iter().next().map(|it| it.name().as_str()) else { continue };
            if has_decorator(method, &["staticmethod", "classmethod"]) {
                continue;
            }
            for (name, assigned) in Names::of(&method.body, Some(receiver)).fields {
                if let Some((_, times)) = self.fields.get_mut(&(class, name)) {
                    *times += 1;
                    continue;
                }
                // A class attribute or a property of the name keeps it.
                if self.scopes.last().is_some_and(|scope| scope.names.contains_key(name)) {
                    continue;
                }
                let span = assigned.at.span();
                let (kind, owner) = (CodeSymbolKind::Field, Owner::Symbol(class));
                let symbol = self.builder.symbol(Declared { name, kind, owner, end: span.end, span: span.clone() });
                self.symbols.insert(span.start, symbol);
                self.fields.insert((class, name), (symbol, 1));
            }
        }
    }

    /// Binds the parameters of a function, whose scope has been opened.
    pub(super) fn parameters(&mut self, found: &'a ast::StmtFunctionDef, class: Option<u32>) {
        let mut bound: Vec<(&'a str, Local<'a>)> = Vec::new();
        let types = found.type_params.iter().flat_map(|it| it.iter());
        bound.extend(types.map(|it| (it.name().as_str(), Local::Opaque)));
        for (at, parameter) in found.parameters.iter().enumerate() {
            let is_receiver = at == 0 && !has_decorator(found, &["staticmethod"]) && !parameter.is_variadic();
            let local = match (class.filter(|_| is_receiver), parameter.annotation()) {
                (Some(class), None) => {
                    let class = self.builder.node(Node::Symbol(class));
                    let is_class = has_decorator(found, &["classmethod"])
                        || matches!(found.name.as_str(), "__new__" | "__init_subclass__" | "__class_getitem__");
                    Local::Known(if is_class { class } else { self.builder.instance(class) })
                }
                (_, Some(annotation)) if !parameter.is_variadic() => {
                    Local::Value { annotation: Some(annotation), value: None }
                }
                _ => Local::Opaque,
            };
            bound.push((parameter.name().as_str(), local));
        }
        let Some(scope) = self.scopes.last_mut() else { return };
        for (name, local) in bound {
            // A parameter that is assigned again is what it is declared to be, or not known.
            scope
                .names
                .entry(name)
                .and_modify(|known| {
                    if !matches!(local, Local::Value { annotation: Some(_), .. }) {
                        *known = Local::Opaque;
                    } else {
                        *known = local;
                    }
                })
                .or_insert(local);
        }
    }

    /// The value that a symbol holds, from its declaration or its only assignment.
    pub(super) fn assigned(&mut self, target: &'a Expr, annotation: Option<&'a Expr>, value: Option<&'a Expr>) {
        let (name, start) = match target {
            Expr::Name(found) => (found.id.as_str(), found.start().to_usize()),
            Expr::Attribute(found) => (found.attr.as_str(), found.attr.start().to_usize()),
            _ => return,
        };
        let Some(symbol) = self.symbol_at(start) else { return };
        let fact = self.builder.fact(symbol);
        if !fact.kind.is_value() {
            return;
        }
        let class = match fact.owner {
            Owner::Symbol(class) => class,
            _ => u32::MAX,
        };
        let is_only = self.fields.get(&(class, name)).is_some_and(|(known, times)| *known == symbol && *times == 1);
        let scope = self.scopes.len();
        let node = self.value_of(annotation, value.filter(|_| is_only), scope, 0);
        self.builder.fact(symbol).value = node;
    }

    /// The type that a function is declared to give.
    pub(super) fn set_result(&mut self, symbol: u32, found: &'a ast::StmtFunctionDef) {
        let scope = self.scopes.len();
        let node = found.returns.as_deref().and_then(|returns| self.value_of(Some(returns), None, scope, 0));
        self.builder.fact(symbol).value = node;
    }

    /// The classes that a class is made from. What is not known is unclear: it may hide what later ones have.
    pub(super) fn bases(&mut self, found: &'a ast::StmtClassDef) -> Vec<NodeId> {
        let scope = self.scopes.len();
        let arguments = found.arguments.iter().flat_map(|arguments| arguments.args.iter());
        let bases: Vec<&Expr> = arguments.filter(|base| !is_object(base)).collect();
        bases.into_iter().map(|base| self.base(base, scope)).collect()
    }
}

fn same(one: &Local<'_>, other: &Local<'_>) -> bool {
    matches!((one, other), (Local::Node(one), Local::Node(other)) if one == other)
}

fn is_object(base: &Expr) -> bool {
    matches!(base, Expr::Name(name) if name.id == "object")
}

fn is_constant(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_uppercase()) && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a function has a decorator whose last name is one of these.
pub(super) fn has_decorator(found: &ast::StmtFunctionDef, names: &[&str]) -> bool {
    found.decorator_list.iter().any(|decorator| {
        let last = match &decorator.expression {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(found) => found.attr.as_str(),
            _ => return false,
        };
        names.contains(&last)
    })
}
