use std::sync::Arc;

use crate::{Range, VersionText};

/// Who wrote a lock file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum LockKind {
    Poetry,
    Uv,
    Pdm,
    Pipenv,
    Npm,
    Pnpm,
    YarnClassic,
    YarnBerry,
    Bun,
    GoSum,
    Gradle,
}

/// A lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockFile {
    /// Whose.
    pub kind: LockKind,
    /// Every locked package. For go.sum: one entry per `module version`, `/go.mod` lines included as `is_manifest_only`.
    pub packages: Vec<LockedPackage>,
    /// What the lock says the manifests declared when it was written: package-lock's `packages[""]` and its workspaces,
    /// pnpm's `importers`, uv's `requires-dist`; yarn's keys, whoever asks (their importer is `""`). `None` where the
    /// format does not tell.
    pub declared: Option<Vec<LockedDeclaration>>,
    /// Poetry's `content-hash`, Pipenv's `_meta.hash.sha256`, PDM's `content_hash`.
    pub content_hash: Option<(Arc<str>, Range)>,
}

/// One locked package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedPackage {
    /// As the lock writes it.
    pub name: Arc<str>,
    /// Exact.
    pub version: VersionText,
    /// go.sum only: the hash of `go.mod`, not of the module.
    pub is_manifest_only: bool,
}

/// A declaration as a lock file remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedDeclaration {
    /// The importing package's folder relative to the lock file; `""` for the root.
    pub importer: Arc<str>,
    /// The dependency.
    pub name: Arc<str>,
    /// Its specifier.
    pub specifier: Arc<str>,
    /// The version chosen for this importer, where the format tells.
    pub version: Option<VersionText>,
}
