//! What is installed in the workspace: the versions in Python's environments, `node_modules` and Go's `vendor`. Nothing is
//! run, and only what a declared dependency asks for is read.

mod go;
mod node;
mod python;

use std::collections::BTreeSet;

use host::Host;
use model::{Project, RelPath, Runtime};

/// Whether a change at `path` is one that package tools make when they install, told by its name. Deep changes inside a
/// package mean nothing.
pub(crate) fn is_record(path: &RelPath) -> bool {
    python::is_record(path) || node::is_record(path) || go::is_record(path)
}

/// What the projects' dependencies were last looked up in.
#[derive(Debug, Default)]
pub(super) struct Installed {
    /// Python's environments: their names are anybody's choice.
    environments: BTreeSet<RelPath>,
}

impl Installed {
    /// Whether a change at `path` can change what is installed for one of `projects`.
    pub(super) fn is_concerned(&self, host: &dyn Host, path: &RelPath, projects: &[Project]) -> bool {
        let is_inside = |environment: &RelPath| {
            environment.is_within(path) || (path.is_within(environment) && !path.as_str().contains("/site-packages/"))
        };
        is_record(path)
            || node::is_package(path)
            || self.environments.iter().any(is_inside)
            || projects.iter().any(|project| project.root().is_within(path))
            || python::is_environment(host, path)
    }

    /// Looks up the dependencies of those of `projects` that `is_wanted` names by their index. `before`: the projects of the
    /// last time, when nothing was installed since.
    pub(super) fn look_up(
        &mut self,
        host: &dyn Host,
        projects: &mut [Project],
        before: &[Project],
        is_wanted: &dyn Fn(usize) -> bool,
    ) {
        let (mut python, mut node, mut go) =
            (python::Environments::new(host), node::Modules::new(host), go::Vendors::new(host));
        for (_, project) in projects.iter_mut().enumerate().filter(|(at, _)| is_wanted(*at)) {
            if before.iter().any(|before| before.id == project.id && take_over(before, project)) {
                continue;
            }
            let root = project.id.0.clone();
            for it in &mut project.dependencies {
                it.installed = match project.runtime {
                    Runtime::Python => python.version(&root, &it.name),
                    Runtime::Node => node.version(&root, &it.name),
                    Runtime::Go => go.version(&root, &it.name, &it.constraint),
                    Runtime::Java => None,
                };
            }
        }
        self.environments.extend(python.found());
    }
}

/// Takes over what was installed for the same dependencies; `false` when they are others.
fn take_over(before: &Project, project: &mut Project) -> bool {
    let is_same = before.runtime == project.runtime
        && before.dependencies.len() == project.dependencies.len()
        && before
            .dependencies
            .iter()
            .zip(&project.dependencies)
            .all(|(before, it)| (&before.name, &before.constraint) == (&it.name, &it.constraint));
    if is_same {
        for (it, before) in project.dependencies.iter_mut().zip(&before.dependencies) {
            it.installed.clone_from(&before.installed);
        }
    }
    is_same
}

/// `folder` and those above it, up to the root of the workspace.
fn upwards(folder: &RelPath) -> impl Iterator<Item = RelPath> {
    std::iter::successors(Some(folder.clone()), RelPath::parent)
}

/// The text of a file that a tool wrote; `None` when it cannot be read.
fn text(host: &dyn Host, path: &RelPath) -> Option<String> {
    const LIMIT_BYTES: u64 = 4 << 20;
    host.read(path, LIMIT_BYTES).ok().map(super::text_of)
}

#[cfg(test)]
mod tests;
