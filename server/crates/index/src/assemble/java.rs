//! What Maven and Gradle put together from several files: properties, parents, imported versions, version catalogs.

mod gradle;

use std::sync::Arc;

use model::{
    DependencyGroup, RelPath, Runtime,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{dependencies, roots::Root, view::View};

type Row<'f> = (&'f RelPath, DeclaredDependency);

/// What a Java project declares itself or inherits, and the versions that stand elsewhere for it, the strongest first.
pub(super) struct Effective<'f> {
    pub(super) rows: Vec<Row<'f>>,
    pub(super) managed: Vec<Row<'f>>,
}

pub(super) fn effective<'f>(view: &View<'f>, root: &Root<'f>) -> Effective<'f> {
    let own: Vec<(&RelPath, &Manifest)> = root.manifests.clone();
    let parents = dependencies::parents(view, &root.folder);
    let mut line: Vec<(&RelPath, &Manifest)> = own.iter().chain(&parents).copied().collect();
    let scripts = gradle::scripts(view, &line);
    line.extend(scripts.iter().map(|script| (script.path, script.manifest)));
    let names = Names::new(view, &root.folder, line.iter().map(|(_, it)| *it).collect());
    let mut managed: Vec<Row<'f>> = Vec::new();
    for (path, manifest) in &line {
        managed.extend(manifest.managed.iter().flat_map(|it| names.filled(path, it)));
    }
    for wanted in line.iter().flat_map(|(_, manifest)| &manifest.imports) {
        managed.extend(imported(view, wanted, 0));
    }
    let inherited = parents.iter().filter(|(_, it)| it.kind == ManifestKind::Pom);
    let mut rows = Vec::new();
    for (path, manifest) in own.iter().chain(inherited) {
        rows.extend(manifest.dependencies.iter().flat_map(|it| names.filled(path, it)));
    }
    for script in scripts.iter().filter(|script| own.iter().any(|(path, _)| *path == script.by)) {
        rows.extend(script.manifest.dependencies.iter().flat_map(|it| names.filled(script.path, it)));
    }
    for (path, it) in gradle::shared(view, &root.folder, &own, &parents) {
        rows.extend(names.filled(path, it));
    }
    rows.retain(|(_, it)| it.is_local || it.name.contains(':'));
    for (_, it) in &mut rows {
        with_version(it, &managed);
    }
    Effective { rows, managed }
}

/// The managed versions of a package of the workspace, by its own properties.
fn imported<'f>(view: &View<'f>, wanted: &str, depth: u8) -> Vec<Row<'f>> {
    // Imports may import again; real ones do so once or twice.
    let Some((path, manifest)) = view.package(wanted).filter(|_| depth < 4) else { return Vec::new() };
    let Some(folder) = path.parent() else { return Vec::new() };
    let parents = dependencies::parents(view, &folder);
    let line: Vec<(&RelPath, &Manifest)> = std::iter::once((path, manifest)).chain(parents).collect();
    let names = Names::new(view, &folder, line.iter().map(|(_, it)| *it).collect());
    let mut rows: Vec<Row<'f>> =
        line.iter().flat_map(|(path, it)| it.managed.iter().flat_map(|it| names.filled(path, it))).collect();
    for next in line.iter().flat_map(|(_, it)| &it.imports) {
        rows.extend(imported(view, next, depth + 1));
    }
    rows
}

/// Names that stand for texts, the nearest file first.
struct Names<'f> {
    manifests: Vec<&'f Manifest>,
}

impl<'f> Names<'f> {
    fn new(view: &View<'f>, folder: &RelPath, line: Vec<&'f Manifest>) -> Self {
        let mut manifests = line;
        if manifests.iter().any(|it| it.kind == ManifestKind::Gradle) {
            let above = std::iter::successors(Some(folder.clone()), RelPath::parent);
            for folder in above.flat_map(|folder| [folder.join("gradle").ok(), Some(folder)]).flatten() {
                manifests.extend(view.in_folder(folder.as_str()).iter().filter_map(|(_, facts)| match facts {
                    FileFacts::Manifest(it) if it.kind == ManifestKind::GradleCatalog => Some(it),
                    _ => None,
                }));
            }
        }
        Self { manifests }
    }

