//! What Maven and Gradle put together from several files: properties, parents, imported versions, version catalogs.

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
    let names = Names::new(view, &root.folder, own.iter().chain(&parents).map(|(_, it)| *it).collect());
    let line: Vec<(&RelPath, &Manifest)> = own.iter().chain(&parents).copied().collect();
    let mut managed: Vec<Row<'f>> = Vec::new();
    for (path, manifest) in &line {
        managed.extend(manifest.managed.iter().flat_map(|it| names.filled(path, it)));
    }
    for wanted in line.iter().flat_map(|(_, manifest)| &manifest.imports) {
        managed.extend(imported(view, wanted, 0));
    }
    // Gradle's subprojects inherit nothing.
    let inherited = parents.iter().filter(|(_, it)| it.kind == ManifestKind::Pom);
    let mut rows = Vec::new();
    for (path, manifest) in own.iter().chain(inherited) {
        rows.extend(manifest.dependencies.iter().flat_map(|it| names.filled(path, it)));
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
        let mut texts = self.manifests.iter().flat_map(|it| it.properties.iter());
        texts.find(|(key, _)| **key == *name).map(|(_, text)| &**text)
    }

    /// A declaration with every name filled in; a bundle of a catalog is several.
    fn filled(&self, path: &'f RelPath, it: &DeclaredDependency) -> Vec<Row<'f>> {
        if !it.name.contains(':') && !it.is_local {
            return self.of_catalog(path, it);
        }
        let (name, constraint) = (self.text(&it.name, 0), self.text(&it.constraint, 0));
        vec![(path, DeclaredDependency { name: name.into(), constraint: constraint.into(), ..it.clone() })]
    }

    fn of_catalog(&self, path: &'f RelPath, it: &DeclaredDependency) -> Vec<Row<'f>> {
        let Some(found) = self.get(&it.name) else { return Vec::new() };
        let members: Vec<&str> = if it.name.contains(".bundles.") {
            found.split(',').filter_map(|name| self.get(name)).collect()
        } else {
            vec![found]
        };
        let rows = members.into_iter().filter_map(|coordinates| {
            let mut parts = coordinates.splitn(3, ':');
            let name = format!("{}:{}", parts.next()?, parts.next()?);
            let constraint = Arc::from(parts.next().unwrap_or(""));
            Some((path, DeclaredDependency { name: Arc::from(name), constraint, ..it.clone() }))
        });
        rows.collect()
    }

    /// `${name}` and Gradle's `$name` filled in; what is not known stays as written. Names lead on to others; the cap ends
    /// a circle.
    fn text(&self, text: &str, depth: u8) -> String {
        let Some((before, after)) = text.split_once('$').filter(|_| depth < 8) else { return text.to_owned() };
        let (name, written, behind) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, behind)) => (name, &text[before.len()..text.len() - behind.len()], behind),
            None => {
                let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
                (&after[..end], &text[before.len()..=before.len() + end], &after[end..])
            }
        };
        let value = self.get(name).map_or_else(|| written.to_owned(), |value| self.text(value, depth + 1));
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
