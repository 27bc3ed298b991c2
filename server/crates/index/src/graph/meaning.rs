//! What the names of a file mean, across files. Only what is sure: the rest is unknown.

use model::facts::{Binding, Bound, CodeSymbolKind, ImportForm, NameId, Node, NodeId, Owner, Use};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Language;

use super::{
    overloads::is_component,
    places::{Place, Places},
    table::{FileNo, Name, Package, Sole, SymbolRef, Table},
};

/// What a node means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A symbol of the workspace.
    Symbol(SymbolRef),
    /// A value of a class of the workspace.
    Value(SymbolRef),
    /// A list of what a node of a file means.
    Items(FileNo, NodeId),
    /// A file as a module.
    Module(FileNo),
    /// A namespace package, or a package of Go.
    Folder(u32),
    /// A package of Go with what its own tests declare, as tests see it that lie beside it and are no part of it.
    Tested(u32),
    /// Something from outside of the workspace.
    Outside,
    /// Not known for sure.
    Unknown,
}

/// How far a meaning is followed: longer chains are cycles.
const STEPS: u8 = 48;

/// Answers what nodes mean; remembers its answers.
pub(super) struct Meanings<'t> {
    pub(super) table: &'t Table,
    pub(super) places: &'t Places,
    known: FxHashMap<(FileNo, NodeId), Meaning>,
    pub(super) steps: u8,
    /// Something was cut short, so that answers on the way are not final.
    pub(super) is_cut: bool,
}

impl<'t> Meanings<'t> {
    pub(super) fn new(table: &'t Table, places: &'t Places) -> Self {
        Self { table, places, known: FxHashMap::default(), steps: 0, is_cut: false }
    }

