//! Declared dependencies with their locked versions, and the framework among them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use detect::{
    env_files::Loader,
    frameworks::{self, Detector, detect_by_scripts, package_name},
};
use model::{
    Dependency, DependencyGroup, Framework, Place, RelPath, Runtime, VersionText,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{java, locks::Lock, members, requirements, roots::Root, view::View};

/// What a project declares, each package once: the first manifest that names it counts.
pub(super) struct Declared<'f> {
    rows: Vec<(&'f RelPath, DeclaredDependency)>,
    locked: Vec<Option<VersionText>>,
    plugins: Vec<(&'f RelPath, DeclaredDependency)>,
}

pub(super) fn declared<'f>(view: &View<'f>, root: &Root<'f>, lock: Option<&Lock<'_>>) -> Declared<'f> {
    let mut seen: HashSet<String> = HashSet::new();
    let (included, constraining) = requirements::taken(view, root);
    let (mut rows, plugins) = match root.runtime {
        Runtime::Java => {
            let found = java::effective(view, root);
            (found.rows, found.managed)
        }
        _ => (plain(view, root, included, &constraining), Vec::new()),
    };
    rows.retain(|(_, it)| seen.insert(package_name(root.runtime, &it.name).into_owned()));
    let wanted: Vec<(&str, &str)> = rows.iter().map(|(_, it)| (&*it.name, &*it.constraint)).collect();
    let mut locked = lock.map_or_else(|| vec![None; rows.len()], |lock| lock.versions(root.runtime, &wanted));
    if root.runtime == Runtime::Python {
        pinned(root, &constraining, &rows, &mut locked);
    }
    let is_own = |path: &RelPath| root.manifests.iter().any(|(own, _)| *own == path);
    let plugins = plugins.into_iter().filter(|(path, _)| is_own(path)).collect();
    Declared { rows, locked, plugins }
}

/// What the manifests declare as it stands, pnpm's catalogs filled in.
fn plain<'f>(
    view: &View<'f>,
    root: &Root<'f>,
    included: Vec<requirements::Found<'f>>,
    constraining: &[requirements::Found<'f>],
) -> Vec<(&'f RelPath, DeclaredDependency)> {
    let catalogs = catalogs(view, root);
    // `-c requirements.txt` does not make that one a file of constraints only.
    let is_constraints =
        |path: &RelPath| path.file_name().contains("constraint") && constraining.iter().any(|(it, _)| *it == path);
    let own = root.manifests.iter().copied().filter(|(path, _)| !is_constraints(path));
    let all = own.chain(included).flat_map(|(path, it)| it.dependencies.iter().map(move |it| (path, it)));
    all.map(|(path, it)| (path, with_version(it, &catalogs))).collect()
}

/// pip has no lock file: exact pins, compiled or written by hand, do its work.
fn pinned(
    root: &Root<'_>,
    constraining: &[requirements::Found<'_>],
    rows: &[(&RelPath, DeclaredDependency)],
    locked: &mut [Option<VersionText>],
) {
    let pin = |it: &DeclaredDependency| {
        let version = it.constraint.strip_prefix("==")?.trim_start_matches('=');
        (!version.contains(['*', ','])).then(|| VersionText::from(version))
    };
    let compiled: HashMap<String, VersionText> = root
        .compiled
        .iter()
        .copied()
        .chain(constraining.iter().map(|(_, it)| *it))
        .flat_map(|manifest| &manifest.dependencies)
        .filter_map(|it| Some((detect::python_name(&it.name), pin(it)?)))
        .collect();
    for ((_, it), locked) in rows.iter().zip(locked).filter(|(_, locked)| locked.is_none()) {
        *locked = compiled.get(&detect::python_name(&it.name)).cloned().or_else(|| pin(it));
    }
}

impl Declared<'_> {
    pub(super) fn dependencies(&self) -> Vec<Dependency> {
        let rows = self.rows.iter().zip(&self.locked);
        rows.map(|((path, it), locked)| Dependency {
            name: Arc::clone(&it.name),
            constraint: Arc::clone(&it.constraint),
            locked: locked.clone(),
            installed: None,
            group: it.group,
            place: Place::new(RelPath::clone(path), it.range),
        })
        .collect()
    }

    /// Of the frameworks that are declared the first that is used; the first of all when none seems to be.
    pub(super) fn framework(&self, runtime: Runtime, is_used: impl Fn(&Detector) -> bool) -> Option<Framework> {
        let all: Vec<DeclaredDependency> = self.rows.iter().map(|(_, it)| it.clone()).collect();
        let plugins: Vec<DeclaredDependency> = self.plugins.iter().map(|(_, it)| it.clone()).collect();
        let declared = frameworks::declared(runtime, &all, &plugins);
        let used = declared.iter().filter(|_| declared.len() > 1).find(|(detector, _)| is_used(detector));
        let (detector, found) = *used.or(declared.first())?;
        let row = all.iter().position(|it| std::ptr::eq(it, found));
        let path = match row {
            Some(at) => self.rows[at].0,
            None => self.plugins[plugins.iter().position(|it| std::ptr::eq(it, found))?].0,
        };
        let declared = Some(&found.constraint).filter(|text| !text.is_empty()).cloned();
        Some(Framework {
            name: detector.name,
            version: row
                .and_then(|at| self.locked[at].clone())
                .or(declared)
                .filter(|_| detector.has_version_of(&found.name)),
            place: Place::new(RelPath::clone(path), found.range),
        })
    }

    /// What a member of a workspace uses that declares nothing itself: the packages are those of a folder above.
    pub(super) fn framework_around(&self, view: &View<'_>, root: &Root<'_>) -> Option<Framework> {
        if root.runtime != Runtime::Node || self.rows.iter().any(|(_, it)| it.group == DependencyGroup::Main) {
            return None;
        }
        let scripts = root.manifests.iter().flat_map(|(_, manifest)| &manifest.scripts);
        let lines: Vec<&str> = scripts.map(|script| &*script.line).collect();
        let above = std::iter::successors(root.folder.parent(), RelPath::parent);
        above.flat_map(|folder| view.in_folder(folder.as_str())).find_map(|(path, facts)| {
            let FileFacts::Manifest(manifest) = facts else { return None };
            let (detector, found) = detect_by_scripts(root.runtime, &manifest.dependencies, &lines)?;
            let version = Some(&found.constraint).filter(|_| detector.has_version_of(&found.name));
            Some(Framework {
                name: detector.name,
                version: version.cloned(),
                place: Place::new(RelPath::clone(path), found.range),
            })
        })
    }

    /// Whether a loader of dotenv files is that of the project, as far as its packages tell.
    pub(super) fn loads(&self, root: &Root<'_>, loader: &Loader, framework: Option<&Framework>) -> bool {
        let is_declared = |package| self.place_of(root.runtime, package).is_some();
        loader.package.is_some_and(is_declared) && (loader.is_of_servers || framework.is_none())
    }

    /// Where a package is declared.
    pub(super) fn place_of(&self, runtime: Runtime, name: &str) -> Option<Place> {
        let (path, it) = self.rows.iter().find(|(_, it)| package_name(runtime, &it.name) == name)?;
        Some(Place::new(RelPath::clone(path), it.range))
    }
}

