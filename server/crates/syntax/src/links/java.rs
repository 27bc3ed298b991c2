//! Imports, symbols and uses of Java.

mod declare;
mod expressions;
mod statements;

use model::facts::{Bound, FileLinks, ImportForm, Node as Meant, NodeId, Owner};
use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::{
    builder::{Builder, Local, Value},
    node::{children, str_of},
};

pub(super) fn read(text: &str) -> FileLinks {
    let Some(tree) = crate::tree::parse(&crate::java::GRAMMAR, text, &[]) else {
        return FileLinks::default();
    };
    let mut reader = Reader {
        text,
        builder: Builder::new(text),
        types: FxHashMap::default(),
        members: FxHashMap::default(),
        symbols: FxHashMap::default(),
        imports: FxHashMap::default(),
        statics: FxHashMap::default(),
        stand_ins: Vec::new(),
        classes: Vec::new(),
        scopes: Vec::new(),
        unnamed: 0,
        level: 0,
    };
    let root = tree.root_node();
    for node in children(root) {
        match node.kind() {
            "package_declaration" => {
                let name = children(node).find(|it| it.kind().ends_with("identifier")).map(|it| reader.str(it));
                reader.builder.links.package = name.map(|name| reader.builder.name(name));
            }
            "import_declaration" => reader.import(node),
            _ => reader.declare(node, Owner::File),
        }
    }
    children(root).for_each(|node| reader.member(node));
    reader.builder.finish()
}

