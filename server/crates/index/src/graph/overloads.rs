//! Which of several methods of Java a call means. The classes that a class is made from have their own of the same name.

use model::facts::{Bound, CodeSymbolKind, Node, NodeId, Owner, Use};
use syntax::Language;

use super::{
    meaning::{Meaning, Meanings},
    table::{FileNo, Name, SymbolRef, Table},
};

/// The methods of a name that take so many arguments, the nearest first.
struct Methods {
    found: Vec<SymbolRef>,
    seen: Vec<SymbolRef>,
    /// A class that is not known, or not of the workspace, came before any of them: it may have the method itself.
    stopped: Option<Meaning>,
}

impl Meanings<'_> {
    /// What a node means that is called with so many arguments ([`Use::ANY`]: any number).
    pub(super) fn called(&mut self, file: FileNo, node: NodeId, count: u8) -> Meaning {
        match &self.candidates(file, node, count)[..] {
            [only] => *only,
            _ => Meaning::Unknown,
        }
    }

    /// What a call of a node gives: several methods may give the same.
    pub(super) fn result_of(&mut self, file: FileNo, node: NodeId, count: u8) -> Meaning {
        let found = self.candidates(file, node, count);
        let mut given = found.into_iter().map(|it| self.result(it));
        let Some(first) = given.next() else { return Meaning::Unknown };
        if given.all(|it| it == first) { first } else { Meaning::Unknown }
    }

    /// What a called node may mean; one alone is sure.
    fn candidates(&mut self, file: FileNo, node: NodeId, count: u8) -> Vec<Meaning> {
        let table = self.table;
        let of = table.file(file);
        if let Node::Passed(called, arguments) = table.node(file, node) {
            let found = self.candidates(file, called, count);
            return self.fitting(file, arguments, found);
        }
        let found = match table.node(file, node) {
            Node::Member(of_what, name) => {
                let name = of.name(name);
                match table.node(file, of_what) {
                    Node::Super(class) => self.inherited_methods(SymbolRef { file, symbol: class }, name, count),
                    _ => {
                        let class = self.node(file, of_what);
                        self.class_of(class).and_then(|class| self.overloads(class, name, count))
                    }
                }
            }
            Node::Own(class, name) if of.language == Language::Java => {
                self.own_methods(SymbolRef { file, symbol: class }, of.name(name), count)
            }
            Node::Binding(binding) => of.links.bindings.get(binding as usize).and_then(|binding| match binding.what {
                Bound::Member(name) => match self.places.of(file, binding.import) {
                    super::places::Place::Symbol(class) => self.overloads(*class, of.name(name), count),
                    _ => None,
                },
                _ => None,
            }),
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
        match self.node(file, node) {
            // A star import brings all methods of the name.
            Meaning::Symbol(found) if table.kind(found) == CodeSymbolKind::Method => {
                let name = table.file(found.file).name(table.symbol(found).name);
                let class = owner(table, found).and_then(|class| self.overloads(class, name, count));
                class.unwrap_or_else(|| vec![Meaning::Symbol(found)])
            }
            other => vec![other],
        }
    }

    /// The class whose members something has.
    fn class_of(&mut self, of: Meaning) -> Option<SymbolRef> {
        match of {
            Meaning::Value(class) => Some(class),
            Meaning::Symbol(found) if self.table.is_type(found) => Some(found),
            Meaning::Symbol(found) if self.is_value(found) => match self.held(found) {
                Meaning::Value(class) => Some(class),
                _ => None,
            },
            _ => None,
        }
    }

    /// Methods of a class, its own and inherited; `None` when that is not for this to say.
    fn overloads(&mut self, class: SymbolRef, name: Name, count: u8) -> Option<Vec<Meaning>> {
        let mut methods = Methods { found: Vec::new(), seen: Vec::new(), stopped: None };
        self.collect(class, name, count, &mut methods);
        self.chosen(class, methods)
    }

    fn inherited_methods(&mut self, class: SymbolRef, name: Name, count: u8) -> Option<Vec<Meaning>> {
        let mut methods = Methods { found: Vec::new(), seen: vec![class], stopped: None };
        self.collect_bases(class, name, count, &mut methods);
        self.chosen(class, methods)
    }

    /// Methods that are called by their name alone: of the innermost class that has one of the name.
    fn own_methods(&mut self, class: SymbolRef, name: Name, count: u8) -> Option<Vec<Meaning>> {
        let mut around = Some(class);
        while let Some(class) = around {
            let mut all = Methods { found: Vec::new(), seen: Vec::new(), stopped: None };
            self.collect(class, name, Use::ANY, &mut all);
            if !all.found.is_empty() {
                return self.overloads(class, name, count);
            }
            if let Some(stopped) = all.stopped {
                return Some(vec![stopped]);
            }
            around = owner(self.table, class);
        }
        None
    }

    fn chosen(&self, class: SymbolRef, methods: Methods) -> Option<Vec<Meaning>> {
        if self.table.file(class.file).language != Language::Java {
            return None;
        }
        let mut kept: Vec<SymbolRef> = Vec::new();
        for it in methods.found {
            if !kept.iter().any(|near| is_same(self.table, *near, it)) {
                kept.push(it);
            }
        }
        match methods.stopped {
            Some(stopped) if kept.is_empty() => Some(vec![stopped]),
            _ => Some(kept.into_iter().map(Meaning::Symbol).collect()),
        }
    }

    fn collect(&mut self, class: SymbolRef, name: Name, count: u8, methods: &mut Methods) {
        if methods.seen.contains(&class) {
            return;
        }
        methods.seen.push(class);
        let table = self.table;
        let takes = |it: &SymbolRef| {
            let (least, most) = table.symbol(*it).arity;
            count == Use::ANY || (least..=most).contains(&count)
        };
        let own = table.members(class, name).filter(|it| table.kind(*it) == CodeSymbolKind::Method);
        let own: Vec<SymbolRef> = own.filter(takes).collect();
        // A record may write out the method that reads a component.
        let is_component = |it: &SymbolRef| is_component(table, *it);
        let is_written = own.iter().any(|it| !is_component(it));
        methods.found.extend(own.into_iter().filter(|it| !is_written || !is_component(it)));
        self.collect_bases(class, name, count, methods);
    }

    fn collect_bases(&mut self, class: SymbolRef, name: Name, count: u8, methods: &mut Methods) {
        if self.deeper(|meanings| meanings.collect_from_bases(class, name, count, methods)).is_none() {
            methods.stopped = Some(Meaning::Unknown);
        }
    }

    fn collect_from_bases(&mut self, class: SymbolRef, name: Name, count: u8, methods: &mut Methods) {
        let table = self.table;
        let bases = table.symbol(class).bases.clone();
        for base in &table.file(class.file).links.bases[bases.start as usize..bases.end as usize] {
            match self.node(class.file, *base) {
                Meaning::Symbol(base) if table.is_type(base) => self.collect(base, name, count, methods),
                other if methods.found.is_empty() => {
                    let stopped = if other == Meaning::Outside { Meaning::Outside } else { Meaning::Unknown };
                    methods.stopped = Some(stopped);
                }
                _ => {}
            }
            if methods.stopped.is_some() {
                break;
            }
        }
    }
}

