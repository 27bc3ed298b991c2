use std::sync::Arc;

use crate::{Range, Runtime, VersionText};

/// `.rapidkit/project.json` or `.workspai/project.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectMarker {
    /// `kit_name` or `kit`.
    pub kit: Option<Arc<str>>,
    /// `runtime`.
    pub runtime: Option<Runtime>,
    /// `project_name`.
    pub name: Option<Arc<str>>,
    /// The range of the kit's name, else of the document.
    pub range: Range,
}

/// A project's `registry.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModuleRegistry {
    /// In file order.
    pub modules: Vec<RegisteredModule>,
}

/// One registered module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredModule {
    /// E.g. `free/auth/core`.
    pub slug: Arc<str>,
    /// `display_name` when it is an identifier, else the slug's last segment (`auth_core` for `…/auth/core`).
    pub name: Arc<str>,
    /// `version`.
    pub version: Option<VersionText>,
    /// The entry.
    pub range: Range,
    /// The version's string with its quotes: what a fix replaces.
    pub version_range: Option<Range>,
}

/// `.rapidkit-workspace`, `.workspai-workspace` or `workspace.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkspaceMarker {
    /// The workspace's name.
    pub name: Option<Arc<str>>,
    /// The profile (`polyglot`, `python-only`).
    pub profile: Option<Arc<str>>,
    /// `true` for the Workspai family.
    pub is_workspai: bool,
    /// Claims about runtimes.
    pub claims: Vec<ToolchainClaim>,
}

/// A runtime version that workspace files ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolchainClaim {
    /// Which.
    pub runtime: Runtime,
    /// As written.
    pub version: VersionText,
    /// The version's range.
    pub range: Range,
}

/// `toolchain.lock` (claims only) or `.workspai/workspace.contract.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkspaceContract {
    /// The workspace's name.
    pub name: Option<Arc<str>>,
    /// Projects it names.
    pub projects: Vec<ContractProject>,
    /// Toolchain claims.
    pub claims: Vec<ToolchainClaim>,
}

/// A project as a workspace contract describes it. Hints: code and compose win.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractProject {
    /// Its slug.
    pub slug: Arc<str>,
    /// Its folder, relative to the workspace.
    pub path: Arc<str>,
    /// The runtime.
    pub runtime: Option<Runtime>,
    /// The kit.
    pub kit: Option<Arc<str>>,
    /// Module slugs.
    pub modules: Vec<Arc<str>>,
    /// The entry.
    pub range: Range,
}

/// One row of `file-hashes.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHash {
    /// Relative to the project.
    pub path: Arc<str>,
    /// SHA-256, hexadecimal.
    pub sha256: Arc<str>,
    /// The module that owns it.
    pub module: Option<Arc<str>>,
    /// The module's version then.
    pub version: Option<VersionText>,
}
