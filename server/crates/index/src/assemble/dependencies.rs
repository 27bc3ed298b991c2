//! Declared dependencies with their locked versions, and the framework among them.

use std::{collections::HashSet, sync::Arc};

use detect::frameworks::{detect, package_name};
use model::{
    Dependency, Framework, Place, RelPath, Runtime, VersionText,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{locks::Lock, members, roots::Root, view::View};

/// What a project declares, each package once: the first manifest that names it counts.
pub(super) struct Declared<'f> {
    rows: Vec<(&'f RelPath, DeclaredDependency)>,
    locked: Vec<Option<VersionText>>,
}

pub(super) fn declared<'f>(view: &View<'f>, root: &Root<'f>, lock: Option<&Lock<'_>>) -> Declared<'f> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut rows: Vec<(&RelPath, DeclaredDependency)> = Vec::new();
    let managed = managed(view, root);
    for (path, manifest) in &root.manifests {
        for dependency in &manifest.dependencies {
            if seen.insert(package_name(root.runtime, &dependency.name).into_owned()) {
                rows.push((path, with_version(dependency, &managed)));
            }
        }
    }
    let wanted: Vec<(&str, &str)> = rows.iter().map(|(_, it)| (&*it.name, &*it.constraint)).collect();
    let locked = lock.map_or_else(|| vec![None; rows.len()], |lock| lock.versions(root.runtime, &wanted));
    Declared { rows, locked }
}

impl Declared<'_> {
    pub(super) fn dependencies(&self) -> Vec<Dependency> {
        let rows = self.rows.iter().zip(&self.locked);
        rows.map(|((path, it), locked)| Dependency {
            name: Arc::clone(&it.name),
            constraint: Arc::clone(&it.constraint),
            locked: locked.clone(),
            group: it.group,
            place: Place::new(RelPath::clone(path), it.range),
        })
        .collect()
    }

    pub(super) fn framework(&self, runtime: Runtime) -> Option<Framework> {
        let all: Vec<DeclaredDependency> = self.rows.iter().map(|(_, it)| it.clone()).collect();
        let (detector, found) = detect(runtime, &all)?;
        let at = all.iter().position(|it| std::ptr::eq(it, found))?;
        let (path, dependency) = &self.rows[at];
        let declared = Some(&dependency.constraint).filter(|text| !text.is_empty());
        Some(Framework {
            name: detector.name,
            version: self.locked[at].clone().or_else(|| declared.cloned()),
            place: Place::new(RelPath::clone(path), dependency.range),
        })
    }

    pub(super) fn place_of(&self, runtime: Runtime, name: &str) -> Option<Place> {
        let (path, it) = self.rows.iter().find(|(_, it)| package_name(runtime, &it.name) == name)?;
        Some(Place::new(RelPath::clone(path), it.range))
    }
}

/// Maven's `group:artifact` without a version and pnpm's `catalog:` take theirs from elsewhere.
fn with_version(dependency: &DeclaredDependency, managed: &[&DeclaredDependency]) -> DeclaredDependency {
    let is_open = dependency.constraint.is_empty() || dependency.constraint.starts_with("catalog:");
    let mut dependency = dependency.clone();
    if !is_open || managed.is_empty() {
        return dependency;
    }
    let group = dependency.name.split_once(':').map(|(group, _)| group);
    let exact = managed.iter().find(|it| it.name == dependency.name);
    // The parent or platform of a group (`spring-boot-starter-parent`) decides the versions of the whole group.
    let by_group =
        || managed.iter().find(|it| it.name.split_once(':').map(|(group, _)| group) == group && group.is_some());
    if let Some(found) = exact.or_else(by_group) {
        dependency.constraint = Arc::clone(&found.constraint);
    }
    dependency
}

/// Managed versions of the project itself, then of the parents and workspaces around it.
fn managed<'f>(view: &View<'f>, root: &Root<'f>) -> Vec<&'f DeclaredDependency> {
    let mut found: Vec<&DeclaredDependency> = root.manifests.iter().flat_map(|(_, it)| &it.managed).collect();
    match root.runtime {
        Runtime::Java => {
            let mut folder = root.folder.clone();
            // Real chains are two or three long; the cap ends a circle.
            for _ in 0..8 {
                let Some((above, manifest)) = parent(view, &folder) else { break };
                found.extend(&manifest.managed);
                folder = above;
            }
        }
        Runtime::Node => {
            let above = std::iter::successors(Some(root.folder.clone()), RelPath::parent);
            let files = above.flat_map(|folder| view.in_folder(folder.as_str()).to_vec());
            found.extend(files.flat_map(|(_, facts)| match facts {
                FileFacts::Manifest(it) if it.kind == ManifestKind::PnpmWorkspace => it.managed.as_slice(),
                _ => &[],
            }));
        }
        Runtime::Python | Runtime::Go => {}
    }
    found
}

/// Maven's parent by its relative path, Gradle's root by its settings.
fn parent<'f>(view: &View<'f>, folder: &RelPath) -> Option<(RelPath, &'f Manifest)> {
    let own = view.in_folder(folder.as_str()).iter().find_map(|(_, facts)| match facts {
        FileFacts::Manifest(it) if matches!(it.kind, ManifestKind::Pom | ManifestKind::Gradle) => Some(it),
        _ => None,
    })?;
    if own.kind == ManifestKind::Gradle {
        let above = members::root_of(view, folder, |it| it.kind == ManifestKind::GradleSettings)?;
        return view.in_folder(above.as_str()).iter().find_map(|(_, facts)| match facts {
            FileFacts::Manifest(it) if it.kind == ManifestKind::Gradle => Some((above.clone(), it)),
            _ => None,
        });
    }
    let (include, _) = own.includes.first()?;
    let target = folder.join(include).ok()?;
    for candidate in [target.join("pom.xml").ok()?, target] {
        if let Some(FileFacts::Manifest(manifest)) = view.facts(&candidate) {
            return Some((candidate.parent()?, manifest));
        }
    }
    None
}
