use std::ops::Range;

/// What one file of code takes from others and gives to them: its imports, its symbols, and what its names mean as far as the
/// file itself can tell. Made on demand only, and compact, so that those of a whole workspace can be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileLinks {
    /// Every name that is used below, once.
    pub names: Names,
    /// Go's or Java's package.
    pub package: Option<NameId>,
    /// Imports in file order.
    pub imports: Vec<ImportFact>,
    /// Names that imports bind.
    pub bindings: Vec<Binding>,
    /// Outer before inner.
    pub symbols: Vec<SymbolFact>,
    /// What the file offers to others; a name that means several things has [`Node::Unclear`].
    pub exports: Vec<(NameId, NodeId)>,
    /// Imports that hand on all names (`from x import *`, `export * from "x"`, `import x.*`).
    pub stars: Vec<u32>,
    /// Base classes of symbols.
    pub bases: Vec<NodeId>,
    /// What uses mean. A node only builds on earlier ones.
    pub nodes: Vec<Node>,
    /// Places where a name is used that means something outside of its function, by place.
    pub uses: Vec<Use>,
    /// Uses of members of which the file does not say whose they are.
    pub unclear: u32,
}

/// Index of a name in [`FileLinks::names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(pub u32);

/// Index of a node in [`FileLinks::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// Texts, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    text: Box<str>,
    ends: Box<[u32]>,
}

impl Names {
    /// Collects texts; the first gets the id 0.
    #[must_use]
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for one in texts {
            text.push_str(one);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self { text: text.into(), ends: ends.into() }
    }

    /// A text; empty for an id of another file.
    #[must_use]
    pub fn get(&self, id: NameId) -> &str {
        let at = id.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFact {
    /// As written, Python's leading dots included; the expression when it is computed.
    pub module: NameId,
    /// Zero-based.
    pub line: u32,
    /// How it is carried out.
    pub form: ImportForm,
}

/// How an import is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportForm {
    /// A statement of the language.
    Static,
    /// A statement that is gone at run time.
    TypeOnly,
    /// `require("x")`: a call that the language's tools read like a statement.
    Required,
    /// A call with a literal name.
    Dynamic,
    /// A call with a name that is made at run time.
    Computed,
}

/// A name that an import binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Index of the import.
    pub import: u32,
    /// The name here.
    pub name: NameId,
    /// What of the module it is.
    pub what: Bound,
    /// Where the thing is named: zero-based line, UTF-16 column.
    pub line: u32,
    /// See `line`.
    pub column: u16,
}

/// What of a module a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The module itself.
    Module,
    /// Python's `import a.b`: the outermost package of it.
    Top,
    /// Something in it. JavaScript's default export is called `default`.
    Member(NameId),
}

/// A named piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolFact {
    /// Its own name.
    pub name: NameId,
    /// What it is.
    pub kind: CodeSymbolKind,
    /// What it belongs to.
    pub owner: Owner,
    /// Line of its name. Zero-based.
    pub line: u32,
    /// First column of its name, in UTF-16 units.
    pub column: u16,
    /// Column after its name.
    pub end_column: u16,
    /// Last line of the whole.
    pub last_line: u32,
    /// Least and most arguments of a call; `(0, 255)` when that does not tell it from others.
    pub arity: (u8, u8),
    /// The types of a method's parameters, without what is between angles, divided by commas; `?` stands for a parameter of
    /// types, and `@` comes first when the method says that it replaces one (Java).
    pub takes: Option<NameId>,
    /// Others may use it by its name.
    pub is_exported: bool,
    /// Another of the same name and owner stands for both.
    pub is_hidden: bool,
    /// It belongs to the class and not to its values.
    pub is_static: bool,
    /// The value that a variable or a field holds, that a property gives and that a call returns, when it is declared.
    pub value: Option<NodeId>,
    /// Range in [`FileLinks::bases`].
    pub bases: Range<u32>,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum CodeSymbolKind {
    Function,
    Method,
    /// A method that is read like a field.
    Property,
    Class,
    Interface,
    Struct,
    Enum,
    /// A named type that is none of these.
    Type,
    /// Another name of a type.
    Alias,
    Constant,
    Variable,
    Field,
}

impl CodeSymbolKind {
    /// Whether it holds a value.
    #[must_use]
    pub fn is_value(self) -> bool {
        matches!(self, Self::Property | Self::Constant | Self::Variable | Self::Field)
    }

    /// Whether it has members.
    #[must_use]
    pub fn is_type(self) -> bool {
        matches!(self, Self::Class | Self::Interface | Self::Struct | Self::Enum | Self::Type)
    }
}

/// What a symbol belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The file.
    File,
    /// Another symbol of the file.
    Symbol(u32),
    /// A type of this name in the package (Go).
    Type(NameId),
}

/// What a use means, in terms of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Node {
    /// What an import binds: index of the binding.
    Binding(u32),
    /// A symbol of this file.
    Symbol(u32),
    /// A name from outside of the file: of its package, of a star import, of the language.
    Free(NameId),
    /// `value.name`.
    Member(NodeId, NameId),
    /// A value of a type.
    Instance(NodeId),
    /// What a call gives; of several values the first.
    Result(NodeId),
    /// One of several values that a call gives: the node that is called, and which.
    Nth(NodeId, u8),
    /// A value of a type of the language: `int`, `String`; `->` is a function without a name (Java).
    Plain(NameId),
    /// Something that is called, and what is passed to it: [`Node::Several`], or one value alone (Java).
    Passed(NodeId, NodeId),
    /// What a call with so many arguments gives (Java).
    Called(NodeId, u8),
    /// A class in a class (Java): never a field of the name.
    Inner(NodeId, NameId),
    /// The class around a class (Java).
    Around(NodeId),
    /// A type as it is seen in a class (Java): one that its bases have, else what the node means.
    Within(u32, NodeId),
    /// Several values that a function gives: the first, and the rest.
    Several(NodeId, NodeId),
    /// A list, a map or a channel of values.
    Items(NodeId),
    /// One of the values in a list, a map or a channel.
    Item(NodeId),
    /// What a class has from its bases.
    Super(u32),
    /// A name that a class, its bases, or what is around it have: the class and the name.
    Own(u32, NameId),
    /// Several things bear the name.
    Unclear,
}

/// A place where a name is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// What it means.
    pub node: NodeId,
    /// Zero-based.
    pub line: u32,
    /// UTF-16 units.
    pub column: u16,
    /// Arguments of the call; `None` when it is not called.
    pub arguments: Option<u8>,
}

impl Use {
    /// A method is named without being called: any number of arguments is right.
    pub const ANY: u8 = u8::MAX;
}
