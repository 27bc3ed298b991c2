//! The first pass: symbols, imports and exports, so that the second one knows what every name means.

use model::facts::{Bound, CodeSymbolKind, ImportForm, Node, NodeId};
use oxc_ast::ast::{
    AssignmentExpression, BindingIdentifier, BindingPattern, CallExpression, Class, Declaration, ExportAllDeclaration,
    ExportDeclaration, ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportFromDeclaration,
    ExportNamedDeclaration, Expression, FormalParameter, Function, ImportDeclaration, ImportDeclarationSpecifier,
    ImportExpression, ImportOrExportKind, MethodDefinition, MethodDefinitionKind, ModuleExportName, ObjectExpression,
    ObjectPropertyKind, PropertyDefinition, PropertyKey, TSEnumDeclaration, TSImportEqualsDeclaration,
    TSInterfaceDeclaration, TSMethodSignatureKind, TSModuleBlock, TSModuleReference, TSSignature, TSType,
    TSTypeAliasDeclaration, VariableDeclaration, VariableDeclarationKind, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use oxc_syntax::{scope::ScopeFlags, symbol::SymbolId};
use rustc_hash::FxHashMap;

use super::{Local, State, bare, bytes, owner_of};
use crate::links::builder::Declared;

pub(super) struct Declare<'x, 't, 's> {
    pub(super) state: &'x mut State<'t, 's>,
    /// The symbols around, outermost first.
    owners: Vec<u32>,
    /// Exports of names that may be declared further down.
    pub(super) later: Vec<(String, SymbolId)>,
    /// Members by owner, name and whether they are the class's own.
    members: FxHashMap<(u32, String, bool), u32>,
    is_const: bool,
}

impl<'x, 't, 's> Declare<'x, 't, 's> {
    pub(super) fn new(state: &'x mut State<'t, 's>) -> Self {
        Self { state, owners: Vec::new(), later: Vec::new(), members: FxHashMap::default(), is_const: false }
    }

    /// Exports what is known by now.
    pub(super) fn finish(mut self) {
        for (name, id) in std::mem::take(&mut self.later) {
            let node = match self.state.local(id) {
                Local::Node(node) => node,
                _ => self.state.builder.node(Node::Unclear),
            };
            self.offer(&name, node);
        }
    }

    pub(super) fn symbol(&mut self, name: &str, kind: CodeSymbolKind, at: Span, end: u32) -> u32 {
        let owner = owner_of(&self.owners);
        let it = Declared { name, kind, owner, span: bytes(at), end: end as usize };
        let symbol = self.state.builder.symbol(it);
        self.state.symbols.insert(at.start, symbol);
        symbol
    }

    pub(super) fn symbol_node(&mut self, symbol: u32) -> NodeId {
        self.state.builder.node(Node::Symbol(symbol))
    }

    /// A symbol that a name of the file stands for. Declared again, it is the same one.
    fn named(&mut self, id: &BindingIdentifier<'_>, kind: CodeSymbolKind, end: u32) -> u32 {
        let known = id.symbol_id.get().map(|id| self.state.local(id));
        if let Some(Local::Node(node)) = known
            && let Node::Symbol(symbol) = self.state.builder.links.nodes[node.0 as usize]
        {
            self.state.symbols.insert(id.span.start, symbol);
            let last = self.state.builder.at(end as usize).line;
            let fact = self.state.builder.fact(symbol);
            if fact.kind == kind {
                fact.last_line = fact.last_line.max(last);
            }
            return symbol;
        }
        let symbol = self.symbol(&id.name, kind, id.span, end);
        let node = self.symbol_node(symbol);
        self.state.set(id, Local::Node(node));
        symbol
    }

    fn member(&mut self, owner: u32, name: &str, is_static: bool, kind: CodeSymbolKind, at: Span, end: u32) -> u32 {
        let key = (owner, name.to_owned(), is_static);
        if let Some(known) = self.members.get(&key).copied() {
            self.state.symbols.insert(at.start, known);
            return known;
        }
        let symbol = self.symbol(name, kind, at, end);
        self.state.builder.fact(symbol).is_static = is_static;
        self.members.insert(key, symbol);
        symbol
    }

    /// Makes a name available to others.
    pub(super) fn offer(&mut self, name: &str, node: NodeId) {
        if let Node::Symbol(symbol) = self.state.builder.links.nodes[node.0 as usize] {
            self.state.builder.fact(symbol).is_exported = true;
        }
        self.state.builder.export(name, node);
    }

