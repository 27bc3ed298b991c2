use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use elsa::sync::{FrozenMap, FrozenVec};
use model::{Position, RelPath};
use rustc_hash::{FxHashMap, FxHashSet};
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

/// Where a program gets its files from, one by one as it comes to need them.
pub trait Library: Sync {
    /// Whether there is a file of a known language at this path.
    fn has(&self, path: &RelPath) -> bool;

    /// Whether files of a known language lie in or below a folder.
    fn has_folder(&self, folder: &RelPath) -> bool;

    /// Go files directly in a folder, by name.
    fn go_files(&self, folder: &RelPath) -> Vec<RelPath>;

    /// What lies directly in a folder, by name: files of a known language, and folders.
    fn entries(&self, folder: &RelPath) -> Vec<RelPath>;

    /// Java and Kotlin files of this name without its ending, by path.
    fn java_files(&self, stem: &str) -> Vec<RelPath>;

    /// Kotlin files directly in folders of this name, by path.
    fn kotlin_files(&self, folder: &str) -> Vec<RelPath>;

    /// The code of a file.
    fn load(&self, path: &RelPath, language: Language) -> Arc<Module>;
}

/// Which files decided what a program means: while these stay as they are, so does the rest.
#[derive(Debug, Default, Clone)]
pub struct Footprint {
    /// The files that were read, by path.
    pub read: Vec<RelPath>,
    /// Folders outside the program's first root in which a file was looked for, by path.
    pub asked: Vec<RelPath>,
    /// Folders outside the first root of which it was asked whether anything lies below, by path.
    pub asked_below: Vec<RelPath>,
    /// The functions that were entered, by the place of their names.
    pub entered: Vec<(RelPath, Position)>,
}

/// `Receiver.Method` → the file and the statement.
type GoMethods = FxHashMap<String, (FileId, usize)>;

/// Java class name → file, as far as asked or met.
type JavaClasses = FxHashMap<String, Option<FileId>>;

/// The files of a workspace that are followed together, and how their imports are resolved.
#[derive(Default)]
pub struct Program<'l> {
    library: Option<&'l dyn Library>,
    slots: FrozenVec<Box<Slot>>,
    by_path: RwLock<FxHashMap<RelPath, Option<FileId>>>,
    /// Folders with the files directly in them; without a library also those that hold files further down.
    folders: FrozenMap<RelPath, Box<[FileId]>>,
    resolved: RwLock<FxHashMap<(Option<RelPath>, String), Resolved>>,
    asked: Mutex<Asked>,
    entered: Mutex<FxHashSet<(FileId, Position)>>,
    /// Where a project's own imports start: its root and its `src`. The first is the program's own.
    pub(crate) roots: Vec<RelPath>,
    /// Go module path → folder.
    pub(crate) go_modules: Vec<(Arc<str>, RelPath)>,
    /// Path aliases and packages of the workspace for TypeScript and JavaScript.
    pub(crate) ecma: EcmaPaths,
    /// Go: folder → `Receiver.Method` → the file and the statement.
    go_methods: FrozenMap<RelPath, Box<GoMethods>>,
    java_classes: RwLock<JavaClasses>,
}

/// A file that is known to be there; its code comes when it is needed.
struct Slot {
    path: RelPath,
    language: Language,
    unit: OnceLock<Unit>,
}

#[derive(Default)]
struct Asked {
    folders: FxHashSet<RelPath>,
    below: FxHashSet<RelPath>,
}

impl<'l> Program<'l> {
    /// Collects files. `roots` are the folders of projects, `go_modules` their module paths and folders.
    #[must_use]
    pub fn new(units: Vec<Unit>, roots: Vec<RelPath>, go_modules: Vec<(Arc<str>, RelPath)>, ecma: EcmaPaths) -> Self {
        let mut program = Self { roots, go_modules, ecma, ..Self::default() };
        let mut folders: FxHashMap<RelPath, Vec<FileId>> = FxHashMap::default();
        for unit in units {
            let (path, language) = (unit.path.clone(), unit.language);
            let id = program.intern(Slot { path: path.clone(), language, unit: OnceLock::from(unit) });
            for (depth, folder) in std::iter::successors(path.parent(), RelPath::parent).enumerate() {
                let files = folders.entry(folder).or_default();
                if depth == 0 {
                    files.push(id);
                }
            }
            locked_mut(&mut program.by_path).insert(path, Some(id));
            program.note_classes(id);
        }
        for (folder, files) in folders {
            program.folders.insert(folder, files.into_boxed_slice());
        }
        program
    }

    /// A program whose files come from a library as they are needed. The first root is the program's own.
    #[must_use]
    pub fn over(
        library: &'l dyn Library,
        roots: Vec<RelPath>,
        go_modules: Vec<(Arc<str>, RelPath)>,
        ecma: EcmaPaths,
    ) -> Self {
        Self { library: Some(library), roots, go_modules, ecma, ..Self::default() }
    }

