//! Every file of a workspace that git does not ignore. Where the system lets files be named relative to an open folder, the
//! walk does so (`folders`): that costs half of asking by whole paths. Elsewhere, and in the test that holds the two to the
//! same answer, the library `ignore` walks (`portable`).

#[cfg(unix)]
mod folders;
#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod rules;

use std::sync::{Mutex, PoisonError};

use model::RelPath;

use crate::{OsHost, Root, WalkProblem, Walked};

#[cfg(unix)]
use self::folders::walk_root;
#[cfg(not(unix))]
use self::portable::walk_root;

/// What a walk asks and whom it tells.
#[derive(Clone, Copy)]
struct Walk<'a> {
    host: &'a OsHost,
    root: &'a Root,
    skip: &'a (dyn Fn(&RelPath) -> bool + Sync),
    visit: &'a (dyn Fn(&Walked<'_>) + Sync),
    problems: &'a Mutex<Vec<WalkProblem>>,
}

/// See [`crate::Host::walk`].
pub(crate) fn walk(
    host: &OsHost,
    skip: &(dyn Fn(&RelPath) -> bool + Sync),
    visit: &(dyn Fn(&Walked<'_>) + Sync),
) -> Vec<WalkProblem> {
    let problems = Mutex::new(Vec::new());
    for root in crate::Host::roots(host).folders() {
        walk_root(&Walk { host, root, skip, visit, problems: &problems });
    }
    let mut problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
    problems.sort_by(|a: &WalkProblem, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
    problems
}

/// How many threads walk.
fn walkers() -> usize {
    crate::threads().min(8)
}

impl Walk<'_> {
    fn report(&self, path: Option<RelPath>, message: String) {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(WalkProblem { path, message });
    }

    /// Whether another opened folder stands there: it is walked by itself.
    fn is_other_root(&self, folder: &std::path::Path) -> bool {
        let mut folders = crate::Host::roots(self.host).folders().iter();
        folders.any(|other| other.path != self.root.path && folder == other.path)
    }
}

#[cfg(all(test, unix))]
mod tests;