    /// One step further in; `None` where there have been too many.
    pub(super) fn deeper<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.steps >= STEPS {
            self.is_cut = true;
            return None;
        }
        self.steps += 1;
        let found = look(self);
        self.steps -= 1;
        Some(found)
    }

    /// What a node of a file means.
    pub(super) fn node(&mut self, file: FileNo, node: NodeId) -> Meaning {
        if let Some(known) = self.known.get(&(file, node)) {
            return *known;
        }
        let Some(found) = self.deeper(|meanings| meanings.look(file, node)) else { return Meaning::Unknown };
        if self.steps == 0 {
            self.is_cut = false;
        }
        if !self.is_cut || self.steps == 0 {
            self.known.insert((file, node), found);
        }
        found
    }

    fn look(&mut self, file: FileNo, node: NodeId) -> Meaning {
        match self.table.node(file, node) {
            Node::Symbol(symbol) => Meaning::Symbol(SymbolRef { file, symbol }),
            Node::Binding(binding) => {
                let table = self.table;
                match table.file(file).links.bindings.get(binding as usize) {
                    Some(binding) => self.binding(file, binding),
                    None => Meaning::Unknown,
                }
            }
            Node::Free(name) => self.free(file, self.table.file(file).name(name)),
            Node::Member(of, name) => {
                let name = self.table.file(file).name(name);
                if let Node::Super(class) = self.table.node(file, of) {
                    return self.inherited(SymbolRef { file, symbol: class }, name, false);
                }
                let of = self.node(file, of);
                self.member(of, name)
            }
            Node::Instance(of) => {
                let of = self.node(file, of);
                self.value_of_type(of)
            }
            Node::Result(of) if self.table.file(file).language.is_java_like() => self.result_of(file, of, Use::ANY),
            Node::Result(of) => {
                let of = self.node(file, of);
                self.result(of)
            }
            Node::Nth(of, at) => match self.node(file, of) {
                Meaning::Symbol(found) => self.given(found, at),
                _ => Meaning::Unknown,
            },
            Node::Called(of, count) => self.result_of(file, of, count),
            Node::Inner(of, name) => match self.node(file, of) {
                Meaning::Symbol(of) => self.inner_type(of, self.table.file(file).name(name)),
                Meaning::Outside => Meaning::Outside,
                _ => Meaning::Unknown,
            },
            Node::Around(of) => match self.node(file, of) {
                Meaning::Symbol(of) => match self.table.symbol(of).owner {
                    Owner::Symbol(symbol) => Meaning::Symbol(SymbolRef { symbol, ..of }),
                    _ => Meaning::Unknown,
                },
                _ => Meaning::Unknown,
            },
            Node::Within(class, of) => self.within(SymbolRef { file, symbol: class }, of),
            Node::Several(first, _) => self.node(file, first),
            Node::Items(of) => Meaning::Items(file, of),
            Node::Item(of) => {
                let of = self.node(file, of);
                self.item(of)
            }
            Node::Own(class, name) => self.own(SymbolRef { file, symbol: class }, name),
            Node::Plain(_) => Meaning::Outside,
            Node::Passed(of, _) => self.node(file, of),
            Node::Super(_) | Node::Unclear => Meaning::Unknown,
        }
    }

    /// What an import binds.
    pub(super) fn binding(&mut self, file: FileNo, binding: &Binding) -> Meaning {
        let place = self.places.of(file, binding.import);
        let table = self.table;
        let of = table.file(file);
        match binding.what {
            Bound::Module if of.language.is_java_like() => self.places.class(table, file, binding.import),
            Bound::Module => match meant(place) {
                Meaning::Folder(folder) if of.is_go_test() && folder == of.folder => Meaning::Tested(folder),
                found => self.whole(found, of.links.imports[binding.import as usize].form),
            },
            Bound::Top => meant(&self.places.top(table, file, binding.import)),
            Bound::Member(name) => match meant(place) {
                Meaning::Module(found) => match self.module_member(found, of.name(name)) {
                    Meaning::Unknown if of.text(name) == "default" => self.assigned(found).unwrap_or(Meaning::Unknown),
                    Meaning::Unknown => match self.assigned(found) {
                        Some(whole) => self.member(whole, of.name(name)),
                        None => Meaning::Unknown,
                    },
                    member => member,
                },
                Meaning::Symbol(found) => self.member(Meaning::Symbol(found), of.name(name)),
                Meaning::Folder(found) => self.folder_member(found, of.name(name), false),
                other => other,
            },
        }
    }

    /// What a module is that is taken as a whole: what it assigns to `module.exports`, if it does.
    fn whole(&mut self, place: Meaning, form: ImportForm) -> Meaning {
        match place {
            Meaning::Module(found) if form == ImportForm::Required => self.assigned(found).unwrap_or(place),
            other => other,
        }
    }

    fn assigned(&mut self, file: FileNo) -> Option<Meaning> {
        let name = self.table.name("export=")?;
        let node = self.table.export(file, name)?;
        Some(self.node(file, node))
    }

    /// A name that the file itself does not declare.
    fn free(&mut self, file: FileNo, name: Name) -> Meaning {
        let of = self.table.file(file);
        match of.language {
            Language::Go => {
                let Some(package) = of.package() else { return Meaning::Unknown };
                let package = Package { folder: of.folder, name: package, is_test: of.is_go_test() };
                let own = sole(self.table.in_go_package(package, name));
                own.unwrap_or_else(|| self.go_import(file, name))
            }
            Language::Java | Language::Kotlin => self.places.java_name(self.table, file, name),
            Language::Python | Language::Ecma(_) => self.star_member(file, name).unwrap_or(Meaning::Outside),
        }
    }

    /// A package that is called otherwise than its folder, or a name of a dot import.
    fn go_import(&mut self, file: FileNo, name: Name) -> Meaning {
        let of = self.table.file(file);
        let mut found = Meaning::Outside;
        for star in &of.links.stars {
            match self.places.of(file, *star) {
                Place::Folder(folder) => {
                    match self.folder_member(*folder, name, of.is_go_test() && *folder == of.folder) {
                        Meaning::Unknown => {}
                        member => return member,
                    }
                }
                Place::Unknown(_) => found = Meaning::Unknown,
                _ => {}
            }
        }
        let is_named = |folder: u32| self.table.go_package(folder).is_some_and(|package| package.name == name);
        let imports = of.links.bindings.iter().filter_map(|binding| match self.places.of(file, binding.import) {
            Place::Folder(folder) if is_named(*folder) => Some(*folder),
            _ => None,
        });
        imports.map(Meaning::Folder).next().unwrap_or(found)
    }

    /// What star imports of a file bring, those of the files behind them too; `None` when none has the name.
    fn star_member(&mut self, file: FileNo, name: Name) -> Option<Meaning> {
        let table = self.table;
        // What starts with an underscore or is a default export stays behind.
        let is_left = |text: &str| match table.file(file).language {
            Language::Python => text.starts_with('_'),
            _ => text == "default",
        };
        if is_left(table.text(name)) {
            return None;
        }
        let (mut seen, mut waiting) = (FxHashSet::from_iter([file]), vec![file]);
        let mut is_outside = false;
        while let Some(at) = waiting.pop() {
            for star in &table.file(at).links.stars {
                match meant(self.places.of(at, *star)) {
                    Meaning::Module(found) if seen.insert(found) => {
                        if let Some(node) = table.export(found, name) {
                            return Some(self.node(found, node));
                        }
                        waiting.push(found);
                    }
                    Meaning::Module(_) => {}
                    Meaning::Unknown => return Some(Meaning::Unknown),
                    _ => is_outside = true,
                }
            }
        }
        is_outside.then_some(Meaning::Outside)
    }

    fn module_member(&mut self, file: FileNo, name: Name) -> Meaning {
        let own = self.table.export(file, name).map(|node| self.node(file, node));
        let below = || self.places.submodule(self.table, file, name).map(Meaning::Module);
        own.or_else(below).or_else(|| self.star_member(file, name)).unwrap_or(Meaning::Unknown)
    }

    /// `with_tests`: what tests of a package of Go declare in it counts, too.
    fn folder_member(&mut self, folder: u32, name: Name, with_tests: bool) -> Meaning {
        match self.table.go_package(folder).map(|package| Package { is_test: with_tests, ..package }) {
            Some(package) => sole(self.table.in_go_package(package, name)).unwrap_or(Meaning::Unknown),
            None => self.places.below(self.table, folder, name).map_or(Meaning::Unknown, |place| meant(&place)),
        }
    }

    /// `of.name`.
    pub(super) fn member(&mut self, of: Meaning, name: Name) -> Meaning {
        match of {
            Meaning::Module(file) => self.module_member(file, name),
            Meaning::Folder(folder) => self.folder_member(folder, name, false),
            Meaning::Tested(folder) => self.folder_member(folder, name, true),
            Meaning::Symbol(found) if self.table.is_type(found) => self.class_member(found, name, true),
            Meaning::Symbol(found) if self.is_value(found) => {
                // An object that is written out has members of its own.
                if let Some(member) = self.table.members(found, name).next() {
                    return Meaning::Symbol(member);
                }
                let held = self.held(found);
                self.member(held, name)
            }
            Meaning::Value(class) => self.class_member(class, name, false),
            Meaning::Symbol(_) | Meaning::Items(..) | Meaning::Unknown => Meaning::Unknown,
            Meaning::Outside => Meaning::Outside,
        }
    }

    pub(super) fn is_value(&self, found: SymbolRef) -> bool {
        self.table.kind(found).is_value() || is_component(self.table, found)
    }

    /// The value that a variable holds or a property gives.
    pub(super) fn held(&mut self, symbol: SymbolRef) -> Meaning {
        match self.table.symbol(symbol).value {
            Some(node) => match self.node(symbol.file, node) {
                // A variable that is another one's value; its own value (`a = a`) is none.
                Meaning::Symbol(inner) if inner == symbol => Meaning::Unknown,
                Meaning::Symbol(inner) if self.table.kind(inner).is_value() => self.held_deeper(inner),
                other => other,
            },
            None => Meaning::Unknown,
        }
    }

    fn held_deeper(&mut self, symbol: SymbolRef) -> Meaning {
        if self.steps >= STEPS {
            self.is_cut = true;
            return Meaning::Unknown;
        }
        self.steps += 1;
        let found = self.held(symbol);
        self.steps -= 1;
        found
    }

    /// A value of what a type names.
    fn value_of_type(&mut self, of: Meaning) -> Meaning {
        match of {
            Meaning::Symbol(found) if self.table.is_type(found) => Meaning::Value(found),
            Meaning::Symbol(found) if self.table.kind(found) == CodeSymbolKind::Alias => {
                // A type that is written out has members of its own.
                if self.table.symbol(found).value.is_some() { self.held(found) } else { Meaning::Value(found) }
            }
            Meaning::Outside => Meaning::Outside,
            _ => Meaning::Unknown,
        }
    }

    /// What a call gives.
    pub(super) fn result(&mut self, of: Meaning) -> Meaning {
        match of {
            Meaning::Symbol(found) => match self.table.kind(found) {
                CodeSymbolKind::Function | CodeSymbolKind::Method => self.held(found),
                kind if kind.is_type() => Meaning::Value(found),
                _ => Meaning::Unknown,
            },
            _ => Meaning::Unknown,
        }
    }

    /// One of the values that a function gives: which.
    fn given(&mut self, function: SymbolRef, at: u8) -> Meaning {
        let is_function = matches!(self.table.kind(function), CodeSymbolKind::Function | CodeSymbolKind::Method);
        let Some(mut value) = self.table.symbol(function).value.filter(|_| is_function) else {
            return Meaning::Unknown;
        };
        for _ in 0..at {
            let Node::Several(_, rest) = self.table.node(function.file, value) else { return Meaning::Unknown };
            value = rest;
        }
        self.node(function.file, value)
    }

    /// What a list holds.
    fn item(&mut self, of: Meaning) -> Meaning {
        match of {
            Meaning::Items(file, of) => self.node(file, of),
            Meaning::Symbol(found) if self.table.kind(found).is_value() => match self.held(found) {
                Meaning::Items(file, of) => self.node(file, of),
                Meaning::Value(class) => self.item(Meaning::Value(class)),
                _ => Meaning::Unknown,
            },
            // A type that is another name of a list.
            Meaning::Value(class) if self.table.kind(class) == CodeSymbolKind::Type => {
                let Some(value) = self.table.symbol(class).value else { return Meaning::Unknown };
                match self.node(class.file, value) {
                    Meaning::Items(file, of) => self.node(file, of),
                    _ => Meaning::Unknown,
                }
            }
            Meaning::Outside => Meaning::Outside,
            _ => Meaning::Unknown,
        }
    }

    /// A member of a class or of its values, its own or from a base.
    fn class_member(&mut self, class: SymbolRef, name: Name, is_static: bool) -> Meaning {
        let language = self.table.file(class.file).language;
        let is_told_apart = matches!(language, Language::Ecma(_)) && self.table.kind(class) == CodeSymbolKind::Class;
        let table = self.table;
        let mut own = table.members(class, name);
        let own = match language {
            // The field if it may be seen from there, else the class.
            Language::Java if is_static && is_field_and_class(table, class, name) => return Meaning::Unknown,
            // A value is meant before a type, and a method where it is called only.
            Language::Java => own.min_by_key(|it| match table.kind(*it) {
                kind if kind.is_value() => 0,
                kind if kind.is_type() => 1,
                _ if is_component(table, *it) => 2,
                _ => 3,
            }),
            _ => own.find(|it| !is_told_apart || table.symbol(*it).is_static == is_static),
        };
        if let Some(found) = own {
            return Meaning::Symbol(found);
        }
        if language == Language::Go
            && let Some(found) = self.go_method(class, name)
        {
            return found;
        }
        self.inherited(class, name, is_static)
    }

    fn go_method(&self, class: SymbolRef, name: Name) -> Option<Meaning> {
        let file = self.table.file(class.file);
        let package = Package { folder: file.folder, name: file.package()?, is_test: file.is_go_test() };
        let owner = file.name(self.table.symbol(class).name);
        sole(self.table.go_method(package, owner, name))
    }

    /// A member that a class has from its bases.
    fn inherited(&mut self, class: SymbolRef, name: Name, is_static: bool) -> Meaning {
        if self.steps >= STEPS {
            self.is_cut = true;
            return Meaning::Unknown;
        }
        let table = self.table;
        let bases = table.symbol(class).bases.clone();
        let bases = &table.file(class.file).links.bases[bases.start as usize..bases.end as usize];
        self.steps += 1;
        let mut found = Meaning::Unknown;
        for base in bases {
            let base = self.node(class.file, *base);
            match base {
                Meaning::Symbol(base) if base != class && table.is_type(base) => {
                    match self.class_member(base, name, is_static) {
                        Meaning::Unknown if !self.is_closed(base) => {
                            found = Meaning::Unknown;
                            break;
                        }
                        Meaning::Unknown => continue,
                        other => found = other,
                    }
                }
                // It may have the member itself.
                Meaning::Outside => found = Meaning::Outside,
                _ => found = Meaning::Unknown,
            }
            break;
        }
        self.steps -= 1;
        found
    }

    /// A class in a class, or in what it is made from.
    pub(super) fn inner_type(&mut self, class: SymbolRef, name: Name) -> Meaning {
        let table = self.table;
        if let Some(found) = table.members(class, name).find(|it| table.is_type(*it)) {
            return Meaning::Symbol(found);
        }
        if self.steps >= STEPS {
            self.is_cut = true;
            return Meaning::Unknown;
        }
        self.steps += 1;
        let bases = table.symbol(class).bases.clone();
        let mut found = Meaning::Unknown;
        for base in &table.file(class.file).links.bases[bases.start as usize..bases.end as usize] {
            found = match self.node(class.file, *base) {
                Meaning::Symbol(base) if base != class => self.inner_type(base, name),
                _ => Meaning::Unknown,
            };
            if found != Meaning::Unknown {
                break;
            }
        }
        self.steps -= 1;
        found
    }

    /// A type as it is named in a class.
    fn within(&mut self, class: SymbolRef, of: NodeId) -> Meaning {
        let file = self.table.file(class.file);
        let name = match self.table.node(class.file, of) {
            Node::Free(name) => Some(name),
            Node::Binding(at) => file.links.bindings.get(at as usize).map(|binding| binding.name),
            _ => None,
        };
        let mut around = name.map(|_| class);
        while let (Some(class), Some(name)) = (around, name) {
            if let found @ Meaning::Symbol(_) = self.inner_type(class, file.name(name)) {
                return found;
            }
            around = match self.table.symbol(class).owner {
                Owner::Symbol(symbol) => Some(SymbolRef { symbol, ..class }),
                _ => None,
            };
        }
        self.node(class.file, of)
    }

    /// Whether all that a class has is known: its bases and theirs are classes of the workspace.
    fn is_closed(&mut self, class: SymbolRef) -> bool {
        if self.steps >= STEPS {
            return false;
        }
        self.steps += 1;
        let table = self.table;
        let bases = table.symbol(class).bases.clone();
        let bases = &table.file(class.file).links.bases[bases.start as usize..bases.end as usize];
        let is_closed = bases.iter().all(|base| match self.node(class.file, *base) {
            Meaning::Symbol(base) => base != class && self.is_closed(base),
            _ => false,
        });
        self.steps -= 1;
        is_closed
    }

    /// A name as seen inside a class: its member, one that it inherits, or one of what is around it.
    fn own(&mut self, class: SymbolRef, name: NameId) -> Meaning {
        let file = self.table.file(class.file);
        let text = file.name(name);
        let mut around = Some(class);
        while let Some(class) = around {
            match self.class_member(class, text, false) {
                Meaning::Unknown if !self.is_closed(class) => return Meaning::Unknown,
                Meaning::Unknown => {}
                found => return found,
            }
            around = match self.table.symbol(class).owner {
                Owner::Symbol(outer) => Some(SymbolRef { symbol: outer, ..class }),
                _ => None,
            };
        }
        self.free(class.file, text)
    }
}

/// Whether a class has both a field and a class of a name.
fn is_field_and_class(table: &Table, class: SymbolRef, name: Name) -> bool {
    let has = |is_wanted: fn(CodeSymbolKind) -> bool| table.members(class, name).any(|it| is_wanted(table.kind(it)));
    has(CodeSymbolKind::is_type) && has(CodeSymbolKind::is_value)
}

/// What a place means as a module.
fn meant(place: &Place) -> Meaning {
    match place {
        Place::File(file) => Meaning::Module(*file),
        Place::Folder(folder) => Meaning::Folder(*folder),
        Place::Symbol(found) => Meaning::Symbol(*found),
        Place::External { .. } | Place::Other(_) => Meaning::Outside,
        Place::Unknown(_) => Meaning::Unknown,
    }
}

fn sole(found: Option<Sole>) -> Option<Meaning> {
    Some(match found? {
        Sole::One(found) => Meaning::Symbol(found),
        Sole::Several => Meaning::Unknown,
    })
}
