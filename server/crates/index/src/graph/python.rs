//! Which file an import of Python means: from the folders that the project's tools put on the path.

mod standard;

use std::collections::BTreeSet;

use model::{Project, RelPath, Runtime};
use rustc_hash::FxHashMap;
use syntax::Language;

use super::{
    places::{Place, outside, unknown},
    table::{File, FileNo, Table},
};

/// A folder that imports may start from.
#[derive(Clone)]
struct Start {
    folder: RelPath,
    /// Only what neither the language nor a declared dependency has: the folder is on the path when a file of it is run.
    is_weak: bool,
}

/// The projects of Python, and where imports start for the files of each folder.
#[derive(Default)]
pub(super) struct Python {
    starts: FxHashMap<u32, Vec<Start>>,
    /// Names of declared dependencies, by the folder's number.
    declared: FxHashMap<u32, usize>,
    dependencies: Vec<BTreeSet<String>>,
}

/// What stands below a start.
enum Found {
    File(FileNo),
    Namespace(u32),
}

impl Python {
    pub(super) fn new(table: &Table, projects: &[Project]) -> Self {
        let own: Vec<&Project> = projects.iter().filter(|project| project.runtime == Runtime::Python).collect();
        let by_root: FxHashMap<&RelPath, usize> =
            own.iter().enumerate().map(|(at, project)| (project.root(), at)).collect();
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, project) in own.iter().enumerate() {
            by_name.entry(normal(&project.name)).or_default().push(at);
        }
        let mut python = Self::default();
        let mut roots: Vec<Vec<RelPath>> = Vec::new();
        for project in &own {
            let names = declared(project);
            // Packages of the workspace that the project declares.
            let others = names.iter().filter_map(|name| by_name.get(name)).flatten();
            roots.push(others.flat_map(|at| starts_in(table, own[*at])).collect());
            python.dependencies.push(names);
        }
        for (number, folder) in table.folders.iter().enumerate() {
            let has_python = |file: &FileNo| table.file(*file).language == Language::Python;
            if !table.in_folder[number].iter().any(has_python) {
                continue;
            }
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            // The innermost project first.
            let above = std::iter::successors(Some(folder.clone()), RelPath::parent);
            let around: Vec<usize> = above.filter_map(|folder| by_root.get(&folder).copied()).collect();
            let mut inside: Vec<RelPath> = around.iter().flat_map(|at| starts_in(table, own[*at])).collect();
            if let Some(inner) = around.first() {
                python.declared.insert(number, *inner);
                inside.extend(roots[*inner].iter().cloned());
            }
            python.starts.insert(number, starts_of(table, folder, inside));
        }
        python
    }

    /// What `module`, imported by a file, means.
    pub(super) fn resolve(&self, table: &Table, from: &File, module: &str) -> Place {
        let dots = module.bytes().take_while(|byte| *byte == b'.').count();
        let below = module[dots..].replace('.', "/");
        if dots > 0 {
            let folder = std::iter::successors(from.path.parent(), RelPath::parent).nth(dots - 1);
            return match folder {
                Some(folder) => found(at(table, &folder, &below)).unwrap_or_else(|| unknown("no such module")),
                None => unknown("leads out of the workspace"),
            };
        }
        let top = module.split('.').next().unwrap_or_default();
        let is_standard = standard::MODULES.binary_search(&top).is_ok();
        let declared = self.declared.get(&from.folder).map(|at| &self.dependencies[*at]);
        let is_foreign = is_standard || declared.is_some_and(|names| names.contains(&normal(top)));
        let starts = self.starts.get(&from.folder).map_or(&[][..], Vec::as_slice);
        let mut is_ours = false;
        for start in starts.iter().filter(|start| !start.is_weak || !is_foreign) {
            match at(table, &start.folder, &below) {
                // A folder alone loses against what is installed.
                Some(Found::Namespace(_)) if is_foreign => {}
                // A file does not import itself.
                Some(Found::File(file)) if start.is_weak && table.file(file).path == from.path => {}
                Some(here) => return found(Some(here)).unwrap_or_else(|| unknown("no such module")),
                None => {
                    // Part of it is here, the rest is not.
                    is_ours |= !start.is_weak
                        && match at(table, &start.folder, top) {
                            Some(Found::File(_)) => below != top,
                            Some(Found::Namespace(_)) => !is_foreign,
                            None => false,
                        };
                }
            }
        }
        if is_ours && !is_standard {
            return unknown("no such module");
        }
        outside(top, is_standard)
    }

    /// The module of a name in a package.
    pub(super) fn submodule(table: &Table, package: FileNo, name: &str) -> Option<FileNo> {
        let file = table.file(package);
        if !file.path.file_name().starts_with("__init__.") {
            return None;
        }
        match at(table, &file.path.parent()?, name)? {
            Found::File(file) => Some(file),
            Found::Namespace(_) => None,
        }
    }

    /// What stands below a namespace package.
    pub(super) fn below(table: &Table, folder: u32, name: &str) -> Option<Place> {
        found(at(table, table.folders.get(folder as usize)?, name))
    }
}

