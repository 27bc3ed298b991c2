use model::{
    LineMap, Position,
    facts::{
        Binding, Bound, CodeSymbolKind, FileLinks, ImportFact, ImportForm, NameId, Names, Node, NodeId, Owner,
        SymbolFact, Use,
    },
};
use rustc_hash::FxHashMap;

/// Deeper code is not read, so that no input overflows the stack.
pub(super) const DEPTH_LIMIT: u16 = 200;

/// A file's links in the making.
pub(super) struct Builder<'t> {
    lines: LineMap<'t>,
    names: FxHashMap<Box<str>, NameId>,
    order: Vec<Box<str>>,
    nodes: FxHashMap<Node, NodeId>,
    exported: FxHashMap<NameId, usize>,
    /// Classes that are named with their package, by full name.
    qualified: FxHashMap<Box<str>, NodeId>,
    pub(super) links: FileLinks,
}

/// What an expression means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Node(NodeId),
    /// Something of the language itself.
    Outside,
    Unknown,
}

/// What a name of a function means.
#[derive(Clone, Copy)]
pub(super) enum Local {
    Known(NodeId),
    Opaque,
}

/// What is known of a symbol when its declaration is met.
pub(super) struct Declared<'n> {
    pub(super) name: &'n str,
    pub(super) kind: CodeSymbolKind,
    pub(super) owner: Owner,
    /// Byte range of the name.
    pub(super) span: std::ops::Range<usize>,
    /// Byte after the whole.
    pub(super) end: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            lines: LineMap::new(text),
            names: FxHashMap::default(),
            order: Vec::new(),
            nodes: FxHashMap::default(),
            exported: FxHashMap::default(),
            qualified: FxHashMap::default(),
            links: FileLinks::default(),
        }
    }

    pub(super) fn finish(mut self) -> FileLinks {
        self.links.names = Names::new(self.order.iter().map(|name| &**name));
        self.links.uses.sort_by_key(|it| (it.line, it.column));
        let links = &mut self.links;
        links.imports.shrink_to_fit();
        links.bindings.shrink_to_fit();
        links.symbols.shrink_to_fit();
        links.nodes.shrink_to_fit();
        links.uses.shrink_to_fit();
        self.links
    }

    pub(super) fn at(&self, byte: usize) -> Position {
        self.lines.position(byte)
    }

    pub(super) fn name(&mut self, text: &str) -> NameId {
        if let Some(known) = self.names.get(text) {
            return *known;
        }
        let id = NameId(count(self.order.len()));
        self.order.push(text.into());
        self.names.insert(text.into(), id);
        id
    }

    pub(super) fn text_of(&self, name: NameId) -> &str {
        self.order.get(name.0 as usize).map_or("", |text| text)
    }

    pub(super) fn node(&mut self, node: Node) -> NodeId {
        let next = NodeId(count(self.links.nodes.len()));
        let id = *self.nodes.entry(node).or_insert(next);
        if id == next {
            self.links.nodes.push(node);
        }
        id
    }

    pub(super) fn free(&mut self, name: &str) -> NodeId {
        let name = self.name(name);
        self.node(Node::Free(name))
    }

    pub(super) fn member(&mut self, of: NodeId, name: &str) -> NodeId {
        let name = self.name(name);
        self.node(Node::Member(of, name))
    }

    /// A class in a class.
    pub(super) fn inner(&mut self, of: NodeId, name: &str) -> NodeId {
        let name = self.name(name);
        self.node(Node::Inner(of, name))
    }

    pub(super) fn instance(&mut self, of: NodeId) -> NodeId {
        self.node(Node::Instance(of))
    }

    pub(super) fn import(&mut self, module: &str, byte: usize, form: ImportForm) -> u32 {
        let (module, line) = (self.name(module), self.at(byte).line);
        self.links.imports.push(ImportFact { module, line, form });
        count(self.links.imports.len() - 1)
    }

    /// A name that an import binds. `byte` is where the thing is named.
    pub(super) fn binding(&mut self, import: u32, name: &str, what: Bound, byte: usize) -> NodeId {
        let (name, at) = (self.name(name), self.at(byte));
        self.links.bindings.push(Binding { import, name, what, line: at.line, column: narrow(at.column) });
        self.node(Node::Binding(count(self.links.bindings.len() - 1)))
    }

    pub(super) fn symbol(&mut self, it: Declared<'_>) -> u32 {
        let name = self.name(it.name);
        let (start, end) = (self.at(it.span.start), self.at(it.span.end));
        let bases = count(self.links.bases.len());
        self.links.symbols.push(SymbolFact {
            name,
            kind: it.kind,
            owner: it.owner,
            line: start.line,
            column: narrow(start.column),
            end_column: narrow(end.column),
            last_line: self.at(it.end).line,
            arity: (0, u8::MAX),
            takes: None,
            is_exported: false,
            is_hidden: false,
            is_static: false,
            value: None,
            bases: bases..bases,
        });
        count(self.links.symbols.len() - 1)
    }

    pub(super) fn fact(&mut self, symbol: u32) -> &mut SymbolFact {
        &mut self.links.symbols[symbol as usize]
    }

    pub(super) fn set_bases(&mut self, symbol: u32, bases: impl IntoIterator<Item = NodeId>) {
        let start = count(self.links.bases.len());
        self.links.bases.extend(bases);
        let end = count(self.links.bases.len());
        self.fact(symbol).bases = start..end;
    }

    /// A class of Java or Kotlin that is named with its package (`acme.money.Money`), which is an import where it stands. `byte`
    /// is where the text starts. `None` when the text is none. The second says whether the place is told already.
    pub(super) fn qualified(&mut self, text: &str, byte: usize) -> Option<(NodeId, bool)> {
        let (package, class) = text.rsplit_once('.')?;
        let is_word = |part: &str| part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        let is_small =
            |part: &str| part.starts_with(|it: char| it.is_ascii_lowercase()) && !part.contains(char::is_uppercase);
        let is_class = class.starts_with(char::is_uppercase) && class.contains(char::is_lowercase) && is_word(class);
        if !is_class || !package.split('.').all(|part| is_small(part) && is_word(part)) {
            return None;
        }
        if let Some(known) = self.qualified.get(text) {
            return Some((*known, false));
        }
        let import = self.import(text, byte, ImportForm::Static);
        let node = self.binding(import, class, Bound::Module, byte + package.len() + 1);
        self.qualified.insert(text.into(), node);
        Some((node, true))
    }

    /// Whether the file's package or one of its imports starts with this word: then it hardly is a variable.
    pub(super) fn is_package_root(&self, word: &str) -> bool {
        let names = self.links.imports.iter().map(|it| it.module).chain(self.links.package);
        names.into_iter().any(|name| self.text_of(name).split('.').next() == Some(word))
    }

    /// Offers `node` under a name; what is offered twice is unclear, unless it is the same.
    pub(super) fn export(&mut self, name: &str, node: NodeId) {
        let name = self.name(name);
        match self.exported.get(&name).copied() {
            None => {
                self.exported.insert(name, self.links.exports.len());
                self.links.exports.push((name, node));
            }
            Some(at) if self.links.exports[at].1 == node => {}
            Some(at) => self.links.exports[at].1 = self.node(Node::Unclear),
        }
    }

    pub(super) fn use_of(&mut self, node: NodeId, byte: usize, arguments: Option<usize>) {
        let at = self.at(byte);
        let arguments = arguments.map(|count| u8::try_from(count).unwrap_or(u8::MAX));
        self.links.uses.push(Use { node, line: at.line, column: narrow(at.column), arguments });
    }

    /// A member of what an expression means, used where its name starts.
    pub(super) fn access(&mut self, of: Value, name: &str, byte: usize, arguments: Option<usize>) -> Value {
        match of {
            Value::Node(of) => {
                let meant = self.member(of, name);
                self.use_of(meant, byte, arguments);
                Value::Node(meant)
            }
            Value::Unknown => {
                self.unclear();
                Value::Unknown
            }
            Value::Outside => Value::Outside,
        }
    }

    pub(super) fn unclear(&mut self) {
        self.links.unclear += 1;
    }
}

pub(super) fn count(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
