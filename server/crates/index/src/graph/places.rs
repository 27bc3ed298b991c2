//! Where the imports of every file lead.

use model::{
    Project, RelPath,
    facts::{ImportFact, ImportForm},
};
use rustc_hash::FxHashMap;
use syntax::Language;

use super::{
    Texts,
    ecma::Ecma,
    go::Go,
    java::Java,
    meaning::Meaning,
    python::Python,
    table::{File, FileNo, Name, SymbolRef, Table},
};
use crate::parallel::each_with;

/// Where an import leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    File(FileNo),
    /// A package of several files.
    Folder(u32),
    /// A class.
    Symbol(SymbolRef),
    /// A file that is no code.
    Other(RelPath),
    /// Out of the workspace.
    External {
        package: Box<str>,
        is_standard: bool,
    },
    /// It cannot be said; why.
    Unknown(&'static str),
}

pub(super) fn outside(package: &str, is_standard: bool) -> Place {
    Place::External { package: package.into(), is_standard }
}

pub(super) fn unknown(why: &'static str) -> Place {
    Place::Unknown(why)
}

/// Where the imports of every file lead, and what answers further questions.
pub(super) struct Places {
    of: Vec<Vec<Place>>,
    python: Python,
    java: Java,
}

impl Places {
    pub(super) fn new(table: &Table, projects: &[Project], texts: &Texts) -> Self {
        let python = Python::new(table, projects);
        let (go, java) = (Go::new(table, texts), Java::new(table));
        let ecma = Ecma::new(table, texts);
        let of = each_with(table.files.len(), Outsiders::default, |outsiders, at| {
            let file = &table.files[at];
            let mut lead = |module: &str| match file.language {
                Language::Python => python.resolve(table, file, module),
                Language::Ecma(_) => outsiders.resolve(&ecma, table, file, module),
                Language::Go => go.resolve(table, file, module),
                Language::Java | Language::Kotlin => {
                    java.resolve(table, FileNo::try_from(at).unwrap_or(FileNo::MAX), module)
                }
            };
            let mut place = |import: &ImportFact| match import.form {
                ImportForm::Computed => unknown("computed"),
                _ => lead(file.text(import.module)),
            };
            file.links.imports.iter().map(&mut place).collect()
        });
        Self { of, python, java }
    }

    /// Where an import of a file leads.
    pub(super) fn of(&self, file: FileNo, import: u32) -> &Place {
        const NOWHERE: &Place = &Place::Unknown("no such import");
        self.of.get(file as usize).and_then(|places| places.get(import as usize)).unwrap_or(NOWHERE)
    }

    /// What the first name of a dotted import of Python means.
    pub(super) fn top(&self, table: &Table, file: FileNo, import: u32) -> Place {
        let from = table.file(file);
        let Some(fact) = from.links.imports.get(import as usize) else { return unknown("no such import") };
        let module = from.text(fact.module);
        match module.split_once('.') {
            None => self.of(file, import).clone(),
            Some((top, _)) => self.python.resolve(table, from, top),
        }
    }

    /// The module of a name in a package of Python.
    pub(super) fn submodule(&self, table: &Table, package: FileNo, name: Name) -> Option<FileNo> {
        if table.file(package).language != Language::Python {
            return None;
        }
        Python::submodule(table, package, table.text(name))
    }

    /// What stands below a namespace package of Python.
    pub(super) fn below(&self, table: &Table, folder: u32, name: Name) -> Option<Place> {
        Python::below(table, folder, table.text(name))
    }

    /// The class that an import of Java names.
    pub(super) fn class(&self, table: &Table, file: FileNo, import: u32) -> Meaning {
        let from = table.file(file);
        let Some(fact) = from.links.imports.get(import as usize) else { return Meaning::Unknown };
        let module = from.text(fact.module);
        self.java.class(table, file, module.strip_suffix(".*").unwrap_or(module))
    }

    /// What a name of Java means that its file does not declare.
    pub(super) fn java_name(&self, table: &Table, file: FileNo, name: Name) -> Meaning {
        self.java.name(table, file, name)
    }
}

/// What files of a folder imported from outside: many do it again, and to find nothing takes longest.
#[derive(Default)]
struct Outsiders(FxHashMap<(u32, Box<str>), Place>);

impl Outsiders {
    fn resolve(&mut self, ecma: &Ecma, table: &Table, file: &File, module: &str) -> Place {
        let key = (file.folder, Box::from(module));
        if let Some(known) = self.0.get(&key) {
            return known.clone();
        }
        let place = ecma.resolve(table, file, module);
        if matches!(place, Place::External { .. }) {
            self.0.insert(key, place.clone());
        }
        place
    }
}

/// The folder of a file.
pub(super) fn folder_of(file: &File) -> RelPath {
    file.path.parent().unwrap_or_else(RelPath::root)
}