struct Reader<'t> {
    text: &'t str,
    builder: Builder<'t>,
    /// Classes by the class around them and their name.
    types: FxHashMap<(Option<u32>, &'t str), u32>,
    /// Fields and methods by their class and name: whether it is a field, and the symbol.
    members: FxHashMap<(u32, &'t str, bool), u32>,
    /// Symbols by the first byte of their name.
    symbols: FxHashMap<usize, u32>,
    /// Imported classes.
    imports: FxHashMap<&'t str, NodeId>,
    /// Imported members of classes.
    statics: FxHashMap<&'t str, NodeId>,
    /// Names that stand for types in the classes around, while symbols are made.
    stand_ins: Vec<&'t str>,
    /// The classes around, outermost first.
    classes: Vec<u32>,
    scopes: Vec<FxHashMap<&'t str, Local>>,
    /// How many classes without a name are around: what they inherit is not known.
    unnamed: u16,
    level: u16,
}

impl<'t> Reader<'t> {
    fn str(&self, node: Node<'_>) -> &'t str {
        str_of(self.text, node)
    }

    fn import(&mut self, node: Node<'_>) {
        let Some(path) = children(node).find(|it| it.kind().ends_with("identifier")) else { return };
        let mut cursor = node.walk();
        let is_static = node.children(&mut cursor).any(|it| it.kind() == "static");
        let is_star = children(node).any(|it| it.kind() == "asterisk");
        let (module, start) = (self.str(path), path.start_byte());
        if is_star {
            let import = self.builder.import(&format!("{module}.*"), start, ImportForm::Static);
            self.builder.links.stars.push(import);
            if is_class(module) {
                self.import_class(import, path, module);
            }
            return;
        }
        let (class, name) = module.rsplit_once('.').unwrap_or(("", module));
        let at = path.end_byte() - name.len();
        if is_static {
            let import = self.builder.import(class, start, ImportForm::Static);
            self.import_class(import, path, class);
            let member = self.builder.name(name);
            let node = self.builder.binding(import, name, Bound::Member(member), at);
            self.statics.insert(name, node);
        } else {
            let import = self.builder.import(module, start, ImportForm::Static);
            let node = self.import_class(import, path, module);
            self.imports.insert(name, node);
        }
    }

    /// The class that an import takes something from, and the classes around it. `text` is the start of the path.
    fn import_class(&mut self, import: u32, path: Node<'_>, text: &str) -> NodeId {
        let (mut around, name) = text.rsplit_once('.').unwrap_or(("", text));
        let start = path.start_byte();
        let node = self.builder.binding(import, name, Bound::Module, start + text.len() - name.len());
        let mut of = node;
        while is_class(around) {
            let name = around.rsplit('.').next().unwrap_or(around);
            of = self.builder.node(Meant::Around(of));
            self.builder.use_of(of, start + around.len() - name.len(), None);
            around = around.strip_suffix(name).unwrap_or("").trim_end_matches('.');
        }
        node
    }

    /// What a simple name of a type means.
    fn type_named(&mut self, name: &'t str) -> Value {
        let is_parameter = |scope: &FxHashMap<&str, Local>| matches!(scope.get(name), Some(Local::Opaque));
        if self.scopes.iter().rev().any(is_parameter) {
            return Value::Unknown;
        }
        for at in (0..=self.classes.len()).rev() {
            let around = at.checked_sub(1).map(|at| self.classes[at]);
            if let Some(class) = self.types.get(&(around, name)).copied() {
                return Value::Node(self.builder.node(Meant::Symbol(class)));
            }
        }
        let known = self.imports.get(name).or_else(|| self.statics.get(name)).copied();
        let found = known.unwrap_or_else(|| self.builder.free(name));
        // What the classes around inherit hides what the file imports.
        let is_made = |class: &u32| !self.builder.links.symbols[*class as usize].bases.is_empty();
        match self.classes.last().copied().filter(|_| self.classes.iter().any(is_made)) {
            Some(class) => Value::Node(self.builder.node(Meant::Within(class, found))),
            None => Value::Node(found),
        }
    }

    /// What a type names; generic ones without their arguments.
    fn type_of(&mut self, node: Node<'_>) -> Option<NodeId> {
        match node.kind() {
            "type_identifier" | "identifier" => match self.type_named(self.str(node)) {
                Value::Node(node) => Some(node),
                _ => None,
            },
            "generic_type" => self.type_of(children(node).next()?),
            "annotated_type" => self.type_of(children(node).last()?),
            "scoped_type_identifier" | "scoped_identifier" | "field_access" => {
                let parts: Vec<Node<'_>> = children(node).collect();
                let (first, last) = (parts.first()?, parts.last()?);
                if let Some((found, _)) = self.with_package(node) {
                    return Some(found);
                }
                // A package alone.
                if !self.str(*first).contains(char::is_uppercase) {
                    return None;
                }
                let of = self.type_of(*first)?;
                Some(self.builder.inner(of, self.str(*last)))
            }
            _ => None,
        }
    }

    /// A class that is named with its package.
    fn with_package(&mut self, node: Node<'_>) -> Option<(NodeId, bool)> {
        self.builder.qualified(self.str(node), node.start_byte())
    }

    fn value_of(&mut self, node: Node<'_>) -> Option<NodeId> {
        if matches!(node.kind(), "integral_type" | "floating_point_type" | "boolean_type") {
            return Some(self.plain(self.str(node)));
        }
        let of = self.type_of(node)?;
        Some(self.builder.instance(of))
    }

    /// A value of a type of the language.
    fn plain(&mut self, name: &str) -> NodeId {
        let name = self.builder.name(name);
        self.builder.node(Meant::Plain(name))
    }

    /// Notes the uses in a type.
    fn visit_type(&mut self, node: Node<'_>, arguments: Option<usize>) {
        match node.kind() {
            "type_identifier" => {
                if let Value::Node(found) = self.type_named(self.str(node)) {
                    self.builder.use_of(found, node.start_byte(), arguments);
                }
            }
            "scoped_type_identifier" | "scoped_identifier" => {
                let parts: Vec<Node<'_>> = children(node).collect();
                let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
                if let Some((found, is_told)) = self.with_package(node) {
                    if !is_told || arguments.is_some() {
                        self.builder.use_of(found, last.start_byte(), arguments);
                    }
                } else if parts.len() > 1 && self.str(*first).contains(char::is_uppercase) {
                    self.visit_type(*first, None);
                    if let Some(found) = self.type_of(node) {
                        self.builder.use_of(found, last.start_byte(), arguments);
                    }
                }
            }
            "generic_type" => {
                for (at, inner) in children(node).enumerate() {
                    self.visit_type(inner, arguments.filter(|_| at == 0));
                }
            }
            "marker_annotation" | "annotation" => self.annotation(node),
            _ => children(node).for_each(|inner| self.visit_type(inner, None)),
        }
    }

    fn bind(&mut self, name: Node<'_>, local: Local) {
        let name = self.str(name);
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, local);
        }
    }

    fn scoped(&mut self, work: impl FnOnce(&mut Self)) {
        self.scopes.push(FxHashMap::default());
        work(self);
        self.scopes.pop();
    }
}

/// Whether a full name is one of a class: packages are written small.
fn is_class(full: &str) -> bool {
    full.rsplit('.').next().is_some_and(|name| name.starts_with(char::is_uppercase))
}
