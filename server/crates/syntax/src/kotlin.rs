//! Kotlin through tree-sitter, in the vocabulary of Java: companions are static members, `vararg` annotations lists.

mod arguments;
mod dollars;
mod expression;
mod stacked;

use std::sync::{Arc, LazyLock};

use tree_sitter::Node;

use crate::{
    ir::{
        Argument, Assign, AssignKind, Body, Call, Class, Expr, For, Function, If, Import, ImportedName, Module,
        Parameter, Stmt, Takes,
    },
    tree::{DEPTH_LIMIT, Grammar, Source, Statements, child, children},
};

pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(tree_sitter_kotlin_ng::LANGUAGE));

/// Parses a file. Never fails: a file with errors is partial.
#[must_use]
pub fn parse(text: &str) -> Module {
    let readable = readable(text);
    let Some(tree) = crate::tree::parse(&GRAMMAR, &readable, &[]) else {
        return Module { is_partial: true, ..Module::default() };
    };
    // Places are those of the text as it is.
    let reader = Reader { source: Source::new(&GRAMMAR, text) };
    let mut module = Module { is_partial: tree.root_node().has_error(), ..Module::default() };
    for node in children(tree.root_node()) {
        match node.kind() {
            "package_header" => module.package = children(node).last().map(|name| reader.source.text(*name)),
            _ => reader.statement(node, &mut module.body, 0),
        }
    }
    module
}

/// The text as the grammar can read it, with every part in its place.
pub(crate) fn readable(text: &str) -> String {
    let mut text = dollars::plain(arguments::bare(stacked::joined(text)));
    // The grammar looks for a blank behind an annotation, beyond the end of the text if need be.
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

struct Reader<'t> {
    source: Source<'t>,
}

impl Statements for Reader<'_> {
    fn statement(&self, node: Node<'_>, out: &mut Vec<Stmt>, level: u8) {
        if level > DEPTH_LIMIT {
            return;
        }
        let deeper = level.saturating_add(1);
        match node.kind() {
            "import" => out.extend(self.import(node).map(Stmt::Import)),
            "class_declaration" | "object_declaration" => out.push(Stmt::Class(Box::new(self.class(node, deeper)))),
            // What a companion holds is reached by the name of its class.
            "companion_object" => {
                if let Some(body) = child(node, "class_body") {
                    self.statements(body, out, deeper);
                }
            }
            "function_declaration" => out.push(Stmt::Function(Box::new(self.function(node, deeper)))),
            "property_declaration" => out.extend(self.property(node, deeper)),
            "assignment" => out.extend(self.assignment(node, deeper)),
            "return_expression" => {
                out.push(Stmt::Return(children(node).first().map(|value| self.expr(*value, deeper))))
            }
            "if_expression" => out.push(self.condition(node, deeper)),
            "for_statement" => out.push(self.each(node, deeper)),
            "block" | "control_structure_body" => self.statements(node, out, deeper),
            "when_expression" | "when_entry" | "try_expression" | "catch_block" | "finally_block"
            | "while_statement" | "do_while_statement" => {
                let mut body = Vec::new();
                self.statements(node, &mut body, deeper);
                out.push(Stmt::Block(body));
            }
            "file_annotation"
            | "modifiers"
            | "primary_constructor"
            | "secondary_constructor"
            | "enum_entry"
            | "anonymous_initializer"
            | "type_alias"
            | "ERROR" => {}
            _ => out.push(Stmt::Expr(self.expr(node, deeper))),
        }
    }
}

