//! By which readers a project's code is read, and which files each starts with.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use detect::{
    code::{imports_of, marks_of, runtime_of},
    frameworks::{DETECTORS, Detector, detector, plain_routes},
    routes::{RouteReader, is_product_code},
};
use model::{DependencyGroup, Project, ProjectId, RelPath, facts::Marks};
use syntax::Language;

use super::catalog::Catalog;

/// How code is read by one reader.
#[derive(Clone)]
pub(super) struct Reading {
    pub(super) reader: &'static RouteReader,
    /// The files to start with, by path.
    pub(super) starts: Arc<[RelPath]>,
    /// The framework's version as far as known.
    pub(super) version: Option<String>,
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.reader, other.reader) && self.starts == other.starts && self.version == other.version
    }
}

impl Hash for Reading {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let is_its = |detector: &Detector| detector.routes.is_some_and(|routes| std::ptr::eq(routes, self.reader));
        // The program that reads is the one that wrote: its table is the same.
        DETECTORS.iter().position(is_its).hash(state);
        (&self.starts, &self.version).hash(state);
    }
}

/// The files that projects start with, for these projects.
#[derive(Default)]
pub(super) struct Starts {
    /// Each project and its readers.
    of: Vec<(ProjectId, Vec<Reader>)>,
    /// For each project and reader.
    files: Vec<Vec<Arc<[RelPath]>>>,
}

/// A reader that may find something in a project; readers are compared by their address.
#[derive(Clone, Copy)]
struct Reader {
    reader: &'static RouteReader,
    /// Marks of which a file has one that it starts with.
    wanted: Marks,
    /// For what is declared beside the project's framework: marks of which some file must have one.
    imports: Option<Marks>,
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.reader, other.reader) && self.imports == other.imports
    }
}

impl Starts {
    /// Looks for them again if the projects are others, or the files may be.
    pub(super) fn renew(&mut self, catalog: &Catalog, projects: &[Project], is_steered: bool) {
        let of: Vec<_> = projects.iter().map(|project| (project.id.clone(), readers(project))).collect();
        if is_steered || of != self.of {
            let files = starts(catalog, projects, &of);
            *self = Self { of, files };
        }
    }

    /// How each project is read; not at all without files to start with.
    pub(super) fn readings<'p>(&self, projects: &'p [Project]) -> impl Iterator<Item = (&'p Project, Vec<Reading>)> {
        projects.iter().zip(self.of.iter().zip(&self.files)).map(|(project, ((_, readers), files))| {
            let with_files = readers.iter().zip(files).filter(|(_, files)| !files.is_empty());
            let reading = |(it, starts): (&Reader, &Arc<[RelPath]>)| Reading {
                reader: it.reader,
                starts: Arc::clone(starts),
                version: version(project, it),
            };
            (project, with_files.map(reading).collect())
        })
    }
}

/// The readers of a project: that of its framework, and those of others that it declares and may use beside it.
fn readers(project: &Project) -> Vec<Reader> {
    let framework = project.framework.as_ref().and_then(|framework| detector(framework.name)?.routes);
    let first = framework.or_else(|| plain_routes(project.runtime));
    let first = first.map(|reader| Reader { reader, wanted: marks_of(reader), imports: None });
    let mut readers: Vec<Reader> = first.into_iter().collect();
    for row in DETECTORS.iter().filter(|row| row.runtime == project.runtime) {
        let Some(reader) = row.routes else { continue };
        if readers.iter().any(|known| std::ptr::eq(known.reader, reader)) || declared(project, row).is_none() {
            continue;
        }
        readers.push(Reader { reader, wanted: marks_of(reader), imports: Some(imports_of(row)) });
    }
    readers
}

/// The dependency by which a project declares a framework.
fn declared<'p>(project: &'p Project, row: &Detector) -> Option<&'p model::Dependency> {
    let mut main = project.dependencies.iter().filter(|it| it.group == DependencyGroup::Main);
    main.find(|it| row.is_brought_by(&it.name))
}

/// The version of a reader's framework.
fn version(project: &Project, it: &Reader) -> Option<String> {
    let row = DETECTORS.iter().find(|row| row.routes.is_some_and(|routes| std::ptr::eq(routes, it.reader)));
    let version = if it.imports.is_none() {
        project.framework.as_ref().and_then(|framework| framework.version.clone())
    } else {
        declared(project, row?).and_then(|it| it.locked.clone().or_else(|| Some(Arc::clone(&it.constraint))))
    };
    // A lower limit says nothing of what will be installed.
    version.filter(|text| !text.is_empty() && !text.starts_with(['>', '*', '!'])).map(|text| text.to_string())
}

/// For each project and reader the files of its own that the reader starts with.
fn starts(catalog: &Catalog, projects: &[Project], of: &[(ProjectId, Vec<Reader>)]) -> Vec<Vec<Arc<[RelPath]>>> {
    let owners: HashMap<&RelPath, usize> =
        projects.iter().enumerate().map(|(at, project)| (project.root(), at)).collect();
    let mut found: Vec<Vec<Vec<RelPath>>> = of.iter().map(|(_, readers)| vec![Vec::new(); readers.len()]).collect();
    let mut imported: Vec<Marks> = vec![Marks::default(); projects.len()];
    // Files come by path: the owner of a folder is asked for once.
    let mut last: Option<(RelPath, Option<usize>)> = None;
    for (path, marks) in catalog.marked() {
        let Some(folder) = path.parent() else { continue };
        if last.as_ref().is_none_or(|(known, _)| *known != folder) {
            let mut around = std::iter::successors(Some(folder.clone()), RelPath::parent);
            last = Some((folder, around.find_map(|folder| owners.get(&folder).copied())));
        }
        let Some((_, Some(at))) = last else { continue };
        let project = &projects[at];
        if Language::of(path).is_none_or(|language| runtime_of(language) != project.runtime) {
            continue;
        }
        let below = path.below(project.root()).unwrap_or_default();
        for (it, files) in of[at].1.iter().zip(&mut found[at]) {
            if it.imports.is_some_and(|imports| imports.meets(marks)) && is_product_code(below) {
                imported[at].0 |= marks.0;
            }
            if it.wanted.meets(marks) && it.reader.takes(below) {
                files.push(path.clone());
            }
        }
    }
    for path in catalog.entries() {
        let Some(folder) = path.parent() else { continue };
        let mut around = std::iter::successors(Some(folder.clone()), RelPath::parent);
        let Some(at) = around.find_map(|folder| owners.get(&folder).copied()) else { continue };
        let below = path.below(projects[at].root()).unwrap_or_default();
        let start = if folder.is_root() { String::new() } else { format!("{}/", folder.as_str()) };
        for (it, files) in of[at].1.iter().zip(&mut found[at]) {
            // They are sorted: those below a folder stand in a row.
            let first = files.partition_point(|file| file.as_str() < start.as_str());
            let is_above = files.get(first).is_some_and(|file| file.is_within(&folder));
            if is_above
                && it.reader.takes(below)
                && Language::of(path).is_some_and(|it| runtime_of(it) == projects[at].runtime)
                && let Err(place) = files.binary_search(path)
            {
                files.insert(place, path.clone());
            }
        }
    }
    let used = |at: usize, it: &Reader| it.imports.is_none_or(|imports| imports.meets(imported[at]));
    let of_project = |(at, files): (usize, Vec<Vec<RelPath>>)| {
        let files = files.into_iter().zip(&of[at].1);
        files.map(|(files, it)| if used(at, it) { files.into() } else { Arc::default() }).collect()
    };
    found.into_iter().enumerate().map(of_project).collect()
}
