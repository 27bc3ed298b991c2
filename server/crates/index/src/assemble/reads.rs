//! What a project's files say about env keys that its code reads.

use std::{collections::BTreeMap, sync::Arc};

use model::{RelPath, facts::EnvFacts};

use super::view::{Owners, View};

/// Facts of the files of a project.
pub(super) type Facts = BTreeMap<RelPath, Arc<EnvFacts>>;

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