    fn offer_binding(&mut self, id: &BindingIdentifier<'_>) {
        if let Some(Local::Node(node)) = id.symbol_id.get().map(|id| self.state.local(id)) {
            self.offer(&id.name, node);
        }
    }

    fn is_top(&self, id: &BindingIdentifier<'_>) -> bool {
        let scoping = self.state.scoping;
        id.symbol_id.get().is_some_and(|id| scoping.symbol_scope_id(id) == scoping.root_scope_id())
    }

    fn within(&mut self, symbol: u32, work: impl FnOnce(&mut Self)) {
        self.owners.push(symbol);
        work(self);
        self.owners.pop();
    }

    /// What a variable takes from an import that is a call.
    fn taken(&mut self, import: u32, pattern: &BindingPattern<'_>) {
        match pattern {
            BindingPattern::BindingIdentifier(id) => {
                let node = self.state.builder.binding(import, &id.name, Bound::Module, id.span.start as usize);
                self.state.set(id, Local::Node(node));
            }
            BindingPattern::ObjectPattern(found) => {
                for property in &found.properties {
                    let BindingPattern::BindingIdentifier(id) = &property.value else { continue };
                    let Some(name) = key_of(&property.key) else { continue };
                    let member = self.state.builder.name(name);
                    let at = property.key.span().start as usize;
                    let node = self.state.builder.binding(import, &id.name, Bound::Member(member), at);
                    self.state.set(id, Local::Node(node));
                }
            }
            _ => {}
        }
    }

    /// The members of an object that a name of the file stands for.
    fn object(&mut self, owner: u32, object: &ObjectExpression<'_>) {
        let is_plain = |it: &ObjectPropertyKind<'_>| matches!(it, ObjectPropertyKind::ObjectProperty(_));
        if !object.properties.iter().all(is_plain) {
            return;
        }
        for property in &object.properties {
            let ObjectPropertyKind::ObjectProperty(found) = property else { continue };
            let Some(name) = key_of(&found.key).filter(|_| !found.computed && !found.shorthand) else { continue };
            let kind = match &found.value {
                Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_) => CodeSymbolKind::Method,
                _ => CodeSymbolKind::Field,
            };
            let (at, end) = (found.key.span(), found.span.end);
            self.within(owner, |it| {
                it.member(owner, name, true, kind, at, end);
            });
        }
    }

    fn signatures(&mut self, owner: u32, signatures: &[TSSignature<'_>]) {
        for signature in signatures {
            let (key, kind, span) = match signature {
                TSSignature::TSPropertySignature(found) => (&found.key, CodeSymbolKind::Field, found.span),
                TSSignature::TSMethodSignature(found) => {
                    let kind = match found.kind {
                        TSMethodSignatureKind::Method => CodeSymbolKind::Method,
                        _ => CodeSymbolKind::Property,
                    };
                    (&found.key, kind, found.span)
                }
                _ => continue,
            };
            if let Some(name) = key_of(key) {
                self.within(owner, |it| {
                    it.member(owner, name, false, kind, key.span(), span.end);
                });
            }
        }
    }

    fn class(&mut self, found: &Class<'_>, name: Option<(&str, Span)>) -> u32 {
        match (&found.id, name) {
            (Some(id), None) => self.named(id, CodeSymbolKind::Class, found.span.end),
            (_, Some((name, at))) => self.symbol(name, CodeSymbolKind::Class, at, found.span.end),
            (None, None) => {
                let at = Span::new(found.span.start, found.span.start);
                self.symbol("default", CodeSymbolKind::Class, at, found.span.end)
            }
        }
    }
}

/// The name of a key that is no expression.
pub(super) fn key_of<'k>(key: &'k PropertyKey<'_>) -> Option<&'k str> {
    match key {
        PropertyKey::StaticIdentifier(id) => Some(&id.name),
        PropertyKey::PrivateIdentifier(id) => Some(&id.name),
        PropertyKey::StringLiteral(text) => Some(&text.value),
        _ => None,
    }
}

pub(super) fn export_name<'n>(name: &'n ModuleExportName<'_>) -> &'n str {
    match name {
        ModuleExportName::IdentifierName(id) => &id.name,
        ModuleExportName::IdentifierReference(id) => &id.name,
        ModuleExportName::StringLiteral(text) => &text.value,
    }
}

