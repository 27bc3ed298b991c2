//! What a project's files say about env keys that its code reads.

use std::{collections::BTreeMap, sync::Arc};

use model::{RelPath, facts::EnvFacts};

use super::view::{Owners, View};

/// Facts of the files of a project.
pub(super) type Facts = BTreeMap<RelPath, Arc<EnvFacts>>;

/// What files say, by the index of their project.
pub(super) fn owned<'f, T>(
    found: impl Iterator<Item = (&'f RelPath, T)>,
    owners: &Owners,
    projects: usize,
) -> Vec<Vec<(&'f RelPath, T)>> {
    let mut by_project: Vec<Vec<(&RelPath, T)>> = std::iter::repeat_with(Vec::new).take(projects).collect();
    for (path, facts) in found {
        if let Some(at) = owners.of(path) {
            by_project[at].push((path, facts));
        }
    }
    by_project
}

/// Facts by the index of their project.
pub(super) fn by_project(view: &View<'_>, owners: &Owners, projects: usize) -> Vec<Facts> {
    let mut found: Vec<Facts> = vec![Facts::new(); projects];
    for (path, facts) in view.env() {
        if let Some(at) = owners.of(path) {
            found[at].insert(path.clone(), Arc::clone(facts));
        }
    }
    found
}