impl Reader<'_> {
    fn import(&self, node: Node<'_>) -> Option<Import> {
        let path = child(node, "qualified_identifier")?;
        let full = self.source.str(path);
        let (module, name) = match has(node, "*") {
            true => (full, "*"),
            false => full.rsplit_once('.')?,
        };
        let alias = child(node, "identifier").map_or(name, |alias| self.source.str(alias));
        Some(Import {
            module: Arc::from(module),
            names: vec![ImportedName { name: Arc::from(name), alias: Arc::from(alias) }],
            module_name: None,
            is_reexport: false,
            is_type_only: false,
            is_lazy: false,
            range: self.source.range(path),
        })
    }

    fn class(&self, node: Node<'_>, level: u8) -> Class {
        let name = self.source.part(node, "name");
        let mut body = Vec::new();
        if let Some(parameters) = child(node, "primary_constructor").and_then(|found| child(found, "class_parameters"))
        {
            body.extend(children(parameters).into_iter().filter_map(|parameter| self.component(parameter, level)));
            body.extend(self.constructor(parameters, level).map(|it| Stmt::Function(Box::new(it))));
        }
        for found in children(node).into_iter().filter(|found| found.kind().ends_with("class_body")) {
            self.statements(found, &mut body, level);
        }
        let bases = child(node, "delegation_specifiers").map(children).unwrap_or_default();
        Class {
            name: name.map_or_else(|| Arc::from(""), |name| self.source.text(name)),
            range: self.source.range(name.unwrap_or(node)),
            end_line: self.source.end_line(node),
            bases: bases.into_iter().filter_map(|base| self.base(base)).collect(),
            keywords: Vec::new(),
            decorators: self.annotations(node, level),
            body,
        }
    }

    /// The class or interface of a delegation specifier.
    fn base(&self, node: Node<'_>) -> Option<Expr> {
        let inner = children(node).into_iter().next()?;
        match inner.kind() {
            "user_type" => Some(self.type_of(inner)),
            "constructor_invocation" | "explicit_delegation" => {
                child(inner, "user_type").map(|found| self.type_of(found))
            }
            _ => None,
        }
    }

    /// A `val` or `var` of the primary constructor is a field.
    fn component(&self, node: Node<'_>, level: u8) -> Option<Stmt> {
        let name = child(node, "identifier").filter(|_| has(node, "val") || has(node, "var"))?;
        Some(Stmt::Assign(Box::new(Assign {
            target: self.source.name(name),
            annotation: self.declared_type(node),
            value: after(node, "=").map(|value| self.expr(value, level)),
            kind: AssignKind::Declares,
            decorators: self.annotations(node, level),
        })))
    }

    /// The primary constructor, when it takes more than fields.
    fn constructor(&self, list: Node<'_>, level: u8) -> Option<Function> {
        let is_field = |one: &Node<'_>| has(*one, "val") || has(*one, "var");
        let parameters: Vec<Node<'_>> =
            children(list).into_iter().filter(|one| one.kind() == "class_parameter").collect();
        if parameters.iter().all(is_field) {
            return None;
        }
        let one = |node: Node<'_>| Parameter {
            name: child(node, "identifier").map_or_else(|| Arc::from(""), |name| self.source.text(name)),
            pattern: None,
            takes: Takes::One,
            annotation: self.declared_type(node),
            default: after(node, "=").map(|value| self.expr(value, level)),
            // Those of fields stand with the fields.
            decorators: if is_field(&node) { Vec::new() } else { self.annotations(node, level) },
        };
        Some(Function {
            name: Arc::from("constructor"),
            range: self.source.range(list),
            end_line: self.source.end_line(list),
            parameters: parameters.into_iter().map(one).collect(),
            has_receiver: false,
            returns: None,
            decorators: Vec::new(),
            body: Body::default(),
        })
    }

    fn annotations(&self, node: Node<'_>, level: u8) -> Vec<Expr> {
        let modifiers = child(node, "modifiers").map(children).unwrap_or_default();
        let annotations = modifiers.into_iter().filter(|found| found.kind() == "annotation");
        annotations.flat_map(children).filter_map(|found| self.annotation(found, level)).collect()
    }

    /// `@A` is a name, `@A(…)` a call. Several values without a name are one list, as Java writes them.
    fn annotation(&self, node: Node<'_>, level: u8) -> Option<Expr> {
        if node.kind() == "user_type" {
            return Some(self.type_of(node));
        }
        let callee = child(node, "user_type").filter(|_| node.kind() == "constructor_invocation")?;
        let arguments = child(node, "value_arguments").map(|list| self.arguments(list, level)).unwrap_or_default();
        let (plain, mut named): (Vec<_>, Vec<_>) = arguments.into_iter().partition(|one| one.name.is_none());
        let mut plain: Vec<Expr> = plain.into_iter().map(|one| one.value).collect();
        let value = if plain.len() > 1 { Some(Expr::List(plain)) } else { plain.pop() };
        named.extend(value.map(|value| Argument { name: None, value }));
        let callee = self.type_of(callee);
        Some(Expr::Call(Box::new(Call { callee, arguments: named, range: self.source.range(node) })))
    }

    fn function(&self, node: Node<'_>, level: u8) -> Function {
        let name = self.source.part(node, "name");
        let mut body = Vec::new();
        if let Some(found) = child(node, "function_body") {
            match children(found).first() {
                Some(block) if block.kind() == "block" => self.statements(*block, &mut body, level),
                Some(value) => body.push(Stmt::Return(Some(self.expr(*value, level)))),
                None => {}
            }
        }
        let parameters = child(node, "function_value_parameters");
        Function {
            name: name.map_or_else(|| Arc::from(""), |name| self.source.text(name)),
            range: self.source.range(name.unwrap_or(node)),
            end_line: self.source.end_line(node),
            parameters: parameters.map(|list| self.parameters(list, level)).unwrap_or_default(),
            has_receiver: false,
            returns: self.declared_type(node),
            decorators: self.annotations(node, level),
            body: body.into(),
        }
    }

    fn parameters(&self, list: Node<'_>, level: u8) -> Vec<Parameter> {
        let mut out: Vec<Parameter> = Vec::new();
        let mut takes = Takes::One;
        let mut decorators = Vec::new();
        for node in children(list) {
            match node.kind() {
                "parameter_modifiers" => {
                    takes = if self.source.str(node).contains("vararg") { Takes::Rest } else { Takes::One };
                    let found = children(node).into_iter().filter(|found| found.kind() == "annotation");
                    decorators = found.flat_map(children).filter_map(|one| self.annotation(one, level)).collect();
                }
                "parameter" => out.push(Parameter {
                    name: child(node, "identifier").map_or_else(|| Arc::from(""), |name| self.source.text(name)),
                    pattern: None,
                    takes: std::mem::take(&mut takes),
                    annotation: self.declared_type(node),
                    default: None,
                    decorators: std::mem::take(&mut decorators),
                }),
                // What stands behind a parameter is its default.
                _ => {
                    if let Some(last) = out.last_mut() {
                        last.default = Some(self.expr(node, level));
                    }
                }
            }
        }
        out
    }

    /// The type among a node's children.
    fn declared_type(&self, node: Node<'_>) -> Option<Expr> {
        self.declared_at(node, 0)
    }

    fn declared_at(&self, node: Node<'_>, level: u8) -> Option<Expr> {
        let is_type = |found: &Node<'_>| matches!(found.kind(), "user_type" | "nullable_type");
        children(node).into_iter().find(is_type).map(|found| self.type_at(found, level))
    }

    fn type_of(&self, node: Node<'_>) -> Expr {
        self.type_at(node, 0)
    }

    fn type_at(&self, node: Node<'_>, level: u8) -> Expr {
        if level > DEPTH_LIMIT {
            return self.source.other(node);
        }
        if node.kind() == "nullable_type" {
            return children(node).first().map_or(Expr::Null, |inner| self.type_at(*inner, level + 1));
        }
        let mut names = children(node).into_iter().filter(|part| part.kind() == "identifier");
        let Some(first) = names.next() else { return self.source.other(node) };
        let outer =
            names.fold(self.source.name(first), |owner, name| Expr::Attr(Box::new(owner), self.source.text(name)));
        let Some(list) = child(node, "type_arguments") else { return outer };
        let inner = children(list).into_iter().filter_map(|one| self.declared_at(one, level + 1)).collect();
        Expr::Index(Box::new(outer), Box::new(Expr::List(inner)))
    }

    fn property(&self, node: Node<'_>, level: u8) -> Option<Stmt> {
        let variable = child(node, "variable_declaration")?;
        Some(Stmt::Assign(Box::new(Assign {
            target: self.source.name(child(variable, "identifier")?),
            annotation: self.declared_type(variable),
            value: after(node, "=").map(|value| self.expr(value, level)),
            kind: AssignKind::Declares,
            decorators: self.annotations(node, level),
        })))
    }

    fn assignment(&self, node: Node<'_>, level: u8) -> Option<Stmt> {
        let parts = children(node);
        let [target, .., value] = parts.as_slice() else { return None };
        Some(Stmt::Assign(Box::new(Assign {
            target: self.expr(*target, level),
            annotation: None,
            value: Some(self.expr(*value, level)),
            kind: if has(node, "=") { AssignKind::Sets } else { AssignKind::Adds },
            decorators: Vec::new(),
        })))
    }

    fn condition(&self, node: Node<'_>, level: u8) -> Stmt {
        let test = self.source.part(node, "condition");
        let mut branches = children(node).into_iter().filter(|found| Some(*found) != test).map(|branch| {
            let mut body = Vec::new();
            self.statement(branch, &mut body, level);
            body
        });
        let (body, otherwise) = (branches.next().unwrap_or_default(), branches.next().unwrap_or_default());
        Stmt::If(Box::new(If { test: test.map_or(Expr::Null, |test| self.expr(test, level)), body, otherwise }))
    }

    fn each(&self, node: Node<'_>, level: u8) -> Stmt {
        let parts = children(node);
        let name = parts.first().and_then(|variable| child(*variable, "identifier"));
        let mut body = Vec::new();
        for part in parts.iter().skip(2) {
            self.statement(*part, &mut body, level);
        }
        Stmt::For(Box::new(For {
            target: name.map_or(Expr::Null, |name| self.source.name(name)),
            iterable: parts.get(1).map_or(Expr::Null, |over| self.expr(*over, level)),
            body,
        }))
    }
}

