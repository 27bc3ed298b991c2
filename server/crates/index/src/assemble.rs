//! From the facts of single files to projects. Pure: no I/O beyond what the tree collected.

use std::collections::BTreeMap;

use model::{Project, ProjectId, RelPath, WorkspaceKind};

use crate::snapshot::FileEntry;

/// What assembly yields.
pub(crate) struct Assembled {
    pub(crate) kind: WorkspaceKind,
    pub(crate) name: Option<std::sync::Arc<str>>,
    pub(crate) projects: Vec<Project>,
}

/// Assembles projects, sorted by path.
pub(crate) fn assemble(
    _files: &BTreeMap<RelPath, FileEntry>,
    _vendored: &BTreeMap<ProjectId, Vec<crate::VendoredModule>>,
) -> Assembled {
    Assembled { kind: WorkspaceKind::Plain, name: None, projects: Vec::new() }
}
