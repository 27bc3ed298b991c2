//! Lock files: who installs a project's dependencies, and in which versions.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use detect::frameworks::package_name;
use model::{
    PackageTool, RelPath, Runtime, VersionText,
    facts::{FileFacts, LockFile, LockKind, Manifest, ManifestKind},
};

use super::{members, roots::Root, view::View};

/// The lock file that holds for a project, and where the project stands in it.
pub(super) struct Lock<'f> {
    pub(super) file: &'f LockFile,
    /// The project's folder relative to the lock file's.
    importer: String,
}

/// The lock in the project's folder, else that of the workspace which takes the project in.
pub(super) fn lock_of<'f>(view: &View<'f>, root: &Root<'f>) -> Option<Lock<'f>> {
    let wished = root.manifests.iter().find_map(|(_, manifest)| manifest.tool);
    let in_folder = |folder: &RelPath| -> Option<&'f LockFile> {
        let mut locks: Vec<&'f LockFile> = view
            .in_folder(folder.as_str())
            .iter()
            .filter_map(|(_, facts)| match facts {
                FileFacts::Lock(lock) if runtime_of(lock.kind) == root.runtime => Some(lock),
                _ => None,
            })
            .collect();
        locks.sort_by_key(|lock| (wished != Some(tool_of(lock.kind)), lock.kind));
        locks.first().copied()
    };
    if let Some(file) = in_folder(&root.folder) {
        return Some(Lock { file, importer: String::new() });
    }
    std::iter::successors(root.folder.parent(), RelPath::parent).find_map(|above| {
        let file = in_folder(&above)?;
        let below = root.folder.below(&above)?.to_owned();
        let is_known = file.declared.iter().flatten().any(|declared| *declared.importer == below)
            || view.in_folder(above.as_str()).iter().any(
                |(_, facts)| matches!(facts, FileFacts::Manifest(manifest) if members::is_member(manifest, &below)),
            );
        is_known.then_some(Lock { file, importer: below })
    })
}

impl Lock<'_> {
    /// The chosen version of each of these packages (name and constraint), in their order.
    pub(super) fn versions(&self, runtime: Runtime, wanted: &[(&str, &str)]) -> Vec<Option<VersionText>> {
        let names: Vec<Cow<'_, str>> = wanted.iter().map(|(name, _)| package_name(runtime, name)).collect();
        let mut chosen: Vec<Option<VersionText>> = vec![None; wanted.len()];
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            places.entry(name).or_default().push(at);
        }
        let is_keyed = matches!(self.file.kind, LockKind::YarnClassic | LockKind::YarnBerry);
        for declared in self.file.declared.iter().flatten() {
            let Some(version) = &declared.version else { continue };
            for at in places.get(&*package_name(runtime, &declared.name)).into_iter().flatten() {
                let is_meant =
                    if is_keyed { *declared.specifier == *wanted[*at].1 } else { *declared.importer == *self.importer };
                if is_meant {
                    chosen[*at].get_or_insert_with(|| Arc::clone(version));
                }
            }
        }
        let mut forked: Vec<usize> = Vec::new();
        for package in self.file.packages.iter().filter(|package| !package.is_manifest_only) {
            for at in places.get(&*package_name(runtime, &package.name)).into_iter().flatten() {
                // go.sum remembers versions that are no longer chosen.
                let is_chosen = runtime != Runtime::Go || *package.version == *wanted[*at].1;
                if is_chosen {
                    let known = chosen[*at].get_or_insert_with(|| Arc::clone(&package.version));
                    if runtime == Runtime::Python && *known != package.version {
                        forked.push(*at);
                    }
                }
            }
        }
        // Which of several counts is decided by the interpreter and the machine.
        forked.into_iter().for_each(|at| chosen[at] = None);
        chosen
    }

    /// Whether a package is locked, in whatever version.
    pub(super) fn has(&self, runtime: Runtime, name: &str) -> bool {
        self.file.packages.iter().any(|package| package_name(runtime, &package.name) == name)
    }
}

/// Who installs a project's dependencies: the lock file tells best, then the manifest, then that of the workspace.
pub(super) fn tool(view: &View<'_>, root: &Root<'_>, lock: Option<&Lock<'_>>) -> Option<PackageTool> {
    let own = root.manifests.iter().find_map(|(_, manifest)| manifest.tool);
    match root.runtime {
        Runtime::Go => Some(PackageTool::GoModules),
        Runtime::Java => root.manifests.first().map(|(_, manifest)| match manifest.kind {
            ManifestKind::Pom => PackageTool::Maven,
            _ => PackageTool::Gradle,
        }),
        Runtime::Node => own
            .filter(|_| lock.is_none_or(|lock| Some(tool_of(lock.file.kind)) == own))
            .or(lock.map(|lock| tool_of(lock.file.kind)))
            .or_else(|| workspace_tool(view, &root.folder))
            .or(Some(PackageTool::Npm)),
        Runtime::Python => lock.map(|lock| tool_of(lock.file.kind)).or(own).or(Some(PackageTool::Pip)),
    }
}

fn workspace_tool(view: &View<'_>, folder: &RelPath) -> Option<PackageTool> {
    let is_node = |manifest: &Manifest| manifest.runtime == Runtime::Node;
    let above = members::root_of(view, folder, is_node)?;
    view.in_folder(above.as_str()).iter().find_map(|(_, facts)| match facts {
        FileFacts::Manifest(manifest) if is_node(manifest) => manifest.tool,
        _ => None,
    })
}

fn tool_of(kind: LockKind) -> PackageTool {
    match kind {
        LockKind::Poetry => PackageTool::Poetry,
        LockKind::Uv => PackageTool::Uv,
        LockKind::Pdm => PackageTool::Pdm,
        LockKind::Pipenv => PackageTool::Pipenv,
        LockKind::Npm => PackageTool::Npm,
        LockKind::Pnpm => PackageTool::Pnpm,
        LockKind::YarnClassic | LockKind::YarnBerry => PackageTool::Yarn,
        LockKind::Bun => PackageTool::Bun,
        LockKind::GoSum => PackageTool::GoModules,
        LockKind::Gradle => PackageTool::Gradle,
    }
}

fn runtime_of(kind: LockKind) -> Runtime {
    match kind {
        LockKind::Poetry | LockKind::Uv | LockKind::Pdm | LockKind::Pipenv => Runtime::Python,
        LockKind::Npm | LockKind::Pnpm | LockKind::YarnClassic | LockKind::YarnBerry | LockKind::Bun => Runtime::Node,
        LockKind::GoSum => Runtime::Go,
        LockKind::Gradle => Runtime::Java,
    }
}