/// pnpm's `catalog:` takes its version from elsewhere.
fn with_version(dependency: &DeclaredDependency, catalogs: &[&DeclaredDependency]) -> DeclaredDependency {
    let mut dependency = dependency.clone();
    if dependency.constraint.starts_with("catalog:")
        && let Some(found) = catalogs.iter().find(|it| it.name == dependency.name && !it.constraint.is_empty())
    {
        dependency.constraint = Arc::clone(&found.constraint);
    }
    dependency
}

/// The catalogs of the workspaces around a project of Node.
fn catalogs<'f>(view: &View<'f>, root: &Root<'f>) -> Vec<&'f DeclaredDependency> {
    if root.runtime != Runtime::Node {
        return Vec::new();
    }
    let above = std::iter::successors(Some(root.folder.clone()), RelPath::parent);
    let files = above.flat_map(|folder| view.in_folder(folder.as_str()).to_vec());
    files
        .flat_map(|(_, facts)| match facts {
            FileFacts::Manifest(it) if it.kind == ManifestKind::PnpmWorkspace => it.managed.as_slice(),
            _ => &[],
        })
        .collect()
}

/// What a Java project takes its settings from, the nearest first.
pub(super) fn parents<'f>(view: &View<'f>, folder: &RelPath) -> Vec<(&'f RelPath, &'f Manifest)> {
    let mut found: Vec<(&RelPath, &Manifest)> = Vec::new();
    let mut folder = folder.clone();
    // Real chains are two or three long; the cap ends a circle.
    while let Some(above) = parent(view, &folder).filter(|_| found.len() < 8) {
        found.push(above);
        let Some(next) = above.0.parent() else { break };
        folder = next;
    }
    found
}

/// Maven's parent by its relative path, Gradle's root by its settings.
fn parent<'f>(view: &View<'f>, folder: &RelPath) -> Option<(&'f RelPath, &'f Manifest)> {
    let of_kind = |folder: &RelPath, kinds: &[ManifestKind]| {
        view.in_folder(folder.as_str()).iter().find_map(|(path, facts)| match facts {
            FileFacts::Manifest(it) if kinds.contains(&it.kind) => Some((*path, it)),
            _ => None,
        })
    };
    let (_, own) = of_kind(folder, &[ManifestKind::Pom, ManifestKind::Gradle])?;
    if own.kind == ManifestKind::Gradle {
        let above = members::root_of(view, folder, |it| it.kind == ManifestKind::GradleSettings)?;
        return of_kind(&above, &[ManifestKind::Gradle]);
    }
    let (include, _) = own.includes.first()?;
    let target = folder.join(include).ok()?;
    of_kind(&target, &[ManifestKind::Pom]).or_else(|| match view.facts(&target)? {
        FileFacts::Manifest(it) if it.kind == ManifestKind::Pom => Some((view.file(&target)?, it)),
        _ => None,
    })
}
