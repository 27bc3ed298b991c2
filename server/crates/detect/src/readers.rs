//! The table of readers. A reader claims files by path and turns text into [`FileFacts`]. It is a pure function, never
//! panics and never fails: what it cannot read becomes problems or [`FileFacts::Broken`].

mod bun_lock;
mod ci;
mod compose;
mod dockerfile;
mod dotenv;
mod gitignore;
mod go_mod;
mod go_sum;
mod gradle;
mod gradle_catalog;
mod k8s;
mod makefile;
mod memory;
mod npm_lock;
mod openapi;
mod package_json;
mod pipfile;
mod pnpm_lock;
mod pnpm_workspace;
mod pom;
mod pyproject;
mod python_lock;
mod rapidkit;
mod requirements;
mod runtime_pin;
mod setup_py;
pub(crate) mod yaml;
mod yarn_lock;

use model::{RelPath, facts::FileFacts};

/// One kind of file.
pub struct Reader {
    /// For logs and benchmarks.
    pub id: &'static str,
    /// Whether a file of this path is of this kind. Paths only: called for every file of the workspace.
    pub claims: fn(&RelPath) -> bool,
    /// Larger files are not read; the snapshot notes it.
    pub limit_bytes: u64,
    /// Text to facts; `None` when the file turns out not to be of this kind after all.
    pub read: fn(&RelPath, &str) -> Option<FileFacts>,
}

/// Most files that people write by hand are far below this.
pub const HAND_WRITTEN_LIMIT: u64 = 1 << 20;
/// Lock files of large monorepos.
pub const LOCK_LIMIT: u64 = 32 << 20;

/// The first that claims a path reads it.
pub const READERS: &[Reader] = &[
    compose::READER,
    dockerfile::READER,
    dotenv::READER,
    ci::READER,
    k8s::READER,
    openapi::READER,
    gitignore::READER,
    package_json::READER,
    pyproject::READER,
    requirements::READER,
    setup_py::READER,
    pipfile::READER,
    pipfile::LOCK_READER,
    pom::READER,
    gradle::READER,
    gradle::LOCK_READER,
    gradle_catalog::READER,
    pnpm_workspace::READER,
    go_mod::READER,
    npm_lock::READER,
    pnpm_lock::READER,
    yarn_lock::READER,
    bun_lock::READER,
    python_lock::READER,
    go_sum::READER,
    runtime_pin::READER,
    makefile::READER,
    memory::READER,
    rapidkit::READER,
];

/// A file that requirements take in, whatever it is called.
#[must_use]
pub fn read_included(path: &RelPath, text: &str) -> Option<FileFacts> {
    requirements::read(path, text)
}

/// The most of such a file.
pub const INCLUDED_LIMIT: u64 = HAND_WRITTEN_LIMIT;

/// The reader of a file; `None` for files without facts.
#[must_use]
pub fn reader_for(path: &RelPath) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.claims)(path))
}

/// Facts of a file.
#[must_use]
pub fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    (reader_for(path)?.read)(path, text)
}