/// The names in a pattern.
fn names_of<'p, 'a>(pattern: &'p BindingPattern<'a>, out: &mut Vec<&'p BindingIdentifier<'a>>) {
    match pattern {
        BindingPattern::BindingIdentifier(id) => out.push(id),
        BindingPattern::ObjectPattern(found) => {
            found.properties.iter().for_each(|it| names_of(&it.value, out));
            found.rest.iter().for_each(|it| names_of(&it.argument, out));
        }
        BindingPattern::ArrayPattern(found) => {
            found.elements.iter().flatten().for_each(|it| names_of(it, out));
            found.rest.iter().for_each(|it| names_of(&it.argument, out));
        }
        BindingPattern::AssignmentPattern(found) => names_of(&found.left, out),
    }
}

fn form_of(kind: ImportOrExportKind) -> ImportForm {
    if kind == ImportOrExportKind::Type { ImportForm::TypeOnly } else { ImportForm::Static }
}

impl<'a> Visit<'a> for Declare<'_, '_, '_> {
    fn visit_import_declaration(&mut self, found: &ImportDeclaration<'a>) {
        let start = found.span.start as usize;
        let import = self.state.builder.import(&found.source.value, start, form_of(found.import_kind));
        for specifier in found.specifiers.iter().flatten() {
            let (id, what, at) = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(one) => {
                    let name = self.state.builder.name(export_name(&one.imported));
                    (&one.local, Bound::Member(name), one.imported.span())
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                    (&one.local, Bound::Member(self.state.builder.name("default")), one.local.span)
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                    (&one.local, Bound::Module, one.local.span)
                }
            };
            let node = self.state.builder.binding(import, &id.name, what, at.start as usize);
            self.state.set(id, Local::Node(node));
        }
    }

    fn visit_export_from_declaration(&mut self, found: &ExportFromDeclaration<'a>) {
        let start = found.span.start as usize;
        let import = self.state.builder.import(&found.source.value, start, form_of(found.export_kind));
        for one in &found.specifiers {
            let what = Bound::Member(self.state.builder.name(export_name(&one.local)));
            let name = export_name(&one.exported);
            let node = self.state.builder.binding(import, name, what, one.local.span().start as usize);
            self.state.builder.export(name, node);
        }
    }

    fn visit_export_all_declaration(&mut self, found: &ExportAllDeclaration<'a>) {
        let start = found.span.start as usize;
        let import = self.state.builder.import(&found.source.value, start, form_of(found.export_kind));
        match &found.exported {
            Some(exported) => {
                let (name, at) = (export_name(exported), exported.span().start as usize);
                let node = self.state.builder.binding(import, name, Bound::Module, at);
                self.state.builder.export(name, node);
            }
            None => self.state.builder.links.stars.push(import),
        }
    }

    fn visit_ts_import_equals_declaration(&mut self, found: &TSImportEqualsDeclaration<'a>) {
        if let TSModuleReference::ExternalModuleReference(module) = &found.module_reference {
            let start = found.span.start as usize;
            let import = self.state.builder.import(&module.expression.value, start, ImportForm::Required);
            let node = self.state.builder.binding(import, &found.id.name, Bound::Module, found.id.span.start as usize);
            self.state.set(&found.id, Local::Node(node));
        }
    }

    fn visit_export_declaration(&mut self, found: &ExportDeclaration<'a>) {
        walk::walk_export_declaration(self, found);
        match &found.declaration {
            Declaration::VariableDeclaration(declared) => {
                let mut names = Vec::new();
                declared.declarations.iter().for_each(|one| names_of(&one.id, &mut names));
                names.into_iter().for_each(|id| self.offer_binding(id));
            }
            Declaration::FunctionDeclaration(declared) => declared.id.iter().for_each(|id| self.offer_binding(id)),
            Declaration::ClassDeclaration(declared) => declared.id.iter().for_each(|id| self.offer_binding(id)),
            Declaration::TSTypeAliasDeclaration(declared) => self.offer_binding(&declared.id),
            Declaration::TSInterfaceDeclaration(declared) => self.offer_binding(&declared.id),
            Declaration::TSEnumDeclaration(declared) => self.offer_binding(&declared.id),
            _ => {}
        }
    }

    fn visit_export_named_declaration(&mut self, found: &ExportNamedDeclaration<'a>) {
        for one in &found.specifiers {
            if let ModuleExportName::IdentifierReference(id) = &one.local
                && let Some(declared) = self.state.declared(id)
            {
                self.later.push((export_name(&one.exported).to_owned(), declared));
            }
        }
    }

    fn visit_export_default_declaration(&mut self, found: &ExportDefaultDeclaration<'a>) {
        match &found.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(function) if function.id.is_none() => {
                let at = Span::new(function.span.start, function.span.start);
                let symbol = self.symbol("default", CodeSymbolKind::Function, at, function.span.end);
                let node = self.symbol_node(symbol);
                self.offer("default", node);
                self.within(symbol, |it| walk::walk_export_default_declaration(it, found));
            }
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                walk::walk_export_default_declaration(self, found);
                let id = function.id.as_ref().and_then(|id| id.symbol_id.get());
                self.later.extend(id.map(|id| ("default".to_owned(), id)));
            }
            ExportDefaultDeclarationKind::ClassDeclaration(class) => {
                walk::walk_export_default_declaration(self, found);
                match &class.id {
                    Some(id) => self.later.extend(id.symbol_id.get().map(|id| ("default".to_owned(), id))),
                    None => {
                        if let Some(symbol) = self.state.symbol_at(class.span) {
                            let node = self.symbol_node(symbol);
                            self.offer("default", node);
                        }
                    }
                }
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(declared) => {
                walk::walk_export_default_declaration(self, found);
                self.later.extend(declared.id.symbol_id.get().map(|id| ("default".to_owned(), id)));
            }
            other => {
                walk::walk_export_default_declaration(self, found);
                let Some(expression) = other.as_expression() else { return };
                if let Expression::Identifier(id) = bare(expression) {
                    self.later.extend(self.state.declared(id).map(|id| ("default".to_owned(), id)));
                    return;
                }
                let at = Span::new(expression.span().start, expression.span().start);
                let kind = match bare(expression) {
                    Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_) => {
                        CodeSymbolKind::Function
                    }
                    _ => CodeSymbolKind::Constant,
                };
                let symbol = self.symbol("default", kind, at, expression.span().end);
                let node = self.symbol_node(symbol);
                self.offer("default", node);
            }
        }
    }

    fn visit_variable_declaration(&mut self, found: &VariableDeclaration<'a>) {
        let before = std::mem::replace(&mut self.is_const, found.kind == VariableDeclarationKind::Const);
        walk::walk_variable_declaration(self, found);
        self.is_const = before;
    }

    fn visit_variable_declarator(&mut self, found: &VariableDeclarator<'a>) {
        let init = found.init.as_ref().map(bare);
        let import = match init {
            Some(Expression::CallExpression(call)) => self.state.required(call).map(|(import, _)| import),
            Some(Expression::ImportExpression(import)) => Some(self.state.imported(import).0),
            _ => None,
        };
        if let Some(import) = import {
            self.taken(import, &found.id);
            return;
        }
        let plain = if self.is_const { CodeSymbolKind::Constant } else { CodeSymbolKind::Variable };
        let mut names = Vec::new();
        names_of(&found.id, &mut names);
        names.retain(|id| self.is_top(id));
        let kind = match (&found.id, init) {
            (
                BindingPattern::BindingIdentifier(_),
                Some(Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)),
            ) => CodeSymbolKind::Function,
            (BindingPattern::BindingIdentifier(_), Some(Expression::ClassExpression(_))) => CodeSymbolKind::Class,
            _ => plain,
        };
        let symbols: Vec<u32> = names.iter().map(|id| self.named(id, kind, found.span.end)).collect();
        match (&symbols[..], init) {
            ([symbol], Some(Expression::ClassExpression(class))) if kind == CodeSymbolKind::Class => {
                self.state.symbols.insert(class.span.start, *symbol);
                self.within(*symbol, |it| walk::walk_class_body(it, &class.body));
            }
            ([symbol], Some(Expression::ObjectExpression(object))) if kind == plain => {
                self.object(*symbol, object);
                self.within(*symbol, |it| walk::walk_variable_declarator(it, found));
            }
            ([symbol], _) => self.within(*symbol, |it| walk::walk_variable_declarator(it, found)),
            _ => walk::walk_variable_declarator(self, found),
        }
    }

    fn visit_function(&mut self, found: &Function<'a>, flags: ScopeFlags) {
        let symbol = match &found.id {
            Some(id) if found.is_declaration() => Some(self.named(id, CodeSymbolKind::Function, found.span.end)),
            _ => None,
        };
        match symbol {
            Some(symbol) => self.within(symbol, |it| walk::walk_function(it, found, flags)),
            None => walk::walk_function(self, found, flags),
        }
    }

    fn visit_class(&mut self, found: &Class<'a>) {
        if self.state.symbols.contains_key(&found.span.start) && found.id.is_none() {
            return;
        }
        if found.is_expression() && found.id.is_none() {
            walk::walk_class_body(self, &found.body);
            return;
        }
        let symbol = self.class(found, None);
        self.within(symbol, |it| walk::walk_class_body(it, &found.body));
    }

    fn visit_method_definition(&mut self, found: &MethodDefinition<'a>) {
        let (Some(name), Some(owner)) = (key_of(&found.key).filter(|_| !found.computed), self.owners.last().copied())
        else {
            return walk::walk_method_definition(self, found);
        };
        let kind = match found.kind {
            MethodDefinitionKind::Get | MethodDefinitionKind::Set => CodeSymbolKind::Property,
            _ => CodeSymbolKind::Method,
        };
        let symbol = self.member(owner, name, found.r#static, kind, found.key.span(), found.span.end);
        // Fields that the constructor declares belong to the class.
        if found.kind == MethodDefinitionKind::Constructor {
            for parameter in found.value.params.items.iter().filter(|it| it.has_modifier()) {
                self.parameter_field(owner, parameter);
            }
        }
        self.within(symbol, |it| walk::walk_method_definition(it, found));
    }

    fn visit_property_definition(&mut self, found: &PropertyDefinition<'a>) {
        let (Some(name), Some(owner)) = (key_of(&found.key).filter(|_| !found.computed), self.owners.last().copied())
        else {
            return walk::walk_property_definition(self, found);
        };
        let kind = match found.value.as_ref().map(bare) {
            Some(Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)) => CodeSymbolKind::Method,
            _ => CodeSymbolKind::Field,
        };
        let symbol = self.member(owner, name, found.r#static, kind, found.key.span(), found.span.end);
        self.within(symbol, |it| walk::walk_property_definition(it, found));
    }

    fn visit_ts_interface_declaration(&mut self, found: &TSInterfaceDeclaration<'a>) {
        let symbol = self.named(&found.id, CodeSymbolKind::Interface, found.span.end);
        self.signatures(symbol, &found.body.body);
    }

    fn visit_ts_type_alias_declaration(&mut self, found: &TSTypeAliasDeclaration<'a>) {
        let symbol = self.named(&found.id, CodeSymbolKind::Alias, found.span.end);
        if let TSType::TSTypeLiteral(literal) = &found.type_annotation {
            self.signatures(symbol, &literal.members);
        }
    }

    fn visit_ts_enum_declaration(&mut self, found: &TSEnumDeclaration<'a>) {
        let symbol = self.named(&found.id, CodeSymbolKind::Enum, found.span.end);
        for member in &found.body.members {
            let name = member.id.static_name();
            let (at, end) = (member.id.span(), member.span.end);
            self.within(symbol, |it| {
                it.member(symbol, &name, true, CodeSymbolKind::Constant, at, end);
            });
        }
    }

    /// Namespaces and declarations of foreign modules are not read.
    fn visit_ts_module_block(&mut self, _: &TSModuleBlock<'a>) {}

    fn visit_call_expression(&mut self, found: &CallExpression<'a>) {
        self.state.required(found);
        walk::walk_call_expression(self, found);
    }

    fn visit_import_expression(&mut self, found: &ImportExpression<'a>) {
        self.state.imported(found);
        walk::walk_import_expression(self, found);
    }

    fn visit_assignment_expression(&mut self, found: &AssignmentExpression<'a>) {
        self.common_exports(found);
        walk::walk_assignment_expression(self, found);
    }
}

impl Declare<'_, '_, '_> {
    fn parameter_field(&mut self, owner: u32, parameter: &FormalParameter<'_>) {
        let id = match &parameter.pattern {
            BindingPattern::BindingIdentifier(id) => id,
            _ => return,
        };
        self.member(owner, &id.name, false, CodeSymbolKind::Field, id.span, id.span.end);
    }
}
