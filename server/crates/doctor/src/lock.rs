//! Lock files: which one holds for a project, and who writes it.

use model::{
    PackageTool, Project, RelPath, Runtime,
    facts::{FileFacts, LockFile, LockKind, Manifest},
};

use crate::context::Context;

/// The lock file that holds for a project.
pub(crate) struct Lock<'s> {
    pub(crate) path: &'s RelPath,
    pub(crate) file: &'s LockFile,
    /// The project's folder relative to the lock file's; `""` for the same.
    pub(crate) importer: &'s str,
}

/// The manifests in a project's folder that a lock file can belong to.
pub(crate) fn manifests<'s>(cx: &Context<'s>, project: &Project) -> Vec<(&'s RelPath, &'s Manifest)> {
    named(cx, project.root(), &["package.json", "pyproject.toml", "Pipfile", "go.mod"])
        .filter_map(|(path, facts)| match facts {
            FileFacts::Manifest(manifest) if manifest.runtime == project.runtime => Some((path, manifest)),
            _ => None,
        })
        .collect()
}

/// The lock of the project's tool in its folder, else the nearest one above it.
pub(crate) fn lock_of<'s>(cx: &Context<'s>, project: &'s Project) -> Option<Lock<'s>> {
    let tool = project.package_tool?;
    std::iter::successors(Some(project.root().clone()), RelPath::parent).find_map(|folder| {
        let (path, file) = named(cx, &folder, names(project.runtime)).find_map(|(path, facts)| match facts {
            FileFacts::Lock(lock) if tool_of(lock.kind) == tool => Some((path, lock)),
            _ => None,
        })?;
        Some(Lock { path, file, importer: project.root().below(&folder)? })
    })
}

/// The files of these names in a folder, with their facts.
fn named<'s>(
    cx: &Context<'s>,
    folder: &RelPath,
    names: &'static [&'static str],
) -> impl Iterator<Item = (&'s RelPath, &'s FileFacts)> {
    let (files, folder) = (&cx.snapshot.files, folder.clone());
    names.iter().filter_map(move |name| {
        let (path, entry) = files.get_key_value(&folder.join(name).ok()?)?;
        Some((path, entry.facts.as_deref()?))
    })
}

/// Whether some lock file of the project's runtime stands in its folder or above, whoever wrote it.
pub(crate) fn has_any(cx: &Context<'_>, project: &Project) -> bool {
    std::iter::successors(Some(project.root().clone()), RelPath::parent).any(|folder| {
        let by_name = |name: &&str| folder.join(name).is_ok_and(|path| cx.snapshot.contains(&path));
        names(project.runtime).iter().any(by_name)
    })
}

/// Names of lock files. `bun.lockb` is binary and has no facts; `go.work.sum` speaks for the modules of a workspace.
fn names(runtime: Runtime) -> &'static [&'static str] {
    match runtime {
        Runtime::Python => &["poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock"],
        Runtime::Node => {
            &["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"]
        }
        Runtime::Go => &["go.sum", "go.work.sum"],
        Runtime::Java => &[],
    }
}

/// The lock file that a tool writes and the command that writes it without installing; `None` for tools without one.
pub(crate) fn lock_name(tool: PackageTool) -> Option<(&'static str, &'static str)> {
    Some(match tool {
        PackageTool::Poetry => ("poetry.lock", "poetry lock"),
        PackageTool::Uv => ("uv.lock", "uv lock"),
        PackageTool::Pdm => ("pdm.lock", "pdm lock"),
        PackageTool::Pipenv => ("Pipfile.lock", "pipenv lock"),
        PackageTool::Npm => ("package-lock.json", "npm install --package-lock-only"),
        PackageTool::Pnpm => ("pnpm-lock.yaml", "pnpm install --lockfile-only"),
        PackageTool::Yarn => ("yarn.lock", "yarn install"),
        PackageTool::Bun => ("bun.lock", "bun install --lockfile-only"),
        PackageTool::GoModules => ("go.sum", "go mod tidy"),
        PackageTool::Pip | PackageTool::Maven | PackageTool::Gradle => return None,
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
