//! Which folders are looked into.

use model::RelPath;

/// Folders that hold no code of the workspace's own, whatever git says of them.
pub(super) fn is_skipped(folder: &RelPath) -> bool {
    let is_known = matches!(
        folder.file_name(),
        "node_modules"
            | ".venv"
            | "venv"
            | "target"
            | "dist"
            | "build"
            | "__pycache__"
            | ".mypy_cache"
            | ".pytest_cache"
            | ".ruff_cache"
            | ".tox"
            | ".nox"
            | ".next"
            | ".nuxt"
            | ".gradle"
            | ".idea"
            | ".terraform"
            | "site-packages"
            | ".yarn"
    );
    is_known || is_store(folder)
}

/// `.rapidkit/vendor` and `.rapidkit/snapshots` hold originals, not code of the user's.
fn is_store(folder: &RelPath) -> bool {
    let mut segments = folder.segments().rev();
    matches!(segments.next(), Some("vendor" | "snapshots"))
        && matches!(segments.next(), Some(".rapidkit" | ".workspai"))
}

/// Whether a file is an original below `.rapidkit/vendor`: no code of the user's, but the user's code may load it by path.
pub(crate) fn is_vendored(path: &RelPath) -> bool {
    path.as_str().contains("/vendor/") && std::iter::successors(path.parent(), RelPath::parent).any(|it| is_store(&it))
}

/// Whether a file of this path can be part of the tree, as far as its folders tell.
#[must_use]
pub fn is_indexed(path: &RelPath) -> bool {
    std::iter::successors(path.parent(), RelPath::parent)
        .all(|folder| !is_skipped(&folder) && folder.file_name() != ".git")
}

/// Whether a change at `path` can change what a snapshot says, as far as the name tells: files of the tree, originals that
/// the user's code loads, and what package tools write when they install.
#[must_use]
pub fn is_noticed(path: &RelPath) -> bool {
    is_indexed(path) || is_vendored(path) || super::installed::is_record(path)
}
