use std::sync::Arc;

use model::RelPath;
use rustc_hash::FxHashMap;
use syntax::{Language, ir::Function, ir::Module, ir::Stmt};

use crate::imports::{self, EcmaPaths};

/// A file of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A parsed file.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its path.
    pub path: RelPath,
    /// Its language.
    pub language: Language,
    /// Its code.
    pub module: Arc<Module>,
}

/// What an import means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A file of the program.
    File(FileId),
    /// A folder of the program: a namespace package, or a Go package (its files share one scope).
    Folder(RelPath),
    /// Something from outside, by its full name.
    External(Arc<str>),
}

/// The files of a workspace that are followed together, and how their imports are resolved.
#[derive(Debug, Default)]
pub struct Program {
    units: Vec<Unit>,
    by_path: FxHashMap<RelPath, FileId>,
    /// Folders that hold files of the program at any depth.
    folders: FxHashMap<RelPath, Vec<FileId>>,
    /// Where a project's own imports start: its root and its `src`.
    pub(crate) roots: Vec<RelPath>,
    /// Go module path → folder.
    pub(crate) go_modules: Vec<(Arc<str>, RelPath)>,
    /// Path aliases and packages of the workspace for TypeScript and JavaScript.
    pub(crate) ecma: EcmaPaths,
    /// Go: folder → `Receiver.Method` → the file and the statement.
    go_methods: FxHashMap<RelPath, FxHashMap<String, (FileId, usize)>>,
    /// Java: fully qualified class name → file.
    pub(crate) java_classes: FxHashMap<String, FileId>,
}

impl Program {
    /// Collects files. `roots` are the folders of projects, `go_modules` their module paths and folders.
    #[must_use]
    pub fn new(units: Vec<Unit>, roots: Vec<RelPath>, go_modules: Vec<(Arc<str>, RelPath)>, ecma: EcmaPaths) -> Self {
        let mut program = Self { roots, go_modules, ecma, ..Self::default() };
        for unit in units {
            program.add(unit);
        }
        program
    }

    fn add(&mut self, unit: Unit) {
        let id = FileId(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
        self.by_path.insert(unit.path.clone(), id);
        for (depth, folder) in std::iter::successors(unit.path.parent(), RelPath::parent).enumerate() {
            let files = self.folders.entry(folder).or_default();
            if depth == 0 {
                files.push(id);
            }
        }
        if unit.language == Language::Java {
            let package = unit.module.package.as_deref().unwrap_or("");
            for statement in &unit.module.body {
                if let Stmt::Class(class) = statement {
                    let name =
                        if package.is_empty() { class.name.to_string() } else { format!("{package}.{}", class.name) };
                    self.java_classes.insert(name, id);
                }
            }
        }
        if unit.language == Language::Go {
            self.add_go_methods(id, &unit);
        }
        self.units.push(unit);
    }

    fn add_go_methods(&mut self, id: FileId, unit: &Unit) {
        let Some(folder) = unit.path.parent() else { return };
        for (at, statement) in unit.module.body.iter().enumerate() {
            if let Stmt::Function(function) = statement
                && function.has_receiver
                && let Some(kind) = function.parameters.first().and_then(|receiver| receiver.annotation.as_ref())
                && let Some(receiver) = kind.last_name()
            {
                let methods = self.go_methods.entry(folder.clone()).or_default();
                methods.entry(format!("{receiver}.{}", function.name)).or_insert((id, at));
            }
        }
    }

    /// The innermost project that a file belongs to.
    #[must_use]
    pub fn root_of(&self, path: &RelPath) -> RelPath {
        let around = self.roots.iter().filter(|root| path.is_within(root));
        around.max_by_key(|root| root.depth()).cloned().unwrap_or_else(RelPath::root)
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Unit)> {
        self.units.iter().enumerate().map(|(index, unit)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), unit))
    }

    /// A file.
    #[must_use]
    pub fn unit(&self, id: FileId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The file at a path.
    #[must_use]
    pub fn file(&self, path: &RelPath) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The files directly in a folder.
    #[must_use]
    pub fn files_in(&self, folder: &RelPath) -> &[FileId] {
        self.folders.get(folder).map_or(&[], Vec::as_slice)
    }

    /// Whether the program has files in or below a folder.
    #[must_use]
    pub fn has_folder(&self, folder: &RelPath) -> bool {
        self.folders.contains_key(folder)
    }

    /// What `module`, imported by the file `from`, means.
    #[must_use]
    pub fn resolve(&self, from: FileId, module: &str) -> Resolved {
        let unit = self.unit(from);
        match unit.language {
            Language::Python => imports::python(self, &unit.path, module),
            Language::Ecma(_) => imports::ecma(self, &unit.path, module),
            Language::Go => imports::go(self, module),
            Language::Java => imports::java(self, module),
        }
    }

    /// Go's methods of a type in a package, by name.
    #[must_use]
    pub(crate) fn go_method(&self, package: &RelPath, receiver: &str, name: &str) -> Option<(FileId, &Function)> {
        let (file, at) = *self.go_methods.get(package)?.get(&format!("{receiver}.{name}"))?;
        match self.unit(file).module.body.get(at) {
            Some(Stmt::Function(function)) => Some((file, function)),
            _ => None,
        }
    }
}