pub(super) fn owner(table: &Table, it: SymbolRef) -> Option<SymbolRef> {
    match table.symbol(it).owner {
        Owner::Symbol(owner) => Some(SymbolRef { symbol: owner, ..it }),
        _ => None,
    }
}

/// Whether a symbol is a component of a record: a method that is a value, too.
pub(super) fn is_component(table: &Table, it: SymbolRef) -> bool {
    let fact = table.symbol(it);
    fact.kind == CodeSymbolKind::Method && fact.takes.is_none() && table.file(it.file).language == Language::Java
}

/// Whether a method is the one of a base: it says so, or takes the same. What only a parameter of the base's type may be is
/// the same when the method says that it replaces one.
fn is_same(table: &Table, near: SymbolRef, base: SymbolRef) -> bool {
    if owner(table, near) == owner(table, base) {
        return false;
    }
    let text = |it: SymbolRef| table.symbol(it).takes.map_or("", |takes| table.file(it.file).text(takes));
    let (near, base) = (text(near), text(base).trim_start_matches('@'));
    match near.strip_prefix('@') {
        Some(near) => {
            let (mut near, mut base) = (near.split(','), base.split(','));
            near.by_ref().zip(base.by_ref()).all(|(one, other)| one == other || other.starts_with('?'))
                && near.next().is_none()
                && base.next().is_none()
        }
        None => near == base && !base.contains('?'),
    }
}
