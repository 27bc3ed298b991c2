//! All facts of a workspace side by side, with the ways to find one by its name.

use std::sync::Arc;

use model::{
    RelPath,
    facts::{CodeSymbolKind, FileLinks, NameId, Node, NodeId, Owner},
};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Language;

/// A file by its number.
pub(crate) type FileNo = u32;
/// A name that is the same in every file.
pub(super) type Name = u32;

/// A symbol of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolRef {
    /// Number of the file in [`super::Graph::files`].
    pub file: u32,
    /// Its index in the file's symbols.
    pub symbol: u32,
}

/// A file with its facts.
pub(super) struct File {
    pub(super) path: RelPath,
    pub(super) language: Language,
    pub(super) links: Arc<FileLinks>,
    names: Box<[Name]>,
    /// Number of its folder.
    pub(super) folder: u32,
}

impl File {
    pub(super) fn name(&self, id: NameId) -> Name {
        self.names.get(id.0 as usize).copied().unwrap_or(Name::MAX)
    }

    pub(super) fn text(&self, id: NameId) -> &str {
        self.links.names.get(id)
    }

    /// The name of the package that the file says it is in.
    pub(super) fn package(&self) -> Option<Name> {
        self.links.package.map(|id| self.name(id))
    }

    pub(super) fn is_go_test(&self) -> bool {
        self.language == Language::Go && self.path.as_str().ends_with("_test.go")
    }
}

/// What several files of a package have in common.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Package {
    pub(super) folder: u32,
    pub(super) name: Name,
    pub(super) is_test: bool,
}

/// What a name means among several candidates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sole {
    One(SymbolRef),
    Several,
}

/// The files of a workspace and what is in them.
#[derive(Default)]
pub(super) struct Table {
    pub(super) files: Vec<File>,
    pub(super) by_path: FxHashMap<RelPath, FileNo>,
    /// Folders that hold code, directly or further down.
    pub(super) folders: Vec<RelPath>,
    pub(super) folder_numbers: FxHashMap<RelPath, u32>,
    /// Files directly in a folder.
    pub(super) in_folder: Vec<Vec<FileNo>>,
    names: FxHashMap<Arc<str>, Name>,
    texts: Vec<Arc<str>>,
    exports: FxHashMap<(FileNo, Name), NodeId>,
    /// Class, name, symbol: sorted.
    members: Vec<(SymbolRef, Name, u32)>,
    /// Top-level symbols of Go's packages.
    go_scope: FxHashMap<(Package, Name), Sole>,
    /// Methods of Go's types: package, type, name.
    go_methods: FxHashMap<(Package, Name, Name), Sole>,
    /// Classes of Java and Kotlin by package and name, and what else Kotlin has in packages.
    java: FxHashMap<(Name, Name), Vec<SymbolRef>>,
}

impl Table {
    /// Collects the facts of all files, which come by path.
    pub(super) fn new(files: impl IntoIterator<Item = (RelPath, Language, Arc<FileLinks>)>) -> Self {
        let mut table = Self::default();
        for (path, language, links) in files {
            let names = (0..links.names.len())
                .map(|at| table.intern(links.names.get(NameId(u32::try_from(at).unwrap_or(u32::MAX)))))
                .collect();
            let number = u32::try_from(table.files.len()).unwrap_or(u32::MAX);
            let folder = table.folder(&path.parent().unwrap_or_else(RelPath::root));
            table.in_folder[folder as usize].push(number);
            table.by_path.insert(path.clone(), number);
            table.files.push(File { path, language, links, names, folder });
        }
        for number in 0..table.files.len() {
            table.enter(u32::try_from(number).unwrap_or(u32::MAX));
        }
        table.members.sort_unstable();
        table
    }

    fn folder(&mut self, path: &RelPath) -> u32 {
        if let Some(known) = self.folder_numbers.get(path) {
            return *known;
        }
        if let Some(above) = path.parent() {
            self.folder(&above);
        }
        let number = u32::try_from(self.folders.len()).unwrap_or(u32::MAX);
        self.folders.push(path.clone());
        self.in_folder.push(Vec::new());
        self.folder_numbers.insert(path.clone(), number);
        number
    }

    fn intern(&mut self, text: &str) -> Name {
        if let Some(known) = self.names.get(text) {
            return *known;
        }
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.names.insert(Arc::clone(&text), next);
        self.texts.push(text);
        next
    }

    /// The number of a name; `None` when no file has it.
    pub(super) fn name(&self, text: &str) -> Option<Name> {
        self.names.get(text).copied()
    }

    pub(super) fn text(&self, name: Name) -> &str {
        self.texts.get(name as usize).map_or("", |text| text)
    }

