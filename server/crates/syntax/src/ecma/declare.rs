//! Declarations: variables, functions, classes, imports and exports.

use std::sync::Arc;

use oxc_ast::ast::{
    BindingPattern, Class as OxcClass, ClassElement, Declaration, Decorator, ExportDefaultDeclarationKind, Expression,
    FormalParameterRest, FormalParameters, Function as OxcFunction, FunctionBody, ImportDeclarationSpecifier,
    ImportOrExportKind, MethodDefinitionKind, ModuleDeclaration, ModuleExportName, PropertyKey, StringLiteral, TSType,
    TSTypeAnnotation, TSTypeName, VariableDeclaration,
};
use oxc_span::{GetSpan, Span};

use super::{Depth, Reader};
use crate::ir::{Assign, AssignKind, Class, Expr, Function, Import, ImportedName, Parameter, Stmt, Takes, Text};

fn text(name: &str) -> Text {
    crate::name(name)
}

fn exported(name: &ModuleExportName<'_>) -> Text {
    text(&name.name())
}

impl Reader<'_> {
    pub(super) fn declaration(&self, declaration: &Declaration<'_>, out: &mut Vec<Stmt>, depth: Depth) {
        match declaration {
            Declaration::VariableDeclaration(found) => self.variables(found, out, depth),
            Declaration::FunctionDeclaration(found) => {
                out.push(Stmt::Function(Box::new(self.function(found, None, &[], depth))))
            }
            Declaration::ClassDeclaration(found) => out.push(Stmt::Class(Box::new(self.class(found, depth)))),
            Declaration::TSInterfaceDeclaration(found) => out.push(Stmt::Class(Box::new(Class {
                name: text(&found.id.name),
                range: self.range(found.id.span),
                end_line: self.position(found.span.end).line,
                bases: Vec::new(),
                keywords: Vec::new(),
                decorators: Vec::new(),
                body: Vec::new(),
            }))),
            Declaration::TSEnumDeclaration(found) => {
                let members = found
                    .body
                    .members
                    .iter()
                    .filter_map(|member| {
                        let name = text(&member.id.static_name());
                        let value = member.initializer.as_ref().map(|value| self.expr(value, depth.inner()))?;
                        Some(self.field(name, member.span, None, Some(value), Vec::new()))
                    })
                    .collect();
                out.push(Stmt::Class(Box::new(Class {
                    name: text(&found.id.name),
                    range: self.range(found.id.span),
                    end_line: self.position(found.span.end).line,
                    bases: Vec::new(),
                    keywords: Vec::new(),
                    decorators: Vec::new(),
                    body: members,
                })));
            }
            _ => {}
        }
    }

    /// A class that stands where a value does: declared before, and then named. Who knows a name for it gives it.
    pub(super) fn class_value(
        &self,
        value: &Expression<'_>,
        given: Option<&str>,
        out: &mut Vec<Stmt>,
        depth: Depth,
    ) -> Option<Expr> {
        let Expression::ClassExpression(found) = value.get_inner_expression() else { return None };
        let mut class = self.class(found, depth);
        if class.name.is_empty() {
            class.name = text(given.unwrap_or("anonymous"));
        }
        let named = Expr::Name(Arc::clone(&class.name), class.range.start);
        out.push(Stmt::Class(Box::new(class)));
        Some(named)
    }

    fn variables(&self, found: &VariableDeclaration<'_>, out: &mut Vec<Stmt>, depth: Depth) {
        for declarator in &found.declarations {
            if let Some(import) = declarator.init.as_ref().and_then(|value| self.required(&declarator.id, value, depth))
            {
                out.push(Stmt::Import(import));
                continue;
            }
            if let (Some(Expression::ClassExpression(class)), BindingPattern::BindingIdentifier(name)) =
                (declarator.init.as_ref().map(Expression::get_inner_expression), &declarator.id)
            {
                let named = Class { name: text(&name.name), ..self.class(class, depth) };
                out.push(Stmt::Class(Box::new(named)));
                continue;
            }
            out.push(Stmt::Assign(Box::new(Assign {
                target: self.pattern(&declarator.id, depth),
                annotation: self.annotation(declarator.type_annotation.as_deref(), depth),
                value: declarator.init.as_ref().map(|value| self.expr(value, depth)),
                kind: AssignKind::Declares,
                decorators: Vec::new(),
            })));
        }
    }

    /// `const x = require("y")`, `const { a, b: c } = require("y")`.
    fn required(&self, target: &BindingPattern<'_>, value: &Expression<'_>, depth: Depth) -> Option<Import> {
        let call = self.expr(value, depth);
        let (call, member) = match &call {
            Expr::Attr(inner, name) => (inner.as_call()?.clone(), Some(Arc::clone(name))),
            other => (other.as_call()?.clone(), None),
        };
        if call.callee.dotted().as_deref() != Some("require") || call.arguments.len() != 1 {
            return None;
        }
        let Expr::Str(module, range) = call.positional(0)? else { return None };
        let (names, module_name) = match (target, member) {
            (BindingPattern::BindingIdentifier(name), Some(member)) => {
                (vec![ImportedName { name: member, alias: text(&name.name) }], None)
            }
            (BindingPattern::BindingIdentifier(name), None) => (Vec::new(), Some(text(&name.name))),
            (BindingPattern::ObjectPattern(pattern), None) => {
                let names = pattern.properties.iter().filter_map(|property| {
                    let name = self.key(&property.key, depth)?;
                    let BindingPattern::BindingIdentifier(alias) = &property.value else { return None };
                    Some(ImportedName { name, alias: text(&alias.name) })
                });
                (names.collect(), None)
            }
            _ => return None,
        };
        Some(Import {
            module: Arc::clone(module),
            names,
            module_name,
            is_reexport: false,
            is_type_only: false,
            is_lazy: depth.is_lazy,
            range: *range,
        })
    }

    /// The target of a binding: a name, or a map from keys to names, or a list.
    pub(super) fn pattern(&self, pattern: &BindingPattern<'_>, depth: Depth) -> Expr {
        if depth.is_too_deep() {
            return Expr::Null;
        }
        match pattern {
            BindingPattern::BindingIdentifier(name) => Expr::Name(text(&name.name), self.position(name.span.start)),
            BindingPattern::ObjectPattern(found) => Expr::Map(
                found
                    .properties
                    .iter()
                    .filter_map(|property| {
                        let range = self.range(property.key.span());
                        Some((
                            Expr::Str(self.key(&property.key, depth)?, range),
                            self.pattern(&property.value, depth.inner()),
                        ))
                    })
                    .collect(),
            ),
            BindingPattern::ArrayPattern(found) => Expr::List(
                found
                    .elements
                    .iter()
                    .map(|element| element.as_ref().map_or(Expr::Null, |element| self.pattern(element, depth.inner())))
                    .collect(),
            ),
            // `{ a = default }`: the default is kept as an alternative of the name.
            BindingPattern::AssignmentPattern(found) => Expr::Or(
                Box::new(self.pattern(&found.left, depth.inner())),
                Box::new(self.expr(&found.right, depth.inner())),
            ),
        }
    }

    pub(super) fn key(&self, key: &PropertyKey<'_>, depth: Depth) -> Option<Text> {
        if let Some(name) = key.static_name() {
            return Some(text(&name));
        }
        match key.as_expression().map(|value| self.expr(value, depth)) {
            Some(Expr::Str(name, _)) => Some(name),
            _ => None,
        }
    }

    pub(super) fn annotation(&self, found: Option<&TSTypeAnnotation<'_>>, depth: Depth) -> Option<Expr> {
        found.map(|annotation| self.type_of(&annotation.type_annotation, depth))
    }

    /// Named types as names, generic ones as an index, the rest as text.
    fn type_of(&self, found: &TSType<'_>, depth: Depth) -> Expr {
        match found {
            TSType::TSTypeReference(reference) => {
                let name = self.type_name(&reference.type_name);
                match &reference.type_arguments {
                    Some(arguments) if !depth.is_too_deep() => {
                        let inner = arguments.params.iter().map(|inner| self.type_of(inner, depth.inner())).collect();
                        Expr::Index(Box::new(name), Box::new(Expr::List(inner)))
                    }
                    _ => name,
                }
            }
            other => Expr::Other(self.source(other.span()), self.position(other.span().start)),
        }
    }

    fn type_name(&self, name: &TSTypeName<'_>) -> Expr {
        match name {
            TSTypeName::IdentifierReference(found) => Expr::Name(text(&found.name), self.position(found.span.start)),
            TSTypeName::QualifiedName(found) => {
                Expr::Attr(Box::new(self.type_name(&found.left)), text(&found.right.name))
            }
            TSTypeName::ThisExpression(found) => Expr::Name(text("this"), self.position(found.span.start)),
        }
    }

    pub(super) fn function(
        &self,
        found: &OxcFunction<'_>,
        name: Option<(Text, Span)>,
        decorators: &[Decorator<'_>],
        depth: Depth,
    ) -> Function {
        let (name, span) = name
            .or_else(|| found.id.as_ref().map(|id| (text(&id.name), id.span)))
            .unwrap_or_else(|| (text(""), Span::new(found.span.start, found.span.start)));
        Function {
            name,
            range: self.range(span),
            end_line: self.position(found.span.end).line,
            parameters: self.parameters(&found.params, depth),
            has_receiver: false,
            returns: self.annotation(found.return_type.as_deref(), depth),
            decorators: self.decorators(decorators, depth),
            body: found.body.as_deref().map(|body| self.function_body(body, depth).into()).unwrap_or_default(),
        }
    }

    pub(super) fn function_body(&self, body: &FunctionBody<'_>, depth: Depth) -> Vec<Stmt> {
        let mut out = Vec::new();
        self.statements(&body.statements, &mut out, depth.lazy());
        out
    }

    pub(super) fn parameters(&self, parameters: &FormalParameters<'_>, depth: Depth) -> Vec<Parameter> {
        let depth = depth.inner();
        parameters
            .items
            .iter()
            .map(|found| Parameter {
                name: match &found.pattern {
                    BindingPattern::BindingIdentifier(name) => text(&name.name),
                    _ => text(""),
                },
                pattern: match &found.pattern {
                    BindingPattern::BindingIdentifier(_) => None,
                    pattern => Some(self.pattern(pattern, depth)),
                },
                takes: Takes::One,
                annotation: self.annotation(found.type_annotation.as_deref(), depth),
                default: found.initializer.as_deref().map(|value| self.expr(value, depth)),
                decorators: self.decorators(&found.decorators, depth),
            })
            .chain(parameters.rest.as_deref().map(|rest| self.rest(rest, depth)))
            .collect()
    }

    fn rest(&self, rest: &FormalParameterRest<'_>, depth: Depth) -> Parameter {
        let (name, pattern) = match &rest.rest.argument {
            BindingPattern::BindingIdentifier(name) => (text(&name.name), None),
            pattern => (text(""), Some(self.pattern(pattern, depth))),
        };
        Parameter {
            name,
            pattern,
            takes: Takes::Rest,
            annotation: self.annotation(rest.type_annotation.as_deref(), depth),
            default: None,
            decorators: Vec::new(),
        }
    }

    fn decorators(&self, decorators: &[Decorator<'_>], depth: Depth) -> Vec<Expr> {
        decorators.iter().map(|decorator| self.expr(&decorator.expression, depth.inner())).collect()
    }

    pub(super) fn class(&self, found: &OxcClass<'_>, depth: Depth) -> Class {
        let span = found.id.as_ref().map_or(Span::new(found.span.start, found.span.start), |id| id.span);
        let mut bases: Vec<Expr> =
            found.heritage.iter().map(|heritage| self.expr(&heritage.expression, depth)).collect();
        bases.extend(found.implements.iter().map(|implemented| self.type_name(&implemented.expression)));
        let mut body = Vec::new();
        if !depth.is_too_deep() {
            for element in &found.body.body {
                self.member(element, &mut body, depth.inner());
            }
        }
        Class {
            name: found.id.as_ref().map_or_else(|| text(""), |id| text(&id.name)),
            range: self.range(span),
            end_line: self.position(found.span.end).line,
            bases,
            keywords: Vec::new(),
            decorators: self.decorators(&found.decorators, depth),
            body,
        }
    }

    fn member(&self, element: &ClassElement<'_>, out: &mut Vec<Stmt>, depth: Depth) {
        match element {
            ClassElement::MethodDefinition(found) => {
                let name = self.key(&found.key, depth).unwrap_or_else(|| text(""));
                let mut method = self.function(&found.value, Some((name, found.key.span())), &found.decorators, depth);
                // As Python writes them.
                let accessor = match found.kind {
                    MethodDefinitionKind::Get => Some("property"),
                    MethodDefinitionKind::Set => Some("setter"),
                    MethodDefinitionKind::Method | MethodDefinitionKind::Constructor => None,
                };
                let at = self.position(found.key.span().start);
                method.decorators.extend(accessor.map(|name| Expr::Name(text(name), at)));
                out.push(Stmt::Function(Box::new(method)));
            }
            ClassElement::PropertyDefinition(found) => {
                let Some(name) = self.key(&found.key, depth) else { return };
                out.push(self.field(
                    name,
                    found.key.span(),
                    self.annotation(found.type_annotation.as_deref(), depth),
                    found.value.as_ref().map(|value| self.expr(value, depth)),
                    self.decorators(&found.decorators, depth),
                ));
            }
            ClassElement::StaticBlock(found) => self.statements(&found.body, out, depth),
            ClassElement::AccessorProperty(_) | ClassElement::TSIndexSignature(_) => {}
        }
    }

    fn field(
        &self,
        name: Text,
        span: Span,
        annotation: Option<Expr>,
        value: Option<Expr>,
        decorators: Vec<Expr>,
    ) -> Stmt {
        let target = Expr::Name(name, self.position(span.start));
        Stmt::Assign(Box::new(Assign { target, annotation, value, kind: AssignKind::Declares, decorators }))
    }

    pub(super) fn module_declaration(&self, declaration: &ModuleDeclaration<'_>, out: &mut Vec<Stmt>, depth: Depth) {
        match declaration {
            ModuleDeclaration::ImportDeclaration(found) => {
                let mut names = Vec::new();
                let mut module_name = None;
                for specifier in found.specifiers.iter().flatten() {
                    match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(one) => {
                            names.push(ImportedName { name: exported(&one.imported), alias: text(&one.local.name) });
                        }
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                            names.push(ImportedName { name: text("default"), alias: text(&one.local.name) });
                        }
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                            module_name = Some(text(&one.local.name))
                        }
                    }
                }
                let import = self.module_import(&found.source, names, found.import_kind, depth);
                out.push(Stmt::Import(Import { module_name, ..import }));
            }
            ModuleDeclaration::ExportAllDeclaration(found) => {
                let name = ImportedName {
                    name: text("*"),
                    alias: found.exported.as_ref().map_or_else(|| text("*"), exported),
                };
                let import = self.module_import(&found.source, vec![name], found.export_kind, depth);
                out.push(Stmt::Import(Import { is_reexport: true, ..import }));
            }
            ModuleDeclaration::ExportFromDeclaration(found) => {
                let names = found
                    .specifiers
                    .iter()
                    .map(|one| ImportedName { name: exported(&one.local), alias: exported(&one.exported) });
                let import = self.module_import(&found.source, names.collect(), found.export_kind, depth);
                out.push(Stmt::Import(Import { is_reexport: true, ..import }));
            }
            ModuleDeclaration::ExportDeclaration(found) => self.declaration(&found.declaration, out, depth),
            // `export { a as b }`: b is a, seen from outside.
            ModuleDeclaration::ExportNamedDeclaration(found) => {
                for one in found.specifiers.iter().filter(|one| exported(&one.local) != exported(&one.exported)) {
                    let value = Expr::Name(exported(&one.local), self.position(one.span.start));
                    out.push(self.field(exported(&one.exported), one.span, None, Some(value), Vec::new()));
                }
            }
            ModuleDeclaration::ExportDefaultDeclaration(found) => {
                self.export_default(&found.declaration, found.span, out, depth)
            }
            ModuleDeclaration::TSExportAssignment(found) => {
                let value = self.expr(&found.expression, depth);
                out.push(self.field(text("default"), found.span, None, Some(value), Vec::new()));
            }
            ModuleDeclaration::TSNamespaceExportDeclaration(_) => {}
        }
    }

    fn export_default(&self, found: &ExportDefaultDeclarationKind<'_>, span: Span, out: &mut Vec<Stmt>, depth: Depth) {
        let value = match found {
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                let function = self.function(function, None, &[], depth);
                let (name, at) = (Arc::clone(&function.name), function.range.start);
                if name.is_empty() {
                    Expr::Lambda(Box::new(function))
                } else {
                    out.push(Stmt::Function(Box::new(function)));
                    Expr::Name(name, at)
                }
            }
            ExportDefaultDeclarationKind::ClassDeclaration(class) => {
                let mut class = self.class(class, depth);
                if class.name.is_empty() {
                    class.name = text("default");
                }
                let (name, at) = (Arc::clone(&class.name), class.range.start);
                out.push(Stmt::Class(Box::new(class)));
                if &*name == "default" {
                    return;
                }
                Expr::Name(name, at)
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => return,
            other => match other.as_expression() {
                Some(value) => self.expr(value, depth),
                None => return,
            },
        };
        out.push(self.field(text("default"), span, None, Some(value), Vec::new()));
    }

    fn module_import(
        &self,
        source: &StringLiteral<'_>,
        names: Vec<ImportedName>,
        kind: ImportOrExportKind,
        depth: Depth,
    ) -> Import {
        Import {
            module: text(&source.value),
            names,
            module_name: None,
            is_reexport: false,
            is_type_only: kind == ImportOrExportKind::Type,
            is_lazy: depth.is_lazy,
            range: self.range(source.span),
        }
    }
}
