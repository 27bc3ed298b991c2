//! Which of several methods of Java may take what a call passes: those that surely do not are left out.

use model::facts::{Bound, CodeSymbolKind, Node, NodeId};

use super::{
    meaning::{Meaning, Meanings},
    overloads::owner,
    table::{FileNo, SymbolRef},
};

/// The static type of what is passed.
#[derive(Clone, Copy)]
enum Given<'t> {
    /// Of the language, or of its library, or of another: by its simple name.
    Named(&'t str),
    /// Not of the workspace, but a build may make it from what is.
    Made(&'t str),
    Class(SymbolRef),
    Lambda,
    Unknown,
}

/// Whether a parameter takes something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Exactly,
    Perhaps,
    No,
}

/// Numbers by what they widen to; `char` does from `int` on.
const NUMBERS: [&str; 6] = ["byte", "short", "int", "long", "float", "double"];
/// Types of the language and the classes of their values. Nothing is made from those, nor from `String`.
const BOXES: [(&str, &str); 8] = [
    ("boolean", "Boolean"),
    ("byte", "Byte"),
    ("char", "Character"),
    ("double", "Double"),
    ("float", "Float"),
    ("int", "Integer"),
    ("long", "Long"),
    ("short", "Short"),
];
/// What those classes are made from.
const ABOVE_BOXES: [&str; 6] = ["Object", "Number", "Comparable", "Serializable", "Constable", "ConstantDesc"];
const ABOVE_STRING: [&str; 6] = ["Object", "CharSequence", "Comparable", "Serializable", "Constable", "ConstantDesc"];
/// Classes that need no import, so that nothing else says that they are the library's.
const USUAL: [&str; 8] =
    ["Object", "String", "Class", "Iterable", "Exception", "RuntimeException", "Throwable", "Runnable"];

impl<'t> Meanings<'t> {
    /// The methods that may take `arguments`, which are [`Node::Several`] or one alone. One that takes exactly those is meant
    /// before the others.
    pub(super) fn fitting(&mut self, file: FileNo, arguments: NodeId, found: Vec<Meaning>) -> Vec<Meaning> {
        let mut given = Vec::new();
        let mut rest = arguments;
        while let Node::Several(first, next) = self.table.node(file, rest) {
            given.push(self.given_type(file, first));
            rest = next;
        }
        given.push(self.given_type(file, rest));
        let mut kept = Vec::new();
        for it in found {
            let fit = match it {
                Meaning::Symbol(method) if self.table.kind(method) == CodeSymbolKind::Method => {
                    self.fit(method, &given)
                }
                _ => Fit::Perhaps,
            };
            match fit {
                Fit::Exactly => return vec![it],
                Fit::Perhaps => kept.push(it),
                Fit::No => {}
            }
        }
        kept
    }

