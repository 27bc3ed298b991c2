//! Imports, symbols and uses of Kotlin. Inside of a lambda a bare name may belong to a receiver that only its callee knows: such
//! names are not sure.

mod declare;
mod expressions;

use model::facts::{Bound, FileLinks, ImportForm, Node as Meant, NodeId, Owner};
use rustc_hash::FxHashMap;
use tree_sitter::Node;

use super::{
    builder::{Builder, Local, Value},
    node::{child, children, str_of},
};

pub(super) fn read(text: &str) -> FileLinks {
    let readable = crate::kotlin::readable(text);
    let Some(tree) = crate::tree::parse(&crate::kotlin::GRAMMAR, &readable, &[]) else {
        return FileLinks::default();
    };
    let mut reader = Reader {
        text,
        builder: Builder::new(text),
        types: FxHashMap::default(),
        members: FxHashMap::default(),
        symbols: FxHashMap::default(),
        imports: FxHashMap::default(),
        classes: Vec::new(),
        scopes: Vec::new(),
        receivers: 0,
        level: 0,
    };
    let root = tree.root_node();
    for node in children(root) {
        match node.kind() {
            "package_header" => {
                let name = child(node, "qualified_identifier").map(|name| reader.str(name));
                reader.builder.links.package = name.map(|name| reader.builder.name(name));
            }
            "import" => reader.import(node),
            _ => reader.declare(node, Owner::File),
        }
    }
    children(root).for_each(|node| reader.statement(node));
    reader.builder.finish()
}

struct Reader<'t> {
    text: &'t str,
    builder: Builder<'t>,
    /// Classes by the class around them and their name.
    types: FxHashMap<(Option<u32>, &'t str), u32>,
    /// Other members by their class (none: the file) and name.
    members: FxHashMap<(Option<u32>, &'t str), u32>,
    /// Symbols by the first byte of their name.
    symbols: FxHashMap<usize, u32>,
    imports: FxHashMap<&'t str, NodeId>,
    /// The classes around, outermost first.
    classes: Vec<u32>,
    scopes: Vec<FxHashMap<&'t str, Local>>,
    /// Lambdas and classes without a name around: what a bare name means in them is not sure.
    receivers: u16,
    level: u16,
}

impl<'t> Reader<'t> {
    fn str(&self, node: Node<'_>) -> &'t str {
        str_of(self.text, node)
    }

    fn import(&mut self, node: Node<'_>) {
        let Some(path) = child(node, "qualified_identifier") else { return };
        let (module, start) = (self.str(path), path.start_byte());
        let mut cursor = node.walk();
        if node.children(&mut cursor).any(|it| it.kind() == "*") {
            let import = self.builder.import(&format!("{module}.*"), start, ImportForm::Static);
            self.builder.links.stars.push(import);
            return;
        }
        let name = module.rsplit('.').next().unwrap_or(module);
        let alias = child(node, "identifier").map_or(name, |alias| self.str(alias));
        let import = self.builder.import(module, start, ImportForm::Static);
        let node = self.builder.binding(import, alias, Bound::Module, path.end_byte() - name.len());
        self.imports.insert(alias, node);
    }

    /// What a simple name of a type means.
    fn type_named(&mut self, name: &'t str) -> Value {
        if self.scopes.iter().any(|scope| matches!(scope.get(name), Some(Local::Opaque))) {
            return Value::Unknown;
        }
        for at in (0..=self.classes.len()).rev() {
            let around = at.checked_sub(1).map(|at| self.classes[at]);
            if let Some(class) = self.types.get(&(around, name)).copied() {
                return Value::Node(self.builder.node(Meant::Symbol(class)));
            }
        }
        match self.imports.get(name) {
            Some(node) => Value::Node(*node),
            None => Value::Node(self.builder.free(name)),
        }
    }

    /// What a type names; nullable ones are seen through, generic ones lose their arguments.
    fn type_of(&mut self, node: Node<'_>) -> Option<NodeId> {
        match node.kind() {
            "nullable_type" | "parenthesized_type" | "non_nullable_type" => self.type_of(children(node).next()?),
            "user_type" => {
                let parts: Vec<Node<'_>> = children(node).filter(|part| part.kind() == "identifier").collect();
                let (at, mut found) = match self.with_package(&parts) {
                    Some((at, found, _)) => (at, found),
                    None => match self.type_named(self.str(*parts.first()?)) {
                        Value::Node(found) => (0, found),
                        _ => return None,
                    },
                };
                for part in &parts[at + 1..] {
                    found = self.builder.member(found, self.str(*part));
                }
                Some(found)
            }
            _ => None,
        }
    }

    /// The class of a name that starts with its package, and its place in the name.
    fn with_package(&mut self, parts: &[Node<'_>]) -> Option<(usize, NodeId, bool)> {
        let at = parts.iter().position(|part| self.str(*part).starts_with(char::is_uppercase)).filter(|at| *at > 0)?;
        let start = parts[0].start_byte();
        let (found, is_told) = self.builder.qualified(self.text.get(start..parts[at].end_byte())?, start)?;
        Some((at, found, is_told))
    }

    fn value_of(&mut self, node: Node<'_>) -> Option<NodeId> {
        let of = self.type_of(node)?;
        Some(self.builder.instance(of))
    }

    /// Notes the uses in a type. `arguments`: how many it is made with.
    fn visit_type(&mut self, node: Node<'_>, arguments: Option<usize>) {
        if node.kind() != "user_type" {
            children(node).for_each(|inner| self.visit_type(inner, arguments));
            return;
        }
        let names: Vec<Node<'_>> = children(node).filter(|part| part.kind() == "identifier").collect();
        let count = names.len();
        let package = self.with_package(&names);
        let mut found: Option<NodeId> = None;
        for (at, part) in children(node).enumerate() {
            if let Some((class, meant, is_told)) =
                package.filter(|(class, ..)| part.start_byte() <= names[*class].start_byte())
            {
                if part == names[class] {
                    found = Some(meant);
                    if !is_told || arguments.is_some() {
                        self.builder.use_of(meant, part.start_byte(), arguments.filter(|_| class + 1 == count));
                    }
                }
                continue;
            }
            if part.kind() != "identifier" {
                self.visit_type(part, None);
                continue;
            }
            let name = self.str(part);
            found = match found {
                None if at == 0 => match self.type_named(name) {
                    Value::Node(node) => Some(node),
                    _ => None,
                },
                None => None,
                Some(of) => Some(self.builder.member(of, name)),
            };
            if let Some(node) = found {
                self.builder.use_of(node, part.start_byte(), arguments.filter(|_| at + 1 == count));
            }
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

/// The type among the parts of a declaration.
fn type_in(node: Node<'_>) -> Option<Node<'_>> {
    children(node).find(|part| part.kind() == "user_type" || part.kind().ends_with("_type"))
}

/// Whether a declaration has this word among its modifiers or before its name.
fn has_word(node: Node<'_>, text: &str, word: &str) -> bool {
    let mut cursor = node.walk();
    let own = node.children(&mut cursor).any(|it| it.kind() == word);
    own || child(node, "modifiers").is_some_and(|it| str_of(text, it).split_whitespace().any(|it| it == word))
}