    fn enter(&mut self, number: FileNo) {
        let file = &self.files[number as usize];
        for (name, node) in &file.links.exports {
            self.exports.insert((number, file.name(*name)), *node);
        }
        let is_java = file.language.is_java_like();
        for (at, symbol) in file.links.symbols.iter().enumerate().filter(|(_, symbol)| !symbol.is_hidden) {
            let found = SymbolRef { file: number, symbol: u32::try_from(at).unwrap_or(u32::MAX) };
            let name = file.name(symbol.name);
            let package = || {
                let name = file.package()?;
                Some(Package { folder: file.folder, name, is_test: file.is_go_test() })
            };
            match symbol.owner {
                Owner::Symbol(owner) => self.members.push((SymbolRef { symbol: owner, ..found }, name, found.symbol)),
                Owner::Type(owner) => {
                    if let Some(package) = package() {
                        note(&mut self.go_methods, (package, file.name(owner), name), found);
                    }
                }
                Owner::File if file.language == Language::Go => {
                    if let Some(package) = package() {
                        note(&mut self.go_scope, (package, name), found);
                    }
                }
                Owner::File if is_java => {
                    let package = file.package().unwrap_or(Name::MAX);
                    self.java.entry((package, name)).or_default().push(found);
                }
                Owner::File => {}
            }
        }
    }

    pub(super) fn file(&self, number: FileNo) -> &File {
        &self.files[number as usize]
    }

    pub(super) fn symbol(&self, it: SymbolRef) -> &model::facts::SymbolFact {
        &self.file(it.file).links.symbols[it.symbol as usize]
    }

    pub(super) fn at(&self, path: &RelPath) -> Option<FileNo> {
        self.by_path.get(path).copied()
    }

    /// What a file offers under a name.
    pub(super) fn export(&self, file: FileNo, name: Name) -> Option<NodeId> {
        self.exports.get(&(file, name)).copied()
    }

    /// The members of a class that bear a name.
    pub(super) fn members(&self, class: SymbolRef, name: Name) -> impl Iterator<Item = SymbolRef> {
        let start = self.members.partition_point(|(owner, known, _)| (*owner, *known) < (class, name));
        let rest = self.members[start..].iter().take_while(move |(owner, known, _)| (*owner, *known) == (class, name));
        rest.map(move |(_, _, symbol)| SymbolRef { symbol: *symbol, ..class })
    }

    /// What a name means in a package of Go, seen from one of its files or from outside.
    pub(super) fn in_go_package(&self, package: Package, name: Name) -> Option<Sole> {
        let own = self.go_scope.get(&(package, name)).copied();
        own.or_else(|| {
            let without_tests = Package { is_test: false, ..package };
            self.go_scope.get(&(without_tests, name)).copied().filter(|_| package.is_test)
        })
    }

    /// A method of a type of Go.
    pub(super) fn go_method(&self, package: Package, owner: Name, name: Name) -> Option<Sole> {
        let own = self.go_methods.get(&(package, owner, name)).copied();
        own.or_else(|| {
            let with_tests = Package { is_test: true, ..package };
            self.go_methods.get(&(with_tests, owner, name)).copied()
        })
    }

    /// The package of Go in a folder: that of its first file that is no test.
    pub(super) fn go_package(&self, folder: u32) -> Option<Package> {
        let files = self.in_folder.get(folder as usize)?.iter().map(|number| self.file(*number));
        let mut of_go = files.filter(|file| file.language == Language::Go && !file.is_go_test());
        // A `main` beside a library is a program of `go run`, kept apart by a build constraint.
        let name = of_go.find_map(File::package)?;
        Some(Package { folder, name, is_test: false })
    }

    /// The class, or the top-level symbol of Kotlin, of a package and name, as seen from a file: the nearest.
    pub(super) fn java(&self, package: Name, name: Name, from: FileNo) -> Option<Sole> {
        let found = self.java.get(&(package, name))?;
        if let [only] = found[..] {
            return Some(Sole::One(only));
        }
        let near = |it: &SymbolRef| shared(&self.file(it.file).path, &self.file(from).path);
        let best = found.iter().map(near).max()?;
        let mut nearest = found.iter().filter(|it| near(it) == best);
        let first = nearest.next().copied()?;
        Some(if nearest.next().is_none() { Sole::One(first) } else { Sole::Several })
    }

    /// Whether a package of Java or Kotlin is in the workspace.
    pub(super) fn java_packages(&self) -> FxHashSet<Name> {
        self.java.keys().map(|(package, _)| *package).collect()
    }

    /// The node behind a number.
    pub(super) fn node(&self, file: FileNo, node: NodeId) -> Node {
        self.file(file).links.nodes.get(node.0 as usize).copied().unwrap_or(Node::Unclear)
    }

    /// Whether a symbol is a type.
    pub(super) fn is_type(&self, it: SymbolRef) -> bool {
        self.symbol(it).kind.is_type()
    }

    pub(super) fn kind(&self, it: SymbolRef) -> CodeSymbolKind {
        self.symbol(it).kind
    }
}

/// How many folders two paths have in common.
fn shared(one: &RelPath, other: &RelPath) -> usize {
    one.segments().zip(other.segments()).take_while(|(one, other)| one == other).count()
}

fn note<K: std::hash::Hash + Eq>(map: &mut FxHashMap<K, Sole>, key: K, found: SymbolRef) {
    map.entry(key).and_modify(|known| *known = Sole::Several).or_insert(Sole::One(found));
}
