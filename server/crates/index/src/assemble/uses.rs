//! Which of the frameworks that a project declares it uses.

use std::cell::OnceCell;

use detect::{code::imports_of, frameworks::Detector, routes::is_product_code};
use model::facts::Marks;

use super::{
    roots::Root,
    view::{Owners, View},
};

/// What a project's code imports and its scripts start; looked for when it is asked for.
pub(super) struct Uses<'a, 'f> {
    view: &'a View<'f>,
    owners: &'a Owners,
    at: usize,
    root: &'a Root<'f>,
    marks: OnceCell<Marks>,
}

impl<'a, 'f> Uses<'a, 'f> {
    /// Of the project with the index `at`.
    pub(super) fn new(view: &'a View<'f>, owners: &'a Owners, at: usize, root: &'a Root<'f>) -> Self {
        Self { view, owners, at, root, marks: OnceCell::new() }
    }

    /// Whether the project's code imports a framework, tests and examples left out, or a script starts its program.
    pub(super) fn has(&self, detector: &Detector) -> bool {
        let scripts = self.root.manifests.iter().flat_map(|(_, manifest)| &manifest.scripts);
        let lines: Vec<&str> = scripts.map(|script| &*script.line).collect();
        detector.is_started_by(&lines) || self.marks.get_or_init(|| self.imported()).meets(imports_of(detector))
    }

    fn imported(&self) -> Marks {
        let folder = &self.root.folder;
        let is_own = |path: &model::RelPath| {
            path.below(folder).is_some_and(is_product_code) && self.owners.of(path) == Some(self.at)
        };
        let mut all = Marks::default();
        for (path, marks) in self.view.marks_below(folder) {
            if all.0 | marks.0 != all.0 && is_own(path) {
                all.0 |= marks.0;
            }
        }
        all
    }
}