/// Where imports start for the files of a folder: `inside` are the folders of its project and of what that declares.
fn starts_of(table: &Table, folder: &RelPath, inside: Vec<RelPath>) -> Vec<Start> {
    let is_package = |folder: &RelPath| has(table, folder, "__init__.py");
    let above = std::iter::successors(Some(folder.clone()), RelPath::parent);
    let above: Vec<RelPath> = above.filter(|folder| !is_package(folder)).collect();
    // The folder around the outermost package: what holds the file must be importable from there.
    let nearest = above.first().filter(|_| is_package(folder)).cloned();
    let strong = nearest.into_iter().chain(inside).map(|folder| Start { folder, is_weak: false });
    let weak = above.into_iter().map(|folder| Start { folder, is_weak: true });
    let mut starts: Vec<Start> = Vec::new();
    for start in strong.chain(weak) {
        if !starts.iter().any(|known| known.folder == start.folder) {
            starts.push(start);
        }
    }
    starts
}

/// The folders of a project that imports start from.
fn starts_in(table: &Table, project: &Project) -> Vec<RelPath> {
    let source = project.root().join("src").ok().filter(|source| !has(table, source, "__init__.py"));
    source.into_iter().chain([project.root().clone()]).collect()
}

fn found(found: Option<Found>) -> Option<Place> {
    match found? {
        Found::File(file) => Some(Place::File(file)),
        Found::Namespace(folder) => Some(Place::Folder(folder)),
    }
}

/// What stands at `below` (`a/b`) of a folder. A package wins over a module, a module over a plain folder.
fn at(table: &Table, folder: &RelPath, below: &str) -> Option<Found> {
    let start = folder.as_str();
    let base = match (start, below) {
        ("", below) => below.to_owned(),
        (start, "") => start.to_owned(),
        (start, below) => format!("{start}/{below}"),
    };
    let file = |ending: &str| table.by_path.get(format!("{base}{ending}").as_str()).copied();
    let package = if base.is_empty() { file("__init__.py") } else { file("/__init__.py") };
    let found = package.or_else(|| file(".py")).or_else(|| file(".pyi")).or_else(|| file("/__init__.pyi"));
    let namespace = || table.folder_numbers.get(base.as_str()).filter(|_| !base.is_empty()).copied();
    found.map(Found::File).or_else(|| namespace().map(Found::Namespace))
}

fn has(table: &Table, folder: &RelPath, name: &str) -> bool {
    folder.join(name).is_ok_and(|path| table.at(&path).is_some())
}

fn declared(project: &Project) -> BTreeSet<String> {
    project.dependencies.iter().map(|it| normal(&it.name)).collect()
}

/// A distribution's name as a package of it is usually called.
fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '.'], "_")
}