    fn fit(&mut self, method: SymbolRef, given: &[Given<'t>]) -> Fit {
        let table = self.table;
        let fact = table.symbol(method);
        let Some(takes) = fact.takes.map(|takes| table.file(method.file).text(takes)) else { return Fit::Perhaps };
        let takes: Vec<&str> = takes.trim_start_matches('@').split_terminator(',').collect();
        // The last parameter of such a method takes any number of values, or a list of them.
        let sure = if fact.arity.1 == u8::MAX { takes.len().saturating_sub(1) } else { takes.len() };
        let mut all = if sure == takes.len() { Fit::Exactly } else { Fit::Perhaps };
        for (of, given) in takes.iter().take(sure).zip(given) {
            match self.takes(method, of, *given) {
                Fit::Exactly => {}
                Fit::Perhaps => all = Fit::Perhaps,
                Fit::No => return Fit::No,
            }
        }
        all
    }

    /// Whether a parameter of a method that is of a type takes what is given.
    fn takes(&mut self, method: SymbolRef, of: &str, given: Given<'t>) -> Fit {
        let is_plain = BOXES.iter().any(|(plain, _)| *plain == of);
        let is_final = of == "String" || BOXES.iter().any(|(_, class)| *class == of);
        if of.starts_with('?') || of.contains('.') {
            return Fit::Perhaps;
        }
        let is_list = of.ends_with("[]");
        match given {
            Given::Unknown => Fit::Perhaps,
            Given::Named(name) if name == of && !matches!(self.named(method, of), Meaning::Symbol(_)) => Fit::Exactly,
            Given::Made(name) if name == of && !matches!(self.named(method, of), Meaning::Symbol(_)) => Fit::Exactly,
            Given::Made(_) => if_perhaps(!is_plain && !is_final && !is_list),
            Given::Named("String") => if_perhaps(ABOVE_STRING.contains(&of)),
            Given::Named(name) if BOXES.iter().any(|(plain, _)| *plain == name) => {
                if_perhaps(widens(name, of) || ABOVE_BOXES.contains(&of) || BOXES.contains(&(name, of)))
            }
            Given::Named(name) => match BOXES.iter().find(|(_, class)| *class == name) {
                Some((plain, _)) => if_perhaps(*plain == of || widens(plain, of) || ABOVE_BOXES.contains(&of)),
                None if is_plain || is_final || is_list => Fit::No,
                // What is not of the workspace is not made from what is.
                None => if_perhaps(!matches!(self.named(method, of), Meaning::Symbol(_))),
            },
            Given::Lambda if is_plain || is_final || is_list || of == "Object" => Fit::No,
            Given::Lambda => match self.named(method, of) {
                Meaning::Symbol(found) => if_perhaps(self.table.kind(found) == CodeSymbolKind::Interface),
                _ => Fit::Perhaps,
            },
            Given::Class(_) if is_plain || is_final || is_list => Fit::No,
            Given::Class(class) => match self.named(method, of) {
                Meaning::Symbol(found) if found == class => Fit::Exactly,
                Meaning::Symbol(found) => {
                    let mut above = Vec::new();
                    let is_known = self.above(class, &mut above);
                    if_perhaps(above.contains(&found) || !is_known)
                }
                _ => Fit::Perhaps,
            },
        }
    }

    /// What a type's name means where a method is declared.
    fn named(&mut self, method: SymbolRef, of: &str) -> Meaning {
        let table = self.table;
        let Some(name) = table.name(of) else { return Meaning::Outside };
        let mut around = owner(table, method);
        while let Some(class) = around {
            if let found @ Meaning::Symbol(_) = self.inner_type(class, name) {
                return found;
            }
            around = owner(table, class);
        }
        let from = table.file(method.file);
        let is_it = |it: &&model::facts::Binding| it.what == Bound::Module && from.name(it.name) == name;
        match from.links.bindings.iter().find(is_it) {
            Some(binding) => self.binding(method.file, binding),
            None => self.places.java_name(table, method.file, name),
        }
    }

    /// The classes of the workspace that a class is made from; whether there can be no others.
    fn above(&mut self, class: SymbolRef, found: &mut Vec<SymbolRef>) -> bool {
        let table = self.table;
        let bases = table.symbol(class).bases.clone();
        let mut is_known = true;
        for base in &table.file(class.file).links.bases[bases.start as usize..bases.end as usize] {
            is_known &= match self.node(class.file, *base) {
                Meaning::Symbol(base) if found.contains(&base) => true,
                Meaning::Symbol(base) => {
                    found.push(base);
                    self.above(base, found)
                }
                Meaning::Outside => self.foreign(class.file, *base).is_some(),
                _ => false,
            };
        }
        is_known
    }

    /// The name of a type that surely is not made from what is in the workspace.
    fn foreign(&self, file: FileNo, of: NodeId) -> Option<&'t str> {
        let name = self.written(file, of)?;
        // Others that no import names may be made by a build, in a package of the workspace.
        let is_usual = || USUAL.contains(&name) || BOXES.iter().any(|(_, class)| *class == name);
        let is_imported = match self.table.node(file, of) {
            Node::Within(_, of) => matches!(self.table.node(file, of), Node::Binding(_)),
            of => matches!(of, Node::Binding(_)),
        };
        (is_imported || is_usual()).then_some(name)
    }

    /// The simple name by which a type is written.
    fn written(&self, file: FileNo, of: NodeId) -> Option<&'t str> {
        let from = self.table.file(file);
        match self.table.node(file, of) {
            Node::Binding(at) => from.links.bindings.get(at as usize).map(|binding| from.text(binding.name)),
            Node::Within(_, of) => self.written(file, of),
            Node::Free(name) => Some(from.text(name)),
            _ => None,
        }
    }

    fn given_type(&mut self, file: FileNo, node: NodeId) -> Given<'t> {
        self.deeper(|meanings| meanings.given_inside(file, node)).unwrap_or(Given::Unknown)
    }

    fn given_inside(&mut self, file: FileNo, node: NodeId) -> Given<'t> {
        let table = self.table;
        let symbol = match table.node(file, node) {
            Node::Plain(name) => {
                let name = table.file(file).text(name);
                return if name == "->" { Given::Lambda } else { Given::Named(name) };
            }
            Node::Instance(of) => {
                let meaning = self.node(file, of);
                return match (meaning, self.foreign(file, of)) {
                    (Meaning::Symbol(class), _) if table.is_type(class) => Given::Class(class),
                    (Meaning::Outside, Some(name)) => Given::Named(name),
                    (Meaning::Outside | Meaning::Unknown, _) => {
                        self.written(file, of).map_or(Given::Unknown, Given::Made)
                    }
                    _ => Given::Unknown,
                };
            }
            Node::Called(of, count) => self.called(file, of, count),
            _ => self.node(file, node),
        };
        match symbol {
            Meaning::Value(class) => Given::Class(class),
            Meaning::Symbol(found) if !table.is_type(found) => {
                let value = table.symbol(found).value;
                // What stands for itself has no type.
                let is_own = (found.file, value) == (file, Some(node));
                value.filter(|_| !is_own).map_or(Given::Unknown, |value| self.given_type(found.file, value))
            }
            _ => Given::Unknown,
        }
    }
}

fn if_perhaps(is_possible: bool) -> Fit {
    if is_possible { Fit::Perhaps } else { Fit::No }
}

/// Whether a number may be passed as another.
fn widens(from: &str, to: &str) -> bool {
    let at = |name: &str| NUMBERS.iter().position(|it| *it == name);
    match (if from == "char" { Some(1) } else { at(from) }, at(to)) {
        (Some(from), Some(to)) => from < to,
        _ => false,
    }
}