    fn intern(&self, slot: Slot) -> FileId {
        FileId(u32::try_from(self.slots.push_get_index(Box::new(slot))).unwrap_or(u32::MAX))
    }

    /// The innermost project that a file belongs to.
    #[must_use]
    pub fn root_of(&self, path: &RelPath) -> RelPath {
        let around = self.roots.iter().filter(|root| path.is_within(root));
        around.max_by_key(|root| root.depth()).cloned().unwrap_or_else(RelPath::root)
    }

    /// Every file that was read.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Unit)> {
        (0..self.slots.len()).filter_map(|at| Some((FileId(u32::try_from(at).ok()?), self.slots.get(at)?.unit.get()?)))
    }

    /// What was read and asked so far.
    #[must_use]
    pub fn footprint(&self) -> Footprint {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let sorted = |paths: &mut dyn Iterator<Item = &RelPath>| {
            let mut paths: Vec<RelPath> = paths.cloned().collect();
            paths.sort_unstable();
            paths
        };
        Footprint {
            read: sorted(&mut self.files().map(|(_, unit)| &unit.path)),
            asked: sorted(&mut asked.folders.iter()),
            asked_below: sorted(&mut asked.below.iter()),
            entered: self.entered(),
        }
    }

    fn entered(&self) -> Vec<(RelPath, Position)> {
        let entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entered: Vec<_> = entered.iter().map(|(file, at)| (self.path(*file).clone(), *at)).collect();
        entered.sort_unstable();
        entered
    }

    /// Notes that a function's body is run.
    pub(crate) fn enter(&self, file: FileId, function: &Function) {
        let mut entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        entered.insert((file, function.range.start));
    }

    /// A file, read if it was not yet.
    #[must_use]
    pub fn unit(&self, id: FileId) -> &Unit {
        let slot = self.slot(id);
        let load = || {
            let module = self.library.map(|library| library.load(&slot.path, slot.language)).unwrap_or_default();
            Unit { path: slot.path.clone(), language: slot.language, module }
        };
        if slot.unit.get().is_none() {
            slot.unit.get_or_init(load);
            self.note_classes(id);
        }
        slot.unit.get_or_init(load)
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, id: FileId) -> &RelPath {
        &self.slot(id).path
    }

    fn slot(&self, id: FileId) -> &Slot {
        self.slots.get(id.0 as usize).expect("an id is given out with its slot")
    }

    /// The file at a path.
    #[must_use]
    pub fn file(&self, path: &RelPath) -> Option<FileId> {
        if let Some(known) = locked(&self.by_path).get(path) {
            return *known;
        }
        let library = self.library?;
        if let Some(folder) = path.parent().filter(|folder| self.is_outside(folder)) {
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).folders.insert(folder);
        }
        let language = Language::of(path).filter(|_| library.has(path));
        let found = language.map(|language| self.intern(Slot { path: path.clone(), language, unit: OnceLock::new() }));
        self.by_path.write().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), found);
        found
    }

    /// What lies directly in a folder, by name: files of the program, and folders with such files.
    #[must_use]
    pub(crate) fn entries(&self, folder: &RelPath) -> Vec<RelPath> {
        if let Some(library) = self.library {
            if self.is_outside(folder) {
                self.asked.lock().unwrap_or_else(PoisonError::into_inner).below.insert(folder.clone());
            }
            return library.entries(folder);
        }
        let child = |path: &RelPath| {
            let first = path.below(folder)?.split('/').next()?;
            folder.join(first).ok()
        };
        let found: std::collections::BTreeSet<RelPath> =
            self.files().filter_map(|(_, unit)| child(&unit.path)).collect();
        found.into_iter().collect()
    }

    fn is_outside(&self, folder: &RelPath) -> bool {
        self.roots.first().is_some_and(|root| !folder.is_within(root))
    }

    /// The files directly in a folder.
    #[must_use]
    pub fn files_in(&self, folder: &RelPath) -> &[FileId] {
        if let Some(known) = self.folders.get(folder) {
            return known;
        }
        let Some(library) = self.library else { return &[] };
        if self.is_outside(folder) {
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).folders.insert(folder.clone());
        }
        let files: Vec<FileId> = library.go_files(folder).iter().filter_map(|path| self.file(path)).collect();
        self.folders.insert(folder.clone(), files.into_boxed_slice())
    }

    /// Whether the program has files in or below a folder.
    #[must_use]
    pub fn has_folder(&self, folder: &RelPath) -> bool {
        let Some(library) = self.library else { return self.folders.get(folder).is_some() };
        if self.is_outside(folder) {
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).below.insert(folder.clone());
        }
        library.has_folder(folder)
    }

    /// What `module`, imported by the file `from`, means.
    #[must_use]
    pub fn resolve(&self, from: FileId, module: &str) -> Resolved {
        let Slot { path, language, .. } = self.slot(from);
        if language.is_java_like() {
            return imports::java(self, module);
        }
        // Files of one folder mean the same by a name.
        let key = (path.parent(), module.to_owned());
        if let Some(known) = locked(&self.resolved).get(&key) {
            return known.clone();
        }
        let found = match language {
            Language::Python => imports::python(self, path, module),
            Language::Ecma(_) => imports::ecma(self, path, module),
            Language::Go | Language::Java | Language::Kotlin => imports::go(self, module),
        };
        self.resolved.write().unwrap_or_else(PoisonError::into_inner).insert(key, found.clone());
        found
    }

    /// Go's methods of a type in a package, by name.
    #[must_use]
    pub(crate) fn go_method(&self, package: &RelPath, receiver: &str, name: &str) -> Option<(FileId, &Function)> {
        let methods = match self.go_methods.get(package) {
            Some(known) => known,
            None => self.go_methods.insert(package.clone(), Box::new(self.methods_of(package))),
        };
        let (file, at) = *methods.get(&format!("{receiver}.{name}"))?;
        match self.unit(file).module.body.get(at) {
            Some(Stmt::Function(function)) => Some((file, function)),
            _ => None,
        }
    }

    /// Whether an ordinary build of its Go package takes a file in.
    pub(crate) fn is_built(&self, file: FileId) -> bool {
        const OTHERS: [&str; 6] = ["_test", "_windows", "_darwin", "_freebsd", "_js", "_wasm"];
        let stem = self.path(file).file_name().trim_end_matches(".go");
        !OTHERS.iter().any(|ending| stem.ends_with(ending)) && !self.unit(file).module.is_left_out
    }

    fn methods_of(&self, package: &RelPath) -> GoMethods {
        let mut methods = GoMethods::default();
        for file in self.files_in(package).iter().filter(|file| self.is_built(**file)) {
            for (at, statement) in self.unit(*file).module.body.iter().enumerate() {
                if let Stmt::Function(function) = statement
                    && function.has_receiver
                    && let Some(kind) = function.parameters.first().and_then(|receiver| receiver.annotation.as_ref())
                    && let Some(receiver) = kind.last_name()
                {
                    methods.entry(format!("{receiver}.{}", function.name)).or_insert((*file, at));
                }
            }
        }
        methods
    }

    /// The file of a class of Java or Kotlin, or of a constant of Kotlin, by its full name.
    #[must_use]
    pub(crate) fn java_class(&self, name: &str) -> Option<FileId> {
        if let Some(known) = locked(&self.java_classes).get(name) {
            return *known;
        }
        let library = self.library?;
        // A file is named after its class, and its folder after the package.
        let (package, class) = name.rsplit_once('.').unwrap_or(("", name));
        let folder = package.replace('.', "/");
        let is_in_package = |path: &RelPath| {
            let at = path.parent().unwrap_or_else(RelPath::root);
            let rest = at.as_str().strip_suffix(folder.as_str());
            folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        let of_program = |path: &RelPath| self.roots.iter().position(|root| path.is_within(root));
        let files = library.java_files(class).into_iter().filter(is_in_package);
        let nearest = files.filter_map(|path| Some((of_program(&path)?, path))).min();
        let mut found = nearest.and_then(|(_, path)| self.file(&path));
        // A Kotlin file may be called otherwise.
        let inner = package.rsplit('.').next().unwrap_or_default();
        if found.is_none() {
            let files = library.kotlin_files(inner).into_iter().filter(is_in_package);
            let declares =
                |file: &FileId| self.unit(*file).module.body.iter().filter_map(declared).any(|it| it == class);
            found = files.filter(|path| of_program(path).is_some()).filter_map(|path| self.file(&path)).find(declares);
        }
        self.java_classes.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), found);
        found
    }

    /// Notes the classes of a file of Java or Kotlin, those that it is not named after included.
    fn note_classes(&self, id: FileId) {
        let Some(unit) = self.slot(id).unit.get().filter(|unit| unit.language.is_java_like()) else { return };
        let package = unit.module.package.as_deref().unwrap_or("");
        let mut classes = self.java_classes.write().unwrap_or_else(PoisonError::into_inner);
        for name in unit.module.body.iter().filter_map(declared) {
            let name = if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") };
            let known = classes.entry(name).or_insert(Some(id));
            *known = known.or(Some(id));
        }
    }
}

/// The name that a file adds to its package: a class, and Kotlin's constants.
fn declared(statement: &Stmt) -> Option<&str> {
    match statement {
        Stmt::Class(class) => Some(&class.name),
        Stmt::Assign(assign) => assign.target.last_name(),
        _ => None,
    }
}

fn locked<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn locked_mut<T>(lock: &mut RwLock<T>) -> &mut T {
    lock.get_mut().unwrap_or_else(PoisonError::into_inner)
}
