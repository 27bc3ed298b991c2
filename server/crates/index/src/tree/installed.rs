//! What is installed in the workspace: the versions in Python's environments, `node_modules` and Go's `vendor`. Nothing is
//! run, and only what a declared dependency asks for is read.

mod go;
mod node;
mod python;

use std::{collections::BTreeSet, sync::Arc};

use host::Host;
use model::{Dependency, Project, RelPath, Runtime};

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

    /// Looks up the dependencies of projects.
    pub(super) fn look_up(
        &mut self,
        host: &dyn Host,
        projects: &[Project],
        Lookup { before, is_wanted }: Lookup<'_>,
    ) -> Vec<(usize, Versions)> {
        let (mut python, mut node, mut go) =
            (python::Environments::new(host), node::Modules::new(host), go::Vendors::new(host));
        let mut found = Vec::new();
        for (at, project) in projects.iter().enumerate().filter(|(at, _)| is_wanted(*at)) {
            let known = before.iter().find(|before| before.id == project.id && is_same(before, project));
            let versions = match known {
                Some(known) => known.dependencies.iter().map(|it| it.installed.clone()).collect(),
                None => {
                    let look = |it: &Dependency| match project.runtime {
                        Runtime::Python => python.version(project.root(), &it.name),
                        Runtime::Node => node.version(project.root(), &it.name),
                        Runtime::Go => go.version(project.root(), &it.name, &it.constraint),
                        Runtime::Java => None,
                    };
                    project.dependencies.iter().map(look).collect()
                }
            };
            found.push((at, versions));
        }
        self.environments.extend(python.found());
        found
    }
}

/// Which projects are looked up.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    /// The projects of the last time, when nothing was installed since.
    pub(super) before: &'a [Project],
    /// By their index.
    pub(super) is_wanted: &'a (dyn Fn(usize) -> bool + Sync),
}

/// What is installed of a project's dependencies, in their order.
pub(super) type Versions = Vec<Option<Arc<str>>>;

/// Whether two projects have the same dependencies.
fn is_same(before: &Project, project: &Project) -> bool {
    before.runtime == project.runtime
        && before.dependencies.len() == project.dependencies.len()
        && before
            .dependencies
            .iter()
            .zip(&project.dependencies)
            .all(|(before, it)| (&before.name, &before.constraint) == (&it.name, &it.constraint))
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
