//! Which projects a change can touch. The others keep what was assembled before: in a workspace of hundreds of projects an
//! edit costs what one project costs.

use std::sync::Arc;

use model::{
    Project, RelPath, Runtime,
    facts::{FileFacts, ManifestKind},
};

use super::{
    containers::Matched,
    roots::Root,
    view::{Owners, folder_of},
};

/// What happened to one path: its facts before and after.
pub(crate) struct Touched {
    pub(crate) path: RelPath,
    pub(crate) before: Option<Arc<FileFacts>>,
    pub(crate) after: Option<Arc<FileFacts>>,
}

/// More changes than this are not weighed one by one.
const MANY: usize = 256;

/// For each root whether it must be assembled anew. `touched` is `None` when everything may have changed.
pub(super) fn stale(
    touched: Option<&[Touched]>,
    previous: &[Project],
    roots: &[Root<'_>],
    names: &[Arc<str>],
    owners: &Owners,
    services: &[Matched<'_>],
) -> Vec<bool> {
    let is_same_set = previous.len() == roots.len()
        && previous
            .iter()
            .zip(roots)
            .all(|(project, root)| project.id.0 == root.folder && project.runtime == root.runtime);
    let Some(touched) = touched.filter(|touched| is_same_set && touched.len() <= MANY) else {
        return vec![true; roots.len()];
    };
    let mut stale: Vec<bool> = previous.iter().zip(names).map(|(project, name)| project.name != *name).collect();
    for it in touched {
        if !mark(it, &mut stale, roots, owners, services) {
            return vec![true; roots.len()];
        }
    }
    stale
}

/// Marks what one change can touch; `false` when that is everything.
fn mark(it: &Touched, stale: &mut [bool], roots: &[Root<'_>], owners: &Owners, services: &[Matched<'_>]) -> bool {
    let facts: Vec<&FileFacts> = [&it.before, &it.after].into_iter().filter_map(|facts| facts.as_deref()).collect();
    let is_any = |test: fn(&FileFacts) -> bool| facts.iter().any(|facts| test(facts));
    // Compose, CI, Kubernetes and the workspace's contract speak of any project.
    if is_any(|it| matches!(it, FileFacts::Compose(_) | FileFacts::EnvLayer(_) | FileFacts::WorkspaceContract(_))) {
        return false;
    }
    owners.around(&it.path).for_each(|at| stale[at] = true);
    // Manifests, locks and pins hold for the folders below as well, and so do wrapper scripts.
    let is_shared = is_any(|it| matches!(it, FileFacts::Manifest(_) | FileFacts::Lock(_) | FileFacts::RuntimePin(_)))
        || matches!(it.path.file_name(), "mvnw" | "gradlew");
    // A parent of Maven may stand anywhere.
    let is_build = is_any(|it| match it {
        FileFacts::Manifest(it) => {
            matches!(
                it.kind,
                ManifestKind::Pom
                    | ManifestKind::Gradle
                    | ManifestKind::GradleSettings
                    | ManifestKind::GradleCatalog
                    | ManifestKind::GradleScript
            )
        }
        _ => false,
    });
    // Requirements take in files of any folder.
    let is_requirements = is_any(|it| matches!(it, FileFacts::Manifest(it) if it.kind == ManifestKind::Requirements));
    let folder = folder_of(it.path.as_str());
    for (at, root) in roots.iter().enumerate() {
        let is_below =
            is_shared && (folder.is_empty() || root.folder.as_str() == folder || is_inside(&root.folder, folder));
        stale[at] |= is_below
            || (is_build && root.runtime == Runtime::Java)
            || (is_requirements && root.runtime == Runtime::Python);
    }
    // Compose hands files of any folder to a project.
    if is_any(|it| matches!(it, FileFacts::Dotenv(_) | FileFacts::Dockerfile(_))) {
        let users = services.iter().filter(|service| service.uses(&it.path)).filter_map(|service| service.project);
        users.for_each(|at| stale[at] = true);
    }
    true
}

fn is_inside(path: &RelPath, folder: &str) -> bool {
    path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