    fn get(&self, name: &str) -> Option<&'f str> {
        let find = |name: &str| {
            let mut texts = self.manifests.iter().flat_map(|it| it.properties.iter());
            texts.find(|(key, _)| **key == *name).map(|(_, text)| &**text)
        };
        let is_gradle = || self.manifests.iter().any(|it| it.kind == ManifestKind::Gradle);
        find(name).or_else(|| is_gradle().then(|| find(&gradle::plain(name))).flatten())
    }

    /// A declaration with every name filled in; a bundle of a catalog is several.
    fn filled(&self, path: &'f RelPath, it: &DeclaredDependency) -> Vec<Row<'f>> {
        if !it.name.contains(':') && !it.is_local {
            return self.of_catalog(path, it);
        }
        let (name, constraint) = (self.text(&it.name, 0), self.text(&it.constraint, 0));
        vec![(path, DeclaredDependency { name: name.into(), constraint: constraint.into(), ..it.clone() })]
    }

    /// What a catalog or a table has by this name: one, or several with commas between them.
    fn of_catalog(&self, path: &'f RelPath, it: &DeclaredDependency) -> Vec<Row<'f>> {
        let Some(found) = self.get(&it.name) else { return Vec::new() };
        let members = found.split(',').map(|text| match self.get(text) {
            Some(named) if !text.contains(':') => self.text(named, 0),
            _ => self.text(text, 0),
        });
        let rows = members.filter_map(|coordinates| {
            let mut parts = coordinates.splitn(3, ':');
            let name = format!("{}:{}", parts.next()?, parts.next()?);
            let constraint = Arc::from(parts.next().unwrap_or(""));
            Some((path, DeclaredDependency { name: Arc::from(name), constraint, ..it.clone() }))
        });
        rows.collect()
    }

    /// `${name}` and Gradle's `$name` and `$table.name` filled in; what is not known stays as written. Names lead on to others;
    /// the cap ends a circle.
    fn text(&self, text: &str, depth: u8) -> String {
        let Some((before, after)) = text.split_once('$').filter(|_| depth < 8) else { return text.to_owned() };
        let (value, length) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, _)) => (self.get(name), name.len() + 2),
            None => {
                let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
                let end = after.find(|letter| !is_of_name(letter)).unwrap_or(after.len());
                let path = after[..end].trim_end_matches('.');
                let first = path.split('.').next().unwrap_or(path);
                match self.get(path) {
                    Some(value) => (Some(value), path.len()),
                    None => (self.get(first), first.len()),
                }
            }
        };
        let (written, behind) = after.split_at(length);
        let value = value.map_or_else(|| format!("${written}"), |value| self.text(value, depth + 1));
        format!("{before}{value}{}", self.text(behind, depth + 1))
    }
}

/// A declaration without a version takes that of its name. A framework's own packages take that of its parent, platform or
/// plugin; what other bills of materials say stands where nobody looks without the network.
fn with_version(it: &mut DeclaredDependency, managed: &[Row<'_>]) {
    let known = || managed.iter().map(|(_, it)| it).filter(|it| !it.constraint.is_empty());
    let exact = known().find(|found| found.name == it.name);
    if let Some(exact) = exact.filter(|exact| exact.group == DependencyGroup::Dev) {
        it.group = exact.group;
    }
    if !it.constraint.is_empty() {
        return;
    }
    let family = detect::frameworks::family(Runtime::Java, &it.name);
    let by_family = || family.and_then(|family| known().find(|found| found.name.starts_with(family)));
    if let Some(found) = exact.or_else(by_family) {
        it.constraint = Arc::clone(&found.constraint);
    }
}