/// Whether a sign or keyword stands directly in a node.
fn has(node: Node<'_>, sign: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|found| !found.is_named() && found.kind() == sign)
}

/// The first named child behind a sign.
fn after<'n>(node: Node<'n>, sign: &str) -> Option<Node<'n>> {
    let mut cursor = node.walk();
    let mut found = node.children(&mut cursor).skip_while(|child| child.is_named() || child.kind() != sign);
    found.find(Node::is_named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_constants_and_templates() {
        let module = parse(
            "package a.b\nimport x.Y as Z\nconst val P = \"/p\"\n@A(\"/a\", \"$P/${Z.Q}\\${k}\")\nclass C(val d: D) : Base<T>(d), I {\n  companion object { const val E = \"e\" }\n  @G fun f(@V vararg ids: Long? = null): T = g { it }\n}\n",
        );
        assert_eq!(module.package.as_deref(), Some("a.b"));
        let [Stmt::Import(import), Stmt::Assign(constant), Stmt::Class(class)] = module.body.as_slice() else {
            panic!("{module:#?}")
        };
        assert_eq!((&*import.module, &*import.names[0].name, &*import.names[0].alias), ("x", "Y", "Z"));
        assert_eq!(constant.value.as_ref().and_then(Expr::as_str), Some("/p"));
        assert_eq!(class.decorators[0].as_call().map(|call| call.arguments.len()), Some(1));
        let Some(Expr::List(paths)) = class.decorators[0].as_call().and_then(|call| call.positional(0)) else {
            panic!("{class:#?}")
        };
        assert_eq!(paths[1].display(), "{P}/{Z.Q}${k}");
        assert_eq!(class.bases.len(), 2);
        let [Stmt::Assign(_), Stmt::Assign(companion), Stmt::Function(function)] = class.body.as_slice() else {
            panic!("{class:#?}")
        };
        assert_eq!(companion.target.last_name(), Some("E"));
        assert_eq!((function.parameters[0].takes, function.decorators.len()), (Takes::Rest, 1));
    }

    #[test]
    fn annotated_classes_beside_others() {
        let module =
            parse("package a\n\n@R\n@M(\"x\")\nclass W {\n    @G\n    fun x() = 1\n}\n\ndata class N(val a: B)\n");
        let [Stmt::Class(first), Stmt::Class(second)] = module.body.as_slice() else { panic!("{module:#?}") };
        assert_eq!((&*first.name, first.decorators.len(), first.range.start.line), ("W", 2, 4));
        assert_eq!((first.body.len(), &*second.name), (1, "N"));
    }

    #[test]
    fn dollars_that_are_no_names() {
        let module = parse(
            "const val A = \"\"\"^x$\"\"\"\nclass C(@V($$\"${a.b:c}\") x: T) {\n  val b = \"$\"\n  val c = \"$A$\"\n}\n",
        );
        assert!(!module.is_partial);
        let [Stmt::Assign(first), Stmt::Class(class)] = module.body.as_slice() else { panic!("{module:#?}") };
        assert_eq!(first.value.as_ref().and_then(Expr::as_str), Some("^x$"));
        let [Stmt::Function(made), Stmt::Assign(alone), Stmt::Assign(behind)] = class.body.as_slice() else {
            panic!("{class:#?}")
        };
        let annotation = made.parameters[0].decorators[0].as_call().and_then(|call| call.positional(0));
        assert_eq!(annotation.and_then(Expr::as_str), Some("${a.b:c}"));
        assert_eq!(alone.value.as_ref().and_then(Expr::as_str), Some("$"));
        assert_eq!(behind.value.as_ref().map(Expr::display).as_deref(), Some("{A}$"));
    }

    #[test]
    fn broken_text_is_partial() {
        for text in ["class {", "@", "fun f(", "\"${", "class A { val a = \"", "))))", "\u{0}"] {
            assert!(parse(text).body.len() < 4, "{text}");
        }
        for (open, close) in [("A<", ">"), ("f(", ")"), ("{", "}"), ("\"${", "}\"")] {
            let text = format!("val a: {0}x{1} = {0}x{1}", open.repeat(5000), close.repeat(5000));
            assert!(parse(&text).body.len() < 20_000);
        }
        assert!(parse("class A { fun f( }").is_partial);
    }
}
